/* Evidence: which source says what for which fact; and where sources name entities. */
#include "graph/store/hidden.h"

#include <assert.h>
#include <stdlib.h>

/* ---- Adding ---- */

/* Whose text the range lies in. */
static cg_id text_source(const cg_new_evidence *item)
{
    return item->through != 0 ? item->through : item->source;
}

static cg_status has_evidence(cg_store *store, const cg_new_evidence *item,
                              bool *there, cg_error *err)
{
    bool quoted = item->quote.size > 0;
    sql_query query = {0};
    cg_status status =
        sql_open(store, quoted ? SQL_FIND_QUOTE : SQL_FIND_EVIDENCE, &query, err);
    if (status != CG_OK)
        return status;
    sql_bind_id(&query, 1, item->fact);
    sql_bind_id(&query, 2, item->source);
    if (quoted) {
        sql_bind_string(&query, 3, item->quote);
        sql_bind_integer(&query, 4, item->modality);
        sql_bind_id(&query, 5, store->replaced);
    } else {
        sql_bind_id(&query, 3, item->through);
        sql_bind_integer(&query, 4, (int64_t)item->start);
        sql_bind_integer(&query, 5, (int64_t)item->end);
        sql_bind_integer(&query, 6, item->modality);
    }
    status = sql_step(&query, err);
    *there = status == CG_ROW;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

cg_status evidence_insert(cg_store *store, const cg_new_evidence *item,
                          cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_EVIDENCE, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, item->fact);
        sql_bind_id(&query, 2, item->source);
        sql_bind_id(&query, 3, item->through);
        sql_bind_integer(&query, 4, (int64_t)item->start);
        sql_bind_integer(&query, 5, (int64_t)item->end);
        sql_bind_text(&query, 6, item->quote);
        sql_bind_integer(&query, 7, item->modality);
        sql_bind_id(&query, 8, item->speaker);
        sql_bind_text(&query, 9, item->rule);
        sql_bind_id(&query, 10, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    hidden_forget(store);
    return status;
}

static cg_status is_article(cg_store *store, cg_id source, bool *article,
                            cg_error *err)
{
    if (store->form.source == source) {
        *article = store->form.article;
        return CG_OK;
    }
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SOURCE_FORM, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, source);
        status = sql_step(&query, err);
    }
    *article =
        status == CG_ROW && cg_text_equal(sql_text(&query, 0), CG_TEXT("article"));
    sql_close(&query);
    store->form.source = status == CG_ROW ? source : 0;
    store->form.article = *article;
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

/* Make what an article or a cited source says findable. A sheet's rows are not: they
 * say nothing that the names in them do not. */
static cg_status index_quote(cg_store *store, const cg_new_evidence *item,
                             cg_id row, cg_error *err)
{
    if (item->quote.size > 0)
        return search_insert_quote(store, row, item->quote, err);
    bool article = false;
    cg_status status = CG_OK;
    if (item->through == 0 && item->end > item->start)
        status = is_article(store, item->source, &article, err);
    if (status != CG_OK || !article)
        return status;
    status = passage_read(store, item->source, item->start, item->end, &store->more,
                          err);
    if (status != CG_OK)
        return status;
    return search_insert_quote(store, row, cg_buffer_text(&store->more), err);
}

static cg_status add_evidence(cg_store *store, const cg_new_evidence *item,
                              bool *fresh, cg_error *err)
{
    bool there;
    cg_status status = CG_OK;
    *fresh = false;
    if (item->end != item->start)
        status =
            passage_check(store, text_source(item), item->start, item->end, err);
    if (status == CG_OK)
        status = has_evidence(store, item, &there, err);
    if (status != CG_OK || there)
        return status;
    status = evidence_insert(store, item, err);
    if (status != CG_OK)
        return status;
    *fresh = true;
    return index_quote(store, item, sqlite3_last_insert_rowid(store->db), err);
}

