/* Values of properties, and sets of properties. */
#ifndef CG_SCHEMA_VALUE_H
#define CG_SCHEMA_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/memory.h"
#include "schema/text.h"

/* What a value is: its name in messages, without and with its article. Properties hold
 * the types up to CG_LIST (of such values, not of lists) and the temporal ones. */
#define CG_TYPES(X)                                                                \
    X(CG_NULL, "null", "null")                                                     \
    X(CG_BOOLEAN, "boolean", "a boolean")                                          \
    X(CG_INTEGER, "integer", "an integer")                                         \
    X(CG_FLOAT, "float", "a float")                                                \
    X(CG_STRING, "string", "a string")                                             \
    X(CG_LIST, "list", "a list")                                                   \
    X(CG_MAP, "map", "a map")                                                      \
    X(CG_NODE, "node", "a node")                                                   \
    X(CG_RELATIONSHIP, "relationship", "a relationship")                           \
    X(CG_PATH, "path", "a path")                                                   \
    X(CG_DATE, "date", "a date")                                                   \
    X(CG_LOCAL_TIME, "local time", "a local time")                                 \
    X(CG_TIME, "time", "a time")                                                   \
    X(CG_LOCAL_DATE_TIME, "local date-time", "a local date-time")                  \
    X(CG_DATE_TIME, "date-time", "a date-time")                                    \
    X(CG_DURATION, "duration", "a duration")

#define CG_TYPE_ENUM(name, text, phrase) name,
typedef enum { CG_TYPES(CG_TYPE_ENUM) CG_TYPE_COUNT } cg_type;
#undef CG_TYPE_ENUM

typedef struct cg_value cg_value;
typedef struct cg_property cg_property;

typedef struct {
    const cg_value *items;
    size_t count;
} cg_list;

/* Properties in the order of their keys' bytes, each key once; a map is the same. */
typedef struct {
    const cg_property *items;
    size_t count;
} cg_properties;

/* A walk through the graph: entity, fact, entity, …, by their ids. */
typedef struct {
    const int64_t *nodes; /* length + 1 */
    const int64_t *relationships;
    size_t length;
} cg_path_value;

/* A moment, a part of one, or a span. What a type has no use for is 0. */
typedef struct {
    int64_t months; /* of a span */
    int64_t days;   /* of a span; of a date since 1970-01-01, proleptic Gregorian */
    int64_t seconds;     /* of a span; of a time since midnight */
    int32_t nanoseconds; /* 0 to 999,999,999 */
    int32_t offset;      /* seconds east of UTC */
    cg_text zone;        /* its name, such as Europe/Stockholm; empty: none */
} cg_temporal;

/* A string borrows its bytes; so do the others what they point to. An entity or a fact
 * is its id; whoever gave the value tells what is known of it. */
struct cg_value {
    cg_type type;
    union {
        bool boolean;
        int64_t integer;
        double real;
        cg_text text;
        cg_list list;
        cg_properties map;
        int64_t id; /* CG_NODE, CG_RELATIONSHIP */
        const cg_path_value *path;
        const cg_temporal *temporal; /* the types from CG_DATE on */
    } as;
};

struct cg_property {
    cg_text key;
    cg_value value;
};

static inline cg_value cg_string(cg_text text)
{
    cg_value value = {CG_STRING, {0}};
    value.as.text = text;
    return value;
}

static inline cg_value cg_integer(int64_t integer)
{
    cg_value value = {CG_INTEGER, {0}};
    value.as.integer = integer;
    return value;
}

/* "integer", "list" …: what people call values of this type. */
CG_API const char *cg_type_name(cg_type type);

/* The same with its article: "an integer", "null". */
CG_API const char *cg_type_phrase(cg_type type);

/* What a cell of a sheet means: an integer (`-?[0-9]{1,18}` with no leading
 * zero), a float with digits on both sides of its point, `true`, `false`, or
 * text. Cells that would lose something as a number (`007`, `1e400`, `1.50`)
 * stay text. An empty cell is CG_NULL. */
CG_API cg_value cg_value_of_cell(cg_text cell);

/* Read a number with digits, a point and an exponent (`1.5`, `-.5`, `2e-3`), whatever
 * the program's locale. False if it is none or longer than 512 bytes; what is too large
 * becomes an infinity. */
CG_API bool cg_real_of_text(cg_text text, double *real);

/* Equal in type and value; NaN equals NaN. */
CG_API bool cg_value_equal(cg_value a, cg_value b);
CG_API bool cg_properties_equal(cg_properties a, cg_properties b);

/* The value for `key`; CG_NULL if it is absent. */
CG_API cg_value cg_properties_get(cg_properties properties, cg_text key);

/* Sort `items` by key in place and drop nulls. Returns the count that is left, or
 * SIZE_MAX when a key stands there twice. */
CG_API size_t cg_properties_sort(cg_property *items, size_t count);

/* The value as people read it in a table: strings bare, null empty, floats in
 * the shortest form that reads back the same, with `.0` where it needs one. */
CG_API void cg_value_print(cg_value value, cg_buffer *out);

/* The value as JSON; integers and floats stay apart (`1`, `1.0`). A float that is not
 * finite becomes null: JSON has no form for it. */
CG_API void cg_value_json(cg_value value, cg_buffer *out);

/* `text` as a JSON string with its quotes. */
CG_API void cg_text_json(cg_text text, cg_buffer *out);

/* The properties as one JSON object, `{}` when there are none: the form in
 * which they are stored. The same properties give the same bytes. What JSON has no form
 * for is an object that tells its type: `{"$float":"NaN"}`. */
CG_API void cg_properties_json(cg_properties properties, cg_buffer *out);

/* Read that form back, into the arena. An empty text is no properties.
 * Returns CG_OK, CG_NOMEM, or CG_SYNTAX for JSON that is no object of null, booleans,
 * numbers, strings, lists of these, and `{"$date": "2025-07-31"}` and its like for what
 * JSON has no form for. A list in a list is refused. */
CG_API cg_status cg_properties_parse(cg_text json, cg_arena *arena,
                                     cg_properties *properties, cg_error *err);

/* Read a JSON object of any values: lists and objects may lie in each other, an object
 * that is not `{"$date": …}` or its like is a map. `source` names the text in errors.
 * Returns CG_OK, CG_NOMEM, or CG_SYNTAX with the place. */
CG_API cg_status cg_parameters_parse(const char *source, cg_text json,
                                     cg_arena *arena, cg_properties *parameters,
                                     cg_error *err);

#endif
