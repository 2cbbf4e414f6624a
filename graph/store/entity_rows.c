#include "graph/store/entity_rows.h"

#include "graph/store/array_table.h"

static void give_text(sqlite3_context *to, cg_text text)
{
    sqlite3_result_text64(to, text.at != NULL ? text.at : "", text.size,
                          SQLITE_STATIC, SQLITE_UTF8);
}

/* What is not there stays NULL. */
static void give_text_if_any(sqlite3_context *to, cg_text text)
{
    if (text.size > 0)
        give_text(to, text);
}

/* ---- Entities ---- */

enum { ENTITY_NAME, ENTITY_PROPERTIES, ENTITY_COLUMNS };

static size_t count_entities(const void *array)
{
    const entity_rows *rows = array;
    return rows->count;
}

static void give_entity(const void *array, size_t at, int column,
                        sqlite3_context *to)
{
    const entity_rows *rows = array;
    const raw_entity *row = &rows->items[at];
    if (column == ENTITY_NAME)
        give_text(to, row->name);
    else
        give_text_if_any(to, row->properties);
}

static const array_table entities_table = {
    .name = "cg_entity_rows",
    .schema = "CREATE TABLE cg_entity_rows (name, properties, rows HIDDEN)",
    .columns = ENTITY_COLUMNS,
    .count = count_entities,
    .give = give_entity,
};

/* ---- Kinds ---- */

enum { KIND_ENTITY, KIND_KIND, KIND_COLUMNS };

static size_t count_kinds(const void *array)
{
    const kind_rows *rows = array;
    return rows->count;
}

static void give_kind(const void *array, size_t at, int column, sqlite3_context *to)
{
    const kind_rows *rows = array;
    const raw_kind *row = &rows->items[at];
    sqlite3_result_int64(to, column == KIND_ENTITY ? row->entity : row->kind);
}

static const array_table kinds_table = {
    .name = "cg_kind_rows",
    .schema = "CREATE TABLE cg_kind_rows (entity, kind, rows HIDDEN)",
    .columns = KIND_COLUMNS,
    .count = count_kinds,
    .give = give_kind,
};

/* ---- Names ---- */

enum { NAME_ENTITY, NAME_TEXT, NAME_FOLDED, NAME_LANGUAGE, NAME_COLUMNS };

static size_t count_names(const void *array)
{
    const name_rows *rows = array;
    return rows->count;
}

static void give_name(const void *array, size_t at, int column, sqlite3_context *to)
{
    const name_rows *rows = array;
    const raw_name *row = &rows->items[at];
    switch (column) {
    case NAME_ENTITY:
        sqlite3_result_int64(to, row->name->entity);
        break;
    case NAME_TEXT:
        give_text(to, row->name->text);
        break;
    case NAME_FOLDED:
        give_text(to, row->folded);
        break;
    default:
        give_text_if_any(to, row->name->language);
        break;
    }
}

static const array_table names_table = {
    .name = "cg_name_rows",
    .schema = "CREATE TABLE cg_name_rows (entity, text, folded, language,"
              " rows HIDDEN)",
    .columns = NAME_COLUMNS,
    .count = count_names,
    .give = give_name,
};

/* ---- Writing ---- */

/* SQLite hands out the ids: one that it is given it would look for first. They are those
 * behind the last row, as the caller counted. */
static cg_status check_last(const cg_store *store, cg_id last, cg_error *err)
{
    if (sqlite3_last_insert_rowid(store->db) == last)
        return CG_OK;
    return cg_fail(err, CG_INTERNAL, NULL,
                   "rows got other ids than were handed out");
}

cg_status entity_rows_write(cg_store *store, const entity_rows *rows, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_ENTITIES, &query, err);
    if (status == CG_OK) {
        sql_bind_array(&query, 1, &entities_table, rows);
        sql_bind_id(&query, 2, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    if (status == CG_OK && rows->count > 0)
        status = check_last(store, rows->items[rows->count - 1].id, err);
    return status;
}

cg_status kind_rows_write(cg_store *store, const kind_rows *rows, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_KINDS, &query, err);
    if (status == CG_OK) {
        sql_bind_array(&query, 1, &kinds_table, rows);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

/* One by one: within a statement for many, FTS5 writes out what it has in memory. */
static cg_status write_words(cg_store *store, const name_rows *rows, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_NAME_WORDS, &query, err);
    for (size_t i = 0; i < rows->count && status == CG_OK; i++) {
        sql_bind_id(&query, 1, rows->items[i].id);
        sql_bind_string(&query, 2, rows->items[i].words);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

cg_status name_rows_write(cg_store *store, const name_rows *rows, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_NAMES, &query, err);
    if (status == CG_OK) {
        sql_bind_array(&query, 1, &names_table, rows);
        sql_bind_id(&query, 2, rows->source);
        sql_bind_id(&query, 3, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    if (status == CG_OK && rows->count > 0)
        status = check_last(store, rows->items[rows->count - 1].id, err);
    return status == CG_OK ? write_words(store, rows, err) : status;
}

cg_status entity_rows_register(cg_store *store, cg_error *err)
{
    static const array_table *const all[] = {&entities_table, &kinds_table,
                                             &names_table};
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof all / sizeof all[0] && status == CG_OK; i++)
        status = array_table_register(store, all[i], err);
    return status;
}
