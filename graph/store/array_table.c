#include "graph/store/array_table.h"

typedef struct {
    sqlite3_vtab base;
    const array_table *table;
} connection;

typedef struct {
    sqlite3_vtab_cursor base;
    const array_table *table;
    const void *array; /* NULL: none was bound */
    size_t count, at;
} array_cursor;

static const array_table *table_of(sqlite3_vtab *base)
{
    return ((connection *)(void *)base)->table;
}

static array_cursor *cursor_of(sqlite3_vtab_cursor *base)
{
    return (array_cursor *)(void *)base;
}

static int array_connect(sqlite3 *db, void *handle, int count,
                         const char *const *arguments, sqlite3_vtab **table,
                         char **message)
{
    (void)count;
    (void)arguments;
    (void)message;
    const array_table *kind = handle;
    int code = sqlite3_declare_vtab(db, kind->schema);
    connection *opened = code == SQLITE_OK ? sqlite3_malloc(sizeof *opened) : NULL;
    if (opened == NULL)
        return code == SQLITE_OK ? SQLITE_NOMEM : code;
    *opened = (connection){.table = kind};
    *table = &opened->base;
    return SQLITE_OK;
}

static int array_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* It is walked through from end to end: the array has to be known by then. */
static int array_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != table_of(table)->columns ||
            info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ ||
            !info->aConstraint[i].usable)
            continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 1;
        info->estimatedRows = 1000;
        info->orderByConsumed = info->nOrderBy == 1 && !info->aOrderBy[0].desc &&
                                info->aOrderBy[0].iColumn == 0;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

static int array_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    array_cursor *opened = sqlite3_malloc(sizeof *opened);
    if (opened == NULL)
        return SQLITE_NOMEM;
    *opened = (array_cursor){.table = table_of(table)};
    *cursor = &opened->base;
    return SQLITE_OK;
}

static int array_close(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int array_filter(sqlite3_vtab_cursor *base, int plan, const char *plan_text,
                        int count, sqlite3_value **values)
{
    (void)plan;
    (void)plan_text;
    array_cursor *cursor = cursor_of(base);
    cursor->array =
        count == 1 ? sqlite3_value_pointer(values[0], cursor->table->name) : NULL;
    cursor->count = cursor->array != NULL ? cursor->table->count(cursor->array) : 0;
    cursor->at = 0;
    return SQLITE_OK;
}

static int array_next(sqlite3_vtab_cursor *cursor)
{
    cursor_of(cursor)->at++;
    return SQLITE_OK;
}

static int array_eof(sqlite3_vtab_cursor *base)
{
    const array_cursor *cursor = cursor_of(base);
    return cursor->at >= cursor->count;
}

static int array_column(sqlite3_vtab_cursor *base, sqlite3_context *context,
                        int column)
{
    const array_cursor *cursor = cursor_of(base);
    if (column < cursor->table->columns)
        cursor->table->give(cursor->array, cursor->at, column, context);
    return SQLITE_OK;
}

static int array_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *row)
{
    *row = (sqlite3_int64)cursor_of(cursor)->at;
    return SQLITE_OK;
}

cg_status array_table_register(cg_store *store, const array_table *table,
                               cg_error *err)
{
    static const sqlite3_module module = {.xConnect = array_connect,
                                          .xBestIndex = array_best_index,
                                          .xDisconnect = array_disconnect,
                                          .xOpen = array_open,
                                          .xClose = array_close,
                                          .xFilter = array_filter,
                                          .xNext = array_next,
                                          .xEof = array_eof,
                                          .xColumn = array_column,
                                          .xRowid = array_rowid};
    int code = sqlite3_create_module(store->db, table->name, &module,
                                     (void *)(uintptr_t)table);
    return code == SQLITE_OK ? CG_OK : sql_fail(store, code, err);
}

void sql_bind_array(sql_query *query, int at, const array_table *table,
                    const void *array)
{
    sql_bind_pointer(query, at, array, table->name);
}
