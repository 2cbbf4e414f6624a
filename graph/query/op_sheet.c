/* Load: the rows of a sheet, as lists of their fields, or as maps by the names in the
 * first row. */
#include "graph/query/source.h"

#include <stdlib.h>

typedef struct {
    source_op source;
    cg_property *names; /* of the header, in the order of their bytes; values: which
                           field of a row it is */
    size_t count;
    cg_text address;
    uint64_t read; /* rows, the header among them */
} sheet_op;

static const ast_node *clause_of(const sheet_op *own)
{
    return own->source.op.plan->as.source.clause;
}

/* ---- The header ---- */

static cg_status set_names(sheet_op *own, cg_list header, cg_error *err)
{
    cg_arena *arena = &own->source.request;
    own->count = header.count;
    own->names = cg_arena_array(arena, header.count, sizeof *own->names);
    if (own->names == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < header.count; i++) {
        own->names[i].value = cg_integer((int64_t)i);
        if (header.items[i].type != CG_STRING)
            return cg_fail(err, CG_REFUSED, NULL,
                           "column %zu of '%.*s' has no name in its header", i + 1,
                           CG_TEXT_ARG(own->address));
        cg_status status =
            cg_arena_copy(arena, header.items[i].as.text, &own->names[i].key, err);
        if (status != CG_OK)
            return status;
    }
    return cg_properties_sort(own->names, header.count) == SIZE_MAX
               ? cg_fail(err, CG_REFUSED, NULL,
                         "two columns of '%.*s' have one name in its header",
                         CG_TEXT_ARG(own->address))
               : CG_OK;
}

static cg_status read_header(sheet_op *own, cg_error *err)
{
    source_op *source = &own->source;
    cg_status status = source->rows.step(source->rows.handle, source->row, err);
    own->count = 0;
    own->read++;
    if (status == CG_DONE) /* an empty sheet has no rows either */
        return CG_OK;
    return status == CG_ROW ? set_names(own, source->row[0].as.list, err) : status;
}

/* ---- Rows ---- */

static cg_status ask(source_op *source, cg_error *err)
{
    query_op *op = &source->op;
    sheet_op *own = (sheet_op *)op;
    const cg_sheets *sheets = op->run->sheets;
    const ast_node *clause = clause_of(own);
    const plan_expression *address = op->plan->as.source.arguments;
    query_frame frame = op->frame;
    cg_value value;
    frame.arena = &source->request;
    op_load(op, &op->input->out, op->at, address);
    cg_status status = query_eval(&frame, address->root, &value, err);
    if (status != CG_OK)
        return status;
    if (value.type != CG_STRING)
        return query_fail(err, FAULT_VALUE_TYPE, &op->run->checked->source,
                          address->root->at, "the address of a sheet cannot be %s",
                          cg_type_phrase(value.type));
    if (sheets == NULL)
        return cg_fail(err, CG_REFUSED, NULL, "questions cannot read sheets here");
    own->address = value.as.text;
    own->read = 0;
    char separator = clause->other.size > 0 ? clause->other.at[0] : ',';
    status =
        sheets->open(sheets->handle, value.as.text, separator, &source->rows, err);
    return status == CG_OK && clause->flag ? read_header(own, err) : status;
}

/* The fields of a row by their names; one that ends early has no others. */
static cg_status make_map(sheet_op *own, cg_list fields, cg_value *map,
                          cg_error *err)
{
    query_op *op = &own->source.op;
    if (fields.count > own->count)
        return cg_fail(err, CG_REFUSED, NULL,
                       "row %llu of '%.*s' has %zu fields, its header %zu",
                       (unsigned long long)own->read, CG_TEXT_ARG(own->address),
                       fields.count, own->count);
    cg_property *items = cg_arena_array(&op->arena, own->count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < own->count && status == CG_OK; i++) {
        size_t field = (size_t)own->names[i].value.as.integer;
        status = cg_arena_copy(&op->arena, own->names[i].key, &items[i].key, err);
        if (status == CG_OK && field < fields.count)
            status =
                query_copy(fields.items[field], &op->arena, &items[i].value, err);
    }
    *map = (cg_value){.type = CG_MAP, .as.map = {items, own->count}};
    return status;
}

static cg_status take(source_op *source, size_t at, cg_error *err)
{
    query_op *op = &source->op;
    sheet_op *own = (sheet_op *)op;
    const ast_node *clause = clause_of(own);
    cg_value value;
    own->read++;
    cg_status status = clause->flag
                           ? make_map(own, source->row[0].as.list, &value, err)
                           : query_copy(source->row[0], &op->arena, &value, err);
    if (status == CG_OK)
        batch_set(op->run, &op->out, clause->slot, at, value);
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    return source_next(op, ask, take, err);
}

const op_class op_sheet = {.size = sizeof(sheet_op),
                           .next = next,
                           .rewind = source_rewind,
                           .close = source_close};
