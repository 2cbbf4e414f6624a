#include "schema/temporal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "schema/temporal_calendar.h"
#include "schema/temporal_span.h"
#include "schema/temporal_zone.h"
#include "tests/support/cases.h"
#include "tests/support/fault.h"
#include "tests/support/random.h"

static cg_type type_of(const case_line *at)
{
    static const struct {
        const char *name;
        cg_type type;
    } types[] = {{"date", CG_DATE},          {"localtime", CG_LOCAL_TIME},
                 {"time", CG_TIME},          {"localdatetime", CG_LOCAL_DATE_TIME},
                 {"datetime", CG_DATE_TIME}, {"duration", CG_DURATION}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cg_text_equal(at->fields[0], cg_text_z(types[i].name)))
            return types[i].type;
    fail_msg("line %zu: no type '%.*s'", at->number, CG_TEXT_ARG(at->fields[0]));
    return CG_NULL;
}

static void expect(const case_line *at, cg_text found, cg_text expected)
{
    if (!cg_text_equal(found, expected))
        fail_msg("line %zu: '%.*s', not '%.*s'", at->number, CG_TEXT_ARG(found),
                 CG_TEXT_ARG(expected));
}

/* ---- Texts ---- */

static void check_refusal(const case_line *at, cg_text message)
{
    cg_text part = cg_text_slice(at->fields[2], 1, at->fields[2].size);
    if (memmem(message.at, message.size, part.at, part.size) == NULL)
        fail_msg("line %zu: '%.*s' does not say '%.*s'", at->number,
                 CG_TEXT_ARG(message), CG_TEXT_ARG(part));
}

/* What is printed reads back as the same. */
static void check_text(const case_line *at, cg_arena *arena)
{
    cg_type type = type_of(at);
    cg_temporal temporal, again;
    cg_error err = {0};
    cg_buffer printed = {0};
    cg_status status =
        cg_temporal_parse(type, at->fields[1], arena, &temporal, &err);
    if (cg_text_starts(at->fields[2], CG_TEXT("!"))) {
        assert_int_equal(status, CG_REFUSED);
        check_refusal(at, cg_text_z(err.message));
        return;
    }
    if (status != CG_OK)
        fail_msg("line %zu: %s", at->number, err.message);
    cg_temporal_print(type, &temporal, &printed);
    expect(at, cg_buffer_text(&printed), at->fields[2]);
    assert_int_equal(
        cg_temporal_parse(type, cg_buffer_text(&printed), arena, &again, &err),
        CG_OK);
    assert_true(cg_temporal_equal(&temporal, &again));
    cg_buffer_release(&printed);
}

static void texts_are_read(void **state)
{
    (void)state;
    each_case("tests/cases/temporal/texts.cases", check_text);
}

/* A name of a zone that ICU does not know is taken as it is behind an offset. */
static void unknown_zones_are_kept_with_their_offset(void **state)
{
    (void)state;
    cg_arena arena = {0};
    cg_temporal moment;
    cg_text text = CG_TEXT("2019-11-05T09:08+01:30[Mars/Olympus]");
    cg_buffer printed = {0};
    assert_int_equal(cg_temporal_parse(CG_DATE_TIME, text, &arena, &moment, NULL),
                     CG_OK);
    cg_temporal_print(CG_DATE_TIME, &moment, &printed);
    assert_true(cg_text_equal(cg_buffer_text(&printed), text));
    cg_buffer_release(&printed);
    cg_arena_release(&arena);
}

/* ---- Order ---- */

enum { ORDERED = CASE_FIELDS_MAX - 1 };

static void check_order(const case_line *at, cg_arena *arena)
{
    cg_type type = type_of(at);
    cg_temporal values[ORDERED];
    size_t count = 0;
    for (; count < ORDERED && at->fields[count + 1].size > 0; count++)
        assert_int_equal(cg_temporal_parse(type, at->fields[count + 1], arena,
                                           &values[count], NULL),
                         CG_OK);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            int order = cg_temporal_compare(type, &values[i], &values[j]);
            if ((order > 0) - (order < 0) != (i > j) - (i < j))
                fail_msg("line %zu: %zu and %zu", at->number, i + 1, j + 1);
            assert_int_equal(cg_temporal_equal(&values[i], &values[j]), i == j);
        }
}

