/* JSON lines: entities, then facts with each piece of their evidence (docs/formats.md). */
#include "graph/picture/export.h"

static void add_key(cg_buffer *out, const char *key)
{
    if (out->size > 0 && out->at[out->size - 1] != '{')
        cg_buffer_add_byte(out, ',');
    cg_buffer_printf(out, "\"%s\":", key);
}

/* Left out if there is none. */
static void add_text(cg_buffer *out, const char *key, cg_text text)
{
    if (text.size == 0)
        return;
    add_key(out, key);
    cg_text_json(text, out);
}

static void add_date(cg_buffer *out, const char *key, cg_date date)
{
    char room[CG_DATE_ROOM];

    add_text(out, key, export_date(date, room));
}

static void add_properties(cg_buffer *out, cg_properties properties)
{
    if (properties.count == 0)
        return;
    add_key(out, "properties");
    cg_properties_json(properties, out);
}

static void add_kinds(export_writer *writer, cg_kinds kinds)
{
    cg_buffer *out = &writer->out;
    const char *before = "[";

    add_key(out, "kind");
    for (size_t i = 0; kinds != 0; i++, kinds >>= 1) {
        if ((kinds & 1) == 0)
            continue;
        cg_buffer_add_z(out, before);
        cg_text_json(cg_kind_at(export_vocabulary(writer), i)->name, out);
        before = ",";
    }
    cg_buffer_add_byte(out, ']');
}

/* Is the name at `at` the first of its language but the shown one? */
static bool is_first(const export_node *node, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (cg_text_equal(node->names[i].language, node->names[at].language) &&
            !cg_text_equal(node->names[i].text, node->entity->name))
            return false;
    return !cg_text_equal(node->names[at].text, node->entity->name);
}

static void add_names(const export_node *node, size_t first, cg_buffer *out)
{
    const char *before = "[";

    for (size_t i = first; i < node->name_count; i++) {
        if (!cg_text_equal(node->names[i].language, node->names[first].language) ||
            cg_text_equal(node->names[i].text, node->entity->name))
            continue;
        cg_buffer_add_z(out, before);
        cg_text_json(node->names[i].text, out);
        before = ",";
    }
    cg_buffer_add_byte(out, ']');
}

static void add_aliases(const export_node *node, cg_buffer *out)
{
    bool some = false;

    for (size_t i = 0; i < node->name_count; i++) {
        if (!is_first(node, i))
            continue;
        if (!some)
            add_key(out, "aliases");
        cg_buffer_add_byte(out, some ? ',' : '{');
        cg_text_json(node->names[i].language, out);
        cg_buffer_add_byte(out, ':');
        add_names(node, i, out);
        some = true;
    }
    if (some)
        cg_buffer_add_byte(out, '}');
}

static void write_node(export_writer *writer, const export_node *node)
{
    cg_buffer *out = &writer->out;

    cg_buffer_add_byte(out, '{');
    add_text(out, "id", node->id);
    add_text(out, "name", node->entity->name);
    add_kinds(writer, node->entity->kinds);
    add_text(out, "lang", node->language);
    add_aliases(node, out);
    add_properties(out, node->entity->properties);
    cg_buffer_add_z(out, "}\n");
}

static void write_edge(export_writer *writer, const export_edge *edge)
{
    cg_buffer *out = &writer->out;
    const cg_fact *fact = edge->fact;
    cg_modality modality = edge->evidence->modality;

    cg_buffer_add_byte(out, '{');
    add_text(out, "subject_id", edge->subject);
    add_text(out, "type",
             cg_relation_at(export_vocabulary(writer), fact->relation)->name);
    add_text(out, "object_id", edge->object);
    add_date(out, "since", fact->since);
    add_date(out, "until", fact->until);
    if (modality != CG_ASSERTED)
        add_text(out, "modality", cg_text_z(cg_modality_name(modality)));
    add_text(out, "title", edge->title);
    add_text(out, "url", edge->source->url);
    add_text(out, "publisher", edge->source->publisher);
    add_date(out, "date", edge->source->date);
    add_text(out, "source_lang", edge->source->language);
    add_text(out, "licence", edge->source->licence);
    add_text(out, "quote", edge->quote);
    add_text(out, "speaker_id", edge->speaker);
    add_text(out, "rule", edge->evidence->rule);
    add_properties(out, fact->properties);
    cg_buffer_add_z(out, "}\n");
}

cg_status cg_picture_jsonl(cg_picture *picture, const cg_output *output,
                           cg_error *err)
{
    export_writer writer = {.picture = picture,
                            .output = output,
                            .node = write_node,
                            .edge = write_edge};
    cg_status status = export_nodes(&writer, err);

    if (status == CG_OK)
        status = export_edges(&writer, err);
    export_release(&writer);
    return status;
}
