/* Copies of values. */
#include "graph/query/compare.h"

/* ---- How deep ---- */

static bool is_nested(cg_value value)
{
    return value.type == CG_LIST || value.type == CG_MAP;
}

static cg_status too_deep(cg_error *err)
{
    return cg_fail(err, CG_LIMIT, NULL,
                   "a value is nested deeper than %d lists and maps",
                   QUERY_DEPTH_MAX);
}

static bool fits(cg_value value, int depth)
{
    if (!is_nested(value))
        return true;
    if (depth == QUERY_DEPTH_MAX)
        return false;
    size_t count = value.type == CG_LIST ? value.as.list.count : value.as.map.count;
    for (size_t i = 0; i < count; i++) {
        cg_value inner = value.type == CG_LIST ? value.as.list.items[i]
                                               : value.as.map.items[i].value;
        if (!fits(inner, depth + 1))
            return false;
    }
    return true;
}

cg_status query_check_depth(cg_value value, cg_error *err)
{
    return fits(value, 0) ? CG_OK : too_deep(err);
}

cg_status query_check_pair(cg_value a, cg_value b, cg_error *err)
{
    /* One that is not nested is not taken apart, nor is what it is compared with. */
    return !is_nested(a) || !is_nested(b) || (fits(a, 0) && fits(b, 0))
               ? CG_OK
               : too_deep(err);
}

/* ---- Copies ---- */

static cg_status copy_value(cg_value value, cg_arena *arena, int depth,
                            cg_value *copy, cg_error *err);

static cg_status copy_list(cg_list list, cg_arena *arena, int depth, cg_list *copy,
                           cg_error *err)
{
    cg_value *items = cg_arena_array(arena, list.count, sizeof *items);
    cg_status status = CG_OK;
    if (items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < list.count && status == CG_OK; i++)
        status = copy_value(list.items[i], arena, depth, &items[i], err);
    *copy = (cg_list){items, list.count};
    return status;
}

static cg_status copy_map(cg_properties map, cg_arena *arena, int depth,
                          cg_properties *copy, cg_error *err)
{
    cg_property *items = cg_arena_array(arena, map.count, sizeof *items);
    cg_status status = CG_OK;
    if (items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < map.count && status == CG_OK; i++) {
        status = cg_arena_copy(arena, map.items[i].key, &items[i].key, err);
        if (status == CG_OK)
            status =
                copy_value(map.items[i].value, arena, depth, &items[i].value, err);
    }
    *copy = (cg_properties){items, map.count};
    return status;
}

static cg_status copy_path(const cg_path_value *path, cg_arena *arena,
                           const cg_path_value **copy, cg_error *err)
{
    size_t length = path->length;
    cg_path_value *made = cg_arena_alloc(arena, sizeof *made);
    int64_t *nodes = cg_arena_array(arena, length + 1, sizeof *nodes);
    int64_t *relationships = cg_arena_array(arena, length, sizeof *relationships);
    if (made == NULL || nodes == NULL || relationships == NULL)
        return cg_fail_memory(err);
    memcpy(nodes, path->nodes, (length + 1) * sizeof *nodes);
    if (length > 0)
        memcpy(relationships, path->relationships, length * sizeof *relationships);
    *made = (cg_path_value){nodes, relationships, length};
    *copy = made;
    return CG_OK;
}

static cg_status copy_temporal(const cg_temporal *temporal, cg_arena *arena,
                               const cg_temporal **copy, cg_error *err)
{
    cg_temporal *made = cg_arena_alloc(arena, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    *made = *temporal;
    *copy = made;
    return temporal->zone.size > 0
               ? cg_arena_copy(arena, temporal->zone, &made->zone, err)
               : CG_OK;
}

static cg_status copy_value(cg_value value, cg_arena *arena, int depth,
                            cg_value *copy, cg_error *err)
{
    *copy = value;
    if (depth == QUERY_DEPTH_MAX && is_nested(value))
        return too_deep(err);
    switch (value.type) {
    case CG_STRING:
        return cg_arena_copy(arena, value.as.text, &copy->as.text, err);
    case CG_LIST:
        return copy_list(value.as.list, arena, depth + 1, &copy->as.list, err);
    case CG_MAP:
        return copy_map(value.as.map, arena, depth + 1, &copy->as.map, err);
    case CG_PATH:
        return copy_path(value.as.path, arena, &copy->as.path, err);
    case CG_DATE:
    case CG_LOCAL_TIME:
    case CG_TIME:
    case CG_LOCAL_DATE_TIME:
    case CG_DATE_TIME:
    case CG_DURATION:
        return copy_temporal(value.as.temporal, arena, &copy->as.temporal, err);
    case CG_NULL:
    case CG_BOOLEAN:
    case CG_INTEGER:
    case CG_FLOAT:
    case CG_NODE:
    case CG_RELATIONSHIP:
    case CG_TYPE_COUNT:
        break;
    }
    return CG_OK;
}

cg_status query_copy(cg_value value, cg_arena *arena, cg_value *copy, cg_error *err)
{
    return copy_value(value, arena, 0, copy, err);
}
