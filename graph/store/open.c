/* Opening and closing a graph file. */
#include "graph/store/adjacency.h"
#include "graph/store/arrays.h"
#include "graph/store/columns.h"
#include "graph/store/create.h"
#include "graph/store/entity_rows.h"
#include "graph/store/fact_rows.h"
#include "graph/store/hidden.h"
#include "graph/store/ids.h"
#include "graph/store/known.h"
#include "graph/store/property_graph.h"
#include "graph/store/span.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BUSY_MILLISECONDS = 5000 };

/* ---- Names of files ---- */

/* `path` as a file: URI, so that no character of it means anything to SQLite. */
static void path_uri(const char *path, bool immutable, cg_buffer *uri)
{
    cg_buffer_add_z(uri, path[0] == '/' ? "file://" : "file:./");
    for (const char *at = path; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || strchr("/._-", c) != NULL;
        cg_buffer_printf(uri, plain ? "%c" : "%%%02X", c);
    }
    if (immutable)
        cg_buffer_add_z(uri, "?immutable=1");
}

/* Refuse what SQLite would not refuse in words that help. */
static cg_status check_path(const char *path, cg_open_mode mode, cg_error *err)
{
    struct stat file;
    if (stat(path, &file) == 0) {
        if (S_ISREG(file.st_mode))
            return CG_OK;
        return cg_fail(err, CG_STORAGE, NULL, "'%s' is %s, not a file", path,
                       S_ISDIR(file.st_mode) ? "a directory" : "a device or pipe");
    }
    if (errno == ENOENT && mode == CG_OPEN_WRITE && path[0] != '\0')
        return CG_OK;
    return cg_fail(err, CG_STORAGE, NULL, "cannot open '%s': %s", path,
                   strerror(errno));
}

/* Is there something in the file of `path` with `suffix`? */
static bool has_content(const char *path, const char *suffix)
{
    cg_buffer name = {0};
    struct stat file;
    cg_buffer_add_z(&name, path);
    cg_buffer_add_z(&name, suffix);
    bool content = name.failed || (stat(name.at, &file) == 0 && file.st_size > 0);
    cg_buffer_release(&name);
    return content;
}

/* ---- The connection ---- */

static cg_status connect_uri(cg_store *store, const char *uri, int flags,
                             cg_error *err)
{
    int code = sqlite3_open_v2(uri, &store->db,
                               flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
                                   SQLITE_OPEN_EXRESCODE,
                               NULL);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
    return code == SQLITE_OK ? CG_OK : sql_fail(store, code, err);
}

static cg_status connect(cg_store *store, cg_open_mode mode, bool immutable,
                         cg_error *err)
{
    if (mode == CG_OPEN_PRIVATE)
        return connect_uri(
            store, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, err);
    /* A reader too opens for writing, where it may, and writes nothing: so that it can
     * clean up the log beside the file when it is the last to close. */
    int flags = mode == CG_OPEN_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                : immutable           ? SQLITE_OPEN_READONLY
                                      : SQLITE_OPEN_READWRITE;
    cg_buffer uri = {0};
    path_uri(store->path, immutable, &uri);
    cg_status status = cg_buffer_status(&uri, err);
    if (status == CG_OK)
        status = connect_uri(store, uri.at, flags, err);
    cg_buffer_release(&uri);
    return status;
}

static void disconnect(cg_store *store)
{
    (void)sqlite3_close_v2(store->db);
    store->db = NULL;
}

/* The file is input: nothing in it may run, and no row is believed unseen. What rows that
 * are written here refer to is there because of how they are written; who reads a row bears
 * that it is not. */
