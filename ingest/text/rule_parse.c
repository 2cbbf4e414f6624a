/* Rule files: statements, and what each of them says. */
#include <stdlib.h>

#include "ingest/text/rule_statement.h"

typedef struct {
    rule_syntax *syntax;
    const rule_file *file;
    uint8_t language; /* of what follows */
    bool has_language;
    text_rule
        *rule; /* that `when:` and its like belong to; NULL before the first */
    rule_pattern **patterns_end;
    rule_constant **constants_end;
    rule_example **examples_end;
} reader;

typedef cg_status (*read_statement)(reader *r, const statement *s, cg_error *err);

static const char *const sort_names[] = {
#define SORT_NAME(name, text) text,
    RULE_SORTS(SORT_NAME)
#undef SORT_NAME
};

static const char *const language_names[] = {"en", "vi", "zh", "any"};

const char *rule_sort_name(rule_sort sort)
{
    return sort_names[sort];
}

const char *rule_language_name(uint8_t language)
{
    return language_names[language];
}

/* ---- Bodies ---- */

static cg_text body_slice(const reader *r, const statement *s)
{
    return statement_body(r->file, s);
}

static cg_status body_number(const reader *r, const statement *s, long most,
                             long *number, cg_error *err)
{
    cg_text text = body_slice(r, s);
    cg_value value = cg_value_of_cell(text);
    if (value.type != CG_INTEGER || value.as.integer < -most ||
        value.as.integer > most)
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected a number up to %ld, found '%.*s'", most,
                         CG_TEXT_ARG(text));
    *number = (long)value.as.integer;
    return CG_OK;
}

static cg_status need_rule(const reader *r, const statement *s, cg_error *err)
{
    if (r->rule != NULL)
        return CG_OK;
    return rule_fail(r->file, s->at, CG_SYNTAX, err,
                     "'%.*s:' belongs to a rule: begin one with 'rule NAME: TYPE'",
                     CG_TEXT_ARG(s->keyword));
}

/* Of the sorts in the set `sorts`, which are called `whose`. */
static cg_status need_sort(const reader *r, const statement *s, unsigned sorts,
                           const char *whose, cg_error *err)
{
    cg_status status = need_rule(r, s, err);
    if (status != CG_OK || (sorts >> r->rule->sort & 1) != 0)
        return status;
    return rule_fail(r->file, s->at, CG_REFUSED, err, "'%.*s:' belongs to %s",
                     CG_TEXT_ARG(s->keyword), whose);
}

/* `Kind | Kind` and nothing else. */
static cg_status body_kinds(const reader *r, const statement *s, cg_kinds *kinds,
                            cg_error *err)
{
    size_t at = s->body;
    cg_status status =
        rule_parse_kinds(r->syntax, r->file, &at, s->end, kinds, err);
    if (status == CG_OK && at < s->end)
        return rule_fail(r->file, at, CG_SYNTAX, err, "expected '|' or the end");
    return status;
}

/* ---- Definitions ---- */

static cg_status read_language(reader *r, const statement *s, cg_error *err)
{
    cg_text name = body_slice(r, s);
    for (uint8_t i = 0; i <= RULE_ANY_LANGUAGE; i++)
        if (cg_text_equal(name, cg_text_z(language_names[i]))) {
            r->language = i;
            r->has_language = true;
            r->rule = NULL;
            return CG_OK;
        }
    return rule_fail(r->file, s->body, CG_SYNTAX, err,
                     "expected en, vi, zh or any, found '%.*s'", CG_TEXT_ARG(name));
}

static cg_status read_kinds(reader *r, const statement *s, cg_error *err)
{
    rule_kinds *set = cg_arena_alloc(r->syntax->arena, sizeof *set);
    if (set == NULL)
        return cg_fail_memory(err);
    cg_status status = body_kinds(r, s, &set->kinds, err);
    set->name = s->name;
    set->next = r->syntax->kinds;
    r->syntax->kinds = set;
    return status;
}

static cg_status define(reader *r, const statement *s, bool words, cg_error *err)
{
    const rule_definition *there =
        rule_find_definition(r->syntax, s->name, r->language);
    if (there != NULL && there->language == r->language)
        return rule_fail(r->file, s->at, CG_REFUSED, err,
                         "'%.*s' is defined twice for language '%s'",
                         CG_TEXT_ARG(s->name), language_names[r->language]);
    rule_definition *definition = rule_add_definition(r->syntax, s->name);
    if (definition == NULL)
        return cg_fail_memory(err);
    definition->words = words;
    definition->language = r->language;
    definition->file = r->file;
    return rule_parse_pattern(r->syntax, r->file, s->body, s->end,
                              &definition->body, err);
}

