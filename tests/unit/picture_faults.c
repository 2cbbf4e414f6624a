/* Each allocation of each question, walk and picture fails once. */
#include "graph/picture/picture.h"

#include "graph/question/question.h"
#include "tests/support/fault.h"
#include "tests/unit/transcript.h"

enum { RUNS = 2000 };

static const char *const lines[] = {
    "source article | title=Faults | publisher=Daily | date=2025-01-02\n",
    "entity Company | Halcyon | name:zh=晨光 | founded=1998 | name:string=x\n",
    "entity Company | Vega Devices\n",
    "entity Company,Institute | Sao Mai\n",
    "entity Alliance | Four\n",
    "entity Chip | Lotus\n",
    "fact Halcyon | MEMBER_OF | Four | quote=One.\n",
    "fact Vega Devices | MEMBER_OF | Four | quote=Two.\n",
    "fact Halcyon | SUPPLIES | Vega Devices | quote=Three. | what=wafers | "
    "since=2024\n",
    "fact Sao Mai | DEVELOPS | Lotus | modality=planned | speaker=Halcyon | "
    "quote=x\n",
    "fact Sao Mai | PARTNERS_WITH | Vega Devices | quote=Five.\n",
    "mention Halcyon | Halcyon\n",
};

static transcript *open_graph(void)
{
    transcript *run = calloc(1, sizeof *run);
    transcript_line *line = calloc(1, sizeof *line);
    must(cg_open("", CG_OPEN_PRIVATE, &run->store, &err));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        transcript_do(run, lines[i], line);
    transcript_commit(run);
    free(line);
    return run;
}

/* ---- Questions ---- */

