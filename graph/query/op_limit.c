/* Skip and Limit. */
#include "graph/query/ops.h"

typedef struct {
    query_op op;
    bool known; /* the amount was worked out */
    uint64_t left;
} limit_op;

static cg_status find_amount(limit_op *own, const char *what, cg_error *err)
{
    if (own->known)
        return CG_OK;
    own->known = true;
    return query_eval_amount(&own->op.frame, own->op.plan->as.amount.root, what,
                             &own->left, err);
}

static void rewind_limit(query_op *op)
{
    ((limit_op *)op)->known = false;
}

static cg_status next_skip(query_op *op, cg_error *err)
{
    limit_op *own = (limit_op *)op;
    cg_status status = find_amount(own, "SKIP", err);
    if (status != CG_OK)
        return status;
    while ((status = op_pull(op, err)) == CG_ROW) {
        const query_batch *in = &op->input->out;
        size_t first = own->left < in->count ? (size_t)own->left : in->count;
        own->left -= first;
        for (size_t i = first; i < in->count; i++)
            op_copy_row(op, in, i);
        if (op->out.count > 0)
            break;
    }
    return status;
}

/* What writes below goes on to its end, whatever the limit: it writes before it gives
 * its first row. */
static cg_status next_limit(query_op *op, cg_error *err)
{
    limit_op *own = (limit_op *)op;
    cg_status status = find_amount(own, "LIMIT", err);
    if (status != CG_OK)
        return status;
    if (own->left == 0 && !op->run->checked->writes)
        return CG_DONE;
    status = op_pull(op, err);
    if (status != CG_ROW || own->left == 0)
        return status == CG_ROW ? CG_DONE : status;
    const query_batch *in = &op->input->out;
    for (size_t i = 0; i < in->count && own->left > 0; i++, own->left--)
        op_copy_row(op, in, i);
    return CG_ROW;
}

const op_class op_skip = {
    .size = sizeof(limit_op), .next = next_skip, .rewind = rewind_limit};
const op_class op_limit = {
    .size = sizeof(limit_op), .next = next_limit, .rewind = rewind_limit};
