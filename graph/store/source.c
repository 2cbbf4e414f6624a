/* Sources and their texts. */
#include "graph/store/adjacency.h"
#include "graph/store/hidden.h"
#include "graph/store/span.h"

#include <assert.h>
#include <stdlib.h>

static const char *const form_names[] = {[CG_ARTICLE] = "article",
                                         [CG_SHEET] = "sheet",
                                         [CG_CITED] = "cited",
                                         [CG_QUERY] = "query"};

static cg_source_form form_of(cg_text name)
{
    for (int i = CG_ARTICLE; i <= CG_QUERY; i++)
        if (cg_text_equal(name, cg_text_z(form_names[i])))
            return (cg_source_form)i;
    return CG_CITED;
}

/* ---- Writing ---- */

/* The id that a query gives in its first row; 0 for none. */
static cg_status step_id(sql_query *query, cg_id *id, cg_error *err)
{
    cg_status status = sql_step(query, err);
    *id = status == CG_ROW ? sql_integer(query, 0) : 0;
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

cg_status cg_store_find_digest(cg_store *store, const cg_digest *digest,
                               cg_id *source, cg_error *err)
{
    *source = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FIND_DIGEST, &query, err);
    if (status == CG_OK) {
        sql_bind_digest(&query, 1, digest);
        status = step_id(&query, source, err);
    }
    sql_close(&query);
    return status;
}

/* What tells one cited source from another. */
static void bind_identity(sql_query *query, const cg_source *source)
{
    sql_bind_text(query, 1, source->url);
    sql_bind_text(query, 2, source->title);
    sql_bind_text(query, 3, source->publisher);
    sql_bind_date(query, 4, source->date);
}

static cg_status find_cited(cg_store *store, const cg_source *source, cg_id *id,
                            cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FIND_CITED, &query, err);
    if (status == CG_OK) {
        bind_identity(&query, source);
        status = step_id(&query, id, err);
    }
    sql_close(&query);
    return status;
}

static cg_status insert_source(cg_store *store, const cg_source *source, cg_id *id,
                               cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_SOURCE, &query, err);
    if (status == CG_OK) {
        bind_identity(&query, source);
        sql_bind_text(&query, 5, source->language);
        sql_bind_text(&query, 6, source->file);
        sql_bind_string(&query, 7, cg_text_z(form_names[source->form]));
        sql_bind_id(&query, 8, store->change);
        sql_bind_text(&query, 9, source->licence);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    if (status == CG_OK)
        *id = sqlite3_last_insert_rowid(store->db);
    return status;
}

cg_status cg_store_add_source(cg_store *store, const cg_source *source, cg_id *id,
                              cg_error *err)
{
    assert(store->change != 0);
    *id = 0;
    cg_status status = CG_OK;
    if (source->form == CG_CITED)
        status = find_cited(store, source, id, err);
    if (status == CG_OK && *id == 0)
        status = insert_source(store, source, id, err);
    return status;
}

cg_status cg_store_add_text(cg_store *store, cg_id source, uint64_t start,
                            cg_text text, cg_error *err)
{
    assert(store->change != 0);
    if (text.size == 0)
        return CG_OK;
    if (start > INT64_MAX - text.size)
        return cg_fail(err, CG_INTERNAL, NULL, "a text that begins at byte %llu",
                       (unsigned long long)start);
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_PASSAGE, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, source);
        sql_bind_integer(&query, 2, (int64_t)start);
        sql_bind_string(&query, 3, text);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    if (status == CG_OK) {
        store->passage.source = source;
        store->passage.start = start;
        store->passage.end = start + text.size;
    }
    return status;
}

cg_status cg_store_end_source(cg_store *store, cg_id source,
                              const cg_digest *digest, uint64_t size, cg_error *err)
{
    assert(store->change != 0 && size <= INT64_MAX);
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_END_SOURCE, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, source);
        sql_bind_digest(&query, 2, digest);
        sql_bind_integer(&query, 3, (int64_t)size);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

cg_status cg_store_add_query(cg_store *store, cg_text title, cg_text text,
                             cg_id *id, cg_error *err)
{
    cg_source source = {.form = CG_QUERY, .title = title};
    cg_digest digest = cg_digest_of(text);
    cg_status status = cg_store_add_source(store, &source, id, err);
    if (status == CG_OK)
        status = cg_store_add_text(store, *id, 0, text, err);
    return status == CG_OK
               ? cg_store_end_source(store, *id, &digest, text.size, err)
               : status;
}

/* ---- Articles that change ---- */

