#include <stdlib.h>

#include "ingest/mapping/json_elements.h"
#include "ingest/mapping/table_kinds.h"

struct kgtk_table {
    json_elements *lines;
    const char *source;
    cg_arena kept;
    cg_text *names;
    size_t name_count;
    cg_text header_all;
    size_t *fields; /* by wanted column */
    table_cell *cells;
    size_t wanted;
    cg_arena arena; /* of the row at hand */
};

/* ---- Opening ---- */

static size_t count_tabs(cg_text line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.size; i++)
        count += line.at[i] == '\t';
    return count;
}

static void split(cg_text line, cg_text *fields)
{
    size_t count = 0;
    size_t start = 0;
    for (size_t at = 0; at <= line.size; at++)
        if (at == line.size || line.at[at] == '\t') {
            fields[count++] = cg_text_slice(line, start, at);
            start = at + 1;
        }
}

static cg_status read_header(kgtk_table *opened, cg_error *err)
{
    cg_row row;
    cg_text array;
    cg_status status = json_elements_step(opened->lines, &row, &array, err);
    cg_place place = {.source = opened->source, .line = 1, .column = 1};
    if (status == CG_DONE)
        return cg_fail(err, CG_REFUSED, &place,
                       "an empty file: its first line names the columns");
    if (status != CG_OK)
        return status;
    cg_text line = {0};
    status = cg_arena_copy(&opened->kept, row.raw, &line, err);
    if (status == CG_OK)
        status = cg_arena_copy(&opened->kept, row.all, &opened->header_all, err);
    if (cg_text_starts(line, CG_TEXT("\xef\xbb\xbf")))
        line = cg_text_slice(line, 3, line.size);
    opened->name_count = count_tabs(line) + 1;
    opened->names =
        cg_arena_array(&opened->kept, opened->name_count, sizeof *opened->names);
    if (status == CG_OK && opened->names == NULL)
        return cg_fail_memory(err);
    if (status == CG_OK)
        split(line, opened->names);
    return status;
}

