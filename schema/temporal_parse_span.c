#include "schema/temporal_calendar.h"
#include "schema/temporal_parse.h"
#include "schema/temporal_span.h"

enum { FRACTION_DIGITS = 15 }; /* as CG_FEMTO has */

static bool too_large(temporal_reader *r)
{
    r->why = "it is too large";
    return false;
}

/* -12.5, up to 18 digits before the sign; decimals past the 15th are passed over. */
static bool take_decimal(temporal_reader *r, cg_decimal *number)
{
    bool negative = temporal_take(r, '-');
    if (!negative)
        temporal_take(r, '+');
    size_t count = temporal_digits(r);
    *number = (cg_decimal){0};
    if (count > 18)
        return too_large(r);
    if (count == 0 || !temporal_number(r, count, &number->whole))
        return false;
    if (temporal_take(r, '.') || temporal_take(r, ',')) {
        count = temporal_digits(r);
        size_t kept = count < FRACTION_DIGITS ? count : FRACTION_DIGITS;
        if (count == 0 || !temporal_number(r, kept, &number->femtos))
            return false;
        r->at += count - kept;
        for (; kept < FRACTION_DIGITS; kept++)
            number->femtos *= 10;
    }
    if (negative)
        *number = (cg_decimal){-number->whole, -number->femtos};
    return true;
}

/* The letters, in the order in which they stand; those behind T are of a time. */
static const struct {
    char letter;
    bool timed;
    cg_span_unit unit;
} letters[] = {
    {'Y', false, CG_UNIT_YEARS},  {'M', false, CG_UNIT_MONTHS},
    {'W', false, CG_UNIT_WEEKS},  {'D', false, CG_UNIT_DAYS},
    {'H', true, CG_UNIT_HOURS},   {'M', true, CG_UNIT_MINUTES},
    {'S', true, CG_UNIT_SECONDS},
};

enum { LETTERS = sizeof letters / sizeof *letters };

/* 1Y2M10DT2H30M */
static bool take_units(temporal_reader *r, cg_span_sum *sum)
{
    bool timed = temporal_take(r, 'T');
    size_t next = 0;
    do {
        cg_decimal count;
        if (!take_decimal(r, &count))
            return false;
        while (next < LETTERS && (letters[next].timed != timed ||
                                  letters[next].letter != temporal_peek(r)))
            next++;
        if (next == LETTERS)
            return false;
        r->at++;
        if (!cg_span_add(sum, letters[next++].unit, count))
            return too_large(r);
        if (!timed && temporal_take(r, 'T'))
            timed = true;
        else if (temporal_at_end(r))
            return true;
    } while (true);
}

/* 2012-02-02T14:37:21.545, 20120202T143721 */
static bool take_date_form(temporal_reader *r, cg_span_sum *sum)
{
    int64_t year, month, day;
    cg_temporal time = {0};
    bool hyphens;
    if (!temporal_number(r, 4, &year))
        return false;
    hyphens = temporal_take(r, '-');
    if (!temporal_number(r, 2, &month) || (hyphens && !temporal_take(r, '-')) ||
        !temporal_number(r, 2, &day))
        return false;
    if (temporal_take(r, 'T') && !temporal_take_time(r, &time))
        return false;
    if (month > 12 || day > 31) {
        r->why = "months go up to 12 and days up to 31";
        return false;
    }
    sum->months.whole = year * 12 + month;
    sum->days.whole = day;
    sum->seconds.whole = time.seconds;
    sum->nanoseconds = time.nanoseconds;
    return temporal_at_end(r);
}

static bool has_date_form(const temporal_reader *r)
{
    temporal_reader ahead = *r;
    int64_t number;
    size_t count = temporal_digits(r);
    if (count == 8) {
        ahead.at += count;
        return temporal_at_end(&ahead) || temporal_peek(&ahead) == 'T';
    }
    return count == 4 && temporal_number(&ahead, 4, &number) &&
           temporal_peek(&ahead) == '-';
}

bool temporal_take_span(temporal_reader *r, cg_temporal *span)
{
    cg_span_sum sum = {0};
    bool negative = temporal_take(r, '-');
    if (!negative)
        temporal_take(r, '+');
    if (!temporal_take(r, 'P'))
        return false;
    if (!(has_date_form(r) ? take_date_form(r, &sum) : take_units(r, &sum)))
        return false;
    if (!cg_span_finish(&sum, span))
        return too_large(r);
    return !negative || cg_span_make(-span->months, -span->days, -span->seconds,
                                     -(int64_t)span->nanoseconds, span);
}
