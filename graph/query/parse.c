#include "graph/query/parse.h"

#include "graph/query/parse_parts.h"

#include <stdlib.h>

/* ---- Projections ---- */

cg_status parse_where(parser *p, ast_node **where, cg_error *err)
{
    *where = NULL;
    return parse_take_word(p, WORD_WHERE) ? parse_expression(p, where, err) : CG_OK;
}

/* An expression and its name: after AS, else the words it is written in. */
static cg_status push_item(parser *p, cg_error *err)
{
    ast_node *item = NULL;
    ast_node *expression = NULL;
    cg_status status = parse_node(p, AST_ITEM, &item, err);
    if (status == CG_OK)
        status = parse_expression(p, &expression, err);
    if (status != CG_OK)
        return status;
    item->text =
        cg_text_slice(p->source.text, item->at.start, p->tokens[p->at - 1].at.end);
    if (expression->type == AST_VARIABLE)
        item->text = expression->text;
    item->flag = parse_take_word(p, WORD_AS);
    if (item->flag)
        status = parse_variable(p, &item->text, err);
    if (status == CG_OK)
        status = parse_close_with(p, item, &expression, 1, err);
    return status == CG_OK ? parse_push(p, item, err) : status;
}

static cg_status parse_items(parser *p, ast_node **items, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, AST_ITEMS, items, err);
    if (status != CG_OK)
        return status;
    (*items)->flag = parse_take(p, TOKEN_TIMES);
    if (!(*items)->flag || parse_take(p, TOKEN_COMMA)) {
        do
            status = push_item(p, err);
        while (status == CG_OK && parse_take(p, TOKEN_COMMA));
    }
    return status == CG_OK ? parse_close(p, *items, mark, err) : status;
}

static cg_status push_key(parser *p, cg_error *err)
{
    ast_node *key = NULL;
    ast_node *expression = NULL;
    cg_status status = parse_node(p, AST_KEY, &key, err);
    if (status == CG_OK)
        status = parse_expression(p, &expression, err);
    if (status != CG_OK)
        return status;
    if (parse_take_word(p, WORD_DESC) || parse_take_word(p, WORD_DESCENDING))
        key->flag = true;
    else if (!parse_take_word(p, WORD_ASC))
        (void)parse_take_word(p, WORD_ASCENDING);
    status = parse_close_with(p, key, &expression, 1, err);
    return status == CG_OK ? parse_push(p, key, err) : status;
}

static cg_status parse_order(parser *p, ast_node **order, cg_error *err)
{
    size_t mark = p->stack_count;
    if (!parse_at_word(p, WORD_ORDER))
        return CG_OK;
    cg_status status = parse_node(p, AST_ORDER, order, err);
    p->at++;
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_BY, "behind ORDER", err);
    do {
        if (status == CG_OK)
            status = push_key(p, err);
    } while (status == CG_OK && parse_take(p, TOKEN_COMMA));
    return status == CG_OK ? parse_close(p, *order, mark, err) : status;
}

static cg_status parse_projection(parser *p, ast_node **projection, cg_error *err)
{
    ast_node *children[4] = {NULL}; /* items, order, skip, limit */
    cg_status status = parse_node(p, AST_PROJECTION, projection, err);
    if (status != CG_OK)
        return status;
    (*projection)->flag = parse_take_word(p, WORD_DISTINCT);
    status = parse_items(p, &children[0], err);
    if (status == CG_OK)
        status = parse_order(p, &children[1], err);
    if (status == CG_OK && parse_take_word(p, WORD_SKIP))
        status = parse_expression(p, &children[2], err);
    if (status == CG_OK && parse_take_word(p, WORD_LIMIT))
        status = parse_expression(p, &children[3], err);
    return status == CG_OK ? parse_close_with(p, *projection, children, 4, err)
                           : status;
}

/* ---- Reading clauses ---- */

static cg_status parse_match(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *children[2] = {NULL};
    cg_status status = parse_node(p, AST_MATCH, clause, err);
    if (status != CG_OK)
        return status;
    (*clause)->flag = parse_take_word(p, WORD_OPTIONAL);
    status = parse_expect_word(p, WORD_MATCH, "behind OPTIONAL", err);
    if (status == CG_OK)
        status = parse_pattern(p, &children[0], err);
    if (status == CG_OK)
        status = parse_where(p, &children[1], err);
    return status == CG_OK ? parse_close_with(p, *clause, children, 2, err)
                           : status;
}

static cg_status parse_unwind(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *list = NULL;
    cg_status status = parse_node(p, AST_UNWIND, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_expression(p, &list, err);
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_AS, "behind the list", err);
    if (status == CG_OK)
        status = parse_variable(p, &(*clause)->text, err);
    return status == CG_OK ? parse_close_with(p, *clause, &list, 1, err) : status;
}

