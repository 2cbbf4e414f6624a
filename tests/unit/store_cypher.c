/* The graph as openCypher sees it: creating, changing, retracting. */
#include "graph/store/property_graph.h"

#include "tests/unit/store_graph.h"

enum { FIRST_DAY = 1577836800 /* 2020-01-01 */ };

static const cg_text query_text = {"CREATE (a)-[:SUPPLIES]->(b)", 27};

static void set_day(int day)
{
    char seconds[20];
    snprintf(seconds, sizeof seconds, "%d", FIRST_DAY + day * 86400);
    setenv("SOURCE_DATE_EPOCH", seconds, 1);
}

/* Begin a change whose query is the source. */
static cg_id begin(cg_store *store, int day)
{
    cg_id source = 0;
    set_day(day);
    must(cg_store_begin(store, "query", &err));
    must(cg_store_add_query(store, (cg_text){0}, query_text, &source, &err));
    return source;
}

static cg_id create(cg_store *store, cg_id source, cg_kinds kinds,
                    cg_properties properties)
{
    cg_id id = 0;
    cg_new_node node = {kinds, properties};
    must(cg_store_create_entities(store, source, &node, 1, &id, &err));
    return id;
}

static cg_id link_to(cg_store *store, cg_id source, cg_id subject, cg_id object,
                     cg_properties properties)
{
    cg_id id = 0;
    cg_new_relationship link = {subject, object, relation_of(store, "SUPPLIES"),
                                properties};
    must(cg_store_create_facts(store, source, &link, 1, &id, &err));
    return id;
}

static cg_properties one(cg_property *property, const char *key, cg_value value)
{
    *property = (cg_property){cg_text_z(key), value};
    return (cg_properties){property, 1};
}

/* The properties of an entity or a fact as JSON. */
static void properties_of(cg_store *store, bool fact, cg_id id, char out[512])
{
    cg_arena arena = {0};
    cg_buffer json = {0};
    cg_properties properties;
    if (fact)
        must(cg_store_fact_properties(store, &id, 1, &arena, &properties, &err));
    else
        must(cg_store_entity_properties(store, &id, 1, &arena, &properties, &err));
    cg_properties_json(properties, &json);
    snprintf(out, 512, "%s", json.at);
    for (size_t i = 0; i < properties.count;
         i++) { /* one by one, they are the same */
        cg_value value;
        cg_text key = properties.items[i].key;
        if (fact)
            must(cg_store_fact_values(store, key, &id, 1, &arena, &value, &err));
        else
            must(cg_store_entity_values(store, key, &id, 1, &arena, &value, &err));
        assert_true(cg_value_equal(value, properties.items[i].value));
    }
    cg_buffer_release(&json);
    cg_arena_release(&arena);
}

#define assert_properties(store, fact, id, expected)                               \
    do {                                                                           \
        char assert_json[512];                                                     \
        properties_of((store), (fact), (id), assert_json);                         \
        assert_string_equal(assert_json, (expected));                              \
    } while (0)

/* The spellings of an entity, with a bar behind each. */
static void spellings(cg_store *store, cg_id id, char out[256])
{
    cg_arena arena = {0};
    const cg_name_row *rows;
    size_t count, used = 0;
    must(cg_store_names(store, &id, 1, &arena, &rows, &count, &err));
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, 256 - used, "%.*s|",
                                 CG_TEXT_ARG(rows[i].text));
    cg_arena_release(&arena);
}

#define assert_spellings(store, id, expected)                                      \
    do {                                                                           \
        char assert_names[256];                                                    \
        spellings((store), (id), assert_names);                                    \
        assert_string_equal(assert_names, (expected));                             \
    } while (0)

static size_t count_hits(cg_store *store, const char *words)
{
    cg_arena arena = {0};
    const cg_hit *hits;
    size_t count;
    must(cg_store_search(store, cg_text_z(words), 10, &arena, &hits, &count, &err));
    cg_arena_release(&arena);
    return count;
}

