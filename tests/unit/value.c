#include "schema/value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

/* Any float reads back as the same one, in as few digits as do. */
static void floats_print_shortest(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int round = 0; round < 200000; round++) {
        uint64_t bits = random_next(&random);
        double number;
        memcpy(&number, &bits, sizeof number);
        if (round % 2 == 0)
            number = (double)(int64_t)(bits >> 40) / 100;
        if (!isfinite(number))
            continue;
        cg_buffer out = {0};
        cg_value_print(real(number), &out);
        assert_true(strtod(out.at, NULL) == number);
        assert_non_null(strpbrk(out.at, ".e"));
        cg_buffer_release(&out);
    }
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
    const cg_value values[] = {
        {.type = CG_NULL},
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

static void other_json_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "{",
        "[]",
        "null",
        "1",
        "{\"a\":[]}",
        "{\"a\":{}}",
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
        CG_TEXT("{\"a\":1,\"b\":\"text of some length\",\"c\":0.5,\"d\":true}"),
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
        cmocka_unit_test(control_characters_are_escaped_in_json),
        cmocka_unit_test(floats_print_shortest),
        cmocka_unit_test(cells_mean_what_they_look_like),
        cmocka_unit_test(cells_end_where_they_say),
        cmocka_unit_test(values_are_equal_in_type_and_value),
        cmocka_unit_test(properties_are_sorted_and_found),
        cmocka_unit_test(properties_come_back_from_json),
        cmocka_unit_test(other_json_is_refused),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    fault_include_libraries();
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
