/* What a question means: names become slots, functions are looked up, and every fault
 * that can be found before it runs is. */
#ifndef CG_GRAPH_QUERY_CHECK_H
#define CG_GRAPH_QUERY_CHECK_H

#include "graph/query/ast.h"
#include "graph/query/procedures.h"
#include "graph/query/types.h"

enum { CHECK_SLOTS_MAX = 4096, SLOT_NONE = UINT32_MAX };

/* A variable, or what has no name but a place in the rows: an anonymous node, a
 * projected expression, an aggregate. */
typedef struct {
    cg_text name; /* empty for what has none */
    query_types types;
} query_slot;

/* A column that the question returns. */
typedef struct {
    cg_text name;
    uint32_t slot;
} query_column;

typedef struct {
    query_source source;
    ast_node *tree;
    query_slot *slots;
    uint32_t slot_count;
    const query_column *columns; /* none where nothing is returned */
    size_t column_count;
    bool writes;
} query_checked;

/* Check the tree, which is changed: slots and meanings are filled in, stars become items.
 * `procedures` are those that it may call, which the tree refers to from then on.
 * What comes out lives in the arena. Returns CG_OK; CG_NOMEM; CG_LIMIT; or CG_SYNTAX
 * with the place, and the fault that openCypher names. */
cg_status query_check(query_source source, ast_node *tree,
                      const query_procedures *procedures, cg_arena *arena,
                      query_checked *checked, cg_error *err);

/* What checks leave in the tree, for the planner and the evaluator:
 *   AST_VARIABLE       slot
 *   AST_NODE           slot; flag: it was bound before
 *   AST_RELATIONSHIP   slot; flag: it was bound before
 *   AST_PATH           slot; SLOT_NONE without a variable
 *   AST_ITEM           slot; detail: an item_role
 *   AST_PROJECTION     detail: 1 if it aggregates
 *   AST_CALL           meaning: its query_function; of an aggregate also slot
 *   AST_COUNT_ROWS     slot
 *   AST_PROCEDURE      meaning: its query_procedure
 *   AST_YIELDED        slot; detail: which column of the procedure
 *   AST_UNWIND, AST_LOAD, AST_FOREACH, AST_COMPREHENSION, AST_QUANTIFIER: slot
 *   AST_REDUCE         slot of the item; of the sum: slot + 1
 * An expression of a projection's ORDER BY, or around an aggregate, that equals an item
 * has become that item's variable. */

#endif
