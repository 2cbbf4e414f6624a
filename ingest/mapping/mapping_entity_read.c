/* Entities and facts of a mapping, as YAML has them. */
#include "ingest/mapping/mapping_yaml.h"

enum { ENTITIES_MAX = 64, FACTS_MAX = 256, ALIASES_MAX = 16 };

/* Check what a literal or the entries of a table stand for. */
typedef cg_status (*text_check)(yaml_reading *in, cg_text text, cg_error *err);

static cg_status check_kind(yaml_reading *in, cg_text text, cg_error *err)
{
    uint8_t kind;
    return cg_kind_find(in->mapping->vocabulary, text, &kind, err);
}

static cg_status check_type(yaml_reading *in, cg_text text, cg_error *err)
{
    uint8_t relation;
    return cg_relation_find(in->mapping->vocabulary, text, &relation, err);
}

static cg_status check_modality(yaml_reading *in, cg_text text, cg_error *err)
{
    cg_modality modality;
    (void)in;
    if (cg_modality_parse(text, &modality))
        return CG_OK;
    return cg_fail(err, CG_REFUSED, NULL,
                   "unknown modality '%.*s': it is asserted, reported, planned, "
                   "possible or denied",
                   CG_TEXT_ARG(text));
}

static cg_status check_value(yaml_reading *in, const mapping_value *value,
                             text_check check)
{
    cg_status status = CG_OK;
    if (value->literal.at != NULL)
        status = check(in, value->literal, in->err);
    if (status == CG_OK && value->rest.at != NULL)
        status = check(in, value->rest, in->err);
    if (status == CG_OK && value->fallback.at != NULL && value->pairs == NULL)
        status = check(in, value->fallback, in->err);
    for (size_t i = 0; i < value->pair_count && status == CG_OK; i++)
        status = check(in, value->pairs[i].to, in->err);
    if (status != CG_OK)
        cg_error_locate(in->err, &value->place);
    return status;
}

static cg_status read_kind(yaml_reading *in, yaml_node_t *node, void *field)
{
    cg_status status = yaml_literal(in, node, field);
    return status == CG_OK ? check_value(in, field, check_kind) : status;
}

static cg_status read_type(yaml_reading *in, yaml_node_t *node, void *field)
{
    cg_status status = yaml_literal(in, node, field);
    return status == CG_OK ? check_value(in, field, check_type) : status;
}

static cg_status read_modality(yaml_reading *in, yaml_node_t *node, void *field)
{
    cg_status status = yaml_literal(in, node, field);
    return status == CG_OK ? check_value(in, field, check_modality) : status;
}

/* ---- Aliases: a value, a list of such, or one for each language ---- */

typedef struct {
    mapping_alias *items;
    size_t count;
} alias_list;

static cg_status add_alias(yaml_reading *in, yaml_node_t *item, void *handle)
{
    alias_list *list = handle;
    return yaml_value(in, item, &list->items[list->count++].value);
}

static cg_status add_spoken(yaml_reading *in, cg_text key, yaml_node_t *key_node,
                            yaml_node_t *value, void *handle)
{
    alias_list *list = handle;
    mapping_alias *alias = &list->items[list->count++];
    (void)key_node;
    cg_status status = cg_arena_copy(in->arena, key, &alias->language, in->err);
    return status == CG_OK ? yaml_value(in, value, &alias->value) : status;
}

/* `{vi: …, zh: …}` rather than a value's own fields? */
static bool is_spoken(yaml_reading *in, const yaml_node_t *node)
{
    enum { LANGUAGE_MAX = 3 };
    if (node->type != YAML_MAPPING_NODE || yaml_count(node) == 0)
        return false;
    yaml_node_pair_t first = node->data.mapping.pairs.start[0];
    const yaml_node_t *key = yaml_document_get_node(&in->document, first.key);
    return key->type == YAML_SCALAR_NODE && key->data.scalar.length <= LANGUAGE_MAX;
}

static cg_status read_aliases(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_entity *entity = field;
    alias_list list = {
        .items = cg_arena_array(in->arena, yaml_count(node), sizeof *list.items)};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    cg_status status =
        is_spoken(in, node)
            ? yaml_entries(in, node, "aliases", ALIASES_MAX, add_spoken, &list)
        : node->type == YAML_SEQUENCE_NODE
            ? yaml_items(in, node, ALIASES_MAX, add_alias, &list)
            : add_alias(in, node, &list);
    entity->aliases = list.items;
    entity->alias_count = list.count;
    return status;
}

