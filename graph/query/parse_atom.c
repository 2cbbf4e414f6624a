#include "graph/query/parse_parts.h"

#include <strings.h>

/* ---- Literals and names ---- */

static cg_status parse_literal(parser *p, cg_value value, ast_node **literal,
                               cg_error *err)
{
    cg_status status = parse_node(p, AST_LITERAL, literal, err);
    if (status != CG_OK)
        return status;
    (*literal)->as.value = value;
    p->at++;
    return CG_OK;
}

static cg_status parse_integer(parser *p, ast_node **literal, cg_error *err)
{
    const lex_token *token = parse_peek(p, 0);
    if (token->integer > INT64_MAX)
        return query_fail(err, FAULT_INTEGER, &p->source, token->at,
                          "the integer is too large: the largest is %lld",
                          (long long)INT64_MAX);
    return parse_literal(p, cg_integer((int64_t)token->integer), literal, err);
}

/* A node that is nothing but a name. */
static cg_status parse_named(parser *p, ast_type type, ast_node **node,
                             cg_error *err)
{
    cg_status status = parse_node(p, type, node, err);
    if (status == CG_OK)
        (*node)->text = p->tokens[p->at++].text;
    return status;
}

/* ---- Lists and maps ---- */

/* Push expressions up to `close`, which is taken. */
static cg_status push_expressions(parser *p, token_type close, const char *where,
                                  cg_error *err)
{
    cg_status status = CG_OK;
    if (parse_take(p, close))
        return CG_OK;
    do {
        ast_node *item = NULL;
        status = parse_expression(p, &item, err);
        if (status == CG_OK)
            status = parse_push(p, item, err);
    } while (status == CG_OK && parse_take(p, TOKEN_COMMA));
    return status == CG_OK ? parse_expect(p, close, where, err) : status;
}

static cg_status parse_list(parser *p, ast_node **list, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, AST_LIST, list, err);
    p->at++;
    if (status == CG_OK)
        status = push_expressions(p, TOKEN_CLOSE_LIST, "that closes the list", err);
    return status == CG_OK ? parse_close(p, *list, mark, err) : status;
}

static cg_status push_pair(parser *p, cg_error *err)
{
    ast_node *pair = NULL;
    ast_node *value = NULL;
    cg_status status = parse_node(p, AST_PAIR, &pair, err);
    if (status == CG_OK)
        status = parse_name(p, "the name of a property", &pair->text, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_COLON, "behind the property's name", err);
    if (status == CG_OK)
        status = parse_expression(p, &value, err);
    if (status == CG_OK)
        status = parse_close_with(p, pair, &value, 1, err);
    return status == CG_OK ? parse_push(p, pair, err) : status;
}

cg_status parse_map(parser *p, ast_node **map, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, AST_MAP, map, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_OPEN_MAP, "that opens the map", err);
    if (status != CG_OK)
        return status;
    if (!parse_take(p, TOKEN_CLOSE_MAP)) {
        do
            status = push_pair(p, err);
        while (status == CG_OK && parse_take(p, TOKEN_COMMA));
        if (status == CG_OK)
            status = parse_expect(p, TOKEN_CLOSE_MAP, "that closes the map", err);
    }
    return status == CG_OK ? parse_close(p, *map, mark, err) : status;
}

/* `.key`, `variable` or `key: value` of `n {…}`; `.*` sets the flag. */
static cg_status push_selection(parser *p, ast_node *projection, cg_error *err)
{
    if (!parse_at(p, TOKEN_DOT)) {
        if (parse_peek(p, 1)->type == TOKEN_COLON)
            return push_pair(p, err);
        ast_node *pair = NULL;
        ast_node *variable = NULL;
        cg_status status = parse_node(p, AST_PAIR, &pair, err);
        if (status == CG_OK && !parse_at_variable(p))
            status = parse_expected(p, "'.name', 'name: value' or a variable", err);
        if (status == CG_OK)
            status = parse_named(p, AST_VARIABLE, &variable, err);
        if (status != CG_OK)
            return status;
        pair->text = variable->text;
        status = parse_close_with(p, pair, &variable, 1, err);
        return status == CG_OK ? parse_push(p, pair, err) : status;
    }
    p->at++;
    if (parse_take(p, TOKEN_TIMES)) {
        projection->flag = true;
        return CG_OK;
    }
    ast_node *pair = NULL;
    cg_status status = parse_node(p, AST_PAIR, &pair, err);
    if (status == CG_OK)
        status = parse_name(p, "the name of a property", &pair->text, err);
    return status == CG_OK ? parse_push(p, pair, err) : status;
}

