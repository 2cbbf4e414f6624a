#include "ingest/text/rule_atom.h"

#include <stdarg.h>
#include <stdio.h>

#include "ingest/text/document.h"
#include "ingest/text/token.h"

/* What a literal ends at, besides blanks. */
static const char specials[] = "()|?+{}^!_~$@[]<>\"=;";

static const char *const class_names[] = {
#define CLASS_NAME(name, text) text,
    RULE_CLASSES(CLASS_NAME)
#undef CLASS_NAME
};

static const struct {
    const char *name;
    rule_role role;
} role_names[] = {{"subject", ROLE_SUBJECT}, {"object", ROLE_OBJECT},
                  {"each", ROLE_EACH},       {"speaker", ROLE_SPEAKER},
                  {"maker", ROLE_MAKER},     {"home", ROLE_HOME},
                  {"meant", ROLE_MEANT},     {"other", ROLE_OTHER}};

cg_status rule_fail(const rule_file *file, size_t at, cg_status status,
                    cg_error *err, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);

    cg_place place = {.source = file->name, .start = at, .end = at};
    cg_text_position(file->text, at, &place.line, &place.column);
    return cg_fail(err, status, &place, "%s", message);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Blanks, and comments: from a '#' after a blank to the end of the line. */
void atom_skip_blanks(atom_parser *p)
{
    while (p->at < p->end) {
        if (is_blank(atom_peek(p))) {
            p->at++;
        } else if (atom_peek(p) == '#') {
            while (p->at < p->end && atom_peek(p) != '\n')
                p->at++;
        } else {
            break;
        }
    }
}

cg_text atom_name(atom_parser *p)
{
    size_t start = p->at;
    while (p->at < p->end && is_name(atom_peek(p)))
        p->at++;
    return cg_text_slice(p->file->text, start, p->at);
}

cg_status atom_expected(const atom_parser *p, const char *what, cg_error *err)
{
    size_t at = p->at;
    if (at >= p->end)
        return rule_fail(p->file, p->end, CG_SYNTAX, err,
                         "the pattern ends where %s is expected", what);
    cg_text_next(p->file->text, &at);
    cg_text found = cg_text_slice(p->file->text, p->at, at);
    return rule_fail(p->file, p->at, CG_SYNTAX, err, "expected %s, found '%.*s'",
                     what, CG_TEXT_ARG(found));
}

cg_status atom_take(atom_parser *p, char sign, const char *what, cg_error *err)
{
    atom_skip_blanks(p);
    if (atom_peek(p) != sign)
        return atom_expected(p, what, err);
    p->at++;
    return CG_OK;
}

cg_status atom_node(atom_parser *p, rule_node_type type, rule_node **node,
                    cg_error *err)
{
    *node = cg_arena_alloc(p->syntax->arena, sizeof **node);
    if (*node == NULL)
        return cg_fail_memory(err);
    (*node)->type = type;
    (*node)->at = (uint32_t)p->at;
    return CG_OK;
}

/* A node around `child`. */
cg_status atom_wrap(atom_parser *p, rule_node_type type, rule_node *child,
                    rule_node **node, cg_error *err)
{
    cg_status status = atom_node(p, type, node, err);
    if (status == CG_OK) {
        (*node)->at = child->at;
        (*node)->first = child;
    }
    return status;
}

/* ---- Literals ---- */

static cg_status add_word(atom_parser *p, cg_text word, size_t at, rule_node **node,
                          cg_error *err)
{
    cg_status status = atom_node(p, NODE_WORD, node, err);
    if (status != CG_OK)
        return status;
    (*node)->at = (uint32_t)at;
    (*node)->name = word;
    return words_add(p->syntax->words, word, &(*node)->word, err);
}

/* A possessive `'s` is one token only behind a word. */
static bool is_possessive(cg_text literal)
{
    return literal.size == 2 && literal.at[0] == '\'' && literal.at[1] == 's';
}

/* The tokens of `literal`, cut as documents are. */
static cg_status add_words(atom_parser *p, cg_text literal, size_t at,
                           rule_node *parent, cg_error *err)
{
    rule_node **end = &parent->first;
    text_token token;
    cg_status status = CG_OK;
    if (is_possessive(literal))
        return add_word(p, literal, at, end, err);
    for (size_t i = 0; status == CG_OK && token_next(literal, &i, &token);) {
        status = add_word(p, cg_text_slice(literal, token.start, token.end),
                          at + token.start, end, err);
        if (status == CG_OK)
            end = &(*end)->next;
    }
    return status;
}

