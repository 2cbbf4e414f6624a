/* Reading a vocabulary file: YAML by libyaml, each mistake with its place. */
#include "schema/vocabulary.h"

#include <stdlib.h>

#include "schema/vocabulary_data.h"
#include "schema/yaml_text.h"

enum { LABEL_MAX_SIZE = 200, ENDS_MAX = 32 };

/* One reading: the document, and the copy of the data that is being extended. */
typedef struct {
    yaml_document_t document;
    const char *source;
    cg_text text;
    cg_arena *arena;
    vocabulary_data *data;
    cg_error *err;
} reading;

static cg_status refuse(const reading *in, const yaml_node_t *at, const char *what,
                        cg_text given)
{
    cg_place place = {.source = in->source,
                      .line = at->start_mark.line + 1,
                      .column = at->start_mark.column + 1,
                      .start = cg_yaml_offset(in->text, at->start_mark.index),
                      .end = cg_yaml_offset(in->text, at->end_mark.index)};
    if (given.at == NULL)
        return cg_fail(in->err, CG_SYNTAX, &place, "%s", what);
    return cg_fail(in->err, CG_SYNTAX, &place, "%s, not '%.*s'", what,
                   CG_TEXT_ARG(given));
}

static const cg_text nothing = {NULL, 0};

static cg_text scalar(const yaml_node_t *node)
{
    return (cg_text){(const char *)node->data.scalar.value,
                     node->data.scalar.length};
}

/* ---- Walking a mapping ---- */

typedef cg_status (*entry_reader)(reading *in, yaml_node_t *key, yaml_node_t *value,
                                  void *handle);

/* Pass each entry of the mapping `node` to `read`; `what` names it in messages. */
static cg_status each_entry(reading *in, yaml_node_t *node, const char *what,
                            entry_reader read, void *handle)
{
    if (node->type != YAML_MAPPING_NODE)
        return refuse(in, node, what, nothing);
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(&in->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(&in->document, pair->value);
        if (key->type != YAML_SCALAR_NODE)
            return refuse(in, key, "expected a name", nothing);
        cg_status status = read(in, key, value, handle);
        if (status != CG_OK)
            return status;
    }
    return CG_OK;
}

/* ---- Fields ---- */

static cg_status read_text(reading *in, yaml_node_t *node, size_t most,
                           cg_text *text)
{
    if (node->type != YAML_SCALAR_NODE)
        return refuse(in, node, "expected a text", nothing);
    cg_text given = scalar(node);
    if (given.size == 0 || given.size > most || cg_text_check(given) != given.size)
        return refuse(in, node, "expected a text of 1 to 200 bytes of UTF-8",
                      nothing);
    return cg_arena_copy(in->arena, given, text, in->err);
}

static cg_status read_flag(reading *in, yaml_node_t *node, bool *flag)
{
    if (node->type == YAML_SCALAR_NODE) {
        *flag = cg_text_equal(scalar(node), CG_TEXT("true"));
        if (*flag || cg_text_equal(scalar(node), CG_TEXT("false")))
            return CG_OK;
    }
    return refuse(in, node, "expected true or false", nothing);
}

/* A word of Graphviz's: a shape or a line style. */
static cg_status read_word(reading *in, yaml_node_t *node, const char *what,
                           cg_text *word)
{
    if (node->type != YAML_SCALAR_NODE || !vocabulary_is_word(scalar(node)))
        return refuse(in, node, what, nothing);
    return cg_arena_copy(in->arena, scalar(node), word, in->err);
}

static cg_status read_colour(reading *in, yaml_node_t *node, cg_text *colour)
{
    static const char expected[] =
        "expected a colour such as \"#56b4e9\" in quotes";
    if (node->type != YAML_SCALAR_NODE)
        return refuse(in, node, expected, nothing);
    cg_text given = scalar(node);
    bool good = given.size == 7 && given.at[0] == '#';
    for (size_t i = 1; good && i < given.size; i++)
        good = strchr("0123456789abcdefABCDEF", given.at[i]) != NULL;
    if (!good)
        return refuse(in, node, expected, nothing);
    return cg_arena_copy(in->arena, given, colour, in->err);
}

static cg_status read_family(reading *in, yaml_node_t *node, cg_family *family)
{
    for (int i = 0; node->type == YAML_SCALAR_NODE && i < CG_FAMILY_COUNT; i++) {
        *family = (cg_family)i;
        if (cg_text_equal(scalar(node), cg_text_z(vocabulary_families[i])))
            return CG_OK;
    }
    return refuse(in, node, "expected organisation, person, product or none",
                  nothing);
}

