/* Every allocation fails once, every write to the disk fails once: the file is as it was
 * or as it should be, and the error says why. */
#include "graph/store/property_graph.h"

#include <sqlite3.h>

#include "tests/support/fault.h"
#include "tests/unit/store_graph.h"

/* ---- What is done while something fails ---- */

static cg_status write_article(cg_store *store, cg_error *err)
{
    static const cg_text text = {SMALL_TEXT " And more.", sizeof SMALL_TEXT + 9};
    cg_source source = {.form = CG_ARTICLE, .title = CG_TEXT("Of more gases")};
    cg_digest digest = cg_digest_of(text);
    cg_property property = {CG_TEXT("country"), cg_string(CG_TEXT("VN"))};
    cg_new_entity entities[] = {
        {.name = CG_TEXT("Xenon Inc."), .kinds = 1, .properties = {&property, 1}},
        {.name = CG_TEXT("Argon"), .kinds = 1}};
    cg_new_fact fact = {.since = {.year = 2025, .precision = CG_YEAR},
                        .properties = {&property, 1}};
    cg_new_evidence evidence = {.start = 0, .end = 28};
    cg_new_mention mention = {.start = 0, .end = 10};
    cg_id id, ids[2];
    bool fresh;
    size_t count, kept;
    cg_status status = cg_store_find_digest(store, &digest, &id, err);
    if (status == CG_OK)
        status = cg_store_add_source(store, &source, &id, err);
    if (status == CG_OK)
        status = cg_store_add_text(store, id, 0, text, err);
    if (status == CG_OK)
        status = cg_store_add_entities(store, id, entities, 2, ids, err);
    if (status != CG_OK)
        return status;
    cg_new_name name = {ids[0], CG_TEXT("Xê-non"), CG_TEXT("vi"), {0}};
    cg_entity_change change = {.entity = ids[1], .kinds = 2};
    mention.entity = fact.subject = ids[0];
    fact.object = ids[1];
    status = cg_store_add_names(store, id, &name, 1, &count, err);
    if (status == CG_OK)
        status = cg_store_change_entities(store, &change, 1, &count, &kept, err);
    if (status == CG_OK)
        status = cg_store_add_facts(store, &fact, 1, &evidence.fact, &fresh, err);
    evidence.source = id;
    if (status == CG_OK)
        status = cg_store_add_evidence(store, &evidence, 1, &fresh, err);
    if (status == CG_OK)
        status = cg_store_add_mentions(store, id, &mention, 1, err);
    const cg_judgement pair = {
        .verdict = CG_MAYBE, .entity = ids[0], .other = ids[1]};
    if (status == CG_OK)
        status = cg_store_suggest(store, &pair, 1, &count, err);
    if (status == CG_OK)
        status = cg_store_end_source(store, id, &digest, text.size, err);
    return status;
}

/* A sheet of two facts, which is withdrawn, and one that says both again. */
static cg_status write_sheets(cg_store *store, cg_error *err)
{
    cg_source sheet = {.form = CG_SHEET}, cited = {.form = CG_CITED};
    cg_id ids[2] = {0, 0};
    cg_status status = cg_store_add_source(store, &cited, &ids[1], err);
    for (size_t i = 0; i < 2 && status == CG_OK; i++) {
        cg_new_fact facts[2] = {{.subject = 1, .object = 2}};
        facts[1] = facts[0];
        facts[i].since = (cg_date){.year = 2001, .precision = CG_YEAR};
        bool fresh[2], said[2];
        uint64_t retracted;
        status = cg_store_add_source(store, &sheet, &ids[0], err);
        if (status == CG_OK)
            status = cg_store_add_text(store, ids[0], 0, CG_TEXT("1,2\n"), err);
        cg_new_evidence evidence[] = {
            {.source = ids[0], .end = 3},
            {.source = ids[1], .through = ids[0], .end = 3}};
        if (status == CG_OK)
            status = cg_store_add_statements(store, facts, evidence, 2, fresh, said,
                                             err);
        if (status == CG_OK && i == 0)
            status = cg_store_retract_source(store, ids[0], &retracted, err);
    }
    return status;
}

/* One change: an article. */
static cg_status change(cg_store *store, cg_error *err)
{
    cg_status status = cg_store_begin(store, "test", err);
    if (status != CG_OK)
        return status;
    status = write_article(store, err);
    if (status == CG_OK)
        status = cg_store_commit(store, err);
    if (status != CG_OK)
        cg_store_rollback(store);
    return status;
}

