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
    enum { BYTES_MAX = 3 };
    size_t size = 0;
    if (token.size == 0 || token.size > BYTES_MAX)
        return false;
    switch (cg_text_next(token, &size)) {
    case '-':
    case 0x00B7: /* · */
    case 0x2010: /* a hyphen */
    case 0x2011: /* one that does not break */
    case 0x2027: /* ‧ */
    case 0x30FB: /* ・ */
        return size == token.size;
    default:
        return false;
    }
}

enum { HASH_PRIME = 16777619 };

/* FNV-1a over the bytes that are no hyphens. */
static uint32_t hash_on(uint32_t hash, cg_text bytes)
{
    for (size_t i = 0; i < bytes.size; i++) {
        if (!is_inner_hyphen(bytes.at[i]))
            hash = (hash ^ (unsigned char)bytes.at[i]) * HASH_PRIME;
    }
    return hash;
}

static void hash_token(spelling_hashes *hashes, cg_text token, cg_text folded)
{
    hashes->cased = hash_on(hashes->cased, folded);
    hashes->exact = hash_on(hashes->exact, token);
}

/* hash_token for a short token of ASCII letters and digits, which need no folding; false
 * for any other. */
static bool hash_plain(spelling_hashes *hashes, cg_text token)
{
    uint32_t cased = hashes->cased;
    if (token.size > TOKEN_FOLD_MAX - CG_FOLD_MAX)
        return false;
    for (size_t i = 0; i < token.size; i++) {
        char small = (char)(token.at[i] | 0x20);
        bool letter = small >= 'a' && small <= 'z';
        if (!letter && !is_digit(token.at[i]))
            return false;
        char byte = letter ? small : token.at[i];
        cased = (cased ^ (unsigned char)byte) * HASH_PRIME;
    }
    hashes->cased = cased;
    hashes->exact = hash_on(hashes->exact, token);
    return true;
}

void lexicon_hash(spelling_hashes *hashes, cg_text token)
{
    if (hash_plain(hashes, token))
        return;
    char form[TOKEN_FOLD_MAX];
    hash_token(hashes, token,
               (cg_text){form, token_fold(token, CG_FOLD_CASE, form)});
}

/* ---- The tokens of a document ---- */

/* How the letters of a form are written. One with a capital later on, "nVidia", does not
 * start small. */
static void look_at_letters(cg_text text, lexicon_form *look)
{
    bool large = false;
    for (size_t at = 0; at < text.size;) {
        bool first = at == 0;
        uint32_t point = cg_text_next(text, &at);
        bool small = point < 0x80 ? point >= 'a' && point <= 'z'
                                  : u_islower((UChar32)point) != 0;
        look->starts_small |= small && first;
        look->has_small |= small;
        large |= point < 0x80 ? point >= 'A' && point <= 'Z'
                              : u_isupper((UChar32)point) != 0;
    }
    look->starts_small = look->starts_small && !large;
}

static uint32_t walk(const text_lexicon *lexicon, const lexicon_pieces *pieces,
                     const lexicon_form *form, uint32_t state)
{
    for (uint32_t i = form->first; i < form->first + form->count; i++) {
        if (pieces->pieces[i] == 0)
            return 0;
        state = automaton_step(&lexicon->tree, state, pieces->pieces[i]);
        if (state == 0)
            return 0;
    }
    return state;
}

static cg_status cut_form(const text_lexicon *lexicon, const text_form *form,
                          cg_text cased, lexicon_pieces *pieces, lexicon_form *cut,
                          cg_error *err)
{
    char bytes[TOKEN_FOLD_MAX];
    cg_text folded = {bytes, token_fold(form->text, CG_FOLD_BASE, bytes)};
    cg_text parts[PIECES_MAX] = {folded};
    size_t count = 1;
    if (form->shape == TOKEN_MIXED || form->shape == TOKEN_NUMBER)
        count = lexicon_split(folded, parts);
    cg_status status =
        cg_grow(pieces->pieces, &pieces->room, pieces->count + count + 1, err);
    if (status != CG_OK)
        return status;
    *cut = (lexicon_form){.first = (uint32_t)pieces->count,
                          .count = (uint32_t)count,
                          .base_bytes = (uint32_t)folded.size,
                          .has_marks = !cg_text_equal(cased, folded),
                          .joint = lexicon_is_joint(form->text)};
    for (size_t part = 0; part < count; part++)
        pieces->pieces[pieces->count++] = table_find(&lexicon->pieces, parts[part]);
    look_at_letters(form->text, cut);
    cut->state = walk(lexicon, pieces, cut, 0);
    return CG_OK;
}

cg_status lexicon_cut(const text_lexicon *lexicon, const text_document *document,
                      lexicon_pieces *pieces, cg_error *err)
{
    size_t room = 0;
    cg_status status = cg_grow(pieces->forms, &room, document->form_count + 1, err);
    for (size_t i = 0; status == CG_OK && i < document->form_count; i++) {
        const text_form *form = &document->forms[i];
        status = cut_form(lexicon, form, table_text(&document->folds, form->fold),
                          pieces, &pieces->forms[i], err);
    }
    return status;
}

