#include "cli/option.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fault.h"

/* What a made-up command takes, and what all commands do. */
typedef struct {
    bool flag;
    bool other;
    cg_text text;
    const char *file;
    uint64_t number;
    cg_date date;
    int choice;
    option_list list;
    option_list files;
    option_list texts;
} own;

typedef struct {
    bool help;
    const char *database;
} common;

static const char *const choices[] = {"table", "csv", "json", NULL};

static const cli_option own_options[] = {{.letter = 'f',
                                          .name = "flag",
                                          .type = OPTION_FLAG,
                                          .offset = offsetof(own, flag)},
                                         {.letter = 'g',
                                          .name = "other",
                                          .type = OPTION_FLAG,
                                          .offset = offsetof(own, other)},
                                         {.letter = 't',
                                          .name = "text",
                                          .argument = "TEXT",
                                          .type = OPTION_TEXT,
                                          .offset = offsetof(own, text)},
                                         {.letter = 'o',
                                          .name = "output",
                                          .argument = "FILE",
                                          .type = OPTION_FILE,
                                          .offset = offsetof(own, file)},
                                         {.name = "depth",
                                          .argument = "N",
                                          .type = OPTION_NUMBER,
                                          .offset = offsetof(own, number),
                                          .most = 100},
                                         {.name = "on",
                                          .argument = "DATE",
                                          .type = OPTION_DATE,
                                          .offset = offsetof(own, date)},
                                         {.name = "format",
                                          .argument = "FORMAT",
                                          .type = OPTION_CHOICE,
                                          .offset = offsetof(own, choice),
                                          .choices = choices},
                                         {.name = "type",
                                          .argument = "TYPE,…",
                                          .type = OPTION_LIST,
                                          .offset = offsetof(own, list)},
                                         {.name = "names",
                                          .argument = "FILE",
                                          .type = OPTION_FILES,
                                          .offset = offsetof(own, files)},
                                         {.name = "param",
                                          .argument = "NAME=VALUE",
                                          .type = OPTION_TEXTS,
                                          .offset = offsetof(own, texts)},
                                         OPTION_END};

static const cli_option common_options[] = {{.letter = 'h',
                                             .name = "help",
                                             .type = OPTION_FLAG,
                                             .offset = offsetof(common, help)},
                                            {.letter = 'd',
                                             .name = "database",
                                             .argument = "FILE",
                                             .type = OPTION_FILE,
                                             .offset = offsetof(common, database)},
                                            OPTION_END};

enum { WORDS = 8 };

/* A command line, and what comes of it. */
typedef struct {
    const char *const *words;
    own own;
    common common;
    const char *arguments[WORDS];
    size_t argument_count;
} parsing;

static cg_status parse(parsing *at, cg_error *err)
{
    option_target targets[OPTION_TARGETS] = {{own_options, &at->own},
                                             {common_options, &at->common}};
    char *words[WORDS];
    option_words line = {
        .words = words, .arguments = at->arguments, .command = "draw"};
    cg_status status;

    for (; at->words[line.count] != NULL; line.count++) {
        const void *word = at->words[line.count];
        memcpy(&words[line.count], &word, sizeof word);
    }
    status = option_parse(&line, targets, OPTION_TARGETS, err);
    at->argument_count = line.argument_count;
    return status;
}

#define LINE(...) ((const char *const[]){__VA_ARGS__, NULL})

static void values_arrive_in_every_form(void **state)
{
    parsing at = {.words = LINE("--text=a b", "-ofile", "--depth", "7",
                                "--on=2025-Q3", "--format=csv", "-fg")};
    cg_error err = {0};

    (void)state;
    assert_int_equal(parse(&at, &err), CG_OK);
    assert_true(cg_text_equal(at.own.text, CG_TEXT("a b")));
    assert_string_equal(at.own.file, "file");
    assert_int_equal(at.own.number, 7);
    assert_int_equal(at.own.date.quarter, 3);
    assert_int_equal(at.own.choice, 2);
    assert_true(at.own.flag && at.own.other);
    assert_int_equal(at.argument_count, 0);
}

static void options_stand_before_and_after_arguments(void **state)
{
    parsing at = {.words = LINE("one", "-f", "two", "-d", "x.db", "--", "-g")};
    cg_error err = {0};

    (void)state;
    assert_int_equal(parse(&at, &err), CG_OK);
    assert_int_equal(at.argument_count, 3);
    assert_string_equal(at.arguments[0], "one");
    assert_string_equal(at.arguments[1], "two");
    assert_string_equal(at.arguments[2], "-g");
    assert_string_equal(at.common.database, "x.db");
    assert_true(at.own.flag);
    assert_false(at.own.other);
}

static void a_dash_is_an_argument(void **state)
{
    parsing at = {.words = LINE("-", "-f")};
    cg_error err = {0};

    (void)state;
    assert_int_equal(parse(&at, &err), CG_OK);
    assert_int_equal(at.argument_count, 1);
    assert_string_equal(at.arguments[0], "-");
}

