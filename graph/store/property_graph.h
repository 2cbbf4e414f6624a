/* The graph as openCypher sees it: a property graph.
 *
 * An entity is a node: its kinds are its labels, its name is its property `name`. A fact
 * is a relationship: its type is the relation, `since` and `until` are properties of it.
 * Properties come and go whole, with these among them; which of them has a column of its
 * own is the store's affair:
 * - `name`, when it is a text that can be searched for (cg_store_is_name), is the
 *   entity's name and one of its spellings. Any other value of it is just a property.
 * - `since` and `until`, when they are a text in the form of a cg_date (2025, 2025-Q3,
 *   2025-07, 2025-07-31) or a date, say when the fact holds.
 * A value reads as it was written. Entities judged the same are one, under the lowest id;
 * what is written to one of them counts for all. As in store.h, one call is one round
 * trip, and ids need not be in order.
 */
#ifndef CG_GRAPH_STORE_PROPERTY_GRAPH_H
#define CG_GRAPH_STORE_PROPERTY_GRAPH_H

#include "graph/store/store.h"

/* ---- One moment ---- */

/* What is read until cg_store_release() is of one moment, whatever other processes
 * write. Not in a change, which is of one moment anyway, and none begins before it. */
cg_status cg_store_hold(cg_store *store, cg_error *err);
void cg_store_release(cg_store *store); /* fine where nothing is held */

/* What the store keeps of the graph in memory, all neighbours, names and kinds, is taken
 * from the budget, until another one, or NULL for none, takes its place. What is there and
 * does not fit is given up; what would not fit is not read, but looked up whenever it is
 * asked for. */
void cg_store_limit(cg_store *store, cg_budget *budget);

/* ---- Words: all calls that write need an open change ---- */

/* Find a kind or a relation by name or add it: a relation that may join anything. It is
 * gone again after the change's rollback, or a rewind to before it. Returns, besides
 * what all return, CG_REFUSED for a name that is not 1 to 128 bytes of UTF-8 without
 * NUL, and for the 65th kind or the 257th relation. */
cg_status cg_store_add_kind(cg_store *store, cg_text name, uint8_t *kind,
                            cg_error *err);
cg_status cg_store_add_relation(cg_store *store, cg_text name, uint8_t *relation,
                                cg_error *err);

/* ---- Creating ---- */

/* Add the source of what a query writes: the whole of its text is the evidence. `title`
 * may be empty. */
cg_status cg_store_add_query(cg_store *store, cg_text title, cg_text text,
                             cg_id *source, cg_error *err);

typedef struct {
    cg_kinds kinds; /* may be none */
    cg_properties properties;
} cg_new_node;

/* Add entities, each as a new one. */
cg_status cg_store_create_entities(cg_store *store, cg_id source,
                                   const cg_new_node *items, size_t count,
                                   cg_id *ids, cg_error *err);

typedef struct {
    cg_id subject;
    cg_id object;
    uint8_t relation;
    cg_properties properties;
} cg_new_relationship;

/* Add facts, each as a new one, asserted by `source`, a query. The ends stay as given
 * also where the relation is symmetric. */
cg_status cg_store_create_facts(cg_store *store, cg_id source,
                                const cg_new_relationship *items, size_t count,
                                cg_id *ids, cg_error *err);

/* ---- Changing ----
 * The same id twice in one call: the last one counts. */

typedef struct {
    cg_id id;
    cg_properties properties; /* all that it has from now on */
} cg_new_properties;

/* Give entities other properties. A name that changes stays as a spelling if an article
 * or a sheet brought it, and is withdrawn if only queries did. What the properties were
 * is not kept. */
cg_status cg_store_set_entities(cg_store *store, cg_id source,
                                const cg_new_properties *items, size_t count,
                                cg_error *err);

/* Give facts other properties, said by `source`. The fact keeps its id and its evidence;
 * what it was up to now is kept as a fact of another id, retracted by this change, with
 * a copy of its evidence and of the judgements about it. */
cg_status cg_store_set_facts(cg_store *store, cg_id source,
                             const cg_new_properties *items, size_t count,
                             cg_error *err);

typedef struct {
    cg_id entity;
    cg_kinds add;
    cg_kinds remove; /* none of `add` */
} cg_kinds_change;

cg_status cg_store_change_kinds(cg_store *store, const cg_kinds_change *items,
                                size_t count, cg_error *err);

/* Retract facts with their evidence and the judgements about them. One that is retracted
 * already is passed over. */
cg_status cg_store_retract_facts(cg_store *store, const cg_id *ids, size_t count,
                                 cg_error *err);

/* Retract entities with their names and the judgements about them; `*facts` is how many
 * facts went with them. CG_REFUSED if one still has facts that are seen, at which no
 * other of them is: unless `detach`, by which they are retracted, too. Unseen ones always
 * are. */
