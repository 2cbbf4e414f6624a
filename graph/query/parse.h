/* From the text of a question to its tree. */
#ifndef CG_GRAPH_QUERY_PARSE_H
#define CG_GRAPH_QUERY_PARSE_H

#include "graph/query/ast.h"

/* How a question asks to be carried out. */
typedef enum {
    QUERY_RUN,
    QUERY_EXPLAIN, /* tell the plan, run nothing */
    QUERY_PROFILE  /* run, and tell the plan with what it took */
} query_mode;

/* Parse one statement; a semicolon may stand at its end. The tree and its texts are in
 * the arena or borrow the source's. Returns CG_OK; CG_NOMEM; CG_SYNTAX with the place and
 * what was expected there; CG_LIMIT for a text that is too long or nested too deeply. */
cg_status query_parse(query_source source, cg_arena *arena, ast_node **tree,
                      query_mode *mode, cg_error *err);

#endif
