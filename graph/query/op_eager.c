/* Eager: all rows of the input, before the first one is given. */
#include "graph/query/kept.h"

typedef struct {
    query_op op;
    kept_rows kept;
} eager_op;

static cg_status next(query_op *op, cg_error *err)
{
    return kept_next(&((eager_op *)op)->kept, op, NULL, err);
}

static void rewind_eager(query_op *op)
{
    kept_clear(&((eager_op *)op)->kept);
}

static void close_eager(query_op *op)
{
    kept_release(&((eager_op *)op)->kept);
}

const op_class op_eager = {.size = sizeof(eager_op),
                           .next = next,
                           .rewind = rewind_eager,
                           .close = close_eager};
