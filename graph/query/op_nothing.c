/* Nothing: takes all rows and gives none, for a question that only writes. */
#include "graph/query/ops.h"

static cg_status next(query_op *op, cg_error *err)
{
    cg_status status;
    while ((status = op_pull(op, err)) == CG_ROW)
        ;
    return status;
}

const op_class op_nothing = {.size = sizeof(query_op), .next = next};
