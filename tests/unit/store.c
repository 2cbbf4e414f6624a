#include "graph/store/store.h"

#include "tests/unit/store_graph.h"

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_arena arena = {0};
    cg_fact fact;
    must(cg_store_facts(graph.store, &graph.supplies, 1, &arena, &fact, &err));
    assert_int_equal(fact.id, graph.supplies);
    assert_int_equal(fact.subject, graph.xenon);
    assert_int_equal(fact.object, graph.yttrium);
    assert_int_equal(fact.relation, relation_of(graph.store, "SUPPLIES"));
    assert_int_equal(fact.modality, CG_ASSERTED);
    assert_int_equal(fact.source_count, 1);

    const cg_evidence *evidence;
    size_t count;
    must(cg_store_evidence(graph.store, &graph.supplies, 1, &arena, &evidence,
                           &count, &err));
    assert_int_equal(count, 1);
    assert_text(evidence[0].quote, "Xenon Labs supplies Yttrium.");
    assert_true(evidence[0].ranged);
    assert_text(evidence[0].rule, "en/test@1");

    cg_entity entity;
    must(cg_store_entities(graph.store, &graph.xenon, 1, &arena, &entity, &err));
    assert_text(entity.name, "Xenon Labs");
    assert_true(entity.kinds == kind_of(graph.store, "Company"));
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void scans_pass_what_the_filter_asks_for(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_id zircon = graph.zircon, yttrium = graph.yttrium, xenon = graph.xenon;
    assert_facts(graph.store, "1", .ends = NULL);
    assert_facts(graph.store, "1 2", .denied = true);
    assert_facts(graph.store, "", .ends = &zircon, .end_count = 1);
    assert_facts(graph.store, "2", .ends = &zircon, .end_count = 1, .denied = true);
    assert_facts(graph.store, "1 2", .ends = &yttrium, .end_count = 1,
                 .denied = true);
    assert_facts(graph.store, "1", .ends = &yttrium, .end_count = 1,
                 .others = &xenon, .other_count = 1, .denied = true);
    assert_facts(graph.store, "1", .kinds = kind_of(graph.store, "Company"));
    assert_facts(graph.store, "", .kinds = kind_of(graph.store, "Chip"));
    assert_facts(graph.store, "1", .sources = &graph.article, .source_count = 1);
    cg_close(graph.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(scans_pass_what_the_filter_asks_for),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
