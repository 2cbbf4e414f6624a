/* Counts for a planner: whole in a small graph, from a sample in a large one. */
#include "graph/store/property_graph.h"

#include "graph/store/base.h"

enum {
    WHOLE = 4096, /* up to so many rows are counted */
    SAMPLE = 512
};

static cg_status one_number(cg_store *store, sql_statement which, uint64_t *number,
                            cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK)
        status = sql_step(&query, err);
    *number = status == CG_ROW ? sql_size(&query, 0) : 0;
    sql_close(&query);
    return status == CG_ROW ? CG_OK : status;
}

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

static cg_status sample_facts(cg_store *store, uint64_t last,
                              cg_estimates *estimates, cg_error *err)
{
    uint64_t step = last / SAMPLE > 0 ? last / SAMPLE : 1;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FACT_FROM_ON, &query, err);
    for (uint64_t at = 1; at <= last && status == CG_OK; at += step) {
        uint8_t relation;
        sql_bind_integer(&query, 1, (int64_t)at);
        status = sql_step(&query, err);
        if (status == CG_ROW) {
            status = words_relation(store, sql_size(&query, 0), &relation, err);
            if (status == CG_OK)
                estimates->by_relation[relation] += step;
            sql_rewind(&query);
        }
        status = status == CG_DONE ? CG_OK : status;
    }
    sql_close(&query);
    return status;
}

static uint64_t at_most(uint64_t value, uint64_t most)
{
    return value < most ? value : most;
}

cg_status cg_store_estimate(cg_store *store, cg_estimates *estimates, cg_error *err)
{
    *estimates = (cg_estimates){0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = one_number(store, SQL_LAST_ENTITY, &estimates->entities, err);
    if (status == CG_OK)
        status = one_number(store, SQL_LAST_FACT, &estimates->facts, err);
    if (status == CG_OK)
        status = estimate_kinds(store, estimates, err);
    if (status == CG_OK)
        status = sample_facts(store, estimates->facts, estimates, err);
    for (size_t i = 0; i < CG_RELATION_MAX && status == CG_OK; i++) {
        uint64_t most = at_most(estimates->by_relation[i], estimates->entities);
        estimates->subjects[i] = estimates->objects[i] = most;
    }
    return status;
}
