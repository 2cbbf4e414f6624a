/* A picture as one JSON object, an entity, a fact or a source a line. */
#include "graph/picture/picture.h"

#include <stdio.h>

#include "graph/picture/details.h"
#include "graph/picture/select.h"
#include "graph/walk/id_map.h"

typedef struct {
    cg_store *store;
    const cg_output *output;
    cg_arena arena;    /* for one batch */
    cg_buffer line;    /* one batch of lines */
    cg_id_map sources; /* that were referred to */
    bool first;        /* nothing is written yet of the array */
} json_writer;

static cg_status flush(json_writer *json, cg_error *err)
{
    cg_status status = cg_buffer_status(&json->line, err);

    if (status == CG_OK && json->line.size > 0)
        status = json->output->write(json->output->handle,
                                     cg_buffer_text(&json->line), err);
    cg_buffer_clear(&json->line);
    return status;
}

/* ---- Members of objects: each writes a comma before itself but the first ---- */

static void add_key(cg_buffer *out, const char *key)
{
    if (out->size > 0 && out->at[out->size - 1] != '{')
        cg_buffer_add_byte(out, ',');
    cg_buffer_printf(out, "\"%s\":", key);
}

static void add_text(cg_buffer *out, const char *key, cg_text text)
{
    add_key(out, key);
    cg_text_json(text, out);
}

/* The same, left out if there is none. */
static void add_known(cg_buffer *out, const char *key, cg_text text)
{
    if (text.size > 0)
        add_text(out, key, text);
}

static void add_date(cg_buffer *out, const char *key, cg_date date)
{
    char text[CG_DATE_ROOM];
    size_t size = cg_date_format(date, text);

    add_known(out, key, (cg_text){text, size});
}

static void add_number(cg_buffer *out, const char *key, uint64_t number)
{
    add_key(out, key);
    cg_buffer_printf(out, "%llu", (unsigned long long)number);
}

static void add_id(cg_buffer *out, const char *key, cg_id id)
{
    add_number(out, key, (uint64_t)id);
}

static void add_properties(cg_buffer *out, cg_properties properties)
{
    add_key(out, "properties");
    cg_properties_json(properties, out);
}

/* The comma and line feed between the items of the outer arrays. */
static void begin_item(json_writer *json)
{
    cg_buffer_add_z(&json->line, json->first ? "\n{" : ",\n{");
    json->first = false;
}

/* Between the items of an inner array. */
static void begin_inner(cg_buffer *out)
{
    if (out->size > 0 && out->at[out->size - 1] != '[')
        cg_buffer_add_byte(out, ',');
}

/* ---- Entities ---- */

static void add_kinds(json_writer *json, cg_kinds kinds)
{
    const cg_vocabulary *vocabulary = cg_store_vocabulary(json->store);
    cg_buffer *out = &json->line;

    add_text(out, "kind",
             details_kind(vocabulary, details_first_kind(kinds))->name);
    if ((kinds & (kinds - 1)) == 0)
        return;
    add_key(out, "kinds");
    cg_buffer_add_byte(out, '[');
    for (size_t i = 0; i < cg_kind_count(vocabulary); i++) {
        if ((kinds >> i & 1) == 0)
            continue;
        begin_inner(out);
        cg_text_json(cg_kind_at(vocabulary, i)->name, out);
    }
    cg_buffer_add_byte(out, ']');
}

static void add_aliases(cg_buffer *out, const entity_details *details,
                        const cg_entity *entity, size_t *next)
{
    add_key(out, "aliases");
    cg_buffer_add_byte(out, '[');
    for (;
         *next < details->name_count && details->names[*next].entity == entity->id;
         (*next)++) {
        if (cg_text_equal(details->names[*next].text, entity->name))
            continue;
        begin_inner(out);
        cg_text_json(details->names[*next].text, out);
    }
    cg_buffer_add_byte(out, ']');
}

static cg_status add_mentions(json_writer *json, const entity_details *details,
                              const cg_entity *entity, size_t *next, cg_error *err)
{
    cg_buffer *out = &json->line;
    cg_status status = CG_OK;
    bool added = false;

    add_key(out, "mentions");
    cg_buffer_add_byte(out, '[');
    for (; *next < details->mention_count &&
           details->mentions[*next].entity == entity->id && status == CG_OK;
         (*next)++) {
        const cg_mention_row *mention = &details->mentions[*next];

        begin_inner(out);
        cg_buffer_add_byte(out, '{');
        add_text(out, "text", mention->text);
        add_number(out, "start", mention->start);
        add_number(out, "end", mention->end);
        add_id(out, "source", mention->source);
        cg_buffer_add_byte(out, '}');
        status = cg_id_map_add(&json->sources, mention->source, 0, &added, err);
    }
    cg_buffer_add_byte(out, ']');
    return status;
}

static cg_status write_entities(void *handle, const cg_id *ids, size_t count,
                                cg_error *err)
{
    json_writer *json = handle;
    entity_details details = {0};
    size_t next_name = 0;
    size_t next_mention = 0;
    cg_status status = CG_OK;

    cg_arena_reset(&json->arena);
    status = details_of_entities(json->store, ids, count, true, &json->arena,
                                 &details, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const cg_entity *entity = &details.entities[i];

        begin_item(json);
        add_id(&json->line, "id", entity->id);
        add_text(&json->line, "name", entity->name);
        add_kinds(json, entity->kinds);
        add_aliases(&json->line, &details, entity, &next_name);
        status = add_mentions(json, &details, entity, &next_mention, err);
        add_properties(&json->line, entity->properties);
        cg_buffer_add_byte(&json->line, '}');
    }
    return status == CG_OK ? flush(json, err) : status;
}

/* ---- Facts ---- */

