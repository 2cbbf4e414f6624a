#include <stdlib.h>

#include "ingest/text/measures_parts.h"
#include "schema/embedded.h"
#include "schema/fold.h"
#include "schema/yaml_text.h"

/* A file of forms while it is loaded: {language: {list: {words: value}}}. */
typedef struct {
    text_measures *measures;
    const char *file;
    yaml_document_t yaml;
    int language;
    measure_list list;
} measures_file;

static cg_status refuse(const measures_file *file, const yaml_node_t *node,
                        cg_status why, const char *what, cg_error *err)
{
    cg_place place = {.source = file->file,
                      .line = node->start_mark.line + 1,
                      .column = node->start_mark.column + 1};
    return cg_fail(err, why, &place, "%s", what);
}

static cg_text scalar(const yaml_node_t *node)
{
    return (cg_text){(const char *)node->data.scalar.value,
                     node->data.scalar.length};
}

/* A number of up to three digits; false for anything else. */
static bool read_number(cg_text text, int *number)
{
    *number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (text.at[i] - '0');
    }
    return text.size > 0 && text.size <= 3;
}

/* ---- Meanings: `year-1`, `month+count`, `past` ---- */

static bool read_offset(cg_text text, date_meaning *meaning)
{
    if (text.size < 2 || (text.at[0] != '+' && text.at[0] != '-'))
        return false;
    int sign = text.at[0] == '-' ? -1 : 1;
    int number;
    text = cg_text_slice(text, 1, text.size);
    meaning->counted = cg_text_equal(text, CG_TEXT("count"));
    meaning->offset = sign;
    if (meaning->counted)
        return true;
    if (!read_number(text, &number))
        return false;
    meaning->offset = sign * number;
    return true;
}

static bool read_meaning(cg_text text, date_meaning *meaning)
{
    static const struct {
        const char *word;
        date_sense sense;
    } senses[] = {{"", MEANS_SLOTS},      {"latest", MEANS_LATEST},
                  {"past", MEANS_PAST},   {"ahead", MEANS_AHEAD},
                  {"year", MEANS_YEAR},   {"quarter", MEANS_QUARTER},
                  {"month", MEANS_MONTH}, {"week", MEANS_WEEK},
                  {"day", MEANS_DAY},     {"none", MEANS_NONE}};
    size_t end = 0;
    while (end < text.size && text.at[end] != '+' && text.at[end] != '-')
        end++;
    for (size_t i = 0; i < sizeof senses / sizeof *senses; i++) {
        if (!cg_text_equal(cg_text_slice(text, 0, end), cg_text_z(senses[i].word)))
            continue;
        meaning->sense = (uint8_t)senses[i].sense;
        bool counts = MEANS_YEAR <= meaning->sense && meaning->sense <= MEANS_DAY;
        return counts ? read_offset(cg_text_slice(text, end, text.size), meaning)
                      : end == text.size;
    }
    return false;
}

/* ---- Forms ---- */

/* The slot that is written at `*at`, `{month}`, which moves behind it;
 * MEASURE_SLOT_COUNT if there is none of that name. */
static measure_slot read_slot(cg_text form, size_t *at)
{
    const char *close = memchr(form.at + *at, '}', form.size - *at);
    if (close == NULL)
        return MEASURE_SLOT_COUNT;
    size_t end = (size_t)(close - form.at);
    measure_slot slot = measure_slot_of(cg_text_slice(form, *at + 1, end));
    *at = end + 1;
    return slot;
}

/* Put the slots' bytes for what is written in braces; the form moves to `bytes`, where
 * there is room for it as it is written. */
static bool read_form(cg_text *form, char *bytes)
{
    size_t size = 0;
    for (size_t at = 0; at < form->size; size++) {
        if (form->at[at] != '{') {
            bytes[size] = form->at[at++];
            continue;
        }
        measure_slot slot = read_slot(*form, &at);
        if (slot == MEASURE_SLOT_COUNT)
            return false;
        bytes[size] = measure_slot_byte(slot);
    }
    *form = (cg_text){bytes, size};
    return true;
}

static bool read_words(measure_list list, measure_entry *entry, char *bytes)
{
    if (LIST_MONTH <= list && list <= LIST_SCALE)
        return read_number(entry->value, &entry->number);
    if (list == LIST_AMOUNT)
        return read_form(&entry->words, bytes);
    if (list == LIST_DATE || list == LIST_DATE_ALONE)
        return read_form(&entry->words, bytes) &&
               read_meaning(entry->value, &entry->meaning);
    return true;
}

