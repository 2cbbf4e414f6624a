/* Arrays in SQL: a virtual table whose rows are the items of an array in memory. SQLite
 * walks through it while the cursors of what is joined to it stay where they are. */
#ifndef CG_GRAPH_STORE_ARRAY_TABLE_H
#define CG_GRAPH_STORE_ARRAY_TABLE_H

#include "graph/store/base.h"

/* What a kind of array is in SQL: the table `name(?)`, to whose parameter an array is
 * bound. The items are in ascending order of the first column. */
typedef struct {
    const char *name;
    const char *schema; /* CREATE TABLE …; the last column is HIDDEN: the array */
    int columns;        /* before that one */
    size_t (*count)(const void *array);
    void (*give)(const void *array, size_t at, int column, sqlite3_context *to);
} array_table;

/* Make it known to the store's connection, which it outlives. */
cg_status array_table_register(cg_store *store, const array_table *table,
                               cg_error *err);

/* Bind an array of that kind, which must stay as it is until sql_close. */
void sql_bind_array(sql_query *query, int at, const array_table *table,
                    const void *array);

#endif
