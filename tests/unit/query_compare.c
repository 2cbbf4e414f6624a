/* What holds for any values, however they compare. */
#include "graph/query/members.h"
#include "graph/query/operator.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/fault.h"
#include "tests/support/random.h"

enum { ROUNDS = 60000, DEPTH = 3 };

/* ---- Random values, of which many are near to others ---- */

typedef struct {
    uint64_t random;
    cg_arena arena;
} maker;

static size_t below(maker *m, size_t count)
{
    return random_below(&m->random, count);
}

static int64_t make_integer(maker *m)
{
    static const int64_t numbers[] = {0,
                                      1,
                                      -1,
                                      2,
                                      (INT64_C(1) << 53) - 1,
                                      INT64_C(1) << 53,
                                      (INT64_C(1) << 53) + 1,
                                      INT64_MAX,
                                      INT64_MAX - 1,
                                      INT64_MIN,
                                      INT64_MIN + 1};
    return numbers[below(m, sizeof numbers / sizeof *numbers)];
}

static double make_real(maker *m)
{
    static const double numbers[] = {0.0,     -0.0,      0.5,      1.0,
                                     1.5,     -1.0,      0x1p53,   0x1p63,
                                     -0x1p63, -0x1.8p63, HUGE_VAL, -HUGE_VAL};
    size_t count = sizeof numbers / sizeof *numbers;
    size_t which = below(m, count + 2);
    return which == count  ? (double)NAN
           : which > count ? (double)make_integer(m)
                           : numbers[which];
}

static cg_value make_text(maker *m)
{
    static const char *const texts[] = {"",  "a",      "ab",       "b",
                                        "đ", "台积电", "abcdefgh", "abcdefghi"};
    return cg_string(cg_text_z(texts[below(m, sizeof texts / sizeof *texts)]));
}

static cg_value make_temporal(maker *m, cg_type type)
{
    cg_temporal *made = cg_arena_alloc(&m->arena, sizeof *made);
    assert_non_null(made);
    made->seconds = type == CG_DATE ? 0 : (int64_t)below(m, 3) * 3600;
    made->days = type == CG_TIME ? 0 : (int64_t)below(m, 3);
    if (type == CG_DURATION)
        made->months = (int64_t)below(m, 2);
    if (type == CG_TIME || type == CG_DATE_TIME)
        made->offset = (int32_t)below(m, 3) * 3600;
    return (cg_value){.type = type, .as.temporal = made};
}

static cg_value make_path(maker *m)
{
    cg_path_value *path = cg_arena_alloc(&m->arena, sizeof *path);
    int64_t *ids = cg_arena_array(&m->arena, 6, sizeof *ids);
    assert_true(path != NULL && ids != NULL);
    for (size_t i = 0; i < 6; i++)
        ids[i] = (int64_t)below(m, 2) + 1;
    *path = (cg_path_value){ids, ids + 3, below(m, 3)};
    return (cg_value){.type = CG_PATH, .as.path = path};
}

static cg_value make_value(maker *m, int depth);

static cg_value make_list(maker *m, int depth)
{
    size_t count = below(m, 3);
    cg_value *items = cg_arena_array(&m->arena, count, sizeof *items);
    assert_non_null(items);
    for (size_t i = 0; i < count; i++)
        items[i] = make_value(m, depth - 1);
    return (cg_value){.type = CG_LIST, .as.list = {items, count}};
}

static cg_value make_map(maker *m, int depth)
{
    static const char *const keys[] = {"a", "b", "c"};
    size_t count = below(m, 3);
    size_t first = below(m, 2);
    cg_property *items = cg_arena_array(&m->arena, count, sizeof *items);
    assert_non_null(items);
    for (size_t i = 0; i < count; i++)
        items[i] = (cg_property){cg_text_z(keys[i == 0 ? 0 : first + 1]),
                                 make_value(m, depth - 1)};
    return (cg_value){.type = CG_MAP, .as.map = {items, count}};
}

static cg_value make_scalar(maker *m)
{
    switch (below(m, 9)) {
    case 0:
        return (cg_value){.type = CG_NULL};
    case 1:
        return (cg_value){.type = CG_BOOLEAN, .as.boolean = below(m, 2) != 0};
    case 2:
        return (cg_value){.type = CG_NODE, .as.id = (int64_t)below(m, 3)};
    case 3:
        return (cg_value){.type = CG_RELATIONSHIP, .as.id = (int64_t)below(m, 3)};
    case 4:
        return make_path(m);
    case 5:
        return make_temporal(m, (cg_type)(CG_DATE + below(m, 6)));
    case 6:
        return make_text(m);
    case 7:
        return cg_integer(make_integer(m));
    default:
        return (cg_value){.type = CG_FLOAT, .as.real = make_real(m)};
    }
}

static cg_value make_value(maker *m, int depth)
{
    size_t which = depth > 0 ? below(m, 4) : 3;
    return which == 0   ? make_list(m, depth)
           : which == 1 ? make_map(m, depth)
                        : make_scalar(m);
}

/* ---- What holds ---- */

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void check_pair(cg_value a, cg_value b)
{
    int order = sign(query_order(a, b));
    int compared;
    assert_int_equal(sign(query_order(b, a)), -order);
    assert_int_equal(query_same(a, b), order == 0);
    if (order == 0)
        assert_true(query_hash(a) == query_hash(b));
    query_truth equal = query_equal(a, b);
    assert_int_equal(query_equal(b, a), equal);
    if (equal == TRUTH_TRUE)
        assert_int_equal(order, 0);
    query_truth truth = query_compare(a, b, &compared);
    if (truth != TRUTH_TRUE)
        return;
    assert_int_equal(sign(compared), order);
    assert_int_equal(query_compare(b, a, &compared), TRUTH_TRUE);
    assert_int_equal(sign(compared), -order);
}

