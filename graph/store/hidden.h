/* The facts that are there and not seen: judged wrong, or denied by all that is said. */
#ifndef CG_GRAPH_STORE_HIDDEN_H
#define CG_GRAPH_STORE_HIDDEN_H

#include "graph/store/base.h"

/* Is the fact hidden? Most are in no list, which takes no reading. */
cg_status hidden_is(cg_store *store, cg_id fact, bool *hidden, cg_error *err);

/* May any be hidden? If not, none has to be asked about. */
cg_status hidden_any(cg_store *store, bool *any, cg_error *err);

/* Behind every write that may hide a fact or show it again. */
void hidden_forget(cg_store *store);

void hidden_release(hidden_facts *hidden);

#endif
