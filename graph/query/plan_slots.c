/* Which slots an operator reads, and which it fills. */
#include "graph/query/function.h"
#include "graph/query/rewrite.h"

bool plan_has_slot(plan_slots slots, uint32_t slot)
{
    for (size_t i = 0; i < slots.count; i++)
        if (slots.at[i] == slot)
            return true;
    return false;
}

const ast_node *plan_written(const ast_node *node)
{
    return node->type == AST_VARIABLE && node->meaning != NULL ? node->meaning
                                                               : node;
}

bool plan_tree_reads(const ast_node *node, uint32_t slot)
{
    if (node == NULL)
        return false;
    node = plan_written(node);
    bool reads = node->type == AST_VARIABLE || node->type == AST_NODE ||
                 node->type == AST_RELATIONSHIP;
    if (reads && node->slot == slot)
        return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (plan_tree_reads(node->children[i], slot))
            return true;
    return false;
}

cg_status plan_add_slot(cg_arena *arena, plan_slots *slots, uint32_t slot,
                        cg_error *err)
{
    if (plan_has_slot(*slots, slot))
        return CG_OK;
    uint32_t *at = cg_arena_array(arena, slots->count + 1, sizeof *at);
    if (at == NULL)
        return cg_fail_memory(err);
    if (slots->count > 0)
        memcpy(at, slots->at, slots->count * sizeof *at);
    at[slots->count] = slot;
    *slots = (plan_slots){at, slots->count + 1};
    return CG_OK;
}

bool plan_is_random(const ast_node *expression)
{
    const query_function *function =
        expression != NULL && expression->type == AST_CALL ? expression->meaning
                                                           : NULL;
    bool random = function != NULL && (function->flags & FUNCTION_RANDOM) != 0;
    for (uint32_t i = 0; expression != NULL && i < expression->count && !random;
         i++)
        random = plan_is_random(expression->children[i]);
    return random;
}

static bool expression_reads(const plan_expression *expression, uint32_t slot)
{
    plan_slots slots = {expression->slots, expression->slot_count};
    return plan_has_slot(slots, slot);
}

static bool items_read(const plan_item *items, size_t count, uint32_t slot)
{
    for (size_t i = 0; i < count; i++)
        if (expression_reads(&items[i].value, slot))
            return true;
    return false;
}

static bool items_fill(const plan_item *items, size_t count, uint32_t slot)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].slot == slot)
            return true;
    return false;
}

/* ---- Reading ---- */

/* The properties that each hop has are worked out from the row. */
static bool step_reads(const plan_node *node, uint32_t slot)
{
    const ast_node *element = node->as.expand.element;
    bool walks = node->type == PLAN_WALK || node->type == PLAN_SHORTEST;
    if (slot == node->as.expand.from)
        return node->type != PLAN_ENDS || node->as.expand.from_known;
    if (slot == node->as.expand.to)
        return node->as.expand.to_known;
    if (slot == node->as.expand.relationship)
        return node->type == PLAN_ENDS;
    return plan_has_slot(node->as.expand.others, slot) ||
           (walks && element->children[1] != NULL);
}

static bool meeting_reads(const plan_meeting *meeting, uint32_t slot)
{
    return slot == meeting->from || plan_has_slot(meeting->others, slot);
}

static bool path_reads(const ast_node *path, uint32_t slot)
{
    for (uint32_t i = 0; i < path->count; i++)
        if (path->children[i]->slot == slot)
            return true;
    return false;
}

static bool fetch_reads(const plan_node *node, uint32_t slot)
{
    for (size_t i = 0; i < node->as.fetch.count; i++)
        if (node->as.fetch.items[i].from == slot)
            return true;
    return false;
}

static bool aggregate_reads(const plan_node *node, uint32_t slot)
{
    if (items_read(node->as.aggregate.keys, node->as.aggregate.key_count, slot))
        return true;
    for (size_t i = 0; i < node->as.aggregate.aggregate_count; i++) {
        const plan_aggregate *one = &node->as.aggregate.aggregates[i];
        for (size_t k = 0; k < one->argument_count; k++)
            if (expression_reads(&one->arguments[k], slot))
                return true;
    }
    return false;
}

static bool sort_reads(const plan_node *node, uint32_t slot)
{
    for (size_t i = 0; i < node->as.sort.count; i++)
        if (expression_reads(&node->as.sort.keys[i].value, slot))
            return true;
    return false;
}

static bool source_reads(const plan_node *node, uint32_t slot)
{
    for (size_t i = 0; i < node->as.source.count; i++)
        if (expression_reads(&node->as.source.arguments[i], slot))
            return true;
    return false;
}

