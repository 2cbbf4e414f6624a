/* From the nodes of a pattern to the steps of a program. Definitions are expanded
 * where they are used; sets of words are shared. */
#include "ingest/text/rule_program.h"

typedef struct {
    rule_book *book;
    const text_rule *rule;
    size_t first; /* step of the program */
    cg_text *keys;
    uint8_t key_count;
    cg_kinds subjects; /* of all its slots */
    cg_kinds objects;
    unsigned depth;
    bool has_head;
    cg_kinds needs[RULE_NEEDS_MAX];
    uint8_t need_count;
} compiler;

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
        book->steps[book->step_count++] = step;
    return status;
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

/*  split B; A; jump end; B: split C; …; end: */
static cg_status emit_choice(compiler *c, rule_node *node, const rule_scope *scope,
                             cg_error *err)
{
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

/* again: child; split end; separator; jump again; end: */
static cg_status emit_list(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    rule_node separator = {
        .type = NODE_REFERENCE, .at = node->at, .name = CG_TEXT("list-separator")};
    uint32_t again = here(c);
    cg_status status = emit(c, node->first, scope, err);
    uint32_t split = here(c);
    if (status == CG_OK)
        status = add_simple(c, node, scope, STEP_SPLIT, err);
    if (status == CG_OK)
        status = emit(c, &separator, scope, err);
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
    if (definition->words) {
        uint32_t root;
        status = rule_word_set(c->book, definition, &root, err);
        if (status == CG_OK && node->first != NULL)
            return rule_fail(scope->file, node->at, CG_REFUSED, err,
                             "'%.*s' is a list of words and has no '_'",
                             CG_TEXT_ARG(node->name));
        return status == CG_OK
                   ? add_step(c, scope->file, node->at,
                              (rule_step){.type = STEP_PHRASE, .x = root}, err)
                   : status;
    }
    rule_scope inner = {node->first, definition->file, scope};
    return emit(c, definition->body, &inner, err);
}

static cg_status emit_hole(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    if (scope->argument == NULL)
        return rule_fail(scope->file, node->at, CG_SYNTAX, err,
                         "'_' stands only in a pattern that is used as "
                         "'@name{…}'");
    return emit(c, scope->argument, scope->outer, err);
}

static cg_status emit_name(compiler *c, const rule_node *node, step_type type,
                           const rule_scope *scope, cg_error *err)
{
    if (node->detail == ROLE_SUBJECT)
        c->subjects |= node->kinds;
    if (node->detail == ROLE_OBJECT)
        c->objects |= node->kinds;
    return add_step(c, scope->file, node->at,
                    (rule_step){.type = (uint8_t)type,
                                .detail = node->detail,
                                .kinds = node->kinds},
                    err);
}

static cg_status emit_slot(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    cg_status status = emit_name(c, node, STEP_SLOT, scope, err);
    if (status == CG_OK && node->first != NULL)
        status = emit_name(c, node->first, STEP_AFTER, scope, err);
    return status;
}

static cg_status emit_gap(compiler *c, rule_node *node, const rule_scope *scope,
                          cg_error *err)
{
    rule_step step = {.type = STEP_GAP,
                      .most = node->most,
                      .commas = node->commas,
                      .kinds = node->kinds};
    if (node->first != NULL) {
        rule_definition *stop;
        cg_status status = rule_look_up(c->book, scope->file, node->first,
                                        c->rule->language, &stop, err);
        if (status == CG_OK && !stop->words)
            return rule_fail(scope->file, node->first->at, CG_REFUSED, err,
                             "'%.*s' is no list of words",
                             CG_TEXT_ARG(node->first->name));
        if (status == CG_OK)
            status = rule_word_set(c->book, stop, &step.x, err);
        if (status != CG_OK)
            return status;
    }
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
                                const rule_scope *scope, cg_error *err)
{
    cg_status status = CG_OK;
    rule_definition *definition = NULL;
    if (node->type == NODE_SEQUENCE) {
        for (rule_node *n = node->first; status == CG_OK && n != NULL; n = n->next)
            status = emit_look_item(c, n, scope, err);
        return status;
    }
    if (node->type == NODE_REFERENCE)
        status = rule_look_up(c->book, scope->file, node, c->rule->language,
                              &definition, err);
    if (status != CG_OK)
        return status;
    bool words = definition != NULL && definition->words;
    bool plain_slot =
        node->type == NODE_SLOT && node->detail == ROLE_NONE && node->first == NULL;
    if (!words && !plain_slot && node->type != NODE_WORD &&
        node->type != NODE_CLASS)
        return rule_fail(scope->file, node->at, CG_SYNTAX, err,
                         "looking around knows words, lists of words, classes and "
                         "names without a role");
    return emit(c, node, scope, err);
}

static cg_status emit_alternative(compiler *c, rule_node *node,
                                  const rule_scope *scope, bool last, cg_error *err)
{
    uint32_t start = here(c);
    cg_status status = add_simple(c, node, scope, STEP_ALTERNATIVE, err);
    if (status == CG_OK)
        status = emit_look_item(c, node, scope, err);
    if (status == CG_OK)
        status = add_simple(c, node, scope, STEP_MATCH, err);
    if (status == CG_OK)
        aim(c, start, last ? 0 : here(c));
    return status;
}

static cg_status emit_look(compiler *c, rule_node *node, const rule_scope *scope,
                           cg_error *err)
{
    uint32_t look = here(c);
    cg_status status =
        add_step(c, scope->file, node->at,
                 (rule_step){.type = STEP_LOOK, .detail = node->detail}, err);
    bool choice = node->first->type == NODE_CHOICE;
    for (rule_node *n = choice ? node->first->first : node->first;
         status == CG_OK && n != NULL; n = choice ? n->next : NULL)
        status = emit_alternative(c, n, scope, !choice || n->next == NULL, err);
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

/* The kinds without which a sentence need not be looked at: those of the slots
 * that every match fills. */
static void find_needs(compiler *c, const rule_node *node, const rule_scope *scope)
{
    switch (node->type) {
    case NODE_SLOT:
        if (c->need_count < RULE_NEEDS_MAX)
            c->needs[c->need_count++] = node->kinds;
        break;
    case NODE_HOLE:
        find_needs(c, scope->argument, scope->outer);
        break;
    case NODE_REFERENCE:
        if (!node->definition->words)
            find_needs(c, node->definition->body,
                       &(rule_scope){node->first, node->definition->file, scope});
        break;
    case NODE_REPEAT:
        if (node->least > 0)
            find_needs(c, node->first, scope);
        break;
    case NODE_SEQUENCE:
    case NODE_HEAD:
    case NODE_LIST:
    case NODE_PROPERTY:
        for (const rule_node *n = node->first; n != NULL; n = n->next)
            find_needs(c, n, scope);
        break;
    case NODE_CHOICE:
    case NODE_OPTIONAL:
    case NODE_WORD:
    case NODE_GAP:
    case NODE_CLASS:
    case NODE_LOOK:
    case NODE_START:
        break;
    }
}

static cg_status check_ends(const compiler *c, const rule_node *pattern,
                            cg_error *err)
{
    const text_rule *rule = c->rule;
    if (c->subjects == 0 || c->objects == 0)
        return rule_fail(
            rule->file, pattern->at, CG_REFUSED, err,
            "a rule needs a name with ':subject' and one with ':object'");
    const cg_vocabulary *vocabulary = c->book->syntax.vocabulary;
    for (uint8_t i = 0; i < cg_kind_count(vocabulary); i++) {
        cg_kinds kind = (cg_kinds)1 << i;
        bool subject = (c->subjects & kind) != 0 && c->subjects != ~(cg_kinds)0;
        bool object = (c->objects & kind) != 0 && c->objects != ~(cg_kinds)0;
        cg_text name = cg_kind_at(vocabulary, i)->name;
        cg_text type = cg_relation_at(vocabulary, rule->relation)->name;
        if (subject &&
            !cg_relation_allows(vocabulary, rule->relation, kind, c->objects))
            return rule_fail(rule->file, pattern->at, CG_REFUSED, err,
                             "a %.*s cannot be the subject of %.*s with these "
                             "objects",
                             CG_TEXT_ARG(name), CG_TEXT_ARG(type));
        if (object &&
            !cg_relation_allows(vocabulary, rule->relation, c->subjects, kind))
            return rule_fail(rule->file, pattern->at, CG_REFUSED, err,
                             "a %.*s cannot be the object of %.*s with these "
                             "subjects",
                             CG_TEXT_ARG(name), CG_TEXT_ARG(type));
    }
    return CG_OK;
}

static cg_status check_pattern(const compiler *c, const rule_node *pattern,
                               cg_error *err)
{
    switch (c->rule->sort) {
    case RULE_FACT:
        return check_ends(c, pattern, err);
    case RULE_STAND_IN:
        if (!c->has_head)
            return rule_fail(c->rule->file, pattern->at, CG_REFUSED, err,
                             "a stand-in marks its words with '!'");
        return CG_OK;
    case RULE_VETO:
    case RULE_FRAME:
    case RULE_UNNAMED:
    case RULE_SORT_COUNT:
        break;
    }
    return CG_OK;
}

static cg_status add_program(compiler *c, cg_error *err)
{
    rule_book *book = c->book;
    cg_status status =
        cg_grow(book->programs, &book->program_room, book->program_count + 1, err);
    if (status != CG_OK)
        return status;
    rule_program program = {.rule = c->rule,
                            .first = (uint32_t)c->first,
                            .count = (uint32_t)(book->step_count - c->first),
                            .keys = c->keys,
                            .key_count = c->key_count,
                            .need_count = c->need_count};
    memcpy(program.needs, c->needs, sizeof program.needs);
    book->programs[book->program_count++] = program;
    return CG_OK;
}

static cg_status compile_pattern(rule_book *book, const text_rule *rule,
                                 rule_node *pattern, cg_error *err)
{
    compiler c = {.book = book, .rule = rule, .first = book->step_count};
    c.keys = cg_arena_array(&book->arena, RULE_PROPERTIES_MAX, sizeof *c.keys);
    if (c.keys == NULL)
        return cg_fail_memory(err);
    rule_scope scope = {NULL, rule->file, NULL};
    cg_status status = emit(&c, pattern, &scope, err);
    if (status == CG_OK)
        status = add_simple(&c, pattern, &scope, STEP_MATCH, err);
    if (status == CG_OK)
        status = check_pattern(&c, pattern, err);
    if (status != CG_OK)
        return status;
    find_needs(&c, pattern, &scope);
    status = add_program(&c, err);
    if (status == CG_OK)
        status = rule_index(book, (uint32_t)book->program_count - 1, pattern, err);
    return status;
}

static cg_status label_rule(rule_book *book, text_rule *rule, cg_error *err)
{
    cg_buffer label = {0};
    cg_buffer_printf(&label, "%s/%.*s@%u", rule_language_name(rule->language),
                     CG_TEXT_ARG(rule->name), (unsigned)rule->version);
    cg_status status = cg_buffer_status(&label, err);
    if (status == CG_OK)
        status =
            cg_arena_copy(&book->arena, cg_buffer_text(&label), &rule->label, err);
    cg_buffer_release(&label);
    return status;
}

static cg_status compile_rule(rule_book *book, text_rule *rule, cg_error *err)
{
    if (rule->patterns == NULL)
        return rule_fail(rule->file, rule->at, CG_REFUSED, err,
                         "%s '%.*s' has no 'when:'", rule_sort_name(rule->sort),
                         CG_TEXT_ARG(rule->name));
    cg_status status = label_rule(book, rule, err);
    for (const rule_pattern *p = rule->patterns; status == CG_OK && p != NULL;
         p = p->next)
        status = compile_pattern(book, rule, p->body, err);
    return status;
}

/* ---- Marks ---- */

static const struct {
    const char *name;
    rule_mark mark;
} mark_words[] = {
    {"negation", MARK_NEGATION}, {"not-negation", MARK_NOT_NEGATION},
    {"denial", MARK_DENIAL},     {"planned", MARK_PLANNED},
    {"possible", MARK_POSSIBLE}, {"reported", MARK_REPORTED},
    {"rumoured", MARK_RUMOURED}, {"barrier", MARK_BARRIER},
};

static cg_status compile_marks(rule_book *book, uint8_t language, cg_error *err)
{
    cg_status status = phrases_new_set(&book->phrases, &book->marks[language], err);
    for (size_t i = 0;
         status == CG_OK && i < sizeof mark_words / sizeof *mark_words; i++) {
        const rule_definition *words = rule_find_definition(
            &book->syntax, cg_text_z(mark_words[i].name), language);
        if (words != NULL)
            status = rule_add_words(book, words, language, book->marks[language],
                                    1U << mark_words[i].mark, err);
    }
    return status;
}

cg_status rule_compile(rule_book *book, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint8_t i = 0; status == CG_OK && i < CG_LANGUAGES; i++)
        if (book->marks[i] == 0)
            status = compile_marks(book, i, err);
    for (text_rule *r = book->syntax.rules; status == CG_OK && r != NULL;
         r = r->next)
        if (r->index >= book->compiled)
            status = compile_rule(book, r, err);
    if (status == CG_OK)
        book->compiled = book->syntax.rule_count;
    return status;
}
