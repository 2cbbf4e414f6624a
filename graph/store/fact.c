/* Facts: adding those that are new, finding those that are there, fetching. */
#include "graph/store/adjacency.h"
#include "graph/store/fact_rows.h"
#include "graph/store/known.h"
#include "graph/store/property.h"
#include "graph/store/span.h"

#include <assert.h>

/* ---- Adding ---- */

enum {
    AHEAD = 8
}; /* facts whose places in memory are fetched before they are read */

/* Of a symmetric relation the lower id comes first. */
static pending_fact ends_of(const cg_store *store, const cg_new_fact *fact)
{
    assert(store->relation_id[fact->relation] != STORE_NO_ID);
    bool turn = fact->subject > fact->object &&
                cg_relation_at(store->vocabulary, fact->relation)->symmetric;
    return (pending_fact){.subject = turn ? fact->object : fact->subject,
                          .object = turn ? fact->subject : fact->object,
                          .relation = (uint8_t)store->relation_id[fact->relation]};
}

/* What makes a fact that fact and no other. The properties are in the store's scratch. */
static cg_status make_row(cg_store *store, const cg_new_fact *fact, fact_row *row,
                          cg_error *err)
{
    *row = (fact_row){.ends = ends_of(store, fact)};
    row->since_size = (uint8_t)cg_date_format(fact->since, row->since);
    row->until_size = (uint8_t)cg_date_format(fact->until, row->until);
    return property_json(fact->properties, &store->text, &row->properties, err);
}

