/* Names that are alike: of entities in the store, and of those on the way there. */
#ifndef CG_INGEST_RESOLVE_ALIKE_H
#define CG_INGEST_RESOLVE_ALIKE_H

#include "ingest/resolve/bearers.h"

/* Learn which entities of the store bear names that are alike to these, of which it has
 * none: one round trip. */
cg_status alike_prepare(cg_resolver *resolver, spelling *const *names, size_t count,
                        cg_error *err);

/* An entity gained a name in this batch: it is found by others of the batch from now
 * on. */
cg_status alike_add(cg_resolver *resolver, spelling *name, cg_who who, bool shown,
                    cg_error *err);

/* Visit the names that are alike to `name`: an entity comes once for each of its names,
 * or twice. Anything but CG_OK stops it. */
typedef cg_status (*alike_visitor)(void *handle, const likeness *found,
                                   cg_error *err);
cg_status alike_each(cg_resolver *resolver, spelling *name, alike_visitor visit,
                     void *handle, cg_error *err);

#endif
