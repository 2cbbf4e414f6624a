/* All neighbours in memory, as plain arrays: for questions that go through much of the
 * graph. */
#ifndef CG_GRAPH_STORE_ARRAYS_H
#define CG_GRAPH_STORE_ARRAYS_H

#include "graph/store/base.h"

/* Count `lookups` that are about to be made, and say in `*ready` whether the arrays are
 * there for them. They are read as soon as the look-ups since the last write would have
 * paid for it. */
cg_status arrays_ready(cg_store *store, size_t lookups, bool *ready, cg_error *err);

/* NULL for NULL. */
const cg_sorted *sorted_kept(const sorted_array *array);

/* NULL is fine. */
void sorted_free(sorted_array *array);

/* Where the kinds of entities may have changed, which sorted neighbours remember. */
void sorted_forget_kinds(cg_store *store);

/* Behind every write, and when merges, words or what is hidden may have changed. */
void arrays_forget(cg_store *store);

#endif
