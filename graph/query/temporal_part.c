#include "graph/query/temporal.h"

#include "schema/temporal_calendar.h"
#include "schema/temporal_zone.h"

/* ---- Parts of moments ---- */

typedef enum {
    PART_YEAR,
    PART_QUARTER,
    PART_MONTH,
    PART_WEEK,
    PART_WEEK_YEAR,
    PART_DAY,
    PART_ORDINAL_DAY,
    PART_WEEK_DAY,
    PART_QUARTER_DAY,
    PART_HOUR,
    PART_MINUTE,
    PART_SECOND,
    PART_MILLISECOND,
    PART_MICROSECOND,
    PART_NANOSECOND,
    PART_TIMEZONE,
    PART_OFFSET,
    PART_OFFSET_MINUTES,
    PART_OFFSET_SECONDS,
    PART_EPOCH_SECONDS,
    PART_EPOCH_MILLIS,
    PART_COUNT
} moment_part;

static const char *const moment_parts[PART_COUNT] = {
    "year",       "quarter",    "month",         "week",          "weekYear",
    "day",        "ordinalDay", "dayOfWeek",     "dayOfQuarter",  "hour",
    "minute",     "second",     "millisecond",   "microsecond",   "nanosecond",
    "timezone",   "offset",     "offsetMinutes", "offsetSeconds", "epochSeconds",
    "epochMillis"};

static bool has_part(cg_type type, moment_part part)
{
    if (part <= PART_QUARTER_DAY)
        return temporal_has_date(type);
    if (part <= PART_NANOSECOND)
        return temporal_has_time(type);
    return part <= PART_OFFSET_SECONDS ? temporal_has_offset(type)
                                       : type == CG_DATE_TIME;
}

static int64_t date_part(int64_t days, moment_part part)
{
    cg_day_names names = cg_day_name(days);
    const int64_t parts[] = {[PART_YEAR] = names.year,
                             [PART_QUARTER] = names.quarter,
                             [PART_MONTH] = names.month,
                             [PART_WEEK] = names.week,
                             [PART_WEEK_YEAR] = names.week_year,
                             [PART_DAY] = names.day,
                             [PART_ORDINAL_DAY] = names.day_of_year,
                             [PART_WEEK_DAY] = names.weekday,
                             [PART_QUARTER_DAY] = names.day_of_quarter};
    return parts[part];
}

static int64_t time_part(const cg_temporal *moment, moment_part part)
{
    const int64_t parts[] = {
        [PART_HOUR] = moment->seconds / 3600,
        [PART_MINUTE] = moment->seconds / 60 % 60,
        [PART_SECOND] = moment->seconds % 60,
        [PART_MILLISECOND] = moment->nanoseconds / 1000000,
        [PART_MICROSECOND] = moment->nanoseconds / 1000,
        [PART_NANOSECOND] = moment->nanoseconds,
        [PART_TIMEZONE] = 0,
        [PART_OFFSET] = 0,
        [PART_OFFSET_MINUTES] = moment->offset / 60,
        [PART_OFFSET_SECONDS] = moment->offset,
        [PART_EPOCH_SECONDS] = cg_moment_instant(moment),
        [PART_EPOCH_MILLIS] =
            cg_moment_instant(moment) * 1000 + moment->nanoseconds / 1000000,
    };
    return parts[part];
}

static cg_status zone_part(const query_call *call, const cg_temporal *moment,
                           moment_part part, cg_value *result, cg_error *err)
{
    char offset[CG_OFFSET_ROOM];
    cg_text text = {offset, cg_offset_format(moment->offset, offset)};
    if (part == PART_TIMEZONE && moment->zone.size > 0)
        text = moment->zone;
    *result = cg_string(text);
    return cg_arena_copy(call->arena, text, &result->as.text, err);
}

static bool is_named(cg_text name, moment_part part)
{
    return cg_text_equal(name, cg_text_z(moment_parts[part])) ||
           (part == PART_WEEK_DAY && cg_text_equal(name, CG_TEXT("weekDay")));
}

/* ---- Parts of durations ---- */

