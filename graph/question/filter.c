#include "graph/question/filter.h"

#include <stdio.h>

#include "graph/question/lookup.h"
#include "schema/fold.h"

static cg_status resolve_types(const cg_vocabulary *vocabulary,
                               const cg_relation_filter *filter, cg_arena *arena,
                               cg_fact_filter *out, cg_error *err)
{
    uint8_t *relations = NULL;
    cg_status status = CG_OK;

    if (filter->type_count == 0)
        return CG_OK;
    relations = cg_arena_array(arena, filter->type_count, sizeof *relations);
    if (relations == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < filter->type_count && status == CG_OK; i++)
        status = cg_relation_find(vocabulary, filter->types[i], &relations[i], err);
    out->relations = relations;
    out->relation_count = filter->type_count;
    return status;
}

static cg_status resolve_kind(const cg_vocabulary *vocabulary,
                              const cg_relation_filter *filter, cg_fact_filter *out,
                              cg_error *err)
{
    uint8_t kind = 0;
    cg_status status = CG_OK;

    if (filter->kind.size == 0)
        return CG_OK;
    status = cg_kind_find(vocabulary, filter->kind, &kind, err);
    if (status == CG_OK)
        out->kinds = (cg_kinds)1 << kind;
    return status;
}

/* The ends asked for; `with` alone is an end like `of`. */
static cg_status resolve_ends(const cg_relation_filter *filter, cg_arena *arena,
                              cg_fact_filter *out, cg_error *err)
{
    cg_id *ends = NULL;

    if (filter->of == 0 && filter->with == 0)
        return CG_OK;
    ends = cg_arena_array(arena, 2, sizeof *ends);
    if (ends == NULL)
        return cg_fail_memory(err);
    ends[0] = filter->of != 0 ? filter->of : filter->with;
    ends[1] = filter->with;
    out->ends = ends;
    out->end_count = 1;
    if (filter->of != 0 && filter->with != 0) {
        out->others = ends + 1;
        out->other_count = 1;
    }
    return CG_OK;
}

/* `17` or `#17` */
static bool names_id(cg_text text, cg_id id)
{
    char digits[32];
    int size = snprintf(digits, sizeof digits, "#%lld", (long long)id);
    cg_text whole = {digits, (size_t)size};

    return cg_text_equal(text, whole) ||
           cg_text_equal(text, cg_text_slice(whole, 1, whole.size));
}

/* Is `field`, folded, what was asked for? */
static cg_status match_field(cg_text wanted, cg_text field, cg_arena *arena,
                             bool *matches, cg_error *err)
{
    cg_arena_mark mark = cg_arena_here(arena);
    cg_text folded = {0};
    cg_status status = cg_text_fold(field, CG_FOLD_BASE, arena, &folded, err);

    if (status == CG_OK && folded.size > 0 && cg_text_equal(folded, wanted))
        *matches = true;
    cg_arena_rewind(arena, mark);
    return status;
}

enum { SOURCE_FIELDS = 3 };

static void source_fields(const cg_source *source, cg_text fields[SOURCE_FIELDS])
{
    fields[0] = source->title;
    fields[1] = source->file;
    fields[2] = source->publisher;
}

static cg_status match_source(cg_text asked, cg_text folded,
                              const cg_source_row *row, cg_arena *arena,
                              bool *matches, cg_error *err)
{
    cg_text fields[SOURCE_FIELDS];
    cg_status status = CG_OK;

    *matches = names_id(asked, row->id);
    source_fields(&row->source, fields);
    for (size_t i = 0; i < SOURCE_FIELDS && !*matches && status == CG_OK; i++)
        status = match_field(folded, fields[i], arena, matches, err);
    return status;
}

static cg_status refuse_source(cg_text asked, const cg_source_row *rows,
                               size_t count, cg_error *err)
{
    size_t best = SIZE_MAX;
    cg_text nearest = {0};
    cg_buffer quoted = {0};
    cg_status status = CG_OK;

    for (size_t i = 0; i < count * SOURCE_FIELDS; i++) {
        cg_text fields[SOURCE_FIELDS];
        size_t distance = 0;

        source_fields(&rows[i / SOURCE_FIELDS].source, fields);
        distance = cg_text_distance(asked, fields[i % SOURCE_FIELDS]);
        if (fields[i % SOURCE_FIELDS].size > 0 && distance < best) {
            best = distance;
            nearest = fields[i % SOURCE_FIELDS];
        }
    }
    cg_buffer_add_z(&quoted, "no source is called '");
    cg_lookup_quote(asked, &quoted);
    cg_buffer_add_z(&quoted, "'");
    if (nearest.size > 0 && best <= asked.size / 2 + 1) {
        cg_buffer_add_z(&quoted, ": did you mean '");
        cg_lookup_quote(nearest, &quoted);
        cg_buffer_add_z(&quoted, "'?");
    }
    status = cg_buffer_status(&quoted, err);
    if (status == CG_OK)
        status = cg_fail(err, CG_REFUSED, NULL, "%s", quoted.at);
    cg_buffer_release(&quoted);
    return status;
}

/* All sources that the words fit: a publisher has many. */
static cg_status resolve_sources(cg_store *store, cg_text asked, cg_arena *arena,
                                 cg_fact_filter *out, cg_error *err)
{
    const cg_source_row *rows = NULL;
    cg_text folded = {0};
    cg_id *ids = NULL;
    size_t count = 0;
    size_t kept = 0;
    cg_status status = cg_store_sources(store, NULL, &count, arena, &rows, err);

    if (status == CG_OK)
        status = cg_text_fold(asked, CG_FOLD_BASE, arena, &folded, err);
    if (status != CG_OK)
        return status;
    ids = cg_arena_array(arena, count + 1, sizeof *ids);
    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        bool matches = false;

        status = match_source(asked, folded, &rows[i], arena, &matches, err);
        if (status != CG_OK)
            return status;
        if (matches)
            ids[kept++] = rows[i].id;
    }
    if (kept == 0)
        return refuse_source(asked, rows, count, err);
    out->sources = ids;
    out->source_count = kept;
    return CG_OK;
}

cg_status filter_resolve(cg_store *store, const cg_relation_filter *filter,
                         cg_arena *arena, cg_fact_filter *out, cg_error *err)
{
    const cg_vocabulary *vocabulary = cg_store_vocabulary(store);
    cg_status status = CG_OK;

    *out = (cg_fact_filter){.denied = filter->denied, .clocks = filter->clocks};
    status = resolve_types(vocabulary, filter, arena, out, err);
    if (status == CG_OK)
        status = resolve_kind(vocabulary, filter, out, err);
    if (status == CG_OK)
        status = resolve_ends(filter, arena, out, err);
    if (status == CG_OK && filter->source.size > 0)
        status =
            resolve_sources(store, cg_text_trim(filter->source), arena, out, err);
    return status;
}