static void values_are_ordered(void **state)
{
    (void)state;
    each_case("tests/cases/temporal/order.cases", check_order);
}

/* ---- Calendar ---- */

/* The oracle: days are counted one by one, from a Saturday. */
static void each_day_has_its_names(void **state)
{
    (void)state;
    int64_t days = cg_days_of(1599, 12, 31) + 1, again;
    int weekday = 6, day_of_year = 0;
    for (int year = 1600; year < 2010; year++, day_of_year = 0)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= cg_month_length(year, month); day++, days++) {
                cg_day_names names = cg_day_name(days);
                day_of_year++;
                assert_true(names.year == year && names.month == month &&
                            names.day == day);
                assert_int_equal(names.day_of_year, day_of_year);
                assert_int_equal(names.weekday, weekday);
                weekday = weekday % 7 + 1;
                assert_true(cg_day_of_month(year, month, day, &again) &&
                            again == days);
                assert_true(cg_day_of_week(names.week_year, names.week,
                                           names.weekday, &again) &&
                            again == days);
                assert_true(cg_day_of_quarter(year, names.quarter,
                                              names.day_of_quarter, &again) &&
                            again == days);
                assert_true(cg_day_of_year(year, day_of_year, &again) &&
                            again == days);
            }
    assert_int_equal(cg_days_of(1970, 1, 1), 0);
}

static void months_are_added(void **state)
{
    (void)state;
    static const struct {
        int from[3];
        int64_t months;
        int to[3];
    } cases[] = {
        {{2019, 1, 31}, 1, {2019, 2, 28}},    {{2020, 1, 31}, 1, {2020, 2, 29}},
        {{2020, 2, 29}, 12, {2021, 2, 28}},   {{2020, 2, 29}, -1, {2020, 1, 29}},
        {{2020, 12, 31}, -1, {2020, 11, 30}}, {{2020, 1, 5}, -13, {2018, 12, 5}}};
    int64_t sum;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int *from = cases[i].from, *to = cases[i].to;
        assert_true(cg_day_add_months(cg_days_of(from[0], from[1], from[2]),
                                      cases[i].months, &sum));
        assert_int_equal(sum, cg_days_of(to[0], to[1], to[2]));
    }
    const int64_t all = CG_YEAR_MAX * 24 + 11;
    const int64_t first = cg_days_of(-CG_YEAR_MAX, 1, 1);
    const int64_t last = cg_days_of(CG_YEAR_MAX, 12, 1);
    assert_true(cg_day_add_months(first, all, &sum) && sum == last);
    assert_true(cg_day_add_months(last, -all, &sum) && sum == first);
    assert_false(cg_day_add_months(first, all + 1, &sum));
    assert_false(cg_day_add_months(last, -all - 1, &sum));
    assert_false(cg_day_add_months(0, CG_YEAR_MAX * 12, &sum));
    assert_false(cg_day_add_months(0, INT64_MAX, &sum));
    assert_false(cg_day_add_months(0, INT64_MIN, &sum));
}

/* ---- Zones ---- */

static void moments_keep_their_instant(void **state)
{
    (void)state;
    static const int32_t offsets[] = {
        0, 1, -1, 3600, -12600, CG_OFFSET_MAX, -CG_OFFSET_MAX};
    static const int64_t instants[] = {0, -1, 86399, 86400, -86401, 1572944887};
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        for (size_t j = 0; j < sizeof instants / sizeof *instants; j++) {
            cg_temporal moment = {.offset = offsets[i]};
            cg_moment_set_instant(&moment, instants[j]);
            assert_true(moment.seconds >= 0 && moment.seconds < CG_DAY_SECONDS);
            assert_int_equal(cg_moment_instant(&moment), instants[j]);
        }
}

