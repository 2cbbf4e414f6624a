/* Two files, one of nodes and one of edges: for neo4j-admin import, and for KGTK. */
#include "graph/picture/export.h"

#include <stdlib.h>

#include "graph/picture/columns.h"

/* What the two formats write differently. */
typedef struct {
    const char *nodes; /* the columns before and behind those of properties */
    const char *nodes_behind;
    const char *edges;
    const char *edges_behind;
    char separator;
    char list;  /* between the items of a cell */
    bool typed; /* columns tell the type of their values: neo4j; else values do */
} table_format;

static const table_format neo4j = {"id:ID,name,lang,aliases:string[]",
                                   ",:LABEL",
                                   ":START_ID",
                                   ",:END_ID,:TYPE",
                                   ',',
                                   ';',
                                   true};
static const table_format kgtk = {"id\tlabel\tlang\talias",
                                  "\tkind",
                                  "id\tnode1",
                                  "\tlabel\tnode2",
                                  '\t',
                                  '|',
                                  false};

static const char *const edge_columns[] = {
    "since",       "until",       "modality",
    "source",      "url",         "source_publisher",
    "source_date", "source_lang", "source_licence",
    "quote"};

typedef struct {
    const table_format *format;
    export_columns columns;
    cg_error *err; /* of the survey */
    uint64_t edges;
} table_state;

/* ---- Cells ---- */

/* With a backslash before what would end the cell, the item or the line, and before each
 * `quote`. */
static void add_escaped(cg_text text, char quote, cg_buffer *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];

        if (byte == '\t' || byte == '\n' || byte == '\r') {
            cg_buffer_printf(out, "\\%c",
                             byte == '\t'   ? 't'
                             : byte == '\n' ? 'n'
                                            : 'r');
            continue;
        }
        if (byte == quote || byte == '\\' || byte == '|')
            cg_buffer_add_byte(out, '\\');
        cg_buffer_add_byte(out, byte);
    }
}

static void add_kgtk_string(cg_text text, cg_buffer *out)
{
    cg_buffer_add_byte(out, '"');
    add_escaped(text, '"', out);
    cg_buffer_add_byte(out, '"');
}

/* A text, which is a string to KGTK. */
static void add_text(const table_state *state, cg_text text, cg_buffer *out)
{
    if (state->format->typed)
        csv_field(text, out);
    else if (text.size > 0)
        add_kgtk_string(text, out);
}

/* What stands for itself to KGTK: an id, a kind, a type. */
static void add_symbol(const table_state *state, cg_text text, cg_buffer *out)
{
    if (state->format->typed)
        csv_field(text, out);
    else
        add_escaped(text, '|', out);
}

static void add_separator(const table_state *state, cg_buffer *out)
{
    cg_buffer_add_byte(out, state->format->separator);
}

static void add_item(const table_state *state, cg_value value, cg_buffer *out)
{
    if (!state->format->typed && value.type == CG_STRING)
        add_kgtk_string(value.as.text, out);
    else
        cg_value_print(value, out);
}

/* One value, or several with what separates them between. */
static void add_value(const table_state *state, cg_value value, cg_buffer *out)
{
    cg_buffer cell = {0};

    if (value.type != CG_LIST)
        add_item(state, value, &cell);
    for (size_t i = 0; value.type == CG_LIST && i < value.as.list.count; i++) {
        if (i > 0)
            cg_buffer_add_byte(&cell, state->format->list);
        add_item(state, value.as.list.items[i], &cell);
    }
    if (state->format->typed)
        csv_field(cg_buffer_text(&cell), out);
    else
        cg_buffer_add(out, cg_buffer_text(&cell));
    out->failed = out->failed || cell.failed;
    cg_buffer_release(&cell);
}

static void add_properties(const table_state *state, cg_properties properties,
                           cg_buffer *out)
{
    for (size_t i = 0; i < state->columns.count; i++) {
        cg_value value = cg_properties_get(properties, state->columns.items[i].key);

        add_separator(state, out);
        if (value.type != CG_NULL)
            add_value(state, value, out);
    }
}

/* ---- Headers ---- */

static const char *neo4j_type(cg_type type)
{
    return type == CG_INTEGER   ? ":long"
           : type == CG_FLOAT   ? ":double"
           : type == CG_BOOLEAN ? ":boolean"
                                : "";
}

static void add_header(const table_state *state, cg_buffer *out)
{
    for (size_t i = 0; i < state->columns.count; i++) {
        const export_column *column = &state->columns.items[i];
        cg_buffer name = {0};

        add_separator(state, out);
        cg_buffer_add(&name, column->key);
        if (state->format->typed)
            cg_buffer_printf(&name, "%s%s",
                             column->list && neo4j_type(column->type)[0] == '\0'
                                 ? ":string"
                                 : neo4j_type(column->type),
                             column->list ? "[]" : "");
        add_symbol(state, cg_buffer_text(&name), out);
        out->failed = out->failed || name.failed;
        cg_buffer_release(&name);
    }
}

/* ---- Nodes ---- */

static void survey_node(export_writer *writer, const export_node *node)
{
    table_state *state = writer->handle;

    if (writer->failed == CG_OK)
        writer->failed = export_columns_add(&state->columns,
                                            node->entity->properties, state->err);
}

static void add_aliases(const table_state *state, const export_node *node,
                        cg_buffer *out)
{
    cg_buffer cell = {0};

    for (size_t i = 0; i < node->name_count; i++) {
        if (cg_text_equal(node->names[i].text, node->entity->name))
            continue;
        if (cell.size > 0)
            cg_buffer_add_byte(&cell, state->format->list);
        add_item(state, cg_string(node->names[i].text), &cell);
    }
    if (state->format->typed)
        csv_field(cg_buffer_text(&cell), out);
    else
        cg_buffer_add(out, cg_buffer_text(&cell));
    out->failed = out->failed || cell.failed;
    cg_buffer_release(&cell);
}