cg_status cg_store_find_former(cg_store *store, const cg_source *source, cg_id *ids,
                               size_t room, size_t *count, cg_error *err)
{
    assert(room <= INT64_MAX);
    *count = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FIND_FORMER, &query, err);
    if (status == CG_OK) {
        sql_bind_text(&query, 1, source->file);
        sql_bind_text(&query, 2, source->title);
        sql_bind_text(&query, 3, source->url);
        sql_bind_date(&query, 4, source->date);
        sql_bind_integer(&query, 5, (int64_t)room);
    }
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        ids[(*count)++] = sql_integer(&query, 0);
        status = CG_OK;
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

cg_status cg_store_find_former_sheets(cg_store *store, const cg_source *source,
                                      cg_id *ids, bool *same_file, size_t room,
                                      size_t *count, cg_error *err)
{
    assert(room <= INT64_MAX);
    *count = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FIND_FORMER_SHEETS, &query, err);
    if (status == CG_OK) {
        sql_bind_text(&query, 1, source->file);
        sql_bind_text(&query, 2, source->title);
        sql_bind_integer(&query, 3, (int64_t)room);
    }
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        ids[*count] = sql_integer(&query, 0);
        same_file[(*count)++] = sql_integer(&query, 1) != 0;
        status = CG_OK;
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

void cg_store_expect_retraction(cg_store *store, cg_id source)
{
    store->replaced = source;
}

static cg_status retract(cg_store *store, sql_statement which, cg_id source,
                         uint64_t *facts, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, store->change);
        sql_bind_id(&query, 2, source);
        status = adjacency_note_retracted(store, &query, facts, err);
    }
    sql_close(&query);
    return status;
}

/* Where others say a fact, too, what its own row says is withdrawn without it. */
static cg_status move_shared(cg_store *store, cg_id source, cg_error *err)
{
    cg_id *facts = NULL;
    size_t count = 0, room = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SAID_BY_OTHERS, &query, err);
    if (status == CG_OK)
        sql_bind_id(&query, 1, source);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        status = cg_grow(facts, &room, count + 1, err);
        if (status == CG_OK)
            facts[count++] = sql_integer(&query, 0);
    }
    sql_close(&query);
    status = status == CG_DONE ? CG_OK : status;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = evidence_move(store, facts[i], err);
    free(facts);
    return status;
}

cg_status cg_store_retract_source(cg_store *store, cg_id source, uint64_t *facts,
                                  cg_error *err)
{
    assert(store->change != 0);
    *facts = 0;
    hidden_forget(store);
    cg_status status = span_flush(store, err);
    if (status == CG_OK)
        status = move_shared(store, source, err);
    if (status == CG_OK)
        status = retract(store, SQL_RETRACT_EVIDENCE, source, NULL, err);
    if (status == CG_OK)
        status = retract(store, SQL_RETRACT_UNSAID, source, facts, err);
    if (status == CG_OK)
        status = retract(store, SQL_RETRACT_SAID, source, facts, err);
    if (status == CG_OK)
        status = retract(store, SQL_RETRACT_SOURCE, source, NULL, err);
    return status;
}

/* ---- Texts ---- */

/* The piece of `source` that byte `at` lies in: the query stands at its row, with
 * columns start, size, text. CG_DONE if there is none. */
static cg_status find_passage(cg_store *store, cg_id source, uint64_t at,
                              sql_query *query, cg_error *err)
{
    if (at > INT64_MAX)
        return CG_DONE;
    cg_status status = sql_open(store, SQL_PASSAGE, query, err);
    if (status != CG_OK)
        return status;
    sql_bind_id(query, 1, source);
    sql_bind_integer(query, 2, (int64_t)at);
    status = sql_step(query, err);
    if (status == CG_ROW && sql_size(query, 0) + sql_size(query, 1) <= at)
        return CG_DONE;
    return status;
}

/* Append what the piece at `*at` has of [*at, end); CG_DONE if there is none. */
static cg_status append_piece(cg_store *store, cg_id source, uint64_t *at,
                              uint64_t end, cg_buffer *out, cg_error *err)
{
    sql_query query = {0};
    cg_status status = find_passage(store, source, *at, &query, err);
    if (status == CG_ROW) {
        cg_text text = sql_text(&query, 2);
        size_t from = (size_t)(*at - sql_size(&query, 0));
        size_t size = text.size - from;
        if (size > end - *at)
            size = (size_t)(end - *at);
        cg_buffer_add(out, cg_text_slice(text, from, from + size));
        *at += size;
        status = cg_buffer_status(out, err);
    }
    sql_close(&query);
    return status;
}

