/* Names: the spellings of entities, and finding who bears one. */
#include "graph/store/entity_rows.h"

#include <assert.h>
#include <stdlib.h>

#include "schema/fold.h"

/* ---- Adding ---- */

/* The row of a name; its texts are in the arena. */
static cg_status make_row(cg_store *store, const cg_new_name *name, cg_id id,
                          cg_arena *arena, raw_name *row, cg_error *err)
{
    *row = (raw_name){.id = id, .name = name};
    cg_status status =
        cg_text_fold(name->text, CG_FOLD_BASE, arena, &row->folded, err);
    if (status != CG_OK)
        return status;
    cg_buffer_reuse(&store->text);
    cg_text_cut_words(row->folded, &store->text);
    status = cg_buffer_status(&store->text, err);
    return status == CG_OK ? cg_arena_copy(arena, cg_buffer_text(&store->text),
                                           &row->words, err)
                           : status;
}

cg_status names_insert(cg_store *store, cg_id source, const cg_new_name *names,
                       size_t count, cg_error *err)
{
    cg_arena arena = {0};
    uint64_t last = 0;
    raw_name *items = cg_arena_array(&arena, count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = sql_one_size(store, SQL_LAST_NAME, &last, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = make_row(store, &names[i], (cg_id)(last + 1 + i), &arena,
                          &items[i], err);
    name_rows rows = {items, count, source};
    if (status == CG_OK && count > 0)
        status = name_rows_write(store, &rows, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = keys_insert(store, items[i].id, names[i].text, items[i].folded,
                             names[i].keys, err);
    cg_arena_release(&arena);
    return status;
}

static cg_status has_name(cg_store *store, const cg_new_name *name, bool *there,
                          cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_HAS_NAME, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, name->entity);
        sql_bind_string(&query, 2, name->text);
        status = sql_step(&query, err);
    }
    *there = status == CG_ROW;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

cg_status cg_store_add_names(cg_store *store, cg_id source,
                             const cg_new_name *items, size_t count, size_t *fresh,
                             cg_error *err)
{
    assert(store->change != 0);
    *fresh = 0;
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        bool there;
        status = has_name(store, &items[i], &there, err);
        if (status != CG_OK || there)
            continue;
        status = names_insert(store, source, &items[i], 1, err);
        *fresh += status == CG_OK;
    }
    return status;
}

/* ---- Finding ---- */

typedef struct {
    cg_found *items;
    size_t count, room;
} found_list;

/* Exact ones first, then the closer match, then the lower id. */
static int compare_closeness(const cg_found *a, const cg_found *b)
{
    if (a->exact != b->exact)
        return a->exact ? -1 : 1;
    if (a->match != b->match)
        return a->match == CG_FOLD_CASE ? -1 : 1;
    if (a->shown != b->shown)
        return a->shown ? -1 : 1;
    return 0;
}

static int compare_found(const void *a, const void *b)
{
    const cg_found *x = a, *y = b;
    int order = compare_closeness(x, y);
    return order != 0 ? order : (x->entity > y->entity) - (x->entity < y->entity);
}

static int compare_entities(const void *a, const void *b)
{
    const cg_found *x = a, *y = b;
    int order = (x->entity > y->entity) - (x->entity < y->entity);
    if (order == 0)
        order = compare_closeness(x, y);
    return order != 0 ? order : (x->own > y->own) - (x->own < y->own);
}

/* Keep each entity once, as close as its closest spelling, and put the closest first.
 * `first` is where the finds of this name begin. */
static void settle(found_list *list, size_t first)
{
    if (list->count == first)
        return;
    qsort(list->items + first, list->count - first, sizeof *list->items,
          compare_entities);
    size_t kept = first + 1;
    for (size_t i = first + 1; i < list->count; i++)
        if (list->items[i].entity != list->items[kept - 1].entity)
            list->items[kept++] = list->items[i];
    list->count = kept;
    qsort(list->items + first, kept - first, sizeof *list->items, compare_found);
}

/* Is `spelling` equal to `name`, whose fold at CG_FOLD_CASE is in store->text? */
static cg_status compare_spelling(cg_store *store, cg_text name, cg_text spelling,
                                  cg_found *found, cg_error *err)
{
    found->exact = cg_text_equal(name, spelling);
    found->match = CG_FOLD_CASE;
    if (found->exact)
        return CG_OK;
    cg_buffer_reuse(&store->more);
    cg_text_fold_into(spelling, CG_FOLD_CASE, &store->more);
    if (!cg_text_equal(cg_buffer_text(&store->text), cg_buffer_text(&store->more)))
        found->match = CG_FOLD_BASE;
    return cg_buffer_status(&store->more, err);
}

/* Bind the folded name, and leave its finer fold in store->text. */
static cg_status bind_folded(cg_store *store, sql_query *query, cg_text name,
                             cg_buffer *folded, cg_error *err)
{
    cg_buffer_reuse(folded);
    cg_text_fold_into(name, CG_FOLD_BASE, folded);
    cg_buffer_reuse(&store->text);
    cg_text_fold_into(name, CG_FOLD_CASE, &store->text);
    cg_status status = cg_buffer_status(folded, err);
    if (status == CG_OK)
        status = cg_buffer_status(&store->text, err);
    if (status == CG_OK)
        sql_bind_string(query, 1, cg_buffer_text(folded));
    return status;
}

static cg_status find_bearers(cg_store *store, cg_text name, size_t index,
                              found_list *list, cg_error *err)
{
    size_t first = list->count;
    cg_buffer folded = {0};
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FIND_NAME, &query, err);
    if (status == CG_OK)
        status = bind_folded(store, &query, name, &folded, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        cg_found found = {.index = index};
        found.own = sql_integer(&query, 0);
        found.entity = merge_lowest(&store->merges, found.own);
        found.shown = sql_integer(&query, 2) != 0;
        found.stated = sql_integer(&query, 3) != 0;
        status = compare_spelling(store, name, sql_text(&query, 1), &found, err);
        if (status == CG_OK)
            status = cg_grow(list->items, &list->room, list->count + 1, err);
        if (status == CG_OK)
            list->items[list->count++] = found;
    }
    sql_close(&query);
    cg_buffer_release(&folded);
    status = status == CG_DONE ? CG_OK : status;
    settle(list, first);
    for (size_t i = first; i < list->count && status == CG_OK; i++)
        status = kinds_of(store, list->items[i].entity, &list->items[i].kinds, err);
    return status;
}

