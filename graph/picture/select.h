/* The subgraph behind a picture: which entities, which facts. */
#ifndef CG_GRAPH_PICTURE_SELECT_H
#define CG_GRAPH_PICTURE_SELECT_H

#include "graph/picture/picture.h"
#include "graph/store/store.h"

enum {
    PICTURE_BATCH = 500,     /* ids that a visitor is given at once, at most */
    PICTURE_PATH_DEPTH = 32, /* facts of a path that is drawn */
    PICTURE_PATHS = 256      /* paths that are drawn */
};

/* Shown are the entities in `entities`, or all of them where `everything` is set; and
 * the facts in `facts`, or those that the filter passes where it is NULL. */
struct cg_picture {
    cg_store *store;
    cg_arena arena; /* holds the arrays, the filter's too */
    bool everything;
    const cg_id *entities; /* by id */
    size_t entity_count;
    const cg_id *facts; /* by id */
    size_t fact_count;
    cg_fact_filter filter;
};

/* Takes a batch of ids, which live until it returns. Anything but CG_OK stops the
 * visit, which passes it on. */
typedef cg_status (*picture_visit)(void *handle, const cg_id *ids, size_t count,
                                   cg_error *err);

/* Hand all entities, or all facts, to `visit` in the order of their ids. */
cg_status picture_visit_entities(const cg_picture *picture, picture_visit visit,
                                 void *handle, cg_error *err);
cg_status picture_visit_facts(const cg_picture *picture, picture_visit visit,
                              void *handle, cg_error *err);

#endif
