#include "schema/name_words.h"

#include <stdlib.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "schema/embedded.h"
#include "schema/yaml_text.h"

typedef struct {
    UT_hash_handle hh;
    cg_text text;
    unsigned uses;
} name_phrase;

struct cg_name_words {
    cg_arena arena;
    name_phrase *phrases;
    size_t longest; /* phrase, in units */
};

/* ---- Cutting a name ---- */

/* Signs that names of products differ by: "C++", "N3+". */
static bool is_letter_like(uint32_t point)
{
    return cg_point_is_word(point) || point == '+' || point == '#';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Add a folded point to the word that is open, or begin one. */
static void add_to_word(name_cut *cut, cg_text form, bool capital, bool *open)
{
    if (!*open) {
        if (cut->count > 0 && !cut->units[cut->count - 1].cjk)
            cg_buffer_add_byte(&cut->text, ' ');
        cut->units[cut->count++] = (name_unit){
            .start = cut->text.size, .capital = capital, .capitals = true};
    }
    name_unit *word = &cut->units[cut->count - 1];
    cg_buffer_add(&cut->text, form);
    word->end = cut->text.size;
    word->capitals = word->capitals && capital;
    *open = true;
}

static void add_character(name_cut *cut, cg_text form)
{
    size_t start = cut->text.size;
    cg_buffer_add(&cut->text, form);
    cut->units[cut->count++] =
        (name_unit){.start = start, .end = cut->text.size, .cjk = true};
}

/* A point inside a word: that of "S.A." says nothing, that of "2.5" does. `name` goes on
 * at `at` behind it. */
static void add_point(name_cut *cut, cg_text name, size_t at, bool *open)
{
    bool goes_on = at < name.size && cg_point_is_word(cg_text_next(name, &at));
    if (!*open || !goes_on || cut->text.failed)
        *open = false;
    else if (is_digit(cut->text.at[cut->text.size - 1]))
        add_to_word(cut, CG_TEXT("."), false, open);
}

void name_cut_up(cg_text name, name_cut *cut)
{
    bool open = false;
    cut->count = 0;
    for (size_t at = 0; at < name.size;) {
        char form[CG_FOLD_MAX];
        size_t start = at;
        size_t first = 0;
        uint32_t point = cg_text_next(name, &at);
        cg_text folded = {form, cg_fold_point(point, CG_FOLD_CASE, form)};
        if (folded.size == 0)
            continue;
        uint32_t as = cg_text_next(folded, &first);
        bool inside = open && !cg_point_is_cjk(as);
        if (cut->count == NAME_UNITS_MAX && !inside) {
            cut->count++;
            return;
        }
        if (cg_point_is_cjk(as)) {
            add_character(cut, folded);
            open = false;
        } else if (is_letter_like(as)) {
            bool capital = !cg_text_equal(folded, cg_text_slice(name, start, at));
            add_to_word(cut, folded, capital, &open);
        } else if (as == '.') {
            add_point(cut, name, at, &open);
        } else {
            open = false;
        }
    }
}

cg_text name_cut_text(const name_cut *cut, size_t first, size_t end)
{
    return cg_text_slice(cg_buffer_text(&cut->text), cut->units[first].start,
                         cut->units[end - 1].end);
}

/* ---- Finding phrases ---- */

static name_phrase *find(const cg_name_words *words, cg_text text)
{
    name_phrase *found;
    HASH_FIND(hh, words->phrases, text.at, text.size, found);
    return found;
}

size_t name_words_at(const cg_name_words *words, const name_cut *cut, size_t first,
                     size_t end, unsigned uses, bool backwards)
{
    size_t most = end - first < words->longest ? end - first : words->longest;
    for (size_t length = most; length > 0; length--) {
        size_t from = backwards ? end - length : first;
        const name_phrase *phrase =
            find(words, name_cut_text(cut, from, from + length));
        if (phrase != NULL && (phrase->uses & uses) != 0)
            return length;
    }
    return 0;
}

/* ---- Reading the lists ---- */

static cg_status add_text(cg_name_words *words, cg_text text, unsigned uses,
                          cg_error *err)
{
    name_phrase *phrase = find(words, text);
    if (phrase != NULL) {
        phrase->uses |= uses;
        return CG_OK;
    }
    phrase = cg_arena_alloc(&words->arena, sizeof *phrase);
    if (phrase == NULL)
        return cg_fail_memory(err);
    phrase->uses = uses;
    cg_status status = cg_arena_copy(&words->arena, text, &phrase->text, err);
    if (status != CG_OK)
        return status;
    HASH_ADD_KEYPTR(hh, words->phrases, phrase->text.at, phrase->text.size, phrase);
    return phrase->hh.tbl != NULL ? CG_OK : cg_fail_memory(err);
}

/* Legal forms are known without their diacritics too: "Cong ty Co phan". */
static cg_status add_phrase(cg_name_words *words, cg_text text, unsigned uses,
                            cg_error *err)
{
    name_cut cut = {0};
    cg_text plain = {0};
    name_cut_up(text, &cut);
    cg_status status = cg_buffer_status(&cut.text, err);
    if (status == CG_OK && cut.count > words->longest)
        words->longest = cut.count;
    if (status == CG_OK)
        status = add_text(words, cg_buffer_text(&cut.text), uses, err);
    if (status == CG_OK && (uses & (NAME_GENERAL | NAME_BRANCH)) == 0)
        status = cg_text_fold(cg_buffer_text(&cut.text), CG_FOLD_BASE,
                              &words->arena, &plain, err);
    if (status == CG_OK && plain.size > 0)
        status = add_text(words, plain, uses, err);
    cg_buffer_release(&cut.text);
    return status;
}

/* The lists in one language, of words for these uses. */
static cg_status read_phrases(cg_name_words *words, yaml_document_t *yaml,
                              const yaml_node_t *list, unsigned uses, cg_error *err)
{
    cg_status status = CG_OK;
    for (yaml_node_item_t *item = list->data.sequence.items.start;
         status == CG_OK && item < list->data.sequence.items.top; item++) {
        const yaml_node_t *word = yaml_document_get_node(yaml, *item);
        status = add_phrase(words,
                            (cg_text){(const char *)word->data.scalar.value,
                                      word->data.scalar.length},
                            uses, err);
    }
    return status;
}

static bool is_key(const yaml_node_t *key, const char *text)
{
    return strcmp((const char *)key->data.scalar.value, text) == 0;
}

/* `{en: […], vi: […], zh: […]}` */
static cg_status read_languages(cg_name_words *words, yaml_document_t *yaml,
                                const yaml_node_t *node, name_word_use use,
                                cg_error *err)
{
    cg_status status = CG_OK;
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         status == CG_OK && pair < node->data.mapping.pairs.top; pair++) {
        bool before = use == NAME_LEGAL_BEHIND &&
                      is_key(yaml_document_get_node(yaml, pair->key), "vi");
        unsigned uses = (unsigned)use | (before ? NAME_LEGAL_BEFORE : 0);
        status = read_phrases(words, yaml,
                              yaml_document_get_node(yaml, pair->value), uses, err);
    }
    return status;
}

