#include "schema/vocabulary.h"

#include <assert.h>

#include "schema/value.h"
#include "schema/vocabulary_add.h"
#include "schema/vocabulary_data.h"

const char *const vocabulary_languages[CG_LANGUAGES] = {"en", "vi", "zh"};

#define FAMILY_NAME(name, text) [name] = text,
const char *const vocabulary_families[CG_FAMILY_COUNT] = {CG_FAMILIES(FAMILY_NAME)};
#undef FAMILY_NAME

/* ---- Names ---- */

enum { WORD_MAX = 64, NAME_MAX_SIZE = 128 };

bool vocabulary_is_word(cg_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool later = (byte >= '0' && byte <= '9') || byte == '_';
        if (!letter && (i == 0 || !later))
            return false;
    }
    return text.size > 0 && text.size <= WORD_MAX;
}

bool vocabulary_is_name(cg_text text)
{
    return text.size > 0 && text.size <= NAME_MAX_SIZE &&
           cg_text_check(text) == text.size;
}

/* ---- Looking up ---- */

size_t cg_kind_count(const cg_vocabulary *vocabulary)
{
    return vocabulary->data.kind_count;
}

size_t cg_relation_count(const cg_vocabulary *vocabulary)
{
    return vocabulary->data.relation_count;
}

const cg_kind *cg_kind_at(const cg_vocabulary *vocabulary, size_t index)
{
    assert(index < vocabulary->data.kind_count);
    return &vocabulary->data.kinds[index];
}

cg_kinds cg_kinds_of_family(const cg_vocabulary *vocabulary, cg_family family)
{
    cg_kinds kinds = 0;
    for (size_t i = 0; i < vocabulary->data.kind_count; i++)
        if (vocabulary->data.kinds[i].family == family)
            kinds |= (cg_kinds)1 << i;
    return kinds;
}

const cg_relation *cg_relation_at(const cg_vocabulary *vocabulary, size_t index)
{
    assert(index < vocabulary->data.relation_count);
    return &vocabulary->data.relations[index];
}

cg_kind *vocabulary_kind(vocabulary_data *data, cg_text name)
{
    for (size_t i = 0; i < data->kind_count; i++)
        if (cg_text_equal(data->kinds[i].name, name))
            return &data->kinds[i];
    return NULL;
}

cg_relation *vocabulary_relation(vocabulary_data *data, cg_text name)
{
    for (size_t i = 0; i < data->relation_count; i++)
        if (cg_text_equal(data->relations[i].name, name))
            return &data->relations[i];
    return NULL;
}

/* The nearest of the names seen so far: feed them all to near_try. */
typedef struct {
    cg_text wanted;
    cg_text nearest;
    size_t distance;
} near_name;

static near_name near_start(cg_text wanted)
{
    size_t most = wanted.size / 3;
    return (near_name){wanted, {NULL, 0}, most > 2 ? most + 1 : 3};
}

static void near_try(near_name *near, cg_text name)
{
    size_t distance = cg_text_distance(near->wanted, name);
    if (distance < near->distance) {
        near->distance = distance;
        near->nearest = name;
    }
}

static cg_status refuse_unknown(const near_name *near, const char *what,
                                cg_error *err)
{
    if (near->nearest.size == 0)
        return cg_fail(err, CG_REFUSED, NULL, "unknown %s '%.*s'", what,
                       CG_TEXT_ARG(near->wanted));
    return cg_fail(err, CG_REFUSED, NULL, "unknown %s '%.*s': did you mean '%.*s'?",
                   what, CG_TEXT_ARG(near->wanted), CG_TEXT_ARG(near->nearest));
}

cg_status cg_kind_find(const cg_vocabulary *vocabulary, cg_text name, uint8_t *kind,
                       cg_error *err)
{
    const vocabulary_data *data = &vocabulary->data;
    for (size_t i = 0; i < data->kind_count; i++) {
        if (cg_text_equal(data->kinds[i].name, name)) {
            *kind = (uint8_t)i;
            return CG_OK;
        }
    }
    near_name near = near_start(name);
    for (size_t i = 0; i < data->kind_count; i++)
        near_try(&near, data->kinds[i].name);
    return refuse_unknown(&near, "kind", err);
}

cg_status cg_relation_find(const cg_vocabulary *vocabulary, cg_text name,
                           uint8_t *relation, cg_error *err)
{
    const vocabulary_data *data = &vocabulary->data;
    for (size_t i = 0; i < data->relation_count; i++) {
        if (cg_text_equal(data->relations[i].name, name)) {
            *relation = (uint8_t)i;
            return CG_OK;
        }
    }
    near_name near = near_start(name);
    for (size_t i = 0; i < data->relation_count; i++)
        near_try(&near, data->relations[i].name);
    return refuse_unknown(&near, "relation type", err);
}

