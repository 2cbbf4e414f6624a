/* The facts at given ends. */
#ifndef CG_GRAPH_STORE_ENDS_H
#define CG_GRAPH_STORE_ENDS_H

#include "graph/store/ids.h"

/* List, ascending and each once, the facts of the filter's types that join one of its
 * `ends` and one of its `others`, if it gives those: the facts in force and, if `ever`,
 * those that were retracted. Nothing else of the filter is looked at. */
cg_status ends_list_facts(cg_store *store, const cg_fact_filter *filter, bool ever,
                          id_list *facts, cg_error *err);

#endif
