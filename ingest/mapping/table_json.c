#include <stdlib.h>

#include <jansson.h>

#include "ingest/mapping/json_elements.h"
#include "ingest/mapping/table_kinds.h"

struct json_table {
    json_elements *elements;
    table_columns wanted;
    table_cell *cells;
    cg_arena arena; /* of the row at hand */
    cg_arena kept;
};

cg_status json_table_open(const char *source, cg_read read, void *handle,
                          const table_columns *wanted, json_table **opened,
                          cg_error *err)
{
    *opened = calloc(1, sizeof **opened);
    if (*opened == NULL)
        return cg_fail_memory(err);
    (*opened)->wanted = *wanted;
    (*opened)->cells =
        cg_arena_array(&(*opened)->kept, wanted->count, sizeof *(*opened)->cells);
    if ((*opened)->cells == NULL)
        return cg_fail_memory(err);
    return json_elements_open(source, read, handle, &(*opened)->elements, err);
}

void json_table_close(json_table *opened)
{
    if (opened == NULL)
        return;
    json_elements_close(opened->elements);
    cg_arena_release(&opened->arena);
    cg_arena_release(&opened->kept);
    free(opened);
}

/* ---- Cells ---- */

/* The member at a path of names with points between them; a name may have points itself. */
static const json_t *find_path(const json_t *object, cg_text path)
{
    const char *name;
    json_t *value;
    if (path.size == 0 || !json_is_object(object))
        return path.size == 0 ? object : NULL;
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        cg_text own = cg_text_z(name);
        if (cg_text_equal(path, own))
            return value;
        if (!cg_text_starts(path, own) || path.at[own.size] != '.')
            continue;
        const json_t *found =
            find_path(value, cg_text_slice(path, own.size + 1, path.size));
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* A value as a cell has it: strings bare, anything else as JSON writes it. */
static cg_status cell_text(json_table *opened, const json_t *value, cg_text *text,
                           cg_error *err)
{
    *text = (cg_text){0};
    if (json_is_null(value))
        return CG_OK;
    if (json_is_string(value))
        return cg_arena_copy(
            &opened->arena,
            (cg_text){json_string_value(value), json_string_length(value)}, text,
            err);
    char *dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    if (dumped == NULL)
        return cg_fail_memory(err);
    cg_status status = cg_arena_copy(&opened->arena, cg_text_z(dumped), text, err);
    free(dumped);
    return status;
}

static cg_status fill_cell(json_table *opened, const json_t *value,
                           table_cell *cell, cg_error *err)
{
    size_t count = json_is_array(value) ? json_array_size(value) : value != NULL;
    cg_text *items = cg_arena_array(&opened->arena, count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = cell_text(opened,
                           json_is_array(value) ? json_array_get(value, i) : value,
                           &items[i], err);
    *cell = (table_cell){items, count};
    return status;
}

cg_status json_table_step(json_table *opened, table_row *row, bool *final,
                          cg_error *err)
{
    cg_text array;
    json_error_t problem;
    *row = (table_row){.cells = opened->cells};
    cg_arena_reset(&opened->arena);
    cg_status status =
        json_elements_step(opened->elements, &row->from, &array, err);
    *final = status != CG_OK;
    if (status != CG_OK)
        return status;
    cg_text raw = row->from.raw;
    json_t *object = json_loadb(raw.at, raw.size, JSON_REJECT_DUPLICATES, &problem);
    if (object == NULL && (problem.text[0] == '\0' ||
                           json_error_code(&problem) == json_error_out_of_memory))
        return cg_fail_memory(err);
    if (object == NULL)
        return cg_fail(err, CG_SYNTAX, &row->from.place, "not JSON: %s",
                       problem.text);
    for (size_t i = 0; i < opened->wanted.count && status == CG_OK; i++)
        status = fill_cell(opened, find_path(object, opened->wanted.names[i]),
                           &opened->cells[i], err);
    json_decref(object);
    return status == CG_OK ? CG_ROW : status;
}