static cg_status read_words(reader *r, const statement *s, cg_error *err)
{
    return define(r, s, true, err);
}

static cg_status read_pattern(reader *r, const statement *s, cg_error *err)
{
    return define(r, s, false, err);
}

/* ---- Rules ---- */

static cg_status refuse_second(const reader *r, const statement *s, rule_sort sort,
                               cg_error *err)
{
    for (const text_rule *other = r->syntax->rules; other != NULL;
         other = other->next)
        if (other->sort == sort && other->language == r->language &&
            cg_text_equal(other->name, s->name))
            return rule_fail(r->file, s->at, CG_REFUSED, err,
                             "the name '%.*s' is taken by another %s of language "
                             "'%s'",
                             CG_TEXT_ARG(s->name), sort_names[sort],
                             language_names[r->language]);
    return CG_OK;
}

static cg_status begin_rule(reader *r, const statement *s, rule_sort sort,
                            cg_error *err)
{
    cg_status status = refuse_second(r, s, sort, err);
    if (status != CG_OK)
        return status;
    text_rule *new_rule = cg_arena_alloc(r->syntax->arena, sizeof *new_rule);
    if (new_rule == NULL)
        return cg_fail_memory(err);
    new_rule->sort = sort;
    new_rule->name = s->name;
    new_rule->language = r->language;
    new_rule->version = 1;
    new_rule->file = r->file;
    new_rule->at = (uint32_t)s->at;
    new_rule->index = r->syntax->rule_count++;
    *r->syntax->rules_end = new_rule;
    r->syntax->rules_end = &new_rule->next;
    r->rule = new_rule;
    r->patterns_end = &new_rule->patterns;
    r->constants_end = &new_rule->constants;
    r->examples_end = &new_rule->examples;
    return CG_OK;
}

static cg_status find_relation(const reader *r, cg_text name, size_t at,
                               uint8_t *relation, cg_error *err)
{
    cg_status status = cg_relation_find(r->syntax->vocabulary, name, relation, err);
    if (status != CG_OK) {
        cg_place place = {
            .source = r->file->name, .start = at, .end = at + name.size};
        cg_text_position(r->file->text, at, &place.line, &place.column);
        cg_error_locate(err, &place);
    }
    return status;
}

/* `rule NAME: TYPE`, `chain NAME: TYPE` */
static cg_status read_of_type(reader *r, const statement *s, rule_sort sort,
                              cg_error *err)
{
    cg_status status = begin_rule(r, s, sort, err);
    cg_text type = body_slice(r, s);
    if (status == CG_OK && type.size == 0)
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected a type of relation");
    if (status != CG_OK)
        return status;
    return find_relation(r, type, (size_t)(type.at - r->file->text.at),
                         &r->rule->relation, err);
}

static cg_status read_rule(reader *r, const statement *s, cg_error *err)
{
    return read_of_type(r, s, RULE_FACT, err);
}

static cg_status read_chain(reader *r, const statement *s, cg_error *err)
{
    return read_of_type(r, s, RULE_CHAIN, err);
}

static cg_status read_veto(reader *r, const statement *s, cg_error *err)
{
    cg_status status = begin_rule(r, s, RULE_VETO, err);
    for (size_t at = s->body; status == CG_OK && at < s->end;) {
        size_t start = at;
        while (at < s->end && r->file->text.at[at] != ',')
            at++;
        cg_text type = cg_text_trim(cg_text_slice(r->file->text, start, at++));
        uint8_t relation;
        status = find_relation(r, type, start, &relation, err);
        if (status == CG_OK)
            r->rule->relations.bits[relation / 64] |= (uint64_t)1
                                                      << (relation % 64);
    }
    return status;
}

static cg_status read_frame(reader *r, const statement *s, cg_error *err)
{
    cg_status status = begin_rule(r, s, RULE_FRAME, err);
    if (status == CG_OK && body_slice(r, s).size > 0)
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected nothing after 'frame NAME:'");
    return status;
}

static cg_status read_for_kinds(reader *r, const statement *s, rule_sort sort,
                                cg_error *err)
{
    cg_status status = begin_rule(r, s, sort, err);
    return status == CG_OK ? body_kinds(r, s, &r->rule->kinds, err) : status;
}