static cg_status find_wanted(kgtk_table *opened, const table_columns *wanted,
                             cg_error *err)
{
    size_t count = wanted->count;
    opened->wanted = count;
    opened->fields = cg_arena_array(&opened->kept, count, sizeof *opened->fields);
    opened->cells = cg_arena_array(&opened->kept, count, sizeof *opened->cells);
    if (opened->fields == NULL || opened->cells == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status =
            table_find_column(opened->source, opened->names, opened->name_count,
                              wanted, i, &opened->fields[i], err);
    return status;
}

cg_status kgtk_table_open(const char *source, cg_read read, void *handle,
                          const table_columns *wanted, kgtk_table **opened,
                          cg_error *err)
{
    *opened = calloc(1, sizeof **opened);
    if (*opened == NULL)
        return cg_fail_memory(err);
    (*opened)->source = source;
    cg_status status =
        json_elements_open(source, read, handle, &(*opened)->lines, err);
    if (status != CG_OK)
        return status;
    json_elements_take_lines((*opened)->lines);
    status = read_header(*opened, err);
    return status == CG_OK ? find_wanted(*opened, wanted, err) : status;
}

void kgtk_table_close(kgtk_table *opened)
{
    if (opened == NULL)
        return;
    json_elements_close(opened->lines);
    cg_arena_release(&opened->arena);
    cg_arena_release(&opened->kept);
    free(opened);
}

cg_text kgtk_table_header_all(const kgtk_table *opened)
{
    return opened->header_all;
}

size_t kgtk_table_column_count(const kgtk_table *opened)
{
    return opened->name_count;
}

cg_text kgtk_table_column(const kgtk_table *opened, size_t index)
{
    return opened->names[index];
}

/* ---- Values ---- */

/* `\t`, `\n`, `\"` and so on as the characters that they stand for. */
static cg_status unescape(kgtk_table *opened, cg_text *text, cg_error *err)
{
    if (text->size == 0 || memchr(text->at, '\\', text->size) == NULL)
        return CG_OK;
    char *out = cg_arena_alloc(&opened->arena, text->size);
    size_t size = 0;
    if (out == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < text->size; i++) {
        char byte = text->at[i];
        if (byte == '\\' && i + 1 < text->size) {
            byte = text->at[++i];
            byte = byte == 't'   ? '\t'
                   : byte == 'n' ? '\n'
                   : byte == 'r' ? '\r'
                                 : byte;
        }
        out[size++] = byte;
    }
    *text = (cg_text){out, size};
    return CG_OK;
}

/* The quote of this kind that ends a text which begins with one; 0 if there is none. */
static size_t closing(cg_text text, char quote)
{
    for (size_t at = 1; at < text.size; at++) {
        if (text.at[at] == '\\')
            at++;
        else if (text.at[at] == quote)
            return at;
    }
    return 0;
}

/* A date as precise as it says: `^2021-07-31T00:00:00Z/11`, where 9 is a year, 10 a month
 * and 11 a day. */
static cg_text date_of(cg_text text)
{
    size_t size = 1;
    while (size < text.size && text.at[size] != 'T' && text.at[size] != '/')
        size++;
    cg_text date = cg_text_slice(text, 1, size);
    bool year = cg_text_ends(text, CG_TEXT("/9"));
    bool month = cg_text_ends(text, CG_TEXT("/10"));
    if (year && date.size > 4)
        date.size = 4;
    if (month && date.size > 7)
        date.size = 7;
    return date;
}

/* What a value means, without the marks of its type. Symbols have bars and backslashes
 * behind a backslash, as strings do. */
static cg_status read_value(kgtk_table *opened, cg_text *text, cg_error *err)
{
    char first = text->size > 0 ? text->at[0] : '\0';
    if (first == '^') {
        *text = date_of(*text);
        return CG_OK;
    }
    if (first == '"' || first == '\'') {
        size_t end = closing(*text, first);
        *text = end > 0 ? cg_text_slice(*text, 1, end) : *text;
    } else if (first == '+' && text->size > 1) {
        *text = cg_text_slice(*text, 1, text->size);
    }
    return unescape(opened, text, err);
}

/* A bar separates several values, if it is in no quotes and behind no backslash. */
static size_t find_bar(cg_text text, size_t at)
{
    if (at < text.size && (text.at[at] == '"' || text.at[at] == '\''))
        at += closing(cg_text_slice(text, at, text.size), text.at[at]);
    while (at < text.size && text.at[at] != '|')
        at += text.at[at] == '\\' ? 2 : 1;
    return at < text.size ? at : text.size;
}

static cg_status fill_cell(kgtk_table *opened, cg_text field, table_cell *cell,
                           cg_error *err)
{
    size_t count = 1;
    for (size_t at = find_bar(field, 0); at < field.size;
         at = find_bar(field, at + 1))
        count++;
    cg_text *items = cg_arena_array(&opened->arena, count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    size_t at = 0;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        size_t end = find_bar(field, at);
        items[i] = cg_text_slice(field, at, end);
        status = read_value(opened, &items[i], err);
        at = end + 1;
    }
    *cell = (table_cell){items, count};
    return status;
}

cg_status kgtk_table_step(kgtk_table *opened, table_row *row, bool *final,
                          cg_error *err)
{
    cg_text array;
    *row = (table_row){.cells = opened->cells};
    cg_arena_reset(&opened->arena);
    cg_status status = json_elements_step(opened->lines, &row->from, &array, err);
    *final = status != CG_OK;
    if (status != CG_OK)
        return status;
    cg_text line = row->from.raw;
    size_t count = count_tabs(line) + 1;
    size_t clean = cg_text_check(line);
    if (clean < line.size)
        return cg_fail(err, CG_SYNTAX, &row->from.place,
                       "bytes that are not UTF-8, or NUL");
    if (count != opened->name_count)
        return cg_fail(err, CG_SYNTAX, &row->from.place,
                       "%zu cells where there are %zu columns", count,
                       opened->name_count);
    cg_text *fields = cg_arena_array(&opened->arena, count, sizeof *fields);
    if (fields == NULL)
        return cg_fail_memory(err);
    split(line, fields);
    for (size_t i = 0; i < opened->wanted && status == CG_OK; i++)
        status =
            fill_cell(opened, fields[opened->fields[i]], &opened->cells[i], err);
    return status == CG_OK ? CG_ROW : status;
}
