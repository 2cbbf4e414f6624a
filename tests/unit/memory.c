#include "schema/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/fault.h"

static void arena_blocks_are_zeroed_and_aligned(void **state)
{
    (void)state;
    cg_arena arena = {0};
    for (size_t size = 0; size < 3000; size++) {
        unsigned char *at = cg_arena_alloc(&arena, size);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(at[i], 0);
        memset(at, 0xAA, size);
    }
    cg_arena_release(&arena);
    assert_null(arena.newest);
}

/* What was there before the mark stays; what comes after it is zeroed again. */
static void arena_rewinds_to_a_mark(void **state)
{
    (void)state;
    cg_arena arena = {0};
    char *before = cg_arena_alloc(&arena, 10);
    memcpy(before, "before...", 10);
    cg_arena_mark mark = cg_arena_here(&arena);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 200000; size = size * 3 + 1) {
            char *at = cg_arena_alloc(&arena, size);
            assert_non_null(at);
            assert_int_equal(at[0], 0);
            assert_int_equal(at[size - 1], 0);
            memset(at, 0x55, size);
        }
        cg_arena_rewind(&arena, mark);
        assert_string_equal(before, "before...");
    }
    cg_arena_release(&arena);
}

static void arena_rewinds_to_nothing(void **state)
{
    (void)state;
    cg_arena arena = {0};
    cg_arena_mark start = cg_arena_here(&arena);
    assert_non_null(cg_arena_alloc(&arena, 100));
    cg_arena_rewind(&arena, start);
    assert_null(arena.newest);
    cg_arena_reset(&arena);
    cg_arena_release(&arena);
}

/* A loop of resets reuses its block: only the first rounds allocate. */
static void arena_reset_keeps_a_block(void **state)
{
    (void)state;
    cg_arena arena = {0};
    for (int round = 0; round < 100; round++) {
        if (round == 10)
            fault_arm(0);
        for (int i = 0; i < 1000; i++)
            assert_non_null(cg_arena_alloc(&arena, 100));
        cg_arena_reset(&arena);
    }
    assert_int_equal(fault_count(), 0);
    cg_arena_release(&arena);
}

static void arena_refuses_impossible_sizes(void **state)
{
    (void)state;
    cg_arena arena = {0};
    assert_null(cg_arena_alloc(&arena, SIZE_MAX));
    assert_null(cg_arena_alloc(&arena, SIZE_MAX - 64));
    assert_null(cg_arena_array(&arena, SIZE_MAX / 8, 16));
    assert_null(cg_arena_array(&arena, 16, SIZE_MAX / 8));
    assert_non_null(cg_arena_array(&arena, 0, 16));
    assert_non_null(cg_arena_array(&arena, 16, 0));
    cg_arena_release(&arena);
}

static void arena_copies_end_with_nul(void **state)
{
    (void)state;
    cg_arena arena = {0};
    cg_text copy;
    assert_int_equal(cg_arena_copy(&arena, CG_TEXT("芯片"), &copy, NULL), CG_OK);
    assert_int_equal(copy.size, 6);
    assert_string_equal(copy.at, "芯片");
    assert_int_equal(cg_arena_copy(&arena, (cg_text){NULL, 0}, &copy, NULL), CG_OK);
    assert_int_equal(copy.size, 0);
    assert_string_equal(copy.at, "");
    cg_arena_release(&arena);
}

static void buffer_grows_by_every_kind_of_append(void **state)
{
    (void)state;
    cg_buffer buffer = {0};
    size_t expected = 0;
    for (int i = 0; i < 1000; i++) {
        cg_buffer_add(&buffer, CG_TEXT("abc"));
        cg_buffer_add_z(&buffer, "de");
        cg_buffer_add_byte(&buffer, 'f');
        cg_buffer_printf(&buffer, "%03d", i);
        expected += 9;
        assert_int_equal(buffer.size, expected);
        assert_int_equal(strlen(buffer.at), expected);
    }
    assert_memory_equal(buffer.at + expected - 9, "abcdef999", 9);
    assert_int_equal(cg_buffer_status(&buffer, NULL), CG_OK);

    cg_buffer_clear(&buffer);
    assert_int_equal(cg_buffer_text(&buffer).size, 0);
    assert_string_equal(buffer.at, "");
    cg_buffer_release(&buffer);
    assert_null(buffer.at);
}

