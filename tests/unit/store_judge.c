/* Judgements, merged entities, and the two clocks. */
#include "graph/store/store.h"

#include "graph/store/base.h"
#include "tests/unit/store_graph.h"

static cg_id judge(cg_store *store, cg_verdict verdict, cg_id first, cg_id second)
{
    cg_id id = 0;
    cg_judgement judgement = {
        .verdict = verdict, .by = CG_TEXT("an"), .reason = CG_TEXT("read both")};
    if (second == 0) {
        judgement.fact = first;
    } else {
        judgement.entity = first;
        judgement.other = second;
    }
    must(cg_judge(store, &judgement, &id, &err));
    return id;
}

/* ---- Facts judged ---- */

static void a_wrong_fact_is_not_seen(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_id id = judge(graph.store, CG_WRONG, graph.supplies, 0);
    assert_facts(graph.store, "", .ends = NULL);
    assert_facts(graph.store, "2", .denied = true);
    assert_facts(graph.store, "", .ends = &graph.xenon, .end_count = 1);
    cg_counts counts;
    must(cg_store_count(graph.store, &counts, &err));
    assert_int_equal(counts.facts, 0);
    assert_int_equal(counts.judgements, 1);
    must(cg_unjudge(graph.store, id, &err));
    assert_facts(graph.store, "1", .ends = NULL);
    cg_close(graph.store);
}

static void a_judgement_replaces_the_earlier_one(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_id wrong = judge(graph.store, CG_WRONG, graph.supplies, 0);
    cg_id right = judge(graph.store, CG_RIGHT, graph.supplies, 0);
    cg_id maybe = judge(graph.store, CG_MAYBE, graph.zircon, graph.xenon);
    cg_id different = judge(graph.store, CG_DIFFERENT, graph.xenon, graph.zircon);
    assert_true(wrong != right && maybe != different);
    assert_facts(graph.store, "1", .ends = NULL);

    cg_arena arena = {0};
    const cg_judgement_row *rows;
    size_t count;
    must(cg_store_judgements(graph.store, &arena, &rows, &count, &err));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].id, right);
    assert_int_equal(rows[0].judgement.verdict, CG_RIGHT);
    assert_int_equal(rows[0].judgement.fact, graph.supplies);
    assert_text(rows[0].judgement.by, "an");
    assert_text(rows[0].judgement.reason, "read both");
    assert_int_equal(rows[0].recorded.size, 20);
    assert_int_equal(rows[1].id, different);
    assert_int_equal(rows[1].judgement.verdict, CG_DIFFERENT);
    assert_int_equal(rows[1].judgement.entity, graph.xenon);
    assert_int_equal(rows[1].judgement.other, graph.zircon);
    cg_arena_release(&arena);

    must_fail(CG_NOT_FOUND, "no judgement 1 in force",
              cg_unjudge(graph.store, wrong, &err));
    must_fail(CG_NOT_FOUND, "no judgement 99 in force",
              cg_unjudge(graph.store, 99, &err));
    cg_close(graph.store);
}

