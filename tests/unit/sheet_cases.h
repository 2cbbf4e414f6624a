/* Cases as data: what goes in, and what is expected to come out as text.
 *
 *     == a name for the case
 *     lines of input
 *     --
 *     lines that are expected
 *
 * Every line of input ends with a line feed. In it `\r`, `\n`, `\t`, `\\` and `\xHH`
 * stand for bytes, and `\c` at its end keeps the line feed away. What stands before
 * the first case is a comment.
 */
#ifndef CG_TESTS_UNIT_SHEET_CASES_H
#define CG_TESTS_UNIT_SHEET_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schema/memory.h"
#include "tests/support/chunked.h"

enum { CASE_MAX = 400 };

typedef struct {
    char *name;
    cg_buffer input;
    cg_buffer expected;
} sheet_case;

typedef struct {
    sheet_case items[CASE_MAX];
    struct CMUnitTest tests[CASE_MAX];
    size_t count;
} sheet_cases;

static unsigned case_hex(const char *at)
{
    char digits[3] = {at[0], at[1], '\0'};
    return (unsigned)strtoul(digits, NULL, 16);
}

/* One line of input (without its line feed), escapes resolved. */
static void case_add_input(cg_buffer *input, cg_text line)
{
    for (size_t i = 0; i < line.size; i++) {
        char next = i + 1 < line.size ? line.at[i + 1] : '\0';
        if (line.at[i] != '\\') {
            cg_buffer_add_byte(input, line.at[i]);
            continue;
        }
        i++;
        if (next == 'c')
            return;
        if (next == 'x') {
            cg_buffer_add_byte(input, (char)case_hex(line.at + i + 1));
            i += 2;
        } else {
            cg_buffer_add_byte(input, next == 'r'   ? '\r'
                                      : next == 'n' ? '\n'
                                      : next == 't' ? '\t'
                                                    : next);
        }
    }
    cg_buffer_add_byte(input, '\n');
}

static void case_add_line(sheet_cases *cases, size_t first, cg_text line,
                          bool *expecting)
{
    if (cg_text_starts(line, CG_TEXT("== "))) {
        assert_true(cases->count < CASE_MAX);
        sheet_case *fresh = &cases->items[cases->count++];
        fresh->name = strndup(line.at + 3, line.size - 3);
        *expecting = false;
    } else if (cases->count > first && cg_text_equal(line, CG_TEXT("--"))) {
        *expecting = true;
    } else if (cases->count > first) {
        sheet_case *last = &cases->items[cases->count - 1];
        if (*expecting) {
            cg_buffer_add(&last->expected, line);
            cg_buffer_add_byte(&last->expected, '\n');
        } else {
            case_add_input(&last->input, line);
        }
    }
}

/* Add the cases of a file, each as a test that runs `test` with its case as state; `cases`
 * starts zeroed. */
static void cases_read(sheet_cases *cases, const char *path,
                       CMUnitTestFunction test)
{
    size_t first = cases->count;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    char *line = NULL;
    size_t room = 0;
    bool expecting = false;
    ssize_t size;
    while ((size = getline(&line, &room, file)) > 0) {
        if (line[size - 1] == '\n')
            size--;
        case_add_line(cases, first, (cg_text){line, (size_t)size}, &expecting);
    }
    free(line);
    fclose(file);
    for (size_t i = first; i < cases->count; i++)
        cases->tests[i] = (struct CMUnitTest){.name = cases->items[i].name,
                                              .test_func = test,
                                              .initial_state = &cases->items[i]};
}

/* What was printed in `out`, and behind it the error, if there is one, is what the case
 * expects. */
static inline void assert_comes_out(const sheet_case *test, size_t chunk,
                                    cg_buffer *out, const cg_error *err)
{
    if (err->status != CG_OK) {
        char message[1200];
        cg_error_format(err, message, sizeof message);
        cg_buffer_printf(out, "%s\n", message);
    }
    cg_text got = cg_text_trim(cg_buffer_text(out));
    cg_text expected = cg_text_trim(cg_buffer_text(&test->expected));
    if (!cg_text_equal(got, expected))
        fail_msg("with chunks of %zu bytes:\n%.*s\ninstead of\n%.*s", chunk,
                 CG_TEXT_ARG(got), CG_TEXT_ARG(expected));
}

static void cases_release(sheet_cases *cases)
{
    for (size_t i = 0; i < cases->count; i++) {
        free(cases->items[i].name);
        cg_buffer_release(&cases->items[i].input);
        cg_buffer_release(&cases->items[i].expected);
    }
}

#endif
