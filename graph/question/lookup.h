/* What several questions look up: entities, sources and how they are called. */
#ifndef CG_GRAPH_QUESTION_LOOKUP_H
#define CG_GRAPH_QUESTION_LOOKUP_H

#include "graph/store/store.h"

/* Fetch `count` entities in one call, into the arena. */
cg_status cg_lookup_entities(cg_store *store, const cg_id *ids, size_t count,
                             cg_arena *arena, const cg_entity **entities,
                             cg_error *err);

/* Fetch one. CG_NOT_FOUND if the file has none with this id. */
cg_status cg_lookup_entity(cg_store *store, cg_id id, cg_arena *arena,
                           cg_entity *entity, cg_error *err);

/* The names of an entity's kinds, joined by '|', in the arena. */
cg_status cg_lookup_kinds(const cg_vocabulary *vocabulary, cg_kinds kinds,
                          cg_arena *arena, cg_text *text, cg_error *err);

/* What a source is called: its title, else its file, else its address, else its
 * publisher; empty if it has none of them. */
cg_text cg_lookup_source_name(const cg_source *source);

/* "article", "sheet" or "cited". */
cg_text cg_lookup_form_name(cg_source_form form);

/* Sources by id, for looking up one after the other. Zeroed before it is filled;
 * lives in the arena. */
typedef struct {
    const cg_source_row *rows; /* ordered by id */
    size_t count;
} cg_lookup_sources;

/* Fetch the sources with the `count` ids, which may repeat and be 0. */
cg_status cg_lookup_sources_open(cg_lookup_sources *sources, cg_store *store,
                                 const cg_id *ids, size_t count, cg_arena *arena,
                                 cg_error *err);

/* NULL if it is not among them. */
const cg_source_row *cg_lookup_source(const cg_lookup_sources *sources, cg_id id);

/* `name` as a message may quote it: printable, and cut if it is long. */
void cg_lookup_quote(cg_text name, cg_buffer *out);

#endif
