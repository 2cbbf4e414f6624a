/* Temporal values as text (ISO 8601), and their order. Years go from -999,999,999 to
 * 999,999,999; durations are bounded as schema/temporal_span.h says. */
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
 * 2015-07-21T21:40[Europe/London], P1Y2M10DT2H30M, P2012-02-02T14:37:21.545. What
 * `temporal` points to is in the arena. The name of a zone is looked up among those of
 * the IANA database, as ICU has them, where the text has no offset before it; else the
 * two are taken as they are, so that what was written once is read whatever ICU knows
 * by now. Returns CG_OK, CG_NOMEM, or CG_REFUSED. */
CG_API cg_status cg_temporal_parse(cg_type type, cg_text text, cg_arena *arena,
                                   cg_temporal *temporal, cg_error *err);

/* Write it in the one form that openCypher prints, which cg_temporal_parse reads. */
CG_API void cg_temporal_print(cg_type type, const cg_temporal *temporal,
                              cg_buffer *out);

/* The same in every field. */
CG_API bool cg_temporal_equal(const cg_temporal *a, const cg_temporal *b);

/* Below 0, 0 or above: as two values of `type` are ordered. Moments are ordered by what
 * they mean, whatever their zone, then by the zone; durations by their average length
 * (a month has 2,629,746 seconds), then by their parts. 0 only if they are equal. */
CG_API int cg_temporal_compare(cg_type type, const cg_temporal *a,
                               const cg_temporal *b);

#endif
