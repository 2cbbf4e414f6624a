/* Which programs a sentence calls up: those with a phrase in it that each of their
 * matches must hold. Of the parts of a pattern that must be there, the most telling
 * one is chosen, and the longer its shortest phrase, the more it tells. */
#include "ingest/text/rule_program.h"

enum { HEAD_BONUS = 6 }; /* bytes: the head tells more than what is around it */

static size_t score(const rule_node *node, const rule_scope *scope);

/* The words from `node` on, PHRASE_MAX at most; `*behind` follows them. */
static size_t run_of_words(const rule_node *node, uint32_t words[PHRASE_MAX],
                           size_t *bytes, const rule_node **behind)
{
    size_t count = 0;
    *bytes = 0;
    for (; node != NULL && node->type == NODE_WORD && count < PHRASE_MAX;
         node = node->next) {
        words[count++] = node->word;
        *bytes += node->name.size;
    }
    *behind = node;
    return count;
}

/* The most telling part of a sequence, NULL if none tells anything. */
static const rule_node *best_part(const rule_node *sequence,
                                  const rule_scope *scope, size_t *best)
{
    const rule_node *found = NULL;
    *best = 0;
    for (const rule_node *n = sequence->first; n != NULL;) {
        const rule_node *behind = n->next;
        uint32_t words[PHRASE_MAX];
        size_t tells = 0;
        if (n->type == NODE_WORD)
            run_of_words(n, words, &tells, &behind);
        else
            tells = score(n, scope);
        if (tells > *best) {
            *best = tells;
            found = n;
        }
        n = behind;
    }
    return found;
}

static size_t score_choice(const rule_node *node, const rule_scope *scope)
{
    size_t least = SIZE_MAX;
    for (const rule_node *n = node->first; n != NULL && least > 0; n = n->next) {
        size_t tells = score(n, scope);
        least = tells < least ? tells : least;
    }
    return least;
}

/* Sets of words are referred to often, and say the same in each place. */
static size_t score_reference(const rule_node *node, const rule_scope *scope)
{
    rule_definition *definition = node->definition;
    bool same = definition->words && definition->language != RULE_ANY_LANGUAGE;
    if (same && definition->tells > 0)
        return definition->tells;
    size_t tells = score(definition->body,
                         &(rule_scope){node->first, definition->file, scope});
    if (same)
        definition->tells = tells;
    return tells;
}

/* How telling a node is, in bytes; 0: a match may lack all of its words. */
static size_t score(const rule_node *node, const rule_scope *scope)
{
    size_t tells = 0;
    switch (node->type) {
    case NODE_WORD:
        return node->name.size;
    case NODE_SEQUENCE:
        best_part(node, scope, &tells);
        return tells;
    case NODE_CHOICE:
        return score_choice(node, scope);
    case NODE_REFERENCE:
        return score_reference(node, scope);
    case NODE_HOLE:
        return score(rule_fill(scope, node), scope->outer);
    case NODE_HEAD:
        tells = score(node->first, scope);
        return tells > 0 ? tells + HEAD_BONUS : 0;
    case NODE_REPEAT:
        return node->least > 0 ? score(node->first, scope) : 0;
    case NODE_LIST:
    case NODE_PROPERTY:
        return score(node->first, scope);
    case NODE_OPTIONAL:
    case NODE_SLOT:
    case NODE_GAP:
    case NODE_CLASS:
    case NODE_LOOK:
    case NODE_START:
        break;
    }
    return 0;
}

typedef struct {
    rule_book *book;
    uint32_t program;
    uint32_t root; /* of the phrases that call up programs of its stage */
} indexer;

/* A trigger for the program, with the kinds of the first two slots that it needs. */
static rule_trigger trigger_for(const rule_book *book, uint32_t program)
{
    const rule_program *called = &book->programs[program];
    rule_trigger trigger = {.program = program};
    size_t slots = 0;
    for (uint8_t i = 0; i < called->need_count; i++) {
        const rule_step *need = &book->steps[called->needs[i]];
        if (need->type == STEP_SLOT &&
            slots < sizeof trigger.kinds / sizeof *trigger.kinds)
            trigger.kinds[slots++] = need->kinds;
    }
    return trigger;
}

static cg_status put_first(rule_book *book, uint32_t program, uint32_t *list,
                           cg_error *err)
{
    if (*list != 0 && book->triggers[*list - 1].program == program)
        return CG_OK;
    cg_status status =
        cg_grow(book->triggers, &book->trigger_room, book->trigger_count + 1, err);
    if (status != CG_OK)
        return status;
    rule_trigger *trigger = &book->triggers[book->trigger_count++];
    *trigger = trigger_for(book, program);
    trigger->next = *list;
    *list = (uint32_t)book->trigger_count;
    return CG_OK;
}

static cg_status index_words(const indexer *x, const rule_node *node, cg_error *err)
{
    uint32_t words[PHRASE_MAX];
    size_t bytes;
    const rule_node *behind;
    size_t count = run_of_words(node, words, &bytes, &behind);
    uint32_t *list;
    cg_status status =
        phrases_add(&x->book->phrases, x->root, words, count, &list, err);
    return status == CG_OK ? put_first(x->book, x->program, list, err) : status;
}

/* Index the phrases that `score` counted. */
static cg_status index_node(const indexer *x, const rule_node *node,
                            const rule_scope *scope, cg_error *err)
{
    cg_status status = CG_OK;
    if (node->type == NODE_WORD)
        return index_words(x, node, err);
    if (node->type == NODE_REFERENCE)
        return index_node(x, node->definition->body,
                          &(rule_scope){node->first, node->definition->file, scope},
                          err);
    if (node->type == NODE_HOLE)
        return index_node(x, rule_fill(scope, node), scope->outer, err);
    if (node->type == NODE_SEQUENCE) {
        size_t best;
        return index_node(x, best_part(node, scope, &best), scope, err);
    }
    if (node->type != NODE_CHOICE)
        return index_node(x, node->first, scope, err);
    /* The words of a phrase follow each other in a sequence only, so that a word
     * in a choice is a phrase of its own. */
    for (const rule_node *n = node->first; status == CG_OK && n != NULL;
         n = n->next) {
        rule_node alone = *n;
        alone.next = NULL;
        status = index_node(x, &alone, scope, err);
    }
    return status;
}

static cg_status index_for(rule_book *book, uint32_t program,
                           const rule_node *pattern, uint8_t language,
                           cg_error *err)
{
    rule_stage stage = rule_stage_of(book->programs[program].rule->sort);
    uint32_t *root = &book->trigger_sets[stage][language];
    rule_scope scope = {NULL, book->programs[program].rule->file, NULL};
    cg_status status = CG_OK;
    if (*root == 0)
        status = phrases_new_set(&book->phrases, root, err);
    if (status != CG_OK)
        return status;
    indexer x = {book, program, *root};
    if (score(pattern, &scope) == 0)
        return put_first(book, program, &book->always[stage][language], err);
    return index_node(&x, pattern, &scope, err);
}

cg_status rule_index(rule_book *book, uint32_t program, const rule_node *pattern,
                     cg_error *err)
{
    uint8_t language = book->programs[program].rule->language;
    if (language != RULE_ANY_LANGUAGE)
        return index_for(book, program, pattern, language, err);
    cg_status status = CG_OK;
    for (uint8_t i = 0; status == CG_OK && i < CG_LANGUAGES; i++)
        status = index_for(book, program, pattern, i, err);
    return status;
}