/* A list of words by language, or a list of such. */
static cg_status read_list(cg_name_words *words, yaml_document_t *yaml,
                           const yaml_node_t *node, name_word_use use,
                           cg_error *err)
{
    if (node->type == YAML_MAPPING_NODE)
        return read_languages(words, yaml, node, use, err);
    cg_status status = CG_OK;
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         status == CG_OK && item < node->data.sequence.items.top; item++)
        status = read_languages(words, yaml, yaml_document_get_node(yaml, *item),
                                use, err);
    return status;
}

/* What the words of a list are, by its key. */
static name_word_use use_of(const yaml_node_t *key)
{
    if (is_key(key, "legal-forms"))
        return NAME_LEGAL_BEHIND;
    return is_key(key, "branches") ? NAME_BRANCH : NAME_GENERAL;
}

cg_status cg_name_words_open(cg_name_words **words, cg_error *err)
{
    static const char file[] = "schema/name-words.yaml";
    yaml_document_t yaml;
    *words = NULL;
    cg_status status = cg_yaml_load(file, cg_embedded(file), &yaml, err);
    if (status != CG_OK)
        return status == CG_NOMEM ? status : CG_INTERNAL;
    cg_name_words *opened = calloc(1, sizeof *opened);
    status = opened != NULL ? CG_OK : cg_fail_memory(err);
    const yaml_node_t *root = yaml_document_get_root_node(&yaml);
    for (yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         status == CG_OK && pair < root->data.mapping.pairs.top; pair++)
        status =
            read_list(opened, &yaml, yaml_document_get_node(&yaml, pair->value),
                      use_of(yaml_document_get_node(&yaml, pair->key)), err);
    yaml_document_delete(&yaml);
    if (status == CG_OK)
        *words = opened;
    else
        cg_name_words_close(opened);
    return status;
}

void cg_name_words_close(cg_name_words *words)
{
    if (words == NULL)
        return;
    HASH_CLEAR(hh, words->phrases);
    cg_arena_release(&words->arena);
    free(words);
}
