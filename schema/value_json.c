/* Values as text: for people, as JSON, and as the file keeps them. */
#include <assert.h>
#include <jansson.h>
#include <math.h>

#include "schema/temporal.h"
#include "schema/value.h"
#include "schema/value_parts.h"

/* ---- Writing ---- */

static void print_integer(int64_t integer, cg_buffer *out)
{
    char digits[VALUE_NUMBER_ROOM];
    size_t at = sizeof digits;
    uint64_t rest = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (integer < 0)
        digits[--at] = '-';
    cg_buffer_add(out, (cg_text){digits + at, sizeof digits - at});
}

/* How strings and what JSON has no form for are written. */
typedef enum {
    FORM_PLAIN, /* for people: strings bare, null empty */
    FORM_JSON,  /* what JSON has no form for becomes its text, or null */
    FORM_STORED /* …an object that tells its type */
} value_form;

static void write_value(cg_value value, value_form form, cg_buffer *out);

static void write_list(cg_list list, value_form form, cg_buffer *out)
{
    cg_buffer_add_byte(out, '[');
    for (size_t i = 0; i < list.count; i++) {
        if (i > 0)
            cg_buffer_add_z(out, form == FORM_PLAIN ? ", " : ",");
        write_value(list.items[i], form, out);
    }
    cg_buffer_add_byte(out, ']');
}

static void write_map(cg_properties map, value_form form, cg_buffer *out)
{
    cg_buffer_add_byte(out, '{');
    for (size_t i = 0; i < map.count; i++) {
        if (i > 0)
            cg_buffer_add_z(out, form == FORM_PLAIN ? ", " : ",");
        if (form == FORM_PLAIN)
            cg_buffer_add(out, map.items[i].key);
        else
            cg_text_json(map.items[i].key, out);
        cg_buffer_add_z(out, form == FORM_PLAIN ? ": " : ":");
        write_value(map.items[i].value, form, out);
    }
    cg_buffer_add_byte(out, '}');
}

/* The ids of a path's entities and facts, in turn. */
static void write_path(const cg_path_value *path, cg_buffer *out)
{
    cg_buffer_printf(out, "[%lld", (long long)path->nodes[0]);
    for (size_t i = 0; i < path->length; i++)
        cg_buffer_printf(out, ",%lld,%lld", (long long)path->relationships[i],
                         (long long)path->nodes[i + 1]);
    cg_buffer_add_byte(out, ']');
}

/* The name under which a stored object tells the type; "" for one that JSON has. */
static const char *stored_name(cg_type type)
{
    switch (type) {
    case CG_FLOAT:
        return "$float";
    case CG_DATE:
        return "$date";
    case CG_LOCAL_TIME:
        return "$localtime";
    case CG_TIME:
        return "$time";
    case CG_LOCAL_DATE_TIME:
        return "$localdatetime";
    case CG_DATE_TIME:
        return "$datetime";
    case CG_DURATION:
        return "$duration";
    case CG_NULL:
    case CG_BOOLEAN:
    case CG_INTEGER:
    case CG_STRING:
    case CG_LIST:
    case CG_MAP:
    case CG_NODE:
    case CG_RELATIONSHIP:
    case CG_PATH:
    case CG_TYPE_COUNT:
        break;
    }
    return "";
}

/* A value that JSON has no form for. */
static void write_foreign(cg_value value, value_form form, cg_buffer *out)
{
    char number[VALUE_NUMBER_ROOM];
    if (form == FORM_STORED)
        cg_buffer_printf(out, "{\"%s\":", stored_name(value.type));
    if (form != FORM_PLAIN)
        cg_buffer_add_byte(out, '"');
    if (value.type == CG_FLOAT) {
        value_format_real(value.as.real, number);
        cg_buffer_add_z(out, number);
    } else {
        cg_temporal_print(value.type, value.as.temporal, out);
    }
    if (form != FORM_PLAIN)
        cg_buffer_add_byte(out, '"');
    if (form == FORM_STORED)
        cg_buffer_add_byte(out, '}');
}

static void write_real(double real, value_form form, cg_buffer *out)
{
    char number[VALUE_NUMBER_ROOM];
    if (!isfinite(real) && form == FORM_STORED) {
        write_foreign((cg_value){.type = CG_FLOAT, .as.real = real}, form, out);
        return;
    }
    value_format_real(real, number);
    cg_buffer_add_z(out, isfinite(real) || form == FORM_PLAIN ? number : "null");
}

