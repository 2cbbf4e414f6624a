/* What functions, operators, comparisons and aggregates make of values:
 * tests/cases/query/NAME.cases. A line is `NAME(VALUE, …) => VALUE`, or `=> !KIND` for a
 * failure. Values are written as in the language, with node(1), relationship(1), NaN and
 * Infinity besides, and `none` for a bound that is not given. */
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "graph/query/aggregate.h"
#include "graph/query/operator.h"
#include "tests/support/fault.h"

enum { LINE_MAX_BYTES = 1024, ITEMS_MAX = 32 };

/* ---- Reading values ---- */

typedef struct {
    const char *at;
    cg_arena *arena;
} reader;

static void skip_blanks(reader *r)
{
    r->at += strspn(r->at, " ");
}

static bool take(reader *r, const char *word)
{
    skip_blanks(r);
    if (strncmp(r->at, word, strlen(word)) != 0)
        return false;
    r->at += strlen(word);
    return true;
}

static cg_value read_value(reader *r);

static size_t read_items(reader *r, cg_value **items, const char *end)
{
    size_t count = 0;
    *items = cg_arena_array(r->arena, ITEMS_MAX, sizeof **items);
    while (!take(r, end)) {
        assert_true(count < ITEMS_MAX && *r->at != '\0');
        (*items)[count++] = read_value(r);
        take(r, ",");
    }
    return count;
}

static cg_value read_map(reader *r)
{
    cg_property *items = cg_arena_array(r->arena, ITEMS_MAX, sizeof *items);
    cg_value map = {.type = CG_MAP, .as.map = {items, 0}};
    while (!take(r, "}")) {
        size_t size = strcspn(r->at, ":");
        assert_true(map.as.map.count < ITEMS_MAX && r->at[size] == ':');
        cg_property *item = &items[map.as.map.count++];
        item->key = (cg_text){r->at, size};
        r->at += size + 1;
        item->value = read_value(r);
        take(r, ",");
    }
    return map;
}

/* No escapes: what a line has between quotes is the string. */
static cg_value read_string(reader *r)
{
    size_t size = strcspn(r->at, "'");
    cg_text text = {r->at, size};
    assert_int_equal(r->at[size], '\'');
    r->at += size + 1;
    return cg_string(text);
}

static cg_value read_number(reader *r)
{
    size_t size = strspn(r->at, "0123456789+-.e");
    cg_text text = {r->at, size};
    cg_value value = {.type = CG_FLOAT};
    r->at += size;
    if (memchr(text.at, '.', size) == NULL && memchr(text.at, 'e', size) == NULL)
        return cg_integer(strtoll(text.at, NULL, 10));
    if (!cg_real_of_text(text, &value.as.real))
        fail_msg("no value: %s", text.at);
    return value;
}

/* Does a word stand for the whole value? */
static bool read_word(reader *r, cg_value *value)
{
    static const struct {
        const char *word;
        cg_value value;
    } words[] = {
        {"null", {.type = CG_NULL}},
        {"true", {.type = CG_BOOLEAN, .as.boolean = true}},
        {"false", {.type = CG_BOOLEAN, .as.boolean = false}},
        {"NaN", {.type = CG_FLOAT, .as.real = (double)NAN}},
        {"Infinity", {.type = CG_FLOAT, .as.real = (double)INFINITY}},
        {"-Infinity", {.type = CG_FLOAT, .as.real = -(double)INFINITY}},
        {"none", {.type = CG_TYPE_COUNT}},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *value = words[i].value;
        if (take(r, words[i].word))
            return true;
    }
    return false;
}

static cg_value read_value(reader *r)
{
    cg_value value = {.type = CG_NODE};
    cg_value *items;
    if (read_word(r, &value))
        return value;
    if (take(r, "'"))
        return read_string(r);
    if (take(r, "{"))
        return read_map(r);
    if (take(r, "[")) {
        size_t count = read_items(r, &items, "]");
        return (cg_value){.type = CG_LIST, .as.list = {items, count}};
    }
    if (!take(r, "node(") && !take(r, "relationship("))
        return read_number(r);
    value.type = r->at[-2] == 'e' ? CG_NODE : CG_RELATIONSHIP;
    value.as.id = read_number(r).as.integer;
    assert_true(take(r, ")"));
    return value;
}

/* ---- What a line asks ---- */

typedef struct {
    cg_text name;
    query_call call;
} question;

typedef cg_status (*answerer)(question *asked, cg_value *result, cg_error *err);

static cg_status call_function(question *asked, cg_value *result, cg_error *err)
{
    const query_function *function = query_function_find(asked->name);
    assert_non_null(function);
    return query_function_call(function, &asked->call, result, err);
}