static cg_status parse_map_projection(parser *p, ast_node **projection,
                                      cg_error *err)
{
    size_t mark = p->stack_count;
    ast_node *variable = NULL;
    cg_status status = parse_node(p, AST_PROJECT_MAP, projection, err);
    if (status == CG_OK)
        status = parse_named(p, AST_VARIABLE, &variable, err);
    if (status == CG_OK)
        status = parse_push(p, variable, err);
    if (status != CG_OK)
        return status;
    p->at++;
    if (!parse_take(p, TOKEN_CLOSE_MAP)) {
        do
            status = push_selection(p, *projection, err);
        while (status == CG_OK && parse_take(p, TOKEN_COMMA));
        if (status == CG_OK)
            status = parse_expect(p, TOKEN_CLOSE_MAP, "that closes the map", err);
    }
    return status == CG_OK ? parse_close(p, *projection, mark, err) : status;
}

/* ---- What binds a variable of its own ---- */

/* `name IN list`, and WHERE if it is there. */
static cg_status parse_binding(parser *p, cg_text *name, ast_node **list,
                               ast_node **where, cg_error *err)
{
    cg_status status = parse_variable(p, name, err);
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_IN, "behind the variable", err);
    if (status == CG_OK)
        status = parse_expression(p, list, err);
    return status == CG_OK ? parse_where(p, where, err) : status;
}

static cg_status parse_comprehension(parser *p, ast_node **node, cg_error *err)
{
    ast_node *children[3] = {NULL};
    cg_status status = parse_node(p, AST_COMPREHENSION, node, err);
    p->at++;
    if (status == CG_OK)
        status = parse_binding(p, &(*node)->text, &children[0], &children[1], err);
    if (status == CG_OK && parse_take(p, TOKEN_BAR))
        status = parse_expression(p, &children[2], err);
    if (status == CG_OK)
        status =
            parse_expect(p, TOKEN_CLOSE_LIST, "that closes the comprehension", err);
    return status == CG_OK ? parse_close_with(p, *node, children, 3, err) : status;
}

static cg_status parse_pattern_comprehension(parser *p, ast_node **node,
                                             cg_error *err)
{
    ast_node *children[3] = {NULL};
    cg_text name = {0};
    cg_status status = parse_node(p, AST_PATTERN_COMPREHENSION, node, err);
    p->at++;
    if (status == CG_OK && parse_at_variable(p)) {
        status = parse_variable(p, &name, err);
        p->at++; /* = */
    }
    if (status == CG_OK)
        status = parse_bare_path(p, &children[0], err);
    if (status == CG_OK) {
        children[0]->text = name;
        status = parse_where(p, &children[1], err);
    }
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_BAR, "behind the pattern", err);
    if (status == CG_OK)
        status = parse_expression(p, &children[2], err);
    if (status == CG_OK)
        status =
            parse_expect(p, TOKEN_CLOSE_LIST, "that closes the comprehension", err);
    return status == CG_OK ? parse_close_with(p, *node, children, 3, err) : status;
}

/* `[` opens a comprehension, a pattern's, or a list. */
static cg_status parse_square(parser *p, ast_node **node, cg_error *err)
{
    const lex_token *first = parse_peek(p, 1);
    const lex_token *second = parse_peek(p, 2);
    bool name = first->type == TOKEN_QUOTED ||
                (first->type == TOKEN_WORD && !keyword_is_reserved(first->word));
    if (name && second->word == WORD_IN)
        return parse_comprehension(p, node, err);
    if (name && second->type == TOKEN_EQUAL &&
        parse_peek(p, 3)->type == TOKEN_OPEN) {
        p->at += 3;
        bool path = parse_at_path(p);
        p->at -= 3;
        if (path)
            return parse_pattern_comprehension(p, node, err);
    }
    p->at++;
    bool path = parse_at_path(p);
    p->at--;
    return path ? parse_pattern_comprehension(p, node, err)
                : parse_list(p, node, err);
}

