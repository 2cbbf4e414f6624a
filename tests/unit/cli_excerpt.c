/* Excerpts: the line of an error, and the mark below it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/excerpt.h"

static void marks_stand_below_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *found; /* what is marked; NULL: the end */
        const char *wanted;
    } cases[] = {
        {"RETURN chp", "chp", "    RETURN chp\n           ^~~\n"},
        {"RETURN", NULL, "    RETURN\n          ^\n"},
        {"", NULL, "    \n    ^\n"},
        {"MATCH (a)\nWHERE x\r\nRETURN a", "x", "    WHERE x\n          ^\n"},
        {"a\nb c\n", "c", "    b c\n      ^\n"},
        {"\n\n", NULL, "    \n    ^\n"},
        /* A mark that goes on in the next line ends with its own. */
        {"RETURN 'a\nb'", "'a\nb'", "    RETURN 'a\n           ^~\n"},
        /* Columns, not bytes or letters. */
        {"'Đà Nẵng' + x", "x", "    'Đà Nẵng' + x\n                ^\n"},
        {"'芯片' + '芯'", "'芯'", "    '芯片' + '芯'\n             ^~~~\n"},
        {"e\xcc\x81\xcc\xa3x + y", "y", "    e\xcc\x81\xcc\xa3x + y\n         ^\n"},
        /* Tabs are blanks, and nothing steers a terminal. */
        {"\tRETURN\tx", "x", "        RETURN    x\n                  ^\n"},
        {"'\x1b[31m' x", "x", "    '\\x1b[31m' x\n               ^\n"},
        {"'\xe2\x80\xae' x", "x", "    '\\u202e' x\n             ^\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_buffer out = {0};
        cg_text text = cg_text_z(cases[i].text);
        const char *found =
            cases[i].found != NULL ? strstr(text.at, cases[i].found) : NULL;
        size_t start = found != NULL ? (size_t)(found - text.at) : text.size;
        size_t size = found != NULL ? strlen(cases[i].found) : 0;
        excerpt_add(text, start, start + size, &out);
        assert_string_equal(out.at, cases[i].wanted);
        cg_buffer_release(&out);
    }
}

static cg_text line_of(cg_text *rest)
{
    const char *end = memchr(rest->at, '\n', rest->size);
    assert_non_null(end);
    cg_text line = cg_text_slice(*rest, 0, (size_t)(end - rest->at));
    *rest = cg_text_slice(*rest, line.size + 1, rest->size);
    return line;
}

/* What stands in the columns from `column` on. */
static cg_text behind(cg_text line, size_t column)
{
    size_t at = 0, width = 0;
    while (width < column && at < line.size) {
        size_t start = at;
        (void)cg_text_next(line, &at);
        width += cg_text_width(cg_text_slice(line, start, at));
    }
    return cg_text_slice(line, at, line.size);
}

/* A word at any place of a long line of narrow and wide letters is in the window, and its
 * mark below it. */
static void long_lines_are_cut_to_a_window(void **state)
{
    (void)state;
    for (size_t length = 0; length < 200; length++)
        for (size_t place = 0; place <= length; place += 7) {
            cg_buffer text = {0}, out = {0};
            for (size_t i = 0; i < length; i++) {
                cg_buffer_add_z(&text, i == place ? "<here>" : "");
                cg_buffer_add_z(&text, i % 3 == 0 ? "芯" : i % 3 == 1 ? "ẵ" : "x");
            }
            cg_buffer_add_z(&text, place == length ? "<here>" : "");
            size_t start = (size_t)(strstr(text.at, "<here>") - text.at);
            excerpt_add(cg_buffer_text(&text), start, start + 6, &out);
            cg_text rest = cg_buffer_text(&out);
            cg_text line = line_of(&rest), mark = line_of(&rest);
            assert_int_equal(rest.size, 0);
            assert_true(cg_text_width(line) <= EXCERPT_WIDTH);
            assert_true(mark.size <= EXCERPT_WIDTH);
            const char *caret = memchr(mark.at, '^', mark.size);
            assert_non_null(caret);
            size_t column = (size_t)(caret - mark.at);
            assert_true(cg_text_starts(behind(line, column), CG_TEXT("<here>")));
            assert_int_equal(mark.size, column + 6);
            cg_buffer_release(&text);
            cg_buffer_release(&out);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_stand_below_the_place),
        cmocka_unit_test(long_lines_are_cut_to_a_window),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("excerpts", tests, NULL, NULL);
}
