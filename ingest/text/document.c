#include "ingest/text/document.h"

#include <ctype.h>
#include <stdlib.h>

#include "ingest/text/document_parts.h"
#include "ingest/text/html.h"
#include "ingest/text/reader.h"
#include "ingest/text/token.h"

static cg_status refuse_at(cg_text text, size_t offset, const char *name,
                           const char *what, cg_error *err)
{
    cg_place place = {.source = name, .start = offset, .end = offset + 1};
    cg_text_position(text, offset, &place.line, &place.column);
    return cg_fail(err, CG_REFUSED, &place, "%s", what);
}

static cg_status check_size(cg_text original, const char *name, cg_error *err)
{
    cg_place place = {.source = name};
    if (original.size > CG_ARTICLE_MAX)
        return cg_fail(err, CG_LIMIT, &place,
                       "the article has more than %d MiB: split it",
                       CG_ARTICLE_MAX >> 20);
    return CG_OK;
}

/* Refuse what is no text. */
static cg_status check(cg_text original, const char *name, cg_error *err)
{
    size_t bad = cg_text_check(original);
    if (bad < original.size && original.at[bad] == '\0')
        return refuse_at(original, bad, name, "a NUL byte: the file is not a text",
                         err);
    if (bad < original.size)
        return refuse_at(original, bad, name,
                         "not UTF-8: convert the file, for example with iconv",
                         err);
    return CG_OK;
}

cg_status document_icu_failed(UErrorCode code, const char *what, cg_error *err)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return cg_fail_memory(err);
    return cg_fail(err, CG_INTERNAL, NULL, "%s: %s", what, u_errorName(code));
}

/* The tokens while they are cut. */
typedef struct {
    text_document *document;
    const text_words *words;
    words_table
        written; /* every form; numbers are indexes in document->forms + 1 */
    size_t token_room;
    size_t form_room;
    uint32_t possessive; /* the word `'s` */
    bool quoting;        /* an apostrophe has opened a quotation */
} token_cut;

/* What several of a designation are several of: `H100` of `H100s`, `910B` of `910Bs`;
 * but not of `6s`, `T14s` or `1990s`. Other words stay what they are. */
static cg_text one_of_many(cg_text text, uint8_t shape)
{
    enum { DIGITS_MIN = 3, YEAR_DIGITS = 4 };
    if (shape != TOKEN_MIXED || text.size < 2 || text.at[text.size - 1] != 's')
        return text;
    cg_text one = cg_text_slice(text, 0, text.size - 1);
    size_t digits = 0;
    while (digits < one.size &&
           isdigit((unsigned char)one.at[one.size - 1 - digits]))
        digits++;
    bool year =
        digits == one.size && digits == YEAR_DIGITS &&
        (cg_text_starts(one, CG_TEXT("19")) || cg_text_starts(one, CG_TEXT("20")));
    bool digit = false;
    for (size_t i = 0; i < one.size; i++)
        digit |= isdigit((unsigned char)one.at[i]) != 0;
    bool capital = digit && isupper((unsigned char)one.at[one.size - 1]);
    return (digits >= DIGITS_MIN && !year) || capital ? one : text;
}

static cg_status add_form(token_cut *cut, cg_text text, uint8_t shape,
                          cg_error *err)
{
    text_document *document = cut->document;
    text = one_of_many(text, shape);
    char bytes[TOKEN_FOLD_MAX];
    cg_text folded = {bytes, token_fold(text, CG_FOLD_CASE, bytes)};
    text_form form = {.text = text, .shape = shape};
    if (folded.size > 0)
        form.word = words_find(cut->words, folded);
    cg_status status =
        cg_grow(document->forms, &cut->form_room, document->form_count + 1, err);
    if (status == CG_OK)
        status = table_add(&document->folds, folded, &form.fold, err);
    if (status == CG_OK)
        document->forms[document->form_count++] = form;
    return status;
}

static bool is_apostrophe(cg_text token)
{
    return cg_text_equal(token, CG_TEXT("'")) || cg_text_equal(token, CG_TEXT("’"));
}

/* The possessive of a word in s, "Acme Systems' chip", becomes a word like `'s`, unless the
 * apostrophe may close a quotation that another one opened in its line. */
static void mark_possessive(token_cut *cut, text_token *token)
{
    cg_text text = cut->document->text;
    cg_text sign = cg_text_slice(text, token->start, token->end);
    bool line_before = token->start == 0 || text.at[token->start - 1] == '\n';
    bool blank_behind = token->end == text.size || text.at[token->end] == ' ';
    if (line_before)
        cut->quoting = false;
    if (token->shape != TOKEN_PUNCTUATION || !is_apostrophe(sign))
        return;
    bool behind_s = !line_before && !token->blank_before &&
                    (text.at[token->start - 1] | 0x20) == 's';
    if (behind_s && blank_behind && !cut->quoting)
        token->shape = TOKEN_LOWER;
    cut->quoting = !behind_s && !blank_behind;
}