static void add_end(json_writer *json, const char *role, const cg_entity *entity)
{
    const cg_vocabulary *vocabulary = cg_store_vocabulary(json->store);
    const cg_kind *kind =
        details_kind(vocabulary, details_first_kind(entity->kinds));
    char key[32];

    add_text(&json->line, role, entity->name);
    snprintf(key, sizeof key, "%s_id", role);
    add_id(&json->line, key, entity->id);
    snprintf(key, sizeof key, "%s_kind", role);
    add_text(&json->line, key, kind->name);
}

static void add_evidence(json_writer *json, const cg_evidence *evidence,
                         const cg_entity *speaker)
{
    cg_buffer *out = &json->line;

    begin_inner(out);
    cg_buffer_add_byte(out, '{');
    add_text(out, "quote", evidence->quote);
    if (evidence->ranged) {
        add_number(out, "start", evidence->start);
        add_number(out, "end", evidence->end);
    }
    add_known(out, "rule", evidence->rule);
    add_text(out, "modality", cg_text_z(cg_modality_name(evidence->modality)));
    add_known(out, "speaker", speaker->name);
    if (speaker->id != 0)
        add_id(out, "speaker_id", speaker->id);
    add_id(out, "source", evidence->source);
    if (evidence->through != 0)
        add_id(out, "through", evidence->through);
    cg_buffer_add_byte(out, '}');
}

static cg_status add_all_evidence(json_writer *json, const fact_details *details,
                                  cg_id fact, size_t *next, cg_error *err)
{
    cg_status status = CG_OK;
    bool added = false;

    add_key(&json->line, "evidence");
    cg_buffer_add_byte(&json->line, '[');
    for (; *next < details->evidence_count &&
           details->evidence[*next].fact == fact && status == CG_OK;
         (*next)++) {
        const cg_evidence *evidence = &details->evidence[*next];

        add_evidence(json, evidence, &details->speakers[*next]);
        status = cg_id_map_add(&json->sources, evidence->source, 0, &added, err);
        if (status == CG_OK && evidence->through != 0)
            status =
                cg_id_map_add(&json->sources, evidence->through, 0, &added, err);
    }
    cg_buffer_add_byte(&json->line, ']');
    return status;
}

static cg_status write_facts(void *handle, const cg_id *ids, size_t count,
                             cg_error *err)
{
    json_writer *json = handle;
    const cg_vocabulary *vocabulary = cg_store_vocabulary(json->store);
    fact_details details = {0};
    size_t next = 0;
    cg_status status = CG_OK;

    cg_arena_reset(&json->arena);
    status = details_of_facts(json->store, ids, count, &json->arena, &details, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const cg_fact *fact = &details.facts[i];

        begin_item(json);
        add_id(&json->line, "id", fact->id);
        add_end(json, "subject", &details.ends[2 * i]);
        add_text(&json->line, "type",
                 cg_relation_at(vocabulary, fact->relation)->name);
        add_end(json, "object", &details.ends[2 * i + 1]);
        add_date(&json->line, "since", fact->since);
        add_date(&json->line, "until", fact->until);
        add_properties(&json->line, fact->properties);
        status = add_all_evidence(json, &details, fact->id, &next, err);
        cg_buffer_add_byte(&json->line, '}');
    }
    return status == CG_OK ? flush(json, err) : status;
}

/* ---- Sources ---- */

static void add_source(json_writer *json, const cg_source_row *row)
{
    const cg_source *source = &row->source;
    cg_buffer *out = &json->line;

    begin_item(json);
    add_id(out, "id", row->id);
    add_text(out, "form", cg_lookup_form_name(source->form));
    add_known(out, "title", source->title);
    add_known(out, "publisher", source->publisher);
    add_date(out, "date", source->date);
    add_known(out, "language", source->language);
    add_known(out, "url", source->url);
    add_known(out, "file", source->file);
    cg_buffer_add_byte(out, '}');
}

/* The sources that entities and facts referred to, by id. */
static cg_status write_sources(json_writer *json, cg_error *err)
{
    size_t count = 0;
    cg_id *ids = NULL;
    cg_lookup_sources sources = {0};
    cg_status status = CG_OK;

    cg_arena_reset(&json->arena);
    ids = cg_arena_array(&json->arena, json->sources.count + 1, sizeof *ids);
    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < json->sources.size; i++)
        if (json->sources.slots[i].id != 0)
            ids[count++] = json->sources.slots[i].id;
    status = cg_lookup_sources_open(&sources, json->store, ids, count, &json->arena,
                                    err);
    for (size_t i = 0; i < sources.count && status == CG_OK; i++)
        add_source(json, &sources.rows[i]);
    return status == CG_OK ? flush(json, err) : status;
}

static void begin_array(json_writer *json, const char *before)
{
    cg_buffer_add_z(&json->line, before);
    json->first = true;
}

cg_status cg_picture_json(cg_picture *picture, const cg_output *output,
                          cg_error *err)
{
    json_writer json = {.store = picture->store, .output = output};
    cg_status status = CG_OK;

    begin_array(&json, "{\"entities\":[");
    status = picture_visit_entities(picture, write_entities, &json, err);
    if (status == CG_OK) {
        begin_array(&json, "\n],\"relations\":[");
        status = picture_visit_facts(picture, write_facts, &json, err);
    }
    if (status == CG_OK) {
        begin_array(&json, "\n],\"sources\":[");
        status = write_sources(&json, err);
    }
    if (status == CG_OK) {
        cg_buffer_add_z(&json.line, "\n]}\n");
        status = flush(&json, err);
    }
    cg_id_map_release(&json.sources);
    cg_buffer_release(&json.line);
    cg_arena_release(&json.arena);
    return status;
}
