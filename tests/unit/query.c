/* Questions in openCypher: what tests/cases/query/ *.test says of them.
 *
 * A file is made of graphs, which begin empty at `== title`. `$ statement` is asked, with
 * lines that begin with `> ` going on; below it stands what comes: the columns, then the
 * rows as JSON, both with ` | ` between; or `! kind line:column: message`. `? statement`
 * prints its tree, `% statement` its plan. With QUERY_CASES_WRITE set, files are written
 * anew with what comes now, to be read before they are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/query_cell.h"

typedef struct {
    cg_store *store;
    cg_buffer out; /* the file as it should be */
} transcript;

static void add_failure(transcript *t, const cg_error *err)
{
    cg_buffer_printf(&t->out, "! %s", err->kind[0] != '\0' ? err->kind : "-");
    if (err->line > 0)
        cg_buffer_printf(&t->out, " %llu:%llu", (unsigned long long)err->line,
                         (unsigned long long)err->column);
    cg_buffer_printf(&t->out, ": %s\n", err->message);
}

static void add_columns(transcript *t, const cg_query *query)
{
    for (size_t i = 0; i < cg_query_columns(query); i++) {
        cg_buffer_add_z(&t->out, i > 0 ? " | " : "");
        cg_buffer_add(&t->out, cg_query_column_name(query, i));
    }
    if (cg_query_columns(query) > 0)
        cg_buffer_add_byte(&t->out, '\n');
}

static cg_status add_rows(transcript *t, cg_query *query, cg_error *err)
{
    cg_status status;
    while ((status = cg_query_step(query, err)) == CG_ROW) {
        for (size_t i = 0; i < cg_query_columns(query) && status == CG_ROW; i++) {
            cg_buffer_add_z(&t->out, i > 0 ? " | " : "");
            cg_status one =
                query_cell_json(query, cg_query_column(query, i), &t->out, err);
            status = one == CG_OK ? CG_ROW : one;
        }
        cg_buffer_add_byte(&t->out, '\n');
        if (status != CG_ROW)
            return status;
    }
    return status == CG_DONE ? CG_OK : status;
}

static void run_statement(transcript *t, char how, cg_text text)
{
    cg_error err = {0};
    cg_query *query = NULL;
    cg_status status = cg_query_prepare(t->store, text, NULL, &query, &err);
    if (status == CG_OK && how == '?') {
        status = cg_query_print_tree(query, &t->out, &err);
    } else if (status == CG_OK && how == '%') {
        status = cg_query_print_plan(query, &t->out, &err);
    } else if (status == CG_OK) {
        size_t before = t->out.size;
        add_columns(t, query);
        status = add_rows(t, query, &err);
        if (status != CG_OK)
            t->out.size = before; /* rows before a failure do not count */
    }
    if (status != CG_OK)
        add_failure(t, &err);
    cg_query_finish(query);
}

static void begin_graph(transcript *t)
{
    cg_error err = {0};
    cg_close(t->store);
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &t->store, &err), CG_OK);
}

static bool goes_on(const char *line)
{
    return line != NULL && strncmp(line, "> ", 2) == 0;
}

/* The lines of the file that are not what comes: they stay. */
static void replay(transcript *t, char *text)
{
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); line != NULL;
         line = strsep(&rest, "\n")) {
        char how = line[0];
        if (how == '#' || how == '\0' || how == '=') {
            if (how == '=')
                begin_graph(t);
            cg_buffer_add_z(&t->out, line);
            if (rest != NULL)
                cg_buffer_add_byte(&t->out, '\n');
            continue;
        }
        if ((how != '$' && how != '?' && how != '%') || line[1] != ' ')
            continue;
        cg_buffer statement = {0};
        cg_buffer_add_z(&statement, line + 2);
        cg_buffer_printf(&t->out, "%s\n", line);
        while (goes_on(rest)) {
            line = strsep(&rest, "\n");
            cg_buffer_printf(&statement, "\n%s", line + 2);
            cg_buffer_printf(&t->out, "%s\n", line);
        }
        run_statement(t, how, cg_buffer_text(&statement));
        cg_buffer_release(&statement);
    }
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = NULL;
    size_t room = 0;
    assert_true(getdelim(&text, &room, '\0', file) > 0);
    fclose(file);
    return text;
}

static void check_file(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "tests/cases/query/%s.test", name);
    transcript t = {0};
    char *text = read_file(path);
    char *copy = strdup(text);
    assert_non_null(copy);
    replay(&t, copy);
    assert_int_equal(cg_buffer_status(&t.out, NULL), CG_OK);
    if (getenv("QUERY_CASES_WRITE") != NULL) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fwrite(t.out.at, 1, t.out.size, file);
        fclose(file);
    } else {
        assert_string_equal(t.out.at, text);
    }
    cg_close(t.store);
    cg_buffer_release(&t.out);
    free(copy);
    free(text);
}

