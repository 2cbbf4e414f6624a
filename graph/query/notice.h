/* What is strange about a question that is sound: names that the graph has nothing under. */
#ifndef CG_GRAPH_QUERY_NOTICE_H
#define CG_GRAPH_QUERY_NOTICE_H

#include "graph/query/check.h"
#include "graph/query/query.h"

enum { NOTICES_MAX = 8 };

/* Note each label and type that the question looks for and the vocabulary lacks, and with
 * `keys` each property of a node or relationship that none has, up to NOTICES_MAX of them
 * into `notices`, as refusals with their places. Keys are looked for in the whole graph. */
cg_status query_notices(const query_checked *checked, cg_store *store, bool keys,
                        cg_error *notices, size_t *count, cg_error *err);

#endif
