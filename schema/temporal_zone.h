/* Offsets from UTC, and the zones that tell them. */
#ifndef CG_SCHEMA_TEMPORAL_ZONE_H
#define CG_SCHEMA_TEMPORAL_ZONE_H

#include "schema/value.h"

enum { CG_OFFSET_MAX = 18 * 3600, CG_OFFSET_ROOM = 10, CG_ZONE_MAX = 64 };

/* Z, +01, +0130, +01:30, +01:30:59: seconds east of UTC, up to 18 hours. False if the
 * text is none of them. */
bool cg_offset_parse(cg_text text, int32_t *offset);

/* Z, +01:30 or +01:30:59; returns the size. */
size_t cg_offset_format(int32_t offset, char out[CG_OFFSET_ROOM]);

/* The offset that a zone of the IANA database has at an instant (seconds since
 * 1970-01-01 UTC), as ICU knows it. Returns CG_OK, CG_NOMEM, or CG_REFUSED for a zone
 * that is unknown. */
cg_status cg_zone_offset(cg_text zone, int64_t instant, int32_t *offset,
                         cg_error *err);

/* Set the offset of a CG_DATE_TIME from its zone and its local days and seconds. Where
 * clocks were set back, so that the hour came twice, the offset that it has is kept if
 * it is one of the two, else it is the first one's. Where they were set forward, a
 * moment that never was moves on by as much. Without a zone nothing is done. Returns
 * what cg_zone_offset does, or CG_REFUSED for a moment out of range. */
cg_status cg_zone_settle(cg_temporal *moment, cg_error *err);

/* Seconds since 1970-01-01 UTC of a CG_DATE_TIME. */
int64_t cg_moment_instant(const cg_temporal *moment);

/* Set days and seconds to the local ones of `instant` at the moment's offset. */
void cg_moment_set_instant(cg_temporal *moment, int64_t instant);

#endif
