/* Optional: for each row what the inner plan finds; nulls where it finds nothing. The
 * inner plan is fed whole batches, and numbers tell whose its rows are. */
#include "graph/query/ops.h"

typedef struct {
    query_op op;
    bool feeding; /* the inner plan is about the input's batch */
    bool found;   /* it found something for the row at op->at */
    size_t inner; /* the next row of its batch */
} optional_op;

static void give_null(query_op *op)
{
    op_copy_row(op, &op->input->out, op->at);
}

/* One row found, or the nulls of a row that nothing was found for. */
static void step(optional_op *own)
{
    query_op *op = &own->op;
    const query_batch *found = &op->inner.root->out;
    int64_t number =
        batch_get(op->run, found, op->plan->as.optional.row, own->inner).as.integer;
    if ((size_t)number > op->at) {
        if (!own->found)
            give_null(op);
        own->found = false;
        op->at++;
        return;
    }
    own->found = true;
    op_copy_row(op, found, own->inner++);
}

static cg_status begin_batch(optional_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    op_feed_batch(&op->inner, &op->input->out, op->plan->as.optional.row);
    own->feeding = true;
    own->found = false;
    own->inner = 0;
    return CG_ROW;
}

/* The rows behind the last one that anything was found for. */
static void end_batch(optional_op *own)
{
    query_op *op = &own->op;
    for (; op->at < op->input->out.count && op->out.count < BATCH_ROWS; op->at++) {
        if (!own->found)
            give_null(op);
        own->found = false;
    }
    own->feeding = op->at < op->input->out.count;
}

static cg_status next(query_op *op, cg_error *err)
{
    optional_op *own = (optional_op *)op;
    while (op->out.count == 0) {
        cg_status status = own->feeding ? CG_ROW : begin_batch(own, err);
        if (status != CG_ROW)
            return status;
        if (own->inner >= op->inner.root->out.count) {
            own->inner = 0;
            status = op_next(op->inner.root, err);
        }
        if (status == CG_DONE) {
            op->inner.root->out.count = 0;
            end_batch(own);
            continue;
        }
        if (status != CG_ROW)
            return status;
        while (own->inner < op->inner.root->out.count && op->out.count < BATCH_ROWS)
            step(own);
    }
    return CG_ROW;
}

static void rewind_optional(query_op *op)
{
    ((optional_op *)op)->feeding = false;
}

const op_class op_optional = {
    .size = sizeof(optional_op), .next = next, .rewind = rewind_optional};
