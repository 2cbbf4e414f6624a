#include "schema/temporal_parse.h"

#include "schema/temporal.h"
#include "schema/temporal_calendar.h"
#include "schema/temporal_zone.h"

/* ---- Characters ---- */

bool temporal_at_end(const temporal_reader *r)
{
    return r->at == r->text.size;
}

char temporal_peek(const temporal_reader *r)
{
    return temporal_at_end(r) ? '\0' : r->text.at[r->at];
}

bool temporal_take(temporal_reader *r, char byte)
{
    if (temporal_at_end(r) || r->text.at[r->at] != byte)
        return false;
    r->at++;
    return true;
}

size_t temporal_digits(const temporal_reader *r)
{
    size_t end = r->at;
    while (end < r->text.size && r->text.at[end] >= '0' && r->text.at[end] <= '9')
        end++;
    return end - r->at;
}

bool temporal_number(temporal_reader *r, size_t count, int64_t *number)
{
    if (temporal_digits(r) < count)
        return false;
    *number = 0;
    for (size_t i = 0; i < count; i++)
        *number = *number * 10 + (r->text.at[r->at++] - '0');
    return true;
}

/* ---- Dates ---- */

static bool no_such(temporal_reader *r, const char *what)
{
    r->why = what;
    return false;
}

/* 30-2, or 302 without hyphens, behind a W. */
static bool take_week(temporal_reader *r, bool hyphens, int64_t year, int64_t *days)
{
    int64_t week, weekday = 1;
    if (!temporal_number(r, 2, &week))
        return false;
    if (hyphens ? temporal_take(r, '-') : temporal_digits(r) > 0)
        if (!temporal_number(r, 1, &weekday))
            return false;
    return cg_day_of_week(year, week, weekday, days) ||
           no_such(r, "there is no such week or day");
}

/* 2-60, or 260 without hyphens, behind a Q. */
static bool take_quarter(temporal_reader *r, bool hyphens, int64_t year,
                         int64_t *days)
{
    int64_t quarter, day = 1;
    if (!temporal_number(r, 1, &quarter))
        return false;
    if (hyphens ? temporal_take(r, '-') : temporal_digits(r) > 0)
        if (!temporal_number(r, 2, &day))
            return false;
    return cg_day_of_quarter(year, quarter, day, days) ||
           no_such(r, "there is no such quarter or day");
}

static bool take_ordinal(temporal_reader *r, int64_t year, int64_t *days)
{
    int64_t day;
    return temporal_number(r, 3, &day) && (cg_day_of_year(year, day, days) ||
                                           no_such(r, "the year has no such day"));
}

/* 07-21, or 0721 without hyphens. */
static bool take_month(temporal_reader *r, bool hyphens, int64_t year,
                       int64_t *days)
{
    int64_t month, day = 1;
    if (!temporal_number(r, 2, &month))
        return false;
    if (hyphens ? temporal_take(r, '-') : temporal_digits(r) > 0)
        if (!temporal_number(r, 2, &day))
            return false;
    if (month < 1 || month > 12)
        return no_such(r, "there is no such month");
    return cg_day_of_month(year, month, day, days) ||
           no_such(r, "the month has no such day");
}

/* Four digits, or a sign and up to nine. */
static bool take_year(temporal_reader *r, bool *is_signed, int64_t *year)
{
    bool negative = temporal_take(r, '-');
    *is_signed = negative || temporal_take(r, '+');
    size_t count = *is_signed ? temporal_digits(r) : 4;
    if (count < 1 || count > 9 || !temporal_number(r, count, year))
        return false;
    *year = negative ? -*year : *year;
    return true;
}

static bool take_date(temporal_reader *r, int64_t *days)
{
    int64_t year;
    bool is_signed;
    if (!take_year(r, &is_signed, &year))
        return false;
    bool hyphens = temporal_take(r, '-');
    if (temporal_take(r, 'W'))
        return take_week(r, hyphens, year, days);
    if (temporal_take(r, 'Q'))
        return take_quarter(r, hyphens, year, days);
    size_t count = temporal_digits(r);
    if (count == 3)
        return take_ordinal(r, year, days);
    if (count == 2 || (count == 4 && !hyphens))
        return take_month(r, hyphens, year, days);
    return !hyphens && count == 0 && cg_day_of_month(year, 1, 1, days);
}

/* ---- Times ---- */

