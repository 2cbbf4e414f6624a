#include "schema/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* The oracle: a calendar that is walked day by day. */
typedef struct {
    int year;
    int month;
    int day;
    int32_t number; /* days since 1970-01-01 */
} walked_day;

static int month_length(int year, int month)
{
    if (month == 2) {
        if (year % 400 == 0)
            return 29;
        if (year % 100 == 0)
            return 28;
        return year % 4 == 0 ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void walk_on(walked_day *at)
{
    at->number++;
    if (++at->day <= month_length(at->year, at->month))
        return;
    at->day = 1;
    if (++at->month <= 12)
        return;
    at->month = 1;
    at->year++;
}

static cg_date parsed(const char *text)
{
    cg_date date;
    if (!cg_date_parse(cg_text_z(text), &date))
        fail_msg("'%s' is not read", text);
    return date;
}

/* 0001-01-01 is 719162 days before 1970-01-01 in the proleptic Gregorian calendar
 * (rata die 1; 1970-01-01 is rata die 719163). */
static const walked_day first_day = {1, 1, 1, -719162};

static void each_day_has_its_number(void **state)
{
    (void)state;
    for (walked_day at = first_day; at.year <= 9999; walk_on(&at)) {
        cg_date date = {.year = (int16_t)at.year,
                        .month = (int8_t)at.month,
                        .day = (int8_t)at.day,
                        .precision = CG_DAY};
        if (cg_date_first_day(date) != at.number ||
            cg_date_last_day(date) != at.number)
            fail_msg("%04d-%02d-%02d is %d, not %d", at.year, at.month, at.day,
                     cg_date_first_day(date), at.number);
    }
}

static void each_day_is_read_and_written(void **state)
{
    (void)state;
    for (int year = 1; year <= 9999; year += year < 1890 || year > 2110 ? 97 : 1) {
        for (int month = 0; month <= 13; month++) {
            for (int day = 0; day <= 32; day++) {
                char text[CG_DATE_ROOM];
                char again[CG_DATE_ROOM];
                cg_date date;
                snprintf(text, sizeof text, "%04d-%02d-%02d", year % 10000,
                         month % 100, day % 100);
                bool exists = month >= 1 && month <= 12 && day >= 1 &&
                              day <= month_length(year, month);
                if (cg_date_parse(cg_text_z(text), &date) != exists)
                    fail_msg("%s", text);
                assert_int_equal(cg_date_known(date), exists);
                assert_int_equal(cg_date_format(date, again), exists ? 10 : 0);
                assert_string_equal(again, exists ? text : "");
            }
        }
    }
}

static void coarse_dates_cover_their_days(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        cg_precision precision;
        const char *first;
        const char *last;
    } cases[] = {
        {"0001", CG_YEAR, "0001-01-01", "0001-12-31"},
        {"2025", CG_YEAR, "2025-01-01", "2025-12-31"},
        {"9999", CG_YEAR, "9999-01-01", "9999-12-31"},
        {"2025-Q1", CG_QUARTER, "2025-01-01", "2025-03-31"},
        {"2025-Q2", CG_QUARTER, "2025-04-01", "2025-06-30"},
        {"2025-Q3", CG_QUARTER, "2025-07-01", "2025-09-30"},
        {"2025-Q4", CG_QUARTER, "2025-10-01", "2025-12-31"},
        {"2024-02", CG_MONTH, "2024-02-01", "2024-02-29"},
        {"1900-02", CG_MONTH, "1900-02-01", "1900-02-28"},
        {"2000-02", CG_MONTH, "2000-02-01", "2000-02-29"},
        {"2025-12", CG_MONTH, "2025-12-01", "2025-12-31"},
        {"2025-07-31", CG_DAY, "2025-07-31", "2025-07-31"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[CG_DATE_ROOM];
        cg_date date = parsed(cases[i].date);
        assert_int_equal(date.precision, cases[i].precision);
        assert_int_equal(cg_date_first_day(date),
                         cg_date_first_day(parsed(cases[i].first)));
        assert_int_equal(cg_date_last_day(date),
                         cg_date_first_day(parsed(cases[i].last)));
        cg_date_format(date, text);
        assert_string_equal(text, cases[i].date);
    }
}

static void finer_fields_are_zero(void **state)
{
    (void)state;
    cg_date quarter = parsed("2025-Q3");
    cg_date month = parsed("2025-07");
    assert_int_equal(quarter.month, 0);
    assert_int_equal(quarter.day, 0);
    assert_int_equal(month.quarter, 0);
    assert_int_equal(month.day, 0);
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",          "2",          "202",         "0000",        "0000-01-01",
        "20250",     "2025-",      "2025-1",      "2025-Q0",     "2025-Q5",
        "2025-q1",   "2025-Q",     "2025-Q11",    "2025-00",     "2025-13",
        "2025-7",    "2025-07-",   "2025-07-1",   "2025-07-00",  "2025-07-32",
        "2025/07",   "2025-07/31", "2025-07-311", "-025",        "+025",
        " 2025",     "2025 ",      "2025-02-29",  "1900-02-29",  "2025-06-31",
        "2025Q3",    "20250731",   "abcd",        "2025-ab",     "2025-07-ab",
        "2025-0x-1", "2025-1-011", "202٥",        "2025-07-31Z",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_date date = {.year = 1, .precision = CG_DAY};
        if (cg_date_parse(cg_text_z(cases[i]), &date))
            fail_msg("'%s' is read", cases[i]);
        assert_false(cg_date_known(date));
    }
}

/* Reads nothing beyond its text: each date is followed by another digit. */
static void the_text_ends_where_it_says(void **state)
{
    (void)state;
    static const size_t sizes[] = {4, 7, 10};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        cg_date date;
        assert_true(cg_date_parse((cg_text){"2025-07-319", sizes[i]}, &date));
        assert_int_equal(date.year, 2025);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_has_its_number),
        cmocka_unit_test(each_day_is_read_and_written),
        cmocka_unit_test(coarse_dates_cover_their_days),
        cmocka_unit_test(finer_fields_are_zero),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(the_text_ends_where_it_says),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