/* ---- Entities ---- */

static const yaml_field entity_fields[] = {
    {"kind", read_kind, offsetof(mapping_entity, kind)},
    {"key", yaml_value, offsetof(mapping_entity, key)},
    {"scope", yaml_text_field, offsetof(mapping_entity, scope)},
    {"name", yaml_value, offsetof(mapping_entity, name)},
    {"language", yaml_literal, offsetof(mapping_entity, language)},
    {"aliases", read_aliases, 0},
    {"properties", yaml_properties, offsetof(mapping_entity, properties)},
    {"filters", yaml_filters, offsetof(mapping_entity, filters)},
    {"filters_not", yaml_filters_not, offsetof(mapping_entity, filters)},
    {"optional", yaml_flag_field, offsetof(mapping_entity, optional)},
    {NULL, NULL, 0}};

/* Put the mapping's prefix before the scope, and colons behind both. */
static cg_status complete_scope(yaml_reading *in, const yaml_node_t *node,
                                mapping_entity *entity)
{
    cg_text scope = entity->scope.at != NULL ? entity->scope : entity->label;
    cg_text prefix = in->mapping->prefix;
    if (prefix.size == 0)
        return yaml_refuse(in, node,
                           "a key needs a prefix: put 'prefix: NAME' at the top, a "
                           "word that tells this data set's ids from others'");
    cg_buffer whole = {0};
    cg_buffer_printf(&whole, "%.*s:%.*s%s", CG_TEXT_ARG(prefix), CG_TEXT_ARG(scope),
                     scope.size > 0 ? ":" : "");
    cg_status status = cg_buffer_status(&whole, in->err);
    if (status == CG_OK)
        status = cg_arena_copy(in->arena, cg_buffer_text(&whole), &entity->scope,
                               in->err);
    cg_buffer_release(&whole);
    return status;
}

static cg_status check_entity(yaml_reading *in, const yaml_node_t *node,
                              mapping_entity *entity)
{
    bool named = mapping_has(&entity->name);
    if (!named && !mapping_has(&entity->key))
        return yaml_refuse(in, node,
                           "the entity '%.*s' has neither 'name' nor 'key'",
                           CG_TEXT_ARG(entity->label));
    if (named && !mapping_has(&entity->kind))
        return yaml_refuse(in, node, "the entity '%.*s' has a 'name' and no 'kind'",
                           CG_TEXT_ARG(entity->label));
    return mapping_has(&entity->key) ? complete_scope(in, node, entity) : CG_OK;
}

typedef struct {
    mapping_entity *items;
    size_t count;
} entity_list;

static cg_status add_entity(yaml_reading *in, cg_text key, yaml_node_t *key_node,
                            yaml_node_t *value, void *handle)
{
    entity_list *list = handle;
    mapping_entity *entity = &list->items[list->count];
    for (size_t i = 0; i < list->count; i++)
        if (cg_text_equal(list->items[i].label, key))
            return yaml_refuse(in, key_node, "the entity '%.*s' is there twice",
                               CG_TEXT_ARG(key));
    list->count++;
    entity->place = yaml_place(in, key_node);
    cg_status status = cg_arena_copy(in->arena, key, &entity->label, in->err);
    if (status == CG_OK)
        status = yaml_fields(in, value, "an entity", entity_fields, entity);
    return status == CG_OK ? check_entity(in, key_node, entity) : status;
}

cg_status yaml_entities(yaml_reading *in, yaml_node_t *node, mapping_sheet *sheet)
{
    entity_list list = {
        .items = cg_arena_array(in->arena, yaml_count(node), sizeof *list.items)};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    cg_status status =
        yaml_entries(in, node, "entities", ENTITIES_MAX, add_entity, &list);
    sheet->entities = list.items;
    sheet->entity_count = list.count;
    return status;
}

/* ---- Facts ---- */

static const yaml_field cited_fields[] = {
    {"title", yaml_value, offsetof(mapping_cited, title)},
    {"publisher", yaml_value, offsetof(mapping_cited, publisher)},
    {"url", yaml_value, offsetof(mapping_cited, url)},
    {"language", yaml_value, offsetof(mapping_cited, language)},
    {"licence", yaml_value, offsetof(mapping_cited, licence)},
    {"date", yaml_date, offsetof(mapping_cited, date)},
    {"quote", yaml_value, offsetof(mapping_cited, quote)},
    {NULL, NULL, 0}};

