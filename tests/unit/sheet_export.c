/* What an export writes loads back to the same graph: exported again it is the same, to
 * the byte. */
#include "graph/picture/picture.h"
#include "ingest/csv/sheet.h"
#include "ingest/load/load.h"
#include "tests/unit/sheet_cases.h"

static cg_status keep(void *handle, cg_text bytes, cg_error *err)
{
    cg_buffer_add(handle, bytes);
    return cg_buffer_status(handle, err);
}

static cg_store *open_store(void)
{
    cg_store *store = NULL;
    cg_error err = {0};
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    return store;
}

static void fail_with(const cg_error *err)
{
    char message[1200];
    cg_error_format(err, message, sizeof message);
    fail_msg("%s", message);
}

static void load_sheets(cg_store *store, const cg_text *sheets, size_t count)
{
    cg_loader *loader = NULL;
    cg_error err = {0};
    cg_status status = cg_loader_open(store, "load", &loader, &err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        chunked bytes = {.rest = sheets[i], .chunk = SIZE_MAX};
        cg_sheet sheet = {.name = i % 2 == 0 ? "first.csv" : "second.csv",
                          .read = read_chunk,
                          .handle = &bytes};
        status = cg_sheet_read(&sheet, cg_store_vocabulary(store),
                               cg_loader_sink(loader), NULL, &err);
    }
    if (status == CG_OK)
        status = cg_loader_commit(loader, NULL, &err);
    cg_loader_close(loader);
    if (status != CG_OK)
        fail_with(&err);
}

static void export(cg_store *store, cg_buffer *entities, cg_buffer *facts)
{
    cg_picture *picture = NULL;
    cg_error err = {0};
    cg_fact_filter all = {.denied = true};
    cg_output to_entities = {keep, entities};
    cg_output to_facts = {keep, facts};
    cg_status status = cg_picture_of(store, &all, &picture, &err);
    if (status == CG_OK)
        status = cg_picture_csv(picture, &to_entities, &to_facts, &err);
    cg_picture_close(picture);
    if (status != CG_OK)
        fail_with(&err);
}

/* But for empty lines at the end. */
static void compare(const char *what, const cg_buffer *got,
                    const cg_buffer *expected)
{
    cg_text left = cg_text_trim(cg_buffer_text(got));
    cg_text right = cg_text_trim(cg_buffer_text(expected));
    if (!cg_text_equal(left, right))
        fail_msg("%s:\n%.*s\ninstead of\n%.*s", what, CG_TEXT_ARG(left),
                 CG_TEXT_ARG(right));
}

/* A case: the sheets to load, `=` between them; what is expected is the two sheets of the
 * export. */
static void exports_load_back(void **state)
{
    sheet_case *test = *state;
    cg_text sheets[8];
    size_t count = 0;
    cg_text rest = cg_buffer_text(&test->input);
    while (rest.size > 0 && count < 8) {
        const char *end = memmem(rest.at, rest.size, "\n=\n", 3);
        size_t size = end != NULL ? (size_t)(end - rest.at) + 1 : rest.size;
        sheets[count++] = cg_text_slice(rest, 0, size);
        rest = cg_text_slice(rest, end != NULL ? size + 2 : size, rest.size);
    }
    cg_buffer first[2] = {{0}};
    cg_buffer second[2] = {{0}};
    cg_store *store = open_store();
    load_sheets(store, sheets, count);
    export(store, &first[0], &first[1]);
    cg_close(store);

    cg_buffer both = {0};
    cg_buffer_add(&both, cg_buffer_text(&first[0]));
    cg_buffer_add_z(&both, "=\n");
    cg_buffer_add(&both, cg_buffer_text(&first[1]));
    compare("exported", &both, &test->expected);

    cg_text exported[2] = {cg_buffer_text(&first[0]), cg_buffer_text(&first[1])};
    store = open_store();
    load_sheets(store, exported, 2);
    export(store, &second[0], &second[1]);
    cg_close(store);
    compare("entities exported again", &second[0], &first[0]);
    compare("facts exported again", &second[1], &first[1]);
    cg_buffer_release(&both);
    for (size_t i = 0; i < 2; i++) {
        cg_buffer_release(&first[i]);
        cg_buffer_release(&second[i]);
    }
}

