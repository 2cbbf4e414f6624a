#include "graph/query/make.h"

#include <stdlib.h>

static const query_source *source_of(const query_frame *frame)
{
    return &frame->run->checked->source;
}

/* ---- Properties ---- */

static bool can_be_item(cg_type type)
{
    return type == CG_BOOLEAN || type == CG_INTEGER || type == CG_FLOAT ||
           type == CG_STRING || (type >= CG_DATE && type <= CG_DURATION);
}

static cg_status check_property(const query_frame *frame, const ast_node *node,
                                cg_value value, cg_error *err)
{
    cg_type wrong = value.type;
    bool fits = value.type == CG_NULL || can_be_item(value.type);
    if (value.type == CG_LIST) {
        fits = true;
        for (size_t i = 0; i < value.as.list.count && fits; i++) {
            wrong = value.as.list.items[i].type;
            fits = can_be_item(wrong);
        }
    }
    return fits ? CG_OK
                : query_fail(err, FAULT_PROPERTY, source_of(frame), node->at,
                             "a property cannot be %s%s",
                             value.type == CG_LIST ? "a list with " : "",
                             cg_type_phrase(wrong));
}

/* The properties of a map, checked, without nulls. */
static cg_status take_map(const query_frame *frame, const ast_node *node,
                          cg_properties map, cg_properties *properties,
                          cg_error *err)
{
    cg_property *items = cg_arena_array(frame->arena, map.count, sizeof *items);
    cg_status status = items != NULL ? CG_OK : cg_fail_memory(err);
    for (size_t i = 0; i < map.count && status == CG_OK; i++) {
        items[i] = map.items[i];
        status = check_property(frame, node, items[i].value, err);
    }
    if (status == CG_OK)
        *properties = (cg_properties){items, cg_properties_sort(items, map.count)};
    return status;
}

/* The inline properties of an element. */
static cg_status eval_properties(const query_frame *frame, const ast_node *element,
                                 bool merge, cg_properties *properties,
                                 cg_error *err)
{
    const ast_node *node = element->children[1];
    cg_value map;
    *properties = (cg_properties){0};
    if (node == NULL)
        return CG_OK;
    cg_status status = query_eval(frame, node, &map, err);
    if (status != CG_OK || map.type == CG_NULL)
        return status;
    if (map.type != CG_MAP)
        return query_fail(err, FAULT_OPERAND, source_of(frame), node->at,
                          "properties are a map, not of type %s",
                          cg_type_name(map.type));
    for (size_t i = 0; merge && i < map.as.map.count; i++)
        if (map.as.map.items[i].value.type == CG_NULL)
            return query_fail(err, FAULT_MERGE_NULL, source_of(frame), node->at,
                              "MERGE cannot look for '%.*s', which is null",
                              CG_TEXT_ARG(map.as.map.items[i].key));
    return take_map(frame, node, map.as.map, properties, err);
}

/* ---- Making ---- */

static size_t list_labels(const ast_node *labels, cg_text *names, size_t count)
{
    if (labels == NULL || count == CG_KIND_MAX)
        return count;
    if (labels->type == AST_LABEL) {
        for (size_t i = 0; i < count; i++)
            if (cg_text_equal(names[i], labels->text))
                return count;
        names[count] = labels->text;
        return count + 1;
    }
    for (uint32_t i = 0; i < labels->count; i++)
        count = list_labels(labels->children[i], names, count);
    return count;
}

static cg_status make_node(query_op *op, const ast_node *element, bool merge,
                           cg_error *err)
{
    cg_text labels[CG_KIND_MAX];
    cg_properties properties;
    cg_value *value = &op->frame.row[element->slot];
    cg_id id = 0;
    size_t count = list_labels(element->children[0], labels, 0);
    cg_status status =
        eval_properties(&op->frame, element, merge, &properties, err);
    if (status == CG_OK)
        status = query_graph_create_node(op->run->graph, labels, count, properties,
                                         &id, err);
    *value = (cg_value){.type = CG_NODE, .as.id = id};
    return status;
}

static cg_status make_relationship(query_op *op, const ast_node *path,
                                   uint32_t index, bool merge, cg_error *err)
{
    const ast_node *element = path->children[index];
    bool left = element->as.relationship.direction == DIRECTION_LEFT;
    const ast_node *ends[2] = {path->children[index - 1],
                               path->children[index + 1]};
    cg_value start = op->frame.row[ends[left]->slot];
    cg_value end = op->frame.row[ends[!left]->slot];
    cg_properties properties;
    cg_id id = 0;
    if (start.type != CG_NODE || end.type != CG_NODE)
        return query_fail(err, FAULT_DELETED, source_of(&op->frame), element->at,
                          "a relationship needs two nodes: one of them is null");
    cg_status status =
        eval_properties(&op->frame, element, merge, &properties, err);
    if (status == CG_OK)
        status = query_graph_create_relationship(
            op->run->graph, element->children[0]->text, start.as.id, end.as.id,
            properties, &id, err);
    op->frame.row[element->slot] = (cg_value){.type = CG_RELATIONSHIP, .as.id = id};
    return status;
}

static cg_status set_path(query_op *op, const ast_node *path, cg_error *err)
{
    size_t length = path->count / 2;
    cg_path_value *made = cg_arena_alloc(&op->arena, sizeof *made);
    cg_id *nodes = cg_arena_array(&op->arena, length + 1, sizeof *nodes);
    cg_id *relationships =
        cg_arena_array(&op->arena, length, sizeof *relationships);
    if (made == NULL || nodes == NULL || relationships == NULL)
        return cg_fail_memory(err);
    for (uint32_t i = 0; i < path->count; i++) {
        cg_id id = op->frame.row[path->children[i]->slot].as.id;
        if (i % 2 == 0)
            nodes[i / 2] = id;
        else
            relationships[i / 2] = id;
    }
    *made = (cg_path_value){nodes, relationships, length};
    op->frame.row[path->slot] = (cg_value){.type = CG_PATH, .as.path = made};
    return CG_OK;
}

