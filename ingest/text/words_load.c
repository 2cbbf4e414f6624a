#include "ingest/text/words_parts.h"
#include "schema/yaml_text.h"

/* A file of lists while it is loaded. The form is
 *
 *     use: {language: words}             words: [word, …] or {Kind: [word, …]}
 *     use: [{language: words}, …]        each item's words translate each other
 *     letters: {language: "letters"}
 */
typedef struct {
    text_words *words;
    const char *file;
    yaml_document_t yaml;
} list_file;

static cg_place place_of(const list_file *file, const yaml_node_t *node)
{
    return (cg_place){.source = file->file,
                      .line = node->start_mark.line + 1,
                      .column = node->start_mark.column + 1};
}

static cg_text scalar(const yaml_node_t *node)
{
    return (cg_text){(const char *)node->data.scalar.value,
                     node->data.scalar.length};
}

static cg_status expect(const list_file *file, const yaml_node_t *node,
                        yaml_node_type_t type, const char *what, cg_error *err)
{
    if (node->type == type)
        return CG_OK;
    cg_place place = place_of(file, node);
    return cg_fail(err, CG_SYNTAX, &place, "%s is expected here", what);
}

static cg_status key_of(const list_file *file, const yaml_node_t *node,
                        cg_text *key, cg_error *err)
{
    cg_status status = expect(file, node, YAML_SCALAR_NODE, "a word", err);
    if (status == CG_OK)
        *key = scalar(node);
    return status;
}

static cg_status language_of(const list_file *file, const yaml_node_t *node,
                             uint8_t *language, cg_error *err)
{
    static const char names[CG_LANGUAGES][3] = {"en", "vi", "zh"};
    cg_text key;
    cg_status status = key_of(file, node, &key, err);
    if (status != CG_OK)
        return status;
    for (uint8_t i = 0; i < CG_LANGUAGES; i++) {
        *language = i;
        if (cg_text_equal(key, cg_text_z(names[i])))
            return CG_OK;
    }
    cg_place place = place_of(file, node);
    return cg_fail(err, CG_REFUSED, &place,
                   "unknown language '%.*s': write en, vi or zh", CG_TEXT_ARG(key));
}

typedef cg_status (*pair_reader)(list_file *file, yaml_node_t *key,
                                 yaml_node_t *value, words_sense sense,
                                 cg_error *err);

static cg_status each_pair(list_file *file, yaml_node_t *mapping, pair_reader read,
                           words_sense sense, cg_error *err)
{
    cg_status status =
        expect(file, mapping, YAML_MAPPING_NODE, "a mapping (key: value)", err);
    if (status != CG_OK)
        return status;
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         status == CG_OK && pair < mapping->data.mapping.pairs.top; pair++)
        status = read(file, yaml_document_get_node(&file->yaml, pair->key),
                      yaml_document_get_node(&file->yaml, pair->value), sense, err);
    return status;
}

static cg_status read_words(list_file *file, yaml_node_t *list, words_sense sense,
                            cg_error *err)
{
    cg_status status =
        expect(file, list, YAML_SEQUENCE_NODE, "a list ([word, …])", err);
    if (status != CG_OK)
        return status;
    for (yaml_node_item_t *item = list->data.sequence.items.start;
         status == CG_OK && item < list->data.sequence.items.top; item++) {
        yaml_node_t *node = yaml_document_get_node(&file->yaml, *item);
        cg_place place = place_of(file, node);
        cg_text word;
        status = key_of(file, node, &word, err);
        if (status == CG_OK)
            status = words_add_phrase(file->words, word, sense, err);
        if (status != CG_OK)
            cg_error_locate(err, &place);
    }
    return status;
}

static cg_status read_kind(list_file *file, yaml_node_t *key, yaml_node_t *value,
                           words_sense sense, cg_error *err)
{
    cg_text kind;
    cg_status status = key_of(file, key, &kind, err);
    if (status == CG_OK)
        status = words_add_kind(file->words, kind, &sense.kind, err);
    if (status == CG_OK)
        status = read_words(file, value, sense, err);
    return status;
}

static cg_status read_language(list_file *file, yaml_node_t *key,
                               yaml_node_t *value, words_sense sense, cg_error *err)
{
    cg_status status = language_of(file, key, &sense.language, err);
    if (status != CG_OK)
        return status;
    if (value->type == YAML_MAPPING_NODE)
        return each_pair(file, value, read_kind, sense, err);
    return read_words(file, value, sense, err);
}

static cg_status read_concepts(list_file *file, yaml_node_t *list,
                               words_sense sense, cg_error *err)
{
    cg_status status = CG_OK;
    for (yaml_node_item_t *item = list->data.sequence.items.start;
         status == CG_OK && item < list->data.sequence.items.top; item++) {
        sense.concept = ++file->words->concepts;
        status = each_pair(file, yaml_document_get_node(&file->yaml, *item),
                           read_language, sense, err);
    }
    return status;
}

static cg_status read_letters(list_file *file, yaml_node_t *key, yaml_node_t *value,
                              words_sense sense, cg_error *err)
{
    cg_text letters;
    cg_status status = language_of(file, key, &sense.language, err);
    if (status == CG_OK)
        status = key_of(file, value, &letters, err);
    if (status != CG_OK)
        return status;
    for (size_t at = 0; at < letters.size;) {
        uint32_t point = cg_text_next(letters, &at);
        if (point < WORDS_LETTER_POINTS)
            file->words->letters[sense.language][point / 8] |=
                (uint8_t)(1U << point % 8);
    }
    return CG_OK;
}

static cg_status read_use(list_file *file, yaml_node_t *key, yaml_node_t *value,
                          words_sense sense, cg_error *err)
{
#define WORD_USE_KEY(name, key) key,
    static const char *const uses[] = {WORD_USES(WORD_USE_KEY)};
#undef WORD_USE_KEY
    cg_text name;
    cg_status status = key_of(file, key, &name, err);
    if (status != CG_OK)
        return status;
    if (cg_text_equal(name, CG_TEXT("letters")))
        return each_pair(file, value, read_letters, sense, err);
    for (size_t use = 0; use < WORD_USE_COUNT; use++) {
        if (!cg_text_equal(name, cg_text_z(uses[use])))
            continue;
        sense.use = (uint8_t)use;
        if (value->type == YAML_SEQUENCE_NODE)
            return read_concepts(file, value, sense, err);
        return each_pair(file, value, read_language, sense, err);
    }
    cg_place place = place_of(file, key);
    return cg_fail(err, CG_REFUSED, &place, "unknown list '%.*s'",
                   CG_TEXT_ARG(name));
}

cg_status words_load(text_words *words, const char *file, cg_text yaml,
                     cg_error *err)
{
    list_file list = {.words = words, .file = file};
    cg_status status = cg_yaml_load(file, yaml, &list.yaml, err);
    if (status != CG_OK)
        return status;
    yaml_node_t *root = yaml_document_get_root_node(&list.yaml);
    if (root != NULL)
        status = each_pair(&list, root, read_use, (words_sense){0}, err);
    yaml_document_delete(&list.yaml);
    return status;
}