static size_t count_named(cg_store *store, const char *name)
{
    cg_arena arena = {0};
    const cg_named *found;
    size_t count;
    cg_text text = cg_text_z(name);
    must(cg_store_find_named(store, &text, 1, &arena, &found, &count, &err));
    cg_arena_release(&arena);
    return count;
}

/* ---- Creating ---- */

static void what_is_created_is_always_new(void **state)
{
    (void)state;
    small_graph g = open_small();
    cg_property name;
    cg_properties xenon = one(&name, "name", cg_string(CG_TEXT("Xenon Labs")));
    cg_id source = begin(g.store, 0);
    cg_id a = create(g.store, source, 0, xenon);
    cg_id b = create(g.store, source, 0, (cg_properties){0});
    cg_id first = link_to(g.store, source, b, a, (cg_properties){0});
    cg_id second = link_to(g.store, source, b, a, (cg_properties){0});
    must(cg_store_commit(g.store, &err));
    assert_int_not_equal(a, g.xenon);
    assert_int_not_equal(first, second);
    assert_int_equal(count_named(g.store, "Xenon Labs"), 2);
    assert_int_equal(count_named(g.store, "xenon labs"), 0);
    assert_int_equal(count_hits(g.store, "xenon"), 3); /* and a quote */
    assert_spellings(g.store, b, "");
    assert_properties(g.store, false, a, "{\"name\":\"Xenon Labs\"}");
    assert_properties(g.store, false, b, "{}");
    cg_kinds kinds[2];
    cg_id ids[] = {b, g.xenon};
    must(cg_store_kinds(g.store, ids, 2, kinds, &err));
    assert_true(kinds[0] == 0 && kinds[1] == kind_of(g.store, "Company"));
    cg_close(g.store);
}

static void the_query_is_the_evidence(void **state)
{
    (void)state;
    small_graph g = open_small();
    cg_id source = begin(g.store, 0);
    cg_id fact = link_to(g.store, source, g.zircon, g.xenon, (cg_properties){0});
    must(cg_store_commit(g.store, &err));
    cg_arena arena = {0};
    const cg_evidence *evidence;
    const cg_source_row *row;
    size_t count;
    must(cg_store_evidence(g.store, &fact, 1, &arena, &evidence, &count, &err));
    assert_int_equal(count, 1);
    assert_text(evidence->quote, query_text.at);
    assert_true(evidence->ranged && evidence->modality == CG_ASSERTED);
    count = 1;
    must(cg_store_sources(g.store, &source, &count, &arena, &row, &err));
    assert_int_equal(row->source.form, CG_QUERY);
    assert_int_equal(row->size, query_text.size);
    cg_arena_release(&arena);
    /* The same query again, and an article of the same text. */
    assert_int_not_equal(begin(g.store, 1), source);
    cg_id found;
    cg_digest digest = cg_digest_of(query_text);
    must(cg_store_find_digest(g.store, &digest, &found, &err));
    assert_int_equal(found, 0);
    (void)add_article(g.store, query_text);
    must(cg_store_commit(g.store, &err));
    cg_close(g.store);
}

