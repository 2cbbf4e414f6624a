/* Every allocation of the program's real work fails once: reading an article, loading a
 * sheet, each question, each form of output. */
#include "graph/chipgraph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fault.h"

/* Runs in which an allocation fails, at most: some operations have a million. */
enum { FEW = 60, MANY = 400 };

static const char article_text[] =
    "---\ntitle: Một liên minh mới\nlang: vi\ndate: 2025-07-31\n---\n"
    "Ngày 30-7, Tập đoàn Huawei cho biết đã cung cấp chip Ascend cho công ty "
    "SMIC.\n"
    "Ông Nguyễn Văn An, giám đốc Công ty Cổ phần Sao Mai, nói Nvidia là đối thủ.\n"
    "“Huawei đã mua lại Intel. SMIC đã mua lại Arm”, ông An nói với Reuters.\n"
    "Foundry One Ltd. và Fabless Two Technology Inc. vừa mở nhà máy.\n";

static const char sheet_text[] =
    "subject,subject_kind,type,object,object_kind,since,source,url,quote,share\n"
    "Foundry One,Company,SUPPLIES,Fabless Two,Company,2024-Q3,Weekly,"
    "https://example.org/1,One supplies Two.,0.25\n"
    "Fabless Two,Company,DEVELOPS,Chip Three,Chip,2025,,,,\n"
    "Fabless Two,Company,MEMBER_OF,Alliance Four,Alliance,,,,,\n"
    "Foundry One,Company,MEMBER_OF,Alliance Four,Alliance,,,,,\n";

typedef struct {
    cg_vocabulary *vocabulary;
    cg_reader *reader;
    cg_store *store; /* holds the sheet */
    cg_id first;
    cg_id second;
} fixture;

static cg_status count_event(void *handle, const cg_event *event, cg_error *err)
{
    (void)event;
    (void)err;
    ++*(size_t *)handle;
    return CG_OK;
}

static cg_status count_bytes(void *handle, cg_text bytes, cg_error *err)
{
    (void)err;
    *(size_t *)handle += bytes.size;
    return CG_OK;
}

/* ---- What comes in ---- */

static cg_status read_sheet_piece(void *handle, char *buffer, size_t room,
                                  size_t *size, cg_error *err)
{
    cg_text *left = handle;
    (void)err;
    *size = left->size < room ? left->size : room;
    memcpy(buffer, left->at, *size);
    *left = cg_text_slice(*left, *size, left->size);
    return CG_OK;
}

static cg_status read_sheet(const cg_vocabulary *vocabulary, cg_sink sink,
                            cg_error *err)
{
    cg_text left = cg_text_z(sheet_text);
    cg_sheet sheet = {
        .name = "sheet.csv", .read = read_sheet_piece, .handle = &left};
    cg_sheet_report report;
    return cg_sheet_read(&sheet, vocabulary, sink, &report, err);
}

static cg_status read_article(const cg_reader *reader, cg_sink sink, cg_error *err)
{
    cg_article article = {.name = "article.txt", .text = cg_text_z(article_text)};
    return cg_article_read(reader, &article, sink, err);
}

static cg_status open_reader(void *handle, cg_error *err)
{
    cg_reader *reader = NULL;
    cg_status status =
        cg_reader_open(((fixture *)handle)->vocabulary, &reader, err);
    cg_reader_close(reader);
    return status;
}

static cg_status count_article(void *handle, cg_error *err)
{
    size_t events = 0;
    return read_article(((fixture *)handle)->reader,
                        (cg_sink){.push = count_event, .handle = &events}, err);
}

static cg_status count_sheet(void *handle, cg_error *err)
{
    size_t events = 0;
    return read_sheet(((fixture *)handle)->vocabulary,
                      (cg_sink){.push = count_event, .handle = &events}, err);
}

