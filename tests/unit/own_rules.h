/* Rules that a test writes itself, with the built-in vocabulary and words. */
#ifndef CG_TESTS_UNIT_OWN_RULES_H
#define CG_TESTS_UNIT_OWN_RULES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ingest/text/rules_parts.h"

static cg_vocabulary *vocabulary;
static text_words *words;

/* The set-up and the end of a group of tests. */
static int open_all(void **state)
{
    cg_error err = {0};
    (void)state;
    return cg_vocabulary_open(&vocabulary, &err) != CG_OK ||
           words_open(&words, &err) != CG_OK;
}

static int close_all(void **state)
{
    (void)state;
    words_close(words);
    cg_vocabulary_close(vocabulary);
    return 0;
}

/* The caller closes them. */
static text_rules *rules_of(const char *text)
{
    cg_error err = {0};
    text_rules *rules = NULL;
    assert_int_equal(rules_open_empty(vocabulary, words, &rules, &err), CG_OK);
    if (rules_add(rules, "test.rules", cg_text_z(text), &err) != CG_OK)
        fail_msg("%d:%d: %s", (int)err.line, (int)err.column, err.message);
    return rules;
}

#endif