cg_status cg_store_retract_entities(cg_store *store, const cg_id *ids, size_t count,
                                    bool detach, uint64_t *facts, cg_error *err);

/* ---- Reading ---- */

/* Can the value be an entity's name: is it a text of at least one byte, UTF-8 without
 * NUL? Then cg_store_find_named finds those that have it. */
bool cg_store_is_name(cg_value value);

typedef struct {
    size_t index; /* into the names asked for */
    cg_id entity;
} cg_named;

/* The entities whose name (not just one of their spellings) is one of the texts, byte
 * for byte, ordered by index and id. */
cg_status cg_store_find_named(cg_store *store, const cg_text *names, size_t count,
                              cg_arena *arena, const cg_named **found,
                              size_t *found_count, cg_error *err);

/* Which entities a scan passes. Zeroed: all. */
typedef struct {
    cg_kinds any; /* of one of these, at least; 0: whatever they are */
    cg_kinds all; /* of all of these */
} cg_entity_filter;

/* Like cg_entity_scan_prepare, whose step and finish it goes with. */
cg_status cg_entity_scan_filtered(cg_store *store, const cg_entity_filter *filter,
                                  cg_entity_scan **scan, cg_error *err);

/* Which of the ids are those of entities that are seen: `out` has the id under which each
 * is read (the lowest of those that are the same), 0 for one that is not there or was
 * retracted. */
cg_status cg_store_seen_entities(cg_store *store, const cg_id *ids, size_t count,
                                 cg_id *out, cg_error *err);

/* Which are facts that are seen: in force, not judged wrong, not denied by all. */
cg_status cg_store_seen_facts(cg_store *store, const cg_id *ids, size_t count,
                              bool *out, cg_error *err);

/* In the calls below, what is not there has no kinds, no properties, CG_NULL, 0; what
 * was retracted is still there. Texts and lists are in the arena; a text may also live
 * until cg_store_release(), after cg_store_hold(). */

cg_status cg_store_kinds(cg_store *store, const cg_id *ids, size_t count,
                         cg_kinds *out, cg_error *err);

cg_status cg_store_entity_properties(cg_store *store, const cg_id *ids,
                                     size_t count, cg_arena *arena,
                                     cg_properties *out, cg_error *err);
cg_status cg_store_fact_properties(cg_store *store, const cg_id *ids, size_t count,
                                   cg_arena *arena, cg_properties *out,
                                   cg_error *err);

/* One property of many. */
cg_status cg_store_entity_values(cg_store *store, cg_text key, const cg_id *ids,
                                 size_t count, cg_arena *arena, cg_value *out,
                                 cg_error *err);
cg_status cg_store_fact_values(cg_store *store, cg_text key, const cg_id *ids,
                               size_t count, cg_arena *arena, cg_value *out,
                               cg_error *err);

/* The keys that properties of entities and facts have, in the order of their bytes. It
 * reads all properties. */
cg_status cg_store_property_keys(cg_store *store, cg_arena *arena,
                                 const cg_text **keys, size_t *count,
                                 cg_error *err);

/* The ends and types of facts. */
cg_status cg_store_fact_ends(cg_store *store, const cg_id *ids, size_t count,
                             cg_id *subjects, cg_id *objects, uint8_t *relations,
                             cg_error *err);

/* ---- Expanding ---- */

typedef enum {
    CG_OUT = 1, /* from subject to object */
    CG_IN = 2,
    CG_BOTH = CG_OUT | CG_IN /* a fact that joins an entity to itself counts once */
} cg_direction;

typedef struct {
    cg_direction direction;
    const uint8_t *relations; /* of these types */
    size_t relation_count;    /* 0: of all types */
    bool hidden; /* also those retracted, judged wrong, or denied by all */
} cg_expansion_filter;

/* Parallel columns, valid until the next call on the expansion. */
typedef struct {
    const uint32_t *inputs; /* index of the entity asked for */
    const cg_id *facts;
    const cg_id *others; /* the entity at the other end */
    const uint8_t *relations;
    const bool *outward; /* the entity asked for is the subject */
    size_t count;
} cg_neighbours;

typedef struct cg_expansion cg_expansion;

/* The filter is copied. */
cg_status cg_expand_prepare(cg_store *store, const cg_expansion_filter *filter,
                            cg_expansion **expansion, cg_error *err);

/* Expand these entities next; `ids` must stay until the last step. What was left of
 * earlier ones is dropped. */
cg_status cg_expand_start(cg_expansion *expansion, const cg_id *ids, size_t count,
                          cg_error *err);

/* CG_ROW with a batch of up to some thousand, in the order of the input and then of the
 * fact's id; then CG_DONE. */
cg_status cg_expand_step(cg_expansion *expansion, cg_neighbours *batch,
                         cg_error *err);

/* NULL is fine. */
void cg_expand_finish(cg_expansion *expansion);

