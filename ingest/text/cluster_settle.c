#include <stdlib.h>

#include "ingest/text/cluster.h"

/* What the document as a whole says of names that no list has. */

enum { KINDS_MAX = 4 }; /* of one name; more are not counted */

/* The kinds that one name was taken for, the first one first. */
typedef struct {
    uint8_t kinds[KINDS_MAX];
    uint32_t counts[KINDS_MAX];
    size_t count;
} kind_votes;

typedef struct {
    name_scan *scan;
    automaton names; /* values: index in `votes` + 1 */
    automaton firms; /* values: 1 for the name of an organisation */
    kind_votes *votes;
    size_t count;
    size_t room;
} settlement;

static bool is_product(const name_scan *scan, const name_candidate *candidate)
{
    return !key_is_person(scan, candidate) &&
           !key_is_organisation(scan, candidate) &&
           candidate->kind != scan->names->place_kind;
}

/* ---- One name, one kind ---- */

static cg_status votes_of(settlement *all, const name_candidate *candidate,
                          kind_votes **votes)
{
    key_words words;
    uint32_t *value = NULL;
    *votes = NULL;
    key_words_of(all->scan, candidate->core, candidate->core_end, &words);
    if (words.count == 0)
        return CG_OK;
    cg_status status = automaton_add(&all->names, words.words, words.count, &value,
                                     all->scan->err);
    if (status == CG_OK && *value == 0) {
        status = cg_grow(all->votes, &all->room, all->count + 1, all->scan->err);
        if (status != CG_OK)
            return status;
        all->votes[all->count++] = (kind_votes){.count = 0};
        *value = (uint32_t)all->count;
    }
    if (status == CG_OK)
        *votes = &all->votes[*value - 1];
    return status;
}

static cg_status count_kind(settlement *all, const name_candidate *candidate)
{
    kind_votes *votes = NULL;
    cg_status status = votes_of(all, candidate, &votes);
    if (votes == NULL)
        return status;
    size_t i = 0;
    while (i < votes->count && votes->kinds[i] != candidate->kind)
        i++;
    if (i == KINDS_MAX)
        return CG_OK;
    votes->kinds[i] = candidate->kind;
    votes->counts[i]++;
    votes->count += i == votes->count;
    return CG_OK;
}

/* A product is of the kind that its name was taken for most often. */
static cg_status settle_kind(settlement *all, name_candidate *candidate)
{
    kind_votes *votes = NULL;
    cg_status status = votes_of(all, candidate, &votes);
    if (votes == NULL)
        return status;
    size_t best = 0;
    for (size_t i = 1; i < votes->count; i++)
        if (votes->counts[i] > votes->counts[best])
            best = i;
    candidate->kind = votes->kinds[best];
    return CG_OK;
}

/* ---- The maker's name before a product's ---- */

static cg_status add_firm(settlement *all, const name_candidate *candidate)
{
    key_words words;
    uint32_t *value = NULL;
    key_words_of(all->scan, candidate->core, candidate->core_end, &words);
    if (words.count == 0)
        return CG_OK;
    cg_status status = automaton_add(&all->firms, words.words, words.count, &value,
                                     all->scan->err);
    if (status == CG_OK)
        *value = 1;
    return status;
}

/* "Zenia Note 7" is "Note 7" too, where the document names Zenia. */
static void leave_maker_out(const settlement *all, name_candidate *candidate)
{
    enum { REST_MIN = 2 };
    const text_document *document = all->scan->document;
    uint32_t state = 0;
    for (uint32_t i = candidate->first; i + REST_MIN < candidate->end; i++) {
        uint32_t fold = document->forms[document->tokens[i].form].fold;
        state = automaton_step(&all->firms, state, fold);
        if (state == 0)
            return;
        if (all->firms.values[state] == 1)
            candidate->core = i + 1;
    }
}

/* Is the firm known to make the product, or is no maker of it known? */
static bool can_make(const name_scan *scan, const name_candidate *firm,
                     const name_candidate *product)
{
    if (product->listed < 0)
        return true;
    cg_text maker = names_entry_at(scan->names, product->listed)->maker;
    return firm->listed >= 0 && maker.size > 0 &&
           cg_text_equal(maker, names_entry_at(scan->names, firm->listed)->name);
}

/* "PowerEdge R7" of "Dell PowerEdge R7" is called by the whole, too. */
static void take_maker_in(const name_scan *scan, const name_candidate *firm,
                          name_candidate *product)
{
    const text_token *first = &scan->document->tokens[product->first];
    if (product->core == product->first && firm->end == product->first &&
        first->blank_before && key_is_organisation(scan, firm) &&
        is_product(scan, product) && can_make(scan, firm, product))
        product->core = firm->first;
}

cg_status cluster_settle(name_scan *scan)
{
    settlement all = {.scan = scan};
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < scan->count; i++) {
        const name_candidate *candidate = &scan->found[i];
        if (key_is_organisation(scan, candidate))
            status = add_firm(&all, candidate);
        else if (candidate->listed < 0 && is_product(scan, candidate))
            status = count_kind(&all, candidate);
    }
    for (size_t i = 0; status == CG_OK && i < scan->count; i++) {
        name_candidate *candidate = &scan->found[i];
        if (candidate->listed >= 0 || !is_product(scan, candidate))
            continue;
        status = settle_kind(&all, candidate);
        if (candidate->core == candidate->first)
            leave_maker_out(&all, candidate);
    }
    for (size_t i = 1; status == CG_OK && i < scan->count; i++)
        take_maker_in(scan, &scan->found[i - 1], &scan->found[i]);
    automaton_release(&all.names);
    automaton_release(&all.firms);
    free(all.votes);
    return status;
}
