#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/utf16.h>

#include "ingest/text/document_parts.h"

/* The way through a document's paragraphs. */
typedef struct {
    text_document *document;
    const text_words *words;
    UBreakIterator *breaks;
    UChar *units; /* the paragraph in UTF-16, line ends as blanks */
    size_t unit_room;
    size_t sentence_room;
    size_t token; /* the first that is in no sentence yet */
    uint32_t paragraph;
} sentence_scan;

/* ---- Lines and paragraphs ---- */

typedef struct {
    size_t start;
    size_t end;  /* without blanks at the end */
    size_t next; /* the next line */
} text_line;

static text_line line_at(cg_text text, size_t at)
{
    text_line line = {.start = at, .next = text.size};
    const char *end = memchr(text.at + at, '\n', text.size - at);
    if (end != NULL)
        line.next = (size_t)(end - text.at) + 1;
    line.end = line.next;
    while (line.end > at && (unsigned char)text.at[line.end - 1] <= ' ')
        line.end--;
    return line;
}

static bool is_blank(text_line line)
{
    return line.end == line.start;
}

/* Does the line begin with a small letter, as only a wrapped line does? */
static bool goes_on(const sentence_scan *scan, text_line line)
{
    const text_document *document = scan->document;
    for (size_t i = scan->token; i < document->token_count; i++) {
        const text_token *token = &document->tokens[i];
        if (token->start >= line.start)
            return token->start < line.end && token->shape == TOKEN_LOWER;
    }
    return false;
}

/* The end of the block of lines that begins at `line`, and whether its lines were
 * wrapped: then they are one paragraph, and else one each. */
static size_t block_end(sentence_scan *scan, text_line line, bool *wrapped)
{
    enum { WRAPPED_BYTES_MAX = 400 };
    cg_text text = scan->document->text;
    size_t end = line.next;
    size_t kept = scan->token;
    bool short_lines = line.end - line.start <= WRAPPED_BYTES_MAX;
    *wrapped = false;
    while (end < text.size) {
        line = line_at(text, end);
        if (is_blank(line))
            break;
        short_lines &= line.end - line.start <= WRAPPED_BYTES_MAX;
        while (scan->token < scan->document->token_count &&
               scan->document->tokens[scan->token].start < line.start)
            scan->token++;
        *wrapped |= goes_on(scan, line);
        end = line.next;
    }
    *wrapped &= short_lines;
    scan->token = kept;
    return end;
}

/* ---- Sentences ---- */

static bool is_sign(const text_document *document, size_t token, const char *signs)
{
    const text_token *at = &document->tokens[token];
    cg_text sign = cg_text_slice(document->text, at->start, at->end);
    for (cg_text rest = cg_text_z(signs); rest.size > 0;) {
        size_t next = 0;
        cg_text_next(rest, &next);
        if (cg_text_equal(sign, cg_text_slice(rest, 0, next)))
            return true;
        rest = cg_text_slice(rest, next, rest.size);
    }
    return false;
}

static bool has_use(const text_words *words, const text_token *token, word_use use)
{
    return words_longest(words, token, 1, use, NULL) > 0;
}

/* Is the point `last` that of an abbreviation, an initial or a list number? */
static bool is_short(const sentence_scan *scan, size_t first, size_t last)
{
    const text_document *document = scan->document;
    const text_token *tokens = document->tokens;
    if (tokens[last].shape == TOKEN_UPPER) /* `U.S.` */
        return document->text.at[tokens[last].end - 1] == '.';
    if (last == first || tokens[last].blank_before || !is_sign(document, last, "."))
        return false;
    const text_token *word = &tokens[last - 1];
    if (word->shape == TOKEN_NUMBER)
        return last - 1 == first;
    if (word->shape == TOKEN_UPPER && word->end - word->start == 1)
        return true;
    return has_use(scan->words, word, WORD_ABBREVIATION);
}

/* Should what the break iterator parts between `next - 1` and `next` stay one
 * sentence, which began at token `first`? */
static bool stays(const sentence_scan *scan, size_t first, size_t next)
{
    const text_document *document = scan->document;
    const text_token *follower = &document->tokens[next];
    if (is_sign(document, next, "”’」』）)]»"))
        return true;
    if (follower->shape == TOKEN_LOWER)
        return true;
    if (follower->shape == TOKEN_CJK && !follower->blank_before &&
        is_sign(document, next - 1, "．")) /* 吉姆．史密斯 */
        return true;
    return is_short(scan, first, next - 1) &&
           !has_use(scan->words, follower, WORD_STOP);
}

