/* Subqueries in expressions. */
#ifndef CG_GRAPH_QUERY_SUBQUERY_H
#define CG_GRAPH_QUERY_SUBQUERY_H

#include "graph/query/exec.h"

/* The value of EXISTS, COUNT, COLLECT, a pattern as a condition or a comprehension. */
cg_status subquery_eval(const query_frame *frame, const ast_node *node,
                        cg_value *value, cg_error *err);

#endif
