/* How a question is carried out: a tree of operators, rows flowing from the leaves up. */
#ifndef CG_GRAPH_QUERY_PLAN_H
#define CG_GRAPH_QUERY_PLAN_H

#include "graph/query/check.h"
#include "graph/store/store.h"

/* Every operator: its name in EXPLAIN. */
#define PLANS(X)                                                                   \
    X(PLAN_ARGUMENT, "Argument") /* the row that a subquery is about */            \
    X(PLAN_SCAN, "NodeScan")     /* for each row all nodes, or those of labels */  \
    X(PLAN_SEEK, "NodeSeek")     /* for each row the nodes of a name or an id */   \
    X(PLAN_EXPAND, "Expand")     /* relationships of a node, their other ends */   \
    X(PLAN_EXPAND_INTO, "ExpandInto") /* relationships between two nodes */        \
    X(PLAN_INTERSECT,                                                              \
      "Intersect") /* relationships of two nodes, the nodes that both lead to */   \
    X(PLAN_ENDS,                                                                   \
      "RelationshipEnds")  /* the nodes of a relationship that is known */         \
    X(PLAN_REACH, "Reach") /* the nodes that such paths lead to, each once */      \
    X(PLAN_REACH_COUNT, "ReachCount") /* how many they are */                      \
    X(PLAN_WALK, "VarLengthExpand")   /* paths of some length from a node */       \
    X(PLAN_SHORTEST, "ShortestPath")  /* between two nodes */                      \
    X(PLAN_PATH, "Path")              /* a path of what was found, named */        \
    X(PLAN_FILTER, "Filter")                                                       \
    X(PLAN_FETCH, "Fetch") /* properties, labels, types, for a whole batch */      \
    X(PLAN_PROJECT, "Project")                                                     \
    X(PLAN_AGGREGATE, "Aggregate")                                                 \
    X(PLAN_DEGREE, "Degree") /* nodes and how many relationships they have */      \
    X(PLAN_PATH_COUNT,                                                             \
      "PathCount") /* how many paths of one or two hops there are */               \
    X(PLAN_DISTINCT, "Distinct")                                                   \
    X(PLAN_SORT, "Sort")                                                           \
    X(PLAN_SKIP, "Skip")                                                           \
    X(PLAN_LIMIT, "Limit")                                                         \
    X(PLAN_UNWIND, "Unwind")                                                       \
    X(PLAN_PROCEDURE, "ProcedureCall")                                             \
    X(PLAN_LOAD, "LoadCsv")                                                        \
    X(PLAN_JOIN, "HashJoin") /* rows of the inner plan that equal in a value */    \
    X(PLAN_OPTIONAL, "Optional") /* what the inner plan finds, or nulls */         \
    X(PLAN_APPLY, "Apply")       /* the inner plan for each row by itself */       \
    X(PLAN_UNION, "Union")       /* rows of the input, then of the inner plan */   \
    X(PLAN_EAGER, "Eager")       /* all rows, before the first one is given */     \
    X(PLAN_CREATE, "Create")                                                       \
    X(PLAN_MERGE, "Merge")   /* what the inner plan finds, else made */            \
    X(PLAN_CHANGE, "Change") /* SET and REMOVE */                                  \
    X(PLAN_DELETE, "Delete")                                                       \
    X(PLAN_FOREACH, "Foreach") /* the inner plan for each item of a list */        \
    X(PLAN_NOTHING, "Nothing") /* takes all rows, gives none */

#define PLAN_ENUM(name, text) name,
typedef enum { PLANS(PLAN_ENUM) PLAN_COUNT } plan_type;
#undef PLAN_ENUM

typedef struct plan_node plan_node;

/* An expression, and the slots that it reads. */
typedef struct {
    ast_node *root;
    const uint32_t *slots;
    size_t slot_count;
} plan_expression;

/* An expression whose value goes into a slot. */
typedef struct {
    plan_expression value;
    uint32_t slot;
} plan_item;

/* A property, a test of labels, or type() of the node or relationship in a slot. */
typedef struct {
    uint32_t from;
    uint32_t slot; /* that it goes into */
    const ast_node *what;
} plan_fetch;

typedef struct {
    plan_expression value;
    bool descending;
} plan_key;

/* An aggregate of a group: its arguments, of which the first is what is aggregated. */
typedef struct {
    const ast_node *call;
    plan_expression *arguments;
    size_t argument_count;
    uint32_t slot;
} plan_aggregate;

typedef struct {
    const uint32_t *at;
    size_t count;
} plan_slots;

/* A relationship of a node, and the node at its other end, that rows do not have. */
typedef struct {
    uint32_t relationship, to;
    uint8_t direction;     /* an ast_direction, seen from the node */
    const ast_node *types; /* labels; NULL: any */
} plan_side;

/* Labels that a node has: those that a scan can pass. */
typedef struct {
    uint32_t slot;
    const ast_node *labels;
} plan_labels;

/* A relationship from a node that is known. */
typedef struct {
    uint32_t from;
    plan_side side;
    plan_slots others; /* relationships that it must differ from */
} plan_meeting;

