/* Order: a pattern begins where the counts expect the least to look at, and goes on with
 * the step that is expected to leave the fewest rows. Parts that hang together are walked
 * from what is known; what hangs on nothing comes last. */
#include "graph/query/rewrite_order.h"

#include <float.h>
#include <math.h>

/* ---- A way ---- */

static bool is_ready(const order_block *b, const plan_expression *condition)
{
    for (size_t i = 0; i < condition->slot_count; i++)
        if (b->open[condition->slots[i]])
            return false;
    return true;
}

/* The share that those filters keep which can be asked now. */
static double keep_ready(const order_block *b)
{
    double share = 1;
    for (size_t i = 0; i < b->filter_count; i++) {
        const plan_expression *condition = &b->filters[i]->as.condition;
        if (!b->filtered[i] && is_ready(b, condition))
            share *= plan_cost_keep(&b->costs, condition->root);
    }
    return share;
}

static void apply_ready(order_block *b)
{
    b->rows *= keep_ready(b);
    for (size_t i = 0; i < b->filter_count; i++) {
        const plan_expression *condition = &b->filters[i]->as.condition;
        if (b->filtered[i] || !is_ready(b, condition))
            continue;
        b->filtered[i] = true;
        plan_cost_note(&b->costs, condition->root);
    }
}

/* How many nodes a scan looks at for the slot: as few as the best filter says. */
static double access_cost(order_block *b, uint32_t slot)
{
    plan_access access = {.type = ACCESS_ALL, .slot = slot};
    double least = plan_cost_access(&b->costs, &access);
    b->open[slot] = false;
    for (size_t i = 0; i < b->filter_count; i++) {
        const plan_expression *condition = &b->filters[i]->as.condition;
        access = plan_access_of(b->r->checked, condition->root);
        if (access.type != ACCESS_ALL && access.slot == slot &&
            is_ready(b, condition))
            least = fmin(least, plan_cost_access(&b->costs, &access));
    }
    b->open[slot] = true;
    return least;
}

static plan_type type_of(const order_link *link, bool both)
{
    if (link->node->type != PLAN_EXPAND && link->node->type != PLAN_EXPAND_INTO)
        return link->node->type;
    return both ? PLAN_EXPAND_INTO : PLAN_EXPAND;
}

/* The step along the link, from what is known now. */
plan_node order_step_along(const order_block *b, const order_link *link)
{
    plan_node step = *link->node;
    bool turn = b->open[link->left] && !b->open[link->right];
    step.as.expand.from = turn ? link->right : link->left;
    step.as.expand.to = turn ? link->left : link->right;
    step.as.expand.from_known = !b->open[step.as.expand.from];
    step.as.expand.to_known = !b->open[step.as.expand.to];
    step.as.expand.turned = turn;
    step.as.expand.direction =
        turn ? plan_turned(link->direction) : link->direction;
    step.type = type_of(link, step.as.expand.from_known && step.as.expand.to_known);
    return step;
}

/* Does the expression read what is not there yet? */
static bool reads_open(const order_block *b, const ast_node *node)
{
    if (node == NULL)
        return false;
    if (node->type == AST_VARIABLE && b->open[node->slot])
        return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (reads_open(b, node->children[i]))
            return true;
    return false;
}

static bool can_step(const order_block *b, const order_link *link)
{
    bool left = !b->open[link->left], right = !b->open[link->right];
    switch ((int)link->node->type) {
    case PLAN_ENDS:
        return !b->open[link->relationship];
    case PLAN_SHORTEST:
        return left && right &&
               !reads_open(b, link->node->as.expand.element->children[1]);
    case PLAN_WALK:
        return (left || right) &&
               !reads_open(b, link->node->as.expand.element->children[1]);
    default:
        return left || right;
    }
}

