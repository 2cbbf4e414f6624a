#include "cli/list_form.h"

/* `json` is one array with an object a line, `jsonl` the same objects alone. */

static void add_object(cli_list *list, const cg_value *cells)
{
    cg_buffer *line = &list->line;

    cg_buffer_add_byte(line, '{');
    for (size_t i = 0; i < list->column_count; i++) {
        cg_buffer_add_z(line, i > 0 ? "," : "");
        cg_text_json(cg_text_z(list->columns[i].name), line);
        cg_buffer_add_byte(line, ':');
        if (list->columns[i].json)
            cg_buffer_add(line, cells[i].type == CG_STRING ? cells[i].as.text
                                                           : CG_TEXT("{}"));
        else
            cg_value_json(cells[i], line);
    }
    cg_buffer_add_byte(line, '}');
}

static cg_status json_begin(cli_list *list, cg_error *err)
{
    (void)err;
    cg_buffer_add_byte(&list->line, '[');
    return CG_OK;
}

static cg_status json_row(cli_list *list, const cg_value *cells, cg_error *err)
{
    (void)err;
    cg_buffer_add_z(&list->line, list->rows > 0 ? ",\n" : "\n");
    add_object(list, cells);
    return CG_OK;
}

static cg_status json_end(cli_list *list, cg_error *err)
{
    (void)err;
    cg_buffer_add_z(&list->line, list->rows > 0 ? "\n]\n" : "]\n");
    return CG_OK;
}

static cg_status jsonl_row(cli_list *list, const cg_value *cells, cg_error *err)
{
    (void)err;
    add_object(list, cells);
    cg_buffer_add_byte(&list->line, '\n');
    return CG_OK;
}

const list_form list_form_json = {
    .begin = json_begin, .row = json_row, .end = json_end};
const list_form list_form_jsonl = {.row = jsonl_row};