static cg_status read_label(reading *in, yaml_node_t *key, yaml_node_t *value,
                            void *handle)
{
    cg_text *labels = handle;
    for (size_t i = 0; i < CG_LANGUAGES; i++)
        if (cg_text_equal(scalar(key), cg_text_z(vocabulary_languages[i])))
            return read_text(in, value, LABEL_MAX_SIZE, &labels[i]);
    return refuse(in, key, "expected a language en, vi or zh", scalar(key));
}

static cg_status read_labels(reading *in, yaml_node_t *node, cg_text *labels)
{
    return each_entry(in, node,
                      "expected labels such as {en: chip, vi: chip, zh: 芯片}",
                      read_label, labels);
}

/* ---- Ends ---- */

/* `Company, Institute` as a set; `any` is every kind, known and to come. */
static cg_status read_kind_set(reading *in, yaml_node_t *node, cg_text list,
                               cg_kinds *kinds)
{
    *kinds = 0;
    for (size_t at = 0; at <= list.size;) {
        size_t end = at;
        while (end < list.size && list.at[end] != ',')
            end++;
        cg_text name = cg_text_trim(cg_text_slice(list, at, end));
        const cg_kind *kind = vocabulary_kind(in->data, name);
        if (cg_text_equal(name, CG_TEXT("any")))
            *kinds = CG_ANY_KIND;
        else if (kind != NULL)
            *kinds |= (cg_kinds)1 << (kind - in->data->kinds);
        else
            return refuse(in, node, "expected kinds that are defined", name);
        at = end + 1;
    }
    return CG_OK;
}

static cg_status read_one_end(reading *in, yaml_node_t *node, cg_ends *ends)
{
    static const char expected[] =
        "expected ends such as Company, Institute -> Chip";
    if (node->type != YAML_SCALAR_NODE)
        return refuse(in, node, expected, nothing);
    cg_text given = scalar(node);
    const char *arrow =
        given.size > 2 ? memmem(given.at, given.size, "->", 2) : NULL;
    if (arrow == NULL)
        return refuse(in, node, expected, given);
    size_t split = (size_t)(arrow - given.at);
    cg_text objects = cg_text_trim(cg_text_slice(given, split + 2, given.size));
    cg_status status =
        read_kind_set(in, node, cg_text_slice(given, 0, split), &ends->subjects);
    if (status != CG_OK)
        return status;
    ends->same = cg_text_equal(objects, CG_TEXT("same"));
    ends->objects = ends->subjects;
    return ends->same ? CG_OK : read_kind_set(in, node, objects, &ends->objects);
}

static cg_status read_ends(reading *in, yaml_node_t *node, cg_relation *relation)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return refuse(in, node, "expected a list of ends", nothing);
    yaml_node_item_t *first = node->data.sequence.items.start;
    size_t count = (size_t)(node->data.sequence.items.top - first);
    if (count == 0 || count > ENDS_MAX)
        return refuse(in, node, "expected 1 to 32 ends", nothing);
    cg_ends *ends = cg_arena_array(in->arena, count, sizeof *ends);
    if (ends == NULL)
        return cg_fail_memory(in->err);
    for (size_t i = 0; i < count; i++) {
        yaml_node_t *item = yaml_document_get_node(&in->document, first[i]);
        cg_status status = read_one_end(in, item, &ends[i]);
        if (status != CG_OK)
            return status;
    }
    relation->ends = ends;
    relation->end_count = count;
    return CG_OK;
}

/* ---- Kinds and relations ---- */

/* Names in double quotes need not be words. */
static bool is_name(const yaml_node_t *key)
{
    return vocabulary_is_word(scalar(key)) ||
           (key->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
            vocabulary_is_name(scalar(key)));
}

static cg_status read_kind_field(reading *in, yaml_node_t *key, yaml_node_t *value,
                                 void *handle)
{
    cg_kind *kind = handle;
    cg_text field = scalar(key);
    if (cg_text_equal(field, CG_TEXT("labels")))
        return read_labels(in, value, kind->labels);
    if (cg_text_equal(field, CG_TEXT("shape")))
        return read_word(in, value, "expected a Graphviz shape such as box",
                         &kind->shape);
    if (cg_text_equal(field, CG_TEXT("colour")))
        return read_colour(in, value, &kind->colour);
    if (cg_text_equal(field, CG_TEXT("family")))
        return read_family(in, value, &kind->family);
    return refuse(in, key, "expected labels, shape, colour or family", field);
}

static cg_status read_kind(reading *in, yaml_node_t *key, yaml_node_t *value,
                           void *handle)
{
    (void)handle;
    vocabulary_data *data = in->data;
    cg_kind *kind = vocabulary_kind(data, scalar(key));
    if (kind == NULL) {
        if (!is_name(key))
            return refuse(in, key,
                          "expected a kind's name of letters, digits and _",
                          scalar(key));
        if (data->kind_count == CG_KIND_MAX)
            return refuse(in, key, "a vocabulary has at most 64 kinds", nothing);
        kind = &data->kinds[data->kind_count];
        *kind = VOCABULARY_KIND;
        cg_status status =
            cg_arena_copy(in->arena, scalar(key), &kind->name, in->err);
        if (status != CG_OK)
            return status;
        data->kind_count++;
    }
    return each_entry(in, value, "expected the kind's fields", read_kind_field,
                      kind);
}

