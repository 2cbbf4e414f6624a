/* Values of properties, and sets of properties. */
#ifndef CG_SCHEMA_VALUE_H
#define CG_SCHEMA_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/memory.h"
#include "schema/text.h"

typedef enum { CG_NULL, CG_BOOLEAN, CG_INTEGER, CG_FLOAT, CG_STRING } cg_type;

/* A string borrows its bytes. */
typedef struct {
    cg_type type;
    union {
        bool boolean;
        int64_t integer;
        double real;
        cg_text text;
    } as;
} cg_value;

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

typedef struct {
    cg_text key;
    cg_value value;
} cg_property;

/* Properties in the order of their keys' bytes, each key once. */
typedef struct {
    const cg_property *items;
    size_t count;
} cg_properties;

/* What a cell of a sheet means: an integer (`-?[0-9]{1,18}` with no leading
 * zero), a float with digits on both sides of its point, `true`, `false`, or
 * text. Cells that would lose something as a number (`007`, `1e400`, `1.50`)
 * stay text. An empty cell is CG_NULL. */
CG_API cg_value cg_value_of_cell(cg_text cell);

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
 * which they are stored. The same properties give the same bytes. */
CG_API void cg_properties_json(cg_properties properties, cg_buffer *out);

/* Read that form back, into the arena. An empty text is no properties.
 * Returns CG_OK, CG_NOMEM, or CG_SYNTAX for JSON that is no flat object of
 * null, booleans, numbers and strings. */
CG_API cg_status cg_properties_parse(cg_text json, cg_arena *arena,
                                     cg_properties *properties, cg_error *err);

#endif
