/* Who is meant: from the names in a source to the entities in the graph. */
#ifndef CG_INGEST_RESOLVE_RESOLVE_H
#define CG_INGEST_RESOLVE_RESOLVE_H

#include "graph/store/store.h"
#include "ingest/fact.h"

/* A cache of names on the way into one store. Memory grows with the number of
 * different names, not with the number of facts. */
typedef struct cg_resolver cg_resolver;

cg_status cg_resolver_open(cg_store *store, cg_resolver **resolver, cg_error *err);
void cg_resolver_close(cg_resolver *resolver); /* NULL is fine */

/* One entity to find. */
typedef struct {
    cg_ref ref;
    cg_kinds kinds;       /* all kinds known of it, ref.kind among them */
    const cg_name *names; /* its other spellings in this source */
    size_t name_count;
} cg_resolve_item;

/* Find the entity of each item: `ids[i]`, 0 where the graph has none.
 *
 * An item is the entity that bears its name, or one of its spellings, with one of
 * its kinds. Names are equal when they differ in case and width only; where
 * several entities qualify, the one with the exact name is meant, and where that
 * does not decide, none is (what is uncertain stays apart). Items asked for
 * before are answered from the cache. */
cg_status cg_resolve(cg_resolver *resolver, const cg_resolve_item *items,
                     size_t count, cg_id *ids, cg_error *err);

/* Tell of an entity that was added for an item that gave 0. */
cg_status cg_resolver_learn(cg_resolver *resolver, const cg_resolve_item *item,
                            cg_id id, cg_error *err);

#endif
