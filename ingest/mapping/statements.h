/* What one row says, whatever format it has; and batches of rows on their way to the
 * sink. */
#ifndef CG_INGEST_MAPPING_STATEMENTS_H
#define CG_INGEST_MAPPING_STATEMENTS_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "ingest/csv/rejects.h"
#include "ingest/fact.h"

/* An entity that a row speaks of. It is stated if the row tells more than its key. */
typedef struct {
    cg_entity_statement statement;
    bool stated;
    size_t at; /* the field of its key, from 1; 0: the row as a whole */
} row_entity;

typedef struct {
    cg_fact_statement statement;
    cg_source cited;
    size_t subject; /* of the row's entities */
    size_t object;
    size_t speaker; /* from 1; 0: nobody is named */
    size_t at;      /* the field of its type, from 1; 0: the row as a whole */
} row_fact;

/* Everything that it refers to is in the arena that it was read into. */
typedef struct {
    row_entity *entities;
    size_t entity_count;
    row_fact *facts;
    size_t fact_count;
} row_statements;

/* Everything is where it stays: fill in what facts refer to. One that cites a source has any
 * `cited` so far that is not NULL. */
void row_statements_settle(row_statements *said);

/* What of a sheet is pushed. */
typedef enum {
    SHEET_ALL,      /* its text, its entities and its facts */
    SHEET_ENTITIES, /* its entities alone, so that ids are known before facts are read;
                       rows that cannot be read are passed over */
    SHEET_REST      /* its text and its facts: the entities are known */
} sheet_part;

/* Where rows come from. `read` gives the next one: CG_OK with what it says in the arena,
 * CG_DONE with what is left in `from->all`, CG_SYNTAX or CG_REFUSED with `*failure` for a
 * bad row. It sets `*final`, which is false before, if such a mistake ends all; any other
 * failure does. `from` lives until the next call. */
typedef struct {
    cg_status (*read)(void *handle, cg_arena *arena, cg_row *from,
                      row_statements *said, bool *final, cg_error *failure);
    void *handle;
} row_reader;

typedef struct batch_row batch_row;
typedef struct batch_key batch_key;

/* Rows are read by batches, so that the sink is asked but once for the ids of many. */
typedef struct {
    const cg_vocabulary *vocabulary;
    sheet_part part;
    row_reader reader;
    cg_sink sink;
    cg_rejects rejects;
    cg_arena arena;
    batch_row *rows;
    size_t count;
    size_t bytes;
    batch_key *keys;
} row_batch;

/* Read all rows and push that part of what they say, with the rows' text around it. The
 * batch begins zeroed but for what the caller sets; rejects.report counts rows. Returns
 * CG_OK, or what a reader, the sink or the rejects returned. */
cg_status row_batch_push_all(row_batch *batch, cg_error *err);
void row_batch_release(row_batch *batch);

/* Push a piece of the sheet's text, if the part has it. */
cg_status row_batch_push_text(const row_batch *batch, cg_text text, cg_error *err);

#endif
