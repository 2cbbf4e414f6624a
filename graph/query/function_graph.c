/* Functions on nodes, relationships, paths, and maps, which are read as these are. */
#include "graph/query/function_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "graph/query/graph.h"

/* ---- Nodes and relationships ---- */

static cg_status give_entity(cg_value *result, cg_type type, cg_id id)
{
    *result = (cg_value){.type = type, .as.id = id};
    return CG_OK;
}

static cg_status id(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_integer(result, call->arguments[0].as.id);
}

static cg_status element_id(query_call *call, cg_value *result, cg_error *err)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, call->arguments[0].as.id);
    result->type = CG_STRING;
    return cg_arena_copy(call->arena, cg_text_z(digits), &result->as.text, err);
}

static cg_status labels(query_call *call, cg_value *result, cg_error *err)
{
    result->type = CG_LIST;
    return query_graph_labels(call->graph, call->arguments[0].as.id,
                              &result->as.list, err);
}

static cg_status ends_of(const query_call *call, query_ends *ends, cg_error *err)
{
    return query_graph_ends(call->graph, call->arguments[0].as.id, ends, err);
}

static cg_status type(query_call *call, cg_value *result, cg_error *err)
{
    query_ends ends;
    cg_status status = ends_of(call, &ends, err);
    return status == CG_OK ? give_text(result, ends.type) : status;
}

static cg_status start_node(query_call *call, cg_value *result, cg_error *err)
{
    query_ends ends;
    cg_status status = ends_of(call, &ends, err);
    return status == CG_OK ? give_entity(result, CG_NODE, ends.start) : status;
}

static cg_status end_node(query_call *call, cg_value *result, cg_error *err)
{
    query_ends ends;
    cg_status status = ends_of(call, &ends, err);
    return status == CG_OK ? give_entity(result, CG_NODE, ends.end) : status;
}

/* ---- Properties ---- */

static cg_status properties_of(const query_call *call, cg_properties *properties,
                               cg_error *err)
{
    cg_value of = call->arguments[0];
    if (of.type != CG_MAP)
        return query_graph_properties(call->graph, of, properties, err);
    *properties = of.as.map;
    return CG_OK;
}

static cg_status properties(query_call *call, cg_value *result, cg_error *err)
{
    result->type = CG_MAP;
    return properties_of(call, &result->as.map, err);
}

static cg_status keys(query_call *call, cg_value *result, cg_error *err)
{
    cg_properties of;
    cg_value *items;
    cg_status status = properties_of(call, &of, err);
    if (status == CG_OK)
        status = call_items(call, of.count, &items, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < of.count; i++)
        items[i] = cg_string(of.items[i].key);
    return give_list(result, items, of.count);
}

static cg_status exists(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_boolean(result, call->arguments[0].type != CG_NULL);
}

/* ---- Paths ---- */

static cg_status length(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_integer(result, (int64_t)call->arguments[0].as.path->length);
}

static cg_status give_entities(const query_call *call, cg_type type,
                               const int64_t *ids, size_t count, cg_value *result,
                               cg_error *err)
{
    cg_value *items;
    cg_status status = call_items(call, count, &items, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        give_entity(&items[i], type, ids[i]);
    return give_list(result, items, count);
}

static cg_status nodes(query_call *call, cg_value *result, cg_error *err)
{
    const cg_path_value *path = call->arguments[0].as.path;
    return give_entities(call, CG_NODE, path->nodes, path->length + 1, result, err);
}

static cg_status relationships(query_call *call, cg_value *result, cg_error *err)
{
    const cg_path_value *path = call->arguments[0].as.path;
    return give_entities(call, CG_RELATIONSHIP, path->relationships, path->length,
                         result, err);
}

/* ---- The family ---- */

#define OF(types)                                                                  \
    {                                                                              \
        (types)                                                                    \
    }
#define KEYED (TYPES_ENTITY | TYPES_MAP)

static const query_function functions[] = {
    {"elementId", 1, 1, 0, OF(TYPES_ENTITY), TYPES_STRING, element_id,
     "(of :: NODE | RELATIONSHIP) :: STRING", "its id, as a string"},
    {"endNode", 1, 1, 0, OF(TYPES_RELATION), TYPES_NODE, end_node,
     "(relationship :: RELATIONSHIP) :: NODE", "the node that it leads to"},
    {"exists", 1, 1, FUNCTION_NULLS, OF(TYPES_ANY), TYPES_BOOLEAN, exists,
     "(value :: ANY) :: BOOLEAN", "is it other than null?"},
    {"id", 1, 1, 0, OF(TYPES_ENTITY), TYPES_INTEGER, id,
     "(of :: NODE | RELATIONSHIP) :: INTEGER", "its id"},
    {"keys", 1, 1, 0, OF(KEYED), TYPES_LIST, keys,
     "(of :: NODE | RELATIONSHIP | MAP) :: LIST<STRING>",
     "the names of its properties"},
    {"labels", 1, 1, 0, OF(TYPES_NODE), TYPES_LIST, labels,
     "(node :: NODE) :: LIST<STRING>", "its labels"},
    {"length", 1, 1, 0, OF(TYPES_PATH), TYPES_INTEGER, length,
     "(path :: PATH) :: INTEGER", "how many relationships it has"},
    {"nodes", 1, 1, 0, OF(TYPES_PATH), TYPES_LIST, nodes,
     "(path :: PATH) :: LIST<NODE>", "its nodes, from its start on"},
    {"properties", 1, 1, 0, OF(KEYED), TYPES_MAP, properties,
     "(of :: NODE | RELATIONSHIP | MAP) :: MAP", "its properties"},
    {"relationships", 1, 1, 0, OF(TYPES_PATH), TYPES_LIST, relationships,
     "(path :: PATH) :: LIST<RELATIONSHIP>",
     "its relationships, from its start on"},
    {"startNode", 1, 1, 0, OF(TYPES_RELATION), TYPES_NODE, start_node,
     "(relationship :: RELATIONSHIP) :: NODE", "the node that it comes from"},
    {"type", 1, 1, 0, OF(TYPES_RELATION), TYPES_STRING, type,
     "(relationship :: RELATIONSHIP) :: STRING", "its type"},
};

const query_function_family function_graph_family = {functions,
                                                     FUNCTION_COUNT(functions)};
