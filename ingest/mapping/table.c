#include "ingest/mapping/table.h"

#include <stdlib.h>

#include "ingest/mapping/table_kinds.h"

/* One of the kinds; the others are NULL. */
struct table {
    csv_table *csv;
    json_table *json;
    grouped_table *grouped;
    kgtk_table *kgtk;
};

cg_status table_open(const char *source, cg_read read, void *handle,
                     const table_form *form, const table_columns *wanted,
                     table **opened, cg_error *err)
{
    cg_status status = CG_OK;
    *opened = calloc(1, sizeof **opened);
    if (*opened == NULL)
        return cg_fail_memory(err);
    switch (form->rows) {
    case TABLE_CSV:
        status = csv_table_open(source, read, handle, form, wanted, &(*opened)->csv,
                                err);
        break;
    case TABLE_JSON:
        status =
            json_table_open(source, read, handle, wanted, &(*opened)->json, err);
        break;
    case TABLE_STATEMENTS:
        status = grouped_table_open(source, read, handle, form, wanted,
                                    &(*opened)->grouped, err);
        break;
    case TABLE_KGTK:
        status =
            kgtk_table_open(source, read, handle, wanted, &(*opened)->kgtk, err);
        break;
    }
    if (status != CG_OK) {
        table_close(*opened);
        *opened = NULL;
    }
    return status;
}

void table_close(table *opened)
{
    if (opened == NULL)
        return;
    csv_table_close(opened->csv);
    json_table_close(opened->json);
    grouped_table_close(opened->grouped);
    kgtk_table_close(opened->kgtk);
    free(opened);
}

size_t table_mended(const table *opened)
{
    return opened->csv != NULL ? csv_table_mended(opened->csv) : 0;
}

cg_text table_header(const table *opened)
{
    return opened->csv != NULL ? csv_table_header(opened->csv) : (cg_text){0};
}

cg_text table_header_all(const table *opened)
{
    if (opened->csv != NULL)
        return csv_table_header_all(opened->csv);
    if (opened->grouped != NULL)
        return grouped_table_header_all(opened->grouped);
    return opened->kgtk != NULL ? kgtk_table_header_all(opened->kgtk)
                                : (cg_text){0};
}

size_t table_column_count(const table *opened)
{
    if (opened->csv != NULL)
        return csv_table_column_count(opened->csv);
    return opened->kgtk != NULL ? kgtk_table_column_count(opened->kgtk) : 0;
}

cg_text table_column(const table *opened, size_t index)
{
    return opened->csv != NULL ? csv_table_column(opened->csv, index)
                               : kgtk_table_column(opened->kgtk, index);
}

cg_status table_step(table *opened, table_row *row, bool *final, cg_error *err)
{
    if (opened->csv != NULL)
        return csv_table_step(opened->csv, row, err);
    if (opened->json != NULL)
        return json_table_step(opened->json, row, final, err);
    if (opened->grouped != NULL)
        return grouped_table_step(opened->grouped, row, err);
    return kgtk_table_step(opened->kgtk, row, final, err);
}

/* ---- Columns ---- */

static cg_status fail_missing(const char *source, const cg_text *names,
                              size_t count, const table_columns *wanted,
                              size_t index, cg_error *err)
{
    enum { NEAR = 3 };
    cg_text name = wanted->names[index];
    cg_text near = {0};
    size_t best = NEAR + 1;
    const cg_place *at = wanted->places != NULL ? &wanted->places[index] : NULL;
    for (size_t i = 0; i < count; i++) {
        size_t distance = cg_text_distance(name, names[i]);
        if (distance < best) {
            best = distance;
            near = names[i];
        }
    }
    if (near.size > 0)
        return cg_fail(err, CG_REFUSED, at,
                       "'%s' has no column '%.*s': did you mean '%.*s'?", source,
                       CG_TEXT_ARG(name), CG_TEXT_ARG(near));
    cg_text first = count > 0 ? names[0] : (cg_text){0};
    return cg_fail(err, CG_REFUSED, at,
                   "'%s' has no column '%.*s'; its %zu column%s with '%.*s'",
                   source, CG_TEXT_ARG(name), count,
                   count == 1 ? " begins" : "s begin", CG_TEXT_ARG(first));
}

cg_status table_find_column(const char *source, const cg_text *names, size_t count,
                            const table_columns *wanted, size_t index, size_t *at,
                            cg_error *err)
{
    for (*at = 0; *at < count; ++*at)
        if (cg_text_equal(names[*at], wanted->names[index]))
            return CG_OK;
    return fail_missing(source, names, count, wanted, index, err);
}

cg_place table_place(const table_row *row, size_t column)
{
    if (row->fields == NULL)
        return row->from.place;
    return cg_rows_field_place(&row->from, row->fields[column]);
}
