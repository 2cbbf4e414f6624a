/* From one type to another: toInteger() and its like. */
#include "graph/query/function_parts.h"

#include <math.h>
#include <strings.h>

/* What a conversion makes of a value of a type that it takes: null where a string does
 * not read as one. CG_OK, CG_NOMEM, or a fault's status. */
typedef cg_status conversion(const query_call *call, cg_value value,
                             cg_value *result, cg_error *err);

/* ---- Numbers ---- */

/* The value of a digit up to base 16; 16 for another byte. */
static unsigned digit_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return (unsigned)(byte - '0');
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a') + 10 : 16;
}

/* 0x, 0o: the base, and where the digits begin. */
static unsigned base_of(cg_text text, size_t *at)
{
    if (text.size < *at + 3 || text.at[*at] != '0')
        return 10;
    char letter = text.at[*at + 1] | 0x20;
    unsigned base = letter == 'x' ? 16 : letter == 'o' ? 8 : 10;
    *at += base != 10 ? 2 : 0;
    return base;
}

static bool integer_of_text(cg_text text, int64_t *integer)
{
    size_t at = text.size > 0 && (text.at[0] == '-' || text.at[0] == '+');
    bool negative = at > 0 && text.at[0] == '-';
    unsigned base = base_of(text, &at);
    uint64_t most = (uint64_t)INT64_MAX + negative;
    uint64_t sum = 0;
    if (at == text.size)
        return false;
    for (; at < text.size; at++) {
        unsigned digit = digit_value(text.at[at]);
        if (digit >= base || sum > (most - digit) / base)
            return false;
        sum = sum * base + digit;
    }
    *integer = (int64_t)(negative ? 0 - sum : sum);
    return true;
}

static bool real_of_text(cg_text text, double *real)
{
    static const struct {
        const char *name;
        double real;
    } names[] = {{"NaN", (double)NAN},
                 {"Inf", (double)INFINITY},
                 {"-Inf", -(double)INFINITY},
                 {"Infinity", (double)INFINITY},
                 {"-Infinity", -(double)INFINITY}};
    for (size_t i = 0; i < FUNCTION_COUNT(names); i++) {
        *real = names[i].real;
        if (cg_text_equal(text, cg_text_z(names[i].name)))
            return true;
    }
    for (size_t i = 0; i < text.size; i++)
        if (memchr("0123456789+-.eE", text.at[i], 15) == NULL)
            return false;
    return cg_real_of_text(text, real);
}

static bool fits_integer(double real)
{
    return real >= -0x1p63 && real < 0x1p63;
}

static cg_status to_integer(const query_call *call, cg_value value,
                            cg_value *result, cg_error *err)
{
    int64_t integer;
    double real;
    if (value.type == CG_INTEGER)
        return give_integer(result, value.as.integer);
    if (value.type == CG_BOOLEAN)
        return give_integer(result, value.as.boolean);
    if (value.type == CG_STRING) {
        cg_text text = cg_text_trim(value.as.text);
        if (integer_of_text(text, &integer))
            return give_integer(result, integer);
        if (real_of_text(text, &real) && fits_integer(real))
            return give_integer(result, (int64_t)real);
        return CG_OK;
    }
    if (fits_integer(value.as.real))
        return give_integer(result, (int64_t)value.as.real);
    return call_fail(call, err, FAULT_OVERFLOW, "%g is no integer of 64 bits",
                     value.as.real);
}

static cg_status to_float(const query_call *call, cg_value value, cg_value *result,
                          cg_error *err)
{
    (void)call;
    (void)err;
    double real;
    if (value.type != CG_STRING)
        return give_real(result, value_real(value));
    return real_of_text(cg_text_trim(value.as.text), &real)
               ? give_real(result, real)
               : CG_OK;
}

/* ---- Booleans and strings ---- */

static bool is_word(cg_text text, const char *word)
{
    return text.size == strlen(word) && strncasecmp(text.at, word, text.size) == 0;
}

static cg_status to_boolean(const query_call *call, cg_value value,
                            cg_value *result, cg_error *err)
{
    (void)call;
    (void)err;
    if (value.type == CG_BOOLEAN)
        return give_boolean(result, value.as.boolean);
    if (value.type == CG_INTEGER)
        return give_boolean(result, value.as.integer != 0);
    cg_text text = cg_text_trim(value.as.text);
    if (is_word(text, "true") || is_word(text, "false"))
        return give_boolean(result, (text.at[0] | 0x20) == 't');
    return CG_OK;
}

cg_status call_print(const query_call *call, cg_value value, cg_text *text,
                     cg_error *err)
{
    cg_buffer out = {0};
    if (value.type == CG_STRING) {
        *text = value.as.text;
        return CG_OK;
    }
    cg_value_print(value, &out);
    cg_status status = cg_buffer_status(&out, err);
    if (status == CG_OK)
        status = cg_arena_copy(call->arena, cg_buffer_text(&out), text, err);
    cg_buffer_release(&out);
    return status;
}

static cg_status to_string(const query_call *call, cg_value value, cg_value *result,
                           cg_error *err)
{
    result->type = CG_STRING;
    return call_print(call, value, &result->as.text, err);
}

/* ---- Each in three forms ---- */

