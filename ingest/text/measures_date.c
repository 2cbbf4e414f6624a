#include <stdio.h>

#include "ingest/text/measures_parts.h"

/* ---- The calendar ---- */

static cg_date make_date(int year, int quarter, int month, int day)
{
    char text[48];
    cg_date date = {0};
    int size;
    if (day != 0)
        size = snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    else if (month != 0)
        size = snprintf(text, sizeof text, "%04d-%02d", year, month);
    else if (quarter != 0)
        size = snprintf(text, sizeof text, "%04d-Q%d", year, quarter);
    else
        size = snprintf(text, sizeof text, "%04d", year);
    cg_date_parse((cg_text){text, (size_t)size}, &date); /* none: no such day */
    return date;
}

/* The day that is so many days from another, which is a day. */
static cg_date day_from(cg_date from, int days)
{
    int32_t wanted = cg_date_first_day(from) + days;
    int year = from.year + days / 366 - (days < 0) - 1;
    for (int end = year + 4; year <= end; year++)
        for (int month = 1; month <= 12; month++) {
            cg_date first = make_date(year, 0, month, 0);
            if (cg_date_known(first) && cg_date_first_day(first) <= wanted &&
                wanted <= cg_date_last_day(first))
                return make_date(year, 0, month,
                                 wanted - cg_date_first_day(first) + 1);
        }
    return (cg_date){0};
}

