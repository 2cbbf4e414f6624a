#include "ingest/csv/sheet_parts.h"

/* A JSON number, which has one meaning whatever the locale. */
static bool read_number(cg_text cell, cg_arena *arena, cg_value *value,
                        cg_status *status, cg_error *err)
{
    for (size_t i = 0; i < cell.size; i++)
        if (memchr("0123456789+-.eE", cell.at[i], 15) == NULL)
            return false;
    cg_buffer json = {0};
    cg_buffer_add_z(&json, "{\"\":");
    cg_buffer_add(&json, cell);
    cg_buffer_add_z(&json, "}");
    cg_properties number = {0};
    cg_error ignored = {0};
    *status = cg_buffer_status(&json, err);
    if (*status == CG_OK) {
        *status =
            cg_properties_parse(cg_buffer_text(&json), arena, &number, &ignored);
        if (*status == CG_NOMEM)
            cg_fail_memory(err);
    }
    cg_buffer_release(&json);
    if (*status != CG_OK)
        return *status != CG_SYNTAX;
    *value = cg_properties_get(number, (cg_text){0});
    return true;
}

/* The cell as a number of `type`; false if it is none. */
static bool read_typed_number(cg_text cell, cg_type type, cg_arena *arena,
                              cg_value *value, cg_status *status, cg_error *err)
{
    if (!read_number(cell, arena, value, status, err))
        return false;
    if (*status != CG_OK || value->type == type)
        return true;
    if (type == CG_INTEGER || value->type != CG_INTEGER)
        return false;
    *value = (cg_value){.type = CG_FLOAT, .as.real = (double)value->as.integer};
    return true;
}

static cg_status read_cell(sheet_reader *reader, const cg_row *row,
                           const sheet_property *property, cg_value *value,
                           cg_error *err)
{
    cg_text cell = row->fields[property->column];
    cg_status status = CG_OK;
    *value = (cg_value){.type = CG_NULL};
    if (property->type == CG_NULL) {
        *value = cg_value_of_cell(cell);
    } else if (property->type == CG_STRING) {
        if (cell.at != NULL)
            *value = cg_string(cell);
    } else if (cell.size == 0) {
        return CG_OK;
    } else if (property->type == CG_BOOLEAN) {
        *value = cg_value_of_cell(cell);
        if (value->type != CG_BOOLEAN)
            return sheet_refuse(row, property->column, err,
                                "'%.*s' is neither 'true' nor 'false'",
                                CG_TEXT_ARG(cell));
    } else if (!read_typed_number(cell, property->type, &reader->arena, value,
                                  &status, err)) {
        return sheet_refuse(row, property->column, err, "'%.*s' is no %s",
                            CG_TEXT_ARG(cell),
                            property->type == CG_INTEGER ? "integer of 64 bits"
                                                         : "number such as 0.5");
    }
    return status;
}

cg_status sheet_properties_read(sheet_reader *reader, const cg_row *row,
                                cg_properties *properties, cg_error *err)
{
    const sheet_header *header = reader->header;
    *properties = (cg_properties){0};
    if (header->property_count == 0)
        return CG_OK;
    cg_property *items =
        cg_arena_array(&reader->arena, header->property_count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < header->property_count; i++) {
        const sheet_property *property = &header->properties[i];
        cg_value value;
        cg_status status = read_cell(reader, row, property, &value, err);
        if (status != CG_OK)
            return status;
        if (value.type == CG_NULL)
            continue;
        if (count > 0 && cg_text_equal(items[count - 1].key, property->key))
            return sheet_refuse(row, property->column, err,
                                "two columns give a value for '%.*s'",
                                CG_TEXT_ARG(property->key));
        items[count++] = (cg_property){.key = property->key, .value = value};
    }
    *properties = (cg_properties){.items = items, .count = count};
    return CG_OK;
}
