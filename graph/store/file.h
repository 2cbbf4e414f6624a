/* The graph file: opening it, choosing among its facts, judging them. */
#ifndef CG_GRAPH_STORE_FILE_H
#define CG_GRAPH_STORE_FILE_H

#include "schema/date.h"
#include "schema/status.h"
#include "schema/vocabulary.h"

/* An open graph file. One thread at a time; several processes may have the file
 * open, one of them writing. */
typedef struct cg_store cg_store;

/* The id of an entity, a fact, a piece of evidence, a source or a judgement:
 * positive; 0 is none. */
typedef int64_t cg_id;

typedef enum {
    CG_OPEN_READ,   /* the file must exist; nothing is written to it */
    CG_OPEN_WRITE,  /* made if it is not there */
    CG_OPEN_PRIVATE /* in memory, empty, gone at close; `path` is not used */
} cg_open_mode;

/* For a program in which nothing else uses SQLite, before it opens anything: SQLite does
 * not count the memory that it uses, which every allocation would pay for. */
CG_API void cg_own_sqlite(void);

/* Open `path` (UTF-8). The caller closes `*store`, which is NULL on failure.
 * Returns CG_OK; CG_STORAGE if it cannot be opened, is no chipgraph file, or was
 * written by a newer version (the message says which); CG_BUSY when another
 * process holds it for longer than five seconds; CG_NOMEM. A file of an older
 * version is upgraded by CG_OPEN_WRITE and refused by CG_OPEN_READ. */
CG_API cg_status cg_open(const char *path, cg_open_mode mode, cg_store **store,
                         cg_error *err);

/* NULL is fine. An open change is rolled back. */
CG_API void cg_close(cg_store *store);

/* Let what is committed from now on return before the disk has confirmed it, until
 * cg_settle(): for many changes in a row. A failure of power can take back the last
 * changes, each as a whole; a killed process takes nothing back. Returns CG_OK or
 * CG_STORAGE. Not while a change is open. */
CG_API cg_status cg_hurry(cg_store *store, cg_error *err);

/* Wait until the disk has confirmed all that was committed, and let commits wait for it
 * again. Returns CG_OK or CG_STORAGE. */
CG_API cg_status cg_settle(cg_store *store, cg_error *err);

/* The vocabulary that the file was written with; lives as long as the store. */
CG_API const cg_vocabulary *cg_store_vocabulary(const cg_store *store);

/* Extend it by a YAML text (see cg_vocabulary_extend); kept in the file from then
 * on. Returns what cg_vocabulary_extend does, CG_STORAGE or CG_BUSY. */
CG_API cg_status cg_store_extend_vocabulary(cg_store *store, const char *source,
                                            cg_text yaml, cg_error *err);

/* ---- Which facts ---- */

/* The two clocks. Zeroed: whatever held at any time, as known now. */
typedef struct {
    cg_date on;    /* what held on some day of this date */
    cg_date known; /* what was recorded by the end of this date */
} cg_clocks;

/* Which facts a scan passes. Zeroed: all of them. */
typedef struct {
    const cg_id *ends; /* with one of these at either end; NULL for any */
    size_t end_count;
    const cg_id *others; /* and one of these at the other end; NULL for any */
    size_t other_count;
    const uint8_t *relations; /* of these types; NULL for any */
    size_t relation_count;
    const cg_id *sources; /* with evidence from one of these, itself or through it;
                             NULL for any */
    size_t source_count;
    cg_kinds kinds; /* with an end of one of these kinds; 0 for any */
    bool denied;    /* the denied ones too */
    bool hidden; /* these, and those retracted or judged wrong, whenever it was */
    cg_clocks clocks;
} cg_fact_filter;

/* ---- Judgements ---- */

#define CG_VERDICTS(X)                                                             \
    X(CG_RIGHT, "right")         /* the fact holds */                              \
    X(CG_WRONG, "wrong")         /* it does not: no question returns it */         \
    X(CG_SAME, "same")           /* two entities are one: read as one */           \
    X(CG_DIFFERENT, "different") /* they are two, however alike */                 \
    X(CG_MAYBE, "maybe")         /* they may be one: for review */

#define CG_VERDICT_ENUM(name, text) name,
typedef enum { CG_VERDICTS(CG_VERDICT_ENUM) CG_VERDICT_COUNT } cg_verdict;
#undef CG_VERDICT_ENUM

typedef struct {
    cg_verdict verdict;
    cg_id fact;   /* CG_RIGHT, CG_WRONG: about this fact */
    cg_id entity; /* the others: about these two entities, */
    cg_id other;
    cg_id earlier; /* or about those of this judgement, if `entity` is 0 */
    cg_text by;
    cg_text reason;
} cg_judgement;

/* Record a judgement, in a change of its own. It replaces an earlier one about the
 * same fact or pair, which stays on record as retracted. Returns CG_OK; CG_NOT_FOUND
 * if what it is about is not there; CG_REFUSED for an entity and itself, or an earlier
 * judgement about a fact;
 * CG_STORAGE, CG_BUSY or CG_NOMEM. */
CG_API cg_status cg_judge(cg_store *store, const cg_judgement *judgement, cg_id *id,
                          cg_error *err);

/* Take one back; the one that it replaced is in force again. CG_NOT_FOUND if there is no
 * such judgement in force; else as above. */
CG_API cg_status cg_unjudge(cg_store *store, cg_id judgement, cg_error *err);

#endif
