/* The sources that a sheet's rows cite: each is added to the store once. */
#ifndef CG_INGEST_LOAD_CITED_H
#define CG_INGEST_LOAD_CITED_H

#include "graph/store/store.h"
#include "schema/text_table.h"

/* So many are remembered at a time. */
enum { CITED_MAX = 1 << 16 };

typedef struct {
    cg_source source;
    cg_id id; /* 0 until it is in the store */
} cited_source;

typedef struct {
    cg_arena arena;
    cg_text_table table; /* by what tells one from others, as one text */
    cg_buffer identity;  /* scratch */
} cited_sources;

/* The remembered source that is the same as `source`, added if there is none. It lives
 * until the table is forgotten. CG_OK or CG_NOMEM. */
cg_status cited_find(cited_sources *cited, const cg_source *source,
                     cited_source **found, cg_error *err);

/* Is it time to forget? */
bool cited_full(const cited_sources *cited);

void cited_forget(cited_sources *cited);
void cited_release(cited_sources *cited);

#endif
