#include "ingest/mapping/mapping_yaml.h"

enum { FIELDS_MAX = 64, COLUMNS_MAX = CG_ROW_FIELD_MAX };

cg_place yaml_place(const yaml_reading *in, const yaml_node_t *node)
{
    return (cg_place){.source = in->mapping->name,
                      .line = node->start_mark.line + 1,
                      .column = node->start_mark.column + 1,
                      .start = cg_yaml_offset(in->text, node->start_mark.index),
                      .end = cg_yaml_offset(in->text, node->end_mark.index)};
}

/* ---- Names that nobody knows ---- */

void yaml_near_try(yaml_near *near, cg_text name)
{
    size_t distance = cg_text_distance(near->meant, name);
    size_t most = near->meant.size / 3 + 1;
    if (distance > most || (near->nearest.at != NULL && distance >= near->distance))
        return;
    near->nearest = name;
    near->distance = distance;
}

cg_status yaml_refuse_unknown(yaml_reading *in, const yaml_node_t *node,
                              const yaml_near *near, const char *what)
{
    if (near->nearest.at == NULL)
        return yaml_refuse(in, node, "unknown %s '%.*s'", what,
                           CG_TEXT_ARG(near->meant));
    return yaml_refuse(in, node, "unknown %s '%.*s': did you mean '%.*s'?", what,
                       CG_TEXT_ARG(near->meant), CG_TEXT_ARG(near->nearest));
}

/* ---- Scalars ---- */

cg_status yaml_scalar(yaml_reading *in, const yaml_node_t *node, const char *what,
                      cg_text *text)
{
    if (node->type != YAML_SCALAR_NODE)
        return yaml_refuse(in, node, "expected %s, not a %s", what,
                           node->type == YAML_MAPPING_NODE ? "mapping" : "list");
    *text =
        (cg_text){(const char *)node->data.scalar.value, node->data.scalar.length};
    if (cg_text_check(*text) < text->size)
        return yaml_refuse(in, node, "a NUL character in %s", what);
    return CG_OK;
}

cg_status yaml_copy(yaml_reading *in, const yaml_node_t *node, const char *what,
                    cg_text *text)
{
    cg_status status = yaml_scalar(in, node, what, text);
    return status == CG_OK ? cg_arena_copy(in->arena, *text, text, in->err)
                           : status;
}

cg_status yaml_flag(yaml_reading *in, const yaml_node_t *node, bool *flag)
{
    cg_text text;
    cg_status status = yaml_scalar(in, node, "yes or no", &text);
    if (status != CG_OK)
        return status;
    *flag =
        cg_text_equal(text, CG_TEXT("yes")) || cg_text_equal(text, CG_TEXT("true"));
    if (!*flag && !cg_text_equal(text, CG_TEXT("no")) &&
        !cg_text_equal(text, CG_TEXT("false")))
        return yaml_refuse(in, node, "expected yes or no, not '%.*s'",
                           CG_TEXT_ARG(text));
    return CG_OK;
}

cg_status yaml_texts(yaml_reading *in, const yaml_node_t *node, const char *what,
                     mapping_texts *texts)
{
    size_t count = yaml_count(node);
    cg_text *items = cg_arena_array(in->arena, count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(in->err);
    *texts = (mapping_texts){items, count};
    if (node->type == YAML_MAPPING_NODE)
        return yaml_refuse(in, node, "expected %s or a list of such", what);
    if (node->type == YAML_SCALAR_NODE)
        return yaml_copy(in, node, what, items);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        yaml_node_item_t item = node->data.sequence.items.start[i];
        status = yaml_copy(in, yaml_document_get_node(&in->document, item), what,
                           &items[i]);
    }
    return status;
}

/* ---- Lists and mappings ---- */

size_t yaml_count(const yaml_node_t *node)
{
    if (node->type == YAML_SEQUENCE_NODE)
        return (size_t)(node->data.sequence.items.top -
                        node->data.sequence.items.start);
    if (node->type == YAML_MAPPING_NODE)
        return (size_t)(node->data.mapping.pairs.top -
                        node->data.mapping.pairs.start);
    return 1;
}

