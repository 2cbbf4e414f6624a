/* Opening: what is refused, what is left behind, vocabularies, processes. */
#include "graph/store/store.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/unit/store_graph.h"

/* ---- Files ---- */

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* The whole file; the caller frees it. */
static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    assert_int_equal(fclose(file), 0);
    return bytes;
}

static bool exists(const char *path, const char *suffix)
{
    char name[300];
    struct stat file;
    snprintf(name, sizeof name, "%s%s", path, suffix);
    return stat(name, &file) == 0;
}

static void refuse_to_open(const char *path, cg_open_mode mode, const char *words)
{
    cg_store *store = (cg_store *)-1;
    must_fail(CG_STORAGE, words, cg_open(path, mode, &store, &err));
    assert_null(store);
}

static void a_file_is_one_file(void **state)
{
    (void)state;
    char path[256];
    scratch_path(path);
    refuse_to_open(path, CG_OPEN_READ, "No such file");
    assert_false(exists(path, ""));
    make_small(path);
    assert_true(exists(path, ""));
    assert_false(exists(path, "-wal") || exists(path, "-shm") ||
                 exists(path, "-journal"));
    cg_store *store = NULL;
    size_t before, after;
    char *old = read_file(path, &before);
    must(cg_open(path, CG_OPEN_READ, &store, &err));
    assert_facts(store, "1", .ends = NULL);
    cg_close(store);
    char *now = read_file(path, &after);
    assert_int_equal(before, after);
    assert_memory_equal(old, now, after);
    assert_false(exists(path, "-wal") || exists(path, "-shm"));
    free(old);
    free(now);
    remove_file(path);
}

static void a_change_that_changes_nothing_leaves_no_trace(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    size_t before, after, fresh;
    scratch_path(path);
    make_small(path);
    char *old = read_file(path, &before);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    cg_new_name known = {1, CG_TEXT("Xenon Labs"), CG_TEXT(""), {0}};
    must(cg_store_begin(store, "test", &err));
    must(cg_store_add_names(store, 0, &known, 1, &fresh, &err));
    assert_int_equal(add_fact(store, 1, "SUPPLIES", 2), 1);
    must(cg_store_commit(store, &err));
    cg_close(store);
    char *now = read_file(path, &after);
    assert_int_equal(before, after);
    assert_memory_equal(old, now, after);
    free(old);
    free(now);
    remove_file(path);
}

