/* Counts for a planner: of facts as the segments have them, of kinds from a sample where
 * there are many. */
#include "graph/store/adjacency.h"

enum {
    WHOLE = 256, /* up to so many rows are counted */
    SAMPLE = 64
};

/* How many of `total` a sample of SAMPLE stands for, of which `hits` hit. */
static uint64_t scale(uint64_t hits, uint64_t total)
{
    return (uint64_t)((double)hits * (double)total / SAMPLE);
}

/* ---- Kinds ---- */

static cg_status sample_kinds(cg_store *store, uint64_t total,
                              uint64_t hits[CG_KIND_MAX], cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_KINDS_FROM_ON, &query, err);
    for (uint64_t i = 0; i < SAMPLE && status == CG_OK; i++) {
        sql_bind_integer(&query, 1, (int64_t)(total * i / SAMPLE + 1));
        while ((status = sql_step(&query, err)) == CG_ROW)
            if (sql_size(&query, 0) < CG_KIND_MAX)
                hits[sql_size(&query, 0)]++;
        status = status == CG_DONE ? CG_OK : status;
    }
    sql_close(&query);
    return status;
}

static cg_status count_kind(cg_store *store, uint16_t id, uint64_t *count,
                            cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_KIND_COUNT, &query, err);
    if (status == CG_OK) {
        sql_bind_integer(&query, 1, id);
        sql_bind_integer(&query, 2, WHOLE);
        status = sql_step(&query, err);
    }
    *count = status == CG_ROW ? sql_size(&query, 0) : 0;
    sql_close(&query);
    return status == CG_ROW ? CG_OK : status;
}

static cg_status estimate_kinds(cg_store *store, cg_estimates *estimates,
                                cg_error *err)
{
    uint64_t hits[CG_KIND_MAX] = {0};
    cg_status status = CG_OK;
    if (estimates->entities > WHOLE)
        status = sample_kinds(store, estimates->entities, hits, err);
    for (size_t i = 0; i < CG_KIND_MAX && status == CG_OK; i++) {
        uint16_t id = store->kind_id[i];
        uint64_t *count = &estimates->by_kind[i];
        if (id == STORE_NO_ID)
            continue;
        status = count_kind(store, id, count, err);
        if (*count == WHOLE && scale(hits[id], estimates->entities) > WHOLE)
            *count = scale(hits[id], estimates->entities);
    }
    return status;
}

/* ---- Facts ---- */

static uint64_t at_most(uint64_t value, uint64_t most)
{
    return value < most ? value : most;
}

/* What the segments count. */
static cg_status count_facts(cg_store *store, cg_estimates *estimates,
                             cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SEGMENT_COUNTS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        uint8_t relation;
        status = words_relation(store, sql_size(&query, 0), &relation, err);
        if (status != CG_OK)
            break;
        uint64_t facts = sql_size(&query, 1);
        uint64_t most = at_most(facts, estimates->entities);
        estimates->facts += facts;
        estimates->by_relation[relation] = facts;
        estimates->subjects[relation] = at_most(sql_size(&query, 2), most);
        estimates->objects[relation] = at_most(sql_size(&query, 3), most);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status estimate(cg_store *store, cg_estimates *estimates, cg_error *err)
{
    *estimates = (cg_estimates){0};
    cg_status status = adjacency_flush(store, err);
    if (status == CG_OK)
        status = sql_one_size(store, SQL_LAST_ENTITY, &estimates->entities, err);
    if (status == CG_OK)
        status = estimate_kinds(store, estimates, err);
    return status == CG_OK ? count_facts(store, estimates, err) : status;
}

/* They are kept while nothing changes. */
cg_status cg_store_estimate(cg_store *store, cg_estimates *estimates, cg_error *err)
{
    cg_status status = store_refresh(store, err);
    if (status == CG_OK && !store->estimated) {
        status = estimate(store, &store->estimates, err);
        store->estimated = status == CG_OK && store->change == 0;
    }
    *estimates = store->estimates;
    return status;
}