/* Each is the rest that the months, the days or the nanoseconds leave, in a unit. */
typedef struct {
    const char *name;
    enum { OF_MONTHS, OF_DAYS, OF_TIME } of;
    int64_t unit;
    int64_t rest_of; /* 0: all of it */
} span_part;

#define NANOS INT64_C(1000000000)

static const span_part span_parts[] = {
    {"years", OF_MONTHS, 12, 0},
    {"quarters", OF_MONTHS, 3, 0},
    {"months", OF_MONTHS, 1, 0},
    {"quartersOfYear", OF_MONTHS, 3, 12},
    {"monthsOfYear", OF_MONTHS, 1, 12},
    {"monthsOfQuarter", OF_MONTHS, 1, 3},
    {"weeks", OF_DAYS, 7, 0},
    {"days", OF_DAYS, 1, 0},
    {"daysOfWeek", OF_DAYS, 1, 7},
    {"hours", OF_TIME, 3600 * NANOS, 0},
    {"minutes", OF_TIME, 60 * NANOS, 0},
    {"seconds", OF_TIME, NANOS, 0},
    {"milliseconds", OF_TIME, 1000000, 0},
    {"microseconds", OF_TIME, 1000, 0},
    {"nanoseconds", OF_TIME, 1, 0},
    {"minutesOfHour", OF_TIME, 60 * NANOS, 3600 * NANOS},
    {"secondsOfMinute", OF_TIME, NANOS, 60 * NANOS},
    {"millisecondsOfSecond", OF_TIME, 1000000, NANOS},
    {"microsecondsOfSecond", OF_TIME, 1000, NANOS},
    {"nanosecondsOfSecond", OF_TIME, 1, NANOS},
};

/* All the time in units of at least a second, or of less; false if it does not fit. */
static bool time_in(const cg_temporal *span, const span_part *part, int64_t *count)
{
    int64_t seconds = span->seconds;
    int64_t nanos = span->nanoseconds;
    if (seconds < 0 && nanos > 0) { /* rounded to 0, as the units above are */
        seconds++;
        nanos -= NANOS;
    }
    if (part->rest_of >= NANOS)
        seconds %= part->rest_of / NANOS;
    if (part->unit >= NANOS) {
        *count = seconds / (part->unit / NANOS);
        return true;
    }
    int64_t per_second = NANOS / part->unit;
    return !__builtin_mul_overflow(seconds, per_second, count) &&
           !__builtin_add_overflow(*count, nanos / part->unit, count);
}

static cg_status give_span_part(const query_call *call, const cg_temporal *span,
                                const span_part *part, cg_value *result,
                                cg_error *err)
{
    int64_t count = part->of == OF_MONTHS ? span->months : span->days;
    if (part->of == OF_TIME) {
        if (!time_in(span, part, &count))
            return query_fail(err, FAULT_OVERFLOW, call->source, call->at,
                              "the duration has too many %s", part->name);
    } else {
        count = (part->rest_of > 0 ? count % part->rest_of : count) / part->unit;
    }
    *result = cg_integer(count);
    return CG_OK;
}

/* ---- Either ---- */

cg_status temporal_part(const query_call *call, cg_value of, cg_text name,
                        cg_value *result, cg_error *err)
{
    *result = (cg_value){.type = CG_NULL};
    if (of.type == CG_DURATION) {
        for (size_t i = 0; i < sizeof span_parts / sizeof *span_parts; i++)
            if (cg_text_equal(name, cg_text_z(span_parts[i].name)))
                return give_span_part(call, of.as.temporal, &span_parts[i], result,
                                      err);
        return CG_OK;
    }
    for (moment_part part = 0; part < PART_COUNT; part++) {
        if (!is_named(name, part) || !has_part(of.type, part))
            continue;
        if (part == PART_TIMEZONE || part == PART_OFFSET)
            return zone_part(call, of.as.temporal, part, result, err);
        *result = cg_integer(part <= PART_QUARTER_DAY
                                 ? date_part(of.as.temporal->days, part)
                                 : time_part(of.as.temporal, part));
    }
    return CG_OK;
}