static cg_status read_entry(measures_file *file, yaml_node_t *key,
                            yaml_node_t *value, cg_error *err)
{
    cg_arena *arena = &file->measures->arena;
    measure_entry **head = &file->measures->lists[file->language][file->list];
    if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE)
        return refuse(file, value, CG_SYNTAX, "words and a value are expected here",
                      err);
    measure_entry *entry = cg_arena_alloc(arena, sizeof *entry);
    if (entry == NULL)
        return cg_fail_memory(err);
    bool verbatim = file->list == LIST_PROPERTY || file->list == LIST_EVENT;
    cg_status status =
        verbatim
            ? cg_arena_copy(arena, scalar(key), &entry->words, err)
            : cg_text_fold(scalar(key), CG_FOLD_CASE, arena, &entry->words, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, scalar(value), &entry->value, err);
    if (status != CG_OK)
        return status;
    entry->words = cg_text_trim(entry->words); /* a blank begins no date */
    char *bytes = cg_arena_alloc(arena, entry->words.size + 1);
    if (bytes == NULL)
        return cg_fail_memory(err);
    if (entry->words.size == 0 || !read_words(file->list, entry, bytes))
        return refuse(file, key, CG_REFUSED,
                      "unknown slot, number or meaning of a date or amount", err);
    entry->next = *head;
    *head = entry;
    return CG_OK;
}

/* ---- The file ---- */

typedef cg_status (*pair_reader)(measures_file *file, yaml_node_t *key,
                                 yaml_node_t *value, cg_error *err);

static cg_status each_pair(measures_file *file, const yaml_node_t *mapping,
                           pair_reader read, cg_error *err)
{
    if (mapping->type != YAML_MAPPING_NODE)
        return refuse(file, mapping, CG_SYNTAX,
                      "a mapping (key: value) is expected here", err);
    cg_status status = CG_OK;
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         status == CG_OK && pair < mapping->data.mapping.pairs.top; pair++)
        status = read(file, yaml_document_get_node(&file->yaml, pair->key),
                      yaml_document_get_node(&file->yaml, pair->value), err);
    return status;
}

static bool find_key(const yaml_node_t *key, const char *const *names, size_t count,
                     size_t *found)
{
    for (*found = 0; *found < count; ++*found)
        if (key->type == YAML_SCALAR_NODE &&
            cg_text_equal(scalar(key), cg_text_z(names[*found])))
            return true;
    return false;
}

static cg_status read_list(measures_file *file, yaml_node_t *key,
                           yaml_node_t *value, cg_error *err)
{
#define MEASURE_LIST_KEY(name, key) key,
    static const char *const names[] = {MEASURE_LISTS(MEASURE_LIST_KEY)};
#undef MEASURE_LIST_KEY
    size_t list;
    if (!find_key(key, names, MEASURE_LIST_COUNT, &list))
        return refuse(file, key, CG_REFUSED, "unknown list of dates or amounts",
                      err);
    file->list = (measure_list)list;
    return each_pair(file, value, read_entry, err);
}

static cg_status read_language(measures_file *file, yaml_node_t *key,
                               yaml_node_t *value, cg_error *err)
{
    static const char *const names[MEASURE_LANGUAGES] = {"en", "vi", "zh", "any"};
    size_t language;
    if (!find_key(key, names, MEASURE_LANGUAGES, &language))
        return refuse(file, key, CG_REFUSED,
                      "unknown language: write en, vi, zh or any", err);
    file->language = (int)language;
    return each_pair(file, value, read_list, err);
}

cg_status measures_load(text_measures *measures, const char *file, cg_text yaml,
                        cg_error *err)
{
    measures_file load = {.measures = measures, .file = file};
    cg_status status = cg_yaml_load(file, yaml, &load.yaml, err);
    if (status != CG_OK)
        return status;
    yaml_node_t *root = yaml_document_get_root_node(&load.yaml);
    if (root != NULL)
        status = each_pair(&load, root, read_language, err);
    yaml_document_delete(&load.yaml);
    measure_find_starts(measures);
    return status;
}

cg_status measures_open(text_measures **measures, cg_error *err)
{
    static const char file[] = "ingest/rules/measures.yaml";
    *measures = calloc(1, sizeof **measures);
    if (*measures == NULL)
        return cg_fail_memory(err);
    cg_status status = measures_load(*measures, file, cg_embedded(file), err);
    if (status != CG_OK) {
        measures_close(*measures);
        *measures = NULL;
    }
    return status;
}

void measures_close(text_measures *measures)
{
    if (measures == NULL)
        return;
    cg_arena_release(&measures->arena);
    free(measures);
}
