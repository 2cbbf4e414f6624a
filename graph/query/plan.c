#include "graph/query/plan.h"

#include "graph/query/plan_parts.h"

/* ---- Reading clauses ---- */

/* OPTIONAL MATCH: the pattern above a row of its own, whose number tells which rows
 * nothing was found for. */
static cg_status plan_optional(planner *p, plan_node **plan, const ast_node *match,
                               cg_error *err)
{
    const ast_node *paths = match->children[0];
    plan_slots before = (*plan)->output;
    uint32_t row = 0;
    plan_node *inner = NULL;
    slot_list fresh = {0};
    cg_status status = plan_slot(p, &row, err);
    if (status == CG_OK)
        status = plan_argument(p, before, &inner, err);
    if (status == CG_OK)
        status = plan_bind(p, inner, row, err);
    if (status == CG_OK)
        status = plan_pattern(p, &inner, paths->children, paths->count,
                              match->children[1], err);
    if (status == CG_OK)
        status = plan_above(p, PLAN_OPTIONAL, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->inner = inner;
    (*plan)->as.optional.row = row;
    p->states[row] = SLOT_UNKNOWN;
    for (size_t i = 0; i < inner->output.count && status == CG_OK; i++) {
        uint32_t slot = inner->output.at[i];
        bool old = slot == row;
        for (size_t k = 0; k < before.count && !old; k++)
            old = before.at[k] == slot;
        if (!old)
            status = plan_list_slot(p, &fresh, slot, err);
    }
    (*plan)->as.optional.fresh = (plan_slots){fresh.at, fresh.count};
    for (size_t i = 0; i < fresh.count && status == CG_OK; i++)
        status = plan_bind(p, *plan, fresh.at[i], err);
    return status;
}

static cg_status plan_match(planner *p, plan_node **plan, const ast_node *match,
                            cg_error *err)
{
    const ast_node *paths = match->children[0];
    return match->flag ? plan_optional(p, plan, match, err)
                       : plan_pattern(p, plan, paths->children, paths->count,
                                      match->children[1], err);
}

static cg_status plan_unwind(planner *p, plan_node **plan, const ast_node *clause,
                             cg_error *err)
{
    cg_status status = plan_above(p, PLAN_UNWIND, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->as.unwind.slot = clause->slot;
    status = plan_expression_make(p, clause->children[0], &(*plan)->as.unwind.value,
                                  err);
    return status == CG_OK ? plan_bind(p, *plan, clause->slot, err) : status;
}

bool plan_writes(const plan_node *node)
{
    return node->type == PLAN_CREATE || node->type == PLAN_MERGE ||
           node->type == PLAN_CHANGE || node->type == PLAN_DELETE ||
           node->type == PLAN_FOREACH;
}

/* Does something in the chain write? */
static bool chain_writes(const plan_node *node)
{
    for (; node != NULL; node = node->input)
        if (plan_writes(node) || chain_writes(node->inner))
            return true;
    return false;
}

/* CALL { … }, or of a procedure that may give nothing: for each row by itself. What writes
 * is done for all rows that were there before, and before anything else. */
static cg_status plan_call(planner *p, plan_node **plan, const ast_node *clause,
                           cg_error *err)
{
    plan_slots outer = p->outer;
    plan_node *inner = NULL;
    cg_status status = plan_argument(p, (*plan)->output, &inner, err);
    p->outer = (*plan)->output;
    if (status == CG_OK && clause->type == AST_PROCEDURE)
        status = plan_procedure(p, &inner, clause, err);
    else if (status == CG_OK)
        status = plan_query(p, &inner, clause->children[0], err);
    p->outer = outer;
    bool writes = status == CG_OK && chain_writes(inner);
    if (writes)
        status = plan_above(p, PLAN_EAGER, plan, err);
    if (status == CG_OK)
        status = plan_above(p, PLAN_APPLY, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->inner = inner;
    (*plan)->as.clause = clause;
    plan_set_states(p, *plan);
    for (size_t i = 0; i < inner->output.count && status == CG_OK; i++)
        status = plan_bind(p, *plan, inner->output.at[i], err);
    return status == CG_OK && writes ? plan_above(p, PLAN_EAGER, plan, err)
                                     : status;
}

/* ---- Writing clauses ---- */

/* The expressions of what is written read slots, too; the evaluator finds them by
 * itself, since whole rows are kept. Their subqueries are planned here. */
static cg_status plan_expressions_in(planner *p, ast_node *node, cg_error *err)
{
    plan_expression ignored;
    return node != NULL ? plan_expression_make(p, node, &ignored, err) : CG_OK;
}

static cg_status bind_path(planner *p, plan_node *plan, const ast_node *path,
                           cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++) {
        status = plan_expressions_in(p, path->children[i]->children[1], err);
        if (status == CG_OK)
            status = plan_bind(p, plan, path->children[i]->slot, err);
    }
    return status == CG_OK && path->slot != SLOT_NONE
               ? plan_bind(p, plan, path->slot, err)
               : status;
}

static cg_status plan_create(planner *p, plan_node **plan, const ast_node *clause,
                             cg_error *err)
{
    const ast_node *pattern = clause->children[0];
    cg_status status = plan_above(p, PLAN_CREATE, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->as.clause = clause;
    for (uint32_t i = 0; i < pattern->count && status == CG_OK; i++)
        status = bind_path(p, *plan, pattern->children[i], err);
    return status;
}

/* SET, REMOVE and DELETE. */
static cg_status plan_write(planner *p, plan_type type, plan_node **plan,
                            const ast_node *clause, cg_error *err)
{
    cg_status status = plan_above(p, type, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->as.clause = clause;
    for (uint32_t i = 0; i < clause->count && status == CG_OK; i++)
        status = plan_expressions_in(p, clause->children[i], err);
    return status;
}

/* MERGE: the inner plan finds the path for a row. */
static cg_status plan_merge(planner *p, plan_node **plan, const ast_node *clause,
                            cg_error *err)
{
    ast_node *path = clause->children[0];
    plan_node *inner = NULL;
    cg_status status = plan_argument(p, (*plan)->output, &inner, err);
    if (status == CG_OK)
        status = plan_pattern(p, &inner, &path, 1, NULL, err);
    if (status == CG_OK)
        status = plan_above(p, PLAN_MERGE, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->inner = inner;
    (*plan)->as.clause = clause;
    plan_set_states(p, *plan);
    status = bind_path(p, *plan, path, err);
    for (uint32_t i = 1; i < clause->count && status == CG_OK; i++)
        for (uint32_t k = 0; k < clause->children[i]->count && status == CG_OK; k++)
            status = plan_expressions_in(p, clause->children[i]->children[k], err);
    return status;
}

static cg_status plan_clause(planner *p, plan_node **plan, ast_node *clause,
                             cg_error *err);

static cg_status plan_foreach(planner *p, plan_node **plan, const ast_node *clause,
                              cg_error *err)
{
    plan_node *inner = NULL;
    plan_slots before = (*plan)->output;
    cg_status status = plan_argument(p, before, &inner, err);
    if (status == CG_OK)
        status = plan_bind(p, inner, clause->slot, err);
    for (uint32_t i = 1; i < clause->count && status == CG_OK; i++)
        status = plan_clause(p, &inner, clause->children[i], err);
    if (status == CG_OK)
        status = plan_above(p, PLAN_FOREACH, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->inner = inner;
    (*plan)->as.unwind.slot = clause->slot;
    plan_set_states(p, *plan);
    return plan_expression_make(p, clause->children[0], &(*plan)->as.unwind.value,
                                err);
}

static cg_status plan_clause(planner *p, plan_node **plan, ast_node *clause,
                             cg_error *err)
{
    switch (clause->type) {
    case AST_MATCH:
        return plan_match(p, plan, clause, err);
    case AST_UNWIND:
        return plan_unwind(p, plan, clause, err);
    case AST_WITH:
        return plan_projection(p, plan, clause->children[0], clause->children[1],
                               err);
    case AST_RETURN:
        return plan_projection(p, plan, clause->children[0], NULL, err);
    case AST_CREATE:
        return plan_create(p, plan, clause, err);
    case AST_MERGE:
        return plan_merge(p, plan, clause, err);
    case AST_SET:
    case AST_REMOVE:
        return plan_write(p, PLAN_CHANGE, plan, clause, err);
    case AST_DELETE:
        return plan_write(p, PLAN_DELETE, plan, clause, err);
    case AST_SUBQUERY:
        return plan_call(p, plan, clause, err);
    case AST_PROCEDURE:
        return clause->flag ? plan_call(p, plan, clause, err)
                            : plan_procedure(p, plan, clause, err);
    case AST_LOAD:
        return plan_load(p, plan, clause, err);
    case AST_FOREACH:
        return plan_foreach(p, plan, clause, err);
    default:
        return cg_fail(err, CG_INTERNAL, NULL, "no plan for the clause '%s'",
                       ast_name((ast_type)clause->type));
    }
}

/* ---- Queries ---- */

static const ast_node *items_of(const ast_node *part)
{
    const ast_node *last = part->children[part->count - 1];
    return last->type == AST_RETURN ? last->children[0]->children[0] : NULL;
}

static bool gives_rows(const ast_node *part)
{
    const ast_node *last = part->children[part->count - 1];
    return last->type == AST_RETURN || last->type == AST_MATCH ||
           last->type == AST_UNWIND || last->type == AST_WITH ||
           (last->type == AST_PROCEDURE && last->children[1] != NULL);
}

static cg_status plan_part(planner *p, plan_node **plan, const ast_node *part,
                           cg_error *err)
{
    cg_status status = CG_OK;
    plan_set_states(p, *plan);
    for (uint32_t i = 0; i < part->count && status == CG_OK; i++)
        status = plan_clause(p, plan, part->children[i], err);
    return status;
}

/* Both sides' columns into new slots; the first part's columns are those. */
static cg_status join_parts(planner *p, plan_node **plan, plan_node *other,
                            const ast_node *first, const ast_node *part,
                            cg_error *err)
{
    const ast_node *to = items_of(first), *from = items_of(part);
    size_t count = to != NULL && from != NULL ? to->count : 0;
    plan_item *input = cg_arena_array(p->arena, count, sizeof *input);
    plan_item *inner = cg_arena_array(p->arena, count, sizeof *inner);
    uint32_t *slots = cg_arena_array(p->arena, count, sizeof *slots);
    if (input == NULL || inner == NULL || slots == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        slots[i] = to->children[i]->slot;
        input[i].slot = to->children[i]->slot;
        inner[i].slot = from->children[i]->slot;
    }
    cg_status status = plan_above(p, PLAN_UNION, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->inner = other;
    (*plan)->as.both.input = input;
    (*plan)->as.both.inner = inner;
    (*plan)->as.both.count = count;
    (*plan)->output = (plan_slots){slots, count};
    return CG_OK;
}

static cg_status add_union_distinct(planner *p, plan_node **plan, cg_error *err)
{
    plan_slots columns = (*plan)->output;
    cg_status status = plan_above(p, PLAN_DISTINCT, plan, err);
    if (status == CG_OK)
        (*plan)->as.distinct = columns;
    return status;
}

cg_status plan_query(planner *p, plan_node **plan, ast_node *query, cg_error *err)
{
    plan_slots before = (*plan)->output;
    const ast_node *first = query->children[0];
    cg_status status = plan_part(p, plan, first, err);
    for (uint32_t i = 1; i < query->count && status == CG_OK; i++) {
        plan_node *other = NULL;
        status = plan_argument(p, before, &other, err);
        if (status == CG_OK)
            status = plan_part(p, &other, query->children[i], err);
        if (status == CG_OK)
            status = join_parts(p, plan, other, first, query->children[i], err);
    }
    if (status == CG_OK && query->count > 1 && query->detail == UNION_DISTINCT)
        status = add_union_distinct(p, plan, err);
    return status == CG_OK && !gives_rows(first)
               ? plan_above(p, PLAN_NOTHING, plan, err)
               : status;
}

cg_status query_plan_make(const query_checked *checked, cg_arena *arena,
                          query_plan *plan, cg_error *err)
{
    planner p = {.arena = arena, .slot_count = checked->slot_count};
    *plan = (query_plan){0};
    p.states = cg_arena_alloc(arena, CHECK_SLOTS_MAX);
    if (p.states == NULL)
        return cg_fail_memory(err);
    cg_status status = plan_argument(&p, (plan_slots){0}, &plan->root, err);
    if (status == CG_OK)
        status = plan_query(&p, &plan->root, checked->tree, err);
    plan->slot_count = p.slot_count;
    plan->subqueries = p.subqueries;
    plan->subquery_count = p.subquery_count;
    return status;
}
