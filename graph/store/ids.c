/* Lists of ids in SQL: a virtual table over an array, which SQLite walks through while
 * the cursors of what is joined to it stay where they are. */
#include "graph/store/ids.h"

#include <stdlib.h>

static const char pointer_type[] = "id_list";

/* ---- Lists ---- */

static int compare(const void *a, const void *b)
{
    const listed_id *x = a, *y = b;
    int order = (x->id > y->id) - (x->id < y->id);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

cg_status id_list_fill(id_list *list, const merge_map *map, const cg_id *ids,
                       size_t count, cg_error *err)
{
    bool sorted = true;
    list->count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t member_count;
        const cg_id *members = merge_members(map, &ids[i], &member_count);
        cg_status status =
            cg_grow(list->items, &list->room, list->count + member_count, err);
        if (status != CG_OK)
            return status;
        for (size_t j = 0; j < member_count; j++) {
            if (list->count > 0 && list->items[list->count - 1].id > members[j])
                sorted = false;
            list->items[list->count++] = (listed_id){members[j], i};
        }
    }
    if (!sorted)
        qsort(list->items, list->count, sizeof *list->items, compare);
    return CG_OK;
}

void id_list_release(id_list *list)
{
    free(list->items);
    *list = (id_list){0};
}

/* ---- The virtual table ---- */

typedef struct {
    sqlite3_vtab_cursor base;
    const id_list *list;
    size_t at;
} ids_cursor;

enum { COLUMN_ID, COLUMN_AT, COLUMN_LIST };

static ids_cursor *cursor_of(sqlite3_vtab_cursor *base)
{
    return (ids_cursor *)(void *)base;
}

static int ids_connect(sqlite3 *db, void *handle, int count,
                       const char *const *arguments, sqlite3_vtab **table,
                       char **message)
{
    (void)handle;
    (void)count;
    (void)arguments;
    (void)message;
    int code = sqlite3_declare_vtab(
        db, "CREATE TABLE cg_ids (id INTEGER, at INTEGER, list HIDDEN)");
    *table = code == SQLITE_OK ? sqlite3_malloc(sizeof **table) : NULL;
    if (*table != NULL)
        **table = (sqlite3_vtab){0};
    return code == SQLITE_OK && *table == NULL ? SQLITE_NOMEM : code;
}

static int ids_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* It is walked through from end to end: the list has to be known by then. */
static int ids_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != COLUMN_LIST ||
            info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ ||
            !info->aConstraint[i].usable)
            continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 1;
        info->estimatedRows = 1000;
        info->orderByConsumed = info->nOrderBy == 1 && !info->aOrderBy[0].desc &&
                                info->aOrderBy[0].iColumn == COLUMN_ID;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

static int ids_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    (void)table;
    ids_cursor *opened = sqlite3_malloc(sizeof *opened);
    if (opened == NULL)
        return SQLITE_NOMEM;
    *opened = (ids_cursor){0};
    *cursor = &opened->base;
    return SQLITE_OK;
}

static int ids_close(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int ids_filter(sqlite3_vtab_cursor *base, int plan, const char *plan_text,
                      int count, sqlite3_value **values)
{
    (void)plan;
    (void)plan_text;
    ids_cursor *cursor = cursor_of(base);
    cursor->list =
        count == 1 ? sqlite3_value_pointer(values[0], pointer_type) : NULL;
    cursor->at = 0;
    return SQLITE_OK;
}

static int ids_next(sqlite3_vtab_cursor *cursor)
{
    cursor_of(cursor)->at++;
    return SQLITE_OK;
}

static int ids_eof(sqlite3_vtab_cursor *base)
{
    const ids_cursor *cursor = cursor_of(base);
    return cursor->list == NULL || cursor->at >= cursor->list->count;
}

static int ids_column(sqlite3_vtab_cursor *base, sqlite3_context *context,
                      int column)
{
    const ids_cursor *cursor = cursor_of(base);
    const listed_id *item = &cursor->list->items[cursor->at];
    if (column == COLUMN_ID)
        sqlite3_result_int64(context, item->id);
    else if (column == COLUMN_AT)
        sqlite3_result_int64(context, (int64_t)item->at);
    return SQLITE_OK;
}

static int ids_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *row)
{
    *row = (sqlite3_int64)cursor_of(cursor)->at;
    return SQLITE_OK;
}

cg_status ids_register(cg_store *store, cg_error *err)
{
    static const sqlite3_module module = {.xConnect = ids_connect,
                                          .xBestIndex = ids_best_index,
                                          .xDisconnect = ids_disconnect,
                                          .xOpen = ids_open,
                                          .xClose = ids_close,
                                          .xFilter = ids_filter,
                                          .xNext = ids_next,
                                          .xEof = ids_eof,
                                          .xColumn = ids_column,
                                          .xRowid = ids_rowid};
    int code = sqlite3_create_module(store->db, "cg_ids", &module, NULL);
    return code == SQLITE_OK ? CG_OK : sql_fail(store, code, err);
}

void sql_bind_ids(sql_query *query, int at, const id_list *list)
{
    sql_bind_pointer(query, at, list, pointer_type);
}
