#include "graph/store/ids.h"

#include <stdlib.h>

#include "graph/store/array_table.h"

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

/* ---- In SQL ---- */

enum { COLUMN_ID, COLUMN_AT, COLUMNS };

static size_t count_ids(const void *array)
{
    const id_list *list = array;
    return list->count;
}

static void give_id(const void *array, size_t at, int column, sqlite3_context *to)
{
    const id_list *list = array;
    if (column == COLUMN_ID)
        sqlite3_result_int64(to, list->items[at].id);
    else
        sqlite3_result_int64(to, (int64_t)list->items[at].at);
}

static const array_table ids_table = {
    .name = "cg_ids",
    .schema = "CREATE TABLE cg_ids (id INTEGER, at INTEGER, list HIDDEN)",
    .columns = COLUMNS,
    .count = count_ids,
    .give = give_id,
};

cg_status ids_register(cg_store *store, cg_error *err)
{
    return array_table_register(store, &ids_table, err);
}

void sql_bind_ids(sql_query *query, int at, const id_list *list)
{
    sql_bind_array(query, at, &ids_table, list);
}
