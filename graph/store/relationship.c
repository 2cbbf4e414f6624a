/* Facts as relationships: creating them, giving them other properties, retracting
 * them. */
#include "graph/store/adjacency.h"
#include "graph/store/hidden.h"
#include "graph/store/property.h"

#include <assert.h>

/* ---- Creating ---- */

static cg_status source_size(cg_store *store, cg_id source, uint64_t *size,
                             cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SOURCE_SIZE, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, source);
        status = sql_step(&query, err);
    }
    *size = status == CG_ROW ? sql_size(&query, 0) : 0;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

static void bind_columns(sql_query *query, int since, int until, int rest,
                         const property_columns *columns, cg_text json)
{
    sql_bind_date(query, since, columns->since);
    sql_bind_date(query, until, columns->until);
    sql_bind_text(query, rest, json);
}

static cg_status insert(cg_store *store, const cg_new_relationship *item,
                        cg_arena *arena, cg_id *id, cg_error *err)
{
    assert(store->relation_id[item->relation] != STORE_NO_ID);
    property_columns columns;
    cg_text json;
    sql_query query = {0};
    cg_status status = property_split_fact(item->properties, arena, &columns, err);
    if (status == CG_OK)
        status = property_json(columns.rest, &store->text, &json, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_ADD_FACT, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, item->subject);
        sql_bind_integer(&query, 2, store->relation_id[item->relation]);
        sql_bind_id(&query, 3, item->object);
        bind_columns(&query, 4, 5, 6, &columns, json);
        sql_bind_id(&query, 7, store->change);
        status = sql_run(&query, err);
        *id = sqlite3_last_insert_rowid(store->db);
    }
    sql_close(&query);
    pending_fact added = {.fact = *id,
                          .subject = item->subject,
                          .object = item->object,
                          .relation = (uint8_t)store->relation_id[item->relation]};
    return status == CG_OK ? adjacency_note(store, &added, err) : status;
}

cg_status cg_store_create_facts(cg_store *store, cg_id source,
                                const cg_new_relationship *items, size_t count,
                                cg_id *ids, cg_error *err)
{
    assert(store->change != 0);
    cg_arena arena = {0};
    cg_new_evidence evidence = {.source = source, .modality = CG_ASSERTED};
    cg_status status = source_size(store, source, &evidence.end, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        cg_arena_reset(&arena);
        status = insert(store, &items[i], &arena, &ids[i], err);
        evidence.fact = ids[i];
        if (status == CG_OK)
            status = evidence_insert(store, &evidence, err);
    }
    cg_arena_release(&arena);
    return status;
}

/* ---- Changing ---- */

/* What the row has now; `*recorded` is 0 if it is not in force. */
static cg_status read_version(cg_store *store, cg_id fact, cg_arena *arena,
                              property_columns *columns, int64_t *recorded,
                              cg_error *err)
{
    *recorded = 0;
    *columns = (property_columns){0};
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FACT_VERSION, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, fact);
        status = sql_step(&query, err);
    }
    if (status == CG_ROW) {
        *recorded = sql_integer(&query, 0);
        columns->since = sql_date(&query, 1);
        columns->until = sql_date(&query, 2);
        status = sql_properties(&query, 3, arena, &columns->rest, err);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status keep_rows(cg_store *store, sql_statement which, cg_id fact,
                           cg_id copy, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, fact);
        sql_bind_id(&query, 2, store->change);
        if (copy != 0)
            sql_bind_id(&query, 3, copy);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

/* Keep what the fact was up to this change, as one of another id. */
static cg_status keep_version(cg_store *store, cg_id fact, cg_error *err)
{
    cg_status status = keep_rows(store, SQL_KEEP_FACT, fact, 0, err);
    cg_id copy = sqlite3_last_insert_rowid(store->db);
    if (status == CG_OK)
        status = keep_rows(store, SQL_KEEP_EVIDENCE, fact, copy, err);
    return status == CG_OK ? keep_rows(store, SQL_KEEP_JUDGEMENTS, fact, copy, err)
                           : status;
}

static cg_status update(cg_store *store, cg_id fact,
                        const property_columns *columns, cg_error *err)
{
    cg_text json;
    sql_query query = {0};
    cg_status status = property_json(columns->rest, &store->text, &json, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_SET_FACT, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, fact);
        bind_columns(&query, 2, 3, 4, columns, json);
        sql_bind_id(&query, 5, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static bool same_date(cg_date a, cg_date b)
{
    char first[CG_DATE_ROOM], second[CG_DATE_ROOM];
    size_t size = cg_date_format(a, first);
    return size == cg_date_format(b, second) && memcmp(first, second, size) == 0;
}

static bool same(const property_columns *a, const property_columns *b)
{
    return same_date(a->since, b->since) && same_date(a->until, b->until) &&
           cg_properties_equal(a->rest, b->rest);
}

static cg_status set_fact(cg_store *store, const cg_new_properties *item,
                          cg_new_evidence *evidence, cg_arena *arena, cg_error *err)
{
    property_columns old, new;
    int64_t recorded;
    bool fresh;
    cg_status status = read_version(store, item->id, arena, &old, &recorded, err);
    if (status == CG_OK)
        status = property_split_fact(item->properties, arena, &new, err);
    if (status == CG_OK && recorded == 0)
        return cg_fail(err, CG_NOT_FOUND, NULL, "there is no fact %lld",
                       (long long)item->id);
    if (status != CG_OK || same(&old, &new))
        return status;
    status = evidence_move(store, item->id, err);
    if (status == CG_OK && recorded < store->change)
        status = keep_version(store, item->id, err);
    if (status == CG_OK)
        status = update(store, item->id, &new, err);
    evidence->fact = item->id;
    return status == CG_OK ? cg_store_add_evidence(store, evidence, 1, &fresh, err)
                           : status;
}

cg_status cg_store_set_facts(cg_store *store, cg_id source,
                             const cg_new_properties *items, size_t count,
                             cg_error *err)
{
    assert(store->change != 0);
    cg_arena arena = {0};
    cg_new_evidence evidence = {.source = source, .modality = CG_ASSERTED};
    cg_status status = source_size(store, source, &evidence.end, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        cg_arena_reset(&arena);
        status = set_fact(store, &items[i], &evidence, &arena, err);
    }
    cg_arena_release(&arena);
    return status;
}

/* ---- Retracting ---- */

static cg_status withdraw(cg_store *store, sql_statement which, cg_id fact,
                          cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, store->change);
        sql_bind_id(&query, 2, fact);
        status = adjacency_note_retracted(store, &query, NULL, err);
    }
    sql_close(&query);
    return status;
}

cg_status cg_store_retract_facts(cg_store *store, const cg_id *ids, size_t count,
                                 cg_error *err)
{
    assert(store->change != 0);
    static const sql_statement all[] = {
        SQL_RETRACT_FACT_JUDGEMENT, SQL_RETRACT_FACT_EVIDENCE, SQL_RETRACT_FACT};
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        for (size_t j = 0; j < 3 && status == CG_OK; j++)
            status = withdraw(store, all[j], ids[i], err);
    hidden_forget(store);
    return status;
}
