#include <stdio.h>
#include <stdlib.h>

#include "schema/temporal.h"
#include "schema/temporal_calendar.h"
#include "schema/temporal_zone.h"

static void print_date(int64_t days, cg_buffer *out)
{
    int64_t year;
    int month, day;
    cg_days_split(days, &year, &month, &day);
    const char *sign = year < 0 ? "-" : year > 9999 ? "+" : "";
    cg_buffer_printf(out, "%s%04lld-%02d-%02d", sign, llabs((long long)year), month,
                     day);
}

/* ".142": a part of a second, without the zeros at its end. */
static void print_fraction(int32_t nanoseconds, cg_buffer *out)
{
    char digits[16];
    int size = snprintf(digits, sizeof digits, ".%09d", (int)nanoseconds);
    while (size > 1 && digits[size - 1] == '0')
        size--;
    if (size > 1)
        cg_buffer_add(out, (cg_text){digits, (size_t)size});
}

static void print_time(const cg_temporal *time, cg_buffer *out)
{
    int seconds = (int)time->seconds;
    cg_buffer_printf(out, "%02d:%02d", seconds / 3600, seconds / 60 % 60);
    if (seconds % 60 == 0 && time->nanoseconds == 0)
        return;
    cg_buffer_printf(out, ":%02d", seconds % 60);
    print_fraction(time->nanoseconds, out);
}

static void print_zone(const cg_temporal *moment, cg_buffer *out)
{
    char offset[CG_OFFSET_ROOM];
    cg_offset_format(moment->offset, offset);
    cg_buffer_add_z(out, offset);
    if (moment->zone.size > 0)
        cg_buffer_printf(out, "[%.*s]", CG_TEXT_ARG(moment->zone));
}

/* One part of a duration, if it has it. */
static void print_part(int64_t count, char unit, cg_buffer *out)
{
    if (count != 0)
        cg_buffer_printf(out, "%lld%c", (long long)count, unit);
}

/* The parts of a time all have its sign: -60.001 s is -1M-0.001S. */
static void print_span_time(int64_t seconds, int32_t nanoseconds, cg_buffer *out)
{
    bool negative = seconds < 0;
    if (negative && nanoseconds > 0) {
        seconds++;
        nanoseconds = CG_SECOND_NANOS - nanoseconds;
    }
    print_part(seconds / 3600, 'H', out);
    print_part(seconds / 60 % 60, 'M', out);
    int64_t rest = seconds % 60;
    if (rest == 0 && nanoseconds == 0)
        return;
    cg_buffer_printf(out, "%s%lld", negative ? "-" : "", llabs((long long)rest));
    print_fraction(nanoseconds, out);
    cg_buffer_add_byte(out, 'S');
}

static void print_span(const cg_temporal *span, cg_buffer *out)
{
    bool timed = span->seconds != 0 || span->nanoseconds != 0;
    cg_buffer_add_byte(out, 'P');
    print_part(span->months / 12, 'Y', out);
    print_part(span->months % 12, 'M', out);
    print_part(span->days, 'D', out);
    if (timed) {
        cg_buffer_add_byte(out, 'T');
        print_span_time(span->seconds, span->nanoseconds, out);
    } else if (span->months == 0 && span->days == 0) {
        cg_buffer_add_z(out, "T0S");
    }
}

void cg_temporal_print(cg_type type, const cg_temporal *temporal, cg_buffer *out)
{
    if (type == CG_DURATION) {
        print_span(temporal, out);
        return;
    }
    bool dated = type != CG_LOCAL_TIME && type != CG_TIME;
    if (dated)
        print_date(temporal->days, out);
    if (dated && type != CG_DATE)
        cg_buffer_add_byte(out, 'T');
    if (type != CG_DATE)
        print_time(temporal, out);
    if (type == CG_TIME || type == CG_DATE_TIME)
        print_zone(temporal, out);
}