static void the_order_is_total_and_what_is_same_hashes_alike(void **state)
{
    (void)state;
    maker m = {.random = 11};
    for (int round = 0; round < ROUNDS; round++) {
        cg_value a = make_value(&m, DEPTH);
        cg_value b = make_value(&m, DEPTH);
        cg_value c = make_value(&m, DEPTH);
        check_pair(a, a);
        check_pair(a, b);
        check_pair(b, c);
        if (query_order(a, b) <= 0 && query_order(b, c) <= 0)
            assert_true(query_order(a, c) <= 0);
        cg_arena_reset(&m.arena);
    }
    cg_arena_release(&m.arena);
}

/* The oracle: a long double that holds every integer and every float exactly. */
static void numbers_compare_exactly(void **state)
{
    (void)state;
    maker m = {.random = 5};
    if (LDBL_MANT_DIG < 64)
        skip();
    for (int round = 0; round < ROUNDS; round++) {
        cg_value integer = cg_integer(make_integer(&m));
        cg_value real = {.type = CG_FLOAT, .as.real = make_real(&m)};
        long double a = (long double)integer.as.integer;
        long double b = (long double)real.as.real;
        int expected = isnan(b) ? -1 : (a > b) - (a < b);
        assert_int_equal(sign(query_order(integer, real)), expected);
        assert_int_equal(query_equal(integer, real),
                         a == b ? TRUTH_TRUE : TRUTH_FALSE);
    }
}

static void copies_are_the_same(void **state)
{
    (void)state;
    maker m = {.random = 7};
    cg_error err = {0};
    for (int round = 0; round < ROUNDS / 10; round++) {
        cg_value copy;
        cg_value value = make_value(&m, DEPTH);
        assert_int_equal(query_copy(value, &m.arena, &copy, &err), CG_OK);
        assert_true(query_same(value, copy));
        assert_true(query_hash(value) == query_hash(copy));
        cg_arena_reset(&m.arena);
    }
    cg_arena_release(&m.arena);
}

/* `depth` lists, each the only item of the next. */
static cg_value nest(cg_value *lists, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        lists[i] =
            (cg_value){.type = CG_LIST,
                       .as.list = {i > 0 ? &lists[i - 1] : NULL, i > 0 ? 1 : 0}};
    return lists[depth - 1];
}

static void depth_has_a_limit(void **state)
{
    (void)state;
    enum { FAR = 1000000 };
    cg_arena arena = {0};
    cg_error err = {0};
    cg_value copy;
    cg_value *lists = calloc(FAR, sizeof *lists);
    assert_non_null(lists);
    cg_value value = nest(lists, QUERY_DEPTH_MAX);
    assert_int_equal(query_check_depth(value, &err), CG_OK);
    assert_int_equal(query_copy(value, &arena, &copy, &err), CG_OK);
    value = nest(lists, QUERY_DEPTH_MAX + 1);
    assert_int_equal(query_check_depth(value, &err), CG_LIMIT);
    cg_error_clear(&err);
    assert_int_equal(query_copy(value, &arena, &copy, &err), CG_LIMIT);
    value = nest(lists, FAR);
    cg_error_clear(&err);
    assert_int_equal(query_check_depth(value, &err), CG_LIMIT);
    check_pair(value, value);
    cg_arena_release(&arena);
    free(lists);
}

static cg_status copy_one(void *handle, cg_error *err)
{
    const cg_value *value = handle;
    cg_arena arena = {0};
    cg_value copy;
    cg_status status = query_copy(*value, &arena, &copy, err);
    cg_arena_release(&arena);
    return status;
}

static void failing_copies_are_told(void **state)
{
    (void)state;
    maker m = {.random = 3};
    cg_value items[2000];
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        items[i] = make_value(&m, DEPTH);
    cg_value list = {.type = CG_LIST,
                     .as.list = {items, sizeof items / sizeof *items}};
    assert_true(fault_sweep(copy_one, &list, 1000) > 1);
    cg_arena_release(&m.arena);
}

/* Lists are looked up by hash as they are gone through. */
static void members_are_those_of_the_list(void **state)
{
    enum { LISTS = 600, ITEMS = 40, ASKED = 60 };
    (void)state;
    maker m = {.random = 4};
    const query_call at = {.arena = &m.arena};
    size_t told = 0;
    for (size_t round = 0; round < LISTS; round++) {
        query_members *members = NULL;
        cg_value items[ITEMS];
        for (size_t i = 0; i < ITEMS; i++)
            items[i] = make_value(&m, round % 4 == 0 ? DEPTH : 0);
        cg_list list = {items, 1 + below(&m, ITEMS)};
        for (size_t i = 0; i < ASKED; i++) {
            cg_value value = make_value(&m, i % 4 == 0 ? DEPTH : 0), plain;
            query_truth truth;
            bool known;
            assert_int_equal(
                members_look(&members, value, list, NULL, &truth, &known, NULL),
                CG_OK);
            if (!known)
                continue;
            told++;
            assert_int_equal(query_in(&at, value,
                                      (cg_value){.type = CG_LIST, .as.list = list},
                                      &plain, NULL),
                             CG_OK);
            assert_true(query_same(plain, query_value_of(truth)));
        }
        members_free(members);
        cg_arena_reset(&m.arena);
    }
    assert_true(told > LISTS * ASKED / 4);
    cg_arena_release(&m.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_total_and_what_is_same_hashes_alike),
        cmocka_unit_test(numbers_compare_exactly),
        cmocka_unit_test(copies_are_the_same),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(failing_copies_are_told),
        cmocka_unit_test(members_are_those_of_the_list),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("query compare", tests, NULL, NULL);
}
