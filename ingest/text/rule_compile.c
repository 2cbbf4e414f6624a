/* From rules to programs: what a pattern must hold to be one, what a sentence must hold
 * to be looked at, and the lists of words that the reader itself looks for. */
#include "ingest/text/rule_emit.h"

rule_node *rule_fill(const rule_scope *scope, const rule_node *hole)
{
    rule_node *part = scope->argument;
    for (uint8_t i = 0; part != NULL && i < hole->detail; i++)
        part = part->next;
    return part;
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
    case RULE_LINK:
        if (!c->has_head)
            return rule_fail(c->rule->file, pattern->at, CG_REFUSED, err,
                             "a %s marks its words with '!'",
                             rule_sort_name(c->rule->sort));
        return CG_OK;
    case RULE_VETO:
    case RULE_FRAME:
    case RULE_UNNAMED:
    case RULE_CHAIN:
    case RULE_SORT_COUNT:
        break;
    }
    return CG_OK;
}

/* Add the steps one of which tells where a match that goes on at `step` can begin: it
 * takes the first token, or is at the sentence's start. False if they are too many, or
 * any token can be the first. `depth` counts the branches. */
static bool find_starts(const compiler *c, rule_program *program, uint32_t step,
                        unsigned depth)
{
    const rule_step *steps = c->book->steps;
    for (;;) {
        const rule_step *now = &steps[step];
        switch ((step_type)now->type) {
        case STEP_WORD:
        case STEP_PHRASE:
        case STEP_SLOT:
        case STEP_CLASS:
        case STEP_START:
            if (program->start_count == RULE_STARTS_MAX)
                return false;
            program->starts[program->start_count++] = step;
            return true;
        case STEP_SPLIT:
            if (depth == RULE_STARTS_MAX ||
                !find_starts(c, program, now->x, depth + 1))
                return false;
            step++;
            break;
        case STEP_JUMP:
        case STEP_LOOK:
            if (now->x <= step)
                return false;
            step = now->x;
            break;
        case STEP_OPEN:
        case STEP_CLOSE:
        case STEP_HEAD:
        case STEP_HEAD_END:
            step++;
            break;
        case STEP_AFTER:
        case STEP_ENDING:
        case STEP_SPELLED:
        case STEP_GAP:
        case STEP_ALTERNATIVE:
        case STEP_MATCH:
        case STEP_COUNT:
            return false;
        }
    }
}

/* Find the steps that no match goes round: those that no jump, split or look leads
 * over. */
static void find_needs(const compiler *c, rule_program *program)
{
    uint32_t end = program->first + program->count;
    uint32_t over = program->first; /* what comes before it may be passed over */
    for (uint32_t i = program->first;
         i < end && program->need_count < RULE_NEEDS_MAX; i++) {
        const rule_step *step = &c->book->steps[i];
        bool leads = step->type == STEP_SPLIT || step->type == STEP_JUMP ||
                     step->type == STEP_LOOK;
        bool takes = step->type == STEP_WORD || step->type == STEP_PHRASE ||
                     step->type == STEP_SLOT;
        if (takes && i >= over)
            program->needs[program->need_count++] = i;
        if (leads && step->x > over)
            over = step->x;
    }
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
                            .sole = (c->rule->sole_subject ? c->subjects : 0) |
                                    (c->rule->sole_object ? c->objects : 0),
                            .key_count = c->key_count};
    cg_text *keys = cg_arena_array(&book->arena, c->key_count, sizeof *keys);
    if (keys == NULL)
        return cg_fail_memory(err);
    memcpy(keys, c->keys, c->key_count * sizeof *keys);
    program.keys = keys;
    find_needs(c, &program);
    if (!find_starts(c, &program, program.first, 0))
        program.start_count = 0;
    book->programs[book->program_count++] = program;
    return CG_OK;
}

static cg_status compile_pattern(rule_book *book, const text_rule *rule,
                                 rule_node *pattern, cg_error *err)
{
    compiler c = {.book = book, .rule = rule, .first = book->step_count};
    cg_status status = rule_emit(&c, pattern, err);
    if (status == CG_OK)
        status = check_pattern(&c, pattern, err);
    if (status == CG_OK)
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
    bool chain = rule->sort == RULE_CHAIN;
    if (chain ? !rule->has_joins : rule->patterns == NULL)
        return rule_fail(rule->file, rule->at, CG_REFUSED, err,
                         "%s '%.*s' has no '%s:'", rule_sort_name(rule->sort),
                         CG_TEXT_ARG(rule->name), chain ? "joins" : "when");
    cg_status status = label_rule(book, rule, err);
    for (const rule_pattern *p = rule->patterns; status == CG_OK && p != NULL;
         p = p->next)
        status = compile_pattern(book, rule, p->body, err);
    return status;
}

/* ---- Marks ---- */

/* A list of words that a language may define, and what it does. */
typedef struct {
    const char *name;
    int bit;
} telling_words;

static const telling_words mark_words[] = {
    {"negation", MARK_NEGATION}, {"not-negation", MARK_NOT_NEGATION},
    {"denial", MARK_DENIAL},     {"planned", MARK_PLANNED},
    {"possible", MARK_POSSIBLE}, {"reported", MARK_REPORTED},
    {"rumoured", MARK_RUMOURED}, {"barrier", MARK_BARRIER},
    {"compound", MARK_COMPOUND},
};

static const telling_words bind_words[] = {
    {"binding", BIND_BINDING},
    {"not-binding", BIND_NOT},
    {"joining", BIND_JOINING},
    {"unbinding", BIND_ENDS},
};

/* Gather the phrases of such lists in the set `*root`, a new one if it is 0 and there are
 * any. */
static cg_status gather_words(rule_book *book, uint8_t language,
                              const telling_words *lists, size_t count,
                              uint32_t *root, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < count; i++) {
        size_t longest;
        const rule_definition *words =
            rule_find_definition(&book->syntax, cg_text_z(lists[i].name), language);
        if (words != NULL && *root == 0)
            status = phrases_new_set(&book->phrases, root, err);
        if (status == CG_OK && words != NULL)
            status = rule_add_words(book, words, language, *root,
                                    1U << lists[i].bit, &longest, err);
    }
    return status;
}

static cg_status compile_marks(rule_book *book, uint8_t language, cg_error *err)
{
    cg_status status = phrases_new_set(&book->phrases, &book->marks[language], err);
    if (status == CG_OK)
        status = gather_words(book, language, mark_words,
                              sizeof mark_words / sizeof *mark_words,
                              &book->marks[language], err);
    return status == CG_OK ? gather_words(book, language, bind_words,
                                          sizeof bind_words / sizeof *bind_words,
                                          &book->binds[language], err)
                           : status;
}

cg_status rule_compile(rule_book *book, cg_error *err)
{
    cg_status status =
        words_add(book->syntax.words, CG_TEXT(","), &book->comma, err);
    for (uint8_t i = 0; status == CG_OK && i < CG_LANGUAGES; i++)
        if (book->marks[i] == 0)
            status = compile_marks(book, i, err);
    for (text_rule *r = book->syntax.rules; status == CG_OK && r != NULL;
         r = r->next)
        if (r->index >= book->compiled)
            status = compile_rule(book, r, err);
    if (status == CG_OK)
        status = phrases_index(&book->phrases, err);
    if (status == CG_OK)
        book->compiled = book->syntax.rule_count;
    return status;
}
