#include "graph/store/store.h"

#include "graph/store/base.h"
#include "tests/unit/store_graph.h"

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_arena arena = {0};
    cg_id ids[] = {graph.supplies, 99, graph.denied};
    cg_fact facts[3];
    must(cg_store_facts(graph.store, ids, 3, &arena, facts, &err));
    assert_int_equal(facts[0].id, graph.supplies);
    assert_int_equal(facts[0].subject, graph.xenon);
    assert_int_equal(facts[0].object, graph.yttrium);
    assert_int_equal(facts[0].relation, relation_of(graph.store, "SUPPLIES"));
    assert_int_equal(facts[0].modality, CG_ASSERTED);
    assert_int_equal(facts[0].source_count, 1);
    assert_int_equal(facts[1].id, 0);
    assert_int_equal(facts[2].modality, CG_DENIED);
    assert_int_equal(facts[2].source_count, 0);

    const cg_evidence *evidence;
    size_t count;
    must(cg_store_evidence(graph.store, ids, 3, &arena, &evidence, &count, &err));
    assert_int_equal(count, 2);
    assert_text(evidence[0].quote, "Xenon Labs supplies Yttrium.");
    assert_true(evidence[0].ranged);
    assert_text(evidence[0].rule, "en/test@1");
    assert_int_equal(evidence[0].source, graph.article);
    assert_int_equal(evidence[1].fact, graph.denied);
    assert_text(evidence[1].quote, "Zircon, they said, does not.");
    cg_arena_release(&arena);
    cg_close(graph.store);
}

/* ---- Facts ---- */