static cg_status add_token(token_cut *cut, text_token token, cg_error *err)
{
    text_document *document = cut->document;
    cg_text text = cg_text_slice(document->text, token.start, token.end);
    uint32_t number;
    cg_status status = table_add(&cut->written, text, &number, err);
    if (status == CG_OK && number > document->form_count)
        status = add_form(cut, text, token.shape, err);
    if (status == CG_OK)
        status = cg_grow(document->tokens, &cut->token_room,
                         document->token_count + 1, err);
    if (status != CG_OK)
        return status;
    token.form = number - 1;
    token.word = token.shape == TOKEN_LOWER && is_apostrophe(text)
                     ? cut->possessive
                     : document->forms[token.form].word;
    document->tokens[document->token_count++] = token;
    return CG_OK;
}

cg_status document_tokens(text_document *document, const text_words *words,
                          cg_error *err)
{
    token_cut cut = {.document = document,
                     .words = words,
                     .possessive = words_find(words, CG_TEXT("'s"))};
    cg_text text = document->text;
    cg_status status =
        cg_grow(document->tokens, &cut.token_room, text.size / 6 + 8, err);
    text_token token;
    for (size_t at = 0; status == CG_OK && token_next(text, &at, &token);) {
        mark_possessive(&cut, &token);
        status = add_token(&cut, token, err);
    }
    table_release(&cut.written);
    return status;
}

/* A first paragraph of one sentence that ends without a sign is the title. */
static void take_title(text_document *document)
{
    enum { TITLE_BYTES_MAX = 300 };
    const text_sentence *first = &document->sentences[0];
    const text_token *last = &document->tokens[first->end_token - 1];
    cg_text title = document_text(document, first->first_token, first->end_token);
    if (document->source.title.size == 0 && document->sentence_count > 1 &&
        document->sentences[1].paragraph != first->paragraph &&
        last->shape != TOKEN_PUNCTUATION && title.size <= TITLE_BYTES_MAX)
        document->source.title = title;
}

/* What the document's offsets count in: the bytes that came or, of a web page, the text
 * in it. `*body` is where the article begins. */
static cg_status open_original(text_document *document, cg_text original,
                               const char *name, size_t *body, cg_error *err)
{
    cg_status status = check_size(original, name, err);
    if (status != CG_OK)
        return status;
    document->original = original;
    if (html_is_page(original, name)) {
        status = html_read(original, name, &document->arena, &document->original,
                           &document->source, err);
        return status == CG_OK ? check(document->original, name, err) : status;
    }
    status = check(original, name, err);
    return status == CG_OK ? document_front(document, name, body, err) : status;
}

cg_status document_open(text_document *document, cg_text original, const char *name,
                        const cg_source *known, const text_words *words,
                        cg_error *err)
{
    cg_place place = {.source = name};
    size_t body = 0;
    if (known != NULL)
        document->source = *known;
    document->source.form = CG_ARTICLE;

    cg_status status = open_original(document, original, name, &body, err);
    if (status == CG_OK)
        status = document_nfc(document, name, body, err);
    if (status == CG_OK)
        status = document_tokens(document, words, err);
    if (status == CG_OK && document->token_count == 0)
        status = cg_fail(err, CG_REFUSED, &place, "the article is empty");
    if (status == CG_OK)
        status = document_sentences(document, words, err);
    if (status == CG_OK) {
        document_languages(document, words);
        take_title(document);
    }
    if (status != CG_OK)
        document_close(document);
    return status;
}

void document_close(text_document *document)
{
    free(document->tokens);
    free(document->forms);
    table_release(&document->folds);
    free(document->sentences);
    cg_arena_release(&document->arena);
    *document = (text_document){0};
}

/* The run that holds byte `at` of the text: the last that begins at or before it. */
static size_t run_of(const text_document *document, uint32_t at)
{
    size_t low = 0;
    size_t high = document->run_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (document->text_at[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where the run ends in the original, if it is one that was changed; 0 if both run on
 * alike in it. */
static uint64_t changed_end(const text_document *document, size_t run)
{
    if (run + 1 == document->run_count)
        return 0;
    uint32_t end = document->original_at[run + 1];
    uint32_t size = document->text_at[run + 1] - document->text_at[run];
    return size == end - document->original_at[run] ? 0 : end;
}

/* A piece that was changed counts from its start to its end; what was left out beside
 * the range is not in it. */
cg_range document_range(const text_document *document, uint32_t start, uint32_t end)
{
    size_t first = run_of(document, start);
    size_t last = end > start ? run_of(document, end - 1) : first;
    uint64_t from = document->original_at[first];
    uint64_t to = changed_end(document, last);
    if (changed_end(document, first) == 0)
        from += start - document->text_at[first];
    if (to == 0)
        to =
            (uint64_t)document->original_at[last] + (end - document->text_at[last]);
    return (cg_range){from, end > start ? to : from};
}

cg_text document_text(const text_document *document, uint32_t first, uint32_t end)
{
    if (first >= end)
        return (cg_text){NULL, 0};
    return cg_text_slice(document->text, document->tokens[first].start,
                         document->tokens[end - 1].end);
}
