/* From the nodes of a pattern to the steps of a program. Definitions are expanded
 * where they are used; sets of words are shared. */
#include "ingest/text/rule_emit.h"

static cg_status emit(compiler *c, rule_node *node, const rule_scope *scope,
                      cg_error *err);

static cg_status add_step(compiler *c, const rule_file *file, size_t at,
                          rule_step step, cg_error *err)
{
    rule_book *book = c->book;
    if (book->step_count - c->first >= RULE_STEPS_MAX)
        return rule_fail(file, at, CG_LIMIT, err,
                         "the pattern takes more than %d steps", RULE_STEPS_MAX);
    cg_status status =
        cg_grow(book->steps, &book->step_room, book->step_count + 1, err);
    if (status == CG_OK)
        status =
            cg_grow(book->origins, &book->origin_room, book->step_count + 1, err);
    if (status != CG_OK)
        return status;
    book->origins[book->step_count] = (rule_origin){file, (uint32_t)at};
    book->steps[book->step_count++] = step;
    return CG_OK;
}

static cg_status add_simple(compiler *c, const rule_node *node,
                            const rule_scope *scope, step_type type, cg_error *err)
{
    return add_step(c, scope->file, node->at, (rule_step){.type = (uint8_t)type},
                    err);
}

/* The index of the step that comes next. */
static uint32_t here(const compiler *c)
{
    return (uint32_t)c->book->step_count;
}

static void aim(compiler *c, uint32_t step, uint32_t target)
{
    c->book->steps[step].x = target;
}

static cg_status emit_children(compiler *c, rule_node *node,
                               const rule_scope *scope, cg_error *err)
{
    cg_status status = CG_OK;
    for (rule_node *n = node->first; status == CG_OK && n != NULL; n = n->next)
        status = emit(c, n, scope, err);
    return status;
}

/* Is a pattern nothing but words and lists of words? */
static bool only_words(const compiler *c, rule_node *node, const rule_scope *scope)
{
    rule_definition *definition;
    if (node->type == NODE_WORD)
        return true;
    if (node->type == NODE_REFERENCE)
        return node->first == NULL &&
               rule_look_up(c->book, scope->file, node, c->rule->language,
                            &definition, NULL) == CG_OK &&
               definition->words;
    if (node->type != NODE_SEQUENCE && node->type != NODE_CHOICE)
        return false;
    for (rule_node *n = node->first; n != NULL; n = n->next)
        if (!only_words(c, n, scope) ||
            (node->type == NODE_SEQUENCE && n->type != NODE_WORD &&
             n->type != NODE_SEQUENCE))
            return false;
    return true;
}

static cg_status emit_word_set(compiler *c, rule_definition *definition,
                               const rule_node *node, const rule_scope *scope,
                               cg_error *err)
{
    uint32_t root;
    cg_status status = rule_word_set(c->book, definition, &root, err);
    return status == CG_OK
               ? add_step(c, scope->file, node->at,
                          (rule_step){.type = STEP_PHRASE, .x = root}, err)
               : status;
}

/* The set of a choice of words, kept at the node: a definition that is expanded often
 * has one. */
static cg_status emit_own_set(compiler *c, rule_node *node, const rule_scope *scope,
                              cg_error *err)
{
    uint8_t language = c->rule->language;
    rule_definition own = {.words = true,
                           .language = language,
                           .phrases = node->detail == language + 1 ? node->word : 0,
                           .file = scope->file,
                           .body = node};
    cg_status status = emit_word_set(c, &own, node, scope, err);
    node->word = own.phrases;
    node->detail = (uint8_t)(language + 1);
    return status;
}

/* A choice of words becomes a set of phrases, as if it were defined; others are
 *  split B; A; jump end; B: split C; …; end: */
static cg_status emit_choice(compiler *c, rule_node *node, const rule_scope *scope,
                             cg_error *err)
{
    if (only_words(c, node, scope))
        return emit_own_set(c, node, scope, err);
    uint32_t last_jump = 0; /* jumps to the end, chained by their x until known */
    cg_status status = CG_OK;
    for (rule_node *n = node->first; status == CG_OK && n != NULL; n = n->next) {
        uint32_t split = here(c);
        if (n->next == NULL) {
            status = emit(c, n, scope, err);
            break;
        }
        status = add_simple(c, n, scope, STEP_SPLIT, err);
        if (status == CG_OK)
            status = emit(c, n, scope, err);
        if (status == CG_OK)
            status = add_simple(c, n, scope, STEP_JUMP, err);
        if (status != CG_OK)
            return status;
        aim(c, here(c) - 1, last_jump);
        last_jump = here(c) - 1;
        aim(c, split, here(c));
    }
    while (status == CG_OK && last_jump != 0) {
        uint32_t before = c->book->steps[last_jump].x;
        aim(c, last_jump, here(c));
        last_jump = before;
    }
    return status;
}