static cg_status parse_quantifier(parser *p, ast_quantifier which, ast_node **node,
                                  cg_error *err)
{
    ast_node *children[2] = {NULL};
    cg_status status = parse_node(p, AST_QUANTIFIER, node, err);
    p->at += 2;
    if (status == CG_OK)
        status = parse_binding(p, &(*node)->text, &children[0], &children[1], err);
    if (status == CG_OK && children[1] == NULL)
        status = parse_expected(p, "WHERE and a condition", err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE, "behind the condition", err);
    if (status != CG_OK)
        return status;
    (*node)->detail = (uint8_t)which;
    return parse_close_with(p, *node, children, 2, err);
}

/* `reduce(sum = start, item IN list | value)` */
static cg_status parse_reduce(parser *p, ast_node **node, cg_error *err)
{
    ast_node *children[3] = {NULL};
    cg_status status = parse_node(p, AST_REDUCE, node, err);
    p->at += 2;
    if (status == CG_OK)
        status = parse_variable(p, &(*node)->other, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_EQUAL, "behind the variable", err);
    if (status == CG_OK)
        status = parse_expression(p, &children[0], err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_COMMA, "behind the first value", err);
    if (status == CG_OK)
        status = parse_variable(p, &(*node)->text, err);
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_IN, "behind the variable", err);
    if (status == CG_OK)
        status = parse_expression(p, &children[1], err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_BAR, "before the value", err);
    if (status == CG_OK)
        status = parse_expression(p, &children[2], err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE, "behind the value", err);
    return status == CG_OK ? parse_close_with(p, *node, children, 3, err) : status;
}

/* ---- CASE ---- */

static cg_status push_when(parser *p, cg_error *err)
{
    ast_node *when = NULL;
    ast_node *children[2] = {NULL};
    cg_status status = parse_node(p, AST_WHEN, &when, err);
    p->at++;
    if (status == CG_OK)
        status = parse_expression(p, &children[0], err);
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_THEN, "behind the condition", err);
    if (status == CG_OK)
        status = parse_expression(p, &children[1], err);
    if (status == CG_OK)
        status = parse_close_with(p, when, children, 2, err);
    return status == CG_OK ? parse_push(p, when, err) : status;
}

static cg_status parse_case(parser *p, ast_node **node, cg_error *err)
{
    size_t mark = p->stack_count;
    ast_node *operand = NULL;
    cg_status status = parse_node(p, AST_CASE, node, err);
    p->at++;
    if (status == CG_OK && !parse_at_word(p, WORD_WHEN))
        status = parse_expression(p, &operand, err);
    if (status == CG_OK)
        status = parse_push(p, operand, err);
    if (status == CG_OK)
        status = parse_push(p, NULL, err); /* ELSE */
    if (status == CG_OK && !parse_at_word(p, WORD_WHEN))
        status = parse_expected(p, "WHEN", err);
    while (status == CG_OK && parse_at_word(p, WORD_WHEN))
        status = push_when(p, err);
    if (status == CG_OK && parse_take_word(p, WORD_ELSE)) {
        ast_node *otherwise = NULL;
        status = parse_expression(p, &otherwise, err);
        p->stack[mark + 1] = otherwise;
    }
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_END, "of CASE", err);
    return status == CG_OK ? parse_close(p, *node, mark, err) : status;
}

/* ---- Functions and subqueries ---- */

/* The token behind `name.name…` if a bracket opens there; 0 if it is no function. */
static size_t function_bracket(const parser *p)
{
    size_t at = p->at;
    if (p->tokens[at].type != TOKEN_WORD && p->tokens[at].type != TOKEN_QUOTED)
        return 0;
    while (p->tokens[at + 1].type == TOKEN_DOT &&
           p->tokens[at + 2].type == TOKEN_WORD)
        at += 2;
    return p->tokens[at + 1].type == TOKEN_OPEN ? at + 1 : 0;
}

static cg_status parse_count_rows(parser *p, ast_node **node, cg_error *err)
{
    cg_status status = parse_node(p, AST_COUNT_ROWS, node, err);
    p->at += 3;
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE, "behind '*'", err);
    return status == CG_OK ? parse_close_with(p, *node, NULL, 0, err) : status;
}

