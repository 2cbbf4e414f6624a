#include "cli/list.h"

#include "cli/list_form.h"

#include <assert.h>
#include <stdlib.h>

#define LIST_FORMAT_TEXT(name, text) text,
const char *const list_format_names[] = {LIST_FORMATS(LIST_FORMAT_TEXT) NULL};
#undef LIST_FORMAT_TEXT

static const list_form *form_of(const cli_list *list)
{
    static const list_form *const forms[LIST_FORMAT_COUNT] = {
        [LIST_TABLE] = &list_form_table,       [LIST_CSV] = &list_form_csv,
        [LIST_JSON] = &list_form_json,         [LIST_JSONL] = &list_form_jsonl,
        [LIST_MARKDOWN] = &list_form_markdown,
    };
    return forms[list->style.format];
}

cg_status list_write_line(cli_list *list, cg_error *err)
{
    cg_status status = cg_buffer_status(&list->line, err);

    if (status == CG_OK && list->line.size > 0)
        status =
            list->out.write(list->out.handle, cg_buffer_text(&list->line), err);
    cg_buffer_clear(&list->line);
    return status;
}

cg_status list_open(const list_style *style, const list_column *columns,
                    size_t count, cg_output out, cli_list **opened, cg_error *err)
{
    cg_status status = CG_OK;
    cli_list *made;

    assert(count <= LIST_COLUMNS);
    *opened = NULL;
    made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->style = *style;
    made->out = out;
    memcpy(made->columns, columns, count * sizeof *columns);
    made->column_count = count;

    if (form_of(made)->begin != NULL)
        status = form_of(made)->begin(made, err);
    if (status == CG_OK)
        status = list_write_line(made, err);
    if (status != CG_OK) {
        list_close(made);
        made = NULL;
    }
    *opened = made;
    return status;
}

cg_status list_row(cli_list *list, const cg_value *cells, cg_error *err)
{
    cg_status status = form_of(list)->row(list, cells, err);

    list->rows++;
    return status == CG_OK ? list_write_line(list, err) : status;
}

cg_status list_end(cli_list *list, cg_error *err)
{
    cg_status status = CG_OK;

    if (form_of(list)->end != NULL)
        status = form_of(list)->end(list, err);
    return status == CG_OK ? list_write_line(list, err) : status;
}

void list_close(cli_list *list)
{
    if (list == NULL)
        return;
    if (form_of(list)->close != NULL)
        form_of(list)->close(list);
    cg_buffer_release(&list->line);
    free(list);
}

/* ---- Cells for people ---- */

static cg_status plain_properties(cg_text json, cg_buffer *out, cg_error *err)
{
    cg_arena arena = {0};
    cg_buffer value = {0};
    cg_properties properties;
    cg_status status = cg_properties_parse(json, &arena, &properties, err);

    if (status != CG_OK)
        goto done;
    for (size_t i = 0; i < properties.count; i++) {
        cg_buffer_add_z(out, i > 0 ? ", " : "");
        cg_text_printable(properties.items[i].key, out);
        cg_buffer_add_z(out, ": ");
        cg_buffer_clear(&value);
        cg_value_print(properties.items[i].value, &value);
        cg_text_printable(cg_buffer_text(&value), out);
    }
    status = cg_buffer_status(&value, err);
done:
    cg_buffer_release(&value);
    cg_arena_release(&arena);
    return status;
}

cg_status list_plain_cell(const list_column *column, const cg_value *cell,
                          cg_buffer *out, cg_error *err)
{
    if (column->json && cell->type == CG_STRING)
        return plain_properties(cell->as.text, out, err);
    if (cell->type == CG_STRING)
        cg_text_printable(cell->as.text, out);
    else
        cg_value_print(*cell, out);
    return CG_OK;
}
