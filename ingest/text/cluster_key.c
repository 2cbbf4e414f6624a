#include "ingest/text/cluster.h"

static void add_word(const name_scan *scan, uint32_t token, key_words *words)
{
    const text_document *document = scan->document;
    if (words->count < KEY_WORDS_MAX)
        words->words[words->count++] =
            document->forms[document->tokens[token].form].fold;
}

void key_words_of(const name_scan *scan, uint32_t first, uint32_t end,
                  key_words *words)
{
    words->count = 0;
    for (uint32_t i = first; i < end; i++)
        if (i == first || !scan_is_joint(scan, i))
            add_word(scan, i, words);
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

static void add_own(const name_scan *scan, uint32_t token, key_parts *parts)
{
    if (scan->document->tokens[token].shape == TOKEN_PUNCTUATION)
        return;
    if (parts->own.count == 0)
        parts->own_first = token;
    parts->own_end = token + 1;
    add_word(scan, token, &parts->own);
}

void key_parts_of(const name_scan *scan, const name_candidate *candidate,
                  key_parts *parts)
{
    parts->own.count = 0;
    parts->own_first = parts->own_end = 0;
    parts->unplaced.count = 0;
    parts->branches = 0;
    parts->place = 0;
    if (!key_is_organisation(scan, candidate))
        return;
    for (uint32_t i = candidate->first; i < candidate->end;) {
        uint32_t behind = scan_place_end(scan, i, candidate->end, &parts->place);
        size_t general = general_at(scan, i, candidate->end, &parts->branches);
        if (behind > i) {
            i = behind;
            continue;
        }
        if (general == 0)
            add_own(scan, i, parts);
        for (size_t j = 0; j < (general > 0 ? general : 1); j++)
            add_word(scan, i++, &parts->unplaced);
    }
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

bool key_given_part(const name_scan *scan, const name_candidate *person,
                    uint32_t *first, uint32_t *end)
{
    enum { GIVEN = 2 };
    const words_sense *sense = NULL;
    *end = person->core_end;
    *first = person->core_end - GIVEN;
    return person->core_end - person->core > GIVEN &&
           scan_phrase_at(scan, person->core, person->core + 1, WORD_SURNAME,
                          &sense) == 1 &&
           sense->language == CG_VI && is_part(scan, *first);
}
