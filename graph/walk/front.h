/* A search that spreads from one entity, a whole frontier at a time. */
#ifndef CG_GRAPH_WALK_FRONT_H
#define CG_GRAPH_WALK_FRONT_H

#include "graph/store/store.h"
#include "graph/walk/id_map.h"

/* Starts zeroed. */
typedef struct {
    cg_id_map seen;  /* entity → distance from the start */
    cg_id *frontier; /* those at `distance`, by id */
    size_t count;
    size_t room;
    int64_t distance;
} walk_front;

/* Begin at `entity`, at distance 0. */
cg_status walk_front_begin(walk_front *front, cg_id entity, cg_error *err);

/* Go one fact further; the frontier is empty when there is nothing more. */
cg_status walk_front_advance(walk_front *front, cg_store *store,
                             const cg_fact_filter *filter, cg_error *err);

void walk_front_release(walk_front *front);

/* `filter` with its ends replaced by the `count` ids. */
cg_fact_filter walk_filter_at(const cg_fact_filter *filter, const cg_id *ids,
                              size_t count);

/* The id under which `entity` is read. CG_NOT_FOUND if there is no such entity. */
cg_status walk_read_as(cg_store *store, cg_id entity, cg_id *read_as,
                       cg_error *err);

#endif
