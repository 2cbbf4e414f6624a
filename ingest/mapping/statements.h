/* What one row says, whatever format it has; and batches of rows on their way to the
 * sink. */
#ifndef CG_INGEST_MAPPING_STATEMENTS_H
#define CG_INGEST_MAPPING_STATEMENTS_H

#include "ingest/csv/rejects.h"
#include "ingest/fact.h"
#include "schema/text_table.h"

typedef struct batch_row batch_row;
typedef struct batch_key batch_key;

/* An entity that a row speaks of. It is stated if the row tells more than its key. */
typedef struct {
    cg_entity_statement statement;
    bool stated;
    size_t at;        /* the field of its key, from 1; 0: the row as a whole */
    batch_key *known; /* what the batch knows of the key; NULL: it has none */
} row_entity;

typedef struct {
    cg_fact_statement
        statement; /* its ends are filled in when it is pushed, and `cited`
                                    if it is not NULL */
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

/* What of a sheet is pushed. */
typedef enum {
    SHEET_ALL,      /* its text, its entities and its facts */
    SHEET_ENTITIES, /* its entities alone, so that ids are known before facts are read;
                       rows that cannot be read are passed over */
    SHEET_REST      /* its text and its facts: the entities are known */
} sheet_part;

/* Where rows come from. `step` gives the next one: CG_ROW, CG_DONE with what is left in
 * `from->all`, CG_SYNTAX or CG_REFUSED with `*failure` for a bad row. It sets `*final`,
 * which is false before, if such a mistake ends all; any other failure does. `from` lives
 * until the next call.
 *
 * `read` says what is in it, in the arena, in which the row's bytes are by now: CG_OK, or
 * CG_REFUSED, CG_SYNTAX with `*failure`, or CG_NOMEM. */
typedef struct {
    cg_status (*step)(void *handle, cg_row *from, bool *final, cg_error *failure);
    cg_status (*read)(void *handle, cg_arena *arena, const cg_row *row,
                      row_statements *said, cg_error *failure);
    void *handle;
} row_reader;

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
    cg_text_table keys; /* of its entities */
} row_batch;

/* Read all rows and push that part of what they say, with the rows' text around it. The
 * batch begins zeroed but for what the caller sets; rejects.report counts rows. Returns
 * CG_OK, or what a reader, the sink or the rejects returned. */
cg_status row_batch_push_all(row_batch *batch, cg_error *err);
void row_batch_release(row_batch *batch);

/* Push a piece of the sheet's text, if the part has it. */
cg_status row_batch_push_text(const row_batch *batch, cg_text text, cg_error *err);

#endif
