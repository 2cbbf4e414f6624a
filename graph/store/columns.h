/* The names and kinds of all entities in memory: for questions that ask for many. */
#ifndef CG_GRAPH_STORE_COLUMNS_H
#define CG_GRAPH_STORE_COLUMNS_H

#include "graph/store/base.h"

/* Count `lookups` that are about to be made, and say in `*ready` whether the columns are
 * there for them. They are read as soon as the look-ups since the last write would have
 * paid for it. */
cg_status columns_kinds_ready(cg_store *store, size_t lookups, bool *ready,
                              cg_error *err);
cg_status columns_names_ready(cg_store *store, size_t lookups, bool *ready,
                              cg_error *err);

/* As they are read: of those that are the same, the kinds of all, the name of the
 * lowest. `*known` is false for a name that is kept elsewhere: among the properties. */
cg_kinds columns_kinds(const cg_store *store, cg_id entity);
cg_text columns_name(const cg_store *store, cg_id entity, bool *known);

/* Behind every write of an entity, and when merges or words may have changed. */
void columns_forget(cg_store *store);

#endif