/* `FIELDTERMINATOR ';'`: one sign that a field may not consist of anyway. */
static cg_status parse_separator(parser *p, cg_text *separator, cg_error *err)
{
    const lex_token *token = parse_peek(p, 0);
    if (token->type != TOKEN_STRING || token->text.size != 1 ||
        strchr("\"\r\n ", token->text.at[0]) != NULL)
        return parse_expected(p, "one sign in quotes, such as ';'", err);
    *separator = token->text;
    p->at++;
    return CG_OK;
}

/* `LOAD CSV WITH HEADERS FROM address AS row FIELDTERMINATOR ';'` */
static cg_status parse_load(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *address = NULL;
    cg_status status = parse_node(p, AST_LOAD, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_CSV, "behind LOAD", err);
    if (status != CG_OK)
        return status;
    (*clause)->flag = parse_take_word(p, WORD_WITH);
    if ((*clause)->flag)
        status = parse_expect_word(p, WORD_HEADERS, "behind WITH", err);
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_FROM, "before the address", err);
    if (status == CG_OK)
        status = parse_expression(p, &address, err);
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_AS, "behind the address", err);
    if (status == CG_OK)
        status = parse_variable(p, &(*clause)->text, err);
    if (status == CG_OK && parse_take_word(p, WORD_FIELDTERMINATOR))
        status = parse_separator(p, &(*clause)->other, err);
    return status == CG_OK ? parse_close_with(p, *clause, &address, 1, err)
                           : status;
}