/* One token stands alone, several are a sequence. */
cg_status atom_literal(atom_parser *p, size_t start, size_t end, rule_node **node,
                       cg_error *err)
{
    cg_status status = atom_node(p, NODE_SEQUENCE, node, err);
    if (status != CG_OK)
        return status;
    (*node)->at = (uint32_t)start;
    status =
        add_words(p, cg_text_slice(p->file->text, start, end), start, *node, err);
    if (status == CG_OK && (*node)->first == NULL)
        return rule_fail(p->file, start, CG_SYNTAX, err, "an empty literal");
    if (status == CG_OK && (*node)->first->next == NULL)
        *node = (*node)->first;
    return status;
}

cg_status atom_quoted(atom_parser *p, rule_node **node, cg_error *err)
{
    size_t start = ++p->at;
    while (p->at < p->end && atom_peek(p) != '"' && atom_peek(p) != '\n')
        p->at++;
    if (atom_peek(p) != '"')
        return atom_expected(p, "a closing '\"'", err);
    return atom_literal(p, start, p->at++, node, err);
}

bool atom_ends_literal(const atom_parser *p)
{
    char c = atom_peek(p);
    return is_blank(c) || strchr(specials, c) != NULL;
}

/* ---- Slots, gaps, classes ---- */

cg_status rule_parse_kinds(const rule_syntax *syntax, const rule_file *file,
                           size_t *at, size_t end, cg_kinds *kinds, cg_error *err)
{
    atom_parser p = {.file = file, .at = *at, .end = end};
    *kinds = 0;
    do {
        atom_skip_blanks(&p);
        if (atom_peek(&p) == '*') {
            p.at++;
            *kinds = ~(cg_kinds)0;
        } else {
            size_t start = p.at;
            while (is_name(atom_peek(&p)) ||
                   (atom_peek(&p) >= 'A' && atom_peek(&p) <= 'Z'))
                p.at++;
            cg_text name = cg_text_slice(file->text, start, p.at);
            if (name.size == 0)
                return atom_expected(&p, "a kind", err);
            const rule_kinds *set = syntax->kinds;
            while (set != NULL && !cg_text_equal(set->name, name))
                set = set->next;
            uint8_t kind = 0;
            if (set == NULL &&
                cg_kind_find(syntax->vocabulary, name, &kind, err) != CG_OK) {
                cg_place place = {
                    .source = file->name, .start = start, .end = p.at};
                cg_text_position(file->text, start, &place.line, &place.column);
                cg_error_locate(err, &place);
                return CG_REFUSED;
            }
            *kinds |= set != NULL ? set->kinds : (cg_kinds)1 << kind;
        }
        atom_skip_blanks(&p);
    } while (atom_peek(&p) == '|' && p.at++ < end);
    *at = p.at;
    return CG_OK;
}

static cg_status parse_role(atom_parser *p, rule_node *slot, cg_error *err)
{
    size_t at = p->at;
    cg_text name = atom_name(p);
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++)
        if (cg_text_equal(name, cg_text_z(role_names[i].name))) {
            slot->detail = role_names[i].role;
            return CG_OK;
        }
    return rule_fail(
        p->file, at, CG_SYNTAX, err,
        "expected subject, object, each, speaker, maker or meant, found "
        "'%.*s'",
        CG_TEXT_ARG(name));
}

/* `Kind|Kind:role`. */
static cg_status parse_kinds_and_role(atom_parser *p, rule_node *slot,
                                      cg_error *err)
{
    cg_status status =
        rule_parse_kinds(p->syntax, p->file, &p->at, p->end, &slot->kinds, err);
    if (status == CG_OK && atom_peek(p) == ':') {
        p->at++;
        status = parse_role(p, slot, err);
    }
    atom_skip_blanks(p);
    return status;
}

/* Step over `word`, if it stands here. */
static bool take_word(atom_parser *p, cg_text word)
{
    cg_text rest = cg_text_slice(p->file->text, p->at, p->end);
    if (!cg_text_starts(rest, word))
        return false;
    p->at += word.size;
    return true;
}

/* `like $name` or `not $name`, if one stands here. */
static cg_status parse_spelling(atom_parser *p, rule_node *slot, cg_error *err)
{
    slot->like = take_word(p, CG_TEXT("like "));
    if (!slot->like && !take_word(p, CG_TEXT("not ")))
        return CG_OK;
    atom_skip_blanks(p);
    cg_status status = atom_peek(p) == '$' ? atom_reference(p, &slot->first, err)
                                           : atom_expected(p, "a '$name'", err);
    atom_skip_blanks(p);
    return status;
}