/* One argument of the line is one row: a list of arguments. */
static cg_status aggregate(question *asked, cg_value *result, cg_error *err)
{
    query_aggregate *state;
    query_call row = asked->call;
    bool rows = cg_text_equal(asked->name, CG_TEXT("count*"));
    const query_function *function = rows ? NULL : query_function_find(asked->name);
    assert_true(rows || function != NULL);
    cg_status status = aggregate_new(function, row.arena, &state, err);
    for (size_t i = 0; i < asked->call.count && status == CG_OK; i++) {
        row.arguments = asked->call.arguments[i].as.list.items;
        row.count = asked->call.arguments[i].as.list.count;
        status = aggregate_add(state, &row, err);
    }
    return status == CG_OK ? aggregate_finish(state, &row, result, err) : status;
}

static const struct {
    const char *name;
    query_operator operate;
} operators[] = {
    {"+", query_add},      {"-", query_subtract},
    {"*", query_multiply}, {"/", query_divide},
    {"%", query_modulo},   {"^", query_power},
    {"IN", query_in},      {"STARTS WITH", query_starts_with},
    {"=~", query_matches}, {"ENDS WITH", query_ends_with},
    {"[]", query_index},   {"CONTAINS", query_contains},
};

static const cg_value *bound(const question *asked, size_t index)
{
    const cg_value *argument = &asked->call.arguments[index];
    return argument->type == CG_TYPE_COUNT ? NULL : argument;
}

static cg_status operate(question *asked, cg_value *result, cg_error *err)
{
    const query_call *at = &asked->call;
    const cg_value *values = at->arguments;
    query_truth truth = TRUTH_UNKNOWN;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (at->count == 2 &&
            cg_text_equal(asked->name, cg_text_z(operators[i].name)))
            return operators[i].operate(at, values[0], values[1], result, err);
    if (cg_text_equal(asked->name, CG_TEXT("-")))
        return query_negate(at, values[0], result, err);
    if (cg_text_equal(asked->name, CG_TEXT("[..]")))
        return query_slice(at, values[0], bound(asked, 1), bound(asked, 2), result,
                           err);
    if (cg_text_equal(asked->name, CG_TEXT(".")))
        return query_property(at, values[0], values[1].as.text, result, err);
    assert_true(cg_text_equal(asked->name, CG_TEXT("truth")));
    cg_status status = query_truth_of(at, values[0], &truth, err);
    *result = query_value_of(truth);
    return status;
}

static int sign_of(int order)
{
    return (order > 0) - (order < 0);
}

/* Each also has to hold the other way round. */
static cg_status compare(question *asked, cg_value *result, cg_error *err)
{
    (void)err;
    cg_value a = asked->call.arguments[0];
    cg_value b = asked->call.arguments[1];
    int order, other;
    if (cg_text_equal(asked->name, CG_TEXT("="))) {
        *result = query_value_of(query_equal(a, b));
        assert_int_equal(query_equal(a, b), query_equal(b, a));
    } else if (cg_text_equal(asked->name, CG_TEXT("same"))) {
        *result = query_value_of(query_same(a, b) ? TRUTH_TRUE : TRUTH_FALSE);
        assert_int_equal(query_same(a, b), query_same(b, a));
        if (query_same(a, b))
            assert_true(query_hash(a) == query_hash(b));
    } else if (cg_text_equal(asked->name, CG_TEXT("order"))) {
        *result = cg_integer(sign_of(query_order(a, b)));
        assert_int_equal(sign_of(query_order(b, a)), -result->as.integer);
    } else {
        assert_true(cg_text_equal(asked->name, CG_TEXT("<")));
        query_truth truth = query_compare(a, b, &order);
        assert_int_equal(query_compare(b, a, &other), truth);
        *result = query_value_of(truth);
        if (truth == TRUTH_TRUE) {
            *result = query_value_of(order < 0 ? TRUTH_TRUE : TRUTH_FALSE);
            assert_int_equal(sign_of(order), -sign_of(other));
        }
    }
    return CG_OK;
}

/* ---- Lines ---- */

static void check_failure(const char *line, const char *kind, cg_status status,
                          const cg_error *err)
{
    const char *found = err->kind[0] != '\0' ? err->kind : cg_status_name(status);
    if (status == CG_OK || strcmp(found, kind) != 0)
        fail_msg("%s\nends with %s: %s", line, found, err->message);
    assert_int_equal(err->line, 1);
}

static void check_value(const char *line, cg_value expected, cg_value found)
{
    cg_buffer out = {0};
    if (!cg_value_equal(found, expected)) {
        cg_value_json(found, &out);
        fail_msg("%s\ngives the %s %s", line, cg_type_name(found.type), out.at);
    }
}