static cg_status is_fact(sql_query *is, const fact_row *row, cg_id id, bool *same,
                         cg_error *err)
{
    sql_bind_id(is, 1, row->ends.subject);
    sql_bind_integer(is, 2, row->ends.relation);
    sql_bind_id(is, 3, row->ends.object);
    sql_bind_text(is, 4, (cg_text){row->since, row->since_size});
    sql_bind_text(is, 5, (cg_text){row->until, row->until_size});
    sql_bind_text(is, 6, row->properties);
    sql_bind_id(is, 7, id);
    cg_status status = sql_step(is, err);
    *same = status == CG_ROW;
    sql_rewind(is);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

/* A batch on its way into the file. */
typedef struct {
    cg_store *store;
    sql_query is;
    cg_id last;        /* fact */
    cg_id last_entity; /* no fact refers to one behind it */
} adding;

static cg_status begin(adding *to, cg_store *store, cg_error *err)
{
    uint64_t fact = 0, entity = 0;
    *to = (adding){.store = store};
    cg_status status = sql_one_size(store, SQL_LAST_FACT, &fact, err);
    if (status == CG_OK)
        status = sql_one_size(store, SQL_LAST_ENTITY, &entity, err);
    to->last = (cg_id)fact;
    to->last_entity = (cg_id)entity;
    return status == CG_OK ? sql_open(store, SQL_IS_FACT, &to->is, err) : status;
}

static cg_status end(adding *to, cg_status status, cg_error *err)
{
    sql_close(&to->is);
    return status == CG_OK ? fact_rows_write(to->store, err) : status;
}

/* The first of the facts that may be it and is; 0 for none. */
static cg_status find_fact(adding *to, const fact_row *row, cg_id *id,
                           cg_error *err)
{
    const cg_id *ids;
    size_t count;
    cg_status status = known_candidates(to->store, &row->ends, &ids, &count, err);
    if (status == CG_OK && count > 0)
        status = fact_rows_write(to->store, err);
    *id = 0;
    for (size_t i = 0; i < count && status == CG_OK && *id == 0; i++) {
        bool same;
        status = is_fact(&to->is, row, ids[i], &same, err);
        if (status == CG_OK && same)
            *id = ids[i];
    }
    return status;
}

/* Rows of entities are added one behind the other, and never taken away. */
static cg_status check_ends(const adding *to, const pending_fact *ends,
                            cg_error *err)
{
    cg_id wrong = 0;
    if (ends->subject < 1 || ends->subject > to->last_entity)
        wrong = ends->subject;
    else if (ends->object < 1 || ends->object > to->last_entity)
        wrong = ends->object;
    else
        return CG_OK;
    return cg_fail(err, CG_INTERNAL, NULL,
                   "a fact of the entity %lld, which is not there",
                   (long long)wrong);
}

/* Add the row, with the evidence if that needs none of its own; NULL is fine. */
static cg_status add_row(adding *to, fact_row *row, const cg_new_evidence *evidence,
                         cg_error *err)
{
    cg_store *store = to->store;
    cg_status status = check_ends(to, &row->ends, err);
    row->ends.fact = ++to->last;
    if (evidence != NULL) {
        row->source = evidence->source;
        row->through = evidence->through;
        row->start = evidence->start;
        row->end = evidence->end;
    }
    if (status == CG_OK)
        status = fact_rows_add(store, row, err);
    if (status == CG_OK)
        status = span_note(store, row->source, row->ends.fact, err);
    if (status == CG_OK)
        status = span_note(store, row->through, row->ends.fact, err);
    return status == CG_OK ? adjacency_note(store, &row->ends, err) : status;
}

/* Find or add one. */
static cg_status add_fact(adding *to, const cg_new_fact *fact,
                          const cg_new_evidence *evidence, cg_id *id, bool *fresh,
                          cg_error *err)
{
    fact_row row;
    cg_status status = make_row(to->store, fact, &row, err);
    if (status == CG_OK)
        status = find_fact(to, &row, id, err);
    *fresh = status == CG_OK && *id == 0;
    if (!*fresh)
        return status;
    status = add_row(to, &row, evidence, err);
    *id = row.ends.fact;
    return status;
}

static void look_ahead(const cg_store *store, const cg_new_fact *items,
                       size_t count, size_t at)
{
    if (at + AHEAD < count) {
        pending_fact ends = ends_of(store, &items[at + AHEAD]);
        known_fetch(store, &ends);
    }
}

cg_status cg_store_add_facts(cg_store *store, const cg_new_fact *items,
                             size_t count, cg_id *ids, bool *fresh, cg_error *err)
{
    assert(store->change != 0);
    adding to;
    cg_status status = begin(&to, store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        look_ahead(store, items, count, i);
        status = add_fact(&to, &items[i], NULL, &ids[i], &fresh[i], err);
    }
    return end(&to, status, err);
}

/* Add the evidence of the facts that did not take it into their row. */
static cg_status add_the_rest(cg_store *store, const cg_new_evidence *evidence,
                              size_t count, bool *evidence_fresh, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        if (!evidence_fresh[i])
            status = cg_store_add_evidence(store, &evidence[i], 1,
                                           &evidence_fresh[i], err);
    return status;
}

cg_status cg_store_add_statements(cg_store *store, const cg_new_fact *facts,
                                  cg_new_evidence *evidence, size_t count,
                                  bool *fact_fresh, bool *evidence_fresh,
                                  cg_error *err)
{
    assert(store->change != 0);
    adding to;
    cg_status status = begin(&to, store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        bool within = false;
        look_ahead(store, facts, count, i);
        status = evidence_fits_fact(store, &evidence[i], &within, err);
        if (status == CG_OK)
            status = add_fact(&to, &facts[i], within ? &evidence[i] : NULL,
                              &evidence[i].fact, &fact_fresh[i], err);
        evidence_fresh[i] = within && fact_fresh[i];
    }
    status = end(&to, status, err);
    return status == CG_OK
               ? add_the_rest(store, evidence, count, evidence_fresh, err)
               : status;
}

/* ---- Fetching ---- */

static cg_status read_row(cg_store *store, const sql_query *query, cg_arena *arena,
                          cg_fact *fact, cg_error *err)
{
    cg_status status =
        words_relation(store, sql_size(query, 1), &fact->relation, err);
    if (status != CG_OK)
        return status;
    fact->subject = merge_lowest(&store->merges, sql_integer(query, 0));
    fact->object = merge_lowest(&store->merges, sql_integer(query, 2));
    fact->since = sql_date(query, 3);
    fact->until = sql_date(query, 4);
    return sql_properties(query, 5, arena, &fact->properties, err);
}

static cg_status read_support(sql_query *query, cg_fact *fact, cg_error *err)
{
    sql_bind_id(query, 1, fact->id);
    cg_status status = sql_step(query, err);
    if (status != CG_ROW)
        return status;
    uint64_t modality = sql_size(query, 0);
    fact->modality =
        modality < CG_MODALITY_COUNT ? (cg_modality)modality : CG_DENIED;
    fact->source_count = sql_size(query, 1);
    sql_rewind(query);
    return CG_OK;
}

static cg_status fetch(cg_store *store, sql_query *row, sql_query *support,
                       cg_id id, cg_arena *arena, cg_fact *fact, cg_error *err)
{
    *fact = (cg_fact){0};
    sql_bind_id(row, 1, id);
    cg_status status = sql_step(row, err);
    if (status == CG_DONE)
        return CG_OK;
    if (status != CG_ROW)
        return status;
    fact->id = id;
    status = read_row(store, row, arena, fact, err);
    sql_rewind(row);
    return status == CG_OK ? read_support(support, fact, err) : status;
}

cg_status cg_store_facts(cg_store *store, const cg_id *ids, size_t count,
                         cg_arena *arena, cg_fact *out, cg_error *err)
{
    sql_query row = {0}, support = {0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_FACT, &row, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_FACT_SUPPORT, &support, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = fetch(store, &row, &support, ids[i], arena, &out[i], err);
    sql_close(&row);
    sql_close(&support);
    return status;
}