/* 1 is Monday; 1970-01-01 was a Thursday. */
static int weekday_of(cg_date day)
{
    int since_monday = (cg_date_first_day(day) + 3) % 7;
    return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* ---- What a form means ---- */

typedef struct {
    const int *numbers;
    cg_date today;
    int direction; /* -1: back from today, 1: on from it */
    bool strict;   /* and not today */
} telling;

/* The year in which a month or quarter is meant that stands without one. */
static cg_date nearest_year(const telling *tell, int quarter, int month, int day)
{
    for (int step = 0; step <= 1; step++) {
        int year = tell->today.year + step * tell->direction;
        cg_date date = make_date(year, quarter, month, day);
        if (!cg_date_known(date))
            continue;
        int32_t from = cg_date_first_day(date);
        int32_t to = cg_date_last_day(date);
        int32_t today = cg_date_first_day(tell->today);
        bool same = from <= today && today <= to;
        bool right = tell->direction < 0 ? to < today : from > today;
        if (right || (same && !tell->strict))
            return date;
    }
    return (cg_date){0};
}

static cg_date nearest_weekday(const telling *tell, int weekday)
{
    int away = weekday - weekday_of(tell->today);
    if (away == 0 && tell->strict)
        away = 7 * tell->direction;
    else if (away != 0 && (away > 0) != (tell->direction > 0))
        away += 7 * tell->direction;
    return day_from(tell->today, away);
}

static int month_of(const int *numbers)
{
    return numbers[SLOT_MONTH] != 0 ? numbers[SLOT_MONTH]
                                    : numbers[SLOT_NUMBER_MONTH];
}

static cg_date from_slots(const telling *tell)
{
    int month = month_of(tell->numbers);
    int quarter = tell->numbers[SLOT_QUARTER];
    int day = tell->numbers[SLOT_DAY];
    if (tell->numbers[SLOT_YEAR] != 0)
        return make_date(tell->numbers[SLOT_YEAR], quarter, month, day);
    if (tell->today.precision != CG_DAY)
        return (cg_date){0};
    if (month == 0 && quarter == 0)
        return tell->numbers[SLOT_WEEKDAY] != 0
                   ? nearest_weekday(tell, tell->numbers[SLOT_WEEKDAY])
                   : (cg_date){0};
    return nearest_year(tell, quarter, month, day);
}

static int floor_divide(int a, int b)
{
    return a / b - (a % b < 0);
}

/* So many months from today's, of which `size` are counted together: 3 for quarters. */
static cg_date months_from(const telling *tell, int offset, int size)
{
    if (tell->today.precision < CG_MONTH)
        return (cg_date){0};
    int number = (tell->today.year * 12 + tell->today.month - 1) / size + offset;
    int a_year = 12 / size;
    int year = floor_divide(number, a_year);
    int part = number - year * a_year + 1;
    return size == 3 ? make_date(year, part, 0, 0)
                     : make_date(year, 0, part, tell->numbers[SLOT_DAY]);
}

static cg_date week_from(const telling *tell, int offset)
{
    if (tell->today.precision != CG_DAY || tell->numbers[SLOT_WEEKDAY] == 0)
        return (cg_date){0};
    return day_from(tell->today, 7 * offset + tell->numbers[SLOT_WEEKDAY] -
                                     weekday_of(tell->today));
}

static cg_date tell_date(telling *tell, const date_meaning *meaning)
{
    int offset = meaning->offset;
    if (meaning->counted)
        offset *= tell->numbers[SLOT_COUNT_OF];
    switch ((date_sense)meaning->sense) {
    case MEANS_LATEST:
    case MEANS_PAST:
    case MEANS_AHEAD:
        tell->direction = meaning->sense == MEANS_AHEAD ? 1 : -1;
        tell->strict = meaning->sense != MEANS_LATEST;
        return from_slots(tell);
    case MEANS_SLOTS:
        return from_slots(tell);
    case MEANS_YEAR:
        return cg_date_known(tell->today)
                   ? make_date(tell->today.year + offset,
                               tell->numbers[SLOT_QUARTER], month_of(tell->numbers),
                               tell->numbers[SLOT_DAY])
                   : (cg_date){0};
    case MEANS_QUARTER:
        return months_from(tell, offset, 3);
    case MEANS_MONTH:
        return months_from(tell, offset, 1);
    case MEANS_WEEK:
        return week_from(tell, offset);
    case MEANS_DAY:
        return tell->today.precision == CG_DAY ? day_from(tell->today, offset)
                                               : (cg_date){0};
    case MEANS_NONE:
        break;
    }
    return (cg_date){0};
}

/* ---- Texts ---- */

static bool find_date(const text_measures *measures, cg_text text, size_t from,
                      const date_setting *setting, measure_match *match)
{
    measure_match other;
    bool found =
        measure_find(measures, setting->language, LIST_DATE, text, from, match);
    if (!setting->alone || !measure_find(measures, setting->language,
                                         LIST_DATE_ALONE, text, from, &other))
        return found;
    if (!found || other.start < match->start ||
        (other.start == match->start && other.end > match->end))
        *match = other;
    return true;
}

static cg_date date_of(const measure_match *match, const date_setting *setting)
{
    telling tell = {.numbers = match->numbers,
                    .today = setting->today,
                    .direction = setting->ahead ? 1 : -1};
    return tell_date(&tell, &match->form->meaning);
}

/* The date that ends a span, right behind `from`. */
static bool find_end(const text_measures *measures, cg_text text, size_t from,
                     const date_setting *setting, measure_match *match)
{
    const measure_entry *until = NULL;
    size_t at = from;
    while (at < text.size && text.at[at] == ' ')
        at++;
    size_t size =
        measure_words_at(measures, setting->language, LIST_UNTIL, text, at, &until);
    if (size == 0)
        return false;
    at += size;
    while (at < text.size && text.at[at] == ' ')
        at++;
    date_setting alone = *setting;
    alone.alone = true;
    return find_date(measures, text, at, &alone, match) && match->start == at;
}

void measures_read_dates(const text_measures *measures, cg_text folded,
                         const date_setting *setting, date_reading *reading)
{
    *reading = (date_reading){0};
    size_t at = 0;
    measure_match match;
    if (folded.size > MEASURE_TEXT_MAX)
        return;
    while (find_date(measures, folded, at, setting, &match)) {
        at = match.end;
        if (match.form->meaning.sense == MEANS_NONE || reading->count++ > 0)
            continue;
        measure_match end;
        reading->since = date_of(&match, setting);
        if (!find_end(measures, folded, at, setting, &end))
            continue;
        cg_date until = date_of(&end, setting);
        at = end.end;
        if (cg_date_known(until) && cg_date_known(reading->since) &&
            cg_date_last_day(until) >= cg_date_first_day(reading->since))
            reading->until = until;
    }
}
