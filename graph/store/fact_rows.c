/* Rows of facts on their way into the file. */
#include "graph/store/fact_rows.h"

#include <stdlib.h>

enum { ROWS_MOST = 1024 };

static const char pointer_type[] = "fact_rows";

/* ---- The virtual table ---- */

typedef struct {
    sqlite3_vtab_cursor base;
    const fact_rows *rows;
    size_t at;
} rows_cursor;

#define ROW_COLUMNS                                                                \
    "id, subject, relation, object, since, until, properties, source, through,"    \
    " start, \"end\""

enum {
    COLUMN_ID,
    COLUMN_SUBJECT,
    COLUMN_RELATION,
    COLUMN_OBJECT,
    COLUMN_SINCE,
    COLUMN_UNTIL,
    COLUMN_PROPERTIES,
    COLUMN_SOURCE,
    COLUMN_THROUGH,
    COLUMN_START,
    COLUMN_END,
    COLUMN_ROWS
};

static rows_cursor *cursor_of(sqlite3_vtab_cursor *base)
{
    return (rows_cursor *)(void *)base;
}

static int rows_connect(sqlite3 *db, void *handle, int count,
                        const char *const *arguments, sqlite3_vtab **table,
                        char **message)
{
    (void)handle;
    (void)count;
    (void)arguments;
    (void)message;
    int code = sqlite3_declare_vtab(db, "CREATE TABLE cg_fact_rows (" ROW_COLUMNS
                                        ", rows HIDDEN)");
    *table = code == SQLITE_OK ? sqlite3_malloc(sizeof **table) : NULL;
    if (*table != NULL)
        **table = (sqlite3_vtab){0};
    return code == SQLITE_OK && *table == NULL ? SQLITE_NOMEM : code;
}

static int rows_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* It is walked through from end to end: the rows have to be known by then. */
static int rows_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != COLUMN_ROWS ||
            info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ ||
            !info->aConstraint[i].usable)
            continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = ROWS_MOST;
        info->estimatedRows = ROWS_MOST;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

static int rows_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    (void)table;
    rows_cursor *opened = sqlite3_malloc(sizeof *opened);
    if (opened == NULL)
        return SQLITE_NOMEM;
    *opened = (rows_cursor){0};
    *cursor = &opened->base;
    return SQLITE_OK;
}

static int rows_close(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int rows_filter(sqlite3_vtab_cursor *base, int plan, const char *plan_text,
                       int count, sqlite3_value **values)
{
    (void)plan;
    (void)plan_text;
    rows_cursor *cursor = cursor_of(base);
    cursor->rows =
        count == 1 ? sqlite3_value_pointer(values[0], pointer_type) : NULL;
    cursor->at = 0;
    return SQLITE_OK;
}

static int rows_next(sqlite3_vtab_cursor *cursor)
{
    cursor_of(cursor)->at++;
    return SQLITE_OK;
}

static int rows_eof(sqlite3_vtab_cursor *base)
{
    const rows_cursor *cursor = cursor_of(base);
    return cursor->rows == NULL || cursor->at >= cursor->rows->count;
}

/* What is not set stays NULL. */
static void give_id(sqlite3_context *context, cg_id id)
{
    if (id != 0)
        sqlite3_result_int64(context, id);
}

static void give_text(sqlite3_context *context, cg_text text)
{
    if (text.size > 0)
        sqlite3_result_text64(context, text.at, text.size, SQLITE_STATIC,
                              SQLITE_UTF8);
}

static void give_offset(sqlite3_context *context, const fact_row *row,
                        uint64_t offset)
{
    if (row->source != 0)
        sqlite3_result_int64(context, (int64_t)offset);
}

static int rows_column(sqlite3_vtab_cursor *base, sqlite3_context *context,
                       int column)
{
    const rows_cursor *cursor = cursor_of(base);
    const fact_row *row = &cursor->rows->items[cursor->at];
    switch (column) {
    case COLUMN_ID:
        give_id(context, row->ends.fact);
        break;
    case COLUMN_SUBJECT:
        give_id(context, row->ends.subject);
        break;
    case COLUMN_RELATION:
        sqlite3_result_int64(context, row->ends.relation);
        break;
    case COLUMN_OBJECT:
        give_id(context, row->ends.object);
        break;
    case COLUMN_SINCE:
        give_text(context, (cg_text){row->since, row->since_size});
        break;
    case COLUMN_UNTIL:
        give_text(context, (cg_text){row->until, row->until_size});
        break;
    case COLUMN_PROPERTIES:
        give_text(context, row->properties);
        break;
    case COLUMN_SOURCE:
        give_id(context, row->source);
        break;
    case COLUMN_THROUGH:
        give_id(context, row->through);
        break;
    case COLUMN_START:
        give_offset(context, row, row->start);
        break;
    case COLUMN_END:
        give_offset(context, row, row->end);
        break;
    default:
        break;
    }
    return SQLITE_OK;
}

static int rows_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *row)
{
    *row = (sqlite3_int64)cursor_of(cursor)->at;
    return SQLITE_OK;
}

cg_status fact_rows_register(cg_store *store, cg_error *err)
{
    static const sqlite3_module module = {.xConnect = rows_connect,
                                          .xBestIndex = rows_best_index,
                                          .xDisconnect = rows_disconnect,
                                          .xOpen = rows_open,
                                          .xClose = rows_close,
                                          .xFilter = rows_filter,
                                          .xNext = rows_next,
                                          .xEof = rows_eof,
                                          .xColumn = rows_column,
                                          .xRowid = rows_rowid};
    int code = sqlite3_create_module(store->db, "cg_fact_rows", &module, NULL);
    return code == SQLITE_OK ? CG_OK : sql_fail(store, code, err);
}

/* ---- Taking and writing ---- */

cg_status fact_rows_add(cg_store *store, const fact_row *row, cg_error *err)
{
    fact_rows *rows = &store->fact_rows;
    if (rows->items == NULL)
        rows->items = malloc(ROWS_MOST * sizeof *rows->items);
    if (rows->items == NULL)
        return cg_fail_memory(err);
    fact_row *taken = &rows->items[rows->count];
    *taken = *row;
    cg_status status =
        cg_arena_copy(&rows->texts, row->properties, &taken->properties, err);
    if (status != CG_OK)
        return status;
    rows->count++;
    return rows->count < ROWS_MOST ? CG_OK : fact_rows_write(store, err);
}

cg_status fact_rows_write(cg_store *store, cg_error *err)
{
    const fact_rows *rows = &store->fact_rows;
    if (rows->count == 0)
        return CG_OK;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_FACT_ROWS, &query, err);
    if (status == CG_OK) {
        sql_bind_pointer(&query, 1, rows, pointer_type);
        sql_bind_id(&query, 2, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    fact_rows_drop(store); /* after a failure the change is rolled back */
    return status;
}

void fact_rows_drop(cg_store *store)
{
    store->fact_rows.count = 0;
    cg_arena_reset(&store->fact_rows.texts);
}

void fact_rows_release(cg_store *store)
{
    free(store->fact_rows.items);
    cg_arena_release(&store->fact_rows.texts);
    store->fact_rows = (fact_rows){0};
}