static cg_status emit_optional(compiler *c, rule_node *child,
                               const rule_scope *scope, cg_error *err)
{
    uint32_t split = here(c);
    cg_status status = add_simple(c, child, scope, STEP_SPLIT, err);
    if (status == CG_OK)
        status = emit(c, child, scope, err);
    if (status == CG_OK)
        aim(c, split, here(c));
    return status;
}

static cg_status emit_repeat(compiler *c, rule_node *node, const rule_scope *scope,
                             cg_error *err)
{
    cg_status status = CG_OK;
    for (unsigned i = 0; status == CG_OK && i < node->most; i++)
        status = i < node->least ? emit(c, node->first, scope, err)
                                 : emit_optional(c, node->first, scope, err);
    return status;
}

/* again: child; split end; separator; jump again; end:
 * Of a name that no word may bind, those behind the first are joined to it, whatever the
 * word before them says elsewhere: child; again: split end; separator; joined; jump again;
 * end: */
static cg_status emit_list(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    rule_node separator = {
        .type = NODE_REFERENCE, .at = node->at, .name = CG_TEXT("list-separator")};
    rule_node joined = *node->first;
    joined.free = false;
    uint32_t again = here(c);
    cg_status status = emit(c, node->first, scope, err);
    uint32_t split = here(c);
    if (node->first->free)
        again = split;
    if (status == CG_OK)
        status = add_simple(c, node, scope, STEP_SPLIT, err);
    if (status == CG_OK)
        status = emit(c, &separator, scope, err);
    if (status == CG_OK && node->first->free)
        status = emit(c, &joined, scope, err);
    if (status == CG_OK)
        status = add_simple(c, node, scope, STEP_JUMP, err);
    if (status == CG_OK) {
        aim(c, here(c) - 1, again);
        aim(c, split, here(c));
    }
    return status;
}

static cg_status emit_reference(compiler *c, rule_node *node,
                                const rule_scope *scope, cg_error *err)
{
    rule_definition *definition;
    cg_status status = rule_look_up(c->book, scope->file, node, c->rule->language,
                                    &definition, err);
    if (status != CG_OK)
        return status;
    if (definition->words && node->first != NULL)
        return rule_fail(scope->file, node->at, CG_REFUSED, err,
                         "'%.*s' is a list of words and has no '_'",
                         CG_TEXT_ARG(node->name));
    if (definition->words)
        return emit_word_set(c, definition, node, scope, err);
    rule_scope inner = {node->first, definition->file, scope};
    return emit(c, definition->body, &inner, err);
}

static cg_status emit_hole(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    rule_node *part = rule_fill(scope, node);
    if (part == NULL)
        return rule_fail(scope->file, node->at, CG_SYNTAX, err,
                         scope->argument == NULL
                             ? "'_' stands only in a pattern that is used as "
                               "'@name{…}'"
                             : "the pattern is used with fewer parts between '{' "
                               "and '}'");
    return emit(c, part, scope->outer, err);
}

static cg_status emit_name(compiler *c, const rule_node *node, step_type type,
                           const rule_scope *scope, cg_error *err)
{
    if (node->detail == ROLE_SUBJECT || node->detail == ROLE_EACH)
        c->subjects |= node->kinds;
    if (node->detail == ROLE_OBJECT || node->detail == ROLE_EACH)
        c->objects |= node->kinds;
    return add_step(c, scope->file, node->at,
                    (rule_step){.type = (uint8_t)type,
                                .detail = node->detail,
                                .free = node->free,
                                .form = node->form,
                                .kinds = node->kinds},
                    err);
}

