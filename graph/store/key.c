/* The keys of names: finding names that are alike. */
#include "graph/store/base.h"

#include <stdlib.h>

/* More names than these under one key are a crowd: the key tells nothing. */
enum { KEY_CROWD = 64 };

cg_status key_form(cg_store *store, cg_text name, cg_name_form *form, cg_error *err)
{
    cg_status status = CG_OK;
    if (store->name_words == NULL)
        status = cg_name_words_open(&store->name_words, err);
    return status == CG_OK
               ? cg_name_form_of(store->name_words, name, &store->forms, form, err)
               : status;
}

/* The form of a name and its keys, in store->forms. */
static cg_status make_keys(cg_store *store, cg_text name, cg_name_form *form,
                           cg_name_keys *keys, cg_error *err)
{
    cg_status status = key_form(store, name, form, err);
    return status == CG_OK ? cg_name_keys_of(form, &store->forms, keys, err)
                           : status;
}

/* ---- Writing ---- */

static cg_status insert_key(cg_store *store, cg_id name, cg_text key, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_NAME_KEY, &query, err);
    if (status == CG_OK) {
        sql_bind_string(&query, 1, key);
        sql_bind_id(&query, 2, name);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

cg_status keys_insert(cg_store *store, cg_id name, cg_text text, cg_text folded,
                      cg_kept_keys known, cg_error *err)
{
    cg_name_form form;
    cg_name_keys keys;
    cg_status status = CG_OK;
    if (known.items == NULL) {
        status = make_keys(store, text, &form, &keys, err);
        known = (cg_kept_keys){keys.items, keys.kept};
    }
    for (size_t i = 0; status == CG_OK && i < known.count; i++)
        if (!cg_text_equal(known.items[i], folded))
            status = insert_key(store, name, known.items[i], err);
    cg_arena_reset(&store->forms);
    return status;
}

cg_status keys_fill(cg_store *store, cg_error *err)
{
    cg_buffer folded = {0};
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ALL_NAMES, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        cg_text text = sql_text(&query, 1);
        cg_buffer_clear(&folded);
        cg_text_fold_into(text, CG_FOLD_BASE, &folded);
        status = cg_buffer_status(&folded, err);
        if (status == CG_OK)
            status = keys_insert(store, sql_integer(&query, 0), text,
                                 cg_buffer_text(&folded), (cg_kept_keys){0}, err);
    }
    sql_close(&query);
    cg_buffer_release(&folded);
    return status == CG_DONE ? CG_OK : status;
}

/* ---- Finding ---- */

/* What is found for one name, and for those before it. */
typedef struct {
    cg_alike_name *items;
    size_t count, room;
    size_t first; /* of this name */
} alike_list;

/* Keep the entity once, with its name that is most alike; of two that are so equally the
 * one that it is shown under. */
static cg_status keep(alike_list *list, cg_alike_name found, cg_arena *arena,
                      cg_error *err)
{
    size_t i = list->first;
    while (i < list->count && list->items[i].entity != found.entity)
        i++;
    if (i < list->count && (list->items[i].alike > found.alike ||
                            (list->items[i].alike == found.alike &&
                             list->items[i].shown >= found.shown)))
        return CG_OK;
    cg_status status = cg_arena_copy(arena, found.text, &found.text, err);
    if (status == CG_OK && i == list->count)
        status = cg_grow(list->items, &list->room, list->count + 1, err);
    if (status != CG_OK)
        return status;
    list->items[i] = found;
    list->count += i == list->count;
    return status;
}

/* How many names the key has, KEY_CROWD + 1 for more. */
static cg_status count_under(cg_store *store, cg_text key, int64_t *count,
                             cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_COUNT_KEY, &query, err);
    if (status == CG_OK) {
        sql_bind_string(&query, 1, key);
        sql_bind_integer(&query, 2, KEY_CROWD + 1);
        status = sql_step(&query, err);
    }
    *count = status == CG_ROW ? sql_integer(&query, 0) : 0;
    sql_close(&query);
    return status == CG_ROW ? CG_OK : status;
}

static cg_status find_under(cg_store *store, cg_text key, size_t index,
                            const cg_name_form *form, cg_arena *arena,
                            alike_list *list, cg_error *err)
{
    int64_t count;
    sql_query query = {0};
    cg_status status = count_under(store, key, &count, err);
    if (status != CG_OK || count == 0 || count > KEY_CROWD)
        return status;
    status = sql_open(store, SQL_FIND_KEY, &query, err);
    if (status == CG_OK)
        sql_bind_string(&query, 1, key);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        cg_name_form other;
        cg_alike_name found = {.index = index,
                               .own = sql_integer(&query, 0),
                               .text = sql_text(&query, 1),
                               .shown = sql_integer(&query, 2) != 0};
        found.entity = merge_lowest(&store->merges, found.own);
        status = key_form(store, found.text, &other, err);
        found.alike = status == CG_OK ? cg_name_alike(form, &other) : CG_UNLIKE;
        if (found.alike != CG_UNLIKE)
            status = keep(list, found, arena, err);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static int by_likeness(const void *a, const void *b)
{
    const cg_alike_name *x = a, *y = b;
    if (x->alike != y->alike)
        return x->alike > y->alike ? -1 : 1;
    if (x->shown != y->shown)
        return x->shown ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static cg_status find_alike(cg_store *store, cg_text name, size_t index,
                            cg_arena *arena, alike_list *list, cg_error *err)
{
    cg_name_form form;
    cg_name_keys keys;
    list->first = list->count;
    cg_status status = make_keys(store, name, &form, &keys, err);
    for (size_t i = 0; status == CG_OK && i < keys.count; i++)
        status = find_under(store, keys.items[i], index, &form, arena, list, err);
    cg_arena_reset(&store->forms);
    size_t count = list->count - list->first;
    if (count > 0)
        qsort(list->items + list->first, count, sizeof *list->items, by_likeness);
    for (size_t i = list->first; i < list->count && status == CG_OK; i++)
        status = kinds_of(store, list->items[i].entity, &list->items[i].kinds, err);
    return status;
}

cg_status cg_store_find_alike(cg_store *store, const cg_text *names, size_t count,
                              cg_arena *arena, const cg_alike_name **found,
                              size_t *found_count, cg_error *err)
{
    *found = NULL;
    *found_count = 0;
    alike_list list = {0};
    void *rows = NULL;
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = find_alike(store, names[i], i, arena, &list, err);
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
