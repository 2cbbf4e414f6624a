/* A picture as two sheets that load back to the same graph (docs/sheets.md). */
#include "graph/picture/picture.h"

#include <stdlib.h>

#include "graph/picture/columns.h"
#include "graph/picture/details.h"
#include "graph/picture/select.h"

/* The languages of names, each a column `aliases:LANG`; that of no language is
 * always there. */
typedef struct {
    cg_text *items; /* by bytes */
    size_t count;
    size_t room;
} language_list;

typedef struct {
    cg_store *store;
    const cg_output *output;
    cg_arena arena; /* for one batch */
    cg_arena kept;  /* for the languages */
    cg_buffer rows; /* of one batch */
    csv_columns columns;
    language_list languages;
} csv_writer;

static cg_status flush(csv_writer *csv, cg_error *err)
{
    cg_status status = cg_buffer_status(&csv->rows, err);

    if (status == CG_OK && csv->rows.size > 0)
        status = csv->output->write(csv->output->handle, cg_buffer_text(&csv->rows),
                                    err);
    cg_buffer_clear(&csv->rows);
    return status;
}

/* A field with a comma before it. */
static void add(csv_writer *csv, cg_text text)
{
    cg_buffer_add_byte(&csv->rows, ',');
    csv_field(text, &csv->rows);
}

static void add_date(csv_writer *csv, cg_date date)
{
    char text[CG_DATE_ROOM];
    size_t size = cg_date_format(date, text);

    add(csv, (cg_text){text, size});
}

/* ---- First pass: which columns there are ---- */

static cg_status add_language(csv_writer *csv, cg_text language, cg_error *err)
{
    language_list *list = &csv->languages;
    size_t at = 0;
    cg_status status = CG_OK;

    while (at < list->count && cg_text_compare(list->items[at], language) < 0)
        at++;
    if (at < list->count && cg_text_equal(list->items[at], language))
        return CG_OK;
    status = cg_grow(list->items, &list->room, list->count + 1, err);
    if (status == CG_OK)
        status = cg_arena_copy(&csv->kept, language, &language, err);
    if (status != CG_OK)
        return status;
    memmove(list->items + at + 1, list->items + at,
            (list->count - at) * sizeof *list->items);
    list->items[at] = language;
    list->count++;
    return CG_OK;
}

