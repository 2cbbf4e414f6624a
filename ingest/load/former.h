/* Which article an article that came is a new version of. */
#ifndef CG_INGEST_LOAD_FORMER_H
#define CG_INGEST_LOAD_FORMER_H

#include "graph/store/store.h"

/* The sources that came already: a bit for each id. */
typedef struct {
    unsigned char *bits;
    size_t size; /* bytes */
    size_t room;
} former_seen;

/* CG_OK or CG_NOMEM. */
cg_status former_see(former_seen *seen, cg_id source, cg_error *err);

void former_release(former_seen *seen);

/* The one source in the store that `source` is a new version of, of those that did not
 * come already; `*former` is 0 where there is none, or several. */
cg_status former_find(const former_seen *seen, cg_store *store,
                      const cg_source *source, cg_id *former, cg_error *err);

/* The sheet that `source` is a newer version of, of those that did not come already: the one
 * whose file has the same name, or else the only one. `*former` is 0 where there is none;
 * CG_REFUSED where several could be meant. */
cg_status former_find_sheet(const former_seen *seen, cg_store *store,
                            const cg_source *source, cg_id *former, cg_error *err);

#endif
