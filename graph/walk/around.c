/* Neighbourhoods. */
#include "graph/walk/walk.h"

#include <stdlib.h>

#include "graph/walk/front.h"

typedef struct {
    cg_id *ids;
    size_t count;
    size_t room;
} nearest;

/* Take the frontier, as far as the limit goes. */
static cg_status take(nearest *near, const walk_front *front, size_t limit,
                      bool *cut, cg_error *err)
{
    size_t left = limit - near->count;
    size_t count = front->count < left ? front->count : left;
    cg_status status = cg_grow(near->ids, &near->room, near->count + count, err);

    if (status != CG_OK)
        return status;
    if (count > 0)
        memcpy(near->ids + near->count, front->frontier, count * sizeof *near->ids);
    near->count += count;
    *cut = count < front->count;
    return CG_OK;
}

static cg_status spread(nearest *near, walk_front *front, cg_store *store,
                        size_t depth, size_t limit, const cg_fact_filter *filter,
                        bool *cut, cg_error *err)
{
    cg_status status = take(near, front, limit, cut, err);

    while (status == CG_OK && !*cut && front->count > 0 &&
           (size_t)front->distance < depth) {
        status = walk_front_advance(front, store, filter, err);
        if (status == CG_OK)
            status = take(near, front, limit, cut, err);
    }
    return status;
}

cg_status cg_walk_around(cg_store *store, cg_id from, size_t depth, size_t limit,
                         const cg_fact_filter *filter, cg_arena *arena,
                         const cg_id **entities, size_t *count, bool *cut,
                         cg_error *err)
{
    walk_front front = {0};
    nearest near = {0};
    cg_id start = 0;
    cg_id *copy = NULL;
    cg_status status = walk_read_as(store, from, &start, err);

    *entities = NULL;
    *count = 0;
    *cut = false;
    if (status == CG_OK)
        status = walk_front_begin(&front, start, err);
    if (status == CG_OK)
        status = spread(&near, &front, store, depth, limit, filter, cut, err);
    if (status != CG_OK)
        goto done;
    copy = cg_arena_array(arena, near.count + 1, sizeof *copy);
    if (copy == NULL) {
        status = cg_fail_memory(err);
        goto done;
    }
    if (near.count > 0)
        memcpy(copy, near.ids, near.count * sizeof *copy);
    *entities = copy;
    *count = near.count;
done:
    free(near.ids);
    walk_front_release(&front);
    return status;
}
