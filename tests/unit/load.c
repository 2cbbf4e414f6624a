/* Loading: sources into a store, and what is in it then. */
#include "ingest/load/load.h"

#include "graph/store/store.h"
#include "ingest/csv/sheet.h"
#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"

/* ---- Loading sheets ---- */

static cg_status push_sheet(cg_loader *loader, const cg_vocabulary *vocabulary,
                            const char *name, cg_text csv, cg_error *err)
{
    chunked bytes = {.rest = csv, .chunk = SIZE_MAX};
    cg_sheet sheet = {.name = name, .read = read_chunk, .handle = &bytes};
    return cg_sheet_read(&sheet, vocabulary, cg_loader_sink(loader), NULL, err);
}

static cg_status load(cg_store *store, cg_text csv, cg_load_report *report,
                      cg_error *err)
{
    cg_loader *loader = NULL;
    cg_status status = cg_loader_open(store, "load", &loader, err);
    if (status == CG_OK)
        status = push_sheet(loader, cg_store_vocabulary(store), "s.csv", csv, err);
    if (status == CG_OK)
        status = cg_loader_commit(loader, report, err);
    cg_loader_close(loader);
    return status;
}

static cg_store *open_store(void)
{
    cg_store *store = NULL;
    cg_error err = {0};
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    return store;
}

/* ---- What is in a store, as text ---- */

typedef struct {
    cg_store *store;
    cg_arena arena;
    cg_buffer *out;
} dump;

static cg_text name_of(dump *to, cg_id id)
{
    cg_entity entity;
    cg_error err = {0};
    assert_int_equal(
        cg_store_entities(to->store, &id, 1, &to->arena, &entity, &err), CG_OK);
    return entity.name;
}

static void dump_entity(dump *to, cg_id id)
{
    cg_entity entity;
    cg_error err = {0};
    const cg_name_row *names;
    size_t count;
    assert_int_equal(
        cg_store_entities(to->store, &id, 1, &to->arena, &entity, &err), CG_OK);
    assert_int_equal(
        cg_store_names(to->store, &id, 1, &to->arena, &names, &count, &err), CG_OK);
    cg_buffer_printf(to->out, "%lld %.*s", (long long)id, CG_TEXT_ARG(entity.name));
    const cg_vocabulary *words = cg_store_vocabulary(to->store);
    for (size_t i = 0; i < cg_kind_count(words); i++)
        if ((entity.kinds >> i & 1) != 0)
            cg_buffer_printf(to->out, " +%.*s",
                             CG_TEXT_ARG(cg_kind_at(words, i)->name));
    for (size_t i = 0; i < count; i++)
        cg_buffer_printf(to->out, " %.*s[%.*s]", CG_TEXT_ARG(names[i].language),
                         CG_TEXT_ARG(names[i].text));
    if (entity.properties.count > 0) {
        cg_buffer_add_byte(to->out, ' ');
        cg_properties_json(entity.properties, to->out);
    }
    cg_buffer_add_byte(to->out, '\n');
}

static cg_text quote_of(dump *to, const cg_evidence *evidence)
{
    if (!evidence->ranged)
        return evidence->quote;
    cg_error err = {0};
    cg_text text;
    assert_int_equal(
        cg_store_text(to->store,
                      evidence->through ? evidence->through : evidence->source,
                      evidence->start, evidence->end, &to->arena, &text, &err),
        CG_OK);
    return evidence->through == 0 || evidence->quote.size == 0 ? text
                                                               : evidence->quote;
}

static void dump_fact(dump *to, cg_id id)
{
    cg_fact fact;
    cg_error err = {0};
    const cg_evidence *evidence;
    size_t count;
    assert_int_equal(cg_store_facts(to->store, &id, 1, &to->arena, &fact, &err),
                     CG_OK);
    assert_int_equal(
        cg_store_evidence(to->store, &id, 1, &to->arena, &evidence, &count, &err),
        CG_OK);
    const cg_vocabulary *words = cg_store_vocabulary(to->store);
    cg_buffer_printf(to->out, "%.*s %.*s %.*s",
                     CG_TEXT_ARG(name_of(to, fact.subject)),
                     CG_TEXT_ARG(cg_relation_at(words, fact.relation)->name),
                     CG_TEXT_ARG(name_of(to, fact.object)));
    if (fact.properties.count > 0) {
        cg_buffer_add_byte(to->out, ' ');
        cg_properties_json(fact.properties, to->out);
    }
    cg_buffer_add_byte(to->out, '\n');
    for (size_t i = 0; i < count; i++) {
        const cg_source_row *source;
        size_t one = 1;
        assert_int_equal(cg_store_sources(to->store, &evidence[i].source, &one,
                                          &to->arena, &source, &err),
                         CG_OK);
        cg_buffer_printf(
            to->out, "  %s [%.*s%.*s] %.*s", cg_modality_name(evidence[i].modality),
            CG_TEXT_ARG(source->source.file), CG_TEXT_ARG(source->source.title),
            CG_TEXT_ARG(quote_of(to, &evidence[i])));
        if (evidence[i].speaker != 0)
            cg_buffer_printf(to->out, " says %.*s",
                             CG_TEXT_ARG(name_of(to, evidence[i].speaker)));
        cg_buffer_add_byte(to->out, '\n');
    }
}

