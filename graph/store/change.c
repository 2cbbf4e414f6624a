/* Changes: one transaction, one moment on the recorded clock. */
#include "graph/store/adjacency.h"
#include "graph/store/fact_rows.h"
#include "graph/store/span.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOMENT_ROOM = 72 }; /* more than any moment takes, as gcc reckons it */

static const int64_t LAST_SECOND = 253402300799; /* 9999-12-31T23:59:59Z */

/* Now, or what SOURCE_DATE_EPOCH says, so that the same input gives the same file. */
static cg_status read_clock(time_t *seconds, cg_error *err)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch == NULL || *epoch == '\0') {
        *seconds = time(NULL);
        return CG_OK;
    }
    int64_t value = 0;
    for (const char *at = epoch; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || value > LAST_SECOND / 10)
            value = LAST_SECOND + 1;
        else
            value = value * 10 + (*at - '0');
        if (value > LAST_SECOND)
            return cg_fail(
                err, CG_REFUSED, NULL,
                "SOURCE_DATE_EPOCH '%.40s' is no number of seconds: unset it",
                epoch);
    }
    *seconds = (time_t)value;
    return CG_OK;
}

/* `seconds` as "2025-08-13T09:30:00Z". */
static cg_text format_moment(time_t seconds, char moment[MOMENT_ROOM])
{
    struct tm t = {0};
    (void)gmtime_r(&seconds, &t); /* our years all fit */
    int size = snprintf(moment, MOMENT_ROOM, "%04d-%02d-%02dT%02d:%02d:%02dZ",
                        (t.tm_year + 1900) % 10000, t.tm_mon + 1, t.tm_mday,
                        t.tm_hour, t.tm_min, t.tm_sec);
    return (cg_text){moment, (size_t)size};
}

static change_point here(const cg_store *store)
{
    return (change_point){.rows = sqlite3_total_changes64(store->db),
                          .kinds = cg_kind_count(store->vocabulary),
                          .relations = cg_relation_count(store->vocabulary)};
}

static cg_status add_change(cg_store *store, const char *command, cg_error *err)
{
    char moment[MOMENT_ROOM];
    time_t seconds = 0;
    cg_status status = read_clock(&seconds, err);
    if (status != CG_OK)
        return status;
    sql_query query = {0};
    status = sql_open(store, SQL_ADD_CHANGE, &query, err);
    if (status == CG_OK) {
        sql_bind_string(&query, 1, format_moment(seconds, moment));
        sql_bind_string(&query, 2, cg_text_z(command));
        status = sql_run(&query, err);
    }
    sql_close(&query);
    if (status == CG_OK) {
        store->change = sqlite3_last_insert_rowid(store->db);
        store->estimated = false;
        store->start = here(store);
    }
    return status;
}

static cg_status run(cg_store *store, sql_statement which, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK)
        status = sql_run(&query, err);
    sql_close(&query);
    return status;
}

/* What is in memory of what was added. */
static void drop_notes(cg_store *store)
{
    adjacency_drop(store);
    fact_rows_drop(store);
    span_drop(store);
}

static cg_status flush(cg_store *store, cg_error *err)
{
    cg_status status = adjacency_flush(store, err);
    return status == CG_OK ? span_flush(store, err) : status;
}

static void roll_back(cg_store *store)
{
    /* Nothing can be done about a failure: SQLite rolls back when it closes. */
    if (sqlite3_get_autocommit(store->db) == 0)
        (void)run(store, SQL_ROLLBACK, NULL);
    if (store->change != 0)
        words_rewind(store, &store->start);
    drop_notes(store);
    store->change = 0;
    store->stale = true;
    store->passage.source = store->form.source = 0;
}

cg_status cg_store_hold(cg_store *store, cg_error *err)
{
    assert(store->change == 0 && !store->held);
    cg_status status = run(store, SQL_HOLD, err);
    if (status == CG_OK)
        status = store_refresh(store, err); /* which is where it begins */
    store->held = status == CG_OK;
    if (status != CG_OK && sqlite3_get_autocommit(store->db) == 0)
        (void)run(store, SQL_ROLLBACK, NULL);
    return status;
}

