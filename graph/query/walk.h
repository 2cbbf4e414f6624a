/* Walking from a node, hop after hop, over no relationship twice. */
#ifndef CG_GRAPH_QUERY_WALK_H
#define CG_GRAPH_QUERY_WALK_H

#include "graph/query/steps.h"

/* The neighbours of one node, kept while its branches are walked. */
typedef struct {
    cg_id *facts;
    cg_id *others;
    size_t count;
    size_t room;
    size_t other_room;
    size_t next;
} walk_level;

/* A walk, depth first. Starts zeroed; the levels stay for the next one. */
typedef struct {
    query_op *op;
    cg_expansion *expansion;
    walk_level *levels;
    size_t level_count; /* that there are */
    size_t level_room;
    size_t depth; /* hops walked now */
    cg_id *nodes; /* depth + 1 */
    cg_id *relationships;
    size_t node_room;
    size_t relationship_room;
    bool begun;
} graph_walk;

/* Begin at a node. */
cg_status walk_begin(graph_walk *walk, query_op *op, cg_expansion *expansion,
                     cg_id from, cg_error *err);

/* Go on to the next path of at most `most` hops: CG_ROW with it in `nodes` and
 * `relationships`, `depth` long; the first one has no hops. CG_DONE behind the last. */
cg_status walk_next(graph_walk *walk, int32_t most, cg_error *err);

void walk_release(graph_walk *walk);

/* Does a hop have the properties that the pattern's relationship wants? The op's frame
 * has the row. */
cg_status walk_hop_fits(query_op *op, cg_id relationship, bool *fits,
                        cg_error *err);

#endif
