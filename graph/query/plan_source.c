/* Clauses that bring rows from outside of the graph. */
#include "graph/query/plan_parts.h"

/* An operator that is asked by `count` expressions. */
static cg_status plan_source(planner *p, plan_type type, plan_node **plan,
                             const ast_node *clause, ast_node *const *asked,
                             size_t count, cg_error *err)
{
    plan_expression *list = cg_arena_array(p->arena, count, sizeof *list);
    cg_status status = list != NULL ? CG_OK : cg_fail_memory(err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = plan_expression_make(p, asked[i], &list[i], err);
    if (status == CG_OK)
        status = plan_above(p, type, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->as.source.clause = clause;
    (*plan)->as.source.arguments = list;
    (*plan)->as.source.count = count;
    return CG_OK;
}

cg_status plan_load(planner *p, plan_node **plan, const ast_node *clause,
                    cg_error *err)
{
    cg_status status =
        plan_source(p, PLAN_LOAD, plan, clause, clause->children, 1, err);
    return status == CG_OK ? plan_bind(p, *plan, clause->slot, err) : status;
}

cg_status plan_procedure(planner *p, plan_node **plan, const ast_node *clause,
                         cg_error *err)
{
    const ast_node *arguments = clause->children[0];
    const ast_node *yield = clause->children[1];
    cg_status status = plan_source(p, PLAN_PROCEDURE, plan, clause,
                                   arguments->children, arguments->count, err);
    if (status != CG_OK)
        return status;
    for (uint32_t i = 0; yield != NULL && i < yield->count && status == CG_OK; i++)
        status = plan_bind(p, *plan, yield->children[i]->slot, err);
    return status == CG_OK && clause->children[2] != NULL
               ? plan_filter(p, plan, clause->children[2], err)
               : status;
}
