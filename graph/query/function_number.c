/* Functions on numbers. */
#include "graph/query/function_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

static double real_of(const query_call *call, size_t index)
{
    return value_real(call->arguments[index]);
}

/* ---- Of one number, as a float ---- */

#define REAL_FUNCTION(name, formula)                                               \
    static cg_status name(query_call *call, cg_value *result, cg_error *err)       \
    {                                                                              \
        (void)err;                                                                 \
        double x = real_of(call, 0);                                               \
        return give_real(result, formula);                                         \
    }

REAL_FUNCTION(arc_cosine, acos(x))
REAL_FUNCTION(arc_sine, asin(x))
REAL_FUNCTION(arc_tangent, atan(x))
REAL_FUNCTION(ceiling, ceil(x))
REAL_FUNCTION(cosine, cos(x))
REAL_FUNCTION(cotangent, 1 / tan(x))
REAL_FUNCTION(to_degrees, x * 180 / pi)
REAL_FUNCTION(exponential, exp(x))
REAL_FUNCTION(flooring, floor(x))
REAL_FUNCTION(half_versine, (1 - cos(x)) / 2)
REAL_FUNCTION(logarithm, log(x))
REAL_FUNCTION(decimal_logarithm, log10(x))
REAL_FUNCTION(to_radians, x *pi / 180)
REAL_FUNCTION(sine, sin(x))
REAL_FUNCTION(square_root, sqrt(x))
REAL_FUNCTION(tangent, tan(x))

static cg_status arc_tangent_of_two(query_call *call, cg_value *result,
                                    cg_error *err)
{
    (void)err;
    return give_real(result, atan2(real_of(call, 0), real_of(call, 1)));
}

static cg_status euler(query_call *call, cg_value *result, cg_error *err)
{
    (void)call;
    (void)err;
    return give_real(result, exp(1));
}

static cg_status give_pi(query_call *call, cg_value *result, cg_error *err)
{
    (void)call;
    (void)err;
    return give_real(result, pi);
}

static cg_status is_nan(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_boolean(result, isnan(real_of(call, 0)));
}

/* At least 0 and below 1: the upper 53 bits, which a float has. */
static cg_status random_real(query_call *call, cg_value *result, cg_error *err)
{
    uint64_t number = 0;
    cg_status status = query_random_next(call->random, &number, err);
    return status == CG_OK ? give_real(result, (double)(number >> 11) * 0x1p-53)
                           : status;
}

/* ---- Of one number, integer or not ---- */

static cg_status absolute(query_call *call, cg_value *result, cg_error *err)
{
    cg_value number = call->arguments[0];
    if (number.type == CG_FLOAT)
        return give_real(result, fabs(number.as.real));
    if (number.as.integer == INT64_MIN)
        return call_fail(call, err, FAULT_OVERFLOW,
                         "abs() of the smallest integer is too large");
    return give_integer(result, number.as.integer < 0 ? -number.as.integer
                                                      : number.as.integer);
}

static cg_status sign(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    double number = real_of(call, 0);
    return give_integer(result, (number > 0) - (number < 0));
}

/* ---- Rounding ---- */

typedef enum {
    ROUND_UP,   /* away from zero */
    ROUND_DOWN, /* to zero */
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN
} rounding;

static cg_status find_mode(const query_call *call, rounding *mode, cg_error *err)
{
    static const char *const names[] = {"UP",      "DOWN",      "CEILING",  "FLOOR",
                                        "HALF_UP", "HALF_DOWN", "HALF_EVEN"};
    *mode = ROUND_HALF_UP;
    if (call->count < 3)
        return CG_OK;
    for (size_t i = 0; i < FUNCTION_COUNT(names); i++) {
        *mode = (rounding)i;
        if (cg_text_equal(call_text(call, 2), cg_text_z(names[i])))
            return CG_OK;
    }
    return call_fail(
        call, err, FAULT_ARGUMENT,
        "'%.*s' is no way to round: UP, DOWN, CEILING, FLOOR, HALF_UP, "
        "HALF_DOWN and HALF_EVEN are",
        CG_TEXT_ARG(call_text(call, 2)));
}

