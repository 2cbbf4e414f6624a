/* Filter: the rows for which a condition is true. */
#include "graph/query/ops.h"

static cg_status next(query_op *op, cg_error *err)
{
    const plan_expression *condition = &op->plan->as.condition;
    cg_status status;
    while (op->out.count == 0 && (status = op_fill(op, err)) == CG_ROW) {
        const query_batch *in = &op->input->out;
        for (; op->at < in->count; op->at++) {
            bool holds;
            op_load(op, in, op->at, condition);
            status = query_eval_condition(&op->frame, condition->root, &holds, err);
            if (status != CG_OK)
                return status;
            if (holds)
                op_copy_row(op, in, op->at);
        }
    }
    return op->out.count > 0 ? CG_ROW : status;
}

const op_class op_filter = {.size = sizeof(query_op), .next = next};
