#include "graph/picture/diagram.h"

#include <stdlib.h>

#include "graph/picture/details.h"

typedef struct {
    diagram *drawn;
    cg_store *store;
    cg_arena *arena; /* the diagram's */
    size_t node_room;
    size_t fact_room;
} reading;

diagram_sureness diagram_sureness_of(cg_modality modality)
{
    switch (modality) {
    case CG_PLANNED:
    case CG_POSSIBLE:
        return DIAGRAM_UNSURE;
    case CG_DENIED:
        return DIAGRAM_DENIED;
    case CG_ASSERTED:
    case CG_REPORTED:
    case CG_MODALITY_COUNT:
        break;
    }
    return DIAGRAM_SURE;
}

/* ---- Entities ---- */

static cg_status add_nodes(void *handle, const cg_id *ids, size_t count,
                           cg_error *err)
{
    reading *read = handle;
    diagram *drawn = read->drawn;
    const cg_entity *entities = NULL;
    cg_status status = CG_OK;

    if (count > CG_DIAGRAM_ENTITIES - drawn->node_count)
        return cg_fail(
            err, CG_LIMIT, NULL,
            "more than %d entities cannot be drawn: ask for fewer of them",
            CG_DIAGRAM_ENTITIES);
    status =
        cg_grow(drawn->nodes, &read->node_room, drawn->node_count + count, err);
    if (status == CG_OK)
        status = cg_lookup_entities(read->store, ids, count, read->arena, &entities,
                                    err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        drawn->nodes[drawn->node_count++] =
            (diagram_node){.entity = entities[i],
                           .kind = details_first_kind(entities[i].kinds),
                           .frame = DIAGRAM_NONE};
    return status;
}

static int compare_node(const void *key, const void *node)
{
    cg_id id = *(const cg_id *)key;
    cg_id other = ((const diagram_node *)node)->entity.id;

    return (id > other) - (id < other);
}

static size_t node_of(const diagram *drawn, cg_id id)
{
    const diagram_node *node = bsearch(&id, drawn->nodes, drawn->node_count,
                                       sizeof *drawn->nodes, compare_node);

    return node == NULL ? DIAGRAM_NONE : (size_t)(node - drawn->nodes);
}

/* ---- Facts ---- */

static int compare_ids(const void *a, const void *b)
{
    cg_id left = *(const cg_id *)a;
    cg_id right = *(const cg_id *)b;

    return (left > right) - (left < right);
}

/* Does this evidence speak for the fact as it is drawn? What denies a fact that
 * others assert does not. */
static bool supports(const cg_evidence *evidence, const cg_fact *fact)
{
    return evidence->modality != CG_DENIED || fact->modality == CG_DENIED;
}

/* Keep the first quotes of one fact's evidence, and all of its sources. */
static cg_status add_evidence(diagram_fact *fact, const cg_evidence *items,
                              size_t count, cg_arena *arena, cg_error *err)
{
    cg_id *sources = cg_arena_array(arena, count, sizeof *sources);
    size_t kept = 0;

    if (sources == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (!supports(&items[i], &fact->fact))
            continue;
        sources[kept++] = items[i].source;
        if (fact->quote_count < DIAGRAM_QUOTES)
            fact->quotes[fact->quote_count++] = items[i];
    }
    qsort(sources, kept, sizeof *sources, compare_ids);
    for (size_t i = 0; i < kept; i++)
        if (fact->source_count == 0 ||
            sources[i] != sources[fact->source_count - 1])
            sources[fact->source_count++] = sources[i];
    fact->sources = sources;
    return CG_OK;
}

/* Evidence for the facts from `first` on; it comes in their order. */
static cg_status read_evidence(reading *read, const cg_id *ids, size_t count,
                               diagram_fact *first, cg_error *err)
{
    const cg_evidence *items = NULL;
    size_t item_count = 0;
    size_t at = 0;
    cg_status status = cg_store_evidence(read->store, ids, count, read->arena,
                                         &items, &item_count, err);

    for (size_t i = 0; i < count && status == CG_OK; i++) {
        size_t start = at;

        while (at < item_count && items[at].fact == ids[i])
            at++;
        status =
            add_evidence(&first[i], items + start, at - start, read->arena, err);
    }
    return status;
}

static cg_status add_facts(void *handle, const cg_id *ids, size_t count,
                           cg_error *err)
{
    reading *read = handle;
    diagram *drawn = read->drawn;
    diagram_fact *first = NULL;
    cg_fact *facts = cg_arena_array(read->arena, count, sizeof *facts);
    cg_status status = CG_OK;

    if (facts == NULL)
        return cg_fail_memory(err);
    if (count > DIAGRAM_FACTS - drawn->fact_count)
        return cg_fail(err, CG_LIMIT, NULL,
                       "more than %d facts cannot be drawn: ask for fewer of them",
                       DIAGRAM_FACTS);
    status =
        cg_grow(drawn->facts, &read->fact_room, drawn->fact_count + count, err);
    if (status == CG_OK)
        status = cg_store_facts(read->store, ids, count, read->arena, facts, err);
    if (status != CG_OK)
        return status;
    first = drawn->facts + drawn->fact_count;
    for (size_t i = 0; i < count; i++)
        first[i] = (diagram_fact){.fact = facts[i],
                                  .subject = node_of(drawn, facts[i].subject),
                                  .object = node_of(drawn, facts[i].object)};
    drawn->fact_count += count;
    return read_evidence(read, ids, count, first, err);
}

/* The sources of the quotes that are shown. */
static cg_status read_sources(reading *read, cg_error *err)
{
    diagram *drawn = read->drawn;
    cg_id *ids = cg_arena_array(read->arena, drawn->fact_count + 1,
                                DIAGRAM_QUOTES * sizeof *ids);
    size_t count = 0;

    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < drawn->fact_count; i++)
        for (size_t k = 0; k < drawn->facts[i].quote_count; k++)
            ids[count++] = drawn->facts[i].quotes[k].source;
    return cg_lookup_sources_open(&drawn->sources, read->store, ids, count,
                                  read->arena, err);
}

cg_status diagram_read(const cg_picture *picture, diagram *drawn, cg_error *err)
{
    reading read = {
        .drawn = drawn, .store = picture->store, .arena = &drawn->arena};
    cg_status status = CG_OK;

    drawn->vocabulary = cg_store_vocabulary(picture->store);
    status = picture_visit_entities(picture, add_nodes, &read, err);
    if (status == CG_OK)
        status = picture_visit_facts(picture, add_facts, &read, err);
    if (status == CG_OK)
        status = read_sources(&read, err);
    return status;
}

void diagram_release(diagram *drawn)
{
    free(drawn->nodes);
    free(drawn->facts);
    cg_arena_release(&drawn->arena);
    *drawn = (diagram){.nodes = NULL};
}
