#include "schema/value.h"

#include <assert.h>
#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/temporal.h"

const char *cg_type_name(cg_type type)
{
    switch (type) {
#define CG_TYPE_CASE(name, text)                                                   \
    case name:                                                                     \
        return text;
        CG_TYPES(CG_TYPE_CASE)
#undef CG_TYPE_CASE
    case CG_TYPE_COUNT:
        break;
    }
    return "unknown";
}

/* ---- Numbers as text ---- */

enum { NUMBER_ROOM = 32 }; /* "-2.2250738585072014e-308" and its NUL */

/* The C library writes the decimal sign of the program's locale; we want a point. */
static void swap_sign(char *number, char from, char to)
{
    char *sign = strchr(number, from);
    if (sign != NULL)
        *sign = to;
}

static char locale_sign(void)
{
    return localeconv()->decimal_point[0];
}

/* The shortest text that reads back as `real`. */
static void format_real(double real, char out[NUMBER_ROOM])
{
    if (!isfinite(real)) {
        snprintf(out, NUMBER_ROOM, "%s",
                 isnan(real) ? "NaN"
                 : real > 0  ? "Inf"
                             : "-Inf");
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(out, NUMBER_ROOM, "%.*g", precision, real);
        if (strtod(out, NULL) == real)
            break;
    }
    swap_sign(out, locale_sign(), '.');
    size_t size = strlen(out);
    if (strpbrk(out, ".e") == NULL)
        snprintf(out + size, NUMBER_ROOM - size, ".0");
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t digit_run(cg_text text, size_t at)
{
    size_t end = at;
    while (end < text.size && is_digit(text.at[end]))
        end++;
    return end - at;
}

/* An integer in the one way that it prints. */
static bool cell_integer(cg_text cell, int64_t *integer)
{
    enum { DIGITS = 18 }; /* any 18 digits fit */
    size_t sign = cell.at[0] == '-';
    size_t count = digit_run(cell, sign);
    if (count == 0 || count > DIGITS || sign + count != cell.size)
        return false;
    if (cell.at[sign] == '0' && (count > 1 || sign > 0))
        return false;
    int64_t sum = 0;
    for (size_t i = sign; i < cell.size; i++)
        sum = sum * 10 + (cell.at[i] - '0');
    *integer = sign > 0 ? -sum : sum;
    return true;
}

/* A float in the one way that it prints. */
static bool cell_real(cg_text cell, double *real)
{
    char copy[NUMBER_ROOM];
    char printed[NUMBER_ROOM];
    size_t sign = cell.at[0] == '-';
    size_t whole = digit_run(cell, sign);
    size_t point = sign + whole;
    if (cell.size >= NUMBER_ROOM || whole == 0 || point + 1 >= cell.size ||
        cell.at[point] != '.' || !is_digit(cell.at[point + 1]))
        return false;
    memcpy(copy, cell.at, cell.size);
    copy[cell.size] = '\0';
    swap_sign(copy, '.', locale_sign());
    char *end;
    *real = strtod(copy, &end);
    if (end != copy + cell.size || !isfinite(*real))
        return false;
    format_real(*real, printed);
    return cg_text_equal(cg_text_z(printed), cell);
}

cg_value cg_value_of_cell(cg_text cell)
{
    cg_value value = {.type = CG_NULL};
    if (cell.size == 0)
        return value;
    if (cell_integer(cell, &value.as.integer))
        value.type = CG_INTEGER;
    else if (cell_real(cell, &value.as.real))
        value.type = CG_FLOAT;
    else if (cg_text_equal(cell, CG_TEXT("true")) ||
             cg_text_equal(cell, CG_TEXT("false")))
        value = (cg_value){.type = CG_BOOLEAN, .as.boolean = cell.at[0] == 't'};
    else
        value = cg_string(cell);
    return value;
}

/* ---- Comparing ---- */

static bool lists_equal(cg_list a, cg_list b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++)
        if (!cg_value_equal(a.items[i], b.items[i]))
            return false;
    return true;
}