cg_status atom_slot(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status = atom_node(p, NODE_SLOT, node, err);
    if (status != CG_OK)
        return status;
    p->at++;
    if (take_word(p, CG_TEXT("stand-in ")))
        (*node)->form = MENTION_STAND_IN;
    else if (take_word(p, CG_TEXT("link ")))
        (*node)->form = MENTION_LINK;
    else if (take_word(p, CG_TEXT("free ")))
        (*node)->free = true;
    status = parse_kinds_and_role(p, *node, err);
    (*node)->ending = status == CG_OK && take_word(p, CG_TEXT("ending "));
    if (status == CG_OK && ((*node)->ending || take_word(p, CG_TEXT("after ")))) {
        status = atom_node(p, NODE_SLOT, &(*node)->first, err);
        if (status == CG_OK)
            status = parse_kinds_and_role(p, (*node)->first, err);
    } else if (status == CG_OK) {
        status = parse_spelling(p, *node, err);
    }
    return status == CG_OK ? atom_take(p, ']',
                                       "':' with a role, '|', 'after', 'ending', "
                                       "'like', 'not' or ']'",
                                       err)
                           : status;
}

cg_status atom_reference(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status = atom_node(p, NODE_REFERENCE, node, err);
    if (status != CG_OK)
        return status;
    p->at++;
    (*node)->name = atom_name(p);
    return (*node)->name.size > 0 ? CG_OK : atom_expected(p, "a name", err);
}

/* One thing that a gap may or may not cross. */
static cg_status parse_gap_option(atom_parser *p, rule_node *gap, cg_error *err)
{
    atom_skip_blanks(p);
    if (atom_peek(p) == '[') {
        p->at++;
        cg_kinds kinds;
        cg_status status =
            rule_parse_kinds(p->syntax, p->file, &p->at, p->end, &kinds, err);
        if (status != CG_OK)
            return status;
        gap->kinds |= kinds;
        return atom_take(p, ']', "'|' or ']'", err);
    }
    size_t at = p->at;
    cg_text name = atom_name(p);
    if (cg_text_equal(name, CG_TEXT("comma"))) {
        gap->crosses |= GAP_COMMAS;
    } else if (cg_text_equal(name, CG_TEXT("bound"))) {
        gap->crosses |= GAP_BOUND;
    } else if (cg_text_equal(name, CG_TEXT("clauses"))) {
        gap->crosses |= GAP_CLAUSES;
    } else if (cg_text_equal(name, CG_TEXT("names"))) {
        gap->kinds = ~(cg_kinds)0;
    } else if (cg_text_equal(name, CG_TEXT("not"))) {
        atom_skip_blanks(p);
        if (atom_peek(p) != '$' || gap->first != NULL)
            return atom_expected(p, "one '$name'", err);
        return atom_reference(p, &gap->first, err);
    } else {
        return rule_fail(
            p->file, at, CG_SYNTAX, err,
            "expected comma, names, bound, clauses, [Kind] or not $name");
    }
    return CG_OK;
}

cg_status atom_number(atom_parser *p, unsigned limit, uint8_t *number,
                      cg_error *err)
{
    size_t start = p->at;
    unsigned value = 0;
    while (atom_peek(p) >= '0' && atom_peek(p) <= '9' && value <= limit)
        value = value * 10 + (unsigned)(p->file->text.at[p->at++] - '0');
    if (p->at == start)
        return atom_expected(p, "a number", err);
    if (value > limit)
        return rule_fail(p->file, start, CG_LIMIT, err,
                         "at most %u is allowed here", limit);
    *number = (uint8_t)value;
    return CG_OK;
}

cg_status atom_gap(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status = atom_node(p, NODE_GAP, node, err);
    if (status != CG_OK)
        return status;
    p->at++;
    status = atom_number(p, RULE_GAP_MAX, &(*node)->most, err);
    if (status != CG_OK || atom_peek(p) != '(')
        return status;
    do {
        p->at++;
        status = parse_gap_option(p, *node, err);
        if (status != CG_OK)
            return status;
        atom_skip_blanks(p);
    } while (atom_peek(p) == ',');
    return atom_take(p, ')', "',' or ')'", err);
}

cg_status atom_class(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status = atom_node(p, NODE_CLASS, node, err);
    if (status != CG_OK)
        return status;
    size_t at = p->at++;
    cg_text name = atom_name(p);
    for (uint8_t i = 0; i < RULE_CLASS_COUNT; i++)
        if (cg_text_equal(name, cg_text_z(class_names[i]))) {
            (*node)->detail = i;
            return atom_take(p, '>', "'>'", err);
        }
    return rule_fail(p->file, at, CG_SYNTAX, err, "unknown class '<%.*s>'",
                     CG_TEXT_ARG(name));
}
