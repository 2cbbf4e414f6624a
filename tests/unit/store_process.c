/* Several processes at once, and processes that are killed. */
#include "graph/store/store.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/unit/store_graph.h"

static void another_process_sees_what_is_committed(void **state)
{
    (void)state;
    char path[256];
    cg_store *writer = NULL, *reader = NULL;
    scratch_path(path);
    make_small(path);
    must(cg_open(path, CG_OPEN_WRITE, &writer, &err));
    must(cg_open(path, CG_OPEN_READ, &reader, &err));
    must(cg_store_begin(writer, "test", &err));
    (void)add_fact(writer, 1, "OWNS", 3);
    assert_facts(reader, "1", .ends = NULL);
    must(cg_store_commit(writer, &err));
    assert_facts(reader, "1 3", .ends = NULL);
    cg_id id;
    cg_judgement same = {.verdict = CG_SAME, .entity = 1, .other = 3};
    must(cg_judge(writer, &same, &id, &err));
    cg_counts counts;
    must(cg_store_count(reader, &counts, &err));
    assert_int_equal(counts.entities, 2);
    cg_close(writer);
    cg_close(reader);
    remove_file(path);
}

static void a_locked_file_is_busy(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    sqlite3 *db = NULL;
    scratch_path(path);
    make_small(path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
                     SQLITE_OK);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    must_fail(CG_BUSY, "in use by another process",
              cg_store_begin(store, "test", &err));
    clock_gettime(CLOCK_MONOTONIC, &end);
    assert_in_range(end.tv_sec - start.tv_sec, 4, 30);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(db);
    must(cg_store_begin(store, "test", &err));
    cg_close(store);
    remove_file(path);
}

/* Open the file anew, add an entity, and close it, a number of times. */
static int add_many(const char *path)
{
    for (int i = 0; i < 20; i++) {
        cg_store *store = NULL;
        cg_error failure = {0};
        cg_id id;
        cg_new_entity entity = {.name = CG_TEXT("Argon"), .kinds = 1};
        cg_status status = cg_open(path, CG_OPEN_WRITE, &store, &failure);
        if (status == CG_OK)
            status = cg_store_begin(store, "test", &failure);
        if (status == CG_OK)
            status = cg_store_add_entities(store, 0, &entity, 1, &id, &failure);
        if (status == CG_OK)
            status = cg_store_commit(store, &failure);
        cg_close(store);
        if (status != CG_OK) {
            fprintf(stderr, "# %s\n", failure.message);
            return 1;
        }
    }
    return 0;
}

/* Processes that make the file and write into it at once lose nothing. */
static void two_processes_write_at_once(void **state)
{
    (void)state;
    enum { PROCESSES = 3 };
    char path[256];
    pid_t children[PROCESSES];
    scratch_path(path);
    fflush(NULL);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            _exit(add_many(path));
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    cg_store *store = NULL;
    cg_counts counts;
    must(cg_open(path, CG_OPEN_READ, &store, &err));
    must(cg_store_count(store, &counts, &err));
    assert_int_equal(counts.entities, 20 * PROCESSES);
    cg_close(store);
    remove_file(path);
}

/* Add articles for ever, each of three entities and a mention of each. */
static int add_articles(const char *path)
{
    cg_store *store = NULL;
    if (cg_open(path, CG_OPEN_WRITE, &store, NULL) != CG_OK)
        return 1;
    for (int i = 0;; i++) {
        char text[64];
        int size = snprintf(text, sizeof text, "Xenon, Zircon, Argon: %d-%d",
                            (int)getpid(), i);
        cg_new_mention mentions[3] = {{0, 0, 5}, {0, 7, 13}, {0, 15, 20}};
        must(cg_store_begin(store, "test", &err));
        cg_id article = add_article(store, (cg_text){text, (size_t)size});
        for (int j = 0; j < 3; j++)
            mentions[j].entity = add_company(store, article, "Xenon");
        must(cg_store_add_mentions(store, article, mentions, 3, &err));
        must(cg_store_commit(store, &err));
    }
}

/* Kill a writer at moments all over its work: only whole articles are in the file. */
static void a_killed_writer_leaves_whole_articles(void **state)
{
    (void)state;
    char path[256];
    scratch_path(path);
    uint64_t last = 0;
    for (int round = 0; round < 25; round++) {
        fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            _exit(add_articles(path));
        struct timespec wait = {.tv_nsec = 1000000L * (1 + round * 7 % 60)};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);

        cg_store *store = NULL;
        cg_counts counts;
        must(cg_open(path, CG_OPEN_WRITE, &store, &err));
        must(cg_store_count(store, &counts, &err));
        assert_int_equal(counts.entities, 3 * counts.sources);
        assert_int_equal(counts.mentions, 3 * counts.sources);
        assert_true(counts.sources >= last);
        last = counts.sources;
        cg_close(store);
        run_sql(path, "SELECT CASE (SELECT group_concat(integrity_check)"
                      " FROM pragma_integrity_check) WHEN 'ok' THEN 1"
                      " ELSE json('damaged') END");
    }
    assert_true(last > 0);
    remove_file(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_process_sees_what_is_committed),
        cmocka_unit_test(a_locked_file_is_busy),
        cmocka_unit_test(two_processes_write_at_once),
        cmocka_unit_test(a_killed_writer_leaves_whole_articles),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_process", tests, NULL, NULL);
}
