/* The graph file: opening and closing it. */
#ifndef CG_GRAPH_STORE_FILE_H
#define CG_GRAPH_STORE_FILE_H

#include "schema/status.h"
#include "schema/vocabulary.h"

/* An open graph file. One thread at a time; several processes may have the file
 * open, one of them writing. */
typedef struct cg_store cg_store;

typedef enum {
    CG_OPEN_READ,   /* the file must exist; nothing is written to it */
    CG_OPEN_WRITE,  /* made if it is not there */
    CG_OPEN_PRIVATE /* in memory, empty, gone at close; `path` is not used */
} cg_open_mode;

/* Open `path` (UTF-8). The caller closes `*store`, which is NULL on failure.
 * Returns CG_OK; CG_STORAGE if it cannot be opened, is no chipgraph file, or was
 * written by a newer version (the message says which); CG_BUSY when another
 * process holds it for longer than five seconds; CG_NOMEM. A file of an older
 * version is upgraded by CG_OPEN_WRITE and refused by CG_OPEN_READ. */
CG_API cg_status cg_open(const char *path, cg_open_mode mode, cg_store **store,
                         cg_error *err);

/* NULL is fine. An open change is rolled back. */
CG_API void cg_close(cg_store *store);

/* The vocabulary that the file was written with; lives as long as the store. */
CG_API const cg_vocabulary *cg_store_vocabulary(const cg_store *store);

/* Extend it by a YAML text (see cg_vocabulary_extend); kept in the file from then
 * on. Returns what cg_vocabulary_extend does, CG_STORAGE or CG_BUSY. */
CG_API cg_status cg_store_extend_vocabulary(cg_store *store, const char *source,
                                            cg_text yaml, cg_error *err);

#endif
