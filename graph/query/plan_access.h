/* What conditions say about which nodes there are to look at, and what that costs. */
#ifndef CG_GRAPH_QUERY_PLAN_ACCESS_H
#define CG_GRAPH_QUERY_PLAN_ACCESS_H

#include "graph/query/rewrite.h"

/* How a condition finds its nodes, from the best on. */
typedef enum {
    ACCESS_ID,         /* id(n) = … */
    ACCESS_ELEMENT_ID, /* elementId(n) = … */
    ACCESS_NAME,       /* n.name = … */
    ACCESS_LABELS,     /* n:… */
    ACCESS_ALL         /* it does not: all have to be looked at */
} access_type;

typedef struct {
    access_type type;
    uint32_t slot;          /* of the node */
    ast_node *value;        /* that its id or name equals */
    bool list;              /* is one of: IN */
    const ast_node *labels; /* that it has: those that a scan can pass alone */
} plan_access;

/* ACCESS_ALL also where the value is of the node itself. */
plan_access plan_access_of(const query_checked *checked, const ast_node *condition);

/* The labels as what a scan passes; `*none` is set where no node has them. False where a
 * scan cannot tell. Found anew whenever kinds may have been added. */
bool plan_labels_filter(const cg_vocabulary *vocabulary, const ast_node *labels,
                        cg_entity_filter *filter, bool *none);

/* ---- What is expected, from the store's counts ---- */

typedef struct {
    const query_checked *checked;
    const cg_vocabulary *vocabulary;
    const cg_estimates *counts;
    double *nodes; /* by slot: so many nodes may stand there; 0: any */
} plan_costs;

/* Nothing is known of the nodes in slots yet. */
cg_status plan_costs_init(rewriter *r, cg_arena *arena, plan_costs *costs,
                          cg_error *err);

/* How many nodes may stand in the slot. */
double plan_cost_nodes(const plan_costs *costs, uint32_t slot);

/* The share of the rows that the condition keeps, 0 to 1. */
double plan_cost_keep(const plan_costs *costs, const ast_node *condition);

/* From here on the condition holds: of which labels nodes are is noted. */
void plan_cost_note(plan_costs *costs, const ast_node *condition);

/* How many nodes are looked at to find those of the access. */
double plan_cost_access(const plan_costs *costs, const plan_access *access);

/* How many rows a step gives for each of its input. */
double plan_cost_step(const plan_costs *costs, const plan_node *step);

/* From here on the step was taken: which nodes may stand at its other end is noted. */
void plan_cost_note_step(plan_costs *costs, const plan_node *step);

/* How many rows are expected of a chain: set in each of its operators. */
double plan_cost_chain(plan_costs *costs, plan_node *head);

/* Set how many rows are expected in all operators of a plan. */
cg_status plan_cost_plan(const query_checked *checked, cg_store *store,
                         cg_arena *arena, query_plan *plan, cg_error *err);

#endif
