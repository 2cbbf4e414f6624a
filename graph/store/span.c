/* Between which facts those of a source lie. */
#include "graph/store/span.h"

#include <stdlib.h>

enum {
    SPAN_ROOM = 1 << 16, /* places in the table: a power of two */
    SPAN_MOST = SPAN_ROOM / 2
};

/* The place of a source, or where it is to be. */
static source_span *find(span_state *state, cg_id source)
{
    size_t at = (size_t)source & (SPAN_ROOM - 1);
    while (state->places[at].source != 0 && state->places[at].source != source)
        at = (at + 1) & (SPAN_ROOM - 1);
    return &state->places[at];
}

cg_status span_note(cg_store *store, cg_id source, cg_id fact, cg_error *err)
{
    span_state *state = &store->spans;
    if (source == 0)
        return CG_OK;
    if (state->places == NULL)
        state->places = calloc(SPAN_ROOM, sizeof *state->places);
    if (state->places == NULL)
        return cg_fail_memory(err);
    source_span *place = find(state, source);
    if (place->source == 0 && state->count == SPAN_MOST) {
        cg_status status = span_flush(store, err);
        if (status != CG_OK)
            return status;
        place = find(state, source);
    }
    if (place->source == 0) {
        *place = (source_span){source, fact, fact};
        state->count++;
    }
    if (fact < place->first)
        place->first = fact;
    if (fact > place->last)
        place->last = fact;
    return CG_OK;
}

static cg_status widen(sql_query *query, const source_span *span, cg_error *err)
{
    sql_bind_id(query, 1, span->source);
    sql_bind_id(query, 2, span->first);
    sql_bind_id(query, 3, span->last);
    return sql_run(query, err);
}

cg_status span_flush(cg_store *store, cg_error *err)
{
    span_state *state = &store->spans;
    if (state->count == 0)
        return CG_OK;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_WIDEN_SPAN, &query, err);
    for (size_t i = 0; i < SPAN_ROOM && status == CG_OK; i++)
        if (state->places[i].source != 0)
            status = widen(&query, &state->places[i], err);
    sql_close(&query);
    span_drop(store); /* after a failure the change is rolled back */
    return status;
}

void span_drop(cg_store *store)
{
    if (store->spans.count > 0)
        memset(store->spans.places, 0, SPAN_ROOM * sizeof *store->spans.places);
    store->spans.count = 0;
}

void span_release(cg_store *store)
{
    free(store->spans.places);
    store->spans = (span_state){0};
}
