/* Sources, their texts, evidence, search. */
#include "graph/store/store.h"

#include "tests/unit/store_graph.h"

/* ---- Sources ---- */

static void a_text_is_read_across_pieces(void **state)
{
    (void)state;
    cg_store *store = NULL;
    cg_id id;
    cg_source source = {.form = CG_SHEET};
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_store_begin(store, "test", &err));
    must(cg_store_add_source(store, &source, &id, &err));
    must(cg_store_add_text(store, id, 0, CG_TEXT("one\n"), &err));
    must(cg_store_add_text(store, id, 4, CG_TEXT("two\n"), &err));
    must(cg_store_add_text(store, id, 8, CG_TEXT("three\n"), &err));
    must(cg_store_commit(store, &err));

    cg_arena arena = {0};
    cg_text text;
    for (uint64_t start = 0; start <= 14; start++)
        for (uint64_t end = start; end <= 14; end++) {
            must(cg_store_text(store, id, start, end, &arena, &text, &err));
            assert_int_equal(text.size, end - start);
            assert_memory_equal(text.at, "one\ntwo\nthree\n" + start, end - start);
        }
    must_fail(CG_NOT_FOUND, "byte 14",
              cg_store_text(store, id, 0, 15, &arena, &text, &err));
    must_fail(CG_NOT_FOUND, "byte 20",
              cg_store_text(store, id, 20, UINT64_MAX, &arena, &text, &err));
    must_fail(CG_NOT_FOUND, "source 9",
              cg_store_text(store, 9, 0, 1, &arena, &text, &err));
    cg_arena_release(&arena);
    cg_close(store);
}

static void a_range_lies_within_one_piece(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_new_evidence evidence = {.fact = graph.supplies, .source = graph.article};
    cg_new_mention mention = {.entity = graph.xenon, .start = 50, .end = 58};
    bool fresh;
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_text(graph.store, graph.article, 57, CG_TEXT("More."), &err));
    uint64_t bad[][2] = {{56, 58}, {62, 63}, {5, 4}, {1000, 2000}, {0, UINT64_MAX}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        evidence.start = bad[i][0];
        evidence.end = bad[i][1];
        must_fail(CG_INTERNAL, "do not lie in one piece",
                  cg_store_add_evidence(graph.store, &evidence, 1, &fresh, &err));
    }
    must_fail(CG_INTERNAL, "bytes 50 to 58",
              cg_store_add_mentions(graph.store, graph.article, &mention, 1, &err));
    cg_store_rollback(graph.store);
    cg_close(graph.store);
}

static void sources_are_found_by_digest_and_listed(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_digest digest = cg_digest_of(CG_TEXT(SMALL_TEXT));
    cg_id id;
    must(cg_store_find_digest(graph.store, &digest, &id, &err));
    assert_int_equal(id, graph.article);
    digest = cg_digest_of(CG_TEXT("other"));
    must(cg_store_find_digest(graph.store, &digest, &id, &err));
    assert_int_equal(id, 0);

    cg_arena arena = {0};
    const cg_source_row *rows;
    size_t count = 77;
    must(cg_store_sources(graph.store, NULL, &count, &arena, &rows, &err));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].id, graph.article);
    assert_int_equal(rows[0].source.form, CG_ARTICLE);
    assert_text(rows[0].source.title, "Of gases");
    assert_text(rows[0].source.url, "");
    assert_int_equal(rows[0].size, sizeof SMALL_TEXT - 1);
    uint64_t facts;
    must(cg_store_source_facts(graph.store, &graph.article, 1, &facts, &err));
    assert_int_equal(facts, 2);
    assert_int_equal(rows[0].recorded.size, 20);
    cg_id ids[] = {5, graph.article};
    count = 2;
    must(cg_store_sources(graph.store, ids, &count, &arena, &rows, &err));
    assert_int_equal(rows[0].id, 0);
    assert_int_equal(rows[1].id, graph.article);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

/* ---- Evidence ---- */

typedef struct {
    small_graph graph;
    cg_id cited, sheet;
} cited_graph;