cg_status yaml_cited(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_cited *cited = field;
    cited->place = yaml_place(in, node);
    cg_status status = yaml_fields(in, node, "a cited source", cited_fields, cited);
    if (status == CG_OK && !mapping_has(&cited->title) && !mapping_has(&cited->url))
        return yaml_refuse(in, node,
                           "a cited source has neither 'title' nor 'url'");
    return status;
}

typedef struct {
    mapping_fact fact;
    yaml_node_t *ends[3]; /* subject, object, speaker */
} fact_reading;

static cg_status keep_end(yaml_reading *in, yaml_node_t *node, void *field)
{
    (void)in;
    *(yaml_node_t **)field = node;
    return CG_OK;
}

static const yaml_field fact_fields[] = {
    {"subject", keep_end, offsetof(fact_reading, ends[0])},
    {"object", keep_end, offsetof(fact_reading, ends[1])},
    {"speaker", keep_end, offsetof(fact_reading, ends[2])},
    {"type", read_type, offsetof(fact_reading, fact.type)},
    {"modality", read_modality, offsetof(fact_reading, fact.modality)},
    {"since", yaml_date, offsetof(fact_reading, fact.since)},
    {"until", yaml_date, offsetof(fact_reading, fact.until)},
    {"cites", yaml_cited, offsetof(fact_reading, fact.cited)},
    {"properties", yaml_properties, offsetof(fact_reading, fact.properties)},
    {"filters", yaml_filters, offsetof(fact_reading, fact.filters)},
    {"filters_not", yaml_filters_not, offsetof(fact_reading, fact.filters)},
    {NULL, NULL, 0}};

/* The entity of the sheet that a node names. */
static cg_status find_end(yaml_reading *in, const yaml_node_t *node,
                          const mapping_sheet *sheet, int *end)
{
    cg_text label;
    cg_status status = yaml_scalar(in, node, "an entity of this sheet", &label);
    yaml_near near = {.meant = label};
    for (size_t i = 0; status == CG_OK && i < sheet->entity_count; i++) {
        yaml_near_try(&near, sheet->entities[i].label);
        if (cg_text_equal(sheet->entities[i].label, label)) {
            *end = (int)i;
            return CG_OK;
        }
    }
    return status == CG_OK ? yaml_refuse_unknown(in, node, &near, "entity")
                           : status;
}

typedef struct {
    const mapping_sheet *sheet;
    mapping_fact *items;
    size_t count;
} fact_list;

static cg_status add_fact(yaml_reading *in, yaml_node_t *node, void *handle)
{
    fact_list *list = handle;
    fact_reading made = {.fact = {.place = yaml_place(in, node),
                                  .speaker = MAPPING_NOBODY,
                                  .cited = list->sheet->cited}};
    cg_status status = yaml_fields(in, node, "a fact", fact_fields, &made);
    if (status != CG_OK)
        return status;
    if (made.ends[0] == NULL || made.ends[1] == NULL ||
        !mapping_has(&made.fact.type))
        return yaml_refuse(in, node, "a fact needs 'subject', 'type' and 'object'");
    status = find_end(in, made.ends[0], list->sheet, &made.fact.subject);
    if (status == CG_OK)
        status = find_end(in, made.ends[1], list->sheet, &made.fact.object);
    if (status == CG_OK && made.ends[2] != NULL)
        status = find_end(in, made.ends[2], list->sheet, &made.fact.speaker);
    list->items[list->count++] = made.fact;
    return status;
}

cg_status yaml_facts(yaml_reading *in, yaml_node_t *node, mapping_sheet *sheet)
{
    fact_list list = {
        .sheet = sheet,
        .items = cg_arena_array(in->arena, yaml_count(node), sizeof *list.items)};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    if (node->type == YAML_SCALAR_NODE && node->data.scalar.length == 0)
        return CG_OK; /* none, but for remarks */
    if (node->type != YAML_SEQUENCE_NODE)
        return yaml_refuse(in, node, "expected a list of facts, each behind '-'");
    cg_status status = yaml_items(in, node, FACTS_MAX, add_fact, &list);
    sheet->facts = list.items;
    sheet->fact_count = list.count;
    return status;
}
