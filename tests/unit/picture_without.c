/* A system without Graphviz is told so, once something is to be drawn. */
#undef CG_GRAPHVIZ
#define CG_GRAPHVIZ "libgvc-is-not-there.so.1"
#include "graph/picture/graphviz.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "graph/picture/canvas.h"

static void what_is_missing_is_told(void **state)
{
    (void)state;
    cg_error err = {0};
    dot_canvas canvas = {.failed = false};
    assert_int_equal(canvas_open(&canvas, &err), CG_INTERNAL);
    assert_non_null(strstr(err.message, "diagrams need Graphviz: install it ("));
    assert_non_null(strstr(err.message, "libgvc-is-not-there.so.1"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_is_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("without Graphviz", tests, NULL, NULL);
}