bool temporal_fraction(temporal_reader *r, int32_t *nanoseconds)
{
    int64_t number;
    *nanoseconds = 0;
    if (!temporal_take(r, '.') && !temporal_take(r, ','))
        return true;
    size_t count = temporal_digits(r);
    if (count < 1 || count > 9 || !temporal_number(r, count, &number))
        return false;
    for (; count < 9; count++)
        number *= 10;
    *nanoseconds = (int32_t)number;
    return true;
}

bool temporal_take_time(temporal_reader *r, cg_temporal *time)
{
    int64_t parts[3] = {0, 0, 0}; /* hour, minute, second */
    size_t count = temporal_digits(r);
    bool colons = count == 2;
    if (count != 2 && count != 4 && count != 6)
        return false;
    size_t read = 0;
    do
        if (!temporal_number(r, 2, &parts[read++]))
            return false;
    while (read < 3 && (colons ? temporal_take(r, ':') : temporal_digits(r) > 0));
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
        return no_such(r, "there is no such time of day");
    time->seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    return read < 3 || temporal_fraction(r, &time->nanoseconds);
}

/* Up to the end, or to the name of a zone. */
static bool take_offset(temporal_reader *r, int32_t *offset)
{
    size_t end = r->at;
    while (end < r->text.size && r->text.at[end] != '[')
        end++;
    cg_text text = cg_text_slice(r->text, r->at, end);
    r->at = end;
    return cg_offset_parse(text, offset);
}

static bool is_zone_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') ||
           (byte != '\0' && strchr("/_+-", byte) != NULL);
}

/* [Europe/London] */
static bool take_zone(temporal_reader *r, cg_text *zone)
{
    size_t start = ++r->at;
    while (is_zone_byte(temporal_peek(r)))
        r->at++;
    *zone = cg_text_slice(r->text, start, r->at);
    return zone->size > 0 && zone->size <= CG_ZONE_MAX && temporal_take(r, ']');
}

/* ---- Values ---- */

static const char *form_of(cg_type type)
{
    return type == CG_DATE              ? "2015-07-21"
           : type == CG_LOCAL_TIME      ? "21:40:32.142"
           : type == CG_TIME            ? "21:40:32.142+01:00"
           : type == CG_LOCAL_DATE_TIME ? "2015-07-21T21:40:32.142"
           : type == CG_DATE_TIME       ? "2015-07-21T21:40:32.142+01:00"
                                        : "P1Y2M10DT2H30M";
}

/* The text as the type has it; `*open` if only a zone tells the offset. */
static bool take_value(temporal_reader *r, cg_type type, cg_temporal *temporal,
                       bool *open)
{
    bool zoned = type == CG_TIME || type == CG_DATE_TIME;
    bool timed = type == CG_LOCAL_TIME || type == CG_TIME;
    if (type == CG_DURATION)
        return temporal_take_span(r, temporal);
    if (!timed && !take_date(r, &temporal->days))
        return false;
    if (type != CG_DATE && (temporal_take(r, 'T') || timed) &&
        !temporal_take_time(r, temporal))
        return false;
    *open = temporal_peek(r) == '[';
    if (zoned && !*open && !temporal_at_end(r) &&
        !take_offset(r, &temporal->offset))
        return false;
    if (type == CG_DATE_TIME && temporal_peek(r) == '[' &&
        !take_zone(r, &temporal->zone))
        return false;
    return temporal_at_end(r);
}

cg_status cg_temporal_parse(cg_type type, cg_text text, cg_arena *arena,
                            cg_temporal *temporal, cg_error *err)
{
    temporal_reader r = {.text = text};
    bool open = false;
    *temporal = (cg_temporal){0};
    if (!take_value(&r, type, temporal, &open)) {
        if (r.why != NULL)
            return cg_fail(err, CG_REFUSED, NULL, "'%.*s' is no %s: %s",
                           CG_TEXT_ARG(text), cg_type_name(type), r.why);
        return cg_fail(err, CG_REFUSED, NULL,
                       "'%.*s' is no %s: it should look like '%s'",
                       CG_TEXT_ARG(text), cg_type_name(type), form_of(type));
    }
    if (temporal->zone.size == 0)
        return CG_OK;
    cg_status status = open ? cg_zone_settle(temporal, err) : CG_OK;
    if (status != CG_OK)
        return status;
    return cg_arena_copy(arena, temporal->zone, &temporal->zone, err);
}
