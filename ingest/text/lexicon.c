#include "ingest/text/lexicon.h"

#include <stdlib.h>

#include <unicode/uchar.h>

#include "ingest/text/token.h"

/* ---- Pieces ---- */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_inner_hyphen(char byte)
{
    return byte == '-' || byte == '_';
}

/* The piece that begins at `at`: digits with their points and commas, or letters
 * with their other signs. */
static size_t piece_end(cg_text form, size_t at)
{
    bool number = is_digit(form.at[at]);
    while (at < form.size && !is_inner_hyphen(form.at[at])) {
        bool sign = form.at[at] == '.' || form.at[at] == ',';
        if (is_digit(form.at[at]) != number && !(number && sign))
            break;
        at++;
    }
    return at;
}

size_t lexicon_split(cg_text form, cg_text pieces[PIECES_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < form.size && count < PIECES_MAX;) {
        if (is_inner_hyphen(form.at[at]) && form.size > 1) {
            at++;
            continue;
        }
        size_t end = piece_end(form, at);
        if (end == at) /* a lone hyphen */
            end++;
        pieces[count++] = cg_text_slice(form, at, end);
        at = end;
    }
    return count;
}

bool lexicon_is_joint(cg_text token)
{
    return cg_text_equal(token, CG_TEXT("-")) ||
           cg_text_equal(token, CG_TEXT("·")) ||
           cg_text_equal(token, CG_TEXT("・")) ||
           cg_text_equal(token, CG_TEXT("‧")) ||
           cg_text_equal(token, CG_TEXT("‐")) || cg_text_equal(token, CG_TEXT("‑"));
}

/* FNV-1a over the bytes that are no hyphens. */
static uint32_t hash_on(uint32_t hash, cg_text bytes)
{
    for (size_t i = 0; i < bytes.size; i++) {
        if (!is_inner_hyphen(bytes.at[i]))
            hash = (hash ^ (unsigned char)bytes.at[i]) * UINT32_C(16777619);
    }
    return hash;
}

void lexicon_hash(spelling_hashes *hashes, cg_text token)
{
    char form[TOKEN_FOLD_MAX];
    cg_text folded = {form, token_fold(token, CG_FOLD_CASE, form)};
    hashes->cased = hash_on(hashes->cased, folded);
    hashes->exact = hash_on(hashes->exact, token);
}

cg_status lexicon_cut(const text_lexicon *lexicon, const text_document *document,
                      lexicon_pieces *pieces, cg_error *err)
{
    size_t room = 0;
    cg_status status =
        cg_grow(pieces->first, &room, document->token_count + 1, err);
    for (size_t i = 0; status == CG_OK && i < document->token_count; i++) {
        char form[TOKEN_FOLD_MAX];
        cg_text parts[PIECES_MAX];
        cg_text token = document_text(document, (uint32_t)i, (uint32_t)i + 1);
        cg_text folded = {form, token_fold(token, CG_FOLD_BASE, form)};
        size_t count = 1;
        parts[0] = folded;
        if (document->tokens[i].shape == TOKEN_MIXED ||
            document->tokens[i].shape == TOKEN_NUMBER)
            count = lexicon_split(folded, parts);
        status =
            cg_grow(pieces->pieces, &pieces->room, pieces->count + count + 1, err);
        if (status != CG_OK)
            break;
        pieces->first[i] = (uint32_t)pieces->count;
        for (size_t part = 0; part < count; part++)
            pieces->pieces[pieces->count++] =
                table_find(&lexicon->pieces, parts[part]);
    }
    if (status == CG_OK)
        pieces->first[document->token_count] = (uint32_t)pieces->count;
    return status;
}

void lexicon_release_pieces(lexicon_pieces *pieces)
{
    free(pieces->first);
    free(pieces->pieces);
    *pieces = (lexicon_pieces){0};
}

/* ---- Matching ---- */

typedef struct {
    spelling_hashes hashes;
    bool starts_small; /* the first letter is a small one */
    bool has_small;    /* some letter is */
    bool has_marks;    /* some letter has a diacritic */
    size_t bytes;
} match_look;

