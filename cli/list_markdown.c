#include "cli/list_form.h"

/* A GitHub table. What Markdown or HTML would read as markup is escaped, so that a
 * cell shows as the text that it is. */

static bool is_alphanumeric(cg_text text, size_t at)
{
    unsigned char byte = at < text.size ? (unsigned char)text.at[at] : ' ';

    return byte >= 0x80 || (byte >= '0' && byte <= '9') ||
           (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* An underscore inside a word is none. */
static bool is_markup(cg_text text, size_t at)
{
    if (text.at[at] == '_')
        return at == 0 || !is_alphanumeric(text, at - 1) ||
               !is_alphanumeric(text, at + 1);
    return memchr("\\|*`<>[]~&", text.at[at], 10) != NULL;
}

static void add_escaped(cg_buffer *line, cg_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (is_markup(text, i))
            cg_buffer_add_byte(line, '\\');
        cg_buffer_add_byte(line, text.at[i]);
    }
}

static cg_status markdown_begin(cli_list *list, cg_error *err)
{
    (void)err;
    cg_buffer_add_byte(&list->line, '|');
    for (size_t i = 0; i < list->column_count; i++) {
        cg_buffer_add_byte(&list->line, ' ');
        add_escaped(&list->line, cg_text_z(list->columns[i].name));
        cg_buffer_add_z(&list->line, " |");
    }
    cg_buffer_add_z(&list->line, "\n|");
    for (size_t i = 0; i < list->column_count; i++)
        cg_buffer_add_z(&list->line, " --- |");
    cg_buffer_add_byte(&list->line, '\n');
    return CG_OK;
}

static cg_status markdown_row(cli_list *list, const cg_value *cells, cg_error *err)
{
    cg_buffer plain = {0};
    cg_status status = CG_OK;

    cg_buffer_add_byte(&list->line, '|');
    for (size_t i = 0; i < list->column_count && status == CG_OK; i++) {
        cg_buffer_clear(&plain);
        status = list_plain_cell(&list->columns[i], &cells[i], &plain, err);
        cg_buffer_add_byte(&list->line, ' ');
        add_escaped(&list->line, cg_buffer_text(&plain));
        cg_buffer_add_z(&list->line, plain.size > 0 ? " |" : "|");
    }
    cg_buffer_add_byte(&list->line, '\n');
    if (status == CG_OK)
        status = cg_buffer_status(&plain, err);
    cg_buffer_release(&plain);
    return status;
}

const list_form list_form_markdown = {.begin = markdown_begin, .row = markdown_row};