static void dump_store(cg_store *store, cg_buffer *out)
{
    dump to = {.store = store, .out = out};
    cg_error err = {0};
    cg_entity_scan *entities = NULL;
    const cg_id *ids;
    size_t count;
    assert_int_equal(cg_entity_scan_prepare(store, 0, &entities, &err), CG_OK);
    while (cg_entity_scan_step(entities, &ids, &count, &err) == CG_ROW)
        for (size_t i = 0; i < count; i++)
            dump_entity(&to, ids[i]);
    cg_entity_scan_finish(entities);
    cg_scan *facts = NULL;
    cg_edges batch;
    cg_fact_filter filter = {.denied = true};
    assert_int_equal(cg_scan_prepare(store, &filter, &facts, &err), CG_OK);
    while (cg_scan_step(facts, &batch, &err) == CG_ROW)
        for (size_t i = 0; i < batch.count; i++)
            dump_fact(&to, batch.facts[i]);
    cg_scan_finish(facts);
    cg_arena_release(&to.arena);
}

static void dump_report(const cg_load_report *report, cg_buffer *out)
{
    const struct {
        const char *name;
        uint64_t count;
    } counts[] = {{"sources", report->sources},
                  {"known sources", report->known_sources},
                  {"entities", report->entities},
                  {"known entities", report->known_entities},
                  {"names", report->names},
                  {"facts", report->facts},
                  {"confirmed", report->confirmed},
                  {"unchanged", report->unchanged},
                  {"kept properties", report->kept_properties},
                  {"suggestions", report->suggestions}};
    const char *separator = "";
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        if (counts[i].count > 0) {
            cg_buffer_printf(out, "%s%llu %s", separator,
                             (unsigned long long)counts[i].count, counts[i].name);
            separator = ", ";
        }
    cg_buffer_add_byte(out, '\n');
}

/* A case: sheets separated by a line `=` each, loaded one after the other into one store;
 * expected is the report of each, then what is in the store. */
static void sheets_are_loaded(void **state)
{
    sheet_case *test = *state;
    cg_store *store = open_store();
    cg_buffer out = {0};
    cg_text rest = cg_buffer_text(&test->input);
    cg_error err = {0};
    while (rest.size > 0) {
        const char *end = memmem(rest.at, rest.size, "\n=\n", 3);
        size_t size = end != NULL ? (size_t)(end - rest.at) + 1 : rest.size;
        cg_load_report report = {0};
        if (load(store, cg_text_slice(rest, 0, size), &report, &err) == CG_OK) {
            dump_report(&report, &out);
        } else {
            char message[1200];
            cg_error_format(&err, message, sizeof message);
            cg_buffer_printf(&out, "%s\n", message);
            cg_error_clear(&err);
        }
        rest = cg_text_slice(rest, end != NULL ? size + 2 : size, rest.size);
    }
    dump_store(store, &out);
    cg_text got = cg_text_trim(cg_buffer_text(&out));
    cg_text expected = cg_text_trim(cg_buffer_text(&test->expected));
    if (!cg_text_equal(got, expected))
        fail_msg("\n%.*s\ninstead of\n%.*s", CG_TEXT_ARG(got),
                 CG_TEXT_ARG(expected));
    cg_buffer_release(&out);
    cg_close(store);
}

/* ---- The loader itself ---- */

static const char small[] = "subject,subject_kind,type,object,object_kind\n"
                            "Acme,Company,SUPPLIES,Bolt,Company\n";

static cg_counts count(cg_store *store)
{
    cg_counts counts;
    cg_error err = {0};
    assert_int_equal(cg_store_count(store, &counts, &err), CG_OK);
    return counts;
}

