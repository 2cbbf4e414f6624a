/* WITH and RETURN: columns, groups, order. */
#include "graph/query/plan_parts.h"

#include "graph/query/function.h"

static plan_item *new_items(planner *p, size_t count)
{
    return cg_arena_array(p->arena, count, sizeof(plan_item));
}

/* Columns as expressions into slots; a variable that keeps its slot needs nothing. */
static cg_status add_project(planner *p, plan_node **plan, const ast_node *items,
                             bool aggregated, cg_error *err)
{
    plan_item *list = new_items(p, items->count);
    size_t count = 0;
    cg_status status = list != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; i < items->count && status == CG_OK; i++) {
        const ast_node *item = items->children[i];
        bool there = item->children[0]->type == AST_VARIABLE &&
                     item->children[0]->slot == item->slot;
        if (there || (aggregated && !item->detail))
            continue;
        list[count].slot = item->slot;
        status =
            plan_expression_make(p, item->children[0], &list[count++].value, err);
    }
    if (status != CG_OK || count == 0)
        return status;
    status = plan_above(p, PLAN_PROJECT, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->as.project.items = list;
    (*plan)->as.project.count = count;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = plan_bind(p, *plan, list[i].slot, err);
    return status;
}

/* ---- Groups ---- */

typedef struct {
    plan_aggregate *at;
    size_t count;
    size_t room;
} aggregate_list;

static cg_status add_aggregate(planner *p, aggregate_list *list,
                               const ast_node *call, cg_error *err)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 4 : list->room * 2;
        plan_aggregate *at = cg_arena_array(p->arena, room, sizeof *at);
        if (at == NULL)
            return cg_fail_memory(err);
        if (list->count > 0)
            memcpy(at, list->at, list->count * sizeof *at);
        list->at = at;
        list->room = room;
    }
    plan_expression *arguments =
        cg_arena_array(p->arena, call->count, sizeof *arguments);
    if (arguments == NULL)
        return cg_fail_memory(err);
    list->at[list->count++] = (plan_aggregate){.call = call,
                                               .arguments = arguments,
                                               .argument_count = call->count,
                                               .slot = call->slot};
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < call->count && status == CG_OK; i++)
        status = plan_expression_make(p, call->children[i], &arguments[i], err);
    return status;
}

static cg_status find_aggregates(planner *p, aggregate_list *list,
                                 const ast_node *node, cg_error *err)
{
    if (node == NULL)
        return CG_OK;
    const query_function *function = node->type == AST_CALL ? node->meaning : NULL;
    if (node->type == AST_COUNT_ROWS ||
        (function != NULL && (function->flags & FUNCTION_AGGREGATE) != 0))
        return add_aggregate(p, list, node, err);
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++)
        status = find_aggregates(p, list, node->children[i], err);
    return status;
}

static cg_status add_groups(planner *p, plan_node **plan, const ast_node *items,
                            cg_error *err)
{
    aggregate_list aggregates = {0};
    plan_item *keys = new_items(p, items->count);
    size_t key_count = 0;
    cg_status status = keys != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; i < items->count && status == CG_OK; i++) {
        const ast_node *item = items->children[i];
        if (item->detail) {
            status = find_aggregates(p, &aggregates, item->children[0], err);
        } else {
            keys[key_count].slot = item->slot;
            status = plan_expression_make(p, item->children[0],
                                          &keys[key_count++].value, err);
        }
    }
    if (status == CG_OK)
        status = plan_above(p, PLAN_AGGREGATE, plan, err);
    if (status != CG_OK)
        return status;
    (*plan)->as.aggregate.keys = keys;
    (*plan)->as.aggregate.key_count = key_count;
    (*plan)->as.aggregate.aggregates = aggregates.at;
    (*plan)->as.aggregate.aggregate_count = aggregates.count;
    (*plan)->as.aggregate.outer = p->outer;
    (*plan)->output = p->outer;
    plan_set_states(p, *plan);
    for (size_t i = 0; i < key_count && status == CG_OK; i++)
        status = plan_bind(p, *plan, keys[i].slot, err);
    for (size_t i = 0; i < aggregates.count && status == CG_OK; i++)
        status = plan_bind(p, *plan, aggregates.at[i].slot, err);
    return status;
}

/* ---- Order and number of rows ---- */

static cg_status add_distinct(planner *p, plan_node **plan, const ast_node *items,
                              cg_error *err)
{
    slot_list slots = {0};
    cg_status status = plan_above(p, PLAN_DISTINCT, plan, err);
    for (uint32_t i = 0; i < items->count && status == CG_OK; i++)
        status = plan_list_slot(p, &slots, items->children[i]->slot, err);
    if (status == CG_OK)
        (*plan)->as.distinct = (plan_slots){slots.at, slots.count};
    return status;
}

static cg_status add_sort(planner *p, plan_node **plan, const ast_node *order,
                          cg_error *err)
{
    if (order == NULL)
        return CG_OK;
    plan_key *keys = cg_arena_array(p->arena, order->count, sizeof *keys);
    cg_status status =
        keys != NULL ? plan_above(p, PLAN_SORT, plan, err) : cg_fail_memory(err);
    for (uint32_t i = 0; i < order->count && status == CG_OK; i++) {
        keys[i].descending = order->children[i]->flag;
        status = plan_expression_make(p, order->children[i]->children[0],
                                      &keys[i].value, err);
    }
    if (status != CG_OK)
        return status;
    (*plan)->as.sort.keys = keys;
    (*plan)->as.sort.count = order->count;
    return CG_OK;
}

static cg_status add_amount(planner *p, plan_node **plan, plan_type type,
                            ast_node *amount, cg_error *err)
{
    if (amount == NULL)
        return CG_OK;
    cg_status status = plan_above(p, type, plan, err);
    return status == CG_OK
               ? plan_expression_make(p, amount, &(*plan)->as.amount, err)
               : status;
}

/* From here on only the columns are in sight; rewrite_columns takes the others out of
 * the rows. */
static void narrow(planner *p, const ast_node *items)
{
    memset(p->states, SLOT_UNKNOWN, CHECK_SLOTS_MAX);
    for (size_t i = 0; i < p->outer.count; i++)
        p->states[p->outer.at[i]] = SLOT_BOUND;
    for (uint32_t i = 0; i < items->count; i++)
        p->states[items->children[i]->slot] = SLOT_BOUND;
}

cg_status plan_projection(planner *p, plan_node **plan, ast_node *projection,
                          ast_node *where, cg_error *err)
{
    const ast_node *items = projection->children[0];
    bool aggregated = projection->detail != 0;
    cg_status status = aggregated ? add_groups(p, plan, items, err) : CG_OK;
    if (status == CG_OK)
        status = add_project(p, plan, items, aggregated, err);
    if (status == CG_OK && projection->flag)
        status = add_distinct(p, plan, items, err);
    if (status == CG_OK)
        status = add_sort(p, plan, projection->children[1], err);
    if (status == CG_OK)
        status = add_amount(p, plan, PLAN_SKIP, projection->children[2], err);
    if (status == CG_OK)
        status = add_amount(p, plan, PLAN_LIMIT, projection->children[3], err);
    if (status == CG_OK && where != NULL)
        status = plan_filter(p, plan, where, err);
    narrow(p, items);
    return status;
}
