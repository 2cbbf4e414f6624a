/* CALL: of a subquery or of a procedure. */
#include "graph/query/parse_parts.h"

/* ---- Subqueries ---- */

/* `(a, b)` or `(*)` before a subquery's bracket. */
static cg_status parse_imports(parser *p, ast_node **imports, cg_error *err)
{
    size_t mark = p->stack_count;
    cg_status status = parse_node(p, AST_IMPORTS, imports, err);
    p->at++;
    if (status != CG_OK)
        return status;
    (*imports)->flag = parse_take(p, TOKEN_TIMES);
    while (status == CG_OK && parse_at_variable(p)) {
        ast_node *variable = NULL;
        status = parse_node(p, AST_VARIABLE, &variable, err);
        if (status == CG_OK)
            status = parse_variable(p, &variable->text, err);
        if (status == CG_OK)
            status = parse_push(p, variable, err);
        if (!parse_take(p, TOKEN_COMMA))
            break;
    }
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE, "behind the variables", err);
    return status == CG_OK ? parse_close(p, *imports, mark, err) : status;
}

static cg_status parse_subquery(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *children[2] = {NULL};
    cg_status status = parse_enter(p, err);
    if (status == CG_OK)
        status = parse_node(p, AST_SUBQUERY, clause, err);
    p->at++;
    if (status == CG_OK && parse_at(p, TOKEN_OPEN))
        status = parse_imports(p, &children[1], err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_OPEN_MAP, "that opens the subquery", err);
    if (status == CG_OK)
        status = parse_query(p, &children[0], err);
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE_MAP, "behind the subquery", err);
    if (status == CG_OK && parse_at_word(p, WORD_IN))
        status = query_fail(err, FAULT_SYNTAX, &p->source, parse_peek(p, 0)->at,
                            "a question writes whole or not at all: it has no IN "
                            "TRANSACTIONS");
    parse_leave(p);
    return status == CG_OK ? parse_close_with(p, *clause, children, 2, err)
                           : status;
}

/* ---- Procedures ---- */

/* `a.b.c`, joined by points. */
static cg_status parse_procedure_name(parser *p, cg_text *name, cg_error *err)
{
    cg_buffer whole = {0};
    cg_text part;
    cg_status status;
    do {
        status = parse_name(p, "the name of a procedure", &part, err);
        if (status == CG_OK) {
            cg_buffer_add_z(&whole, whole.size > 0 ? "." : "");
            cg_buffer_add(&whole, part);
        }
    } while (status == CG_OK && parse_take(p, TOKEN_DOT));
    if (status == CG_OK)
        status = cg_buffer_status(&whole, err);
    if (status == CG_OK)
        status = cg_arena_copy(p->arena, cg_buffer_text(&whole), name, err);
    cg_buffer_release(&whole);
    return status;
}

/* `(expression, …)`; without brackets there is no node. */
static cg_status parse_arguments(parser *p, ast_node **arguments, cg_error *err)
{
    size_t mark = p->stack_count;
    if (!parse_at(p, TOKEN_OPEN))
        return CG_OK;
    cg_status status = parse_node(p, AST_ARGUMENTS, arguments, err);
    p->at++;
    bool more = !parse_at(p, TOKEN_CLOSE);
    while (status == CG_OK && more) {
        ast_node *argument = NULL;
        status = parse_expression(p, &argument, err);
        if (status == CG_OK)
            status = parse_push(p, argument, err);
        more = parse_take(p, TOKEN_COMMA);
    }
    if (status == CG_OK)
        status = parse_expect(p, TOKEN_CLOSE, "behind the arguments", err);
    return status == CG_OK ? parse_close(p, *arguments, mark, err) : status;
}

/* `column` or `column AS name` */
static cg_status push_column(parser *p, cg_error *err)
{
    ast_node *column = NULL;
    cg_status status = parse_node(p, AST_YIELDED, &column, err);
    if (status == CG_OK)
        status = parse_variable(p, &column->other, err);
    if (status != CG_OK)
        return status;
    column->text = column->other;
    if (parse_take_word(p, WORD_AS))
        status = parse_variable(p, &column->text, err);
    if (status == CG_OK)
        status = parse_close_with(p, column, NULL, 0, err);
    return status == CG_OK ? parse_push(p, column, err) : status;
}

/* `YIELD column, …` or `YIELD *` */
static cg_status parse_yield(parser *p, ast_node **yield, cg_error *err)
{
    size_t mark = p->stack_count;
    if (!parse_at_word(p, WORD_YIELD))
        return CG_OK;
    cg_status status = parse_node(p, AST_YIELD, yield, err);
    p->at++;
    if (status != CG_OK)
        return status;
    (*yield)->flag = parse_take(p, TOKEN_TIMES);
    bool more = !(*yield)->flag;
    while (status == CG_OK && more) {
        status = push_column(p, err);
        more = parse_take(p, TOKEN_COMMA);
    }
    return status == CG_OK ? parse_close(p, *yield, mark, err) : status;
}

static cg_status parse_procedure(parser *p, ast_node **clause, cg_error *err)
{
    ast_node *children[3] = {NULL};
    cg_status status = parse_node(p, AST_PROCEDURE, clause, err);
    p->at++;
    if (status == CG_OK)
        status = parse_procedure_name(p, &(*clause)->text, err);
    if (status == CG_OK)
        status = parse_arguments(p, &children[0], err);
    if (status == CG_OK)
        status = parse_yield(p, &children[1], err);
    if (status == CG_OK && children[1] != NULL)
        status = parse_where(p, &children[2], err);
    return status == CG_OK ? parse_close_with(p, *clause, children, 3, err)
                           : status;
}

cg_status parse_calling(parser *p, ast_node **clause, cg_error *err)
{
    bool optional = parse_take_word(p, WORD_OPTIONAL);
    token_type behind = parse_peek(p, 1)->type;
    cg_status status = behind == TOKEN_OPEN || behind == TOKEN_OPEN_MAP
                           ? parse_subquery(p, clause, err)
                           : parse_procedure(p, clause, err);
    if (status == CG_OK)
        (*clause)->flag = optional;
    return status;
}
