#include "graph/query/operator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "graph/query/parse.h"
#include "tests/support/cases.h"
#include "tests/support/fault.h"

/* When all statements of the tests began: 2019-11-05T09:08:07.5Z. */
static const cg_temporal began = {
    .days = 18205, .seconds = 32887, .nanoseconds = 500000000};

/* ---- Expressions of literals, maps, calls, properties and sums ---- */

static cg_status work_out(const ast_node *node, cg_arena *arena, cg_value *result,
                          cg_error *err);

static cg_status work_out_map(const ast_node *node, cg_arena *arena,
                              cg_value *result, cg_error *err)
{
    cg_property *items = cg_arena_array(arena, node->count, sizeof *items);
    cg_status status = items != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++) {
        items[i].key = node->children[i]->text;
        status =
            work_out(node->children[i]->children[0], arena, &items[i].value, err);
    }
    if (status == CG_OK)
        *result =
            (cg_value){.type = CG_MAP,
                       .as.map = {items, cg_properties_sort(items, node->count)}};
    return status;
}

/* The children are the arguments. */
static cg_status work_out_call(const ast_node *node, cg_arena *arena,
                               cg_value *result, cg_error *err)
{
    cg_value arguments[3];
    query_call call = {.arguments = arguments,
                       .count = node->count,
                       .arena = arena,
                       .now = &began};
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++)
        status = work_out(node->children[i], arena, &arguments[i], err);
    if (status != CG_OK)
        return status;
    if (node->type == AST_CALL) {
        const query_function *function = query_function_find(node->text);
        assert_non_null(function);
        return query_function_call(function, &call, result, err);
    }
    if (node->type == AST_PROPERTY)
        return query_property(&call, arguments[0], node->text, result, err);
    query_operator apply = node->type == AST_ADD        ? query_add
                           : node->type == AST_SUBTRACT ? query_subtract
                           : node->type == AST_MULTIPLY ? query_multiply
                                                        : query_divide;
    return apply(&call, arguments[0], arguments[1], result, err);
}

static cg_status work_out(const ast_node *node, cg_arena *arena, cg_value *result,
                          cg_error *err)
{
    if (node->type == AST_LITERAL) {
        *result = node->as.value;
        return CG_OK;
    }
    if (node->type == AST_NEGATE && node->children[0]->type == AST_LITERAL) {
        *result = node->children[0]->as.value;
        result->as.integer = -result->as.integer;
        return CG_OK;
    }
    if (node->type == AST_MAP)
        return work_out_map(node, arena, result, err);
    return work_out_call(node, arena, result, err);
}

/* What `RETURN expression` gives. */
static cg_status answer(cg_text expression, cg_arena *arena, cg_value *result,
                        cg_error *err)
{
    cg_buffer text = {0};
    ast_node *node = NULL;
    query_mode mode;
    cg_buffer_add_z(&text, "RETURN ");
    cg_buffer_add(&text, expression);
    query_source source = {.name = "query"};
    cg_status status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&text), &source.text, err);
    cg_buffer_release(&text);
    if (status == CG_OK)
        status = query_parse(source, arena, &node, &mode, err);
    if (status != CG_OK)
        return status;
    while (node->type != AST_ITEM)
        node = node->children[0];
    return work_out(node->children[0], arena, result, err);
}

/* ---- Cases ---- */

static void check(const case_line *at, cg_arena *arena)
{
    cg_value result;
    cg_error err = {0};
    cg_buffer printed = {0};
    cg_text expected = at->fields[1];
    cg_status status = answer(at->fields[0], arena, &result, &err);
    if (status == CG_OK)
        cg_value_print(result, &printed);
    else
        cg_buffer_printf(&printed, "!%s", err.message);
    if (!cg_text_equal(cg_buffer_text(&printed), expected))
        fail_msg("line %zu: '%.*s', not '%.*s'", at->number,
                 CG_TEXT_ARG(cg_buffer_text(&printed)), CG_TEXT_ARG(expected));
    if (status != CG_OK)
        assert_true(err.kind[0] != '\0');
    cg_buffer_release(&printed);
}

static void expressions_are_worked_out(void **state)
{
    (void)state;
    each_case("tests/cases/temporal/expressions.cases", check);
}

/* ---- Memory ---- */

static cg_status answer_once(void *handle, cg_error *err)
{
    cg_arena arena = {0};
    cg_value result;
    (void)handle;
    cg_status status =
        answer(CG_TEXT("datetime.truncate('day', datetime({year: 2019, timezone: "
                       "'Europe/Paris'}) + duration('P1D'), {hour: 2}).timezone"),
               &arena, &result, err);
    cg_arena_release(&arena);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(answer_once, NULL, 500) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing_allocations_are_told),
        cmocka_unit_test(expressions_are_worked_out),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    fault_include_libraries();
    return cmocka_run_group_tests_name("query_temporal", tests, NULL, NULL);
}