static void lists_gather(void **state)
{
    parsing at = {.words = LINE("--type", "A, B", "--type=C", "--names", "x,y")};
    cg_error err = {0};

    (void)state;
    assert_int_equal(parse(&at, &err), CG_OK);
    assert_int_equal(at.own.list.count, 3);
    assert_true(cg_text_equal(at.own.list.items[1], CG_TEXT("B")));
    assert_true(cg_text_equal(at.own.list.items[2], CG_TEXT("C")));
    assert_int_equal(at.own.files.count, 1);
    assert_string_equal(at.own.files.items[0].at, "x,y");
    option_release(own_options, &at.own);
    assert_null(at.own.list.items);
}

static void texts_are_kept_whole(void **state)
{
    parsing at = {.words = LINE("--param", "a=x, y", "--param", "b=")};
    parsing bad = {.words = LINE("--param", "a=\xff")};
    cg_error err = {0};

    (void)state;
    assert_int_equal(parse(&at, &err), CG_OK);
    assert_int_equal(at.own.texts.count, 2);
    assert_true(cg_text_equal(at.own.texts.items[0], CG_TEXT("a=x, y")));
    option_release(own_options, &at.own);
    assert_int_equal(parse(&bad, &err), CG_USAGE);
    option_release(own_options, &bad.own);
}

/* Each of these is refused, in these words. */
typedef struct {
    const char *words[3];
    const char *message;
} refusal;

static const refusal refusals[] = {
    {{"--fromat", "csv"}, "unknown option '--fromat': did you mean '--format'?"},
    {{"--data", "x"}, "unknown option '--data': did you mean '--database'?"},
    {{"--nothing-like-it"},
     "unknown option '--nothing-like-it': see 'chipgraph help draw'"},
    {{"-x"}, "unknown option '-x': see 'chipgraph help draw'"},
    {{"-fx"}, "unknown option '-fx': see 'chipgraph help draw'"},
    {{"--flag=1"}, "option '--flag' takes no value"},
    {{"--depth"}, "option '--depth' needs a value: --depth N"},
    {{"-o"}, "option '--output' needs a value: --output FILE"},
    {{"-o", ""}, "option '--output' is given an empty FILE"},
    {{"--text="}, "option '--text' is given an empty TEXT"},
    {{"--text=\xff"}, "the value of '--text' is not UTF-8"},
    {{"--depth", "0"}, "'0' for '--depth' is not a whole number from 1 to 100"},
    {{"--depth", "101"}, "'101' for '--depth' is not a whole number from 1 to 100"},
    {{"--depth", "-1"}, "'-1' for '--depth' is not a whole number from 1 to 100"},
    {{"--depth", "99999999999999999999999"},
     "'99999999999999999999999' for '--depth' is not a whole number from 1 to 100"},
    {{"--depth", ""}, "'' for '--depth' is not a whole number from 1 to 100"},
    {{"--on", "2025-02-30"},
     "'2025-02-30' for '--on' is no date: give 2025, 2025-Q3, 2025-07 or "
     "2025-07-31"},
    {{"--format", "jsn"},
     "unknown value 'jsn' for '--format': did you mean 'json'?"},
    {{"--format", "xlsx"},
     "unknown value 'xlsx' for '--format': give table, csv or json"},
    {{"--type", "A,,B"}, "option '--type' has an empty part"},
};

static void mistakes_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        parsing at = {.words = refusals[i].words};
        cg_error err = {0};

        assert_int_equal(parse(&at, &err), CG_USAGE);
        assert_string_equal(err.message, refusals[i].message);
        option_release(own_options, &at.own);
    }
}

static void numbers_keep_their_bounds(void **state)
{
    uint64_t number = 0;

    (void)state;
    assert_true(option_number(CG_TEXT("9223372036854775807"), INT64_MAX, &number));
    assert_int_equal(number, INT64_MAX);
    assert_false(option_number(CG_TEXT("9223372036854775808"), INT64_MAX, &number));
    assert_false(option_number(CG_TEXT("+1"), 10, &number));
    assert_false(option_number(CG_TEXT(" 1"), 10, &number));
}

static cg_status parse_and_release(void *handle, cg_error *err)
{
    parsing at = {.words =
                      LINE("--type", "A,B,C,D,E,F,G,H,I", "--names", "x", "-f")};
    cg_status status = parse(&at, err);

    (void)handle;
    option_release(own_options, &at.own);
    return status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    assert_true(fault_sweep(parse_and_release, NULL, 100) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_arrive_in_every_form),
        cmocka_unit_test(options_stand_before_and_after_arguments),
        cmocka_unit_test(a_dash_is_an_argument),
        cmocka_unit_test(lists_gather),
        cmocka_unit_test(texts_are_kept_whole),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(numbers_keep_their_bounds),
        cmocka_unit_test(memory_may_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("cli_option", tests, NULL, NULL);
}
