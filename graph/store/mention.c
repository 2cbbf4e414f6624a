/* Mentions: where the sources' texts name the entities. */
#include "graph/store/base.h"

#include <assert.h>
#include <stdlib.h>

cg_status cg_store_add_mentions(cg_store *store, cg_id source,
                                const cg_new_mention *items, size_t count,
                                cg_error *err)
{
    assert(store->change != 0);
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_MENTION, &query, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        status = passage_check(store, source, items[i].start, items[i].end, err);
        if (status != CG_OK)
            break;
        sql_bind_id(&query, 1, items[i].entity);
        sql_bind_id(&query, 2, source);
        sql_bind_integer(&query, 3, (int64_t)items[i].start);
        sql_bind_integer(&query, 4, (int64_t)items[i].end);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

typedef struct {
    cg_mention_row *items;
    size_t count, room;
} mention_list;

static int compare_mentions(const void *a, const void *b)
{
    const cg_mention_row *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

/* The mentions of `entity`, as those of `as`. */
static cg_status list_mentions(cg_store *store, cg_id entity, cg_id as,
                               cg_arena *arena, mention_list *list, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_MENTIONS, &query, err);
    if (status == CG_OK)
        sql_bind_id(&query, 1, entity);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        cg_mention_row row = {.entity = as,
                              .source = sql_integer(&query, 0),
                              .start = sql_size(&query, 1),
                              .end = sql_size(&query, 2)};
        status =
            passage_read(store, row.source, row.start, row.end, &store->more, err);
        if (status == CG_OK)
            status =
                cg_arena_copy(arena, cg_buffer_text(&store->more), &row.text, err);
        if (status == CG_OK)
            status = cg_grow(list->items, &list->room, list->count + 1, err);
        if (status == CG_OK)
            list->items[list->count++] = row;
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* Those of an entity and of the ones that it is the same as. */
static cg_status list_all_mentions(cg_store *store, cg_id entity, cg_arena *arena,
                                   mention_list *list, cg_error *err)
{
    size_t first = list->count, count;
    const cg_id *members = merge_members(&store->merges, &entity, &count);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = list_mentions(store, members[i], entity, arena, list, err);
    if (status == CG_OK && count > 1 && list->count > first)
        qsort(list->items + first, list->count - first, sizeof *list->items,
              compare_mentions);
    return status;
}

cg_status cg_store_mentions(cg_store *store, const cg_id *ids, size_t count,
                            cg_arena *arena, const cg_mention_row **out,
                            size_t *out_count, cg_error *err)
{
    *out = NULL;
    *out_count = 0;
    mention_list list = {0};
    void *rows = NULL;
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = list_all_mentions(store, ids[i], arena, &list, err);
    if (status == CG_OK)
        status = rows_copy(arena, list.items, list.count, sizeof *list.items, &rows,
                           err);
    if (status == CG_OK) {
        *out = rows;
        *out_count = list.count;
    }
    free(list.items);
    return status;
}
