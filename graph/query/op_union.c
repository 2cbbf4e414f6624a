/* Union: the rows of one plan, then those of the other, in the same columns. */
#include "graph/query/ops.h"

typedef struct {
    query_op op;
    bool second;
} union_op;

static cg_status next(query_op *op, cg_error *err)
{
    union_op *own = (union_op *)op;
    const plan_node *plan = op->plan;
    query_op *from = own->second ? op->inner.root : op->input;
    cg_status status = op_next(from, err);
    if (status == CG_DONE && !own->second) {
        own->second = true;
        from = op->inner.root;
        status = op_next(from, err);
    }
    if (status != CG_ROW)
        return status;
    const plan_item *items =
        own->second ? plan->as.both.inner : plan->as.both.input;
    for (size_t i = 0; i < plan->as.both.count; i++)
        for (size_t at = 0; at < from->out.count; at++)
            batch_set(op->run, &op->out, plan->as.both.input[i].slot, at,
                      batch_get(op->run, &from->out, items[i].slot, at));
    op->out.count = from->out.count;
    return CG_ROW;
}

static void rewind_union(query_op *op)
{
    ((union_op *)op)->second = false;
}

const op_class op_union = {
    .size = sizeof(union_op), .next = next, .rewind = rewind_union};