static void any_name_is_only_a_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        ":memory:", "a b?mode=memory", "100%25#x", "é'\"\\;北京", "file:x", "-x"};
    char old[256], folder[256];
    assert_non_null(getcwd(old, sizeof old));
    scratch_path(folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(chdir(folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        make_small(names[i]);
        assert_true(exists(names[i], ""));
        cg_store *store = NULL;
        must(cg_open(names[i], CG_OPEN_READ, &store, &err));
        assert_facts(store, "1", .ends = NULL);
        cg_close(store);
        remove_file(names[i]);
    }
    assert_int_equal(chdir(old), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing is left behind */
}

static void what_is_no_graph_file_is_refused(void **state)
{
    (void)state;
    char path[256];
    scratch_path(path);
    refuse_to_open("", CG_OPEN_WRITE, "cannot open ''");
    refuse_to_open("/", CG_OPEN_READ, "is a directory");
    refuse_to_open("/", CG_OPEN_WRITE, "is a directory");
    refuse_to_open("/dev/null", CG_OPEN_WRITE, "is a device or pipe");
    refuse_to_open("/nowhere/at/all.db", CG_OPEN_WRITE, "No such file");

    static const char text[] =
        "A text that is long enough to be looked at, and more so: "
        "it has more than a hundred bytes, as a header has.";
    write_file(path, text, sizeof text);
    refuse_to_open(path, CG_OPEN_READ, "is not a chipgraph file");
    refuse_to_open(path, CG_OPEN_WRITE, "is not a chipgraph file");
    size_t size;
    char *left = read_file(path, &size);
    assert_int_equal(size, sizeof text);
    assert_memory_equal(left, text, size);
    free(left);

    remove_file(path);
    run_sql(path, "CREATE TABLE other (x)");
    refuse_to_open(path, CG_OPEN_READ, "another program's database");
    refuse_to_open(path, CG_OPEN_WRITE, "another program's database");
    remove_file(path);
    run_sql(path, "PRAGMA application_id = 17");
    refuse_to_open(path, CG_OPEN_WRITE, "another program's database");
    remove_file(path);
    run_sql(path, "PRAGMA encoding = 'UTF-16'; CREATE TABLE t (x); DROP TABLE t");
    refuse_to_open(path, CG_OPEN_WRITE, "another program's database");

    write_file(path, "", 0);
    refuse_to_open(path, CG_OPEN_READ, "is empty");
    make_small(path);
    run_sql(path, "PRAGMA user_version = 9000");
    refuse_to_open(path, CG_OPEN_READ, "newer chipgraph (file version 9000");
    refuse_to_open(path, CG_OPEN_WRITE, "newer chipgraph (file version 9000");
    remove_file(path);
}

/* Cut in the header, at pages and inside of pages. (A file of one byte counts as empty:
 * SQLite makes such files on some systems.) */
static void a_truncated_file_is_damaged(void **state)
{
    (void)state;
    char path[256];
    scratch_path(path);
    make_small(path);
    size_t size;
    char *bytes = read_file(path, &size);
    for (size_t cut = 2; cut < size; cut += cut < 200 ? 50 : 3000) {
        cg_store *store = NULL;
        cg_error failure = {0};
        write_file(path, bytes, cut);
        cg_status status = cg_open(path, CG_OPEN_READ, &store, &failure);
        if (status != CG_STORAGE)
            fail_msg("cut at %zu: %s", cut, cg_status_name(status));
        if (strstr(failure.message, "damaged") == NULL &&
            strstr(failure.message, "not a chipgraph file") == NULL)
            fail_msg("cut at %zu: %s", cut, failure.message);
    }
    free(bytes);
    remove_file(path);
}

/* Bytes turned over at random: any answer is fine that is a status. */
static void a_damaged_file_does_no_harm(void **state)
{
    (void)state;
    char path[256];
    scratch_path(path);
    make_small(path);
    size_t size;
    char *bytes = read_file(path, &size), *copy = malloc(size);
    uint64_t seed = 99;
    assert_non_null(copy);
    for (int run = 0; run < 150; run++) {
        memcpy(copy, bytes, size);
        for (int i = 0; i < 60; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            copy[100 + (seed >> 20) % (size - 100)] ^= (char)(seed >> 56);
        }
        write_file(path, copy, size);
        cg_store *store = NULL;
        cg_arena arena = {0};
        if (cg_open(path, CG_OPEN_READ, &store, NULL) == CG_OK) {
            cg_scan *scan = NULL;
            cg_edges batch;
            cg_fact_filter filter = {.denied = true};
            const cg_evidence *evidence;
            const cg_hit *hits;
            size_t count;
            cg_id ids[] = {1, 2};
            cg_entity entities[2];
            if (cg_scan_prepare(store, &filter, &scan, NULL) == CG_OK)
                while (cg_scan_step(scan, &batch, NULL) == CG_ROW)
                    ;
            cg_scan_finish(scan);
            (void)cg_store_entities(store, ids, 2, &arena, entities, NULL);
            (void)cg_store_evidence(store, ids, 2, &arena, &evidence, &count, NULL);
            (void)cg_store_search(store, CG_TEXT("xenon"), 9, &arena, &hits, &count,
                                  NULL);
        }
        cg_arena_release(&arena);
        cg_close(store);
    }
    free(bytes);
    free(copy);
    remove_file(path);
}

/* ---- Places where nothing can be written ---- */

/* Run `work` in a child that is nobody, as tests may run as root; its exit is 0 when it
 * finds all as it should be. */
static int as_nobody(int (*work)(const char *path), const char *path)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(99);
        _exit(work(path));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static bool says(const cg_error *err, const char *words)
{
    return strstr(err->message, words) != NULL;
}

static int read_but_not_write(const char *path)
{
    cg_store *store = NULL;
    cg_error failure = {0};
    cg_counts counts;
    if (cg_open(path, CG_OPEN_READ, &store, &failure) != CG_OK)
        return 1;
    if (cg_store_count(store, &counts, &failure) != CG_OK || counts.facts != 1)
        return 2;
    cg_close(store);
    if (cg_open(path, CG_OPEN_WRITE, &store, &failure) != CG_STORAGE)
        return 3;
    return says(&failure, "read-only") ? 0 : 4;
}

static int refuse_the_log(const char *path)
{
    cg_store *store = NULL;
    cg_error failure = {0};
    if (cg_open(path, CG_OPEN_READ, &store, &failure) != CG_STORAGE)
        return 1;
    return says(&failure, "changes in a log beside it") ? 0 : 2;
}

static void a_read_only_place_can_be_read(void **state)
{
    (void)state;
    char folder[256], path[300], wal[310];
    scratch_path(folder);
    assert_int_equal(mkdir(folder, 0755), 0);
    snprintf(path, sizeof path, "%s/graph.db", folder);
    snprintf(wal, sizeof wal, "%s-wal", path);
    make_small(path);
    chmod(path, 0444);
    chmod(folder, 0555);
    assert_int_equal(as_nobody(read_but_not_write, path), 0);
    chmod(folder, 0755);
    write_file(wal, "what a killed process left", 26);
    chmod(folder, 0555);
    assert_int_equal(as_nobody(refuse_the_log, path), 0);
    chmod(folder, 0755);
    remove_file(path);
    assert_int_equal(rmdir(folder), 0);
}

static void a_reader_writes_nothing(void **state)
{
    (void)state;
    char path[256];
    scratch_path(path);
    make_small(path);
    cg_store *store = NULL;
    must(cg_open(path, CG_OPEN_READ, &store, &err));
    must_fail(CG_STORAGE, "read-only", cg_store_begin(store, "test", &err));
    cg_id id;
    cg_judgement judgement = {.verdict = CG_WRONG, .fact = 1};
    must_fail(CG_STORAGE, "read-only", cg_judge(store, &judgement, &id, &err));
    cg_close(store);
    remove_file(path);
}

/* ---- Vocabularies ---- */

static void a_vocabulary_stays_with_its_file(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL, *other = NULL;
    scratch_path(path);
    make_small(path);
    must(cg_open(path, CG_OPEN_READ, &other, &err));
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    must(cg_store_extend_vocabulary(
        store, "own.yaml",
        CG_TEXT("kinds:\n  Reactor:\n    labels: {en: reactor}\n"), &err));
    cg_error failure = {0};
    assert_int_equal(cg_store_extend_vocabulary(store, "own.yaml",
                                                CG_TEXT("kinds: [nonsense\n"),
                                                &failure),
                     CG_SYNTAX);
    assert_string_equal(failure.source, "own.yaml");
    must(cg_store_begin(store, "test", &err));
    cg_id id;
    cg_new_entity entity = {.name = CG_TEXT("Tokamak"),
                            .kinds = kind_of(store, "Reactor")};
    must(cg_store_add_entities(store, 0, &entity, 1, &id, &err));
    must(cg_store_commit(store, &err));
    cg_close(store);

    /* A process that has the file open meets the new kind, */
    cg_arena arena = {0};
    cg_entity found;
    must(cg_store_entities(other, &id, 1, &arena, &found, &err));
    assert_true(found.kinds == kind_of(other, "Reactor"));
    cg_close(other);
    /* and so does one that opens it. */
    must(cg_open(path, CG_OPEN_READ, &store, &err));
    must(cg_store_entities(store, &id, 1, &arena, &found, &err));
    assert_true(found.kinds == kind_of(store, "Reactor"));
    cg_arena_release(&arena);
    cg_close(store);
    remove_file(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_one_file),
        cmocka_unit_test(a_change_that_changes_nothing_leaves_no_trace),
        cmocka_unit_test(any_name_is_only_a_name),
        cmocka_unit_test(what_is_no_graph_file_is_refused),
        cmocka_unit_test(a_truncated_file_is_damaged),
        cmocka_unit_test(a_damaged_file_does_no_harm),
        cmocka_unit_test(a_read_only_place_can_be_read),
        cmocka_unit_test(a_reader_writes_nothing),
        cmocka_unit_test(a_vocabulary_stays_with_its_file),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_open", tests, NULL, NULL);
}
