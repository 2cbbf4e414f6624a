#include "ingest/load/cited.h"

static cg_status print_identity(const cg_source *source, cg_buffer *out,
                                cg_error *err)
{
    const size_t sizes[] = {source->title.size, source->publisher.size,
                            source->url.size};
    cg_buffer_reuse(out);
    cg_buffer_add(out, (cg_text){(const char *)sizes, sizeof sizes});
    cg_buffer_add(out, (cg_text){(const char *)&source->date, sizeof source->date});
    cg_buffer_add(out, source->title);
    cg_buffer_add(out, source->publisher);
    cg_buffer_add(out, source->url);
    return cg_buffer_status(out, err);
}

static cg_status copy_source(cg_arena *arena, const cg_source *source,
                             cg_source *copy, cg_error *err)
{
    *copy = *source;
    copy->form = CG_CITED;
    cg_text *texts[] = {&copy->title,    &copy->publisher, &copy->url,
                        &copy->language, &copy->file,      &copy->licence};
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == CG_OK; i++)
        status = cg_arena_copy(arena, *texts[i], texts[i], err);
    return status;
}

cg_status cited_find(cited_sources *cited, const cg_source *source,
                     cited_source **found, cg_error *err)
{
    cg_status status = print_identity(source, &cited->identity, err);
    if (status != CG_OK)
        return status;
    cg_text identity = cg_buffer_text(&cited->identity);
    uint64_t hash = cg_text_table_hash(&cited->table, identity);
    *found = cg_text_table_find(&cited->table, hash, identity);
    if (*found != NULL)
        return CG_OK;
    cited_source *added = cg_arena_alloc(&cited->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    *found = added;
    status = cg_arena_copy(&cited->arena, identity, &identity, err);
    if (status == CG_OK)
        status = copy_source(&cited->arena, source, &added->source, err);
    return status == CG_OK
               ? cg_text_table_add(&cited->table, hash, identity, added, err)
               : status;
}

bool cited_full(const cited_sources *cited)
{
    return cited->table.count >= CITED_MAX;
}

void cited_forget(cited_sources *cited)
{
    cg_text_table_clear(&cited->table);
    cg_arena_reset(&cited->arena);
}

void cited_release(cited_sources *cited)
{
    cited_forget(cited);
    cg_text_table_release(&cited->table);
    cg_arena_release(&cited->arena);
    cg_buffer_release(&cited->identity);
}
