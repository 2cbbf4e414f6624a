/* What the files of the parser share. */
#ifndef CG_GRAPH_QUERY_PARSE_PARTS_H
#define CG_GRAPH_QUERY_PARSE_PARTS_H

#include "graph/query/lex.h"
#include "graph/query/parse.h"

enum { PARSE_DEPTH_MAX = 200 }; /* of brackets in brackets */

typedef struct {
    query_source source;
    cg_arena *arena;
    lex_token *tokens; /* ends with TOKEN_END */
    size_t at;
    ast_node **stack; /* children of nodes that are not complete yet */
    size_t stack_count;
    size_t stack_room;
    size_t depth;
    size_t nodes;
} parser;

/* ---- Tokens ---- */

static inline const lex_token *parse_peek(const parser *p, size_t ahead)
{
    const lex_token *token = &p->tokens[p->at];
    while (ahead-- > 0 && token->type != TOKEN_END)
        token++;
    return token;
}

static inline bool parse_at(const parser *p, token_type type)
{
    return p->tokens[p->at].type == type;
}

static inline bool parse_at_word(const parser *p, keyword word)
{
    return p->tokens[p->at].word == word;
}

/* Step over the token if it is that one. */
bool parse_take(parser *p, token_type type);
bool parse_take_word(parser *p, keyword word);

/* The same, or fail: `where` tells what the token would have belonged to. */
cg_status parse_expect(parser *p, token_type type, const char *where,
                       cg_error *err);
cg_status parse_expect_word(parser *p, keyword word, const char *where,
                            cg_error *err);

/* Fail at the token: "expected `what`, found …". */
cg_status parse_expected(const parser *p, const char *what, cg_error *err);

/* A name of a variable: a word that is not reserved, or a quoted name. */
bool parse_at_variable(const parser *p);
cg_status parse_variable(parser *p, cg_text *name, cg_error *err);

/* A name of a label, a type, a property: any word, or a quoted name. */
cg_status parse_name(parser *p, const char *what, cg_text *name, cg_error *err);

/* ---- Nodes ---- */

/* A node of `type` that begins at the token. */
cg_status parse_node(parser *p, ast_type type, ast_node **node, cg_error *err);

/* Children are pushed while a node is read, and taken by it at its end: `mark` is
 * p->stack_count from before. NULL stands for a child that is not there. */
cg_status parse_push(parser *p, ast_node *child, cg_error *err);
cg_status parse_close(parser *p, ast_node *node, size_t mark, cg_error *err);

/* The same for a node with a fixed set of children. */
cg_status parse_close_with(parser *p, ast_node *node, ast_node *const *children,
                           uint32_t count, cg_error *err);

/* What is nested goes through these. CG_LIMIT when it is too deep. */
cg_status parse_enter(parser *p, cg_error *err);
void parse_leave(parser *p);

/* ---- The parts of the grammar ---- */

/* Clauses up to a token that begins none, as a query. */
cg_status parse_query(parser *p, ast_node **query, cg_error *err);

/* `path, path, …` and one path. */
cg_status parse_pattern(parser *p, ast_node **pattern, cg_error *err);
cg_status parse_path(parser *p, ast_node **path, cg_error *err);

/* A path that begins with a bracket, without a name. */
cg_status parse_bare_path(parser *p, ast_node **path, cg_error *err);

/* Do shortestPath( or allShortestPaths( open here? */
bool parse_at_search(const parser *p, ast_search *search);

/* Such a path as a value: the one path, or a list of them. */
cg_status parse_search(parser *p, ast_node **expression, cg_error *err);

/* Is there a path of at least one relationship at the bracket that opens here? */
bool parse_at_path(const parser *p);

/* `:A:B`, `:A|B&!C` behind the colon, up to the end of it. */
cg_status parse_labels(parser *p, ast_node **labels, cg_error *err);

cg_status parse_expression(parser *p, ast_node **expression, cg_error *err);

/* A literal, a variable, a function, brackets …: without operators around it. */
cg_status parse_atom(parser *p, ast_node **expression, cg_error *err);

/* An atom with what stands behind it: `.key`, `[…]`. */
cg_status parse_accesses(parser *p, ast_node **expression, cg_error *err);

/* `{key: value, …}` */
cg_status parse_map(parser *p, ast_node **map, cg_error *err);

/* CALL of a subquery or of a procedure. */
cg_status parse_calling(parser *p, ast_node **clause, cg_error *err);

/* WHERE and an expression, if it is there; else NULL. */
cg_status parse_where(parser *p, ast_node **where, cg_error *err);

#endif
