/* A map from ids to small numbers: the entities that a walk has seen. */
#ifndef CG_GRAPH_WALK_ID_MAP_H
#define CG_GRAPH_WALK_ID_MAP_H

#include <stdbool.h>

#include "graph/store/file.h"

typedef struct {
    cg_id id; /* 0: free */
    int64_t value;
} cg_id_slot;

/* Open addressing; at most three quarters full. Starts zeroed. */
typedef struct {
    cg_id_slot *slots;
    size_t size; /* a power of two, or 0 */
    size_t count;
} cg_id_map;

/* Add `id` (positive) with `value`, unless it is there; `*added` tells which. Returns
 * CG_OK or CG_NOMEM. */
cg_status cg_id_map_add(cg_id_map *map, cg_id id, int64_t value, bool *added,
                        cg_error *err);

/* The value of `id`, or `otherwise` if it is not there. */
int64_t cg_id_map_get(const cg_id_map *map, cg_id id, int64_t otherwise);

void cg_id_map_release(cg_id_map *map);

/* Sort ids and drop repeated ones; returns how many are left. */
size_t cg_ids_unique(cg_id *ids, size_t count);

#endif
