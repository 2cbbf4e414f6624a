#include "ingest/mapping/json_elements.h"

#include <stdlib.h>

enum { CHUNK = 1 << 16, NAME_ROOM = 32 };

struct json_elements {
    const char *source;
    cg_read read;
    void *handle;
    char *window; /* bytes from offset `base` on */
    size_t room;
    size_t size;
    size_t kept; /* all before it was given out */
    size_t at;
    uint64_t base;
    uint64_t line; /* of `kept` */
    uint64_t column;
    bool ended;
    bool started;
    bool lines; /* no object is around the elements */
    bool in_array;
    char array[NAME_ROOM]; /* its name; "" if that is too long to be one of ours */
    bool plain;            /* lines that are no JSON */
    bool bare;             /* one array is around them, without a name */
};

cg_status json_elements_open(const char *source, cg_read read, void *handle,
                             json_elements **elements, cg_error *err)
{
    *elements = calloc(1, sizeof **elements);
    if (*elements == NULL)
        return cg_fail_memory(err);
    (*elements)->source = source;
    (*elements)->read = read;
    (*elements)->handle = handle;
    (*elements)->line = (*elements)->column = 1;
    return CG_OK;
}

void json_elements_take_lines(json_elements *elements)
{
    elements->started = elements->lines = elements->plain = true;
}

void json_elements_close(json_elements *elements)
{
    if (elements == NULL)
        return;
    free(elements->window);
    free(elements);
}

/* ---- Bytes ---- */

static cg_status fill(json_elements *in, cg_error *err)
{
    if (in->kept > 0 && in->kept >= in->size / 2) {
        memmove(in->window, in->window + in->kept, in->size - in->kept);
        in->base += in->kept;
        in->size -= in->kept;
        in->at -= in->kept;
        in->kept = 0;
    }
    cg_status status = cg_grow(in->window, &in->room, in->size + CHUNK, err);
    size_t got = 0;
    if (status == CG_OK)
        status = in->read(in->handle, in->window + in->size, CHUNK, &got, err);
    in->size += got;
    in->ended = status == CG_OK && got == 0;
    return status;
}

/* The place of offset `at` of the window: it is walked to from `kept`. */
static cg_place place_of(const json_elements *in, size_t at)
{
    cg_place place = {.source = in->source,
                      .line = in->line,
                      .column = in->column,
                      .start = in->base + at,
                      .end = in->base + at};
    for (size_t i = in->kept; i < at; i++) {
        bool line_end = in->window[i] == '\n';
        place.line += line_end;
        if (line_end)
            place.column = 1;
        else if ((in->window[i] & 0xc0) != 0x80)
            place.column++;
    }
    return place;
}

#define refuse(in, status, ...)                                                    \
    cg_fail(err, (status), (cg_place[]){place_of((in), (in)->at)}, __VA_ARGS__)

/* The byte at hand: CG_DONE at the end of the file. */
static cg_status peek(json_elements *in, char *byte, cg_error *err)
{
    while (in->at == in->size) {
        if (in->ended)
            return CG_DONE;
        if (in->size - in->kept > CG_ROW_MAX)
            return refuse(in, CG_LIMIT, "an element of more than %d bytes",
                          CG_ROW_MAX);
        cg_status status = fill(in, err);
        if (status != CG_OK)
            return status;
    }
    *byte = in->window[in->at];
    return CG_OK;
}

