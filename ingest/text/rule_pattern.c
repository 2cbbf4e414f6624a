/* Patterns of rule files: from text to nodes, by recursive descent. */
#include "ingest/text/rule_atom.h"
#include "ingest/text/rule_phrases.h"

static const struct {
    const char *name;
    rule_look look;
} look_names[] = {{"not", LOOK_NOT},
                  {"ahead", LOOK_AHEAD},
                  {"not-after", LOOK_NOT_AFTER},
                  {"after", LOOK_AFTER}};

static cg_status parse_choice(atom_parser *p, rule_node **node, cg_error *err);

/* What stands between the braces of `@name{A; B}`: each part is a sequence of its own.
 */
static cg_status parse_arguments(atom_parser *p, rule_node **end, cg_error *err)
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
            status = atom_wrap(p, NODE_SEQUENCE, child, end, err);
        if (status == CG_OK)
            end = &(*end)->next;
        if (atom_peek(p) != ';')
            break;
        p->at++;
    }
    return status;
}

/* `@name{…}`: a pattern with its holes filled, or a look around. */
static cg_status parse_call(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status = atom_reference(p, node, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < sizeof look_names / sizeof *look_names; i++)
        if (cg_text_equal((*node)->name, cg_text_z(look_names[i].name))) {
            (*node)->type = NODE_LOOK;
            (*node)->detail = look_names[i].look;
        }
    if (atom_peek(p) != '{')
        return atom_expected(p, "'{'", err);
    p->at++;
    status = (*node)->type == NODE_LOOK ? parse_choice(p, &(*node)->first, err)
                                        : parse_arguments(p, &(*node)->first, err);
    return status == CG_OK ? atom_take(p, '}', "'|' or '}'", err) : status;
}

/* ---- Structure ---- */

static cg_status parse_group(atom_parser *p, rule_node **node, cg_error *err)
{
    p->at++;
    cg_status status = parse_choice(p, node, err);
    return status == CG_OK ? atom_take(p, ')', "'|' or ')'", err) : status;
}

/* `_`, or `_2` and so on. */
static cg_status parse_hole(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status = atom_node(p, NODE_HOLE, node, err);
    p->at++;
    if (status != CG_OK || atom_peek(p) < '2' ||
        atom_peek(p) > '0' + RULE_HOLES_MAX)
        return status;
    (*node)->detail = (uint8_t)(p->file->text.at[p->at++] - '1');
    return CG_OK;
}

static cg_status parse_head(atom_parser *p, rule_node **node, cg_error *err);
static cg_status parse_literal(atom_parser *p, rule_node **node, cg_error *err);

static cg_status parse_bare_atom(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status;
    switch (atom_peek(p)) {
    case '(':
        return parse_group(p, node, err);
    case '!':
        return parse_head(p, node, err);
    case '$':
        return atom_reference(p, node, err);
    case '@':
        return parse_call(p, node, err);
    case '[':
        return atom_slot(p, node, err);
    case '<':
        return atom_class(p, node, err);
    case '~':
        return atom_gap(p, node, err);
    case '"':
        return atom_quoted(p, node, err);
    case '^':
        status = atom_node(p, NODE_START, node, err);
        p->at++;
        return status;
    case '_':
        return parse_hole(p, node, err);
    default:
        return parse_literal(p, node, err);
    }
}

static cg_status parse_atom(atom_parser *p, rule_node **node, cg_error *err)
{
    if (p->depth >= RULE_DEPTH_MAX)
        return rule_fail(p->file, p->at, CG_LIMIT, err,
                         "patterns nest deeper than %d", RULE_DEPTH_MAX);
    p->depth++;
    cg_status status = parse_bare_atom(p, node, err);
    p->depth--;
    return status;
}

static cg_status parse_head(atom_parser *p, rule_node **node, cg_error *err)
{
    p->at++;
    if (atom_peek(p) == '!')
        return atom_expected(p, "what the '!' marks", err);
    rule_node *child;
    cg_status status = parse_atom(p, &child, err);
    return status == CG_OK ? atom_wrap(p, NODE_HEAD, child, node, err) : status;
}

/* A literal, or `key=` and what it captures. */
static cg_status parse_literal(atom_parser *p, rule_node **node, cg_error *err)
{
    size_t start = p->at;
    while (p->at < p->end && !atom_ends_literal(p))
        p->at++;
    if (p->at == start)
        return atom_expected(p, "a word, a name in brackets or a group", err);
    if (atom_peek(p) != '=')
        return atom_literal(p, start, p->at, node, err);

    cg_text key = cg_text_slice(p->file->text, start, p->at++);
    if (atom_peek(p) == '!' || atom_peek(p) == '=')
        return atom_expected(p, "what the property takes", err);
    rule_node *child;
    cg_status status = parse_atom(p, &child, err);
    if (status == CG_OK)
        status = atom_wrap(p, NODE_PROPERTY, child, node, err);
    if (status == CG_OK)
        (*node)->name = key;
    return status;
}

