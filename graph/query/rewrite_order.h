/* Between the files of the rewrite that orders a pattern's steps. */
#ifndef CG_GRAPH_QUERY_REWRITE_ORDER_H
#define CG_GRAPH_QUERY_REWRITE_ORDER_H

#include "graph/query/plan_access.h"

enum {
    STEPS_MAX = 64,    /* a longer pattern is walked as it is written */
    FILTERS_MAX = 256, /* no more of them are thought of */
    STARTS_MAX = 8     /* so many beginnings are tried */
};

typedef struct {
    plan_node *node; /* as it was before */
    uint32_t left, right, relationship;
    uint8_t direction; /* from the left */
    plan_slots others;
} order_link;

/* A step: along a link, or a scan of a node. */
typedef struct {
    const order_link *link; /* NULL: a scan */
    uint32_t slot;          /* of the node that is scanned */
} order_step;

/* A part of a chain whose operators give the same rows in any order that has what each of
 * them reads: steps, scans, paths, filters. */
typedef struct {
    rewriter *r;
    plan_costs costs;
    plan_node *below;
    order_link links[STEPS_MAX];
    size_t link_count;
    uint32_t nodes[3 * STEPS_MAX]; /* slots of nodes that it fills */
    size_t node_count;
    plan_node *filters[FILTERS_MAX]; /* the upper one first */
    size_t filter_count;
    bool *fills;    /* by slot */
    double *before; /* costs.nodes where it begins */
    double rows_before;
    /* A way through it: */
    order_step steps[4 * STEPS_MAX];
    size_t step_count;
    bool linked[STEPS_MAX], filtered[FILTERS_MAX];
    bool *open; /* by slot: it is not filled yet */
    double rows, cost;
} order_block;

/* The operator that goes along a link from the end that is known. */
plan_node order_step_along(const order_block *b, const order_link *link);

/* Put the block's operators on each other in the order that was found, in the place of
 * what `*link` leads to. Returns CG_OK or CG_NOMEM. */
cg_status order_rebuild(order_block *b, plan_node **link, cg_error *err);

#endif
