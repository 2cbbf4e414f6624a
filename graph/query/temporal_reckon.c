/* Sums of moments and durations, and what is between two moments. */
#include "graph/query/temporal_parts.h"
#include "schema/temporal_calendar.h"
#include "schema/temporal_span.h"
#include "schema/temporal_zone.h"

static bool add(int64_t a, int64_t b, int64_t *sum)
{
    return !__builtin_add_overflow(a, b, sum);
}

/* ---- Durations ---- */

/* Its parts fit with the other sign: no duration has the least number in one. */
static bool negate(const cg_temporal *span, cg_temporal *negated)
{
    return cg_span_make(-span->months, -span->days, -span->seconds,
                        -(int64_t)span->nanoseconds, negated);
}

static bool add_spans(const cg_temporal *a, const cg_temporal *b, cg_temporal *sum)
{
    int64_t months, days, seconds;
    return add(a->months, b->months, &months) && add(a->days, b->days, &days) &&
           add(a->seconds, b->seconds, &seconds) &&
           cg_span_make(months, days, seconds,
                        (int64_t)a->nanoseconds + b->nanoseconds, sum);
}

static bool add_scaled(cg_span_sum *sum, cg_span_unit unit, int64_t count,
                       double factor)
{
    cg_decimal decimal;
    return cg_decimal_of_real((double)count * factor, &decimal) &&
           cg_span_add(sum, unit, decimal);
}

cg_status temporal_scale(const query_call *call, cg_value span, double factor,
                         cg_value *result, cg_error *err)
{
    const cg_temporal *of = span.as.temporal;
    cg_span_sum sum = {0};
    cg_temporal scaled;
    if (!add_scaled(&sum, CG_UNIT_MONTHS, of->months, factor) ||
        !add_scaled(&sum, CG_UNIT_DAYS, of->days, factor) ||
        !add_scaled(&sum, CG_UNIT_SECONDS, of->seconds, factor) ||
        !add_scaled(&sum, CG_UNIT_NANOSECONDS, of->nanoseconds, factor) ||
        !cg_span_finish(&sum, &scaled))
        return temporal_out_of_range(call, err);
    return temporal_give(call, CG_DURATION, &scaled, result, err);
}

/* ---- Moments ---- */

/* Add seconds and nanoseconds to the local time; `*carried` is in days. */
static void add_time(cg_temporal *moment, const cg_temporal *span, int64_t *carried)
{
    int64_t nanos = (int64_t)moment->nanoseconds + span->nanoseconds;
    int64_t seconds = moment->seconds + span->seconds % CG_DAY_SECONDS +
                      cg_floor_divide(nanos, CG_SECOND_NANOS);
    moment->nanoseconds = (int32_t)cg_floor_modulo(nanos, CG_SECOND_NANOS);
    moment->seconds = cg_floor_modulo(seconds, CG_DAY_SECONDS);
    *carried =
        span->seconds / CG_DAY_SECONDS + cg_floor_divide(seconds, CG_DAY_SECONDS);
}

static bool add_days(cg_temporal *moment, int64_t days)
{
    return add(moment->days, days, &moment->days) && cg_day_in_range(moment->days);
}

/* The days that a duration's time has, towards 0. */
static int64_t whole_days(const cg_temporal *span)
{
    bool cut = span->seconds < 0 && span->nanoseconds > 0;
    return (span->seconds + cut) / CG_DAY_SECONDS;
}

/* The time is added to the instant, so that hours that come twice count twice. */
static cg_status add_instant(const query_call *call, cg_temporal *moment,
                             const cg_temporal *span, cg_error *err)
{
    int64_t carried;
    cg_status status = cg_zone_settle(moment, err);
    if (status != CG_OK)
        return temporal_named(status, FAULT_OVERFLOW, err);
    cg_temporal utc = *moment;
    utc.offset = 0;
    cg_moment_set_instant(&utc, cg_moment_instant(moment));
    add_time(&utc, span, &carried);
    if (!add(utc.days, carried, &utc.days) || !cg_day_in_range(utc.days))
        return temporal_out_of_range(call, err);
    int64_t instant = cg_moment_instant(&utc);
    if (moment->zone.size > 0)
        status = cg_zone_offset(moment->zone, instant, &moment->offset, err);
    if (status != CG_OK)
        return temporal_named(status, FAULT_OVERFLOW, err);
    moment->nanoseconds = utc.nanoseconds;
    cg_moment_set_instant(moment, instant);
    return cg_day_in_range(moment->days) ? CG_OK : temporal_out_of_range(call, err);
}

static cg_status add_to_moment(const query_call *call, cg_type type,
                               cg_temporal *moment, const cg_temporal *span,
                               cg_error *err)
{
    int64_t carried;
    if (temporal_has_date(type) &&
        (!cg_day_add_months(moment->days, span->months, &moment->days) ||
         !add_days(moment, span->days)))
        return temporal_out_of_range(call, err);
    if (type == CG_DATE)
        return add_days(moment, whole_days(span))
                   ? CG_OK
                   : temporal_out_of_range(call, err);
    if (type == CG_DATE_TIME)
        return add_instant(call, moment, span, err);
    add_time(moment, span, &carried);
    if (type == CG_LOCAL_DATE_TIME && !add_days(moment, carried))
        return temporal_out_of_range(call, err);
    return CG_OK;
}

