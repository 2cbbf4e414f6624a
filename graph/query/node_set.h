/* A set of ids, of nodes or relationships: bits, those of low ids in one piece where that
 * is asked for, else in pages, of which only those are there that have some. */
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
    uint64_t *low; /* bits of the ids below `low_end` */
    uint64_t low_end;
    node_set_page *pages; /* by the hash of their number */
    size_t place_count;   /* a power of two, or 0 */
    size_t page_count;
    size_t count; /* of ids */
} node_set;

/* Have the bits of the ids below `end` in one piece: for a set, still empty, that will have
 * many of them. */
cg_status node_set_begin(node_set *set, size_t end, cg_error *err);

/* Set the bit of an id; was it not set? */
static inline bool node_set_bit(node_set *set, uint64_t *bits, uint64_t at)
{
    uint64_t bit = (uint64_t)1 << at % 64;
    bool fresh = (bits[at / 64] & bit) == 0;
    bits[at / 64] |= bit;
    set->count += fresh;
    return fresh;
}

/* The same for an id that has no bit in one piece with others. */
cg_status node_set_add_page(node_set *set, cg_id id, bool *fresh, cg_error *err);

/* Add an id; `*fresh` says that it was not there. */
static inline cg_status node_set_add(node_set *set, cg_id id, bool *fresh,
                                     cg_error *err)
{
    if ((uint64_t)id >= set->low_end)
        return node_set_add_page(set, id, fresh, err);
    *fresh = node_set_bit(set, set->low, (uint64_t)id);
    return CG_OK;
}

/* Add many ids that have bits in one piece; those that were not there go into `fresh`,
 * which has room for one more than `count`. Returns how many. */
size_t node_set_add_low(node_set *set, const uint32_t *ids, size_t count,
                        cg_id *fresh);

bool node_set_has(const node_set *set, cg_id id);

/* Empty it, and give back its memory. */
void node_set_release(node_set *set);

#endif