/* And one of sheets. */
static cg_status change_by_sheets(cg_store *store, cg_error *err)
{
    cg_status status = cg_store_begin(store, "test", err);
    if (status != CG_OK)
        return status;
    status = write_sheets(store, err);
    if (status == CG_OK)
        status = cg_store_commit(store, err);
    if (status != CG_OK)
        cg_store_rollback(store);
    return status;
}

static cg_status scan_all(cg_store *store, cg_error *err)
{
    cg_id ends[] = {1, 2};
    cg_fact_filter filter = {.ends = ends, .end_count = 2, .kinds = 3};
    cg_scan *scan = NULL;
    cg_entity_scan *entities = NULL;
    cg_edges batch;
    const cg_id *ids;
    size_t count;
    cg_status status = cg_scan_prepare(store, &filter, &scan, err);
    if (status == CG_OK)
        while ((status = cg_scan_step(scan, &batch, err)) == CG_ROW)
            ;
    cg_scan_finish(scan);
    if (status == CG_DONE)
        status = cg_entity_scan_prepare(store, 1, &entities, err);
    if (status == CG_OK)
        while ((status = cg_entity_scan_step(entities, &ids, &count, err)) ==
               CG_ROW)
            ;
    cg_entity_scan_finish(entities);
    return status == CG_DONE ? CG_OK : status;
}

/* Every call that reads. */
static cg_status read_all(cg_store *store, cg_arena *arena, cg_error *err)
{
    cg_id ids[] = {1, 2};
    cg_text name = CG_TEXT("xenon");
    cg_text text;
    const cg_found *found;
    const cg_alike_name *alike;
    cg_entity entities[2];
    const cg_name_row *names;
    const cg_mention_row *mentions;
    cg_fact facts[2];
    const cg_evidence *evidence;
    const cg_source_row *sources;
    const cg_hit *hits;
    const cg_judgement_row *judgements;
    cg_counts counts;
    size_t count;
    cg_status status =
        cg_store_find_names(store, &name, 1, arena, &found, &count, err);
    if (status == CG_OK)
        status = cg_store_find_alike(store, &name, 1, arena, &alike, &count, err);
    if (status == CG_OK)
        status = cg_store_entities(store, ids, 2, arena, entities, err);
    if (status == CG_OK)
        status = cg_store_names(store, ids, 2, arena, &names, &count, err);
    if (status == CG_OK)
        status = cg_store_mentions(store, ids, 2, arena, &mentions, &count, err);
    if (status == CG_OK)
        status = cg_store_facts(store, ids, 2, arena, facts, err);
    if (status == CG_OK)
        status = cg_store_evidence(store, ids, 2, arena, &evidence, &count, err);
    if (status == CG_OK)
        status = cg_store_sources(store, NULL, &count, arena, &sources, err);
    if (status == CG_OK)
        status = cg_store_text(store, 1, 3, 9, arena, &text, err);
    if (status == CG_OK)
        status = cg_store_search(store, name, 5, arena, &hits, &count, err);
    if (status == CG_OK)
        status = cg_store_judgements(store, arena, &judgements, &count, err);
    if (status == CG_OK)
        status = cg_store_count(store, &counts, err);
    return status == CG_OK ? scan_all(store, err) : status;
}

/* ---- Memory ---- */

static cg_status live_a_life(void *handle, cg_error *err)
{
    (void)handle;
    cg_store *store = NULL;
    cg_arena arena = {0};
    cg_id id;
    cg_judgement same = {.verdict = CG_SAME, .entity = 1, .other = 2};
    cg_text yaml = CG_TEXT("kinds:\n  Reactor:\n    labels: {en: reactor}\n");
    cg_status status = cg_open(NULL, CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = change(store, err);
    if (status == CG_OK)
        status = change_by_sheets(store, err);
    if (status == CG_OK)
        status = cg_store_extend_vocabulary(store, "own.yaml", yaml, err);
    if (status == CG_OK)
        status = cg_judge(store, &same, &id, err);
    if (status == CG_OK)
        status = read_all(store, &arena, err);
    if (status == CG_OK)
        status = cg_unjudge(store, id, err);
    cg_arena_release(&arena);
    cg_close(store);
    return status;
}

static void each_allocation_fails_once(void **state)
{
    (void)state;
    assert_true(fault_sweep(live_a_life, NULL, 500) > 300);
}

/* ---- The disk ---- */

/* A disk that fails at one write, sync, truncation, deletion or making of a file, or at
 * that and all that follow. SQLite gives such a layer no context but its own global list. */
static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    int64_t count, fail_at; /* 0: never */
    bool stays;             /* all that follow fail, too */
    bool at_sync;           /* the first that failed was a sync */
    int code;               /* what a failing write returns */
} disk;