/* A sheet of two rows that cites a source. */
static cited_graph open_cited(void)
{
    cited_graph cited = {.graph = open_small()};
    cg_store *store = cited.graph.store;
    cg_source sheet = {.form = CG_SHEET, .file = CG_TEXT("supply.csv")};
    cg_source source = {.form = CG_CITED,
                        .title = CG_TEXT("The gas daily"),
                        .date = {.year = 2024, .month = 5, .precision = CG_MONTH}};
    cg_id again;
    must(cg_store_begin(store, "test", &err));
    must(cg_store_add_source(store, &sheet, &cited.sheet, &err));
    must(cg_store_add_text(store, cited.sheet, 0, CG_TEXT("row 1\nrow 2\n"), &err));
    must(cg_store_add_source(store, &source, &cited.cited, &err));
    must(cg_store_add_source(store, &source, &again, &err));
    assert_int_equal(cited.cited, again);
    source.date.month = 6;
    must(cg_store_add_source(store, &source, &again, &err));
    assert_true(cited.cited != again);
    return cited;
}

static void the_same_evidence_is_passed_over(void **state)
{
    (void)state;
    cited_graph cited = open_cited();
    cg_new_evidence quoted = {.fact = cited.graph.supplies,
                              .source = cited.cited,
                              .through = cited.sheet,
                              .start = 0,
                              .end = 6,
                              .quote = CG_TEXT("Yttrium buys of Xenon")};
    cg_new_evidence elsewhere = quoted, reported = quoted, unquoted = quoted,
                    row = quoted, spoken = quoted;
    elsewhere.start = 6;
    elsewhere.end = 12;
    elsewhere.through = 0; /* neither the sheet nor the row counts */
    elsewhere.start = elsewhere.end = 0;
    reported.modality = CG_REPORTED;
    unquoted.quote = CG_TEXT("");
    row = unquoted;
    row.start = 6;
    row.end = 12;
    spoken.speaker = cited.graph.zircon; /* nor who says so */
    cg_new_evidence items[] = {quoted,   elsewhere, reported, unquoted,
                               unquoted, row,       spoken};
    bool fresh[7];
    must(cg_store_add_evidence(cited.graph.store, items, 7, fresh, &err));
    must(cg_store_commit(cited.graph.store, &err));
    bool expected[] = {true, false, true, true, false, true, false};
    assert_memory_equal(fresh, expected, sizeof expected);
    cg_close(cited.graph.store);
}

static void a_cited_quote_has_no_range(void **state)
{
    (void)state;
    cited_graph cited = open_cited();
    cg_new_evidence items[] = {
        {.fact = cited.graph.supplies,
         .source = cited.cited,
         .through = cited.sheet,
         .start = 0,
         .end = 5,
         .quote = CG_TEXT("Yttrium buys of Xenon"),
         .speaker = cited.graph.zircon},
        {.fact = cited.graph.supplies,
         .source = cited.cited,
         .through = cited.sheet,
         .start = 6,
         .end = 11},
    };
    bool fresh[2];
    must(cg_store_add_evidence(cited.graph.store, items, 2, fresh, &err));
    must(cg_store_commit(cited.graph.store, &err));
    cg_arena arena = {0};
    const cg_evidence *rows;
    size_t count;
    must(cg_store_evidence(cited.graph.store, &cited.graph.supplies, 1, &arena,
                           &rows, &count, &err));
    assert_int_equal(count, 3);
    assert_false(rows[1].ranged);
    assert_text(rows[1].quote, "Yttrium buys of Xenon");
    assert_int_equal(rows[1].speaker, cited.graph.zircon);
    assert_int_equal(rows[1].through, cited.sheet);
    assert_true(rows[2].ranged);
    assert_text(rows[2].quote, "row 2");

    cg_id ids[] = {cited.cited, cited.sheet, 99};
    uint64_t facts[3];
    must(cg_store_source_facts(cited.graph.store, ids, 3, facts, &err));
    assert_int_equal(facts[0], 1);
    assert_int_equal(facts[1], 1);
    assert_int_equal(facts[2], 0);
    assert_facts(cited.graph.store, "1", .sources = ids, .source_count = 2);
    assert_facts(cited.graph.store, "1", .sources = &ids[1], .source_count = 1);
    cg_arena_release(&arena);
    cg_close(cited.graph.store);
}

/* ---- Search ---- */