#define FILES(X)                                                                   \
    X(reading)                                                                     \
    X(writing)                                                                     \
    X(expressions)                                                                 \
    X(errors)                                                                      \
    X(trees)                                                                       \
    X(plans)                                                                       \
    X(calls)

#define FILE_TEST(name)                                                            \
    static void name##_is_as_written(void **state)                                 \
    {                                                                              \
        (void)state;                                                               \
        check_file(#name);                                                         \
    }
FILES(FILE_TEST)

/* ---- Limits and hostile questions ---- */

static cg_status ask(const char *text, const cg_query_options *options,
                     cg_error *err)
{
    cg_store *store = NULL;
    cg_query *query = NULL;
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, err), CG_OK);
    cg_status status =
        cg_query_prepare(store, cg_text_z(text), options, &query, err);
    while (status == CG_OK && (status = cg_query_step(query, err)) == CG_ROW)
        status = CG_OK;
    cg_query_finish(query);
    cg_close(store);
    return status == CG_DONE ? CG_OK : status;
}

/* `RETURN`, an opening `count` times, 1, a closing as often. */
static char *nested(const char *open, const char *close, size_t count)
{
    cg_buffer text = {0};
    cg_buffer_add_z(&text, "RETURN ");
    for (size_t i = 0; i < count; i++)
        cg_buffer_add_z(&text, open);
    cg_buffer_add_z(&text, "1");
    for (size_t i = 0; i < count; i++)
        cg_buffer_add_z(&text, close);
    assert_false(text.failed);
    return text.at;
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *open, *close;
        size_t fine, deep;
    } cases[] = {
        {"(", ")", 150, 100000},    {"[", "]", 150, 100000},
        {"{a: ", "}", 150, 100000}, {"NOT ", "", 150, 100000},
        {"1 + ", "", 900, 100000},  {"-", "", 0, 100000},
        {"abs(", ")", 150, 100000}, {"CASE WHEN true THEN ", " END", 150, 10000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_error err = {0};
        char *text = nested(cases[i].open, cases[i].close, cases[i].fine);
        cg_status status = ask(text, NULL, &err);
        assert_true(status == CG_OK || status == CG_SYNTAX || status == CG_REFUSED);
        free(text);
        cg_error_clear(&err);
        text = nested(cases[i].open, cases[i].close, cases[i].deep);
        assert_int_equal(ask(text, NULL, &err), CG_LIMIT);
        free(text);
    }
}

/* `before`, `each` `count` times, `after`. */
static char *repeated(const char *before, const char *each, size_t count,
                      const char *after)
{
    cg_buffer text = {0};
    cg_buffer_add_z(&text, before);
    for (size_t i = 0; i < count; i++)
        cg_buffer_add_z(&text, each);
    cg_buffer_add_z(&text, after);
    assert_false(text.failed);
    return text.at;
}