/* The root of the list of words that a reference names. */
static cg_status find_list(compiler *c, rule_node *reference,
                           const rule_scope *scope, uint32_t *root, cg_error *err)
{
    rule_definition *list;
    cg_status status = rule_look_up(c->book, scope->file, reference,
                                    c->rule->language, &list, err);
    if (status == CG_OK && !list->words)
        return rule_fail(scope->file, reference->at, CG_REFUSED, err,
                         "'%.*s' is no list of words",
                         CG_TEXT_ARG(reference->name));
    return status == CG_OK ? rule_word_set(c->book, list, root, err) : status;
}

static cg_status emit_slot(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    rule_step spelled = {.type = STEP_SPELLED};
    cg_status status = emit_name(c, node, STEP_SLOT, scope, err);
    if (status != CG_OK || node->first == NULL)
        return status;
    if (node->first->type == NODE_SLOT)
        return emit_name(c, node->first, node->ending ? STEP_ENDING : STEP_AFTER,
                         scope, err);
    spelled.detail = node->like;
    status = find_list(c, node->first, scope, &spelled.x, err);
    return status == CG_OK ? add_step(c, scope->file, node->at, spelled, err)
                           : status;
}

static cg_status emit_gap(compiler *c, rule_node *node, const rule_scope *scope,
                          cg_error *err)
{
    rule_step step = {.type = STEP_GAP,
                      .most = node->most,
                      .crosses = node->crosses,
                      .kinds = node->kinds};
    cg_status status = CG_OK;
    if (node->first != NULL)
        status = find_list(c, node->first, scope, &step.x, err);
    if (status != CG_OK)
        return status;
    return add_step(c, scope->file, node->at, step, err);
}

static cg_status find_key(compiler *c, rule_node *node, const rule_scope *scope,
                          uint8_t *key, cg_error *err)
{
    uint8_t i = 0;
    while (i < c->key_count && !cg_text_equal(c->keys[i], node->name))
        i++;
    if (i == RULE_PROPERTIES_MAX)
        return rule_fail(scope->file, node->at, CG_LIMIT, err,
                         "a pattern of more than %d properties",
                         RULE_PROPERTIES_MAX);
    if (i == c->key_count)
        c->keys[c->key_count++] = node->name;
    *key = i;
    return CG_OK;
}

static cg_status emit_property(compiler *c, rule_node *node,
                               const rule_scope *scope, cg_error *err)
{
    uint8_t key = 0;
    cg_status status = find_key(c, node, scope, &key, err);
    if (status == CG_OK)
        status = add_step(c, scope->file, node->at,
                          (rule_step){.type = STEP_OPEN, .detail = key}, err);
    if (status == CG_OK)
        status = emit_children(c, node, scope, err);
    if (status == CG_OK)
        status = add_step(c, scope->file, node->at,
                          (rule_step){.type = STEP_CLOSE, .detail = key}, err);
    return status;
}

static cg_status emit_head(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    c->has_head = true;
    cg_status status = add_simple(c, node, scope, STEP_HEAD, err);
    if (status == CG_OK)
        status = emit_children(c, node, scope, err);
    if (status == CG_OK)
        status = add_simple(c, node, scope, STEP_HEAD_END, err);
    return status;
}

/* ---- Looks: alternatives that are plain sequences, so that one is cheap ---- */

static cg_status emit_look_item(compiler *c, rule_node *node,
                                const rule_scope *scope, size_t *length,
                                cg_error *err)
{
    cg_status status = CG_OK;
    rule_definition *definition = NULL;
    if (node->type == NODE_SEQUENCE) {
        for (rule_node *n = node->first; status == CG_OK && n != NULL; n = n->next)
            status = emit_look_item(c, n, scope, length, err);
        return status;
    }
    if (node->type == NODE_REFERENCE)
        status = rule_look_up(c->book, scope->file, node, c->rule->language,
                              &definition, err);
    if (status != CG_OK)
        return status;
    bool words =
        node->type == NODE_CHOICE || (definition != NULL && definition->words);
    bool plain_slot =
        node->type == NODE_SLOT && node->detail == ROLE_NONE && node->first == NULL;
    if (!words && !plain_slot && node->type != NODE_WORD &&
        node->type != NODE_CLASS)
        return rule_fail(scope->file, node->at, CG_SYNTAX, err,
                         "looking around knows words, lists of words, classes and "
                         "names without a role");
    status = emit(c, node, scope, err);
    *length += definition != NULL    ? definition->longest
               : words || plain_slot ? PHRASE_MAX
                                     : 1;
    return status;
}

