/* Confidence: the rule's numbers, and the laws that any numbers keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "schema/confidence.h"
#include "tests/support/random.h"

static void the_rule_is_as_documented(void **state)
{
    (void)state;
    cg_confidence_rule rule;
    cg_error err = {0};
    assert_int_equal(cg_confidence_rule_read(&rule, &err), CG_OK);
    const double factors[CG_MODALITY_COUNT] = {0.1, 0.3, 0.5, 0.7, 0.5};
    for (int i = 0; i < CG_MODALITY_COUNT; i++)
        assert_true(rule.factor[i] == factors[i]);
}

static void confidence_follows_the_formula(void **state)
{
    (void)state;
    static const struct {
        cg_modality said[4];
        size_t count;
        double sure;
    } cases[] = {
        {{CG_ASSERTED}, 0, 0},
        {{CG_ASSERTED}, 1, 0.9},
        {{CG_REPORTED}, 1, 0.7},
        {{CG_PLANNED}, 1, 0.5},
        {{CG_POSSIBLE}, 1, 0.3},
        {{CG_DENIED}, 1, 0},
        {{CG_ASSERTED, CG_REPORTED}, 2, 0.97},
        {{CG_POSSIBLE, CG_POSSIBLE, CG_POSSIBLE}, 3, 0.657},
        {{CG_ASSERTED, CG_DENIED}, 2, 0.45},
        {{CG_DENIED, CG_REPORTED, CG_REPORTED, CG_DENIED}, 4, 0.2275},
        {{CG_ASSERTED, CG_ASSERTED, CG_ASSERTED, CG_ASSERTED}, 4, 0.9999},
    };
    cg_confidence_rule rule;
    assert_int_equal(cg_confidence_rule_read(&rule, NULL), CG_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(cg_confidence(&rule, cases[i].said, cases[i].count) ==
                    cases[i].sure);
}

/* Whoever says it makes it surer or leaves it as it was, who denies it does the reverse,
 * and the order in which they come counts for nothing. */
static void more_sources_change_it_one_way(void **state)
{
    (void)state;
    enum { MOST = 20 };
    cg_confidence_rule rule;
    uint64_t random = 7;
    assert_int_equal(cg_confidence_rule_read(&rule, NULL), CG_OK);
    for (int round = 0; round < 2000; round++) {
        cg_modality said[MOST + 1], turned[MOST + 1];
        size_t count = random_below(&random, MOST);
        for (size_t i = 0; i <= count; i++)
            said[i] = (cg_modality)random_below(&random, CG_MODALITY_COUNT);
        double before = cg_confidence(&rule, said, count);
        double after = cg_confidence(&rule, said, count + 1);
        assert_true(before >= 0 && before <= 1 && after >= 0 && after <= 1);
        assert_true(said[count] == CG_DENIED ? after <= before : after >= before);
        for (size_t i = 0; i <= count; i++)
            turned[i] = said[count - i];
        double difference = cg_confidence(&rule, turned, count + 1) - after;
        assert_true(difference > -1e-4 && difference < 1e-4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rule_is_as_documented),
        cmocka_unit_test(confidence_follows_the_formula),
        cmocka_unit_test(more_sources_change_it_one_way),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("confidence", tests, NULL, NULL);
}
