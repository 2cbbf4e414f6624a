/* neo4j-admin import: what a header says, as a mapping. */
#include "ingest/mapping/formats_parts.h"

/* One column of a header: `name:TYPE(group)` or `name:TYPE{label:X}`. */
typedef struct {
    cg_text whole;
    cg_text name;
    cg_text type;  /* "" for a string */
    cg_text group; /* of ids */
    cg_text label; /* that the ids' options give */
    bool list;
} neo4j_column;

static cg_text cut_between(cg_text *text, char open, char close)
{
    const char *from = text->size > 0 ? memchr(text->at, open, text->size) : NULL;
    if (from == NULL || text->at[text->size - 1] != close)
        return (cg_text){0};
    size_t at = (size_t)(from - text->at);
    cg_text inner = cg_text_slice(*text, at + 1, text->size - 1);
    *text = cg_text_slice(*text, 0, at);
    return inner;
}

static neo4j_column column_of(cg_text whole)
{
    neo4j_column column = {.whole = whole, .name = whole};
    size_t at = whole.size;
    while (at > 0 && whole.at[at - 1] != ':' &&
           !(whole.at[at - 1] == '}' && at == whole.size))
        at--;
    cg_text options = {0};
    if (whole.size > 0 && whole.at[whole.size - 1] == '}') {
        column.name = whole;
        options = cut_between(&column.name, '{', '}');
        whole = column.name;
        for (at = whole.size; at > 0 && whole.at[at - 1] != ':';)
            at--;
    }
    if (at > 0) {
        column.type = cg_text_slice(whole, at, whole.size);
        column.name = cg_text_slice(whole, 0, at - 1);
    }
    column.group = cut_between(&column.type, '(', ')');
    if (cg_text_starts(options, CG_TEXT("label:")))
        column.label = cg_text_slice(options, 6, options.size);
    column.list = cg_text_ends(column.type, CG_TEXT("[]"));
    if (column.list)
        column.type.size -= 2;
    return column;
}

static bool is_type(const neo4j_column *column, const char *type)
{
    return cg_text_equal(column->type, cg_text_z(type));
}

/* The column of that type; false if there is none. */
static bool find_type(const format_header *header, const char *type,
                      neo4j_column *column)
{
    for (size_t i = 0; i < header->count; i++) {
        *column = column_of(header->names[i]);
        if (is_type(column, type))
            return true;
    }
    return false;
}

/* The property of that name. */
static bool find_name(const format_header *header, const char *name,
                      neo4j_column *column)
{
    for (size_t i = 0; i < header->count; i++) {
        *column = column_of(header->names[i]);
        if (cg_text_equal(column->name, cg_text_z(name)))
            return true;
    }
    return false;
}

bool format_neo4j_is(const format_header *header)
{
    neo4j_column column;
    return find_type(header, "ID", &column) ||
           find_type(header, "START_ID", &column);
}

/* ---- Properties ---- */

