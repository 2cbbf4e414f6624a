/* A pattern as a chain of operators: where it begins, and what comes next. */
#include "graph/query/plan_parts.h"

typedef struct {
    ast_node *relationship;
    ast_node *left;
    ast_node *right;
    ast_node *path;
    bool done;
} link;

typedef struct {
    ast_node *condition;
    bool done;
} predicate;

typedef struct {
    planner *p;
    plan_node **plan;
    link *links;
    size_t link_count;
    ast_node **nodes; /* every mention of one */
    size_t node_count;
    predicate *predicates;
    size_t predicate_count;
    size_t predicate_room;
    ast_node *const *paths;
    size_t path_count;
    bool *path_done;
    bool *pending;    /* slots that the pattern binds and has not bound yet */
    slot_list walked; /* relationships so far */
} pattern;

static bool is_bound(const pattern *g, uint32_t slot)
{
    return g->p->states[slot] == SLOT_BOUND;
}

static cg_status bind(pattern *g, uint32_t slot, cg_error *err)
{
    g->pending[slot] = false;
    return plan_bind(g->p, *g->plan, slot, err);
}

/* ---- Conditions ---- */

static cg_status add_predicate(pattern *g, ast_node *condition, cg_error *err)
{
    if (condition == NULL)
        return cg_fail_memory(err);
    if (g->predicate_count == g->predicate_room) {
        size_t room = g->predicate_room == 0 ? 8 : g->predicate_room * 2;
        predicate *all = cg_arena_array(g->p->arena, room, sizeof *all);
        if (all == NULL)
            return cg_fail_memory(err);
        if (g->predicate_count > 0)
            memcpy(all, g->predicates, g->predicate_count * sizeof *all);
        g->predicates = all;
        g->predicate_room = room;
    }
    g->predicates[g->predicate_count++] = (predicate){.condition = condition};
    return CG_OK;
}

/* The operands of AND by themselves. */
static cg_status add_where(pattern *g, ast_node *where, cg_error *err)
{
    cg_status status = CG_OK;
    if (where == NULL)
        return CG_OK;
    if (where->type != AST_AND)
        return add_predicate(g, where, err);
    for (uint32_t i = 0; i < where->count && status == CG_OK; i++)
        status = add_where(g, where->children[i], err);
    return status;
}

static ast_node *equal_to(planner *p, ast_node *left, ast_node *right)
{
    if (right == NULL)
        return NULL;
    ast_node *comparison = plan_ast(p, AST_COMPARISON, right->at, &right, 1);
    ast_node *both[] = {left, comparison};
    return plan_ast(p, AST_COMPARE, right->at, both, 2); /* ORDER_EQUAL is 0 */
}

/* `{key: value}` as `element.key = value`. */
static cg_status add_properties(pattern *g, ast_node *element, cg_error *err)
{
    ast_node *map = element->children[1];
    cg_status status = CG_OK;
    for (uint32_t i = 0; map != NULL && i < map->count && status == CG_OK; i++) {
        ast_node *pair = map->children[i];
        ast_node *variable =
            plan_variable(g->p, element->at, element->text, element->slot);
        ast_node *property = plan_ast(g->p, AST_PROPERTY, pair->at, &variable, 1);
        if (property != NULL)
            property->text = pair->text;
        status = add_predicate(g, equal_to(g->p, property, pair->children[0]), err);
    }
    return status == CG_OK ? add_where(g, element->children[2], err) : status;
}

static cg_status add_labels(pattern *g, ast_node *node, cg_error *err)
{
    if (node->children[0] == NULL)
        return CG_OK;
    ast_node *variable = plan_variable(g->p, node->at, node->text, node->slot);
    ast_node *both[] = {variable, node->children[0]};
    return add_predicate(g, plan_ast(g->p, AST_HAS_LABELS, node->at, both, 2), err);
}

static bool reads_pending(const pattern *g, const ast_node *node)
{
    if (node == NULL)
        return false;
    bool reads = node->type == AST_VARIABLE || node->type == AST_NODE ||
                 node->type == AST_RELATIONSHIP;
    if (reads && node->slot < CHECK_SLOTS_MAX && g->pending[node->slot])
        return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (reads_pending(g, node->children[i]))
            return true;
    return false;
}

/* Apply the conditions of which all is known now. */
static cg_status apply_ready(pattern *g, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < g->predicate_count && status == CG_OK; i++) {
        predicate *one = &g->predicates[i];
        if (one->done || reads_pending(g, one->condition))
            continue;
        one->done = true;
        status = plan_filter(g->p, g->plan, one->condition, err);
    }
    return status;
}

