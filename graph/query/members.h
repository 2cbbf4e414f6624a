/* Long lists whose members are asked for row after row: by hash. */
#ifndef CG_GRAPH_QUERY_MEMBERS_H
#define CG_GRAPH_QUERY_MEMBERS_H

#include "graph/query/compare.h"

enum { MEMBERS_LONG = 24 }; /* shorter lists are gone through */

typedef struct query_members query_members;

/* `x IN list` for a list that lives and stays the same as long as the members are kept.
 * `*known` is false for a list or a value that equality cannot be told of by hash: with
 * lists and maps. `*members` starts NULL. */
cg_status members_look(query_members **members, cg_value value, cg_list list,
                       cg_budget *budget, query_truth *truth, bool *known,
                       cg_error *err);

/* NULL is fine. */
void members_free(query_members *members);

#endif