/* A float as people write it: the digits that read back as it, without a point. */
typedef struct {
    bool negative;
    char digits[24];
    int count;
    int point; /* the number is 0.DIGITS × 10^point */
} decimal;

static decimal to_decimal(double real)
{
    decimal number = {.negative = signbit(real) != 0};
    char text[40];
    for (int precision = 14; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, fabs(real));
        if (strtod(text, NULL) == fabs(real))
            break;
    }
    const char *at = text;
    for (; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            number.digits[number.count++] = *at;
    number.point = (int)strtol(at + 1, NULL, 10) + 1;
    while (number.count > 1 && number.digits[number.count - 1] == '0')
        number.count--;
    return number;
}

/* Is what is cut off, from `at` on (below 0: with zeros before it), rounded up? */
static bool rounds_up(const decimal *number, int at, rounding mode)
{
    bool odd = at > 0 && (number->digits[at - 1] - '0') % 2 == 1;
    char first = at >= 0 ? number->digits[at] : '0';
    bool half = first == '5' && at + 1 >= number->count;
    switch (mode) {
    case ROUND_UP:
        return true;
    case ROUND_DOWN:
        return false;
    case ROUND_CEILING:
        return !number->negative;
    case ROUND_FLOOR:
        return number->negative;
    case ROUND_HALF_UP:
        return first >= '5';
    case ROUND_HALF_DOWN:
        return first >= '5' && !half;
    case ROUND_HALF_EVEN:
        return first > '5' || (first == '5' && (!half || odd));
    }
    return false;
}

/* Cut the number behind `keep` digits, 0 or fewer too. */
static void cut(decimal *number, int keep, bool up)
{
    if (keep < 0)
        keep = 0;
    while (up && keep > 0 && number->digits[keep - 1] == '9')
        keep--;
    number->count = keep;
    if (up && keep > 0)
        number->digits[keep - 1]++;
}

static double to_real(const decimal *number)
{
    char text[48];
    double real = 0;
    snprintf(text, sizeof text, "%s.%.*se%d", number->negative ? "-" : "",
             number->count, number->digits, number->point);
    return cg_real_of_text(cg_text_z(text), &real) ? real : 0;
}

/* Round to a number of decimal places, as decimal numbers are rounded. */
static double round_decimal(double real, int places, rounding mode)
{
    decimal number = to_decimal(real);
    int keep = number.point + places;
    if (real == 0 || keep >= number.count)
        return real;
    bool up = rounds_up(&number, keep, mode);
    cut(&number, keep, up);
    if (up && number.count == 0) { /* 9.99 → 10, 0.7 → 1 */
        number.point = (keep > 0 ? number.point : -places) + 1;
        number.digits[number.count++] = '1';
    } else if (number.count == 0) {
        return number.negative ? -0.0 : 0.0;
    }
    return to_real(&number);
}

/* Without a second argument halves go up: -1.5 to -1. */
static cg_status rounded(query_call *call, cg_value *result, cg_error *err)
{
    enum { PLACES_MOST = 400 }; /* more than any float has */
    rounding mode;
    double real = real_of(call, 0);
    int64_t places = call->count > 1 ? call_integer(call, 1) : 0;
    cg_status status = find_mode(call, &mode, err);
    if (status != CG_OK)
        return status;
    if (!isfinite(real) || places > PLACES_MOST)
        return give_real(result, real);
    if (places < -PLACES_MOST)
        places = -PLACES_MOST;
    if (call->count == 1 && real < 0)
        mode = ROUND_HALF_DOWN;
    return give_real(result, round_decimal(real, (int)places, mode));
}

/* ---- The family ---- */

#define ONE                                                                        \
    {                                                                              \
        TYPES_NUMBER                                                               \
    }
#define ROUNDS                                                                     \
    {                                                                              \
        TYPES_NUMBER, TYPES_INTEGER, TYPES_STRING                                  \
    }
