/* Statements: prepare once, bind, step, and what SQLite's failures mean. */
#include "graph/store/base.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#define SQL_TEXT(name, text) text,
static const char *const statement_texts[] = {SQL_STATEMENTS(SQL_TEXT)};
#undef SQL_TEXT

/* ---- Failures ---- */

const char *store_path(const cg_store *store)
{
    return store->path != NULL ? store->path : "the graph in memory";
}

static cg_status storage(const cg_store *store, const char *why, cg_error *err)
{
    return cg_fail(err, CG_STORAGE, NULL, "'%s' %s", store_path(store), why);
}

static cg_status fail_system(const cg_store *store, const char *what, cg_error *err)
{
    int code = store->db != NULL ? sqlite3_system_errno(store->db) : 0;
    return cg_fail(err, CG_STORAGE, NULL, "cannot %s '%s': %s", what,
                   store_path(store), strerror(code != 0 ? code : EIO));
}

cg_status sql_fail(const cg_store *store, int code, cg_error *err)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return cg_fail_memory(err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return cg_fail(
            err, CG_BUSY, NULL,
            "'%s' is in use by another process: try again when it is done",
            store_path(store));
    case SQLITE_INTERRUPT:
        return cg_fail(err, CG_INTERRUPTED, NULL, "interrupted");
    case SQLITE_FULL:
        return storage(store, "cannot grow, the disk is full: free some space",
                       err);
    case SQLITE_READONLY:
        return storage(store, "is read-only: copy it to where it can be written",
                       err);
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return fail_system(store, "open", err);
    case SQLITE_NOTADB:
        return storage(store, "is not a chipgraph file", err);
    case SQLITE_CORRUPT:
        return storage(store, "is damaged: take a copy of it from before", err);
    case SQLITE_IOERR:
        return fail_system(store, "read or write", err);
    case SQLITE_TOOBIG:
        return storage(store, "cannot hold a text of more than a billion bytes",
                       err);
    case SQLITE_CONSTRAINT:
        return cg_fail(err, CG_INTERNAL, NULL, "'%s' refuses a row: %s",
                       store_path(store), sqlite3_errmsg(store->db));
    default:
        return cg_fail(
            err, CG_STORAGE, NULL, "'%s' cannot be used: %s", store_path(store),
            store->db != NULL ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
    }
}

cg_status store_damaged(const cg_store *store, const char *what, cg_error *err)
{
    return cg_fail(err, CG_STORAGE, NULL,
                   "'%s' is damaged (%s): take a copy of it from before",
                   store_path(store), what);
}

/* ---- Preparing ---- */

static cg_status prepare(cg_store *store, const char *sql, size_t size,
                         unsigned flags, sqlite3_stmt **statement, cg_error *err)
{
    if (size > INT_MAX)
        return sql_fail(store, SQLITE_TOOBIG, err);
    int code =
        sqlite3_prepare_v3(store->db, sql, (int)size, flags, statement, NULL);
    return code == SQLITE_OK ? CG_OK : sql_fail(store, code, err);
}

cg_status sql_open(cg_store *store, sql_statement which, sql_query *query,
                   cg_error *err)
{
    /* SQLite rolls back by itself when the disk is full. What comes then must not be
     * written row by row. */
    if (store->change != 0 && which != SQL_ROLLBACK &&
        sqlite3_get_autocommit(store->db) != 0)
        return storage(store, "was given up in the middle of a change", err);
    sqlite3_stmt **statement = &store->statements[which];
    const char *sql = statement_texts[which];
    if (*statement == NULL) {
        cg_status status = prepare(store, sql, strlen(sql),
                                   SQLITE_PREPARE_PERSISTENT, statement, err);
        if (status != CG_OK)
            return status;
    }
    assert(!sqlite3_stmt_busy(*statement));
    *query = (sql_query){.store = store, .statement = *statement};
    return CG_OK;
}

cg_status sql_prepare(cg_store *store, cg_text sql, sql_query *query, cg_error *err)
{
    *query = (sql_query){.store = store, .owned = true};
    return prepare(store, sql.at, sql.size, 0, &query->statement, err);
}

int sql_parameters(const sql_query *query)
{
    return sqlite3_bind_parameter_count(query->statement);
}

void sql_rewind(sql_query *query)
{
    sqlite3_reset(query->statement);
    query->code = SQLITE_OK;
}

void sql_close(sql_query *query)
{
    if (query->owned)
        sqlite3_finalize(query->statement);
    else if (query->statement != NULL) {
        sqlite3_reset(query->statement);
        sqlite3_clear_bindings(query->statement);
    }
    *query = (sql_query){0};
}

/* ---- Binding ---- */

static void remember(sql_query *query, int code)
{
    if (query->code == SQLITE_OK)
        query->code = code;
}

void sql_bind_integer(sql_query *query, int at, int64_t value)
{
    remember(query, sqlite3_bind_int64(query->statement, at, value));
}

void sql_bind_id(sql_query *query, int at, cg_id id)
{
    remember(query, id != 0 ? sqlite3_bind_int64(query->statement, at, id)
                            : sqlite3_bind_null(query->statement, at));
}

