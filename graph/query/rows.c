#include "graph/query/rows.h"

#include <stdlib.h>

/* Take what an array has grown by from the budget. */
static cg_status charge(query_rows *rows, size_t grown, size_t size, cg_error *err)
{
    if (!cg_budget_take(rows->arena.budget, grown * size))
        return cg_fail_memory(err);
    rows->charged += grown * size;
    return CG_OK;
}

static cg_status make_room(query_rows *rows, cg_error *err)
{
    size_t before = rows->room;
    size_t need = (rows->count + 1) * rows->width;
    cg_status status = cg_grow(rows->values, &rows->room, need, err);
    return status == CG_OK
               ? charge(rows, rows->room - before, sizeof *rows->values, err)
               : status;
}

cg_status rows_add(query_rows *rows, const cg_value *row, cg_error *err)
{
    if (rows->count == UINT32_MAX - 1)
        return cg_fail(err, CG_LIMIT, NULL, "more than %u rows have to be kept",
                       UINT32_MAX - 1);
    cg_status status = make_room(rows, err);
    cg_value *copy = rows->values + rows->count * rows->width;
    for (size_t i = 0; i < rows->width && status == CG_OK; i++)
        status = query_copy(row[i], &rows->arena, &copy[i], err);
    if (status == CG_OK)
        rows->count++;
    return status;
}

static uint64_t hash_row(const query_rows *rows, const cg_value *row)
{
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < rows->width; i++)
        hash = (hash ^ query_hash(row[i])) * 0xFF51AFD7ED558CCDu;
    return hash ^ hash >> 32;
}

static bool same_row(const query_rows *rows, const cg_value *a, const cg_value *b)
{
    for (size_t i = 0; i < rows->width; i++)
        if (!query_same(a[i], b[i]))
            return false;
    return true;
}

static cg_status make_places(query_rows *rows, cg_error *err)
{
    enum { FIRST_PLACES = 64 };
    size_t count = rows->place_count == 0 ? FIRST_PLACES : rows->place_count * 2;
    cg_status status =
        charge(rows, count - rows->place_count, sizeof *rows->places, err);
    uint32_t *places = status == CG_OK ? calloc(count, sizeof *places) : NULL;
    if (places == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < rows->count; i++) {
        size_t at = rows->hashes[i] & (count - 1);
        while (places[at] != 0)
            at = (at + 1) & (count - 1);
        places[at] = (uint32_t)i + 1;
    }
    free(rows->places);
    rows->places = places;
    rows->place_count = count;
    return CG_OK;
}

/* The place of the row that is the same, or the free one where it would go: there are
 * places. */
static size_t find_place(const query_rows *rows, const cg_value *row, uint64_t hash)
{
    size_t at = hash & (rows->place_count - 1);
    while (rows->places[at] != 0) {
        size_t index = rows->places[at] - 1;
        if (rows->hashes[index] == hash &&
            same_row(rows, rows_at(rows, index), row))
            break;
        at = (at + 1) & (rows->place_count - 1);
    }
    return at;
}

bool rows_look(const query_rows *rows, const cg_value *row, size_t *index)
{
    uint32_t place = rows->place_count > 0
                         ? rows->places[find_place(rows, row, hash_row(rows, row))]
                         : 0;
    *index = place > 0 ? place - 1 : 0;
    return place > 0;
}

bool rows_have(const query_rows *rows, const cg_value *row)
{
    size_t index;
    return rows_look(rows, row, &index);
}

cg_status rows_find(query_rows *rows, const cg_value *row, size_t *index,
                    bool *fresh, cg_error *err)
{
    cg_status status = CG_OK;
    *fresh = false;
    if ((rows->count + 1) * 4 > rows->place_count * 3)
        status = make_places(rows, err);
    if (status != CG_OK)
        return status;
    uint64_t hash = hash_row(rows, row);
    size_t at = find_place(rows, row, hash);
    if (rows->places[at] != 0) {
        *index = rows->places[at] - 1;
        return CG_OK;
    }
    *index = rows->count;
    size_t before = rows->hash_room;
    status = cg_grow(rows->hashes, &rows->hash_room, rows->count + 1, err);
    if (status == CG_OK)
        status = charge(rows, rows->hash_room - before, sizeof *rows->hashes, err);
    if (status == CG_OK)
        status = rows_add(rows, row, err);
    if (status != CG_OK)
        return status;
    rows->hashes[*index] = hash;
    rows->places[at] = (uint32_t)*index + 1;
    *fresh = true;
    return CG_OK;
}

void rows_clear(query_rows *rows)
{
    rows->count = 0;
    if (rows->places != NULL)
        memset(rows->places, 0, rows->place_count * sizeof *rows->places);
    cg_arena_reset(&rows->arena);
}

void rows_release(query_rows *rows)
{
    free(rows->values);
    free(rows->hashes);
    free(rows->places);
    cg_budget_give(rows->arena.budget, rows->charged);
    cg_arena_release(&rows->arena);
    *rows = (query_rows){0};
}