/* The type of a mapping for one of neo4j's. */
static const char *type_of(const neo4j_column *column)
{
    static const struct {
        const char *theirs;
        const char *ours;
    } types[] = {{"int", "integer"},    {"long", "integer"}, {"short", "integer"},
                 {"byte", "integer"},   {"float", "float"},  {"double", "float"},
                 {"boolean", "boolean"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_type(column, types[i].theirs))
            return types[i].ours;
    return "string";
}

/* Is it a column that is no property of a node or relationship? */
static bool is_structure(const neo4j_column *column)
{
    static const char *const types[] = {"ID",     "LABEL", "START_ID",
                                        "END_ID", "TYPE",  "IGNORE"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_type(column, types[i]))
            return true;
    return column->name.size == 0;
}

static bool is_among(cg_text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (cg_text_equal(name, cg_text_z(*names)))
            return true;
    return false;
}

static void add_properties(const format_header *header, const char *const *others,
                           cg_buffer *yaml)
{
    const char *before = "        properties:\n";
    for (size_t i = 0; i < header->count; i++) {
        neo4j_column column = column_of(header->names[i]);
        bool alias = cg_text_starts(column.name, CG_TEXT("aliases_"));
        if (is_structure(&column) || is_among(column.name, others) || alias)
            continue;
        cg_buffer_printf(yaml, "%s          ", before);
        format_add_string(yaml, column.name);
        cg_buffer_add_z(yaml, ": {column: ");
        format_add_string(yaml, column.whole);
        cg_buffer_printf(yaml, ", type: %s%s}\n", type_of(&column),
                         column.list ? ", split: \";\"" : "");
        before = "";
    }
}

/* A field `name: column`, if there is such a column. */
static void add_field(const format_header *header, const char *name,
                      const char *field, const char *before, cg_buffer *yaml)
{
    neo4j_column column;
    if (!find_name(header, name, &column) || is_structure(&column))
        return;
    cg_buffer_printf(yaml, "%s%s: {column: ", before, field);
    format_add_string(yaml, column.whole);
    cg_buffer_printf(yaml, "%s}\n", column.list ? ", split: \";\"" : "");
}

/* ---- Nodes ---- */

static void add_aliases(const format_header *header, cg_buffer *yaml)
{
    static const char before[] = "        aliases: {";
    const char *separator = before;
    for (size_t i = 0; i < header->count; i++) {
        neo4j_column column = column_of(header->names[i]);
        bool plain = cg_text_equal(column.name, CG_TEXT("aliases"));
        bool spoken = cg_text_starts(column.name, CG_TEXT("aliases_"));
        if (!plain && !spoken)
            continue;
        cg_buffer_add_z(yaml, separator);
        format_add_string(yaml,
                          spoken ? cg_text_slice(column.name, 8, column.name.size)
                                 : CG_TEXT(""));
        cg_buffer_add_z(yaml, ": {column: ");
        format_add_string(yaml, column.whole);
        cg_buffer_add_z(yaml, ", split: \";\"}");
        separator = ", ";
    }
    if (separator != before)
        cg_buffer_add_z(yaml, "}\n");
}

/* The name is a property that is called so, or else the id. */
static void add_name(const format_header *header, cg_text id, cg_buffer *yaml)
{
    static const char *const names[] = {"name", "title", "label"};
    neo4j_column column;
    cg_buffer_add_z(yaml, "        name: {first: [");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!find_name(header, names[i], &column) || is_structure(&column))
            continue;
        format_add_string(yaml, column.whole);
        cg_buffer_add_z(yaml, ", ");
    }
    format_add_string(yaml, id);
    cg_buffer_add_z(yaml, "]}\n");
}

static cg_status add_nodes(const cg_file_head *file, const format_header *header,
                           const neo4j_column *id, cg_buffer *yaml, cg_error *err)
{
    static const char *const others[] = {"name", "lang", "aliases", NULL};
    neo4j_column label;
    cg_buffer_add_z(yaml, "    entities:\n      node:\n        kind: {");
    if (find_type(header, "LABEL", &label)) {
        cg_buffer_add_z(yaml, "column: ");
        format_add_string(yaml, label.whole);
        cg_buffer_add_z(yaml, ", split: \";\"}\n");
    } else if (id->label.size > 0) {
        cg_buffer_add_z(yaml, "literal: ");
        format_add_string(yaml, id->label);
        cg_buffer_add_z(yaml, "}\n");
    } else {
        return cg_fail(
            err, CG_REFUSED,
            &(cg_place){.source = file->name, .line = 1, .column = 1},
            "no ':LABEL' column says what the nodes are: add one, or load "
            "the file by a mapping");
    }
    cg_buffer_add_z(yaml, "        key: {column: ");
    format_add_string(yaml, id->whole);
    cg_buffer_add_z(yaml, "}\n        scope: ");
    format_add_string(yaml, id->group);
    cg_buffer_add_byte(yaml, '\n');
    add_name(header, id->whole, yaml);
    add_field(header, "lang", "language", "        ", yaml);
    add_aliases(header, yaml);
    add_properties(header, others, yaml);
    return CG_OK;
}

/* ---- Relationships ---- */

static void add_end(const format_header *header, const char *type,
                    const char *label, cg_buffer *yaml)
{
    neo4j_column column = {0};
    find_type(header, type, &column);
    cg_buffer_printf(yaml, "      %s: {key: {column: ", label);
    format_add_string(yaml, column.whole);
    cg_buffer_add_z(yaml, "}, scope: ");
    format_add_string(yaml, column.group);
    cg_buffer_add_z(yaml, "}\n");
}

static const char *const fact_fields[] = {
    "since",       "until",       "modality",
    "source",      "url",         "source_publisher",
    "source_date", "source_lang", "source_licence",
    "quote",       NULL};

