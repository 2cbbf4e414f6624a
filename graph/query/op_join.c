/* HashJoin: the rows of the input with those of the inner plan whose value equals theirs.
 * The input's rows are kept, found by their values; the inner plan runs once. */
#include "graph/query/ops.h"
#include "graph/query/rows.h"

#include <stdlib.h>

typedef struct {
    query_op op;
    query_rows rows;   /* of the input: the slots of its output */
    query_rows values; /* of them, each once */
    uint32_t *first;   /* by value: index + 1 of a row that has it */
    uint32_t
        *others; /* by row: index + 1 of another one that has the same; 0: none */
    size_t first_room, other_room;
    cg_value *row;
    bool taken;
    uint32_t match; /* index + 1 of the row that goes with the inner row */
    size_t inner;   /* the next row of the inner batch */
} join_op;

static cg_status open_join(query_op *op, cg_error *err)
{
    join_op *own = (join_op *)op;
    own->rows.width = op->input->plan->output.count;
    own->values.width = 1;
    own->row = cg_arena_array(&op->run->arena, own->rows.width, sizeof *own->row);
    return own->row != NULL ? CG_OK : cg_fail_memory(err);
}

/* ---- Keeping the input ---- */

static cg_status keep_row(join_op *own, cg_value value, cg_error *err)
{
    query_op *op = &own->op;
    plan_slots slots = op->input->plan->output;
    size_t index, row = own->rows.count;
    bool fresh;
    cg_status status = rows_find(&own->values, &value, &index, &fresh, err);
    if (status == CG_OK)
        status = cg_grow(own->first, &own->first_room, index + 1, err);
    if (status == CG_OK)
        status = cg_grow(own->others, &own->other_room, row + 1, err);
    for (size_t i = 0; i < slots.count; i++)
        own->row[i] = batch_get(op->run, &op->input->out, slots.at[i], op->at);
    if (status == CG_OK)
        status = rows_add(&own->rows, own->row, err);
    if (status != CG_OK)
        return status;
    own->others[row] = fresh ? 0 : own->first[index];
    own->first[index] = (uint32_t)row + 1;
    return CG_OK;
}

static cg_status take_input(join_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_expression *outer = &op->plan->as.join.outer;
    cg_status status;
    while ((status = op_fill(op, err)) == CG_ROW) {
        op_forget(op);
        for (; op->at < op->input->out.count; op->at++) {
            cg_value value;
            cg_arena_reset(&op->arena);
            op_load(op, &op->input->out, op->at, outer);
            status = query_eval(&op->frame, outer->root, &value, err);
            if (status == CG_OK && value.type != CG_NULL)
                status = keep_row(own, value, err);
            if (status != CG_OK)
                return status;
        }
    }
    own->taken = status == CG_DONE;
    op_feed_row(&op->inner, op->frame.row);
    return status == CG_DONE ? CG_OK : status;
}

/* ---- Finding ---- */

/* What equals the inner row's value; the same value may be unequal to itself. */
static cg_status find_match(join_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_expression *inner = &op->plan->as.join.inner;
    cg_value value;
    size_t index;
    own->match = 0;
    op_load(op, &op->inner.root->out, own->inner, inner);
    cg_status status = query_eval(&op->frame, inner->root, &value, err);
    if (status == CG_OK && value.type != CG_NULL &&
        rows_look(&own->values, &value, &index) &&
        query_equal(*rows_at(&own->values, index), value) == TRUTH_TRUE)
        own->match = own->first[index];
    return status;
}

static void give(join_op *own)
{
    query_op *op = &own->op;
    plan_slots slots = op->input->plan->output;
    const query_batch *inner = &op->inner.root->out;
    const cg_value *row = rows_at(&own->rows, own->match - 1);
    size_t at = op->out.count;
    op_copy_row(op, inner, own->inner);
    for (size_t i = 0; i < slots.count; i++)
        if (op->out.columns[slots.at[i]].ids != NULL)
            batch_set(op->run, &op->out, slots.at[i], at, row[i]);
    own->match = own->others[own->match - 1];
}

/* The next batch of the inner plan; what is given refers to the one before. */
static cg_status next_inner(join_op *own, cg_error *err)
{
    own->inner = 0;
    cg_status status = op_next(own->op.inner.root, err);
    if (status != CG_ROW)
        return status;
    status = find_match(own, err);
    return status == CG_OK ? CG_ROW : status;
}

/* Rows for the inner batch, as many as there is room for. */
static cg_status give_rows(join_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const query_batch *inner = &op->inner.root->out;
    cg_status status = CG_OK;
    while (own->inner < inner->count && op->out.count < BATCH_ROWS &&
           status == CG_OK) {
        if (own->match > 0)
            give(own);
        else if (++own->inner < inner->count)
            status = find_match(own, err);
    }
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    join_op *own = (join_op *)op;
    cg_status status = own->taken ? CG_OK : take_input(own, err);
    if (status == CG_OK && own->rows.count == 0)
        return CG_DONE;
    while (status == CG_OK && op->out.count == 0) {
        if (own->inner >= op->inner.root->out.count)
            status = next_inner(own, err);
        if (status == CG_OK || status == CG_ROW)
            status = give_rows(own, err);
    }
    return status == CG_OK ? CG_ROW : status;
}

static void rewind_join(query_op *op)
{
    join_op *own = (join_op *)op;
    rows_clear(&own->rows);
    rows_clear(&own->values);
    own->taken = false;
    own->match = 0;
    own->inner = 0;
    op->inner.root->out.count = 0;
}

static void close_join(query_op *op)
{
    join_op *own = (join_op *)op;
    rows_release(&own->rows);
    rows_release(&own->values);
    free(own->first);
    free(own->others);
}

const op_class op_join = {.size = sizeof(join_op),
                          .open = open_join,
                          .next = next,
                          .rewind = rewind_join,
                          .close = close_join};
