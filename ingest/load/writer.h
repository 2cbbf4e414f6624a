/* Parts of a source on their way into the store: one is filled while others are written,
 * by a thread of their own where there are many. The store has one user at a time: who
 * else wants it waits until all parts that were given are written. */
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

enum { WRITER_PARTS = 3 }; /* one is filled, one waits, one is written */

typedef struct {
    cg_store *store;
    load_part parts[WRITER_PARTS]; /* a ring */
    uint64_t filled;               /* so many were given: the next one is filled */
    pthread_t thread;
    bool running;

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    uint64_t written;     /* of those that were given */
    cg_digester digester; /* of the text of these; like the report, */
    bool stopping;
    cg_load_report report; /* the caller's when it waited */
    cg_error failure; /* of the first part that failed: none is written behind it */
} load_writer;

/* The store outlives the writer. */
void writer_init(load_writer *writer, cg_store *store);

/* Nothing is waited for but the part that is being written. */
void writer_release(load_writer *writer);

/* The part that is filled. */
load_part *writer_part(load_writer *writer);

/* A source begins: forget what is in the part, and what was counted. Nothing is given. */
void writer_begin(load_writer *writer);

/* Give the part to be written, and go on with an empty one that follows it. What fails,
 * now or before, is told by this call or a later one. */
cg_status writer_give(load_writer *writer, cg_error *err);

/* Wait until all that was given is written: the store is the caller's. */
cg_status writer_wait(load_writer *writer, cg_error *err);

/* Write the part, too. */
cg_status writer_finish(load_writer *writer, cg_error *err);

#endif
