/* Shortest paths between two nodes, searched from both ends until they meet. */
#ifndef CG_GRAPH_QUERY_MEET_H
#define CG_GRAPH_QUERY_MEET_H

#include "graph/query/node_map.h"
#include "graph/query/steps.h"

/* The hop by which a node was reached first. */
typedef struct {
    cg_id relationship;
    cg_id from;
} meet_link;

/* What one end reached, breadth first: the nodes of depth d are those from depths[d] up
 * to depths[d + 1]. */
typedef struct {
    cg_expansion *onward; /* away from the end */
    cg_expansion *back;   /* towards it */
    node_map reached;
    meet_link *links; /* of each node but the end; where any path will do */
    size_t link_room;
    size_t *depths;
    size_t depth_room;
    size_t depth; /* that it came to */
} meet_end;

/* A hop of the path that is given: which of the node's hops towards an end it is. */
typedef struct {
    cg_id *relationships;
    cg_id *nodes;
    size_t count;
    size_t room;
    size_t node_room;
    size_t next;
} meet_hop;

/* Starts zeroed. */
typedef struct {
    query_run *run;
    meet_end ends[2];
    bool all;      /* paths are searched, not any */
    node_list met; /* nodes that both ends reached, half way */
    size_t next;   /* of these */
    meet_hop *hops;
    size_t hop_room;
    size_t opened; /* hops of the path that is given now */
    cg_id *path;   /* its relationships, from the first end to the second */
    size_t path_room;
} meet_search;

/* Prepare for a direction, seen from the first end, and types, of which there are some. */
cg_status meet_open(meet_search *search, query_op *op, const step_types *types,
                    cg_direction direction, cg_error *err);

/* Search the shortest paths of at most `most` hops from one node to another; all of them,
 * or any one. */
cg_status meet_find(meet_search *search, cg_id from, cg_id to, int64_t most,
                    bool all, cg_error *err);

/* The next of them: CG_ROW with search->path, `*length` long; or CG_DONE. */
cg_status meet_next(meet_search *search, size_t *length, cg_error *err);

void meet_release(meet_search *search);

#endif
