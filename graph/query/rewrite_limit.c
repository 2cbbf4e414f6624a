/* Limits: a sort whose first rows alone are asked for keeps no more than those. */
#include "graph/query/rewrite.h"

static void limit_sort(const plan_node *limit)
{
    const plan_node *skip = limit->input->type == PLAN_SKIP ? limit->input : NULL;
    plan_node *below = skip != NULL ? skip->input : limit->input;
    if (below->type != PLAN_SORT)
        return;
    below->as.sort.limit = limit->as.amount;
    if (skip != NULL)
        below->as.sort.skip = skip->as.amount;
}

cg_status rewrite_limit(rewriter *r, plan_node **head, cg_error *err)
{
    (void)r;
    (void)err;
    for (const plan_node *node = *head; node != NULL; node = node->input)
        if (node->type == PLAN_LIMIT)
            limit_sort(node);
    return CG_OK;
}