static cg_status parse_call(parser *p, size_t bracket, ast_node **node,
                            cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, AST_CALL, node, err);
    if (status != CG_OK)
        return status;
    (*node)->text = bracket == p->at + 1
                        ? p->tokens[p->at].text
                        : cg_text_slice(p->source.text, p->tokens[p->at].at.start,
                                        p->tokens[bracket - 1].at.end);
    p->at = bracket + 1;
    (*node)->flag = parse_take_word(p, WORD_DISTINCT);
    status = push_expressions(p, TOKEN_CLOSE, "behind the arguments", err);
    return status == CG_OK ? parse_close(p, *node, mark, err) : status;
}

/* Behind the word and `{`: a query, or a pattern with WHERE that stands for MATCH. */
static cg_status parse_inner_query(parser *p, ast_node **query, cg_error *err)
{
    if (parse_at(p, TOKEN_WORD) && keyword_is_reserved(parse_peek(p, 0)->word))
        return parse_query(p, query, err);
    ast_node *match = NULL;
    ast_node *part = NULL;
    ast_node *children[2] = {NULL};
    cg_status status = parse_node(p, AST_QUERY, query, err);
    if (status == CG_OK)
        status = parse_node(p, AST_PART, &part, err);
    if (status == CG_OK)
        status = parse_node(p, AST_MATCH, &match, err);
    if (status == CG_OK)
        status = parse_pattern(p, &children[0], err);
    if (status == CG_OK)
        status = parse_where(p, &children[1], err);
    if (status == CG_OK)
        status = parse_close_with(p, match, children, 2, err);
    if (status == CG_OK)
        status = parse_close_with(p, part, &match, 1, err);
    return status == CG_OK ? parse_close_with(p, *query, &part, 1, err) : status;
}

static cg_status parse_query_expression(parser *p, ast_type type, ast_node **node,
                                        cg_error *err)
{
    ast_node *query = NULL;
    cg_status status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_node(p, type, node, err);
    p->at += 2;
    if (status == CG_OK)
        status = parse_inner_query(p, &query, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE_MAP, "behind the subquery", err);
    parse_leave(p);
    return status == CG_OK ? parse_close_with(p, *node, &query, 1, err) : status;
}

/* ---- Words ---- */

/* Is a quantifier at the word and its bracket? `all(…)` could be a function, too. */
static bool at_quantifier(const parser *p, ast_quantifier *which)
{
    static const keyword words[] = {[QUANTIFIER_ALL] = WORD_ALL,
                                    [QUANTIFIER_ANY] = WORD_ANY,
                                    [QUANTIFIER_NONE] = WORD_NONE,
                                    [QUANTIFIER_SINGLE] = WORD_SINGLE};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (parse_at_word(p, words[i]) && parse_peek(p, 1)->type == TOKEN_OPEN) {
            *which = (ast_quantifier)i;
            return true;
        }
    return false;
}

static cg_status parse_word(parser *p, ast_node **node, cg_error *err)
{
    ast_quantifier which;
    ast_search search;
    token_type behind = parse_peek(p, 1)->type;
    keyword word = parse_peek(p, 0)->word;
    if (word == WORD_NULL)
        return parse_literal(p, (cg_value){.type = CG_NULL}, node, err);
    if (word == WORD_TRUE || word == WORD_FALSE)
        return parse_literal(
            p, (cg_value){.type = CG_BOOLEAN, .as.boolean = word == WORD_TRUE},
            node, err);
    if (word == WORD_CASE)
        return parse_case(p, node, err);
    if (at_quantifier(p, &which))
        return parse_quantifier(p, which, node, err);
    if (word == WORD_REDUCE && behind == TOKEN_OPEN)
        return parse_reduce(p, node, err);
    if (word == WORD_EXISTS && behind == TOKEN_OPEN_MAP)
        return parse_query_expression(p, AST_EXISTS, node, err);
    if (word == WORD_COUNT && behind == TOKEN_OPEN_MAP)
        return parse_query_expression(p, AST_COUNT_QUERY, node, err);
    if (word == WORD_COLLECT && behind == TOKEN_OPEN_MAP)
        return parse_query_expression(p, AST_COLLECT_QUERY, node, err);
    if (word == WORD_COUNT && behind == TOKEN_OPEN &&
        parse_peek(p, 2)->type == TOKEN_TIMES)
        return parse_count_rows(p, node, err);
    if (parse_at_search(p, &search))
        return parse_search(p, node, err);
    size_t bracket = function_bracket(p);
    if (bracket > 0)
        return parse_call(p, bracket, node, err);
    if (!parse_at_variable(p))
        return parse_expected(p, "an expression", err);
    return behind == TOKEN_OPEN_MAP ? parse_map_projection(p, node, err)
                                    : parse_named(p, AST_VARIABLE, node, err);
}

