/* Values of a mapping, as YAML has them. */
#include <stdlib.h>

#include "ingest/mapping/mapping_yaml.h"

enum {
    COLUMNS_MAX = 64,
    PAIRS_MAX = 1 << 16,
    FILTERS_MAX = 64,
    PROPERTIES_MAX = 512
};

/* ---- Fields of a value ---- */

static cg_status read_column(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_value *value = field;
    size_t *columns = cg_arena_array(in->arena, 1, sizeof *columns);
    if (columns == NULL)
        return cg_fail_memory(in->err);
    value->columns = columns;
    value->column_count = 1;
    return yaml_column(in, node, columns);
}

typedef struct {
    size_t *items;
    size_t count;
} column_list;

static cg_status add_column(yaml_reading *in, yaml_node_t *item, void *handle)
{
    column_list *list = handle;
    return yaml_column(in, item, &list->items[list->count++]);
}

static cg_status read_columns(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_value *value = field;
    column_list list = {cg_arena_array(in->arena, yaml_count(node), sizeof(size_t)),
                        0};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    cg_status status = yaml_items(in, node, COLUMNS_MAX, add_column, &list);
    value->columns = list.items;
    value->column_count = list.count;
    return status;
}

static cg_status read_first(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_value *value = field;
    value->first = true;
    return read_columns(in, node, field);
}

static cg_status read_trim(yaml_reading *in, yaml_node_t *node, void *field)
{
    bool trim = true;
    cg_status status = yaml_flag(in, node, &trim);
    *(bool *)field = !trim;
    return status;
}

static cg_status read_type(yaml_reading *in, yaml_node_t *node, void *field)
{
    static const cg_type types[] = {CG_STRING, CG_INTEGER, CG_FLOAT, CG_BOOLEAN};
    cg_text name;
    cg_status status = yaml_scalar(in, node, "a type", &name);
    yaml_near near = {.meant = name};
    for (size_t i = 0; status == CG_OK && i < sizeof types / sizeof *types; i++) {
        cg_text known = cg_text_z(cg_type_name(types[i]));
        yaml_near_try(&near, known);
        if (cg_text_equal(name, known)) {
            *(cg_type *)field = types[i];
            return CG_OK;
        }
    }
    return status == CG_OK ? yaml_refuse_unknown(in, node, &near, "type of value")
                           : status;
}

/* ---- Tables of values ---- */

typedef struct {
    mapping_value *value;
    mapping_pair *items;
    size_t count;
} pair_list;

static cg_status add_pair(yaml_reading *in, cg_text key, yaml_node_t *key_node,
                          yaml_node_t *value, void *handle)
{
    pair_list *list = handle;
    cg_text to;
    (void)key_node;
    cg_status status = yaml_copy(in, value, "what the value stands for", &to);
    if (status != CG_OK)
        return status;
    if (cg_text_equal(key, CG_TEXT("*"))) {
        list->value->rest = to;
        return CG_OK;
    }
    list->items[list->count].to = to;
    return cg_arena_copy(in->arena, key, &list->items[list->count++].from, in->err);
}

static int by_from(const void *a, const void *b)
{
    return cg_text_compare(((const mapping_pair *)a)->from,
                           ((const mapping_pair *)b)->from);
}

static cg_status read_table(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_value *value = field;
    pair_list list = {
        .value = value,
        .items = cg_arena_array(in->arena, yaml_count(node), sizeof *list.items)};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    cg_status status =
        yaml_entries(in, node, "a table of values", PAIRS_MAX, add_pair, &list);
    if (status != CG_OK)
        return status;
    qsort(list.items, list.count, sizeof *list.items, by_from);
    for (size_t i = 1; i < list.count; i++)
        if (cg_text_equal(list.items[i - 1].from, list.items[i].from))
            return yaml_refuse(in, node, "'%.*s' is in the table twice",
                               CG_TEXT_ARG(list.items[i].from));
    value->pairs = list.items;
    value->pair_count = list.count;
    return CG_OK;
}

/* ---- Values ---- */

static const yaml_field value_fields[] = {
    {"column", read_column, 0},
    {"columns", read_columns, 0},
    {"first", read_first, 0},
    {"literal", yaml_text_field, offsetof(mapping_value, literal)},
    {"join", yaml_text_field, offsetof(mapping_value, join)},
    {"split", yaml_text_field, offsetof(mapping_value, split)},
    {"default", yaml_text_field, offsetof(mapping_value, fallback)},
    {"remove", yaml_texts_field, offsetof(mapping_value, remove)},
    {"table", read_table, 0},
    {"type", read_type, offsetof(mapping_value, type)},
    {"decimal", yaml_text_field, offsetof(mapping_value, decimal)},
    {"thousands", yaml_text_field, offsetof(mapping_value, thousands)},
    {"format", yaml_text_field, offsetof(mapping_value, format)},
    {"trim", read_trim, offsetof(mapping_value, verbatim)},
    {NULL, NULL, 0}};

static cg_status check_value(yaml_reading *in, const yaml_node_t *node,
                             const mapping_value *value)
{
    if (value->column_count > 0 && value->literal.at != NULL)
        return yaml_refuse(in, node, "a value is a column or a literal, not both");
    if (value->column_count == 0 && value->literal.at == NULL)
        return yaml_refuse(
            in, node, "a value without 'column', 'columns', 'first' or 'literal'");
    if (value->decimal.size > 0 && !cg_text_equal(value->decimal, CG_TEXT(",")) &&
        !cg_text_equal(value->decimal, CG_TEXT(".")))
        return yaml_refuse(in, node, "'decimal' is ',' or '.', not '%.*s'",
                           CG_TEXT_ARG(value->decimal));
    if (value->decimal.size > 0 && cg_text_equal(value->decimal, value->thousands))
        return yaml_refuse(in, node, "'decimal' and 'thousands' are the same");
    return CG_OK;
}

