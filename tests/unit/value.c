#include "schema/value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fault.h"
#include "tests/support/random.h"

static void check_print(cg_value value, const char *printed, const char *json)
{
    cg_buffer out = {0};
    cg_value_print(value, &out);
    cg_buffer_add_byte(&out, ' ');
    cg_value_json(value, &out);
    char expected[128];
    size_t size = strlen(printed);
    memcpy(expected, printed, size);
    expected[size] = ' ';
    memcpy(expected + size + 1, json, strlen(json) + 1);
    assert_string_equal(out.at, expected);
    cg_buffer_release(&out);
}

static cg_value real(double number)
{
    return (cg_value){.type = CG_FLOAT, .as.real = number};
}

static void values_print_for_people_and_as_json(void **state)
{
    (void)state;
    check_print((cg_value){.type = CG_NULL}, "", "null");
    check_print((cg_value){.type = CG_BOOLEAN, .as.boolean = true}, "true", "true");
    check_print((cg_value){.type = CG_BOOLEAN}, "false", "false");
    check_print(cg_integer(0), "0", "0");
    check_print(cg_integer(INT64_MIN), "-9223372036854775808",
                "-9223372036854775808");
    check_print(cg_integer(INT64_MAX), "9223372036854775807",
                "9223372036854775807");
    check_print(real(1), "1.0", "1.0");
    check_print(real(-0.0), "-0.0", "-0.0");
    check_print(real(0.1), "0.1", "0.1");
    check_print(real(1e300), "1e+300", "1e+300");
    check_print(real(NAN), "NaN", "null");
    check_print(real(HUGE_VAL), "Inf", "null");
    check_print(real(-HUGE_VAL), "-Inf", "null");
    check_print(cg_string(CG_TEXT("a\"b\\c")), "a\"b\\c", "\"a\\\"b\\\\c\"");
    check_print(cg_string(CG_TEXT("")), "", "\"\"");
}

/* Other types: lists, maps, moments. */
static void compound_values_print(void **state)
{
    (void)state;
    const cg_temporal moment = {.days = 18205};
    cg_value day = {.type = CG_DATE, .as.temporal = &moment};
    const cg_value items[] = {cg_integer(1), cg_string(CG_TEXT("a \"b\"")),
                              real(NAN), day};
    cg_value list = {.type = CG_LIST, .as.list = {items, 4}};
    const cg_property entries[] = {{CG_TEXT("a"), list},
                                   {CG_TEXT("b"), {.type = CG_NULL}}};
    const int64_t nodes[] = {3, 5};
    const int64_t relationships[] = {8};
    const cg_path_value path = {nodes, relationships, 1};
    check_print(day, "2019-11-05", "\"2019-11-05\"");
    check_print(list, "[1, a \"b\", NaN, 2019-11-05]",
                "[1,\"a \\\"b\\\"\",null,\"2019-11-05\"]");
    check_print((cg_value){.type = CG_LIST}, "[]", "[]");
    check_print((cg_value){.type = CG_MAP, .as.map = {entries, 2}},
                "{a: [1, a \"b\", NaN, 2019-11-05], b: }",
                "{\"a\":[1,\"a \\\"b\\\"\",null,\"2019-11-05\"],\"b\":null}");
    check_print((cg_value){.type = CG_NODE, .as.id = 7}, "7", "7");
    check_print((cg_value){.type = CG_PATH, .as.path = &path}, "[3,8,5]",
                "[3,8,5]");
}

static void types_have_names(void **state)
{
    (void)state;
    assert_string_equal(cg_type_name(CG_NULL), "null");
    assert_string_equal(cg_type_name(CG_LIST), "list");
    assert_string_equal(cg_type_name(CG_LOCAL_DATE_TIME), "local date-time");
    assert_string_equal(cg_type_name(CG_DURATION), "duration");
    assert_string_equal(cg_type_name(CG_TYPE_COUNT), "unknown");
}

static void control_characters_are_escaped_in_json(void **state)
{
    (void)state;
    for (int byte = 0; byte < 0x80; byte++) {
        char text = (char)byte;
        cg_buffer out = {0};
        cg_text_json((cg_text){&text, 1}, &out);
        bool plain = byte >= 0x20 && byte != 0x7F && byte != '"' && byte != '\\';
        assert_int_equal(out.size == 3, plain);
        for (size_t i = 0; i < out.size; i++)
            assert_true(out.at[i] >= 0x20 && out.at[i] < 0x7F);
        cg_buffer_release(&out);
    }
}

/* In the fewest digits from 15 on that read back, as the C library writes them. */
static void print_by_library(double number, char out[40])
{
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(out, 40, "%.*g", precision, number);
        if (strtod(out, NULL) == number)
            break;
    }
    if (strpbrk(out, ".e") == NULL)
        strcat(out, ".0");
}

