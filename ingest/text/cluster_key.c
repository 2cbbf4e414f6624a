#include "ingest/text/cluster.h"
#include "ingest/text/token.h"

static cg_status add_word(const name_scan *scan, words_table *table, uint32_t token,
                          key_words *words)
{
    char form[TOKEN_FOLD_MAX];
    cg_text text = document_text(scan->document, token, token + 1);
    cg_text folded = {form, token_fold(text, CG_FOLD_CASE, form)};
    if (words->count == KEY_WORDS_MAX)
        return CG_OK;
    return table_add(table, folded, &words->words[words->count++], scan->err);
}

cg_status key_words_of(const name_scan *scan, words_table *table, uint32_t first,
                       uint32_t end, key_words *words)
{
    cg_status status = CG_OK;
    words->count = 0;
    for (uint32_t i = first; status == CG_OK && i < end; i++) {
        bool joint =
            i > first && lexicon_is_joint(document_text(scan->document, i, i + 1));
        if (!joint)
            status = add_word(scan, table, i, words);
    }
    return status;
}

/* The length of a general word of organisations' names at the token, 0 if none is
 * there; the concept of a branch goes to `branches`. */
static size_t general_at(const name_scan *scan, uint32_t token, uint32_t end,
                         uint64_t *branches)
{
    static const word_use general[] = {WORD_LEGAL, WORD_FILLER,   WORD_JOIN,
                                       WORD_HEAD,  WORD_COMPOUND, WORD_BRANCH};
    size_t longest = 0;
    const words_sense *branch = NULL;
    for (size_t i = 0; i < sizeof general / sizeof *general; i++) {
        const words_sense *sense = NULL;
        size_t length = scan_phrase_at(scan, token, end, general[i], &sense);
        if (length <= longest)
            continue;
        longest = length;
        branch = general[i] == WORD_BRANCH ? sense : NULL;
    }
    if (branch != NULL)
    *branches |= UINT64_C(1) << branch->concept % 64;
    return longest;
}

static cg_status add_own(const name_scan *scan, words_table *table, uint32_t token,
                         key_parts *parts)
{
    if (scan->document->tokens[token].shape == TOKEN_PUNCTUATION)
        return CG_OK;
    if (parts->own.count == 0)
        parts->own_first = token;
    parts->own_end = token + 1;
    return add_word(scan, table, token, &parts->own);
}

cg_status key_parts_of(const name_scan *scan, words_table *table,
                       const name_candidate *candidate, key_parts *parts)
{
    cg_status status = CG_OK;
    *parts = (key_parts){.place = 0};
    if (!key_is_organisation(scan, candidate))
        return CG_OK;
    for (uint32_t i = candidate->first; status == CG_OK && i < candidate->end;) {
        uint32_t behind = scan_place_end(scan, i, candidate->end, &parts->place);
        size_t general = general_at(scan, i, candidate->end, &parts->branches);
        if (behind > i) {
            i = behind;
            continue;
        }
        if (general == 0)
            status = add_own(scan, table, i, parts);
        for (size_t j = 0; status == CG_OK && j < (general > 0 ? general : 1); j++)
            status = add_word(scan, table, i++, &parts->unplaced);
    }
    return status;
}

bool key_is_organisation(const name_scan *scan, const name_candidate *candidate)
{
    return (scan->names->organisations >> candidate->kind & 1) != 0;
}

/* ---- Persons ---- */

bool key_is_person(const name_scan *scan, const name_candidate *candidate)
{
    return candidate->kind == scan->names->person_kind;
}

static bool is_letters(const name_scan *scan, uint32_t token)
{
    uint8_t shape = scan->document->tokens[token].shape;
    return shape == TOKEN_CAPITALISED || shape == TOKEN_MIXED;
}

/* May the token alone name a person? */
static bool is_part(const name_scan *scan, uint32_t token)
{
    enum { BYTES_MIN = 2 };
    const text_token *at = &scan->document->tokens[token];
    return is_letters(scan, token) && at->end - at->start >= BYTES_MIN &&
           scan_phrase_at(scan, token, token + 1, WORD_STOP, NULL) == 0 &&
           scan_phrase_at(scan, token, token + 1, WORD_NO_NAME, NULL) == 0;
}

bool key_first_part(const name_scan *scan, const name_candidate *person,
                    uint32_t *first, uint32_t *end)
{
    *first = person->core;
    *end = person->core + 1;
    return person->core_end - person->core > 1 && is_part(scan, person->core);
}

bool key_last_part(const name_scan *scan, const name_candidate *person,
                   uint32_t *first, uint32_t *end)
{
    *end = person->core_end;
    for (uint32_t i = person->core_end; i > person->core; i--) {
        *first = i;
        cg_text sign = document_text(scan->document, i - 1, i);
        if (lexicon_is_joint(sign) && !cg_text_equal(sign, CG_TEXT("-")))
            return i < person->core_end;
    }
    *first = person->core_end - 1;
    return person->core_end - person->core > 1 && is_part(scan, *first);
}