static cg_status read_stand_in(reader *r, const statement *s, cg_error *err)
{
    return read_for_kinds(r, s, RULE_STAND_IN, err);
}

static cg_status read_link(reader *r, const statement *s, cg_error *err)
{
    return read_for_kinds(r, s, RULE_LINK, err);
}

static cg_status read_unnamed(reader *r, const statement *s, cg_error *err)
{
    return read_for_kinds(r, s, RULE_UNNAMED, err);
}

/* ---- What rules consist of ---- */

static cg_status read_when(reader *r, const statement *s, cg_error *err)
{
    cg_status status =
        need_sort(r, s, ~(1U << RULE_CHAIN), "rules; a chain has 'joins:'", err);
    if (status != CG_OK)
        return status;
    rule_pattern *pattern = cg_arena_alloc(r->syntax->arena, sizeof *pattern);
    if (pattern == NULL)
        return cg_fail_memory(err);
    *r->patterns_end = pattern;
    r->patterns_end = &pattern->next;
    return rule_parse_pattern(r->syntax, r->file, s->body, s->end, &pattern->body,
                              err);
}

static cg_status read_set(reader *r, const statement *s, cg_error *err)
{
    cg_status status = need_rule(r, s, err);
    if (status != CG_OK)
        return status;
    cg_text body = body_slice(r, s);
    const char *equals = body.size > 0 ? memchr(body.at, '=', body.size) : NULL;
    if (equals == NULL)
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected 'key = value'");
    rule_constant *constant = cg_arena_alloc(r->syntax->arena, sizeof *constant);
    if (constant == NULL)
        return cg_fail_memory(err);
    size_t split = (size_t)(equals - body.at);
    constant->property.key = cg_text_trim(cg_text_slice(body, 0, split));
    constant->property.value =
        cg_value_of_cell(cg_text_trim(cg_text_slice(body, split + 1, body.size)));
    *r->constants_end = constant;
    r->constants_end = &constant->next;
    return CG_OK;
}

static cg_status read_modality(reader *r, const statement *s, cg_error *err)
{
    cg_status status = need_rule(r, s, err);
    cg_text name = body_slice(r, s);
    if (status == CG_OK && !cg_modality_parse(name, &r->rule->modality))
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected asserted, reported, planned, possible or "
                         "denied, found '%.*s'",
                         CG_TEXT_ARG(name));
    if (status == CG_OK)
        r->rule->has_modality = true;
    return status;
}

static cg_status read_version(reader *r, const statement *s, cg_error *err)
{
    long number = 0;
    cg_status status = need_rule(r, s, err);
    if (status == CG_OK)
        status = body_number(r, s, 1000000, &number, err);
    if (status == CG_OK && number < 1)
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected a version from 1");
    if (status == CG_OK)
        r->rule->version = (uint32_t)number;
    return status;
}

static cg_status read_priority(reader *r, const statement *s, cg_error *err)
{
    long number = 0;
    cg_status status = need_rule(r, s, err);
    if (status == CG_OK)
        status = body_number(r, s, 1000, &number, err);
    if (status == CG_OK)
        r->rule->priority = (int32_t)number;
    return status;
}

static cg_status read_prefer(reader *r, const statement *s, cg_error *err)
{
    static const char *const names[] = {
#define PREFER_NAME(name, text) text,
        RULE_PREFERS(PREFER_NAME)
#undef PREFER_NAME
    };
    cg_status status = need_rule(r, s, err);
    if (status != CG_OK)
        return status;
    cg_text which = body_slice(r, s);
    for (int i = 0; i < RULE_PREFER_COUNT; i++)
        if (cg_text_equal(which, cg_text_z(names[i]))) {
            r->rule->prefer = (rule_prefer)i;
            return CG_OK;
        }
    return rule_fail(r->file, s->body, CG_SYNTAX, err,
                     "expected topic, nearest, last, earlier, text, main, named, "
                     "pair, three or all, "
                     "found '%.*s'",
                     CG_TEXT_ARG(which));
}

