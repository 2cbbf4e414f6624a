#include "ingest/csv/rows.h"

#include <stdbool.h>
#include <stdlib.h>

#include <csv.h>

#include "schema/memory.h"

/* libcsv is fed one line at a time: a row can end only where a line does, so that
 * the bytes of a row, and from them every place in it, are known without counting
 * bytes in callbacks. */

enum {
    WINDOW_ROOM = 1 << 16, /* bytes, at first */
    OPTIONS = CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL
};

struct cg_rows {
    const char *source;
    cg_read read;
    void *handle;
    struct csv_parser parser;
    char separator;

    char *window; /* bytes of the input from offset `base` on */
    size_t room;  /* of the window */
    size_t size;  /* bytes in it */
    size_t kept;  /* where the last row's line ended: all before it is done with */
    size_t begin; /* where the row at hand begins */
    size_t fed;   /* what libcsv has seen */
    size_t searched; /* no line ends between `fed` and here */
    uint64_t base;
    uint64_t line;       /* of `begin` */
    uint64_t lines_fed;  /* of the row at hand */
    bool started;        /* the byte order mark was looked for */
    bool ended;          /* `read` has nothing more */
    bool complete;       /* libcsv saw the end of the row */
    cg_status collected; /* how gathering the fields went */

    cg_text
        *fields; /* in the window or, while copies are gathered, sizes, and NULL for
                        empty without quotes */
    size_t field_room;
    size_t count;
    bool copied;  /* the fields of the row at hand are copied: they had quotes */
    char *values; /* those copies, one behind the other */
    size_t value_room;
    size_t value_size;

    cg_error failure; /* the final one */
};

/* ---- Places ---- */

/* The bytes of the line end at `at`: 0 if there is none. */
static size_t line_end_at(cg_text text, size_t at)
{
    if (text.at[at] == '\n')
        return 1;
    if (text.at[at] != '\r')
        return 0;
    return at + 1 < text.size && text.at[at + 1] == '\n' ? 2 : 1;
}

/* The place of byte `offset` of the text that begins at `begin`. */
static cg_place place_within(cg_place begin, cg_text text, size_t offset)
{
    cg_place place = begin;
    size_t at = 0;
    while (at < offset) {
        size_t line_end = line_end_at(text, at);
        if (line_end > 0) {
            place.line++;
            place.column = 1;
            at += line_end;
        } else {
            at++;
            while (at < offset && (text.at[at] & 0xc0) == 0x80)
                at++;
            place.column++;
        }
    }
    place.start = begin.start + offset;
    return place;
}

/* Where field `index` begins in the row `raw`, behind blanks. The quotes of the
 * fields before it are sound. */
static size_t field_offset(cg_text raw, char separator, size_t index)
{
    size_t at = 0;
    bool quoted = false;
    for (; at < raw.size && index > 0; at++) {
        if (raw.at[at] == '"')
            quoted = !quoted;
        else if (raw.at[at] == separator && !quoted)
            index--;
    }
    while (at < raw.size && raw.at[at] != separator &&
           (raw.at[at] == ' ' || raw.at[at] == '\t'))
        at++;
    return at;
}

cg_place cg_rows_field_place(const cg_row *row, size_t index)
{
    cg_place place = place_within(row->place, row->raw,
                                  field_offset(row->raw, row->separator, index));
    place.end = row->place.end;
    return place;
}

/* ---- What libcsv calls ---- */

static void take_field(void *field, size_t size, void *handle)
{
    cg_rows *rows = handle;
    if (rows->collected != CG_OK)
        return;
    if (rows->count == CG_ROW_FIELD_MAX) {
        rows->collected = CG_LIMIT;
        return;
    }
    if (rows->count == rows->field_room) {
        rows->collected =
            cg_grow(rows->fields, &rows->field_room, rows->count + 1, NULL);
        if (rows->collected != CG_OK)
            return;
    }
    rows->fields[rows->count++] = (cg_text){field, size};
}

/* One that is gone when libcsv goes on. */
static void take_fleeting(void *field, size_t size, void *handle)
{
    cg_rows *rows = handle;
    if (size > 0)
        memcpy(rows->values + rows->value_size, field, size);
    rows->value_size += size;
    rows->copied = true;
    take_field(field, size, handle);
}

static void take_row(int line_end, void *handle)
{
    (void)line_end;
    cg_rows *rows = handle;
    rows->complete = true;
}

/* libcsv as new, whatever state it was in. */
static void parser_reset(struct csv_parser *parser)
{
    csv_set_opts(parser, CSV_STRICT);
    csv_fini(parser, NULL, NULL, NULL);
    csv_set_opts(parser, OPTIONS);
}