/* Opening quotes at the end of what the break iterator gives, as in `。“`, begin the
 * next sentence. */
static size_t without_openers(const sentence_scan *scan, size_t end)
{
    while (end > scan->token + 1 &&
           is_sign(scan->document, end - 1, "“‘「『（《([«"))
        end--;
    return end;
}

static cg_status add_sentence(sentence_scan *scan, size_t end, cg_error *err)
{
    text_document *document = scan->document;
    cg_status status = cg_grow(document->sentences, &scan->sentence_room,
                               document->sentence_count + 1, err);
    if (status != CG_OK)
        return status;
    document->sentences[document->sentence_count++] = (text_sentence){
        .first_token = (uint32_t)scan->token,
        .end_token = (uint32_t)end,
        .paragraph = scan->paragraph,
    };
    scan->token = end;
    return CG_OK;
}

/* The paragraph in UTF-16 for the break iterator; its length in units. */
static cg_status to_units(sentence_scan *scan, cg_text paragraph, size_t *count,
                          cg_error *err)
{
    cg_status status =
        cg_grow(scan->units, &scan->unit_room, paragraph.size + 1, err);
    *count = 0;
    if (status != CG_OK)
        return status;
    for (size_t at = 0; at < paragraph.size;) {
        uint32_t point = cg_text_next(paragraph, &at);
        if (point < 0x20)
            point = ' ';
        if (point < 0x10000) {
            scan->units[(*count)++] = (UChar)point;
        } else {
            scan->units[(*count)++] = U16_LEAD(point);
            scan->units[(*count)++] = U16_TRAIL(point);
        }
    }
    return CG_OK;
}

/* The byte behind `units` more UTF-16 units from `at` on. */
static size_t skip_units(cg_text text, size_t at, int32_t units)
{
    while (units > 0 && at < text.size)
        units -= cg_text_next(text, &at) < 0x10000 ? 1 : 2;
    return at;
}

/* The sentences of the paragraph whose bytes are [start, end). */
static cg_status add_paragraph(sentence_scan *scan, size_t start, size_t end,
                               cg_error *err)
{
    text_document *document = scan->document;
    size_t count;
    cg_status status =
        to_units(scan, cg_text_slice(document->text, start, end), &count, err);
    if (status != CG_OK)
        return status;
    UErrorCode code = U_ZERO_ERROR;
    ubrk_setText(scan->breaks, scan->units, (int32_t)count, &code);
    if (U_FAILURE(code))
        return document_icu_failed(code, "sentence breaks", err);

    size_t next = scan->token;
    size_t at = start;
    int32_t from = 0;
    int32_t to;
    while (status == CG_OK && (to = ubrk_next(scan->breaks)) != UBRK_DONE) {
        at = skip_units(document->text, at, to - from);
        from = to;
        while (next < document->token_count && document->tokens[next].start < at)
            next++;
        bool last = next == document->token_count || at >= end ||
                    document->tokens[next].start >= end;
        if (next > scan->token && (last || !stays(scan, scan->token, next)))
            status =
                add_sentence(scan, last ? next : without_openers(scan, next), err);
    }
    scan->paragraph +=
        document->sentence_count > 0 &&
        document->sentences[document->sentence_count - 1].paragraph ==
            scan->paragraph;
    return status;
}

static cg_status add_block(sentence_scan *scan, text_line line, size_t end,
                           bool wrapped, cg_error *err)
{
    if (wrapped)
        return add_paragraph(scan, line.start, end, err);
    cg_status status = CG_OK;
    while (status == CG_OK && line.start < end) {
        status = add_paragraph(scan, line.start, line.next, err);
        line = line_at(scan->document->text, line.next);
    }
    return status;
}

static cg_status add_blocks(sentence_scan *scan, cg_error *err)
{
    cg_text text = scan->document->text;
    cg_status status = CG_OK;
    for (size_t at = 0; status == CG_OK && at < text.size;) {
        text_line line = line_at(text, at);
        at = line.next;
        if (is_blank(line))
            continue;
        bool wrapped;
        at = block_end(scan, line, &wrapped);
        status = add_block(scan, line, at, wrapped, err);
    }
    return status;
}

cg_status document_sentences(text_document *document, const text_words *words,
                             cg_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    sentence_scan scan = {.document = document, .words = words};
    scan.breaks = ubrk_open(UBRK_SENTENCE, "en", NULL, 0, &code);
    if (U_FAILURE(code))
        return document_icu_failed(code, "sentence breaks", err);
    cg_status status = add_blocks(&scan, err);
    ubrk_close(scan.breaks);
    free(scan.units);
    return status;
}
