/* Sets of words: `words name: phrase | phrase | $other`. */
#include "ingest/text/rule_program.h"

typedef struct {
    rule_book *book;
    const rule_file *file;
    uint8_t language;
    uint32_t root;
    uint32_t value; /* or'ed into what is kept for each phrase */
    unsigned depth;
    size_t longest; /* words of a phrase */
} set_builder;

cg_status rule_look_up(const rule_book *book, const rule_file *file,
                       rule_node *node, uint8_t language,
                       rule_definition **definition, cg_error *err)
{
    if (node->detail != language + 1) {
        node->definition =
            rule_find_definition(&book->syntax, node->name, language);
        node->detail = (uint8_t)(language + 1);
    }
    *definition = node->definition;
    if (*definition == NULL)
        return rule_fail(file, node->at, CG_REFUSED, err,
                         "nothing is defined as '%.*s' for language '%s'",
                         CG_TEXT_ARG(node->name), rule_language_name(language));
    return CG_OK;
}

static cg_status add_node(set_builder *b, rule_node *node, cg_error *err);

/* The words of a phrase, one after the other. */
static cg_status collect(const set_builder *b, const rule_node *node,
                         uint32_t words[PHRASE_MAX], size_t *count, cg_error *err)
{
    if (node->type == NODE_SEQUENCE) {
        cg_status status = CG_OK;
        for (const rule_node *n = node->first; status == CG_OK && n != NULL;
             n = n->next)
            status = collect(b, n, words, count, err);
        return status;
    }
    if (node->type != NODE_WORD)
        return rule_fail(b->file, node->at, CG_SYNTAX, err,
                         "a list of words holds words, phrases and the names of "
                         "other lists; write 'pattern' for more");
    if (*count == PHRASE_MAX)
        return rule_fail(b->file, node->at, CG_LIMIT, err,
                         "a phrase of more than %d words", PHRASE_MAX);
    words[(*count)++] = node->word;
    return CG_OK;
}

static cg_status add_phrase(set_builder *b, const rule_node *node, cg_error *err)
{
    uint32_t words[PHRASE_MAX];
    size_t count = 0;
    uint32_t *value;
    cg_status status = collect(b, node, words, &count, err);
    if (status == CG_OK)
        status = phrases_add(&b->book->phrases, b->root, words, count, &value, err);
    if (status == CG_OK)
        *value |= b->value;
    if (count > b->longest)
        b->longest = count;
    return status;
}

static cg_status add_other(set_builder *b, rule_node *node, cg_error *err)
{
    rule_definition *other;
    cg_status status =
        rule_look_up(b->book, b->file, node, b->language, &other, err);
    if (status != CG_OK)
        return status;
    if (!other->words || node->first != NULL)
        return rule_fail(b->file, node->at, CG_REFUSED, err,
                         "'%.*s' is no list of words", CG_TEXT_ARG(node->name));
    if (b->depth == RULE_DEPTH_MAX)
        return rule_fail(b->file, node->at, CG_LIMIT, err,
                         "lists of words refer to each other in a circle");
    const rule_file *file = b->file;
    b->depth++;
    b->file = other->file;
    status = add_node(b, other->body, err);
    b->file = file;
    b->depth--;
    return status;
}

static cg_status add_node(set_builder *b, rule_node *node, cg_error *err)
{
    if (node->type == NODE_REFERENCE)
        return add_other(b, node, err);
    if (node->type != NODE_CHOICE)
        return add_phrase(b, node, err);
    cg_status status = CG_OK;
    for (rule_node *n = node->first; status == CG_OK && n != NULL; n = n->next)
        status = add_node(b, n, err);
    return status;
}

cg_status rule_add_words(rule_book *book, const rule_definition *definition,
                         uint8_t language, uint32_t root, uint32_t value,
                         size_t *longest, cg_error *err)
{
    set_builder b = {.book = book,
                     .file = definition->file,
                     .language = language,
                     .root = root,
                     .value = value};
    cg_status status = add_node(&b, definition->body, err);
    *longest = b.longest;
    return status;
}

cg_status rule_word_set(rule_book *book, rule_definition *definition,
                        uint32_t *root, cg_error *err)
{
    cg_status status = CG_OK;
    if (definition->phrases == 0) {
        size_t longest = 0;
        status = phrases_new_set(&book->phrases, root, err);
        if (status == CG_OK)
            status = rule_add_words(book, definition, definition->language, *root,
                                    1, &longest, err);
        if (status == CG_OK) {
            definition->phrases = *root;
            definition->longest = (uint8_t)longest;
        }
    }
    *root = definition->phrases;
    return status;
}