cg_status passage_read(cg_store *store, cg_id source, uint64_t start, uint64_t end,
                       cg_buffer *out, cg_error *err)
{
    cg_buffer_reuse(out);
    if (start >= end)
        return CG_OK;
    uint64_t at = start;
    cg_status status = append_piece(store, source, &at, end, out, err);
    if (status == CG_DONE || (status == CG_OK && at < end))
        cg_buffer_reuse(out);
    return status == CG_DONE ? CG_OK : status;
}

cg_status passage_check(cg_store *store, cg_id source, uint64_t start, uint64_t end,
                        cg_error *err)
{
    if (store->passage.source != source || start < store->passage.start ||
        start >= store->passage.end) {
        sql_query query = {0};
        cg_status status = find_passage(store, source, start, &query, err);
        store->passage.source = 0;
        if (status == CG_ROW) {
            store->passage.source = source;
            store->passage.start = sql_size(&query, 0);
            store->passage.end = store->passage.start + sql_size(&query, 1);
        }
        sql_close(&query);
        if (status != CG_ROW && status != CG_DONE)
            return status;
    }
    if (store->passage.source == source && start <= end &&
        end <= store->passage.end)
        return CG_OK;
    return cg_fail(err, CG_INTERNAL, NULL,
                   "bytes %llu to %llu do not lie in one piece of source %lld",
                   (unsigned long long)start, (unsigned long long)end,
                   (long long)source);
}

cg_status cg_store_text(cg_store *store, cg_id source, uint64_t start, uint64_t end,
                        cg_arena *arena, cg_text *text, cg_error *err)
{
    *text = (cg_text){0};
    cg_buffer out = {0};
    uint64_t at = start;
    cg_status status = CG_OK;
    while (at < end && status == CG_OK)
        status = append_piece(store, source, &at, end, &out, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&out), text, err);
    cg_buffer_release(&out);
    if (status == CG_DONE)
        return cg_fail(err, CG_NOT_FOUND, NULL,
                       "the file does not hold byte %llu of source %lld",
                       (unsigned long long)at, (long long)source);
    return status;
}

/* ---- Reading ---- */

static cg_status copy_texts(const sql_query *query, cg_arena *arena,
                            cg_source_row *row, cg_error *err)
{
    cg_source *source = &row->source;
    struct {
        int column;
        cg_text *text;
    } texts[] = {{0, &source->url},       {1, &source->title},
                 {2, &source->publisher}, {4, &source->language},
                 {5, &source->file},      {8, &row->recorded},
                 {9, &source->licence}};
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == CG_OK; i++)
        status = sql_copy(query, texts[i].column, arena, texts[i].text, err);
    return status;
}

static cg_status read_source(cg_store *store, cg_id id, cg_arena *arena,
                             cg_source_row *row, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SOURCE, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, id);
        status = sql_step(&query, err);
    }
    if (status == CG_ROW) {
        row->id = id;
        row->source.form = form_of(sql_text(&query, 6));
        row->source.date = sql_date(&query, 3);
        row->size = sql_size(&query, 7);
        status = copy_texts(&query, arena, row, err);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* All ids; the caller frees them. */
static cg_status all_sources(cg_store *store, cg_id **ids, size_t *count,
                             cg_error *err)
{
    size_t room = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SOURCE_IDS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        status = cg_grow(*ids, &room, *count + 1, err);
        if (status == CG_OK)
            (*ids)[(*count)++] = sql_integer(&query, 0);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

cg_status cg_store_sources(cg_store *store, const cg_id *ids, size_t *count,
                           cg_arena *arena, const cg_source_row **out,
                           cg_error *err)
{
    cg_id *all = NULL;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK && ids == NULL) {
        *count = 0;
        status = all_sources(store, &all, count, err);
        ids = all;
    }
    cg_source_row *rows = NULL;
    if (status == CG_OK) {
        rows = cg_arena_array(arena, *count, sizeof *rows);
        status = rows != NULL ? CG_OK : cg_fail_memory(err);
    }
    for (size_t i = 0; status == CG_OK && i < *count; i++)
        status = read_source(store, ids[i], arena, &rows[i], err);
    *out = rows;
    free(all);
    return status;
}

cg_status cg_store_source_facts(cg_store *store, const cg_id *ids, size_t count,
                                uint64_t *counts, cg_error *err)
{
    sql_query query = {0};
    cg_status status = span_flush(store, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_SOURCE_FACTS, &query, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        sql_bind_id(&query, 1, ids[i]);
        status = sql_step(&query, err);
        if (status == CG_ROW) {
            counts[i] = sql_size(&query, 0);
            sql_rewind(&query);
            status = CG_OK;
        }
    }
    sql_close(&query);
    return status;
}