static cg_status drain(cg_status status, cg_cursor **cursor, cg_error *err)
{
    while (status == CG_OK && (status = cg_step(*cursor, err)) == CG_ROW)
        status = CG_OK;
    cg_finish(*cursor);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status relations(void *store, cg_error *err)
{
    const cg_text type = CG_TEXT("SUPPLIES");
    const cg_relation_filter filter = {.types = &type,
                                       .type_count = 1,
                                       .of = 1,
                                       .with = 2,
                                       .source = CG_TEXT("daily")};
    cg_cursor *cursor = NULL;
    return drain(cg_ask_relations(store, &filter, &cursor, err), &cursor, err);
}

static cg_status path(void *store, cg_error *err)
{
    cg_cursor *cursor = NULL;
    return drain(cg_ask_path(store, 1, 5, 9, 9, &cursor, err), &cursor, err);
}

static cg_status entity(void *store, cg_error *err)
{
    cg_cursor *cursor = NULL;
    return drain(cg_ask_entity(store, 1, &cursor, err), &cursor, err);
}

static cg_status search(void *store, cg_error *err)
{
    cg_cursor *cursor = NULL;
    return drain(cg_ask_search(store, CG_TEXT("t"), 9, &cursor, err), &cursor, err);
}

static cg_status evidence(void *store, cg_error *err)
{
    cg_cursor *cursor = NULL;
    return drain(cg_ask_evidence(store, 4, &cursor, err), &cursor, err);
}

static cg_status sources(void *store, cg_error *err)
{
    cg_cursor *cursor = NULL;
    return drain(cg_ask_sources(store, &cursor, err), &cursor, err);
}

static cg_status stats(void *store, cg_error *err)
{
    cg_cursor *cursor = NULL;
    return drain(cg_ask_stats(store, &cursor, err), &cursor, err);
}

static cg_status judgements(void *store, cg_error *err)
{
    cg_cursor *cursor = NULL;
    return drain(cg_ask_judgements(store, &cursor, err), &cursor, err);
}

/* A refusal that is expected is a success: only memory may fail. */
static cg_status expect(cg_status expected, cg_status status, cg_error *err)
{
    if (status != expected)
        return status;
    cg_error_clear(err);
    return CG_OK;
}

static cg_status suggestions(void *store, cg_error *err)
{
    cg_id id = 0;
    return expect(CG_NOT_FOUND,
                  cg_find_entity(store, CG_TEXT("Company:Wega Devices"), &id, err),
                  err);
}

static cg_status another_kind(void *store, cg_error *err)
{
    cg_id id = 0;
    return expect(CG_NOT_FOUND,
                  cg_find_entity(store, CG_TEXT("Chip:Vega Devices"), &id, err),
                  err);
}

/* ---- Pictures ---- */

static cg_status forget(void *handle, cg_text bytes, cg_error *err)
{
    (void)handle;
    (void)bytes;
    (void)err;
    return CG_OK;
}

static const cg_output nowhere = {.write = forget};

static cg_status dot(void *store, cg_error *err)
{
    const cg_diagram_style style = {.title = CG_TEXT("Faults")};
    const cg_fact_filter all = {0};
    cg_picture *picture = NULL;
    cg_status status = cg_picture_of(store, &all, &picture, err);
    if (status == CG_OK)
        status = cg_picture_draw(picture, CG_DOT, &style, &nowhere, err);
    cg_picture_close(picture);
    return status;
}

static cg_status json(void *store, cg_error *err)
{
    const cg_fact_filter all = {0};
    cg_picture *picture = NULL;
    cg_status status = cg_picture_around(store, 1, 2, &all, &picture, err);
    if (status == CG_OK)
        status = cg_picture_json(picture, &nowhere, err);
    cg_picture_close(picture);
    return status;
}

static cg_status csv(void *store, cg_error *err)
{
    const cg_fact_filter all = {.denied = true, .kinds = 1};
    cg_picture *picture = NULL;
    cg_status status = cg_picture_of(store, &all, &picture, err);
    if (status == CG_OK)
        status = cg_picture_csv(picture, &nowhere, &nowhere, err);
    cg_picture_close(picture);
    return status;
}

/* All facts of a question, in each of the formats of other programs. */
static cg_status exports(void *store, cg_error *err)
{
    const cg_relation_filter all = {.denied = true};
    cg_picture *picture = NULL;
    uint64_t left_out = 0;
    cg_status status = cg_picture_of_relations(store, &all, &picture, err);
    if (status == CG_OK)
        status = cg_picture_jsonl(picture, &nowhere, err);
    if (status == CG_OK)
        status = cg_picture_cypher(picture, &nowhere, err);
    if (status == CG_OK)
        status = cg_picture_neo4j(picture, &nowhere, &nowhere, err);
    if (status == CG_OK)
        status = cg_picture_kgtk(picture, &nowhere, &nowhere, err);
    if (status == CG_OK)
        status = cg_picture_ftm(picture, &nowhere, &left_out, err);
    cg_picture_close(picture);
    return status;
}

static cg_status between(void *store, cg_error *err)
{
    const cg_fact_filter all = {0};
    cg_picture *picture = NULL;
    cg_status status = cg_picture_path(store, 1, 5, &all, &picture, err);
    cg_picture_close(picture);
    return status;
}

static const struct {
    const char *name;
    fault_operation operation;
} operations[] = {
    {"relations", relations},
    {"path", path},
    {"entity", entity},
    {"search", search},
    {"evidence", evidence},
    {"sources", sources},
    {"stats", stats},
    {"judgements", judgements},
    {"suggestions", suggestions},
    {"another kind", another_kind},
    {"dot", dot},
    {"json", json},
    {"csv", csv},
    {"exports", exports},
    {"picture of a path", between},
};

enum { OPERATIONS = sizeof operations / sizeof *operations };

static void nothing_leaks_or_breaks(void **state)
{
    const fault_operation *operation = *state;
    transcript *run = open_graph();
    must((*operation)(run->store, &err));
    assert_true(fault_sweep(*operation, run->store, RUNS) > 0);
    for (size_t i = 0; i < run->count; i++)
        free(run->names[i]);
    cg_close(run->store);
    free(run);
}

int main(void)
{
    struct CMUnitTest tests[OPERATIONS];
    fault_operation states[OPERATIONS];
    for (size_t i = 0; i < OPERATIONS; i++) {
        states[i] = operations[i].operation;
        tests[i] = (struct CMUnitTest){operations[i].name, nothing_leaks_or_breaks,
                                       NULL, NULL, &states[i]};
    }
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("picture faults", tests, NULL, NULL);
}
