#include "cli/sample.h"

static void add_ref(const sample *shown, cg_ref ref, cg_kinds kinds,
                    cg_buffer *line)
{
    bool named = ref.name.size > 0;

    cg_buffer_add(line, named ? ref.name : ref.key);
    if (named && kinds == 0)
        kinds = (cg_kinds)1 << ref.kind;
    if (kinds != 0) {
        cg_buffer_add_z(line, " (");
        cg_kinds_print(shown->vocabulary, kinds, "and", line);
        cg_buffer_add_byte(line, ')');
    }
}

static void add_properties(cg_properties properties, cg_buffer *line)
{
    if (properties.count == 0)
        return;
    cg_buffer_add_byte(line, ' ');
    cg_properties_json(properties, line);
}

static void add_text(const char *label, cg_text text, cg_buffer *line)
{
    if (text.size > 0)
        cg_buffer_printf(line, " %s '%.*s'", label, CG_TEXT_ARG(text));
}

static void add_date(const char *label, cg_date date, cg_buffer *line)
{
    char text[CG_DATE_ROOM];

    if (cg_date_format(date, text) > 0)
        cg_buffer_printf(line, " %s %s", label, text);
}

static void add_entity(const sample *shown, const cg_entity_statement *entity,
                       cg_buffer *line)
{
    bool named = entity->entity.name.size > 0;

    cg_buffer_add_z(line, "  entity ");
    add_ref(shown, entity->entity, entity->kinds, line);
    if (named)
        add_text("id", entity->entity.key, line);
    for (size_t i = 0; i < entity->name_count; i++)
        if (!cg_text_equal(entity->names[i].text, entity->entity.name))
            add_text("also", entity->names[i].text, line);
    add_properties(entity->properties, line);
}

static void add_fact(const sample *shown, const cg_fact_statement *fact,
                     cg_buffer *line)
{
    cg_text type = cg_relation_at(shown->vocabulary, fact->relation)->name;

    cg_buffer_add_z(line, "  fact ");
    add_ref(shown, fact->subject, 0, line);
    cg_buffer_printf(line, " %.*s ", CG_TEXT_ARG(type));
    add_ref(shown, fact->object, 0, line);
    add_date("since", fact->since, line);
    add_date("until", fact->until, line);
    if (fact->modality != CG_ASSERTED)
        cg_buffer_printf(line, " %s", cg_modality_name(fact->modality));
    add_properties(fact->properties, line);
    if (fact->cited != NULL)
        add_text("from",
                 fact->cited->title.size > 0 ? fact->cited->title
                                             : fact->cited->url,
                 line);
}

static cg_status print(sample *shown, cg_error *err)
{
    cg_buffer safe = {0};
    cg_output out = output_sink(&shown->run->out);
    cg_status status = cg_buffer_status(&shown->line, err);

    cg_text_printable(cg_buffer_text(&shown->line), &safe);
    cg_buffer_add_byte(&safe, '\n');
    if (status == CG_OK)
        status = cg_buffer_status(&safe, err);
    if (status == CG_OK)
        status = out.write(out.handle, cg_buffer_text(&safe), err);
    cg_buffer_release(&safe);
    cg_buffer_clear(&shown->line);
    return status;
}

static cg_status show(sample *shown, const cg_event *event, cg_error *err)
{
    bool more = false;

    switch (event->type) {
    case CG_EVENT_SOURCE:
        shown->entities = shown->facts = 0;
        cg_buffer_add(&shown->line, event->as.source->file);
        return print(shown, err);
    case CG_EVENT_ENTITY:
        more = shown->entities++ < SAMPLE_EACH;
        if (more)
            add_entity(shown, event->as.entity, &shown->line);
        break;
    case CG_EVENT_FACT:
        more = shown->facts++ < SAMPLE_EACH;
        if (more)
            add_fact(shown, event->as.fact, &shown->line);
        break;
    case CG_EVENT_END:
        cg_buffer_printf(&shown->line, "  in all: %llu %s, %llu %s",
                         (unsigned long long)shown->entities,
                         shown->entities == 1 ? "entity" : "entities",
                         (unsigned long long)shown->facts,
                         shown->facts == 1 ? "fact" : "facts");
        return print(shown, err);
    case CG_EVENT_TEXT:
        break;
    }
    return more ? print(shown, err) : CG_OK;
}

static cg_status push(void *handle, const cg_event *event, cg_error *err)
{
    sample *shown = handle;
    cg_status status = show(shown, event, err);

    return status == CG_OK ? shown->next.push(shown->next.handle, event, err)
                           : status;
}

static cg_status find(void *handle, const cg_text *keys, size_t count,
                      cg_known_key *known, cg_error *err)
{
    sample *shown = handle;

    return shown->next.find(shown->next.handle, keys, count, known, err);
}

cg_sink sample_sink(sample *shown)
{
    return (cg_sink){.push = push, .handle = shown, .find = find};
}

void sample_release(sample *shown)
{
    cg_buffer_release(&shown->line);
}
