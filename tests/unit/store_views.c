/* The views, and the SQL of docs/file-format.md, on the graph that page describes. */
#include "graph/store/store.h"

#include <sqlite3.h>

#include "tests/unit/store_graph.h"

static const char sheet_text[] = "subject,subject_kind,type,object,object_kind\n"
                                 "Yttrium AG,Company,OWNS,Zircon,Company\n";

/* The graph of docs/file-format.md as a file. */
static void make_graph(char path[256])
{
    cg_store *store = NULL;
    scratch_path(path);
    setenv("SOURCE_DATE_EPOCH", "1755077400", 1);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    small_graph graph = fill_small(store);
    cg_source source = {.form = CG_SHEET, .file = CG_TEXT("gases.csv")};
    cg_text text = cg_text_z(sheet_text);
    cg_digest digest = cg_digest_of(text);
    cg_id sheet, judgement;
    must(cg_store_begin(store, "load", &err));
    must(cg_store_add_source(store, &source, &sheet, &err));
    must(cg_store_add_text(store, sheet, 0, text, &err));
    cg_id other = add_company(store, sheet, "Yttrium AG");
    cg_id owns = add_fact(store, other, "OWNS", graph.zircon);
    add_quote(store, owns, sheet, 45, text.size - 1, CG_ASSERTED);
    must(cg_store_end_source(store, sheet, &digest, text.size, &err));
    must(cg_store_commit(store, &err));
    cg_judgement same = {
        .verdict = CG_SAME, .entity = other, .other = graph.yttrium};
    must(cg_judge(store, &same, &judgement, &err));
    cg_close(store);
    unsetenv("SOURCE_DATE_EPOCH");
}

