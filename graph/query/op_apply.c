/* Apply: the inner plan for each row by itself. One that gives no rows at all, since it
 * only writes, lets the row pass; so does one that may find nothing, with nulls. */
#include "graph/query/ops.h"

typedef struct {
    query_op op;
    bool feeding;
    bool found; /* rows for the one at op->at */
} apply_op;

static void feed(apply_op *own)
{
    query_op *op = &own->op;
    op_load_slots(op, &op->input->out, op->at, op->input->plan->output);
    op_feed_row(&op->inner, op->frame.row);
    own->feeding = true;
    own->found = false;
}

/* A row of the inner plan with that of the outer one, of which a union has nothing. */
static void join_row(query_op *op, const query_batch *inner, size_t at)
{
    const query_batch *outer = &op->input->out;
    plan_slots slots = op->plan->output;
    op_copy_row(op, inner, at);
    for (size_t i = 0; i < slots.count; i++)
        if (inner->columns[slots.at[i]].ids == NULL &&
            outer->columns[slots.at[i]].ids != NULL)
            batch_set(op->run, &op->out, slots.at[i], op->out.count - 1,
                      batch_get(op->run, outer, slots.at[i], op->at));
}

static cg_status next(query_op *op, cg_error *err)
{
    apply_op *own = (apply_op *)op;
    bool passes =
        op->inner.root->plan->type == PLAN_NOTHING || op->plan->as.clause->flag;
    while (op->out.count == 0) {
        cg_status status = op_fill(op, err);
        if (status != CG_ROW)
            return status;
        if (!own->feeding)
            feed(own);
        status = op_next(op->inner.root, err);
        if (status == CG_ROW) {
            own->found = true;
            for (size_t i = 0; i < op->inner.root->out.count; i++)
                join_row(op, &op->inner.root->out, i);
            continue;
        }
        if (status != CG_DONE)
            return status;
        if (passes && !own->found)
            op_copy_row(op, &op->input->out, op->at);
        own->feeding = false;
        op->at++;
    }
    return CG_ROW;
}

static void rewind_apply(query_op *op)
{
    ((apply_op *)op)->feeding = false;
}

const op_class op_apply = {
    .size = sizeof(apply_op), .next = next, .rewind = rewind_apply};