/* `subject`, `object` or both. */
static cg_status read_sole(reader *r, const statement *s, cg_error *err)
{
    cg_status status = need_sort(r, s, 1U << RULE_FACT | 1U << RULE_CHAIN,
                                 "a rule that gives facts", err);
    for (size_t at = s->body; status == CG_OK && at <= s->end;) {
        size_t start = at;
        while (at < s->end && r->file->text.at[at] != ',')
            at++;
        cg_text role = cg_text_trim(cg_text_slice(r->file->text, start, at++));
        if (cg_text_equal(role, CG_TEXT("subject")))
            r->rule->sole_subject = true;
        else if (cg_text_equal(role, CG_TEXT("object")))
            r->rule->sole_object = true;
        else
            return rule_fail(r->file, start, CG_SYNTAX, err,
                             "expected subject or object, found '%.*s'",
                             CG_TEXT_ARG(role));
    }
    return status;
}

static cg_status read_known(reader *r, const statement *s, cg_error *err)
{
    cg_status status =
        need_sort(r, s, 1U << RULE_FACT, "a rule that gives facts", err);
    if (status != CG_OK)
        return status;
    r->rule->known_maker = cg_text_equal(body_slice(r, s), CG_TEXT("maker"));
    r->rule->known_unmade = cg_text_equal(body_slice(r, s), CG_TEXT("no other"));
    if (!r->rule->known_maker && !r->rule->known_unmade)
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected maker or no other");
    return CG_OK;
}

/* One of the two parts of `joins:`: "subject TYPE" or "object TYPE". */
static cg_status read_join(reader *r, cg_text part, int i, cg_error *err)
{
    bool subject = cg_text_starts(part, CG_TEXT("subject "));
    size_t at = (size_t)(part.at - r->file->text.at);
    size_t role = subject ? sizeof "subject" : sizeof "object";
    if (!subject && !cg_text_starts(part, CG_TEXT("object ")))
        return rule_fail(r->file, at, CG_SYNTAX, err,
                         "expected 'subject TYPE' or 'object TYPE'");
    if (subject)
        r->rule->joins_subject = (uint8_t)i;
    cg_text type = cg_text_trim(cg_text_slice(part, role, part.size));
    return find_relation(r, type, (size_t)(type.at - r->file->text.at),
                         &r->rule->joins[i], err);
}

/* `subject FIRST, object SECOND`, or the other way round. */
static cg_status read_joins(reader *r, const statement *s, cg_error *err)
{
    cg_status status = need_sort(r, s, 1U << RULE_CHAIN, "a chain", err);
    if (status != CG_OK)
        return status;
    cg_text body = body_slice(r, s);
    const char *comma = body.size > 0 ? memchr(body.at, ',', body.size) : NULL;
    size_t split = comma != NULL ? (size_t)(comma - body.at) : body.size;
    size_t behind = comma != NULL ? split + 1 : split;
    cg_text parts[2] = {cg_text_trim(cg_text_slice(body, 0, split)),
                        cg_text_trim(cg_text_slice(body, behind, body.size))};
    bool subject = cg_text_starts(parts[0], CG_TEXT("subject "));
    if (subject == cg_text_starts(parts[1], CG_TEXT("subject ")))
        return rule_fail(r->file, s->body, CG_SYNTAX, err,
                         "expected 'subject TYPE, object TYPE'");
    for (int i = 0; status == CG_OK && i < 2; i++)
        status = read_join(r, parts[i], i, err);
    r->rule->has_joins = true;
    return status;
}

static cg_status read_through(reader *r, const statement *s, cg_error *err)
{
    cg_status status = need_sort(r, s, 1U << RULE_CHAIN, "a chain", err);
    return status == CG_OK ? body_kinds(r, s, &r->rule->kinds, err) : status;
}

static cg_status read_example(reader *r, const statement *s, cg_error *err)
{
    cg_status status = need_rule(r, s, err);
    if (status != CG_OK)
        return status;
    rule_example *example = cg_arena_alloc(r->syntax->arena, sizeof *example);
    if (example == NULL)
        return cg_fail_memory(err);
    example->matches = cg_text_equal(s->keyword, CG_TEXT("yes"));
    example->at = (uint32_t)s->at;
    *r->examples_end = example;
    r->examples_end = &example->next;
    return statement_text(r->file, s, r->syntax->arena, &example->text, err);
}

/* ---- Statements ---- */