cg_status yaml_value(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_value *value = field;
    *value = (mapping_value){.place = yaml_place(in, node), .join = CG_TEXT(" ")};
    if (node->type == YAML_SCALAR_NODE)
        return read_column(in, node, value);
    if (node->type == YAML_SEQUENCE_NODE)
        return read_columns(in, node, value);
    cg_status status = yaml_fields(in, node, "a value", value_fields, value);
    return status == CG_OK ? check_value(in, node, value) : status;
}

cg_status yaml_literal(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_value *value = field;
    if (node->type != YAML_SCALAR_NODE)
        return yaml_value(in, node, field);
    *value = (mapping_value){.place = yaml_place(in, node)};
    return yaml_copy(in, node, "a text", &value->literal);
}

/* ---- Dates ---- */

static const yaml_field part_fields[] = {
    {"year", yaml_value, offsetof(mapping_date, year)},
    {"quarter", yaml_value, offsetof(mapping_date, quarter)},
    {"month", yaml_value, offsetof(mapping_date, month)},
    {"day", yaml_value, offsetof(mapping_date, day)},
    {NULL, NULL, 0}};

/* Is one of the parts of a date among a mapping's keys? */
static bool has_parts(const yaml_reading *in, const yaml_node_t *node)
{
    if (node->type != YAML_MAPPING_NODE)
        return false;
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_document_t *document = (yaml_document_t *)(uintptr_t)&in->document;
        const yaml_node_t *key = yaml_document_get_node(document, pair->key);
        if (key->type != YAML_SCALAR_NODE)
            continue;
        for (size_t i = 0; part_fields[i].name != NULL; i++)
            if (strcmp((const char *)key->data.scalar.value, part_fields[i].name) ==
                0)
                return true;
    }
    return false;
}

cg_status yaml_date(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_date *date = field;
    if (!has_parts(in, node))
        return yaml_value(in, node, &date->whole);
    cg_status status =
        yaml_fields(in, node, "the parts of a date", part_fields, date);
    if (status != CG_OK)
        return status;
    if (!mapping_has(&date->year))
        return yaml_refuse(in, node, "a date without 'year'");
    if (mapping_has(&date->day) && !mapping_has(&date->month))
        return yaml_refuse(in, node, "a date with 'day' and without 'month'");
    if (mapping_has(&date->quarter) && mapping_has(&date->month))
        return yaml_refuse(in, node, "a date with both 'quarter' and 'month'");
    return CG_OK;
}

/* ---- Properties ---- */

typedef struct {
    mapping_property *items;
    size_t count;
} property_list;

static cg_status add_property(yaml_reading *in, cg_text key, yaml_node_t *key_node,
                              yaml_node_t *value, void *handle)
{
    property_list *list = handle;
    mapping_property *property = &list->items[list->count++];
    if (key.size == 0)
        return yaml_refuse(in, key_node, "a property without a name");
    cg_status status = cg_arena_copy(in->arena, key, &property->key, in->err);
    return status == CG_OK ? yaml_value(in, value, &property->value) : status;
}

static int by_key(const void *a, const void *b)
{
    return cg_text_compare(((const mapping_property *)a)->key,
                           ((const mapping_property *)b)->key);
}

cg_status yaml_properties(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_properties *properties = field;
    property_list list = {
        cg_arena_array(in->arena, yaml_count(node), sizeof *list.items), 0};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    cg_status status =
        yaml_entries(in, node, "properties", PROPERTIES_MAX, add_property, &list);
    if (status != CG_OK)
        return status;
    qsort(list.items, list.count, sizeof *list.items, by_key);
    for (size_t i = 1; i < list.count; i++)
        if (cg_text_equal(list.items[i - 1].key, list.items[i].key))
            return yaml_refuse(in, node, "the property '%.*s' is given twice",
                               CG_TEXT_ARG(list.items[i].key));
    *properties = (mapping_properties){list.items, list.count};
    return CG_OK;
}

/* ---- Filters ---- */

typedef struct {
    mapping_filter *items;
    size_t count;
    bool negated;
} filter_list;

static cg_status add_filter(yaml_reading *in, cg_text key, yaml_node_t *key_node,
                            yaml_node_t *value, void *handle)
{
    filter_list *list = handle;
    mapping_filter *filter = &list->items[list->count++];
    (void)key;
    filter->negated = list->negated;
    cg_status status = yaml_column(in, key_node, &filter->column);
    return status == CG_OK
               ? yaml_texts(in, value, "the text of a cell", &filter->texts)
               : status;
}

static cg_status add_filters(yaml_reading *in, yaml_node_t *node,
                             mapping_filters *filters, bool negated)
{
    size_t room = filters->count + yaml_count(node);
    filter_list list = {.items =
                            cg_arena_array(in->arena, room, sizeof *list.items),
                        .count = filters->count,
                        .negated = negated};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    if (filters->count > 0)
        memcpy(list.items, filters->items, filters->count * sizeof *list.items);
    cg_status status =
        yaml_entries(in, node, "filters", FILTERS_MAX, add_filter, &list);
    *filters = (mapping_filters){list.items, list.count};
    return status;
}

cg_status yaml_filters(yaml_reading *in, yaml_node_t *node, void *field)
{
    return add_filters(in, node, field, false);
}

cg_status yaml_filters_not(yaml_reading *in, yaml_node_t *node, void *field)
{
    return add_filters(in, node, field, true);
}
