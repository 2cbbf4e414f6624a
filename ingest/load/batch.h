/* A batch of events on their way into the store. */
#ifndef CG_INGEST_LOAD_BATCH_H
#define CG_INGEST_LOAD_BATCH_H

#include "ingest/fact.h"
#include "ingest/load/cited.h"
#include "ingest/load/load.h"
#include "ingest/resolve/resolve.h"

enum {
    BATCH_EVENTS = 4096,  /* a batch of so many is full */
    BATCH_BYTES = 1 << 22 /* or of so many bytes of texts */
};

/* An event that was taken: an entity, or a fact with the source it cites. */
typedef struct {
    const cg_entity_statement *entity; /* NULL: a fact */
    const cg_fact_statement *fact;
    cited_source *cited; /* NULL if it cites none */
} batch_event;

/* What there is to write when it is known who is meant. */
typedef struct {
    cg_new_entity *entities; /* the new ones, and the ids that they are to have */
    cg_id *entity_ids;
    size_t entity_count;
    cg_entity_change *changes; /* statements on entities that are there */
    size_t change_count;
    cg_new_name *names;
    size_t name_count;
    cg_new_key *keys;
    size_t key_count;
    cg_new_mention *mentions;
    size_t mention_count;
    cg_new_fact *facts;
    cg_new_evidence *evidence;
    size_t fact_count;
    const cg_judgement *suggestions;
    size_t suggestion_count;
} batch_rows;

typedef struct {
    cg_arena arena; /* of what the events refer to, and of all that a flush needs */
    batch_event *events;
    size_t count;
    size_t room;
    size_t bytes;       /* of texts */
    cg_text_table keys; /* of its entities: their kinds */
    batch_rows rows;
} batch;

/* Copy an event into the batch. CG_OK or CG_NOMEM. */
cg_status batch_take_entity(batch *taken, const cg_entity_statement *entity,
                            cg_error *err);
cg_status batch_take_fact(batch *taken, const cg_fact_statement *fact,
                          cited_source *cited, cg_error *err);

/* The kinds of the entity of the batch that has the key; 0 if none has. */
cg_kinds batch_find_key(const batch *taken, cg_text key);

/* Find who is meant in the events, and count them; in the store, for which it waits by
 * `turn`, add sources that are cited for the first time. `*last_entity` is the one that was
 * added last: the new ones get the ids behind it. */
cg_status batch_resolve(batch *taken, cg_store *store, cg_turn turn,
                        cg_resolver *resolver, cg_id source, cg_id *last_entity,
                        cg_load_report *report, cg_error *err);

/* Write what there is to write, and count what only the store can tell. The text of the
 * source is there. */
cg_status batch_write(batch *taken, cg_store *store, cg_id source,
                      cg_load_report *report, cg_error *err);

void batch_clear(batch *taken);
void batch_release(batch *taken);

#endif
