/* A mapping out of its YAML: the file and its sheets. */
#include "ingest/mapping/mapping.h"

#include <stdlib.h>

#include "ingest/mapping/mapping_yaml.h"
#include "schema/encoding.h"

enum { SHEETS_MAX = 256, PREFIX_MAX = 64 };

/* ---- Fields of a sheet that are no entities or facts ---- */

typedef struct {
    mapping_sheet sheet;
    yaml_node_t *entities; /* read when all else is known */
    yaml_node_t *facts;
} sheet_fields;

static cg_status read_delimiter(yaml_reading *in, yaml_node_t *node, void *field)
{
    cg_text *delimiter = field;
    cg_status status = yaml_copy(in, node, "a character", delimiter);
    if (status != CG_OK)
        return status;
    if (cg_text_equal(*delimiter, CG_TEXT("tab")))
        *delimiter = CG_TEXT("\t");
    if (delimiter->size != 1 || memchr("\"\r\n ", delimiter->at[0], 4) != NULL)
        return yaml_refuse(in, node,
                           "a delimiter is one character such as ';', or 'tab'");
    return CG_OK;
}

static cg_status read_header(yaml_reading *in, yaml_node_t *node, void *field)
{
    mapping_sheet *sheet = field;
    bool there = true;
    if (node->type == YAML_SEQUENCE_NODE) {
        sheet->header = MAPPING_NAMES;
        return yaml_texts(in, node, "the name of a column", &sheet->names);
    }
    cg_status status = yaml_flag(in, node, &there);
    sheet->header = there ? MAPPING_HEADER : MAPPING_NUMBERS;
    return status;
}

static cg_status read_date(yaml_reading *in, yaml_node_t *node, void *field)
{
    cg_text text;
    cg_status status = yaml_scalar(in, node, "a date", &text);
    if (status == CG_OK && !cg_date_parse(text, field))
        return yaml_refuse(in, node,
                           "'%.*s' is no date: write 2025, 2025-Q3, 2025-07 or "
                           "2025-07-31",
                           CG_TEXT_ARG(text));
    return status;
}

static cg_status read_rows(yaml_reading *in, yaml_node_t *node, void *field)
{
    static const char *const names[] = {[TABLE_CSV] = "csv",
                                        [TABLE_JSON] = "json",
                                        [TABLE_STATEMENTS] = "statements",
                                        [TABLE_KGTK] = "kgtk"};
    cg_text name;
    cg_status status =
        yaml_scalar(in, node, "csv, json, statements or kgtk", &name);
    yaml_near near = {.meant = name};
    for (size_t i = 0; status == CG_OK && i < sizeof names / sizeof *names; i++) {
        yaml_near_try(&near, cg_text_z(names[i]));
        if (cg_text_equal(name, cg_text_z(names[i]))) {
            *(table_rows *)field = (table_rows)i;
            return CG_OK;
        }
    }
    return status == CG_OK ? yaml_refuse_unknown(in, node, &near, "form of rows")
                           : status;
}

static cg_status read_encoding(yaml_reading *in, yaml_node_t *node, void *field)
{
    cg_text *encoding = field;
    cg_decoder *decoder = NULL;
    cg_status status = yaml_copy(in, node, "the name of an encoding", encoding);
    if (status == CG_OK)
        status = cg_decoder_open(*encoding, &decoder, in->err);
    if (status != CG_OK)
        cg_error_locate(in->err, (cg_place[]){yaml_place(in, node)});
    cg_decoder_close(decoder);
    return status;
}

static const yaml_field source_fields[] = {
    {"title", yaml_text_field, offsetof(cg_source, title)},
    {"publisher", yaml_text_field, offsetof(cg_source, publisher)},
    {"url", yaml_text_field, offsetof(cg_source, url)},
    {"language", yaml_text_field, offsetof(cg_source, language)},
    {"licence", yaml_text_field, offsetof(cg_source, licence)},
    {"date", read_date, offsetof(cg_source, date)},
    {NULL, NULL, 0}};

static cg_status read_source(yaml_reading *in, yaml_node_t *node, void *field)
{
    return yaml_fields(in, node, "a source", source_fields, field);
}

static cg_status keep_node(yaml_reading *in, yaml_node_t *node, void *field)
{
    (void)in;
    *(yaml_node_t **)field = node;
    return CG_OK;
}

static const yaml_field sheet_table[] = {
    {"file", yaml_text_field, offsetof(sheet_fields, sheet.file)},
    {"delimiter", read_delimiter, offsetof(sheet_fields, sheet.delimiter)},
    {"encoding", read_encoding, offsetof(sheet_fields, sheet.encoding)},
    {"rows", read_rows, offsetof(sheet_fields, sheet.rows)},
    {"header", read_header, offsetof(sheet_fields, sheet)},
    {"empty", yaml_texts_field, offsetof(sheet_fields, sheet.empty)},
    {"source", read_source, offsetof(sheet_fields, sheet.source)},
    {"cites", yaml_cited, offsetof(sheet_fields, sheet.cited)},
    {"filters", yaml_filters, offsetof(sheet_fields, sheet.filters)},
    {"filters_not", yaml_filters_not, offsetof(sheet_fields, sheet.filters)},
    {"ignore", yaml_texts_field, offsetof(sheet_fields, sheet.ignored)},
    {"entities", keep_node, offsetof(sheet_fields, entities)},
    {"facts", keep_node, offsetof(sheet_fields, facts)},
    {NULL, NULL, 0}};