/* ---- The window ---- */

static cg_status window_make_room(cg_rows *rows, cg_error *err)
{
    if (rows->size < rows->room)
        return CG_OK;
    if (rows->room == 0 || rows->kept < rows->room / 2) {
        size_t need = rows->room == 0 ? WINDOW_ROOM : rows->room * 2;
        return cg_grow(rows->window, &rows->room, need, err);
    }
    memmove(rows->window, rows->window + rows->kept, rows->size - rows->kept);
    rows->base += rows->kept;
    rows->begin -= rows->kept;
    rows->fed -= rows->kept;
    rows->searched -= rows->kept;
    rows->size -= rows->kept;
    rows->kept = 0;
    return CG_OK;
}

static cg_status window_fill(cg_rows *rows, cg_error *err)
{
    cg_status status = window_make_room(rows, err);
    if (status != CG_OK)
        return status;
    size_t size = 0;
    status = rows->read(rows->handle, rows->window + rows->size,
                        rows->room - rows->size, &size, err);
    if (status != CG_OK)
        return status;
    rows->ended = size == 0;
    rows->size += size;
    return CG_OK;
}

static cg_text window_slice(const cg_rows *rows, size_t start, size_t end)
{
    return (cg_text){rows->window + start, end - start};
}

static cg_status pass_byte_order_mark(cg_rows *rows, cg_error *err)
{
    static const char mark[] = {'\xef', '\xbb', '\xbf'};
    while (!rows->ended && rows->size < sizeof mark) {
        cg_status status = window_fill(rows, err);
        if (status != CG_OK)
            return status;
    }
    if (rows->size >= sizeof mark && memcmp(rows->window, mark, sizeof mark) == 0)
        rows->begin = rows->fed = rows->searched = sizeof mark;
    rows->started = true;
    return CG_OK;
}

/* Where the row at hand begins; `end` is still open. */
static cg_place row_place(const cg_rows *rows)
{
    uint64_t start = rows->base + rows->begin;
    return (cg_place){.source = rows->source,
                      .line = rows->line,
                      .column = 1,
                      .start = start,
                      .end = start};
}

static cg_status fail_too_long(const cg_rows *rows, cg_error *err)
{
    cg_place place = row_place(rows);
    if (rows->fed == rows->begin)
        return cg_fail(err, CG_LIMIT, &place, "a row of more than %d bytes",
                       CG_ROW_MAX);
    cg_text raw = window_slice(rows, rows->begin, rows->fed);
    place =
        place_within(place, raw, field_offset(raw, rows->separator, rows->count));
    return cg_fail(err, CG_LIMIT, &place,
                   "a quote that is not closed within %d bytes", CG_ROW_MAX);
}

/* Where the first line end of [at, stop) begins; `stop` if there is none. Eight bytes at a
 * time: one that is zero borrows, in the subtraction, into its highest bit. */
static const char *find_line_end(const char *at, const char *stop)
{
    static const uint64_t ones = 0x0101010101010101u, highest = 0x8080808080808080u;
    uint64_t bytes;
    for (; (size_t)(stop - at) >= sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        uint64_t feed = bytes ^ ones * '\n', carriage = bytes ^ ones * '\r';
        if ((((feed - ones) & ~feed) | ((carriage - ones) & ~carriage)) & highest)
            break;
    }
    while (at < stop && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* Find the end of the line that begins at `fed`: `*end` is behind its line end, or
 * the end of the input. */
static cg_status find_line(cg_rows *rows, size_t *end, cg_error *err)
{
    for (;;) {
        const char *at = rows->window + rows->searched;
        const char *stop = rows->window + rows->size;
        at = find_line_end(at, stop);
        rows->searched = (size_t)(at - rows->window);
        /* A CR as the last byte may have its LF in the next chunk. */
        if (at < stop && (*at == '\n' || at + 1 < stop || rows->ended)) {
            *end = rows->searched +
                   line_end_at(window_slice(rows, 0, rows->size), rows->searched);
            break;
        }
        if (rows->ended) {
            *end = rows->size;
            break;
        }
        if (rows->size - rows->kept > CG_ROW_MAX)
            return fail_too_long(rows, err);
        cg_status status = window_fill(rows, err);
        if (status != CG_OK)
            return status;
    }
    if (*end - rows->kept > CG_ROW_MAX)
        return fail_too_long(rows, err);
    return CG_OK;
}

/* ---- Rows ---- */

/* Step over the line that ends at `end`. */
static void pass_line(cg_rows *rows, size_t end)
{
    rows->fed = end;
    rows->searched = end;
    rows->lines_fed++;
}

/* Now that they do not move any more, point to the fields' copies. */
static void find_copies(cg_rows *rows)
{
    char *value = rows->values;
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->fields[i].at != NULL)
            rows->fields[i].at = value;
        value += rows->fields[i].size;
    }
}

