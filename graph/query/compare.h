/* How values compare: openCypher has three ways, and rows need two more. */
#ifndef CG_GRAPH_QUERY_COMPARE_H
#define CG_GRAPH_QUERY_COMPARE_H

#include "schema/memory.h"
#include "schema/value.h"

/* What lies deeper in lists and maps than this is not looked at when values are compared
 * and hashed: it counts as the same. query_copy() refuses such a value, so that none
 * gets into rows, and expressions ask query_check_pair() first. */
enum { QUERY_DEPTH_MAX = 1000 };

/* True, false, or null. */
typedef enum { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN } query_truth;

/* Refuse values that are nested too deeply to be compared. CG_OK or CG_LIMIT. */
cg_status query_check_pair(cg_value a, cg_value b, cg_error *err);

/* `a = b`: unknown where a null decides it; 1 = 1.0; NaN equals nothing. */
query_truth query_equal(cg_value a, cg_value b);

/* `a < b` and its like: `*order` is below 0, 0 or above. Unknown for nulls and for types
 * that do not compare (maps, nodes, relationships, paths and durations compare with
 * nothing); false for NaN beside a number. */
query_truth query_compare(cg_value a, cg_value b, int *order);

/* The order of ORDER BY, min() and max(), which is total: maps, nodes, relationships,
 * lists, paths, moments, strings, booleans, numbers with NaN as the largest, null. */
int query_order(cg_value a, cg_value b);

/* Equal for DISTINCT and grouping: as `=`, but null is the same as null and NaN as NaN. */
bool query_same(cg_value a, cg_value b);

/* Equal for what is the same. */
uint64_t query_hash(cg_value value);

/* A copy of all that the value refers to, in the arena. CG_OK, CG_NOMEM, or CG_LIMIT for
 * one that is nested deeper than QUERY_DEPTH_MAX. */
cg_status query_copy(cg_value value, cg_arena *arena, cg_value *copy,
                     cg_error *err);

/* The same refusal without a copy: whoever takes the value apart may then do so by
 * recursion. Returns CG_OK or CG_LIMIT. */
cg_status query_check_depth(cg_value value, cg_error *err);

#endif
