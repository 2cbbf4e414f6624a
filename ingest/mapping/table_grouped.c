#include <stdlib.h>

#include "ingest/mapping/table_kinds.h"

enum { VALUES_MAX = 65536 };

/* The columns of a statement. */
enum { OF_ID, OF_SCHEMA, OF_PROP, OF_VALUE, STATEMENT_COLUMNS };

/* A value of the thing at hand. */
typedef struct {
    size_t column; /* of the wanted ones */
    cg_text text;
} grouped_value;

struct grouped_table {
    csv_table *csv;
    table_columns statement;
    cg_text names[STATEMENT_COLUMNS];
    table_columns wanted;
    table_cell *cells;
    cg_arena kept;
    cg_arena arena; /* of the thing at hand */
    grouped_value *values;
    size_t value_count;
    size_t value_room;
    cg_text id;
    cg_buffer all;   /* its rows */
    cg_row from;     /* begins with its first row */
    size_t lead;     /* bytes of `all` before that */
    table_row ahead; /* the row behind it, which began the next thing */
    bool held;       /* there is one */
    bool ended;
};

static cg_status open_csv(grouped_table *opened, const char *source, cg_read read,
                          void *handle, const table_form *form, cg_error *err)
{
    opened->names[OF_SCHEMA] = CG_TEXT("schema");
    opened->names[OF_PROP] = CG_TEXT("prop");
    opened->names[OF_VALUE] = CG_TEXT("value");
    opened->names[OF_ID] =
        form->name_count > 0 ? form->names[0] : CG_TEXT("canonical_id");
    opened->statement = (table_columns){opened->names, NULL, STATEMENT_COLUMNS};
    table_form csv = {.delimiter = form->delimiter};
    return csv_table_open(source, read, handle, &csv, &opened->statement,
                          &opened->csv, err);
}

cg_status grouped_table_open(const char *source, cg_read read, void *handle,
                             const table_form *form, const table_columns *wanted,
                             grouped_table **opened, cg_error *err)
{
    *opened = calloc(1, sizeof **opened);
    if (*opened == NULL)
        return cg_fail_memory(err);
    (*opened)->wanted = *wanted;
    (*opened)->cells =
        cg_arena_array(&(*opened)->kept, wanted->count, sizeof *(*opened)->cells);
    if ((*opened)->cells == NULL)
        return cg_fail_memory(err);
    return open_csv(*opened, source, read, handle, form, err);
}

void grouped_table_close(grouped_table *opened)
{
    if (opened == NULL)
        return;
    csv_table_close(opened->csv);
    cg_buffer_release(&opened->all);
    cg_arena_release(&opened->arena);
    cg_arena_release(&opened->kept);
    free(opened->values);
    free(opened);
}

cg_text grouped_table_header_all(const grouped_table *opened)
{
    return csv_table_header_all(opened->csv);
}

/* ---- Gathering ---- */

static cg_text cell(const table_row *row, size_t column)
{
    return row->cells[column].items[0];
}

static cg_status add_value(grouped_table *opened, size_t column, cg_text text,
                           cg_error *err)
{
    if (text.size == 0)
        return CG_OK;
    if (opened->value_count == VALUES_MAX)
        return cg_fail(err, CG_LIMIT, &opened->from.place,
                       "more than %d values of one thing", VALUES_MAX);
    cg_status status =
        cg_grow(opened->values, &opened->value_room, opened->value_count + 1, err);
    if (status != CG_OK)
        return status;
    grouped_value *value = &opened->values[opened->value_count++];
    value->column = column;
    return cg_arena_copy(&opened->arena, text, &value->text, err);
}

/* Which wanted column a property is in: `properties.PROP`; count if nobody wants it. */
static size_t column_of(const grouped_table *opened, cg_text prop)
{
    static const cg_text before = {"properties.", 11};
    size_t at = 0;
    for (; at < opened->wanted.count; at++) {
        cg_text name = opened->wanted.names[at];
        if (cg_text_starts(name, before) &&
            cg_text_equal(cg_text_slice(name, before.size, name.size), prop))
            break;
    }
    return at;
}