static void push_event(cg_loader *loader, cg_event event)
{
    cg_error err = {0};
    cg_sink sink = cg_loader_sink(loader);
    assert_int_equal(sink.push(sink.handle, &event, &err), CG_OK);
}

static cg_loader *open_loader(cg_store *store)
{
    cg_loader *loader = NULL;
    cg_error err = {0};
    assert_int_equal(cg_loader_open(store, "test", &loader, &err), CG_OK);
    return loader;
}

static void a_dry_run_keeps_nothing(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_loader *loader = open_loader(store);
    cg_error err = {0};
    cg_load_report report = {0};
    assert_int_equal(push_sheet(loader, cg_store_vocabulary(store), "s.csv",
                                cg_text_z(small), &err),
                     CG_OK);
    assert_int_equal(cg_loader_dry_run(loader, &report, &err), CG_OK);
    assert_int_equal(report.facts, 1);
    assert_int_equal(report.entities, 2);
    cg_loader_close(loader);
    assert_int_equal(count(store).facts, 0);
    assert_int_equal(count(store).sources, 0);
    cg_close(store);
}

static void closing_without_commit_keeps_nothing(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_loader *loader = open_loader(store);
    cg_error err = {0};
    assert_int_equal(push_sheet(loader, cg_store_vocabulary(store), "s.csv",
                                cg_text_z(small), &err),
                     CG_OK);
    cg_loader_close(loader);
    assert_int_equal(count(store).entities, 0);
    cg_close(store);
}

/* Many facts of one source, more than a batch holds, each in a piece of its own. */
static void push_many(cg_loader *loader, const char *file, size_t facts, bool end)
{
    cg_source source = {.form = CG_SHEET, .file = cg_text_z(file)};
    push_event(loader, (cg_event){.type = CG_EVENT_SOURCE, .as.source = &source});
    uint64_t at = 0;
    for (size_t i = 0; i < facts; i++) {
        char name[40];
        char line[40];
        int size = snprintf(name, sizeof name, "Company %zu", i);
        cg_text subject = {name, (size_t)size};
        size = snprintf(line, sizeof line, "row %zu\n", i);
        cg_text piece = {line, (size_t)size};
        push_event(loader, (cg_event){.type = CG_EVENT_TEXT, .as.text = piece});
        cg_fact_statement fact = {.subject = {subject, 0},
                                  .object = {CG_TEXT("Hub"), 0},
                                  .relation = 3,
                                  .range = {at, at + piece.size - 1}};
        push_event(loader, (cg_event){.type = CG_EVENT_FACT, .as.fact = &fact});
        at += piece.size;
    }
    if (end)
        push_event(loader, (cg_event){.type = CG_EVENT_END});
}

static void a_source_without_its_end_is_not_kept(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_loader *loader = open_loader(store);
    cg_load_report report = {0};
    cg_error err = {0};
    push_many(loader, "first", 10, true);
    push_many(loader, "second", 9000, false); /* some batches are written */
    push_many(loader, "third", 20, true);
    push_many(loader, "fourth", 9000, false); /* left open at the commit */
    assert_int_equal(cg_loader_commit(loader, &report, &err), CG_OK);
    cg_loader_close(loader);
    assert_int_equal(report.sources, 2);
    assert_int_equal(report.facts, 20);
    assert_int_equal(report.confirmed, 10);
    assert_int_equal(count(store).sources, 2);
    assert_int_equal(count(store).entities, 21);
    assert_int_equal(count(store).facts, 20);
    assert_int_equal(count(store).evidence, 30);
    cg_close(store);
}

/* A large source that the file has goes back; what came before and after it stays. */
static void a_known_source_is_passed_over(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_loader *loader = open_loader(store);
    cg_load_report report = {0};
    cg_error err = {0};
    push_many(loader, "large", 9000, true);
    assert_int_equal(cg_loader_commit(loader, &report, &err), CG_OK);
    cg_loader_close(loader);
    cg_counts before = count(store);
    loader = open_loader(store);
    push_many(loader, "large", 9000, true);
    push_many(loader, "again", 9000, true);
    push_many(loader, "other", 9500, true);
    assert_int_equal(cg_loader_commit(loader, &report, &err), CG_OK);
    cg_loader_close(loader);
    assert_int_equal(report.known_sources, 2);
    assert_int_equal(report.sources, 1);
    assert_int_equal(report.facts, 500);
    assert_int_equal(report.confirmed, 9000);
    cg_counts after = count(store);
    assert_int_equal(before.entities, 9001);
    assert_int_equal(after.sources, before.sources + 1);
    assert_int_equal(after.entities, before.entities + 500);
    assert_int_equal(after.evidence, before.evidence + 9500);
    cg_close(store);
}