static cg_status parse_repeat(atom_parser *p, rule_node *child, rule_node **node,
                              cg_error *err)
{
    uint8_t least;
    uint8_t most;
    p->at++;
    cg_status status = atom_number(p, RULE_REPEAT_MAX, &least, err);
    if (status == CG_OK)
        status = atom_take(p, ',', "','", err);
    if (status == CG_OK)
        status = atom_number(p, RULE_REPEAT_MAX, &most, err);
    if (status == CG_OK && (most < least || most == 0))
        return rule_fail(p->file, p->at, CG_SYNTAX, err,
                         "the second number is below the first");
    if (status == CG_OK)
        status = atom_take(p, '}', "'}'", err);
    if (status == CG_OK)
        status = atom_wrap(p, NODE_REPEAT, child, node, err);
    if (status == CG_OK) {
        (*node)->least = least;
        (*node)->most = most;
    }
    return status;
}

static cg_status parse_item(atom_parser *p, rule_node **node, cg_error *err)
{
    cg_status status = parse_atom(p, node, err);
    for (unsigned i = 0; status == CG_OK && i < RULE_DEPTH_MAX; i++) {
        rule_node *child = *node;
        if (atom_peek(p) == '{') {
            status = parse_repeat(p, child, node, err);
        } else if (atom_peek(p) == '?' || atom_peek(p) == '+') {
            rule_node_type type = atom_peek(p) == '?' ? NODE_OPTIONAL : NODE_LIST;
            p->at++;
            status = atom_wrap(p, type, child, node, err);
        } else {
            break;
        }
    }
    return status;
}

static bool at_sequence_end(atom_parser *p)
{
    atom_skip_blanks(p);
    char c = atom_peek(p);
    return p->at >= p->end || c == '|' || c == ')' || c == '}' || c == ';';
}

static cg_status parse_sequence(atom_parser *p, rule_node **node, cg_error *err)
{
    atom_skip_blanks(p);
    cg_status status = atom_node(p, NODE_SEQUENCE, node, err);
    if (status != CG_OK)
        return status;
    if (at_sequence_end(p))
        return atom_expected(p, "a word, a name in brackets or a group", err);
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

/* The words of a phrase; more than PHRASE_MAX for what is none. */
static size_t phrase_size(const rule_node *node)
{
    size_t size = node->type == NODE_WORD ? 1 : 0;
    if (node->type != NODE_WORD && node->type != NODE_SEQUENCE)
        return PHRASE_MAX + 1;
    for (const rule_node *n = node->first; size <= PHRASE_MAX && n != NULL;
         n = n->next)
        size += phrase_size(n);
    return size;
}

static bool is_phrase(const rule_node *node)
{
    size_t size = phrase_size(node);
    return size > 0 && size <= PHRASE_MAX;
}

/* Make the phrases that follow each other among the children of a choice one child, a
 * choice of its own: it becomes a set of phrases. */
static cg_status gather_phrases(atom_parser *p, rule_node *choice, cg_error *err)
{
    cg_status status = CG_OK;
    for (rule_node **at = &choice->first; status == CG_OK && *at != NULL;
         at = &(*at)->next) {
        rule_node *last = *at;
        while (is_phrase(last) && last->next != NULL && is_phrase(last->next))
            last = last->next;
        rule_node *behind = last->next;
        if (last == *at || (*at == choice->first && behind == NULL))
            continue;
        last->next = NULL;
        status = atom_wrap(p, NODE_CHOICE, *at, at, err);
        if (status == CG_OK)
            (*at)->next = behind;
    }
    return status;
}

static cg_status parse_choice(atom_parser *p, rule_node **node, cg_error *err)
{
    rule_node *first;
    cg_status status = parse_sequence(p, &first, err);
    *node = first;
    if (status != CG_OK || atom_peek(p) != '|')
        return status;
    status = atom_wrap(p, NODE_CHOICE, first, node, err);
    rule_node **end = &first->next;
    while (status == CG_OK && atom_peek(p) == '|') {
        p->at++;
        status = parse_sequence(p, end, err);
        if (status == CG_OK)
            end = &(*end)->next;
    }
    return status == CG_OK ? gather_phrases(p, *node, err) : status;
}

cg_status rule_parse_pattern(rule_syntax *syntax, const rule_file *file,
                             size_t start, size_t end, rule_node **pattern,
                             cg_error *err)
{
    atom_parser p = {.syntax = syntax, .file = file, .at = start, .end = end};
    cg_status status = parse_choice(&p, pattern, err);
    if (status == CG_OK && p.at < p.end)
        return atom_expected(&p, "the end of the pattern", err);
    return status;
}
