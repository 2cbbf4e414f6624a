#include "graph/query/parse_parts.h"

/* Operators from the weakest to the strongest, one function a level:
 *   OR, XOR, AND, NOT, comparisons, IN STARTS WITH IS NULL …, + - ||, * / %, ^, unary. */

/* A node over `left` and what `parse_right` reads; `*left` becomes it. */
typedef cg_status (*operand_parser)(parser *p, ast_node **operand, cg_error *err);

static cg_status join(parser *p, ast_type type, ast_node **left,
                      operand_parser parse_right, cg_error *err)
{
    ast_node *joined = NULL;
    ast_node *both[] = {*left, NULL};
    cg_status status = parse_node(p, type, &joined, err);
    if (status == CG_OK)
        status = parse_right(p, &both[1], err);
    if (status == CG_OK)
        status = parse_close_with(p, joined, both, 2, err);
    if (status == CG_OK)
        joined->at.start = (*left)->at.start;
    *left = joined;
    return status;
}

/* A node over `*operand` alone, which it becomes. */
static cg_status wrap(parser *p, ast_type type, ast_node **operand, cg_error *err)
{
    ast_node *outer = NULL;
    ast_node *inner = *operand;
    cg_status status = parse_node(p, type, &outer, err);
    if (status == CG_OK)
        status = parse_close_with(p, outer, &inner, 1, err);
    if (status == CG_OK)
        outer->at.start = inner->at.start;
    *operand = outer;
    return status;
}

/* ---- Unary, power, products, sums ---- */

/* -1 is a literal, and so is the smallest integer, whose digits alone are too large. */
static cg_status parse_negative(parser *p, ast_node **expression, cg_error *err)
{
    const lex_token *minus = parse_peek(p, 0);
    const lex_token *number = parse_peek(p, 1);
    if (number->type == TOKEN_INTEGER &&
        number->integer == (uint64_t)INT64_MAX + 1) {
        cg_status status = parse_node(p, AST_LITERAL, expression, err);
        if (status != CG_OK)
            return status;
        (*expression)->as.value = cg_integer(INT64_MIN);
        p->at += 2;
        return parse_close_with(p, *expression, NULL, 0, err);
    }
    p->at++;
    cg_status status = parse_accesses(p, expression, err);
    if (status != CG_OK)
        return status;
    ast_node *operand = *expression;
    if (operand->type == AST_LITERAL && operand->as.value.type == CG_INTEGER)
        operand->as.value.as.integer = -operand->as.value.as.integer;
    else if (operand->type == AST_LITERAL && operand->as.value.type == CG_FLOAT)
        operand->as.value.as.real = -operand->as.value.as.real;
    else
        status = wrap(p, AST_NEGATE, expression, err);
    (*expression)->at.start = minus->at.start;
    return status;
}

static cg_status parse_unary(parser *p, ast_node **expression, cg_error *err)
{
    bool negative = parse_at(p, TOKEN_MINUS);
    bool positive = parse_at(p, TOKEN_PLUS);
    token_type behind = parse_peek(p, 1)->type;
    if (!negative && !positive)
        return parse_accesses(p, expression, err);
    if (negative && behind != TOKEN_MINUS && behind != TOKEN_PLUS)
        return parse_negative(p, expression, err);
    p->at++;
    cg_status status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_unary(p, expression, err);
    parse_leave(p);
    return status == CG_OK && negative ? wrap(p, AST_NEGATE, expression, err)
                                       : status;
}

static cg_status parse_power(parser *p, ast_node **expression, cg_error *err)
{
    cg_status status = parse_unary(p, expression, err);
    while (status == CG_OK && parse_take(p, TOKEN_POWER))
        status = join(p, AST_POWER, expression, parse_unary, err);
    return status;
}

static cg_status parse_product(parser *p, ast_node **expression, cg_error *err)
{
    cg_status status = parse_power(p, expression, err);
    while (status == CG_OK) {
        ast_type type = parse_at(p, TOKEN_TIMES)    ? AST_MULTIPLY
                        : parse_at(p, TOKEN_DIVIDE) ? AST_DIVIDE
                        : parse_at(p, TOKEN_MODULO) ? AST_MODULO
                                                    : AST_COUNT;
        if (type == AST_COUNT)
            break;
        p->at++;
        status = join(p, type, expression, parse_power, err);
    }
    return status;
}

static cg_status parse_sum(parser *p, ast_node **expression, cg_error *err)
{
    cg_status status = parse_product(p, expression, err);
    while (status == CG_OK) {
        ast_type type = parse_at(p, TOKEN_PLUS)          ? AST_ADD
                        : parse_at(p, TOKEN_MINUS)       ? AST_SUBTRACT
                        : parse_at(p, TOKEN_CONCATENATE) ? AST_ADD
                                                         : AST_COUNT;
        if (type == AST_COUNT)
            break;
        p->at++;
        status = join(p, type, expression, parse_product, err);
    }
    return status;
}

/* ---- Predicates on what they stand behind ---- */

static cg_status parse_is(parser *p, ast_node **expression, cg_error *err)
{
    bool not = parse_take_word(p, WORD_NOT);
    cg_status status = parse_expect_word(p, WORD_NULL, "behind IS", err);
    return status == CG_OK
               ? wrap(p, not ? AST_IS_NOT_NULL : AST_IS_NULL, expression, err)
               : status;
}

