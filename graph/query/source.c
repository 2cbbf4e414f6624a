#include "graph/query/source.h"

static void finish(source_op *own)
{
    if (own->rows.close != NULL)
        own->rows.close(own->rows.handle);
    own->rows = (cg_row_source){0};
    own->open = false;
    cg_arena_reset(&own->request);
}

static cg_status step(source_op *own, cg_error *err)
{
    return own->rows.step != NULL ? own->rows.step(own->rows.handle, own->row, err)
                                  : CG_DONE;
}

/* Rows of the source that is open, up to a batch; then the next row of the input. */
static cg_status take_rows(source_op *own, source_take take, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = CG_ROW;
    while (op->out.count < BATCH_ROWS && (status = step(own, err)) == CG_ROW) {
        size_t at = op->out.count;
        if (take == NULL)
            continue;
        op_copy_row(op, &op->input->out, op->at);
        status = take(own, at, err);
        if (status != CG_OK)
            return status;
        status = CG_ROW;
    }
    if (status != CG_DONE)
        return status == CG_ROW ? CG_OK : status;
    if (take == NULL)
        op_copy_row(op, &op->input->out, op->at);
    finish(own);
    op->at++;
    return CG_OK;
}

/* The place of a failure: a call, or a sheet's address. */
static void locate(const query_op *op, cg_error *err)
{
    const ast_node *clause = op->plan->as.source.clause;
    const ast_node *address = op->plan->as.source.arguments->root;
    query_locate(err, &op->run->checked->source,
                 clause->type == AST_LOAD ? address->at : clause->at);
}

cg_status source_next(query_op *op, source_ask ask, source_take take, cg_error *err)
{
    source_op *own = (source_op *)op;
    while (op->out.count == 0) {
        cg_status status = op_fill(op, err);
        if (status != CG_ROW)
            return status;
        if (!own->open) {
            own->open = true;
            own->request.budget = &op->run->budget;
            status = ask(own, err);
        }
        if (status == CG_OK || status == CG_ROW)
            status = take_rows(own, take, err);
        if (status != CG_OK) {
            locate(op, err);
            return status;
        }
    }
    return CG_ROW;
}

void source_rewind(query_op *op)
{
    finish((source_op *)op);
}

void source_close(query_op *op)
{
    source_op *own = (source_op *)op;
    finish(own);
    cg_arena_release(&own->request);
}