cg_status yaml_items(yaml_reading *in, yaml_node_t *node, size_t most,
                     yaml_item visit, void *handle)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return visit(in, node, handle);
    if (yaml_count(node) > most)
        return yaml_refuse(in, node, "a list of more than %zu items", most);
    cg_status status = CG_OK;
    for (yaml_node_item_t *at = node->data.sequence.items.start;
         status == CG_OK && at < node->data.sequence.items.top; at++)
        status = visit(in, yaml_document_get_node(&in->document, *at), handle);
    return status;
}

cg_status yaml_entries(yaml_reading *in, const yaml_node_t *node, const char *what,
                       size_t most, yaml_entry visit, void *handle)
{
    if (node->type != YAML_MAPPING_NODE)
        return yaml_refuse(in, node, "expected %s: a mapping", what);
    if (yaml_count(node) > most)
        return yaml_refuse(in, node, "%s of more than %zu entries", what, most);
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(&in->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(&in->document, pair->value);
        cg_text name;
        cg_status status = yaml_scalar(in, key, "a name", &name);
        if (status == CG_OK)
            status = visit(in, name, key, value, handle);
        if (status != CG_OK)
            return status;
    }
    return CG_OK;
}

typedef struct {
    const char *what;
    const yaml_field *fields;
    char *into;
    bool given[FIELDS_MAX];
} field_visit;

static cg_status read_field(yaml_reading *in, cg_text key, yaml_node_t *key_node,
                            yaml_node_t *value, void *handle)
{
    field_visit *visit = handle;
    yaml_near near = {.meant = key};
    char what[64];
    for (size_t i = 0; visit->fields[i].name != NULL; i++) {
        const yaml_field *field = &visit->fields[i];
        yaml_near_try(&near, cg_text_z(field->name));
        if (!cg_text_equal(key, cg_text_z(field->name)))
            continue;
        if (visit->given[i])
            return yaml_refuse(in, key_node, "'%s' is given twice", field->name);
        visit->given[i] = true;
        return field->read(in, value, visit->into + field->offset);
    }
    snprintf(what, sizeof what, "field of %s", visit->what);
    return yaml_refuse_unknown(in, key_node, &near, what);
}

cg_status yaml_fields(yaml_reading *in, const yaml_node_t *node, const char *what,
                      const yaml_field *fields, void *into)
{
    field_visit visit = {.what = what, .fields = fields, .into = into};
    return yaml_entries(in, node, what, FIELDS_MAX, read_field, &visit);
}

/* ---- Columns ---- */

cg_status yaml_column(yaml_reading *in, const yaml_node_t *node, size_t *column)
{
    cg_text name;
    cg_status status = yaml_scalar(in, node, "the name of a column", &name);
    if (status != CG_OK)
        return status;
    if (name.size == 0)
        return yaml_refuse(in, node, "expected the name of a column");
    for (*column = 0; *column < in->column_count; ++*column)
        if (cg_text_equal(in->columns[*column], name))
            return CG_OK;
    if (in->column_count == COLUMNS_MAX)
        return yaml_refuse(in, node, "more than %d columns", COLUMNS_MAX);
    status = cg_grow(in->columns, &in->column_room, in->column_count + 1, in->err);
    if (status == CG_OK)
        status = cg_grow(in->column_places, &in->place_room, in->column_count + 1,
                         in->err);
    if (status == CG_OK)
        status = cg_arena_copy(in->arena, name, &in->columns[*column], in->err);
    if (status != CG_OK)
        return status;
    in->column_places[*column] = yaml_place(in, node);
    in->column_count++;
    return CG_OK;
}

/* ---- Plain fields ---- */

cg_status yaml_text_field(yaml_reading *in, yaml_node_t *node, void *field)
{
    return yaml_copy(in, node, "a text", field);
}

cg_status yaml_texts_field(yaml_reading *in, yaml_node_t *node, void *field)
{
    return yaml_texts(in, node, "a text", field);
}

cg_status yaml_flag_field(yaml_reading *in, yaml_node_t *node, void *field)
{
    return yaml_flag(in, node, field);
}
