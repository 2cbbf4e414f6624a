#include "schema/temporal_span.h"

#include <math.h>

#include "schema/temporal_calendar.h"

/* ---- Numbers that may not fit ---- */

static bool add(int64_t a, int64_t b, int64_t *sum)
{
    if (b >= 0 ? a > INT64_MAX - b : a < INT64_MIN - b)
        return false;
    *sum = a + b;
    return true;
}

/* `by` is above 0. */
static bool multiply(int64_t a, int64_t by, int64_t *product)
{
    if (a > INT64_MAX / by || a < INT64_MIN / by)
        return false;
    *product = a * by;
    return true;
}

/* Give both parts the same sign, with |femtos| below one. */
static bool settle(cg_decimal *decimal)
{
    if (!add(decimal->whole, decimal->femtos / CG_FEMTO, &decimal->whole))
        return false;
    decimal->femtos %= CG_FEMTO;
    if (decimal->whole > 0 && decimal->femtos < 0) {
        decimal->whole--;
        decimal->femtos += CG_FEMTO;
    } else if (decimal->whole < 0 && decimal->femtos > 0) {
        decimal->whole++;
        decimal->femtos -= CG_FEMTO;
    }
    return true;
}

static bool add_decimal(cg_decimal *sum, cg_decimal more)
{
    sum->femtos += more.femtos;
    return add(sum->whole, more.whole, &sum->whole) && settle(sum);
}

bool cg_decimal_of_real(double real, cg_decimal *decimal)
{
    double whole = trunc(real);
    int64_t scale = CG_FEMTO; /* of the decimals that the float knows */
    if (!(fabs(real) < 0x1p63))
        return false;
    *decimal = (cg_decimal){(int64_t)whole, 0};
    for (double digits = fabs(whole); digits >= 1 && scale > 1; digits /= 10)
        scale /= 10;
    decimal->femtos = llround((real - whole) * (double)scale) * (CG_FEMTO / scale);
    return settle(decimal);
}

/* ---- Units ---- */

typedef enum { PART_MONTHS, PART_DAYS, PART_SECONDS, PART_NANOS } span_part;

typedef struct {
    span_part part;
    int64_t factor;
} unit_entry;

static const unit_entry units[CG_UNIT_COUNT] = {
    [CG_UNIT_YEARS] = {PART_MONTHS, 12},
    [CG_UNIT_QUARTERS] = {PART_MONTHS, 3},
    [CG_UNIT_MONTHS] = {PART_MONTHS, 1},
    [CG_UNIT_WEEKS] = {PART_DAYS, 7},
    [CG_UNIT_DAYS] = {PART_DAYS, 1},
    [CG_UNIT_HOURS] = {PART_SECONDS, 3600},
    [CG_UNIT_MINUTES] = {PART_SECONDS, 60},
    [CG_UNIT_SECONDS] = {PART_SECONDS, 1},
    [CG_UNIT_MILLISECONDS] = {PART_NANOS, 1000000},
    [CG_UNIT_MICROSECONDS] = {PART_NANOS, 1000},
    [CG_UNIT_NANOSECONDS] = {PART_NANOS, 1},
};

/* So many parts of a second, `per_second` of which are one. */
static bool add_nanos(cg_span_sum *sum, int64_t factor, cg_decimal count)
{
    int64_t per_second = CG_SECOND_NANOS / factor;
    int64_t nanos =
        count.whole % per_second * factor + count.femtos / (CG_FEMTO / factor);
    sum->nanoseconds += nanos % CG_SECOND_NANOS;
    int64_t carried = count.whole / per_second + nanos / CG_SECOND_NANOS +
                      sum->nanoseconds / CG_SECOND_NANOS;
    sum->nanoseconds %= CG_SECOND_NANOS;
    return add_decimal(&sum->seconds, (cg_decimal){carried, 0});
}

bool cg_span_add(cg_span_sum *sum, cg_span_unit unit, cg_decimal count)
{
    const unit_entry *entry = &units[unit];
    if (entry->part == PART_NANOS)
        return add_nanos(sum, entry->factor, count);
    /* 3,600 × CG_FEMTO fits. */
    cg_decimal more = {.femtos = count.femtos * entry->factor};
    if (!multiply(count.whole, entry->factor, &more.whole) || !settle(&more))
        return false;
    return add_decimal(entry->part == PART_MONTHS ? &sum->months
                       : entry->part == PART_DAYS ? &sum->days
                                                  : &sum->seconds,
                       more);
}

/* ---- From one part to the next ---- */

/* Add femtos × seconds to `sum`: `seconds` is below 2^22. The product has 72 bits, so
 * that it is reckoned in two pieces. */
static void add_fraction(cg_decimal *sum, int64_t femtos, int64_t seconds)
{
    const int64_t cut = 1000000000;
    int64_t high = femtos / cut * seconds;
    int64_t low = femtos % cut * seconds;
    high += low / cut;
    low %= cut;
    sum->whole += high / (CG_FEMTO / cut);
    sum->femtos += high % (CG_FEMTO / cut) * cut + low;
}

bool cg_span_finish(const cg_span_sum *sum, cg_temporal *span)
{
    cg_decimal left = {0}; /* of months and days, in seconds */
    cg_decimal seconds = sum->seconds;
    int64_t days;
    add_fraction(&left, sum->months.femtos, CG_MONTH_SECONDS);
    add_fraction(&left, sum->days.femtos, CG_DAY_SECONDS);
    settle(&left);
    if (!add(sum->days.whole, left.whole / CG_DAY_SECONDS, &days))
        return false;
    left.whole %= CG_DAY_SECONDS;
    bool negative = left.whole < 0 || left.femtos < 0;
    if (days > 0 && negative) {
        days--;
        left.whole += CG_DAY_SECONDS;
    } else if (days < 0 && !negative && (left.whole > 0 || left.femtos > 0)) {
        days++;
        left.whole -= CG_DAY_SECONDS;
    }
    settle(&left);
    if (!add_decimal(&seconds, left))
        return false;
    return cg_span_make(
        sum->months.whole, days, seconds.whole,
        sum->nanoseconds + seconds.femtos / (CG_FEMTO / CG_SECOND_NANOS), span);
}

/* False if it does not fit. A sum may, though what leads to it does not: months of one
 * sign, days of the other. It is refused all the same, as such a span is of no use. */
static bool average(const cg_temporal *span, int64_t *seconds)
{
    int64_t months, days;
    return multiply(span->months, CG_MONTH_SECONDS, &months) &&
           multiply(span->days, CG_DAY_SECONDS, &days) &&
           add(months, days, &days) && add(days, span->seconds, seconds);
}

bool cg_span_make(int64_t months, int64_t days, int64_t seconds,
                  int64_t nanoseconds, cg_temporal *span)
{
    int64_t total;
    *span = (cg_temporal){.months = months, .days = days};
    if (!add(seconds, cg_floor_divide(nanoseconds, CG_SECOND_NANOS),
             &span->seconds))
        return false;
    span->nanoseconds = (int32_t)cg_floor_modulo(nanoseconds, CG_SECOND_NANOS);
    /* The least number has no opposite. */
    return span->seconds != INT64_MIN && average(span, &total);
}

int64_t cg_span_average(const cg_temporal *span)
{
    int64_t total = 0;
    average(span, &total);
    return total;
}