static cg_status parse_with_word(parser *p, ast_type type, ast_node **expression,
                                 cg_error *err)
{
    cg_status status =
        parse_expect_word(p, WORD_WITH, "behind STARTS and ENDS", err);
    return status == CG_OK ? join(p, type, expression, parse_sum, err) : status;
}

static cg_status parse_predicates(parser *p, ast_node **expression, cg_error *err)
{
    cg_status status = parse_sum(p, expression, err);
    while (status == CG_OK) {
        if (parse_take_word(p, WORD_IN))
            status = join(p, AST_IN, expression, parse_sum, err);
        else if (parse_take_word(p, WORD_STARTS))
            status = parse_with_word(p, AST_STARTS_WITH, expression, err);
        else if (parse_take_word(p, WORD_ENDS))
            status = parse_with_word(p, AST_ENDS_WITH, expression, err);
        else if (parse_take_word(p, WORD_CONTAINS))
            status = join(p, AST_CONTAINS, expression, parse_sum, err);
        else if (parse_take(p, TOKEN_MATCHES))
            status = join(p, AST_MATCHES, expression, parse_sum, err);
        else if (parse_take_word(p, WORD_IS))
            status = parse_is(p, expression, err);
        else
            break;
    }
    return status;
}

/* ---- Comparisons: a < b <= c compares b twice and evaluates it once ---- */

static bool at_order(const parser *p, ast_order *order)
{
    switch ((int)parse_peek(p, 0)->type) {
    case TOKEN_EQUAL:
        *order = ORDER_EQUAL;
        return true;
    case TOKEN_NOT_EQUAL:
        *order = ORDER_NOT_EQUAL;
        return true;
    case TOKEN_LESS:
        *order = ORDER_LESS;
        return true;
    case TOKEN_LESS_EQUAL:
        *order = ORDER_LESS_EQUAL;
        return true;
    case TOKEN_GREATER:
        *order = ORDER_GREATER;
        return true;
    case TOKEN_GREATER_EQUAL:
        *order = ORDER_GREATER_EQUAL;
        return true;
    default:
        return false;
    }
}

static cg_status push_comparison(parser *p, ast_order order, cg_error *err)
{
    ast_node *comparison = NULL;
    ast_node *operand = NULL;
    cg_status status = parse_node(p, AST_COMPARISON, &comparison, err);
    p->at++;
    if (status == CG_OK)
        status = parse_predicates(p, &operand, err);
    if (status == CG_OK)
        status = parse_close_with(p, comparison, &operand, 1, err);
    if (status != CG_OK)
        return status;
    comparison->detail = (uint8_t)order;
    return parse_push(p, comparison, err);
}

static cg_status parse_comparisons(parser *p, ast_node **expression, cg_error *err)
{
    ast_order order;
    size_t mark = p->stack_count;
    cg_status status = parse_predicates(p, expression, err);
    if (status != CG_OK || !at_order(p, &order))
        return status;
    ast_node *left = *expression;
    status = parse_node(p, AST_COMPARE, expression, err);
    if (status == CG_OK)
        status = parse_push(p, left, err);
    while (status == CG_OK && at_order(p, &order))
        status = push_comparison(p, order, err);
    if (status == CG_OK)
        status = parse_close(p, *expression, mark, err);
    (*expression)->at.start = left->at.start;
    return status;
}

/* ---- Logic ---- */

static cg_status parse_not(parser *p, ast_node **expression, cg_error *err)
{
    size_t start = parse_peek(p, 0)->at.start;
    if (!parse_take_word(p, WORD_NOT))
        return parse_comparisons(p, expression, err);
    cg_status status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_not(p, expression, err);
    parse_leave(p);
    if (status == CG_OK)
        status = wrap(p, AST_NOT, expression, err);
    if (status == CG_OK)
        (*expression)->at.start = (uint32_t)start;
    return status;
}

/* `a AND b AND c` is one node: chains of conditions are long and should not be deep. */
static cg_status parse_chain(parser *p, keyword word, ast_type type,
                             operand_parser parse_operand, ast_node **expression,
                             cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_operand(p, expression, err);
    if (status != CG_OK || !parse_at_word(p, word))
        return status;
    ast_node *operand = *expression;
    uint32_t start = operand->at.start;
    status = parse_node(p, type, expression, err);
    if (status == CG_OK)
        status = parse_push(p, operand, err);
    while (status == CG_OK && parse_take_word(p, word)) {
        status = parse_operand(p, &operand, err);
        if (status == CG_OK)
            status = parse_push(p, operand, err);
    }
    if (status == CG_OK)
        status = parse_close(p, *expression, mark, err);
    (*expression)->at.start = start;
    return status;
}

static cg_status parse_and(parser *p, ast_node **expression, cg_error *err)
{
    return parse_chain(p, WORD_AND, AST_AND, parse_not, expression, err);
}

static cg_status parse_xor(parser *p, ast_node **expression, cg_error *err)
{
    cg_status status = parse_and(p, expression, err);
    while (status == CG_OK && parse_take_word(p, WORD_XOR))
        status = join(p, AST_XOR, expression, parse_and, err);
    return status;
}

cg_status parse_expression(parser *p, ast_node **expression, cg_error *err)
{
    cg_status status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_chain(p, WORD_OR, AST_OR, parse_xor, expression, err);
    parse_leave(p);
    return status;
}
