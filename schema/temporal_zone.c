#include "schema/temporal_zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/ucal.h>

#include "schema/temporal_calendar.h"

/* ---- Offsets as text ---- */

/* The number of the two digits at `at`; -1 if there are none. */
static int32_t two_digits(cg_text text, size_t at)
{
    if (at + 2 > text.size || text.at[at] < '0' || text.at[at] > '9' ||
        text.at[at + 1] < '0' || text.at[at + 1] > '9')
        return -1;
    return (text.at[at] - '0') * 10 + (text.at[at + 1] - '0');
}

bool cg_offset_parse(cg_text text, int32_t *offset)
{
    int32_t parts[3] = {0, 0, 0}; /* hours, minutes, seconds */
    *offset = 0;
    if (cg_text_equal(text, CG_TEXT("Z")))
        return true;
    if (text.size < 3 || (text.at[0] != '+' && text.at[0] != '-'))
        return false;
    bool colons = text.size > 3 && text.at[3] == ':';
    size_t at = 1;
    for (size_t i = 0; i < 3 && at < text.size; i++) {
        if (i > 0 && colons && text.at[at++] != ':')
            return false;
        parts[i] = two_digits(text, at);
        if (parts[i] < 0 || (i > 0 && parts[i] > 59))
            return false;
        at += 2;
    }
    int32_t sum = parts[0] * 3600 + parts[1] * 60 + parts[2];
    *offset = text.at[0] == '-' ? -sum : sum;
    return at == text.size && sum <= CG_OFFSET_MAX;
}

size_t cg_offset_format(int32_t offset, char out[CG_OFFSET_ROOM])
{
    unsigned away = (unsigned)abs(offset) % (24 * 3600);
    int size;
    if (offset == 0)
        size = snprintf(out, CG_OFFSET_ROOM, "Z");
    else if (away % 60 == 0)
        size = snprintf(out, CG_OFFSET_ROOM, "%c%02u:%02u", offset < 0 ? '-' : '+',
                        away / 3600, away / 60 % 60);
    else
        size = snprintf(out, CG_OFFSET_ROOM, "%c%02u:%02u:%02u",
                        offset < 0 ? '-' : '+', away / 3600, away / 60 % 60,
                        away % 60);
    return (size_t)size;
}

/* ---- Instants ---- */

int64_t cg_moment_instant(const cg_temporal *moment)
{
    return moment->days * CG_DAY_SECONDS + moment->seconds - moment->offset;
}

void cg_moment_set_instant(cg_temporal *moment, int64_t instant)
{
    moment->days = cg_floor_divide(instant + moment->offset, CG_DAY_SECONDS);
    moment->seconds = cg_floor_modulo(instant + moment->offset, CG_DAY_SECONDS);
}

/* ---- Zones ---- */

static cg_status fail_icu(UErrorCode code, cg_text zone, cg_error *err)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return cg_fail_memory(err);
    return cg_fail(err, CG_REFUSED, NULL, "unknown time zone '%.*s'",
                   CG_TEXT_ARG(zone));
}

/* The zone's name as ICU takes it; false if no zone is called so. */
static bool widen(cg_text zone, UChar name[CG_ZONE_MAX + 1])
{
    if (zone.size == 0 || zone.size > CG_ZONE_MAX)
        return false;
    for (size_t i = 0; i < zone.size; i++) {
        if (zone.at[i] <= ' ' || zone.at[i] > '~')
            return false;
        name[i] = (UChar)zone.at[i];
    }
    name[zone.size] = 0;
    return true;
}

/* ICU takes any name, and UTC for one that it does not know; it is asked first. */
static cg_status open_zone(cg_text zone, UCalendar **calendar, cg_error *err)
{
    UChar name[CG_ZONE_MAX + 1];
    UChar canonical[CG_ZONE_MAX * 2];
    UBool known = false;
    UErrorCode code = U_ZERO_ERROR;
    if (!widen(zone, name))
        return fail_icu(code, zone, err);
    ucal_getCanonicalTimeZoneID(name, -1, canonical, CG_ZONE_MAX * 2, &known,
                                &code);
    if (U_FAILURE(code) || !known)
        return fail_icu(code, zone, err);
    *calendar = ucal_open(name, -1, "en", UCAL_GREGORIAN, &code);
    return U_FAILURE(code) ? fail_icu(code, zone, err) : CG_OK;
}

/* Rules repeat every 400 years, and none are older than 1600: ICU need not know years
 * that are farther away. */
static int64_t known_instant(int64_t instant)
{
    const int64_t cycle = INT64_C(146097) * CG_DAY_SECONDS;
    const int64_t first = cg_days_of(1600, 1, 1) * CG_DAY_SECONDS;
    const int64_t last = cg_days_of(2800, 1, 1) * CG_DAY_SECONDS;
    if (instant < first)
        return first;
    return instant > last ? last + (instant - last) % cycle : instant;
}

static int32_t offset_at(UCalendar *calendar, int64_t instant, UErrorCode *code)
{
    ucal_setMillis(calendar, (UDate)known_instant(instant) * 1000, code);
    int32_t millis = ucal_get(calendar, UCAL_ZONE_OFFSET, code) +
                     ucal_get(calendar, UCAL_DST_OFFSET, code);
    return millis / 1000;
}

cg_status cg_zone_offset(cg_text zone, int64_t instant, int32_t *offset,
                         cg_error *err)
{
    UCalendar *calendar = NULL;
    UErrorCode code = U_ZERO_ERROR;
    cg_status status = open_zone(zone, &calendar, err);
    if (status != CG_OK)
        return status;
    *offset = offset_at(calendar, instant, &code);
    if (U_FAILURE(code))
        status = fail_icu(code, zone, err);
    ucal_close(calendar);
    return status;
}

/* The moment's local time as seconds since 1970-01-01. */
static int64_t local_seconds(const cg_temporal *moment)
{
    return moment->days * CG_DAY_SECONDS + moment->seconds;
}

/* Zones change their offset at most once in two days, so that a moment's is that of the
 * day before or that of the day after. */
static void settle(UCalendar *calendar, cg_temporal *moment, UErrorCode *code)
{
    int64_t local = local_seconds(moment);
    int32_t before = offset_at(calendar, local - CG_DAY_SECONDS, code);
    int32_t after = offset_at(calendar, local + CG_DAY_SECONDS, code);
    bool first = offset_at(calendar, local - before, code) == before;
    bool second = offset_at(calendar, local - after, code) == after;
    if (first && !(second && moment->offset == after)) {
        moment->offset = before;
    } else if (second) {
        moment->offset = after;
    } else { /* in the gap: reckoned by the offset before it, it is after it */
        moment->offset = after;
        cg_moment_set_instant(moment, local - before);
    }
}

cg_status cg_zone_settle(cg_temporal *moment, cg_error *err)
{
    UCalendar *calendar = NULL;
    UErrorCode code = U_ZERO_ERROR;
    if (moment->zone.size == 0)
        return CG_OK;
    cg_status status = open_zone(moment->zone, &calendar, err);
    if (status != CG_OK)
        return status;
    settle(calendar, moment, &code);
    ucal_close(calendar);
    if (U_FAILURE(code))
        return fail_icu(code, moment->zone, err);
    if (!cg_day_in_range(moment->days))
        return cg_fail(err, CG_REFUSED, NULL, "a date-time out of range");
    return CG_OK;
}
