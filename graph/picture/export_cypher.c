/* A script of openCypher statements, one a line, that makes the graph anew. */
#include "graph/picture/export.h"

#include <math.h>

/* Letters, digits and _, not beginning with a digit: a name that needs no backticks. */
static bool is_word(cg_text name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return name.size > 0;
}

static void add_name(cg_text name, cg_buffer *out)
{
    if (is_word(name)) {
        cg_buffer_add(out, name);
        return;
    }
    cg_buffer_add_byte(out, '`');
    for (size_t i = 0; i < name.size; i++) {
        if (name.at[i] == '`')
            cg_buffer_add_byte(out, '`');
        cg_buffer_add_byte(out, name.at[i]);
    }
    cg_buffer_add_byte(out, '`');
}

static void add_string(cg_text text, cg_buffer *out)
{
    cg_buffer_add_byte(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];

        if (byte == '\'' || byte == '\\')
            cg_buffer_printf(out, "\\%c", byte);
        else if (byte == '\n')
            cg_buffer_add_z(out, "\\n");
        else if (byte == '\r')
            cg_buffer_add_z(out, "\\r");
        else if (byte < 0x20)
            cg_buffer_printf(out, "\\u%04x", byte);
        else
            cg_buffer_add_byte(out, text.at[i]);
    }
    cg_buffer_add_byte(out, '\'');
}

/* The function that makes a value of a type that has no literal; NULL for the others. */
static const char *function_of(cg_type type)
{
    switch (type) {
    case CG_DATE:
        return "date";
    case CG_LOCAL_TIME:
        return "localtime";
    case CG_TIME:
        return "time";
    case CG_LOCAL_DATE_TIME:
        return "localdatetime";
    case CG_DATE_TIME:
        return "datetime";
    case CG_DURATION:
        return "duration";
    case CG_NULL:
    case CG_BOOLEAN:
    case CG_INTEGER:
    case CG_FLOAT:
    case CG_STRING:
    case CG_LIST:
    case CG_MAP:
    case CG_NODE:
    case CG_RELATIONSHIP:
    case CG_PATH:
    case CG_TYPE_COUNT:
        break;
    }
    return NULL;
}

static void add_scalar(cg_value value, cg_buffer *out)
{
    const char *function = function_of(value.type);
    cg_buffer text = {0};

    if (value.type == CG_STRING) {
        add_string(value.as.text, out);
        return;
    }
    if (value.type == CG_FLOAT && !isfinite(value.as.real)) {
        cg_buffer_add_z(out, isnan(value.as.real) ? "0.0 / 0.0"
                             : value.as.real > 0  ? "1.0 / 0.0"
                                                  : "-1.0 / 0.0");
        return;
    }
    cg_value_print(value, &text);
    if (function != NULL) {
        cg_buffer_printf(out, "%s(", function);
        add_string(cg_buffer_text(&text), out);
        cg_buffer_add_byte(out, ')');
    } else {
        cg_buffer_add(out, cg_buffer_text(&text));
    }
    out->failed = out->failed || text.failed;
    cg_buffer_release(&text);
}

static void add_value(cg_value value, cg_buffer *out)
{
    if (value.type != CG_LIST) {
        add_scalar(value, out);
        return;
    }
    cg_buffer_add_byte(out, '[');
    for (size_t i = 0; i < value.as.list.count; i++) {
        cg_buffer_add_z(out, i > 0 ? ", " : "");
        add_scalar(value.as.list.items[i], out);
    }
    cg_buffer_add_byte(out, ']');
}

/* The comma between two members of a map. */
static void add_comma(cg_buffer *out)
{
    if (out->size > 0 && out->at[out->size - 1] != '{')
        cg_buffer_add_z(out, ", ");
}

static void add_member(const char *key, cg_text text, cg_buffer *out)
{
    if (text.size == 0)
        return;
    add_comma(out);
    cg_buffer_printf(out, "%s: ", key);
    add_string(text, out);
}

/* The properties but those that have one of the names, which are written already. */
static void add_properties(cg_properties properties, const char *const *others,
                           cg_buffer *out)
{
    for (size_t i = 0; i < properties.count; i++) {
        const char *const *other = others;

        while (*other != NULL &&
               !cg_text_equal(properties.items[i].key, cg_text_z(*other)))
            other++;
        if (*other != NULL)
            continue;
        add_comma(out);
        add_name(properties.items[i].key, out);
        cg_buffer_add_z(out, ": ");
        add_value(properties.items[i].value, out);
    }
}

static void add_aliases(const export_node *node, cg_buffer *out)
{
    const char *before = ", aliases: [";

    for (size_t i = 0; i < node->name_count; i++) {
        if (cg_text_equal(node->names[i].text, node->entity->name))
            continue;
        cg_buffer_add_z(out, before);
        add_string(node->names[i].text, out);
        before = ", ";
    }
    cg_buffer_add_z(out, before[2] == '\0' ? "]" : "");
}

static void write_node(export_writer *writer, const export_node *node)
{
    static const char *const own[] = {"id", "name", "aliases", NULL};
    cg_buffer *out = &writer->out;
    cg_kinds kinds = node->entity->kinds;

    cg_buffer_add_z(out, "CREATE (");
    for (size_t i = 0; kinds != 0; i++, kinds >>= 1) {
        if ((kinds & 1) == 0)
            continue;
        cg_buffer_add_byte(out, ':');
        add_name(cg_kind_at(export_vocabulary(writer), i)->name, out);
    }
    cg_buffer_add_z(out, " {");
    add_member("id", node->id, out);
    add_member("name", node->entity->name, out);
    add_aliases(node, out);
    add_properties(node->entity->properties, own, out);
    cg_buffer_add_z(out, "});\n");
}

/* A relationship is one fact, with where it was said first. */
static void write_edge(export_writer *writer, const export_edge *edge)
{
    static const char *const own[] = {"since", "until",     "modality", "source",
                                      "url",   "publisher", "quote",    NULL};
    cg_buffer *out = &writer->out;
    const cg_fact *fact = edge->fact;
    char since[CG_DATE_ROOM];
    char until[CG_DATE_ROOM];

    if (edge->index > 0)
        return;
    cg_buffer_add_z(out, "MATCH (a {id: ");
    add_string(edge->subject, out);
    cg_buffer_add_z(out, "}), (b {id: ");
    add_string(edge->object, out);
    cg_buffer_add_z(out, "}) CREATE (a)-[:");
    add_name(cg_relation_at(export_vocabulary(writer), fact->relation)->name, out);
    cg_buffer_add_z(out, " {");
    add_member("since", export_date(fact->since, since), out);
    add_member("until", export_date(fact->until, until), out);
    if (fact->modality != CG_ASSERTED)
        add_member("modality", cg_text_z(cg_modality_name(fact->modality)), out);
    add_member("source", edge->title, out);
    add_member("url", edge->source->url, out);
    add_member("publisher", edge->source->publisher, out);
    add_member("quote", edge->quote, out);
    add_properties(fact->properties, own, out);
    cg_buffer_add_z(out, "}]->(b);\n");
}

cg_status cg_picture_cypher(cg_picture *picture, const cg_output *output,
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