static cg_status need(json_elements *in, char *byte, cg_error *err)
{
    cg_status status = peek(in, byte, err);
    return status == CG_DONE
               ? refuse(in, CG_SYNTAX, "the file ends in the middle of its JSON")
               : status;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Pass over blanks and commas; the grammar between elements is not looked at closer. */
static cg_status pass_blanks(json_elements *in, char *byte, cg_error *err)
{
    cg_status status;
    while ((status = peek(in, byte, err)) == CG_OK &&
           (is_blank(*byte) || *byte == ','))
        in->at++;
    return status;
}

/* ---- Values ---- */

/* Pass over a string; `at` is at its first quote. */
static cg_status pass_string(json_elements *in, cg_error *err)
{
    char byte;
    cg_status status;
    in->at++;
    while ((status = need(in, &byte, err)) == CG_OK) {
        in->at++;
        if (byte == '"')
            return CG_OK;
        if (byte == '\\') {
            status = need(in, &byte, err);
            in->at += status == CG_OK;
        }
        if (status != CG_OK)
            break;
    }
    return status;
}

/* Pass over an object or a list, whose depth is counted and not limited: nothing recurs. */
static cg_status pass_nested(json_elements *in, cg_error *err)
{
    char byte;
    cg_status status;
    size_t depth = 0;
    while ((status = need(in, &byte, err)) == CG_OK) {
        if (byte == '"') {
            status = pass_string(in, err);
            if (status != CG_OK)
                break;
            continue;
        }
        in->at++;
        depth += byte == '{' || byte == '[';
        depth -= byte == '}' || byte == ']';
        if (depth == 0)
            break;
    }
    return status;
}

static cg_status pass_value(json_elements *in, char first, cg_error *err)
{
    if (first == '"')
        return pass_string(in, err);
    if (first == '{' || first == '[')
        return pass_nested(in, err);
    char byte;
    cg_status status;
    bool any = false;
    while ((status = peek(in, &byte, err)) == CG_OK && byte != '\0' &&
           !is_blank(byte) && strchr(",]}", byte) == NULL) {
        in->at++;
        any = true;
    }
    if ((status == CG_OK || status == CG_DONE) && !any)
        return refuse(in, CG_SYNTAX, "a value is expected here");
    return status == CG_DONE ? CG_OK : status;
}

/* ---- Elements ---- */

/* Hand out what lies between the last element and here. */
static void give(json_elements *in, size_t start, cg_row *row)
{
    cg_place begin = place_of(in, start);
    cg_place end = place_of(in, in->at);
    *row = (cg_row){
        .raw = {in->window + start, in->at - start},
        .all = {in->window + in->kept, in->at - in->kept},
        .place = begin,
    };
    row->place.end = end.start;
    in->kept = in->at;
    in->line = end.line;
    in->column = end.column;
}

/* Read `"name":` of the outer object, and go to what stands behind it. */
static cg_status read_name(json_elements *in, char *byte, cg_error *err)
{
    size_t start = in->at - in->kept + 1;
    cg_status status = pass_string(in, err);
    if (status != CG_OK)
        return status;
    const char *name = in->window + in->kept + start;
    size_t size = in->at - in->kept - start - 1;
    in->array[0] = '\0';
    if (size < NAME_ROOM) {
        memcpy(in->array, name, size);
        in->array[size] = '\0';
    }
    while ((status = need(in, byte, err)) == CG_OK && is_blank(*byte))
        in->at++;
    if (status == CG_OK && *byte != ':')
        return refuse(in, CG_SYNTAX, "expected ':' behind a name");
    in->at++;
    while (status == CG_OK && (status = need(in, byte, err)) == CG_OK &&
           is_blank(*byte))
        in->at++;
    return status;
}

/* Go to the next array of the outer object. CG_DONE: there is none. */
static cg_status find_array(json_elements *in, cg_error *err)
{
    char byte;
    cg_status status = CG_OK;
    while (status == CG_OK && (status = pass_blanks(in, &byte, err)) == CG_OK) {
        if (byte == '}') {
            in->at++;
            status = pass_blanks(in, &byte, err);
            return status == CG_OK
                       ? refuse(in, CG_SYNTAX, "text behind the end of the JSON")
                       : status;
        }
        if (byte != '"')
            return refuse(in, CG_SYNTAX, "expected a name in quotes");
        status = read_name(in, &byte, err);
        if (status == CG_OK && byte == '[') {
            in->at++;
            in->in_array = true;
            return CG_OK;
        }
        if (status == CG_OK)
            status = pass_value(in, byte, err);
    }
    return status == CG_DONE
               ? refuse(in, CG_SYNTAX, "the file ends in the middle of its JSON")
               : status;
}

/* Read on until the first line is in the window; its text. */
static cg_status first_line(json_elements *in, cg_text *line, cg_error *err)
{
    cg_status status = CG_OK;
    const char *end = NULL;
    size_t size = 0;
    while (status == CG_OK && end == NULL) {
        size = in->size - in->at;
        end = size > 0 ? memchr(in->window + in->at, '\n', size) : NULL;
        if (end != NULL || in->ended || size > CG_ROW_MAX)
            break;
        status = fill(in, err);
    }
    if (end != NULL)
        size = (size_t)(end - (in->window + in->at));
    *line = cg_text_trim((cg_text){in->window + in->at, size});
    return status;
}

/* Has an object on one line an array that holds a graph? */
static bool holds_arrays(cg_text line)
{
    static const char *const names[] = {"\"nodes\":", "\"links\":", "\"edges\":"};
    for (size_t at = 0; at < line.size; at++)
        for (size_t i = 0; line.at[at] == '"' && i < 3; i++) {
            cg_text rest = cg_text_slice(line, at, line.size);
            cg_text name = cg_text_z(names[i]);
            if (!cg_text_starts(rest, name))
                continue;
            rest = cg_text_trim(cg_text_slice(rest, name.size, rest.size));
            if (rest.size > 0 && rest.at[0] == '[')
                return true;
        }
    return false;
}

/* Is there an object around all, or one a line? A line alone is whole. */
static cg_status look(json_elements *in, cg_error *err)
{
    char byte;
    cg_text line;
    cg_status status = pass_blanks(in, &byte, err);
    in->started = true;
    in->lines = true;
    if (status == CG_OK)
        status = first_line(in, &line, err);
    if (status != CG_OK)
        return status;
    bool whole = line.size > 1 && line.at[line.size - 1] == '}';
    if (byte == '[') {
        in->bare = true;
        in->in_array = true;
    } else if (byte != '{' || (whole && !holds_arrays(line))) {
        return CG_OK;
    }
    in->lines = false;
    in->at++;
    return CG_OK;
}

static cg_status step_line(json_elements *in, cg_row *row, cg_error *err)
{
    char byte;
    cg_status status;
    while ((status = peek(in, &byte, err)) == CG_OK &&
           (in->plain ? is_line_end(byte) : is_blank(byte)))
        in->at++;
    size_t start = in->at - in->kept;
    while (status == CG_OK && (status = peek(in, &byte, err)) == CG_OK &&
           byte != '\n')
        in->at++;
    bool some = in->at > in->kept + start;
    if (status != CG_OK && !(status == CG_DONE && some))
        return status;
    while (in->plain ? is_line_end(in->window[in->at - 1])
                     : is_blank(in->window[in->at - 1]))
        in->at--;
    give(in, in->kept + start, row);
    return CG_OK;
}

static cg_status step_array(json_elements *in, cg_row *row, cg_error *err)
{
    char byte;
    cg_status status = CG_OK;
    for (;;) {
        if (!in->in_array)
            status = in->bare ? CG_DONE : find_array(in, err);
        if (status == CG_OK)
            status = pass_blanks(in, &byte, err);
        if (status == CG_DONE && in->in_array)
            return refuse(in, CG_SYNTAX, "the file ends in the middle of its JSON");
        if (status != CG_OK)
            return status;
        if (byte != ']')
            break;
        in->at++;
        in->in_array = false;
    }
    size_t start = in->at - in->kept;
    status = pass_value(in, byte, err);
    if (status == CG_OK)
        give(in, in->kept + start, row);
    return status;
}

cg_status json_elements_step(json_elements *in, cg_row *row, cg_text *array,
                             cg_error *err)
{
    *row = (cg_row){0};
    cg_status status = in->started ? CG_OK : look(in, err);
    if (status == CG_OK)
        status = in->lines ? step_line(in, row, err) : step_array(in, row, err);
    if (status == CG_DONE) {
        in->at = in->size;
        give(in, in->at, row);
    }
    *array = cg_text_z(in->lines || in->bare ? "" : in->array);
    return status;
}
