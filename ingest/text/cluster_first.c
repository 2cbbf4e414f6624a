#include <stdlib.h>

#include "ingest/text/cluster.h"

/* Organisations that are named by their first word: "Lumen" for "Lumen Vacuum
 * Technology". */

static const text_token *token_at(const name_scan *scan, uint32_t token)
{
    return &scan->document->tokens[token];
}

static bool begins_large(const name_scan *scan, uint32_t token)
{
    uint8_t shape = token_at(scan, token)->shape;
    return shape == TOKEN_CAPITALISED || shape == TOKEN_UPPER ||
           shape == TOKEN_MIXED;
}

bool cluster_tells_alone(const name_scan *scan, const name_candidate *candidate)
{
    enum { BYTES_MIN = 3 };
    static const word_use others[] = {WORD_STOP, WORD_NO_NAME, WORD_COMPOUND,
                                      WORD_ROLE, WORD_GIVEN};
    const text_token *token = token_at(scan, candidate->first);
    key_parts parts;
    if (candidate->end - candidate->first < 2 ||
        !key_is_organisation(scan, candidate) ||
        !begins_large(scan, candidate->first) ||
        token->end - token->start < BYTES_MIN ||
        scan->everyday[scan->document->forms[token->form].fold] ||
        (candidate->listed < 0 && scan_listed(scan, candidate->first) != NULL))
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (scan_phrase_at(scan, candidate->first, candidate->end, others[i],
                           NULL) > 0)
            return false;
    key_parts_of(scan, candidate, &parts);
    return parts.own.count > 0 && parts.own_first == candidate->first;
}

enum { NOBODY = 0, SEVERAL = UINT32_MAX };

/* By a word's fold: the entity + 1 whose name begins with it, or one of those above. */
static void find_longer(const name_scan *scan, uint32_t *longer)
{
    for (size_t i = 0; i < scan->count; i++) {
        const name_candidate *candidate = &scan->found[i];
        if (!cluster_tells_alone(scan, candidate))
            continue;
        const text_token *first = token_at(scan, candidate->first);
        uint32_t *known = &longer[scan->document->forms[first->form].fold];
        bool other = *known != NOBODY && *known != candidate->entity + 1;
        *known = other ? SEVERAL : candidate->entity + 1;
    }
}

cg_status cluster_join_first_words(name_scan *scan, size_t entities)
{
    uint32_t *longer = calloc(scan->document->folds.count + 1, sizeof *longer);
    uint8_t *kinds = calloc(entities + 1, sizeof *kinds);
    if (longer == NULL || kinds == NULL) {
        free(longer);
        free(kinds);
        return cg_fail_memory(scan->err);
    }
    find_longer(scan, longer);
    for (size_t i = 0; i < scan->count; i++)
        kinds[scan->found[i].entity] = scan->found[i].kind;
    for (size_t i = 0; i < scan->count; i++) {
        name_candidate *candidate = &scan->found[i];
        const text_token *word = token_at(scan, candidate->first);
        uint32_t known = longer[scan->document->forms[word->form].fold];
        if (candidate->listed < 0 && candidate->end - candidate->first == 1 &&
            known != NOBODY && known != SEVERAL &&
            kinds[known - 1] == candidate->kind)
            candidate->entity = known - 1;
    }
    free(longer);
    free(kinds);
    return CG_OK;
}