/* The texts of the hits, each with how it was found: "name:Xenon quote:…|". */
static void check_search(cg_store *store, const char *text, const char *expected)
{
    cg_arena arena = {0};
    cg_buffer got = {0};
    const cg_hit *hits;
    size_t count;
    must(cg_store_search(store, cg_text_z(text), 10, &arena, &hits, &count, &err));
    for (size_t i = 0; i < count; i++)
        cg_buffer_printf(&got, "%s:%.*s|", hits[i].in_name ? "name" : "quote",
                         CG_TEXT_ARG(hits[i].text));
    assert_string_equal(got.at != NULL ? got.at : "", expected);
    cg_buffer_release(&got);
    cg_arena_release(&arena);
}

static void words_are_found_as_a_phrase(void **state)
{
    (void)state;
    small_graph graph = open_small();
    cg_new_name names[] = {
        {graph.xenon, CG_TEXT("Phòng Xê-non"), CG_TEXT("vi"), {0}},
        {graph.xenon, CG_TEXT("氙气实验室"), CG_TEXT("zh"), {0}}};
    size_t fresh;
    must(cg_store_begin(graph.store, "test", &err));
    must(cg_store_add_names(graph.store, 0, names, 2, &fresh, &err));
    must(cg_store_commit(graph.store, &err));
    const char *quote = "quote:Xenon Labs supplies Yttrium.|";
    check_search(graph.store, "LABS  SUPPLIES", quote);
    check_search(graph.store, "supplies labs", "");
    check_search(graph.store, "labs suppl", quote);
    check_search(graph.store, "abs", "");
    check_search(graph.store, "phong xe", "name:Phòng Xê-non|");
    check_search(graph.store, "Phòng", "name:Phòng Xê-non|");
    check_search(graph.store, "气实", "name:氙气实验室|");
    check_search(graph.store, "氣實驗", "name:氙气实验室|");
    check_search(graph.store, "实气", "");
    /* What all deny is not found in quotes. */
    check_search(graph.store, "zircon", "name:Zircon|");
    check_search(graph.store, "they said", "");
    cg_close(graph.store);
}

static void a_query_is_never_an_expression(void **state)
{
    (void)state;
    small_graph graph = open_small();
    const char *quote = "quote:Xenon Labs supplies Yttrium.|";
    check_search(graph.store, "labs\" supplies", quote);
    check_search(graph.store, "labs* supplies", quote);
    check_search(graph.store, "labs OR zircon", "");
    check_search(graph.store, "NOT labs", "");
    check_search(graph.store, "folded:labs", "");
    check_search(graph.store, "{folded} : labs", "");
    check_search(graph.store, "NEAR(labs supplies)", "");
    check_search(graph.store, "^xenon",
                 "name:Xenon Labs|quote:Xenon Labs supplies Yttrium.|");
    check_search(graph.store, "\xff\xfe labs suppl\x80", quote);
    check_search(graph.store, "%'; DROP TABLE fact; --", "");
    cg_arena arena = {0};
    const cg_hit *hits;
    size_t count;
    const char *empty[] = {"", " ", "\"", "*-+()", "。、", "\x01\x02"};
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
        must_fail(CG_REFUSED, "nothing to search for",
                  cg_store_search(graph.store, cg_text_z(empty[i]), 9, &arena,
                                  &hits, &count, &err));
    must(cg_store_search(graph.store, (cg_text){"xenon\0labs", 10}, 9, &arena,
                         &hits, &count, &err));
    must(cg_store_search(graph.store, CG_TEXT("xenon"), 0, &arena, &hits, &count,
                         &err));
    assert_int_equal(count, 0);
    must(cg_store_search(graph.store, CG_TEXT("xenon"), 1, &arena, &hits, &count,
                         &err));
    assert_int_equal(count, 1);
    assert_int_equal(hits[0].entity, graph.xenon);
    must(cg_store_search(graph.store, CG_TEXT("xenon"), SIZE_MAX, &arena, &hits,
                         &count, &err));
    assert_int_equal(count, 2);
    assert_int_equal(hits[1].fact, graph.supplies);
    cg_arena_release(&arena);
    cg_close(graph.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_read_across_pieces),
        cmocka_unit_test(a_range_lies_within_one_piece),
        cmocka_unit_test(sources_are_found_by_digest_and_listed),
        cmocka_unit_test(the_same_evidence_is_passed_over),
        cmocka_unit_test(a_cited_quote_has_no_range),
        cmocka_unit_test(words_are_found_as_a_phrase),
        cmocka_unit_test(a_query_is_never_an_expression),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_source", tests, NULL, NULL);
}
