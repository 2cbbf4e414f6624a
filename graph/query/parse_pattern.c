#include "graph/query/parse_parts.h"

#include <strings.h>

/* ---- Is it a path? ---- */

/* The token behind the bracket that closes the one at `at`; SIZE_MAX if none does. */
static size_t behind_bracket(const parser *p, size_t at)
{
    size_t open = 0;
    for (; p->tokens[at].type != TOKEN_END; at++) {
        token_type type = p->tokens[at].type;
        if (type == TOKEN_OPEN || type == TOKEN_OPEN_LIST || type == TOKEN_OPEN_MAP)
            open++;
        else if ((type == TOKEN_CLOSE || type == TOKEN_CLOSE_LIST ||
                  type == TOKEN_CLOSE_MAP) &&
                 --open == 0)
            return at + 1;
    }
    return SIZE_MAX;
}

/* Can what stands in the bracket at `at` be a node? */
static bool begins_like_node(const parser *p, size_t at)
{
    const lex_token *token = &p->tokens[at + 1];
    if (token->type == TOKEN_WORD || token->type == TOKEN_QUOTED)
        token++;
    return token->type == TOKEN_CLOSE || token->type == TOKEN_COLON ||
           token->type == TOKEN_OPEN_MAP || token->type == TOKEN_PARAMETER ||
           token->word == WORD_WHERE;
}

bool parse_at_path(const parser *p)
{
    if (!parse_at(p, TOKEN_OPEN) || !begins_like_node(p, p->at))
        return false;
    size_t at = behind_bracket(p, p->at);
    if (at == SIZE_MAX)
        return false;
    if (p->tokens[at].type == TOKEN_LESS)
        at++;
    if (p->tokens[at].type != TOKEN_MINUS)
        return false;
    at++;
    if (p->tokens[at].type == TOKEN_MINUS)
        return true;
    if (p->tokens[at].type != TOKEN_OPEN_LIST)
        return false;
    at = behind_bracket(p, at); /* a subtraction of a list has no minus behind it */
    return at != SIZE_MAX && p->tokens[at].type == TOKEN_MINUS;
}

/* ---- Labels and types ---- */

static cg_status parse_label_or(parser *p, ast_node **labels, cg_error *err);

static cg_status parse_label_atom(parser *p, ast_node **label, cg_error *err)
{
    if (parse_take(p, TOKEN_OPEN)) {
        cg_status status = parse_enter(p, err);
        if (status == CG_OK)
            status = parse_label_or(p, label, err);
        parse_leave(p);
        return status == CG_OK
                   ? parse_expect(p, TOKEN_CLOSE, "behind the labels", err)
                   : status;
    }
    ast_type type = parse_at(p, TOKEN_NOT)      ? AST_LABEL_NOT
                    : parse_at(p, TOKEN_MODULO) ? AST_LABEL_ANY
                                                : AST_LABEL;
    cg_status status = parse_node(p, type, label, err);
    if (status != CG_OK || type == AST_LABEL) {
        return status == CG_OK
                   ? parse_name(p, "a label or type", &(*label)->text, err)
                   : status;
    }
    p->at++;
    if (type == AST_LABEL_ANY)
        return CG_OK;
    ast_node *negated = NULL;
    status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_label_atom(p, &negated, err);
    parse_leave(p);
    return status == CG_OK ? parse_close_with(p, *label, &negated, 1, err) : status;
}

/* Two label expressions joined by `type`; `*left` becomes the node. */
static cg_status join_labels(parser *p, ast_type type, ast_node **left,
                             ast_node *right, cg_error *err)
{
    ast_node *joined = NULL;
    ast_node *both[] = {*left, right};
    cg_status status = parse_node(p, type, &joined, err);
    if (status == CG_OK)
        status = parse_close_with(p, joined, both, 2, err);
    if (status == CG_OK)
        joined->at.start = (*left)->at.start;
    *left = joined;
    return status;
}

/* `A:B` and `A&B` are the same. */
static cg_status parse_label_and(parser *p, ast_node **labels, cg_error *err)
{
    cg_status status = parse_label_atom(p, labels, err);
    while (status == CG_OK &&
           (parse_take(p, TOKEN_COLON) || parse_take(p, TOKEN_AND))) {
        ast_node *right = NULL;
        status = parse_label_atom(p, &right, err);
        if (status == CG_OK)
            status = join_labels(p, AST_LABEL_AND, labels, right, err);
    }
    return status;
}