static bool paths_equal(const cg_path_value *a, const cg_path_value *b)
{
    return a->length == b->length &&
           memcmp(a->nodes, b->nodes, (a->length + 1) * sizeof *a->nodes) == 0 &&
           (a->length == 0 || memcmp(a->relationships, b->relationships,
                                     a->length * sizeof *a->relationships) == 0);
}

bool cg_value_equal(cg_value a, cg_value b)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case CG_NULL:
        return true;
    case CG_BOOLEAN:
        return a.as.boolean == b.as.boolean;
    case CG_INTEGER:
        return a.as.integer == b.as.integer;
    case CG_FLOAT:
        return a.as.real == b.as.real || (isnan(a.as.real) && isnan(b.as.real));
    case CG_STRING:
        return cg_text_equal(a.as.text, b.as.text);
    case CG_LIST:
        return lists_equal(a.as.list, b.as.list);
    case CG_MAP:
        return cg_properties_equal(a.as.map, b.as.map);
    case CG_NODE:
    case CG_RELATIONSHIP:
        return a.as.id == b.as.id;
    case CG_PATH:
        return paths_equal(a.as.path, b.as.path);
    case CG_DATE:
    case CG_LOCAL_TIME:
    case CG_TIME:
    case CG_LOCAL_DATE_TIME:
    case CG_DATE_TIME:
    case CG_DURATION:
        return cg_temporal_equal(a.as.temporal, b.as.temporal);
    case CG_TYPE_COUNT:
        break;
    }
    return false;
}

bool cg_properties_equal(cg_properties a, cg_properties b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++)
        if (!cg_text_equal(a.items[i].key, b.items[i].key) ||
            !cg_value_equal(a.items[i].value, b.items[i].value))
            return false;
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    const cg_property *left = a;
    const cg_property *right = b;
    return cg_text_compare(left->key, right->key);
}

cg_value cg_properties_get(cg_properties properties, cg_text key)
{
    cg_property wanted = {.key = key};
    const cg_property *found = NULL;
    if (properties.count > 0)
        found = bsearch(&wanted, properties.items, properties.count, sizeof wanted,
                        compare_keys);
    return found != NULL ? found->value : (cg_value){.type = CG_NULL};
}

size_t cg_properties_sort(cg_property *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].value.type != CG_NULL)
            items[kept++] = items[i];
    if (kept > 1)
        qsort(items, kept, sizeof *items, compare_keys);
    for (size_t i = 1; i < kept; i++)
        if (cg_text_equal(items[i - 1].key, items[i].key))
            return SIZE_MAX;
    return kept;
}

/* ---- Writing ---- */

