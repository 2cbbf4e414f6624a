/* Files of older versions: what they become, and that nothing in them is lost. */
#include "graph/store/store.h"

#include <sqlite3.h>

#include "graph/store/adjacency.h"
#include "graph/store/create.h"
#include "tests/unit/store_graph.h"

static int64_t version_of(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t version = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return version;
}

/* The program's own steps and one more. */
static create_upgrades with_step(create_upgrades upgrades, const char *sql)
{
    int version = upgrades.steps[upgrades.count - 1].version + 1;
    upgrades.steps[upgrades.count++] =
        (create_upgrade){.version = version, .sql = cg_text_z(sql)};
    return upgrades;
}

/* What was there in version 1: a fact that an article says and a sheet cites. */
static const char old_rows[] =
    "INSERT INTO change (recorded, command) VALUES ('2025-01-01T00:00:00Z', 'x');"
    "INSERT INTO kind (id, name) VALUES (0, 'Company');"
    "INSERT INTO relation (id, name, symmetric) VALUES (0, 'SUPPLIES', 0);"
    "INSERT INTO source (form, title, digest, size, recorded) VALUES"
    " ('article', 'Of gases', x'01', 2, 1), ('sheet', 'Of more', x'02', 2, 1),"
    " ('cited', 'Of all', NULL, 0, 1);"
    "INSERT INTO passage (source, start, text) VALUES (1, 0, 'ab'), (2, 0, 'cd');"
    "INSERT INTO entity (name, recorded) VALUES ('A', 1), ('B', 1), ('C', 1);"
    "INSERT INTO entity_kind VALUES (1, 0), (2, 0), (3, 0);"
    "INSERT INTO name (entity, text, folded, source, recorded) VALUES"
    " (1, 'A', 'a', 1, 1), (2, 'B', 'b', 2, 1), (3, 'C', 'c', NULL, 1);"
    "INSERT INTO fact (subject, relation, object, recorded, retracted) VALUES"
    " (1, 0, 2, 1, NULL), (2, 0, 1, 1, 1);"
    "INSERT INTO mention VALUES (1, 1, 0, 1);";

/* The evidence of the fact, in a table that later versions call otherwise. */
static void add_old_evidence(const char *path, int64_t version)
{
    enum { WITH_ROWS = 7 };
    char sql[256];
    snprintf(sql, sizeof sql,
             "INSERT INTO %s (fact, source, through, start, \"end\", modality,"
             " recorded)"
             " VALUES (1, 1, NULL, 0, 2, 0, 1), (1, 3, 2, 0, 2, 0, 1);",
             version < WITH_ROWS ? "evidence" : "evidence_row");
    run_sql(path, sql);
}

static void an_older_file_is_upgraded_step_by_step(void **state)
{
    (void)state;
    create_upgrades none;
    create_upgrades_init(&none);
    create_upgrades one =
        with_step(none, "CREATE TABLE second (x); INSERT INTO second VALUES (2)");
    create_upgrades two =
        with_step(one, "ALTER TABLE second ADD COLUMN y DEFAULT 7");
    create_upgrades broken =
        with_step(none, "CREATE TABLE third (x); INSERT INTO nowhere VALUES (2)");
    int version = none.steps[none.count - 1].version;
    char path[256];
    cg_store *store = NULL;
    scratch_path(path);
    must(create_open(path, CG_OPEN_WRITE, &none, &store, &err));
    (void)fill_small(store);
    cg_close(store);
    assert_int_equal(version_of(path), version);

    must_fail(CG_STORAGE, "written by an older chipgraph",
              create_open(path, CG_OPEN_READ, &two, &store, &err));
    must_fail(CG_STORAGE, "nowhere",
              create_open(path, CG_OPEN_WRITE, &broken, &store, &err));
    assert_int_equal(version_of(path), version);
    must(create_open(path, CG_OPEN_WRITE, &two, &store, &err));
    assert_facts(store, "1", .ends = NULL);
    cg_close(store);
    assert_int_equal(version_of(path), version + 2);
    run_sql(path, "SELECT x, y FROM second; SELECT * FROM facts");
    must(create_open(path, CG_OPEN_READ, &two, &store, &err));
    cg_close(store);
    must_fail(CG_STORAGE, "was written by a newer chipgraph",
              create_open(path, CG_OPEN_WRITE, &none, &store, &err));
    remove_file(path);
    must(create_open(path, CG_OPEN_WRITE, &two, &store, &err)); /* a new one, too */
    cg_close(store);
    assert_int_equal(version_of(path), version + 2);

    /* One that has a step does not take it again. */
    remove_file(path);
    must(create_open(path, CG_OPEN_WRITE, &one, &store, &err));
    cg_close(store);
    assert_int_equal(version_of(path), version + 1);
    must(create_open(path, CG_OPEN_WRITE, &two, &store, &err));
    cg_close(store);
    assert_int_equal(version_of(path), version + 2);
    remove_file(path);
}

/* The third entity is found, and how, by a name that is alike to the one it is shown
 * under. */
static void assert_alike(cg_store *store, const char *text, cg_alike alike)
{
    cg_arena arena = {0};
    const cg_alike_name *found;
    size_t count;
    cg_text name = cg_text_z(text);
    must(cg_store_find_alike(store, &name, 1, &arena, &found, &count, &err));
    assert_int_equal(count, 1);
    assert_int_equal(found[0].entity, 3);
    assert_int_equal(found[0].alike, alike);
    assert_true(found[0].shown);
    cg_arena_release(&arena);
}

