#include "schema/date.h"

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The number that exactly `size` digits make; -1 if they are not all digits. */
static int digits(const char *at, size_t size)
{
    int number = 0;
    for (size_t i = 0; i < size; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        number = number * 10 + (at[i] - '0');
    }
    return number;
}

/* What follows the year; false if it is not of the four forms. */
static bool parse_rest(cg_text text, cg_date *date)
{
    if (text.size == 4) {
        date->precision = CG_YEAR;
        return true;
    }
    if (text.at[4] != '-')
        return false;
    if (text.size == 7 && text.at[5] == 'Q') {
        date->precision = CG_QUARTER;
        date->quarter = (int8_t)digits(text.at + 6, 1);
        return date->quarter >= 1 && date->quarter <= 4;
    }
    if (text.size != 7 && (text.size != 10 || text.at[7] != '-'))
        return false;
    date->precision = CG_MONTH;
    date->month = (int8_t)digits(text.at + 5, 2);
    if (date->month < 1 || date->month > 12)
        return false;
    if (text.size == 7)
        return true;
    date->precision = CG_DAY;
    date->day = (int8_t)digits(text.at + 8, 2);
    return date->day >= 1 && date->day <= days_in_month(date->year, date->month);
}

bool cg_date_parse(cg_text text, cg_date *date)
{
    *date = (cg_date){0};
    if (text.size < 4 || text.size > 10)
        return false;
    int year = digits(text.at, 4);
    if (year < 1)
        return false;
    cg_date parsed = {.year = (int16_t)year};
    if (!parse_rest(text, &parsed))
        return false;
    *date = parsed;
    return true;
}

/* Write a number in so many digits, and pass it. */
static char *put(char *at, int number, size_t digits)
{
    for (size_t i = digits; i > 0; i--, number /= 10)
        at[i - 1] = (char)('0' + number % 10);
    return at + digits;
}

size_t cg_date_format(cg_date date, char out[CG_DATE_ROOM])
{
    char *at = out;
    cg_precision precision = (cg_precision)date.precision;
    if (precision != CG_NO_DATE)
        at = put(at, date.year, 4);
    if (precision == CG_QUARTER) {
        *at++ = '-';
        *at++ = 'Q';
        at = put(at, date.quarter, 1);
    }
    if (precision >= CG_MONTH) {
        *at++ = '-';
        at = put(at, date.month, 2);
    }
    if (precision == CG_DAY) {
        *at++ = '-';
        at = put(at, date.day, 2);
    }
    *at = '\0';
    return (size_t)(at - out);
}

/* Days since 1970-01-01, by counting 400-year eras from a year that begins in March
 * (so that the leap day is its last): H. Hinnant, "chrono-compatible low-level date
 * algorithms", days_from_civil. */
static int32_t days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = year / 400; /* years are positive */
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int32_t cg_date_first_day(cg_date date)
{
    int month = 1;
    if (date.precision == CG_QUARTER)
        month = date.quarter * 3 - 2;
    else if (date.precision >= CG_MONTH)
        month = date.month;
    return days_from_civil(date.year, month,
                           date.precision == CG_DAY ? date.day : 1);
}

int32_t cg_date_last_day(cg_date date)
{
    if (date.precision == CG_DAY)
        return cg_date_first_day(date);
    int month = 12;
    if (date.precision == CG_QUARTER)
        month = date.quarter * 3;
    else if (date.precision == CG_MONTH)
        month = date.month;
    return days_from_civil(date.year, month, days_in_month(date.year, month));
}