static const struct {
    const char *keyword;
    bool named;
    read_statement read;
} statements[] = {
    {"language", false, read_language}, {"kinds", true, read_kinds},
    {"words", true, read_words},        {"pattern", true, read_pattern},
    {"rule", true, read_rule},          {"frame", true, read_frame},
    {"stand-in", true, read_stand_in},  {"link", true, read_link},
    {"unnamed", true, read_unnamed},    {"veto", true, read_veto},
    {"chain", true, read_chain},        {"joins", false, read_joins},
    {"through", false, read_through},   {"when", false, read_when},
    {"set", false, read_set},           {"modality", false, read_modality},
    {"version", false, read_version},   {"priority", false, read_priority},
    {"prefer", false, read_prefer},     {"sole", false, read_sole},
    {"known", false, read_known},       {"yes", false, read_example},
    {"no", false, read_example},
};
enum { STATEMENTS = sizeof statements / sizeof *statements };

static int find_keyword(cg_text word)
{
    for (int i = 0; i < STATEMENTS; i++)
        if (cg_text_equal(word, cg_text_z(statements[i].keyword)))
            return i;
    return -1;
}

static cg_status run_statement(reader *r, const statement *s, cg_error *err)
{
    int found = find_keyword(s->keyword);
    if (found < 0)
        return rule_fail(r->file, s->at, CG_SYNTAX, err, "unknown keyword '%.*s:'",
                         CG_TEXT_ARG(s->keyword));
    if (statements[found].named != (s->name.size > 0))
        return rule_fail(r->file, s->at, CG_SYNTAX, err,
                         statements[found].named
                             ? "'%.*s' needs a name before its ':'"
                             : "'%.*s' takes no name before its ':'",
                         CG_TEXT_ARG(s->keyword));
    if (!r->has_language && statements[found].read != read_language &&
        statements[found].read != read_kinds)
        return rule_fail(r->file, s->at, CG_SYNTAX, err,
                         "expected 'language:' first");
    return statements[found].read(r, s, err);
}

/* Cut the file into statements and read each. A line that begins none continues
 * the one before; comments and empty lines at its end are not part of it. */
static cg_status read_statements(reader *r, cg_error *err)
{
    cg_text text = r->file->text;
    statement current = {0};
    bool pending = false;
    cg_status status = CG_OK;
    for (size_t at = 0; status == CG_OK && at < text.size;) {
        const char *stop = memchr(text.at + at, '\n', text.size - at);
        size_t end = stop != NULL ? (size_t)(stop - text.at) : text.size;
        cg_text line = cg_text_trim(cg_text_slice(text, at, end));
        size_t start = (size_t)(line.at - text.at);
        at = end + 1;
        if (line.size == 0 || line.at[0] == '#')
            continue;
        statement next;
        if (statement_begins(line, &next)) {
            if (pending)
                status = run_statement(r, &current, err);
            current = next;
            current.at = start;
            current.body += start;
            pending = true;
        } else if (!pending) {
            return rule_fail(r->file, start, CG_SYNTAX, err,
                             "expected a keyword with ':'");
        }
        current.end = start + line.size;
    }
    if (status == CG_OK && pending)
        status = run_statement(r, &current, err);
    return status;
}

static cg_status check_text(const char *name, cg_text text, cg_error *err)
{
    rule_file file = {name, text};
    if (text.size > RULE_FILE_MAX)
        return cg_fail(err, CG_LIMIT, &(cg_place){.source = name},
                       "a rule file of more than %d bytes", RULE_FILE_MAX);
    size_t bad = cg_text_check(text);
    if (bad < text.size)
        return rule_fail(&file, bad, CG_REFUSED, err,
                         "the file is not UTF-8 text without NUL bytes here");
    return CG_OK;
}

cg_status rule_parse(rule_syntax *syntax, const char *name, cg_text text,
                     cg_error *err)
{
    cg_status status = check_text(name, text, err);
    if (status != CG_OK)
        return status;
    if (cg_text_starts(text, CG_TEXT("\xef\xbb\xbf")))
        text = cg_text_slice(text, 3, text.size);
    rule_file *file = cg_arena_alloc(syntax->arena, sizeof *file);
    cg_text kept_name;
    if (file == NULL)
        return cg_fail_memory(err);
    status = cg_arena_copy(syntax->arena, text, &file->text, err);
    if (status == CG_OK)
        status = cg_arena_copy(syntax->arena, cg_text_z(name), &kept_name, err);
    if (status != CG_OK)
        return status;
    file->name = kept_name.at;
    if (syntax->rules_end == NULL)
        syntax->rules_end = &syntax->rules;
    reader r = {.syntax = syntax, .file = file};
    return read_statements(&r, err);
}
