/* Procedures: the rows that a call gives, for each row of the input. One that has no
 * columns is called for what it does, and lets the row pass. */
#include "graph/query/signature.h"
#include "graph/query/source.h"

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
    return status == CG_OK
               ? procedure->given->open(procedure->given->handle,
                                        query_graph_store(op->run->graph), values,
                                        &own->rows, err)
               : status;
}

/* ---- Taking rows ---- */

static cg_status take(source_op *own, size_t at, cg_error *err)
{
    query_op *op = &own->op;
    const query_signature *signature = &procedure_of(op)->signature;
    const ast_node *yield = op->plan->as.source.clause->children[1];
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

static cg_status next(query_op *op, cg_error *err)
{
    bool passes = op->plan->as.source.clause->children[1] == NULL;
    return source_next(op, ask, passes ? NULL : take, err);
}

const op_class op_procedure = {.size = sizeof(source_op),
                               .next = next,
                               .rewind = source_rewind,
                               .close = source_close};
