/* The text of a source, cut into passages for the store: at most so long, and never
 * through a range that evidence or a mention refers to. */
#ifndef CG_INGEST_LOAD_PASSAGES_H
#define CG_INGEST_LOAD_PASSAGES_H

#include "graph/store/store.h"
#include "ingest/fact.h"

/* A longer passage is written only where a line or a range is longer. */
enum { PASSAGE_MAX = 1 << 16 };

/* Pieces that came and are not written yet: several that fit one passage, or one that
 * is longer and is held until the ranges in it are known. */
typedef struct {
    cg_buffer pending;
    size_t digested;  /* bytes of the pending text */
    uint64_t start;   /* of the pending text in the source */
    uint64_t piece;   /* of the last piece in the source */
    cg_range *ranges; /* in a piece that is held */
    size_t range_count;
    size_t range_room;
} passages;

void passages_begin(passages *text);

/* Begin behind what came before, of which only the places are looked at. */
void passages_follow(passages *text, const passages *before);

/* How much of the source's text came. */
uint64_t passages_end(const passages *text);

/* Is a piece held? Then its ranges are to be told by passages_add_range. */
bool passages_holding(const passages *text);

/* Does a piece of that size have to wait until the pending text is written? */
bool passages_must_write(const passages *text, size_t size);

/* Take a piece. CG_OK or CG_NOMEM. */
cg_status passages_add(passages *text, cg_text piece, cg_error *err);

/* A range in the last piece. CG_OK or CG_NOMEM. */
cg_status passages_add_range(passages *text, cg_range range, cg_error *err);

/* Add what is pending to the digest, if that was not done. */
void passages_digest(passages *text, cg_digester *digester);

/* Write what is pending to the source. */
cg_status passages_write(passages *text, cg_store *store, cg_id source,
                         cg_error *err);

void passages_release(passages *text);

#endif
