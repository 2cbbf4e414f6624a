#include "graph/picture/select.h"

#include <stdlib.h>

#include "graph/question/filter.h"
#include "graph/store/property_graph.h"
#include "graph/walk/id_map.h"
#include "graph/walk/walk.h"

/* ---- Visiting ---- */

static cg_status visit_list(const cg_id *ids, size_t count, picture_visit visit,
                            void *handle, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t at = 0; at < count && status == CG_OK; at += PICTURE_BATCH) {
        size_t left = count - at;

        status = visit(handle, ids + at,
                       left < PICTURE_BATCH ? left : PICTURE_BATCH, err);
    }
    return status;
}

static cg_status visit_all_entities(cg_store *store, picture_visit visit,
                                    void *handle, cg_error *err)
{
    cg_entity_scan *scan = NULL;
    const cg_id *ids = NULL;
    size_t count = 0;
    cg_status status = cg_entity_scan_prepare(store, 0, &scan, err);

    while (status == CG_OK &&
           (status = cg_entity_scan_step(scan, &ids, &count, err)) == CG_ROW)
        status = visit_list(ids, count, visit, handle, err);
    cg_entity_scan_finish(scan);
    return status == CG_DONE ? CG_OK : status;
}

cg_status picture_visit_entities(const cg_picture *picture, picture_visit visit,
                                 void *handle, cg_error *err)
{
    if (picture->everything)
        return visit_all_entities(picture->store, visit, handle, err);
    return visit_list(picture->entities, picture->entity_count, visit, handle, err);
}

cg_status picture_visit_facts(const cg_picture *picture, picture_visit visit,
                              void *handle, cg_error *err)
{
    cg_scan *scan = NULL;
    cg_edges batch = {0};
    cg_status status = CG_OK;

    if (picture->facts != NULL)
        return visit_list(picture->facts, picture->fact_count, visit, handle, err);
    status = cg_scan_prepare(picture->store, &picture->filter, &scan, err);
    while (status == CG_OK && (status = cg_scan_step(scan, &batch, err)) == CG_ROW)
        status = visit_list(batch.facts, batch.count, visit, handle, err);
    cg_scan_finish(scan);
    return status == CG_DONE ? CG_OK : status;
}

/* ---- Selecting ---- */

/* A copy of `size` bytes in the picture's arena; NULL for none. */
static cg_status copy_array(cg_picture *picture, const void *items, size_t count,
                            size_t size, const void **copy, cg_error *err)
{
    void *bytes = NULL;

    *copy = NULL;
    if (items == NULL)
        return CG_OK;
    bytes = cg_arena_array(&picture->arena, count + 1, size);
    if (bytes == NULL)
        return cg_fail_memory(err);
    memcpy(bytes, items, count * size);
    *copy = bytes;
    return CG_OK;
}

static cg_status copy_ids(cg_picture *picture, const cg_id *ids, size_t count,
                          const cg_id **copy, cg_error *err)
{
    const void *bytes = NULL;
    cg_status status = copy_array(picture, ids, count, sizeof *ids, &bytes, err);

    *copy = bytes;
    return status;
}

static cg_status copy_filter(cg_picture *picture, const cg_fact_filter *filter,
                             cg_error *err)
{
    cg_fact_filter *own = &picture->filter;
    const void *relations = NULL;
    cg_status status =
        copy_array(picture, filter->relations, filter->relation_count,
                   sizeof *filter->relations, &relations, err);

    *own = *filter;
    own->relations = relations;
    if (status == CG_OK)
        status =
            copy_ids(picture, filter->ends, filter->end_count, &own->ends, err);
    if (status == CG_OK)
        status = copy_ids(picture, filter->others, filter->other_count,
                          &own->others, err);
    if (status == CG_OK)
        status = copy_ids(picture, filter->sources, filter->source_count,
                          &own->sources, err);
    return status;
}

static cg_status begin(cg_store *store, const cg_fact_filter *filter,
                       cg_picture **picture, cg_error *err)
{
    *picture = calloc(1, sizeof **picture);
    if (*picture == NULL)
        return cg_fail_memory(err);
    (*picture)->store = store;
    return copy_filter(*picture, filter, err);
}

/* What a function that selects ends with: no picture unless all went well. */
static cg_status finish(cg_picture **picture, cg_status status)
{
    if (status != CG_OK) {
        cg_picture_close(*picture);
        *picture = NULL;
    }
    return status;
}