static void zones_tell_offsets(void **state)
{
    (void)state;
    int32_t offset;
    cg_error err = {0};
    int64_t winter = cg_days_of(2019, 1, 1) * CG_DAY_SECONDS;
    int64_t summer = cg_days_of(2019, 7, 1) * CG_DAY_SECONDS;
    assert_int_equal(cg_zone_offset(CG_TEXT("Europe/Paris"), winter, &offset, &err),
                     CG_OK);
    assert_int_equal(offset, 3600);
    assert_int_equal(cg_zone_offset(CG_TEXT("Europe/Paris"), summer, &offset, &err),
                     CG_OK);
    assert_int_equal(offset, 7200);
    assert_int_equal(cg_zone_offset(CG_TEXT("Europe/Nowhere"), 0, &offset, &err),
                     CG_REFUSED);
    assert_int_equal(cg_zone_offset(CG_TEXT(""), 0, &offset, &err), CG_REFUSED);
}

/* ---- Durations ---- */

static void decimals_are_what_floats_mean(void **state)
{
    (void)state;
    cg_decimal decimal;
    assert_true(cg_decimal_of_real(0.1, &decimal));
    assert_true(decimal.whole == 0 && decimal.femtos == CG_FEMTO / 10);
    assert_true(cg_decimal_of_real(-12.3, &decimal));
    assert_true(decimal.whole == -12 && decimal.femtos == -3 * (CG_FEMTO / 10));
    assert_true(cg_decimal_of_real(-0x1p62, &decimal));
    assert_true(decimal.whole == -(INT64_C(1) << 62) && decimal.femtos == 0);
    assert_false(cg_decimal_of_real(0x1p63, &decimal));
    assert_false(cg_decimal_of_real((double)NAN, &decimal));
    assert_false(cg_decimal_of_real(-(double)INFINITY, &decimal));
}

/* Any duration reads back as the same one. */
static void durations_come_back(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int round = 0; round < 20000; round++) {
        int shift = (int)random_below(&random, 40);
        int64_t months = ((int64_t)random_next(&random) >> 24) >> shift;
        int64_t days = ((int64_t)random_next(&random) >> 20) >> shift;
        int64_t seconds = ((int64_t)random_next(&random) >> 4) >> shift;
        int64_t nanos = round % 3 == 0 ? 0 : (int64_t)random_next(&random) >> 30;
        cg_temporal span, again;
        cg_buffer text = {0};
        if (!cg_span_make(months, days, seconds, nanos, &span))
            continue;
        cg_temporal_print(CG_DURATION, &span, &text);
        assert_int_equal(cg_temporal_parse(CG_DURATION, cg_buffer_text(&text), NULL,
                                           &again, NULL),
                         CG_OK);
        assert_true(cg_temporal_equal(&span, &again));
        cg_buffer_release(&text);
    }
}

/* ---- Memory ---- */

static cg_status read_moment(void *handle, cg_error *err)
{
    cg_arena arena = {0};
    cg_temporal moment;
    (void)handle;
    cg_status status =
        cg_temporal_parse(CG_DATE_TIME, CG_TEXT("2019-11-05T09:08[Europe/Paris]"),
                          &arena, &moment, err);
    cg_arena_release(&arena);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(read_moment, NULL, 500) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing_allocations_are_told),
        cmocka_unit_test(texts_are_read),
        cmocka_unit_test(unknown_zones_are_kept_with_their_offset),
        cmocka_unit_test(values_are_ordered),
        cmocka_unit_test(each_day_has_its_names),
        cmocka_unit_test(months_are_added),
        cmocka_unit_test(moments_keep_their_instant),
        cmocka_unit_test(zones_tell_offsets),
        cmocka_unit_test(decimals_are_what_floats_mean),
        cmocka_unit_test(durations_come_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    fault_include_libraries();
    return cmocka_run_group_tests_name("temporal", tests, NULL, NULL);
}
