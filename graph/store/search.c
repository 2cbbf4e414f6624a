/* Full-text search in names and quotes. */
#include "graph/store/base.h"

#include <stdlib.h>

#include "schema/fold.h"

cg_status search_insert_quote(cg_store *store, cg_id row, cg_text text,
                              cg_error *err)
{
    cg_buffer_reuse(&store->text);
    cg_text_search_form(text, &store->text);
    cg_status status = cg_buffer_status(&store->text, err);
    sql_query query = {0};
    if (status == CG_OK)
        status = sql_open(store, SQL_ADD_QUOTE_WORDS, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, row);
        sql_bind_string(&query, 2, cg_buffer_text(&store->text));
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

/* ---- The phrase ---- */

/* `text` as an FTS5 phrase whose last word is a prefix. Only words and blanks are left
 * of it, so that nothing in it is an operator. */
static cg_status make_phrase(cg_text text, cg_buffer *phrase, cg_error *err)
{
    cg_buffer form = {0};
    cg_text_search_form(text, &form);
    cg_status status = cg_buffer_status(&form, err);
    bool some = false;
    cg_buffer_add_byte(phrase, '"');
    for (size_t at = 0; status == CG_OK && at < form.size;) {
        size_t start = at;
        bool word = cg_point_is_word(cg_text_next(cg_buffer_text(&form), &at));
        some = some || word;
        cg_buffer_add(phrase, word ? cg_text_slice(cg_buffer_text(&form), start, at)
                                   : CG_TEXT(" "));
    }
    cg_buffer_add_z(phrase, "\"*");
    cg_buffer_release(&form);
    if (status == CG_OK && !some)
        return cg_fail(err, CG_REFUSED, NULL,
                       "nothing to search for: give a letter or digit");
    return status == CG_OK ? cg_buffer_status(phrase, err) : status;
}

/* ---- Hits ---- */

typedef struct {
    cg_hit *items;
    size_t count, room;
} hit_list;

static cg_status take_name(cg_store *store, const sql_query *query, cg_arena *arena,
                           cg_hit *hit, cg_error *err)
{
    hit->in_name = true;
    hit->entity = merge_lowest(&store->merges, sql_integer(query, 0));
    return sql_copy(query, 1, arena, &hit->text, err);
}

static cg_status take_quote(cg_store *store, const sql_query *query,
                            cg_arena *arena, cg_hit *hit, cg_error *err)
{
    hit->fact = sql_integer(query, 0);
    hit->evidence = sql_integer(query, 1);
    cg_status status = sql_copy(query, 6, arena, &hit->text, err);
    if (status != CG_OK || hit->text.size > 0)
        return status;
    cg_id through = sql_integer(query, 3);
    status =
        passage_read(store, through != 0 ? through : sql_integer(query, 2),
                     sql_size(query, 4), sql_size(query, 5), &store->more, err);
    return status == CG_OK
               ? cg_arena_copy(arena, cg_buffer_text(&store->more), &hit->text, err)
               : status;
}

typedef cg_status (*take_hit)(cg_store *store, const sql_query *query,
                              cg_arena *arena, cg_hit *hit, cg_error *err);

static cg_status collect(cg_store *store, sql_statement which, take_hit take,
                         cg_text phrase, size_t limit, cg_arena *arena,
                         hit_list *list, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        size_t left = limit - list->count;
        sql_bind_string(&query, 1, phrase);
        sql_bind_integer(&query, 2, left < INT64_MAX ? (int64_t)left : INT64_MAX);
    }
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        cg_hit hit = {0};
        status = take(store, &query, arena, &hit, err);
        if (status == CG_OK)
            status = cg_grow(list->items, &list->room, list->count + 1, err);
        if (status == CG_OK)
            list->items[list->count++] = hit;
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* The names with the words of a name of theirs that stands here with a legal form: to be
 * asked where its whole phrase is in none. */
static cg_status collect_bare(cg_store *store, cg_text name, size_t limit,
                              cg_arena *arena, hit_list *list, cg_error *err)
{
    cg_buffer phrase = {0};
    cg_name_form form;
    cg_status status = key_form(store, name, &form, err);
    if (status == CG_OK && form.bare.size > 0 && form.bare.size < form.whole.size) {
        status = make_phrase(form.bare, &phrase, err);
        if (status == CG_OK)
            status = collect(store, SQL_SEARCH_NAMES, take_name,
                             cg_buffer_text(&phrase), limit, arena, list, err);
    }
    cg_arena_reset(&store->forms);
    cg_buffer_release(&phrase);
    return status;
}

cg_status cg_store_search(cg_store *store, cg_text text, size_t limit,
                          cg_arena *arena, const cg_hit **hits, size_t *hit_count,
                          cg_error *err)
{
    *hits = NULL;
    *hit_count = 0;
    hit_list list = {0};
    cg_buffer phrase = {0};
    void *rows = NULL;
    cg_status status = make_phrase(text, &phrase, err);
    if (status == CG_OK)
        status = store_refresh(store, err);
    if (status == CG_OK)
        status = collect(store, SQL_SEARCH_NAMES, take_name,
                         cg_buffer_text(&phrase), limit, arena, &list, err);
    if (status == CG_OK && list.count == 0)
        status = collect_bare(store, text, limit, arena, &list, err);
    if (status == CG_OK)
        status = collect(store, SQL_SEARCH_QUOTES, take_quote,
                         cg_buffer_text(&phrase), limit, arena, &list, err);
    if (status == CG_OK)
        status = rows_copy(arena, list.items, list.count, sizeof *list.items, &rows,
                           err);
    if (status == CG_OK) {
        *hits = rows;
        *hit_count = list.count;
    }
    cg_buffer_release(&phrase);
    free(list.items);
    return status;
}
