/* Expressions that go over a list: comprehensions, quantifiers, reduce(). */
#include "graph/query/eval_parts.h"

/* The list of a comprehension: null is null, what is no list is an error. */
static cg_status eval_items(const query_frame *frame, const ast_node *node,
                            cg_value *list, cg_error *err)
{
    cg_status status = query_eval(frame, node, list, err);
    if (status != CG_OK || list->type == CG_LIST || list->type == CG_NULL)
        return status;
    return query_fail(err, FAULT_OPERAND, &frame->run->checked->source, node->at,
                      "expected a list, found %s", cg_type_phrase(list->type));
}

/* Every so many items the question is asked whether to stop. */
static cg_status poll_at(const query_frame *frame, size_t item, cg_error *err)
{
    enum { ITEMS = 1024 };
    return item % ITEMS == ITEMS - 1 ? query_poll(frame->run, err) : CG_OK;
}

cg_status eval_comprehension(const query_frame *frame, const ast_node *node,
                             cg_value *value, cg_error *err)
{
    cg_value list;
    cg_status status = eval_items(frame, node->children[0], &list, err);
    *value = list;
    if (status != CG_OK || list.type == CG_NULL)
        return status;
    cg_value *items =
        cg_arena_array(frame->arena, list.as.list.count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < list.as.list.count && status == CG_OK; i++) {
        bool holds = true;
        frame->row[node->slot] = list.as.list.items[i];
        status = poll_at(frame, i, err);
        if (status == CG_OK && node->children[1] != NULL)
            status = query_eval_condition(frame, node->children[1], &holds, err);
        if (status != CG_OK || !holds)
            continue;
        items[count] = list.as.list.items[i];
        if (node->children[2] != NULL)
            status = query_eval(frame, node->children[2], &items[count], err);
        count++;
    }
    *value = (cg_value){.type = CG_LIST, .as.list = {items, count}};
    return status;
}

/* How many of the items make the condition true, false, unknown. */
typedef struct {
    size_t of[3]; /* by query_truth */
} tally;

static query_truth quantify(ast_quantifier which, const tally *items)
{
    size_t yes = items->of[TRUTH_TRUE], no = items->of[TRUTH_FALSE],
           open = items->of[TRUTH_UNKNOWN];
    switch (which) {
    case QUANTIFIER_ALL:
        return no > 0 ? TRUTH_FALSE : open > 0 ? TRUTH_UNKNOWN : TRUTH_TRUE;
    case QUANTIFIER_ANY:
        return yes > 0 ? TRUTH_TRUE : open > 0 ? TRUTH_UNKNOWN : TRUTH_FALSE;
    case QUANTIFIER_NONE:
        return yes > 0 ? TRUTH_FALSE : open > 0 ? TRUTH_UNKNOWN : TRUTH_TRUE;
    case QUANTIFIER_SINGLE:
        break;
    }
    if (yes > 1)
        return TRUTH_FALSE;
    return open > 0 ? TRUTH_UNKNOWN : yes == 1 ? TRUTH_TRUE : TRUTH_FALSE;
}

cg_status eval_quantifier(const query_frame *frame, const ast_node *node,
                          cg_value *value, cg_error *err)
{
    cg_value list;
    tally items = {{0}};
    cg_status status = eval_items(frame, node->children[0], &list, err);
    *value = list;
    if (status != CG_OK || list.type == CG_NULL)
        return status;
    for (size_t i = 0; i < list.as.list.count && status == CG_OK; i++) {
        query_truth truth = TRUTH_FALSE;
        frame->row[node->slot] = list.as.list.items[i];
        status = poll_at(frame, i, err);
        if (status == CG_OK)
            status = eval_truth(frame, node->children[1], &truth, err);
        items.of[truth]++;
    }
    *value = query_value_of(quantify((ast_quantifier)node->detail, &items));
    return status;
}

cg_status eval_reduce(const query_frame *frame, const ast_node *node,
                      cg_value *value, cg_error *err)
{
    cg_value list, sum;
    cg_status status = query_eval(frame, node->children[0], &sum, err);
    if (status == CG_OK)
        status = eval_items(frame, node->children[1], &list, err);
    if (status != CG_OK || list.type == CG_NULL) {
        *value = (cg_value){.type = CG_NULL};
        return status;
    }
    for (size_t i = 0; i < list.as.list.count && status == CG_OK; i++) {
        frame->row[node->slot] = list.as.list.items[i];
        frame->row[node->slot + 1] = sum;
        status = poll_at(frame, i, err);
        if (status == CG_OK)
            status = query_eval(frame, node->children[2], &sum, err);
    }
    *value = sum;
    return status;
}
