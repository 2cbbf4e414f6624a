/* Kinds, properties and ends of many entities or facts. */
#include "graph/store/columns.h"
#include "graph/store/hidden.h"
#include "graph/store/ids.h"
#include "graph/store/property.h"

#include <stdlib.h>

/* ---- Rows of many ---- */

/* Takes the row of the query that belongs to ids[at]. */
typedef cg_status (*row_taker)(const sql_query *query, size_t at, void *handle,
                               cg_error *err);

/* Pass each row of `which` for the ids to `take`, those of one id in the order of what
 * it is the same as; `merges` is empty for facts. */
static cg_status each_row(cg_store *store, sql_statement which,
                          const merge_map *merges, const cg_id *ids, size_t count,
                          row_taker take, void *handle, cg_error *err)
{
    id_list list = {0};
    sql_query query = {0};
    cg_status status = id_list_fill(&list, merges, ids, count, err);
    if (status == CG_OK)
        status = sql_open(store, which, &query, err);
    if (status == CG_OK)
        sql_bind_ids(&query, 1, &list);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW)
        status = take(&query, (size_t)sql_size(&query, 0), handle, err);
    sql_close(&query);
    id_list_release(&list);
    return status == CG_DONE ? CG_OK : status;
}

static const merge_map nobody; /* facts are not merged */

/* ---- What is seen ---- */

static cg_status take_seen(const sql_query *query, size_t at, void *handle,
                           cg_error *err)
{
    bool *out = handle;
    (void)query;
    (void)err;
    out[at] = true;
    return CG_OK;
}

cg_status cg_store_seen_entities(cg_store *store, const cg_id *ids, size_t count,
                                 cg_id *out, cg_error *err)
{
    bool *seen = calloc(count + 1, sizeof *seen);
    if (seen == NULL)
        return cg_fail_memory(err);
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = each_row(store, SQL_SEEN_ENTITIES, &nobody, ids, count, take_seen,
                          seen, err);
    for (size_t i = 0; i < count; i++)
        out[i] = seen[i] ? merge_lowest(&store->merges, ids[i]) : 0;
    free(seen);
    return status;
}

cg_status cg_store_seen_facts(cg_store *store, const cg_id *ids, size_t count,
                              bool *out, cg_error *err)
{
    for (size_t i = 0; i < count; i++)
        out[i] = false;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = each_row(store, SQL_SEEN_FACTS, &nobody, ids, count, take_seen,
                          out, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        bool hidden = false;
        if (out[i])
            status = hidden_is(store, ids[i], &hidden, err);
        out[i] = out[i] && !hidden;
    }
    return status;
}

/* ---- Kinds ---- */

static cg_status take_kind(const sql_query *query, size_t at, void *handle,
                           cg_error *err)
{
    cg_kinds *out = handle;
    const cg_store *store = query->store;
    uint64_t id = sql_size(query, 1);
    if (id >= CG_KIND_MAX || store->kind_index[id] == STORE_NO_ID)
        return store_damaged(store, "an entity of an unknown kind", err);
    out[at] |= (cg_kinds)1 << store->kind_index[id];
    return CG_OK;
}

cg_status cg_store_kinds(cg_store *store, const cg_id *ids, size_t count,
                         cg_kinds *out, cg_error *err)
{
    bool ready = false;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = columns_kinds_ready(store, count, &ready, err);
    for (size_t i = 0; i < count; i++)
        out[i] = ready ? columns_kinds(store, ids[i]) : 0;
    if (ready)
        return CG_OK;
    return status == CG_OK ? each_row(store, SQL_KIND_ROWS, &store->merges, ids,
                                      count, take_kind, out, err)
                           : status;
}

/* ---- Properties ---- */

typedef struct {
    cg_arena *arena;
    cg_properties *out;
    cg_text key; /* the only one that is wanted; empty: all are */
} property_rows;

/* Does the JSON text lack the key? False where only reading it would tell. */
static bool lacks(cg_text json, cg_text key)
{
    return key.size > 0 && memchr(json.at, '\\', json.size) == NULL &&
           memmem(json.at, json.size, key.at, key.size) == NULL;
}

static cg_status read_rest(const sql_query *query, int column,
                           const property_rows *rows, cg_properties *rest,
                           cg_error *err)
{
    cg_text json = sql_text(query, column);
    if (json.size == 0 || lacks(json, rows->key))
        return CG_OK;
    return sql_properties(query, column, rows->arena, rest, err);
}

static cg_status take_entity(const sql_query *query, size_t at, void *handle,
                             cg_error *err)
{
    property_rows *rows = handle;
    property_columns columns = {0};
    cg_properties own = {0};
    size_t differing = 0;
    bool first = rows->out[at].items == NULL;
    cg_status status = CG_OK;
    if (first && (rows->key.size == 0 || cg_text_equal(rows->key, CG_TEXT("name"))))
        status = sql_copy(query, 1, rows->arena, &columns.name, err);
    if (status == CG_OK)
        status = read_rest(query, 2, rows, &columns.rest, err);
    if (status == CG_OK)
        status = property_join_entity(&columns, rows->arena, &own, err);
    if (status != CG_OK || first) {
        rows->out[at] = own;
        return status;
    }
    return property_unite(rows->out[at], own, rows->arena, &rows->out[at],
                          &differing, err);
}

static cg_status take_fact(const sql_query *query, size_t at, void *handle,
                           cg_error *err)
{
    const property_rows *rows = handle;
    property_columns columns = {.since = sql_date(query, 1),
                                .until = sql_date(query, 2)};
    cg_status status = read_rest(query, 3, rows, &columns.rest, err);
    return status == CG_OK
               ? property_join_fact(&columns, rows->arena, &rows->out[at], err)
               : status;
}

