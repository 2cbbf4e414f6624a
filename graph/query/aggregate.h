/* Aggregates: functions over the values of many rows. */
#ifndef CG_GRAPH_QUERY_AGGREGATE_H
#define CG_GRAPH_QUERY_AGGREGATE_H

#include "graph/query/function.h"

/* What one aggregate knows of one group. */
typedef struct query_aggregate query_aggregate;

/* Begin: `function` has FUNCTION_AGGREGATE; NULL stands for count(*). The state, and
 * copies of the values that it keeps, are in the arena, which must outlive it.
 * Returns CG_OK or CG_NOMEM. */
cg_status aggregate_new(const query_function *function, cg_arena *arena,
                        query_aggregate **state, cg_error *err);

/* Add a row's arguments; a row with a null among them does not count, but for count(*),
 * which takes no arguments. Whoever calls leaves out what DISTINCT leaves out.
 * Returns CG_OK, CG_NOMEM, CG_LIMIT, or the fault that openCypher names. */
cg_status aggregate_add(query_aggregate *state, const query_call *call,
                        cg_error *err);

/* Does the function only count the rows without a null? */
bool aggregate_counts(const query_function *function);

/* Is it the same whether rows are repeated or not? */
bool aggregate_ignores_repeats(const query_function *function);

/* Add so many rows without a null to one that only counts. */
void aggregate_add_rows(query_aggregate *state, size_t count);

/* What comes of all rows so far; it lives as long as the state's arena. `at` is for
 * errors. Returns CG_OK, or the fault that openCypher names. */
cg_status aggregate_finish(query_aggregate *state, const query_call *at,
                           cg_value *result, cg_error *err);

#endif
