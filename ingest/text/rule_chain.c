/* Facts that follow from two others with one object: who buys what somebody makes is
 * supplied by him. */
#include <stdlib.h>

#include "ingest/text/rules_parts.h"

/* A fact of one of the two types. */
typedef struct {
    uint32_t object;
    uint32_t subject;
    uint32_t fact; /* index in the run's facts */
} chain_link;

/* The facts of one type, sorted by object, then subject: each pair of ends once, as it is
 * said first. */
typedef struct {
    chain_link *items;
    size_t count;
} chain_links;

static int by_object(const void *a, const void *b)
{
    const chain_link *left = a;
    const chain_link *right = b;
    if (left->object != right->object)
        return left->object < right->object ? -1 : 1;
    if (left->subject != right->subject)
        return left->subject < right->subject ? -1 : 1;
    return (left->fact > right->fact) - (left->fact < right->fact);
}

/* Rumours and what only may be join nothing. */
static bool joins_through(const rule_run *run, const text_rule *rule,
                          const found_fact *fact)
{
    uint8_t kind = run->document->entities[fact->object].kind;
    bool sure = fact->modality == CG_ASSERTED || fact->modality == CG_PLANNED;
    return sure && (rule->kinds >> kind & 1) != 0;
}

static void sort_links(chain_links *links, size_t all)
{
    chain_link *items = links->items;
    qsort(items, all, sizeof *items, by_object);
    links->count = 0;
    for (size_t i = 0; i < all; i++) {
        const chain_link *last = &items[links->count > 0 ? links->count - 1 : 0];
        if (links->count == 0 || last->object != items[i].object ||
            last->subject != items[i].subject)
            items[links->count++] = items[i];
    }
}

static void gather(const rule_run *run, const text_rule *rule, size_t count,
                   uint8_t relation, chain_links *links)
{
    size_t all = 0;
    for (size_t i = 0; i < count; i++) {
        const found_fact *fact = &run->facts.items[i];
        if (fact->relation == relation && joins_through(run, rule, fact))
            links->items[all++] =
                (chain_link){fact->object, fact->subject, (uint32_t)i};
    }
    sort_links(links, all);
}

/* The facts of the chain's own type. */
static void gather_said(const rule_run *run, const text_rule *rule, size_t count,
                        chain_links *said)
{
    size_t all = 0;
    for (size_t i = 0; i < count; i++) {
        const found_fact *fact = &run->facts.items[i];
        if (fact->relation == rule->relation)
            said->items[all++] = (chain_link){fact->object, fact->subject, 0};
    }
    sort_links(said, all);
}

/* The end of those that have the object of the one at `start`. */
static size_t same_object(const chain_links *links, size_t start)
{
    size_t end = start + 1;
    while (end < links->count &&
           links->items[end].object == links->items[start].object)
        end++;
    return end;
}

/* Does the text itself say a fact of these ends? `said` are those of the chain's type. */
static bool is_said(const chain_links *said, uint32_t subject, uint32_t object)
{
    chain_link key = {.object = object, .subject = subject};
    size_t low = 0;
    size_t high = said->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_object(&said->items[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < said->count && said->items[low].object == object &&
           said->items[low].subject == subject;
}

/* What follows from a pair of facts: quoted where the first is said, with the second if
 * that stands in the same sentence; as sure as the weaker of them. */
static cg_status add_chained(rule_run *run, const text_rule *rule,
                             const chain_links *said, const size_t pair[2],
                             cg_error *err)
{
    fact_list *facts = &run->facts;
    uint32_t subject = facts->items[pair[rule->joins_subject]].subject;
    uint32_t object = facts->items[pair[1 - rule->joins_subject]].subject;
    if (subject == object || is_said(said, subject, object) ||
        !match_may_be_ends(run->book, rule, &run->text, subject, object))
        return CG_OK;
    cg_status status = cg_grow(facts->items, &facts->room, facts->count + 1, err);
    if (status != CG_OK)
        return status;
    const found_fact *other = &facts->items[pair[1]];
    found_fact fact = facts->items[pair[0]];
    fact.subject = subject;
    fact.object = object;
    fact.relation = rule->relation;
    fact.rule = rule;
    fact.properties = (cg_properties){NULL, 0};
    fact.order = (uint32_t)facts->count;
    if (other->modality > fact.modality)
        fact.modality = other->modality;
    if (other->sentence == fact.sentence) {
        fact.start = other->start < fact.start ? other->start : fact.start;
        fact.end = other->end > fact.end ? other->end : fact.end;
    }
    facts->items[facts->count++] = fact;
    return CG_OK;
}

/* Join each of links[0] in [first, first_end) with each of links[1] in [second,
 * second_end): those of one object. */
static cg_status join(rule_run *run, const text_rule *rule,
                      const chain_links links[3], const size_t from[2],
                      const size_t to[2], cg_error *err)
{
    enum { ENDS_MAX = 16 }; /* of one object; more tell nothing of each other */
    int subject = rule->joins_subject;
    bool more = to[0] - from[0] > ENDS_MAX || to[1] - from[1] > ENDS_MAX ||
                (rule->sole_subject && to[subject] - from[subject] > 1) ||
                (rule->sole_object && to[1 - subject] - from[1 - subject] > 1);
    cg_status status = CG_OK;
    for (size_t i = from[0]; !more && i < to[0]; i++)
        for (size_t k = from[1]; status == CG_OK && k < to[1]; k++)
            status = add_chained(
                run, rule, &links[2],
                (size_t[2]){links[0].items[i].fact, links[1].items[k].fact}, err);
    return status;
}

static cg_status chain(rule_run *run, const text_rule *rule, size_t count,
                       chain_links links[3], cg_error *err)
{
    cg_status status = CG_OK;
    size_t at[2] = {0, 0};
    for (int i = 0; i < 2; i++)
        gather(run, rule, count, rule->joins[i], &links[i]);
    gather_said(run, rule, count, &links[2]);
    while (status == CG_OK && at[0] < links[0].count && at[1] < links[1].count) {
        uint32_t first = links[0].items[at[0]].object;
        uint32_t second = links[1].items[at[1]].object;
        size_t end[2] = {same_object(&links[0], at[0]),
                         same_object(&links[1], at[1])};
        if (first == second)
            status = join(run, rule, links, at, end, err);
        if (first <= second)
            at[0] = end[0];
        if (second <= first)
            at[1] = end[1];
    }
    return status;
}

cg_status run_chains(rule_run *run, cg_error *err)
{
    enum { LISTS = 3 };
    size_t count = run->facts.count; /* what follows leads no further */
    chain_links links[LISTS] = {{NULL, 0}};
    if (count == 0)
        return CG_OK;
    chain_link *items = calloc(count, LISTS * sizeof *items);
    cg_status status = items != NULL ? CG_OK : cg_fail_memory(err);
    for (size_t i = 0; i < LISTS && items != NULL; i++)
        links[i].items = items + i * count;
    for (const text_rule *rule = run->book->syntax.rules;
         status == CG_OK && rule != NULL; rule = rule->next)
        if (rule->sort == RULE_CHAIN)
            status = chain(run, rule, count, links, err);
    free(items);
    return status;
}