/* Taking back goes the way back, one judgement after the other. */
static void what_was_replaced_is_in_force_again(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_id maybe = judge(graph.store, CG_MAYBE, graph.xenon, graph.zircon);
    cg_id same = judge(graph.store, CG_SAME, graph.xenon, graph.zircon);
    cg_id different = judge(graph.store, CG_DIFFERENT, graph.xenon, graph.zircon);
    (void)judge(graph.store, CG_RIGHT, graph.supplies, 0);
    const cg_id chain[] = {different, same, maybe};
    cg_arena arena = {0};
    const cg_judgement_row *rows;
    size_t count;
    for (size_t i = 0; i < 3; i++) {
        must(cg_store_judgements(graph.store, &arena, &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_int_equal(rows[0].id, chain[i]);
        must(cg_unjudge(graph.store, chain[i], &err));
    }
    must(cg_store_judgements(graph.store, &arena, &rows, &count, &err));
    assert_int_equal(count, 1);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static size_t suggest(cg_store *store, cg_id entity, cg_id other)
{
    cg_judgement pair = {.verdict = CG_MAYBE,
                         .entity = entity,
                         .other = other,
                         .by = CG_TEXT("names/test@1"),
                         .reason = CG_TEXT("both shine")};
    size_t fresh;
    must(cg_store_begin(store, "test", &err));
    must(cg_store_suggest(store, &pair, 1, &fresh, &err));
    must(cg_store_commit(store, &err));
    return fresh;
}

static void a_suggestion_is_made_once(void **state)
{
    (void)state;
    small_graph graph = open_small();
    assert_int_equal(suggest(graph.store, graph.zircon, graph.xenon), 1);
    assert_int_equal(suggest(graph.store, graph.xenon, graph.zircon), 0);
    cg_id different = judge(graph.store, CG_DIFFERENT, graph.xenon, graph.zircon);
    assert_int_equal(suggest(graph.store, graph.xenon, graph.zircon), 0);

    /* Back to the suggestion; and when that is taken back, it is not made again. */
    must(cg_unjudge(graph.store, different, &err));
    cg_arena arena = {0};
    const cg_judgement_row *rows;
    size_t count;
    must(cg_store_judgements(graph.store, &arena, &rows, &count, &err));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].judgement.verdict, CG_MAYBE);
    assert_text(rows[0].judgement.by, "names/test@1");
    must(cg_unjudge(graph.store, rows[0].id, &err));
    assert_int_equal(suggest(graph.store, graph.xenon, graph.zircon), 0);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

/* What was decided of one of them holds for all that are the same as it. */
static void a_decision_holds_for_the_whole_group(void **state)
{
    (void)state;
    small_graph graph = open_small();
    must(cg_store_begin(graph.store, "test", &err));
    cg_id third = add_company(graph.store, 0, "Argon");
    must(cg_store_commit(graph.store, &err));
    (void)judge(graph.store, CG_SAME, graph.xenon, graph.zircon);
    assert_int_equal(suggest(graph.store, graph.xenon, graph.zircon), 0);
    (void)judge(graph.store, CG_DIFFERENT, graph.zircon, third);
    assert_int_equal(suggest(graph.store, third, graph.xenon), 0);
    cg_close(graph.store);
}

static void a_judgement_is_about_something(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_id id;
    cg_judgement fact = {.verdict = CG_WRONG, .fact = 99};
    cg_judgement self = {
        .verdict = CG_SAME, .entity = graph.xenon, .other = graph.xenon};
    cg_judgement pair = {.verdict = CG_SAME, .entity = graph.xenon, .other = 99};
    must_fail(CG_NOT_FOUND, "no fact 99", cg_judge(graph.store, &fact, &id, &err));
    must_fail(CG_REFUSED, "itself", cg_judge(graph.store, &self, &id, &err));
    must_fail(CG_NOT_FOUND, "no entity 99",
              cg_judge(graph.store, &pair, &id, &err));
    assert_int_equal(id, 0);
    cg_close(graph.store);
}

/* ---- Merging ---- */

static void add_property(cg_store *store, cg_id entity, const char *key,
                         int64_t value)
{
    cg_property property = {cg_text_z(key), cg_integer(value)};
    cg_entity_change change = {.entity = entity, .properties = {&property, 1}};
    size_t changed, kept;
    must(cg_store_begin(store, "test", &err));
    must(cg_store_change_entities(store, &change, 1, &changed, &kept, &err));
    must(cg_store_commit(store, &err));
}

static void merged_entities_read_as_one(void **state)
{
    (void)state;
    small_graph graph = open_small();
    add_property(graph.store, graph.xenon, "a", 1);
    add_property(graph.store, graph.zircon, "a", 2);
    add_property(graph.store, graph.zircon, "b", 3);
    cg_id id = judge(graph.store, CG_SAME, graph.zircon, graph.xenon);

    /* The scan finds facts of either, under the lower id. */
    cg_scan *scan = NULL;
    cg_edges batch;
    cg_fact_filter filter = {.ends = &graph.xenon, .end_count = 1, .denied = true};
    must(cg_scan_prepare(graph.store, &filter, &scan, &err));
    cg_error failure = {0};
    assert_int_equal(cg_scan_step(scan, &batch, &failure), CG_ROW);
    assert_int_equal(batch.count, 2);
    assert_int_equal(batch.subjects[0], graph.xenon);
    assert_int_equal(batch.subjects[1], graph.xenon);
    cg_scan_finish(scan);
    assert_facts(graph.store, "1 2", .ends = &graph.zircon, .end_count = 1,
                 .denied = true);

    cg_arena arena = {0};
    cg_entity entity;
    must(cg_store_entities(graph.store, &graph.zircon, 1, &arena, &entity, &err));
    assert_int_equal(entity.id, graph.zircon);
    assert_text(entity.name, "Xenon Labs");
    assert_int_equal(entity.properties.count, 2);
    assert_int_equal(entity.properties.items[0].value.as.integer, 1);
    assert_int_equal(entity.properties.items[1].value.as.integer, 3);

    const cg_name_row *names;
    size_t count;
    must(cg_store_names(graph.store, &graph.zircon, 1, &arena, &names, &count,
                        &err));
    assert_int_equal(count, 2);
    const cg_found *found;
    cg_text name = CG_TEXT("zircon");
    must(cg_store_find_names(graph.store, &name, 1, &arena, &found, &count, &err));
    assert_int_equal(count, 1);
    assert_int_equal(found[0].entity, graph.xenon);
    cg_fact fact;
    must(cg_store_facts(graph.store, &graph.denied, 1, &arena, &fact, &err));
    assert_int_equal(fact.subject, graph.xenon);
    cg_counts counts;
    must(cg_store_count(graph.store, &counts, &err));
    assert_int_equal(counts.entities, 2);
    uint8_t company;
    must(cg_kind_find(cg_store_vocabulary(graph.store), CG_TEXT("Company"),
                      &company, &err));
    assert_int_equal(counts.by_kind[company], 2);

    /* Undoing it puts everything back. */
    must(cg_unjudge(graph.store, id, &err));
    must(cg_store_facts(graph.store, &graph.denied, 1, &arena, &fact, &err));
    assert_int_equal(fact.subject, graph.zircon);
    must(cg_store_entities(graph.store, &graph.zircon, 1, &arena, &entity, &err));
    assert_text(entity.name, "Zircon");
    must(cg_store_count(graph.store, &counts, &err));
    assert_int_equal(counts.entities, 3);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

/* Groups made by random pairs are those that a slow search finds. */
static void groups_are_what_a_slow_search_finds(void **state)
{
    (void)state;
    enum { ENTITIES = 40, PAIRS = 25 };
    cg_store *store = NULL;
    cg_id ids[ENTITIES];
    int group[ENTITIES];
    uint64_t seed = 7;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_store_begin(store, "test", &err));
    for (int i = 0; i < ENTITIES; i++) {
        char name[20];
        snprintf(name, sizeof name, "company %d", i);
        ids[i] = add_company(store, 0, name);
        group[i] = i;
    }
    must(cg_store_commit(store, &err));
    for (int i = 0; i < PAIRS; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t a = (size_t)(seed >> 33) % ENTITIES,
               b = (size_t)(seed >> 45) % ENTITIES;
        if (a == b)
            continue;
        (void)judge(store, CG_SAME, ids[a], ids[b]);
        int high = group[a] > group[b] ? group[a] : group[b];
        int low = group[a] < group[b] ? group[a] : group[b];
        for (int j = 0; j < ENTITIES; j++)
            group[j] = group[j] == high ? low : group[j];
    }
    cg_arena arena = {0};
    for (int i = 0; i < ENTITIES; i++) {
        char name[20];
        const cg_found *found;
        const cg_name_row *names;
        size_t count, members = 0;
        snprintf(name, sizeof name, "company %d", i);
        cg_text text = cg_text_z(name);
        must(cg_store_find_names(store, &text, 1, &arena, &found, &count, &err));
        assert_int_equal(count, 1);
        assert_int_equal(found[0].entity, ids[group[i]]);
        must(cg_store_names(store, &ids[i], 1, &arena, &names, &count, &err));
        for (int j = 0; j < ENTITIES; j++)
            members += group[j] == group[i];
        assert_int_equal(count, members);
    }
    cg_arena_release(&arena);
    cg_close(store);
}

static void mentions_of_a_group_are_in_the_order_of_the_text(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_new_mention mentions[] = {
        {graph.xenon, 29, 35}, {graph.zircon, 0, 10}, {graph.zircon, 37, 41}};
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_mentions(graph.store, graph.article, mentions, 3, &err));
    must(cg_store_commit(graph.store, &err));
    (void)judge(graph.store, CG_SAME, graph.xenon, graph.zircon);
    cg_arena arena = {0};
    const cg_mention_row *rows;
    size_t count;
    must(cg_store_mentions(graph.store, &graph.xenon, 1, &arena, &rows, &count,
                           &err));
    assert_int_equal(count, 3);
    assert_text(rows[0].text, "Xenon Labs");
    assert_text(rows[1].text, "Zircon");
    assert_text(rows[2].text, "they");
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void kinds_are_those_of_the_group(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_kinds chip = kind_of(graph.store, "Chip");
    cg_entity_change change = {.entity = graph.zircon, .kinds = chip};
    size_t changed, kept;
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_change_entities(graph.store, &change, 1, &changed, &kept, &err));
    must(cg_store_commit(graph.store, &err));
    assert_facts(graph.store, "", .kinds = chip);
    (void)judge(graph.store, CG_SAME, graph.xenon, graph.zircon);
    assert_facts(graph.store, "1", .kinds = chip);

    cg_entity_scan *scan;
    const cg_id *ids;
    size_t count;
    cg_error failure = {0};
    must(cg_entity_scan_prepare(graph.store, chip, &scan, &err));
    assert_int_equal(cg_entity_scan_step(scan, &ids, &count, &failure), CG_ROW);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], graph.xenon);
    cg_entity_scan_finish(scan);
    must(cg_entity_scan_prepare(graph.store, 0, &scan, &err));
    assert_int_equal(cg_entity_scan_step(scan, &ids, &count, &failure), CG_ROW);
    assert_int_equal(count, 2);
    cg_entity_scan_finish(scan);
    cg_close(graph.store);
}

