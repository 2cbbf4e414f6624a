/* Steps through the graph: what the operators that walk share. */
#ifndef CG_GRAPH_QUERY_STEPS_H
#define CG_GRAPH_QUERY_STEPS_H

#include "graph/query/node_set.h"
#include "graph/query/ops.h"

/* The types of relation that a pattern's labels allow; `none` is set where there is no
 * such type. NULL labels allow all: then `count` is 0. */
typedef struct {
    uint8_t relations[CG_RELATION_MAX];
    size_t count;
    bool none;
} step_types;

/* Do a pattern's labels allow the type? */
bool step_allows(const ast_node *labels, cg_text type);

/* The types that the labels allow now. */
void step_find_types(const cg_vocabulary *vocabulary, const ast_node *labels,
                     step_types *types);

/* An ast_direction as the store calls it. */
cg_direction step_direction(uint8_t direction);

/* Prepare an expansion of what was found so; nothing must be asked of it for no type. */
cg_status step_prepare(query_op *op, const step_types *types,
                       cg_direction direction, cg_expansion **expansion,
                       cg_error *err);

/* Open an expansion along a pattern's relationship. */
cg_status step_open(query_op *op, cg_expansion **expansion, step_types *types,
                    cg_error *err);

/* The sorted neighbours of one type, or of all, for a question that goes through all of
 * them; NULL for several types, or none. */
cg_status step_sorted(query_op *op, const step_types *types, cg_direction direction,
                      const cg_sorted **sorted, cg_error *err);

/* How many relationships the nodes have on one side, as the arrays have it: node e has as
 * many as offsets[i][e] and offsets[i][e + 1] are apart, of each i added up. */
typedef struct {
    const uint32_t *offsets[2];
    size_t count; /* 0: it cannot be told so */
} step_degrees;

cg_status step_find_degrees(query_op *op, const step_types *types,
                            cg_direction direction, const cg_arrays *arrays,
                            step_degrees *degrees, cg_error *err);

/* The degrees of `count` nodes, from `first` on. */
void step_count_degrees(const step_degrees *degrees, size_t first, size_t count,
                        uint64_t *counts);

/* The sum over those nodes of one degree times the other, of one each. */
uint64_t step_multiply_degrees(const step_degrees *a, const step_degrees *b,
                               size_t first, size_t count);

/* Those of the nodes from `first` on, `count` at most, that have any: their ids, how many
 * they are. */
size_t step_pick_degrees(const step_degrees *degrees, size_t first, size_t count,
                         cg_id *ids, uint64_t *counts);

/* Those of nodes in the arrays, by their ids. */
void step_list_degrees(const step_degrees *degrees, const cg_id *ids, size_t count,
                       uint64_t *counts);

/* The relation, or CG_ALL_RELATIONS, that they are kept by. */
uint16_t step_sorted_relation(const step_types *types);

/* Nodes, for a search that goes on from them. */
typedef struct {
    cg_id *at;
    size_t count;
    size_t room;
} node_list;

static inline cg_status node_list_add(node_list *list, cg_id node, cg_error *err)
{
    cg_status status = list->count < list->room
                           ? CG_OK
                           : cg_grow(list->at, &list->room, list->count + 1, err);
    if (status == CG_OK)
        list->at[list->count++] = node;
    return status;
}

/* A search, breadth first, that remembers the nodes and not the ways. */
typedef struct {
    query_run *run;
    cg_direction direction;
    const step_types *types;
    cg_expansion *expansion; /* along them; borrowed */
    node_set seen;
    bool low;        /* has every id in the arrays a bit in one piece? */
    node_list front; /* of the depth that it came to */
    node_list spare;
} step_search;

/* Begin with an empty front; what there was is given up. */
cg_status step_search_begin(step_search *search, cg_error *err);

/* The front becomes the nodes one hop further on that were not seen. */
cg_status step_search_on(step_search *search, cg_error *err);

void step_search_release(step_search *search);

/* All nodes that have facts, and maybe others. Starts zeroed. */
typedef struct {
    const cg_arrays *arrays; /* NULL: they are scanned */
    size_t next;             /* id */
    cg_entity_scan *scan;
    const cg_id *ids; /* of the scan's batch */
    size_t count, at;
} step_nodes;

cg_status step_nodes_begin(step_nodes *nodes, query_run *run, cg_error *err);

/* The next ones, up to BATCH_ROWS: CG_ROW or CG_DONE. */
cg_status step_nodes_next(step_nodes *nodes, cg_id *ids, size_t *count,
                          cg_error *err);

/* Fine where none was begun. */
void step_nodes_end(step_nodes *nodes);

/* Is the relationship among those in the slots, which hold one or a list each, as far as
 * the batch has them? */
bool step_is_among(const query_run *run, const query_batch *batch, size_t at,
                   plan_slots slots, cg_id relationship);

#endif