static void a_fact_is_found_again(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_property amount = {CG_TEXT("amount"), cg_integer(5)};
    cg_new_fact plain = {.subject = graph.xenon,
                         .object = graph.yttrium,
                         .relation = relation_of(graph.store, "SUPPLIES")};
    cg_new_fact dated = plain, rich = plain, turned = plain;
    dated.since = (cg_date){.year = 2024, .quarter = 3, .precision = CG_QUARTER};
    rich.properties = (cg_properties){&amount, 1};
    turned.subject = graph.yttrium;
    turned.object = graph.xenon;
    cg_new_fact items[] = {plain, dated, rich, turned, dated, rich, plain};
    cg_id ids[7];
    bool fresh[7];
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_facts(graph.store, items, 7, ids, fresh, &err));
    must(cg_store_commit(graph.store, &err));

    assert_int_equal(ids[0], graph.supplies);
    assert_int_equal(ids[4], ids[1]);
    assert_int_equal(ids[5], ids[2]);
    assert_int_equal(ids[6], ids[0]);
    assert_true(ids[0] != ids[1] && ids[1] != ids[2] && ids[2] != ids[3]);
    bool expected[] = {false, true, true, true, false, false, false};
    assert_memory_equal(fresh, expected, sizeof expected);

    cg_arena arena = {0};
    cg_fact fact;
    must(cg_store_facts(graph.store, &ids[1], 1, &arena, &fact, &err));
    assert_int_equal(fact.since.quarter, 3);
    must(cg_store_facts(graph.store, &ids[2], 1, &arena, &fact, &err));
    assert_true(cg_properties_equal(fact.properties, rich.properties));
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void a_symmetric_fact_is_the_same_either_way(void **state)
{
    (void)state;
    small_graph graph = open_small();
    must(cg_store_begin(graph.store, "test", &err));
    cg_id one = add_fact(graph.store, graph.zircon, "COMPETES_WITH", graph.xenon);
    cg_id two = add_fact(graph.store, graph.xenon, "COMPETES_WITH", graph.zircon);
    must(cg_store_commit(graph.store, &err));
    assert_int_equal(one, two);
    cg_arena arena = {0};
    cg_fact fact;
    must(cg_store_facts(graph.store, &one, 1, &arena, &fact, &err));
    assert_int_equal(fact.subject, graph.xenon);
    assert_int_equal(fact.object, graph.zircon);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void scans_pass_what_the_filter_asks_for(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_id zircon = graph.zircon, yttrium = graph.yttrium, xenon = graph.xenon;
    cg_id nobody = 77;
    uint8_t supplies = relation_of(graph.store, "SUPPLIES");
    uint8_t owns = relation_of(graph.store, "OWNS");
    assert_facts(graph.store, "1", .ends = NULL);
    assert_facts(graph.store, "1 2", .denied = true);
    assert_facts(graph.store, "", .ends = &zircon, .end_count = 1);
    assert_facts(graph.store, "2", .ends = &zircon, .end_count = 1, .denied = true);
    assert_facts(graph.store, "1 2", .ends = &yttrium, .end_count = 1,
                 .denied = true);
    assert_facts(graph.store, "1", .ends = &yttrium, .end_count = 1,
                 .others = &xenon, .other_count = 1, .denied = true);
    assert_facts(graph.store, "1", .ends = &xenon, .end_count = 1,
                 .others = &yttrium, .other_count = 1);
    assert_facts(graph.store, "", .ends = &xenon, .end_count = 1, .others = &xenon,
                 .other_count = 1);
    assert_facts(graph.store, "2", .others = &zircon, .other_count = 1,
                 .denied = true);
    assert_facts(graph.store, "", .ends = &nobody, .end_count = 1);
    assert_facts(graph.store, "", .ends = &xenon, .end_count = 0);
    assert_facts(graph.store, "1", .relations = &supplies, .relation_count = 1);
    assert_facts(graph.store, "", .relations = &owns, .relation_count = 1);
    assert_facts(graph.store, "1", .kinds = kind_of(graph.store, "Company"));
    assert_facts(graph.store, "", .kinds = kind_of(graph.store, "Chip"));
    assert_facts(graph.store, "1", .sources = &graph.article, .source_count = 1);
    assert_facts(graph.store, "", .sources = &nobody, .source_count = 1);
    cg_close(graph.store);
}

static void a_fact_that_some_deny_is_seen(void **state)
{
    (void)state;
    small_graph graph = open_small();
    must(cg_store_begin(graph.store, "test", &err));
    add_quote(graph.store, graph.denied, graph.article, 0, 10, CG_POSSIBLE);
    must(cg_store_commit(graph.store, &err));
    assert_facts(graph.store, "1 2", .ends = NULL);
    cg_arena arena = {0};
    cg_fact fact;
    must(cg_store_facts(graph.store, &graph.denied, 1, &arena, &fact, &err));
    assert_int_equal(fact.modality, CG_POSSIBLE);
    assert_int_equal(fact.source_count, 1);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

/* More facts than a batch holds, from an oracle that counts them one by one. */
static void scans_pass_each_fact_once_in_order(void **state)
{
    (void)state;
    enum { FACTS = 3000 };
    small_graph graph = open_small();
    must(cg_store_begin(graph.store, "test", &err));
    static cg_new_fact facts[FACTS];
    static cg_id ids[FACTS];
    static bool fresh[FACTS];
    for (int i = 0; i < FACTS; i++)
        facts[i] = (cg_new_fact){
            .subject = i % 2 == 0 ? graph.xenon : graph.zircon,
            .object = i % 3 == 0 ? graph.xenon : graph.yttrium,
            .relation = relation_of(graph.store, "SUPPLIES"),
            .since = {.year = (int16_t)(1 + i), .precision = CG_YEAR}};
    must(cg_store_add_facts(graph.store, facts, FACTS, ids, fresh, &err));
    must(cg_store_commit(graph.store, &err));

    cg_fact_filter filter = {.ends = &graph.xenon, .end_count = 1};
    cg_scan *scan = NULL;
    cg_edges batch;
    cg_error failure = {0};
    cg_id last = graph.denied;
    size_t count = 0, expected = 1; /* graph.supplies */
    for (int i = 0; i < FACTS; i++)
        expected += i % 2 == 0 || i % 3 == 0;
    must(cg_scan_prepare(graph.store, &filter, &scan, &err));
    while (cg_scan_step(scan, &batch, &failure) == CG_ROW) {
        for (size_t i = 0; i < batch.count; i++, count++) {
            assert_true(batch.facts[i] > last || batch.facts[i] == graph.supplies);
            assert_true(batch.subjects[i] == graph.xenon ||
                        batch.objects[i] == graph.xenon);
            last = batch.facts[i] > last ? batch.facts[i] : last;
        }
    }
    assert_int_equal(failure.status, CG_OK);
    assert_int_equal(count, expected);
    assert_int_equal(cg_scan_step(scan, &batch, &failure), CG_DONE);
    cg_scan_finish(scan);
    cg_scan_finish(NULL);
    cg_close(graph.store);
}

/* ---- Entities and names ---- */

static void an_entity_gains_but_keeps_what_it_has(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_property first[] = {{CG_TEXT("country"), cg_string(CG_TEXT("NL"))}};
    cg_property second[] = {{CG_TEXT("country"), cg_string(CG_TEXT("DE"))},
                            {CG_TEXT("founded"), cg_integer(1984)}};
    cg_entity_change changes[] = {
        {.entity = graph.xenon, .properties = {first, 1}},
        {.entity = graph.xenon, .properties = {second, 2}},
        {.entity = graph.xenon, .kinds = kind_of(graph.store, "Institute")},
        {.entity = graph.xenon, .kinds = kind_of(graph.store, "Company")},
        {.entity = graph.xenon, .properties = {first, 1}},
    };
    size_t changed, kept;
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_change_entities(graph.store, changes, 5, &changed, &kept, &err));
    must(cg_store_commit(graph.store, &err));
    assert_int_equal(changed, 3);
    assert_int_equal(kept, 1);

    cg_arena arena = {0};
    cg_entity entity;
    must(cg_store_entities(graph.store, &graph.xenon, 1, &arena, &entity, &err));
    assert_true(entity.kinds == (kind_of(graph.store, "Company") |
                                 kind_of(graph.store, "Institute")));
    assert_int_equal(entity.properties.count, 2);
    assert_text(cg_properties_get(entity.properties, CG_TEXT("country")).as.text,
                "NL");
    assert_int_equal(
        cg_properties_get(entity.properties, CG_TEXT("founded")).as.integer, 1984);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void closer_spellings_come_first(void **state)
{
    (void)state;
    small_graph graph = open_small();
    must(cg_store_begin(graph.store, "test", &err));
    cg_id plain = add_company(graph.store, 0, "bac kinh");
    cg_id marked = add_company(graph.store, 0, "Bắc Kinh");
    cg_id shouted = add_company(graph.store, 0, "BẮC KINH");
    must(cg_store_commit(graph.store, &err));

    cg_arena arena = {0};
    const cg_found *found;
    size_t count;
    cg_text names[] = {CG_TEXT("nobody"), CG_TEXT("Bắc Kinh"),
                       CG_TEXT("xenon  LABS")};
    must(cg_store_find_names(graph.store, names, 3, &arena, &found, &count, &err));
    assert_int_equal(count, 4);
    assert_int_equal(found[0].index, 1);
    assert_int_equal(found[0].entity, marked);
    assert_true(found[0].exact);
    assert_int_equal(found[1].entity, shouted);
    assert_int_equal(found[1].match, CG_FOLD_CASE);
    assert_false(found[1].exact);
    assert_int_equal(found[2].entity, plain);
    assert_int_equal(found[2].match, CG_FOLD_BASE);
    assert_int_equal(found[3].index, 2);
    assert_int_equal(found[3].entity, graph.xenon);
    assert_true(found[3].kinds == kind_of(graph.store, "Company"));
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void spellings_are_kept_once(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_new_name names[] = {
        {graph.xenon, CG_TEXT("Xenon"), CG_TEXT("en"), {0}},
        {graph.xenon, CG_TEXT("Xenon Labs"), CG_TEXT("en"), {0}},
        {graph.xenon, CG_TEXT("Xenon"), CG_TEXT("vi"), {0}},
        {graph.zircon, CG_TEXT("Xenon"), CG_TEXT(""), {0}},
    };
    size_t fresh;
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_names(graph.store, graph.article, names, 4, &fresh, &err));
    must(cg_store_commit(graph.store, &err));
    assert_int_equal(fresh, 2);

    cg_arena arena = {0};
    const cg_name_row *rows;
    size_t count;
    cg_id ids[] = {graph.zircon, graph.xenon};
    must(cg_store_names(graph.store, ids, 2, &arena, &rows, &count, &err));
    assert_int_equal(count, 4);
    assert_int_equal(rows[0].entity, graph.zircon);
    assert_text(rows[1].text, "Xenon");
    assert_text(rows[1].language, "");
    assert_text(rows[2].text, "Xenon Labs");
    assert_text(rows[3].text, "Xenon");
    assert_text(rows[3].language, "en");
    assert_int_equal(rows[3].source, graph.article);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void mentions_show_the_text(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_new_mention mentions[] = {
        {graph.zircon, 29, 35}, {graph.xenon, 0, 10}, {graph.xenon, 0, 10}};
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_mentions(graph.store, graph.article, mentions, 3, &err));
    must(cg_store_commit(graph.store, &err));
    cg_arena arena = {0};
    const cg_mention_row *rows;
    size_t count;
    cg_id ids[] = {graph.xenon, graph.zircon};
    must(cg_store_mentions(graph.store, ids, 2, &arena, &rows, &count, &err));
    assert_int_equal(count, 2);
    assert_text(rows[0].text, "Xenon Labs");
    assert_text(rows[1].text, "Zircon");
    assert_int_equal(rows[1].source, graph.article);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void entities_are_scanned_by_kind(void **state)
{
    (void)state;
    small_graph graph = open_small();
    const cg_id *ids;
    size_t count;
    cg_entity_scan *scan;
    cg_error failure = {0};
    must(cg_entity_scan_prepare(graph.store, 0, &scan, &err));
    assert_int_equal(cg_entity_scan_step(scan, &ids, &count, &failure), CG_ROW);
    assert_int_equal(count, 3);
    assert_int_equal(ids[2], graph.zircon);
    assert_int_equal(cg_entity_scan_step(scan, &ids, &count, &failure), CG_DONE);
    cg_entity_scan_finish(scan);
    must(cg_entity_scan_prepare(graph.store, kind_of(graph.store, "Chip"), &scan,
                                &err));
    assert_int_equal(cg_entity_scan_step(scan, &ids, &count, &failure), CG_DONE);
    cg_entity_scan_finish(scan);
    cg_close(graph.store);
}

/* ---- Counts and changes ---- */

static void counts_count_what_is_seen(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_counts counts;
    must(cg_store_count(graph.store, &counts, &err));
    assert_int_equal(counts.entities, 3);
    assert_int_equal(counts.names, 3);
    assert_int_equal(counts.facts, 1);
    assert_int_equal(counts.evidence, 2);
    assert_int_equal(counts.sources, 1);
    assert_int_equal(counts.mentions, 0);
    assert_int_equal(counts.judgements, 0);
    assert_int_equal(counts.by_relation[relation_of(graph.store, "SUPPLIES")], 1);
    uint8_t company;
    must(cg_kind_find(cg_store_vocabulary(graph.store), CG_TEXT("Company"),
                      &company, &err));
    assert_int_equal(counts.by_kind[company], 3);
    cg_close(graph.store);
}

static void a_rollback_takes_everything_back(void **state)
{
    (void)state;
    small_graph graph = open_small();
    must(cg_store_begin(graph.store, "test", &err));
    add_article(graph.store, CG_TEXT("Argon and neon."));
    cg_id argon = add_company(graph.store, 0, "Argon");
    add_fact(graph.store, argon, "OWNS", graph.xenon);
    assert_facts(graph.store, "1 3", .ends = NULL); /* seen from inside */
    cg_store_rollback(graph.store);
    cg_store_rollback(graph.store); /* nothing is open: fine */
    assert_facts(graph.store, "1", .ends = NULL);
    cg_arena arena = {0};
    const cg_hit *hits;
    size_t count;
    must(cg_store_search(graph.store, CG_TEXT("argon"), 9, &arena, &hits, &count,
                         &err));
    assert_int_equal(count, 0);
    cg_arena_release(&arena);
    cg_counts counts;
    must(cg_store_count(graph.store, &counts, &err));
    assert_int_equal(counts.sources, 1);
    assert_int_equal(counts.names, 3);
    cg_close(graph.store);
}

static void a_change_may_follow_one_that_was_rolled_back(void **state)
{
    (void)state;
    cg_store *store = NULL;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_store_begin(store, "test", &err));
    cg_store_rollback(store);
    (void)fill_small(store);
    assert_facts(store, "1", .ends = NULL);
    cg_close(store);
}

static void a_change_goes_back_to_its_mark(void **state)
{
    (void)state;
    small_graph graph = open_small();
    must(cg_store_begin(graph.store, "test", &err));
    (void)add_fact(graph.store, graph.xenon, "OWNS", graph.zircon);
    must(cg_store_mark(graph.store, &err));
    (void)add_fact(graph.store, graph.xenon, "OWNS", graph.yttrium);
    must(cg_store_rewind(graph.store, &err));
    must(cg_store_mark(graph.store, &err));
    (void)add_fact(graph.store, graph.zircon, "OWNS", graph.yttrium);
    must(cg_store_keep(graph.store, &err));
    must(cg_store_commit(graph.store, &err));
    assert_facts(graph.store, "1 3 4", .ends = NULL);
    assert_facts(graph.store, "3", .ends = &graph.xenon, .end_count = 1,
                 .others = &graph.zircon, .other_count = 1);

    must(cg_store_begin(graph.store, "test", &err));
    must(sql_script(graph.store, CG_TEXT("ROLLBACK"), &err));
    must_fail(CG_STORAGE, "given up", cg_store_mark(graph.store, &err));
    must_fail(CG_STORAGE, "given up", cg_store_rewind(graph.store, &err));
    cg_store_rollback(graph.store);
    cg_close(graph.store);
}

/* SQLite rolls back by itself when a disk is full, and would then write each row in a
 * transaction of its own. */
static void nothing_is_written_behind_the_end_of_a_change(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_new_entity entity = {.name = CG_TEXT("Argon"), .kinds = 1};
    cg_id id;
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_entities(graph.store, 0, &entity, 1, &id, &err));
    must(sql_script(graph.store, CG_TEXT("ROLLBACK"), &err));
    must_fail(CG_STORAGE, "given up",
              cg_store_add_entities(graph.store, 0, &entity, 1, &id, &err));
    must_fail(CG_STORAGE, "given up", cg_store_commit(graph.store, &err));
    cg_store_rollback(graph.store);
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_entities(graph.store, 0, &entity, 1, &id, &err));
    must(cg_store_commit(graph.store, &err));
    cg_close(graph.store);
}

