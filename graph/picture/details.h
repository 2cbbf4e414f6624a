/* All there is to say about a batch of entities or facts, fetched at once: what
 * exports write. */
#ifndef CG_GRAPH_PICTURE_DETAILS_H
#define CG_GRAPH_PICTURE_DETAILS_H

#include "graph/question/lookup.h"

typedef struct {
    const cg_entity *entities;
    size_t count;
    const cg_name_row *names; /* in the order of the entities */
    size_t name_count;
    const cg_mention_row *mentions; /* in the order of the entities */
    size_t mention_count;
} entity_details;

/* Fetch what belongs to the `count` entities, into the arena; their mentions only if
 * `mentions`. */
cg_status details_of_entities(cg_store *store, const cg_id *ids, size_t count,
                              bool mentions, cg_arena *arena,
                              entity_details *details, cg_error *err);

typedef struct {
    const cg_fact *facts;
    size_t count;
    const cg_entity *ends;       /* subject and object of each fact */
    const cg_evidence *evidence; /* in the order of the facts */
    size_t evidence_count;
    const cg_entity *speakers; /* of each piece of evidence; id 0 for none */
    cg_lookup_sources sources; /* of the evidence */
} fact_details;

cg_status details_of_facts(cg_store *store, const cg_id *ids, size_t count,
                           cg_arena *arena, fact_details *details, cg_error *err);

/* The index of the first of an entity's kinds; CG_KIND_MAX if it is of none. */
uint8_t details_first_kind(cg_kinds kinds);

/* That kind, or one without a name. */
const cg_kind *details_kind(const cg_vocabulary *vocabulary, uint8_t first_kind);

#endif