/* A cell is a float if that is how it prints, and text if not. */
static void check_cell(const char *text)
{
    cg_value value = cg_value_of_cell(cg_text_z(text));
    if (value.type == CG_FLOAT) {
        char printed[40];
        assert_true(value.as.real == strtod(text, NULL));
        print_by_library(value.as.real, printed);
        assert_string_equal(printed, text);
    }
}

/* Any float reads back as the same one, in as few digits as do. */
static void floats_print_shortest(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int round = 0; round < 200000; round++) {
        uint64_t bits = random_next(&random);
        double number;
        memcpy(&number, &bits, sizeof number);
        static const double scales[] = {1e-3, 1, 10, 100, 1e3, 1e6, 1e7, 1e9};
        if (round % 2 == 0)
            number = (double)((int64_t)bits >> (round / 2 % 60)) /
                     scales[round / 120 % 8];
        if (!isfinite(number))
            continue;
        cg_buffer out = {0};
        char printed[40];
        cg_value_print(real(number), &out);
        print_by_library(number, printed);
        assert_string_equal(out.at, printed);
        check_cell(printed);
        snprintf(printed, sizeof printed, "%.*f", round % 9, fmod(number, 1e12));
        check_cell(printed);
        assert_true(strtod(out.at, NULL) == number);
        assert_non_null(strpbrk(out.at, ".e"));
        cg_buffer_release(&out);
    }
}

static void numbers_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } cases[] = {{"1", 1},        {"-1.5", -1.5},      {".5", 0.5},
                 {"2e-3", 0.002}, {"1E3", 1000},       {"0.1", 0.1},
                 {"1.5e+2", 150}, {"1e400", INFINITY}, {"1e-400", 0}};
    static const char *const others[] = {"",    "x",  "1x", "1e",  "nan", "inf",
                                         "0x1", " 1", "1 ", "1,5", ".",   "e1"};
    double number;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!cg_real_of_text(cg_text_z(cases[i].text), &number) ||
            number != cases[i].number)
            fail_msg("'%s'", cases[i].text);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (cg_real_of_text(cg_text_z(others[i]), &number))
            fail_msg("'%s'", others[i]);

    char digits[513];
    memset(digits, '1', sizeof digits);
    assert_true(cg_real_of_text((cg_text){digits, 512}, &number));
    assert_true(isinf(number));
    assert_false(cg_real_of_text((cg_text){digits, 513}, &number));
    assert_true(cg_real_of_text((cg_text){digits, 2}, &number) && number == 11);
}

static void cells_mean_what_they_look_like(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        cg_type type;
    } cases[] = {
        {"", CG_NULL},
        {"0", CG_INTEGER},
        {"-1", CG_INTEGER},
        {"42", CG_INTEGER},
        {"999999999999999999", CG_INTEGER},
        {"-999999999999999999", CG_INTEGER},
        {"1000000000000000000", CG_STRING},
        {"9223372036854775808", CG_STRING},
        {"007", CG_STRING},
        {"-0", CG_STRING},
        {"+1", CG_STRING},
        {"1 ", CG_STRING},
        {" 1", CG_STRING},
        {"-", CG_STRING},
        {"0x10", CG_STRING},
        {"1,000", CG_STRING},
        {"0.5", CG_FLOAT},
        {"-12.25", CG_FLOAT},
        {"1.0", CG_FLOAT},
        {"1.", CG_STRING},
        {".5", CG_STRING},
        {"1.50", CG_STRING},
        {"1e400", CG_STRING},
        {"1.0e400", CG_STRING},
        {"0.1234567890123456789", CG_STRING},
        {"nan", CG_STRING},
        {"inf", CG_STRING},
        {"true", CG_BOOLEAN},
        {"false", CG_BOOLEAN},
        {"TRUE", CG_STRING},
        {"truex", CG_STRING},
        {"2025-07", CG_STRING},
        {"H20", CG_STRING},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_text cell = cg_text_z(cases[i].cell);
        cg_value value = cg_value_of_cell(cell);
        cg_buffer out = {0};
        if (value.type != cases[i].type)
            fail_msg("'%s' has type %d", cases[i].cell, value.type);
        /* A cell never loses anything. */
        cg_value_print(value, &out);
        assert_true(cg_text_equal(cg_buffer_text(&out), cell));
        cg_buffer_release(&out);
    }
}

/* A cell is read within its bytes: here, a digit follows it. */
static void cells_end_where_they_say(void **state)
{
    (void)state;
    assert_int_equal(cg_value_of_cell((cg_text){"123", 2}).as.integer, 12);
    assert_true(cg_value_of_cell((cg_text){"1.53", 3}).as.real == 1.5);
    assert_int_equal(cg_value_of_cell((cg_text){"true1", 4}).type, CG_BOOLEAN);
}