#define INTEGER_FROM (TYPES_NUMBER | TYPES_BOOLEAN | TYPES_STRING)
#define FLOAT_FROM   (TYPES_NUMBER | TYPES_STRING)
#define BOOLEAN_FROM (TYPES_BOOLEAN | TYPES_INTEGER | TYPES_STRING)
#define STRING_FROM  (TYPES_BOOLEAN | TYPES_NUMBER | TYPES_STRING | TYPES_TEMPORAL)

/* Null for what does not convert. */
static cg_status convert_or_null(const query_call *call, conversion *convert,
                                 query_types from, cg_value value, cg_value *result,
                                 cg_error *err)
{
    bool odd_real = convert == to_integer && value.type == CG_FLOAT &&
                    !fits_integer(value.as.real);
    *result = (cg_value){.type = CG_NULL};
    if ((from & TYPES_OF(value.type)) == 0 || odd_real)
        return CG_OK;
    return convert(call, value, result, err);
}

static cg_status convert_list(const query_call *call, conversion *convert,
                              query_types from, cg_value *result, cg_error *err)
{
    cg_list list = call->arguments[0].as.list;
    cg_value *items;
    cg_status status = call_items(call, list.count, &items, err);
    for (size_t i = 0; i < list.count && status == CG_OK; i++)
        status =
            convert_or_null(call, convert, from, list.items[i], &items[i], err);
    return status == CG_OK ? give_list(result, items, list.count) : status;
}

#define CONVERSION(name, convert, from)                                            \
    static cg_status name(query_call *call, cg_value *result, cg_error *err)       \
    {                                                                              \
        return convert(call, call->arguments[0], result, err);                     \
    }                                                                              \
    static cg_status name##_or_null(query_call *call, cg_value *result,            \
                                    cg_error *err)                                 \
    {                                                                              \
        return convert_or_null(call, convert, from, call->arguments[0], result,    \
                               err);                                               \
    }                                                                              \
    static cg_status name##_list(query_call *call, cg_value *result,               \
                                 cg_error *err)                                    \
    {                                                                              \
        return convert_list(call, convert, from, result, err);                     \
    }

CONVERSION(boolean, to_boolean, BOOLEAN_FROM)
CONVERSION(real, to_float, FLOAT_FROM)
CONVERSION(integer, to_integer, INTEGER_FROM)
CONVERSION(string, to_string, STRING_FROM)

/* ---- The family ---- */

#define LISTS                                                                      \
    {                                                                              \
        TYPES_LIST                                                                 \
    }
#define ALL                                                                        \
    {                                                                              \
        TYPES_ANY                                                                  \
    }

static const query_function functions[] = {
    {"toBoolean",
     1,
     1,
     0,
     {BOOLEAN_FROM},
     TYPES_BOOLEAN,
     boolean,
     "(value :: BOOLEAN | INTEGER | STRING) :: BOOLEAN",
     "the value as a boolean; null for a string that is none"},
    {"toBooleanList", 1, 1, 0, LISTS, TYPES_LIST, boolean_list,
     "(list :: LIST<ANY>) :: LIST<BOOLEAN>",
     "the items as booleans, null for those that are none"},
    {"toBooleanOrNull", 1, 1, 0, ALL, TYPES_BOOLEAN, boolean_or_null,
     "(value :: ANY) :: BOOLEAN", "the value as a boolean; null if it is none"},
    {"toFloat",
     1,
     1,
     0,
     {FLOAT_FROM},
     TYPES_FLOAT,
     real,
     "(value :: INTEGER | FLOAT | STRING) :: FLOAT",
     "the value as a float; null for a string that is none"},
    {"toFloatList", 1, 1, 0, LISTS, TYPES_LIST, real_list,
     "(list :: LIST<ANY>) :: LIST<FLOAT>",
     "the items as floats, null for those that are none"},
    {"toFloatOrNull", 1, 1, 0, ALL, TYPES_FLOAT, real_or_null,
     "(value :: ANY) :: FLOAT", "the value as a float; null if it is none"},
    {"toInteger",
     1,
     1,
     0,
     {INTEGER_FROM},
     TYPES_INTEGER,
     integer,
     "(value :: BOOLEAN | INTEGER | FLOAT | STRING) :: INTEGER",
     "the value as an integer, cut at its point; null for a string that is none"},
    {"toIntegerList", 1, 1, 0, LISTS, TYPES_LIST, integer_list,
     "(list :: LIST<ANY>) :: LIST<INTEGER>",
     "the items as integers, null for those that are none"},
    {"toIntegerOrNull", 1, 1, 0, ALL, TYPES_INTEGER, integer_or_null,
     "(value :: ANY) :: INTEGER", "the value as an integer; null if it is none"},
    {"toString",
     1,
     1,
     0,
     {STRING_FROM},
     TYPES_STRING,
     string,
     "(value :: BOOLEAN | INTEGER | FLOAT | STRING | TEMPORAL) :: STRING",
     "the value as a string"},
    {"toStringList", 1, 1, 0, LISTS, TYPES_LIST, string_list,
     "(list :: LIST<ANY>) :: LIST<STRING>",
     "the items as strings, null for those that have no such form"},
    {"toStringOrNull", 1, 1, 0, ALL, TYPES_STRING, string_or_null,
     "(value :: ANY) :: STRING",
     "the value as a string; null if it has no such form"},
};

const query_function_family function_conversion_family = {
    functions, FUNCTION_COUNT(functions)};