static void write_node(export_writer *writer, const export_node *node)
{
    const table_state *state = writer->handle;
    cg_buffer *out = &writer->out;
    char list[2] = {state->format->list, '\0'};

    add_symbol(state, node->id, out);
    add_separator(state, out);
    add_text(state, node->entity->name, out);
    add_separator(state, out);
    add_text(state, node->language, out);
    add_separator(state, out);
    add_aliases(state, node, out);
    add_properties(state, node->entity->properties, out);
    add_separator(state, out);
    export_add_kinds(writer, node->entity->kinds, list, out);
    cg_buffer_add_byte(out, '\n');
}

/* ---- Edges ---- */

static void survey_edge(export_writer *writer, const export_edge *edge)
{
    table_state *state = writer->handle;

    if (writer->failed == CG_OK && edge->index == 0)
        writer->failed =
            export_columns_add(&state->columns, edge->fact->properties, state->err);
}

static void add_cells(const table_state *state, const cg_text *cells, size_t count,
                      cg_buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        add_separator(state, out);
        add_text(state, cells[i], out);
    }
}

/* In neo4j a relationship is one fact, with where it was said first; a KGTK edge is a fact
 * with one piece of its evidence. */
static void write_edge(export_writer *writer, const export_edge *edge)
{
    table_state *state = writer->handle;
    cg_buffer *out = &writer->out;
    const cg_fact *fact = edge->fact;
    const cg_source *source = edge->source;
    cg_modality modality = edge->evidence->modality;
    char since[CG_DATE_ROOM];
    char until[CG_DATE_ROOM];
    char date[CG_DATE_ROOM];

    if (state->format->typed && edge->index > 0)
        return;
    if (!state->format->typed)
        cg_buffer_printf(out, "e%llu\t", (unsigned long long)++state->edges);
    add_symbol(state, edge->subject, out);
    add_separator(state, out);
    if (!state->format->typed) {
        cg_buffer_add(
            out, cg_relation_at(export_vocabulary(writer), fact->relation)->name);
        add_separator(state, out);
    }
    add_symbol(state, edge->object, out);
    if (state->format->typed) {
        add_separator(state, out);
        csv_field(cg_relation_at(export_vocabulary(writer), fact->relation)->name,
                  out);
    }
    const cg_text cells[] = {export_date(fact->since, since),
                             export_date(fact->until, until),
                             modality != CG_ASSERTED
                                 ? cg_text_z(cg_modality_name(modality))
                                 : (cg_text){0},
                             edge->title,
                             source->url,
                             source->publisher,
                             export_date(source->date, date),
                             source->language,
                             source->licence,
                             edge->quote};
    add_cells(state, cells, sizeof cells / sizeof *cells, out);
    add_properties(state, fact->properties, out);
    cg_buffer_add_byte(out, '\n');
}

/* ---- Both files ---- */

static cg_status write_node_file(const cg_picture *picture,
                                 const table_format *format,
                                 const cg_output *output, cg_error *err)
{
    table_state state = {.format = format, .err = err};
    export_writer writer = {.picture = picture,
                            .output = output,
                            .node = survey_node,
                            .handle = &state};
    cg_status status = export_nodes(&writer, err);

    if (status == CG_OK) {
        cg_buffer_add_z(&writer.out, format->nodes);
        add_header(&state, &writer.out);
        cg_buffer_printf(&writer.out, "%s\n", format->nodes_behind);
        writer.node = write_node;
        status = export_flush(&writer, err);
    }
    if (status == CG_OK)
        status = export_nodes(&writer, err);
    export_release(&writer);
    export_columns_release(&state.columns);
    return status;
}

static cg_status write_edge_file(const cg_picture *picture,
                                 const table_format *format,
                                 const cg_output *output, cg_error *err)
{
    table_state state = {.format = format, .err = err};
    export_writer writer = {.picture = picture,
                            .output = output,
                            .edge = survey_edge,
                            .handle = &state};
    cg_status status = export_edges(&writer, err);

    if (status == CG_OK) {
        cg_buffer_printf(&writer.out, "%s%s", format->edges, format->edges_behind);
        for (size_t i = 0; i < sizeof edge_columns / sizeof *edge_columns; i++)
            cg_buffer_printf(&writer.out, "%c%s", format->separator,
                             edge_columns[i]);
        add_header(&state, &writer.out);
        cg_buffer_add_byte(&writer.out, '\n');
        writer.edge = write_edge;
        status = export_flush(&writer, err);
    }
    if (status == CG_OK)
        status = export_edges(&writer, err);
    export_release(&writer);
    export_columns_release(&state.columns);
    return status;
}

static cg_status write_files(const cg_picture *picture, const table_format *format,
                             const cg_output *nodes, const cg_output *edges,
                             cg_error *err)
{
    cg_status status = write_node_file(picture, format, nodes, err);

    return status == CG_OK ? write_edge_file(picture, format, edges, err) : status;
}

cg_status cg_picture_neo4j(cg_picture *picture, const cg_output *nodes,
                           const cg_output *relationships, cg_error *err)
{
    return write_files(picture, &neo4j, nodes, relationships, err);
}

cg_status cg_picture_kgtk(cg_picture *picture, const cg_output *nodes,
                          const cg_output *edges, cg_error *err)
{
    return write_files(picture, &kgtk, nodes, edges, err);
}
