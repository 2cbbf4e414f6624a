#include "graph/walk/front.h"

#include <stdlib.h>

typedef struct {
    cg_id *ids;
    size_t count;
    size_t room;
} id_list;

static cg_status add_unseen(walk_front *front, cg_id id, id_list *list,
                            cg_error *err)
{
    bool added = false;
    cg_status status =
        cg_id_map_add(&front->seen, id, front->distance + 1, &added, err);

    if (status != CG_OK || !added)
        return status;
    status = cg_grow(list->ids, &list->room, list->count + 1, err);
    if (status == CG_OK)
        list->ids[list->count++] = id;
    return status;
}

/* An end of a fact at the frontier that was not seen before is one further. */
static cg_status add_batch(walk_front *front, const cg_edges *batch, id_list *list,
                           cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < batch->count && status == CG_OK; i++) {
        status = add_unseen(front, batch->subjects[i], list, err);
        if (status == CG_OK)
            status = add_unseen(front, batch->objects[i], list, err);
    }
    return status;
}

cg_status walk_front_begin(walk_front *front, cg_id entity, cg_error *err)
{
    bool added = false;
    cg_status status = cg_grow(front->frontier, &front->room, 1, err);

    if (status != CG_OK)
        return status;
    front->frontier[0] = entity;
    front->count = 1;
    front->distance = 0;
    return cg_id_map_add(&front->seen, entity, 0, &added, err);
}

cg_status walk_front_advance(walk_front *front, cg_store *store,
                             const cg_fact_filter *filter, cg_error *err)
{
    const cg_fact_filter at = walk_filter_at(filter, front->frontier, front->count);
    cg_scan *scan = NULL;
    cg_edges batch = {0};
    id_list next = {0};
    cg_status status = cg_scan_prepare(store, &at, &scan, err);

    if (status != CG_OK)
        goto done;
    while ((status = cg_scan_step(scan, &batch, err)) == CG_ROW) {
        status = add_batch(front, &batch, &next, err);
        if (status != CG_OK)
            goto done;
    }
    if (status != CG_DONE)
        goto done;
    status = CG_OK;
    free(front->frontier);
    front->frontier = next.ids;
    front->room = next.room;
    front->count = cg_ids_unique(next.ids, next.count);
    front->distance++;
    next.ids = NULL;
done:
    free(next.ids);
    cg_scan_finish(scan);
    return status;
}

void walk_front_release(walk_front *front)
{
    cg_id_map_release(&front->seen);
    free(front->frontier);
    *front = (walk_front){0};
}

cg_fact_filter walk_filter_at(const cg_fact_filter *filter, const cg_id *ids,
                              size_t count)
{
    cg_fact_filter at = *filter;

    at.ends = ids;
    at.end_count = count;
    at.others = NULL;
    at.other_count = 0;
    return at;
}

cg_status walk_read_as(cg_store *store, cg_id entity, cg_id *read_as, cg_error *err)
{
    cg_arena arena = {0};
    cg_entity row = {0};
    cg_status status = cg_store_entities(store, &entity, 1, &arena, &row, err);

    if (status == CG_OK && row.id == 0)
        status = cg_fail(err, CG_NOT_FOUND, NULL, "there is no entity '#%lld'",
                         (long long)entity);
    *read_as = row.read_as;
    cg_arena_release(&arena);
    return status;
}
