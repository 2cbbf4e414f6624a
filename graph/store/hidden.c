/* The facts that are there and not seen: lists of those that may be, read once. */
#include "graph/store/hidden.h"

#include "graph/store/arrays.h"

#include <stdlib.h>

void hidden_forget(cg_store *store)
{
    store->hidden.known = false;
    arrays_forget(store);
}

void hidden_release(hidden_facts *hidden)
{
    free(hidden->wrong.ids);
    free(hidden->denied.ids);
    *hidden = (hidden_facts){0};
}

static cg_status list(cg_store *store, sql_statement which, hidden_list *out,
                      cg_error *err)
{
    out->count = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        status = cg_grow(out->ids, &out->room, out->count + 1, err);
        if (status == CG_OK)
            out->ids[out->count++] = sql_integer(&query, 0);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status load(cg_store *store, cg_error *err)
{
    hidden_facts *hidden = &store->hidden;
    if (hidden->known)
        return CG_OK;
    cg_status status = list(store, SQL_WRONG_FACTS, &hidden->wrong, err);
    if (status == CG_OK)
        status = list(store, SQL_DENIED_FACTS, &hidden->denied, err);
    hidden->known = status == CG_OK;
    return status;
}

cg_status hidden_any(cg_store *store, bool *any, cg_error *err)
{
    cg_status status = load(store, err);
    *any = store->hidden.wrong.count > 0 || store->hidden.denied.count > 0;
    return status;
}

static bool is_in(const hidden_list *in, cg_id fact)
{
    size_t low = 0, high = in->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (in->ids[middle] < fact)
            low = middle + 1;
        else
            high = middle;
    }
    return low < in->count && in->ids[low] == fact;
}

/* Somebody denies it: does nobody say otherwise? */
static cg_status denied_by_all(cg_store *store, cg_id fact, bool *denied,
                               cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_DENIED_BY_ALL, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, fact);
        status = sql_step(&query, err);
    }
    *denied = status == CG_ROW && sql_integer(&query, 0) != 0;
    sql_close(&query);
    return status == CG_ROW ? CG_OK : status;
}

cg_status hidden_is(cg_store *store, cg_id fact, bool *hidden, cg_error *err)
{
    *hidden = false;
    cg_status status = load(store, err);
    if (status != CG_OK)
        return status;
    *hidden = is_in(&store->hidden.wrong, fact);
    if (*hidden || !is_in(&store->hidden.denied, fact))
        return CG_OK;
    return denied_by_all(store, fact, hidden, err);
}
