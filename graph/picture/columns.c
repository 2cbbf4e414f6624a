#include "graph/picture/columns.h"

#include <math.h>
#include <stdlib.h>

/* Columns that mean something else than a property of their name, in either sheet. */
static const char *const reserved[] = {"subject",      "subject_kind",
                                       "type",         "object",
                                       "object_kind",  "since",
                                       "until",        "modality",
                                       "source",       "url",
                                       "quote",        "speaker",
                                       "source_date",  "source_publisher",
                                       "source_lang",  "rule",
                                       "speaker_kind", "name",
                                       "kind",         "lang",
                                       "line",         "column",
                                       "reason",       "aliases"};

/* What a column's name tells of its type; what has no suffix reads back as text. */
static const char *type_suffix(cg_type type)
{
    static const char *const suffixes[CG_TYPE_COUNT] = {[CG_BOOLEAN] = ":boolean",
                                                        [CG_INTEGER] = ":integer",
                                                        [CG_FLOAT] = ":float",
                                                        [CG_STRING] = ":string"};
    return suffixes[type] != NULL ? suffixes[type] : "";
}

static bool ends_like_type(cg_text key)
{
    return cg_text_ends(key, CG_TEXT(":boolean")) ||
           cg_text_ends(key, CG_TEXT(":integer")) ||
           cg_text_ends(key, CG_TEXT(":float")) ||
           cg_text_ends(key, CG_TEXT(":string"));
}

static bool needs_prefix(cg_text key)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (cg_text_equal(key, cg_text_z(reserved[i])))
            return true;
    return cg_text_starts(key, CG_TEXT("property:")) ||
           cg_text_starts(key, CG_TEXT("aliases:"));
}

/* Has no type of a column: a list, a moment, a float that is not finite. */
static bool is_foreign(cg_value value)
{
    return value.type > CG_STRING ||
           (value.type == CG_FLOAT && !isfinite(value.as.real));
}

/* The value as its cell has it: lists as JSON. */
static void print_cell(cg_value value, cg_buffer *out)
{
    if (value.type == CG_LIST)
        cg_value_json(value, out);
    else
        cg_value_print(value, out);
}

/* The column that a property goes into: what no column has a type for goes into one of
 * texts. A key that ends like a type has no plain
 * column: its name would be read as one of that type. */
static csv_column column_for(const cg_property *property)
{
    cg_buffer cell = {0};
    cg_value value = property->value;
    csv_column column = {.key = property->key};

    print_cell(value, &cell);
    if (is_foreign(value))
        value = cg_string(cg_buffer_text(&cell));
    if (cell.failed || ends_like_type(property->key) ||
        !cg_value_equal(cg_value_of_cell(cg_buffer_text(&cell)), value))
        column.type = value.type;
    cg_buffer_release(&cell);
    return column;
}

static int compare_columns(const csv_column *a, const csv_column *b)
{
    int order = cg_text_compare(a->key, b->key);

    return order != 0 ? order : (a->type > b->type) - (a->type < b->type);
}

/* Where the column is, or belongs. */
static size_t place_of(const csv_columns *columns, const csv_column *column)
{
    size_t low = 0;
    size_t high = columns->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_columns(&columns->items[middle], column) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const csv_columns *columns, size_t at, const csv_column *column)
{
    return at < columns->count && compare_columns(&columns->items[at], column) == 0;
}

static cg_status insert(csv_columns *columns, size_t at, csv_column column,
                        cg_error *err)
{
    cg_status status =
        cg_grow(columns->items, &columns->room, columns->count + 1, err);

    if (status == CG_OK)
        status = cg_arena_copy(&columns->arena, column.key, &column.key, err);
    if (status != CG_OK)
        return status;
    memmove(columns->items + at + 1, columns->items + at,
            (columns->count - at) * sizeof *columns->items);
    columns->items[at] = column;
    columns->count++;
    return CG_OK;
}

cg_status csv_columns_add(csv_columns *columns, cg_properties properties,
                          cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < properties.count && status == CG_OK; i++) {
        csv_column column = column_for(&properties.items[i]);
        size_t at = place_of(columns, &column);

        if (!is_at(columns, at, &column))
            status = insert(columns, at, column, err);
    }
    return status;
}

void csv_columns_release(csv_columns *columns)
{
    free(columns->items);
    cg_arena_release(&columns->arena);
    *columns = (csv_columns){.items = NULL};
}

void csv_columns_head(const csv_columns *columns, cg_buffer *out)
{
    cg_buffer name = {0};

    for (size_t i = 0; i < columns->count; i++) {
        cg_buffer_clear(&name);
        if (needs_prefix(columns->items[i].key))
            cg_buffer_add_z(&name, "property:");
        cg_buffer_add(&name, columns->items[i].key);
        cg_buffer_add_z(&name, type_suffix(columns->items[i].type));
        cg_buffer_add_byte(out, ',');
        csv_field(cg_buffer_text(&name), out);
    }
    out->failed = out->failed || name.failed;
    cg_buffer_release(&name);
}

/* An empty text is told from none by its quotes. */
static void add_value(cg_value value, cg_buffer *out)
{
    cg_buffer cell = {0};

    print_cell(value, &cell);
    if (cell.size == 0)
        cg_buffer_add_z(out, "\"\"");
    else
        csv_field(cg_buffer_text(&cell), out);
    out->failed = out->failed || cell.failed;
    cg_buffer_release(&cell);
}

void csv_columns_row(const csv_columns *columns, cg_properties properties,
                     cg_buffer *out)
{
    size_t next = 0; /* properties and columns are both in the order of keys */

    for (size_t i = 0; i < columns->count; i++) {
        csv_column column = {0};

        cg_buffer_add_byte(out, ',');
        while (next < properties.count &&
               cg_text_compare(properties.items[next].key, columns->items[i].key) <
                   0)
            next++;
        if (next == properties.count)
            continue;
        column = column_for(&properties.items[next]);
        if (compare_columns(&column, &columns->items[i]) == 0)
            add_value(properties.items[next].value, out);
    }
}

static bool needs_quotes(cg_text text)
{
    if (text.at[0] == ' ' || text.at[0] == '\t' || text.at[text.size - 1] == ' ' ||
        text.at[text.size - 1] == '\t')
        return true;
    for (size_t i = 0; i < text.size; i++)
        if (memchr(",\"\r\n", text.at[i], 4) != NULL)
            return true;
    return false;
}

void csv_field(cg_text text, cg_buffer *out)
{
    if (text.size == 0)
        return;
    if (!needs_quotes(text)) {
        cg_buffer_add(out, text);
        return;
    }
    cg_buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"')
            cg_buffer_add_byte(out, '"');
        cg_buffer_add_byte(out, text.at[i]);
    }
    cg_buffer_add_byte(out, '"');
}