static cg_status configure(cg_store *store, cg_open_mode mode, cg_error *err)
{
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    /* Else a statement is compiled anew for each value that a partial index asks for. */
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    cg_status status = sql_script(store,
                                  CG_TEXT("PRAGMA trusted_schema = OFF;"
                                          "PRAGMA cell_size_check = ON;"
                                          "PRAGMA foreign_keys = OFF;"
                                          "PRAGMA secure_delete = OFF;"
                                          "PRAGMA synchronous = FULL;"),
                                  err);
    if (status == CG_OK && mode == CG_OPEN_READ)
        status = sql_script(store, CG_TEXT("PRAGMA query_only = ON"), err);
    if (status == CG_OK)
        status = ids_register(store, err);
    if (status == CG_OK)
        status = entity_rows_register(store, err);
    return status == CG_OK ? fact_rows_register(store, err) : status;
}

/* ---- Opening ---- */

/* SQLite reads what is missing of the last page as zeros; every other cut it sees. What
 * the log still has may have been cut while it was carried over: that mends itself. */
static cg_status check_last_page(cg_store *store, cg_error *err)
{
    int64_t page_size = 0;
    struct stat file;
    cg_status status = sql_number(store, "PRAGMA page_size", 0, &page_size, err);
    if (status != CG_OK || store->path == NULL || stat(store->path, &file) != 0)
        return status;
    if (page_size > 0 && file.st_size % page_size != 0 &&
        !has_content(store->path, "-wal"))
        return store_damaged(store, "cut off at its end", err);
    return CG_OK;
}

static cg_status open_for_reading(cg_store *store, const create_upgrades *upgrades,
                                  cg_error *err)
{
    create_state state;
    cg_status status = create_look(store, upgrades, &state, err);
    if (status != CG_OK || state == CREATE_CURRENT)
        return status;
    if (state == CREATE_EMPTY)
        return cg_fail(err, CG_STORAGE, NULL, "'%s' is empty, not a chipgraph file",
                       store_path(store));
    return cg_fail(
        err, CG_STORAGE, NULL,
        "'%s' was written by an older chipgraph: it is brought up to date "
        "when something is added to it",
        store_path(store));
}

static cg_status open_for_writing(cg_store *store, const create_upgrades *upgrades,
                                  cg_error *err)
{
    create_state state;
    if (sqlite3_db_readonly(store->db, "main") == 1)
        return sql_fail(store, SQLITE_READONLY, err);
    cg_status status = create_look(store, upgrades, &state, err);
    if (status == CG_OK &&
        state == CREATE_EMPTY) /* each costs, when it is written */
        status = sql_script(store, CG_TEXT("PRAGMA page_size = 8192"), err);
    if (status == CG_OK && state != CREATE_CURRENT)
        status = create_or_upgrade(store, upgrades, err);
    if (status != CG_OK)
        return status;
    /* What is new in a file is written once behind its end, but twice by way of a log. */
    store->alone = state == CREATE_EMPTY && store->path != NULL;
    return store->alone ? CG_OK : store_share(store, err);
}

cg_status store_share(cg_store *store, cg_error *err)
{
    store->alone = false;
    return sql_script(store, CG_TEXT("PRAGMA journal_mode = WAL"), err);
}

static cg_status connect_and_look(cg_store *store, cg_open_mode mode,
                                  bool immutable, const create_upgrades *upgrades,
                                  cg_error *err)
{
    cg_status status = connect(store, mode, immutable, err);
    if (status == CG_OK)
        status = configure(store, mode, err);
    if (status != CG_OK)
        return status;
    status = mode == CG_OPEN_READ ? open_for_reading(store, upgrades, err)
                                  : open_for_writing(store, upgrades, err);
    /* So many bytes: SQLite counts pages, of the size that it knows by now. */
    if (status == CG_OK)
        status = sql_script(store, CG_TEXT("PRAGMA cache_size = -65536"), err);
    return status == CG_OK ? check_last_page(store, err) : status;
}

/* In a folder where nothing can be made, SQLite cannot make the log's index. A file
 * whose log is empty can be read without one. */
static cg_status reopen_immutable(cg_store *store, const create_upgrades *upgrades,
                                  cg_error *err)
{
    if (has_content(store->path, "-wal") || has_content(store->path, "-journal"))
        return cg_fail(err, CG_STORAGE, NULL,
                       "'%s' has changes in a log beside it, and its folder is "
                       "read-only: open it where it can be written",
                       store->path);
    disconnect(store);
    return connect_and_look(store, CG_OPEN_READ, true, upgrades, err);
}