/* Hand out what lies between the last row and `fed`. */
static void give_row(cg_rows *rows, cg_row *row)
{
    size_t end = rows->fed;
    if (end > rows->begin && rows->window[end - 1] == '\n')
        end--;
    if (end > rows->begin && rows->window[end - 1] == '\r')
        end--;
    if (rows->copied)
        find_copies(rows);
    *row = (cg_row){.fields = rows->fields,
                    .count = rows->count,
                    .raw = window_slice(rows, rows->begin, end),
                    .all = window_slice(rows, rows->kept, rows->fed),
                    .place = row_place(rows),
                    .separator = rows->separator};
    row->place.end = rows->base + end;
    rows->kept = rows->begin = rows->fed;
    rows->line += rows->lines_fed;
    rows->lines_fed = 0;
}

/* Hand out a row that is not well formed, up to the end of the line of `at`. */
static cg_status give_bad_row(cg_rows *rows, cg_row *row, cg_place at,
                              const char *message, cg_error *err)
{
    parser_reset(&rows->parser);
    rows->count = 0;
    give_row(rows, row);
    at.end = row->place.end;
    return cg_fail(err, CG_SYNTAX, &at, "%s", message);
}

static cg_status give_stray_quote(cg_rows *rows, cg_row *row, cg_place at,
                                  char offence, cg_error *err)
{
    return give_bad_row(
        rows, row, at,
        offence == '"'
            ? "a quote inside a field: double it, and put the field in quotes"
            : "text behind a closing quote: double the quotes inside a field",
        err);
}

