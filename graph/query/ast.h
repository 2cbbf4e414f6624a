/* A question as it was written: a tree. */
#ifndef CG_GRAPH_QUERY_AST_H
#define CG_GRAPH_QUERY_AST_H

#include "graph/query/error.h"
#include "schema/memory.h"
#include "schema/value.h"

enum {
    AST_DEPTH_MAX = 1000,    /* of a tree */
    AST_NODES_MAX = 1 << 22, /* in a tree */
    AST_TOKENS_MAX = 1 << 20 /* in a question */
};

/* Every sort of node: the name in prints, and what its children are. A child with a `?`
 * may be NULL, `…` is any number of them. */
#define AST_TYPES(X)                                                                 \
    /* Queries: the parts in order, a part the clauses in order. */                  \
    X(AST_QUERY, "query") /* part…; detail: QUERY_UNION_… */                     \
    X(AST_PART, "part")   /* clause… */                                            \
    /* Clauses. */                                                                   \
    X(AST_MATCH, "match")   /* pattern, where?; flag: optional */                    \
    X(AST_UNWIND, "unwind") /* list; text: variable */                               \
    X(AST_WITH, "with")     /* projection, where? */                                 \
    X(AST_RETURN, "return") /* projection */                                         \
    X(AST_PROJECTION,                                                                \
      "columns")                /* items, order?, skip?, limit?; flag: distinct */   \
    X(AST_ITEMS, "items")       /* item…; flag: with a star */                     \
    X(AST_ITEM, "item")         /* expression; text: its name; flag: given */        \
    X(AST_ORDER, "order")       /* key… */                                         \
    X(AST_KEY, "key")           /* expression; flag: descending */                   \
    X(AST_CREATE, "create")     /* pattern */                                        \
    X(AST_MERGE, "merge")       /* path, action… */                                \
    X(AST_ON_MATCH, "on-match") /* change… */                                      \
    X(AST_ON_CREATE, "on-create")             /* change… */                        \
    X(AST_SET, "set")                         /* change… */                        \
    X(AST_REMOVE, "remove")                   /* change… */                        \
    X(AST_SET_PROPERTY, "set-property")       /* property, value */                  \
    X(AST_SET_ALL, "set-all")                 /* entity, map */                      \
    X(AST_SET_MORE, "set-more")               /* entity, map: those it names */      \
    X(AST_SET_LABELS, "set-labels")           /* entity, name… */                  \
    X(AST_REMOVE_PROPERTY, "remove-property") /* property */                         \
    X(AST_REMOVE_LABELS, "remove-labels")     /* entity, name… */                  \
    X(AST_DELETE, "delete")                   /* expression…; flag: detach */      \
    X(AST_SUBQUERY, "subquery")               /* query, imports? */                  \
    X(AST_IMPORTS, "imports")                 /* variable…; flag: with a star */   \
    X(AST_LOAD,                                                                      \
      "load") /* address; text: variable, `other`: separator; flag: with names */    \
    X(AST_PROCEDURE, "procedure") /* arguments?, yield?, where?; text: name */       \
    X(AST_ARGUMENTS, "arguments") /* expression… */                                \
    X(AST_YIELD, "yield")         /* yielded…; flag: with a star */                \
    X(AST_YIELDED, "yielded")     /* text: variable, `other`: column */              \
    X(AST_FOREACH, "foreach")     /* list, clause…; text: variable */              \
    /* Patterns. */                                                                  \
    X(AST_PATTERN, "pattern") /* path… */                                          \
    X(AST_PATH, "path")       /* node, relationship, node, …; text: variable */    \
    X(AST_NODE, "node")       /* labels?, properties?, where?; text: variable */     \
    X(AST_RELATIONSHIP,                                                              \
      "relationship")     /* labels?, properties?, where?; text: variable */         \
    X(AST_LABEL, "label") /* text: its name */                                       \
    X(AST_LABEL_ANY, "label-any") /* has some label: % */                            \
    X(AST_LABEL_NOT, "label-not") /* expression */                                   \
    X(AST_LABEL_AND, "label-and") /* expression, expression */                       \
    X(AST_LABEL_OR, "label-or")   /* expression, expression */                       \
    X(AST_NAME, "name")           /* text: a label's name */                         \
    /* Expressions. */                                                               \
    X(AST_LITERAL, "literal")            /* value */                                 \
    X(AST_PARAMETER, "parameter")        /* text: its name */                        \
    X(AST_VARIABLE, "variable")          /* text: its name */                        \
    X(AST_LIST, "list")                  /* item… */                               \
    X(AST_MAP, "map")                    /* pair… */                               \
    X(AST_PAIR, "pair")                  /* value; text: key */                      \
    X(AST_PROJECT_MAP, "map-projection") /* entity, pair…; flag: all properties */ \
    X(AST_PROPERTY, "property")          /* of what; text: key */                    \
    X(AST_INDEX, "index")                /* of what, at */                           \
    X(AST_SLICE, "slice")                /* of what, from?, to? */                   \
    X(AST_CALL, "function")         /* argument…; text: name; flag: distinct */    \
    X(AST_COUNT_ROWS, "count-rows") /* count(*) */                                   \
    X(AST_CASE, "case")             /* operand?, else?, when… */                   \
    X(AST_WHEN, "when")             /* condition, value */                           \
    X(AST_AND, "and")               /* operand… */                                 \
    X(AST_OR, "or")                 /* operand… */                                 \
    X(AST_XOR, "xor")               /* left, right */                                \
    X(AST_NOT, "not")               /* operand */                                    \
    X(AST_COMPARE, "compare")       /* operand, comparison… */                     \
    X(AST_COMPARISON, "comparison") /* operand; detail: an ast_order */              \
    X(AST_ADD, "+")                 /* left, right; so the others */                 \
    X(AST_SUBTRACT, "-")                                                             \
    X(AST_MULTIPLY, "*")                                                             \
    X(AST_DIVIDE, "/")                                                               \
    X(AST_MODULO, "%")                                                               \
    X(AST_POWER, "^")                                                                \
    X(AST_NEGATE, "negate") /* operand */                                            \
    X(AST_IN, "in")         /* item, list */                                         \
    X(AST_STARTS_WITH, "starts-with")                                                \
    X(AST_ENDS_WITH, "ends-with")                                                    \
    X(AST_CONTAINS, "contains")                                                      \
    X(AST_MATCHES, "matches")         /* text, regular expression */                 \
    X(AST_IS_NULL, "is-null")         /* operand */                                  \
    X(AST_IS_NOT_NULL, "is-not-null") /* operand */                                  \
    X(AST_HAS_LABELS, "has-labels")   /* operand, labels */                          \
    X(AST_COMPREHENSION,                                                             \
      "list-comprehension") /* list, where?, value?; text: variable */               \
    X(AST_PATTERN_COMPREHENSION,                                                     \
      "pattern-comprehension") /* path, where?, value */                             \
    X(AST_QUANTIFIER,                                                                \
      "quantifier")         /* list, where; text: variable; detail: which */         \
    X(AST_REDUCE, "reduce") /* start, list, value; text: variable, `other`: sum */   \
    X(AST_PATTERN_PREDICATE, "pattern-predicate") /* path */                         \
    X(AST_EXISTS, "exists")                       /* query */                        \
    X(AST_COUNT_QUERY, "count-query")             /* query */                        \
    X(AST_COLLECT_QUERY, "collect-query")         /* query */

