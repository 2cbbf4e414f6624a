/* Joining what the rules found: each fact once a document, with all that says it. */
#include <stdlib.h>

#include "ingest/text/rules_parts.h"

/* A found fact and its place among those of the same ends. */
typedef struct {
    const found_fact *fact;
    uint32_t low;   /* ends, in an order that is the same both ways for a */
    uint32_t high;  /* symmetric relation */
    uint32_t first; /* order of the first of them */
} item;

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_ends(const item *a, const item *b)
{
    int order = compare_numbers(a->low, b->low);
    if (order == 0)
        order = compare_numbers(a->high, b->high);
    if (order == 0)
        order = compare_numbers(a->fact->relation, b->fact->relation);
    return order;
}

/* The stronger statement first, then the rule of higher priority, then the order of
 * the text. */
static int compare_worth(const item *a, const item *b)
{
    int order = compare_numbers(a->fact->modality, b->fact->modality);
    if (order == 0)
        order = (b->fact->rule->priority > a->fact->rule->priority) -
                (b->fact->rule->priority < a->fact->rule->priority);
    if (order == 0)
        order = compare_numbers(a->fact->order, b->fact->order);
    return order;
}

static int by_ends(const void *a, const void *b)
{
    int order = compare_ends(a, b);
    return order != 0 ? order : compare_worth(a, b);
}

static int by_first(const void *a, const void *b)
{
    const item *left = a;
    const item *right = b;
    int order = compare_numbers(left->first, right->first);
    return order != 0 ? order : compare_worth(left, right);
}

static void fill_items(item *items, const fact_list *found,
                       const cg_vocabulary *vocabulary)
{
    for (size_t i = 0; i < found->count; i++) {
        const found_fact *fact = &found->items[i];
        bool swap = cg_relation_at(vocabulary, fact->relation)->symmetric &&
                    fact->subject > fact->object;
        items[i] = (item){fact, swap ? fact->object : fact->subject,
                          swap ? fact->subject : fact->object, 0};
    }
}

/* The end of the items with the same ends as items[start]. */
static size_t group_end(const item *items, size_t count, size_t start)
{
    size_t end = start + 1;
    while (end < count && compare_ends(&items[start], &items[end]) == 0)
        end++;
    return end;
}

/* Bring the facts into the order in which the text first says them. */
static void order_items(item *items, size_t count)
{
    qsort(items, count, sizeof *items, by_ends);
    for (size_t start = 0; start < count;) {
        size_t end = group_end(items, count, start);
        uint32_t first = UINT32_MAX;
        for (size_t i = start; i < end; i++)
            if (items[i].fact->order < first)
                first = items[i].fact->order;
        for (size_t i = start; i < end; i++)
            items[i].first = first;
        start = end;
    }
    qsort(items, count, sizeof *items, by_first);
}

static cg_status join_properties(const item *items, size_t count, cg_arena *arena,
                                 cg_properties *joined, cg_error *err)
{
    *joined = items[0].fact->properties;
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        room += items[i].fact->properties.count;
    if (room == joined->count)
        return CG_OK;
    cg_property *all = cg_arena_array(arena, room, sizeof *all);
    if (all == NULL)
        return cg_fail_memory(err);
    size_t used = 0;
    bool denied = items[0].fact->modality == CG_DENIED;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < items[i].fact->properties.count; k++) {
            if (items[i].fact->modality == CG_DENIED && !denied)
                break; /* what is denied says nothing of what is asserted */
            const cg_property *property = &items[i].fact->properties.items[k];
            size_t known = 0;
            while (known < used && !cg_text_equal(all[known].key, property->key))
                known++;
            if (known == used)
                all[used++] = *property;
        }
    *joined = (cg_properties){all, cg_properties_sort(all, used)};
    return CG_OK;
}

/* One piece of evidence a sentence: the best. */
static cg_status gather_evidence(const item *items, size_t count, cg_arena *arena,
                                 text_fact *fact, cg_error *err)
{
    text_evidence *evidence = cg_arena_array(arena, count, sizeof *evidence);
    uint32_t *sentences = cg_arena_array(arena, count, sizeof *sentences);
    if (evidence == NULL || sentences == NULL)
        return cg_fail_memory(err);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const found_fact *found = items[i].fact;
        bool known = false;
        for (size_t k = used; k > 0 && used - k < 8 && !known; k--)
            known = sentences[k - 1] == found->sentence;
        if (known)
            continue;
        sentences[used] = found->sentence;
        evidence[used++] =
            (text_evidence){found->start, found->end, found->modality,
                            found->speaker, found->rule->label};
    }
    fact->evidence = evidence;
    fact->evidence_count = used;
    return CG_OK;
}

static cg_status make_facts(const item *items, size_t count, cg_arena *arena,
                            text_fact *facts, size_t *made, cg_error *err)
{
    cg_status status = CG_OK;
    *made = 0;
    for (size_t start = 0; status == CG_OK && start < count;) {
        size_t end = group_end(items, count, start);
        const found_fact *best = items[start].fact;
        text_fact *fact = &facts[(*made)++];
        fact->subject = best->subject;
        fact->object = best->object;
        fact->relation = best->relation;
        status = join_properties(items + start, end - start, arena,
                                 &fact->properties, err);
        if (status == CG_OK)
            status = gather_evidence(items + start, end - start, arena, fact, err);
        start = end;
    }
    return status;
}

cg_status facts_join(const fact_list *found, const cg_vocabulary *vocabulary,
                     cg_arena *arena, const text_fact **facts, size_t *count,
                     cg_error *err)
{
    *facts = NULL;
    *count = 0;
    if (found->count == 0)
        return CG_OK;
    item *items = calloc(found->count, sizeof *items);
    text_fact *made = cg_arena_array(arena, found->count, sizeof *made);
    cg_status status = items != NULL && made != NULL ? CG_OK : cg_fail_memory(err);
    if (status == CG_OK) {
        fill_items(items, found, vocabulary);
        order_items(items, found->count);
        status = make_facts(items, found->count, arena, made, count, err);
        *facts = made;
    }
    free(items);
    return status;
}
