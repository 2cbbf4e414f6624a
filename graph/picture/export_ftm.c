/* FollowTheMoney statements: a row for each value (docs/formats.md). */
#include <stdio.h>

#include "graph/picture/columns.h"
#include "graph/picture/export.h"
#include "schema/embedded.h"

enum { WORDS = 5 };

typedef struct {
    cg_text schema; /* of the thing at hand */
    cg_text id;
    uint64_t number; /* of statements so far */
    uint64_t facts;  /* and of facts */
    uint64_t left_out;
} ftm_state;

/* ---- Their words ---- */

/* Cut the words of a line; those that are not there are empty. */
static void cut_words(cg_text line, cg_text words[WORDS])
{
    for (size_t i = 0; i < WORDS; i++) {
        line = cg_text_trim(line);
        const char *blank = line.size > 0 ? memchr(line.at, ' ', line.size) : NULL;
        size_t size = blank != NULL ? (size_t)(blank - line.at) : line.size;

        words[i] = cg_text_slice(line, 0, size);
        line = cg_text_slice(line, size, line.size);
    }
}

/* The line of ftm.map for our word; false if there is none. */
static bool find_words(const char *what, cg_text ours, cg_text words[WORDS])
{
    cg_text rest = cg_embedded("graph/picture/ftm.map");

    while (rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        size_t size = end != NULL ? (size_t)(end - rest.at) : rest.size;

        cut_words(cg_text_slice(rest, 0, size), words);
        if (cg_text_equal(words[0], cg_text_z(what)) &&
            cg_text_equal(words[1], ours))
            return true;
        rest = cg_text_slice(rest, end != NULL ? size + 1 : size, rest.size);
    }
    return false;
}

/* ---- Statements ---- */

static void add_statement(export_writer *writer, cg_text property, cg_text value,
                          cg_text language)
{
    ftm_state *state = writer->handle;
    cg_buffer *out = &writer->out;

    if (value.size == 0)
        return;
    cg_buffer_printf(out, "s%llu,", (unsigned long long)++state->number);
    csv_field(state->id, out);
    cg_buffer_add_byte(out, ',');
    csv_field(state->id, out);
    cg_buffer_add_byte(out, ',');
    cg_buffer_add(out, property);
    cg_buffer_add_byte(out, ',');
    cg_buffer_add(out, state->schema);
    cg_buffer_add_byte(out, ',');
    csv_field(value, out);
    cg_buffer_add_byte(out, ',');
    csv_field(language, out);
    cg_buffer_add_z(out, ",chipgraph\n");
}

static void add_value(export_writer *writer, cg_text property, cg_value value)
{
    cg_buffer text = {0};

    for (size_t i = 0; value.type == CG_LIST && i < value.as.list.count; i++)
        add_value(writer, property, value.as.list.items[i]);
    if (value.type == CG_LIST)
        return;
    cg_value_print(value, &text);
    add_statement(writer, property, cg_buffer_text(&text), (cg_text){0});
    writer->out.failed = writer->out.failed || text.failed;
    cg_buffer_release(&text);
}

static void add_properties(export_writer *writer, cg_properties properties)
{
    cg_text words[WORDS];

    for (size_t i = 0; i < properties.count; i++)
        if (find_words("property", properties.items[i].key, words))
            add_value(writer, words[2], properties.items[i].value);
}

/* ---- Entities ---- */

static bool find_schema(const export_writer *writer, cg_kinds kinds,
                        cg_text words[WORDS])
{
    for (size_t i = 0; kinds != 0; i++, kinds >>= 1)
        if ((kinds & 1) != 0 &&
            find_words("kind", cg_kind_at(export_vocabulary(writer), i)->name,
                       words))
            return true;
    return false;
}

static void write_node(export_writer *writer, const export_node *node)
{
    ftm_state *state = writer->handle;
    cg_text words[WORDS];

    if (!find_schema(writer, node->entity->kinds, words)) {
        state->left_out++;
        return;
    }
    state->schema = words[2];
    state->id = node->id;
    add_statement(writer, CG_TEXT("name"), node->entity->name, node->language);
    for (size_t i = 0; i < node->name_count; i++)
        if (!cg_text_equal(node->names[i].text, node->entity->name))
            add_statement(writer, CG_TEXT("alias"), node->names[i].text,
                          node->names[i].language);
    add_properties(writer, node->entity->properties);
}

/* ---- Facts ---- */

static void write_edge(export_writer *writer, const export_edge *edge)
{
    ftm_state *state = writer->handle;
    const cg_fact *fact = edge->fact;
    char room[CG_DATE_ROOM];
    char id[32];
    cg_text words[WORDS];

    if (edge->index > 0)
        return;
    if (!find_words("fact",
                    cg_relation_at(export_vocabulary(writer), fact->relation)->name,
                    words)) {
        state->left_out++;
        return;
    }
    state->schema = words[2];
    snprintf(id, sizeof id, "fact:%llu", (unsigned long long)++state->facts);
    state->id = cg_text_z(id);
    add_statement(writer, words[3], edge->subject, (cg_text){0});
    add_statement(writer, words[4], edge->object, (cg_text){0});
    add_statement(writer, CG_TEXT("startDate"), export_date(fact->since, room),
                  (cg_text){0});
    add_statement(writer, CG_TEXT("endDate"), export_date(fact->until, room),
                  (cg_text){0});
    add_statement(writer, CG_TEXT("sourceUrl"), edge->source->url, (cg_text){0});
    add_statement(writer, CG_TEXT("publisher"), edge->source->publisher,
                  (cg_text){0});
    add_properties(writer, fact->properties);
}

cg_status cg_picture_ftm(cg_picture *picture, const cg_output *output,
                         uint64_t *left_out, cg_error *err)
{
    ftm_state state = {.number = 0};
    export_writer writer = {.picture = picture,
                            .output = output,
                            .node = write_node,
                            .edge = write_edge,
                            .handle = &state};
    cg_status status;

    cg_buffer_add_z(&writer.out, "id,entity_id,canonical_id,prop,schema,value,lang,"
                                 "dataset\n");
    status = export_nodes(&writer, err);
    if (status == CG_OK)
        status = export_edges(&writer, err);
    if (status == CG_OK)
        status = export_flush(&writer, err);
    *left_out = state.left_out;
    export_release(&writer);
    return status;
}
