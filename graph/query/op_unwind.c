/* Unwind: a row for each item of a list. */
#include "graph/query/ops.h"

typedef struct {
    query_op op;
    bool open; /* `list` is that of the row at op->at */
    cg_list list;
    cg_value single; /* what is no list counts as a list of it */
    size_t item;
    cg_arena lists; /* of the list, which may span batches */
} unwind_op;

static cg_status open_list(unwind_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_item *item = &op->plan->as.unwind;
    query_frame frame = op->frame;
    own->lists.budget = &op->run->budget;
    cg_arena_reset(&own->lists);
    frame.arena = &own->lists;
    op_load(op, &op->input->out, op->at, &item->value);
    cg_status status = query_eval(&frame, item->value.root, &own->single, err);
    if (status != CG_OK)
        return status;
    own->item = 0;
    own->open = true;
    if (own->single.type == CG_LIST)
        own->list = own->single.as.list;
    else
        own->list = (cg_list){&own->single, own->single.type != CG_NULL};
    return CG_OK;
}

static void take_items(unwind_op *own)
{
    query_op *op = &own->op;
    while (own->item < own->list.count && op->out.count < BATCH_ROWS) {
        size_t at = op->out.count;
        op_copy_row(op, &op->input->out, op->at);
        batch_set(op->run, &op->out, op->plan->as.unwind.slot, at,
                  own->list.items[own->item++]);
    }
    if (own->item == own->list.count) {
        own->open = false;
        op->at++;
    }
}

/* A batch ends with its list: the next one takes the list's memory. */
static cg_status next(query_op *op, cg_error *err)
{
    unwind_op *own = (unwind_op *)op;
    cg_status status = CG_OK;
    while (op->out.count == 0) {
        status = op_fill(op, err);
        if (status != CG_ROW)
            return status;
        status = own->open ? CG_OK : open_list(own, err);
        if (status != CG_OK)
            return status;
        take_items(own);
    }
    return CG_ROW;
}

static void rewind_unwind(query_op *op)
{
    ((unwind_op *)op)->open = false;
}

static void close_unwind(query_op *op)
{
    cg_arena_release(&((unwind_op *)op)->lists);
}

const op_class op_unwind = {.size = sizeof(unwind_op),
                            .next = next,
                            .rewind = rewind_unwind,
                            .close = close_unwind};
