/* Between which facts those of a source lie: of those that have it in their own row. */
#ifndef CG_GRAPH_STORE_SPAN_H
#define CG_GRAPH_STORE_SPAN_H

#include "graph/store/base.h"

/* The row of a fact has the source (0 is none). It is in the file with the next flush: at
 * a mark, at the commit, before facts of a source are looked for, or when there are many
 * sources. */
cg_status span_note(cg_store *store, cg_id source, cg_id fact, cg_error *err);

/* Write what was noted. */
cg_status span_flush(cg_store *store, cg_error *err);

/* Behind a rollback: nothing of what was noted counts. */
void span_drop(cg_store *store);

void span_release(cg_store *store);

#endif
