/* From the words of a question about facts to the filter that the store takes. */
#ifndef CG_GRAPH_QUESTION_FILTER_H
#define CG_GRAPH_QUESTION_FILTER_H

#include "graph/question/question.h"
#include "schema/memory.h"

/* Fill `out`, whose arrays are in the arena. CG_REFUSED for a type, kind or source
 * that is not known. */
cg_status filter_resolve(cg_store *store, const cg_relation_filter *filter,
                         cg_arena *arena, cg_fact_filter *out, cg_error *err);

#endif