static void large_questions_are_answered_or_refused(void **state)
{
    (void)state;
    static const char *const many =
        "the question has more than 1048576 words and signs";
    static const char *const wide =
        "the question has more than 4096 variables and columns";
    static const char *const deep = "the question is nested too deeply";
    static const struct {
        const char *before, *each;
        size_t count;
        const char *after;
        const char *message; /* NULL: it is answered */
    } cases[] = {
        {"RETURN size('", "xxxxxxxxxx", 1000000, "')", NULL}, /* 10 MB */
        {"RETURN size('", "xxxxxxxxxxxxxxxx", 1 << 20, "')",
         "the question is longer than 16777216 bytes"},
        {"RETURN size([1", ", 2", 300000, "])", NULL},
        {"RETURN size([1", ", 2", 1000000, "])", many},
        {"RETURN 1", " + 1", 1000000, "", many},
        {"RETURN 1", " < 2", 100000, "", NULL},
        {"RETURN 1 AS x", " UNION ALL RETURN 1 AS x", 10000, "", wide},
        {"MATCH (a)", "-->()", 10000, " RETURN a", wide},
        {"MATCH (a)", ", ()", 10000, " RETURN a", wide},
        {"MATCH (a) ", "WITH a ", 10000, "RETURN a", NULL},
        {"MATCH (n:", "!", 10000, "A) RETURN n", deep},
        {"MATCH (n:A", "|A", 100000, ") RETURN n", deep},
        {"RETURN {}", ".a", 10000, "", deep},
        {"RETURN ", "CALL {", 10000, "}", "expected an expression, found 'CALL'"},
        {"", "CALL {", 10000, "", deep},
        {"", "FOREACH (x IN [1] | ", 10000, "", deep},
        {"RETURN range(0, 1000000000000)", "", 0, "",
         "a list would have more than 10000000 items"},
        {"UNWIND range(0, 1000000) AS x ", "", 0, "RETURN count(x)", NULL},
        {"RETURN reduce(l = [], i IN range(0, 2000) | [l])", "", 0, "",
         "a value is nested deeper than 1000 lists and maps"},
        {"WITH [1] AS a RETURN reduce(l = a, i IN range(0, 2000) | [l]) = "
         "reduce(l = [], i IN range(0, 2000) | [l])",
         "", 0, "", "a value is nested deeper than 1000 lists and maps"},
        {"RETURN reduce(l = [], i IN range(0, 2000) | [l]) IN "
         "[reduce(l = [1], i IN range(0, 2000) | [l])]",
         "", 0, "", "a value is nested deeper than 1000 lists and maps"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_error err = {0};
        char *text = repeated(cases[i].before, cases[i].each, cases[i].count,
                              cases[i].after);
        cg_status status = ask(text, NULL, &err);
        if (cases[i].message != NULL)
            assert_string_equal(err.message, cases[i].message);
        else
            assert_int_equal(status, CG_OK);
        free(text);
    }
}

/* What is kept is refused, what streams is not, and each budget is its own. */
static void memory_is_bounded(void **state)
{
    (void)state;
    static const char *const hungry[] = {
        "UNWIND range(1, 100000) AS x RETURN collect(x)",
        "UNWIND range(1, 100000) AS x WITH x ORDER BY x RETURN x",
        "UNWIND range(1, 100000) AS x RETURN DISTINCT x",
        "UNWIND range(1, 100000) AS x RETURN x, count(*)",
        "UNWIND range(1, 100000) AS x CREATE ({x: x})",
        "UNWIND range(1, 100000) AS x MERGE ({x: 1})",
        "RETURN reduce(s = 'x', i IN range(1, 30) | s + s)"};
    const cg_query_options little = {.memory = 2000000};
    for (size_t i = 0; i < sizeof hungry / sizeof *hungry; i++) {
        cg_error err = {0};
        assert_int_equal(ask(hungry[i], &little, &err), CG_LIMIT);
        assert_string_equal(
            err.message,
            "the question needs more memory than the 2 MB that it may take");
    }
    assert_int_equal(ask("UNWIND range(1, 1000) AS x UNWIND range(1, 1000) AS y "
                         "RETURN count(x)",
                         &little, NULL),
                     CG_OK);
}

static void long_chains_of_conditions_are_fine(void **state)
{
    (void)state;
    cg_error err = {0};
    cg_buffer long_text = {0};
    cg_buffer_add_z(&long_text, "RETURN true");
    for (int i = 0; i < 100000; i++)
        cg_buffer_add_z(&long_text, " OR false");
    assert_int_equal(ask(long_text.at, NULL, &err), CG_OK);
    cg_buffer_release(&long_text);
}

static void a_question_stops_in_time(void **state)
{
    (void)state;
    static const char *const endless =
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b "
        "UNWIND range(1, 100000) AS c RETURN count(*)";
    volatile sig_atomic_t stop = 1;
    cg_error err = {0};
    assert_int_equal(ask(endless, &(cg_query_options){.timeout = 50}, &err),
                     CG_LIMIT);
    cg_error_clear(&err);
    assert_int_equal(ask(endless, &(cg_query_options){.stop = &stop}, &err),
                     CG_INTERRUPTED);
}

static void what_may_only_read_does_not_write(void **state)
{
    (void)state;
    cg_error err = {0};
    assert_int_equal(
        ask("CREATE (:A)", &(cg_query_options){.read_only = true}, &err),
        CG_REFUSED);
    cg_error_clear(&err);
    assert_int_equal(ask("RETURN 1", &(cg_query_options){.read_only = true}, &err),
                     CG_OK);
}

/* What fails in the middle has written nothing. */
static void a_failure_takes_all_back(void **state)
{
    (void)state;
    cg_store *store = NULL;
    cg_query *query = NULL;
    cg_error err = {0};
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    assert_int_equal(
        cg_query_prepare(store,
                         CG_TEXT("UNWIND [1, 0] AS x CREATE ({a: 1 / x}) RETURN x"),
                         NULL, &query, &err),
        CG_OK);
    assert_int_equal(cg_query_step(query, &err), CG_REFUSED);
    assert_string_equal(err.kind, "ArithmeticError.DivisionByZero");
    cg_query_finish(query);
    cg_error_clear(&err);
    assert_int_equal(cg_query_prepare(store, CG_TEXT("MATCH (n) RETURN count(n)"),
                                      NULL, &query, &err),
                     CG_OK);
    assert_int_equal(cg_query_step(query, &err), CG_ROW);
    assert_int_equal(cg_query_column(query, 0).as.integer, 0);
    cg_query_finish(query);
    cg_close(store);
}

static void statements_end_at_semicolons(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t end;
    } cases[] = {{"", 0},
                 {"RETURN 1", 0},
                 {"RETURN 1;", 9},
                 {"RETURN ';'; RETURN 2;", 11},
                 {"RETURN 1 // ;\n;", 15},
                 {"RETURN 1 /* ; */;", 17},
                 {"RETURN 'a\\';'; RETURN 2;", 14},
                 {"RETURN `a;`;", 12},
                 {"RETURN ?;", 9},
                 {"/*/;", 0},
                 {"RETURN 1 /* ;", 0},
                 {"RETURN '", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(cg_query_statement(cg_text_z(cases[i].text)),
                         cases[i].end);
}

static void parameters_take_the_place_of_values(void **state)
{
    (void)state;
    cg_store *store = NULL;
    cg_query *query = NULL;
    cg_error err = {0};
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    assert_int_equal(
        cg_query_prepare(store, CG_TEXT("RETURN $a + 1 AS b"), NULL, &query, &err),
        CG_OK);
    assert_int_equal(cg_query_bind(query, CG_TEXT("a"), cg_integer(41), &err),
                     CG_OK);
    assert_int_equal(cg_query_step(query, &err), CG_ROW);
    assert_int_equal(cg_query_column(query, 0).as.integer, 42);
    assert_int_equal(cg_query_step(query, &err), CG_DONE);
    assert_int_equal(cg_query_step(query, &err), CG_DONE);
    cg_query_finish(query);
    cg_close(store);
}

/* The value of a property that is there. */
static int64_t number_of(cg_properties properties)
{
    assert_int_equal(properties.count, 1);
    return properties.items[0].value.as.integer;
}

/* What rows hold is read for many of them at once: of each row it is its own, whichever
 * of them are asked about, also behind the end of a batch. */
static void each_row_has_what_is_its_own(void **state)
{
    enum { ROWS = 12000 };
    (void)state;
    cg_store *store = NULL;
    cg_query *query = NULL;
    cg_error err = {0};
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    assert_int_equal(
        cg_query_prepare(store,
                         CG_TEXT("UNWIND range(1, 12000) AS i CREATE (a:A {i: i})"
                                 "-[:R {i: -i}]->(b:B {i: i + 0.0})"),
                         NULL, &query, &err),
        CG_OK);
    assert_int_equal(cg_query_step(query, &err), CG_DONE);
    cg_query_finish(query);
    assert_int_equal(
        cg_query_prepare(store,
                         CG_TEXT("MATCH (a:A)-[r]->(b) RETURN a.i, a, r, a AS c"),
                         NULL, &query, &err),
        CG_OK);
    for (size_t row = 0; row < ROWS; row++) {
        cg_node node;
        cg_relationship one;
        assert_int_equal(cg_query_step(query, &err), CG_ROW);
        int64_t i = cg_query_column(query, 0).as.integer;
        int64_t a = cg_query_column(query, 1).as.id;
        if (row % 3 == 1)
            continue;
        assert_int_equal(cg_query_node(query, a, &node, &err), CG_OK);
        assert_int_equal(number_of(node.properties), i);
        assert_int_equal(node.labels.count, 1);
        assert_true(cg_text_equal(node.labels.items[0].as.text, CG_TEXT("A")));
        assert_int_equal(cg_query_relationship(
                             query, cg_query_column(query, 2).as.id, &one, &err),
                         CG_OK);
        assert_int_equal(number_of(one.properties), -i);
        assert_int_equal(one.start, a);
        /* The other end is in no column. */
        assert_int_equal(cg_query_node(query, one.end, &node, &err), CG_OK);
        assert_true(node.properties.items[0].value.as.real == (double)i);
    }
    assert_int_equal(cg_query_step(query, &err), CG_DONE);
    cg_query_finish(query);
    cg_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define FILE_ENTRY(name) cmocka_unit_test(name##_is_as_written),
        FILES(FILE_ENTRY)
#undef FILE_ENTRY
            cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(large_questions_are_answered_or_refused),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(long_chains_of_conditions_are_fine),
        cmocka_unit_test(a_question_stops_in_time),
        cmocka_unit_test(what_may_only_read_does_not_write),
        cmocka_unit_test(a_failure_takes_all_back),
        cmocka_unit_test(statements_end_at_semicolons),
        cmocka_unit_test(parameters_take_the_place_of_values),
        cmocka_unit_test(each_row_has_what_is_its_own),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