/* Changes and reads by the hundred take no more memory than by the ten. */
static void memory_does_not_grow(void **state)
{
    (void)state;
    small_graph graph = open_small();
    int64_t early = 0;
    for (int i = 0; i < 400; i++) {
        cg_arena arena = {0};
        cg_fact fact;
        const cg_hit *hits;
        size_t count;
        cg_id id;
        cg_judgement same = {
            .verdict = CG_SAME, .entity = graph.xenon, .other = graph.zircon};
        must(cg_judge(graph.store, &same, &id, &err));
        assert_facts(graph.store, "1", .ends = &graph.yttrium, .end_count = 1);
        must(cg_store_facts(graph.store, &graph.supplies, 1, &arena, &fact, &err));
        must(cg_store_search(graph.store, CG_TEXT("xenon"), 5, &arena, &hits,
                             &count, &err));
        must(cg_unjudge(graph.store, id, &err));
        cg_arena_release(&arena);
        if (i == 40)
            early = sqlite3_memory_used();
    }
    /* The rows themselves, as this graph is in memory: 720 judgements and changes. */
    assert_in_range(sqlite3_memory_used(), 0, early + 720 * 300);
    cg_close(graph.store);
}

static void what_refers_to_nothing_is_refused(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_new_fact fact = {.subject = graph.xenon, .object = 99};
    cg_id id;
    bool fresh;
    size_t changed, kept;
    cg_property property = {CG_TEXT("a"), cg_integer(1)};
    cg_entity_change change = {.entity = 99, .properties = {&property, 1}};
    must(cg_store_begin(graph.store, "test", &err));
    must_fail(CG_INTERNAL, "the entity 99, which is not there",
              cg_store_add_facts(graph.store, &fact, 1, &id, &fresh, &err));
    must_fail(
        CG_INTERNAL, "no entity 99",
        cg_store_change_entities(graph.store, &change, 1, &changed, &kept, &err));
    cg_store_rollback(graph.store);
    cg_close(graph.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(a_fact_is_found_again),
        cmocka_unit_test(a_symmetric_fact_is_the_same_either_way),
        cmocka_unit_test(scans_pass_what_the_filter_asks_for),
        cmocka_unit_test(a_fact_that_some_deny_is_seen),
        cmocka_unit_test(scans_pass_each_fact_once_in_order),
        cmocka_unit_test(an_entity_gains_but_keeps_what_it_has),
        cmocka_unit_test(closer_spellings_come_first),
        cmocka_unit_test(spellings_are_kept_once),
        cmocka_unit_test(mentions_show_the_text),
        cmocka_unit_test(entities_are_scanned_by_kind),
        cmocka_unit_test(counts_count_what_is_seen),
        cmocka_unit_test(a_rollback_takes_everything_back),
        cmocka_unit_test(a_change_may_follow_one_that_was_rolled_back),
        cmocka_unit_test(a_change_goes_back_to_its_mark),
        cmocka_unit_test(nothing_is_written_behind_the_end_of_a_change),
        cmocka_unit_test(memory_does_not_grow),
        cmocka_unit_test(what_refers_to_nothing_is_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