bool plan_reads(const plan_node *node, uint32_t slot)
{
    switch (node->type) {
    case PLAN_ARGUMENT:
    case PLAN_SCAN:
    case PLAN_PATH_COUNT:
    case PLAN_SKIP:
    case PLAN_LIMIT:
    case PLAN_EAGER:
    case PLAN_NOTHING:
        return false;
    case PLAN_SEEK:
        return expression_reads(&node->as.seek.value, slot);
    case PLAN_EXPAND:
    case PLAN_EXPAND_INTO:
    case PLAN_ENDS:
    case PLAN_WALK:
    case PLAN_REACH:
    case PLAN_SHORTEST:
        return step_reads(node, slot);
    case PLAN_REACH_COUNT:
        return slot == node->as.expand.from;
    case PLAN_DEGREE:
        return slot == node->as.degree.from && !node->as.degree.every;
    case PLAN_INTERSECT:
        return meeting_reads(&node->as.meetings[0], slot) ||
               meeting_reads(&node->as.meetings[1], slot);
    case PLAN_PATH:
        return path_reads(node->as.path.path, slot);
    case PLAN_FILTER:
        return expression_reads(&node->as.condition, slot);
    case PLAN_FETCH:
        return fetch_reads(node, slot);
    case PLAN_JOIN:
        return expression_reads(&node->as.join.outer, slot);
    case PLAN_PROJECT:
        return items_read(node->as.project.items, node->as.project.count, slot);
    case PLAN_AGGREGATE:
        return aggregate_reads(node, slot);
    case PLAN_DISTINCT:
        return plan_has_slot(node->as.distinct, slot);
    case PLAN_SORT:
        return sort_reads(node, slot);
    case PLAN_UNWIND:
        return expression_reads(&node->as.unwind.value, slot);
    case PLAN_PROCEDURE:
    case PLAN_LOAD:
        return source_reads(node, slot);
    case PLAN_UNION:
        return items_fill(node->as.both.input, node->as.both.count, slot);
    case PLAN_OPTIONAL:
    case PLAN_APPLY:
    case PLAN_CREATE:
    case PLAN_MERGE:
    case PLAN_CHANGE:
    case PLAN_DELETE:
    case PLAN_FOREACH:
    case PLAN_COUNT:
        break;
    }
    return true; /* an inner chain, or writing, may read any */
}

/* ---- Filling ---- */

static bool aggregates_fill(const plan_aggregate *aggregates, size_t count,
                            uint32_t slot)
{
    for (size_t i = 0; i < count; i++)
        if (aggregates[i].slot == slot)
            return true;
    return false;
}

static bool source_fills(const plan_node *node, uint32_t slot)
{
    const ast_node *yield = node->as.source.clause->children[1];
    for (uint32_t i = 0; yield != NULL && i < yield->count; i++)
        if (yield->children[i]->slot == slot)
            return true;
    return false;
}

static bool fetch_fills(const plan_node *node, uint32_t slot)
{
    for (size_t i = 0; i < node->as.fetch.count; i++)
        if (node->as.fetch.items[i].slot == slot)
            return true;
    return false;
}

bool plan_fills(const plan_node *node, uint32_t slot)
{
    switch (node->type) {
    case PLAN_SCAN:
        return node->as.scan.slot == slot;
    case PLAN_SEEK:
        return node->as.seek.slot == slot;
    case PLAN_EXPAND:
    case PLAN_EXPAND_INTO:
    case PLAN_ENDS:
    case PLAN_WALK:
    case PLAN_REACH:
    case PLAN_SHORTEST:
        return (slot == node->as.expand.from && !node->as.expand.from_known) ||
               (slot == node->as.expand.to && !node->as.expand.to_known) ||
               (slot == node->as.expand.relationship && node->type != PLAN_ENDS);
    case PLAN_INTERSECT:
        return slot == node->as.meetings[0].side.to ||
               slot == node->as.meetings[0].side.relationship ||
               slot == node->as.meetings[1].side.relationship;
    case PLAN_PATH:
        return node->as.path.slot == slot;
    case PLAN_FETCH:
        return fetch_fills(node, slot);
    case PLAN_PROJECT:
        return items_fill(node->as.project.items, node->as.project.count, slot);
    case PLAN_AGGREGATE:
        return aggregates_fill(node->as.aggregate.aggregates,
                               node->as.aggregate.aggregate_count, slot) ||
               items_fill(node->as.aggregate.keys, node->as.aggregate.key_count,
                          slot);
    case PLAN_DEGREE:
        return slot == node->as.degree.to ||
               aggregates_fill(node->as.degree.counts, node->as.degree.count_count,
                               slot);
    case PLAN_REACH_COUNT:
        return aggregates_fill(node->as.expand.counts, node->as.expand.count_count,
                               slot);
    case PLAN_PATH_COUNT:
        return aggregates_fill(node->as.paths.counts, node->as.paths.count_count,
                               slot);
    case PLAN_UNWIND:
        return node->as.unwind.slot == slot;
    case PLAN_ARGUMENT:
    case PLAN_FILTER:
    case PLAN_DISTINCT:
    case PLAN_SORT:
    case PLAN_SKIP:
    case PLAN_LIMIT:
    case PLAN_EAGER:
    case PLAN_NOTHING:
    case PLAN_CHANGE:
    case PLAN_DELETE:
    case PLAN_FOREACH:
        return false;
    case PLAN_PROCEDURE:
        return source_fills(node, slot);
    case PLAN_LOAD:
        return node->as.source.clause->slot == slot;
    case PLAN_OPTIONAL:
        return plan_has_slot(node->as.optional.fresh, slot);
    case PLAN_JOIN:
    case PLAN_APPLY:
    case PLAN_UNION:
    case PLAN_CREATE:
    case PLAN_MERGE:
    case PLAN_COUNT:
        break;
    }
    return plan_has_slot(node->output, slot) &&
           !plan_has_slot(node->input->output, slot);
}
