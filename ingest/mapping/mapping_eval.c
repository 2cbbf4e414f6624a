/* What the cells of a row are made into. */
#include <math.h>
#include <stdlib.h>

#include "ingest/mapping/mapping_date.h"
#include "ingest/mapping/mapping_parts.h"

cg_place mapping_place(const mapping_reading *in, const mapping_value *value)
{
    return value->column_count > 0 ? table_place(in->row, value->columns[0])
                                   : in->row->from.place;
}

static bool is_among(mapping_texts texts, cg_text text)
{
    for (size_t i = 0; i < texts.count; i++)
        if (cg_text_equal(texts.items[i], text))
            return true;
    return false;
}

/* ---- Cells ---- */

/* The text without what is to be removed. */
static cg_status cut_out(const mapping_reading *in, mapping_texts what,
                         cg_text *text, cg_error *err)
{
    char *out = cg_arena_alloc(in->arena, text->size + 1);
    size_t size = 0;
    if (out == NULL)
        return cg_fail_memory(err);
    for (size_t at = 0; at < text->size;) {
        cg_text rest = cg_text_slice(*text, at, text->size);
        size_t skip = 0;
        for (size_t i = 0; i < what.count && skip == 0; i++)
            if (what.items[i].size > 0 && cg_text_starts(rest, what.items[i]))
                skip = what.items[i].size;
        if (skip == 0)
            out[size++] = text->at[at++];
        at += skip;
    }
    *text = cg_text_trim((cg_text){out, size});
    return CG_OK;
}

/* One text of a cell as the value takes it; empty if it counts as such. */
static cg_status take_text(const mapping_reading *in, const mapping_value *value,
                           cg_text *text, cg_error *err)
{
    cg_text bare = cg_text_trim(*text);
    if (is_among(in->sheet->empty, bare))
        *text = (cg_text){0};
    else if (!value->verbatim || bare.size == 0)
        *text = bare;
    return value->remove.count > 0 && text->size > 0
               ? cut_out(in, value->remove, text, err)
               : CG_OK;
}

/* The cells of several columns as one text. */
static cg_status join_cells(const mapping_reading *in, const mapping_value *value,
                            cg_text *joined, cg_error *err)
{
    cg_buffer out = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < value->column_count && status == CG_OK; i++) {
        table_cell cell = in->row->cells[value->columns[i]];
        cg_text text = cell.count > 0 ? cell.items[0] : (cg_text){0};
        status = take_text(in, value, &text, err);
        if (text.size == 0)
            continue;
        if (out.size > 0)
            cg_buffer_add(&out, value->join);
        cg_buffer_add(&out, text);
    }
    if (status == CG_OK)
        status = cg_buffer_status(&out, err);
    if (status == CG_OK)
        status = cg_arena_copy(in->arena, cg_buffer_text(&out), joined, err);
    cg_buffer_release(&out);
    return status;
}

/* The first text of any of the columns. */
static cg_status take_first(const mapping_reading *in, const mapping_value *value,
                            cg_text *first, cg_error *err)
{
    cg_status status = CG_OK;
    *first = (cg_text){0};
    for (size_t i = 0; i < value->column_count && first->size == 0; i++) {
        table_cell cell = in->row->cells[value->columns[i]];
        for (size_t k = 0; k < cell.count && first->size == 0; k++) {
            *first = cell.items[k];
            status = take_text(in, value, first, err);
            if (status != CG_OK)
                return status;
        }
    }
    return status;
}

