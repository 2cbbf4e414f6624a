#include "ingest/text/document_parts.h"
#include "schema/fold.h"

/* A front-matter block:
 *
 *     ---
 *     title: Two firms found an alliance
 *     date: 2025-08-13
 *     ---
 */
enum { FRONT_LINES_MAX = 100 };

/* The line that begins at `at`, without its end; `*next` is behind it. */
static cg_text line_at(cg_text text, size_t at, size_t *next)
{
    const char *end = memchr(text.at + at, '\n', text.size - at);
    size_t stop = end != NULL ? (size_t)(end - text.at) : text.size;
    *next = end != NULL ? stop + 1 : stop;
    if (stop > at && text.at[stop - 1] == '\r')
        stop--;
    return cg_text_slice(text, at, stop);
}

static bool is_fence(cg_text line)
{
    return cg_text_equal(cg_text_trim(line), CG_TEXT("---"));
}

/* The offset behind the closing fence of a block that begins at `at`, 0 if there
 * is no such block: then the fence is part of the text. */
static size_t block_end(cg_text text, size_t at)
{
    if (at >= text.size || !is_fence(line_at(text, at, &at)))
        return 0;
    for (size_t lines = 0; lines < FRONT_LINES_MAX && at < text.size; lines++) {
        cg_text line = line_at(text, at, &at);
        if (is_fence(line))
            return at;
        if (cg_text_trim(line).size > 0 && memchr(line.at, ':', line.size) == NULL)
            return 0;
    }
    return 0;
}

static cg_text unquoted(cg_text value)
{
    if (value.size >= 2 && (value.at[0] == '"' || value.at[0] == '\'') &&
        value.at[value.size - 1] == value.at[0])
        return cg_text_slice(value, 1, value.size - 1);
    return value;
}

/* A day, or the day of a timestamp (`2025-08-13T09:00+07:00`). */
static cg_status read_date(text_document *document, cg_text value, const char *name,
                           cg_error *err)
{
    cg_text day = value;
    if (value.size > 10 && (value.at[10] == 'T' || value.at[10] == ' '))
        day.size = 10;
    if (cg_date_parse(day, &document->source.date))
        return CG_OK;
    cg_place place = {.source = name};
    size_t at = (size_t)(value.at - document->original.at);
    cg_text_position(document->original, at, &place.line, &place.column);
    return cg_fail(err, CG_REFUSED, &place,
                   "'%.*s' is no date: write it like 2025-07-31",
                   CG_TEXT_ARG(value));
}

static cg_status read_line(text_document *document, cg_text line, const char *name,
                           cg_error *err)
{
    cg_source *source = &document->source;
    const struct {
        cg_text key;
        cg_text *field;
    } fields[] = {
        {CG_TEXT("title"), &source->title},
        {CG_TEXT("publisher"), &source->publisher},
        {CG_TEXT("url"), &source->url},
        {CG_TEXT("lang"), &source->language},
    };
    const char *colon = memchr(line.at, ':', line.size);
    if (colon == NULL)
        return CG_OK;
    size_t at = (size_t)(colon - line.at);
    cg_text key = cg_text_trim(cg_text_slice(line, 0, at));
    cg_text value = unquoted(cg_text_trim(cg_text_slice(line, at + 1, line.size)));
    if (value.size == 0)
        return CG_OK;
    if (cg_text_equal(key, CG_TEXT("date")) && !cg_date_known(source->date))
        return read_date(document, value, name, err);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (cg_text_equal(key, fields[i].key) && fields[i].field->size == 0)
            return cg_text_nfc(value, &document->arena, fields[i].field, err);
    }
    return CG_OK;
}

cg_status document_front(text_document *document, const char *name, size_t *body,
                         cg_error *err)
{
    cg_text text = document->original;
    cg_status status = CG_OK;
    *body = cg_text_starts(text, CG_TEXT("\xEF\xBB\xBF")) ? 3 : 0;
    size_t end = block_end(text, *body);
    if (end == 0)
        return CG_OK;
    size_t at;
    line_at(text, *body, &at);
    while (status == CG_OK && at < end)
        status = read_line(document, line_at(text, at, &at), name, err);
    *body = end;
    return status;
}