/* The rows of a statement as the sqlite3 shell lists them. */
static void list_rows(const char *path, cg_text sql, cg_buffer *out)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int code;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql.at, (int)sql.size, &statement, NULL) !=
        SQLITE_OK)
        fail_msg("%s: %.*s", sqlite3_errmsg(db), CG_TEXT_ARG(sql));
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            cg_buffer_printf(out, "%s%s", i > 0 ? "|" : "",
                             text != NULL ? text : "");
            if (i + 1 == sqlite3_column_count(statement))
                cg_buffer_add_byte(out, '\n');
        }
    assert_int_equal(code, SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static void check_sql(const char *path, cg_text sql, cg_text expected)
{
    cg_buffer out = {0};
    list_rows(path, sql, &out);
    if (!cg_text_equal(cg_buffer_text(&out), expected))
        fail_msg("%.*s\ngives\n%.*s\nnot\n%.*s", CG_TEXT_ARG(sql),
                 CG_TEXT_ARG(cg_buffer_text(&out)), CG_TEXT_ARG(expected));
    cg_buffer_release(&out);
}

/* The next block ```NAME … ``` behind `*at`, which moves behind it; false if none. */
static bool next_block(const char **at, const char *name, cg_text *block)
{
    char fence[20];
    snprintf(fence, sizeof fence, "\n```%s\n", name);
    const char *start = strstr(*at, fence);
    if (start == NULL)
        return false;
    start += strlen(fence);
    const char *end = strstr(start, "```");
    assert_non_null(end);
    *block = (cg_text){start, (size_t)(end - start)};
    *at = end;
    return true;
}

static void the_manual_is_right(void **state)
{
    (void)state;
    char path[256];
    static char page[1 << 16];
    FILE *file = fopen("docs/file-format.md", "rb");
    assert_non_null(file);
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    fclose(file);
    make_graph(path);
    const char *at = page;
    cg_text sql, expected;
    int blocks = 0;
    while (next_block(&at, "sql", &sql)) {
        assert_true(next_block(&at, "text", &expected));
        check_sql(path, sql, expected);
        blocks++;
    }
    assert_in_range(blocks, 8, 99);
    remove_file(path);
}

/* The views show what the library reads. */
static void views_apply_judgements(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    cg_id id;
    make_graph(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    cg_judgement wrong = {.verdict = CG_WRONG, .fact = 1};
    must(cg_judge(store, &wrong, &id, &err));
    check_sql(path, CG_TEXT("SELECT fact, subject FROM facts"),
              CG_TEXT("3|Yttrium\n"));
    check_sql(path, CG_TEXT("SELECT fact, quote FROM quotes"),
              CG_TEXT("3|Yttrium AG,Company,OWNS,Zircon,Company\n"));
    must(cg_unjudge(store, id, &err));
    must(cg_unjudge(store, 1, &err));
    check_sql(path, CG_TEXT("SELECT fact, subject FROM facts"),
              CG_TEXT("1|Xenon Labs\n3|Yttrium AG\n"));
    check_sql(path, CG_TEXT("SELECT count(*) FROM entities"), CG_TEXT("4\n"));
    cg_close(store);
    remove_file(path);
}

static void views_unite_properties_as_the_library_does(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    make_graph(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    cg_property low[] = {{CG_TEXT("a"), cg_integer(1)},
                         {CG_TEXT("say \"b\""), cg_string(CG_TEXT("x\"\\y"))}};
    cg_property high[] = {
        {CG_TEXT("a"), cg_integer(2)},
        {CG_TEXT("c"), {.type = CG_BOOLEAN, .as.boolean = true}},
        {CG_TEXT("d"), {.type = CG_FLOAT, .as.real = 2}},
        {CG_TEXT("e"), {.type = CG_BOOLEAN}},
    };
    cg_entity_change changes[] = {{.entity = 2, .properties = {low, 2}},
                                  {.entity = 4, .properties = {high, 4}}};
    size_t changed, kept;
    must(cg_store_begin(store, "test", &err));
    must(cg_store_change_entities(store, changes, 2, &changed, &kept, &err));
    must(cg_store_commit(store, &err));
    cg_arena arena = {0};
    cg_entity entity;
    cg_id id = 2;
    cg_buffer json = {0};
    must(cg_store_entities(store, &id, 1, &arena, &entity, &err));
    cg_properties_json(entity.properties, &json);
    cg_buffer_add_byte(&json, '\n');
    assert_string_equal(json.at, "{\"a\":1,\"c\":true,\"d\":2.0,\"e\":false,"
                                 "\"say \\\"b\\\"\":\"x\\\"\\\\y\"}\n");
    check_sql(path, CG_TEXT("SELECT properties FROM entities WHERE entity = 2"),
              cg_buffer_text(&json));
    check_sql(path,
              CG_TEXT("SELECT properties IS NULL FROM entities WHERE entity = 1"),
              CG_TEXT("1\n"));
    cg_buffer_release(&json);
    cg_arena_release(&arena);
    cg_close(store);
    remove_file(path);
}

/* What tables.sql says twice: modalities, the index of denials. */
static void tables_agree_with_the_code(void **state)
{
    (void)state;
    char path[256];
    make_graph(path);
    cg_buffer expected = {0};
    for (int i = 0; i < CG_MODALITY_COUNT; i++)
        cg_buffer_printf(&expected, "%d|%s\n", i, cg_modality_name((cg_modality)i));
    check_sql(path, CG_TEXT("SELECT id, name FROM modality ORDER BY id"),
              cg_buffer_text(&expected));
    cg_buffer_release(&expected);
    assert_int_equal(CG_DENIED, 4);
    check_sql(path,
              CG_TEXT("SELECT group_concat(integrity_check)"
                      " FROM pragma_integrity_check"),
              CG_TEXT("ok\n"));
    check_sql(path, CG_TEXT("SELECT count(*) FROM pragma_foreign_key_check"),
              CG_TEXT("0\n"));
    remove_file(path);
}

/* The same calls under SOURCE_DATE_EPOCH give the same file. */
static void the_same_input_gives_the_same_rows(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "change",   "source",    "passage", "entity",   "name",   "fact",
        "evidence", "judgement", "kind",    "relation", "setting"};
    char first[256], second[256];
    make_graph(first);
    make_graph(second);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char sql[80];
        cg_buffer rows = {0};
        snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[i]);
        list_rows(first, cg_text_z(sql), &rows);
        assert_true(rows.size > 0);
        check_sql(second, cg_text_z(sql), cg_buffer_text(&rows));
        cg_buffer_release(&rows);
    }
    remove_file(first);
    remove_file(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manual_is_right),
        cmocka_unit_test(views_apply_judgements),
        cmocka_unit_test(views_unite_properties_as_the_library_does),
        cmocka_unit_test(tables_agree_with_the_code),
        cmocka_unit_test(the_same_input_gives_the_same_rows),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_views", tests, NULL, NULL);
}