static bool end_allows(cg_kinds allowed, cg_kinds kinds)
{
    return allowed == CG_ANY_KIND || (allowed & kinds) != 0;
}

static bool ends_allow(const cg_ends *ends, cg_kinds subject, cg_kinds object)
{
    if (ends->same)
        return (ends->subjects & subject & object) != 0;
    return end_allows(ends->subjects, subject) && end_allows(ends->objects, object);
}

bool cg_relation_allows(const cg_vocabulary *vocabulary, uint8_t relation,
                        cg_kinds subject, cg_kinds object)
{
    const cg_relation *entry = cg_relation_at(vocabulary, relation);
    for (size_t i = 0; i < entry->end_count; i++) {
        const cg_ends *ends = &entry->ends[i];
        if (ends_allow(ends, subject, object) ||
            (entry->symmetric && ends_allow(ends, object, subject)))
            return true;
    }
    return false;
}

/* ---- Adding ---- */

static cg_status check_new_name(cg_text name, const char *what, size_t count,
                                size_t most, cg_error *err)
{
    if (!vocabulary_is_name(name))
        return cg_fail(err, CG_REFUSED, NULL,
                       "the name of a %s is 1 to %d bytes of UTF-8 without NUL",
                       what, NAME_MAX_SIZE);
    if (count == most)
        return cg_fail(err, CG_REFUSED, NULL,
                       "no room for the %s '%.*s': a graph has at most %zu", what,
                       CG_TEXT_ARG(name), most);
    return CG_OK;
}

cg_status cg_vocabulary_add_kind(cg_vocabulary *vocabulary, cg_text name,
                                 uint8_t *kind, cg_error *err)
{
    vocabulary_data *data = &vocabulary->data;
    assert(vocabulary_kind(data, name) == NULL);
    cg_kind added = VOCABULARY_KIND;
    cg_status status =
        check_new_name(name, "kind", data->kind_count, CG_KIND_MAX, err);
    if (status == CG_OK)
        status = cg_arena_copy(&vocabulary->arena, name, &added.name, err);
    if (status != CG_OK)
        return status;
    vocabulary->printed = (cg_text){0};
    *kind = (uint8_t)data->kind_count;
    data->kinds[data->kind_count++] = added;
    return CG_OK;
}

cg_status cg_vocabulary_add_relation(cg_vocabulary *vocabulary, cg_text name,
                                     uint8_t *relation, cg_error *err)
{
    static const cg_ends any = {.subjects = CG_ANY_KIND, .objects = CG_ANY_KIND};
    vocabulary_data *data = &vocabulary->data;
    assert(vocabulary_relation(data, name) == NULL);
    cg_relation added = VOCABULARY_RELATION;
    added.ends = &any;
    added.end_count = 1;
    cg_status status = check_new_name(name, "relation type", data->relation_count,
                                      CG_RELATION_MAX, err);
    if (status == CG_OK)
        status = cg_arena_copy(&vocabulary->arena, name, &added.name, err);
    if (status != CG_OK)
        return status;
    vocabulary->printed = (cg_text){0};
    *relation = (uint8_t)data->relation_count;
    data->relations[data->relation_count++] = added;
    return CG_OK;
}

void cg_vocabulary_cut(cg_vocabulary *vocabulary, size_t kinds, size_t relations)
{
    vocabulary_data *data = &vocabulary->data;
    assert(kinds <= data->kind_count && relations <= data->relation_count);
    data->kind_count = kinds;
    data->relation_count = relations;
}

/* ---- Printing ---- */

/* What YAML reads as written in double quotes: not blanks that it folds, nor what it
 * takes for no text. */
static bool is_plain_point(uint32_t point)
{
    return point >= 0x20 && (point < 0x7f || point > 0xa0) && point != '"' &&
           point != '\\' && point != 0x2028 && point != 0x2029 && point != 0xfeff &&
           (point & 0xfffe) != 0xfffe;
}

static void print_name(cg_text name, cg_buffer *out)
{
    if (vocabulary_is_word(name)) {
        cg_buffer_add(out, name);
        return;
    }
    cg_buffer_add_byte(out, '"');
    for (size_t at = 0; at < name.size;) {
        size_t start = at;
        uint32_t point = cg_text_next(name, &at);
        if (is_plain_point(point))
            cg_buffer_add(out, cg_text_slice(name, start, at));
        else
            cg_buffer_printf(out, point > 0xffff ? "\\U%08x" : "\\u%04x",
                             (unsigned)point);
    }
    cg_buffer_add_byte(out, '"');
}

static void print_entry(cg_text name, cg_buffer *out)
{
    cg_buffer_add_z(out, "  ");
    print_name(name, out);
    cg_buffer_add_z(out, ":\n");
}