static void write_value(cg_value value, value_form form, cg_buffer *out)
{
    switch (value.type) {
    case CG_NULL:
    case CG_TYPE_COUNT:
        cg_buffer_add_z(out, form == FORM_PLAIN ? "" : "null");
        return;
    case CG_BOOLEAN:
        cg_buffer_add_z(out, value.as.boolean ? "true" : "false");
        return;
    case CG_INTEGER:
    case CG_NODE:
    case CG_RELATIONSHIP:
        print_integer(value.as.integer, out);
        return;
    case CG_FLOAT:
        write_real(value.as.real, form, out);
        return;
    case CG_STRING:
        if (form == FORM_PLAIN)
            cg_buffer_add(out, value.as.text);
        else
            cg_text_json(value.as.text, out);
        return;
    case CG_LIST:
        write_list(value.as.list, form, out);
        return;
    case CG_MAP:
        write_map(value.as.map, form, out);
        return;
    case CG_PATH:
        write_path(value.as.path, out);
        return;
    case CG_DATE:
    case CG_LOCAL_TIME:
    case CG_TIME:
    case CG_LOCAL_DATE_TIME:
    case CG_DATE_TIME:
    case CG_DURATION:
        write_foreign(value, form, out);
        return;
    }
}

void cg_value_print(cg_value value, cg_buffer *out)
{
    write_value(value, FORM_PLAIN, out);
}

void cg_value_json(cg_value value, cg_buffer *out)
{
    write_value(value, FORM_JSON, out);
}

void cg_properties_json(cg_properties properties, cg_buffer *out)
{
    write_map(properties, FORM_STORED, out);
}

/* The escape of a byte that JSON does not take as it is; NULL if it does. */
static const char *short_escape(char byte)
{
    switch (byte) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

void cg_text_json(cg_text text, cg_buffer *out)
{
    size_t plain = 0; /* where the run of bytes that need no escape begins */
    cg_buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        const char *escape = short_escape(text.at[i]);
        if (byte >= 0x20 && byte != 0x7F && escape == NULL)
            continue;
        cg_buffer_add(out, cg_text_slice(text, plain, i));
        plain = i + 1;
        if (escape != NULL)
            cg_buffer_add_z(out, escape);
        else
            cg_buffer_printf(out, "\\u%04x", byte);
    }
    if (plain < text.size)
        cg_buffer_add(out, cg_text_slice(text, plain, text.size));
    cg_buffer_add_byte(out, '"');
}

/* ---- Reading ---- */

typedef struct {
    cg_arena *arena;
    bool nested; /* objects are maps, and lists may lie in lists */
} json_reader;

static cg_status take_string(const json_t *json, const json_reader *r,
                             cg_value *value, cg_error *err)
{
    value->type = CG_STRING;
    cg_text text = {json_string_value(json), json_string_length(json)};
    return cg_arena_copy(r->arena, text, &value->as.text, err);
}

static cg_status take_value(const json_t *json, const json_reader *r,
                            cg_value *value, cg_error *err);

static cg_status take_list(const json_t *json, const json_reader *r,
                           cg_value *value, cg_error *err)
{
    size_t count = json_array_size(json);
    cg_value *items = cg_arena_array(r->arena, count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const json_t *item = json_array_get(json, i);
        if (json_is_array(item) && !r->nested)
            status = cg_fail(err, CG_SYNTAX, NULL, "a property is a list of lists");
        else
            status = take_value(item, r, &items[i], err);
    }
    value->type = CG_LIST;
    value->as.list = (cg_list){items, count};
    return status;
}

/* The floats that are not finite, as format_real writes them. */
static bool take_special(cg_text text, cg_value *value)
{
    value->type = CG_FLOAT;
    if (cg_text_equal(text, CG_TEXT("NaN")))
        value->as.real = (double)NAN;
    else if (cg_text_equal(text, CG_TEXT("Inf")))
        value->as.real = (double)INFINITY;
    else if (cg_text_equal(text, CG_TEXT("-Inf")))
        value->as.real = -(double)INFINITY;
    else
        return false;
    return true;
}

static cg_status take_temporal(cg_type type, cg_text text, cg_arena *arena,
                               cg_value *value, cg_error *err)
{
    cg_error why = {0};
    cg_temporal *temporal = cg_arena_alloc(arena, sizeof *temporal);
    if (temporal == NULL)
        return cg_fail_memory(err);
    *value = (cg_value){.type = type, .as.temporal = temporal};
    cg_status status = cg_temporal_parse(type, text, arena, temporal, &why);
    if (status == CG_NOMEM)
        return cg_fail_memory(err);
    return status == CG_OK ? CG_OK
                           : cg_fail(err, CG_SYNTAX, NULL, "%s", why.message);
}

static cg_status take_object(json_t *json, const json_reader *r,
                             cg_properties *properties, cg_error *err);