typedef struct {
    sqlite3_file base;
    sqlite3_file *below;
} disk_file;

static sqlite3_file *below(sqlite3_file *file)
{
    return ((disk_file *)(void *)file)->below;
}

static bool disk_fails(void)
{
    if (disk.fail_at == 0)
        return false;
    disk.count++;
    return disk.stays ? disk.count >= disk.fail_at : disk.count == disk.fail_at;
}

static int disk_close(sqlite3_file *file)
{
    return below(file)->pMethods != NULL
               ? below(file)->pMethods->xClose(below(file))
               : SQLITE_OK;
}

static int disk_read(sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
    return below(file)->pMethods->xRead(below(file), out, size, at);
}

static int disk_write(sqlite3_file *file, const void *bytes, int size,
                      sqlite3_int64 at)
{
    if (!disk_fails())
        return below(file)->pMethods->xWrite(below(file), bytes, size, at);
    if (disk.count == disk.fail_at) /* half of it gets there */
        (void)below(file)->pMethods->xWrite(below(file), bytes, size / 2, at);
    return disk.code;
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return disk_fails() ? SQLITE_IOERR_TRUNCATE
                        : below(file)->pMethods->xTruncate(below(file), size);
}

static int disk_sync(sqlite3_file *file, int flags)
{
    (void)
        file; /* this process's crash is not the machine's: nothing has to be synced */
    (void)flags;
    if (!disk_fails())
        return SQLITE_OK;
    disk.at_sync = disk.at_sync || disk.count == disk.fail_at;
    return SQLITE_IOERR_FSYNC;
}

static int disk_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return below(file)->pMethods->xFileSize(below(file), size);
}

static int disk_lock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xLock(below(file), level);
}

static int disk_unlock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

static int disk_reserved(sqlite3_file *file, int *held)
{
    return below(file)->pMethods->xCheckReservedLock(below(file), held);
}

static int disk_control(sqlite3_file *file, int what, void *argument)
{
    return below(file)->pMethods->xFileControl(below(file), what, argument);
}

static int disk_sector(sqlite3_file *file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

static int disk_traits(sqlite3_file *file)
{
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int disk_shm_map(sqlite3_file *file, int page, int size, int extend,
                        void volatile **at)
{
    return below(file)->pMethods->xShmMap(below(file), page, size, extend, at);
}

static int disk_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void disk_shm_barrier(sqlite3_file *file)
{
    below(file)->pMethods->xShmBarrier(below(file));
}

static int disk_shm_unmap(sqlite3_file *file, int remove)
{
    return below(file)->pMethods->xShmUnmap(below(file), remove);
}

static const sqlite3_io_methods disk_methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_traits,
    .xShmMap = disk_shm_map,
    .xShmLock = disk_shm_lock,
    .xShmBarrier = disk_shm_barrier,
    .xShmUnmap = disk_shm_unmap,
};

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
                     int flags, int *given)
{
    (void)vfs;
    disk_file *opened = (disk_file *)(void *)file;
    opened->base.pMethods = NULL;
    opened->below = (sqlite3_file *)(void *)(opened + 1);
    if (name != NULL && (flags & SQLITE_OPEN_CREATE) != 0 &&
        disk.below->xAccess(disk.below, name, SQLITE_ACCESS_EXISTS, &(int){0}) ==
            SQLITE_OK &&
        access(name, F_OK) != 0 && disk_fails())
        return SQLITE_CANTOPEN;
    int code = disk.below->xOpen(disk.below, name, opened->below, flags, given);
    if (code == SQLITE_OK)
        opened->base.pMethods = &disk_methods;
    return code;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    return disk_fails() ? SQLITE_IOERR_DELETE
                        : disk.below->xDelete(disk.below, name, sync);
}

static int put_disk_in(void **state)
{
    (void)state;
    disk.below = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.below;
    disk.vfs.zName = "failing";
    disk.vfs.szOsFile += (int)sizeof(disk_file);
    disk.vfs.xOpen = disk_open;
    disk.vfs.xDelete = disk_delete;
    return sqlite3_vfs_register(&disk.vfs, 1);
}