#define AST_ENUM(name, text) name,
typedef enum { AST_TYPES(AST_ENUM) AST_COUNT } ast_type;
#undef AST_ENUM

/* Details. */
typedef enum { UNION_DISTINCT, UNION_ALL } ast_union;

typedef enum {
    ORDER_EQUAL,
    ORDER_NOT_EQUAL,
    ORDER_LESS,
    ORDER_LESS_EQUAL,
    ORDER_GREATER,
    ORDER_GREATER_EQUAL
} ast_order;

typedef enum {
    QUANTIFIER_ALL,
    QUANTIFIER_ANY,
    QUANTIFIER_NONE,
    QUANTIFIER_SINGLE
} ast_quantifier;

typedef enum { DIRECTION_BOTH, DIRECTION_RIGHT, DIRECTION_LEFT } ast_direction;

/* Which of the matching paths a path stands for. */
typedef enum {
    PATH_EVERY,
    PATH_SHORTEST,    /* shortestPath(…) */
    PATH_ALL_SHORTEST /* allShortestPaths(…) */
} ast_search;

enum { AST_HOPS_OPEN = INT32_MAX }; /* no bound was given */

typedef struct ast_node ast_node;

struct ast_node {
    uint8_t type; /* an ast_type */
    uint8_t detail;
    bool flag;
    uint16_t depth; /* of the tree below, a leaf's is 1 */
    query_span at;
    uint32_t count; /* of the children */
    ast_node **children;
    cg_text text;
    cg_text other;
    union {
        cg_value value; /* of a literal */
        struct {
            uint8_t direction; /* an ast_direction */
            bool variable_length;
            int32_t least, most; /* hops; AST_HOPS_OPEN where none was given */
        } relationship;
        struct {
            uint8_t search; /* an ast_search */
            uint32_t paths; /* of SHORTEST k: k; 0: not written */
            bool groups;    /* all of k lengths, not k paths */
        } path;
    } as;
    uint32_t
        slot; /* that the checks found: of a variable, or of what the node binds */
    const void *
        meaning; /* that they found of a function, a procedure, a subquery; of a list
                     of literals its cg_list; of a variable what it was fetched for */
};

static inline const ast_node *ast_child(const ast_node *node, uint32_t index)
{
    return index < node->count ? node->children[index] : NULL;
}

/* "match", "list-comprehension": as it is printed. */
const char *ast_name(ast_type type);

/* The tree in brackets, a clause a line. */
void ast_print(const ast_node *node, cg_buffer *out);

#endif
