/* Temporal values as text (ISO 8601), and the calendar they are reckoned by. */
#ifndef CG_SCHEMA_TEMPORAL_H
#define CG_SCHEMA_TEMPORAL_H

#include "schema/value.h"

/* Is the type one of those from CG_DATE to CG_DURATION? */
static inline bool cg_type_is_temporal(cg_type type)
{
    return type >= CG_DATE && type <= CG_DURATION;
}

/* Read a value of a temporal `type` in any of the forms of ISO 8601 that openCypher
 * takes: 2015-07-21, 20150721, 2015-W30-2, 2015-Q2-60, 2015-202, 21:40:32.142+01:00,
 * 2015-07-21T21:40[Europe/London], P1Y2M10DT2H30M, P2012-02-02T14:37:21.545. Zones are
 * those of the IANA database, as ICU has them. What `temporal` points to is in the
 * arena. Returns CG_OK, CG_NOMEM, or CG_REFUSED. */
CG_API cg_status cg_temporal_parse(cg_type type, cg_text text, cg_arena *arena,
                                   cg_temporal *temporal, cg_error *err);

/* Write it in the one form that openCypher prints, which cg_temporal_parse reads. */
CG_API void cg_temporal_print(cg_type type, const cg_temporal *temporal,
                              cg_buffer *out);

/* The same in every field. */
CG_API bool cg_temporal_equal(const cg_temporal *a, const cg_temporal *b);

/* Below 0, 0 or above: as two values of `type` are ordered. Moments are ordered by what
 * they mean, whatever their zone, then by the zone; durations by their average length
 * (a month has 2,629,746 seconds). */
CG_API int cg_temporal_compare(cg_type type, const cg_temporal *a,
                               const cg_temporal *b);

/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar (month 1 to 12,
 * day 1 to 31), and the reverse. The algorithm is Howard Hinnant's,
 * "chrono-Compatible Low-Level Date Algorithms". */
CG_API int64_t cg_days_of(int64_t year, int month, int day);
CG_API void cg_days_split(int64_t days, int64_t *year, int *month, int *day);

/* The offset from UTC, in seconds, that the zone has at a local moment. Returns CG_OK,
 * CG_NOMEM, or CG_REFUSED for a zone that ICU does not know. */
CG_API cg_status cg_zone_offset(cg_text zone, int64_t days, int64_t seconds,
                                int32_t *offset, cg_error *err);

#endif
