/* Operators that take something out of a value. */
#include "graph/query/operator.h"

#include "graph/query/function_parts.h"
#include "graph/query/graph.h"
#include "graph/query/temporal.h"

static bool is_keyed(cg_value value)
{
    return ((TYPES_ENTITY | TYPES_MAP) & TYPES_OF(value.type)) != 0;
}

/* ---- By name ---- */

cg_status query_property(const query_call *at, cg_value of, cg_text key,
                         cg_value *result, cg_error *err)
{
    cg_properties properties = of.as.map;
    cg_status status = CG_OK;
    give_null(result);
    if (of.type == CG_NULL)
        return CG_OK;
    if (cg_type_is_temporal(of.type))
        return temporal_part(at, of, key, result, err);
    if (!is_keyed(of))
        return call_fail(at, err, FAULT_OPERAND, "%s has no properties",
                         cg_type_phrase(of.type));
    if (of.type != CG_MAP)
        status = query_graph_properties(at->graph, of, &properties, err);
    if (status == CG_OK)
        *result = cg_properties_get(properties, key);
    return status;
}

/* ---- By number, from the end where it is negative ---- */

static cg_status index_list(const query_call *at, cg_list list, cg_value index,
                            cg_value *result, cg_error *err)
{
    if (index.type != CG_INTEGER)
        return call_fail(at, err, FAULT_INDEX,
                         "a list is read by integers, not by %s",
                         cg_type_phrase(index.type));
    int64_t count = (int64_t)list.count;
    int64_t place = index.as.integer;
    if (place >= count || place < -count)
        return give_null(result);
    *result = list.items[place < 0 ? place + count : place];
    return CG_OK;
}

cg_status query_index(const query_call *at, cg_value of, cg_value index,
                      cg_value *result, cg_error *err)
{
    if (of.type == CG_NULL || index.type == CG_NULL)
        return give_null(result);
    if (of.type == CG_LIST)
        return index_list(at, of.as.list, index, result, err);
    if (!is_keyed(of))
        return call_fail(at, err, FAULT_ELEMENT, "%s has no elements",
                         cg_type_phrase(of.type));
    if (index.type != CG_STRING)
        return call_fail(at, err, FAULT_KEY, "%s is read by strings, not by %s",
                         cg_type_phrase(of.type), cg_type_phrase(index.type));
    return query_property(at, of, index.as.text, result, err);
}

/* ---- Slices ---- */

/* Where the bound lies in a list of `count` items, its ends included. */
static cg_status find_bound(const query_call *at, const cg_value *bound,
                            int64_t count, int64_t *place, cg_error *err)
{
    if (bound == NULL)
        return CG_OK;
    if (bound->type != CG_INTEGER)
        return call_fail(at, err, FAULT_INDEX,
                         "a list is cut at integers, not at %s",
                         cg_type_phrase(bound->type));
    int64_t integer = bound->as.integer;
    if (integer < 0)
        integer = integer < -count ? 0 : integer + count;
    *place = integer < count ? integer : count;
    return CG_OK;
}

cg_status query_slice(const query_call *at, cg_value of, const cg_value *from,
                      const cg_value *to, cg_value *result, cg_error *err)
{
    if (of.type == CG_NULL || (from != NULL && from->type == CG_NULL) ||
        (to != NULL && to->type == CG_NULL))
        return give_null(result);
    if (of.type != CG_LIST)
        return call_fail(at, err, FAULT_ELEMENT, "%s has no elements",
                         cg_type_phrase(of.type));
    int64_t count = (int64_t)of.as.list.count;
    int64_t start = 0;
    int64_t end = count;
    cg_status status = find_bound(at, from, count, &start, err);
    if (status == CG_OK)
        status = find_bound(at, to, count, &end, err);
    if (status != CG_OK)
        return status;
    if (start >= end)
        return give_list(result, NULL, 0);
    return give_list(result, of.as.list.items + start, (size_t)(end - start));
}