/* What the rows are multiplied by. */
static double link_gain(order_block *b, const order_link *link)
{
    plan_node step = order_step_along(b, link);
    bool left = b->open[link->left], right = b->open[link->right];
    bool relationship = b->open[link->relationship];
    double gain = plan_cost_step(&b->costs, &step);
    b->open[link->left] = b->open[link->right] = false;
    b->open[link->relationship] = false;
    gain *= keep_ready(b);
    b->open[link->left] = left;
    b->open[link->right] = right;
    b->open[link->relationship] = relationship;
    return gain;
}

static void take_link(order_block *b, size_t at)
{
    const order_link *link = &b->links[at];
    plan_node step = order_step_along(b, link);
    b->rows *= plan_cost_step(&b->costs, &step);
    b->cost += b->rows;
    plan_cost_note_step(&b->costs, &step);
    b->open[link->left] = b->open[link->right] = false;
    b->open[link->relationship] = false;
    b->linked[at] = true;
    b->steps[b->step_count++] = (order_step){.link = link};
    apply_ready(b);
}

static void take_scan(order_block *b, uint32_t slot)
{
    plan_access all = {.type = ACCESS_ALL, .slot = slot};
    b->cost += b->rows * access_cost(b, slot);
    b->rows *= plan_cost_access(&b->costs, &all);
    b->open[slot] = false;
    b->steps[b->step_count++] = (order_step){.slot = slot};
    apply_ready(b);
}

static bool take_best_link(order_block *b)
{
    size_t best = STEPS_MAX;
    double best_gain = DBL_MAX;
    for (size_t i = 0; i < b->link_count; i++) {
        if (b->linked[i] || !can_step(b, &b->links[i]))
            continue;
        double gain = link_gain(b, &b->links[i]);
        if (best == STEPS_MAX || gain < best_gain) {
            best = i;
            best_gain = gain;
        }
    }
    if (best < STEPS_MAX)
        take_link(b, best);
    return best < STEPS_MAX;
}

/* The node that is not filled yet and costs the least; the first of those. */
static uint32_t best_scan(order_block *b)
{
    uint32_t best = SLOT_NONE;
    double least = DBL_MAX;
    for (size_t i = 0; i < b->node_count; i++) {
        if (!b->open[b->nodes[i]])
            continue;
        double cost = access_cost(b, b->nodes[i]);
        if (best == SLOT_NONE || cost < least) {
            best = b->nodes[i];
            least = cost;
        }
    }
    return best;
}

static void begin_way(order_block *b)
{
    size_t slots = b->r->plan->slot_count;
    memcpy(b->open, b->fills, slots * sizeof *b->open);
    memcpy(b->costs.nodes, b->before, slots * sizeof *b->before);
    memset(b->linked, 0, sizeof b->linked);
    memset(b->filtered, 0, sizeof b->filtered);
    b->step_count = 0;
    b->rows = b->rows_before;
    b->cost = 0;
    apply_ready(b);
}

/* Go all the way, beginning with a scan of `first`, or without one. */
static void find_way(order_block *b, uint32_t first)
{
    begin_way(b);
    if (first != SLOT_NONE)
        take_scan(b, first);
    for (;;) {
        if (take_best_link(b))
            continue;
        uint32_t scan = best_scan(b);
        if (scan == SLOT_NONE)
            break;
        take_scan(b, scan);
    }
}

/* ---- Where there is no choice, nothing has to be counted ---- */

static bool is_left(const order_block *b)
{
    for (size_t i = 0; i < b->node_count; i++)
        if (b->open[b->nodes[i]])
            return true;
    return false;
}

static size_t count_links(const order_block *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->link_count; i++)
        count += !b->linked[i] && can_step(b, &b->links[i]);
    return count;
}

