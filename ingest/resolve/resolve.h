/* Who is meant: from the names in a source to the entities in the graph. */
#ifndef CG_INGEST_RESOLVE_RESOLVE_H
#define CG_INGEST_RESOLVE_RESOLVE_H

#include "graph/store/store.h"
#include "ingest/fact.h"

/* What is known of names on the way into one store. Memory grows with the number of
 * different names, not with the number of facts. */
typedef struct cg_resolver cg_resolver;

/* An entity that the resolver knows, in the store or on the way there: dense from 0. */
typedef uint32_t cg_who;

/* Another thread may use the store: whoever wants it waits for his turn. Zeroed: there is
 * none. */
typedef struct {
    cg_status (*wait)(void *handle, cg_error *err);
    void *handle;
} cg_turn;

cg_status cg_turn_take(cg_turn turn, cg_error *err);

typedef struct spelling spelling;
typedef struct known_key known_key;

/* An entity as a source speaks of it. */
typedef struct {
    cg_ref ref;
    cg_kinds kinds;       /* all kinds that are told of it */
    const cg_name *names; /* its other spellings in this source */
    size_t name_count;
    cg_text country;   /* as cg_country_of gives it */
    spelling *spelled; /* the resolver's own: of the name and the key */
    known_key *known;
} cg_resolve_item;

typedef struct {
    cg_who who;
    bool fresh;   /* nobody was found: this is a new entity, whose id is still 0 */
    bool first;   /* the first time since cg_resolver_begin that it is meant */
    bool spelled; /* the item's own name is a new spelling of an entity not fresh */
    bool placed;  /* the item's country is new to an entity not fresh */
    bool keyed;   /* the item's key is new, and the entity's from now on */
} cg_resolved;

/* The country among an entity's properties, if it is two capitals; else "". */
cg_text cg_country_of(cg_properties properties);

cg_status cg_resolver_open(cg_store *store, cg_turn turn, cg_resolver **resolver,
                           cg_error *err);
void cg_resolver_close(cg_resolver *resolver); /* NULL is fine */

/* From now on an item is refused whose key is known from before, if its name is unlike
 * the one that the entity is shown under, and none of its others. */
void cg_resolver_doubt_keys(cg_resolver *resolver);

/* A source begins. What a sheet keeps apart is not suggested to be one. */
void cg_resolver_begin(cg_resolver *resolver, cg_source_form form);

/* A batch of items begins: learn what the store knows of their keys and names. Three round
 * trips, none if all of them were asked for before, or if it had no entities when the
 * resolver was opened or forgot. Returns CG_OK or what the store
 * does. */
cg_status cg_resolver_prepare(cg_resolver *resolver, cg_resolve_item *items,
                              size_t count, cg_error *err);

/* Who is meant by an item that is prepared.
 *
 * A key that is known decides. Else names do; but who has another key of its scope is not
 * meant, and an item that has no name is refused.
 *
 * An entity qualifies by one of the item's kinds, by no other country, and by a name that
 * differs from the item's in case and width only. The item's own name decides before its
 * other spellings; among several that qualify, those with exactly that name, then those
 * that are shown under it, of these the one with exactly the kinds, then the oldest. If
 * there is none, the one that is shown under a name which differs in signs, in the legal
 * form of an organisation, or in that one of the two has no diacritics.
 *
 * A short form that is a part of the longer name, as "Qiu" or "Samsung" are, is nobody's
 * name alone. Two entities that one source states under two names are not one because
 * they share a third. Where nothing of this decides, nobody is meant: what is uncertain
 * stays apart, and cg_resolver_suggestions has it.
 *
 * Of several that are judged the same, the one that bears the name is meant: so nothing
 * is in the wrong place if that is taken back.
 *
 * Whoever is meant has the item's kinds and names from then on; the same name and
 * kind mean the same entity until the resolver forgets, unless the country is another.
 * Returns CG_OK, CG_REFUSED, CG_NOMEM or what the store does. */
cg_status cg_resolve(cg_resolver *resolver, const cg_resolve_item *item,
                     cg_resolved *resolved, cg_error *err);

/* The keys that the store keeps the name of an item under, which is resolved; in `arena`.
 * Returns CG_OK or CG_NOMEM. */
cg_status cg_resolver_keys(cg_resolver *resolver, const cg_resolve_item *item,
                           cg_arena *arena, cg_kept_keys *kept, cg_error *err);

/* The pairs of entities of this batch, and of others with these, that may be one: as
 * judgements (verdict CG_MAYBE) by the rule that says so, with its reason, in `arena`.
 * All ids are set by now. Returns CG_OK or CG_NOMEM. */
cg_status cg_resolver_suggestions(cg_resolver *resolver, cg_arena *arena,
                                  const cg_judgement **items, size_t *count,
                                  cg_error *err);

/* What is known of keys, into `known[count]`, as a sink tells it. */
cg_status cg_resolver_find_keys(cg_resolver *resolver, const cg_text *keys,
                                size_t count, cg_known_key *known, cg_error *err);

/* The entity's id in the store; 0 for a new one until it is set. */
cg_id cg_resolver_id(const cg_resolver *resolver, cg_who who);
cg_status cg_resolver_set_id(cg_resolver *resolver, cg_who who, cg_id id,
                             cg_error *err);

/* Forget everything: after the store went back to a mark. Nobody is known then. */
void cg_resolver_forget(cg_resolver *resolver);

#endif
