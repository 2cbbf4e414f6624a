/* Who is next to whom: kept beside the facts, in the same change. */
#ifndef CG_GRAPH_STORE_ADJACENCY_H
#define CG_GRAPH_STORE_ADJACENCY_H

#include "graph/store/lists.h"

/* ---- Writing ---- */

/* A fact was added or, if it is dead, retracted. It is in the file with the next flush:
 * at a mark, at the commit, before neighbours are read, or when there are many. */
cg_status adjacency_note(cg_store *store, const pending_fact *fact, cg_error *err);

/* Step through a statement that retracts facts, and note those that it returns: id,
 * subject, object, relation. `*facts`, unless it is NULL, is how many. */
cg_status adjacency_note_retracted(cg_store *store, sql_query *query,
                                   uint64_t *facts, cg_error *err);

/* Write what was noted. */
cg_status adjacency_flush(cg_store *store, cg_error *err);

/* Behind a rollback: nothing of what was noted counts. */
void adjacency_drop(cg_store *store);

/* Make it anew from the facts: for a file that has none. */
cg_status adjacency_build(cg_store *store, cg_error *err);

/* ---- Reading ---- */

/* Read anew which segments there are, when another process may have written. */
void adjacency_forget(cg_store *store);

/* The facts at an entity, as it stands in the file: in force, by fact. Nothing of what
 * is hidden or merged is looked at. */
cg_status adjacency_look_up(cg_store *store, block_direction direction,
                            cg_id entity, block_entries *list, cg_error *err);

/* The same without what was noted since the last flush. */
cg_status adjacency_look_up_kept(cg_store *store, block_direction direction,
                                 cg_id entity, block_entries *list, cg_error *err);

/* Begin to merge all segments; the caller ends with adjacency_end. `*entries` is how many
 * facts there are, at most. */
cg_status adjacency_merge(cg_store *store, list_merge *merge, uint64_t *entries,
                          cg_error *err);
void adjacency_end(list_merge *merge);

/* How many facts there are, at most. */
cg_status adjacency_entries(cg_store *store, uint64_t *entries, cg_error *err);

void adjacency_release(cg_store *store);

#endif