static void print_integer(int64_t integer, cg_buffer *out)
{
    char digits[NUMBER_ROOM];
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
    char number[NUMBER_ROOM];
    if (form == FORM_STORED)
        cg_buffer_printf(out, "{\"%s\":", stored_name(value.type));
    if (form != FORM_PLAIN)
        cg_buffer_add_byte(out, '"');
    if (value.type == CG_FLOAT) {
        format_real(value.as.real, number);
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
    char number[NUMBER_ROOM];
    if (!isfinite(real) && form == FORM_STORED) {
        write_foreign((cg_value){.type = CG_FLOAT, .as.real = real}, form, out);
        return;
    }
    format_real(real, number);
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

static cg_status take_string(const json_t *json, cg_arena *arena, cg_value *value,
                             cg_error *err)
{
    value->type = CG_STRING;
    cg_text text = {json_string_value(json), json_string_length(json)};
    return cg_arena_copy(arena, text, &value->as.text, err);
}

static cg_status take_value(const json_t *json, cg_arena *arena, cg_value *value,
                            cg_error *err);

static cg_status take_list(const json_t *json, cg_arena *arena, cg_value *value,
                           cg_error *err)
{
    size_t count = json_array_size(json);
    cg_value *items = cg_arena_array(arena, count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const json_t *item = json_array_get(json, i);
        if (json_is_array(item))
            status = cg_fail(err, CG_SYNTAX, NULL, "a property is a list of lists");
        else
            status = take_value(item, arena, &items[i], err);
    }
    value->type = CG_LIST;
    value->as.list = (cg_list){items, count};
    return status;
}

/* {"$date": "2025-07-31"} and its like. */
static cg_status take_foreign(const json_t *json, cg_arena *arena, cg_value *value,
                              cg_error *err)
{
    void *only = json_object_iter((json_t *)(uintptr_t)json);
    const json_t *inner = only != NULL ? json_object_iter_value(only) : NULL;
    if (json_object_size(json) != 1 || !json_is_string(inner))
        return cg_fail(err, CG_SYNTAX, NULL, "a property is an object");
    cg_text text = {json_string_value(inner), json_string_length(inner)};
    if (strcmp(json_object_iter_key(only), "$float") == 0) {
        double real = cg_text_equal(text, CG_TEXT("Inf"))    ? (double)INFINITY
                      : cg_text_equal(text, CG_TEXT("-Inf")) ? -(double)INFINITY
                                                             : (double)NAN;
        *value = (cg_value){.type = CG_FLOAT, .as.real = real};
        return CG_OK;
    }
    for (cg_type type = CG_DATE; type <= CG_DURATION; type++) {
        if (strcmp(json_object_iter_key(only), stored_name(type)) != 0)
            continue;
        cg_temporal *temporal = cg_arena_alloc(arena, sizeof *temporal);
        if (temporal == NULL)
            return cg_fail_memory(err);
        value->type = type;
        value->as.temporal = temporal;
        return cg_temporal_parse(type, text, arena, temporal, err);
    }
    return cg_fail(err, CG_SYNTAX, NULL, "a property is an object");
}

static cg_status take_value(const json_t *json, cg_arena *arena, cg_value *value,
                            cg_error *err)
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
        return take_string(json, arena, value, err);
    case JSON_ARRAY:
        return take_list(json, arena, value, err);
    case JSON_OBJECT:
        return take_foreign(json, arena, value, err);
    }
    return cg_fail(err, CG_INTERNAL, NULL, "a property is no JSON");
}

static cg_status take_object(json_t *json, cg_arena *arena,
                             cg_properties *properties, cg_error *err)
{
    if (!json_is_object(json))
        return cg_fail(err, CG_SYNTAX, NULL, "properties are not a JSON object");
    size_t count = 0;
    cg_property *items =
        cg_arena_array(arena, json_object_size(json), sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    for (void *at = json_object_iter(json); at != NULL;
         at = json_object_iter_next(json, at)) {
        cg_property *item = &items[count++];
        cg_text key = {json_object_iter_key(at), json_object_iter_key_len(at)};
        cg_status status = cg_arena_copy(arena, key, &item->key, err);
        if (status == CG_OK)
            status =
                take_value(json_object_iter_value(at), arena, &item->value, err);
        if (status != CG_OK)
            return status;
    }
    count = cg_properties_sort(items, count);
    assert(count != SIZE_MAX); /* the parser refuses a key that comes twice */
    *properties = (cg_properties){items, count};
    return CG_OK;
}

cg_status cg_properties_parse(cg_text json, cg_arena *arena,
                              cg_properties *properties, cg_error *err)
{
    *properties = (cg_properties){0};
    if (json.size == 0)
        return CG_OK;
    json_error_t problem;
    json_t *root = json_loadb(json.at, json.size,
                              JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &problem);
    if (root == NULL && (problem.text[0] == '\0' || /* before it begins to read */
                         json_error_code(&problem) == json_error_out_of_memory))
        return cg_fail_memory(err);
    if (root == NULL)
        return cg_fail(err, CG_SYNTAX, NULL, "properties are not JSON: %s",
                       problem.text);
    cg_status status = take_object(root, arena, properties, err);
    json_decref(root);
    return status;
}
