/* The sink that writes into a store: a source is in it whole, or not at all. */
#ifndef CG_INGEST_LOAD_LOAD_H
#define CG_INGEST_LOAD_LOAD_H

#include "graph/store/file.h"
#include "ingest/fact.h"

/* What a load brought, counted. Each fact that a source states counts once, among
 * `facts`, `confirmed` or `unchanged`. */
typedef struct {
    uint64_t sources;         /* new sources */
    uint64_t known_sources;   /* passed over: the file had them already */
    uint64_t entities;        /* new */
    uint64_t known_entities;  /* named again */
    uint64_t names;           /* new spellings */
    uint64_t facts;           /* new */
    uint64_t confirmed;       /* known ones with new evidence */
    uint64_t unchanged;       /* known ones with known evidence */
    uint64_t kept_properties; /* the file's stayed where a source had others */
    uint64_t
        changed_sources; /* of the new ones: those that replaced an older version */
    uint64_t retracted;  /* facts that were said only by the versions replaced */
    uint64_t suggestions; /* pairs of entities that may be one: for review */
} cg_load_report;

/* Writes the sources that are pushed to it into a store, in one change or in several:
 * one is open from the loader's opening, or from the first source behind a commit, up
 * to the next commit.
 *
 * An article that the file has in another version (cg_store_find_former says which)
 * replaces that one: evidence for what it no longer says is retracted, and so are facts
 * without any other. An article that came through this loader is not replaced by
 * another, and nothing is where several could be meant. */
typedef struct cg_loader cg_loader;

/* Begin a change by `command` on `store`, which outlives the loader. */
CG_API cg_status cg_loader_open(cg_store *store, const char *command,
                                cg_loader **loader, cg_error *err);

/* The sink; valid while the loader is. A source whose bytes the file already
 * holds is passed over. Batches are written as they fill. */
CG_API cg_sink cg_loader_sink(cg_loader *loader);

/* From now on a sheet replaces the one of the same title, or, where it has none, of the
 * same file's name, as an article does its former version. A sheet that came through this
 * loader is not replaced by another. CG_REFUSED, from the sink, where several could be
 * meant. */
CG_API void cg_loader_replace_sheets(cg_loader *loader);

/* From now on refuse what has an id that the file knows, under a name quite unlike that
 * of the entity: for ids like 1, 2, 3, which two data sets may share. */
CG_API void cg_loader_doubt_ids(cg_loader *loader);

/* What came since the last commit, of sources that are complete. */
CG_API void cg_loader_so_far(const cg_loader *loader, cg_load_report *report);

/* Write what is pending and commit; `*report`, which may be NULL, tells what came since
 * the last commit. On an error the change is rolled back, and the loader is only good
 * for closing. */
CG_API cg_status cg_loader_commit(cg_loader *loader, cg_load_report *report,
                                  cg_error *err);

/* The same without keeping anything: what would have been. */
CG_API cg_status cg_loader_dry_run(cg_loader *loader, cg_load_report *report,
                                   cg_error *err);

/* Rolls back what was not committed. NULL is fine. */
CG_API void cg_loader_close(cg_loader *loader);

/* Withdraw a source, as a change of its own: its evidence, and the facts that no other
 * evidence is left for, `*facts` of them. The entities and their names stay, and so does
 * what was known before. Returns CG_OK, CG_NOMEM or what the store does. */
CG_API cg_status cg_unload(cg_store *store, cg_id source, uint64_t *facts,
                           cg_error *err);

#endif
