/* Names and quotes that contain a text. */
#include "graph/question/question.h"

#include "graph/question/cursor.h"
#include "graph/question/lookup.h"

enum { SEARCH_COLUMNS = 6 };
static const char *const search_columns[SEARCH_COLUMNS] = {
    "found", "entity", "kind", "fact", "text", "source"};

/* What the hits of one search refer to, fetched at once. The hits come with the
 * names first. */
typedef struct {
    const cg_hit *hits;
    size_t count;
    size_t name_count;         /* of the hits, those in names */
    const cg_entity *entities; /* of the hits in names */
    cg_id *sources;            /* of each hit */
    cg_lookup_sources rows;
} findings;

/* The source that gave the spelling of each hit in a name. */
static cg_status find_name_sources(findings *found, cg_store *store,
                                   cg_arena *arena, cg_error *err)
{
    const cg_name_row *names = NULL;
    size_t name_count = 0;
    cg_id *ids = cg_arena_array(arena, found->name_count + 1, sizeof *ids);
    cg_status status = CG_OK;

    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < found->name_count; i++)
        ids[i] = found->hits[i].entity;
    status = cg_lookup_entities(store, ids, found->name_count, arena,
                                &found->entities, err);
    if (status == CG_OK)
        status = cg_store_names(store, ids, found->name_count, arena, &names,
                                &name_count, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < found->name_count; i++)
        for (size_t k = 0; k < name_count && found->sources[i] == 0; k++)
            if (names[k].entity == ids[i] &&
                cg_text_equal(names[k].text, found->hits[i].text))
                found->sources[i] = names[k].source;
    return CG_OK;
}

/* The source of the evidence of each hit in a quote. */
static cg_status find_quote_sources(findings *found, cg_store *store,
                                    cg_arena *arena, cg_error *err)
{
    size_t quotes = found->count - found->name_count;
    const cg_evidence *evidence = NULL;
    size_t evidence_count = 0;
    cg_id *ids = cg_arena_array(arena, quotes + 1, sizeof *ids);
    cg_status status = CG_OK;

    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < quotes; i++)
        ids[i] = found->hits[found->name_count + i].fact;
    status = cg_store_evidence(store, ids, quotes, arena, &evidence,
                               &evidence_count, err);
    if (status != CG_OK)
        return status;
    for (size_t i = found->name_count; i < found->count; i++)
        for (size_t k = 0; k < evidence_count && found->sources[i] == 0; k++)
            if (evidence[k].id == found->hits[i].evidence)
                found->sources[i] = evidence[k].source;
    return CG_OK;
}

static cg_status gather(findings *found, cg_store *store, cg_arena *arena,
                        cg_error *err)
{
    cg_status status = CG_OK;

    while (found->name_count < found->count &&
           found->hits[found->name_count].in_name)
        found->name_count++;
    found->sources =
        cg_arena_array(arena, found->count + 1, sizeof *found->sources);
    if (found->sources == NULL)
        return cg_fail_memory(err);
    status = find_name_sources(found, store, arena, err);
    if (status == CG_OK)
        status = find_quote_sources(found, store, arena, err);
    if (status == CG_OK)
        status = cg_lookup_sources_open(&found->rows, store, found->sources,
                                        found->count, arena, err);
    return status;
}

static cg_status add_hit(cursor_table *table, const cg_vocabulary *vocabulary,
                         const findings *found, size_t index, cg_error *err)
{
    const cg_hit *hit = &found->hits[index];
    const cg_source_row *source =
        cg_lookup_source(&found->rows, found->sources[index]);
    cg_text kinds = {0};
    cg_value cells[SEARCH_COLUMNS] = {
        cg_string(hit->in_name ? CG_TEXT("name") : CG_TEXT("quote")),
        {.type = CG_NULL},
        {.type = CG_NULL},
        cursor_id(hit->in_name ? 0 : hit->fact),
        cg_string(hit->text),
        {.type = CG_NULL}};
    cg_status status = CG_OK;

    if (source != NULL)
        cells[5] = cursor_text(cg_lookup_source_name(&source->source));
    if (hit->in_name) {
        status = cg_lookup_kinds(vocabulary, found->entities[index].kinds,
                                 &table->arena, &kinds, err);
        cells[1] = cg_string(found->entities[index].name);
        cells[2] = cursor_text(kinds);
    }
    return status == CG_OK ? cursor_table_add(table, cells, err) : status;
}

cg_status cg_ask_search(cg_store *store, cg_text text, size_t limit,
                        cg_cursor **cursor, cg_error *err)
{
    cursor_table *table = NULL;
    findings found = {0};
    cg_status status =
        cursor_table_new(search_columns, SEARCH_COLUMNS, &table, err);

    if (status != CG_OK)
        goto done;
    status = cg_store_search(store, text, limit, &table->arena, &found.hits,
                             &found.count, err);
    if (status == CG_OK)
        status = gather(&found, store, &table->arena, err);
    for (size_t i = 0; i < found.count && status == CG_OK; i++)
        status = add_hit(table, cg_store_vocabulary(store), &found, i, err);
done:
    return cursor_table_finish(table, status, cursor);
}
