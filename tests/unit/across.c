/* Who is one across documents: articles and sheets in, entities and suggestions out. */
#include "graph/chipgraph.h"

#include "graph/store/store.h"
#include "tests/unit/sheet_cases.h"

enum { DOCUMENTS_MAX = 8, LINES_MAX = 64 };

static cg_vocabulary *vocabulary;
static cg_reader *reader;

#define must(call)                                                                 \
    do {                                                                           \
        cg_error err = {0};                                                        \
        if ((call) != CG_OK)                                                       \
            fail_msg("%s", err.message);                                           \
    } while (0)

/* ---- Reading ---- */

static size_t split(cg_text input, cg_text documents[DOCUMENTS_MAX])
{
    size_t count = 0;
    while (input.size > 0) {
        const char *end = memmem(input.at, input.size, "\n=\n", 3);
        size_t size = end != NULL ? (size_t)(end - input.at) + 1 : input.size;
        assert_true(count < DOCUMENTS_MAX);
        documents[count++] = cg_text_slice(input, 0, size);
        input = cg_text_slice(input, end != NULL ? size + 2 : size, input.size);
    }
    return count;
}

static void read_one(cg_loader *loader, cg_text text)
{
    cg_article article = {.name = "article.txt", .text = text};
    must(cg_article_read(reader, &article, cg_loader_sink(loader), &err));
}

/* Read the documents in this order or the other, all by one loader or each by its
 * own. */
static void read_all(cg_store *store, const cg_text *documents, size_t count,
                     bool backwards, bool at_once)
{
    cg_loader *loader = NULL;
    for (size_t i = 0; i < count; i++) {
        if (loader == NULL)
            must(cg_loader_open(store, "test", &loader, &err));
        read_one(loader, documents[backwards ? count - 1 - i : i]);
        if (at_once && i + 1 < count)
            continue;
        must(cg_loader_commit(loader, NULL, &err));
        cg_loader_close(loader);
        loader = NULL;
    }
}

/* ---- What came of it ---- */

typedef struct {
    cg_store *store;
    cg_arena arena;
    char *lines[LINES_MAX];
    size_t count;
} outcome;

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of an entity, in the order of their bytes. */
static size_t names_of(outcome *out, cg_id id, char *names[LINES_MAX])
{
    const cg_name_row *rows;
    size_t count;
    must(cg_store_names(out->store, &id, 1, &out->arena, &rows, &count, &err));
    assert_true(count > 0 && count <= LINES_MAX);
    for (size_t i = 0; i < count; i++)
        names[i] = strndup(rows[i].text.at, rows[i].text.size);
    qsort(names, count, sizeof *names, by_text);
    return count;
}

static void add_line(outcome *out, const cg_buffer *line)
{
    assert_true(out->count < LINES_MAX);
    out->lines[out->count++] = strndup(line->at, line->size);
}

static void add_entity(outcome *out, cg_id id)
{
    cg_entity entity;
    char *names[LINES_MAX];
    cg_buffer line = {0};
    must(cg_store_entities(out->store, &id, 1, &out->arena, &entity, &err));
    for (size_t i = 0; i < cg_kind_count(vocabulary); i++)
        if ((entity.kinds >> i & 1) != 0)
            cg_buffer_printf(&line, "%s%.*s", line.size > 0 ? "," : "",
                             CG_TEXT_ARG(cg_kind_at(vocabulary, i)->name));
    size_t count = names_of(out, id, names);
    for (size_t i = 0; i < count; i++) {
        cg_buffer_printf(&line, "%s%s", i == 0 ? ": " : " | ", names[i]);
        free(names[i]);
    }
    add_line(out, &line);
    cg_buffer_release(&line);
}

static void add_judgement(outcome *out, const cg_judgement *judgement)
{
    char *first[2];
    cg_buffer line = {0};
    const cg_id ids[] = {judgement->entity, judgement->other};
    for (size_t i = 0; i < 2; i++) {
        char *names[LINES_MAX];
        size_t count = names_of(out, ids[i], names);
        first[i] = names[0];
        while (count > 1)
            free(names[--count]);
    }
    qsort(first, 2, sizeof *first, by_text);
    assert_int_equal(judgement->verdict, CG_MAYBE);
    assert_true(judgement->reason.size > 0);
    cg_buffer_printf(&line, "%s ~ %s: %.*s", first[0], first[1],
                     CG_TEXT_ARG(judgement->by));
    free(first[0]);
    free(first[1]);
    add_line(out, &line);
    cg_buffer_release(&line);
}

/* Move the lines to the text, in the order of their bytes. */
static void put_lines(outcome *out, cg_buffer *text)
{
    qsort(out->lines, out->count, sizeof *out->lines, by_text);
    for (size_t i = 0; i < out->count; i++) {
        cg_buffer_printf(text, "%s\n", out->lines[i]);
        free(out->lines[i]);
    }
    out->count = 0;
}

static void print_outcome(cg_store *store, cg_buffer *text)
{
    outcome out = {.store = store};
    cg_entity_scan *scan = NULL;
    const cg_id *ids;
    const cg_judgement_row *rows;
    size_t count;
    must(cg_entity_scan_prepare(store, 0, &scan, &err));
    while (cg_entity_scan_step(scan, &ids, &count, NULL) == CG_ROW)
        for (size_t i = 0; i < count; i++)
            add_entity(&out, ids[i]);
    cg_entity_scan_finish(scan);
    put_lines(&out, text);
    must(cg_store_judgements(store, &out.arena, &rows, &count, &err));
    for (size_t i = 0; i < count; i++)
        add_judgement(&out, &rows[i].judgement);
    put_lines(&out, text);
    cg_arena_release(&out.arena);
}