static void add_cited(const format_header *header, cg_buffer *yaml)
{
    static const struct {
        const char *name;
        const char *field;
    } cited[] = {{"source", "title"},
                 {"url", "url"},
                 {"source_publisher", "publisher"},
                 {"source_date", "date"},
                 {"source_lang", "language"},
                 {"source_licence", "licence"},
                 {"quote", "quote"}};
    neo4j_column column;
    if (!find_name(header, "source", &column) && !find_name(header, "url", &column))
        return;
    cg_buffer_add_z(yaml, "        cites:\n");
    for (size_t i = 0; i < sizeof cited / sizeof *cited; i++)
        add_field(header, cited[i].name, cited[i].field, "          ", yaml);
}

static cg_status add_relationships(const cg_file_head *file,
                                   const format_header *header, cg_buffer *yaml,
                                   cg_error *err)
{
    neo4j_column type;
    neo4j_column end;
    cg_place place = {.source = file->name, .line = 1, .column = 1};
    if (!find_type(header, "END_ID", &end))
        return cg_fail(err, CG_REFUSED, &place, "no ':END_ID' column");
    if (!find_type(header, "TYPE", &type))
        return cg_fail(
            err, CG_REFUSED, &place,
            "no ':TYPE' column says what the relationships are: add one, "
            "or load the file by a mapping");
    cg_buffer_add_z(yaml, "    entities:\n");
    add_end(header, "START_ID", "start", yaml);
    add_end(header, "END_ID", "end", yaml);
    cg_buffer_add_z(yaml,
                    "    facts:\n      - subject: start\n        object: end\n"
                    "        type: {column: ");
    format_add_string(yaml, type.whole);
    cg_buffer_add_z(yaml, "}\n");
    add_field(header, "since", "since", "        ", yaml);
    add_field(header, "until", "until", "        ", yaml);
    add_field(header, "modality", "modality", "        ", yaml);
    add_cited(header, yaml);
    add_properties(header, fact_fields, yaml);
    return CG_OK;
}

/* ---- Files ---- */

/* Is there nothing behind the first line? */
static bool is_header_alone(const cg_file_head *file)
{
    const char *end =
        file->head.size > 0 ? memchr(file->head.at, '\n', file->head.size) : NULL;
    size_t size = end != NULL ? (size_t)(end - file->head.at) : file->head.size;
    return cg_text_trim(cg_text_slice(file->head, size, file->head.size)).size == 0;
}

static void add_header_names(const format_header *header, cg_buffer *yaml)
{
    cg_buffer_add_z(yaml, "    header: [");
    for (size_t i = 0; i < header->count; i++) {
        cg_buffer_add_z(yaml, i > 0 ? ", " : "");
        format_add_string(yaml, header->names[i]);
    }
    cg_buffer_add_z(yaml, "]\n");
}

static void add_ignored(const format_header *header, cg_buffer *yaml)
{
    const char *separator = "    ignore: [";
    for (size_t i = 0; i < header->count; i++) {
        neo4j_column column = column_of(header->names[i]);
        if (!is_type(&column, "IGNORE"))
            continue;
        cg_buffer_add_z(yaml, separator);
        format_add_string(yaml, column.whole);
        separator = ", ";
    }
    if (separator[0] == ',')
        cg_buffer_add_z(yaml, "]\n");
}

/* `header` is that of the file, or of a file of its own before it. */
static cg_status add_file(const cg_file_head *file, const format_header *header,
                          bool own, cg_buffer *yaml, cg_error *err)
{
    neo4j_column id;
    format_add_file(yaml, file, header);
    if (!own)
        add_header_names(header, yaml);
    add_ignored(header, yaml);
    return find_type(header, "ID", &id)
               ? add_nodes(file, header, &id, yaml, err)
               : add_relationships(file, header, yaml, err);
}

cg_status format_neo4j(const cg_file_head *files, size_t count, cg_buffer *yaml,
                       cg_error *err)
{
    format_header header = {0};
    bool known = false;
    for (size_t i = 0; i < count; i++) {
        format_header own;
        format_header_read(files[i].head, &own);
        bool is_own = format_neo4j_is(&own);
        if (is_own)
            header = own;
        if (!is_own && !known)
            return cg_fail(
                err, CG_REFUSED, NULL,
                "'%s' has no header of neo4j-admin import: give the file "
                "with its header before it",
                files[i].name);
        cg_status status = add_file(&files[i], &header, is_own, yaml, err);
        if (status != CG_OK)
            return status;
        known = is_own ? is_header_alone(&files[i]) : known;
    }
    return CG_OK;
}
