#include <stdlib.h>

#include "ingest/csv/decode.h"
#include "ingest/csv/rows.h"
#include "ingest/mapping/suggest.h"

static cg_text word_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    cg_text name = cg_text_z(slash != NULL ? slash + 1 : path);
    const char *point = name.size > 0 ? memchr(name.at, '.', name.size) : NULL;
    return cg_text_slice(name, 0,
                         point != NULL ? (size_t)(point - name.at) : name.size);
}

/* The name without a last part that says that it is an id or a name. */
static cg_text stem_of(cg_text name)
{
    static const char *const ends[] = {"_id",   "_ID",  "_key",  "_code", "_name",
                                       " id",   " ID",  " name", " Name", "-id",
                                       "-name", "_ref", "Id",    "ID",    "Name"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        cg_text end = cg_text_z(ends[i]);
        if (name.size > end.size && cg_text_ends(name, end))
            return cg_text_slice(name, 0, name.size - end.size);
    }
    return name;
}

static bool is_number(cg_text text)
{
    double real;
    return cg_real_of_text(text, &real);
}

static cg_status take_value(suggestion_set *set, suggest_column *column,
                            cg_text text, cg_error *err)
{
    suggest_value *value = NULL;
    cg_date date;
    text = cg_text_trim(text);
    if (text.size == 0)
        return CG_OK;
    column->filled++;
    column->dates = column->dates && cg_date_parse(text, &date);
    column->numbers = column->numbers && is_number(text);
    HASH_FIND(hh, column->values, text.at, text.size, value);
    if (value != NULL || column->distinct == SUGGEST_VALUES)
        return CG_OK;
    value = cg_arena_alloc(&set->arena, sizeof *value);
    if (value == NULL)
        return cg_fail_memory(err);
    cg_status status = cg_arena_copy(&set->arena, text, &value->text, err);
    if (status != CG_OK)
        return status;
    HASH_ADD_KEYPTR(hh, column->values, value->text.at, value->text.size, value);
    if (value->hh.tbl == NULL)
        return cg_fail_memory(err);
    column->distinct++;
    return CG_OK;
}

static cg_status name_columns(suggestion_set *set, suggest_sheet *sheet,
                              const cg_row *header, cg_error *err)
{
    sheet->count = header->count;
    sheet->columns =
        cg_arena_array(&set->arena, header->count, sizeof *sheet->columns);
    if (sheet->columns == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < header->count && status == CG_OK; i++) {
        suggest_column *column = &sheet->columns[i];
        *column = (suggest_column){.dates = true, .numbers = true};
        status = cg_arena_copy(&set->arena, cg_text_trim(header->fields[i]),
                               &column->name, err);
        column->stem = stem_of(column->name);
    }
    return status;
}

static cg_status scan_rows(suggestion_set *set, suggest_sheet *sheet, cg_rows *rows,
                           cg_error *err)
{
    cg_row row;
    cg_status status = cg_rows_step(rows, &row, err);
    if (status == CG_DONE)
        return cg_fail(err, CG_REFUSED,
                       &(cg_place){.source = sheet->file, .line = 1, .column = 1},
                       "an empty sheet: its first row names the columns");
    if (status == CG_ROW)
        status = name_columns(set, sheet, &row, err);
    while (status == CG_OK && sheet->rows < SUGGEST_ROWS) {
        status = cg_rows_step(rows, &row, err);
        if (status != CG_ROW)
            break;
        status = CG_OK;
        sheet->rows++;
        for (size_t i = 0; i < row.count && i < sheet->count && status == CG_OK;
             i++)
            status = take_value(set, &sheet->columns[i], row.fields[i], err);
    }
    return status == CG_DONE ? CG_OK : status;
}

/* The delimiter that the first line shows. */
static cg_status find_delimiter(const cg_mapped_sheet *given, char *delimiter,
                                cg_error *err)
{
    cg_decode *decode = NULL;
    static const size_t room = 4096;
    cg_buffer head = {0};
    size_t size = 1;
    format_header *header = calloc(1, sizeof *header);
    cg_status status =
        header != NULL ? given->start(given->handle, err) : cg_fail_memory(err);
    if (status == CG_OK)
        status = cg_decode_open(given->name, (cg_text){0}, given->read,
                                given->handle, &decode, err);
    while (status == CG_OK && size > 0 && head.size < room) {
        if (!cg_buffer_reserve(&head, room))
            status = cg_fail_memory(err);
        else
            status = cg_decode_read(decode, head.at + head.size, room - head.size,
                                    &size, err);
        head.size += status == CG_OK ? size : 0;
    }
    if (status == CG_OK) {
        format_header_read(cg_buffer_text(&head), header);
        *delimiter = header->delimiter;
    }
    free(header);
    cg_decode_close(decode);
    cg_buffer_release(&head);
    return status;
}

static cg_status scan_sheet(suggestion_set *set, const cg_mapped_sheet *given,
                            suggest_sheet *sheet, cg_error *err)
{
    cg_decode *decode = NULL;
    cg_rows *rows = NULL;
    sheet->file = given->name;
    sheet->word = word_of(given->name);
    cg_status status = find_delimiter(given, &sheet->delimiter, err);
    if (status == CG_OK)
        status = given->start(given->handle, err);
    if (status == CG_OK)
        status = cg_decode_open(given->name, (cg_text){0}, given->read,
                                given->handle, &decode, err);
    if (status == CG_OK)
        status = cg_rows_open(given->name, cg_decode_read, decode, &rows, err);
    if (status == CG_OK && sheet->delimiter != ',')
        cg_rows_separate(rows, sheet->delimiter);
    if (status == CG_OK)
        status = scan_rows(set, sheet, rows, err);
    cg_rows_close(rows);
    cg_decode_close(decode);
    return status;
}

cg_status suggest_scan(suggestion_set *set, const cg_mapped_sheet *sheets,
                       cg_error *err)
{
    set->sheets = cg_arena_array(&set->arena, set->count, sizeof *set->sheets);
    if (set->sheets == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < set->count && status == CG_OK; i++)
        status = scan_sheet(set, &sheets[i], &set->sheets[i], err);
    return status;
}

void suggest_release(suggestion_set *set)
{
    for (size_t i = 0; set->sheets != NULL && i < set->count; i++)
        for (size_t k = 0; k < set->sheets[i].count; k++)
            HASH_CLEAR(hh, set->sheets[i].columns[k].values);
    cg_arena_release(&set->arena);
}
