/* Durations: months, days and seconds that are kept apart, since a month has no fixed
 * number of days, nor a day of seconds. Their sum is bounded: with months of average
 * length, it has to fit 2^63 seconds. All arithmetic is decimal, so that 0.1 is a tenth. */
#ifndef CG_SCHEMA_TEMPORAL_SPAN_H
#define CG_SCHEMA_TEMPORAL_SPAN_H

#include "schema/value.h"

#define CG_FEMTO INT64_C(1000000000000000) /* in one */

enum { CG_MONTH_SECONDS = 2629746 }; /* a 4,800th of 400 Gregorian years */

/* A number with 15 decimals; both parts have its sign, |femtos| is below CG_FEMTO. */
typedef struct {
    int64_t whole;
    int64_t femtos;
} cg_decimal;

/* The number that is meant by a float: its first 15 significant digits. False if it is
 * not finite or too large. */
bool cg_decimal_of_real(double real, cg_decimal *decimal);

/* The units of durations, by the names that maps have for them. */
typedef enum {
    CG_UNIT_YEARS,
    CG_UNIT_QUARTERS,
    CG_UNIT_MONTHS,
    CG_UNIT_WEEKS,
    CG_UNIT_DAYS,
    CG_UNIT_HOURS,
    CG_UNIT_MINUTES,
    CG_UNIT_SECONDS,
    CG_UNIT_MILLISECONDS,
    CG_UNIT_MICROSECONDS,
    CG_UNIT_NANOSECONDS,
    CG_UNIT_COUNT
} cg_span_unit;

/* A duration that is being summed up; starts zeroed. */
typedef struct {
    cg_decimal months;
    cg_decimal days;
    cg_decimal seconds;
    int64_t nanoseconds;
} cg_span_sum;

/* Add so many of a unit; false if the sum is too large. */
bool cg_span_add(cg_span_sum *sum, cg_span_unit unit, cg_decimal count);

/* The sum as a duration: what is left of months becomes days, of these seconds, by the
 * average length; what is left of a nanosecond is dropped. False if it is too large. */
bool cg_span_finish(const cg_span_sum *sum, cg_temporal *span);

/* A duration of these parts, of any sign each; false if it is too large. */
bool cg_span_make(int64_t months, int64_t days, int64_t seconds,
                  int64_t nanoseconds, cg_temporal *span);

/* In seconds, months with their average length; it fits by the rule above. */
int64_t cg_span_average(const cg_temporal *span);

#endif
