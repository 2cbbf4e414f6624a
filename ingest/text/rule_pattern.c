/* Patterns of rule files: from text to nodes, by recursive descent. */
#include <stdarg.h>
#include <stdio.h>

#include "ingest/text/document.h"
#include "ingest/text/rule_syntax.h"
#include "ingest/text/token.h"

/* What a literal ends at, besides blanks. */
static const char specials[] = "()|?+{}^!_~$@[]<>\"=;";

typedef struct {
    rule_syntax *syntax;
    const rule_file *file;
    size_t at;
    size_t end;
    unsigned depth;
} parser;

static const char *const class_names[] = {
#define CLASS_NAME(name, text) text,
    RULE_CLASSES(CLASS_NAME)
#undef CLASS_NAME
};

static const struct {
    const char *name;
    rule_look look;
} look_names[] = {{"not", LOOK_NOT},
                  {"ahead", LOOK_AHEAD},
                  {"not-after", LOOK_NOT_AFTER},
                  {"after", LOOK_AFTER}};

static const struct {
    const char *name;
    rule_role role;
} role_names[] = {{"subject", ROLE_SUBJECT}, {"object", ROLE_OBJECT},
                  {"each", ROLE_EACH},       {"speaker", ROLE_SPEAKER},
                  {"maker", ROLE_MAKER},     {"meant", ROLE_MEANT}};

static cg_status parse_choice(parser *p, rule_node **node, cg_error *err);

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

static char peek(const parser *p)
{
    return p->at < p->end ? p->file->text.at[p->at] : '\0';
}

/* Blanks, and comments: from a '#' after a blank to the end of the line. */
static void skip_blanks(parser *p)
{
    while (p->at < p->end) {
        if (is_blank(peek(p))) {
            p->at++;
        } else if (peek(p) == '#') {
            while (p->at < p->end && peek(p) != '\n')
                p->at++;
        } else {
            break;
        }
    }
}

static cg_text take_name(parser *p)
{
    size_t start = p->at;
    while (p->at < p->end && is_name(peek(p)))
        p->at++;
    return cg_text_slice(p->file->text, start, p->at);
}

static cg_status expected(const parser *p, const char *what, cg_error *err)
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

static cg_status take(parser *p, char sign, const char *what, cg_error *err)
{
    skip_blanks(p);
    if (peek(p) != sign)
        return expected(p, what, err);
    p->at++;
    return CG_OK;
}

