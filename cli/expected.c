#include "cli/expected.h"

#include <jansson.h>
#include <stdlib.h>

enum { NAMES_MAX = 64 }; /* of one entity */

/* Where we are in a file. */
typedef struct {
    expected_article *expected;
    const cg_vocabulary *vocabulary;
    cg_place place;
} reading;

void expected_release(expected_article *expected)
{
    free(expected->entities);
    free(expected->facts);
    cg_arena_release(&expected->arena);
    *expected = (expected_article){.entities = NULL};
}

cg_status expected_fold(cg_text name, cg_arena *arena, cg_text *folded,
                        cg_error *err)
{
    cg_status status =
        cg_text_fold(cg_text_trim(name), CG_FOLD_CASE, arena, folded, err);
    if (status == CG_OK && cg_text_starts(*folded, CG_TEXT("the ")))
        *folded = cg_text_slice(*folded, 4, folded->size);
    return status;
}

static cg_status add_entity(reading *r, const cg_text *names, size_t count,
                            int kind, bool optional, cg_error *err)
{
    expected_article *expected = r->expected;
    cg_text *folded = cg_arena_array(&expected->arena, count, sizeof *folded);
    expected_entity entity = {folded, count, {NULL, 0}, kind, optional};
    cg_status status = folded != NULL ? CG_OK : cg_fail_memory(err);

    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = expected_fold(names[i], &expected->arena, &folded[i], err);
    if (status == CG_OK)
        status = cg_arena_copy(&expected->arena, names[0], &entity.shown, err);
    if (status == CG_OK)
        status = cg_grow(expected->entities, &expected->entity_room,
                         expected->entity_count + 1, err);
    if (status == CG_OK)
        expected->entities[expected->entity_count++] = entity;
    return status;
}

static cg_status add_fact(reading *r, expected_fact fact, cg_error *err)
{
    expected_article *expected = r->expected;
    cg_status status = cg_grow(expected->facts, &expected->fact_room,
                               expected->fact_count + 1, err);
    if (status == CG_OK)
        expected->facts[expected->fact_count++] = fact;
    return status;
}

static cg_status find_relation(const reading *r, cg_text type, uint8_t *relation,
                               cg_error *err)
{
    cg_status status = cg_relation_find(r->vocabulary, type, relation, err);
    if (status != CG_OK)
        cg_error_locate(err, &r->place);
    return status;
}

/* ---- Lines ---- */

/* Cut `line` at its bars; the number of parts, NAMES_MAX at most. */
static size_t cut_line(cg_text line, cg_text parts[NAMES_MAX])
{
    size_t count = 0;
    size_t start = 0;

    for (size_t i = 0; i <= line.size && count < NAMES_MAX; i++)
        if (i == line.size || line.at[i] == '|') {
            parts[count++] = cg_text_trim(cg_text_slice(line, start, i));
            start = i + 1;
        }
    return count;
}

/* The entity that a fact names: one that was listed before, or a new one. */
static cg_status find_entity(reading *r, cg_text name, uint32_t *entity,
                             cg_error *err)
{
    expected_article *expected = r->expected;
    cg_text folded;
    cg_status status = expected_fold(name, &expected->arena, &folded, err);

    for (uint32_t i = 0; i < expected->entity_count && status == CG_OK; i++)
        for (size_t k = 0; k < expected->entities[i].name_count; k++)
            if (cg_text_equal(expected->entities[i].names[k], folded)) {
                *entity = i;
                return CG_OK;
            }
    *entity = (uint32_t)expected->entity_count;
    return status == CG_OK ? add_entity(r, &name, 1, EXPECTED_ANY_KIND, false, err)
                           : status;
}

static cg_status read_fact_line(reading *r, const cg_text *parts, size_t count,
                                bool optional, cg_error *err)
{
    expected_fact fact = {.optional = optional};
    cg_status status;

    if (count < 3)
        return cg_fail(err, CG_SYNTAX, &r->place,
                       "expected 'Kind: name' or 'subject | TYPE | object'");
    status = find_relation(r, parts[1], &fact.relation, err);
    if (status == CG_OK)
        status = find_entity(r, parts[0], &fact.subject, err);
    if (status == CG_OK)
        status = find_entity(r, parts[2], &fact.object, err);
    return status == CG_OK ? add_fact(r, fact, err) : status;
}

/* `Kind: …`: the kind, and the text behind it. */
static bool take_kind(const reading *r, cg_text line, uint8_t *kind, cg_text *rest)
{
    const char *colon = memchr(line.at, ':', line.size);
    size_t size = colon != NULL ? (size_t)(colon - line.at) : 0;

    if (colon == NULL || cg_kind_find(r->vocabulary, cg_text_slice(line, 0, size),
                                      kind, NULL) != CG_OK)
        return false;
    *rest = cg_text_slice(line, size + 1, line.size);
    return true;
}