static void values_are_equal_in_type_and_value(void **state)
{
    (void)state;
    static const cg_temporal day = {.days = 1}, other_day = {.days = 2};
    static const cg_value one[] = {{.type = CG_INTEGER, .as.integer = 1}};
    static const cg_value two[] = {{.type = CG_INTEGER, .as.integer = 2}};
    static const cg_property entry[] = {
        {{"a", 1}, {.type = CG_INTEGER, .as.integer = 1}}};
    static const int64_t ids[] = {1, 2, 3};
    static const cg_path_value here = {ids, NULL, 0}, there = {ids + 1, NULL, 0};
    static const cg_path_value there_by = {ids, ids, 1},
                               by_other = {ids, ids + 1, 1};
    const cg_value values[] = {
        {.type = CG_NULL},
        {.type = CG_LIST},
        {.type = CG_LIST, .as.list = {one, 1}},
        {.type = CG_LIST, .as.list = {two, 1}},
        {.type = CG_MAP},
        {.type = CG_MAP, .as.map = {entry, 1}},
        {.type = CG_NODE, .as.id = 1},
        {.type = CG_NODE, .as.id = 2},
        {.type = CG_RELATIONSHIP, .as.id = 1},
        {.type = CG_PATH, .as.path = &here},
        {.type = CG_PATH, .as.path = &there},
        {.type = CG_PATH, .as.path = &there_by},
        {.type = CG_PATH, .as.path = &by_other},
        {.type = CG_DATE, .as.temporal = &day},
        {.type = CG_DATE, .as.temporal = &other_day},
        {.type = CG_DURATION, .as.temporal = &day},
        {.type = CG_BOOLEAN},
        {.type = CG_BOOLEAN, .as.boolean = true},
        cg_integer(0),
        cg_integer(1),
        real(0.5),
        real(1.0),
        real(NAN),
        cg_string(CG_TEXT("")),
        cg_string(CG_TEXT("1")),
    };
    size_t count = sizeof values / sizeof *values;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            assert_int_equal(cg_value_equal(values[i], values[j]), i == j);
}

static void properties_are_sorted_and_found(void **state)
{
    (void)state;
    cg_property items[] = {
        {CG_TEXT("year"), cg_integer(2025)},
        {CG_TEXT("amount"), cg_string(CG_TEXT("5,5 tỷ USD"))},
        {CG_TEXT("nothing"), {.type = CG_NULL}},
        {CG_TEXT("Share"), real(0.25)},
    };
    size_t count = cg_properties_sort(items, 4);
    cg_properties properties = {items, count};
    cg_buffer json = {0};
    assert_int_equal(count, 3);
    cg_properties_json(properties, &json);
    assert_string_equal(json.at,
                        "{\"Share\":0.25,\"amount\":\"5,5 tỷ USD\",\"year\":2025}");
    assert_int_equal(cg_properties_get(properties, CG_TEXT("year")).as.integer,
                     2025);
    assert_int_equal(cg_properties_get(properties, CG_TEXT("yea")).type, CG_NULL);
    assert_int_equal(cg_properties_get((cg_properties){0}, CG_TEXT("x")).type,
                     CG_NULL);
    cg_buffer_release(&json);

    cg_property twice[] = {{CG_TEXT("b"), cg_integer(1)},
                           {CG_TEXT("a"), cg_integer(2)},
                           {CG_TEXT("b"), cg_integer(1)}};
    assert_true(cg_properties_sort(twice, 3) == SIZE_MAX);
    assert_int_equal(cg_properties_sort(NULL, 0), 0);
}

static void properties_come_back_from_json(void **state)
{
    (void)state;
    cg_property items[] = {
        {CG_TEXT("a"), cg_integer(INT64_MIN)},
        {CG_TEXT("b"), cg_integer(INT64_MAX)},
        {CG_TEXT("c"), real(0.1)},
        {CG_TEXT("d"), real(1.0)},
        {CG_TEXT("e"), {.type = CG_BOOLEAN, .as.boolean = true}},
        {CG_TEXT("f"), cg_string(CG_TEXT("quote \" slash \\ \n\x01 芯片 Đ"))},
        {CG_TEXT("g \" h"), cg_string(CG_TEXT(""))},
        {CG_TEXT("h"), cg_string((cg_text){"a\0b", 3})},
    };
    cg_properties properties = {items, sizeof items / sizeof *items};
    cg_properties again;
    cg_arena arena = {0};
    cg_buffer json = {0};
    cg_properties_json(properties, &json);
    assert_int_equal(
        cg_properties_parse(cg_buffer_text(&json), &arena, &again, NULL), CG_OK);
    assert_true(cg_properties_equal(properties, again));
    again.count--;
    assert_false(cg_properties_equal(properties, again));

    assert_int_equal(cg_properties_parse(CG_TEXT(""), &arena, &again, NULL), CG_OK);
    assert_int_equal(again.count, 0);
    assert_int_equal(cg_properties_parse(CG_TEXT("{}"), &arena, &again, NULL),
                     CG_OK);
    assert_int_equal(again.count, 0);
    cg_buffer_release(&json);
    cg_arena_release(&arena);
}

