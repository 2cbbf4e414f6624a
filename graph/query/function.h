/* The functions of the language: one table, a file for each family. */
#ifndef CG_GRAPH_QUERY_FUNCTION_H
#define CG_GRAPH_QUERY_FUNCTION_H

#include "graph/query/error.h"
#include "graph/query/random.h"
#include "graph/query/types.h"
#include "schema/memory.h"

struct query_graph;
struct query_patterns;

/* A function being called. Arguments that are null are answered by null before the
 * function is called, unless it takes nulls. */
typedef struct {
    const cg_value *arguments;
    size_t count;
    cg_arena *arena; /* of the result */
    const query_source *source;
    query_span at;             /* of the call, for errors */
    const cg_temporal *now;    /* CG_DATE_TIME: when the statement began */
    query_random *random;      /* the statement's */
    struct query_graph *graph; /* what nodes and relationships are of */
    struct query_patterns
        *patterns; /* that the statement matched last; NULL: none are
                                        kept */
} query_call;

typedef cg_status (*query_function_body)(query_call *call, cg_value *result,
                                         cg_error *err);

enum { FUNCTION_ARGUMENTS_MAX = 255, FUNCTION_TYPED_MAX = 4 };

/* How a function is called. */
enum {
    FUNCTION_NULLS = 1,     /* it takes nulls */
    FUNCTION_AGGREGATE = 2, /* over rows: `body` is not called, see aggregate.h */
    FUNCTION_RANDOM = 4     /* it gives another result each time */
};

typedef struct {
    const char *name;    /* as the manual writes it; calls ignore case */
    uint8_t least, most; /* arguments */
    uint8_t flags;
    query_types arguments[FUNCTION_TYPED_MAX]; /* the last one is for all further; 0
                                                  stands for any type */
    query_types result;
    query_function_body body;
    const char *signature; /* for `:help` and the manual: "(text :: STRING)" */
    const char *about;
} query_function;

/* The functions of one family, in the order of their names in lower case. */
typedef struct {
    const query_function *functions;
    size_t count;
} query_function_family;

/* The function of that name, whatever its case; NULL if there is none. */
const query_function *query_function_find(cg_text name);

/* All functions, family by family, for lists of them; NULL past the last. */
const query_function *query_function_at(size_t index);

/* Call it, with a number of arguments that it takes: answer nulls by null, refuse values
 * of other types than it takes, and name the call's place in every failure. Not for
 * aggregates. What the result points to is in the call's arena, or lives as long as the
 * arguments do. Returns CG_OK, CG_NOMEM, CG_LIMIT, or a fault's status. */
cg_status query_function_call(const query_function *function, query_call *call,
                              cg_value *result, cg_error *err);

#endif
