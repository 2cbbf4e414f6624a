/* Clauses that bring rows from outside of the graph. */
#include "graph/query/plan_parts.h"

cg_status plan_procedure(planner *p, plan_node **plan, const ast_node *clause,
                         cg_error *err)
{
    enum { ROWS_EXPECTED = 10 };
    const ast_node *arguments = clause->children[0];
    const ast_node *yield = clause->children[1];
    plan_expression *list =
        cg_arena_array(p->arena, arguments->count, sizeof *list);
    cg_status status = list != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; i < arguments->count && status == CG_OK; i++)
        status = plan_expression_make(p, arguments->children[i], &list[i], err);
    if (status == CG_OK)
        status = plan_above(p, PLAN_PROCEDURE, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->as.source.clause = clause;
    (*plan)->as.source.arguments = list;
    (*plan)->as.source.count = arguments->count;
    for (uint32_t i = 0; yield != NULL && i < yield->count && status == CG_OK; i++)
        status = plan_bind(p, *plan, yield->children[i]->slot, err);
    if (yield != NULL)
        (*plan)->rows *= ROWS_EXPECTED;
    return status == CG_OK && clause->children[2] != NULL
               ? plan_filter(p, plan, clause->children[2], err)
               : status;
}