/* ---- What no sheet has a type for ---- */

/* The properties live no longer than the sink has them. */
static void push_entity(cg_sink sink, const char *name, const char *json)
{
    cg_arena arena = {0};
    cg_error err = {0};
    cg_entity_statement entity = {.entity = {cg_text_z(name), 0}, .kinds = 1};
    assert_int_equal(
        cg_properties_parse(cg_text_z(json), &arena, &entity.properties, &err),
        CG_OK);
    cg_event event = {.type = CG_EVENT_ENTITY, .as.entity = &entity};
    assert_int_equal(sink.push(sink.handle, &event, &err), CG_OK);
    cg_arena_release(&arena);
}

static void load_entities(cg_store *store)
{
    cg_loader *loader = NULL;
    cg_error err = {0};
    cg_source source = {.form = CG_SHEET, .title = CG_TEXT("source")};
    cg_event begin = {.type = CG_EVENT_SOURCE, .as.source = &source};
    cg_event end = {.type = CG_EVENT_END};
    assert_int_equal(cg_loader_open(store, "load", &loader, &err), CG_OK);
    cg_sink sink = cg_loader_sink(loader);
    assert_int_equal(sink.push(sink.handle, &begin, &err), CG_OK);
    push_entity(sink, "Acme",
                "{\"a\":[1,\"x, y\",{\"$date\":\"2025-07-31\"}],"
                "\"b\":{\"$datetime\":\"2025-07-31T12:30+02:00[Europe/Paris]\"},"
                "\"c\":{\"$float\":\"NaN\"},\"d:string\":[]}");
    push_entity(sink, "Bolt", "{\"a\":\"text\",\"c\":0.5}");
    assert_int_equal(sink.push(sink.handle, &end, &err), CG_OK);
    assert_int_equal(cg_loader_commit(loader, NULL, &err), CG_OK);
    cg_loader_close(loader);
}

/* Lists are JSON in a sheet and load back as texts, as moments do. */
static void other_types_are_exported_as_texts(void **state)
{
    (void)state;
    cg_buffer first[2] = {{0}};
    cg_buffer second[2] = {{0}};
    cg_store *store = open_store();
    load_entities(store);
    export(store, &first[0], &first[1]);
    cg_close(store);
    const char *columns = strstr(first[0].at, ",a,");
    assert_non_null(columns);
    assert_non_null(strstr(columns, ",a,b,c,d:string:string\n"));
    assert_non_null(strstr(columns,
                           ",\"[1,\"\"x, y\"\",\"\"2025-07-31\"\"]\","
                           "2025-07-31T12:30+02:00[Europe/Paris],NaN,[]\n"));
    assert_non_null(strstr(columns, ",text,,0.5,\n"));

    cg_text exported[2] = {cg_buffer_text(&first[0]), cg_buffer_text(&first[1])};
    store = open_store();
    load_sheets(store, exported, 2);
    export(store, &second[0], &second[1]);
    cg_close(store);
    compare("entities exported again", &second[0], &first[0]);
    for (size_t i = 0; i < 2; i++) {
        cg_buffer_release(&first[i]);
        cg_buffer_release(&second[i]);
    }
}

int main(void)
{
    static sheet_cases cases;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    cases_read(&cases, "tests/cases/sheets/export.cases", exports_load_back);
    cases.tests[cases.count] =
        (struct CMUnitTest)cmocka_unit_test(other_types_are_exported_as_texts);
    int failed = _cmocka_run_group_tests("sheet_export", cases.tests,
                                         cases.count + 1, NULL, NULL);
    cases_release(&cases);
    return failed;
}
