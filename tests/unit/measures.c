#include "ingest/text/measures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "schema/fold.h"
#include "tests/support/cases.h"
#include "tests/support/fault.h"

static text_measures *measures;

static cg_language language_of(cg_text name)
{
    return cg_text_starts(name, CG_TEXT("vi"))   ? CG_VI
           : cg_text_starts(name, CG_TEXT("zh")) ? CG_ZH
                                                 : CG_EN;
}

static cg_text fold(cg_text words, cg_arena *arena)
{
    cg_text folded;
    cg_error err = {0};
    assert_int_equal(cg_text_fold(words, CG_FOLD_CASE, arena, &folded, &err),
                     CG_OK);
    return folded;
}

/* ---- Dates ---- */

static void expect_date(const case_line *at, const char *what, cg_date found,
                        cg_text expected)
{
    char text[CG_DATE_ROOM];
    size_t size = cg_date_format(found, text);
    if (!cg_text_equal((cg_text){text, size}, expected))
        fail_msg("line %zu, '%.*s': %s is '%s', not '%.*s'", at->number,
                 CG_TEXT_ARG(at->fields[2]), what, text, CG_TEXT_ARG(expected));
}

static void check_date(const case_line *at, cg_arena *arena)
{
    date_setting setting = {.language = language_of(at->fields[0]),
                            .ahead = cg_text_ends(at->fields[0], CG_TEXT("ahead")),
                            .alone = cg_text_ends(at->fields[0], CG_TEXT("alone"))};
    date_reading reading;
    assert_true(at->fields[1].size == 0 ||
                cg_date_parse(at->fields[1], &setting.today));
    measures_read_dates(measures, fold(at->fields[2], arena), &setting, &reading);
    expect_date(at, "since", reading.since, at->fields[3]);
    expect_date(at, "until", reading.until, at->fields[4]);
}

static void dates_are_read(void **state)
{
    (void)state;
    each_case("tests/cases/measures/dates.cases", check_date);
}

/* The oracle: a calendar that the schema's dates walk day by day. 2024-01-01 was a
 * Monday. */
static void each_day_has_a_yesterday_and_a_week(void **state)
{
    (void)state;
    cg_date today, monday, yesterday;
    date_reading reading;
    assert_true(cg_date_parse(CG_TEXT("2024-01-01"), &monday));
    yesterday = monday;
    for (int number = 1; number <= 1200; number++) {
        date_setting setting = {.language = CG_EN, .today = yesterday};
        measures_read_dates(measures, CG_TEXT("tomorrow"), &setting, &reading);
        today = reading.since;
        assert_int_equal(cg_date_first_day(today),
                         cg_date_first_day(yesterday) + 1);
        setting.today = today;
        measures_read_dates(measures, CG_TEXT("yesterday"), &setting, &reading);
        assert_int_equal(cg_date_first_day(reading.since),
                         cg_date_first_day(yesterday));
        if (number % 7 == 0)
            monday = today;
        measures_read_dates(measures, CG_TEXT("on monday"), &setting, &reading);
        assert_int_equal(cg_date_first_day(reading.since),
                         cg_date_first_day(monday));
        yesterday = today;
    }
}

/* ---- Amounts ---- */

static void check_amount(const case_line *at, cg_arena *arena)
{
    cg_value value = {CG_NULL, {0}};
    cg_text unit = {"", 0};
    cg_buffer found = {0};
    if (measures_read_amount(measures, fold(at->fields[1], arena),
                             language_of(at->fields[0]), &value, &unit))
        cg_value_print(value, &found);
    else
        cg_buffer_add_z(&found, "none");
    if (!cg_text_equal(cg_buffer_text(&found), at->fields[2]) ||
        !cg_text_equal(unit, at->fields[3]))
        fail_msg("line %zu, '%.*s': %.*s '%.*s', not %.*s '%.*s'", at->number,
                 CG_TEXT_ARG(at->fields[1]), CG_TEXT_ARG(cg_buffer_text(&found)),
                 CG_TEXT_ARG(unit), CG_TEXT_ARG(at->fields[2]),
                 CG_TEXT_ARG(at->fields[3]));
    cg_buffer_release(&found);
}

static void amounts_are_read(void **state)
{
    (void)state;
    each_case("tests/cases/measures/amounts.cases", check_amount);
}

static void long_texts_and_numbers_are_no_measures(void **state)
{
    (void)state;
    char text[MEASURE_TEXT_MAX + 1];
    cg_value value;
    cg_text unit;
    date_reading reading;
    date_setting setting = {.language = CG_EN, .alone = true};
    memset(text, ' ', sizeof text);
    memcpy(text + MEASURE_TEXT_MAX - 4, "2019", 4);
    measures_read_dates(measures, (cg_text){text, MEASURE_TEXT_MAX}, &setting,
                        &reading);
    assert_int_equal(reading.since.year, 2019);
    measures_read_dates(measures, (cg_text){text, sizeof text}, &setting, &reading);
    assert_int_equal(reading.count, 0);

    memset(text, '9', sizeof text);
    text[31] = '%';
    assert_false(
        measures_read_amount(measures, (cg_text){text, 32}, CG_EN, &value, &unit));
    assert_true(measures_read_amount(measures, (cg_text){text + 1, 31}, CG_EN,
                                     &value, &unit));
}

/* ---- Files ---- */

static void check_refusal(const char *yaml, cg_status why, uint64_t line)
{
    text_measures *own = NULL;
    cg_error err = {0};
    assert_int_equal(measures_open(&own, &err), CG_OK);
    assert_int_equal(measures_load(own, "my.yaml", cg_text_z(yaml), &err), why);
    assert_int_equal(err.line, line);
    measures_close(own);
}

static void bad_files_are_refused(void **state)
{
    (void)state;
    check_refusal("en:\n  month: {mensis: x}\n", CG_REFUSED, 2);
    check_refusal("en:\n  moon: {mensis: 1}\n", CG_REFUSED, 2);
    check_refusal("la:\n  month: {mensis: 1}\n", CG_REFUSED, 1);
    check_refusal("en:\n  date: {'{moon} {year}': ''}\n", CG_REFUSED, 2);
    check_refusal("en:\n  date: {'{year': ''}\n", CG_REFUSED, 2);
    check_refusal("en:\n  date: {'some day': year}\n", CG_REFUSED, 2);
    check_refusal("en:\n  date: {'some day': age-1}\n", CG_REFUSED, 2);
    check_refusal("en:\n  date: [a]\n", CG_SYNTAX, 2);
    check_refusal("en:\n  month: {mensis: [1]}\n", CG_SYNTAX, 2);
    check_refusal("en: {\n", CG_SYNTAX, 2);
}

static cg_status open_and_close(void *handle, cg_error *err)
{
    (void)handle;
    text_measures *own = NULL;
    cg_status status = measures_open(&own, err);
    measures_close(own);
    return status;
}

static void memory_may_fail_anywhere(void **state)
{
    (void)state;
    assert_true(fault_sweep(open_and_close, NULL, 60) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(each_day_has_a_yesterday_and_a_week),
        cmocka_unit_test(amounts_are_read),
        cmocka_unit_test(long_texts_and_numbers_are_no_measures),
        cmocka_unit_test(bad_files_are_refused),
        cmocka_unit_test(memory_may_fail_anywhere),
    };
    cg_error err = {0};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (measures_open(&measures, &err) != CG_OK) {
        fprintf(stderr, "%s:%d: %s\n", err.source, (int)err.line, err.message);
        return 1;
    }
    int failed = cmocka_run_group_tests_name("measures", tests, NULL, NULL);
    measures_close(measures);
    return failed;
}