static cg_status parse_label_or(parser *p, ast_node **labels, cg_error *err)
{
    cg_status status = parse_label_and(p, labels, err);
    while (status == CG_OK && parse_take(p, TOKEN_BAR)) {
        ast_node *right = NULL;
        (void)parse_take(p, TOKEN_COLON); /* [:A|:B] */
        status = parse_label_and(p, &right, err);
        if (status == CG_OK)
            status = join_labels(p, AST_LABEL_OR, labels, right, err);
    }
    return status;
}

cg_status parse_labels(parser *p, ast_node **labels, cg_error *err)
{
    return parse_label_or(p, labels, err);
}

/* ---- Nodes and relationships ---- */

/* What nodes and relationships share: `name :Label {key: value} WHERE …`. */
typedef struct {
    ast_node *children[3];
} filling;

/* `:A|B`, or `IS A|B`. */
static cg_status parse_label_part(parser *p, filling *inside, cg_error *err)
{
    return parse_take(p, TOKEN_COLON) || parse_take_word(p, WORD_IS)
               ? parse_labels(p, &inside->children[0], err)
               : CG_OK;
}

static cg_status parse_property_part(parser *p, filling *inside, cg_error *err)
{
    cg_status status = CG_OK;
    if (parse_at(p, TOKEN_OPEN_MAP))
        status = parse_map(p, &inside->children[1], err);
    else if (parse_at(p, TOKEN_PARAMETER))
        status = parse_atom(p, &inside->children[1], err);
    return status == CG_OK ? parse_where(p, &inside->children[2], err) : status;
}

static cg_status parse_node_pattern(parser *p, ast_node **node, cg_error *err)
{
    filling inside = {0};
    cg_status status = parse_node(p, AST_NODE, node, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_OPEN, "that opens a node", err);
    if (status == CG_OK && parse_at_variable(p))
        status = parse_variable(p, &(*node)->text, err);
    if (status == CG_OK)
        status = parse_label_part(p, &inside, err);
    if (status == CG_OK)
        status = parse_property_part(p, &inside, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE, "that closes the node", err);
    return status == CG_OK ? parse_close_with(p, *node, inside.children, 3, err)
                           : status;
}

/* A bound of a variable length. */
static cg_status parse_bound(parser *p, int32_t *bound, cg_error *err)
{
    const lex_token *token = parse_peek(p, 0);
    if (token->integer >= AST_HOPS_OPEN)
        return query_fail(err, FAULT_INTEGER, &p->source, token->at,
                          "a path is not that long");
    *bound = (int32_t)token->integer;
    p->at++;
    return CG_OK;
}

/* `*`, `*2`, `*1..3`, `*..3`, `*1..` */
static cg_status parse_length(parser *p, ast_node *relationship, cg_error *err)
{
    int32_t least = AST_HOPS_OPEN, most = AST_HOPS_OPEN;
    cg_status status = CG_OK;
    if (!parse_take(p, TOKEN_TIMES)) {
        relationship->as.relationship.least = 1;
        relationship->as.relationship.most = 1;
        return CG_OK;
    }
    bool exact = parse_at(p, TOKEN_INTEGER);
    if (exact)
        status = parse_bound(p, &least, err);
    if (status == CG_OK && parse_take(p, TOKEN_DOTS)) {
        exact = false;
        if (parse_at(p, TOKEN_INTEGER))
            status = parse_bound(p, &most, err);
    }
    relationship->as.relationship.variable_length = true;
    relationship->as.relationship.least = least == AST_HOPS_OPEN ? 1 : least;
    relationship->as.relationship.most = exact ? least : most;
    return status;
}