/* Is there a condition, which can be asked now, that says which node it is? */
static bool is_sought(order_block *b, uint32_t slot)
{
    bool sought = false;
    b->open[slot] = false;
    for (size_t i = 0; i < b->filter_count && !sought; i++) {
        const plan_expression *condition = &b->filters[i]->as.condition;
        plan_access access = plan_access_of(b->r->checked, condition->root);
        sought = access.type < ACCESS_LABELS && access.slot == slot &&
                 !access.list && is_ready(b, condition);
    }
    b->open[slot] = true;
    return sought;
}

/* Can a step be taken from it that could be taken from another node, too? */
static bool is_end(const order_block *b, uint32_t slot)
{
    for (size_t i = 0; i < b->link_count; i++)
        if (!b->linked[i] && b->links[i].node->type != PLAN_SHORTEST &&
            (b->links[i].left == slot || b->links[i].right == slot))
            return true;
    return false;
}

/* The node to begin with, where there is nothing to choose: one that is sought and is the
 * only one, or one that others do not compete with; or the last one. */
static uint32_t only_start(order_block *b)
{
    uint32_t found = SLOT_NONE, alone = SLOT_NONE, left = SLOT_NONE;
    size_t sought = 0, open = 0;
    for (size_t i = 0; i < b->node_count; i++) {
        uint32_t slot = b->nodes[i];
        if (!b->open[slot])
            continue;
        open++;
        left = slot;
        if (!is_sought(b, slot))
            continue;
        sought++;
        found = slot;
        if (alone == SLOT_NONE && !is_end(b, slot))
            alone = slot;
    }
    return alone != SLOT_NONE ? alone
           : sought == 1      ? found
           : open == 1        ? left
                              : SLOT_NONE;
}

/* Go the only way that there is; false where there are several. */
static bool find_only_way(order_block *b)
{
    begin_way(b);
    for (;;) {
        size_t links = count_links(b);
        if (links > 1)
            return false;
        if (links == 1) {
            (void)take_best_link(b);
            continue;
        }
        if (!is_left(b))
            return true;
        uint32_t start = only_start(b);
        if (start == SLOT_NONE)
            return false;
        take_scan(b, start);
    }
}

/* ---- Where there is ---- */

static bool begins_known(const order_block *b)
{
    for (size_t i = 0; i < b->link_count; i++)
        if (can_step(b, &b->links[i]))
            return true;
    return false;
}

/* Find the best way, trying several beginnings where nothing is known. */
static void find_best_way(order_block *b)
{
    uint32_t best = SLOT_NONE;
    double least = DBL_MAX;
    bool tried[3 * STEPS_MAX] = {false};
    begin_way(b);
    for (size_t k = 0; k < STARTS_MAX && !begins_known(b); k++) {
        size_t next = b->node_count;
        double next_cost = DBL_MAX;
        for (size_t i = 0; i < b->node_count; i++) {
            double cost = tried[i] ? DBL_MAX : access_cost(b, b->nodes[i]);
            if (cost < next_cost) {
                next = i;
                next_cost = cost;
            }
        }
        if (next == b->node_count)
            break;
        tried[next] = true;
        find_way(b, b->nodes[next]);
        if (b->cost < least) {
            least = b->cost;
            best = b->nodes[next];
        }
        begin_way(b);
    }
    find_way(b, best);
}

/* ---- What a block is made of ---- */

static bool is_step(const plan_node *node)
{
    return node->type == PLAN_EXPAND || node->type == PLAN_EXPAND_INTO ||
           node->type == PLAN_ENDS || node->type == PLAN_WALK ||
           node->type == PLAN_SHORTEST;
}

static bool is_member(const plan_node *node)
{
    return is_step(node) || node->type == PLAN_SCAN || node->type == PLAN_PATH ||
           (node->type == PLAN_FILTER && !plan_is_random(node->as.condition.root));
}

static void add_node(order_block *b, uint32_t slot)
{
    if (!plan_has_slot(b->below->output, slot) && !b->fills[slot]) {
        b->fills[slot] = true;
        b->nodes[b->node_count++] = slot;
    }
}

