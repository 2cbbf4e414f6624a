#include "graph/picture/tooltip.h"

#include "graph/picture/label.h"
#include "graph/picture/words.h"

enum {
    TOOLTIP_FACTS = 8, /* of a line or a frame */
    QUOTE_COLUMNS = 300,
    VALUE_COLUMNS = 120 /* of a name or a property beside others */
};

static void add_properties(cg_properties properties, cg_buffer *out)
{
    cg_buffer value = {0};

    for (size_t i = 0; i < properties.count; i++) {
        cg_buffer_clear(&value);
        cg_value_print(properties.items[i].value, &value);
        label_break(out);
        label_add_cut(properties.items[i].key, VALUE_COLUMNS, out);
        cg_buffer_add_z(out, ": ");
        label_add_cut(cg_buffer_text(&value), VALUE_COLUMNS, out);
    }
    out->failed = out->failed || value.failed;
    cg_buffer_release(&value);
}

/* `“quote” (source, date)` on a line of its own */
static void add_quote(const diagram *drawn, const cg_evidence *evidence,
                      cg_buffer *out)
{
    const cg_source_row *row = cg_lookup_source(&drawn->sources, evidence->source);
    char date[CG_DATE_ROOM];

    label_break(out);
    if (evidence->quote.size > 0) {
        cg_buffer_add_z(out, "“");
        label_add_cut(cg_text_trim(evidence->quote), QUOTE_COLUMNS, out);
        cg_buffer_add_z(out, "” ");
    }
    if (row == NULL)
        return;
    cg_buffer_add_z(out, "(");
    label_add_cut(cg_lookup_source_name(&row->source), VALUE_COLUMNS, out);
    if (cg_date_format(row->source.date, date) > 0) {
        cg_buffer_add_z(out, ", ");
        cg_buffer_add_z(out, date);
    }
    cg_buffer_add_z(out, ")");
}

void tooltip_more(cg_language language, size_t count, cg_buffer *out)
{
    if (count == 0)
        return;
    label_break(out);
    cg_buffer_printf(out, "… %zu %s", count, diagram_word_in(WORD_MORE, language));
}

void tooltip_dates(const cg_fact *fact, cg_buffer *out)
{
    char since[CG_DATE_ROOM];
    char until[CG_DATE_ROOM];
    size_t size = cg_date_format(fact->since, since);

    size += cg_date_format(fact->until, until);
    if (size == 0)
        return;
    cg_buffer_add_z(out, " (");
    cg_buffer_add_z(out, since);
    cg_buffer_add_z(out, "–");
    cg_buffer_add_z(out, until);
    cg_buffer_add_z(out, ")");
}

/* A fact in words, with its properties and what the sources say. */
static void add_fact(const diagram *drawn, cg_language language, size_t index,
                     cg_buffer *out)
{
    const diagram_fact *fact = &drawn->facts[index];
    const cg_relation *relation =
        cg_relation_at(drawn->vocabulary, fact->fact.relation);

    label_add_cut(drawn->nodes[fact->subject].entity.name, VALUE_COLUMNS, out);
    cg_buffer_add_z(out, " – ");
    label_add(diagram_label_in(relation->labels, relation->name, language), out);
    cg_buffer_add_z(out, " → ");
    label_add_cut(drawn->nodes[fact->object].entity.name, VALUE_COLUMNS, out);
    tooltip_dates(&fact->fact, out);
    if (fact->fact.modality != CG_ASSERTED)
        cg_buffer_printf(out, " [%s]", cg_modality_name(fact->fact.modality));
    add_properties(fact->fact.properties, out);
    for (size_t i = 0; i < fact->quote_count; i++)
        add_quote(drawn, &fact->quotes[i], out);
    if (fact->source_count > fact->quote_count)
        tooltip_more(language, fact->source_count - fact->quote_count, out);
}

void tooltip_facts(const diagram *drawn, cg_language language, const size_t *facts,
                   size_t count, cg_buffer *out)
{
    size_t shown = count < TOOLTIP_FACTS ? count : TOOLTIP_FACTS;

    for (size_t i = 0; i < shown; i++) {
        if (i > 0)
            label_break(out);
        add_fact(drawn, language, facts[i], out);
    }
    tooltip_more(language, count - shown, out);
}

void tooltip_entity(const diagram *drawn, cg_language language,
                    const cg_entity *entity, cg_buffer *out)
{
    const cg_vocabulary *vocabulary = drawn->vocabulary;
    const char *between = " (";

    label_add(entity->name, out);
    for (size_t i = 0; i < cg_kind_count(vocabulary); i++) {
        const cg_kind *kind = cg_kind_at(vocabulary, i);

        if ((entity->kinds >> i & 1) == 0)
            continue;
        cg_buffer_add_z(out, between);
        label_add(diagram_label_in(kind->labels, kind->name, language), out);
        between = ", ";
    }
    if (entity->kinds != 0)
        cg_buffer_add_z(out, ")");
    add_properties(entity->properties, out);
}

void tooltip_members(const diagram *drawn, cg_language language, size_t group,
                     cg_buffer *out)
{
    size_t shown = 0;
    size_t left = 0;

    for (size_t i = 0; i < drawn->fact_count; i++) {
        if (!drawn->facts[i].framed || drawn->facts[i].object != group)
            continue;
        if (shown++ >= TOOLTIP_FACTS) {
            left++;
            continue;
        }
        label_break(out);
        add_fact(drawn, language, i, out);
    }
    tooltip_more(language, left, out);
}
