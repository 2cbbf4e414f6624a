/* The facts at given ends, out of the lists of neighbours. */
#include "graph/store/ends.h"

#include <stdlib.h>

#include "graph/store/adjacency.h"

typedef struct {
    cg_store *store;
    const cg_fact_filter *filter;
    bool wanted[CG_RELATION_MAX]; /* types, as the file numbers them */
    id_list others; /* with those that they are the same as, ascending */
    id_list *facts;
    block_entries list;
} search;

static void list_types(search *in)
{
    const cg_fact_filter *filter = in->filter;
    for (size_t i = 0; i < CG_RELATION_MAX; i++)
        in->wanted[i] = filter->relation_count == 0;
    for (size_t i = 0; i < filter->relation_count; i++) {
        uint16_t id = in->store->relation_id[filter->relations[i]];
        if (id != STORE_NO_ID)
            in->wanted[id] = true;
    }
}

static bool is_other(const search *in, cg_id entity)
{
    if (in->filter->others == NULL)
        return true;
    size_t low = 0, high = in->others.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (in->others.items[middle].id < entity)
            low = middle + 1;
        else
            high = middle;
    }
    return low < in->others.count && in->others.items[low].id == entity;
}

static cg_status add(search *in, cg_id fact, uint64_t relation, cg_id other,
                     cg_error *err)
{
    if (relation >= CG_RELATION_MAX || !in->wanted[relation] ||
        !is_other(in, other))
        return CG_OK;
    cg_status status =
        cg_grow(in->facts->items, &in->facts->room, in->facts->count + 1, err);
    if (status == CG_OK)
        in->facts->items[in->facts->count++] = (listed_id){.id = fact};
    return status;
}

/* In force, on one side of an entity. */
static cg_status add_side(search *in, block_direction direction, cg_id entity,
                          cg_error *err)
{
    cg_status status =
        adjacency_look_up(in->store, direction, entity, &in->list, err);
    for (size_t i = 0; i < in->list.count && status == CG_OK; i++)
        status = add(in, in->list.items[i].fact, in->list.items[i].relation,
                     in->list.items[i].other, err);
    return status;
}

/* Retracted: they are in no list of neighbours any more. */
static cg_status add_retracted(search *in, sql_statement which, cg_id entity,
                               cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(in->store, which, &query, err);
    if (status == CG_OK)
        sql_bind_id(&query, 1, entity);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW)
        status = add(in, sql_integer(&query, 0), sql_size(&query, 2),
                     sql_integer(&query, 1), err);
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status add_all(search *in, cg_id entity, bool ever, cg_error *err)
{
    cg_status status = add_side(in, BLOCK_OUT, entity, err);
    if (status == CG_OK)
        status = add_side(in, BLOCK_IN, entity, err);
    if (status == CG_OK && ever)
        status = add_retracted(in, SQL_RETRACTED_FROM, entity, err);
    if (status == CG_OK && ever)
        status = add_retracted(in, SQL_RETRACTED_TO, entity, err);
    return status;
}

static int compare(const void *a, const void *b)
{
    const listed_id *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void sort_and_unite(id_list *facts)
{
    size_t kept = 0;
    if (facts->count > 1)
        qsort(facts->items, facts->count, sizeof *facts->items, compare);
    for (size_t i = 0; i < facts->count; i++)
        if (kept == 0 || facts->items[i].id != facts->items[kept - 1].id)
            facts->items[kept++] = facts->items[i];
    facts->count = kept;
}

cg_status ends_list_facts(cg_store *store, const cg_fact_filter *filter, bool ever,
                          id_list *facts, cg_error *err)
{
    search in = {.store = store, .filter = filter, .facts = facts};
    id_list ends = {0};
    facts->count = 0;
    list_types(&in);
    cg_status status =
        id_list_fill(&ends, &store->merges, filter->ends, filter->end_count, err);
    if (status == CG_OK && filter->others != NULL)
        status = id_list_fill(&in.others, &store->merges, filter->others,
                              filter->other_count, err);
    for (size_t i = 0; i < ends.count && status == CG_OK; i++)
        if (i == 0 || ends.items[i].id != ends.items[i - 1].id)
            status = add_all(&in, ends.items[i].id, ever, err);
    if (status == CG_OK)
        sort_and_unite(facts);
    id_list_release(&ends);
    id_list_release(&in.others);
    free(in.list.items);
    return status;
}