/* ---- Paths ---- */

static bool path_is_bound(const pattern *g, const ast_node *path)
{
    for (uint32_t i = 0; i < path->count; i++)
        if (!is_bound(g, path->children[i]->slot))
            return false;
    return true;
}

/* Give their names to the paths of which all is known. */
static cg_status name_paths(pattern *g, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < g->path_count && status == CG_OK; i++) {
        const ast_node *path = g->paths[i];
        if (g->path_done[i] || path->slot == SLOT_NONE || path->text.size == 0 ||
            !path_is_bound(g, path))
            continue;
        g->path_done[i] = true;
        status = plan_above(g->p, PLAN_PATH, g->plan, err);
        if (status != CG_OK)
            return status;
        (*g->plan)->as.path.path = path;
        (*g->plan)->as.path.slot = path->slot;
        status = bind(g, path->slot, err);
    }
    return status;
}

static cg_status settle(pattern *g, cg_error *err)
{
    cg_status status = name_paths(g, err);
    return status == CG_OK ? apply_ready(g, err) : status;
}

/* ---- Steps ---- */

static cg_status add_scan(pattern *g, const ast_node *node, cg_error *err)
{
    enum { NODES_EXPECTED = 1000 };
    cg_status status = plan_above(g->p, PLAN_SCAN, g->plan, err);
    if (status != CG_OK)
        return status;
    (*g->plan)->as.scan = node->slot;
    (*g->plan)->rows *= NODES_EXPECTED;
    return bind(g, node->slot, err);
}

/* Both ends known already means that none is walked to. */
static plan_type step_type(const pattern *g, const link *next, bool known)
{
    if (next->path->as.path.search != PATH_EVERY)
        return PLAN_SHORTEST;
    if (next->relationship->as.relationship.variable_length)
        return PLAN_WALK;
    if (is_bound(g, next->relationship->slot))
        return PLAN_ENDS;
    return known ? PLAN_EXPAND_INTO : PLAN_EXPAND;
}

static uint8_t turned(uint8_t direction)
{
    return direction == DIRECTION_BOTH    ? DIRECTION_BOTH
           : direction == DIRECTION_RIGHT ? DIRECTION_LEFT
                                          : DIRECTION_RIGHT;
}

/* A list that is bound already must equal the one that is walked. */
static cg_status walk_bound_list(pattern *g, plan_node *walk,
                                 const ast_node *relationship, cg_error *err)
{
    uint32_t slot;
    cg_status status = plan_slot(g->p, &slot, err);
    if (status != CG_OK)
        return status;
    ast_node *was = plan_variable(g->p, relationship->at, relationship->text,
                                  relationship->slot);
    ast_node *is = plan_variable(g->p, relationship->at, relationship->text, slot);
    walk->as.expand.relationship = slot;
    status = bind(g, slot, err);
    return status == CG_OK ? add_predicate(g, equal_to(g->p, was, is), err)
                           : status;
}

static cg_status set_others(pattern *g, plan_node *step, cg_error *err)
{
    slot_list others = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < g->walked.count && status == CG_OK; i++)
        status = plan_list_slot(g->p, &others, g->walked.at[i], err);
    step->as.expand.others = (plan_slots){others.at, others.count};
    return status;
}

static cg_status add_step(pattern *g, link *next, cg_error *err)
{
    enum { NEIGHBOURS_EXPECTED = 5 };
    ast_node *relationship = next->relationship;
    bool from_left =
        is_bound(g, next->left->slot) || !is_bound(g, next->right->slot);
    const ast_node *from = from_left ? next->left : next->right;
    const ast_node *to = from_left ? next->right : next->left;
    bool from_known = is_bound(g, from->slot), to_known = is_bound(g, to->slot);
    plan_type type = step_type(g, next, to_known && from_known);
    cg_status status = plan_above(g->p, type, g->plan, err);
    if (status != CG_OK)
        return status;
    plan_node *step = *g->plan;
    bool list_bound = type == PLAN_WALK && is_bound(g, relationship->slot);
    next->done = true;
    step->as.expand.from = from->slot;
    step->as.expand.to = to->slot;
    step->as.expand.relationship = relationship->slot;
    step->as.expand.from_known = from_known;
    step->as.expand.to_known = to_known;
    step->as.expand.direction =
        from_left ? relationship->as.relationship.direction
                  : turned(relationship->as.relationship.direction);
    step->as.expand.types = relationship->children[0];
    step->as.expand.least = relationship->as.relationship.least;
    step->as.expand.most = relationship->as.relationship.most;
    step->as.expand.path = next->path;
    step->as.expand.element = relationship;
    step->as.expand.turned = !from_left;
    step->rows *= to_known ? 1 : NEIGHBOURS_EXPECTED;
    status = set_others(g, step, err);
    if (status == CG_OK && list_bound)
        status = walk_bound_list(g, step, relationship, err);
    else if (status == CG_OK)
        status = bind(g, relationship->slot, err);
    if (status == CG_OK)
        status = bind(g, from->slot, err);
    if (status == CG_OK)
        status = bind(g, to->slot, err);
    if (status == CG_OK)
        status =
            plan_list_slot(g->p, &g->walked, step->as.expand.relationship, err);
    return status;
}

