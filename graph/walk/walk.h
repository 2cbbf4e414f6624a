/* Walks over the store's adjacency: paths and neighbourhoods.
 * Every walk asks the store for whole frontiers, never for one entity. */
#ifndef CG_GRAPH_WALK_WALK_H
#define CG_GRAPH_WALK_WALK_H

#include "graph/store/store.h"

/* One way from one entity to another: `length` facts in order; entity i and i + 1
 * are the ends of fact i, in either direction. */
typedef struct {
    const cg_id *entities; /* length + 1 */
    const cg_id *facts;    /* length */
    size_t length;
} cg_path;

/* The shortest paths between two entities, by search from both ends: at most
 * `limit` of them, each of at most `depth` facts, ordered by their entities' ids,
 * then by their facts'. Relations as in the filter (its ends are not used). No path
 * gives `*count` 0; an entity and itself give one path of length 0. */
cg_status cg_walk_paths(cg_store *store, cg_id from, cg_id to, size_t depth,
                        size_t limit, const cg_fact_filter *filter, cg_arena *arena,
                        const cg_path **paths, size_t *count, cg_error *err);

/* The entities within `depth` facts of `from`, itself included, by distance, then
 * id; at most `limit` (the nearest ones). `*cut` says that there are more. */
cg_status cg_walk_around(cg_store *store, cg_id from, size_t depth, size_t limit,
                         const cg_fact_filter *filter, cg_arena *arena,
                         const cg_id **entities, size_t *count, bool *cut,
                         cg_error *err);

#endif