static int take_disk_out(void **state)
{
    (void)state;
    return sqlite3_vfs_unregister(&disk.vfs);
}

static void copy_file(const char *from, const char *to)
{
    char buffer[4096];
    size_t size;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    while ((size = fread(buffer, 1, sizeof buffer, in)) > 0)
        assert_int_equal(fwrite(buffer, 1, size, out), size);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

/* Articles in the file, which has to be whole. */
static uint64_t articles_in(const char *path)
{
    cg_store *store = NULL;
    cg_counts counts;
    sqlite3 *db = NULL;
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    must(cg_store_count(store, &counts, &err));
    must(cg_store_check(store, &err));
    cg_close(store);
    assert_int_equal(counts.facts, counts.sources);
    assert_int_equal(counts.mentions + counts.entities, 3 * counts.sources);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "SELECT CASE (SELECT group_concat(integrity_check)"
                     " FROM pragma_integrity_check) WHEN 'ok' THEN 1"
                     " ELSE json('damaged') END",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    return counts.sources;
}

static cg_status change_file(const char *path, cg_error *err)
{
    cg_store *store = NULL;
    cg_status status = cg_open(path, CG_OPEN_WRITE, &store, err);
    if (status == CG_OK)
        status = change(store, err);
    cg_close(store);
    return status;
}

/* Fail at the nth call of a change to the file. */
static cg_status fail_at(int64_t nth, const char *path, cg_error *err)
{
    disk.count = 0;
    disk.at_sync = false;
    disk.fail_at = nth;
    cg_status status = change_file(path, err);
    disk.fail_at = 0;
    return status;
}

static void check_failure(int64_t nth, cg_status status, const cg_error *failure)
{
    static const char *const words[] = {"cannot read or write", "cannot open",
                                        "the disk is full"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (status == CG_STORAGE && strstr(failure->message, words[i]) != NULL)
            return;
    if (status != CG_OK)
        fail_msg("call %d: %s %s", (int)nth, cg_status_name(status),
                 failure->message);
}

/* Start from a copy of `original`, or from no file, and fail at each call in turn. What
 * was reported as done is there, what was reported as failed is not. Only a disk that
 * fails to confirm the log and then for good leaves it open: whole, or not at all. */
static void sweep_disk(const char *original)
{
    enum { CALL_LIMIT = 2000 };
    char path[256];
    scratch_path(path);
    uint64_t before = original != NULL ? 1 : 0, failures = 0;
    bool all = false;
    for (int64_t n = 1; !all && n < CALL_LIMIT; n++) {
        cg_error failure = {0};
        if (original != NULL)
            copy_file(original, path);
        cg_status status = fail_at(n, path, &failure);
        all = disk.count < n;
        check_failure(n, status, &failure);
        failures += status != CG_OK;
        uint64_t after = articles_in(path);
        bool unsure = status != CG_OK && disk.stays && disk.at_sync;
        if (after != before + (status == CG_OK) && !(unsure && after == before + 1))
            fail_msg("call %d: %s leaves %d articles", (int)n,
                     cg_status_name(status), (int)after);
        remove_file(path);
    }
    assert_true(all && failures > 10);
}

static void each_write_of_a_change_fails_once(void **state)
{
    (void)state;
    char original[256];
    cg_store *store = NULL;
    scratch_path(original);
    must(cg_open(original, CG_OPEN_WRITE, &store, &err));
    (void)fill_small(store);
    cg_close(store);
    static const struct {
        int code;
        bool stays;
    } ways[] = {
        {SQLITE_IOERR_WRITE, false}, {SQLITE_FULL, false}, {SQLITE_FULL, true}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        disk.code = ways[i].code;
        disk.stays = ways[i].stays;
        sweep_disk(original);
    }
    remove_file(original);
}

static void each_write_of_a_new_file_fails_once(void **state)
{
    (void)state;
    disk.code = SQLITE_FULL;
    disk.stays = false;
    sweep_disk(NULL);
    disk.stays = true;
    sweep_disk(NULL);
}

int main(void)
{
    fault_include_libraries();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_fails_once),
        cmocka_unit_test_setup_teardown(each_write_of_a_change_fails_once,
                                        put_disk_in, take_disk_out),
        cmocka_unit_test_setup_teardown(each_write_of_a_new_file_fails_once,
                                        put_disk_in, take_disk_out),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_faults", tests, NULL, NULL);
}