static cg_status give_unclosed_quote(cg_rows *rows, cg_row *row, cg_error *err)
{
    cg_text raw = window_slice(rows, rows->begin, rows->fed);
    size_t offset = field_offset(raw, rows->separator, rows->count);
    cg_place at = place_within(row_place(rows), raw, offset);
    while (offset < raw.size && line_end_at(raw, offset) == 0)
        offset++;
    if (offset < raw.size)
        offset += line_end_at(raw, offset);
    /* The lines behind the offence are read again, as rows of their own. */
    rows->fed = rows->searched = rows->begin + offset;
    rows->lines_fed = at.line - rows->line + 1;
    return give_bad_row(rows, row, at, "a quote that is never closed", err);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Take the fields of a row that is one line without quotes, as libcsv would; most are. */
static void split_line(cg_rows *rows, cg_text line)
{
    const char *at = line.at;
    const char *stop = line.at + line.size;
    while (stop > at && (stop[-1] == '\n' || stop[-1] == '\r'))
        stop--;
    for (bool more = true; more;) {
        const char *sign = memchr(at, rows->separator, (size_t)(stop - at));
        const char *end = sign != NULL ? sign : stop;
        more = sign != NULL;
        while (at < end && is_blank(*at))
            at++;
        const char *last = end;
        while (last > at && is_blank(last[-1]))
            last--;
        char *value = last > at ? rows->window + (at - rows->window) : NULL;
        take_field(value, (size_t)(last - at), rows);
        at = end + more;
    }
    rows->complete = true;
}

/* Give libcsv the line from `fed` to `end`. CG_ROW: it ended the row; CG_OK: the row
 * goes on; CG_SYNTAX: as in cg_rows_step. */
static cg_status feed_line(cg_rows *rows, size_t end, cg_row *row, cg_error *err)
{
    cg_text line = window_slice(rows, rows->fed, end);
    size_t clean = cg_text_check(line);
    cg_text raw = window_slice(rows, rows->begin, end);
    if (clean < line.size) {
        size_t offset = rows->fed - rows->begin + clean;
        cg_place at = place_within(row_place(rows), raw, offset);
        pass_line(rows, end);
        return give_bad_row(rows, row, at,
                            line.at[clean] == '\0' ? "a NUL byte"
                                                   : "bytes that are not UTF-8",
                            err);
    }

    if (rows->fed == rows->begin && memchr(line.at, '"', line.size) == NULL) {
        split_line(rows, line);
        pass_line(rows, end);
        return CG_ROW;
    }
    cg_status status = cg_grow(rows->values, &rows->value_room, raw.size + 1, err);
    if (status != CG_OK)
        return status;
    /* libcsv's field buffer grows by so much: let it double. */
    csv_set_blk_size(&rows->parser, raw.size + 1);
    size_t parsed =
        csv_parse(&rows->parser, line.at, line.size, take_fleeting, take_row, rows);
    size_t offence = rows->fed - rows->begin + parsed;
    pass_line(rows, end);
    if (parsed == line.size)
        return rows->complete ? CG_ROW : CG_OK;
    if (csv_error(&rows->parser) != CSV_EPARSE)
        return cg_fail_memory(err);
    return give_stray_quote(rows, row, place_within(row_place(rows), raw, offence),
                            line.at[parsed], err);
}

/* Pass over lines of blanks. CG_DONE when nothing else is left. */
static cg_status pass_empty_lines(cg_rows *rows, size_t *end, cg_error *err)
{
    for (;;) {
        cg_status status = find_line(rows, end, err);
        if (status != CG_OK)
            return status;
        if (cg_text_trim(window_slice(rows, rows->begin, *end)).size > 0)
            return CG_OK;
        bool last = *end == rows->size && rows->ended;
        pass_line(rows, *end);
        rows->begin = rows->fed;
        rows->line += rows->lines_fed;
        rows->lines_fed = 0;
        if (last)
            return CG_DONE;
    }
}

/* Read lines until a row is whole. */
static cg_status gather_row(cg_rows *rows, cg_row *row, cg_error *err)
{
    size_t end = 0;
    cg_status status = pass_empty_lines(rows, &end, err);
    while (status == CG_OK) {
        status = feed_line(rows, end, row, err);
        if (status != CG_OK)
            break;
        if (rows->ended && rows->fed == rows->size) {
            if (csv_fini(&rows->parser, take_fleeting, take_row, rows) != 0)
                return give_unclosed_quote(rows, row, err);
            status = CG_ROW;
        } else {
            status = find_line(rows, &end, err);
        }
    }
    if (status == CG_ROW && rows->collected == CG_LIMIT) {
        cg_place place = row_place(rows);
        return cg_fail(err, CG_LIMIT, &place, "a row of more than %d fields",
                       CG_ROW_FIELD_MAX);
    }
    if (status == CG_ROW && rows->collected != CG_OK)
        return cg_fail_memory(err);
    if (status == CG_ROW || status == CG_DONE)
        give_row(rows, row);
    return status;
}

cg_status cg_rows_step(cg_rows *rows, cg_row *row, cg_error *err)
{
    *row = (cg_row){0};
    if (rows->failure.status != CG_OK) {
        if (err != NULL && err->status == CG_OK)
            *err = rows->failure;
        return rows->failure.status;
    }
    rows->count = 0;
    rows->value_size = 0;
    rows->copied = false;
    rows->complete = false;
    rows->collected = CG_OK;

    cg_error failure;
    cg_error_clear(&failure);
    cg_status status = CG_OK;
    if (!rows->started)
        status = pass_byte_order_mark(rows, &failure);
    if (status == CG_OK)
        status = gather_row(rows, row, &failure);
    if (status == CG_ROW || status == CG_DONE)
        return status;
    if (status != CG_SYNTAX)
        rows->failure = failure;
    if (err != NULL && err->status == CG_OK)
        *err = failure;
    return status;
}

cg_status cg_rows_open(const char *source, cg_read read, void *handle,
                       cg_rows **rows, cg_error *err)
{
    *rows = calloc(1, sizeof **rows);
    if (*rows == NULL)
        return cg_fail_memory(err);
    (*rows)->source = source;
    (*rows)->read = read;
    (*rows)->handle = handle;
    (*rows)->line = 1;
    (*rows)->separator = ',';
    struct csv_parser *parser = &(*rows)->parser;
    csv_init(parser, OPTIONS); /* fails only without a parser */
    csv_set_realloc_func(parser, realloc);
    csv_set_free_func(parser, free);
    return CG_OK;
}

void cg_rows_separate(cg_rows *rows, char separator)
{
    rows->separator = separator;
    csv_set_delim(&rows->parser, (unsigned char)separator);
}

void cg_rows_close(cg_rows *rows)
{
    if (rows == NULL)
        return;
    csv_free(&rows->parser);
    free(rows->window);
    free(rows->fields);
    free(rows->values);
    free(rows);
}

cg_status cg_rows_read_text(void *handle, char *buffer, size_t room, size_t *size,
                            cg_error *err)
{
    (void)err;
    cg_text *rest = handle;
    *size = rest->size < room ? rest->size : room;
    if (*size > 0)
        memcpy(buffer, rest->at, *size);
    *rest = cg_text_slice(*rest, *size, rest->size);
    return CG_OK;
}