static void each_property_reads_as_it_was_written(void **state)
{
    (void)state;
    cg_temporal day = {.days = 18262}; /* 2020-01-01 */
    cg_value date = {CG_DATE, {0}};
    date.as.temporal = &day;
    cg_value truth = {CG_BOOLEAN, {.boolean = true}};
    struct {
        bool fact;
        const char *key;
        cg_value value;
        const char *json, *since;
    } cases[] = {
        {false, "name", cg_string(CG_TEXT("X")), "{\"name\":\"X\"}", ""},
        {false, "name", cg_string(CG_TEXT("")), "{\"name\":\"\"}", ""},
        {false, "name", cg_string(CG_TEXT("a\0b")), "{\"name\":\"a\\u0000b\"}", ""},
        {false, "name", cg_integer(7), "{\"name\":7}", ""},
        {false, "since", cg_string(CG_TEXT("2020")), "{\"since\":\"2020\"}", ""},
        {true, "name", cg_string(CG_TEXT("X")), "{\"name\":\"X\"}", ""},
        {true, "since", cg_string(CG_TEXT("2020-Q3")), "{\"since\":\"2020-Q3\"}",
         "2020-Q3"},
        {true, "since", cg_string(CG_TEXT("lately")), "{\"since\":\"lately\"}", ""},
        {true, "since", cg_string(CG_TEXT(" 2020")), "{\"since\":\" 2020\"}", ""},
        {true, "since", cg_integer(2020), "{\"since\":2020}", ""},
        {true, "since", truth, "{\"since\":true}", ""},
        {true, "since", date, "{\"since\":{\"$date\":\"2020-01-01\"}}",
         "2020-01-01"},
        {true, "a\"b\\", truth, "{\"a\\\"b\\\\\":true}", ""},
    };
    small_graph g = open_small();
    cg_id source = begin(g.store, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cg_property property;
        cg_properties all = one(&property, cases[i].key, cases[i].value);
        if (!cases[i].fact) {
            cg_id id = create(g.store, source, 0, all);
            assert_properties(g.store, false, id, cases[i].json);
            continue;
        }
        cg_id id = link_to(g.store, source, g.xenon, g.zircon, all);
        assert_properties(g.store, true, id, cases[i].json);
        cg_arena arena = {0};
        cg_fact fact;
        char since[CG_DATE_ROOM];
        must(cg_store_facts(g.store, &id, 1, &arena, &fact, &err));
        (void)cg_date_format(fact.since, since);
        assert_string_equal(since, cases[i].since);
        cg_arena_release(&arena);
    }
    must(cg_store_commit(g.store, &err));
    cg_close(g.store);
}

/* ---- Changing entities ---- */

static void set(cg_store *store, cg_id source, cg_id id, cg_properties properties)
{
    cg_new_properties item = {id, properties};
    must(cg_store_set_entities(store, source, &item, 1, &err));
}

static void an_old_name_stays_if_a_source_brought_it(void **state)
{
    (void)state;
    small_graph g = open_small();
    cg_property name;
    cg_id source = begin(g.store, 0);
    set(g.store, source, g.xenon, one(&name, "name", cg_string(CG_TEXT("Neon"))));
    must(cg_store_commit(g.store, &err));
    assert_spellings(g.store, g.xenon, "Xenon Labs|Neon|");
    source = begin(g.store, 1);
    set(g.store, source, g.xenon, one(&name, "name", cg_string(CG_TEXT("Argon"))));
    must(cg_store_commit(g.store, &err));
    assert_spellings(g.store, g.xenon, "Xenon Labs|Argon|");
    assert_int_equal(count_hits(g.store, "neon"), 0);
    assert_int_equal(count_named(g.store, "Argon"), 1);
    assert_int_equal(count_named(g.store, "Xenon Labs"), 0);
    source = begin(g.store, 2);
    set(g.store, source, g.xenon, one(&name, "size", cg_integer(3)));
    must(cg_store_commit(g.store, &err));
    assert_spellings(g.store, g.xenon, "Xenon Labs|");
    assert_properties(g.store, false, g.xenon, "{\"size\":3}");
    cg_close(g.store);
}

static void kinds_come_and_go(void **state)
{
    (void)state;
    small_graph g = open_small();
    cg_kinds company = kind_of(g.store, "Company"), chip = kind_of(g.store, "Chip");
    (void)begin(g.store, 0);
    cg_kinds_change change = {g.xenon, chip, company};
    must(cg_store_change_kinds(g.store, &change, 1, &err));
    must(cg_store_change_kinds(g.store, &change, 1, &err)); /* nothing left to do */
    must(cg_store_commit(g.store, &err));
    cg_kinds kinds;
    must(cg_store_kinds(g.store, &g.xenon, 1, &kinds, &err));
    assert_true(kinds == chip);
    cg_close(g.store);
}