static cg_status read_relation_field(reading *in, yaml_node_t *key,
                                     yaml_node_t *value, void *handle)
{
    cg_relation *relation = handle;
    cg_text field = scalar(key);
    if (cg_text_equal(field, CG_TEXT("labels")))
        return read_labels(in, value, relation->labels);
    if (cg_text_equal(field, CG_TEXT("ends")))
        return read_ends(in, value, relation);
    if (cg_text_equal(field, CG_TEXT("symmetric")))
        return read_flag(in, value, &relation->symmetric);
    if (cg_text_equal(field, CG_TEXT("groups")))
        return read_flag(in, value, &relation->groups);
    if (cg_text_equal(field, CG_TEXT("style")))
        return read_word(in, value, "expected a line style such as dashed",
                         &relation->style);
    if (cg_text_equal(field, CG_TEXT("colour")))
        return read_colour(in, value, &relation->colour);
    return refuse(in, key,
                  "expected labels, ends, symmetric, groups, style or colour",
                  field);
}

static cg_status read_relation(reading *in, yaml_node_t *key, yaml_node_t *value,
                               void *handle)
{
    (void)handle;
    vocabulary_data *data = in->data;
    cg_relation *relation = vocabulary_relation(data, scalar(key));
    if (relation == NULL) {
        if (!is_name(key))
            return refuse(in, key,
                          "expected a relation's name of letters, digits and _",
                          scalar(key));
        if (data->relation_count == CG_RELATION_MAX)
            return refuse(in, key, "a vocabulary has at most 256 relations",
                          nothing);
        relation = &data->relations[data->relation_count];
        *relation = VOCABULARY_RELATION;
        cg_status status =
            cg_arena_copy(in->arena, scalar(key), &relation->name, in->err);
        if (status != CG_OK)
            return status;
        data->relation_count++;
    }
    cg_status status = each_entry(in, value, "expected the relation's fields",
                                  read_relation_field, relation);
    if (status == CG_OK && relation->end_count == 0)
        status =
            refuse(in, key, "expected `ends` that say what the relation may join",
                   nothing);
    return status;
}

/* Kinds come first, whatever the order in the file: ends name them. */
static cg_status read_section(reading *in, yaml_node_t *root, const char *name,
                              entry_reader read)
{
    for (yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(&in->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(&in->document, pair->value);
        if (key->type == YAML_SCALAR_NODE &&
            cg_text_equal(scalar(key), cg_text_z(name))) {
            cg_status status = each_entry(
                in, value, "expected names and what they are", read, NULL);
            if (status != CG_OK)
                return status;
        }
    }
    return CG_OK;
}

static cg_status check_section(reading *in, yaml_node_t *key, yaml_node_t *value,
                               void *handle)
{
    (void)value;
    (void)handle;
    if (cg_text_equal(scalar(key), CG_TEXT("kinds")) ||
        cg_text_equal(scalar(key), CG_TEXT("relations")))
        return CG_OK;
    return refuse(in, key, "expected kinds or relations", scalar(key));
}

static cg_status read_document(reading *in)
{
    yaml_node_t *root = yaml_document_get_root_node(&in->document);
    if (root == NULL) {
        cg_place top = {.source = in->source, .line = 1, .column = 1};
        return cg_fail(in->err, CG_SYNTAX, &top,
                       "expected kinds or relations, found nothing");
    }
    cg_status status =
        each_entry(in, root, "expected kinds or relations", check_section, NULL);
    if (status == CG_OK)
        status = read_section(in, root, "kinds", read_kind);
    if (status == CG_OK)
        status = read_section(in, root, "relations", read_relation);
    return status;
}

/* ---- The file ---- */

cg_status cg_vocabulary_extend(cg_vocabulary *vocabulary, const char *source,
                               cg_text text, cg_error *err)
{
    cg_arena_mark before = cg_arena_here(&vocabulary->arena);
    reading in = {
        .source = source, .text = text, .arena = &vocabulary->arena, .err = err};
    in.data = malloc(sizeof *in.data);
    if (in.data == NULL)
        return cg_fail_memory(err);
    *in.data = vocabulary->data;
    cg_status status = cg_yaml_load(source, text, &in.document, err);
    if (status == CG_OK) {
        status = read_document(&in);
        yaml_document_delete(&in.document);
    }
    if (status == CG_OK) {
        vocabulary->data = *in.data;
        vocabulary->printed = (cg_text){0};
    } else
        cg_arena_rewind(&vocabulary->arena, before);
    free(in.data);
    return status;
}