static void name_third(const char *path, const char *name)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "UPDATE name SET text = '%s', folded = lower('%s') WHERE entity = 3;"
             "UPDATE entity SET name = '%s' WHERE id = 3",
             name, name, name);
    run_sql(path, sql);
}

/* A file of before names had keys, or those by sound, gains them for the names it has. */
static void an_upgrade_makes_the_keys_of_names(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    create_upgrades all;
    create_upgrades_init(&all);
    scratch_path(path);
    for (size_t i = 1; i < all.count; i++) {
        create_upgrades before = all;
        before.count = i;
        must(create_open(path, CG_OPEN_WRITE, &before, &store, &err));
        cg_close(store);
        run_sql(path, old_rows);
        name_third(path, "任正非");
        must(cg_open(path, CG_OPEN_WRITE, &store, &err));
        assert_alike(store, "Ren Zhengfei", CG_ALIKE_ROMANIZED);
        cg_close(store);
        remove_file(path);
    }
    all.count = 1;
    must(create_open(path, CG_OPEN_WRITE, &all, &store, &err));
    cg_close(store);
    assert_int_equal(version_of(path), 2);
    run_sql(path, old_rows);
    name_third(path, "Công ty Cổ phần Sao Mai");
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    assert_alike(store, "Sao Mai JSC", CG_ALIKE_BUT_FORM);
    cg_close(store);
    remove_file(path);
}

static void no_row(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/* The lists of neighbours of a file that has tables for them, and whose rows came by other
 * means. */
static void build_lists(const char *path, const create_upgrades *upgrades)
{
    enum { WITH_LISTS = 5 };
    cg_store *store = NULL;
    if (version_of(path) < WITH_LISTS)
        return;
    must(create_open(path, CG_OPEN_WRITE, upgrades, &store, &err));
    must(sql_script(store, CG_TEXT("BEGIN"), &err));
    must(adjacency_build(store, &err));
    must(sql_script(store, CG_TEXT("COMMIT"), &err));
    cg_close(store);
}

/* A file of each version, with all that may be in it, is as good as a new one. */
static void what_is_in_an_older_file_stays(void **state)
{
    (void)state;
    create_upgrades all;
    create_upgrades_init(&all);
    for (size_t i = 0; i < all.count; i++) {
        char path[256], new_path[256], sql[700];
        cg_store *store = NULL;
        create_upgrades some = all;
        some.count = i;
        scratch_path(path);
        scratch_path(new_path);
        must(create_open(path, CG_OPEN_WRITE, &some, &store, &err));
        cg_close(store);
        run_sql(path, old_rows);
        add_old_evidence(path, version_of(path));
        build_lists(path, &some);
        make_small(new_path);
        must(cg_open(path, CG_OPEN_WRITE, &store, &err));
        assert_facts(store, "1", .ends = NULL);
        must(cg_store_check(store, &err));
        cg_close(store);
        no_row(path, "PRAGMA foreign_key_check");
        no_row(path, "SELECT 1 FROM pragma_integrity_check"
                     " WHERE integrity_check <> 'ok'");
        no_row(path, "SELECT 1 WHERE (SELECT group_concat(title) FROM source)"
                     " <> 'Of gases,Of more,Of all'");
        snprintf(sql, sizeof sql,
                 "ATTACH '%s' AS new; CREATE TABLE difference AS"
                 " SELECT name, sql FROM new.sqlite_schema EXCEPT"
                 " SELECT name, sql FROM main.sqlite_schema;",
                 new_path);
        run_sql(path, sql);
        no_row(path, "SELECT * FROM difference");
        remove_file(path);
        remove_file(new_path);
    }
}

/* A program whose base vocabulary has another order than the one that wrote the file. */
static void numbers_are_the_files_own(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    static const create_upgrades none = {.count = 0};
    scratch_path(path);
    must(create_open(path, CG_OPEN_WRITE, &none, &store, &err));
    cg_close(store);
    run_sql(path, old_rows);
    run_sql(path, "UPDATE kind SET id = 30; UPDATE entity_kind SET kind = 30;"
                  "UPDATE relation SET id = 100; UPDATE fact SET relation = 100;");
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    cg_arena arena = {0};
    cg_fact fact;
    cg_entity entity;
    cg_id id = 1;
    must(cg_store_facts(store, &id, 1, &arena, &fact, &err));
    assert_int_equal(fact.relation, relation_of(store, "SUPPLIES"));
    must(cg_store_entities(store, &id, 1, &arena, &entity, &err));
    assert_true(entity.kinds == kind_of(store, "Company"));
    uint8_t supplies = relation_of(store, "SUPPLIES");
    assert_facts(store, "1", .relations = &supplies, .relation_count = 1,
                 .kinds = kind_of(store, "Company"));
    must(cg_store_begin(store, "test", &err));
    assert_int_equal(add_fact(store, 1, "SUPPLIES", 2), 1);
    must(cg_store_commit(store, &err));
    cg_arena_release(&arena);
    cg_close(store);
    run_sql(path,
            "PRAGMA foreign_keys = OFF; UPDATE kind SET id = 99 WHERE id = 30");
    must_fail(CG_STORAGE, "damaged", cg_open(path, CG_OPEN_READ, &store, &err));
    run_sql(path, "UPDATE kind SET id = 30, name = 'Gone' WHERE id = 99");
    must_fail(CG_STORAGE, "damaged", cg_open(path, CG_OPEN_READ, &store, &err));
    remove_file(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_older_file_is_upgraded_step_by_step),
        cmocka_unit_test(an_upgrade_makes_the_keys_of_names),
        cmocka_unit_test(what_is_in_an_older_file_stays),
        cmocka_unit_test(numbers_are_the_files_own),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_upgrade", tests, NULL, NULL);
}
