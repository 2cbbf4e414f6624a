/* A set of ids, of nodes or relationships: bits in pages, of which only those are there
 * that have some. */
#ifndef CG_GRAPH_QUERY_NODE_SET_H
#define CG_GRAPH_QUERY_NODE_SET_H

#include "schema/memory.h"
#include "graph/store/file.h"

enum { NODE_SET_PAGE = 4096 }; /* ids of a page */

typedef struct {
    uint64_t number; /* of the page: id / NODE_SET_PAGE */
    uint64_t *bits;  /* NULL: a free place */
} node_set_page;

/* Starts zeroed. */
typedef struct {
    node_set_page *pages; /* by the hash of their number */
    size_t place_count;   /* a power of two, or 0 */
    size_t page_count;
    size_t count; /* of ids */
} node_set;

/* Add an id; `*fresh` says that it was not there. */
cg_status node_set_add(node_set *set, cg_id id, bool *fresh, cg_error *err);

bool node_set_has(const node_set *set, cg_id id);

/* Empty it, and give back its memory. */
void node_set_release(node_set *set);

#endif