static void what_is_written_to_one_counts_for_all_of_it(void **state)
{
    (void)state;
    small_graph g = open_small();
    cg_property items[2] = {{CG_TEXT("a"), cg_integer(1)},
                            {CG_TEXT("b"), cg_integer(2)}};
    cg_id source = begin(g.store, 0);
    set(g.store, source, g.yttrium, (cg_properties){items, 2});
    must(cg_store_commit(g.store, &err));
    cg_judgement same = {.verdict = CG_SAME, .entity = g.xenon, .other = g.yttrium};
    cg_id judgement;
    must(cg_judge(g.store, &same, &judgement, &err));
    assert_properties(g.store, false, g.yttrium,
                      "{\"a\":1,\"b\":2,\"name\":\"Xenon Labs\"}");
    source = begin(g.store, 1);
    items[0].value = cg_integer(5);
    set(g.store, source, g.yttrium, (cg_properties){items, 1});
    cg_kinds_change change = {g.yttrium, 0, kind_of(g.store, "Company")};
    must(cg_store_change_kinds(g.store, &change, 1, &err));
    must(cg_store_commit(g.store, &err));
    assert_properties(g.store, false, g.xenon, "{\"a\":5}");
    cg_kinds kinds;
    must(cg_store_kinds(g.store, &g.xenon, 1, &kinds, &err));
    assert_true(kinds == 0);
    must(cg_unjudge(g.store, judgement, &err));
    assert_properties(g.store, false, g.yttrium, "{\"a\":1}");
    cg_close(g.store);
}

/* ---- Changing facts ---- */

static cg_date day_of(const char *text)
{
    cg_date date;
    assert_true(cg_date_parse(cg_text_z(text), &date));
    return date;
}

static void a_changed_fact_is_still_known_as_it_was(void **state)
{
    (void)state;
    set_day(0);
    small_graph g = open_small();
    cg_judgement wrong = {.verdict = CG_WRONG, .fact = g.denied};
    cg_id judgement;
    must(cg_judge(g.store, &wrong, &judgement, &err));
    cg_property since;
    cg_id source = begin(g.store, 5);
    cg_new_properties items[] = {
        {g.supplies, one(&since, "since", cg_string(CG_TEXT("2024")))},
        {g.denied, {&since, 1}}};
    must(cg_store_set_facts(g.store, source, items, 2, &err));
    must(cg_store_set_facts(g.store, source, items, 2, &err)); /* already so */
    must(cg_store_commit(g.store, &err));
    assert_properties(g.store, true, g.supplies, "{\"since\":\"2024\"}");
    cg_date before = day_of("2020-01-03");
    assert_facts(g.store, "1", .clocks.known = day_of("2020-01-06"));
    assert_facts(g.store, "3", .clocks.known = before);
    assert_facts(g.store, "3", .clocks.known = before, .denied = true);
    assert_facts(g.store, "3", .clocks.known = before, .sources = &g.article,
                 .source_count = 1);
    assert_facts(g.store, "1", .sources = &source, .source_count = 1);
    assert_properties(g.store, true, 3, "{}");
    cg_arena arena = {0};
    cg_fact facts[2];
    cg_id ids[] = {3, g.supplies};
    must(cg_store_facts(g.store, ids, 2, &arena, facts, &err));
    assert_int_equal(facts[0].source_count, 1);
    assert_int_equal(facts[1].source_count, 2);
    cg_arena_release(&arena);
    cg_close(g.store);
}