static cg_status survey_entities(void *handle, const cg_id *ids, size_t count,
                                 cg_error *err)
{
    csv_writer *csv = handle;
    entity_details details = {0};
    cg_status status = CG_OK;

    cg_arena_reset(&csv->arena);
    status = details_of_entities(csv->store, ids, count, false, &csv->arena,
                                 &details, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status =
            csv_columns_add(&csv->columns, details.entities[i].properties, err);
    for (size_t i = 0; i < details.name_count && status == CG_OK; i++)
        if (details.names[i].language.size > 0)
            status = add_language(csv, details.names[i].language, err);
    return status;
}

static cg_status survey_facts(void *handle, const cg_id *ids, size_t count,
                              cg_error *err)
{
    csv_writer *csv = handle;
    cg_fact *facts = NULL;
    cg_status status = CG_OK;

    cg_arena_reset(&csv->arena);
    facts = cg_arena_array(&csv->arena, count, sizeof *facts);
    if (facts == NULL)
        return cg_fail_memory(err);
    status = cg_store_facts(csv->store, ids, count, &csv->arena, facts, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = csv_columns_add(&csv->columns, facts[i].properties, err);
    return status;
}

/* ---- Entities ---- */

/* A name in a list, where `|` separates. */
static void add_listed(cg_buffer *list, cg_text name)
{
    if (list->size > 0)
        cg_buffer_add_byte(list, '|');
    for (size_t i = 0; i < name.size; i++) {
        if (name.at[i] == '|' || name.at[i] == '\\')
            cg_buffer_add_byte(list, '\\');
        cg_buffer_add_byte(list, name.at[i]);
    }
}

/* The entity's names in one language, but the shown one. */
static void add_aliases(csv_writer *csv, const cg_entity *entity,
                        const cg_name_row *names, size_t count, cg_text language)
{
    cg_buffer list = {0};

    for (size_t i = 0; i < count; i++)
        if (cg_text_equal(names[i].language, language) &&
            !cg_text_equal(names[i].text, entity->name))
            add_listed(&list, names[i].text);
    add(csv, cg_buffer_text(&list));
    csv->rows.failed = csv->rows.failed || list.failed;
    cg_buffer_release(&list);
}

static cg_text language_of_name(const cg_entity *entity, const cg_name_row *names,
                                size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cg_text_equal(names[i].text, entity->name))
            return names[i].language;
    return (cg_text){0};
}

static cg_status add_entity(csv_writer *csv, const cg_entity *entity,
                            const cg_name_row *names, size_t count, cg_error *err)
{
    cg_text kinds = {0};
    cg_status status = cg_lookup_kinds(cg_store_vocabulary(csv->store),
                                       entity->kinds, &csv->arena, &kinds, err);

    if (status != CG_OK)
        return status;
    csv_field(entity->name, &csv->rows);
    add(csv, kinds);
    add(csv, language_of_name(entity, names, count));
    add_aliases(csv, entity, names, count, (cg_text){0});
    for (size_t i = 0; i < csv->languages.count; i++)
        add_aliases(csv, entity, names, count, csv->languages.items[i]);
    csv_columns_row(&csv->columns, entity->properties, &csv->rows);
    cg_buffer_add_byte(&csv->rows, '\n');
    return CG_OK;
}

/* Can a sheet name it? What a query made may have no name, or be of no kind. */
static bool can_be_named(const cg_entity *entity)
{
    return entity->name.size > 0 && entity->kinds != 0;
}

static cg_status write_entities(void *handle, const cg_id *ids, size_t count,
                                cg_error *err)
{
    csv_writer *csv = handle;
    entity_details details = {0};
    size_t next = 0;
    cg_status status = CG_OK;

    cg_arena_reset(&csv->arena);
    status = details_of_entities(csv->store, ids, count, false, &csv->arena,
                                 &details, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        size_t start = next;

        while (next < details.name_count && details.names[next].entity == ids[i])
            next++;
        if (can_be_named(&details.entities[i]))
            status = add_entity(csv, &details.entities[i], details.names + start,
                                next - start, err);
    }
    return status == CG_OK ? flush(csv, err) : status;
}

static void add_entity_header(csv_writer *csv)
{
    cg_buffer name = {0};

    cg_buffer_add_z(&csv->rows, "name,kind,lang,aliases");
    for (size_t i = 0; i < csv->languages.count; i++) {
        cg_buffer_clear(&name);
        cg_buffer_add_z(&name, "aliases:");
        cg_buffer_add(&name, csv->languages.items[i]);
        add(csv, cg_buffer_text(&name));
    }
    csv_columns_head(&csv->columns, &csv->rows);
    cg_buffer_add_byte(&csv->rows, '\n');
    csv->rows.failed = csv->rows.failed || name.failed;
    cg_buffer_release(&name);
}

/* ---- Facts ---- */

static cg_text kind_name(const csv_writer *csv, const cg_entity *entity)
{
    if (entity->id == 0)
        return (cg_text){0};
    return details_kind(cg_store_vocabulary(csv->store),
                        details_first_kind(entity->kinds))
        ->name;
}

static void add_end(csv_writer *csv, const cg_entity *entity)
{
    add(csv, entity->name);
    add(csv, kind_name(csv, entity));
}

static void add_source(csv_writer *csv, const cg_source *source)
{
    add(csv, source->title.size > 0 ? source->title : source->file);
    add(csv, source->url);
    add(csv, source->publisher);
    add_date(csv, source->date);
    add(csv, source->language);
}

/* Is what speaks for the fact a row of a sheet or a query, and no quote? */
static bool is_row(const cg_evidence *evidence, const cg_source *source)
{
    return source->form == CG_SHEET || source->form == CG_QUERY ||
           (evidence->through != 0 && evidence->ranged);
}

/* One row: a fact and a piece of its evidence, which may be zeroed. */
static void add_fact(csv_writer *csv, const fact_details *details, size_t index,
                     const cg_evidence *evidence, const cg_entity *speaker)
{
    const cg_vocabulary *vocabulary = cg_store_vocabulary(csv->store);
    const cg_fact *fact = &details->facts[index];
    const cg_source_row *row =
        cg_lookup_source(&details->sources, evidence->source);
    const cg_source unknown = {0};
    const cg_source *source = row == NULL ? &unknown : &row->source;

    csv_field(details->ends[2 * index].name, &csv->rows);
    add(csv, kind_name(csv, &details->ends[2 * index]));
    add(csv, cg_relation_at(vocabulary, fact->relation)->name);
    add_end(csv, &details->ends[2 * index + 1]);
    add_date(csv, fact->since);
    add_date(csv, fact->until);
    add(csv, cg_text_z(cg_modality_name(evidence->modality)));
    add_source(csv, source);
    add(csv, is_row(evidence, source) ? (cg_text){0} : evidence->quote);
    add_end(csv, speaker);
    add(csv, evidence->rule);
    csv_columns_row(&csv->columns, fact->properties, &csv->rows);
    cg_buffer_add_byte(&csv->rows, '\n');
}

static cg_status write_facts(void *handle, const cg_id *ids, size_t count,
                             cg_error *err)
{
    csv_writer *csv = handle;
    fact_details details = {0};
    size_t next = 0;
    cg_status status = CG_OK;

    cg_arena_reset(&csv->arena);
    status = details_of_facts(csv->store, ids, count, &csv->arena, &details, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        const cg_evidence none = {0};
        const cg_entity nobody = {0};
        const cg_entity *ends = &details.ends[2 * i];
        bool named = can_be_named(&ends[0]) && can_be_named(&ends[1]);

        while (!named && next < details.evidence_count &&
               details.evidence[next].fact == ids[i])
            next++;
        if (!named)
            continue;
        if (next == details.evidence_count || details.evidence[next].fact != ids[i])
            add_fact(csv, &details, i, &none, &nobody);
        for (;
             next < details.evidence_count && details.evidence[next].fact == ids[i];
             next++)
            add_fact(csv, &details, i, &details.evidence[next],
                     &details.speakers[next]);
    }
    return flush(csv, err);
}

static void add_fact_header(csv_writer *csv)
{
    cg_buffer_add_z(
        &csv->rows,
        "subject,subject_kind,type,object,object_kind,since,until,modality,"
        "source,url,source_publisher,source_date,source_lang,quote,speaker,"
        "speaker_kind,rule");
    csv_columns_head(&csv->columns, &csv->rows);
    cg_buffer_add_byte(&csv->rows, '\n');
}

/* ---- The whole ---- */

static void release(csv_writer *csv)
{
    free(csv->languages.items);
    csv_columns_release(&csv->columns);
    cg_buffer_release(&csv->rows);
    cg_arena_release(&csv->kept);
    cg_arena_release(&csv->arena);
}

static cg_status write_entity_sheet(const cg_picture *picture,
                                    const cg_output *output, cg_error *err)
{
    csv_writer csv = {.store = picture->store, .output = output};
    cg_status status = picture_visit_entities(picture, survey_entities, &csv, err);

    if (status == CG_OK) {
        add_entity_header(&csv);
        status = flush(&csv, err);
    }
    if (status == CG_OK)
        status = picture_visit_entities(picture, write_entities, &csv, err);
    release(&csv);
    return status;
}

static cg_status write_fact_sheet(const cg_picture *picture,
                                  const cg_output *output, cg_error *err)
{
    csv_writer csv = {.store = picture->store, .output = output};
    cg_status status = picture_visit_facts(picture, survey_facts, &csv, err);

    if (status == CG_OK) {
        add_fact_header(&csv);
        status = flush(&csv, err);
    }
    if (status == CG_OK)
        status = picture_visit_facts(picture, write_facts, &csv, err);
    release(&csv);
    return status;
}

cg_status cg_picture_csv(cg_picture *picture, const cg_output *entities,
                         const cg_output *facts, cg_error *err)
{
    cg_status status = write_entity_sheet(picture, entities, err);

    return status == CG_OK ? write_fact_sheet(picture, facts, err) : status;
}
