/* What a file is found to be damaged by: each kind of it, one at a time. */
#include "graph/store/base.h"

#include "graph/store/property_graph.h"
#include "tests/unit/store_graph.h"

/* The small graph, and a row in every table that refers to another. */
static cg_store *open_full(void)
{
    small_graph graph = open_small();
    cg_store *store = graph.store;
    bool fresh, said;
    cg_source source = {.form = CG_SHEET};
    cg_new_evidence row = {.end = 2};
    cg_new_fact fact = {.subject = graph.xenon,
                        .object = graph.zircon,
                        .relation = relation_of(store, "OWNS")};
    cg_new_key key = {.entity = graph.xenon, .key = CG_TEXT("a:1")};
    cg_new_mention mention = {.entity = graph.xenon, .end = 1};
    cg_judgement maybe = {
        .verdict = CG_MAYBE, .entity = graph.xenon, .other = graph.zircon};
    cg_id id;
    must(cg_store_begin(store, "test", &err));
    must(cg_store_add_source(store, &source, &row.source, &err));
    must(cg_store_add_text(store, row.source, 0, CG_TEXT("ab"), &err));
    must(cg_store_add_statements(store, &fact, &row, 1, &fresh, &said, &err));
    must(cg_store_add_keys(store, &key, 1, &err));
    must(cg_store_add_mentions(store, graph.article, &mention, 1, &err));
    must(cg_store_commit(store, &err));
    must(cg_judge(store, &maybe, &id, &err));
    must(cg_store_check(store, &err));
    return store;
}

/* Do that to the file, look, and take it back. */
static void assert_found(cg_store *store, const char *damage, const char *message)
{
    int rows = sqlite3_total_changes(store->db);
    if (sqlite3_exec(store->db, "SAVEPOINT damage", NULL, NULL, NULL) !=
            SQLITE_OK ||
        sqlite3_exec(store->db, damage, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", damage, sqlite3_errmsg(store->db));
    if (sqlite3_total_changes(store->db) == rows)
        fail_msg("%s: changes nothing", damage);
    cg_error err = {0};
    cg_status status = cg_store_check(store, &err);
    if (status != CG_STORAGE || strstr(err.message, message) == NULL)
        fail_msg("%s: %s", damage, err.message);
    assert_int_equal(sqlite3_exec(store->db, "ROLLBACK TO damage; RELEASE damage",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
}

static void each_lost_reference_is_found(void **state)
{
    (void)state;
    cg_store *store = open_full();
    sqlite3_stmt *references = NULL;
    int count = 0;
    assert_int_equal(sqlite3_exec(store->db, "PRAGMA ignore_check_constraints = ON",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(
            store->db,
            "SELECT printf('UPDATE OR REPLACE \"%w\" SET \"%w\" = 99', m.name,"
            " k.\"from\") FROM sqlite_schema m, pragma_foreign_key_list(m.name) k"
            " WHERE m.type = 'table'",
            -1, &references, NULL),
        SQLITE_OK);
    while (sqlite3_step(references) == SQLITE_ROW) {
        const char *damage = (const char *)sqlite3_column_text(references, 0);
        assert_found(store, damage, "a row that refers to one that is not there");
        count++;
    }
    sqlite3_finalize(references);
    assert_true(count >= 35);
    must(cg_store_check(store, &err));
    cg_close(store);
}

static void each_other_damage_is_found(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"UPDATE source SET first_fact = NULL", "not where its source says"},
        {"UPDATE source SET last_fact = 2", "not where its source says"},
        {"UPDATE source SET first_fact = 1, last_fact = 2",
         "not where its source says"},
        {"UPDATE fact SET \"end\" = NULL", "evidence is nowhere"},
        {"UPDATE fact SET source = NULL", "evidence is nowhere"},
        {"UPDATE fact SET through = 1 WHERE source IS NULL", "evidence is nowhere"},
        {"UPDATE fact SET object = 3", "wrong about fact 1"},
        {"UPDATE fact SET relation = relation + 1", "wrong about fact 1"},
        {"UPDATE fact SET retracted = 1 WHERE id = 3", "wrong about fact 3"},
        {"DELETE FROM adjacency", "wrong about fact 1"},
    };
    cg_store *store = open_full();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_found(store, cases[i][0], cases[i][1]);
    cg_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_lost_reference_is_found),
        cmocka_unit_test(each_other_damage_is_found),
    };
    return cmocka_run_group_tests_name("store_check", tests, NULL, NULL);
}
