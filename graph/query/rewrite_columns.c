/* Columns: from each operator rows take with them what is read above it, and nothing else;
 * a path that nobody reads is not made. */
#include "graph/query/rewrite.h"

/* Which slots are read above a place in a chain, by slot. */
typedef struct {
    rewriter *r;
    bool *at;
} slot_reads;

static cg_status trim(slot_reads *reads, plan_node **head, cg_error *err);

static cg_status reads_new(rewriter *r, slot_reads *reads, cg_error *err)
{
    reads->r = r;
    reads->at = cg_arena_array(r->arena, r->plan->slot_count, sizeof *reads->at);
    return reads->at != NULL ? CG_OK : cg_fail_memory(err);
}

static void read_slots(slot_reads *reads, plan_slots slots)
{
    for (size_t i = 0; i < slots.count; i++)
        reads->at[slots.at[i]] = true;
}

static void add_reads(slot_reads *reads, const slot_reads *more)
{
    for (uint32_t i = 0; more->at != NULL && i < reads->r->plan->slot_count; i++)
        reads->at[i] = reads->at[i] || more->at[i];
}

/* The variables of a clause that writes. */
static void read_tree(slot_reads *reads, const ast_node *node)
{
    if (node == NULL)
        return;
    bool read = node->type == AST_VARIABLE || node->type == AST_NODE ||
                node->type == AST_RELATIONSHIP;
    if (read && node->slot < reads->r->plan->slot_count)
        reads->at[node->slot] = true;
    for (uint32_t i = 0; i < node->count; i++)
        read_tree(reads, node->children[i]);
}

/* ---- Chains inside ---- */

/* Rows of the inner chain come to have what is read above the operator; `inner` becomes
 * what is read of its argument. */
static cg_status trim_inner(const slot_reads *above, plan_node *node,
                            slot_reads *inner, cg_error *err)
{
    cg_status status = reads_new(above->r, inner, err);
    if (status != CG_OK)
        return status;
    if (node->type == PLAN_UNION)
        for (size_t i = 0; i < node->as.both.count; i++)
            inner->at[node->as.both.inner[i].slot] = true;
    else if (node->type == PLAN_MERGE)
        read_slots(inner, node->output);
    else if (node->type != PLAN_FOREACH)
        memcpy(inner->at, above->at, above->r->plan->slot_count);
    if (node->type == PLAN_OPTIONAL)
        inner->at[node->as.optional.row] = true;
    status = trim(inner, &node->inner, err);
    if (node->type == PLAN_OPTIONAL)
        inner->at[node->as.optional.row] = false;
    if (node->type == PLAN_FOREACH)
        inner->at[node->as.unwind.slot] = false;
    return status;
}

/* ---- Operators ---- */

static void read_keys(slot_reads *reads, const plan_node *join)
{
    const plan_expression *outer = &join->as.join.outer;
    const plan_expression *inner = &join->as.join.inner;
    read_slots(reads, (plan_slots){outer->slots, outer->slot_count});
    read_slots(reads, (plan_slots){inner->slots, inner->slot_count});
}

static void read_own(slot_reads *reads, const plan_node *node)
{
    const plan_expression *list = &node->as.unwind.value;
    if (node->type == PLAN_JOIN)
        read_keys(reads, node);
    else if (node->type == PLAN_FOREACH)
        read_slots(reads, (plan_slots){list->slots, list->slot_count});
    else if (plan_writes(node))
        read_tree(reads, node->as.clause);
}

/* Steps write their ends also where these are known. */
static bool fills_or_writes(const plan_node *node, uint32_t slot)
{
    bool steps = node->type == PLAN_EXPAND || node->type == PLAN_EXPAND_INTO ||
                 node->type == PLAN_ENDS || node->type == PLAN_WALK ||
                 node->type == PLAN_REACH || node->type == PLAN_SHORTEST;
    return plan_fills(node, slot) ||
           (steps && (slot == node->as.expand.from || slot == node->as.expand.to));
}

static cg_status trim_slots(const slot_reads *reads, const plan_node *node,
                            plan_slots *slots, cg_error *err)
{
    uint32_t *kept = cg_arena_array(reads->r->arena, slots->count, sizeof *kept);
    size_t count = 0;
    if (kept == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < slots->count; i++)
        if (reads->at[slots->at[i]] || fills_or_writes(node, slots->at[i]))
            kept[count++] = slots->at[i];
    *slots = (plan_slots){kept, count};
    return CG_OK;
}

/* What is read below: by the operator, and above it of what it does not fill. */
static void pass_reads(slot_reads *reads, const plan_node *node)
{
    bool begins = node->type == PLAN_AGGREGATE || node->type == PLAN_DEGREE ||
                  node->type == PLAN_REACH_COUNT || node->type == PLAN_UNION ||
                  node->type == PLAN_NOTHING;
    bool known = plan_writes(node) || node->type == PLAN_OPTIONAL ||
                 node->type == PLAN_APPLY;
    for (uint32_t slot = 0; slot < reads->r->plan->slot_count; slot++)
        reads->at[slot] = (reads->at[slot] && !begins && !plan_fills(node, slot)) ||
                          (!known && plan_reads(node, slot));
}

static cg_status trim_node(slot_reads *reads, plan_node *node, cg_error *err)
{
    slot_reads inner = {0};
    cg_status status = CG_OK;
    read_own(reads, node);
    if (node->type == PLAN_FOREACH)
        status = trim_inner(reads, node, &inner, err);
    add_reads(reads, &inner);
    if (status == CG_OK && node->type != PLAN_UNION)
        status = trim_slots(reads, node, &node->output, err);
    if (status == CG_OK && node->type == PLAN_AGGREGATE)
        status = trim_slots(reads, node, &node->as.aggregate.outer, err);
    if (status == CG_OK && node->inner != NULL && node->type != PLAN_FOREACH)
        status = trim_inner(reads, node, &inner, err);
    if (status != CG_OK)
        return status;
    pass_reads(reads, node);
    add_reads(reads, &inner);
    return CG_OK;
}

/* Nothing is worked out, or nobody reads it. */
static bool is_needless(const slot_reads *reads, const plan_node *node)
{
    return (node->type == PLAN_PROJECT && node->as.project.count == 0) ||
           (node->type == PLAN_PATH && !reads->at[node->as.path.slot]);
}

/* `reads` is what is read above the chain; it becomes what is read of the argument. */
static cg_status trim(slot_reads *reads, plan_node **head, cg_error *err)
{
    cg_status status = CG_OK;
    for (plan_node **link = head; *link != NULL && status == CG_OK;) {
        if (is_needless(reads, *link)) {
            *link = (*link)->input;
            continue;
        }
        status = trim_node(reads, *link, err);
        link = &(*link)->input;
    }
    return status;
}

cg_status rewrite_columns(rewriter *r, cg_error *err)
{
    slot_reads reads;
    cg_status status = reads_new(r, &reads, err);
    for (size_t i = 0; i < r->checked->column_count && status == CG_OK; i++)
        reads.at[r->checked->columns[i].slot] = true;
    if (status == CG_OK)
        status = trim(&reads, &r->plan->root, err);
    for (plan_subquery *one = r->plan->subqueries; one != NULL && status == CG_OK;
         one = one->next) {
        status = reads_new(r, &reads, err);
        if (status == CG_OK && one->result != SLOT_NONE)
            reads.at[one->result] = true;
        if (status == CG_OK)
            status = trim(&reads, &one->plan, err);
    }
    return status;
}