static cg_status read_line(reading *r, cg_text line, cg_error *err)
{
    cg_text parts[NAMES_MAX];
    uint8_t kind;
    bool optional = cg_text_starts(line, CG_TEXT("?"));

    if (optional)
        line = cg_text_trim(cg_text_slice(line, 1, line.size));
    if (line.size == 0 || line.at[0] == '#')
        return CG_OK;
    if (!take_kind(r, line, &kind, &line))
        return read_fact_line(r, parts, cut_line(line, parts), optional, err);
    r->expected->has_entities = true;
    return add_entity(r, parts, cut_line(line, parts), kind, optional, err);
}

static cg_status read_lines(reading *r, cg_text text, cg_error *err)
{
    cg_status status = CG_OK;
    size_t start = 0;

    for (size_t i = 0; i <= text.size && status == CG_OK; i++)
        if (i == text.size || text.at[i] == '\n') {
            r->place.line++;
            status = read_line(r, cg_text_trim(cg_text_slice(text, start, i)), err);
            start = i + 1;
        }
    return status;
}

/* ---- JSON ---- */

static cg_status not_the_form(const reading *r, const char *what, cg_error *err)
{
    return cg_fail(err, CG_REFUSED, &r->place, "%s", what);
}

/* A string of an object; NULL if it has none. */
static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static cg_status read_json_entity(reading *r, const json_t *entity, cg_error *err)
{
    const json_t *written = json_object_get(entity, "names");
    const char *kind_name = member(entity, "kind");
    cg_text names[NAMES_MAX];
    size_t count = 0;
    uint8_t kind;

    while (count < NAMES_MAX && count < json_array_size(written) &&
           json_is_string(json_array_get(written, count))) {
        names[count] = cg_text_z(json_string_value(json_array_get(written, count)));
        count++;
    }
    if (count == 0 || kind_name == NULL || member(entity, "id") == NULL)
        return not_the_form(r, "an entity has no 'id', 'kind' and 'names'", err);
    cg_status status =
        cg_kind_find(r->vocabulary, cg_text_z(kind_name), &kind, err);
    if (status != CG_OK) {
        cg_error_locate(err, &r->place);
        return status;
    }
    return add_entity(r, names, count, kind,
                      json_is_true(json_object_get(entity, "optional")), err);
}

/* The place among `entities` of the one that a relation's `end` names. */
static cg_status find_id(const reading *r, const json_t *entities,
                         const json_t *relation, const char *end, uint32_t *found,
                         cg_error *err)
{
    const char *id = member(relation, end);

    for (uint32_t i = 0; id != NULL && i < json_array_size(entities); i++)
        if (strcmp(member(json_array_get(entities, i), "id"), id) == 0) {
            *found = i;
            return CG_OK;
        }
    return not_the_form(r, "a relation's end is the id of no entity", err);
}

static cg_status read_json_relation(reading *r, const json_t *entities,
                                    const json_t *relation, cg_error *err)
{
    const char *type = member(relation, "type");
    expected_fact fact = {.optional =
                              json_is_true(json_object_get(relation, "optional"))};
    cg_status status = type != NULL
                           ? find_relation(r, cg_text_z(type), &fact.relation, err)
                           : not_the_form(r, "a relation has no 'type'", err);

    if (status == CG_OK)
        status = find_id(r, entities, relation, "subject", &fact.subject, err);
    if (status == CG_OK)
        status = find_id(r, entities, relation, "object", &fact.object, err);
    return status == CG_OK ? add_fact(r, fact, err) : status;
}

static cg_status read_json(reading *r, cg_text text, cg_error *err)
{
    json_error_t at;
    json_t *root = json_loadb(text.at, text.size, 0, &at);
    const json_t *entities = json_object_get(root, "entities");
    const json_t *relations = json_object_get(root, "relations");
    cg_status status = CG_OK;

    if (root == NULL) {
        r->place.line = at.line > 0 ? (uint64_t)at.line : 0;
        status = cg_fail(err, CG_SYNTAX, &r->place, "%s", at.text);
    } else if (!json_is_array(entities) || !json_is_array(relations)) {
        status = not_the_form(r, "there is no 'entities' and 'relations'", err);
    }
    r->expected->has_entities = true;
    for (size_t i = 0; i < json_array_size(entities) && status == CG_OK; i++)
        status = read_json_entity(r, json_array_get(entities, i), err);
    for (size_t i = 0; i < json_array_size(relations) && status == CG_OK; i++)
        status = read_json_relation(r, entities, json_array_get(relations, i), err);
    json_decref(root);
    return status;
}

cg_status expected_read(expected_article *expected, const char *file, cg_text text,
                        const cg_vocabulary *vocabulary, cg_error *err)
{
    reading r = {expected, vocabulary, {.source = file}};

    if (cg_text_check(text) != text.size)
        return not_the_form(&r, "the file is not UTF-8", err);
    return cg_text_ends(cg_text_z(file), CG_TEXT(".json"))
               ? read_json(&r, text, err)
               : read_lines(&r, text, err);
}
