#include <stdlib.h>

#include "ingest/text/cluster.h"

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

static bool has_digit(const name_scan *scan, uint32_t token)
{
    cg_text text = document_text(scan->document, token, token + 1);
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9')
            return true;
    return false;
}

static bool is_han(const name_scan *scan, uint32_t token)
{
    return token_at(scan, token)->shape == TOKEN_CJK;
}

/* The same entity named by tokens [first, end). */
static cg_status add_again(name_scan *scan, const name_candidate *like,
                           uint32_t first, uint32_t end)
{
    name_candidate again = *like;
    again.first = again.core = first;
    again.end = again.core_end = end;
    return scan_add(scan, &again);
}

/* ---- Brackets: "X (Y)" ---- */

/* The bracket that closes what opens at the token, before `end`; 0 if none does soon. */
static uint32_t bracket_end(const name_scan *scan, uint32_t open, uint32_t end)
{
    enum { INSIDE_MAX = 10 };
    if (open >= end ||
        (!scan_is_sign(scan, open, "(") && !scan_is_sign(scan, open, "（")))
        return 0;
    for (uint32_t i = open + 1; i < end && i - open <= INSIDE_MAX; i++) {
        if (scan_is_sign(scan, i, ")") || scan_is_sign(scan, i, "）"))
            return i > open + 1 ? i : 0;
    }
    return 0;
}

static bool is_no_name(const name_scan *scan, uint32_t token)
{
    return scan_phrase_at(scan, token, token + 1, WORD_NO_NAME, NULL) > 0;
}

/* Is it `NASDAQ: NVDA`? */
static bool is_ticker(const name_scan *scan, uint32_t first, uint32_t end)
{
    return end - first == 3 && token_at(scan, first)->shape == TOKEN_UPPER &&
           scan_is_sign(scan, first + 1, ":");
}

/* Can tokens [first, end), which no list covers, be another name of `base`: an
 * abbreviation, a ticker, a name in the other script, or, for what is no person, one
 * in the same? */
static bool is_other_name(const name_scan *scan, const name_candidate *base,
                          uint32_t first, uint32_t end)
{
    bool han = true;
    bool letters = true;
    if (is_ticker(scan, first, end))
        return true;
    for (uint32_t i = first; i < end; i++) {
        bool joint = scan_is_joint(scan, i);
        if (scan_listed(scan, i) != NULL || is_no_name(scan, i) ||
            token_at(scan, i)->shape == TOKEN_NUMBER)
            return false;
        han &= is_han(scan, i) || joint;
        letters &= joint || (token_at(scan, i)->shape != TOKEN_CJK &&
                             token_at(scan, i)->shape != TOKEN_PUNCTUATION);
    }
    bool base_han = is_han(scan, base->first);
    if (han)
        return !base_han;
    if (!letters || !begins_large(scan, first) || !begins_large(scan, end - 1))
        return false;
    return base_han || !key_is_person(scan, base);
}

