/* Articles that change: finding the former version, withdrawing it, and the disk. */
#include "tests/unit/store_graph.h"

/* ---- Finding ---- */

typedef struct {
    const char *file, *title, *url, *date;
} article;

static cg_source source_of(const article *from)
{
    cg_source source = {.form = CG_ARTICLE,
                        .file = cg_text_z(from->file),
                        .title = cg_text_z(from->title),
                        .url = cg_text_z(from->url)};
    if (from->date != NULL)
        assert_true(cg_date_parse(cg_text_z(from->date), &source.date));
    return source;
}

static bool is_found(const article *there, const article *asked)
{
    cg_store *store = NULL;
    cg_source source = source_of(there);
    cg_id id;
    cg_id found[4];
    size_t count;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_store_begin(store, "test", &err));
    must(cg_store_add_source(store, &source, &id, &err));
    source = source_of(asked);
    must(cg_store_find_former(store, &source, found, 4, &count, &err));
    assert_in_range(count, 0, 1);
    if (count == 1)
        assert_int_equal(found[0], id);
    cg_close(store);
    return count == 1;
}

static void a_former_version_agrees_in_two_of_three(void **state)
{
    (void)state;
    const struct {
        article there, asked;
        bool found;
    } cases[] = {
        {{"a.txt", "T", NULL, NULL}, {"a.txt", "T", NULL, NULL}, true},
        {{"a.txt", NULL, NULL, NULL}, {"a.txt", NULL, NULL, NULL}, true},
        {{"a.txt", "T", NULL, NULL}, {"a.txt", "U", NULL, NULL}, false},
        {{"a.txt", "T", NULL, NULL}, {"a.txt", NULL, NULL, NULL}, false},
        {{"a.txt", "T", NULL, NULL}, {"b.txt", "T", NULL, NULL}, false},
        {{NULL, "T", NULL, NULL}, {NULL, "T", NULL, NULL}, false},
        {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}, false},
        {{"a.txt", "T", "u", NULL}, {"a.txt", "U", "u", NULL}, true},
        {{"a.txt", "T", "u", NULL}, {"b.txt", "T", "u", NULL}, true},
        {{"a.txt", "T", "u", NULL}, {"b.txt", "U", "u", NULL}, false},
        {{NULL, NULL, "u", NULL}, {NULL, NULL, "u", NULL}, false},
        {{NULL, "T", "u", NULL}, {NULL, "T", "u", NULL}, true},
        {{"a.txt", "T", "u", NULL}, {"a.txt", "T", "v", NULL}, false},
        {{"a.txt", "T", "u", NULL}, {"a.txt", "T", NULL, NULL}, true},
        {{"a.txt", "T", NULL, NULL}, {"a.txt", "T", "u", NULL}, true},
        {{"a.txt", "T", NULL, "2025"}, {"a.txt", "T", NULL, NULL}, true},
        {{"a.txt", "T", NULL, "2025"}, {"a.txt", "T", NULL, "2025"}, true},
        {{"a.txt", "T", NULL, "2025"}, {"a.txt", "T", NULL, "2024"}, false},
        {{"a.txt", "T", "u", "2025"}, {"a.txt", "T", "u", "2024"}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_found(&cases[i].there, &cases[i].asked) != cases[i].found)
            fail_msg("case %zu", i);
}

static void only_articles_in_force_are_former_versions(void **state)
{
    (void)state;
    cg_store *store = NULL;
    cg_source source = {
        .form = CG_SHEET, .file = CG_TEXT("a"), .url = CG_TEXT("u")};
    cg_id ids[3], found[3];
    size_t count;
    uint64_t facts;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_store_begin(store, "test", &err));
    must(cg_store_add_source(store, &source, &ids[0], &err));
    source.form = CG_ARTICLE;
    must(cg_store_add_source(store, &source, &ids[1], &err));
    must(cg_store_add_source(store, &source, &ids[2], &err));
    must(cg_store_find_former(store, &source, found, 3, &count, &err));
    assert_int_equal(count, 2);
    assert_int_equal(found[0], ids[1]);
    assert_int_equal(found[1], ids[2]);
    must(cg_store_find_former(store, &source, found, 1, &count, &err));
    assert_int_equal(count, 1);
    must(cg_store_retract_source(store, ids[1], &facts, &err));
    assert_int_equal(facts, 0);
    must(cg_store_find_former(store, &source, found, 3, &count, &err));
    assert_int_equal(count, 1);
    assert_int_equal(found[0], ids[2]);
    cg_close(store);
}

/* ---- Withdrawing ---- */

static void check_facts(cg_store *store, const char *expected, const char *known)
{
    char facts[64];
    cg_fact_filter filter = {.denied = true};
    if (known != NULL)
        assert_true(cg_date_parse(cg_text_z(known), &filter.clocks.known));
    scan_facts(store, &filter, facts, sizeof facts);
    assert_string_equal(facts, expected);
}

/* The first fact is in a second article, too; the other is not. */
static small_graph open_confirmed(cg_id *second)
{
    cg_store *store = NULL;
    setenv("SOURCE_DATE_EPOCH", "1577836800", 1); /* 2020-01-01 */
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    small_graph graph = fill_small(store);
    must(cg_store_begin(store, "test", &err));
    *second = add_article(store, CG_TEXT("Xenon Labs supplies Yttrium, too."));
    add_quote(store, graph.supplies, *second, 0, 33, CG_REPORTED);
    must(cg_store_commit(store, &err));
    return graph;
}

