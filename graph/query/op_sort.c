/* Sort: all rows, by keys; equal ones stay in the order in which they came. With a limit
 * only as many as that are kept. */
#include "graph/query/ops.h"
#include "graph/query/rows.h"

#include <stdlib.h>

typedef struct {
    query_op op;
    query_rows rows; /* the keys, then the output's slots */
    cg_value *row;
    const cg_value **order;
    size_t given;
    bool sorted;
} sort_op;

static cg_status open_sort(query_op *op, cg_error *err)
{
    sort_op *own = (sort_op *)op;
    own->rows.width = op->plan->as.sort.count + op->plan->output.count;
    own->row = cg_arena_array(&op->run->arena, own->rows.width, sizeof *own->row);
    return own->row != NULL ? CG_OK : cg_fail_memory(err);
}

static cg_status take_row(sort_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_node *plan = op->plan;
    const query_batch *in = &op->input->out;
    size_t keys = plan->as.sort.count;
    cg_status status = CG_OK;
    for (size_t i = 0; i < keys && status == CG_OK; i++) {
        const plan_expression *key = &plan->as.sort.keys[i].value;
        op_load(op, in, op->at, key);
        status = query_eval(&op->frame, key->root, &own->row[i], err);
    }
    for (size_t i = 0; i < plan->output.count; i++)
        own->row[keys + i] = batch_get(op->run, in, plan->output.at[i], op->at);
    return status == CG_OK ? rows_add(&own->rows, own->row, err) : status;
}

static int compare_rows(const void *a, const void *b, void *handle)
{
    const cg_value *left = *(const cg_value *const *)a;
    const cg_value *right = *(const cg_value *const *)b;
    const plan_node *plan = handle;
    for (size_t i = 0; i < plan->as.sort.count; i++) {
        int order = query_order(left[i], right[i]);
        if (order != 0)
            return plan->as.sort.keys[i].descending ? -order : order;
    }
    return left < right ? -1 : left > right; /* rows stand in the order they came */
}

static cg_status sort_all(sort_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status;
    while ((status = op_fill(op, err)) == CG_ROW) {
        op_forget(op);
        for (; op->at < op->input->out.count; op->at++) {
            cg_arena_reset(&op->arena);
            status = take_row(own, err);
            if (status != CG_OK)
                return status;
        }
    }
    if (status != CG_DONE)
        return status;
    own->order = malloc((own->rows.count + 1) * sizeof *own->order);
    if (own->order == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < own->rows.count; i++)
        own->order[i] = rows_at(&own->rows, i);
    qsort_r(own->order, own->rows.count, sizeof *own->order, compare_rows,
            (void *)(uintptr_t)op->plan);
    own->sorted = true;
    return CG_OK;
}

static cg_status next(query_op *op, cg_error *err)
{
    sort_op *own = (sort_op *)op;
    cg_status status = own->sorted ? CG_OK : sort_all(own, err);
    if (status != CG_OK)
        return status;
    plan_slots slots = op->plan->output;
    size_t keys = op->plan->as.sort.count;
    while (own->given < own->rows.count && op->out.count < BATCH_ROWS) {
        const cg_value *row = own->order[own->given++] + keys;
        for (size_t i = 0; i < slots.count; i++)
            batch_set(op->run, &op->out, slots.at[i], op->out.count, row[i]);
        op->out.count++;
    }
    return op->out.count > 0 ? CG_ROW : CG_DONE;
}

static void rewind_sort(query_op *op)
{
    sort_op *own = (sort_op *)op;
    rows_clear(&own->rows);
    free(own->order);
    own->order = NULL;
    own->given = 0;
    own->sorted = false;
}

static void close_sort(query_op *op)
{
    rewind_sort(op);
    rows_release(&((sort_op *)op)->rows);
}

const op_class op_sort = {.size = sizeof(sort_op),
                          .open = open_sort,
                          .next = next,
                          .rewind = rewind_sort,
                          .close = close_sort};
