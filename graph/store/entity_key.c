/* Keys: the ids that sources have for entities. */
#include "graph/store/base.h"

#include <assert.h>

cg_status cg_store_add_keys(cg_store *store, const cg_new_key *items, size_t count,
                            cg_error *err)
{
    assert(store->change != 0);
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_KEY, &query, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        sql_bind_string(&query, 1, items[i].key);
        sql_bind_id(&query, 2, items[i].entity);
        sql_bind_id(&query, 3, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status find_key(cg_store *store, sql_query *query, cg_text key,
                          cg_keyed *found, cg_error *err)
{
    *found = (cg_keyed){0};
    sql_bind_string(query, 1, key);
    cg_status status = sql_step(query, err);
    if (status == CG_DONE)
        return CG_OK;
    if (status != CG_ROW)
        return status;
    found->own = sql_integer(query, 0);
    found->read_as = merge_lowest(&store->merges, found->own);
    sql_rewind(query);
    return kinds_of(store, found->read_as, &found->kinds, err);
}

cg_status cg_store_find_keys(cg_store *store, const cg_text *keys, size_t count,
                             cg_keyed *out, cg_error *err)
{
    sql_query query = {0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_KEYED, &query, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = find_key(store, &query, keys[i], &out[i], err);
    sql_close(&query);
    return status;
}

cg_status cg_store_has_key(cg_store *store, cg_id entity, cg_text scope, bool *has,
                           cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_HAS_KEY, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, entity);
        sql_bind_string(&query, 2, scope);
        status = sql_step(&query, err);
    }
    *has = status == CG_ROW;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}
