/* How much is in the file. */
#include "graph/store/adjacency.h"

static cg_status count_rows(cg_store *store, cg_counts *counts, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_COUNT, &query, err);
    if (status == CG_OK)
        status = sql_step(&query, err);
    if (status == CG_ROW) {
        counts->entities = sql_size(&query, 0);
        counts->names = sql_size(&query, 1);
        counts->evidence = sql_size(&query, 2);
        counts->sources = sql_size(&query, 3);
        counts->mentions = sql_size(&query, 4);
        counts->judgements = sql_size(&query, 5);
        status = CG_OK;
    }
    sql_close(&query);
    return status;
}

/* The index of an id in the file; CG_STORAGE if there is none. */
static cg_status index_of(const cg_store *store, const uint16_t *index, size_t room,
                          uint64_t id, uint16_t *at, cg_error *err)
{
    if (id >= room || index[id] == STORE_NO_ID)
        return store_damaged(store, "a kind or type that is unknown", err);
    *at = index[id];
    return CG_OK;
}

static cg_status add_kinds(cg_store *store, sql_statement which, int64_t sign,
                           cg_counts *counts, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        uint16_t at = 0;
        status = index_of(store, store->kind_index, CG_KIND_MAX,
                          sql_size(&query, 0), &at, err);
        if (status == CG_OK)
            counts->by_kind[at] += (uint64_t)(sign * sql_integer(&query, 1));
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status count_kinds(cg_store *store, cg_counts *counts, cg_error *err)
{
    cg_status status = add_kinds(store, SQL_COUNT_KINDS, 1, counts, err);
    return status == CG_OK
               ? add_kinds(store, SQL_COUNT_RETRACTED_KINDS, -1, counts, err)
               : status;
}

/* The facts in force of each type, as the segments have them. */
static cg_status count_facts(cg_store *store, cg_counts *counts, cg_error *err)
{
    sql_query query = {0};
    cg_status status = adjacency_flush(store, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_SEGMENT_COUNTS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        uint8_t relation;
        status = words_relation(store, sql_size(&query, 0), &relation, err);
        if (status == CG_OK) {
            counts->by_relation[relation] = sql_size(&query, 1);
            counts->facts += sql_size(&query, 1);
        }
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* Take away the few that are not seen. */
static cg_status subtract_hidden(cg_store *store, cg_counts *counts, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_COUNT_HIDDEN, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        uint16_t at = 0;
        status = index_of(store, store->relation_index, CG_RELATION_MAX,
                          sql_size(&query, 0), &at, err);
        if (status == CG_OK) {
            counts->by_relation[at] -= sql_size(&query, 1);
            counts->facts -= sql_size(&query, 1);
        }
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static void add_each(cg_kinds kinds, int64_t step, uint64_t by_kind[CG_KIND_MAX])
{
    for (size_t i = 0; i < CG_KIND_MAX; i++)
        if ((kinds >> i & 1) != 0)
            by_kind[i] += (uint64_t)step;
}

/* What is read as one is counted as one: take away each of a group, add the group. */
static cg_status count_merged(cg_store *store, cg_counts *counts, cg_error *err)
{
    const merge_map *merges = &store->merges;
    cg_status status = CG_OK;
    for (size_t i = 0; i < merges->count && status == CG_OK; i++) {
        cg_kinds own = 0, all = 0;
        bool lowest = merges->members[i] == merges->lowest[i];
        status = kinds_of_one(store, merges->members[i], &own, err);
        if (status == CG_OK && lowest)
            status = kinds_of(store, merges->members[i], &all, err);
        add_each(own, -1, counts->by_kind);
        add_each(all, 1, counts->by_kind);
        counts->entities -= !lowest;
    }
    return status;
}

cg_status cg_store_count_facts(cg_store *store,
                               uint64_t by_relation[CG_RELATION_MAX], cg_error *err)
{
    cg_counts counts = {0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = count_facts(store, &counts, err);
    if (status == CG_OK)
        status = subtract_hidden(store, &counts, err);
    memcpy(by_relation, counts.by_relation, sizeof counts.by_relation);
    return status;
}

cg_status cg_store_count_kinds(cg_store *store, uint64_t *entities,
                               uint64_t by_kind[CG_KIND_MAX], cg_error *err)
{
    cg_counts counts = {0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = sql_one_size(store, SQL_COUNT_ENTITIES, &counts.entities, err);
    if (status == CG_OK)
        status = count_kinds(store, &counts, err);
    if (status == CG_OK)
        status = count_merged(store, &counts, err);
    *entities = counts.entities;
    memcpy(by_kind, counts.by_kind, sizeof counts.by_kind);
    return status;
}

cg_status cg_store_count(cg_store *store, cg_counts *counts, cg_error *err)
{
    *counts = (cg_counts){0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = count_rows(store, counts, err);
    if (status == CG_OK)
        status = count_facts(store, counts, err);
    if (status == CG_OK)
        status = subtract_hidden(store, counts, err);
    if (status == CG_OK)
        status = count_kinds(store, counts, err);
    if (status == CG_OK)
        status = count_merged(store, counts, err);
    return status;
}