/* The result is copied before it is compared: so copies are tested, too. */
static void check_line(const char *line, answerer answer)
{
    cg_arena arena = {0};
    cg_error err = {0};
    query_random random = {{1, 2, 3, 4}};
    cg_temporal now = {
        .days = 1, .seconds = 3600, .nanoseconds = 5000000, .offset = 60};
    query_source source = {"case", cg_text_z(line)};
    size_t size = strcspn(line, "(");
    reader r = {line + size + 1, &arena};
    cg_value *arguments;
    assert_int_equal(line[size], '(');
    size_t count = read_items(&r, &arguments, ")");
    question asked = {{line, size},
                      {arguments,
                       count,
                       &arena,
                       &source,
                       {0, (uint32_t)size},
                       &now,
                       &random,
                       NULL,
                       NULL}};
    cg_value result = {.type = CG_NULL};
    cg_status status = answer(&asked, &result, &err);
    assert_true(take(&r, "=>"));
    if (take(&r, "!")) {
        check_failure(line, r.at, status, &err);
    } else {
        if (status != CG_OK)
            fail_msg("%s\nfails: %s", line, err.message);
        assert_int_equal(query_copy(result, &arena, &result, &err), CG_OK);
        check_value(line, read_value(&r), result);
        skip_blanks(&r);
        assert_int_equal(*r.at, '\0');
    }
    cg_arena_release(&arena);
}

static void check_file(const char *name, answerer answer)
{
    char path[128];
    char line[LINE_MAX_BYTES];
    size_t count = 0;
    snprintf(path, sizeof path, "tests/cases/query/%s.cases", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        check_line(line, answer);
        count++;
    }
    fclose(file);
    assert_true(count > 0);
}

static void functions_answer(void **state)
{
    (void)state;
    check_file("functions", call_function);
}

static void operators_answer(void **state)
{
    (void)state;
    check_file("operators", operate);
}

static void values_compare(void **state)
{
    (void)state;
    check_file("compare", compare);
}

static void aggregates_answer(void **state)
{
    (void)state;
    check_file("aggregates", aggregate);
}

/* Lookup halves each family, which must be in order; and every entry is whole. */
static void every_function_is_found(void **state)
{
    (void)state;
    size_t count = 0;
    const query_function *function;
    for (; (function = query_function_at(count)) != NULL; count++) {
        assert_ptr_equal(query_function_find(cg_text_z(function->name)), function);
        assert_true(function->least <= function->most);
        assert_true(function->result != TYPES_NONE);
        assert_true((function->body == NULL) ==
                    ((function->flags & FUNCTION_AGGREGATE) != 0));
    }
    assert_true(count > 0);
    assert_null(query_function_find(CG_TEXT("nosuch")));
    assert_null(query_function_find(CG_TEXT("")));
    assert_null(query_function_find(CG_TEXT("siz")));
    assert_non_null(query_function_find(CG_TEXT("TOUPPER")));
}

/* ---- Failing allocations ---- */

static cg_status collect_texts(const query_call *at, cg_value *result,
                               cg_error *err)
{
    query_aggregate *state;
    query_call row = *at;
    cg_value text = cg_string(CG_TEXT("Đà Nẵng"));
    cg_status status = aggregate_new(query_function_find(CG_TEXT("collect")),
                                     at->arena, &state, err);
    row.arguments = &text;
    row.count = 1;
    for (int i = 0; i < 2000 && status == CG_OK; i++)
        status = aggregate_add(state, &row, err);
    return status == CG_OK ? aggregate_finish(state, at, result, err) : status;
}

/* Without =~: ICU 72 itself crashes where memory ends while it reads a pattern. */
static cg_status work(void *handle, cg_error *err)
{
    (void)handle;
    cg_arena arena = {0};
    cg_value arguments[] = {cg_integer(1), cg_integer(5000)};
    cg_value collected, upper, value = {.type = CG_NULL};
    query_call call = {.arguments = arguments, .count = 2, .arena = &arena};
    cg_status status = query_function_call(query_function_find(CG_TEXT("range")),
                                           &call, &value, err);
    if (status == CG_OK)
        status = collect_texts(&call, &collected, err);
    if (status == CG_OK)
        status = query_add(&call, value, collected, &value, err);
    call.count = 1;
    arguments[0] = cg_string(CG_TEXT("đà nẵng"));
    if (status == CG_OK)
        status = query_function_call(query_function_find(CG_TEXT("toUpper")), &call,
                                     &upper, err);
    cg_arena_release(&arena);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(work, NULL, 1000) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_answer),
        cmocka_unit_test(operators_answer),
        cmocka_unit_test(values_compare),
        cmocka_unit_test(aggregates_answer),
        cmocka_unit_test(every_function_is_found),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    fault_include_libraries();
    return cmocka_run_group_tests_name("query values", tests, NULL, NULL);
}
