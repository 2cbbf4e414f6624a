/* Steps through the graph: what the operators that walk share. */
#ifndef CG_GRAPH_QUERY_STEPS_H
#define CG_GRAPH_QUERY_STEPS_H

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

/* Open an expansion along a pattern's relationship. */
cg_status step_open(query_op *op, cg_expansion **expansion, step_types *types,
                    cg_error *err);

/* Is the relationship among those in the slots, which hold one or a list each? */
bool step_is_among(const query_run *run, const query_batch *batch, size_t at,
                   plan_slots slots, cg_id relationship);

#endif
