#include "ingest/csv/sheet_parts.h"

#include <assert.h>
#include <stdlib.h>

#include "ingest/csv/rejects.h"

typedef struct {
    const char *name;
    sheet_form form;
    bool needed;
} role_entry;

#define SHEET_ROLE_ENTRY(role, form, needed, name) {name, form, needed},
static const role_entry roles[] = {SHEET_ROLES(SHEET_ROLE_ENTRY)};
#undef SHEET_ROLE_ENTRY

static const char *const form_names[] = {
    [SHEET_FACTS] = "a fact sheet", [SHEET_ENTITIES] = "an entity sheet"};

static const struct {
    const char *suffix;
    cg_type type;
} types[] = {{":string", CG_STRING},
             {":integer", CG_INTEGER},
             {":float", CG_FLOAT},
             {":boolean", CG_BOOLEAN}};

/* The role of that name in a kind of sheet; ROLE_COUNT if it is none. */
static size_t find_role(sheet_form form, cg_text name)
{
    size_t role = 0;
    while (role < ROLE_COUNT && (roles[role].form != form ||
                                 !cg_text_equal(name, cg_text_z(roles[role].name))))
        role++;
    return role;
}

/* The first column of that name behind the mended ones; row->count if none. */
static size_t find_column(const cg_row *row, size_t first, const char *name)
{
    size_t column = first;
    while (column < row->count &&
           !cg_text_equal(row->fields[column], cg_text_z(name)))
        column++;
    return column;
}

/* ---- Which kind of sheet ---- */

/* The column whose name is nearly `name` and means nothing else; row->count if none is
 * near. */