/* The columns that were named become the sheet's. */
static cg_status keep_columns(yaml_reading *in, mapping_sheet *sheet)
{
    cg_text *columns = cg_arena_array(in->arena, in->column_count, sizeof *columns);
    cg_place *places = cg_arena_array(in->arena, in->column_count, sizeof *places);
    if (columns == NULL || places == NULL)
        return cg_fail_memory(in->err);
    if (in->column_count > 0) {
        memcpy(columns, in->columns, in->column_count * sizeof *columns);
        memcpy(places, in->column_places, in->column_count * sizeof *places);
    }
    sheet->columns = columns;
    sheet->column_places = places;
    sheet->column_count = in->column_count;
    return CG_OK;
}

typedef struct {
    mapping_sheet *items;
    size_t count;
} sheet_list;

static cg_status add_sheet(yaml_reading *in, yaml_node_t *node, void *handle)
{
    sheet_list *list = handle;
    sheet_fields fields = {.sheet.place = yaml_place(in, node)};
    in->column_count = 0;
    cg_status status = yaml_fields(in, node, "a sheet", sheet_table, &fields);
    if (status == CG_OK && fields.entities == NULL)
        return yaml_refuse(in, node, "a sheet without 'entities'");
    if (status == CG_OK)
        status = yaml_entities(in, fields.entities, &fields.sheet);
    if (status == CG_OK && fields.facts != NULL)
        status = yaml_facts(in, fields.facts, &fields.sheet);
    if (status == CG_OK)
        status = keep_columns(in, &fields.sheet);
    list->items[list->count++] = fields.sheet;
    return status;
}

/* ---- The file ---- */

static cg_status read_prefix(yaml_reading *in, yaml_node_t *node, void *field)
{
    cg_text *prefix = field;
    cg_status status = yaml_copy(in, node, "a word", prefix);
    bool word = prefix->size > 0 && prefix->size <= PREFIX_MAX;
    for (size_t i = 0; status == CG_OK && i < prefix->size; i++)
        word = word && prefix->at[i] != ':';
    if (status == CG_OK && !word)
        return yaml_refuse(in, node,
                           "a prefix is a word of at most %d bytes without ':'",
                           PREFIX_MAX);
    return status;
}

typedef struct {
    cg_text prefix;
    yaml_node_t *sheets;
} file_fields;

static const yaml_field file_table[] = {
    {"prefix", read_prefix, offsetof(file_fields, prefix)},
    {"sheets", keep_node, offsetof(file_fields, sheets)},
    {NULL, NULL, 0}};

static cg_status read_file(yaml_reading *in, yaml_node_t *root)
{
    cg_mapping *mapping = in->mapping;
    file_fields fields = {0};
    cg_status status = yaml_fields(in, root, "a mapping", file_table, &fields);
    mapping->prefix = fields.prefix;
    if (status != CG_OK)
        return status;
    if (fields.sheets == NULL)
        return yaml_refuse(in, root, "a mapping without 'sheets'");
    sheet_list list = {.items = cg_arena_array(in->arena, yaml_count(fields.sheets),
                                               sizeof *list.items)};
    if (list.items == NULL)
        return cg_fail_memory(in->err);
    if (fields.sheets->type != YAML_SEQUENCE_NODE)
        return yaml_refuse(in, fields.sheets,
                           "expected a list of sheets, each behind '-'");
    status = yaml_items(in, fields.sheets, SHEETS_MAX, add_sheet, &list);
    mapping->sheets = list.items;
    mapping->sheet_count = list.count;
    return status;
}

static cg_status read_document(yaml_reading *in)
{
    yaml_node_t *root = yaml_document_get_root_node(&in->document);
    if (root != NULL)
        return read_file(in, root);
    cg_place place = {.source = in->mapping->name, .line = 1, .column = 1};
    return cg_fail(in->err, CG_REFUSED, &place, "an empty mapping");
}

static cg_status check_text(const char *name, cg_text text, cg_error *err)
{
    size_t clean = cg_text_check(text);
    cg_place place = {.source = name, .start = clean, .end = clean};
    if (text.size > CG_MAPPING_MAX)
        return cg_fail(err, CG_LIMIT, &place, "a mapping of more than %d bytes",
                       CG_MAPPING_MAX);
    if (clean == text.size)
        return CG_OK;
    cg_text_position(text, clean, &place.line, &place.column);
    return cg_fail(err, CG_SYNTAX, &place, "bytes that are not UTF-8, or NUL");
}

cg_status cg_mapping_read(const char *name, cg_text text,
                          const cg_vocabulary *vocabulary, cg_mapping **mapping,
                          cg_error *err)
{
    *mapping = NULL;
    cg_status status = check_text(name, text, err);
    if (status != CG_OK)
        return status;
    cg_mapping *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    yaml_reading in = {
        .mapping = made, .text = text, .arena = &made->arena, .err = err};
    made->vocabulary = vocabulary;
    cg_text own_name = {0};
    status = cg_arena_copy(&made->arena, cg_text_z(name), &own_name, err);
    made->name = own_name.at;
    if (status == CG_OK)
        status = cg_yaml_load(made->name, text, &in.document, err);
    if (status == CG_OK) {
        status = read_document(&in);
        yaml_document_delete(&in.document);
    }
    free(in.columns);
    free(in.column_places);
    if (status == CG_OK)
        *mapping = made;
    else
        cg_mapping_close(made);
    return status;
}

void cg_mapping_close(cg_mapping *mapping)
{
    if (mapping == NULL)
        return;
    cg_arena_release(&mapping->arena);
    free(mapping);
}
