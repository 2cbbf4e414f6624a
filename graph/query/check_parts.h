/* What the files of the checks share. */
#ifndef CG_GRAPH_QUERY_CHECK_PARTS_H
#define CG_GRAPH_QUERY_CHECK_PARTS_H

#include "graph/query/check.h"
#include "graph/query/function.h"
#include "graph/query/guess.h"

/* A name that is in sight. */
typedef struct {
    cg_text name;
    uint32_t slot;
} scope_name;

typedef struct {
    scope_name *names;
    size_t count;
    size_t room;
} scope;

/* Where an expression stands. */
typedef enum {
    PLACE_PLAIN,     /* no aggregates */
    PLACE_PROJECTED, /* aggregates may stand there */
    PLACE_AGGREGATED /* inside one */
} check_place;

typedef struct {
    query_source source;
    const query_procedures *procedures;
    cg_arena *arena;
    query_slot *slots; /* malloc'ed; copied to the arena at the end */
    uint32_t slot_count;
    size_t slot_room;
    scope scope;
    size_t base; /* names of the query around this one: no WITH takes them away */
    bool apart;  /* columns have slots of their own: a UNION writes into them */
    check_place place;
    const char *where; /* "WHERE", "a comprehension": for messages */
    bool patterns; /* the expression is a condition: a pattern may stand there */
    query_types types; /* of the last expression */
    query_types items; /* of its items, if it is a list */
    bool writes;
} checker;

cg_status check_fail(const checker *c, query_fault fault, query_span at,
                     cg_error *err, const char *format, ...) CG_PRINTF(5, 6);

/* ---- Scopes ---- */

/* A new slot. */
cg_status check_slot(checker *c, cg_text name, query_types types, uint32_t *slot,
                     cg_error *err);

/* The slot of a name that is in sight; SLOT_NONE if there is none. */
uint32_t check_find(const checker *c, cg_text name);

/* Refuse a variable that is not in sight, naming the nearest that is. */
cg_status check_undefined(const checker *c, const ast_node *variable,
                          cg_error *err);

/* Bring a name into sight, as a new slot. */
cg_status check_bind(checker *c, cg_text name, query_types types, uint32_t *slot,
                     cg_error *err);

/* The same for a variable that must not be in sight, of a clause that binds it. */
cg_status check_bind_new(checker *c, ast_node *node, query_types types,
                         cg_error *err);

/* Bring a slot into sight under a name. */
cg_status check_show(checker *c, cg_text name, uint32_t slot, cg_error *err);

/* Names brought into sight behind `count` go out of it. */
static inline void check_hide(checker *c, size_t count)
{
    c->scope.count = count;
}

/* ---- Parts ---- */

/* A question that is nothing but one CALL of a procedure: what it leaves out is put into
 * the tree, arguments that are parameters, the columns of YIELD, a RETURN of them. */
cg_status check_standalone(checker *c, ast_node *tree, cg_error *err);

/* CALL of a procedure. */
cg_status check_procedure(checker *c, ast_node *clause, cg_error *err);

/* The WHERE of a clause, its child `at`, if it has one. */
cg_status check_where(checker *c, ast_node *clause, uint32_t at, cg_error *err);

/* A node of the tree that is made here. NULL without memory. */
ast_node *check_ast(checker *c, ast_type type, query_span at,
                    ast_node *const *children, uint32_t count);

/* A query; the columns of its RETURN, if it has one, go into the arena. `inner` has an
 * outer query, whose names are in sight. */
cg_status check_query(checker *c, ast_node *query, bool inner,
                      const query_column **columns, size_t *count, cg_error *err);

/* A pattern to be found: what it names comes into sight. */
cg_status check_match_pattern(checker *c, ast_node *pattern, cg_error *err);

/* A path in an expression. `bind`: it may name new things, which come into sight. */
cg_status check_inner_path(checker *c, ast_node *path, bool bind, cg_error *err);

/* A pattern to be made; `merge`: unless it is there. */
cg_status check_create_path(checker *c, ast_node *path, bool merge, cg_error *err);

/* The projection of WITH and RETURN: its items are in sight when it returns, beside what
 * was in sight before where `*both` is set. */
cg_status check_projection(checker *c, ast_node *projection, bool with, bool *both,
                           cg_error *err);

/* After its WHERE: only the items stay in sight. */
cg_status check_narrow(checker *c, const ast_node *projection, cg_error *err);

/* An expression, and what types it may have. `*node` may be replaced. */
cg_status check_expression(checker *c, ast_node **node, query_types *types,
                           cg_error *err);

/* The same, which must be able to have one of these types. */
cg_status check_typed(checker *c, ast_node **node, query_types wanted,
                      const char *what, cg_error *err);

/* A condition: patterns may stand in it. */
cg_status check_condition(checker *c, ast_node **node, cg_error *err);

/* "node", "integer or float": for messages. */
void check_types_text(query_types types, char *out, size_t room);

#endif
