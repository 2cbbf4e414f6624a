#include "schema/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void each_status_has_a_text(void **state)
{
    (void)state;
    for (int i = 0; i < CG_STATUS_COUNT; i++) {
        cg_status status = (cg_status)i;
        int code = cg_status_exit(status);
        assert_true(strlen(cg_status_text(status)) > 0);
        assert_int_equal(strncmp(cg_status_name(status), "CG_", 3), 0);
        assert_in_range(code, 0, 4);
        assert_int_equal(code == 0, status <= CG_DONE);
    }
}

static void failing_fills_the_error(void **state)
{
    (void)state;
    cg_error err = {0};
    cg_place at = {
        .source = "sheet.csv", .line = 14, .column = 3, .start = 70, .end = 77};

    assert_int_equal(cg_fail(&err, CG_REFUSED, &at, "unknown %s '%s'", "type", "X"),
                     CG_REFUSED);
    assert_int_equal(err.status, CG_REFUSED);
    assert_string_equal(err.source, "sheet.csv");
    assert_int_equal(err.line, 14);
    assert_int_equal(err.column, 3);
    assert_int_equal(err.start, 70);
    assert_int_equal(err.end, 77);
    assert_string_equal(err.message, "unknown type 'X'");
}

static void the_first_error_wins(void **state)
{
    (void)state;
    cg_error err = {0};
    assert_int_equal(cg_fail(&err, CG_SYNTAX, NULL, "first"), CG_SYNTAX);
    assert_int_equal(cg_fail(&err, CG_STORAGE, NULL, "second"), CG_SYNTAX);
    assert_int_equal(err.status, CG_SYNTAX);
    assert_string_equal(err.message, "first");

    cg_error_clear(&err);
    assert_int_equal(err.status, CG_OK);
    cg_fail_memory(&err);
    assert_int_equal(err.status, CG_NOMEM);
    assert_true(err.message[0] != '\0');
}

static void no_error_struct_is_fine(void **state)
{
    (void)state;
    assert_int_equal(cg_fail(NULL, CG_LIMIT, NULL, "nobody listens"), CG_LIMIT);
    assert_int_equal(cg_fail_memory(NULL), CG_NOMEM);
}

static void a_place_is_added_once(void **state)
{
    (void)state;
    cg_error err = {0};
    cg_place outer = {.source = "a.txt", .line = 2, .column = 5};
    cg_place later = {.source = "b.txt", .line = 9, .column = 9};
    cg_fail(&err, CG_SYNTAX, NULL, "wrong");
    cg_error_locate(&err, &outer);
    cg_error_locate(&err, &later);
    assert_string_equal(err.source, "a.txt");
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 5);
}

static void formats_what_is_known(void **state)
{
    (void)state;
    static const struct {
        cg_place at;
        const char *expected;
    } cases[] = {
        {{.source = "a.csv", .line = 3, .column = 7}, "a.csv:3:7: wrong"},
        {{.source = "a.csv", .line = 3}, "a.csv:3: wrong"},
        {{.source = "a.csv"}, "a.csv: wrong"},
        {{.source = NULL}, "wrong"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_error err = {0};
        char line[64];
        cg_fail(&err, CG_SYNTAX, &cases[i].at, "wrong");
        assert_int_equal(cg_error_format(&err, line, sizeof line),
                         strlen(cases[i].expected));
        assert_string_equal(line, cases[i].expected);
    }
}

static void formatting_never_overflows(void **state)
{
    (void)state;
    cg_error err = {0};
    cg_place at = {.source = "name.csv", .line = 1, .column = 1};
    cg_fail(&err, CG_SYNTAX, &at, "message");
    const char *whole = "name.csv:1:1: message";
    for (size_t room = 0; room <= strlen(whole) + 1; room++) {
        char line[64];
        memset(line, '#', sizeof line);
        assert_int_equal(cg_error_format(&err, line, room), strlen(whole));
        assert_int_equal(line[room], '#');
        if (room > 0) {
            assert_int_equal(strlen(line), room - 1);
            assert_memory_equal(line, whole, room - 1);
        }
    }
}

/* A message or a name that does not fit is cut, and not within a character. */
static void long_messages_are_cut_at_a_character(void **state)
{
    (void)state;
    char text[2048];
    for (size_t lead = 0; lead < 4; lead++) {
        cg_error err = {0};
        size_t size = lead;
        memset(text, 'x', lead);
        while (size + 4 <= sizeof text) {
            memcpy(text + size, "\xe8\x8a\xaf", 3); /* 芯 */
            size += 3;
        }
        text[size] = '\0';
        cg_place at = {.source = text};
        cg_fail(&err, CG_SYNTAX, &at, "%s", text);
        assert_int_equal(strlen(err.message) % 3, lead % 3);
        assert_int_equal(strlen(err.source) % 3, lead % 3);
        assert_true(strlen(err.message) > sizeof err.message - 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_status_has_a_text),
        cmocka_unit_test(failing_fills_the_error),
        cmocka_unit_test(the_first_error_wins),
        cmocka_unit_test(no_error_struct_is_fine),
        cmocka_unit_test(a_place_is_added_once),
        cmocka_unit_test(formats_what_is_known),
        cmocka_unit_test(formatting_never_overflows),
        cmocka_unit_test(long_messages_are_cut_at_a_character),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
