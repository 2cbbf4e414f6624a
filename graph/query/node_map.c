#include "graph/query/node_map.h"

#include <stdlib.h>
#include <string.h>

static size_t place_of(const node_map *map, cg_id node)
{
    size_t at =
        ((uint64_t)node * 0x9E3779B97F4A7C15u >> 32) & (map->place_count - 1);
    while (map->places[at] != 0 && map->nodes[map->places[at] - 1] != node)
        at = (at + 1) & (map->place_count - 1);
    return at;
}

/* Twice as many places whenever half of them are taken. */
static cg_status make_places(node_map *map, cg_error *err)
{
    enum { FIRST_PLACES = 64 };
    if (map->count * 2 < map->place_count)
        return CG_OK;
    size_t count = map->place_count > 0 ? map->place_count * 2 : FIRST_PLACES;
    uint32_t *places = calloc(count, sizeof *places);
    if (places == NULL)
        return cg_fail_memory(err);
    free(map->places);
    map->places = places;
    map->place_count = count;
    for (size_t i = 0; i < map->count; i++)
        map->places[place_of(map, map->nodes[i])] = (uint32_t)i + 1;
    return CG_OK;
}

cg_status node_map_add(node_map *map, cg_id node, uint32_t *index, bool *fresh,
                       cg_error *err)
{
    *fresh = false;
    cg_status status = make_places(map, err);
    if (status != CG_OK)
        return status;
    size_t place = place_of(map, node);
    if (map->places[place] == 0) {
        if (map->count == NODE_MAP_NONE - 1)
            return cg_fail(err, CG_LIMIT, NULL,
                           "more than %u nodes have to be kept", NODE_MAP_NONE - 1);
        status = cg_grow(map->nodes, &map->room, map->count + 1, err);
        if (status != CG_OK)
            return status;
        map->nodes[map->count++] = node;
        map->places[place] = (uint32_t)map->count;
        *fresh = true;
    }
    *index = map->places[place] - 1;
    return CG_OK;
}

uint32_t node_map_find(const node_map *map, cg_id node)
{
    uint32_t at = map->place_count > 0 ? map->places[place_of(map, node)] : 0;
    return at > 0 ? at - 1 : NODE_MAP_NONE;
}

void node_map_clear(node_map *map)
{
    if (map->place_count > 0)
        memset(map->places, 0, map->place_count * sizeof *map->places);
    map->count = 0;
}

void node_map_release(node_map *map)
{
    free(map->nodes);
    free(map->places);
    *map = (node_map){0};
}
