#include "graph/query/subquery.h"

#include <stdlib.h>

/* The tree of the subquery, opened when it is first asked for, about the frame's row. */
static cg_status feed(const query_frame *frame, const plan_subquery *subquery,
                      query_tree **tree, cg_error *err)
{
    *tree = &frame->run->subqueries[subquery->index];
    cg_status status = CG_OK;
    if ((*tree)->root == NULL)
        status = op_open_tree(frame->run, subquery->plan, *tree, err);
    if (status == CG_OK)
        op_feed_row(*tree, frame->row);
    return status;
}

static cg_status eval_exists(query_tree *tree, cg_value *value, cg_error *err)
{
    cg_status status = op_next(tree->root, err);
    *value = (cg_value){.type = CG_BOOLEAN, .as.boolean = status == CG_ROW};
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

static cg_status eval_count(query_tree *tree, cg_value *value, cg_error *err)
{
    int64_t count = 0;
    cg_status status;
    while ((status = op_next(tree->root, err)) == CG_ROW)
        count += (int64_t)tree->root->out.count;
    *value = cg_integer(count);
    return status == CG_DONE ? CG_OK : status;
}

/* The values of a slot of all rows, copied: the next batch takes their memory. */
static cg_status eval_collect(const query_frame *frame, query_tree *tree,
                              uint32_t slot, cg_value *value, cg_error *err)
{
    cg_value *items = NULL;
    size_t count = 0, room = 0, charged = 0;
    cg_budget *budget = frame->arena->budget;
    cg_status status;
    while ((status = op_next(tree->root, err)) == CG_ROW) {
        const query_batch *batch = &tree->root->out;
        status = cg_grow(items, &room, count + batch->count, err);
        if (status == CG_OK &&
            !cg_budget_take(budget, room * sizeof *items - charged))
            status = cg_fail_memory(err);
        if (status == CG_OK)
            charged = room * sizeof *items;
        for (size_t i = 0; i < batch->count && status == CG_OK; i++)
            status = query_copy(batch_get(frame->run, batch, slot, i), frame->arena,
                                &items[count++], err);
        if (status != CG_OK)
            break;
    }
    cg_value *copy = NULL;
    if (status == CG_DONE) {
        copy = cg_arena_array(frame->arena, count, sizeof *copy);
        status = copy != NULL ? CG_OK : cg_fail_memory(err);
    }
    if (status == CG_OK && count > 0)
        memcpy(copy, items, count * sizeof *copy);
    free(items);
    cg_budget_give(budget, charged);
    *value = (cg_value){.type = CG_LIST, .as.list = {copy, count}};
    return status;
}

cg_status subquery_eval(const query_frame *frame, const ast_node *node,
                        cg_value *value, cg_error *err)
{
    query_tree *tree = NULL;
    cg_status status = feed(frame, node->meaning, &tree, err);
    if (status != CG_OK)
        return status;
    switch (node->type) {
    case AST_COUNT_QUERY:
        return eval_count(tree, value, err);
    case AST_COLLECT_QUERY:
    case AST_PATTERN_COMPREHENSION:
        return eval_collect(frame, tree, node->slot, value, err);
    default:
        return eval_exists(tree, value, err);
    }
}