static cg_status take_map(const json_t *json, const json_reader *r, cg_value *value,
                          cg_error *err)
{
    if (!r->nested)
        return cg_fail(err, CG_SYNTAX, NULL, "a property is an object");
    value->type = CG_MAP;
    return take_object((json_t *)(uintptr_t)json, r, &value->as.map, err);
}

/* {"$date": "2025-07-31"} and its like, or a map. */
static cg_status take_foreign(const json_t *json, const json_reader *r,
                              cg_value *value, cg_error *err)
{
    void *only = json_object_iter((json_t *)(uintptr_t)json);
    const json_t *inner = only != NULL ? json_object_iter_value(only) : NULL;
    if (json_object_size(json) != 1 || !json_is_string(inner))
        return take_map(json, r, value, err);
    const char *name = json_object_iter_key(only);
    cg_text text = {json_string_value(inner), json_string_length(inner)};
    if (strcmp(name, stored_name(CG_FLOAT)) == 0 && take_special(text, value))
        return CG_OK;
    for (cg_type type = CG_DATE; type <= CG_DURATION; type++)
        if (strcmp(name, stored_name(type)) == 0)
            return take_temporal(type, text, r->arena, value, err);
    return take_map(json, r, value, err);
}

static cg_status take_value(const json_t *json, const json_reader *r,
                            cg_value *value, cg_error *err)
{
    switch (json_typeof(json)) {
    case JSON_NULL:
        *value = (cg_value){.type = CG_NULL};
        return CG_OK;
    case JSON_TRUE:
    case JSON_FALSE:
        *value = (cg_value){.type = CG_BOOLEAN, .as.boolean = json_is_true(json)};
        return CG_OK;
    case JSON_INTEGER:
        *value = cg_integer(json_integer_value(json));
        return CG_OK;
    case JSON_REAL:
        *value = (cg_value){.type = CG_FLOAT, .as.real = json_real_value(json)};
        return CG_OK;
    case JSON_STRING:
        return take_string(json, r, value, err);
    case JSON_ARRAY:
        return take_list(json, r, value, err);
    case JSON_OBJECT:
        return take_foreign(json, r, value, err);
    }
    return cg_fail(err, CG_INTERNAL, NULL, "a property is no JSON");
}

static cg_status take_object(json_t *json, const json_reader *r,
                             cg_properties *properties, cg_error *err)
{
    size_t count = 0;
    cg_property *items =
        cg_arena_array(r->arena, json_object_size(json), sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    for (void *at = json_object_iter(json); at != NULL;
         at = json_object_iter_next(json, at)) {
        cg_property *item = &items[count++];
        cg_text key = {json_object_iter_key(at), json_object_iter_key_len(at)};
        cg_status status = cg_arena_copy(r->arena, key, &item->key, err);
        if (status == CG_OK)
            status = take_value(json_object_iter_value(at), r, &item->value, err);
        if (status != CG_OK)
            return status;
    }
    count = cg_properties_sort(items, count);
    assert(count != SIZE_MAX); /* the parser refuses a key that comes twice */
    *properties = (cg_properties){items, count};
    return CG_OK;
}

/* The object that the whole of `json` is; `what` it is in messages. */
static cg_status parse_object(const char *source, const char *what, cg_text json,
                              const json_reader *r, cg_properties *properties,
                              cg_error *err)
{
    json_error_t problem;
    json_t *root = json_loadb(json.at, json.size,
                              JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &problem);
    if (root == NULL && (problem.text[0] == '\0' || /* before it begins to read */
                         json_error_code(&problem) == json_error_out_of_memory))
        return cg_fail_memory(err);
    cg_place at = {.source = source};
    if (root == NULL && source != NULL && problem.line > 0) {
        at.line = (uint64_t)problem.line;
        at.column = problem.column > 0 ? (uint64_t)problem.column : 1;
    }
    if (root == NULL)
        return cg_fail(err, CG_SYNTAX, &at, "%s are not JSON: %s", what,
                       problem.text);
    cg_status status =
        json_is_object(root)
            ? take_object(root, r, properties, err)
            : cg_fail(err, CG_SYNTAX, &at, "%s are not a JSON object", what);
    json_decref(root);
    return status;
}

cg_status cg_properties_parse(cg_text json, cg_arena *arena,
                              cg_properties *properties, cg_error *err)
{
    const json_reader r = {.arena = arena};
    *properties = (cg_properties){0};
    return json.size > 0
               ? parse_object(NULL, "properties", json, &r, properties, err)
               : CG_OK;
}

cg_status cg_parameters_parse(const char *source, cg_text json, cg_arena *arena,
                              cg_properties *parameters, cg_error *err)
{
    const json_reader r = {.arena = arena, .nested = true};
    *parameters = (cg_properties){0};
    return parse_object(source, "parameters", json, &r, parameters, err);
}
