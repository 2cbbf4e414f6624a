/* Files of cases: a line each, fields parted by |, comments behind a # at its start. */
#ifndef CG_TESTS_SUPPORT_CASES_H
#define CG_TESTS_SUPPORT_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "schema/memory.h"

enum { CASE_FIELDS_MAX = 5 };

typedef struct {
    char line[512];
    size_t number;
    cg_text
        fields[CASE_FIELDS_MAX]; /* without blanks around them; "" if not there */
} case_line;

static inline void case_cut_fields(case_line *at)
{
    cg_text rest = cg_text_z(at->line);
    for (size_t i = 0; i < CASE_FIELDS_MAX; i++) {
        const char *bar = rest.size > 0 ? memchr(rest.at, '|', rest.size) : NULL;
        size_t end = bar != NULL ? (size_t)(bar - rest.at) : rest.size;
        at->fields[i] = cg_text_trim(cg_text_slice(rest, 0, end));
        rest = cg_text_slice(rest, bar != NULL ? end + 1 : end, rest.size);
    }
}

/* Checks one case, and fails the test if it is not as it says. */
typedef void (*case_check)(const case_line *at, cg_arena *arena);

/* Check each case of a file; it has to have some. */
static inline void each_case(const char *path, case_check check)
{
    FILE *file = fopen(path, "r");
    case_line at = {.number = 0};
    cg_arena arena = {0};
    size_t checked = 0;
    if (file == NULL)
        fail_msg("cannot read '%s'", path);
    while (fgets(at.line, sizeof at.line, file) != NULL) {
        at.number++;
        case_cut_fields(&at);
        if (at.line[0] == '#' || at.fields[0].size == 0)
            continue;
        check(&at, &arena);
        checked++;
    }
    fclose(file);
    cg_arena_release(&arena);
    assert_true(checked > 0);
}

#endif