/* Behind the arrow: `+`, `*`, `{2}`, `{1,3}`, `{,3}`, `{1,}`. */
static cg_status parse_quantity(parser *p, ast_node *relationship, cg_error *err)
{
    int32_t least = 0, most = AST_HOPS_OPEN;
    cg_status status = CG_OK;
    const lex_token *token = parse_peek(p, 0);
    bool plus = token->type == TOKEN_PLUS;
    if (!plus && token->type != TOKEN_TIMES && token->type != TOKEN_OPEN_MAP)
        return CG_OK;
    if (relationship->as.relationship.variable_length)
        return query_fail(err, FAULT_SYNTAX, &p->source, token->at,
                          "the relationship has two lengths");
    p->at++;
    if (token->type == TOKEN_OPEN_MAP) {
        bool exact = parse_at(p, TOKEN_INTEGER);
        if (exact)
            status = parse_bound(p, &least, err);
        bool range = status == CG_OK && parse_take(p, TOKEN_COMMA);
        if (status == CG_OK && !exact && !range)
            return parse_expected(p, "a length, such as {1,3}", err);
        if (range && parse_at(p, TOKEN_INTEGER))
            status = parse_bound(p, &most, err);
        else if (exact && !range)
            most = least;
        if (status == CG_OK)
            status = parse_expect(p, TOKEN_CLOSE_MAP, "behind the length", err);
    }
    relationship->as.relationship.variable_length = true;
    relationship->as.relationship.least = plus ? 1 : least;
    relationship->as.relationship.most = most;
    return status;
}

/* What stands in the square brackets. */
static cg_status parse_inside(parser *p, ast_node *relationship, filling *inside,
                              cg_error *err)
{
    cg_status status = CG_OK;
    if (parse_at_variable(p))
        status = parse_variable(p, &relationship->text, err);
    if (status == CG_OK)
        status = parse_label_part(p, inside, err);
    if (status == CG_OK)
        status = parse_length(p, relationship, err);
    if (status == CG_OK)
        status = parse_property_part(p, inside, err);
    return status == CG_OK ? parse_expect(p, TOKEN_CLOSE_LIST,
                                          "that closes the relationship", err)
                           : status;
}

static cg_status parse_relationship(parser *p, ast_node **relationship,
                                    cg_error *err)
{
    filling inside = {0};
    cg_status status = parse_node(p, AST_RELATIONSHIP, relationship, err);
    if (status != CG_OK)
        return status;
    bool left = parse_take(p, TOKEN_LESS);
    (*relationship)->as.relationship.least = 1;
    (*relationship)->as.relationship.most = 1;
    status = parse_expect(p, TOKEN_MINUS, "of a relationship", err);
    if (status == CG_OK && parse_take(p, TOKEN_OPEN_LIST))
        status = parse_inside(p, *relationship, &inside, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_MINUS, "of a relationship", err);
    bool right = status == CG_OK && parse_take(p, TOKEN_GREATER);
    (*relationship)->as.relationship.direction =
        left == right ? DIRECTION_BOTH : (left ? DIRECTION_LEFT : DIRECTION_RIGHT);
    if (status == CG_OK)
        status = parse_quantity(p, *relationship, err);
    return status == CG_OK
               ? parse_close_with(p, *relationship, inside.children, 3, err)
               : status;
}

/* ---- Paths ---- */

static bool at_relationship(const parser *p)
{
    return parse_at(p, TOKEN_MINUS) ||
           (parse_at(p, TOKEN_LESS) && parse_peek(p, 1)->type == TOKEN_MINUS);
}

/* Push a node, and a relationship and a node as often as they come. */
static cg_status push_elements(parser *p, cg_error *err)
{
    ast_node *element = NULL;
    cg_status status = parse_node_pattern(p, &element, err);
    if (status == CG_OK)
        status = parse_push(p, element, err);
    while (status == CG_OK && at_relationship(p)) {
        status = parse_relationship(p, &element, err);
        if (status == CG_OK)
            status = parse_push(p, element, err);
        if (status == CG_OK)
            status = parse_node_pattern(p, &element, err);
        if (status == CG_OK)
            status = parse_push(p, element, err);
    }
    return status;
}

/* Not keywords, since they are names of functions. */
bool parse_at_search(const parser *p, ast_search *search)
{
    const lex_token *token = parse_peek(p, 0);
    if (token->type != TOKEN_WORD || parse_peek(p, 1)->type != TOKEN_OPEN)
        return false;
    if (token->text.size == 12 &&
        strncasecmp(token->text.at, "shortestPath", 12) == 0)
        *search = PATH_SHORTEST;
    else if (token->text.size == 16 &&
             strncasecmp(token->text.at, "allShortestPaths", 16) == 0)
        *search = PATH_ALL_SHORTEST;
    else
        return false;
    return true;
}

