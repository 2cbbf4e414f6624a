/* Joins: a part of a pattern that hangs on nothing before it, but shares a value with it,
 * is found once and joined by the value, instead of anew for each row. Rows come in the
 * order of the part then: not in an optional pattern, whose rows must come in the order
 * of those that it is about. */
#include "graph/query/plan_access.h"

typedef struct {
    plan_node *filter;            /* the condition that says what is shared */
    plan_node *scan;              /* where the part begins */
    plan_expression outer, inner; /* the sides of the condition */
} part;

/* Does the operator read what is filled below the part? */
static bool reads_before(const plan_node *node, plan_slots before)
{
    for (size_t i = 0; i < before.count; i++)
        if (plan_reads(node, before.at[i]))
            return true;
    return false;
}

/* From the filter down to a scan that is done for each row: only what belongs to it, and
 * conditions. */
static plan_node *find_scan(const plan_node *filter)
{
    plan_node *node = filter->input;
    while (node->type == PLAN_FILTER || node->type == PLAN_EXPAND)
        node = node->input;
    return node->type == PLAN_SCAN && node->input->type != PLAN_ARGUMENT ? node
                                                                         : NULL;
}

static bool hangs_together(const part *p)
{
    plan_slots before = p->scan->input->output;
    for (const plan_node *node = p->filter->input; node != p->scan;
         node = node->input)
        if (node->type != PLAN_FILTER && reads_before(node, before))
            return false;
    return true;
}

/* ---- The sides ---- */

/* What the side reads of the condition's slots; `*mixed` is set where it is not all
 * before, or all within, the part. */
static cg_status side_of(rewriter *r, const part *p, ast_node *root,
                         plan_expression *side, bool *before, bool *mixed,
                         cg_error *err)
{
    const plan_expression *condition = &p->filter->as.condition;
    plan_slots slots = {0};
    size_t known = 0;
    cg_status status = CG_OK;
    for (size_t i = 0; i < condition->slot_count && status == CG_OK; i++) {
        uint32_t slot = condition->slots[i];
        if (!plan_tree_reads(root, slot))
            continue;
        known += plan_has_slot(p->scan->input->output, slot);
        status = plan_add_slot(r->arena, &slots, slot, err);
    }
    *before = known > 0;
    *mixed = *mixed || slots.count == 0 || (known > 0 && known < slots.count);
    *side = (plan_expression){root, slots.at, slots.count};
    return status;
}

/* Is it an equality of a value from before with one of the part? */
static cg_status find_sides(rewriter *r, part *p, bool *found, cg_error *err)
{
    const ast_node *root = p->filter->as.condition.root;
    plan_expression left, right;
    bool left_before = false, right_before = false, mixed = false;
    *found = false;
    if (root->type != AST_COMPARE || root->count != 2 ||
        root->children[1]->detail != ORDER_EQUAL || plan_is_random(root))
        return CG_OK;
    cg_status status =
        side_of(r, p, root->children[0], &left, &left_before, &mixed, err);
    if (status == CG_OK)
        status = side_of(r, p, root->children[1]->children[0], &right,
                         &right_before, &mixed, err);
    *found = !mixed && left_before != right_before;
    p->outer = left_before ? left : right;
    p->inner = left_before ? right : left;
    return status;
}

/* ---- Joining ---- */

static cg_status unite(rewriter *r, plan_node *join, cg_error *err)
{
    plan_slots more = join->inner->output;
    cg_status status = CG_OK;
    join->output = join->input->output;
    for (size_t i = 0; i < more.count && status == CG_OK; i++)
        status = plan_add_slot(r->arena, &join->output, more.at[i], err);
    return status;
}

/* Rows of the part have what it fills, and nothing of before. */
static cg_status set_outputs(rewriter *r, plan_node *node, plan_slots before,
                             cg_error *err)
{
    cg_status status = CG_OK;
    for (; node->type != PLAN_ARGUMENT && status == CG_OK; node = node->input) {
        plan_slots own = {0};
        for (size_t i = 0; i < node->output.count && status == CG_OK; i++)
            if (!plan_has_slot(before, node->output.at[i]))
                status = plan_add_slot(r->arena, &own, node->output.at[i], err);
        node->output = own;
    }
    return status;
}

/* The filter becomes the join; conditions on both sides go above it. */
static cg_status join(rewriter *r, plan_node **link, const part *p, cg_error *err)
{
    plan_node *node = p->filter, *argument = cg_arena_alloc(r->arena, sizeof *node);
    const ast_node *condition = node->as.condition.root;
    plan_slots before = p->scan->input->output;
    if (argument == NULL)
        return cg_fail_memory(err);
    argument->type = PLAN_ARGUMENT;
    for (plan_node **at = &node->input; *at != p->scan;) {
        plan_node *one = *at;
        if (one->type != PLAN_FILTER || !reads_before(one, before)) {
            at = &one->input;
            continue;
        }
        *at = one->input;
        one->input = *link;
        *link = one;
        link = &one->input;
    }
    node->type = PLAN_JOIN;
    node->inner = node->input;
    node->input = p->scan->input;
    p->scan->input = argument;
    node->as.join.outer = p->outer;
    node->as.join.inner = p->inner;
    node->as.join.condition = condition;
    cg_status status = set_outputs(r, node->inner, before, err);
    return status == CG_OK ? unite(r, node, err) : status;
}

cg_status rewrite_join(rewriter *r, plan_node **head, cg_error *err)
{
    cg_status status = CG_OK;
    if (r->around != NULL && r->around->type == PLAN_OPTIONAL)
        return CG_OK;
    for (plan_node **link = head; *link != NULL && status == CG_OK;
         link = &(*link)->input) {
        part p = {.filter = *link};
        bool found = false;
        if (p.filter->type != PLAN_FILTER)
            continue;
        p.scan = find_scan(p.filter);
        if (p.scan != NULL && hangs_together(&p))
            status = find_sides(r, &p, &found, err);
        if (status == CG_OK && found)
            status = join(r, link, &p, err);
    }
    return status;
}
