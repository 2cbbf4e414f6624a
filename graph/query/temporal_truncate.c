#include "graph/query/temporal_parts.h"

#include "schema/temporal_calendar.h"

typedef enum {
    UNIT_MILLENNIUM,
    UNIT_CENTURY,
    UNIT_DECADE,
    UNIT_YEAR,
    UNIT_WEEK_YEAR,
    UNIT_QUARTER,
    UNIT_MONTH,
    UNIT_WEEK,
    UNIT_DAY,
    UNIT_HOUR,
    UNIT_MINUTE,
    UNIT_SECOND,
    UNIT_MILLISECOND,
    UNIT_MICROSECOND,
    UNIT_COUNT
} truncate_unit;

static const char *const unit_names[UNIT_COUNT] = {
    "millennium", "century", "decade",      "year",       "weekYear",
    "quarter",    "month",   "week",        "day",        "hour",
    "minute",     "second",  "millisecond", "microsecond"};

static int64_t first_day(truncate_unit unit, int64_t days)
{
    static const int64_t years[] = {[UNIT_MILLENNIUM] = 1000,
                                    [UNIT_CENTURY] = 100,
                                    [UNIT_DECADE] = 10,
                                    [UNIT_YEAR] = 1};
    cg_day_names names = cg_day_name(days);
    if (unit <= UNIT_YEAR)
        return cg_days_of(names.year - cg_floor_modulo(names.year, years[unit]), 1,
                          1);
    if (unit == UNIT_WEEK_YEAR)
        return days - (names.weekday - 1) - (names.week - 1) * 7;
    if (unit == UNIT_QUARTER)
        return days - (names.day_of_quarter - 1);
    if (unit == UNIT_MONTH)
        return days - (names.day - 1);
    return unit == UNIT_WEEK ? days - (names.weekday - 1) : days;
}

static void truncate_time(truncate_unit unit, cg_temporal *moment)
{
    int64_t seconds = unit <= UNIT_DAY      ? CG_DAY_SECONDS
                      : unit == UNIT_HOUR   ? 3600
                      : unit == UNIT_MINUTE ? 60
                                            : 1;
    int32_t nanos = unit == UNIT_MILLISECOND   ? 1000000
                    : unit == UNIT_MICROSECOND ? 1000
                                               : CG_SECOND_NANOS;
    moment->seconds -= moment->seconds % seconds;
    moment->nanoseconds -= moment->nanoseconds % nanos;
}

cg_status temporal_truncate(const query_call *call, cg_text name, cg_type type,
                            cg_temporal *moment, cg_error *err)
{
    truncate_unit unit = 0;
    while (unit < UNIT_COUNT && !cg_text_equal(name, cg_text_z(unit_names[unit])))
        unit++;
    if (unit == UNIT_COUNT || (type == CG_DATE && unit > UNIT_DAY) ||
        (!temporal_has_date(type) && unit < UNIT_DAY))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "%s has no unit '%.*s'", cg_type_phrase(type),
                          CG_TEXT_ARG(name));
    if (temporal_has_date(type))
        moment->days = first_day(unit, moment->days);
    truncate_time(unit, moment);
    if (!cg_day_in_range(moment->days))
        return temporal_out_of_range(call, err);
    return CG_OK;
}
