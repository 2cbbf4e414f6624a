#include "graph/walk/id_map.h"

#include <stdlib.h>

enum { SMALLEST = 64 };

/* Fibonacci hashing: ids are dense, and neighbours must not collide in runs. */
static size_t home_of(const cg_id_map *map, cg_id id)
{
    uint64_t hash = (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);

    return (size_t)(hash >> 20) & (map->size - 1);
}

/* The slot of `id`, or the free one where it belongs. */
static cg_id_slot *slot_of(const cg_id_map *map, cg_id id)
{
    size_t at = home_of(map, id);

    while (map->slots[at].id != 0 && map->slots[at].id != id)
        at = (at + 1) & (map->size - 1);
    return &map->slots[at];
}

static cg_status grow(cg_id_map *map, cg_error *err)
{
    cg_id_map larger = {.size = map->size == 0 ? SMALLEST : map->size * 2,
                        .count = map->count};

    if (larger.size > SIZE_MAX / 2 / sizeof *larger.slots)
        return cg_fail_memory(err);
    larger.slots = calloc(larger.size, sizeof *larger.slots);
    if (larger.slots == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < map->size; i++)
        if (map->slots[i].id != 0)
            *slot_of(&larger, map->slots[i].id) = map->slots[i];
    free(map->slots);
    *map = larger;
    return CG_OK;
}

cg_status cg_id_map_add(cg_id_map *map, cg_id id, int64_t value, bool *added,
                        cg_error *err)
{
    cg_id_slot *slot = NULL;

    *added = false;
    if (map->count >= map->size / 4 * 3) {
        cg_status status = grow(map, err);

        if (status != CG_OK)
            return status;
    }
    slot = slot_of(map, id);
    if (slot->id != 0)
        return CG_OK;
    *slot = (cg_id_slot){id, value};
    map->count++;
    *added = true;
    return CG_OK;
}

int64_t cg_id_map_get(const cg_id_map *map, cg_id id, int64_t otherwise)
{
    const cg_id_slot *slot = map->size == 0 ? NULL : slot_of(map, id);

    return slot != NULL && slot->id != 0 ? slot->value : otherwise;
}

void cg_id_map_release(cg_id_map *map)
{
    free(map->slots);
    *map = (cg_id_map){0};
}

static int compare_ids(const void *a, const void *b)
{
    cg_id left = *(const cg_id *)a;
    cg_id right = *(const cg_id *)b;

    return (left > right) - (left < right);
}

size_t cg_ids_unique(cg_id *ids, size_t count)
{
    size_t kept = 0;

    if (count > 1)
        qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ids[i] != ids[kept - 1])
            ids[kept++] = ids[i];
    return kept;
}
