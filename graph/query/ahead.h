/* Reading ahead: what the nodes and relationships of rows have, for many rows in one go. */
#ifndef CG_GRAPH_QUERY_AHEAD_H
#define CG_GRAPH_QUERY_AHEAD_H

#include "graph/query/graph.h"

/* About one column of ids of a batch of rows. Starts zeroed, but for the budget of its
 * arena. */
typedef struct {
    cg_arena arena;
    size_t first, count; /* rows of the batch that were read */
    size_t reach;        /* how many are read the next time, more and more */
    cg_node *nodes;      /* of those rows, or */
    cg_relationship *relationships;
} query_ahead;

/* What the node, or the relationship, at row `at` of a column of `rows` ids has: read with
 * those of some rows behind it. It lives until the next row that was not read yet is asked
 * for. Nothing must be written meanwhile. */
cg_status ahead_node(query_ahead *ahead, query_graph *graph, const cg_id *ids,
                     size_t rows, size_t at, cg_node *node, cg_error *err);
cg_status ahead_relationship(query_ahead *ahead, query_graph *graph,
                             const cg_id *ids, size_t rows, size_t at,
                             cg_relationship *relationship, cg_error *err);

/* There is another batch. */
void ahead_forget(query_ahead *ahead);

void ahead_release(query_ahead *ahead);

#endif