static cg_status load_into(cg_store *store, const cg_reader *reader, cg_error *err)
{
    cg_loader *loader = NULL;
    cg_status status = cg_loader_open(store, "test", &loader, err);
    if (status == CG_OK)
        status =
            read_sheet(cg_store_vocabulary(store), cg_loader_sink(loader), err);
    if (status == CG_OK && reader != NULL)
        status = read_article(reader, cg_loader_sink(loader), err);
    if (status == CG_OK)
        status = cg_loader_commit(loader, NULL, err);
    cg_loader_close(loader);
    return status;
}

static cg_status load_everything(void *handle, cg_error *err)
{
    cg_store *store = NULL;
    cg_status status = cg_open("", CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = load_into(store, ((fixture *)handle)->reader, err);
    cg_close(store);
    return status;
}

/* ---- What is asked ---- */

static cg_status run_out(cg_cursor *cursor, cg_status status, cg_error *err)
{
    while (status == CG_OK || status == CG_ROW)
        status = cg_step(cursor, err);
    cg_finish(cursor);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status ask_relations(void *handle, cg_error *err)
{
    fixture *given = handle;
    cg_cursor *cursor = NULL;
    cg_text type = CG_TEXT("SUPPLIES");
    cg_relation_filter filter = {
        .of = given->first, .types = &type, .type_count = 1};
    return run_out(cursor, cg_ask_relations(given->store, &filter, &cursor, err),
                   err);
}

/* A question that takes what fits its shape. */
#define QUESTION(name, call)                                                       \
    static cg_status name(void *handle, cg_error *err)                             \
    {                                                                              \
        fixture *given = handle;                                                   \
        cg_cursor *cursor = NULL;                                                  \
        cg_status status = call;                                                   \
        return run_out(cursor, status, err);                                       \
    }

QUESTION(ask_entity, cg_ask_entity(given->store, given->first, &cursor, err))
QUESTION(ask_path,
         cg_ask_path(given->store, given->first, given->second, 4, 5, &cursor, err))
QUESTION(ask_search, cg_ask_search(given->store, CG_TEXT("two"), 10, &cursor, err))
QUESTION(ask_evidence, cg_ask_evidence(given->store, 1, &cursor, err))
QUESTION(ask_sources, cg_ask_sources(given->store, &cursor, err))
QUESTION(ask_stats, cg_ask_stats(given->store, &cursor, err))
QUESTION(ask_judgements, cg_ask_judgements(given->store, &cursor, err))

static cg_status find_entity(void *handle, cg_error *err)
{
    cg_id found;
    return cg_find_entity(((fixture *)handle)->store, CG_TEXT("chip three"), &found,
                          err);
}

static cg_status judge(void *handle, cg_error *err)
{
    fixture *given = handle;
    cg_judgement judgement = {.verdict = CG_WRONG,
                              .fact = 2,
                              .by = CG_TEXT("me"),
                              .reason = CG_TEXT("why")};
    cg_id id = 0;
    cg_status status = cg_judge(given->store, &judgement, &id, err);
    if (status == CG_OK)
        status = cg_unjudge(given->store, id, err);
    return status;
}

/* ---- What goes out ---- */

static cg_status write_json(void *handle, cg_error *err)
{
    fixture *given = handle;
    cg_picture *picture = NULL;
    size_t bytes = 0;
    cg_output output = {count_bytes, &bytes};
    cg_status status =
        cg_picture_of(given->store, &(cg_fact_filter){0}, &picture, err);
    if (status == CG_OK)
        status = cg_picture_json(picture, &output, err);
    cg_picture_close(picture);
    return status;
}

static cg_status write_csv(void *handle, cg_error *err)
{
    fixture *given = handle;
    cg_picture *picture = NULL;
    size_t bytes = 0;
    cg_output output = {count_bytes, &bytes};
    cg_status status =
        cg_picture_of(given->store, &(cg_fact_filter){0}, &picture, err);
    if (status == CG_OK)
        status = cg_picture_csv(picture, &output, &output, err);
    cg_picture_close(picture);
    return status;
}

static cg_status draw_dot(void *handle, cg_error *err)
{
    fixture *given = handle;
    cg_picture *picture = NULL;
    size_t bytes = 0;
    cg_output output = {count_bytes, &bytes};
    cg_diagram_style style = {.title = CG_TEXT("Suppliers")};
    cg_status status = cg_picture_around(given->store, given->first, 2,
                                         &(cg_fact_filter){0}, &picture, err);
    if (status == CG_OK)
        status = cg_picture_draw(picture, CG_DOT, &style, &output, err);
    cg_picture_close(picture);
    return status;
}

/* ---- The tests ---- */

typedef struct {
    const char *name;
    fault_operation operation;
    uint64_t limit;
} sweep;

static const sweep sweeps[] = {
    {"open the reader", open_reader, FEW},
    {"read an article", count_article, MANY},
    {"read a sheet", count_sheet, MANY},
    {"load a sheet and an article", load_everything, MANY},
    {"find an entity", find_entity, MANY},
    {"ask for an entity", ask_entity, MANY},
    {"ask for relations", ask_relations, MANY},
    {"ask for a path", ask_path, MANY},
    {"search", ask_search, MANY},
    {"ask for evidence", ask_evidence, MANY},
    {"ask for sources", ask_sources, MANY},
    {"ask for statistics", ask_stats, MANY},
    {"ask for judgements", ask_judgements, MANY},
    {"judge", judge, MANY},
    {"write JSON", write_json, MANY},
    {"write CSV", write_csv, MANY},
    {"draw DOT", draw_dot, MANY},
};

enum { SWEEPS = sizeof sweeps / sizeof *sweeps };

/* One of them, with what it works on. */
typedef struct {
    const sweep *item;
    fixture *given;
} sweep_run;

static void expect_ok(cg_status status, const cg_error *err)
{
    if (status != CG_OK)
        fail_msg("%s: %s", cg_status_name(status), err->message);
}

static cg_status open_fixture(fixture *given)
{
    cg_error err = {0};
    cg_status status = cg_vocabulary_open(&given->vocabulary, &err);
    if (status == CG_OK)
        status = cg_reader_open(given->vocabulary, &given->reader, &err);
    if (status == CG_OK)
        status = cg_open("", CG_OPEN_PRIVATE, &given->store, &err);
    if (status == CG_OK)
        status = load_into(given->store, NULL, &err);
    if (status == CG_OK)
        status = cg_find_entity(given->store, CG_TEXT("Foundry One"), &given->first,
                                &err);
    if (status == CG_OK)
        status = cg_find_entity(given->store, CG_TEXT("Chip Three"), &given->second,
                                &err);
    return status;
}

static void close_fixture(fixture *given)
{
    cg_close(given->store);
    cg_reader_close(given->reader);
    cg_vocabulary_close(given->vocabulary);
}

static void run_sweep(void **state)
{
    const sweep_run *run = *state;
    assert_true(fault_sweep(run->item->operation, run->given, run->item->limit) >
                0);

    /* The store has come through it. */
    cg_error err = {0};
    expect_ok(write_json(run->given, &err), &err);
}

int main(void)
{
    struct CMUnitTest tests[SWEEPS];
    sweep_run runs[SWEEPS];
    fixture given = {0};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    fault_include_libraries();
    int failed = cg_status_exit(open_fixture(&given));
    for (size_t i = 0; i < SWEEPS; i++) {
        runs[i] = (sweep_run){&sweeps[i], &given};
        tests[i] = (struct CMUnitTest){.name = sweeps[i].name,
                                       .test_func = run_sweep,
                                       .initial_state = &runs[i]};
    }
    if (failed == 0)
        failed = cmocka_run_group_tests_name("faults", tests, NULL, NULL);
    close_fixture(&given);
    return failed;
}