void lexicon_release_pieces(lexicon_pieces *pieces)
{
    free(pieces->forms);
    free(pieces->pieces);
    *pieces = (lexicon_pieces){0};
}

/* ---- Matching ---- */

/* How the tokens of a match are written. */
typedef struct {
    spelling_hashes hashes;
    bool starts_small;
    bool has_small;
    bool has_marks;
    size_t bytes;
} match_look;

static match_look look_at(const text_document *document,
                          const lexicon_pieces *pieces, uint32_t first,
                          uint32_t end)
{
    match_look look = {.starts_small = false};
    for (uint32_t i = first; i < end; i++) {
        const text_form *written = &document->forms[document->tokens[i].form];
        const lexicon_form *form = &pieces->forms[document->tokens[i].form];
        if (i > first && form->joint)
            continue;
        hash_token(&look.hashes, written->text,
                   table_text(&document->folds, written->fold));
        look.has_marks |= form->has_marks;
        look.bytes += form->base_bytes;
        look.starts_small |= i == first && form->starts_small;
        look.has_small |= form->has_small;
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
                   const lexicon_pieces *pieces, uint32_t value,
                   lexicon_holds holds, const void *handle, lexicon_match *match)
{
    match_look look = look_at(document, pieces, match->first, match->end);
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
static bool is_passed(const text_document *document, const lexicon_pieces *pieces,
                      uint32_t token, uint32_t first)
{
    return token > first && document->tokens[token].shape == TOKEN_PUNCTUATION &&
           !document->tokens[token].blank_before &&
           token + 1 < document->token_count &&
           !document->tokens[token + 1].blank_before &&
           pieces->forms[document->tokens[token].form].joint;
}

bool lexicon_at(const text_lexicon *lexicon, const text_document *document,
                const lexicon_pieces *pieces, uint32_t first, uint32_t end,
                lexicon_holds holds, const void *handle, lexicon_match *match)
{
    bool found = false;
    uint32_t state = 0;
    for (uint32_t i = first; i < end; i++) {
        const lexicon_form *form = &pieces->forms[document->tokens[i].form];
        uint32_t next =
            i == first ? form->state : walk(lexicon, pieces, form, state);
        if (next == 0 && is_passed(document, pieces, i, first))
            continue;
        state = next;
        if (state == 0)
            break;
        if (lexicon->tree.values[state] == 0)
            continue;
        lexicon_match longer = {.first = first, .end = i + 1};
        if (choose(lexicon, document, pieces, lexicon->tree.values[state], holds,
                   handle, &longer)) {
            *match = longer;
            found = true;
        }
    }
    return found;
}

static void entry_image(names_entry *entry, text_image *image)
{
    image_text(image, &entry->name);
    image_text(image, &entry->country);
    image_text(image, &entry->seat);
    image_text(image, &entry->maker);
    image_value(image, &entry->kind, sizeof entry->kind);
    image_value(image, &entry->is_seat, sizeof entry->is_seat);
}

/* The parts that are no arrays of their own. */
static cg_status parts_image(text_lexicon *lexicon, text_image *image,
                             cg_error *err)
{
    cg_status status = table_image(&lexicon->pieces, image, err);
    if (status == CG_OK)
        status = table_image(&lexicon->makers, image, err);
    if (status == CG_OK)
        automaton_image(&lexicon->tree, image);
    return status;
}

cg_status lexicon_image(text_lexicon *lexicon, text_image *image, cg_error *err)
{
    cg_status status = parts_image(lexicon, image, err);
    if (status != CG_OK)
        return status;
    image_value(image, &lexicon->spelling_count, sizeof lexicon->spelling_count);
    image_value(image, &lexicon->entry_count, sizeof lexicon->entry_count);
    image_array(image, lexicon->spellings, lexicon->spelling_count);
    image_array(image, lexicon->products, lexicon->makers.count);
    if (image->out == NULL) {
        lexicon->spelling_room = lexicon->spelling_count;
        lexicon->product_room = lexicon->makers.count;
        lexicon->lent = true;
        status = cg_grow(lexicon->entries, &lexicon->entry_room,
                         lexicon->entry_count, err);
    }
    for (size_t i = 0; status == CG_OK && i < lexicon->entry_count; i++)
        entry_image(&lexicon->entries[i], image);
    return status;
}

void lexicon_release(text_lexicon *lexicon)
{
    table_release(&lexicon->pieces);
    automaton_release(&lexicon->tree);
    free(lexicon->entries);
    table_release(&lexicon->makers);
    if (!lexicon->lent) {
        free(lexicon->spellings);
        free(lexicon->products);
    }
    cg_arena_release(&lexicon->arena);
    *lexicon = (text_lexicon){0};
}
