/* Foreach: the inner plan, which writes, for each item of a list; then the row as it
 * came. All rows are written for before the first one is given. */
#include "graph/query/ops.h"

#include "graph/query/kept.h"

typedef struct {
    query_op op;
    kept_rows kept;
} foreach_op;

static cg_status write_item(query_op *op, cg_value item, cg_error *err)
{
    cg_status status;
    op->frame.row[op->plan->as.unwind.slot] = item;
    op_feed_row(&op->inner, op->frame.row);
    while ((status = op_next(op->inner.root, err)) == CG_ROW)
        ;
    return status == CG_DONE ? CG_OK : status;
}

static cg_status write_row(query_op *op, cg_error *err)
{
    cg_value list;
    cg_status status =
        query_eval(&op->frame, op->plan->as.unwind.value.root, &list, err);
    if (status != CG_OK || list.type == CG_NULL)
        return status;
    if (list.type != CG_LIST)
        return write_item(op, list, err);
    for (size_t i = 0; i < list.as.list.count && status == CG_OK; i++)
        status = write_item(op, list.as.list.items[i], err);
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    return kept_next(&((foreach_op *)op)->kept, op, write_row, err);
}

static void rewind_foreach(query_op *op)
{
    kept_clear(&((foreach_op *)op)->kept);
}

static void close_foreach(query_op *op)
{
    kept_release(&((foreach_op *)op)->kept);
}

const op_class op_foreach = {.size = sizeof(foreach_op),
                             .next = next,
                             .rewind = rewind_foreach,
                             .close = close_foreach};
