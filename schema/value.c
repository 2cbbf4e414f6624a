#include "schema/value.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/temporal.h"
#include "schema/value_parts.h"

const char *cg_type_name(cg_type type)
{
    switch (type) {
#define CG_TYPE_CASE(name, text, phrase)                                           \
    case name:                                                                     \
        return text;
        CG_TYPES(CG_TYPE_CASE)
#undef CG_TYPE_CASE
    case CG_TYPE_COUNT:
        break;
    }
    return "unknown";
}

const char *cg_type_phrase(cg_type type)
{
    switch (type) {
#define CG_TYPE_CASE(name, text, phrase)                                           \
    case name:                                                                     \
        return phrase;
        CG_TYPES(CG_TYPE_CASE)
#undef CG_TYPE_CASE
    case CG_TYPE_COUNT:
        break;
    }
    return "unknown";
}

/* ---- Numbers as text ---- */

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

/* So many digits tell every float from its neighbours, and no decimal of so many digits
 * from another is lost in one (C11 5.2.4.2.2, DBL_DIG). */
enum { DECIMAL_DIGITS = 15, PLACES_MAX = 6 };

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3, 1e4,  1e5,
                                       1e6,  1e7,  1e8,  1e9, 1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15};

/* Write a float that is a short decimal, as most are. A whole number divided by a power of
 * ten, both exact, gives the float that is nearest to the decimal. */
static bool format_short(double real, char out[VALUE_NUMBER_ROOM])
{
    double size = fabs(real);
    if (!(size >= 1e-4 && size < 1e8))
        return false;
    for (size_t places = 0; places <= PLACES_MAX; places++) {
        double scaled = nearbyint(size * powers_of_ten[places]);
        if (scaled / powers_of_ten[places] != size)
            continue;
        char digits[DECIMAL_DIGITS + 1];
        uint64_t rest = (uint64_t)scaled;
        size_t at = sizeof digits, used = 0;
        for (size_t i = 0; i <= places || rest > 0; i++, rest /= 10)
            digits[--at] = (char)('0' + rest % 10);
        size_t whole = sizeof digits - at - places;
        if (real < 0)
            out[used++] = '-';
        memcpy(out + used, digits + at, whole);
        used += whole;
        out[used++] = '.';
        if (places == 0)
            out[used++] = '0';
        memcpy(out + used, digits + at + whole, places);
        out[used + places] = '\0';
        return true;
    }
    return false;
}

void value_format_real(double real, char out[VALUE_NUMBER_ROOM])
{
    if (format_short(real, out))
        return;
    if (!isfinite(real)) {
        snprintf(out, VALUE_NUMBER_ROOM, "%s",
                 isnan(real) ? "NaN"
                 : real > 0  ? "Inf"
                             : "-Inf");
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(out, VALUE_NUMBER_ROOM, "%.*g", precision, real);
        if (strtod(out, NULL) == real)
            break;
    }
    swap_sign(out, locale_sign(), '.');
    size_t size = strlen(out);
    if (strpbrk(out, ".e") == NULL)
        snprintf(out + size, VALUE_NUMBER_ROOM - size, ".0");
}

bool cg_real_of_text(cg_text text, double *real)
{
    char copy[513];
    char *end;
    if (text.size == 0 || text.size >= sizeof copy)
        return false;
    /* The C library takes blanks, names and other bases, too. */
    for (size_t i = 0; i < text.size; i++)
        if (memchr("0123456789+-.eE", text.at[i], 15) == NULL)
            return false;
    memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    swap_sign(copy, '.', locale_sign());
    *real = strtod(copy, &end);
    return end == copy + text.size;
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

static bool read_long(cg_text cell, double *real)
{
    char copy[VALUE_NUMBER_ROOM];
    char *end;
    memcpy(copy, cell.at, cell.size);
    copy[cell.size] = '\0';
    swap_sign(copy, '.', locale_sign());
    *real = strtod(copy, &end);
    return end == copy + cell.size && isfinite(*real);
}

/* Read digits with a point at `point` among them, if they are few. */
static bool read_short(cg_text cell, size_t sign, size_t point, double *real)
{
    size_t places = cell.size - point - 1;
    uint64_t sum = 0;
    if (cell.size - sign - 1 > DECIMAL_DIGITS ||
        digit_run(cell, point + 1) != places)
        return false;
    for (size_t i = sign; i < cell.size; i++)
        if (i != point)
            sum = sum * 10 + (uint64_t)(cell.at[i] - '0');
    *real = (double)sum / powers_of_ten[places];
    if (sign > 0)
        *real = -*real;
    return true;
}

/* A float in the one way that it prints. */
static bool cell_real(cg_text cell, double *real)
{
    char printed[VALUE_NUMBER_ROOM];
    size_t sign = cell.at[0] == '-';
    size_t whole = digit_run(cell, sign);
    size_t point = sign + whole;
    if (cell.size >= VALUE_NUMBER_ROOM || whole == 0 || point + 1 >= cell.size ||
        cell.at[point] != '.' || !is_digit(cell.at[point + 1]))
        return false;
    if (!read_short(cell, sign, point, real) && !read_long(cell, real))
        return false;
    value_format_real(*real, printed);
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
