#include "cli/query_cell.h"

/* ---- JSON ---- */

static cg_status items_json(cg_query *query, cg_list list, cg_buffer *out,
                            cg_error *err)
{
    cg_status status = CG_OK;

    cg_buffer_add_byte(out, '[');
    for (size_t i = 0; i < list.count && status == CG_OK; i++) {
        cg_buffer_add_z(out, i > 0 ? "," : "");
        status = query_cell_json(query, list.items[i], out, err);
    }
    cg_buffer_add_byte(out, ']');
    return status;
}

static cg_status map_json(cg_query *query, cg_properties map, cg_buffer *out,
                          cg_error *err)
{
    cg_status status = CG_OK;

    cg_buffer_add_byte(out, '{');
    for (size_t i = 0; i < map.count && status == CG_OK; i++) {
        cg_buffer_add_z(out, i > 0 ? "," : "");
        cg_text_json(map.items[i].key, out);
        cg_buffer_add_byte(out, ':');
        status = query_cell_json(query, map.items[i].value, out, err);
    }
    cg_buffer_add_byte(out, '}');
    return status;
}

static cg_status node_json(cg_query *query, int64_t id, cg_buffer *out,
                           cg_error *err)
{
    cg_node node;
    cg_status status = cg_query_node(query, id, &node, err);

    if (status != CG_OK)
        return status;
    cg_buffer_printf(out, "{\"id\":%lld,\"labels\":", (long long)id);
    status = items_json(query, node.labels, out, err);
    cg_buffer_add_z(out, ",\"properties\":");
    if (status == CG_OK)
        status = map_json(query, node.properties, out, err);
    cg_buffer_add_byte(out, '}');
    return status;
}

static cg_status relationship_json(cg_query *query, int64_t id, cg_buffer *out,
                                   cg_error *err)
{
    cg_relationship one;
    cg_status status = cg_query_relationship(query, id, &one, err);

    if (status != CG_OK)
        return status;
    cg_buffer_printf(out, "{\"id\":%lld,\"type\":", (long long)id);
    cg_text_json(one.type, out);
    cg_buffer_printf(out, ",\"start\":%lld,\"end\":%lld,\"properties\":",
                     (long long)one.start, (long long)one.end);
    status = map_json(query, one.properties, out, err);
    cg_buffer_add_byte(out, '}');
    return status;
}

static cg_status path_json(cg_query *query, const cg_path_value *path,
                           cg_buffer *out, cg_error *err)
{
    cg_status status = CG_OK;

    cg_buffer_add_z(out, "{\"nodes\":[");
    for (size_t i = 0; i <= path->length && status == CG_OK; i++) {
        cg_buffer_add_z(out, i > 0 ? "," : "");
        status = node_json(query, path->nodes[i], out, err);
    }
    cg_buffer_add_z(out, "],\"relationships\":[");
    for (size_t i = 0; i < path->length && status == CG_OK; i++) {
        cg_buffer_add_z(out, i > 0 ? "," : "");
        status = relationship_json(query, path->relationships[i], out, err);
    }
    cg_buffer_add_z(out, "]}");
    return status;
}

cg_status query_cell_json(cg_query *query, cg_value value, cg_buffer *out,
                          cg_error *err)
{
    switch ((int)value.type) {
    case CG_LIST:
        return items_json(query, value.as.list, out, err);
    case CG_MAP:
        return map_json(query, value.as.map, out, err);
    case CG_NODE:
        return node_json(query, value.as.id, out, err);
    case CG_RELATIONSHIP:
        return relationship_json(query, value.as.id, out, err);
    case CG_PATH:
        return path_json(query, value.as.path, out, err);
    default:
        cg_value_json(value, out);
        return CG_OK;
    }
}

/* ---- Text ---- */

/* A value inside of another: a null is seen there. */
static cg_status inner_text(cg_query *query, cg_value value, cg_buffer *out,
                            cg_error *err)
{
    if (value.type != CG_NULL)
        return query_cell_text(query, value, out, err);
    cg_buffer_add_z(out, "null");
    return CG_OK;
}

static cg_status items_text(cg_query *query, cg_list list, cg_buffer *out,
                            cg_error *err)
{
    cg_status status = CG_OK;

    cg_buffer_add_byte(out, '[');
    for (size_t i = 0; i < list.count && status == CG_OK; i++) {
        cg_buffer_add_z(out, i > 0 ? ", " : "");
        status = inner_text(query, list.items[i], out, err);
    }
    cg_buffer_add_byte(out, ']');
    return status;
}

static cg_status map_text(cg_query *query, cg_properties map, cg_buffer *out,
                          cg_error *err)
{
    cg_status status = CG_OK;

    cg_buffer_add_byte(out, '{');
    for (size_t i = 0; i < map.count && status == CG_OK; i++) {
        cg_buffer_add_z(out, i > 0 ? ", " : "");
        cg_buffer_add(out, map.items[i].key);
        cg_buffer_add_z(out, ": ");
        status = inner_text(query, map.items[i].value, out, err);
    }
    cg_buffer_add_byte(out, '}');
    return status;
}

static cg_status node_text(cg_query *query, int64_t id, cg_buffer *out,
                           cg_error *err)
{
    cg_node node;
    cg_status status = cg_query_node(query, id, &node, err);

    if (status != CG_OK)
        return status;
    cg_buffer_add_byte(out, '(');
    cg_value_print(cg_properties_get(node.properties, CG_TEXT("name")), out);
    for (size_t i = 0; i < node.labels.count; i++) {
        cg_buffer_add_byte(out, ':');
        cg_buffer_add(out, node.labels.items[i].as.text);
    }
    cg_buffer_add_byte(out, ')');
    return CG_OK;
}

static cg_status relationship_text(cg_query *query, int64_t id, cg_buffer *out,
                                   cg_error *err)
{
    cg_relationship one;
    cg_status status = cg_query_relationship(query, id, &one, err);

    if (status != CG_OK)
        return status;
    cg_buffer_add_byte(out, '[');
    cg_buffer_add(out, one.type);
    cg_buffer_add_byte(out, ']');
    return CG_OK;
}

static cg_status path_text(cg_query *query, const cg_path_value *path,
                           cg_buffer *out, cg_error *err)
{
    cg_status status = node_text(query, path->nodes[0], out, err);

    for (size_t i = 0; i < path->length && status == CG_OK; i++) {
        cg_relationship one;
        status = cg_query_relationship(query, path->relationships[i], &one, err);
        if (status != CG_OK)
            break;
        bool forward = one.start == path->nodes[i];
        cg_buffer_add_z(out, forward ? "-" : "<-");
        status = relationship_text(query, path->relationships[i], out, err);
        cg_buffer_add_z(out, forward ? "->" : "-");
        if (status == CG_OK)
            status = node_text(query, path->nodes[i + 1], out, err);
    }
    return status;
}

cg_status query_cell_text(cg_query *query, cg_value value, cg_buffer *out,
                          cg_error *err)
{
    switch ((int)value.type) {
    case CG_LIST:
        return items_text(query, value.as.list, out, err);
    case CG_MAP:
        return map_text(query, value.as.map, out, err);
    case CG_NODE:
        return node_text(query, value.as.id, out, err);
    case CG_RELATIONSHIP:
        return relationship_text(query, value.as.id, out, err);
    case CG_PATH:
        return path_text(query, value.as.path, out, err);
    default:
        cg_value_print(value, out);
        return CG_OK;
    }
}
