/* The planner's own nodes: slots, operators, expressions and their subqueries. */
#include "graph/query/plan_parts.h"

#include "graph/query/function.h"

cg_status plan_slot(planner *p, uint32_t *slot, cg_error *err)
{
    if (p->slot_count == CHECK_SLOTS_MAX)
        return cg_fail(err, CG_LIMIT, NULL,
                       "the question has more than %d variables and columns",
                       CHECK_SLOTS_MAX);
    *slot = p->slot_count++;
    return CG_OK;
}

cg_status plan_list_slot(planner *p, slot_list *list, uint32_t slot, cg_error *err)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i] == slot)
            return CG_OK;
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 8 : list->room * 2;
        uint32_t *at = cg_arena_array(p->arena, room, sizeof *at);
        if (at == NULL)
            return cg_fail_memory(err);
        if (list->count > 0)
            memcpy(at, list->at, list->count * sizeof *at);
        list->at = at;
        list->room = room;
    }
    list->at[list->count++] = slot;
    return CG_OK;
}

/* ---- Operators ---- */

cg_status plan_above(planner *p, plan_type type, plan_node **plan, cg_error *err)
{
    plan_node *node = cg_arena_alloc(p->arena, sizeof *node);
    if (node == NULL)
        return cg_fail_memory(err);
    node->type = type;
    node->input = *plan;
    node->output = (*plan)->output;
    *plan = node;
    return CG_OK;
}

cg_status plan_bind(planner *p, plan_node *plan, uint32_t slot, cg_error *err)
{
    slot_list list = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < plan->output.count && status == CG_OK; i++)
        status = plan_list_slot(p, &list, plan->output.at[i], err);
    if (status == CG_OK)
        status = plan_list_slot(p, &list, slot, err);
    plan->output = (plan_slots){list.at, list.count};
    p->states[slot] = SLOT_BOUND;
    return status;
}

void plan_set_states(planner *p, const plan_node *plan)
{
    memset(p->states, SLOT_UNKNOWN, CHECK_SLOTS_MAX);
    for (size_t i = 0; i < plan->output.count; i++)
        p->states[plan->output.at[i]] = SLOT_BOUND;
}

cg_status plan_argument(planner *p, plan_slots slots, plan_node **plan,
                        cg_error *err)
{
    *plan = cg_arena_alloc(p->arena, sizeof **plan);
    if (*plan == NULL)
        return cg_fail_memory(err);
    (*plan)->type = PLAN_ARGUMENT;
    (*plan)->output = slots;
    return CG_OK;
}

/* ---- Made trees ---- */

ast_node *plan_ast(planner *p, ast_type type, query_span at,
                   ast_node *const *children, uint32_t count)
{
    ast_node *node = cg_arena_alloc(p->arena, sizeof *node);
    ast_node **copy = cg_arena_array(p->arena, count, sizeof *copy);
    if (node == NULL || copy == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (children[i] == NULL) /* it could not be made */
            return NULL;
        copy[i] = children[i];
    }
    *node = (ast_node){
        .type = (uint8_t)type, .at = at, .count = count, .children = copy};
    return node;
}

ast_node *plan_variable(planner *p, query_span at, cg_text name, uint32_t slot)
{
    ast_node *variable = plan_ast(p, AST_VARIABLE, at, NULL, 0);
    if (variable != NULL) {
        variable->text = name;
        variable->slot = slot;
    }
    return variable;
}

/* ---- What an expression reads ---- */

static cg_status collect(planner *p, ast_node *node, slot_list *slots,
                         cg_error *err);

/* All slots in a tree that are known here: what a subquery may read. */
static cg_status list_known(planner *p, const ast_node *node, slot_list *slots,
                            cg_error *err)
{
    cg_status status = CG_OK;
    if (node == NULL)
        return CG_OK;
    bool reads = node->type == AST_VARIABLE || node->type == AST_NODE ||
                 node->type == AST_RELATIONSHIP;
    if (reads && node->slot < CHECK_SLOTS_MAX &&
        p->states[node->slot] != SLOT_UNKNOWN)
        status = plan_list_slot(p, slots, node->slot, err);
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++)
        status = list_known(p, node->children[i], slots, err);
    return status;
}

/* The rows of the subquery that hangs on `node`. */
static cg_status plan_inside(planner *p, ast_node *node, plan_node **plan,
                             cg_error *err)
{
    ast_node *inner = node->children[0];
    if (node->type == AST_PATTERN_PREDICATE)
        return plan_pattern(p, plan, &inner, 1, NULL, err);
    if (node->type != AST_PATTERN_COMPREHENSION)
        return plan_query(p, plan, inner, err);
    cg_status status = plan_pattern(p, plan, &inner, 1, node->children[1], err);
    if (status == CG_OK)
        status = plan_above(p, PLAN_PROJECT, plan, err);
    if (status == CG_OK)
        status = plan_slot(p, &node->slot, err);
    plan_item *item = cg_arena_alloc(p->arena, sizeof *item);
    if (item == NULL)
        return cg_fail_memory(err);
    if (status == CG_OK)
        status = plan_expression_make(p, node->children[2], &item->value, err);
    if (status != CG_OK)
        return status;
    item->slot = node->slot;
    (*plan)->as.project.items = item;
    (*plan)->as.project.count = 1;
    return plan_bind(p, *plan, node->slot, err);
}