static void add_link(order_block *b, plan_node *node)
{
    bool turned = node->as.expand.turned;
    uint8_t direction = node->as.expand.direction;
    order_link *link = &b->links[b->link_count++];
    *link =
        (order_link){.node = node,
                     .left = turned ? node->as.expand.to : node->as.expand.from,
                     .right = turned ? node->as.expand.from : node->as.expand.to,
                     .relationship = node->as.expand.relationship,
                     .direction = turned ? plan_turned(direction) : direction,
                     .others = node->as.expand.others};
    add_node(b, link->left);
    add_node(b, link->right);
    if (node->type != PLAN_ENDS)
        b->fills[link->relationship] = true;
}

static size_t count_steps(const plan_node *from, const plan_node *below)
{
    size_t steps = 0;
    for (; from != below; from = from->input)
        steps += is_step(from) || from->type == PLAN_SCAN;
    return steps;
}

/* From the lowest on, so that ties are taken as they are written. */
static void collect(order_block *b, plan_node *node)
{
    if (node == b->below)
        return;
    collect(b, node->input);
    if (is_step(node))
        add_link(b, node);
    else if (node->type == PLAN_SCAN)
        add_node(b, node->as.scan.slot);
    else if (node->type == PLAN_PATH)
        b->fills[node->as.path.slot] = true;
    else if (b->filter_count < FILTERS_MAX)
        b->filters[b->filter_count++] = node;
}

static bool is_whole(const order_block *b)
{
    for (size_t i = 0; i < b->link_count; i++)
        if (!b->linked[i])
            return false;
    return true;
}

static cg_status find(order_block *b, cg_arena *scratch, cg_error *err)
{
    size_t slots = b->r->plan->slot_count;
    if (find_only_way(b))
        return CG_OK;
    cg_status status = plan_costs_init(b->r, scratch, &b->costs, err);
    if (status != CG_OK)
        return status;
    b->rows_before = plan_cost_chain(&b->costs, b->below);
    memcpy(b->before, b->costs.nodes, slots * sizeof *b->before);
    find_best_way(b);
    return CG_OK;
}

static cg_status reorder(order_block *b, plan_node **link, cg_arena *scratch,
                         cg_error *err)
{
    static const cg_estimates nothing = {0};
    size_t slots = b->r->plan->slot_count;
    b->fills = cg_arena_array(scratch, slots, sizeof *b->fills);
    b->open = cg_arena_array(scratch, slots, sizeof *b->open);
    b->before = cg_arena_array(scratch, slots, sizeof *b->before);
    b->costs = (plan_costs){.checked = b->r->checked,
                            .vocabulary = cg_store_vocabulary(b->r->store),
                            .counts = &nothing};
    b->costs.nodes = cg_arena_array(scratch, slots, sizeof *b->costs.nodes);
    if (b->fills == NULL || b->open == NULL || b->before == NULL ||
        b->costs.nodes == NULL)
        return cg_fail_memory(err);
    collect(b, *link);
    cg_status status = find(b, scratch, err);
    return status == CG_OK && is_whole(b) ? order_rebuild(b, link, err) : status;
}

cg_status rewrite_order(rewriter *r, plan_node **head, cg_error *err)
{
    cg_arena scratch = {0};
    cg_status status = CG_OK;
    bool changed = false;
    for (plan_node **link = head; *link != NULL && status == CG_OK;) {
        plan_node *below = *link;
        while (is_member(below))
            below = below->input;
        size_t steps = count_steps(*link, below);
        if (steps > 1 && steps <= STEPS_MAX) {
            order_block block = {.r = r, .below = below};
            cg_arena_reset(&scratch);
            status = reorder(&block, link, &scratch, err);
            changed = true;
        }
        while (*link != below)
            link = &(*link)->input;
        link = &(*link)->input;
    }
    cg_arena_release(&scratch);
    return status == CG_OK && changed ? rewrite_filter(r, head, err) : status;
}
