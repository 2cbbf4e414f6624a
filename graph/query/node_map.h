/* Nodes, each once, in the order in which they were added, and found by their id. */
#ifndef CG_GRAPH_QUERY_NODE_MAP_H
#define CG_GRAPH_QUERY_NODE_MAP_H

#include "graph/store/file.h"
#include "schema/memory.h"

#define NODE_MAP_NONE UINT32_MAX

/* Starts zeroed. */
typedef struct {
    cg_id *nodes;
    size_t count;
    size_t room;
    uint32_t *places; /* index + 1 of a node, by its hash */
    size_t place_count;
} node_map;

/* Find a node or add it; `*fresh` says that it was not there. */
cg_status node_map_add(node_map *map, cg_id node, uint32_t *index, bool *fresh,
                       cg_error *err);

/* Its index, or NODE_MAP_NONE. */
uint32_t node_map_find(const node_map *map, cg_id node);

/* Empty it; the memory stays. */
void node_map_clear(node_map *map);
void node_map_release(node_map *map);

#endif