static void print_field(cg_buffer *out, const char *name, cg_text value)
{
    if (value.size == 0)
        return;
    cg_buffer_printf(out, "    %s: ", name);
    cg_text_json(value, out); /* a JSON string is a YAML one */
    cg_buffer_add_byte(out, '\n');
}

static void print_labels(cg_buffer *out, const cg_text labels[CG_LANGUAGES])
{
    const char *separator = "    labels: {";
    for (size_t i = 0; i < CG_LANGUAGES; i++) {
        if (labels[i].size == 0)
            continue;
        cg_buffer_printf(out, "%s%s: ", separator, vocabulary_languages[i]);
        cg_text_json(labels[i], out);
        separator = ", ";
    }
    if (separator[0] == ',')
        cg_buffer_add_z(out, "}\n");
}

static void print_kind_set(const vocabulary_data *data, cg_kinds kinds,
                           cg_buffer *out)
{
    const char *separator = "";
    if (kinds == CG_ANY_KIND) {
        cg_buffer_add_z(out, "any");
        return;
    }
    for (size_t i = 0; i < data->kind_count; i++) {
        if ((kinds >> i & 1) == 0)
            continue;
        cg_buffer_add_z(out, separator);
        cg_buffer_add(out, data->kinds[i].name);
        separator = ", ";
    }
}

static void print_ends(const vocabulary_data *data, const cg_relation *relation,
                       cg_buffer *out)
{
    cg_buffer_add_z(out, "    ends:\n");
    for (size_t i = 0; i < relation->end_count; i++) {
        const cg_ends *ends = &relation->ends[i];
        cg_buffer_add_z(out, "      - ");
        print_kind_set(data, ends->subjects, out);
        cg_buffer_add_z(out, " -> ");
        if (ends->same)
            cg_buffer_add_z(out, "same");
        else
            print_kind_set(data, ends->objects, out);
        cg_buffer_add_byte(out, '\n');
    }
}

void cg_vocabulary_print(const cg_vocabulary *vocabulary, cg_buffer *out)
{
    const vocabulary_data *data = &vocabulary->data;
    if (vocabulary->printed.size > 0) {
        cg_buffer_add(out, vocabulary->printed);
        return;
    }
    cg_buffer_add_z(out, "kinds:\n");
    for (size_t i = 0; i < data->kind_count; i++) {
        const cg_kind *kind = &data->kinds[i];
        print_entry(kind->name, out);
        print_labels(out, kind->labels);
        print_field(out, "shape", kind->shape);
        print_field(out, "colour", kind->colour);
        print_field(out, "family", cg_text_z(vocabulary_families[kind->family]));
    }
    cg_buffer_add_z(out, "relations:\n");
    for (size_t i = 0; i < data->relation_count; i++) {
        const cg_relation *relation = &data->relations[i];
        print_entry(relation->name, out);
        print_labels(out, relation->labels);
        print_ends(data, relation, out);
        cg_buffer_printf(out, "    symmetric: %s\n    groups: %s\n",
                         relation->symmetric ? "true" : "false",
                         relation->groups ? "true" : "false");
        print_field(out, "style", relation->style);
        print_field(out, "colour", relation->colour);
    }
}

/* ---- In words ---- */

void cg_kinds_print(const cg_vocabulary *vocabulary, cg_kinds kinds,
                    const char *last, cg_buffer *out)
{
    bool first = true;
    if (kinds == CG_ANY_KIND || kinds == 0) {
        cg_buffer_add_z(out, kinds == 0 ? "nothing known" : "anything");
        return;
    }
    for (size_t i = 0; kinds != 0; i++, kinds >>= 1) {
        if ((kinds & 1) == 0)
            continue;
        if (!first && kinds == 1)
            cg_buffer_printf(out, " %s ", last);
        else if (!first)
            cg_buffer_add_z(out, ", ");
        cg_buffer_add(out, cg_kind_at(vocabulary, i)->name);
        first = false;
    }
}

void cg_relation_print_ends(const cg_vocabulary *vocabulary, uint8_t relation,
                            cg_buffer *out)
{
    const cg_relation *joins = cg_relation_at(vocabulary, relation);
    for (size_t i = 0; i < joins->end_count; i++) {
        const cg_ends *ends = &joins->ends[i];
        cg_buffer_add_z(out, i > 0 ? ", or from " : "from ");
        cg_kinds_print(vocabulary, ends->subjects, "or", out);
        cg_buffer_add_z(out, " to ");
        if (ends->same)
            cg_buffer_add_z(out, "the same kind");
        else
            cg_kinds_print(vocabulary, ends->objects, "or", out);
    }
}