static bool passes_everything(const cg_fact_filter *filter)
{
    return filter->ends == NULL && filter->others == NULL &&
           filter->relations == NULL && filter->sources == NULL &&
           filter->kinds == 0 && !cg_date_known(filter->clocks.on) &&
           !cg_date_known(filter->clocks.known);
}

/* Add the ends of a batch of facts to the map of entities. */
static cg_status add_ends(cg_id_map *map, const cg_edges *batch, cg_error *err)
{
    cg_status status = CG_OK;
    bool added = false;

    for (size_t i = 0; i < batch->count && status == CG_OK; i++) {
        status = cg_id_map_add(map, batch->subjects[i], 0, &added, err);
        if (status == CG_OK)
            status = cg_id_map_add(map, batch->objects[i], 0, &added, err);
    }
    return status;
}

/* Make the ids in the map the picture's entities. */
static cg_status take_entities(cg_picture *picture, const cg_id_map *map,
                               cg_error *err)
{
    cg_id *ids = cg_arena_array(&picture->arena, map->count + 1, sizeof *ids);
    size_t count = 0;

    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < map->size; i++)
        if (map->slots[i].id != 0)
            ids[count++] = map->slots[i].id;
    picture->entities = ids;
    picture->entity_count = cg_ids_unique(ids, count);
    return CG_OK;
}

static cg_status select_ends(cg_picture *picture, cg_error *err)
{
    cg_id_map map = {0};
    cg_scan *scan = NULL;
    cg_edges batch = {0};
    cg_status status =
        cg_scan_prepare(picture->store, &picture->filter, &scan, err);

    while (status == CG_OK && (status = cg_scan_step(scan, &batch, err)) == CG_ROW)
        status = add_ends(&map, &batch, err);
    if (status == CG_DONE)
        status = take_entities(picture, &map, err);
    cg_scan_finish(scan);
    cg_id_map_release(&map);
    return status;
}

cg_status cg_picture_of(cg_store *store, const cg_fact_filter *filter,
                        cg_picture **picture, cg_error *err)
{
    cg_status status = begin(store, filter, picture, err);

    if (status == CG_OK && passes_everything(filter))
        (*picture)->everything = true;
    else if (status == CG_OK)
        status = select_ends(*picture, err);
    return finish(picture, status);
}

cg_status cg_picture_around(cg_store *store, cg_id entity, size_t depth,
                            const cg_fact_filter *filter, cg_picture **picture,
                            cg_error *err)
{
    const cg_id *found = NULL;
    cg_id *ids = NULL;
    size_t count = 0;
    bool cut = false;
    cg_status status = begin(store, filter, picture, err);
    cg_picture *new = *picture;

    if (status == CG_OK)
        status = cg_walk_around(store, entity, depth, SIZE_MAX, &new->filter,
                                &new->arena, &found, &count, &cut, err);
    if (status == CG_OK) {
        ids = cg_arena_array(&new->arena, count, sizeof *ids);
        if (ids == NULL)
            status = cg_fail_memory(err);
    }
    if (status == CG_OK) {
        memcpy(ids, found, count * sizeof *ids);
        new->entity_count = cg_ids_unique(ids, count);
        new->entities = new->filter.ends = new->filter.others = ids;
        new->filter.end_count = new->filter.other_count = new->entity_count;
    }
    return finish(picture, status);
}

/* Show the entities and facts of the paths, each once; there is at least one path,
 * and all have one length. */
static cg_status take_paths(cg_picture *picture, const cg_path *paths, size_t count,
                            cg_error *err)
{
    size_t length = paths[0].length;
    cg_id *entities =
        cg_arena_array(&picture->arena, count * (length + 1), sizeof *entities);
    cg_id *facts =
        cg_arena_array(&picture->arena, count * length + 1, sizeof *facts);

    if (entities == NULL || facts == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        memcpy(entities + i * (length + 1), paths[i].entities,
               (length + 1) * sizeof *entities);
        memcpy(facts + i * length, paths[i].facts, length * sizeof *facts);
    }
    picture->entities = entities;
    picture->entity_count = cg_ids_unique(entities, count * (length + 1));
    picture->facts = facts;
    picture->fact_count = cg_ids_unique(facts, count * length);
    return CG_OK;
}