/* A word of which there may be one or more: `PATH`, `PATHS`. */
static bool take_noun(parser *p, const char *noun, size_t size)
{
    const lex_token *token = parse_peek(p, 0);
    cg_text text = token->text;
    bool there =
        token->type == TOKEN_WORD && text.size >= size && text.size <= size + 1 &&
        strncasecmp(text.at, noun, size) == 0 &&
        (text.size == size || text.at[size] == 'S' || text.at[size] == 's');
    p->at += there;
    return there;
}

/* How many, or 0 where it is not said. */
static cg_status parse_path_count(parser *p, uint32_t *count, cg_error *err)
{
    const lex_token *token = parse_peek(p, 0);
    *count = 0;
    if (token->type != TOKEN_INTEGER)
        return CG_OK;
    if (token->integer == 0 || token->integer > AST_HOPS_OPEN)
        return parse_expected(p, "a number of paths", err);
    *count = (uint32_t)token->integer;
    p->at++;
    return CG_OK;
}

/* `SHORTEST k`, or all of the k least lengths: `SHORTEST k GROUPS`. */
static cg_status parse_shortest(parser *p, ast_node *path, cg_error *err)
{
    uint32_t count;
    cg_status status = parse_path_count(p, &count, err);
    if (status != CG_OK)
        return status;
    path->as.path.search = PATH_SHORTEST;
    path->as.path.paths = count;
    (void)take_noun(p, "PATH", 4);
    if (!take_noun(p, "GROUP", 5))
        return count > 0 ? CG_OK
                         : parse_expected(p, "how many paths behind SHORTEST", err);
    path->as.path.groups = count > 1;
    if (count <= 1) {
        path->as.path.search = PATH_ALL_SHORTEST;
        path->as.path.paths = 0;
    }
    return CG_OK;
}

/* What stands before a path: `SHORTEST …`, `ALL SHORTEST`, `ANY SHORTEST`; `ANY k`, for
 * which the shortest are as good as any; `ALL`. */
static cg_status parse_selector(parser *p, ast_node *path, cg_error *err)
{
    bool all = parse_take_word(p, WORD_ALL);
    bool any = !all && parse_take_word(p, WORD_ANY);
    bool shortest = parse_take_word(p, WORD_SHORTEST);
    cg_status status = CG_OK;
    if (shortest && !all && !any)
        return parse_shortest(p, path, err);
    if (any && !shortest)
        status = parse_path_count(p, &path->as.path.paths, err);
    if (any || shortest)
        path->as.path.search = all ? PATH_ALL_SHORTEST : PATH_SHORTEST;
    if (all || any)
        (void)take_noun(p, "PATH", 4);
    return status;
}

/* The elements of a path; `bare` if nothing but they may stand there. */
static cg_status parse_elements(parser *p, ast_node *path, bool bare, cg_error *err)
{
    ast_search search = PATH_EVERY;
    size_t mark = p->stack_count;
    cg_status status = bare ? CG_OK : parse_selector(p, path, err);
    bool bracket = !bare && status == CG_OK && parse_at_search(p, &search);
    if (bracket) {
        path->as.path.search = (uint8_t)search;
        p->at += 2;
    }
    if (status == CG_OK)
        status = push_elements(p, err);
    if (status == CG_OK && bracket)
        status = parse_expect(p, TOKEN_CLOSE, "behind the path", err);
    return status == CG_OK ? parse_close(p, path, mark, err) : status;
}

cg_status parse_bare_path(parser *p, ast_node **path, cg_error *err)
{
    cg_status status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_node(p, AST_PATH, path, err);
    if (status == CG_OK)
        status = parse_elements(p, *path, true, err);
    parse_leave(p);
    return status;
}

cg_status parse_path(parser *p, ast_node **path, cg_error *err)
{
    cg_status status = parse_node(p, AST_PATH, path, err);
    if (status == CG_OK && parse_at_variable(p) &&
        parse_peek(p, 1)->type == TOKEN_EQUAL) {
        status = parse_variable(p, &(*path)->text, err);
        p->at++;
    }
    return status == CG_OK ? parse_elements(p, *path, false, err) : status;
}

cg_status parse_pattern(parser *p, ast_node **pattern, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, AST_PATTERN, pattern, err);
    do {
        ast_node *path = NULL;
        if (status == CG_OK)
            status = parse_path(p, &path, err);
        if (status == CG_OK)
            status = parse_push(p, path, err);
    } while (status == CG_OK && parse_take(p, TOKEN_COMMA));
    return status == CG_OK ? parse_close(p, *pattern, mark, err) : status;
}
