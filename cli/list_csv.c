#include "cli/list_form.h"

/* RFC 4180, with a line feed at the end of a row as CSV tools on Unix write it.
 * Values stand as they are, those too that a spreadsheet would take for a formula:
 * a changed value would come back changed. */

static bool needs_quotes(cg_text text)
{
    if (text.size == 0)
        return false;
    if (text.at[0] == ' ' || text.at[text.size - 1] == ' ')
        return true;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];
        if (byte == ',' || byte == '"' || byte == '\r' || byte == '\n' ||
            byte == '\t')
            return true;
    }
    return false;
}

static void add_field(cg_buffer *line, cg_text text)
{
    if (!needs_quotes(text)) {
        cg_buffer_add(line, text);
        return;
    }
    cg_buffer_add_byte(line, '"');
    for (size_t start = 0, end; start < text.size; start = end) {
        const char *quote = memchr(text.at + start, '"', text.size - start);

        end = quote != NULL ? (size_t)(quote - text.at) + 1 : text.size;
        cg_buffer_add(line, cg_text_slice(text, start, end));
        if (quote != NULL)
            cg_buffer_add_byte(line, '"');
    }
    cg_buffer_add_byte(line, '"');
}

static cg_status csv_begin(cli_list *list, cg_error *err)
{
    (void)err;
    for (size_t i = 0; i < list->column_count; i++) {
        cg_buffer_add_z(&list->line, i > 0 ? "," : "");
        add_field(&list->line, cg_text_z(list->columns[i].name));
    }
    cg_buffer_add_byte(&list->line, '\n');
    return CG_OK;
}

static cg_status add_cell(cli_list *list, const list_column *column,
                          const cg_value *cell, cg_buffer *plain, cg_error *err)
{
    bool empty_object = column->json && cell->type == CG_STRING &&
                        cg_text_equal(cell->as.text, CG_TEXT("{}"));

    cg_buffer_clear(plain);
    if (empty_object)
        return CG_OK;
    if (list->style.terminal && cell->type == CG_STRING)
        cg_text_printable(cell->as.text, plain);
    else
        cg_value_print(*cell, plain);
    add_field(&list->line, cg_buffer_text(plain));
    return cg_buffer_status(plain, err);
}

static cg_status csv_row(cli_list *list, const cg_value *cells, cg_error *err)
{
    cg_buffer plain = {0};
    cg_status status = CG_OK;

    for (size_t i = 0; i < list->column_count && status == CG_OK; i++) {
        cg_buffer_add_z(&list->line, i > 0 ? "," : "");
        status = add_cell(list, &list->columns[i], &cells[i], &plain, err);
    }
    cg_buffer_add_byte(&list->line, '\n');
    cg_buffer_release(&plain);
    return status;
}

const list_form list_form_csv = {.begin = csv_begin, .row = csv_row};