/* `*last` becomes the step that begins the alternative, which the one before it, if
 * any, leads to. */
static cg_status emit_alternative(compiler *c, rule_node *node,
                                  const rule_scope *scope, uint32_t *last,
                                  cg_error *err)
{
    uint32_t start = here(c);
    size_t length = 0;
    if (*last != 0)
        aim(c, *last, start);
    cg_status status = add_simple(c, node, scope, STEP_ALTERNATIVE, err);
    if (status == CG_OK)
        status = emit_look_item(c, node, scope, &length, err);
    if (status == CG_OK)
        status = add_simple(c, node, scope, STEP_MATCH, err);
    if (status == CG_OK)
        c->book->steps[start].most =
            (uint8_t)(length < PHRASE_MAX ? length : PHRASE_MAX);
    *last = start;
    return status;
}

/* Is it a choice that gather_phrases made, or one of phrases alone? */
static bool only_phrases(const rule_node *node)
{
    bool phrases = node->type != NODE_REFERENCE;
    for (const rule_node *n = node->first; phrases && n != NULL; n = n->next)
        phrases =
            (n->type == NODE_WORD || n->type == NODE_SEQUENCE) && only_phrases(n);
    return phrases;
}

static cg_status emit_alternatives(compiler *c, rule_node *node,
                                   const rule_scope *scope, uint32_t *last,
                                   cg_error *err)
{
    cg_status status = CG_OK;
    if (node->type != NODE_CHOICE || only_phrases(node))
        return emit_alternative(c, node, scope, last, err);
    for (rule_node *n = node->first; status == CG_OK && n != NULL; n = n->next)
        status = emit_alternatives(c, n, scope, last, err);
    return status;
}

static cg_status emit_look(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    uint32_t look = here(c);
    uint32_t last = 0;
    cg_status status =
        add_step(c, scope->file, node->at,
                 (rule_step){.type = STEP_LOOK, .detail = node->detail}, err);
    if (status == CG_OK)
        status = emit_alternatives(c, node->first, scope, &last, err);
    if (status == CG_OK)
        aim(c, look, here(c));
    return status;
}

static cg_status emit_node(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    switch (node->type) {
    case NODE_SEQUENCE:
        return emit_children(c, node, scope, err);
    case NODE_CHOICE:
        return emit_choice(c, node, scope, err);
    case NODE_OPTIONAL:
        return emit_optional(c, node->first, scope, err);
    case NODE_REPEAT:
        return emit_repeat(c, node, scope, err);
    case NODE_LIST:
        return emit_list(c, node, scope, err);
    case NODE_WORD:
        return add_step(c, scope->file, node->at,
                        (rule_step){.type = STEP_WORD, .x = node->word}, err);
    case NODE_REFERENCE:
        return emit_reference(c, node, scope, err);
    case NODE_HOLE:
        return emit_hole(c, node, scope, err);
    case NODE_SLOT:
        return emit_slot(c, node, scope, err);
    case NODE_GAP:
        return emit_gap(c, node, scope, err);
    case NODE_CLASS:
        return add_step(c, scope->file, node->at,
                        (rule_step){.type = STEP_CLASS, .detail = node->detail},
                        err);
    case NODE_PROPERTY:
        return emit_property(c, node, scope, err);
    case NODE_HEAD:
        return emit_head(c, node, scope, err);
    case NODE_LOOK:
        return emit_look(c, node, scope, err);
    case NODE_START:
        return add_simple(c, node, scope, STEP_START, err);
    }
    return cg_fail(err, CG_INTERNAL, NULL, "a pattern of no known type");
}

static cg_status emit(compiler *c, rule_node *node, const rule_scope *scope,
                      cg_error *err)
{
    if (c->depth == 4 * RULE_DEPTH_MAX)
        return rule_fail(scope->file, node->at, CG_LIMIT, err,
                         "definitions nest too deep, or refer to each other in a "
                         "circle");
    c->depth++;
    cg_status status = emit_node(c, node, scope, err);
    c->depth--;
    return status;
}

/* ---- Rules ---- */

cg_status rule_emit(compiler *c, rule_node *pattern, cg_error *err)
{
    rule_scope scope = {NULL, c->rule->file, NULL};
    cg_status status = emit(c, pattern, &scope, err);
    return status == CG_OK ? add_simple(c, pattern, &scope, STEP_MATCH, err)
                           : status;
}