cg_status cg_store_find_names(cg_store *store, const cg_text *names, size_t count,
                              cg_arena *arena, const cg_found **found,
                              size_t *found_count, cg_error *err)
{
    *found = NULL;
    *found_count = 0;
    found_list list = {0};
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = find_bearers(store, names[i], i, &list, err);
    void *rows = NULL;
    if (status == CG_OK)
        status = rows_copy(arena, list.items, list.count, sizeof *list.items, &rows,
                           err);
    if (status == CG_OK) {
        *found = rows;
        *found_count = list.count;
    }
    free(list.items);
    return status;
}

/* ---- Finding by the name itself ---- */

typedef struct {
    cg_named *items;
    size_t count, room;
} named_list;

static cg_status is_named(cg_store *store, cg_id entity, cg_text name, bool *named,
                          cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_IS_NAMED, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, entity);
        sql_bind_string(&query, 2, name);
        status = sql_step(&query, err);
    }
    *named = status == CG_ROW;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

/* Of those that are read as one, the lowest has the name. */
static cg_status find_named(cg_store *store, cg_text name, size_t index,
                            named_list *list, cg_error *err)
{
    sql_query query = {0};
    cg_buffer_reuse(&store->text);
    cg_text_fold_into(name, CG_FOLD_BASE, &store->text);
    cg_status status = cg_buffer_status(&store->text, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_FIND_BEARERS, &query, err);
    if (status == CG_OK) {
        sql_bind_string(&query, 1, cg_buffer_text(&store->text));
        sql_bind_string(&query, 2, name);
    }
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        cg_id entity = sql_integer(&query, 0);
        bool named = false;
        status = CG_OK;
        if (merge_lowest(&store->merges, entity) == entity)
            status = is_named(store, entity, name, &named, err);
        if (status == CG_OK && named)
            status = cg_grow(list->items, &list->room, list->count + 1, err);
        if (status == CG_OK && named)
            list->items[list->count++] = (cg_named){index, entity};
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

cg_status cg_store_find_named(cg_store *store, const cg_text *names, size_t count,
                              cg_arena *arena, const cg_named **found,
                              size_t *found_count, cg_error *err)
{
    *found = NULL;
    *found_count = 0;
    named_list list = {0};
    void *rows = NULL;
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = find_named(store, names[i], i, &list, err);
    if (status == CG_OK)
        status = rows_copy(arena, list.items, list.count, sizeof *list.items, &rows,
                           err);
    if (status == CG_OK) {
        *found = rows;
        *found_count = list.count;
    }
    free(list.items);
    return status;
}

/* ---- All spellings ---- */

typedef struct {
    cg_name_row row;
    cg_id name; /* in which order they came */
} listed_name;

typedef struct {
    listed_name *items;
    size_t count, room;
} name_list;

static int compare_age(const void *a, const void *b)
{
    const listed_name *x = a, *y = b;
    return (x->name > y->name) - (x->name < y->name);
}

/* The spellings of one entity, as those of `as`. */
static cg_status list_names(cg_store *store, cg_id entity, cg_id as,
                            cg_arena *arena, name_list *list, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_NAMES, &query, err);
    if (status == CG_OK)
        sql_bind_id(&query, 1, entity);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        listed_name name = {.name = sql_integer(&query, 0)};
        name.row.entity = as;
        name.row.source = sql_integer(&query, 3);
        status = sql_copy(&query, 1, arena, &name.row.text, err);
        if (status == CG_OK)
            status = sql_copy(&query, 2, arena, &name.row.language, err);
        if (status == CG_OK)
            status = cg_grow(list->items, &list->room, list->count + 1, err);
        if (status == CG_OK)
            list->items[list->count++] = name;
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* Those of an entity and of the ones that it is the same as. */
static cg_status list_all_names(cg_store *store, cg_id entity, cg_arena *arena,
                                name_list *list, cg_error *err)
{
    size_t first = list->count, count;
    const cg_id *members = merge_members(&store->merges, &entity, &count);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = list_names(store, members[i], entity, arena, list, err);
    if (status == CG_OK && list->count > first)
        qsort(list->items + first, list->count - first, sizeof *list->items,
              compare_age);
    return status;
}

cg_status cg_store_names(cg_store *store, const cg_id *ids, size_t count,
                         cg_arena *arena, const cg_name_row **out,
                         size_t *out_count, cg_error *err)
{
    *out = NULL;
    *out_count = 0;
    name_list list = {0};
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = list_all_names(store, ids[i], arena, &list, err);
    cg_name_row *rows = NULL;
    if (status == CG_OK) {
        rows = cg_arena_array(arena, list.count, sizeof *rows);
        status = rows != NULL ? CG_OK : cg_fail_memory(err);
    }
    if (status == CG_OK) {
        for (size_t i = 0; i < list.count; i++)
            rows[i] = list.items[i].row;
        *out = rows;
        *out_count = list.count;
    }
    free(list.items);
    return status;
}