static bool is_quote(const name_scan *scan, uint32_t token)
{
    static const char *const quotes[] = {"\"", "“", "”", "‘", "’", "「", "」"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (scan_is_sign(scan, token, quotes[i]))
            return true;
    return false;
}

/* Leave out of [first, end) the words that introduce a name and the quotes around it:
 * (gọi tắt là “X”). */
static void strip_bracketed(const name_scan *scan, uint32_t *first, uint32_t *end)
{
    *first += (uint32_t)scan_phrase_at(scan, *first, *end, WORD_NAMING, NULL);
    if (*first + 2 < *end && is_quote(scan, *first) && is_quote(scan, *end - 1)) {
        ++*first;
        --*end;
    }
}

static cg_status find_brackets(name_scan *scan)
{
    cg_status status = CG_OK;
    size_t count = scan->count;
    const text_sentence *sentence = scan->document->sentences;
    for (size_t i = 0; status == CG_OK && i < count; i++) {
        const name_candidate base = scan->found[i];
        while (sentence->end_token <= base.first)
            sentence++;
        uint32_t first = base.end + 1;
        uint32_t end = bracket_end(scan, base.end, sentence->end_token);
        bool free = i + 1 == count || scan->found[i + 1].first >= end;
        if (end != 0)
            strip_bracketed(scan, &first, &end);
        if (end > first && free && is_other_name(scan, &base, first, end))
            status = add_again(scan, &base, first, end);
    }
    names_sort(scan);
    return status;
}

/* Is the next candidate alone in brackets behind this one, of the same kind, and one
 * of them unlisted? Then they are one entity. */
static bool is_bracketed(const name_scan *scan, size_t index)
{
    if (index + 1 >= scan->count)
        return false;
    const name_candidate *base = &scan->found[index];
    const name_candidate *next = &scan->found[index + 1];
    uint32_t end =
        bracket_end(scan, base->end, (uint32_t)scan->document->token_count);
    return end != 0 && next->first == base->end + 1 && next->end == end &&
           next->kind == base->kind && base->entity != next->entity &&
           (base->listed < 0 || next->listed < 0);
}

/* Halves the way as it goes, so that long chains cost little. */
static uint32_t entity_root(uint32_t *joined, uint32_t entity)
{
    while (joined[entity] != entity) {
        joined[entity] = joined[joined[entity]];
        entity = joined[entity];
    }
    return entity;
}

static cg_status join_brackets(name_scan *scan, size_t entities)
{
    uint32_t *joined = malloc((entities + 1) * sizeof *joined);
    if (joined == NULL)
        return cg_fail_memory(scan->err);
    for (uint32_t i = 0; i < entities; i++)
        joined[i] = i;
    for (size_t i = 0; i < scan->count; i++) {
        if (is_bracketed(scan, i))
            joined[entity_root(joined, scan->found[i].entity)] =
                entity_root(joined, scan->found[i + 1].entity);
    }
    for (size_t i = 0; i < scan->count; i++)
        scan->found[i].entity = entity_root(joined, scan->found[i].entity);
    free(joined);
    return CG_OK;
}

/* The entity that bears the words of an unlisted name, which becomes `entity` if there
 * is none yet. */
static cg_status bearer_of(name_scan *scan, automaton *names,
                           const name_candidate *candidate, uint32_t *bearer)
{
    uint32_t key[KEY_WORDS_MAX + 1] = {1U + candidate->kind};
    key_words words;
    uint32_t *value = NULL;
    key_words_of(scan, candidate->first, candidate->end, &words);
    memcpy(key + 1, words.words, words.count * sizeof *key);
    cg_status status =
        automaton_add(names, key, words.count + 1, &value, scan->err);
    if (status != CG_OK)
        return status;
    if (*value == 0)
        *value = candidate->entity + 1;
    *bearer = *value - 1;
    return CG_OK;
}

/* What stood in brackets is the same as what bears that name elsewhere. */
static cg_status join_same(name_scan *scan, size_t entities)
{
    automaton names = {0};
    uint32_t *joined = malloc((entities + 1) * sizeof *joined);
    cg_status status = joined != NULL ? CG_OK : cg_fail_memory(scan->err);
    for (uint32_t i = 0; status == CG_OK && i < entities; i++)
        joined[i] = i;
    for (size_t i = 0; status == CG_OK && i < scan->count; i++) {
        const name_candidate *candidate = &scan->found[i];
        uint32_t bearer = candidate->entity;
        if (candidate->listed >= 0 || !key_is_organisation(scan, candidate))
            continue;
        status = bearer_of(scan, &names, candidate, &bearer);
        if (status == CG_OK)
            joined[entity_root(joined, candidate->entity)] =
                entity_root(joined, bearer);
    }
    for (size_t i = 0; status == CG_OK && i < scan->count; i++)
        scan->found[i].entity = entity_root(joined, scan->found[i].entity);
    automaton_release(&names);
    free(joined);
    return status;
}

/* ---- Further mentions ---- */

enum { AMBIGUOUS = UINT32_MAX };

/* The forms by which the document's entities may be named again. */
typedef struct {
    name_scan *scan;
    automaton tree; /* values: index of a candidate + 1, or AMBIGUOUS */
} again_forms;

/* Letters and digits in one token: "Z2", "3A6000". */
static bool is_designation(const name_scan *scan, uint32_t token)
{
    const text_token *at = token_at(scan, token);
    cg_text text = document_text(scan->document, token, token + 1);
    bool digit = false;
    for (size_t i = 0; i < text.size; i++)
        digit |= text.at[i] >= '0' && text.at[i] <= '9';
    return at->shape == TOKEN_MIXED && digit;
}

/* Is it long enough to be no other word by chance? */
static bool is_long_enough(const name_scan *scan, uint32_t first, uint32_t end)
{
    enum { BYTES_MIN = 2 };
    if (end - first > 1)
        return true;
    return !is_han(scan, first) && begins_large(scan, first) &&
           token_at(scan, first)->end - token_at(scan, first)->start >= BYTES_MIN;
}

/* Let words, by fold, name the candidate's entity. */
static cg_status put_form(again_forms *forms, size_t index, const uint32_t *words,
                          size_t count)
{
    const name_scan *scan = forms->scan;
    uint32_t *value = NULL;
    cg_status status = automaton_add(&forms->tree, words, count, &value, scan->err);
    if (status != CG_OK)
        return status;
    if (*value == 0)
        *value = (uint32_t)index + 1;
    else if (*value != AMBIGUOUS &&
             scan->found[*value - 1].entity != scan->found[index].entity)
        *value = AMBIGUOUS;
    return CG_OK;
}

static cg_status add_form(again_forms *forms, size_t index, uint32_t first,
                          uint32_t end)
{
    key_words words;
    if (first >= end || !is_long_enough(forms->scan, first, end) ||
        is_no_name(forms->scan, first))
        return CG_OK;
    key_words_of(forms->scan, first, end, &words);
    return put_form(forms, index, words.words, words.count);
}

static cg_status add_person_forms(again_forms *forms, size_t index)
{
    const name_candidate *person = &forms->scan->found[index];
    uint32_t first;
    uint32_t end;
    cg_status status = CG_OK;
    if (key_first_part(forms->scan, person, &first, &end))
        status = add_form(forms, index, first, end);
    if (status == CG_OK && key_last_part(forms->scan, person, &first, &end))
        status = add_form(forms, index, first, end);
    if (status == CG_OK && key_given_part(forms->scan, person, &first, &end))
        status = add_form(forms, index, first, end);
    return status;
}

/* An organisation's own words, where they stand together. */
static cg_status add_own_form(again_forms *forms, size_t index)
{
    const name_candidate *candidate = &forms->scan->found[index];
    key_parts parts;
    if (!key_is_organisation(forms->scan, candidate))
        return CG_OK;
    key_parts_of(forms->scan, candidate, &parts);
    if (parts.own.count != parts.own_end - parts.own_first)
        return CG_OK;
    return add_form(forms, index, parts.own_first, parts.own_end);
}

/* 弘铠 of 弘铠精密: without the word that ends short names. */
static cg_status add_short_form(again_forms *forms, size_t index)
{
    enum { SHORTEST = 2 };
    const name_candidate *candidate = &forms->scan->found[index];
    size_t tail = scan_phrase_before(forms->scan, candidate->first, candidate->end,
                                     WORD_WEAK_TAIL, NULL);
    uint32_t end = candidate->end - (uint32_t)tail;
    if (tail == 0 || end < candidate->first + SHORTEST ||
        !is_han(forms->scan, end - 1) ||
        scan_phrase_at(forms->scan, candidate->first, end, WORD_NO_NAME, NULL) ==
            end - candidate->first ||
        scan_phrase_at(forms->scan, candidate->first, end, WORD_STOP, NULL) ==
            end - candidate->first)
        return CG_OK;
    return add_form(forms, index, candidate->first, end);
}

/* "X2" of "VinaEdge X2". */
static cg_status add_last_word(again_forms *forms, size_t index)
{
    name_scan *scan = forms->scan;
    const name_candidate *candidate = &scan->found[index];
    uint32_t last = candidate->end - 1;
    if (last == candidate->first || key_is_organisation(scan, candidate) ||
        key_is_person(scan, candidate) || !begins_large(scan, last) ||
        !has_digit(scan, last))
        return CG_OK;
    return add_form(forms, index, last, candidate->end);
}

/* A product's designation without its family: "Z2 Go" of "Lumen Z2 Go". */
static cg_status add_model_form(again_forms *forms, size_t index)
{
    const name_candidate *candidate = &forms->scan->found[index];
    uint32_t first = candidate->first + 1;
    if (first >= candidate->end || key_is_organisation(forms->scan, candidate) ||
        key_is_person(forms->scan, candidate) ||
        token_at(forms->scan, candidate->first)->shape != TOKEN_CAPITALISED ||
        !is_designation(forms->scan, first))
        return CG_OK;
    return add_form(forms, index, first, candidate->end);
}

static cg_status add_forms(again_forms *forms, size_t index)
{
    const name_candidate *candidate = &forms->scan->found[index];
    cg_status status = CG_OK;
    if (key_is_person(forms->scan, candidate))
        status = add_person_forms(forms, index);
    if (status == CG_OK)
        status = add_last_word(forms, index);
    if (status == CG_OK)
        status = add_model_form(forms, index);
    if (status == CG_OK)
        status = add_short_form(forms, index);
    if (status != CG_OK || candidate->listed >= 0)
        return status;
    status = add_form(forms, index, candidate->first, candidate->end);
    if (status == CG_OK)
        status = add_form(forms, index, candidate->core, candidate->core_end);
    return status == CG_OK ? add_own_form(forms, index) : status;
}

/* "VIS" of "Vanguard International Semiconductor": the capitals of three words or more. */
static cg_status add_initials(again_forms *forms, size_t index)
{
    enum { WORDS_MIN = 3 };
    const name_scan *scan = forms->scan;
    const name_candidate *candidate = &scan->found[index];
    char initials[KEY_WORDS_MAX];
    size_t count = 0;
    if (!key_is_organisation(scan, candidate))
        return CG_OK;
    for (uint32_t i = candidate->first; i < candidate->end; i++) {
        char letter = document_text(scan->document, i, i + 1).at[0];
        if (letter >= 'A' && letter <= 'Z' && count < KEY_WORDS_MAX)
            initials[count++] = (char)(letter + 'a' - 'A');
    }
    uint32_t fold = count >= WORDS_MIN ? table_find(&scan->document->folds,
                                                    (cg_text){initials, count})
                                       : 0;
    return fold != 0 ? put_form(forms, index, &fold, 1) : CG_OK;
}

/* ---- Looking for them ---- */

/* "Lumen" of "Lumen Vacuum Technology". */
static cg_status add_first_words(again_forms *forms, size_t count)
{
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < count; i++) {
        const name_candidate *candidate = &forms->scan->found[i];
        if (cluster_tells_alone(forms->scan, candidate))
            status = add_form(forms, i, candidate->first, candidate->first + 1);
    }
    return status;
}