static cg_status parse_with(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *children[2] = {NULL};
    cg_status status = parse_node(p, AST_WITH, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_projection(p, &children[0], err);
    if (status == CG_OK)
        status = parse_where(p, &children[1], err);
    return status == CG_OK ? parse_close_with(p, *clause, children, 2, err)
                           : status;
}

static cg_status parse_return(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *projection = NULL;
    cg_status status = parse_node(p, AST_RETURN, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_projection(p, &projection, err);
    return status == CG_OK ? parse_close_with(p, *clause, &projection, 1, err)
                           : status;
}

/* ---- Writing clauses ---- */

static cg_status parse_create(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *pattern = NULL;
    cg_status status = parse_node(p, AST_CREATE, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_pattern(p, &pattern, err);
    return status == CG_OK ? parse_close_with(p, *clause, &pattern, 1, err)
                           : status;
}

/* Push the names of `:A:B`. */
static cg_status push_names(parser *p, cg_error *err)
{
    cg_status status = CG_OK;
    while (status == CG_OK && parse_take(p, TOKEN_COLON)) {
        ast_node *name = NULL;
        status = parse_node(p, AST_NAME, &name, err);
        if (status == CG_OK)
            status = parse_name(p, "a label", &name->text, err);
        if (status == CG_OK)
            status = parse_push(p, name, err);
    }
    return status;
}

/* What is changed: `n`, `n.key`, `(expression).key`: no labels are tested here. */
static cg_status push_target(parser *p, ast_node **target, cg_error *err)
{
    cg_status status = parse_atom(p, target, err);
    while (status == CG_OK && parse_at(p, TOKEN_DOT)) {
        ast_node *of = *target;
        status = parse_node(p, AST_PROPERTY, target, err);
        p->at++;
        if (status == CG_OK)
            status = parse_name(p, "the name of a property", &(*target)->text, err);
        if (status == CG_OK)
            status = parse_close_with(p, *target, &of, 1, err);
        (*target)->at.start = of->at.start;
    }
    return status == CG_OK ? parse_push(p, *target, err) : status;
}

static cg_status push_value(parser *p, cg_error *err)
{
    ast_node *value = NULL;
    cg_status status = parse_expression(p, &value, err);
    return status == CG_OK ? parse_push(p, value, err) : status;
}

static cg_status push_set(parser *p, cg_error *err)
{
    size_t mark = p->stack_count;
    ast_node *change = NULL;
    ast_node *target = NULL;
    cg_status status = parse_node(p, AST_SET_PROPERTY, &change, err);
    if (status == CG_OK)
        status = push_target(p, &target, err);
    if (status != CG_OK)
        return status;
    if (parse_at(p, TOKEN_COLON)) {
        change->type = AST_SET_LABELS;
        status = push_names(p, err);
    } else if (parse_take(p, TOKEN_EQUAL)) {
        change->type =
            target->type == AST_PROPERTY ? AST_SET_PROPERTY : AST_SET_ALL;
        status = push_value(p, err);
    } else if (target->type != AST_PROPERTY && parse_take(p, TOKEN_ADD)) {
        change->type = AST_SET_MORE;
        status = push_value(p, err);
    } else {
        status = parse_expected(p, "'=' and a value", err);
    }
    if (status == CG_OK)
        status = parse_close(p, change, mark, err);
    return status == CG_OK ? parse_push(p, change, err) : status;
}

/* A clause of changes, behind its keyword. */
static cg_status parse_changes(parser *p, ast_type type,
                               cg_status (*push)(parser *p, cg_error *err),
                               ast_node **clause, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, type, clause, err);
    p->at++;
    do {
        if (status == CG_OK)
            status = push(p, err);
    } while (status == CG_OK && parse_take(p, TOKEN_COMMA));
    return status == CG_OK ? parse_close(p, *clause, mark, err) : status;
}

static cg_status push_removal(parser *p, cg_error *err)
{
    size_t mark = p->stack_count;
    ast_node *change = NULL;
    ast_node *target = NULL;
    cg_status status = parse_node(p, AST_REMOVE_PROPERTY, &change, err);
    if (status == CG_OK)
        status = push_target(p, &target, err);
    if (status == CG_OK && parse_at(p, TOKEN_COLON)) {
        change->type = AST_REMOVE_LABELS;
        status = push_names(p, err);
    } else if (status == CG_OK && target->type != AST_PROPERTY) {
        status = parse_expected(p, "a property or a label", err);
    }
    if (status == CG_OK)
        status = parse_close(p, change, mark, err);
    return status == CG_OK ? parse_push(p, change, err) : status;
}

static cg_status parse_delete(parser *p, ast_node **clause, cg_error *err)
{
    bool detach = parse_take_word(p, WORD_DETACH);
    if (!parse_at_word(p, WORD_DELETE))
        return parse_expected(p, "DELETE behind DETACH", err);
    cg_status status = parse_changes(p, AST_DELETE, push_value, clause, err);
    if (status == CG_OK)
        (*clause)->flag = detach;
    return status;
}

static cg_status push_action(parser *p, cg_error *err)
{
    ast_node *action = NULL;
    p->at++;
    ast_type type = parse_at_word(p, WORD_MATCH) ? AST_ON_MATCH : AST_ON_CREATE;
    if (type == AST_ON_CREATE && !parse_at_word(p, WORD_CREATE))
        return parse_expected(p, "MATCH or CREATE behind ON", err);
    p->at++;
    if (!parse_at_word(p, WORD_SET))
        return parse_expected(p, "SET", err);
    cg_status status = parse_changes(p, type, push_set, &action, err);
    return status == CG_OK ? parse_push(p, action, err) : status;
}

static cg_status parse_merge(parser *p, ast_node **clause, cg_error *err)
{
    size_t mark = p->stack_count;
    ast_node *path = NULL;
    cg_status status = parse_node(p, AST_MERGE, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_path(p, &path, err);
    if (status == CG_OK)
        status = parse_push(p, path, err);
    while (status == CG_OK && parse_at_word(p, WORD_ON))
        status = push_action(p, err);
    return status == CG_OK ? parse_close(p, *clause, mark, err) : status;
}

static cg_status parse_clause(parser *p, ast_node **clause, cg_error *err);

/* `FOREACH (x IN list | clause …)` */
static cg_status parse_foreach(parser *p, ast_node **clause, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_node(p, AST_FOREACH, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_OPEN, "behind FOREACH", err);
    if (status == CG_OK)
        status = parse_variable(p, &(*clause)->text, err);
    if (status == CG_OK)
        status = parse_expect_word(p, WORD_IN, "behind the variable", err);
    if (status == CG_OK)
        status = push_value(p, err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_BAR, "before the clauses", err);
    while (status == CG_OK && !parse_at(p, TOKEN_CLOSE)) {
        ast_node *inner = NULL;
        status = parse_clause(p, &inner, err);
        if (status == CG_OK)
            status = parse_push(p, inner, err);
    }
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE, "behind the clauses", err);
    parse_leave(p);
    return status == CG_OK ? parse_close(p, *clause, mark, err) : status;
}

/* ---- Queries ---- */

static cg_status parse_clause(parser *p, ast_node **clause, cg_error *err)
{
    switch ((int)parse_peek(p, 0)->word) {
    case WORD_OPTIONAL:
        if (parse_peek(p, 1)->word == WORD_CALL)
            return parse_calling(p, clause, err);
        return parse_match(p, clause, err);
    case WORD_MATCH:
        return parse_match(p, clause, err);
    case WORD_UNWIND:
        return parse_unwind(p, clause, err);
    case WORD_WITH:
        return parse_with(p, clause, err);
    case WORD_RETURN:
        return parse_return(p, clause, err);
    case WORD_CREATE:
        return parse_create(p, clause, err);
    case WORD_MERGE:
        return parse_merge(p, clause, err);
    case WORD_SET:
        return parse_changes(p, AST_SET, push_set, clause, err);
    case WORD_REMOVE:
        return parse_changes(p, AST_REMOVE, push_removal, clause, err);
    case WORD_DETACH:
    case WORD_DELETE:
        return parse_delete(p, clause, err);
    case WORD_LOAD:
        return parse_load(p, clause, err);
    case WORD_CALL:
        return parse_calling(p, clause, err);
    case WORD_FOREACH:
        return parse_foreach(p, clause, err);
    default:
        return parse_expected(p, "a clause such as MATCH or RETURN", err);
    }
}

static bool at_part_end(const parser *p)
{
    return parse_at(p, TOKEN_END) || parse_at(p, TOKEN_SEMICOLON) ||
           parse_at(p, TOKEN_CLOSE_MAP) || parse_at_word(p, WORD_UNION);
}

static cg_status parse_part(parser *p, ast_node **part, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, AST_PART, part, err);
    do {
        ast_node *clause = NULL;
        if (status == CG_OK)
            status = parse_clause(p, &clause, err);
        if (status == CG_OK)
            status = parse_push(p, clause, err);
    } while (status == CG_OK && !at_part_end(p));
    return status == CG_OK ? parse_close(p, *part, mark, err) : status;
}

cg_status parse_query(parser *p, ast_node **query, cg_error *err)
{
    size_t mark = p->stack_count;
    bool first = true;
    cg_status status = parse_node(p, AST_QUERY, query, err);
    while (status == CG_OK) {
        ast_node *part = NULL;
        status = parse_part(p, &part, err);
        if (status == CG_OK)
            status = parse_push(p, part, err);
        if (status != CG_OK || !parse_at_word(p, WORD_UNION))
            break;
        query_span at = parse_peek(p, 0)->at;
        p->at++;
        ast_union kind = parse_take_word(p, WORD_ALL) ? UNION_ALL : UNION_DISTINCT;
        (void)parse_take_word(p, WORD_DISTINCT);
        if (!first && (*query)->detail != kind)
            return query_fail(err, FAULT_COMPOSITION, &p->source, at,
                              "UNION and UNION ALL cannot be mixed");
        (*query)->detail = (uint8_t)kind;
        first = false;
    }
    return status == CG_OK ? parse_close(p, *query, mark, err) : status;
}

/* ---- Statements ---- */

static cg_status read_tokens(parser *p, cg_error *err)
{
    lexer lex = {.source = p->source, .arena = p->arena};
    size_t count = 0, room = 0;
    cg_status status;
    do {
        if (count == AST_TOKENS_MAX)
            return cg_fail(err, CG_LIMIT, NULL,
                           "the question has more than %d words and signs",
                           AST_TOKENS_MAX);
        status = cg_grow(p->tokens, &room, count + 1, err);
        if (status == CG_OK)
            status = lex_next(&lex, &p->tokens[count++], err);
    } while (status == CG_OK && p->tokens[count - 1].type != TOKEN_END);
    return status;
}

static cg_status parse_statement(parser *p, ast_node **tree, query_mode *mode,
                                 cg_error *err)
{
    *mode = parse_take_word(p, WORD_EXPLAIN)   ? QUERY_EXPLAIN
            : parse_take_word(p, WORD_PROFILE) ? QUERY_PROFILE
                                               : QUERY_RUN;
    cg_status status = parse_query(p, tree, err);
    (void)(status == CG_OK && parse_take(p, TOKEN_SEMICOLON));
    if (status == CG_OK && !parse_at(p, TOKEN_END))
        status = parse_expected(p, "the end of the question", err);
    return status;
}

cg_status query_parse(query_source source, cg_arena *arena, ast_node **tree,
                      query_mode *mode, cg_error *err)
{
    parser p = {.source = source, .arena = arena};
    cg_status status = CG_OK;
    *tree = NULL;
    if (source.text.size > QUERY_BYTES_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "the question is longer than %d bytes",
                       QUERY_BYTES_MAX);
    size_t bad = cg_text_check(source.text);
    if (bad < source.text.size)
        status = query_fail(err, FAULT_UNICODE, &source,
                            (query_span){(uint32_t)bad, (uint32_t)bad + 1},
                            "the question is not UTF-8");
    if (status == CG_OK)
        status = read_tokens(&p, err);
    if (status == CG_OK)
        status = parse_statement(&p, tree, mode, err);
    free(p.tokens);
    free(p.stack);
    return status;
}