void cg_store_release(cg_store *store)
{
    if (store->held && sqlite3_get_autocommit(store->db) == 0)
        (void)run(store, SQL_ROLLBACK, NULL); /* nothing was written */
    store->held = false;
}

cg_status cg_store_begin(cg_store *store, const char *command, cg_error *err)
{
    assert(store->change == 0 && !store->held);
    cg_status status = run(store, store->alone ? SQL_BEGIN_ALONE : SQL_BEGIN, err);
    if (status != CG_OK)
        return status;
    status = store_refresh(store, err);
    if (status == CG_OK && !store->vocabulary_kept) {
        status = words_keep(store, store->vocabulary, err);
        if (status == CG_OK)
            status = store_load_words(store, err);
    }
    if (status == CG_OK)
        status = add_change(store, command, err);
    if (status != CG_OK)
        roll_back(store);
    return status;
}

cg_status cg_store_commit(cg_store *store, cg_error *err)
{
    assert(store->change != 0);
    /* A change that changed nothing leaves the file as it was, to the byte. */
    if (sqlite3_total_changes64(store->db) == store->start.rows) {
        cg_store_rollback(store);
        return CG_OK;
    }
    cg_status status = flush(store, err);
    if (status == CG_OK)
        status = run(store, SQL_COMMIT, err);
    if (status == CG_OK) {
        store->change = 0;
        if (store->alone) /* if it cannot be now, whoever opens it next does it */
            (void)store_share(store, NULL);
    }
    return status;
}

void cg_store_rollback(cg_store *store)
{
    if (store->change != 0)
        roll_back(store);
}

/* ---- Marks ---- */

cg_status cg_store_mark(cg_store *store, cg_error *err)
{
    assert(store->change != 0);
    cg_status status = flush(store, err);
    store->mark_start = here(store);
    return status == CG_OK ? run(store, SQL_MARK, err) : status;
}

cg_status cg_store_keep(cg_store *store, cg_error *err)
{
    assert(store->change != 0);
    return run(store, SQL_KEEP, err);
}

cg_status cg_store_rewind(cg_store *store, cg_error *err)
{
    assert(store->change != 0);
    cg_status status = run(store, SQL_REWIND, err);
    if (status == CG_OK)
        status = run(store, SQL_KEEP, err);
    /* What was undone is no change of the file. */
    store->start.rows +=
        sqlite3_total_changes64(store->db) - store->mark_start.rows;
    words_rewind(store, &store->mark_start);
    drop_notes(store);
    store->passage.source = store->form.source = 0;
    store->stale = true;
    return status;
}

/* ---- The disk ---- */

cg_status cg_hurry(cg_store *store, cg_error *err)
{
    assert(store->change == 0);
    return sql_script(store, CG_TEXT("PRAGMA synchronous = NORMAL"), err);
}

/* The log holds what no checkpoint has carried over and confirmed yet. */
static cg_status sync_log(cg_store *store, cg_error *err)
{
    sqlite3_file *log = NULL;
    int code =
        sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (code == SQLITE_OK && log != NULL && log->pMethods != NULL)
        code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    return code == SQLITE_OK ? CG_OK : sql_fail(store, code, err);
}

cg_status cg_settle(cg_store *store, cg_error *err)
{
    assert(store->change == 0);
    cg_status status = sql_script(store, CG_TEXT("PRAGMA synchronous = FULL"), err);
    return status == CG_OK ? sync_log(store, err) : status;
}

/* ---- The recorded clock ---- */

cg_status change_known(cg_store *store, cg_date known, int64_t *change,
                       cg_error *err)
{
    *change = INT64_MAX;
    if (!cg_date_known(known))
        return CG_OK;
    time_t last = (time_t)cg_date_last_day(known) * 86400 + 86399;
    char moment[MOMENT_ROOM];
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_KNOWN_CHANGE, &query, err);
    if (status == CG_OK) {
        sql_bind_string(&query, 1, format_moment(last, moment));
        status = sql_step(&query, err);
    }
    if (status == CG_ROW) {
        *change = sql_integer(&query, 0);
        status = CG_OK;
    }
    sql_close(&query);
    return status;
}