static void empty_buffers_are_fine(void **state)
{
    (void)state;
    cg_buffer buffer = {0};
    assert_int_equal(cg_buffer_text(&buffer).size, 0);
    cg_buffer_clear(&buffer);
    cg_buffer_add(&buffer, (cg_text){NULL, 0});
    assert_string_equal(buffer.at, "");
    cg_buffer_release(&buffer);
    cg_buffer_release(&buffer);
}

static void buffer_failure_is_sticky(void **state)
{
    (void)state;
    cg_buffer buffer = {0};
    cg_error err = {0};
    cg_buffer_add_z(&buffer, "kept");
    fault_arm(1);
    for (int i = 0; i < 100; i++)
        cg_buffer_add_z(&buffer, " and more that does not fit");
    assert_true(fault_disarm());
    size_t size = buffer.size;
    cg_buffer_add_z(&buffer, "x");
    cg_buffer_printf(&buffer, "%d", 1);
    assert_int_equal(buffer.size, size);
    assert_memory_equal(buffer.at, "kept", 4);
    assert_int_equal(cg_buffer_status(&buffer, &err), CG_NOMEM);
    assert_int_equal(err.status, CG_NOMEM);
    cg_buffer_release(&buffer);
    assert_false(buffer.failed);
}

static void arrays_grow(void **state)
{
    (void)state;
    uint32_t *items = NULL;
    size_t room = 0;
    for (uint32_t i = 0; i < 10000; i++) {
        assert_int_equal(cg_grow(items, &room, (size_t)i + 1, NULL), CG_OK);
        assert_true(room > i);
        items[i] = i;
    }
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(items[i], i);

    size_t before = room;
    cg_error err = {0};
    assert_int_equal(cg_grow(items, &room, SIZE_MAX / 2, &err), CG_NOMEM);
    assert_int_equal(cg_grow(items, &room, SIZE_MAX, NULL), CG_NOMEM);
    assert_int_equal(room, before);
    assert_int_equal(items[9999], 9999);
    free(items);
}

static cg_status use_memory(void *handle, cg_error *err)
{
    (void)handle;
    cg_arena arena = {0};
    cg_text copy;
    uint64_t *items = NULL;
    size_t room = 0;
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < 5000; i++) {
        status = cg_arena_copy(&arena, CG_TEXT("a name of a company"), &copy, err);
        if (status == CG_OK)
            status = cg_grow(items, &room, i + 1, err);
    }
    free(items);
    cg_arena_release(&arena);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(use_memory, NULL, 1000) > 10);
}

static void a_budget_bounds_what_is_taken(void **state)
{
    (void)state;
    cg_budget budget = {.most = 100000};
    cg_arena one = {.budget = &budget}, other = {.budget = &budget};
    assert_non_null(cg_arena_alloc(&one, 10));
    assert_non_null(cg_arena_alloc(&other, 50000));
    size_t used = budget.used;
    assert_true(used >= 50010 && !budget.exceeded);
    assert_null(cg_arena_alloc(&one, 50000));
    assert_true(budget.exceeded);
    assert_int_equal(budget.used, used);
    cg_arena_release(&other);
    assert_non_null(cg_arena_alloc(&one, 50000));
    assert_false(cg_budget_take(&budget, SIZE_MAX));
    size_t rest = budget.most - budget.used;
    assert_true(cg_budget_take(&budget, rest));
    assert_false(cg_budget_take(&budget, 1));
    cg_budget_give(&budget, rest);
    assert_true(cg_budget_take(NULL, SIZE_MAX));
    cg_arena_release(&one);
    assert_int_equal(budget.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_budget_bounds_what_is_taken),
        cmocka_unit_test(arena_blocks_are_zeroed_and_aligned),
        cmocka_unit_test(arena_rewinds_to_a_mark),
        cmocka_unit_test(arena_rewinds_to_nothing),
        cmocka_unit_test(arena_reset_keeps_a_block),
        cmocka_unit_test(arena_refuses_impossible_sizes),
        cmocka_unit_test(arena_copies_end_with_nul),
        cmocka_unit_test(buffer_grows_by_every_kind_of_append),
        cmocka_unit_test(empty_buffers_are_fine),
        cmocka_unit_test(buffer_failure_is_sticky),
        cmocka_unit_test(arrays_grow),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