/* The next relationship to walk: one with both ends known, else with one; a shortest
 * path wants both. NULL if there is none. */
static link *next_link(pattern *g)
{
    link *best = NULL;
    int best_known = 0;
    for (size_t i = 0; i < g->link_count; i++) {
        link *one = &g->links[i];
        if (one->done)
            continue;
        int known = is_bound(g, one->left->slot) + is_bound(g, one->right->slot);
        if (is_bound(g, one->relationship->slot) &&
            !one->relationship->as.relationship.variable_length)
            known = 3;
        if (one->path->as.path.search != PATH_EVERY && known < 2)
            continue;
        if (known > best_known) {
            best = one;
            best_known = known;
        }
    }
    return best;
}

/* How much a node narrows down what is looked at: the more, the better to begin with. */
static int selectivity(const ast_node *node)
{
    int score = 0;
    if (node->children[1] != NULL)
        score += 4;
    if (node->children[2] != NULL)
        score += 2;
    if (node->children[0] != NULL)
        score += 1;
    return score;
}

static const ast_node *next_start(const pattern *g)
{
    const ast_node *best = NULL;
    for (size_t i = 0; i < g->node_count; i++) {
        const ast_node *node = g->nodes[i];
        if (is_bound(g, node->slot))
            continue;
        if (best == NULL || selectivity(node) > selectivity(best))
            best = node;
    }
    return best;
}

static cg_status walk_pattern(pattern *g, cg_error *err)
{
    cg_status status = settle(g, err);
    while (status == CG_OK) {
        link *next = next_link(g);
        const ast_node *start = next == NULL ? next_start(g) : NULL;
        if (next != NULL)
            status = add_step(g, next, err);
        else if (start != NULL)
            status = add_scan(g, start, err);
        else
            break;
        if (status == CG_OK)
            status = settle(g, err);
    }
    return status;
}

/* ---- What there is to do ---- */

static void want(pattern *g, uint32_t slot)
{
    if (slot != SLOT_NONE && !is_bound(g, slot))
        g->pending[slot] = true;
}

static cg_status add_path(pattern *g, ast_node *path, cg_error *err)
{
    cg_status status = CG_OK;
    if (path->text.size > 0)
        want(g, path->slot);
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++) {
        ast_node *element = path->children[i];
        want(g, element->slot);
        if (element->type == AST_NODE) {
            g->nodes[g->node_count++] = element;
            status = add_labels(g, element, err);
        } else {
            g->links[g->link_count++] = (link){.relationship = element,
                                               .left = path->children[i - 1],
                                               .right = path->children[i + 1],
                                               .path = path};
        }
        if (status == CG_OK && !(element->type == AST_RELATIONSHIP &&
                                 element->as.relationship.variable_length))
            status = add_properties(g, element, err);
    }
    return status;
}

cg_status plan_pattern(planner *p, plan_node **plan, ast_node *const *paths,
                       size_t count, ast_node *where, cg_error *err)
{
    pattern g = {.p = p, .plan = plan, .paths = paths, .path_count = count};
    size_t elements = 0;
    for (size_t i = 0; i < count; i++)
        elements += paths[i]->count;
    g.links = cg_arena_array(p->arena, elements, sizeof *g.links);
    g.nodes = cg_arena_array(p->arena, elements, sizeof *g.nodes);
    g.path_done = cg_arena_array(p->arena, count, sizeof *g.path_done);
    g.pending = cg_arena_array(p->arena, CHECK_SLOTS_MAX, sizeof *g.pending);
    if (g.links == NULL || g.nodes == NULL || g.path_done == NULL ||
        g.pending == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_path(&g, paths[i], err);
    if (status == CG_OK)
        status = add_where(&g, where, err);
    return status == CG_OK ? walk_pattern(&g, err) : status;
}
