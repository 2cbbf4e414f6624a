/* The proleptic Gregorian calendar, its ISO weeks and its quarters, over the years that
 * openCypher has. A day is its number since 1970-01-01. */
#ifndef CG_SCHEMA_TEMPORAL_CALENDAR_H
#define CG_SCHEMA_TEMPORAL_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define CG_YEAR_MAX INT64_C(999999999) /* from -CG_YEAR_MAX on */

enum { CG_DAY_SECONDS = 86400, CG_SECOND_NANOS = 1000000000 };

/* Days since 1970-01-01 of a day that is there (month 1 to 12, day 1 to 31), and the
 * reverse. The algorithm is Howard Hinnant's, "chrono-Compatible Low-Level Date
 * Algorithms". */
int64_t cg_days_of(int64_t year, int month, int day);
void cg_days_split(int64_t days, int64_t *year, int *month, int *day);

/* 28 to 31. */
int cg_month_length(int64_t year, int month);

/* Is the day in a year that openCypher has? */
bool cg_day_in_range(int64_t days);

/* The day that is named so; false if there is none, or none in range. Weeks are those of
 * ISO 8601: Monday is day 1, and week 1 has the year's first Thursday. */
bool cg_day_of_month(int64_t year, int64_t month, int64_t day, int64_t *days);
bool cg_day_of_week(int64_t year, int64_t week, int64_t weekday, int64_t *days);
bool cg_day_of_quarter(int64_t year, int64_t quarter, int64_t day, int64_t *days);
bool cg_day_of_year(int64_t year, int64_t day, int64_t *days);

/* All names of a day. */
typedef struct {
    int64_t year;
    int month, day;
    int quarter, day_of_quarter;
    int day_of_year;
    int64_t week_year;
    int week, weekday;
} cg_day_names;
cg_day_names cg_day_name(int64_t days);

/* The same day of the month so many months later; the month's last where it is shorter.
 * False if that is out of range. */
bool cg_day_add_months(int64_t days, int64_t months, int64_t *sum);

/* Division that rounds down, and what it leaves: 0 to `by` - 1. `by` is above 0. */
int64_t cg_floor_divide(int64_t number, int64_t by);
int64_t cg_floor_modulo(int64_t number, int64_t by);

#endif