/* The longest form that begins at the token and ends at or before `end`; the index of
 * its candidate, -1 if there is none. */
static int64_t form_at(const again_forms *forms, uint32_t token, uint32_t end,
                       uint32_t *form_end)
{
    uint32_t state = 0;
    int64_t found = -1;
    for (uint32_t i = token; i < end && i - token < KEY_WORDS_MAX; i++) {
        const text_document *document = forms->scan->document;
        if (i > token && scan_is_joint(forms->scan, i))
            continue;
        state = automaton_step(&forms->tree, state,
                               document->forms[document->tokens[i].form].fold);
        if (state == 0)
            break;
        uint32_t value = forms->tree.values[state];
        if (value == 0)
            continue;
        found = value == AMBIGUOUS ? -1 : (int64_t)value - 1;
        *form_end = i + 1;
    }
    return found;
}

/* Look between candidates, sentence by sentence. */
static cg_status scan_again(const again_forms *forms, size_t count)
{
    name_scan *scan = forms->scan;
    const text_document *document = scan->document;
    cg_status status = CG_OK;
    size_t next = 0;
    for (size_t i = 0; status == CG_OK && i < document->sentence_count; i++) {
        const text_sentence *sentence = &document->sentences[i];
        for (uint32_t at = sentence->first_token;
             status == CG_OK && at < sentence->end_token;) {
            if (next < count && scan->found[next].first == at) {
                at = scan->found[next++].end;
                continue;
            }
            uint32_t end =
                next < count && scan->found[next].first < sentence->end_token
                    ? scan->found[next].first
                    : sentence->end_token;
            uint32_t form_end = at + 1;
            int64_t like = begins_large(scan, at) || is_han(scan, at)
                               ? form_at(forms, at, end, &form_end)
                               : -1;
            if (like >= 0)
                status = add_again(scan, &scan->found[like], at, form_end);
            at = like >= 0 ? form_end : at + 1;
        }
    }
    return status;
}

cg_status cluster_again(name_scan *scan, size_t entities)
{
    again_forms forms = {.scan = scan};
    cg_status status = join_brackets(scan, entities);
    if (status == CG_OK)
        status = find_brackets(scan);
    if (status == CG_OK)
        status = join_same(scan, entities);
    if (status == CG_OK)
        status = cluster_join_first_words(scan, entities);
    for (size_t i = 0; status == CG_OK && i < scan->count; i++)
        status = add_forms(&forms, i);
    if (status == CG_OK)
        status = add_first_words(&forms, scan->count);
    for (size_t i = 0; status == CG_OK && i < scan->count; i++)
        status = add_initials(&forms, i);
    if (status == CG_OK)
        status = scan_again(&forms, scan->count);
    names_sort(scan);
    automaton_release(&forms.tree);
    return status;
}
