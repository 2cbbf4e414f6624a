/* What went in. */
#include "graph/question/question.h"

#include "graph/question/cursor.h"
#include "graph/question/lookup.h"

enum { SOURCES_COLUMNS = 12 };
static const char *const sources_columns[SOURCES_COLUMNS] = {
    "source", "form", "title",   "publisher", "date",  "language",
    "url",    "file", "licence", "bytes",     "facts", "recorded"};

static cg_status add_source(cursor_table *table, const cg_source_row *row,
                            uint64_t facts, cg_error *err)
{
    const cg_source *source = &row->source;
    cg_value cells[SOURCES_COLUMNS] = {cursor_id(row->id),
                                       cg_string(cg_lookup_form_name(source->form)),
                                       cursor_text(source->title),
                                       cursor_text(source->publisher),
                                       {.type = CG_NULL},
                                       cursor_text(source->language),
                                       cursor_text(source->url),
                                       cursor_text(source->file),
                                       cursor_text(source->licence),
                                       cursor_number(row->size),
                                       cursor_number(facts),
                                       cursor_text(row->recorded)};
    cg_status status = cursor_date(source->date, &table->arena, &cells[4], err);

    return status == CG_OK ? cursor_table_add(table, cells, err) : status;
}

static cg_status add_sources(cursor_table *table, cg_store *store,
                             const cg_source_row *rows, size_t count, cg_error *err)
{
    cg_id *ids = cg_arena_array(&table->arena, count + 1, sizeof *ids);
    uint64_t *facts = cg_arena_array(&table->arena, count + 1, sizeof *facts);
    cg_status status = CG_OK;

    if (ids == NULL || facts == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    status = cg_store_source_facts(store, ids, count, facts, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_source(table, &rows[i], facts[i], err);
    return status;
}

cg_status cg_ask_sources(cg_store *store, cg_cursor **cursor, cg_error *err)
{
    cursor_table *table = NULL;
    const cg_source_row *rows = NULL;
    size_t count = 0;
    cg_status status =
        cursor_table_new(sources_columns, SOURCES_COLUMNS, &table, err);

    if (status == CG_OK)
        status = cg_store_sources(store, NULL, &count, &table->arena, &rows, err);
    if (status == CG_OK)
        status = add_sources(table, store, rows, count, err);
    return cursor_table_finish(table, status, cursor);
}
