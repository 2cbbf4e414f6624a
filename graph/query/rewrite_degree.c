/* Degrees: where the relationships of each node are only counted, none of them becomes a
 * row. */
#include "graph/query/aggregate.h"
#include "graph/query/rewrite.h"

/* count(*), or count() of what the step finds, which is never null. */
static bool counts_step(const plan_aggregate *aggregate, const plan_node *step)
{
    const ast_node *call = aggregate->call;
    if (call->type == AST_COUNT_ROWS)
        return true;
    if (call->flag || !aggregate_counts(call->meaning) ||
        call->children[0]->type != AST_VARIABLE)
        return false;
    uint32_t slot = call->children[0]->slot;
    return slot == step->as.expand.from || slot == step->as.expand.to ||
           slot == step->as.expand.relationship;
}

/* Does each node come in one row at most? Those of a scan do, filtered or not. */
static bool comes_once(const plan_node *chain, uint32_t slot)
{
    while (chain->type == PLAN_FILTER)
        chain = chain->input;
    return chain->type == PLAN_SCAN && chain->as.scan.slot == slot &&
           chain->input->type == PLAN_ARGUMENT;
}

/* Counts by a node alone, of a step whose relationships and ends nobody reads. */
static bool is_degree(const plan_node *node)
{
    const plan_node *step = node->input;
    if (node->type != PLAN_AGGREGATE || node->as.aggregate.key_count != 1 ||
        node->as.aggregate.outer.count > 0 || step->type != PLAN_EXPAND ||
        step->as.expand.others.count > 0)
        return false;
    const plan_item *key = &node->as.aggregate.keys[0];
    uint32_t from = step->as.expand.from;
    for (size_t i = 0; i < node->as.aggregate.aggregate_count; i++)
        if (!counts_step(&node->as.aggregate.aggregates[i], step))
            return false;
    return key->value.root->type == AST_VARIABLE && key->value.root->slot == from &&
           comes_once(step->input, from);
}

cg_status rewrite_degree(rewriter *r, plan_node **head, cg_error *err)
{
    (void)r;
    (void)err;
    for (plan_node *node = *head; node != NULL; node = node->input) {
        if (!is_degree(node))
            continue;
        plan_node *step = node->input;
        const plan_node *scan = step->input;
        plan_degree degree = {.from = step->as.expand.from,
                              .to = node->as.aggregate.keys[0].slot,
                              .side = {.relationship = step->as.expand.relationship,
                                       .to = step->as.expand.to,
                                       .direction = step->as.expand.direction,
                                       .types = step->as.expand.types},
                              .counts = node->as.aggregate.aggregates,
                              .count_count = node->as.aggregate.aggregate_count,
                              .every = scan->type == PLAN_SCAN &&
                                       scan->as.scan.labels == NULL};
        node->type = PLAN_DEGREE;
        node->as.degree = degree;
        node->input = degree.every ? scan->input : step->input;
    }
    return CG_OK;
}