/* Entities or facts: how their rows are read. */
typedef struct {
    sql_statement which;
    row_taker take;
} property_table;

static const property_table entity_table = {SQL_ENTITY_ROWS, take_entity};
static const property_table fact_table = {SQL_FACT_ROWS, take_fact};

static cg_status read_properties(cg_store *store, const property_table *table,
                                 cg_text key, const cg_id *ids, size_t count,
                                 cg_arena *arena, cg_properties *out, cg_error *err)
{
    property_rows rows = {.arena = arena, .out = out, .key = key};
    for (size_t i = 0; i < count; i++)
        out[i] = (cg_properties){0};
    cg_status status = store_refresh(store, err);
    const merge_map *merges = table == &entity_table ? &store->merges : &nobody;
    return status == CG_OK ? each_row(store, table->which, merges, ids, count,
                                      table->take, &rows, err)
                           : status;
}

cg_status cg_store_entity_properties(cg_store *store, const cg_id *ids,
                                     size_t count, cg_arena *arena,
                                     cg_properties *out, cg_error *err)
{
    return read_properties(store, &entity_table, (cg_text){0}, ids, count, arena,
                           out, err);
}

cg_status cg_store_fact_properties(cg_store *store, const cg_id *ids, size_t count,
                                   cg_arena *arena, cg_properties *out,
                                   cg_error *err)
{
    return read_properties(store, &fact_table, (cg_text){0}, ids, count, arena, out,
                           err);
}

static cg_status read_values(cg_store *store, const property_table *table,
                             cg_text key, const cg_id *ids, size_t count,
                             cg_arena *arena, cg_value *out, cg_error *err)
{
    cg_properties *all = cg_arena_array(arena, count, sizeof *all);
    if (all == NULL)
        return cg_fail_memory(err);
    cg_status status =
        read_properties(store, table, key, ids, count, arena, all, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        out[i] = cg_properties_get(all[i], key);
    return status;
}

/* The names that are in memory; of the others a value each, from the properties. While
 * nothing can be written they stay where they are: they are handed out without a copy. */
static cg_status copy_names(cg_store *store, const cg_id *ids, size_t count,
                            cg_arena *arena, cg_value *out, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        bool known;
        cg_text name = columns_name(store, ids[i], &known);
        out[i] = (cg_value){CG_NULL, {0}};
        if (!known) {
            status = read_values(store, &entity_table, CG_TEXT("name"), &ids[i], 1,
                                 arena, &out[i], err);
        } else if (name.size > 0) {
            if (!store->held)
                status = cg_arena_copy(arena, name, &name, err);
            out[i] = cg_string(name);
        }
    }
    return status;
}

cg_status cg_store_entity_values(cg_store *store, cg_text key, const cg_id *ids,
                                 size_t count, cg_arena *arena, cg_value *out,
                                 cg_error *err)
{
    bool ready = false;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK && cg_text_equal(key, CG_TEXT("name")))
        status = columns_names_ready(store, count, &ready, err);
    if (status != CG_OK || ready)
        return status == CG_OK ? copy_names(store, ids, count, arena, out, err)
                               : status;
    return read_values(store, &entity_table, key, ids, count, arena, out, err);
}

cg_status cg_store_fact_values(cg_store *store, cg_text key, const cg_id *ids,
                               size_t count, cg_arena *arena, cg_value *out,
                               cg_error *err)
{
    return read_values(store, &fact_table, key, ids, count, arena, out, err);
}

/* ---- Ends ---- */

typedef struct {
    cg_id *subjects, *objects;
    uint8_t *relations;
} end_rows;

static cg_status take_ends(const sql_query *query, size_t at, void *handle,
                           cg_error *err)
{
    const end_rows *rows = handle;
    const cg_store *store = query->store;
    cg_status status =
        words_relation(store, sql_size(query, 2), &rows->relations[at], err);
    rows->subjects[at] = merge_lowest(&store->merges, sql_integer(query, 1));
    rows->objects[at] = merge_lowest(&store->merges, sql_integer(query, 3));
    return status;
}

cg_status cg_store_fact_ends(cg_store *store, const cg_id *ids, size_t count,
                             cg_id *subjects, cg_id *objects, uint8_t *relations,
                             cg_error *err)
{
    end_rows rows = {subjects, objects, relations};
    for (size_t i = 0; i < count; i++) {
        subjects[i] = objects[i] = 0;
        relations[i] = 0;
    }
    cg_status status = store_refresh(store, err);
    return status == CG_OK ? each_row(store, SQL_FACT_ENDS, &nobody, ids, count,
                                      take_ends, &rows, err)
                           : status;
}

/* ---- Keys ---- */

cg_status cg_store_property_keys(cg_store *store, cg_arena *arena,
                                 const cg_text **keys, size_t *count, cg_error *err)
{
    cg_text *items = NULL;
    size_t room = 0;
    void *rows = NULL;
    sql_query query = {0};
    *keys = NULL;
    *count = 0;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_PROPERTY_KEYS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        status = cg_grow(items, &room, *count + 1, err);
        if (status == CG_OK)
            status = sql_copy(&query, 0, arena, &items[*count], err);
        *count += status == CG_OK;
    }
    sql_close(&query);
    if (status == CG_DONE)
        status = rows_copy(arena, items, *count, sizeof *items, &rows, err);
    *keys = rows;
    free(items);
    return status;
}