void sql_bind_string(sql_query *query, int at, cg_text text)
{
    remember(query, sqlite3_bind_text64(query->statement, at,
                                        text.at != NULL ? text.at : "", text.size,
                                        SQLITE_STATIC, SQLITE_UTF8));
}

void sql_bind_text(sql_query *query, int at, cg_text text)
{
    if (text.size > 0)
        sql_bind_string(query, at, text);
    else
        remember(query, sqlite3_bind_null(query->statement, at));
}

void sql_bind_date(sql_query *query, int at, cg_date date)
{
    char text[CG_DATE_ROOM];
    size_t size = cg_date_format(date, text);
    remember(query, size > 0 ? sqlite3_bind_text64(query->statement, at, text, size,
                                                   SQLITE_TRANSIENT, SQLITE_UTF8)
                             : sqlite3_bind_null(query->statement, at));
}

void sql_bind_blob(sql_query *query, int at, cg_text bytes)
{
    remember(query, sqlite3_bind_blob64(query->statement, at, bytes.at, bytes.size,
                                        SQLITE_STATIC));
}

void sql_bind_pointer(sql_query *query, int at, const void *pointer,
                      const char *type)
{
    remember(query, sqlite3_bind_pointer(query->statement, at,
                                         (void *)(uintptr_t)pointer, type, NULL));
}

void sql_bind_digest(sql_query *query, int at, const cg_digest *digest)
{
    remember(query, sqlite3_bind_blob64(query->statement, at, digest->bytes,
                                        sizeof digest->bytes, SQLITE_STATIC));
}

/* ---- Stepping ---- */

cg_status sql_step(sql_query *query, cg_error *err)
{
    int code = query->code;
    if (code == SQLITE_OK)
        code = sqlite3_step(query->statement);
    if (code == SQLITE_ROW)
        return CG_ROW;
    cg_status status =
        code == SQLITE_DONE ? CG_DONE : sql_fail(query->store, code, err);
    sql_rewind(query);
    return status;
}

cg_status sql_run(sql_query *query, cg_error *err)
{
    cg_status status = sql_step(query, err);
    assert(status != CG_ROW);
    return status == CG_DONE ? CG_OK : status;
}

/* ---- Columns ---- */

int64_t sql_integer(const sql_query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

uint64_t sql_size(const sql_query *query, int column)
{
    int64_t value = sql_integer(query, column);
    return value > 0 ? (uint64_t)value : 0;
}

cg_text sql_text(const sql_query *query, int column)
{
    /* As a blob: SQLite would copy a text to put a NUL behind it. */
    const char *at = sqlite3_column_blob(query->statement, column);
    int size = sqlite3_column_bytes(query->statement, column);
    return (cg_text){at, at != NULL ? (size_t)size : 0};
}

cg_date sql_date(const sql_query *query, int column)
{
    cg_date date;
    (void)cg_date_parse(sql_text(query, column), &date); /* else none */
    return date;
}

cg_status sql_copy(const sql_query *query, int column, cg_arena *arena,
                   cg_text *text, cg_error *err)
{
    *text = (cg_text){0};
    cg_text found = sql_text(query, column);
    return found.size > 0 ? cg_arena_copy(arena, found, text, err) : CG_OK;
}

cg_status sql_properties(const sql_query *query, int column, cg_arena *arena,
                         cg_properties *properties, cg_error *err)
{
    cg_text json;
    cg_status status = sql_copy(query, column, arena, &json, err);
    if (status == CG_OK)
        status = cg_properties_parse(json, arena, properties, NULL);
    if (status == CG_SYNTAX)
        return store_damaged(query->store, "properties that are no JSON object",
                             err);
    return status == CG_NOMEM ? cg_fail_memory(err) : status;
}

/* ---- Scripts ---- */

cg_status sql_script(cg_store *store, cg_text sql, cg_error *err)
{
    const char *at = sql.at, *end = sql.at + sql.size;
    int code = SQLITE_OK;
    while (at < end && code == SQLITE_OK) {
        sqlite3_stmt *statement = NULL;
        const char *tail = end;
        if (end - at > INT_MAX)
            return sql_fail(store, SQLITE_TOOBIG, err);
        code =
            sqlite3_prepare_v2(store->db, at, (int)(end - at), &statement, &tail);
        while (code == SQLITE_OK && statement != NULL &&
               sqlite3_step(statement) == SQLITE_ROW)
            ;
        if (code == SQLITE_OK)
            code = sqlite3_finalize(statement);
        at = tail;
    }
    return code == SQLITE_OK ? CG_OK : sql_fail(store, code, err);
}

cg_status sql_one_size(cg_store *store, sql_statement which, uint64_t *number,
                       cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK)
        status = sql_step(&query, err);
    *number = status == CG_ROW ? sql_size(&query, 0) : 0;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

cg_status sql_number(cg_store *store, const char *sql, int64_t missing,
                     int64_t *number, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_prepare(store, cg_text_z(sql), &query, err);
    if (status == CG_OK)
        status = sql_step(&query, err);
    if (status == CG_ROW || status == CG_DONE) {
        *number = status == CG_ROW ? sql_integer(&query, 0) : missing;
        status = CG_OK;
    }
    sql_close(&query);
    return status;
}