static cg_status plan_subquery_at(planner *p, ast_node *node, slot_list *slots,
                                  cg_error *err)
{
    slot_list reads = {0};
    plan_subquery *subquery = cg_arena_alloc(p->arena, sizeof *subquery);
    uint8_t *states = cg_arena_alloc(p->arena, CHECK_SLOTS_MAX);
    plan_slots outer = p->outer;
    if (subquery == NULL || states == NULL)
        return cg_fail_memory(err);
    memcpy(states, p->states, CHECK_SLOTS_MAX);
    cg_status status = list_known(p, node, &reads, err);
    for (size_t i = 0; i < reads.count && status == CG_OK; i++)
        if (states[reads.at[i]] == SLOT_BOUND)
            status = plan_list_slot(p, slots, reads.at[i], err);
    subquery->reads = (plan_slots){reads.at, reads.count};
    subquery->index = p->subquery_count++;
    subquery->next = p->subqueries;
    p->subqueries = subquery;
    if (status == CG_OK)
        status = plan_argument(p, subquery->reads, &subquery->plan, err);
    if (status != CG_OK)
        return status;
    plan_set_states(p, subquery->plan);
    p->outer = subquery->reads;
    status = plan_inside(p, node, &subquery->plan, err);
    p->outer = outer;
    memcpy(p->states, states, CHECK_SLOTS_MAX);
    bool lists =
        node->type == AST_PATTERN_COMPREHENSION || node->type == AST_COLLECT_QUERY;
    subquery->result = lists ? node->slot : SLOT_NONE;
    node->meaning = subquery;
    return status;
}

static bool is_aggregated(const planner *p, const ast_node *node)
{
    const query_function *function = node->meaning;
    bool aggregate = node->type == AST_COUNT_ROWS ||
                     (node->type == AST_CALL && function != NULL &&
                      (function->flags & FUNCTION_AGGREGATE) != 0);
    return aggregate && p->states[node->slot] == SLOT_BOUND;
}

static cg_status collect_children(planner *p, ast_node *node, uint32_t from,
                                  slot_list *slots, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = from; i < node->count && status == CG_OK; i++)
        status = collect(p, node->children[i], slots, err);
    return status;
}

/* What binds a name: `outside` children do not see it. */
static cg_status collect_binder(planner *p, ast_node *node, uint32_t outside,
                                slot_list *slots, cg_error *err)
{
    bool sum = node->type == AST_REDUCE;
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < outside && status == CG_OK; i++)
        status = collect(p, node->children[i], slots, err);
    p->states[node->slot] = SLOT_LOCAL;
    if (sum)
        p->states[node->slot + 1] = SLOT_LOCAL;
    if (status == CG_OK)
        status = collect_children(p, node, outside, slots, err);
    p->states[node->slot] = SLOT_UNKNOWN;
    if (sum)
        p->states[node->slot + 1] = SLOT_UNKNOWN;
    return status;
}

/* A list of literals is worked out once. */
static cg_status make_constant(planner *p, ast_node *node, cg_error *err)
{
    for (uint32_t i = 0; i < node->count; i++)
        if (node->children[i]->type != AST_LITERAL)
            return CG_OK;
    cg_list *list = cg_arena_alloc(p->arena, sizeof *list);
    cg_value *items = cg_arena_array(p->arena, node->count, sizeof *items);
    if (list == NULL || items == NULL)
        return cg_fail_memory(err);
    for (uint32_t i = 0; i < node->count; i++)
        items[i] = node->children[i]->as.value;
    *list = (cg_list){items, node->count};
    node->meaning = list;
    return CG_OK;
}

static cg_status collect(planner *p, ast_node *node, slot_list *slots,
                         cg_error *err)
{
    if (node == NULL)
        return CG_OK;
    switch (node->type) {
    case AST_VARIABLE:
        return p->states[node->slot] == SLOT_BOUND
                   ? plan_list_slot(p, slots, node->slot, err)
                   : CG_OK;
    case AST_CALL:
    case AST_COUNT_ROWS:
        if (is_aggregated(p, node))
            return plan_list_slot(p, slots, node->slot, err);
        return collect_children(p, node, 0, slots, err);
    case AST_LIST:
        if (make_constant(p, node, err) != CG_OK)
            return CG_NOMEM;
        return collect_children(p, node, 0, slots, err);
    case AST_COMPREHENSION:
    case AST_QUANTIFIER:
        return collect_binder(p, node, 1, slots, err);
    case AST_REDUCE:
        return collect_binder(p, node, 2, slots, err);
    case AST_PATTERN_PREDICATE:
    case AST_PATTERN_COMPREHENSION:
    case AST_EXISTS:
    case AST_COUNT_QUERY:
    case AST_COLLECT_QUERY:
        return plan_subquery_at(p, node, slots, err);
    default:
        return collect_children(p, node, 0, slots, err);
    }
}

cg_status plan_expression_make(planner *p, ast_node *root,
                               plan_expression *expression, cg_error *err)
{
    slot_list slots = {0};
    cg_status status = collect(p, root, &slots, err);
    *expression = (plan_expression){root, slots.at, slots.count};
    return status;
}

static cg_status filter_by(planner *p, plan_node **plan, ast_node *condition,
                           cg_error *err)
{
    cg_status status = plan_above(p, PLAN_FILTER, plan, err);
    return status == CG_OK
               ? plan_expression_make(p, condition, &(*plan)->as.condition, err)
               : status;
}

/* The operands of AND by themselves: each can go its own way. */
cg_status plan_filter(planner *p, plan_node **plan, ast_node *condition,
                      cg_error *err)
{
    cg_status status = CG_OK;
    if (condition->type != AST_AND)
        return filter_by(p, plan, condition, err);
    for (uint32_t i = 0; i < condition->count && status == CG_OK; i++)
        status = plan_filter(p, plan, condition->children[i], err);
    return status;
}
