/* What the files of the planner share. */
#ifndef CG_GRAPH_QUERY_PLAN_PARTS_H
#define CG_GRAPH_QUERY_PLAN_PARTS_H

#include "graph/query/plan.h"

/* What is in a slot where the plan is being made. */
typedef enum {
    SLOT_UNKNOWN,
    SLOT_BOUND, /* rows have it */
    SLOT_LOCAL  /* an expression binds it for a part of itself */
} slot_state;

typedef struct {
    cg_arena *arena;
    uint8_t *states; /* slot_state of each slot; CHECK_SLOTS_MAX of them */
    uint32_t slot_count;
    plan_subquery *subqueries;
    uint32_t subquery_count;
    plan_slots outer; /* of the query around this one: its rows keep them */
} planner;

/* A growing list in the arena. */
typedef struct {
    uint32_t *at;
    size_t count;
    size_t room;
} slot_list;

/* A slot without a name. */
cg_status plan_slot(planner *p, uint32_t *slot, cg_error *err);

/* Add the slot if it is not in the list. */
cg_status plan_list_slot(planner *p, slot_list *list, uint32_t slot, cg_error *err);

/* A node above `*plan`, which becomes it; its rows have what those below it have. */
cg_status plan_above(planner *p, plan_type type, plan_node **plan, cg_error *err);

/* Rows of the plan have the slot, too. */
cg_status plan_bind(planner *p, plan_node *plan, uint32_t slot, cg_error *err);

/* Set the states to what the plan's rows have and nothing else. */
void plan_set_states(planner *p, const plan_node *plan);

/* A leaf: one row with these slots. */
cg_status plan_argument(planner *p, plan_slots slots, plan_node **plan,
                        cg_error *err);

/* An expression: its subqueries are planned, its slots listed. NULL gives an empty one. */
cg_status plan_expression_make(planner *p, ast_node *root,
                               plan_expression *expression, cg_error *err);

/* A filter above `*plan`, or one for each operand of AND, the first one lowest. */
cg_status plan_filter(planner *p, plan_node **plan, ast_node *condition,
                      cg_error *err);

/* A pattern of `count` paths above `*plan`, with the condition `where`, or NULL. */
cg_status plan_pattern(planner *p, plan_node **plan, ast_node *const *paths,
                       size_t count, ast_node *where, cg_error *err);

/* A query above `*plan`. */
cg_status plan_query(planner *p, plan_node **plan, ast_node *query, cg_error *err);

/* CALL of a procedure. */
cg_status plan_procedure(planner *p, plan_node **plan, const ast_node *clause,
                         cg_error *err);

/* LOAD CSV. */
cg_status plan_load(planner *p, plan_node **plan, const ast_node *clause,
                    cg_error *err);

/* WITH and RETURN. */
cg_status plan_projection(planner *p, plan_node **plan, ast_node *projection,
                          ast_node *where, cg_error *err);

/* Nodes of the tree that are made here: a variable, a comparison, a label test. */
ast_node *plan_ast(planner *p, ast_type type, query_span at,
                   ast_node *const *children, uint32_t count);
ast_node *plan_variable(planner *p, query_span at, cg_text name, uint32_t slot);

#endif
