/* What the operators of expressions do with values. Each takes the place of the operator
 * in `at`, and its arena for the result; a null on either side gives null, where nothing
 * else is said. Returns CG_OK, CG_NOMEM, or the fault that openCypher names. */
#ifndef CG_GRAPH_QUERY_OPERATOR_H
#define CG_GRAPH_QUERY_OPERATOR_H

#include "graph/query/compare.h"
#include "graph/query/function.h"

typedef cg_status (*query_operator)(const query_call *at, cg_value a, cg_value b,
                                    cg_value *result, cg_error *err);

cg_status query_add(const query_call *at, cg_value a, cg_value b, cg_value *result,
                    cg_error *err);
cg_status query_subtract(const query_call *at, cg_value a, cg_value b,
                         cg_value *result, cg_error *err);
cg_status query_multiply(const query_call *at, cg_value a, cg_value b,
                         cg_value *result, cg_error *err);
cg_status query_divide(const query_call *at, cg_value a, cg_value b,
                       cg_value *result, cg_error *err);
cg_status query_modulo(const query_call *at, cg_value a, cg_value b,
                       cg_value *result, cg_error *err);
cg_status query_power(const query_call *at, cg_value a, cg_value b,
                      cg_value *result, cg_error *err);
cg_status query_negate(const query_call *at, cg_value a, cg_value *result,
                       cg_error *err);

/* `a IN b`, and so the others. */
cg_status query_in(const query_call *at, cg_value a, cg_value b, cg_value *result,
                   cg_error *err);
cg_status query_starts_with(const query_call *at, cg_value a, cg_value b,
                            cg_value *result, cg_error *err);
cg_status query_ends_with(const query_call *at, cg_value a, cg_value b,
                          cg_value *result, cg_error *err);
cg_status query_contains(const query_call *at, cg_value a, cg_value b,
                         cg_value *result, cg_error *err);
/* Patterns of `=~` that stay compiled, the last few. NULL is fine to free. */
typedef struct query_patterns query_patterns;
cg_status query_patterns_new(query_patterns **patterns, cg_error *err);
void query_patterns_free(query_patterns *patterns);

cg_status query_matches(const query_call *at, cg_value a, cg_value b,
                        cg_value *result, cg_error *err);

/* A boolean as true, false or unknown; TypeError for anything else. */
cg_status query_truth_of(const query_call *at, cg_value value, query_truth *truth,
                         cg_error *err);
cg_value query_value_of(query_truth truth);

/* `of[index]`: of a list by a number, of a map, node or relationship by a name. */
cg_status query_index(const query_call *at, cg_value of, cg_value index,
                      cg_value *result, cg_error *err);

/* `of[from..to]`; a bound that is not given is `none`, which a null is not. */
cg_status query_slice(const query_call *at, cg_value of, const cg_value *from,
                      const cg_value *to, cg_value *result, cg_error *err);

/* `of.key`: of a map, node, relationship, or temporal value; null where there is none.
 * TypeError for anything else. */
cg_status query_property(const query_call *at, cg_value of, cg_text key,
                         cg_value *result, cg_error *err);

#endif
