/* Entities by their keys. */
#ifndef CG_INGEST_RESOLVE_KEYS_H
#define CG_INGEST_RESOLVE_KEYS_H

#include "ingest/resolve/bearers.h"

/* Learn whom these keys mean in the store, if they were not asked for before: one round
 * trip. `found[count]` are their entries, NULL for an empty one. */
cg_status keys_prepare(cg_resolver *resolver, const cg_text *keys, size_t count,
                       known_key **found, cg_error *err);

/* The key of a reference, if it comes with what cg_resolver_find_keys told of it; else
 * NULL. */
known_key *keys_met(const cg_resolver *resolver, const cg_ref *ref);

/* Has the entity another key of the scope of `key`? Never if that is empty. */
cg_status keys_apart(cg_resolver *resolver, cg_text key, cg_who who, bool *apart,
                     cg_error *err);

#endif