static size_t nearest_column(const cg_row *row, size_t first, sheet_form form,
                             const char *name)
{
    enum { NEAR = 2 };
    size_t nearest = row->count;
    size_t best = NEAR + 1;
    for (size_t i = first; i < row->count; i++) {
        size_t distance = cg_text_distance(row->fields[i], cg_text_z(name));
        if (distance < best && find_role(form, row->fields[i]) == ROLE_COUNT) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}

static cg_status fail_missing(const cg_row *row, size_t first, sheet_form form,
                              const char *name, cg_error *err)
{
    size_t near = nearest_column(row, first, form, name);
    if (near < row->count)
        return sheet_refuse(row, near, err,
                            "the header of %s lacks '%s': is it what '%.*s' means?",
                            form_names[form], name, CG_TEXT_ARG(row->fields[near]));
    return cg_fail(err, CG_REFUSED, &row->place, "the header of %s lacks '%s'",
                   form_names[form], name);
}

static cg_status fail_unknown(const cg_row *row, cg_error *err)
{
    cg_text first = row->fields[0];
    const char *other = row->count > 1 || first.size == 0            ? NULL
                        : memchr(first.at, ';', first.size) != NULL  ? ";"
                        : memchr(first.at, '\t', first.size) != NULL ? "tab"
                                                                     : NULL;
    if (other != NULL)
        return cg_fail(err, CG_REFUSED, &row->place,
                       "the columns are separated by '%s': use a comma", other);
    return cg_fail(
        err, CG_REFUSED, &row->place,
        "no header: the first row names the columns, of facts 'subject', "
        "'subject_kind', 'type', 'object', 'object_kind', or of entities "
        "'name', 'kind'");
}

/* How many of the columns that a kind of sheet must have are there. */
static size_t count_needed(const cg_row *row, size_t first, sheet_form form)
{
    size_t count = 0;
    for (size_t role = 0; role < ROLE_COUNT; role++)
        if (roles[role].form == form && roles[role].needed)
            count += find_column(row, first, roles[role].name) < row->count;
    return count;
}

static cg_status find_form(const cg_row *row, size_t first, sheet_form *form,
                           cg_error *err)
{
    size_t facts = count_needed(row, first, SHEET_FACTS);
    size_t entities = count_needed(row, first, SHEET_ENTITIES);
    if (facts == 0 && entities == 0)
        return fail_unknown(row, err);
    /* Both words of an entity sheet may be properties of facts. */
    *form = facts >= entities ? SHEET_FACTS : SHEET_ENTITIES;
    for (size_t role = 0; role < ROLE_COUNT; role++)
        if (roles[role].form == *form && roles[role].needed &&
            find_column(row, first, roles[role].name) == row->count)
            return fail_missing(row, first, *form, roles[role].name, err);
    return CG_OK;
}

/* ---- Columns ---- */

/* `aliases` or `aliases:LANG`: letters, digits and hyphens after a letter. */
static bool is_aliases(cg_text name, cg_text *language)
{
    static const char plain[] = "aliases";
    *language = (cg_text){0};
    if (!cg_text_starts(name, CG_TEXT("aliases")))
        return false;
    if (name.size == sizeof plain - 1)
        return true;
    *language = cg_text_slice(name, sizeof plain, name.size);
    if (name.at[sizeof plain - 1] != ':' || language->size < 2)
        return false;
    for (size_t i = 0; i < language->size; i++) {
        char c = language->at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return true;
}

/* `property:key:type`, both parts optional. */
static sheet_property property_of(cg_text name, size_t column)
{
    sheet_property property = {.column = column, .key = name, .type = CG_NULL};
    cg_text *key = &property.key;
    if (cg_text_starts(*key, CG_TEXT("property:")))
        *key = cg_text_slice(*key, sizeof "property:" - 1, key->size);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (cg_text_ends(*key, cg_text_z(types[i].suffix))) {
            key->size -= strlen(types[i].suffix);
            property.type = types[i].type;
            break;
        }
    return property;
}

static cg_status check_unique(const cg_row *row, size_t column, cg_error *err)
{
    for (size_t i = 0; i < column; i++)
        if (cg_text_equal(row->fields[i], row->fields[column]))
            return sheet_refuse(row, column, err, "two columns are called '%.*s'",
                                CG_TEXT_ARG(row->fields[column]));
    return CG_OK;
}

static cg_status add_column(const cg_row *row, size_t column, sheet_header *header,
                            cg_error *err)
{
    cg_text name = row->fields[column];
    cg_text language;
    size_t role = find_role(header->form, name);
    if (role < ROLE_COUNT) {
        header->at[role] = column + 1;
    } else if (header->form == SHEET_ENTITIES && is_aliases(name, &language)) {
        header->aliases[header->alias_count++] =
            (sheet_aliases){.column = column, .language = language};
    } else {
        sheet_property property = property_of(name, column);
        if (property.key.size == 0)
            return sheet_refuse(row, column, err,
                                "a column without a name: name it or take it out");
        header->properties[header->property_count++] = property;
    }
    return CG_OK;
}

static int order_properties(const void *a, const void *b)
{
    const sheet_property *left = a;
    const sheet_property *right = b;
    int order = cg_text_compare(left->key, right->key);
    return order != 0 ? order : (left->column > right->column) - 1;
}

/* The row with its fields copied into the arena. */
static cg_status copy_fields(const cg_row *row, cg_arena *arena, cg_row *copy,
                             cg_error *err)
{
    *copy = *row;
    cg_text *fields = cg_arena_array(arena, row->count, sizeof *fields);
    if (fields == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < row->count; i++) {
        cg_status status = cg_arena_copy(arena, row->fields[i], &fields[i], err);
        if (status != CG_OK)
            return status;
    }
    copy->fields = fields;
    return CG_OK;
}

cg_status sheet_header_read(const cg_row *row, cg_arena *arena,
                            sheet_header *header, cg_error *err)
{
    *header = (sheet_header){.count = row->count,
                             .mended = cg_rejects_mended(row->fields, row->count)};
    cg_status status = find_form(row, header->mended, &header->form, err);
    if (status != CG_OK)
        return status;
    cg_row own;
    status = copy_fields(row, arena, &own, err);
    if (status != CG_OK)
        return status;
    header->aliases = cg_arena_array(arena, row->count, sizeof *header->aliases);
    header->properties =
        cg_arena_array(arena, row->count, sizeof *header->properties);
    if (header->aliases == NULL || header->properties == NULL)
        return cg_fail_memory(err);
    for (size_t i = header->mended; i < row->count && status == CG_OK; i++) {
        status = check_unique(&own, i, err);
        if (status == CG_OK)
            status = add_column(&own, i, header, err);
    }
    if (status == CG_OK && header->property_count > 0)
        qsort(header->properties, header->property_count,
              sizeof *header->properties, order_properties);
    return status;
}
