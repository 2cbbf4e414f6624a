/* Facts: adding those that are new, finding those that are there, fetching. */
#include "graph/store/adjacency.h"
#include "graph/store/known.h"
#include "graph/store/property.h"

#include <assert.h>

/* ---- Adding ---- */

/* Of a symmetric relation the lower id comes first. */
static void order_ends(const cg_store *store, const cg_new_fact *fact,
                       cg_id *subject, cg_id *object)
{
    bool turn = fact->subject > fact->object &&
                cg_relation_at(store->vocabulary, fact->relation)->symmetric;
    *subject = turn ? fact->object : fact->subject;
    *object = turn ? fact->subject : fact->object;
}

/* What makes a fact that fact and no other. */
static void bind_identity(const cg_store *store, sql_query *query,
                          const cg_new_fact *fact, cg_text properties)
{
    cg_id subject, object;
    order_ends(store, fact, &subject, &object);
    sql_bind_id(query, 1, subject);
    sql_bind_integer(query, 2, store->relation_id[fact->relation]);
    sql_bind_id(query, 3, object);
    sql_bind_date(query, 4, fact->since);
    sql_bind_date(query, 5, fact->until);
    sql_bind_text(query, 6, properties);
}

/* The first of the facts that may be it and is; 0 for none. */
static cg_status find_fact(cg_store *store, sql_query *is, const cg_new_fact *fact,
                           const pending_fact *ends, cg_text properties, cg_id *id,
                           cg_error *err)
{
    const cg_id *ids;
    size_t count;
    cg_status status = known_candidates(store, ends, &ids, &count, err);
    *id = 0;
    for (size_t i = 0; i < count && status == CG_OK && *id == 0; i++) {
        bind_identity(store, is, fact, properties);
        sql_bind_id(is, 7, ids[i]);
        status = sql_step(is, err);
        if (status == CG_ROW) {
            *id = ids[i];
            sql_rewind(is);
        }
        status = status == CG_ROW || status == CG_DONE ? CG_OK : status;
    }
    return status;
}

static cg_status add_fact(cg_store *store, sql_query *is, sql_query *add,
                          const cg_new_fact *fact, cg_id *id, bool *fresh,
                          cg_error *err)
{
    assert(store->relation_id[fact->relation] != STORE_NO_ID);
    pending_fact ends = {.relation = (uint8_t)store->relation_id[fact->relation]};
    cg_text properties;
    order_ends(store, fact, &ends.subject, &ends.object);
    cg_status status =
        property_json(fact->properties, &store->text, &properties, err);
    if (status == CG_OK)
        status = find_fact(store, is, fact, &ends, properties, id, err);
    *fresh = *id == 0;
    if (status != CG_OK || *id != 0)
        return status;
    bind_identity(store, add, fact, properties);
    sql_bind_id(add, 7, store->change);
    status = sql_run(add, err);
    ends.fact = *id = sqlite3_last_insert_rowid(store->db);
    return status == CG_OK ? adjacency_note(store, &ends, err) : status;
}

cg_status cg_store_add_facts(cg_store *store, const cg_new_fact *items,
                             size_t count, cg_id *ids, bool *fresh, cg_error *err)
{
    assert(store->change != 0);
    sql_query is = {0}, add = {0};
    cg_status status = sql_open(store, SQL_IS_FACT, &is, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_ADD_FACT, &add, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_fact(store, &is, &add, &items[i], &ids[i], &fresh[i], err);
    sql_close(&is);
    sql_close(&add);
    return status;
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