cg_status make_path(query_op *op, const ast_node *path, bool merge, cg_error *err)
{
    cg_status status = CG_OK;
    op->run->written++;
    for (uint32_t i = 0; i < path->count && status == CG_OK; i += 2)
        if (!path->children[i]->flag)
            status = make_node(op, path->children[i], merge, err);
    for (uint32_t i = 1; i < path->count && status == CG_OK; i += 2)
        status = make_relationship(op, path, i, merge, err);
    return status == CG_OK && path->slot != SLOT_NONE ? set_path(op, path, err)
                                                      : status;
}

cg_status make_check_merge(query_op *op, const ast_node *path, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++) {
        cg_properties ignored;
        const ast_node *element = path->children[i];
        if (element->type == AST_NODE && element->flag &&
            op->frame.row[element->slot].type == CG_NULL)
            return query_fail(err, FAULT_DELETED, source_of(&op->frame),
                              element->at, "MERGE takes a node that is null");
        status = eval_properties(&op->frame, element, true, &ignored, err);
    }
    return status;
}

/* ---- Changing ---- */

static cg_status set_property(query_op *op, cg_value entity, cg_text key,
                              const ast_node *node, cg_value value, cg_error *err)
{
    cg_properties has;
    cg_status status = check_property(&op->frame, node, value, err);
    if (status == CG_OK)
        status = query_graph_properties(op->run->graph, entity, &has, err);
    if (status != CG_OK)
        return status;
    cg_property *items = cg_arena_array(&op->arena, has.count + 1, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < has.count; i++)
        if (!cg_text_equal(has.items[i].key, key))
            items[count++] = has.items[i];
    items[count++] = (cg_property){key, value};
    return query_graph_set_properties(
        op->run->graph, entity,
        (cg_properties){items, cg_properties_sort(items, count)}, err);
}

static cg_status source_map(query_op *op, const ast_node *node, cg_value value,
                            cg_properties *map, cg_error *err)
{
    if (value.type == CG_NODE || value.type == CG_RELATIONSHIP)
        return query_graph_properties(op->run->graph, value, map, err);
    if (value.type != CG_MAP)
        return query_fail(err, FAULT_OPERAND, source_of(&op->frame), node->at,
                          "properties are a map, not of type %s",
                          cg_type_name(value.type));
    *map = value.as.map;
    return CG_OK;
}

/* `n = map`, or `n += map`, which keeps the others. */
static cg_status set_all(query_op *op, const ast_node *change, cg_value entity,
                         cg_value value, cg_error *err)
{
    cg_properties map, has = {0};
    cg_status status = source_map(op, change->children[1], value, &map, err);
    if (status == CG_OK && change->type == AST_SET_MORE)
        status = query_graph_properties(op->run->graph, entity, &has, err);
    for (size_t i = 0; i < map.count && status == CG_OK; i++)
        status = check_property(&op->frame, change, map.items[i].value, err);
    if (status != CG_OK)
        return status;
    cg_property *items =
        cg_arena_array(&op->arena, has.count + map.count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < has.count; i++) {
        bool replaced = false;
        for (size_t k = 0; k < map.count; k++)
            replaced |= cg_text_equal(has.items[i].key, map.items[k].key);
        if (!replaced)
            items[count++] = has.items[i];
    }
    for (size_t i = 0; i < map.count; i++)
        items[count++] = map.items[i];
    return query_graph_set_properties(
        op->run->graph, entity,
        (cg_properties){items, cg_properties_sort(items, count)}, err);
}

static cg_status change_labels(query_op *op, const ast_node *change,
                               cg_value entity, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 1; i < change->count && status == CG_OK; i++)
        status = change->type == AST_SET_LABELS
                     ? query_graph_add_label(op->run->graph, entity.as.id,
                                             change->children[i]->text, err)
                     : query_graph_remove_label(op->run->graph, entity.as.id,
                                                change->children[i]->text, err);
    return status;
}

static cg_status make_change(query_op *op, const ast_node *change, cg_error *err)
{
    bool property =
        change->type == AST_SET_PROPERTY || change->type == AST_REMOVE_PROPERTY;
    bool labels =
        change->type == AST_SET_LABELS || change->type == AST_REMOVE_LABELS;
    const ast_node *target = change->children[0];
    cg_value entity, value = {.type = CG_NULL};
    cg_status status = query_eval(
        &op->frame, property ? target->children[0] : target, &entity, err);
    if (status == CG_OK && !labels && change->count > 1)
        status = query_eval(&op->frame, change->children[1], &value, err);
    if (status != CG_OK || entity.type == CG_NULL)
        return status;
    if (entity.type != CG_NODE && (labels || entity.type != CG_RELATIONSHIP))
        return query_fail(err, FAULT_OPERAND, source_of(&op->frame), target->at,
                          "%s cannot be changed", cg_type_phrase(entity.type));
    if (labels)
        return change_labels(op, change, entity, err);
    return property ? set_property(op, entity, target->text, change, value, err)
                    : set_all(op, change, entity, value, err);
}

cg_status make_changes(query_op *op, const ast_node *clause, cg_error *err)
{
    cg_status status = CG_OK;
    op->run->written++;
    for (uint32_t i = 0; i < clause->count && status == CG_OK; i++)
        status = make_change(op, clause->children[i], err);
    return status;
}