/* The stored form keeps what JSON has no form for. */
static void stored_properties_are_read_and_written_alike(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "{\"a\":[]}",
        "{\"a\":[1,1.0,\"x\",true,null]}",
        "{\"a\":{\"$float\":\"NaN\"}}",
        "{\"a\":{\"$float\":\"Inf\"},\"b\":{\"$float\":\"-Inf\"}}",
        "{\"a\":{\"$date\":\"2025-07-31\"}}",
        "{\"a\":{\"$localtime\":\"12:30\"}}",
        "{\"a\":{\"$time\":\"12:30:00.5+07:00\"}}",
        "{\"a\":{\"$localdatetime\":\"2025-07-31T12:30\"}}",
        "{\"a\":{\"$datetime\":\"2025-07-31T12:30+02:00[Europe/Paris]\"}}",
        "{\"a\":[{\"$duration\":\"P1Y2M3DT4H\"},{\"$float\":\"NaN\"}]}",
    };
    cg_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_properties properties;
        cg_buffer json = {0};
        assert_int_equal(
            cg_properties_parse(cg_text_z(cases[i]), &arena, &properties, NULL),
            CG_OK);
        cg_properties_json(properties, &json);
        assert_string_equal(json.at, cases[i]);
        cg_buffer_release(&json);
    }
    cg_arena_release(&arena);
}

static void other_json_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "{",
        "[]",
        "null",
        "1",
        "{\"a\":[[]]}",
        "{\"a\":[1,[2]]}",
        "{\"a\":[{}]}",
        "{\"a\":{}}",
        "{\"a\":{\"b\":1}}",
        "{\"a\":{\"b\":\"1\"}}",
        "{\"a\":{\"$date\":1}}",
        "{\"a\":{\"$date\":\"2025-02-31\"}}",
        "{\"a\":{\"$date\":\"2025-07-31\",\"$time\":\"12:00\"}}",
        "{\"a\":{\"$datetime\":\"2025-07-31T12:00[Asia/Nowhere]\"}}",
        "{\"a\":{\"$float\":\"1.5\"}}",
        "{\"a\":{\"$integer\":\"1\"}}",
        "{\"a\":1",
        "{\"a\":1}x",
        "{\"a\":01}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\xff}",
        "\xff",
        "{\"a\":1e999}",
        "{\"a\":99999999999999999999}",
    };
    cg_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_properties properties;
        cg_error err = {0};
        if (cg_properties_parse(cg_text_z(cases[i]), &arena, &properties, &err) !=
            CG_SYNTAX)
            fail_msg("'%s'", cases[i]);
        assert_int_equal(err.status, CG_SYNTAX);
        assert_true(err.message[0] != '\0');
    }
    cg_arena_release(&arena);
}

static cg_status parse_and_print(void *handle, cg_error *err)
{
    cg_arena arena = {0};
    cg_buffer out = {0};
    cg_properties properties;
    (void)handle;
    cg_status status = cg_properties_parse(
        CG_TEXT("{\"a\":1,\"b\":\"text of some length\",\"c\":0.5,\"d\":true,"
                "\"e\":[\"text\"],"
                "\"f\":{\"$datetime\":\"2025-07-31T12:30[Europe/Paris]\"}}"),
        &arena, &properties, err);
    if (status == CG_OK) {
        cg_properties_json(properties, &out);
        status = cg_buffer_status(&out, err);
    }
    cg_buffer_release(&out);
    cg_arena_release(&arena);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(parse_and_print, NULL, 1000) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_print_for_people_and_as_json),
        cmocka_unit_test(compound_values_print),
        cmocka_unit_test(types_have_names),
        cmocka_unit_test(control_characters_are_escaped_in_json),
        cmocka_unit_test(floats_print_shortest),
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(cells_mean_what_they_look_like),
        cmocka_unit_test(cells_end_where_they_say),
        cmocka_unit_test(values_are_equal_in_type_and_value),
        cmocka_unit_test(properties_are_sorted_and_found),
        cmocka_unit_test(properties_come_back_from_json),
        cmocka_unit_test(stored_properties_are_read_and_written_alike),
        cmocka_unit_test(other_json_is_refused),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    fault_include_libraries();
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