/* How the tokens of a match are written. */
static match_look look_at(const text_document *document, uint32_t first,
                          uint32_t end)
{
    match_look look = {.starts_small = false};
    for (uint32_t i = first; i < end; i++) {
        cg_text token = document_text(document, i, i + 1);
        char cased[TOKEN_FOLD_MAX];
        char base[TOKEN_FOLD_MAX];
        if (i > first && lexicon_is_joint(token))
            continue;
        lexicon_hash(&look.hashes, token);
        cg_text cased_form = {cased, token_fold(token, CG_FOLD_CASE, cased)};
        cg_text base_form = {base, token_fold(token, CG_FOLD_BASE, base)};
        look.has_marks |= !cg_text_equal(cased_form, base_form);
        look.bytes += base_form.size;
        for (size_t at = 0; at < token.size;) {
            bool first_point = i == first && at == 0;
            bool small = u_islower((UChar32)cg_text_next(token, &at)) != 0;
            look.starts_small |= small && first_point;
            look.has_small |= small;
        }
    }
    return look;
}

/* A text without diacritics is a spelling's that has them when it is too long to be
 * another word by chance. */
enum { STRIPPED_BYTES_MIN = 6, STRIPPED_TOKENS_MIN = 2 };

static bool fits(const lexicon_spelling *spelling, const match_look *look,
                 uint32_t tokens)
{
    if (spelling->cased != look->hashes.cased &&
        (look->has_marks || look->bytes < STRIPPED_BYTES_MIN ||
         tokens < STRIPPED_TOKENS_MIN))
        return false;
    if ((spelling->flags & SPELLING_CASE) != 0 &&
        spelling->exact != look->hashes.exact)
        return false;
    if ((spelling->flags & SPELLING_CAPITALS) != 0 && look->has_small)
        return false;
    return (spelling->flags & SPELLING_CAPITAL) == 0 || !look->starts_small;
}

/* The spelling among those with the matched pieces that is meant; false if none. */
static bool choose(const text_lexicon *lexicon, const text_document *document,
                   uint32_t value, lexicon_holds holds, const void *handle,
                   lexicon_match *match)
{
    match_look look = look_at(document, match->first, match->end);
    const lexicon_spelling *best = NULL;
    for (uint32_t i = value; i != 0; i = lexicon->spellings[i].next) {
        const lexicon_spelling *at = &lexicon->spellings[i];
        bool exact = at->exact == look.hashes.exact;
        match->spelling = at;
        if (!fits(at, &look, match->end - match->first) || !holds(handle, match))
            continue;
        /* the chain runs from the newest to the oldest */
        if (exact || best == NULL || best->exact != look.hashes.exact)
            best = at;
    }
    match->spelling = best;
    return best != NULL;
}

/* May the token be passed over between the pieces around it? */
static bool is_passed(const text_document *document, uint32_t token, uint32_t first)
{
    return token > first && document->tokens[token].shape == TOKEN_PUNCTUATION &&
           !document->tokens[token].blank_before &&
           token + 1 < document->token_count &&
           !document->tokens[token + 1].blank_before &&
           lexicon_is_joint(document_text(document, token, token + 1));
}

static uint32_t step(const text_lexicon *lexicon, const lexicon_pieces *pieces,
                     uint32_t state, uint32_t token)
{
    for (uint32_t i = pieces->first[token]; i < pieces->first[token + 1]; i++) {
        if (pieces->pieces[i] == 0)
            return 0;
        state = automaton_step(&lexicon->tree, state, pieces->pieces[i]);
        if (state == 0)
            return 0;
    }
    return state;
}

bool lexicon_at(const text_lexicon *lexicon, const text_document *document,
                const lexicon_pieces *pieces, uint32_t first, uint32_t end,
                lexicon_holds holds, const void *handle, lexicon_match *match)
{
    bool found = false;
    uint32_t state = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t next = step(lexicon, pieces, state, i);
        if (next == 0 && is_passed(document, i, first))
            continue;
        state = next;
        if (state == 0)
            break;
        if (lexicon->tree.values[state] == 0)
            continue;
        lexicon_match longer = {.first = first, .end = i + 1};
        if (choose(lexicon, document, lexicon->tree.values[state], holds, handle,
                   &longer)) {
            *match = longer;
            found = true;
        }
    }
    return found;
}

void lexicon_release(text_lexicon *lexicon)
{
    table_release(&lexicon->pieces);
    automaton_release(&lexicon->tree);
    free(lexicon->spellings);
    free(lexicon->entries);
    table_release(&lexicon->makers);
    free(lexicon->products);
    cg_arena_release(&lexicon->arena);
    *lexicon = (text_lexicon){0};
}
