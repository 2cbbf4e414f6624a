/* What the families of functions share. */
#ifndef CG_GRAPH_QUERY_FUNCTION_PARTS_H
#define CG_GRAPH_QUERY_FUNCTION_PARTS_H

#include "graph/query/function.h"

/* Every family, in the order in which lists show them. */
#define FUNCTION_FAMILIES(X)                                                       \
    X(function_aggregate_family)                                                   \
    X(function_conversion_family)                                                  \
    X(function_evidence_family)                                                    \
    X(function_graph_family)                                                       \
    X(function_list_family)                                                        \
    X(function_number_family)                                                      \
    X(function_string_family)                                                      \
    X(function_temporal_family)                                                    \
    X(function_value_family)

#define FUNCTION_FAMILY(name) extern const query_function_family name;
FUNCTION_FAMILIES(FUNCTION_FAMILY)
#undef FUNCTION_FAMILY

#define FUNCTION_COUNT(functions) (sizeof(functions) / sizeof *(functions))

/* Refuse arguments of other types than the function takes; nulls pass. */
cg_status call_check_types(const query_function *function, const query_call *call,
                           cg_error *err);

/* Give a failure the call's place, if it has none. */
void call_locate(const query_call *call, cg_error *err);

/* Refuse the call. */
#define call_fail(call, err, fault, ...)                                           \
    query_fail((err), (fault), (call)->source, (call)->at, __VA_ARGS__)

/* ---- Arguments ---- */

static inline cg_text call_text(const query_call *call, size_t index)
{
    return call->arguments[index].as.text;
}

static inline int64_t call_integer(const query_call *call, size_t index)
{
    return call->arguments[index].as.integer;
}

/* How many code points a text has. */
static inline size_t text_points(cg_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

/* A number as a float. */
static inline double value_real(cg_value value)
{
    return value.type == CG_INTEGER ? (double)value.as.integer : value.as.real;
}

/* ---- Results ---- */

static inline cg_status give_null(cg_value *result)
{
    *result = (cg_value){.type = CG_NULL};
    return CG_OK;
}

static inline cg_status give_integer(cg_value *result, int64_t integer)
{
    *result = cg_integer(integer);
    return CG_OK;
}

static inline cg_status give_real(cg_value *result, double real)
{
    *result = (cg_value){.type = CG_FLOAT, .as.real = real};
    return CG_OK;
}

static inline cg_status give_boolean(cg_value *result, bool boolean)
{
    *result = (cg_value){.type = CG_BOOLEAN, .as.boolean = boolean};
    return CG_OK;
}

static inline cg_status give_text(cg_value *result, cg_text text)
{
    *result = cg_string(text);
    return CG_OK;
}

static inline cg_status give_list(cg_value *result, const cg_value *items,
                                  size_t count)
{
    *result = (cg_value){.type = CG_LIST, .as.list = {items, count}};
    return CG_OK;
}

/* Room for a list's items, all null, and for a text. CG_OK; CG_NOMEM; CG_LIMIT for more
 * than QUERY_LIST_MAX items or QUERY_TEXT_MAX bytes. */
enum { QUERY_TEXT_MAX = 1 << 30, QUERY_LIST_MAX = 10000000 };
cg_status call_items(const query_call *call, size_t count, cg_value **items,
                     cg_error *err);
cg_status call_bytes(const query_call *call, size_t size, char **bytes,
                     cg_error *err);

/* The text of a boolean, a number, a string or a moment, as toString() gives it. */
cg_status call_print(const query_call *call, cg_value value, cg_text *text,
                     cg_error *err);

#endif