cg_status evidence_fits_fact(cg_store *store, const cg_new_evidence *item,
                             bool *fits, cg_error *err)
{
    bool article = false;
    cg_status status = CG_OK;
    *fits = item->modality == CG_ASSERTED && item->speaker == 0 &&
            item->rule.size == 0 && item->quote.size == 0;
    if (*fits && item->end != item->start)
        status =
            passage_check(store, text_source(item), item->start, item->end, err);
    if (status == CG_OK && *fits && item->through == 0)
        status = is_article(store, item->source, &article, err);
    *fits = *fits && !article;
    return status;
}

cg_status evidence_move(cg_store *store, cg_id fact, cg_error *err)
{
    static const sql_statement both[] = {SQL_MOVE_EVIDENCE, SQL_CLEAR_EVIDENCE};
    cg_status status = CG_OK;
    for (size_t i = 0; i < 2 && status == CG_OK; i++) {
        sql_query query = {0};
        status = sql_open(store, both[i], &query, err);
        if (status == CG_OK) {
            sql_bind_id(&query, 1, fact);
            status = sql_run(&query, err);
        }
        sql_close(&query);
    }
    return status;
}

cg_status cg_store_add_evidence(cg_store *store, const cg_new_evidence *items,
                                size_t count, bool *fresh, cg_error *err)
{
    assert(store->change != 0);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_evidence(store, &items[i], &fresh[i], err);
    return status;
}

/* ---- Fetching ---- */

typedef struct {
    cg_evidence *items;
    size_t count, room;
} evidence_list;

/* The quote: stored with a cited source's, else the range of the text. */
static cg_status read_quote(cg_store *store, const sql_query *query,
                            cg_arena *arena, cg_evidence *evidence, cg_error *err)
{
    cg_status status = sql_copy(query, 5, arena, &evidence->quote, err);
    if (status != CG_OK || evidence->quote.size > 0)
        return status;
    cg_id source = evidence->through != 0 ? evidence->through : evidence->source;
    status = passage_read(store, source, evidence->start, evidence->end,
                          &store->more, err);
    if (status != CG_OK || store->more.size == 0)
        return status;
    evidence->ranged = true;
    return cg_arena_copy(arena, cg_buffer_text(&store->more), &evidence->quote,
                         err);
}

static cg_status read_evidence(cg_store *store, const sql_query *query,
                               cg_arena *arena, cg_evidence *evidence,
                               cg_error *err)
{
    uint64_t modality = sql_size(query, 6);
    evidence->id = sql_integer(query, 0);
    evidence->source = sql_integer(query, 1);
    evidence->through = sql_integer(query, 2);
    evidence->start = sql_size(query, 3);
    evidence->end = sql_size(query, 4);
    evidence->modality =
        modality < CG_MODALITY_COUNT ? (cg_modality)modality : CG_DENIED;
    evidence->speaker = sql_integer(query, 7);
    if (evidence->speaker != 0)
        evidence->speaker = merge_lowest(&store->merges, evidence->speaker);
    cg_status status = sql_copy(query, 8, arena, &evidence->rule, err);
    return status == CG_OK ? read_quote(store, query, arena, evidence, err)
                           : status;
}

static cg_status list_evidence(cg_store *store, sql_query *query, cg_id fact,
                               cg_arena *arena, evidence_list *list, cg_error *err)
{
    sql_bind_id(query, 1, fact);
    cg_status status;
    while ((status = sql_step(query, err)) == CG_ROW) {
        cg_evidence evidence = {.fact = fact};
        status = read_evidence(store, query, arena, &evidence, err);
        if (status == CG_OK)
            status = cg_grow(list->items, &list->room, list->count + 1, err);
        if (status != CG_OK)
            return status;
        list->items[list->count++] = evidence;
    }
    return status == CG_DONE ? CG_OK : status;
}

cg_status cg_store_evidence(cg_store *store, const cg_id *ids, size_t count,
                            cg_arena *arena, const cg_evidence **out,
                            size_t *out_count, cg_error *err)
{
    *out = NULL;
    *out_count = 0;
    evidence_list list = {0};
    void *rows = NULL;
    sql_query query = {0};
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_EVIDENCE, &query, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = list_evidence(store, &query, ids[i], arena, &list, err);
    sql_close(&query);
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