/* The texts that the columns have, before any is split. */
static cg_status gather(const mapping_reading *in, const mapping_value *value,
                        mapping_texts *texts, cg_error *err)
{
    table_cell one = {0};
    if (value->column_count == 1 && !value->first)
        one = in->row->cells[value->columns[0]];
    size_t room = one.count > 0 ? one.count : 1;
    cg_text *items = cg_arena_room(in->arena, room, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    cg_status status = CG_OK;
    if (value->literal.at != NULL)
        items[count++] = value->literal;
    if (value->first || value->column_count > 1) {
        status = value->first ? take_first(in, value, &items[0], err)
                              : join_cells(in, value, &items[0], err);
        count = items[0].size > 0;
    }
    for (size_t i = 0; i < one.count && status == CG_OK; i++) {
        items[count] = one.items[i];
        status = take_text(in, value, &items[count], err);
        count += items[count].size > 0;
    }
    if (count == 0 && value->fallback.at != NULL)
        items[count++] = value->fallback;
    *texts = (mapping_texts){items, count};
    return status;
}

/* ---- Items ---- */

/* Where the separator is next in `text` from `at` on; text.size if it is not. */
static size_t find_separator(cg_text text, size_t at, cg_text separator)
{
    while (at < text.size &&
           !cg_text_starts(cg_text_slice(text, at, text.size), separator))
        at++;
    return at;
}

static size_t count_parts(cg_text text, cg_text separator)
{
    size_t count = 1;
    for (size_t at = 0; (at = find_separator(text, at, separator)) < text.size;
         at += separator.size)
        count++;
    return count;
}

static cg_status split_texts(const mapping_reading *in, const mapping_value *value,
                             mapping_texts *texts, cg_error *err)
{
    size_t room = 0;
    for (size_t i = 0; i < texts->count; i++)
        room += count_parts(texts->items[i], value->split);
    cg_text *items = cg_arena_array(in->arena, room, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < texts->count; i++) {
        cg_text text = texts->items[i];
        for (size_t at = 0; at <= text.size;) {
            size_t end = find_separator(text, at, value->split);
            cg_text part = cg_text_slice(text, at, end);
            items[count] = value->verbatim ? part : cg_text_trim(part);
            count += items[count].size > 0;
            at = end + value->split.size;
        }
    }
    *texts = (mapping_texts){items, count};
    return CG_OK;
}

static int by_from(const void *a, const void *b)
{
    return cg_text_compare(((const mapping_pair *)a)->from,
                           ((const mapping_pair *)b)->from);
}

static cg_status fail_no_pair(const mapping_reading *in, const mapping_value *value,
                              cg_text text, cg_error *err)
{
    return mapping_refuse(in, value, err,
                          "'%.*s' is not in the table at %s:%llu: add it, or '*' "
                          "for what is not there",
                          CG_TEXT_ARG(text), value->place.source,
                          (unsigned long long)value->place.line);
}

static cg_status look_up(const mapping_reading *in, const mapping_value *value,
                         mapping_texts *texts, cg_error *err)
{
    cg_text *items = cg_arena_array(in->arena, texts->count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < texts->count; i++) {
        mapping_pair wanted = {.from = texts->items[i]};
        const mapping_pair *found =
            value->pair_count > 0
                ? bsearch(&wanted, value->pairs, value->pair_count, sizeof wanted,
                          by_from)
                : NULL;
        if (found == NULL && value->rest.at == NULL)
            return fail_no_pair(in, value, wanted.from, err);
        items[count] = found != NULL ? found->to : value->rest;
        count += items[count].size > 0;
    }
    *texts = (mapping_texts){items, count};
    return CG_OK;
}

cg_status mapping_items(const mapping_reading *in, const mapping_value *value,
                        mapping_texts *items, cg_error *err)
{
    *items = (mapping_texts){0};
    if (!mapping_has(value))
        return CG_OK;
    cg_status status = gather(in, value, items, err);
    if (status == CG_OK && value->split.size > 0)
        status = split_texts(in, value, items, err);
    if (status == CG_OK && (value->pairs != NULL || value->rest.at != NULL))
        status = look_up(in, value, items, err);
    return status;
}

/* Is the value one cell as it is? Most are. */
static bool is_one_cell(const mapping_reading *in, const mapping_value *value)
{
    return value->column_count == 1 && !value->first && value->literal.at == NULL &&
           value->split.size == 0 && value->pairs == NULL &&
           value->rest.at == NULL && value->fallback.at == NULL &&
           in->row->cells[value->columns[0]].count == 1;
}

cg_status mapping_text(const mapping_reading *in, const mapping_value *value,
                       cg_text *text, cg_error *err)
{
    mapping_texts items;
    if (mapping_has(value) && is_one_cell(in, value)) {
        *text = in->row->cells[value->columns[0]].items[0];
        return take_text(in, value, text, err);
    }
    cg_status status = mapping_items(in, value, &items, err);
    *text = status == CG_OK && items.count > 0 ? items.items[0] : (cg_text){0};
    if (status == CG_OK && items.count > 1)
        return mapping_refuse(in, value, err, "%zu values where one is expected",
                              items.count);
    return status;
}

bool mapping_passes(const mapping_reading *in, const mapping_filters *filters)
{
    for (size_t i = 0; i < filters->count; i++) {
        const mapping_filter *filter = &filters->items[i];
        table_cell cell = in->row->cells[filter->column];
        bool is = cell.count == 0 && is_among(filter->texts, (cg_text){0});
        for (size_t k = 0; k < cell.count; k++)
            is = is || is_among(filter->texts, cg_text_trim(cell.items[k]));
        if (is == filter->negated)
            return false;
    }
    return true;
}

/* ---- Dates ---- */

static cg_status fail_date(const mapping_reading *in, const mapping_value *value,
                           cg_text text, cg_error *err)
{
    if (value->format.size > 0)
        return mapping_refuse(in, value, err, "'%.*s' is no date of the form %.*s",
                              CG_TEXT_ARG(text), CG_TEXT_ARG(value->format));
    return mapping_refuse(in, value, err,
                          "'%.*s' is no date: write 2025, 2025-Q3, 2025-07 or "
                          "2025-07-31, or give its 'format'",
                          CG_TEXT_ARG(text));
}

static bool parse_date(const mapping_value *value, cg_text text, cg_date *date)
{
    enum { DAY = 10 }; /* bytes of a day; behind them may stand a time */
    if (value->format.size > 0)
        return mapping_date_parse(text, value->format, date);
    if (text.size > DAY && (text.at[DAY] == 'T' || text.at[DAY] == ' '))
        text = cg_text_slice(text, 0, DAY);
    return cg_date_parse(text, date);
}

/* A part of a date, from 1 to `most`; 0 if it is not given. */
static cg_status read_part(const mapping_reading *in, const mapping_value *value,
                           const char *what, int most, int *part, cg_error *err)
{
    cg_text text;
    cg_status status = mapping_text(in, value, &text, err);
    *part = 0;
    if (status != CG_OK || text.size == 0)
        return status;
    if (text.size > 1 && (text.at[0] == 'Q' || text.at[0] == 'q'))
        text = cg_text_slice(text, 1, text.size);
    for (size_t i = 0; i < text.size && *part <= most; i++)
        *part = text.at[i] >= '0' && text.at[i] <= '9'
                    ? *part * 10 + (text.at[i] - '0')
                    : most + 1;
    if (*part >= 1 && *part <= most)
        return CG_OK;
    return mapping_refuse(in, value, err, "'%.*s' is no %s", CG_TEXT_ARG(text),
                          what);
}

static cg_status read_parts(const mapping_reading *in, const mapping_date *value,
                            cg_date *date, cg_error *err)
{
    int year, quarter, month, day;
    cg_status status = read_part(in, &value->year, "year", 9999, &year, err);
    if (status == CG_OK)
        status = read_part(in, &value->quarter, "quarter", 4, &quarter, err);
    if (status == CG_OK)
        status = read_part(in, &value->month, "month", 12, &month, err);
    if (status == CG_OK)
        status = read_part(in, &value->day, "day", 31, &day, err);
    if (status != CG_OK || year == 0)
        return status;
    date_parts parts = {year, quarter, month, day};
    if (mapping_date_make(&parts, date))
        return CG_OK;
    return mapping_refuse(in, &value->day, err, "there is no day %04d-%02d-%02d",
                          year, month, day);
}

cg_status mapping_read_date(const mapping_reading *in, const mapping_date *value,
                            cg_date *date, cg_error *err)
{
    *date = (cg_date){0};
    if (mapping_has(&value->year))
        return read_parts(in, value, date, err);
    cg_text text;
    cg_status status = mapping_text(in, &value->whole, &text, err);
    if (status != CG_OK || text.size == 0 || parse_date(&value->whole, text, date))
        return status;
    return fail_date(in, &value->whole, text, err);
}

/* ---- Properties ---- */

/* A number as the file writes it, as C does: without thousands, with a point. */
static cg_status plain_number(const mapping_reading *in, const mapping_value *value,
                              cg_text *text, cg_error *err)
{
    if (value->decimal.size == 0 && value->thousands.size == 0)
        return CG_OK;
    cg_status status = CG_OK;
    if (value->thousands.size > 0)
        status = cut_out(in, (mapping_texts){&value->thousands, 1}, text, err);
    char *out = cg_arena_alloc(in->arena, text->size + 1);
    if (status != CG_OK || out == NULL)
        return status != CG_OK ? status : cg_fail_memory(err);
    for (size_t i = 0; i < text->size; i++)
        out[i] = value->decimal.size > 0 && text->at[i] == value->decimal.at[0]
                     ? '.'
                     : text->at[i];
    text->at = out;
    return CG_OK;
}

/* Digits with a sign: false for more than 64 bits or anything else. */
static bool read_integer(cg_text text, int64_t *integer)
{
    size_t at = text.size > 0 && (text.at[0] == '-' || text.at[0] == '+');
    bool negative = at == 1 && text.at[0] == '-';
    int64_t sum = 0;
    if (at == text.size)
        return false;
    for (; at < text.size; at++) {
        int digit = text.at[at] - '0';
        if (digit < 0 || digit > 9 || sum < (INT64_MIN + digit) / 10)
            return false;
        sum = sum * 10 - digit; /* below zero there is room for one more */
    }
    if (!negative && sum == INT64_MIN)
        return false;
    *integer = negative ? sum : -sum;
    return true;
}

/* A number of the type, or of the one that it looks like. */
static bool read_number(cg_text text, cg_type type, cg_value *value)
{
    int64_t integer;
    double real;
    if (type != CG_FLOAT && read_integer(text, &integer)) {
        *value = cg_integer(integer);
        return true;
    }
    if (type == CG_INTEGER || !cg_real_of_text(text, &real) || !isfinite(real))
        return false;
    *value = (cg_value){.type = CG_FLOAT, .as.real = real};
    return true;
}

static cg_status fail_value(const mapping_reading *in, const mapping_value *value,
                            cg_text text, cg_error *err)
{
    const char *what = value->type == CG_INTEGER   ? "integer of 64 bits"
                       : value->type == CG_BOOLEAN ? "boolean: write true or false"
                                                   : "number";
    return mapping_refuse(in, value, err, "'%.*s' is no %s", CG_TEXT_ARG(text),
                          what);
}

static cg_status read_dated(const mapping_reading *in, const mapping_value *from,
                            cg_text text, cg_value *value, cg_error *err)
{
    cg_date date;
    char iso[CG_DATE_ROOM];
    if (!mapping_date_parse(text, from->format, &date))
        return fail_date(in, from, text, err);
    cg_text written = {iso, cg_date_format(date, iso)};
    cg_status status = cg_arena_copy(in->arena, written, &written, err);
    *value = cg_string(written);
    return status;
}

static cg_status read_value(const mapping_reading *in, const mapping_value *from,
                            cg_text text, cg_value *value, cg_error *err)
{
    bool number = from->type == CG_INTEGER || from->type == CG_FLOAT ||
                  (from->type == CG_NULL &&
                   (from->decimal.size > 0 || from->thousands.size > 0));
    if (from->format.size > 0)
        return read_dated(in, from, text, value, err);
    if (number) {
        cg_text plain = text;
        cg_status status = plain_number(in, from, &plain, err);
        if (status != CG_OK || read_number(plain, from->type, value))
            return status;
        return fail_value(in, from, text, err);
    }
    *value = from->type == CG_STRING ? cg_string(text) : cg_value_of_cell(text);
    if (from->type == CG_BOOLEAN && value->type != CG_BOOLEAN)
        return fail_value(in, from, text, err);
    return CG_OK;
}

/* One value, or a list of those that a cell is split into. */
static cg_status read_property(const mapping_reading *in, const mapping_value *from,
                               cg_value *value, cg_error *err)
{
    mapping_texts texts;
    cg_status status = mapping_items(in, from, &texts, err);
    *value = (cg_value){.type = CG_NULL};
    if (status != CG_OK || texts.count == 0)
        return status;
    if (texts.count == 1 && from->split.size == 0)
        return read_value(in, from, texts.items[0], value, err);
    cg_value *items = cg_arena_array(in->arena, texts.count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < texts.count && status == CG_OK; i++)
        status = read_value(in, from, texts.items[i], &items[i], err);
    value->type = CG_LIST;
    value->as.list = (cg_list){items, texts.count};
    return status;
}

cg_status mapping_read_properties(const mapping_reading *in,
                                  const mapping_properties *list,
                                  cg_properties *properties, cg_error *err)
{
    *properties = (cg_properties){0};
    if (list->count == 0)
        return CG_OK;
    cg_property *items = cg_arena_array(in->arena, list->count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    cg_status status = CG_OK;
    for (size_t i = 0; i < list->count && status == CG_OK; i++) {
        items[count].key = list->items[i].key;
        status = read_property(in, &list->items[i].value, &items[count].value, err);
        count += items[count].value.type != CG_NULL;
    }
    *properties = (cg_properties){items, count};
    return status;
}
