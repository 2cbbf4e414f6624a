/* Rows of facts on their way into the file. */
#include "graph/store/fact_rows.h"

#include <stdlib.h>

#include "graph/store/array_table.h"

enum { ROWS_MOST = 512 };

/* ---- In SQL ---- */

enum {
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
    COLUMNS
};

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

static size_t count_rows(const void *array)
{
    const fact_rows *rows = array;
    return rows->count;
}

static void give_column(const void *array, size_t at, int column,
                        sqlite3_context *to)
{
    const fact_rows *rows = array;
    const fact_row *row = &rows->items[at];
    switch (column) {
    case COLUMN_SUBJECT:
        give_id(to, row->ends.subject);
        break;
    case COLUMN_RELATION:
        sqlite3_result_int64(to, row->ends.relation);
        break;
    case COLUMN_OBJECT:
        give_id(to, row->ends.object);
        break;
    case COLUMN_SINCE:
        give_text(to, (cg_text){row->since, row->since_size});
        break;
    case COLUMN_UNTIL:
        give_text(to, (cg_text){row->until, row->until_size});
        break;
    case COLUMN_PROPERTIES:
        give_text(to, row->properties);
        break;
    case COLUMN_SOURCE:
        give_id(to, row->source);
        break;
    case COLUMN_THROUGH:
        give_id(to, row->through);
        break;
    case COLUMN_START:
        give_offset(to, row, row->start);
        break;
    case COLUMN_END:
        give_offset(to, row, row->end);
        break;
    default:
        break;
    }
}

static const array_table rows_table = {
    .name = "cg_fact_rows",
    .schema = "CREATE TABLE cg_fact_rows (subject, relation, object, since, until,"
              " properties, source, through, start, \"end\", rows HIDDEN)",
    .columns = COLUMNS,
    .count = count_rows,
    .give = give_column,
};

cg_status fact_rows_register(cg_store *store, cg_error *err)
{
    return array_table_register(store, &rows_table, err);
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

/* SQLite hands out the ids: one that it is given it would look for first. They are those
 * behind the last row, as whoever took the rows counted. */
cg_status fact_rows_write(cg_store *store, cg_error *err)
{
    const fact_rows *rows = &store->fact_rows;
    if (rows->count == 0)
        return CG_OK;
    sql_query query = {0};
    cg_id last = rows->items[rows->count - 1].ends.fact;
    cg_status status = sql_open(store, SQL_ADD_FACT_ROWS, &query, err);
    if (status == CG_OK) {
        sql_bind_array(&query, 1, &rows_table, rows);
        sql_bind_id(&query, 2, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    if (status == CG_OK && sqlite3_last_insert_rowid(store->db) != last)
        status = cg_fail(err, CG_INTERNAL, NULL,
                         "facts got other ids than were handed out");
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