static bool lacks_a_log(const cg_store *store)
{
    int code = sqlite3_errcode(store->db) & 0xff;
    return code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
}

static cg_status open_store(cg_store *store, cg_open_mode mode,
                            const create_upgrades *upgrades, cg_error *err)
{
    cg_error first = {0};
    cg_status status = connect_and_look(store, mode, false, upgrades, &first);
    if (status == CG_STORAGE && mode == CG_OPEN_READ && lacks_a_log(store))
        status = reopen_immutable(store, upgrades, err);
    else if (status != CG_OK)
        return cg_fail(err, status, NULL, "%s", first.message);
    if (status == CG_OK)
        status = cg_vocabulary_open(&store->vocabulary, err);
    if (status == CG_OK)
        status = words_read(store, err);
    store->stale = true;
    return status == CG_OK ? store_refresh(store, err) : status;
}

void cg_own_sqlite(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

cg_status cg_open(const char *path, cg_open_mode mode, cg_store **store,
                  cg_error *err)
{
    create_upgrades upgrades;
    create_upgrades_init(&upgrades);
    return create_open(path, mode, &upgrades, store, err);
}

cg_status create_open(const char *path, cg_open_mode mode,
                      const create_upgrades *upgrades, cg_store **store,
                      cg_error *err)
{
    *store = NULL;
    cg_status status = CG_OK;
    if (mode != CG_OPEN_PRIVATE)
        status = check_path(path, mode, err);
    if (status != CG_OK)
        return status;
    cg_store *opened = calloc(1, sizeof *opened);
    if (opened != NULL && mode != CG_OPEN_PRIVATE)
        opened->path = strdup(path);
    if (opened == NULL || (opened->path == NULL && mode != CG_OPEN_PRIVATE))
        status = cg_fail_memory(err);
    else
        status = open_store(opened, mode, upgrades, err);
    if (status == CG_OK)
        *store = opened;
    else
        cg_close(opened);
    return status;
}

void cg_close(cg_store *store)
{
    if (store == NULL)
        return;
    if (store->db != NULL) {
        cg_store_rollback(store);
        cg_store_release(store);
    }
    if (store->alone) /* else whoever opens it next does that */
        (void)store_share(store, NULL);
    for (size_t i = 0; i < SQL_COUNT_OF_STATEMENTS; i++)
        sqlite3_finalize(store->statements[i]);
    disconnect(store);
    merge_release(&store->merges);
    hidden_release(&store->hidden);
    arrays_forget(store);
    adjacency_release(store);
    known_release(store);
    columns_forget(store);
    fact_rows_release(store);
    span_release(store);
    cg_vocabulary_close(store->vocabulary);
    cg_buffer_release(&store->text);
    cg_buffer_release(&store->more);
    cg_name_words_close(store->name_words);
    cg_arena_release(&store->forms);
    free(store->path);
    free(store);
}

/* ---- What others changed ---- */

static cg_status read_data_version(cg_store *store, int64_t *version, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_DATA_VERSION, &query, err);
    if (status == CG_OK)
        status = sql_step(&query, err);
    if (status == CG_ROW) {
        *version = sql_integer(&query, 0);
        status = CG_OK;
    }
    sql_close(&query);
    return status;
}

cg_status store_refresh(cg_store *store, cg_error *err)
{
    int64_t version = store->data_version;
    if ((store->change != 0 || store->held) && !store->stale)
        return CG_OK; /* nobody else's writes are seen */
    cg_status status = read_data_version(store, &version, err);
    if (status != CG_OK || (!store->stale && version == store->data_version))
        return status;
    status = store_load_words(store, err);
    if (status == CG_OK)
        status = merge_load(store, err);
    hidden_forget(store);
    adjacency_forget(store);
    known_forget(store);
    columns_forget(store);
    store->estimated = false;
    if (status == CG_OK) {
        store->data_version = version;
        store->stale = false;
    }
    return status;
}