static size_t column_named(const grouped_table *opened, cg_text name)
{
    size_t at = 0;
    while (at < opened->wanted.count &&
           !cg_text_equal(opened->wanted.names[at], name))
        at++;
    return at;
}

/* Begin with the row at hand. */
static cg_status begin(grouped_table *opened, cg_error *err)
{
    const cg_row *from = &opened->ahead.from;
    cg_arena_reset(&opened->arena);
    opened->value_count = 0;
    cg_buffer_clear(&opened->all);
    opened->from = *from;
    opened->lead = (size_t)(from->raw.at - from->all.at);
    cg_status status = cg_arena_copy(&opened->arena, cell(&opened->ahead, OF_ID),
                                     &opened->id, err);
    if (status == CG_OK)
        status =
            add_value(opened, column_named(opened, CG_TEXT("id")), opened->id, err);
    if (status == CG_OK)
        status = add_value(opened, column_named(opened, CG_TEXT("schema")),
                           cell(&opened->ahead, OF_SCHEMA), err);
    return status;
}

static cg_status take_row(grouped_table *opened, cg_error *err)
{
    const table_row *row = &opened->ahead;
    opened->held = false;
    cg_buffer_add(&opened->all, row->from.all);
    opened->from.place.end = row->from.place.end;
    cg_status status = cg_buffer_status(&opened->all, err);
    if (status == CG_OK && opened->all.size > CG_ROW_MAX)
        return cg_fail(err, CG_LIMIT, &opened->from.place,
                       "more than %d bytes of one thing", CG_ROW_MAX);
    return status == CG_OK
               ? add_value(opened, column_of(opened, cell(row, OF_PROP)),
                           cell(row, OF_VALUE), err)
               : status;
}

/* Give out what was gathered: values in the order of their columns. */
static cg_status give(grouped_table *opened, table_row *row, cg_error *err)
{
    cg_text *items =
        cg_arena_array(&opened->arena, opened->value_count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t next = 0;
    for (size_t i = 0; i < opened->wanted.count; i++) {
        opened->cells[i].items = items + next;
        for (size_t k = 0; k < opened->value_count; k++)
            if (opened->values[k].column == i)
                items[next++] = opened->values[k].text;
        opened->cells[i].count = (size_t)(items + next - opened->cells[i].items);
    }
    cg_text all = cg_buffer_text(&opened->all);
    uint64_t size = opened->from.place.end - opened->from.place.start;
    row->from = opened->from;
    row->from.all = all;
    row->from.raw = cg_text_slice(all, opened->lead, opened->lead + (size_t)size);
    row->from.count = 0;
    return CG_ROW;
}

cg_status grouped_table_step(grouped_table *opened, table_row *row, cg_error *err)
{
    bool begun = false;
    *row = (table_row){.cells = opened->cells};
    for (;;) {
        cg_status status = CG_ROW;
        if (!opened->held && !opened->ended)
            status = csv_table_step(opened->csv, &opened->ahead, err);
        if (status == CG_DONE) {
            opened->ended = true;
            if (!begun)
                row->from = opened->ahead.from;
            else /* the lines behind the last row go with it */
                cg_buffer_add(&opened->all, opened->ahead.from.all);
            return begun ? give(opened, row, err) : status;
        }
        if (opened->ended) {
            row->from = (cg_row){.place = opened->from.place};
            return CG_DONE;
        }
        if (status != CG_ROW)
            return status;
        opened->held = true;
        if (begun && !cg_text_equal(cell(&opened->ahead, OF_ID), opened->id))
            return give(opened, row, err);
        if (!begun)
            status = begin(opened, err);
        begun = true;
        if (status == CG_ROW || status == CG_OK)
            status = take_row(opened, err);
        if (status != CG_OK)
            return status;
    }
}