cg_status cg_picture_path(cg_store *store, cg_id from, cg_id to,
                          const cg_fact_filter *filter, cg_picture **picture,
                          cg_error *err)
{
    const cg_path *paths = NULL;
    size_t count = 0;
    cg_status status = begin(store, filter, picture, err);

    if (status == CG_OK)
        status = cg_walk_paths(store, from, to, PICTURE_PATH_DEPTH, PICTURE_PATHS,
                               filter, &(*picture)->arena, &paths, &count, err);
    if (status == CG_OK && count == 0)
        status = cg_fail(err, CG_NOT_FOUND, NULL,
                         "nothing connects '#%lld' and '#%lld' within %d steps",
                         (long long)from, (long long)to, PICTURE_PATH_DEPTH);
    if (status == CG_OK)
        status = take_paths(*picture, paths, count, err);
    return finish(picture, status);
}

/* Take the facts that are there, and count their ends among the entities, for which
 * there is room. */
static cg_status take_facts(cg_picture *picture, cg_id *facts, size_t count,
                            cg_id *entities, cg_error *err)
{
    cg_arena arena = {0};
    cg_fact *rows = cg_arena_array(&arena, PICTURE_BATCH, sizeof *rows);
    cg_status status = rows != NULL ? CG_OK : cg_fail_memory(err);
    size_t kept = 0;

    for (size_t at = 0; at < count && status == CG_OK; at += PICTURE_BATCH) {
        size_t size = count - at < PICTURE_BATCH ? count - at : PICTURE_BATCH;
        cg_arena texts = {0};
        status =
            cg_store_facts(picture->store, facts + at, size, &texts, rows, err);
        for (size_t i = 0; i < size && status == CG_OK; i++) {
            if (rows[i].id == 0)
                continue;
            facts[kept++] = rows[i].id;
            entities[picture->entity_count++] = rows[i].subject;
            entities[picture->entity_count++] = rows[i].object;
        }
        cg_arena_release(&texts);
    }
    cg_arena_release(&arena);
    picture->facts = facts;
    picture->fact_count = kept;
    return status;
}

/* Of the entities, those that are there, each once. */
static cg_status settle_entities(cg_picture *picture, cg_id *entities,
                                 cg_error *err)
{
    size_t count = cg_ids_unique(entities, picture->entity_count);
    size_t kept = 0;
    cg_id *seen = cg_arena_array(&picture->arena, count + 1, sizeof *seen);
    cg_status status =
        seen != NULL
            ? cg_store_seen_entities(picture->store, entities, count, seen, err)
            : cg_fail_memory(err);

    for (size_t i = 0; i < count && status == CG_OK; i++)
        if (seen[i] != 0)
            seen[kept++] = seen[i];
    picture->entities = seen;
    picture->entity_count = cg_ids_unique(seen, kept);
    return status;
}

cg_status cg_picture_select(cg_store *store, const cg_id *entities,
                            size_t entity_count, const cg_id *facts,
                            size_t fact_count, const cg_fact_filter *filter,
                            cg_picture **picture, cg_error *err)
{
    cg_status status = begin(store, filter, picture, err);
    cg_picture *new = *picture;
    if (status != CG_OK)
        return finish(picture, status);
    cg_id *own =
        cg_arena_array(&new->arena, entity_count + 2 * fact_count + 1, sizeof *own);
    cg_id *own_facts =
        cg_arena_array(&new->arena, fact_count + 1, sizeof *own_facts);

    if (own == NULL || own_facts == NULL)
        return finish(picture, cg_fail_memory(err));
    if (entity_count > 0)
        memcpy(own, entities, entity_count * sizeof *own);
    new->entity_count = entity_count;
    if (fact_count > 0) {
        memcpy(own_facts, facts, fact_count * sizeof *own_facts);
        status = take_facts(new, own_facts, cg_ids_unique(own_facts, fact_count),
                            own, err);
    }
    if (status == CG_OK)
        status = settle_entities(new, own, err);
    if (fact_count == 0) {
        new->filter.ends = new->filter.others = new->entities;
        new->filter.end_count = new->filter.other_count = new->entity_count;
    }
    return finish(picture, status);
}

void cg_picture_close(cg_picture *picture)
{
    if (picture == NULL)
        return;
    cg_arena_release(&picture->arena);
    free(picture);
}

cg_status cg_picture_of_relations(cg_store *store, const cg_relation_filter *filter,
                                  cg_picture **picture, cg_error *err)
{
    cg_arena arena = {0};
    cg_fact_filter resolved = {0};
    cg_status status = filter_resolve(store, filter, &arena, &resolved, err);

    *picture = NULL;
    if (status == CG_OK)
        status = cg_picture_of(store, &resolved, picture, err);
    cg_arena_release(&arena);
    return status;
}