/* A name that a crowd shares costs each of them little and identifies nobody, but finds
 * the one that is shown under it. */
static void a_crowd_shares_a_name(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_buffer csv = {0};
    cg_error err = {0};
    cg_load_report report = {0};
    cg_buffer_add_z(&csv, "name,kind,aliases\n");
    for (size_t i = 0; i < 3000; i++)
        cg_buffer_printf(&csv, "Company %zu,Company,Corp\n", i);
    cg_buffer_add_z(&csv, "Corp,Company,\n");
    assert_int_equal(load(store, cg_buffer_text(&csv), &report, &err), CG_OK);
    assert_int_equal(report.entities, 3001);
    for (int i = 0; i < 2; i++) {
        cg_buffer_printf(&csv, "\n");
        assert_int_equal(load(store, cg_buffer_text(&csv), &report, &err), CG_OK);
        assert_int_equal(report.entities, 0);
        assert_int_equal(report.known_entities, 3001);
        assert_int_equal(report.names, 0);
    }
    cg_buffer_release(&csv);
    cg_close(store);
}

/* ---- Passages ---- */

enum { PASSAGE_LIMIT = 1 << 16 };

/* An article of one piece with lines of some length; each fact's quote runs from its line
 * on over some lines. */
static void check_article(size_t size, size_t line, size_t step, size_t span)
{
    char *article = malloc(size);
    assert_non_null(article);
    for (size_t i = 0; i < size; i++)
        article[i] = (char)((i + 1) % line == 0 ? '\n' : 'a' + i % 23);
    cg_text text = {article, size};
    cg_store *store = open_store();
    cg_loader *loader = open_loader(store);
    cg_source source = {.form = CG_ARTICLE, .title = CG_TEXT("T")};
    push_event(loader, (cg_event){.type = CG_EVENT_SOURCE, .as.source = &source});
    push_event(loader, (cg_event){.type = CG_EVENT_TEXT, .as.text = text});
    size_t facts = 0;
    for (size_t back = size / step; back > 0; back--) { /* in no order of theirs */
        size_t at = (back * 7919 % (size / step)) * step;
        cg_range range = {at, at + span < size ? at + span : size};
        cg_range mention = {range.start, range.start + 1};
        cg_entity_statement entity = {.entity = {CG_TEXT("Acme"), 0},
                                      .kinds = 1,
                                      .mentions = &mention,
                                      .mention_count = 1};
        cg_fact_statement fact = {.subject = {CG_TEXT("Acme"), 0},
                                  .object = {CG_TEXT("Bolt"), 0},
                                  .relation = 3,
                                  .range = range};
        push_event(loader,
                   (cg_event){.type = CG_EVENT_ENTITY, .as.entity = &entity});
        push_event(loader, (cg_event){.type = CG_EVENT_FACT, .as.fact = &fact});
        facts++;
    }
    push_event(loader, (cg_event){.type = CG_EVENT_END});
    cg_error err = {0};
    assert_int_equal(cg_loader_commit(loader, NULL, &err), CG_OK);
    cg_loader_close(loader);
    assert_true(count(store).evidence > 0 && count(store).evidence <= facts);
    cg_arena arena = {0};
    cg_text stored;
    cg_id id = 1;
    assert_int_equal(cg_store_text(store, id, 0, size, &arena, &stored, &err),
                     CG_OK);
    assert_true(cg_text_equal(stored, text));
    const cg_evidence *evidence;
    size_t evidence_count;
    assert_int_equal(
        cg_store_evidence(store, &id, 1, &arena, &evidence, &evidence_count, &err),
        CG_OK);
    for (size_t i = 0; i < evidence_count; i++)
        assert_true(
            cg_text_equal(evidence[i].quote,
                          cg_text_slice(text, evidence[i].start, evidence[i].end)));
    cg_arena_release(&arena);
    cg_close(store);
    free(article);
}

static void no_range_is_split(void **state)
{
    (void)state;
    check_article(1000, 50, 100, 60);
    check_article(PASSAGE_LIMIT, 50, 1000, 90);
    check_article(PASSAGE_LIMIT + 1, 50, 1000, 90);
    check_article(PASSAGE_LIMIT * 5, 80, 777, 300);
    check_article(PASSAGE_LIMIT * 5, 100, 100, 100);     /* a range a line */
    check_article(PASSAGE_LIMIT * 5, 80, 7777, 20000);   /* they overlap */
    check_article(PASSAGE_LIMIT * 4, 80, 70000, 140000); /* longer than a passage */
    check_article(PASSAGE_LIMIT * 4, 1 << 30, 5000, 700); /* one line */
}

