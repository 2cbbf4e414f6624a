/* Argument: the row, or the rows, that a tree is fed with. */
#include "graph/query/ops.h"

typedef struct {
    query_op op;
    const cg_value *row;
    const query_batch *batch;
    uint32_t number; /* slot of the batch's row numbers */
    bool given;
} argument_op;

static cg_status next(query_op *op, cg_error *err)
{
    argument_op *own = (argument_op *)op;
    (void)err;
    if (own->given)
        return CG_DONE;
    own->given = true;
    if (own->batch == NULL) {
        for (size_t i = 0; i < op->plan->output.count; i++) {
            uint32_t slot = op->plan->output.at[i];
            batch_set(op->run, &op->out, slot, 0, own->row[slot]);
        }
        op->out.count = 1;
        return CG_ROW;
    }
    for (size_t i = 0; i < own->batch->count; i++) {
        op_copy_row(op, own->batch, i);
        batch_set(op->run, &op->out, own->number, i, cg_integer((int64_t)i));
    }
    return op->out.count > 0 ? CG_ROW : CG_DONE;
}

void argument_feed_row(query_op *op, const cg_value *row)
{
    argument_op *own = (argument_op *)op;
    own->row = row;
    own->batch = NULL;
    own->given = false;
}

void argument_feed_batch(query_op *op, const query_batch *batch, uint32_t number)
{
    argument_op *own = (argument_op *)op;
    own->batch = batch;
    own->number = number;
    own->given = false;
}

const cg_value *op_fed_row(const query_tree *tree)
{
    return ((const argument_op *)tree->leaves[0])->row;
}

const op_class op_argument = {.size = sizeof(argument_op), .next = next};
