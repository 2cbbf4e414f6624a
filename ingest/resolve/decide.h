/* Deciding who is meant, and what is left open. */
#ifndef CG_INGEST_RESOLVE_DECIDE_H
#define CG_INGEST_RESOLVE_DECIDE_H

#include "ingest/resolve/bearers.h"

/* The entity that an item means, whose own name is `name`; `*decided` is false if it is
 * none. */
cg_status decide_who(cg_resolver *resolver, const cg_resolve_item *item,
                     spelling *name, cg_who *who, bool *decided, cg_error *err);

/* Is the country that is told of the entity another one? */
cg_status decide_elsewhere(cg_resolver *resolver, cg_text country, cg_who who,
                           bool *elsewhere, cg_error *err);

/* Is a name of an entity of these kinds none alone, but a short form of the longer
 * one? */
cg_status decide_is_short(cg_resolver *resolver, const cg_name_form *form,
                          cg_kinds kinds, cg_text longer, bool *is_short,
                          cg_error *err);

/* Suggest the entities that may be the same as one that gained a name in this batch.
 * (suggest.c) */
cg_status suggest_others(cg_resolver *resolver, spelling *name, cg_who who,
                         cg_error *err);

#endif
