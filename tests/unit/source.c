#include "schema/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void modalities_read_as_they_are_written(void **state)
{
    (void)state;
    for (cg_modality i = CG_ASSERTED; i < CG_MODALITY_COUNT; i++) {
        cg_modality read;
        assert_true(cg_modality_parse(cg_text_z(cg_modality_name(i)), &read));
        assert_int_equal(read, i);
    }
}

static void other_words_are_no_modality(void **state)
{
    (void)state;
    static const char *const words[] = {"", "Asserted", "assert", "asserted ",
                                        "sure"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        cg_modality read;
        assert_false(cg_modality_parse(cg_text_z(words[i]), &read));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modalities_read_as_they_are_written),
        cmocka_unit_test(other_words_are_no_modality),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
