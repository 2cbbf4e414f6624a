/* Every quote behind a fact. */
#include "graph/question/question.h"

#include "graph/question/cursor.h"
#include "graph/question/lookup.h"

enum { EVIDENCE_COLUMNS = 15 };
static const char *const evidence_columns[EVIDENCE_COLUMNS] = {
    "fact",      "subject", "type", "object", "quote",
    "modality",  "speaker", "rule", "source", "title",
    "publisher", "date",    "url",  "start",  "end"};

/* The fact, its ends, and all that its evidence refers to. */
typedef struct {
    cg_fact fact;
    const cg_evidence *items;
    size_t count;
    const cg_entity *entities; /* subject, object, then each item's speaker */
    cg_lookup_sources sources;
} fact_support;

static cg_status fetch_fact(fact_support *support, cg_store *store, cg_id fact,
                            cg_arena *arena, cg_error *err)
{
    cg_status status = cg_store_facts(store, &fact, 1, arena, &support->fact, err);

    if (status == CG_OK && support->fact.id == 0)
        status = cg_fail(err, CG_NOT_FOUND, NULL, "there is no fact %lld",
                         (long long)fact);
    if (status == CG_OK)
        status = cg_store_evidence(store, &fact, 1, arena, &support->items,
                                   &support->count, err);
    return status;
}

static cg_status fetch(fact_support *support, cg_store *store, cg_id fact,
                       cg_arena *arena, cg_error *err)
{
    cg_status status = fetch_fact(support, store, fact, arena, err);
    cg_id *entities = NULL;
    cg_id *sources = NULL;

    if (status != CG_OK)
        return status;
    entities = cg_arena_array(arena, support->count + 2, sizeof *entities);
    sources = cg_arena_array(arena, support->count + 1, sizeof *sources);
    if (entities == NULL || sources == NULL)
        return cg_fail_memory(err);
    entities[0] = support->fact.subject;
    entities[1] = support->fact.object;
    for (size_t i = 0; i < support->count; i++) {
        entities[i + 2] = support->items[i].speaker;
        sources[i] = support->items[i].source;
    }
    status = cg_lookup_entities(store, entities, support->count + 2, arena,
                                &support->entities, err);
    if (status == CG_OK)
        status = cg_lookup_sources_open(&support->sources, store, sources,
                                        support->count, arena, err);
    return status;
}

static cg_status add_item(cursor_table *table, const cg_vocabulary *vocabulary,
                          const fact_support *support, size_t index, cg_error *err)
{
    const cg_evidence *item = &support->items[index];
    const cg_source_row *row = cg_lookup_source(&support->sources, item->source);
    const cg_source unknown = {0};
    const cg_source *source = row == NULL ? &unknown : &row->source;
    cg_value cells[EVIDENCE_COLUMNS] = {
        cursor_id(support->fact.id),
        cg_string(support->entities[0].name),
        cg_string(cg_relation_at(vocabulary, support->fact.relation)->name),
        cg_string(support->entities[1].name),
        cursor_text(item->quote),
        cg_string(cg_text_z(cg_modality_name(item->modality))),
        cursor_text(support->entities[index + 2].name),
        cursor_text(item->rule),
        cursor_id(item->source),
        cursor_text(source->title),
        cursor_text(source->publisher),
        {.type = CG_NULL},
        cursor_text(source->url),
        {.type = CG_NULL},
        {.type = CG_NULL}};
    cg_status status = cursor_date(source->date, &table->arena, &cells[11], err);

    if (item->ranged) {
        cells[13] = cursor_number(item->start);
        cells[14] = cursor_number(item->end);
    }
    return status == CG_OK ? cursor_table_add(table, cells, err) : status;
}

cg_status cg_ask_evidence(cg_store *store, cg_id fact, cg_cursor **cursor,
                          cg_error *err)
{
    cursor_table *table = NULL;
    fact_support support = {0};
    cg_status status =
        cursor_table_new(evidence_columns, EVIDENCE_COLUMNS, &table, err);

    if (status == CG_OK)
        status = fetch(&support, store, fact, &table->arena, err);
    for (size_t i = 0; i < support.count && status == CG_OK; i++)
        status = add_item(table, cg_store_vocabulary(store), &support, i, err);
    return cursor_table_finish(table, status, cursor);
}