#define SAME "(number :: INTEGER | FLOAT) :: INTEGER | FLOAT"
#define REAL "(number :: INTEGER | FLOAT) :: FLOAT"

static const query_function functions[] = {
    {"abs", 1, 1, 0, ONE, TYPES_NUMBER, absolute, SAME,
     "the number without a sign"},
    {"acos", 1, 1, 0, ONE, TYPES_FLOAT, arc_cosine, REAL,
     "the angle in radians with this cosine"},
    {"asin", 1, 1, 0, ONE, TYPES_FLOAT, arc_sine, REAL,
     "the angle in radians with this sine"},
    {"atan", 1, 1, 0, ONE, TYPES_FLOAT, arc_tangent, REAL,
     "the angle in radians with this tangent"},
    {"atan2",
     2,
     2,
     0,
     {TYPES_NUMBER, TYPES_NUMBER},
     TYPES_FLOAT,
     arc_tangent_of_two,
     "(y :: INTEGER | FLOAT, x :: INTEGER | FLOAT) :: FLOAT",
     "the angle in radians of the point (x, y)"},
    {"ceil", 1, 1, 0, ONE, TYPES_FLOAT, ceiling, REAL,
     "the smallest whole number that is not below it"},
    {"cos", 1, 1, 0, ONE, TYPES_FLOAT, cosine, REAL, "the cosine of radians"},
    {"cot", 1, 1, 0, ONE, TYPES_FLOAT, cotangent, REAL, "the cotangent of radians"},
    {"degrees", 1, 1, 0, ONE, TYPES_FLOAT, to_degrees, REAL, "radians as degrees"},
    {"e",
     0,
     0,
     0,
     {0},
     TYPES_FLOAT,
     euler,
     "() :: FLOAT",
     "the base of the natural logarithm"},
    {"exp", 1, 1, 0, ONE, TYPES_FLOAT, exponential, REAL, "e to this power"},
    {"floor", 1, 1, 0, ONE, TYPES_FLOAT, flooring, REAL,
     "the largest whole number that is not above it"},
    {"haversin", 1, 1, 0, ONE, TYPES_FLOAT, half_versine, REAL,
     "half the versine of radians"},
    {"isNaN", 1, 1, 0, ONE, TYPES_BOOLEAN, is_nan,
     "(number :: INTEGER | FLOAT) :: BOOLEAN", "is it not a number?"},
    {"log", 1, 1, 0, ONE, TYPES_FLOAT, logarithm, REAL, "the natural logarithm"},
    {"log10", 1, 1, 0, ONE, TYPES_FLOAT, decimal_logarithm, REAL,
     "the decimal logarithm"},
    {"pi", 0, 0, 0, {0}, TYPES_FLOAT, give_pi, "() :: FLOAT", "π"},
    {"radians", 1, 1, 0, ONE, TYPES_FLOAT, to_radians, REAL, "degrees as radians"},
    {"rand",
     0,
     0,
     FUNCTION_RANDOM,
     {0},
     TYPES_FLOAT,
     random_real,
     "() :: FLOAT",
     "a random number, at least 0 and below 1"},
    {"round", 1, 3, 0, ROUNDS, TYPES_FLOAT, rounded,
     "(number :: INTEGER | FLOAT, places :: INTEGER = 0, "
     "mode :: STRING = 'HALF_UP') :: FLOAT",
     "the number rounded to decimal places"},
    {"sign", 1, 1, 0, ONE, TYPES_INTEGER, sign,
     "(number :: INTEGER | FLOAT) :: INTEGER", "-1, 0 or 1"},
    {"sin", 1, 1, 0, ONE, TYPES_FLOAT, sine, REAL, "the sine of radians"},
    {"sqrt", 1, 1, 0, ONE, TYPES_FLOAT, square_root, REAL, "the square root"},
    {"tan", 1, 1, 0, ONE, TYPES_FLOAT, tangent, REAL, "the tangent of radians"},
};

const query_function_family function_number_family = {functions,
                                                      FUNCTION_COUNT(functions)};
