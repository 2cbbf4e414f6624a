/* Parts of a source on their way into the store: while one is filled, those before it are
 * resolved (who is meant by what they say) and written, by a thread each where there are
 * many. The store has one user at a time, and so has what resolving knows: who else wants
 * them takes his turn. */
#ifndef CG_INGEST_LOAD_WRITER_H
#define CG_INGEST_LOAD_WRITER_H

#include <pthread.h>

#include "ingest/load/batch.h"
#include "ingest/load/passages.h"

/* A piece of the text, and what it says. */
typedef struct {
    passages text;
    batch taken;
    cg_id source;
} load_part;

/* Finds who is meant in a part. When it wants the store, it waits for it by
 * writer_wait_for_store. */
typedef struct {
    cg_status (*resolve)(void *handle, load_part *part, cg_error *err);
    void *handle;
} part_resolver;

/* One is filled, one is resolved, one is written, and before each of the last two one
 * waits. */
enum { WRITER_PARTS = 5 };

typedef struct {
    cg_store *store;
    part_resolver resolver;
    load_part parts[WRITER_PARTS]; /* a ring */
    uint64_t filled;               /* so many were given: the next one is filled */
    pthread_t resolving, writing;
    bool running;         /* both of them */
    cg_digester digester; /* of the text of the resolved parts */

    pthread_mutex_t turn; /* of who resolves */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    uint64_t resolved; /* of those that were given; it changes in its turn alone */
    uint64_t written;  /* of those that were resolved */
    bool stopping;
    cg_load_report report; /* the caller's when it waited, like the digester */
    cg_error failure; /* of the first part that failed: none is written behind it */
} load_writer;

/* The store and the resolver outlive the writer. */
void writer_init(load_writer *writer, cg_store *store, part_resolver resolver);

/* Nothing is waited for but the parts that are being resolved and written. */
void writer_release(load_writer *writer);

/* The part that is filled. */
load_part *writer_part(load_writer *writer);

/* A source begins: forget what is in the part, and what was counted. Nothing is given. */
void writer_begin(load_writer *writer);

/* Give the part to be resolved and written, and go on with an empty one that follows it.
 * What fails, now or before, is told by this call or a later one. */
cg_status writer_give(load_writer *writer, cg_error *err);

/* Wait until all that was given is resolved. */
cg_status writer_wait_resolved(load_writer *writer, cg_error *err);

/* Wait until all that was given is written: the store is the caller's. */
cg_status writer_wait(load_writer *writer, cg_error *err);

/* Resolve and write the part, too. */
cg_status writer_finish(load_writer *writer, cg_error *err);

/* From now on nothing is resolved by others, until the turn is given back. */
void writer_take_turn(load_writer *writer);
void writer_give_turn(load_writer *writer);

/* In one's turn: wait until all that was resolved is written. The store is the caller's
 * until the turn ends. */
cg_status writer_wait_for_store(load_writer *writer, cg_error *err);

/* In one's turn: the kinds that entities with the key have in the parts that are not
 * resolved; 0 for none. */
cg_kinds writer_find_key(const load_writer *writer, cg_text key);

#endif