/* ---- Atoms and what stands behind them ---- */

/* `(` opens a pattern or an expression in brackets. */
static cg_status parse_round(parser *p, ast_node **node, cg_error *err)
{
    if (parse_at_path(p)) {
        ast_node *path = NULL;
        cg_status status = parse_node(p, AST_PATTERN_PREDICATE, node, err);
        if (status == CG_OK)
            status = parse_bare_path(p, &path, err);
        return status == CG_OK ? parse_close_with(p, *node, &path, 1, err) : status;
    }
    p->at++;
    cg_status status = parse_expression(p, node, err);
    return status == CG_OK
               ? parse_expect(p, TOKEN_CLOSE, "that closes the bracket", err)
               : status;
}

cg_status parse_atom(parser *p, ast_node **node, cg_error *err)
{
    const lex_token *token = parse_peek(p, 0);
    switch ((int)token->type) {
    case TOKEN_INTEGER:
        return parse_integer(p, node, err);
    case TOKEN_FLOAT:
        return parse_literal(
            p, (cg_value){.type = CG_FLOAT, .as.real = token->real}, node, err);
    case TOKEN_STRING:
        return parse_literal(p, cg_string(token->text), node, err);
    case TOKEN_PARAMETER:
        return parse_named(p, AST_PARAMETER, node, err);
    case TOKEN_OPEN:
        return parse_round(p, node, err);
    case TOKEN_OPEN_LIST:
        return parse_square(p, node, err);
    case TOKEN_OPEN_MAP:
        return parse_map(p, node, err);
    case TOKEN_WORD:
    case TOKEN_QUOTED:
        return parse_word(p, node, err);
    default:
        return parse_expected(p, "an expression", err);
    }
}

/* `.key` behind `*node`, which becomes it. */
static cg_status parse_property(parser *p, ast_node **node, cg_error *err)
{
    ast_node *of = *node;
    cg_status status = parse_node(p, AST_PROPERTY, node, err);
    p->at++;
    if (status == CG_OK)
        status = parse_name(p, "the name of a property", &(*node)->text, err);
    return status == CG_OK ? parse_close_with(p, *node, &of, 1, err) : status;
}

/* `[at]`, `[from..to]` behind it. */
static cg_status parse_index(parser *p, ast_node **node, cg_error *err)
{
    ast_node *children[3] = {*node, NULL, NULL};
    cg_status status = parse_node(p, AST_INDEX, node, err);
    p->at++;
    if (status == CG_OK && !parse_at(p, TOKEN_DOTS))
        status = parse_expression(p, &children[1], err);
    bool slice = status == CG_OK && parse_take(p, TOKEN_DOTS);
    if (slice && !parse_at(p, TOKEN_CLOSE_LIST))
        status = parse_expression(p, &children[2], err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE_LIST, "behind the index", err);
    if (status != CG_OK)
        return status;
    (*node)->type = slice ? AST_SLICE : AST_INDEX;
    return parse_close_with(p, *node, children, slice ? 3 : 2, err);
}

static cg_status parse_has_labels(parser *p, ast_node **node, cg_error *err)
{
    ast_node *children[2] = {*node, NULL};
    cg_status status = parse_node(p, AST_HAS_LABELS, node, err);
    p->at++;
    if (status == CG_OK)
        status = parse_labels(p, &children[1], err);
    return status == CG_OK ? parse_close_with(p, *node, children, 2, err) : status;
}

cg_status parse_accesses(parser *p, ast_node **node, cg_error *err)
{
    cg_status status = parse_atom(p, node, err);
    while (status == CG_OK) {
        uint32_t start = (*node)->at.start;
        if (parse_at(p, TOKEN_DOT))
            status = parse_property(p, node, err);
        else if (parse_at(p, TOKEN_OPEN_LIST))
            status = parse_index(p, node, err);
        else if (parse_at(p, TOKEN_COLON))
            status = parse_has_labels(p, node, err);
        else
            break;
        (*node)->at.start = start;
    }
    return status;
}