cg_status temporal_add(const query_call *call, cg_value to, cg_value span,
                       bool negative, cg_value *result, cg_error *err)
{
    cg_temporal sum = *to.as.temporal;
    cg_temporal more = *span.as.temporal;
    cg_status status = CG_OK;
    if (negative && !negate(span.as.temporal, &more))
        return temporal_out_of_range(call, err);
    if (to.type == CG_DURATION) {
        if (!add_spans(to.as.temporal, &more, &sum))
            return temporal_out_of_range(call, err);
    } else {
        status = add_to_moment(call, to.type, &sum, &more, err);
    }
    return status == CG_OK ? temporal_give(call, to.type, &sum, result, err)
                           : status;
}

/* ---- Between ---- */

/* Two moments with a day, a time and an offset each, seen from the first's zone. */
typedef struct {
    cg_temporal from;
    cg_temporal to;
} moment_pair;

static cg_status align(cg_value from, cg_value to, moment_pair *pair, cg_error *err)
{
    *pair = (moment_pair){*from.as.temporal, *to.as.temporal};
    cg_temporal *ends[] = {&pair->from, &pair->to};
    const cg_type types[] = {from.type, to.type};
    cg_status status = CG_OK;
    for (size_t i = 0; i < 2 && status == CG_OK; i++) {
        bool borrows = !temporal_has_offset(types[i]);
        if (!temporal_has_date(types[i]))
            ends[i]->days = ends[1 - i]->days;
        if (borrows) {
            ends[i]->offset = ends[1 - i]->offset;
            ends[i]->zone = ends[1 - i]->zone;
        }
        if (borrows)
            status = cg_zone_settle(ends[i], err);
    }
    if (status != CG_OK)
        return temporal_named(status, FAULT_OVERFLOW, err);
    int64_t instant = cg_moment_instant(&pair->to);
    pair->to.zone = pair->from.zone;
    pair->to.offset = pair->from.offset;
    if (pair->from.zone.size > 0)
        status = cg_zone_offset(pair->from.zone, instant, &pair->to.offset, err);
    cg_moment_set_instant(&pair->to, instant);
    return temporal_named(status, FAULT_OVERFLOW, err);
}

/* Is the time of day of one moment before that of the other? */
static bool is_earlier(const cg_temporal *a, const cg_temporal *b)
{
    return a->seconds != b->seconds ? a->seconds < b->seconds
                                    : a->nanoseconds < b->nanoseconds;
}

/* The last day that the span from `from` reaches as a whole. */
static int64_t last_whole_day(const moment_pair *pair)
{
    int64_t days = pair->to.days;
    if (days > pair->from.days && is_earlier(&pair->to, &pair->from))
        return days - 1;
    if (days < pair->from.days && is_earlier(&pair->from, &pair->to))
        return days + 1;
    return days;
}

static int64_t whole_months(const moment_pair *pair)
{
    cg_day_names first = cg_day_name(pair->from.days);
    cg_day_names last = cg_day_name(last_whole_day(pair));
    int64_t packed =
        ((last.year - first.year) * 12 + last.month - first.month) * 32;
    return (packed + last.day - first.day) / 32;
}

/* What is left between them, by the clock. */
static bool make_rest(const moment_pair *pair, int64_t months, int64_t days,
                      cg_temporal *span)
{
    int64_t seconds = cg_moment_instant(&pair->to) - cg_moment_instant(&pair->from);
    return cg_span_make(months, days, seconds,
                        (int64_t)pair->to.nanoseconds - pair->from.nanoseconds,
                        span);
}

static cg_status measure(const query_call *call, moment_pair *pair,
                         temporal_between_form form, cg_temporal *span,
                         cg_error *err)
{
    int64_t months = 0;
    int64_t days = 0;
    cg_status status = CG_OK;
    if (form == BETWEEN_ALL || form == BETWEEN_MONTHS)
        months = whole_months(pair);
    if (months != 0 &&
        !cg_day_add_months(pair->from.days, months, &pair->from.days))
        return temporal_out_of_range(call, err);
    if (form == BETWEEN_ALL || form == BETWEEN_DAYS)
        days = last_whole_day(pair) - pair->from.days;
    pair->from.days += days;
    if (form == BETWEEN_MONTHS || form == BETWEEN_DAYS)
        return cg_span_make(months, days, 0, 0, span)
                   ? CG_OK
                   : temporal_out_of_range(call, err);
    if (months != 0 || days != 0)
        status = cg_zone_settle(&pair->from, err);
    if (status != CG_OK)
        return temporal_named(status, FAULT_OVERFLOW, err);
    return make_rest(pair, months, days, span) ? CG_OK
                                               : temporal_out_of_range(call, err);
}

cg_status temporal_between(const query_call *call, cg_value from, cg_value to,
                           temporal_between_form form, cg_value *result,
                           cg_error *err)
{
    moment_pair pair;
    cg_temporal span;
    cg_status status = align(from, to, &pair, err);
    if (status == CG_OK)
        status = measure(call, &pair, form, &span, err);
    return status == CG_OK ? temporal_give(call, CG_DURATION, &span, result, err)
                           : status;
}