/* How many neighbours each of the entities has: what as many steps would count. */
cg_status cg_expand_count(cg_expansion *expansion, const cg_id *ids, size_t count,
                          uint64_t *counts, cg_error *err);

/* ---- Sweeping ---- */

/* All facts of some types (none: of all), as they are seen, a batch at a time: by the
 * subject as it is stored, and so several times faster than a cg_scan, which goes by the
 * fact. Nothing must be written until it is finished. */
typedef struct cg_sweep cg_sweep;
cg_status cg_sweep_prepare(cg_store *store, const uint8_t *relations, size_t count,
                           cg_sweep **sweep, cg_error *err);
cg_status cg_sweep_step(cg_sweep *sweep, cg_edges *batch, cg_error *err);
void cg_sweep_finish(cg_sweep *sweep);

/* ---- The whole graph in memory ---- */

/* The facts that go out of, or come into, entity e are those at offsets[e] up to
 * offsets[e + 1], ordered by type and then by fact: what cg_expand_step would pass. */
typedef struct {
    const uint32_t *offsets;
    const uint32_t *others;
    const uint32_t *facts;
    const uint8_t *relations;
} cg_array;

typedef struct {
    size_t entities; /* the highest id; those read as another one have no facts */
    cg_array out, in;
    size_t loops; /* facts that join an entity to itself */
} cg_arrays;

/* The arrays, which are read if they are not there: some 20 ns a fact. They live until
 * something is written, here or by another process (seen at the next call that reads).
 * `*arrays` is NULL where ids do not fit, or where few of many have facts. */
cg_status cg_store_arrays(cg_store *store, const cg_arrays **arrays, cg_error *err);

/* The same for so many look-ups of neighbours: NULL also while it costs less to look them
 * up one by one than to read the arrays. */
cg_status cg_store_arrays_for(cg_store *store, size_t lookups,
                              const cg_arrays **arrays, cg_error *err);

/* Where the facts of a type at an entity are: [*start, *end). */
void cg_array_find(const cg_array *side, cg_id entity, uint8_t relation,
                   size_t *start, size_t *end);

/* Are the neighbours that are kept those of the facts in force, in both directions, and is
 * there what rows refer to? CG_STORAGE says where not. It reads the whole file. */
cg_status cg_store_check(cg_store *store, cg_error *err);

enum { CG_ALL_RELATIONS = CG_RELATION_MAX }; /* in place of one of them */

/* The neighbours of one type, or of all: those of entity e are others[offsets[e]] up to
 * others[offsets[e + 1]], ascending; several facts to the same one are in the order of
 * the arrays. */
typedef struct {
    size_t entities;
    const uint32_t *offsets;
    const uint32_t *others;
    const uint32_t *facts;
} cg_sorted;

/* The neighbours for intersecting: made of the arrays when first asked for, and kept as
 * long as they are. NULL where there are no arrays. */
cg_status cg_store_sorted(cg_store *store, cg_direction direction,
                          uint16_t relation, const cg_sorted **sorted,
                          cg_error *err);

/* The same for so many nodes: NULL also while it costs less to sort what they have. */
cg_status cg_store_sorted_for(cg_store *store, size_t nodes, cg_direction direction,
                              uint16_t relation, const cg_sorted **sorted,
                              cg_error *err);

/* Kinds that each of those neighbours has: CG_ANY_KIND where there are none of them, 0
 * where it cannot be told. It goes through them when first asked, and keeps what it found
 * as long as they and the kinds stay. */
cg_status cg_store_sorted_kinds(cg_store *store, cg_direction direction,
                                uint16_t relation, cg_kinds *every, cg_error *err);

/* ---- Counts ---- */

/* How many facts of each type are seen, and how many entities of each kind there are (of
 * all: `*entities`): exactly. The first takes no time; the second goes through all of
 * them, and a kind is counted in two or three times what a scan takes. */
cg_status cg_store_count_facts(cg_store *store,
                               uint64_t by_relation[CG_RELATION_MAX],
                               cg_error *err);
cg_status cg_store_count_kinds(cg_store *store, uint64_t *entities,
                               uint64_t by_kind[CG_KIND_MAX], cg_error *err);

/* ---- Counts for a planner: quick, and near the truth ---- */

typedef struct {
    uint64_t entities, facts;
    uint64_t by_kind[CG_KIND_MAX];
    uint64_t by_relation[CG_RELATION_MAX];
    uint64_t subjects
        [CG_RELATION_MAX]; /* entities with a fact of the type, at this end */
    uint64_t objects[CG_RELATION_MAX];
} cg_estimates;

/* Entities of a kind are estimated from a sample where they are more than some hundred;
 * facts that are not seen are counted, and an entity may be for each segment anew. */
cg_status cg_store_estimate(cg_store *store, cg_estimates *estimates,
                            cg_error *err);

#endif