static uint64_t retract(cg_store *store, cg_id source)
{
    uint64_t facts;
    must(cg_store_begin(store, "test", &err));
    must(cg_store_retract_source(store, source, &facts, &err));
    must(cg_store_commit(store, &err));
    return facts;
}

static void what_only_a_withdrawn_source_says_goes(void **state)
{
    (void)state;
    cg_id second;
    small_graph graph = open_confirmed(&second);
    cg_arena arena = {0};
    cg_fact facts[2];
    const cg_evidence *evidence;
    const cg_source_row *rows;
    size_t count;
    cg_id ids[] = {graph.supplies, graph.denied};
    check_facts(graph.store, "1 2", NULL);
    setenv("SOURCE_DATE_EPOCH", "1609459200", 1); /* 2021-01-01 */
    assert_int_equal(retract(graph.store, graph.article), 1);
    check_facts(graph.store, "1", NULL);
    check_facts(graph.store, "1", "2021");
    check_facts(graph.store, "1 2", "2020");

    must(cg_store_sources(graph.store, NULL, &count, &arena, &rows, &err));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].id, second);
    must(cg_store_facts(graph.store, ids, 2, &arena, facts, &err));
    assert_int_equal(facts[0].modality, CG_REPORTED);
    assert_int_equal(facts[0].source_count, 1);
    assert_int_equal(facts[1].modality, CG_DENIED); /* as it was */
    must(cg_store_evidence(graph.store, ids, 2, &arena, &evidence, &count, &err));
    assert_int_equal(count, 2);
    assert_int_equal(evidence[0].source, second);
    assert_int_equal(evidence[1].source, graph.article);
    assert_text(evidence[1].quote, "Zircon, they said, does not.");

    assert_int_equal(retract(graph.store, second), 1);
    check_facts(graph.store, "", NULL);
    assert_int_equal(retract(graph.store, second), 0);
    cg_arena_release(&arena);
    cg_close(graph.store);
    unsetenv("SOURCE_DATE_EPOCH");
}

/* Its digest is free again, and what it says is said anew. */
static void a_withdrawn_source_may_come_again(void **state)
{
    (void)state;
    cg_id second;
    small_graph graph = open_confirmed(&second);
    cg_digest digest = cg_digest_of(CG_TEXT(SMALL_TEXT));
    cg_id found;
    retract(graph.store, graph.article);
    must(cg_store_find_digest(graph.store, &digest, &found, &err));
    assert_int_equal(found, 0);
    must(cg_store_begin(graph.store, "test", &err));
    cg_id again = add_article(graph.store, CG_TEXT(SMALL_TEXT));
    cg_id fact = add_fact(graph.store, graph.zircon, "SUPPLIES", graph.yttrium);
    assert_true(add_quote(graph.store, fact, again, 29, 57, CG_DENIED));
    must(cg_store_commit(graph.store, &err));
    assert_int_not_equal(fact, graph.denied);
    check_facts(graph.store, "1 3", NULL);
    cg_close(graph.store);
    unsetenv("SOURCE_DATE_EPOCH");
}

/* Evidence through a sheet goes with the sheet. */
static void a_withdrawn_sheet_takes_what_it_cites(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_source sheet = {.form = CG_SHEET}, cited = {.form = CG_CITED};
    cg_id sheet_id, cited_id;
    bool fresh;
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_source(graph.store, &sheet, &sheet_id, &err));
    must(cg_store_add_source(graph.store, &cited, &cited_id, &err));
    must(cg_store_add_text(graph.store, sheet_id, 0, CG_TEXT("row\n"), &err));
    cg_new_evidence evidence = {
        .fact = add_fact(graph.store, graph.xenon, "OWNS", graph.zircon),
        .source = cited_id,
        .through = sheet_id,
        .end = 3,
        .quote = CG_TEXT("It does.")};
    must(cg_store_add_evidence(graph.store, &evidence, 1, &fresh, &err));
    must(cg_store_commit(graph.store, &err));
    check_facts(graph.store, "1 2 3", NULL);
    assert_int_equal(retract(graph.store, sheet_id), 1);
    check_facts(graph.store, "1 2", NULL);
    cg_close(graph.store);
}

/* ---- The disk ---- */

static void what_is_in_a_hurry_is_kept(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    cg_counts counts;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    must(cg_settle(store, &err)); /* nothing to wait for */
    must(cg_hurry(store, &err));
    fill_small(store);
    must(cg_settle(store, &err));
    must(cg_settle(store, &err));
    cg_close(store);
    must(cg_open(path, CG_OPEN_READ, &store, &err));
    must(cg_store_count(store, &counts, &err));
    assert_int_equal(counts.facts, 1);
    assert_int_equal(counts.evidence, 2);
    cg_close(store);
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_hurry(store, &err));
    must(cg_settle(store, &err)); /* there is no log */
    cg_close(store);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_former_version_agrees_in_two_of_three),
        cmocka_unit_test(only_articles_in_force_are_former_versions),
        cmocka_unit_test(what_only_a_withdrawn_source_says_goes),
        cmocka_unit_test(a_withdrawn_source_may_come_again),
        cmocka_unit_test(a_withdrawn_sheet_takes_what_it_cites),
        cmocka_unit_test(what_is_in_a_hurry_is_kept),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_article", tests, NULL, NULL);
}
