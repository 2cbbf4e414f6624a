/* The operators: which carries out which part of a plan. */
#ifndef CG_GRAPH_QUERY_OPS_H
#define CG_GRAPH_QUERY_OPS_H

#include "graph/query/exec.h"

#define OP_CLASSES(X)                                                              \
    X(PLAN_ARGUMENT, op_argument)                                                  \
    X(PLAN_SCAN, op_scan)                                                          \
    X(PLAN_SEEK, op_seek)                                                          \
    X(PLAN_EXPAND, op_expand)                                                      \
    X(PLAN_EXPAND_INTO, op_expand)                                                 \
    X(PLAN_INTERSECT, op_intersect)                                                \
    X(PLAN_ENDS, op_ends)                                                          \
    X(PLAN_REACH_COUNT, op_reach_count)                                            \
    X(PLAN_WALK, op_walk)                                                          \
    X(PLAN_REACH, op_reach)                                                        \
    X(PLAN_SHORTEST, op_shortest)                                                  \
    X(PLAN_PATH, op_path)                                                          \
    X(PLAN_FILTER, op_filter)                                                      \
    X(PLAN_FETCH, op_fetch)                                                        \
    X(PLAN_PROJECT, op_project)                                                    \
    X(PLAN_AGGREGATE, op_aggregate)                                                \
    X(PLAN_DEGREE, op_degree)                                                      \
    X(PLAN_PATH_COUNT, op_path_count)                                              \
    X(PLAN_DISTINCT, op_distinct)                                                  \
    X(PLAN_SORT, op_sort)                                                          \
    X(PLAN_SKIP, op_skip)                                                          \
    X(PLAN_LIMIT, op_limit)                                                        \
    X(PLAN_UNWIND, op_unwind)                                                      \
    X(PLAN_PROCEDURE, op_procedure)                                                \
    X(PLAN_LOAD, op_sheet)                                                         \
    X(PLAN_JOIN, op_join)                                                          \
    X(PLAN_OPTIONAL, op_optional)                                                  \
    X(PLAN_APPLY, op_apply)                                                        \
    X(PLAN_UNION, op_union)                                                        \
    X(PLAN_EAGER, op_eager)                                                        \
    X(PLAN_CREATE, op_create)                                                      \
    X(PLAN_MERGE, op_merge)                                                        \
    X(PLAN_CHANGE, op_change)                                                      \
    X(PLAN_DELETE, op_delete)                                                      \
    X(PLAN_FOREACH, op_foreach)                                                    \
    X(PLAN_NOTHING, op_nothing)

#define OP_DECLARE(plan, class) extern const op_class class;
OP_CLASSES(OP_DECLARE)
#undef OP_DECLARE

/* What a leaf gives: see op_feed_row() and op_feed_batch(). */
void argument_feed_row(query_op *op, const cg_value *row);
void argument_feed_batch(query_op *op, const query_batch *batch, uint32_t number);

#endif
