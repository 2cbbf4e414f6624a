/* A sheet of many parts, which one thread reads while another writes: every row is a fact
 * with that row as its evidence, and what fails on the way leaves nothing. */
#include "graph/store/base.h"

#include "ingest/csv/rows.h"
#include "ingest/csv/sheet.h"
#include "ingest/load/load.h"
#include "tests/unit/store_graph.h"

enum { ROWS = 6000, LONG_ROW = 3000, SOURCES = 20 };

static const char header[] =
    "subject,subject_kind,type,object,object_kind,number,source,note\n";

/* Names go on to be new; each row is a fact of its own. */
static int subject_of(int row)
{
    return row / 3;
}

static int object_of(int row)
{
    return row * 7 % (row / 5 + 1);
}

static bool cites(int row)
{
    return row % 4 == 1;
}

/* Row `i` without its line end: some span lines, and one is longer than a passage. */
static void add_row(cg_buffer *out, int row)
{
    cg_buffer_printf(out, "Maker %d,Company,SUPPLIES,Buyer %d,Company,%d,",
                     subject_of(row), object_of(row), row);
    if (cites(row))
        cg_buffer_printf(out, "Paper %d", row % SOURCES);
    cg_buffer_add_byte(out, ',');
    if (row % 100 == 7)
        cg_buffer_add_z(out, "\"one, \"\"two\"\"\nthree\"");
    for (int i = 0; row == LONG_ROW && i < 100000; i++)
        cg_buffer_add_byte(out, 'x');
}

static void add_rows(cg_buffer *out, int count)
{
    for (int i = 0; i < count; i++) {
        add_row(out, i);
        cg_buffer_add_byte(out, '\n');
    }
}

static void make_sheet(cg_buffer *out)
{
    cg_buffer_add_z(out, header);
    add_rows(out, ROWS);
    assert_false(out->failed);
}

static cg_status push_sheet(cg_loader *loader, cg_store *store, cg_text csv,
                            cg_error *err)
{
    cg_sheet sheet = {.name = "s.csv", .read = cg_rows_read_text, .handle = &csv};
    return cg_sheet_read(&sheet, cg_store_vocabulary(store), cg_loader_sink(loader),
                         NULL, err);
}

static void check_name(cg_store *store, cg_id id, const char *what, int number)
{
    char expected[40];
    cg_entity entity;
    cg_arena arena = {0};
    snprintf(expected, sizeof expected, "%s %d", what, number);
    must(cg_store_entities(store, &id, 1, &arena, &entity, &err));
    assert_text(entity.name, expected);
    cg_arena_release(&arena);
}

static void check_evidence(cg_store *store, int row)
{
    cg_arena arena = {0};
    cg_buffer expected = {0};
    const cg_evidence *evidence;
    const cg_source_row *source;
    size_t count, one = 1;
    cg_id id = row + 1;
    must(cg_store_evidence(store, &id, 1, &arena, &evidence, &count, &err));
    assert_int_equal(count, 1);
    add_row(&expected, row);
    assert_text(evidence->quote, expected.at);
    must(cg_store_sources(store, &evidence->source, &one, &arena, &source, &err));
    assert_int_equal(source->source.form, cites(row) ? CG_CITED : CG_SHEET);
    assert_true(cites(row) == (evidence->through != 0));
    cg_buffer_release(&expected);
    cg_arena_release(&arena);
}

static void each_row_is_a_fact_with_its_evidence(void **state)
{
    (void)state;
    cg_store *store = NULL;
    cg_loader *loader = NULL;
    cg_load_report report;
    cg_buffer csv = {0};
    cg_arena arena = {0};
    make_sheet(&csv);
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_loader_open(store, "load", &loader, &err));
    must(push_sheet(loader, store, cg_buffer_text(&csv), &err));
    /* What the file has already is passed over, however far it was written. */
    must(push_sheet(loader, store, cg_buffer_text(&csv), &err));
    must(cg_loader_commit(loader, &report, &err));
    assert_int_equal(report.facts, ROWS);
    assert_int_equal(report.sources, 1);
    assert_int_equal(report.known_sources, 1);
    must(cg_store_check(store, &err));
    for (int row = 0; row < ROWS; row++) {
        cg_fact fact;
        cg_id id = row + 1;
        must(cg_store_facts(store, &id, 1, &arena, &fact, &err));
        assert_int_equal(
            cg_properties_get(fact.properties, CG_TEXT("number")).as.integer, row);
        check_name(store, fact.subject, "Maker", subject_of(row));
        check_name(store, fact.object, "Buyer", object_of(row));
        check_evidence(store, row);
    }
    cg_arena_release(&arena);
    cg_loader_close(loader);
    cg_close(store);
    cg_buffer_release(&csv);
}

/* A name that is another's but for its legal form, which came many parts before: in one
 * load into a new file, where the store is not asked, and in a load of its own. */
static void names_of_other_parts_are_known(void **state)
{
    (void)state;
    cg_buffer csv[2] = {{0}, {0}};
    cg_buffer_add_z(&csv[0], header);
    cg_buffer_add_z(&csv[0], "Acme Foundry Inc.,Company,SUPPLIES,B,Company,1,,\n");
    add_rows(&csv[0], ROWS);
    cg_buffer_add_z(&csv[1], header);
    cg_buffer_add_z(&csv[1], "Acme Foundry,Company,SUPPLIES,C,Company,2,,\n");
    for (int loads = 1; loads <= 2; loads++) {
        cg_store *store = NULL;
        cg_loader *loader = NULL;
        cg_arena arena = {0};
        cg_fact facts[2];
        cg_id ids[2] = {1, ROWS + 2};
        must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
        must(cg_loader_open(store, "load", &loader, &err));
        must(push_sheet(loader, store, cg_buffer_text(&csv[0]), &err));
        if (loads == 2)
            must(cg_loader_commit(loader, NULL, &err));
        must(push_sheet(loader, store, cg_buffer_text(&csv[1]), &err));
        must(cg_loader_commit(loader, NULL, &err));
        must(cg_store_facts(store, ids, 2, &arena, facts, &err));
        assert_int_equal(facts[0].subject, 1);
        assert_int_equal(facts[1].subject, 1);
        cg_arena_release(&arena);
        cg_loader_close(loader);
        cg_close(store);
    }
    cg_buffer_release(&csv[0]);
    cg_buffer_release(&csv[1]);
}

/* The store fails after so many pages: at first while the main thread writes. */
static void what_fails_leaves_nothing(void **state)
{
    (void)state;
    cg_buffer csv = {0};
    make_sheet(&csv);
    for (int pages = 70; pages < 160; pages += 5) {
        char pragma[60];
        cg_store *store = NULL;
        cg_loader *loader = NULL;
        cg_counts counts;
        cg_error again = {0};
        must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
        snprintf(pragma, sizeof pragma, "PRAGMA max_page_count = %d", pages);
        must(sql_script(store, cg_text_z(pragma), &err));
        must(cg_loader_open(store, "load", &loader, &err));
        must_fail(CG_STORAGE, "disk is full",
                  push_sheet(loader, store, cg_buffer_text(&csv), &err));
        assert_int_equal(cg_loader_commit(loader, NULL, &again), CG_STORAGE);
        cg_loader_close(loader);
        must(cg_store_count(store, &counts, &err));
        assert_int_equal(counts.facts + counts.entities + counts.sources, 0);
        cg_close(store);
    }
    cg_buffer_release(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_a_fact_with_its_evidence),
        cmocka_unit_test(names_of_other_parts_are_known),
        cmocka_unit_test(what_fails_leaves_nothing),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("load_parts", tests, NULL, NULL);
}
