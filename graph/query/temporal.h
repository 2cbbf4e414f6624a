/* Moments and durations in questions: made of maps, cut off, taken apart, reckoned with.
 * Each takes its place and its arena from `call`. Returns CG_OK, CG_NOMEM, or the status
 * of a fault. */
#ifndef CG_GRAPH_QUERY_TEMPORAL_H
#define CG_GRAPH_QUERY_TEMPORAL_H

#include "graph/query/function.h"
#include "schema/temporal.h"

/* What a moment of a type has. */
static inline bool temporal_has_date(cg_type type)
{
    return type == CG_DATE || type == CG_LOCAL_DATE_TIME || type == CG_DATE_TIME;
}

static inline bool temporal_has_time(cg_type type)
{
    return type != CG_DATE && type != CG_DURATION;
}

static inline bool temporal_has_offset(cg_type type)
{
    return type == CG_TIME || type == CG_DATE_TIME;
}

/* The value as one of the arena. */
cg_status temporal_give(const query_call *call, cg_type type,
                        const cg_temporal *temporal, cg_value *result,
                        cg_error *err);

/* A moment of `type` as a map tells it: {year: 1984, month: 10}, {date: other, day: 2},
 * {epochSeconds: 0, timezone: 'Europe/Paris'}. */
cg_status temporal_of_map(const query_call *call, cg_type type, cg_properties map,
                          cg_value *result, cg_error *err);

/* `moment` with what the map says of it instead; parts of a second are added. */
cg_status temporal_adjust(const query_call *call, cg_type type,
                          const cg_temporal *moment, cg_properties map,
                          cg_value *result, cg_error *err);

/* The moment as one of `type`, which may not have a part that `moment` lacks, but for
 * the time, which is midnight then, and the offset, which is that of UTC. */
cg_status temporal_convert(const query_call *call, cg_type type, cg_value moment,
                           cg_temporal *converted, cg_error *err);

/* Set the offset and zone as 'Z', '+01:30' or 'Europe/Paris' name them, the local time
 * staying as it is. A CG_TIME has the offset that the zone has now. */
cg_status temporal_set_zone(const query_call *call, cg_type type, cg_text name,
                            cg_temporal *moment, cg_error *err);

/* {days: 14, hours: 16.5} */
cg_status temporal_span_of_map(const query_call *call, cg_properties map,
                               cg_value *result, cg_error *err);

/* Set what is smaller than the unit to its least: 'century', 'week', 'hour' … */
cg_status temporal_truncate(const query_call *call, cg_text unit, cg_type type,
                            cg_temporal *moment, cg_error *err);

/* From one moment to another, as months, days and seconds, or all in one of them.
 * Where one of them lacks a day or an offset, it has the other's. */
typedef enum {
    BETWEEN_ALL,
    BETWEEN_MONTHS,
    BETWEEN_DAYS,
    BETWEEN_SECONDS
} temporal_between_form;
cg_status temporal_between(const query_call *call, cg_value from, cg_value to,
                           temporal_between_form form, cg_value *result,
                           cg_error *err);

/* The part of that name of a moment or a duration: `year`, `epochMillis`, `daysOfWeek`;
 * null where there is none. */
cg_status temporal_part(const query_call *call, cg_value of, cg_text name,
                        cg_value *result, cg_error *err);

/* A moment or a duration, and a duration added to it, or taken from it. */
cg_status temporal_add(const query_call *call, cg_value to, cg_value span,
                       bool negative, cg_value *result, cg_error *err);

/* A duration so many times. */
cg_status temporal_scale(const query_call *call, cg_value span, double factor,
                         cg_value *result, cg_error *err);

#endif