static cg_status new_node(parser *p, rule_node_type type, rule_node **node,
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
static cg_status wrap(parser *p, rule_node_type type, rule_node *child,
                      rule_node **node, cg_error *err)
{
    cg_status status = new_node(p, type, node, err);
    if (status == CG_OK) {
        (*node)->at = child->at;
        (*node)->first = child;
    }
    return status;
}

/* ---- Literals ---- */

static cg_status add_word(parser *p, cg_text word, size_t at, rule_node **node,
                          cg_error *err)
{
    cg_status status = new_node(p, NODE_WORD, node, err);
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
static cg_status add_words(parser *p, cg_text literal, size_t at, rule_node *parent,
                           cg_error *err)
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
static cg_status literal_node(parser *p, size_t start, size_t end, rule_node **node,
                              cg_error *err)
{
    cg_status status = new_node(p, NODE_SEQUENCE, node, err);
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

static cg_status parse_quoted(parser *p, rule_node **node, cg_error *err)
{
    size_t start = ++p->at;
    while (p->at < p->end && peek(p) != '"' && peek(p) != '\n')
        p->at++;
    if (peek(p) != '"')
        return expected(p, "a closing '\"'", err);
    return literal_node(p, start, p->at++, node, err);
}

static bool ends_literal(const parser *p)
{
    char c = peek(p);
    return is_blank(c) || strchr(specials, c) != NULL;
}

/* ---- Slots, gaps, classes ---- */

cg_status rule_parse_kinds(const rule_syntax *syntax, const rule_file *file,
                           size_t *at, size_t end, cg_kinds *kinds, cg_error *err)
{
    parser p = {.file = file, .at = *at, .end = end};
    *kinds = 0;
    do {
        skip_blanks(&p);
        if (peek(&p) == '*') {
            p.at++;
            *kinds = ~(cg_kinds)0;
        } else {
            size_t start = p.at;
            while (is_name(peek(&p)) || (peek(&p) >= 'A' && peek(&p) <= 'Z'))
                p.at++;
            cg_text name = cg_text_slice(file->text, start, p.at);
            if (name.size == 0)
                return expected(&p, "a kind", err);
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
        skip_blanks(&p);
    } while (peek(&p) == '|' && p.at++ < end);
    *at = p.at;
    return CG_OK;
}

static cg_status parse_role(parser *p, rule_node *slot, cg_error *err)
{
    size_t at = p->at;
    cg_text name = take_name(p);
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
static cg_status parse_kinds_and_role(parser *p, rule_node *slot, cg_error *err)
{
    cg_status status =
        rule_parse_kinds(p->syntax, p->file, &p->at, p->end, &slot->kinds, err);
    if (status == CG_OK && peek(p) == ':') {
        p->at++;
        status = parse_role(p, slot, err);
    }
    skip_blanks(p);
    return status;
}

/* Step over `word`, if it stands here. */
static bool take_word(parser *p, cg_text word)
{
    cg_text rest = cg_text_slice(p->file->text, p->at, p->end);
    if (!cg_text_starts(rest, word))
        return false;
    p->at += word.size;
    return true;
}

static cg_status parse_slot(parser *p, rule_node **node, cg_error *err)
{
    cg_status status = new_node(p, NODE_SLOT, node, err);
    if (status != CG_OK)
        return status;
    p->at++;
    if (take_word(p, CG_TEXT("stand-in ")))
        (*node)->form = MENTION_STAND_IN;
    else if (take_word(p, CG_TEXT("link ")))
        (*node)->form = MENTION_LINK;
    status = parse_kinds_and_role(p, *node, err);
    if (status == CG_OK && take_word(p, CG_TEXT("after "))) {
        status = new_node(p, NODE_SLOT, &(*node)->first, err);
        if (status == CG_OK)
            status = parse_kinds_and_role(p, (*node)->first, err);
    }
    return status == CG_OK
               ? take(p, ']', "':' with a role, '|', 'after' or ']'", err)
               : status;
}

static cg_status parse_reference(parser *p, rule_node **node, cg_error *err)
{
    cg_status status = new_node(p, NODE_REFERENCE, node, err);
    if (status != CG_OK)
        return status;
    p->at++;
    (*node)->name = take_name(p);
    return (*node)->name.size > 0 ? CG_OK : expected(p, "a name", err);
}

/* One thing that a gap may or may not cross. */
static cg_status parse_gap_option(parser *p, rule_node *gap, cg_error *err)
{
    skip_blanks(p);
    if (peek(p) == '[') {
        p->at++;
        cg_kinds kinds;
        cg_status status =
            rule_parse_kinds(p->syntax, p->file, &p->at, p->end, &kinds, err);
        if (status != CG_OK)
            return status;
        gap->kinds |= kinds;
        return take(p, ']', "'|' or ']'", err);
    }
    size_t at = p->at;
    cg_text name = take_name(p);
    if (cg_text_equal(name, CG_TEXT("comma"))) {
        gap->commas = true;
    } else if (cg_text_equal(name, CG_TEXT("names"))) {
        gap->kinds = ~(cg_kinds)0;
    } else if (cg_text_equal(name, CG_TEXT("not"))) {
        skip_blanks(p);
        if (peek(p) != '$' || gap->first != NULL)
            return expected(p, "one '$name'", err);
        return parse_reference(p, &gap->first, err);
    } else {
        return rule_fail(p->file, at, CG_SYNTAX, err,
                         "expected comma, names, [Kind] or not $name");
    }
    return CG_OK;
}

static cg_status parse_number(parser *p, unsigned limit, uint8_t *number,
                              cg_error *err)
{
    size_t start = p->at;
    unsigned value = 0;
    while (peek(p) >= '0' && peek(p) <= '9' && value <= limit)
        value = value * 10 + (unsigned)(p->file->text.at[p->at++] - '0');
    if (p->at == start)
        return expected(p, "a number", err);
    if (value > limit)
        return rule_fail(p->file, start, CG_LIMIT, err,
                         "at most %u is allowed here", limit);
    *number = (uint8_t)value;
    return CG_OK;
}

static cg_status parse_gap(parser *p, rule_node **node, cg_error *err)
{
    cg_status status = new_node(p, NODE_GAP, node, err);
    if (status != CG_OK)
        return status;
    p->at++;
    status = parse_number(p, RULE_GAP_MAX, &(*node)->most, err);
    if (status != CG_OK || peek(p) != '(')
        return status;
    do {
        p->at++;
        status = parse_gap_option(p, *node, err);
        if (status != CG_OK)
            return status;
        skip_blanks(p);
    } while (peek(p) == ',');
    return take(p, ')', "',' or ')'", err);
}

static cg_status parse_class(parser *p, rule_node **node, cg_error *err)
{
    cg_status status = new_node(p, NODE_CLASS, node, err);
    if (status != CG_OK)
        return status;
    size_t at = p->at++;
    cg_text name = take_name(p);
    for (uint8_t i = 0; i < RULE_CLASS_COUNT; i++)
        if (cg_text_equal(name, cg_text_z(class_names[i]))) {
            (*node)->detail = i;
            return take(p, '>', "'>'", err);
        }
    return rule_fail(p->file, at, CG_SYNTAX, err, "unknown class '<%.*s>'",
                     CG_TEXT_ARG(name));
}

/* What stands between the braces of `@name{A; B}`: each part is a sequence of its own.
 */
static cg_status parse_arguments(parser *p, rule_node **end, cg_error *err)
{
    cg_status status = CG_OK;
    for (unsigned count = 0; status == CG_OK; count++) {
        rule_node *child;
        if (count == RULE_HOLES_MAX)
            return rule_fail(p->file, p->at, CG_LIMIT, err,
                             "more than %d parts between '{' and '}'",
                             RULE_HOLES_MAX);
        status = parse_choice(p, &child, err);
        if (status == CG_OK)
            status = wrap(p, NODE_SEQUENCE, child, end, err);
        if (status == CG_OK)
            end = &(*end)->next;
        if (peek(p) != ';')
            break;
        p->at++;
    }
    return status;
}

/* `@name{…}`: a pattern with its holes filled, or a look around. */
static cg_status parse_call(parser *p, rule_node **node, cg_error *err)
{
    cg_status status = parse_reference(p, node, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < sizeof look_names / sizeof *look_names; i++)
        if (cg_text_equal((*node)->name, cg_text_z(look_names[i].name))) {
            (*node)->type = NODE_LOOK;
            (*node)->detail = look_names[i].look;
        }
    if (peek(p) != '{')
        return expected(p, "'{'", err);
    p->at++;
    status = (*node)->type == NODE_LOOK ? parse_choice(p, &(*node)->first, err)
                                        : parse_arguments(p, &(*node)->first, err);
    return status == CG_OK ? take(p, '}', "'|' or '}'", err) : status;
}

/* ---- Structure ---- */

static cg_status parse_group(parser *p, rule_node **node, cg_error *err)
{
    p->at++;
    cg_status status = parse_choice(p, node, err);
    return status == CG_OK ? take(p, ')', "'|' or ')'", err) : status;
}

/* `_`, or `_2` and so on. */
static cg_status parse_hole(parser *p, rule_node **node, cg_error *err)
{
    cg_status status = new_node(p, NODE_HOLE, node, err);
    p->at++;
    if (status != CG_OK || peek(p) < '2' || peek(p) > '0' + RULE_HOLES_MAX)
        return status;
    (*node)->detail = (uint8_t)(p->file->text.at[p->at++] - '1');
    return CG_OK;
}

static cg_status parse_head(parser *p, rule_node **node, cg_error *err);
static cg_status parse_literal(parser *p, rule_node **node, cg_error *err);

static cg_status parse_bare_atom(parser *p, rule_node **node, cg_error *err)
{
    cg_status status;
    switch (peek(p)) {
    case '(':
        return parse_group(p, node, err);
    case '!':
        return parse_head(p, node, err);
    case '$':
        return parse_reference(p, node, err);
    case '@':
        return parse_call(p, node, err);
    case '[':
        return parse_slot(p, node, err);
    case '<':
        return parse_class(p, node, err);
    case '~':
        return parse_gap(p, node, err);
    case '"':
        return parse_quoted(p, node, err);
    case '^':
        status = new_node(p, NODE_START, node, err);
        p->at++;
        return status;
    case '_':
        return parse_hole(p, node, err);
    default:
        return parse_literal(p, node, err);
    }
}

static cg_status parse_atom(parser *p, rule_node **node, cg_error *err)
{
    if (p->depth >= RULE_DEPTH_MAX)
        return rule_fail(p->file, p->at, CG_LIMIT, err,
                         "patterns nest deeper than %d", RULE_DEPTH_MAX);
    p->depth++;
    cg_status status = parse_bare_atom(p, node, err);
    p->depth--;
    return status;
}

static cg_status parse_head(parser *p, rule_node **node, cg_error *err)
{
    p->at++;
    if (peek(p) == '!')
        return expected(p, "what the '!' marks", err);
    rule_node *child;
    cg_status status = parse_atom(p, &child, err);
    return status == CG_OK ? wrap(p, NODE_HEAD, child, node, err) : status;
}

/* A literal, or `key=` and what it captures. */
static cg_status parse_literal(parser *p, rule_node **node, cg_error *err)
{
    size_t start = p->at;
    while (p->at < p->end && !ends_literal(p))
        p->at++;
    if (p->at == start)
        return expected(p, "a word, a name in brackets or a group", err);
    if (peek(p) != '=')
        return literal_node(p, start, p->at, node, err);

    cg_text key = cg_text_slice(p->file->text, start, p->at++);
    if (peek(p) == '!' || peek(p) == '=')
        return expected(p, "what the property takes", err);
    rule_node *child;
    cg_status status = parse_atom(p, &child, err);
    if (status == CG_OK)
        status = wrap(p, NODE_PROPERTY, child, node, err);
    if (status == CG_OK)
        (*node)->name = key;
    return status;
}

static cg_status parse_repeat(parser *p, rule_node *child, rule_node **node,
                              cg_error *err)
{
    uint8_t least;
    uint8_t most;
    p->at++;
    cg_status status = parse_number(p, RULE_REPEAT_MAX, &least, err);
    if (status == CG_OK)
        status = take(p, ',', "','", err);
    if (status == CG_OK)
        status = parse_number(p, RULE_REPEAT_MAX, &most, err);
    if (status == CG_OK && (most < least || most == 0))
        return rule_fail(p->file, p->at, CG_SYNTAX, err,
                         "the second number is below the first");
    if (status == CG_OK)
        status = take(p, '}', "'}'", err);
    if (status == CG_OK)
        status = wrap(p, NODE_REPEAT, child, node, err);
    if (status == CG_OK) {
        (*node)->least = least;
        (*node)->most = most;
    }
    return status;
}

static cg_status parse_item(parser *p, rule_node **node, cg_error *err)
{
    cg_status status = parse_atom(p, node, err);
    for (unsigned i = 0; status == CG_OK && i < RULE_DEPTH_MAX; i++) {
        rule_node *child = *node;
        if (peek(p) == '{') {
            status = parse_repeat(p, child, node, err);
        } else if (peek(p) == '?' || peek(p) == '+') {
            rule_node_type type = peek(p) == '?' ? NODE_OPTIONAL : NODE_LIST;
            p->at++;
            status = wrap(p, type, child, node, err);
        } else {
            break;
        }
    }
    return status;
}

static bool at_sequence_end(parser *p)
{
    skip_blanks(p);
    char c = peek(p);
    return p->at >= p->end || c == '|' || c == ')' || c == '}' || c == ';';
}

static cg_status parse_sequence(parser *p, rule_node **node, cg_error *err)
{
    skip_blanks(p);
    cg_status status = new_node(p, NODE_SEQUENCE, node, err);
    if (status != CG_OK)
        return status;
    if (at_sequence_end(p))
        return expected(p, "a word, a name in brackets or a group", err);
    rule_node **end = &(*node)->first;
    while (status == CG_OK && !at_sequence_end(p)) {
        status = parse_item(p, end, err);
        if (status == CG_OK)
            end = &(*end)->next;
    }
    if (status == CG_OK && (*node)->first->next == NULL)
        *node = (*node)->first;
    return status;
}

static cg_status parse_choice(parser *p, rule_node **node, cg_error *err)
{
    rule_node *first;
    cg_status status = parse_sequence(p, &first, err);
    if (status == CG_OK && peek(p) == '|')
        status = wrap(p, NODE_CHOICE, first, node, err);
    else
        *node = first;
    rule_node **end = &first->next;
    while (status == CG_OK && peek(p) == '|') {
        p->at++;
        status = parse_sequence(p, end, err);
        if (status == CG_OK)
            end = &(*end)->next;
    }
    return status;
}

cg_status rule_parse_pattern(rule_syntax *syntax, const rule_file *file,
                             size_t start, size_t end, rule_node **pattern,
                             cg_error *err)
{
    parser p = {.syntax = syntax, .file = file, .at = start, .end = end};
    cg_status status = parse_choice(&p, pattern, err);
    if (status == CG_OK && p.at < p.end)
        return expected(&p, "the end of the pattern", err);
    return status;
}
