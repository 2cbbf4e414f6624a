#include "graph/question/lookup.h"

#include <stdlib.h>

#include "schema/fold.h"

cg_status cg_lookup_entities(cg_store *store, const cg_id *ids, size_t count,
                             cg_arena *arena, const cg_entity **entities,
                             cg_error *err)
{
    cg_entity *out = cg_arena_array(arena, count, sizeof *out);

    *entities = out;
    if (out == NULL)
        return count == 0 ? CG_OK : cg_fail_memory(err);
    return cg_store_entities(store, ids, count, arena, out, err);
}

cg_status cg_lookup_entity(cg_store *store, cg_id id, cg_arena *arena,
                           cg_entity *entity, cg_error *err)
{
    cg_status status = cg_store_entities(store, &id, 1, arena, entity, err);

    if (status == CG_OK && entity->id == 0)
        status = cg_fail(err, CG_NOT_FOUND, NULL, "there is no entity '#%lld'",
                         (long long)id);
    return status;
}

cg_status cg_lookup_kinds(const cg_vocabulary *vocabulary, cg_kinds kinds,
                          cg_arena *arena, cg_text *text, cg_error *err)
{
    cg_buffer joined = {0};
    cg_status status = CG_OK;

    for (size_t i = 0; i < cg_kind_count(vocabulary); i++) {
        if ((kinds >> i & 1) == 0)
            continue;
        if (joined.size > 0)
            cg_buffer_add_byte(&joined, '|');
        cg_buffer_add(&joined, cg_kind_at(vocabulary, i)->name);
    }
    status = cg_buffer_status(&joined, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&joined), text, err);
    cg_buffer_release(&joined);
    return status;
}

cg_text cg_lookup_source_name(const cg_source *source)
{
    if (source->title.size > 0)
        return source->title;
    if (source->file.size > 0)
        return source->file;
    if (source->url.size > 0)
        return source->url;
    return source->publisher;
}

cg_text cg_lookup_form_name(cg_source_form form)
{
    switch (form) {
    case CG_ARTICLE:
        return CG_TEXT("article");
    case CG_SHEET:
        return CG_TEXT("sheet");
    case CG_CITED:
        return CG_TEXT("cited");
    case CG_QUERY:
        return CG_TEXT("query");
    }
    return CG_TEXT("");
}

static int compare_ids(const void *a, const void *b)
{
    cg_id left = *(const cg_id *)a;
    cg_id right = *(const cg_id *)b;

    return (left > right) - (left < right);
}

/* Sort, and drop what repeats and 0. */
static size_t unique_ids(cg_id *ids, size_t count)
{
    size_t kept = 0;

    qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++)
        if (ids[i] != 0 && (kept == 0 || ids[i] != ids[kept - 1]))
            ids[kept++] = ids[i];
    return kept;
}

cg_status cg_lookup_sources_open(cg_lookup_sources *sources, cg_store *store,
                                 const cg_id *ids, size_t count, cg_arena *arena,
                                 cg_error *err)
{
    cg_id *wanted = NULL;

    *sources = (cg_lookup_sources){0};
    if (count == 0)
        return CG_OK;
    wanted = cg_arena_array(arena, count, sizeof *wanted);
    if (wanted == NULL)
        return cg_fail_memory(err);
    memcpy(wanted, ids, count * sizeof *wanted);
    sources->count = unique_ids(wanted, count);
    if (sources->count == 0)
        return CG_OK;
    return cg_store_sources(store, wanted, &sources->count, arena, &sources->rows,
                            err);
}

static int compare_source(const void *key, const void *row)
{
    cg_id id = *(const cg_id *)key;
    cg_id other = ((const cg_source_row *)row)->id;

    return (id > other) - (id < other);
}

const cg_source_row *cg_lookup_source(const cg_lookup_sources *sources, cg_id id)
{
    if (sources->count == 0)
        return NULL;
    return bsearch(&id, sources->rows, sources->count, sizeof *sources->rows,
                   compare_source);
}

void cg_lookup_quote(cg_text name, cg_buffer *out)
{
    enum { QUOTE_POINTS = 60 };
    size_t at = 0;

    for (int points = 0; at < name.size && points < QUOTE_POINTS; points++)
        cg_text_next(name, &at);
    cg_text_printable(cg_text_slice(name, 0, at), out);
    if (at < name.size)
        cg_buffer_add_z(out, "…");
}