static void a_new_fact_leaves_no_versions(void **state)
{
    (void)state;
    small_graph g = open_small();
    cg_property since;
    cg_id source = begin(g.store, 0);
    cg_id fact = link_to(g.store, source, g.xenon, g.zircon, (cg_properties){0});
    for (int i = 0; i < 3; i++) {
        cg_new_properties item = {fact, one(&since, "n", cg_integer(i))};
        must(cg_store_set_facts(g.store, source, &item, 1, &err));
    }
    cg_id next = link_to(g.store, source, g.xenon, g.zircon, (cg_properties){0});
    must(cg_store_commit(g.store, &err));
    assert_int_equal(next, fact + 1);
    assert_properties(g.store, true, fact, "{\"n\":2}");
    cg_new_properties gone = {99, {0}};
    source = begin(g.store, 0);
    must_fail(CG_NOT_FOUND, "there is no fact 99",
              cg_store_set_facts(g.store, source, &gone, 1, &err));
    cg_close(g.store);
}

/* ---- Retracting ---- */

static void retracted_facts_and_entities_are_gone_and_known(void **state)
{
    (void)state;
    set_day(0);
    small_graph g = open_small();
    cg_judgement same = {
        .verdict = CG_SAME, .entity = g.yttrium, .other = g.zircon};
    cg_id judgement;
    must(cg_judge(g.store, &same, &judgement, &err));
    uint64_t facts = 9;
    (void)begin(g.store, 5);
    must_fail(
        CG_REFUSED, "still has 1 facts",
        cg_store_retract_entities(g.store, &g.zircon, 1, false, &facts, &err));
    cg_store_rollback(g.store);
    (void)begin(g.store, 5);
    must(cg_store_retract_entities(g.store, &g.zircon, 1, true, &facts, &err));
    must(cg_store_commit(g.store, &err));
    assert_int_equal(facts, 1); /* the denied one is not seen */
    assert_facts(g.store, "", .denied = true);
    assert_facts(g.store, "1 2", .denied = true,
                 .clocks.known = day_of("2020-01-03"));
    assert_int_equal(count_named(g.store, "Yttrium"), 0);
    assert_int_equal(count_hits(g.store, "yttrium"), 0);
    cg_counts counts;
    must(cg_store_count(g.store, &counts, &err));
    assert_int_equal(counts.entities, 1);
    assert_int_equal(counts.facts, 0);
    assert_int_equal(counts.evidence, 0);
    assert_int_equal(counts.judgements, 0);
    uint8_t company;
    must(cg_kind_find(cg_store_vocabulary(g.store), CG_TEXT("Company"), &company,
                      &err));
    assert_int_equal(counts.by_kind[company], 1);
    cg_arena arena = {0};
    cg_entity entity;
    must(cg_store_entities(g.store, &g.zircon, 1, &arena, &entity, &err));
    assert_text(entity.name, "Zircon");
    cg_arena_release(&arena);
    cg_close(g.store);
}

static void facts_are_retracted_once(void **state)
{
    (void)state;
    small_graph g = open_small();
    cg_judgement right = {.verdict = CG_RIGHT, .fact = g.supplies};
    cg_id judgement, ids[] = {g.supplies, g.supplies, g.denied};
    must(cg_judge(g.store, &right, &judgement, &err));
    (void)begin(g.store, 0);
    must(cg_store_retract_facts(g.store, ids, 3, &err));
    must(cg_store_retract_facts(g.store, ids, 3, &err));
    must(cg_store_commit(g.store, &err));
    cg_counts counts;
    must(cg_store_count(g.store, &counts, &err));
    assert_int_equal(counts.facts + counts.evidence + counts.judgements, 0);
    cg_close(g.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_created_is_always_new),
        cmocka_unit_test(the_query_is_the_evidence),
        cmocka_unit_test(each_property_reads_as_it_was_written),
        cmocka_unit_test(an_old_name_stays_if_a_source_brought_it),
        cmocka_unit_test(kinds_come_and_go),
        cmocka_unit_test(what_is_written_to_one_counts_for_all_of_it),
        cmocka_unit_test(a_changed_fact_is_still_known_as_it_was),
        cmocka_unit_test(a_new_fact_leaves_no_versions),
        cmocka_unit_test(retracted_facts_and_entities_are_gone_and_known),
        cmocka_unit_test(facts_are_retracted_once),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_cypher", tests, NULL, NULL);
}
