/* Does the file agree with itself: are the neighbours that are kept those of the facts, is
 * there what rows refer to, are the facts of a source where it says? */
#include "graph/store/adjacency.h"
#include "graph/store/span.h"

#include <stdlib.h>

/* All entries, in an order in which a fact is found: by the fact. */
typedef struct {
    cg_id fact, entity, other;
    uint8_t relation;
} kept_fact;

typedef struct {
    kept_fact *items;
    size_t count, room, next;
} kept_facts;

static int by_fact(const void *a, const void *b)
{
    const kept_fact *x = a, *y = b;
    return (x->fact > y->fact) - (x->fact < y->fact);
}

/* Both directions, into sides[0] and sides[1]. */
static cg_status read_kept(cg_store *store, kept_facts sides[2], cg_error *err)
{
    list_merge merge;
    uint64_t entries;
    cg_status status = adjacency_merge(store, &merge, &entries, err);
    while (status == CG_OK && (status = list_merge_next(&merge, err)) == CG_ROW) {
        kept_facts *side = &sides[merge.direction];
        status = cg_grow(side->items, &side->room,
                         side->count + merge.list->count + 1, err);
        for (size_t i = 0; i < merge.list->count && status == CG_OK; i++) {
            const block_entry *entry = &merge.list->items[i];
            side->items[side->count++] = (kept_fact){entry->fact, merge.entity,
                                                     entry->other, entry->relation};
        }
    }
    adjacency_end(&merge);
    for (int i = 0; i < 2; i++)
        if (sides[i].count > 1)
            qsort(sides[i].items, sides[i].count, sizeof *sides[i].items, by_fact);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status differ(const cg_store *store, cg_id fact, cg_error *err)
{
    return cg_fail(err, CG_STORAGE, NULL,
                   "'%s' is damaged: its list of neighbours is wrong about fact "
                   "%lld: take a copy of it from before",
                   store_path(store), (long long)fact);
}

/* Does the next one kept say what the fact says? */
static bool matches(kept_facts *side, cg_id fact, cg_id entity, cg_id other,
                    int64_t relation)
{
    if (side->next == side->count)
        return false;
    const kept_fact *kept = &side->items[side->next++];
    return kept->fact == fact && kept->entity == entity && kept->other == other &&
           kept->relation == relation;
}

static cg_status compare(cg_store *store, kept_facts sides[2], cg_error *err)
{
    sql_query query = {0};
    cg_id fact = 0;
    cg_status status = sql_open(store, SQL_FACTS_IN_FORCE, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        fact = sql_integer(&query, 0);
        cg_id subject = sql_integer(&query, 1), object = sql_integer(&query, 2);
        int64_t relation = sql_integer(&query, 3);
        status = CG_OK;
        if (!matches(&sides[BLOCK_OUT], fact, subject, object, relation) ||
            !matches(&sides[BLOCK_IN], fact, object, subject, relation))
            status = differ(store, fact, err);
    }
    sql_close(&query);
    if (status != CG_DONE)
        return status;
    for (int i = 0; i < 2; i++)
        if (sides[i].next < sides[i].count)
            return differ(store, sides[i].items[sides[i].next].fact, err);
    return CG_OK;
}

/* What gives no row in a file that is sound. */
static const struct {
    sql_statement rows;
    const char *means;
} unsound[] = {
    {SQL_LOST_REFERENCES, "a row that refers to one that is not there"},
    {SQL_FACTS_BEYOND_SPAN, "a fact that is not where its source says"},
    {SQL_EVIDENCE_WITHOUT_RANGE, "a fact whose evidence is nowhere"},
};

static cg_status check_rows(cg_store *store, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof unsound / sizeof *unsound && status == CG_OK;
         i++) {
        sql_query query = {0};
        status = sql_open(store, unsound[i].rows, &query, err);
        if (status == CG_OK)
            status = sql_step(&query, err);
        sql_close(&query);
        if (status == CG_ROW)
            return store_damaged(store, unsound[i].means, err);
        status = status == CG_DONE ? CG_OK : status;
    }
    return status;
}

cg_status cg_store_check(cg_store *store, cg_error *err)
{
    kept_facts sides[2] = {0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = span_flush(store, err);
    if (status == CG_OK)
        status = check_rows(store, err);
    if (status == CG_OK)
        status = read_kept(store, sides, err);
    if (status == CG_OK)
        status = compare(store, sides, err);
    free(sides[0].items);
    free(sides[1].items);
    return status;
}
