/* KGTK and FollowTheMoney: what their files are, as mappings. */
#include <stdio.h>

#include "ingest/mapping/formats_parts.h"
#include "schema/embedded.h"

static bool is_among(cg_text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (cg_text_equal(name, cg_text_z(*names)))
            return true;
    return false;
}

/* ---- KGTK ---- */

/* A field `name: column`, if there is such a column. */
static void add_field(const format_header *header, const char *column,
                      const char *before, cg_buffer *yaml)
{
    if (format_has_column(header, column))
        cg_buffer_printf(yaml, "%s{column: \"%s\"}\n", before, column);
}

static void add_properties(const format_header *header, const char *const *others,
                           cg_buffer *yaml)
{
    const char *before = "        properties:\n";
    for (size_t i = 0; i < header->count; i++) {
        cg_text name = header->names[i];
        if (name.size == 0 || is_among(name, others))
            continue;
        cg_buffer_printf(yaml, "%s          ", before);
        format_add_string(yaml, name);
        cg_buffer_add_z(yaml, ": {column: ");
        format_add_string(yaml, name);
        cg_buffer_add_z(yaml, "}\n");
        before = "";
    }
}

static void add_nodes(const format_header *header, cg_buffer *yaml)
{
    static const char *const others[] = {"id",   "label", "kind",
                                         "lang", "alias", NULL};
    cg_buffer_add_z(yaml, "    entities:\n      node:\n        key: id\n"
                          "        scope: \"\"\n        kind: {column: kind}\n");
    cg_buffer_printf(yaml, "        name: {first: [%sid]}\n",
                     format_has_column(header, "label") ? "label, " : "");
    add_field(header, "lang", "        language: ", yaml);
    add_field(header, "alias", "        aliases: ", yaml);
    add_properties(header, others, yaml);
}

static void add_end(const format_header *header, const char *node, cg_buffer *yaml)
{
    char kind[16];
    char label[16];
    snprintf(kind, sizeof kind, "%s;kind", node);
    snprintf(label, sizeof label, "%s;label", node);
    cg_buffer_printf(yaml, "      %s:\n        key: %s\n        scope: \"\"\n",
                     node, node);
    if (!format_has_column(header, kind))
        return;
    cg_buffer_printf(yaml, "        kind: {column: \"%s\"}\n", kind);
    cg_buffer_printf(yaml, "        name: {first: [");
    if (format_has_column(header, label))
        cg_buffer_printf(yaml, "\"%s\", ", label);
    cg_buffer_printf(yaml, "%s]}\n", node);
}

static void add_edges(const format_header *header, cg_buffer *yaml)
{
    static const char *const others[] = {"id",
                                         "node1",
                                         "label",
                                         "node2",
                                         "node1;label",
                                         "node1;kind",
                                         "node2;label",
                                         "node2;kind",
                                         "since",
                                         "until",
                                         "modality",
                                         "source",
                                         "url",
                                         "source_publisher",
                                         "source_date",
                                         "source_lang",
                                         "source_licence",
                                         "quote",
                                         NULL};
    cg_buffer_add_z(yaml, "    entities:\n");
    add_end(header, "node1", yaml);
    add_end(header, "node2", yaml);
    cg_buffer_add_z(yaml,
                    "    facts:\n      - subject: node1\n        object: node2\n"
                    "        type: {column: label}\n");
    add_field(header, "since", "        since: ", yaml);
    add_field(header, "until", "        until: ", yaml);
    add_field(header, "modality", "        modality: ", yaml);
    if (format_has_column(header, "source") || format_has_column(header, "url")) {
        cg_buffer_add_z(yaml, "        cites:\n");
        add_field(header, "source", "          title: ", yaml);
        add_field(header, "url", "          url: ", yaml);
        add_field(header, "source_publisher", "          publisher: ", yaml);
        add_field(header, "source_date", "          date: ", yaml);
        add_field(header, "source_lang", "          language: ", yaml);
        add_field(header, "source_licence", "          licence: ", yaml);
        add_field(header, "quote", "          quote: ", yaml);
    }
    add_properties(header, others, yaml);
    cg_buffer_add_z(yaml, "    ignore: id\n");
}

bool format_kgtk_is(const format_header *header)
{
    bool edges = format_has_column(header, "node1") &&
                 format_has_column(header, "label") &&
                 format_has_column(header, "node2");
    bool nodes = header->delimiter == '\t' && header->count > 0 &&
                 cg_text_equal(header->names[0], CG_TEXT("id")) &&
                 format_has_column(header, "kind");
    return edges || nodes;
}

cg_status format_kgtk(const cg_file_head *files, size_t count, cg_buffer *yaml,
                      cg_error *err)
{
    format_header header;
    for (size_t i = 0; i < count; i++) {
        format_header_read(files[i].head, &header);
        header.delimiter = ',';
        format_add_file(yaml, &files[i], &header);
        cg_buffer_add_z(yaml, "    rows: kgtk\n");
        if (format_has_column(&header, "node1"))
            add_edges(&header, yaml);
        else if (format_has_column(&header, "kind"))
            add_nodes(&header, yaml);
        else
            return cg_fail(
                err, CG_REFUSED,
                &(cg_place){.source = files[i].name, .line = 1, .column = 1},
                "neither edges ('node1', 'label', 'node2') nor nodes ('id', "
                "'kind')");
    }
    return CG_OK;
}

/* ---- FollowTheMoney ---- */

void format_ftm(const cg_file_head *files, size_t count, cg_buffer *yaml)
{
    format_header header;
    for (size_t i = 0; i < count; i++) {
        bool json = files[i].head.size > 0 && files[i].head.at[0] == '{';
        format_header_read(files[i].head, &header);
        if (json)
            header.delimiter = ',';
        format_add_file(yaml, &files[i], &header);
        cg_buffer_printf(yaml, "    rows: %s\n", json ? "json" : "statements");
        if (!json && !format_has_column(&header, "canonical_id"))
            cg_buffer_add_z(yaml, "    header: [entity_id]\n");
        cg_buffer_add(yaml, cg_embedded("ingest/mapping/ftm.yaml"));
    }
}
