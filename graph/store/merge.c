/* Merging: which entities are judged the same, as a map that reading goes through. */
#include "graph/store/base.h"

#include <stdlib.h>

void merge_release(merge_map *map)
{
    free(map->by_entity);
    free(map->members);
    free(map->lowest);
    *map = (merge_map){0};
}

/* ---- Looking up ---- */

static const merge_member *find(const merge_map *map, cg_id entity)
{
    size_t low = 0, high = map->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->by_entity[middle].entity < entity)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < map->count && map->by_entity[low].entity == entity)
        return &map->by_entity[low];
    return NULL;
}

cg_id merge_lowest(const merge_map *map, cg_id entity)
{
    const merge_member *member = find(map, entity);
    return member != NULL ? member->lowest : entity;
}

const cg_id *merge_members(const merge_map *map, const cg_id *entity, size_t *count)
{
    const merge_member *member = find(map, *entity);
    *count = 1;
    if (member == NULL)
        return entity;
    size_t low = 0, high = map->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->lowest[middle] < member->lowest)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < map->count && map->lowest[end] == member->lowest)
        end++;
    *count = end - low;
    return map->members + low;
}

/* ---- Making ---- */

typedef struct {
    cg_id entity, other;
} pair;

typedef struct {
    pair *items;
    size_t count, room;
} pair_list;

static cg_status read_pairs(cg_store *store, pair_list *pairs, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SAME_PAIRS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        status = cg_grow(pairs->items, &pairs->room, pairs->count + 1, err);
        if (status == CG_OK)
            pairs->items[pairs->count++] =
                (pair){sql_integer(&query, 0), sql_integer(&query, 1)};
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static int compare_entities(const void *a, const void *b)
{
    const merge_member *x = a, *y = b;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static int compare_groups(const void *a, const void *b)
{
    const merge_member *x = a, *y = b;
    int order = (x->lowest > y->lowest) - (x->lowest < y->lowest);
    return order != 0 ? order : compare_entities(a, b);
}

static cg_status reserve(merge_map *map, size_t count, cg_error *err)
{
    map->by_entity = calloc(count, sizeof *map->by_entity);
    map->members = calloc(count, sizeof *map->members);
    map->lowest = calloc(count, sizeof *map->lowest);
    if (map->by_entity == NULL || map->members == NULL || map->lowest == NULL)
        return cg_fail_memory(err);
    return CG_OK;
}

/* The distinct entities of the pairs, each alone in its group. */
static void list_entities(merge_map *map, const pair_list *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        map->by_entity[2 * i].entity = pairs->items[i].entity;
        map->by_entity[2 * i + 1].entity = pairs->items[i].other;
    }
    qsort(map->by_entity, 2 * pairs->count, sizeof *map->by_entity,
          compare_entities);
    for (size_t i = 0; i < 2 * pairs->count; i++) {
        cg_id entity = map->by_entity[i].entity;
        if (map->count == 0 || map->by_entity[map->count - 1].entity != entity)
            map->by_entity[map->count++] = (merge_member){entity, entity};
    }
}

/* The lowest entity that is known to be the same; on the way there, chains are
 * halved. */
static cg_id root(merge_map *map, cg_id entity)
{
    merge_member *member = &map->by_entity[find(map, entity) - map->by_entity];
    while (member->lowest != member->entity) {
        const merge_member *up = find(map, member->lowest);
        member->lowest = up->lowest;
        member = &map->by_entity[find(map, member->lowest) - map->by_entity];
    }
    return member->entity;
}

static void join(merge_map *map, const pair_list *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        cg_id a = root(map, pairs->items[i].entity);
        cg_id b = root(map, pairs->items[i].other);
        cg_id high = a > b ? a : b;
        map->by_entity[find(map, high) - map->by_entity].lowest = a < b ? a : b;
    }
    for (size_t i = 0; i < map->count; i++)
        map->by_entity[i].lowest = root(map, map->by_entity[i].entity);
}

static void list_groups(merge_map *map)
{
    qsort(map->by_entity, map->count, sizeof *map->by_entity, compare_groups);
    for (size_t i = 0; i < map->count; i++) {
        map->members[i] = map->by_entity[i].entity;
        map->lowest[i] = map->by_entity[i].lowest;
    }
    qsort(map->by_entity, map->count, sizeof *map->by_entity, compare_entities);
}

cg_status merge_load(cg_store *store, cg_error *err)
{
    pair_list pairs = {0};
    merge_map map = {0};
    cg_status status = read_pairs(store, &pairs, err);
    if (status == CG_OK && pairs.count > 0) {
        status = reserve(&map, 2 * pairs.count, err);
        if (status == CG_OK) {
            list_entities(&map, &pairs);
            join(&map, &pairs);
            list_groups(&map);
        }
    }
    free(pairs.items);
    if (status == CG_OK) {
        merge_release(&store->merges);
        store->merges = map;
    } else {
        merge_release(&map);
    }
    return status;
}