/* ---- Clocks ---- */

static cg_date date(const char *text)
{
    cg_date parsed;
    assert_true(cg_date_parse(cg_text_z(text), &parsed));
    return parsed;
}

static void a_fact_holds_from_since_until_until(void **state)
{
    (void)state;
    static const struct {
        const char *since, *until, *on;
        bool holds;
    } cases[] = {
        {"", "", "2024", true},
        {"2024", "", "2023", false},
        {"2024", "", "2023-12-31", false},
        {"2024", "", "2024-01-01", true},
        {"2024-Q3", "", "2024-06", false},
        {"2024-Q3", "", "2024-07", true},
        {"2024-Q3", "", "2024-Q3", true},
        {"2024-Q3", "", "2024", true},
        {"2024-12", "", "2025-01-01", true},
        {"", "2024", "2024-12-31", true},
        {"", "2024", "2025", false},
        {"", "2024-Q1", "2024-03-31", true},
        {"", "2024-Q1", "2024-04-01", false},
        {"2023", "2024-02", "2024-02-29", true},
        {"2023", "2024-02", "2024-03", false},
        {"2023", "2024-02", "2022-Q4", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        small_graph graph = open_small();
        cg_new_fact fact = {.subject = graph.xenon,
                            .object = graph.zircon,
                            .relation = relation_of(graph.store, "SUPPLIES")};
        cg_id id;
        bool fresh;
        (void)cg_date_parse(cg_text_z(cases[i].since), &fact.since);
        (void)cg_date_parse(cg_text_z(cases[i].until), &fact.until);
        must(cg_store_begin(graph.store, "test", &err));
        must(cg_store_add_facts(graph.store, &fact, 1, &id, &fresh, &err));
        must(cg_store_commit(graph.store, &err));
        cg_id ends[] = {graph.zircon};
        assert_facts(graph.store, cases[i].holds ? "3" : "", .ends = ends,
                     .end_count = 1, .clocks.on = date(cases[i].on));
        cg_close(graph.store);
    }
}

static void set_day(const char *seconds)
{
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", seconds, 1), 0);
}

/* 2020-01-01: the graph. 2021-01-01: its fact is judged wrong, and the denied one is
 * reported. 2022-01-01: the judgement is taken back. */
static void what_was_known_on_a_day(void **state)
{
    (void)state;
    set_day("1577836800");
    small_graph graph = open_small();
    set_day("1609459200");
    cg_id id = judge(graph.store, CG_WRONG, graph.supplies, 0);
    must(cg_store_begin(graph.store, "test", &err));
    add_quote(graph.store, graph.denied, graph.article, 0, 5, CG_REPORTED);
    must(cg_store_commit(graph.store, &err));
    set_day("1640995200");
    must(cg_unjudge(graph.store, id, &err));

    assert_facts(graph.store, "1 2", .ends = NULL);
    assert_facts(graph.store, "", .clocks.known = date("2019"));
    assert_facts(graph.store, "1", .clocks.known = date("2020"));
    assert_facts(graph.store, "1", .clocks.known = date("2020-01-01"));
    assert_facts(graph.store, "1 2", .clocks.known = date("2020"), .denied = true);
    assert_facts(graph.store, "2", .clocks.known = date("2021-06"));
    assert_facts(graph.store, "2", .clocks.known = date("2021-Q1"));
    assert_facts(graph.store, "1 2", .clocks.known = date("2022"));
    assert_facts(graph.store, "", .clocks.known = date("0001"));
    cg_id ends[] = {graph.yttrium};
    assert_facts(graph.store, "2", .clocks.known = date("2021"), .ends = ends,
                 .end_count = 1);
    assert_facts(graph.store, "2", .clocks.known = date("2021"),
                 .sources = &graph.article, .source_count = 1);
    cg_close(graph.store);
    unsetenv("SOURCE_DATE_EPOCH");
}

/* Rows that were retracted, as a later change will do it: here by hand. */
static void what_is_retracted_is_not_seen(void **state)
{
    (void)state;
    small_graph graph = open_small();
    setenv("SOURCE_DATE_EPOCH", "4070908800", 1); /* 2099-01-01 */
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_retract_facts(graph.store, &graph.supplies, 1, &err));
    must(cg_store_commit(graph.store, &err));
    unsetenv("SOURCE_DATE_EPOCH");
    must(sql_script(graph.store,
                    CG_TEXT("UPDATE name SET retracted = 2 WHERE id = 1;"
                            "UPDATE evidence_row SET retracted = 2 WHERE id = 2"),
                    &err));
    /* The denial of fact 2 is gone, and nothing is left that denies it. */
    assert_facts(graph.store, "2", .ends = NULL);
    assert_facts(graph.store, "2", .ends = &graph.yttrium, .end_count = 1);
    assert_facts(graph.store, "", .sources = &graph.article, .source_count = 1);
    assert_facts(graph.store, "1", .clocks.known = date("2098"));
    cg_arena arena = {0};
    const cg_hit *hits;
    const cg_found *found;
    const cg_evidence *evidence;
    size_t count;
    cg_counts counts;
    cg_text name = CG_TEXT("Xenon Labs");
    must(cg_store_search(graph.store, name, 9, &arena, &hits, &count, &err));
    assert_int_equal(count, 0);
    must(cg_store_find_names(graph.store, &name, 1, &arena, &found, &count, &err));
    assert_int_equal(count, 0);
    must(cg_store_evidence(graph.store, &graph.denied, 1, &arena, &evidence, &count,
                           &err));
    assert_int_equal(count, 0);
    must(cg_store_count(graph.store, &counts, &err));
    assert_int_equal(counts.facts, 1);
    assert_int_equal(counts.names, 2);
    assert_int_equal(counts.evidence, 0); /* the other fact's went with it */
    cg_fact fact;
    must(cg_store_facts(graph.store, &graph.supplies, 1, &arena, &fact, &err));
    assert_int_equal(fact.id, graph.supplies); /* by its id it is still there */
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void the_recorded_clock_never_runs_back(void **state)
{
    (void)state;
    set_day("1609459200");
    small_graph graph = open_small();
    set_day("1577836800"); /* a year earlier */
    (void)judge(graph.store, CG_RIGHT, graph.supplies, 0);
    cg_arena arena = {0};
    const cg_judgement_row *rows;
    size_t count;
    must(cg_store_judgements(graph.store, &arena, &rows, &count, &err));
    assert_text(rows[0].recorded, "2021-01-01T00:00:00Z");
    static const char *const bad[] = {"x", "-1", "1.5", "253402300800",
                                      "99999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        set_day(bad[i]);
        must_fail(CG_REFUSED, "SOURCE_DATE_EPOCH",
                  cg_store_begin(graph.store, "test", &err));
    }
    set_day("253402300799");
    (void)judge(graph.store, CG_RIGHT, graph.denied, 0);
    must(cg_store_judgements(graph.store, &arena, &rows, &count, &err));
    assert_text(rows[1].recorded, "9999-12-31T23:59:59Z");
    cg_arena_release(&arena);
    cg_close(graph.store);
    unsetenv("SOURCE_DATE_EPOCH");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_fact_is_not_seen),
        cmocka_unit_test(a_judgement_replaces_the_earlier_one),
        cmocka_unit_test(what_was_replaced_is_in_force_again),
        cmocka_unit_test(a_suggestion_is_made_once),
        cmocka_unit_test(a_decision_holds_for_the_whole_group),
        cmocka_unit_test(a_judgement_is_about_something),
        cmocka_unit_test(merged_entities_read_as_one),
        cmocka_unit_test(groups_are_what_a_slow_search_finds),
        cmocka_unit_test(mentions_of_a_group_are_in_the_order_of_the_text),
        cmocka_unit_test(kinds_are_those_of_the_group),
        cmocka_unit_test(a_fact_holds_from_since_until_until),
        cmocka_unit_test(what_was_known_on_a_day),
        cmocka_unit_test(what_is_retracted_is_not_seen),
        cmocka_unit_test(the_recorded_clock_never_runs_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_judge", tests, NULL, NULL);
}
