/* Procedures: the rows that a call gives, for each row of the input. One that has no
 * columns is called for what it does, and lets the row pass. */
#include "graph/query/ops.h"

#include <stdlib.h>

#include "graph/query/signature.h"

typedef struct {
    query_op op;
    bool open; /* `rows` are those of the row at op->at */
    cg_row_source rows;
    cg_value *row;    /* of the source */
    cg_arena request; /* of what was asked for, while it is answered */
} source_op;

static void finish(source_op *own)
{
    if (own->rows.close != NULL)
        own->rows.close(own->rows.handle);
    own->rows = (cg_row_source){0};
    own->open = false;
    cg_arena_reset(&own->request);
}

static const query_procedure *procedure_of(const query_op *op)
{
    return op->plan->as.source.clause->meaning;
}

/* A value as the signature has it: an integer is taken for a float. False for one of
 * another type. */
static bool fit(query_types types, cg_value *value)
{
    if (types == TYPES_FLOAT && value->type == CG_INTEGER)
        *value = (cg_value){.type = CG_FLOAT, .as.real = (double)value->as.integer};
    return value->type == CG_NULL || (types & TYPES_OF(value->type)) != 0;
}

/* ---- Asking ---- */

static cg_status misfit(const query_op *op, const signature_field *field,
                        const ast_node *argument, cg_type is, cg_error *err)
{
    return query_fail(
        err, FAULT_VALUE_TYPE, &op->run->checked->source, argument->at,
        "argument '%.*s' of '%.*s' cannot be %s", CG_TEXT_ARG(field->name),
        CG_TEXT_ARG(procedure_of(op)->signature.name), cg_type_phrase(is));
}

static cg_status ask(source_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const query_procedure *procedure = procedure_of(op);
    size_t count = op->plan->as.source.count;
    cg_value *values = cg_arena_array(&own->request, count, sizeof *values);
    query_frame frame = op->frame;
    cg_status status = values != NULL ? CG_OK : cg_fail_memory(err);
    frame.arena = &own->request;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const plan_expression *argument = &op->plan->as.source.arguments[i];
        const signature_field *field = &procedure->signature.arguments.fields[i];
        op_load(op, &op->input->out, op->at, argument);
        status = query_eval(&frame, argument->root, &values[i], err);
        if (status == CG_OK && !fit(field->types, &values[i]))
            status = misfit(op, field, argument->root, values[i].type, err);
    }
    own->open = true;
    return status == CG_OK
               ? procedure->given->open(procedure->given->handle,
                                        query_graph_store(op->run->graph), values,
                                        &own->rows, err)
               : status;
}

/* ---- Taking rows ---- */

static cg_status take(source_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const query_signature *signature = &procedure_of(op)->signature;
    const ast_node *yield = op->plan->as.source.clause->children[1];
    size_t at = op->out.count;
    op_copy_row(op, &op->input->out, op->at);
    for (uint32_t i = 0; i < yield->count; i++) {
        const ast_node *yielded = yield->children[i];
        const signature_field *column = &signature->columns.fields[yielded->detail];
        cg_value value = own->row[yielded->detail];
        if (!fit(column->types, &value))
            return cg_fail(err, CG_REFUSED, NULL,
                           "'%.*s' gave %s for its column '%.*s'",
                           CG_TEXT_ARG(signature->name), cg_type_phrase(value.type),
                           CG_TEXT_ARG(column->name));
        cg_status status = query_copy(value, &op->arena, &value, err);
        if (status != CG_OK)
            return status;
        batch_set(op->run, &op->out, yielded->slot, at, value);
    }
    return CG_OK;
}

/* Rows of the call that is open, up to a batch; then the next row of the input. */
static cg_status take_rows(source_op *own, cg_error *err)
{
    query_op *op = &own->op;
    bool passes = op->plan->as.source.clause->children[1] == NULL;
    cg_status status = CG_ROW;
    while (op->out.count < BATCH_ROWS) {
        status = own->rows.step != NULL
                     ? own->rows.step(own->rows.handle, own->row, err)
                     : CG_DONE;
        if (status != CG_ROW)
            break;
        status = passes ? CG_OK : take(own, err);
        if (status != CG_OK)
            return status;
        status = CG_ROW;
    }
    if (status == CG_ROW)
        return CG_OK;
    if (status != CG_DONE)
        return status;
    if (passes)
        op_copy_row(op, &op->input->out, op->at);
    finish(own);
    op->at++;
    return CG_OK;
}

static cg_status next(query_op *op, cg_error *err)
{
    source_op *own = (source_op *)op;
    while (op->out.count == 0) {
        cg_status status = op_fill(op, err);
        if (status != CG_ROW)
            return status;
        status = own->open ? CG_OK : ask(own, err);
        if (status == CG_OK)
            status = take_rows(own, err);
        if (status != CG_OK) {
            query_locate(err, &op->run->checked->source,
                         op->plan->as.source.clause->at);
            return status;
        }
    }
    return CG_ROW;
}

static cg_status open_source(query_op *op, cg_error *err)
{
    source_op *own = (source_op *)op;
    own->row =
        cg_arena_array(&op->run->arena, CG_PROCEDURE_FIELDS, sizeof *own->row);
    return own->row != NULL ? CG_OK : cg_fail_memory(err);
}

static void rewind_source(query_op *op)
{
    finish((source_op *)op);
}

static void close_source(query_op *op)
{
    finish((source_op *)op);
    cg_arena_release(&((source_op *)op)->request);
}

const op_class op_source = {.size = sizeof(source_op),
                            .open = open_source,
                            .next = next,
                            .rewind = rewind_source,
                            .close = close_source};
