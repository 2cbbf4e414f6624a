#include "ingest/mapping/table_kinds.h"

#include <stdio.h>
#include <stdlib.h>

#include "ingest/csv/rejects.h"

struct csv_table {
    cg_rows *rows;
    const char *source;
    cg_arena arena; /* of the names */
    cg_text *names;
    size_t name_count;
    size_t mended;
    cg_text header;
    cg_text header_all;
    size_t *fields; /* by wanted column */
    table_cell *cells;
    size_t wanted;
    cg_row first; /* a row that came before its names were known, */
    bool held;    /* which is still to be given */
};

/* ---- The columns ---- */

static cg_status name_columns(csv_table *opened, const cg_text *names, size_t count,
                              cg_error *err)
{
    opened->names = cg_arena_array(&opened->arena, count, sizeof *opened->names);
    if (opened->names == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = cg_arena_copy(&opened->arena, cg_text_trim(names[i]),
                               &opened->names[i], err);
    opened->name_count = count;
    return status;
}

static cg_status number_columns(csv_table *opened, size_t count, cg_error *err)
{
    enum { ROOM = 24 };
    opened->names = cg_arena_array(&opened->arena, count, sizeof *opened->names);
    char *room = cg_arena_array(&opened->arena, count, ROOM);
    if (opened->names == NULL || room == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        char *name = room + i * ROOM;
        int size = snprintf(name, ROOM, "%zu", i + 1);
        opened->names[i] = (cg_text){name, (size_t)size};
    }
    opened->name_count = count;
    return CG_OK;
}

static cg_status check_names(const csv_table *opened, const cg_row *row,
                             cg_error *err)
{
    for (size_t i = 0; i < opened->name_count; i++)
        for (size_t k = 0; k < i; k++)
            if (opened->names[i].size > 0 &&
                cg_text_equal(opened->names[i], opened->names[k])) {
                cg_place place = cg_rows_field_place(row, i);
                return cg_fail(err, CG_REFUSED, &place,
                               "two columns are called '%.*s'",
                               CG_TEXT_ARG(opened->names[i]));
            }
    return CG_OK;
}

static cg_status find_wanted(csv_table *opened, const table_columns *wanted,
                             cg_error *err)
{
    opened->wanted = wanted->count;
    opened->fields =
        cg_arena_array(&opened->arena, wanted->count, sizeof *opened->fields);
    opened->cells =
        cg_arena_array(&opened->arena, wanted->count, sizeof *opened->cells);
    if (opened->fields == NULL || opened->cells == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < wanted->count && status == CG_OK; i++)
        status =
            table_find_column(opened->source, opened->names, opened->name_count,
                              wanted, i, &opened->fields[i], err);
    return status;
}

/* ---- Opening ---- */

/* Read the row that names the columns, or the first one without names. */
static cg_status read_first(csv_table *opened, const table_form *form,
                            cg_error *err)
{
    bool named = form->names == NULL && !form->numbered;
    if (form->names != NULL)
        return name_columns(opened, form->names, form->name_count, err);
    cg_status status = cg_rows_step(opened->rows, &opened->first, err);
    if (status == CG_DONE)
        return cg_fail(
            err, CG_REFUSED,
            &(cg_place){.source = opened->source, .line = 1, .column = 1},
            "an empty sheet%s", named ? ": its first row names the columns" : "");
    if (status != CG_ROW)
        return status;
    opened->held = !named;
    if (!named)
        return number_columns(opened, opened->first.count, err);
    status = name_columns(opened, opened->first.fields, opened->first.count, err);
    if (status == CG_OK)
        status = check_names(opened, &opened->first, err);
    cg_rejects rejects = {
        .mended = cg_rejects_mended(opened->first.fields, opened->first.count)};
    opened->mended = rejects.mended;
    if (status == CG_OK)
        status =
            cg_arena_copy(&opened->arena, cg_rejects_own(&rejects, &opened->first),
                          &opened->header, err);
    if (status == CG_OK)
        status = cg_arena_copy(&opened->arena, opened->first.all,
                               &opened->header_all, err);
    return status;
}

cg_status csv_table_open(const char *source, cg_read read, void *handle,
                         const table_form *form, const table_columns *wanted,
                         csv_table **opened, cg_error *err)
{
    *opened = calloc(1, sizeof **opened);
    if (*opened == NULL)
        return cg_fail_memory(err);
    (*opened)->source = source;
    cg_status status = cg_rows_open(source, read, handle, &(*opened)->rows, err);
    if (status == CG_OK && form->delimiter != 0)
        cg_rows_separate((*opened)->rows, form->delimiter);
    if (status == CG_OK)
        status = read_first(*opened, form, err);
    if (status == CG_OK)
        status = find_wanted(*opened, wanted, err);
    if (status != CG_OK) {
        csv_table_close(*opened);
        *opened = NULL;
    }
    return status;
}

void csv_table_close(csv_table *opened)
{
    if (opened == NULL)
        return;
    cg_rows_close(opened->rows);
    cg_arena_release(&opened->arena);
    free(opened);
}

size_t csv_table_mended(const csv_table *opened)
{
    return opened->mended;
}

cg_text csv_table_header(const csv_table *opened)
{
    return opened->header;
}

cg_text csv_table_header_all(const csv_table *opened)
{
    return opened->header_all;
}

size_t csv_table_column_count(const csv_table *opened)
{
    return opened->name_count;
}

cg_text csv_table_column(const csv_table *opened, size_t index)
{
    return opened->names[index];
}

/* ---- Rows ---- */

static cg_status check_width(const csv_table *opened, const cg_row *row,
                             cg_error *err)
{
    size_t count = opened->name_count;
    if (row->count == count)
        return CG_OK;
    cg_place place =
        cg_rows_field_place(row, row->count < count ? row->count : count);
    return cg_fail(err, CG_SYNTAX, &place,
                   "%zu field%s where there are %zu columns", row->count,
                   row->count == 1 ? "" : "s", count);
}

cg_status csv_table_step(csv_table *opened, table_row *row, cg_error *err)
{
    *row = (table_row){.cells = opened->cells, .fields = opened->fields};
    cg_status status = CG_ROW;
    if (opened->held)
        row->from = opened->first;
    else
        status = cg_rows_step(opened->rows, &row->from, err);
    opened->held = false;
    if (status != CG_ROW)
        return status;
    status = check_width(opened, &row->from, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < opened->wanted; i++)
        opened->cells[i] = (table_cell){&row->from.fields[opened->fields[i]], 1};
    return CG_ROW;
}