/* How many relationships each node has. */
typedef struct {
    uint32_t from; /* slot of the node in the input, */
    uint32_t to;   /* and in the rows that are given */
    plan_side side;
    const plan_aggregate *counts; /* that are this number */
    size_t count_count;
    bool every; /* of all nodes; the input has none */
} plan_degree;

struct plan_node {
    plan_type type;
    plan_node *input; /* NULL for PLAN_ARGUMENT */
    plan_node *inner;
    double rows;       /* expected: plan_cost_plan() */
    plan_slots output; /* that its rows have */
    union {
        struct {
            uint32_t slot;          /* of the node */
            const ast_node *labels; /* that it has; NULL: any */
        } scan;
        struct {
            uint32_t slot;         /* of the node */
            uint8_t by;            /* an access_type: id, element id, name */
            bool list;             /* any of those in the list that `value` is */
            plan_expression value; /* of the name or id */
            plan_expression condition; /* that this stands for */
        } seek;
        struct {
            uint32_t from, relationship, to;
            uint8_t direction;     /* an ast_direction, seen from `from` */
            const ast_node *types; /* labels; NULL: any */
            bool from_known;       /* of a known relationship; else it always is */
            bool to_known;
            bool turned;         /* `from` stands on the right in the pattern */
            int32_t least, most; /* hops, of a walk */
            bool left; /* of what is reached, where it begins is not asked for */
            const plan_aggregate
                *counts; /* of a ReachCount: that are this number */
            size_t count_count;
            const ast_node *path;    /* of a shortest path */
            const ast_node *element; /* with the properties that each hop has */
            plan_slots others;       /* relationships that it must differ from */
        } expand;
        struct {
            const ast_node *path;
            uint32_t slot;
        } path;
        plan_expression condition; /* of a filter */
        struct {
            plan_expression outer, inner; /* whose values are equal */
            const ast_node *condition;    /* that says so */
        } join;
        struct {
            plan_item *items;
            size_t count;
        } project;
        struct {
            const plan_fetch *items;
            size_t count;
        } fetch;
        struct {
            plan_item *keys;
            size_t key_count;
            plan_aggregate *aggregates;
            size_t aggregate_count;
            plan_slots outer; /* of the row that a subquery is about */
        } aggregate;
        plan_degree degree;
        plan_meeting meetings[2]; /* at one node, found by both */
        struct {
            uint32_t middle; /* the node that all relationships are at */
            plan_side sides[2];
            size_t side_count;
            const plan_labels *labels; /* of these nodes */
            size_t label_count;
            bool differ; /* the nodes at the ends are two */
            bool apart;  /* the relationships, of two clauses, may be one */
            const plan_aggregate *counts;
            size_t count_count;
        } paths;
        struct {
            plan_key *keys;
            size_t count;
            plan_expression skip,
                limit; /* only so many rows are asked for, of which
                                            the first are skipped; root NULL: none */
        } sort;
        plan_expression amount; /* of SKIP and LIMIT */
        plan_slots distinct;
        plan_item unwind;
        struct {
            const ast_node *clause;
            const plan_expression *arguments;
            size_t count;
        } source; /* of rows from outside of the graph */
        struct {
            uint32_t row;     /* slot of the row's number */
            plan_slots fresh; /* that are null where nothing is found */
        } optional;
        struct {
            const plan_item
                *input; /* the columns of both sides, into the same slots */
            const plan_item *inner;
            size_t count;
        } both;
        const ast_node *clause; /* of what writes */
    } as;
};

/* A subquery of an expression: hangs on its node as `meaning`. */
typedef struct plan_subquery plan_subquery;
struct plan_subquery {
    plan_node *plan;
    plan_slots reads; /* of the row that it is about */
    uint32_t result;  /* slot that it is about; SLOT_NONE: whether there are rows */
    uint32_t index;   /* among the question's */
    plan_subquery *next; /* another one of the question */
};

typedef struct {
    plan_node *root;
    uint32_t slot_count;       /* those of the checks and more */
    plan_subquery *subqueries; /* the last one first */
    uint32_t subquery_count;
} query_plan;

/* Plan a question that was checked, in the order in which it is written; the plan lives in
 * the arena, and reads the tree. Returns CG_OK, CG_NOMEM or CG_LIMIT. */
cg_status query_plan_make(const query_checked *checked, cg_arena *arena,
                          query_plan *plan, cg_error *err);

/* The direction of a relationship as its other end sees it: ast_directions. */
uint8_t plan_turned(uint8_t direction);

/* Does the operator itself write? Then its rows are kept, with all that is read to write. */
bool plan_writes(const plan_node *node);

/* An operator's name and what it does, without what is below it. */
void plan_print_operator(const query_checked *checked, const plan_node *plan,
                         cg_buffer *out);

/* How many rows it is expected to give: `about 10 rows`. */
void plan_print_rows(const plan_node *plan, cg_buffer *out);

/* What a column stands for that was fetched; else the node itself. */
const ast_node *plan_written(const ast_node *node);

/* The plan as text, an operator a line, the last one first. */
void query_plan_print(const query_checked *checked, const query_plan *plan,
                      cg_buffer *out);

#endif
