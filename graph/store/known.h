/* Which facts there may be of a subject, type and object: to find one that is there
 * before it is added again. */
#ifndef CG_GRAPH_STORE_KNOWN_H
#define CG_GRAPH_STORE_KNOWN_H

#include "graph/store/lists.h"

/* List, ascending, facts in force of these ends and this type (the rest of `fact` is not
 * looked at); there may be others among them, so each has to be looked at. They live
 * until the next call. All are looked up one by one, until that has cost as much as
 * reading the ends of all facts once, which is what then happens. */
cg_status known_candidates(cg_store *store, const pending_fact *fact,
                           const cg_id **ids, size_t *count, cg_error *err);

/* The facts of these ends will be asked for soon. */
void known_fetch(const cg_store *store, const pending_fact *fact);

/* A fact was added. */
cg_status known_add(cg_store *store, const pending_fact *fact, cg_error *err);

/* Another process may have added facts. */
void known_forget(cg_store *store);

void known_release(cg_store *store);

#endif
