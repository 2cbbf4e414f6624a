#include "schema/temporal_calendar.h"

int64_t cg_floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

int64_t cg_floor_modulo(int64_t number, int64_t by)
{
    return number - cg_floor_divide(number, by) * by;
}

/* ---- Days and their numbers ---- */

/* Years begin in March here, so that the leap day is their last; 400 of them have always
 * the same length. */
enum { ERA_YEARS = 400, ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

int64_t cg_days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = cg_floor_divide(year, ERA_YEARS);
    int64_t year_of_era = year - era * ERA_YEARS;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - DAYS_TO_1970;
}

void cg_days_split(int64_t days, int64_t *year, int *month, int *day)
{
    days += DAYS_TO_1970;
    int64_t era = cg_floor_divide(days, ERA_DAYS);
    int64_t day_of_era = days - era * ERA_DAYS;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / (ERA_DAYS - 1)) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_of_year = (int)((5 * day_of_year + 2) / 153); /* 0 is March */
    *day = (int)day_of_year - (153 * month_of_year + 2) / 5 + 1;
    *month = month_of_year + (month_of_year < 10 ? 3 : -9);
    *year = year_of_era + era * ERA_YEARS + (*month <= 2);
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int cg_month_length(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool cg_day_in_range(int64_t days)
{
    return days >= cg_days_of(-CG_YEAR_MAX, 1, 1) &&
           days <= cg_days_of(CG_YEAR_MAX, 12, 31);
}

/* ---- Days by their names ---- */

static bool year_in_range(int64_t year)
{
    return year >= -CG_YEAR_MAX && year <= CG_YEAR_MAX;
}

bool cg_day_of_month(int64_t year, int64_t month, int64_t day, int64_t *days)
{
    if (!year_in_range(year) || month < 1 || month > 12 || day < 1 ||
        day > cg_month_length(year, (int)month))
        return false;
    *days = cg_days_of(year, (int)month, (int)day);
    return true;
}

/* 1 is Monday; 1970-01-01 was a Thursday. */
static int weekday_of(int64_t days)
{
    return (int)cg_floor_modulo(days + 3, 7) + 1;
}

/* The Monday of the year's first week, which has January 4th. */
static int64_t first_monday(int64_t week_year)
{
    int64_t fourth = cg_days_of(week_year, 1, 4);
    return fourth - (weekday_of(fourth) - 1);
}

bool cg_day_of_week(int64_t year, int64_t week, int64_t weekday, int64_t *days)
{
    if (!year_in_range(year) || week < 1 || week > 53 || weekday < 1 || weekday > 7)
        return false;
    int64_t monday = first_monday(year) + (week - 1) * 7;
    *days = monday + weekday - 1;
    return monday < first_monday(year + 1) && cg_day_in_range(*days);
}

bool cg_day_of_quarter(int64_t year, int64_t quarter, int64_t day, int64_t *days)
{
    if (!year_in_range(year) || quarter < 1 || quarter > 4 || day < 1 || day > 92)
        return false;
    int month = (int)quarter * 3 - 2;
    int length = 0;
    for (int i = month; i < month + 3; i++)
        length += cg_month_length(year, i);
    *days = cg_days_of(year, month, 1) + day - 1;
    return day <= length;
}

bool cg_day_of_year(int64_t year, int64_t day, int64_t *days)
{
    if (!year_in_range(year) || day < 1 || day > (is_leap(year) ? 366 : 365))
        return false;
    *days = cg_days_of(year, 1, 1) + day - 1;
    return true;
}

cg_day_names cg_day_name(int64_t days)
{
    cg_day_names names;
    cg_days_split(days, &names.year, &names.month, &names.day);
    names.quarter = (names.month + 2) / 3;
    names.day_of_quarter =
        (int)(days - cg_days_of(names.year, names.quarter * 3 - 2, 1)) + 1;
    names.day_of_year = (int)(days - cg_days_of(names.year, 1, 1)) + 1;
    names.weekday = weekday_of(days);
    names.week_year = names.year + 1;
    while (first_monday(names.week_year) > days)
        names.week_year--;
    names.week = (int)(days - first_monday(names.week_year)) / 7 + 1;
    return names;
}

bool cg_day_add_months(int64_t days, int64_t months, int64_t *sum)
{
    /* From the first month that there is to the last one: no step is longer. */
    enum { MONTHS_PAST_JANUARY = 11 };
    const int64_t longest = CG_YEAR_MAX * 24 + MONTHS_PAST_JANUARY;
    int64_t year;
    int month, day;
    if (months < -longest || months > longest)
        return false;
    cg_days_split(days, &year, &month, &day);
    int64_t count = year * 12 + month - 1 + months;
    year = cg_floor_divide(count, 12);
    month = (int)cg_floor_modulo(count, 12) + 1;
    if (!year_in_range(year))
        return false;
    int length = cg_month_length(year, month);
    *sum = cg_days_of(year, month, day < length ? day : length);
    return true;
}