static void sheets_of_any_width(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_buffer csv = {0};
    cg_buffer_add_z(&csv, "name,kind,note\n");
    static const size_t widths[] = {10, 65000,  10,  65536, 70000,
                                    10, 200000, 500, 1};
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        cg_buffer_printf(&csv, "Company %zu,Company,\"", i);
        for (size_t k = 0; k < widths[i]; k++)
            cg_buffer_add_byte(&csv, k % 70 == 69 ? '\n' : 'x');
        cg_buffer_add_z(&csv, "\"\n");
    }
    cg_error err = {0};
    cg_text sheet = cg_buffer_text(&csv);
    assert_int_equal(load(store, sheet, NULL, &err), CG_OK);
    cg_arena arena = {0};
    cg_text stored;
    assert_int_equal(cg_store_text(store, 1, 0, sheet.size, &arena, &stored, &err),
                     CG_OK);
    assert_true(cg_text_equal(stored, sheet));
    cg_arena_release(&arena);
    cg_buffer_release(&csv);
    cg_close(store);
}

/* ---- Failures ---- */

static cg_status load_with_faults(void *handle, cg_error *err)
{
    (void)handle;
    static const char sheet[] =
        "subject,subject_kind,type,object,object_kind,source,quote,speaker,"
        "speaker_kind,x\n"
        "Acme,Company,SUPPLIES,Bolt,Company,S,q,Ann,Person,1\n"
        "Zeta,Company,COMPETES_WITH,Acme,Company,,,,,y\n";
    cg_store *store = NULL;
    cg_loader *loader = NULL;
    cg_status status = cg_open(NULL, CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = cg_loader_open(store, "load", &loader, err);
    if (status == CG_OK)
        status = push_sheet(loader, cg_store_vocabulary(store), "s.csv",
                            cg_text_z(sheet), err);
    if (status == CG_OK)
        status = push_sheet(loader, cg_store_vocabulary(store), "e.csv",
                            CG_TEXT("name,kind,aliases\nAcme,Company,A|B\n"), err);
    if (status == CG_OK)
        status = cg_loader_dry_run(loader, NULL, err);
    if (status != CG_OK && loader != NULL) { /* it tells the same from then on */
        cg_status again = cg_loader_commit(loader, NULL, NULL);
        assert_true(again == CG_OK || again == status);
    }
    cg_loader_close(loader);
    cg_close(store);
    return status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    assert_true(fault_sweep(load_with_faults, NULL, 600) > 20);
}

static void after_a_failure_nothing_is_kept(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_error err = {0};
    cg_load_report report = {0};
    cg_loader *loader = open_loader(store);
    assert_int_equal(push_sheet(loader, cg_store_vocabulary(store), "s.csv",
                                cg_text_z(small), &err),
                     CG_OK);
    fault_arm(1);
    cg_status status = push_sheet(loader, cg_store_vocabulary(store), "t.csv",
                                  cg_text_z(small), &err);
    fault_disarm();
    assert_int_equal(status, CG_NOMEM);
    cg_error_clear(&err);
    cg_loader_close(loader);
    assert_int_equal(count(store).facts, 0);
    assert_int_equal(load(store, cg_text_z(small), &report, &err), CG_OK);
    assert_int_equal(report.facts, 1);
    cg_close(store);
}

int main(void)
{
    static sheet_cases cases;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dry_run_keeps_nothing),
        cmocka_unit_test(closing_without_commit_keeps_nothing),
        cmocka_unit_test(a_source_without_its_end_is_not_kept),
        cmocka_unit_test(a_known_source_is_passed_over),
        cmocka_unit_test(a_crowd_shares_a_name),
        cmocka_unit_test(no_range_is_split),
        cmocka_unit_test(sheets_of_any_width),
        cmocka_unit_test(memory_may_fail),
        cmocka_unit_test(after_a_failure_nothing_is_kept),
    };
    fault_include_libraries();
    cmocka_set_message_output(CM_OUTPUT_TAP);
    cases_read(&cases, "tests/cases/sheets/load.cases", sheets_are_loaded);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests("load", cases.tests,
                                         cases.count + sizeof tests / sizeof *tests,
                                         NULL, NULL);
    cases_release(&cases);
    return failed;
}