/* ---- The tests ---- */

static void expect(cg_store *store, const sheet_case *test, const char *how)
{
    cg_buffer out = {0};
    print_outcome(store, &out);
    cg_text got = cg_buffer_text(&out);
    cg_text expected = cg_buffer_text(&test->expected);
    if (!cg_text_equal(got, expected))
        fail_msg("%s:\n%.*s\ninstead of\n%.*s", how, CG_TEXT_ARG(got),
                 CG_TEXT_ARG(expected));
    cg_buffer_release(&out);
}

static void documents_are_joined(void **state)
{
    static const char *const ways[] = {"in order, at once", "in order, one by one",
                                       "backwards, at once",
                                       "backwards, one by one"};
    const sheet_case *test = *state;
    cg_text documents[DOCUMENTS_MAX];
    size_t count = split(cg_buffer_text(&test->input), documents);
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
        cg_store *store = NULL;
        must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
        read_all(store, documents, count, way >= 2, way % 2 == 0);
        expect(store, test, ways[way]);

        /* Again, as articles that changed: nothing is new. */
        cg_buffer changed = {0};
        for (size_t i = 0; i < count; i++) {
            cg_buffer_clear(&changed);
            cg_buffer_add(&changed, documents[i]);
            cg_buffer_add_z(&changed, "\n\n");
            cg_text text = cg_buffer_text(&changed);
            read_all(store, &text, 1, false, true);
        }
        cg_buffer_release(&changed);
        expect(store, test, "read again");
        cg_close(store);
    }
}

/* ---- Sheets ---- */

static void load_sheet(cg_store *store, cg_text csv, cg_load_report *report)
{
    cg_loader *loader = NULL;
    chunked bytes = {.rest = csv, .chunk = SIZE_MAX};
    cg_sheet sheet = {.name = "s.csv", .read = read_chunk, .handle = &bytes};
    must(cg_loader_open(store, "test", &loader, &err));
    must(cg_sheet_read(&sheet, vocabulary, cg_loader_sink(loader), NULL, &err));
    must(cg_loader_commit(loader, report, &err));
    cg_loader_close(loader);
}

/* `count` firms whose names differ in general words alone, then one that is called by what
 * they share: how many may be the same as that one. */
static uint64_t suggest_among(size_t count)
{
    static const char *const words[] = {
        "Technology", "Development", "Science",  "Information",    "International",
        "Global",     "Industry",    "New",      "High",           "Smart",
        "Tech",       "Sciences",    "Research", "Semiconductors", "Industrial"};
    enum { WORDS = sizeof words / sizeof *words };
    cg_store *store = NULL;
    cg_buffer csv = {0};
    cg_load_report report;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    cg_buffer_add_z(&csv, "name,kind\n");
    for (size_t i = 0; i < count; i++)
        cg_buffer_printf(&csv, "Lumenta %s %s,Company\n", words[i % WORDS],
                         words[i / WORDS]);
    load_sheet(store, cg_buffer_text(&csv), &report);
    assert_int_equal(report.entities, count);
    assert_int_equal(report.suggestions, 0); /* the sheet keeps them apart */
    load_sheet(store, CG_TEXT("name,kind\nLumenta,Company\n"), &report);
    assert_int_equal(report.entities, 1);
    cg_buffer_release(&csv);
    cg_close(store);
    return report.suggestions;
}

/* What too many names share tells nothing, and costs nothing. */
static void a_crowd_is_alike(void **state)
{
    (void)state;
    assert_int_equal(suggest_among(3), 3);
    assert_int_equal(suggest_among(50), 8);
    assert_int_equal(suggest_among(200), 0);
}

/* Names without end, without letters, of legal forms alone. */
static void hostile_names_are_loaded(void **state)
{
    (void)state;
    cg_store *store = NULL;
    cg_buffer csv = {0};
    cg_load_report report;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    cg_buffer_add_z(&csv, "name,kind,country\n");
    for (int i = 0; i < 2000; i++)
        cg_buffer_printf(&csv, "%sInc", i % 2 ? "Lumenta " : "L. ");
    cg_buffer_add_z(&csv, ",Company,VN\n....,Company,VN\n+++,Company,VN\n"
                          "Inc. Inc. Inc.,Company,VN\nInc.,Company,SG\n"
                          "\xE2\x80\x8B\xE2\x80\x8D-,Company,VN\n"
                          "有限公司,Company,CN\n公司,Company,CN\n");
    for (int i = 0; i < 2; i++) {
        load_sheet(store, cg_buffer_text(&csv), &report);
        assert_int_equal(report.suggestions, 0);
        assert_int_equal(report.entities, i == 0 ? 8 : 0);
        cg_buffer_printf(&csv, "\n");
    }
    cg_buffer_release(&csv);
    cg_close(store);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crowd_is_alike),
        cmocka_unit_test(hostile_names_are_loaded),
    };
    static sheet_cases cases;
    cg_error err = {0};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (cg_vocabulary_open(&vocabulary, &err) != CG_OK ||
        cg_reader_open(vocabulary, &reader, &err) != CG_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    cases_read(&cases, "tests/cases/names/across.cases", documents_are_joined);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests("across", cases.tests,
                                         cases.count + sizeof tests / sizeof *tests,
                                         NULL, NULL);
    cases_release(&cases);
    cg_reader_close(reader);
    cg_vocabulary_close(vocabulary);
    return failed;
}
