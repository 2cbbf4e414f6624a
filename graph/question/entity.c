/* An entity itself: kinds, names, properties. */
#include "graph/question/question.h"

#include "graph/question/cursor.h"
#include "graph/question/lookup.h"

enum { ENTITY_COLUMNS = 3 };
static const char *const entity_columns[ENTITY_COLUMNS] = {"about", "value",
                                                           "source"};

static cg_status add(cursor_table *table, cg_text about, cg_value value,
                     cg_text source, cg_error *err)
{
    const cg_value cells[ENTITY_COLUMNS] = {cg_string(about), value,
                                            cursor_text(source)};

    return cursor_table_add(table, cells, err);
}

static cg_status add_kinds(cursor_table *table, cg_store *store, cg_kinds kinds,
                           cg_error *err)
{
    const cg_vocabulary *vocabulary = cg_store_vocabulary(store);
    cg_status status = CG_OK;

    for (size_t i = 0; i < cg_kind_count(vocabulary) && status == CG_OK; i++)
        if ((kinds >> i & 1) != 0)
            status =
                add(table, CG_TEXT("kind"),
                    cg_string(cg_kind_at(vocabulary, i)->name), (cg_text){0}, err);
    return status;
}

/* `prefix` and `rest` joined, in the table's arena. */
static cg_status join(cursor_table *table, cg_text prefix, cg_text rest,
                      cg_text *out, cg_error *err)
{
    char *joined = cg_arena_alloc(&table->arena, prefix.size + rest.size);

    if (joined == NULL)
        return cg_fail_memory(err);
    memcpy(joined, prefix.at, prefix.size);
    if (rest.size > 0)
        memcpy(joined + prefix.size, rest.at, rest.size);
    *out = (cg_text){joined, prefix.size + rest.size};
    return CG_OK;
}

static cg_status add_name(cursor_table *table, const cg_name_row *name,
                          const cg_lookup_sources *sources, cg_error *err)
{
    const cg_source_row *source = cg_lookup_source(sources, name->source);
    cg_text about = CG_TEXT("name");
    cg_status status = CG_OK;

    if (name->language.size > 0)
        status = join(table, CG_TEXT("name:"), name->language, &about, err);
    if (status != CG_OK)
        return status;
    return add(table, about, cg_string(name->text),
               source == NULL ? (cg_text){0}
                              : cg_lookup_source_name(&source->source),
               err);
}

static cg_status add_names(cursor_table *table, cg_store *store, cg_id entity,
                           cg_error *err)
{
    const cg_name_row *names = NULL;
    cg_lookup_sources sources = {0};
    cg_id *ids = NULL;
    size_t count = 0;
    cg_status status =
        cg_store_names(store, &entity, 1, &table->arena, &names, &count, err);

    if (status != CG_OK || count == 0)
        return status;
    ids = cg_arena_array(&table->arena, count, sizeof *ids);
    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        ids[i] = names[i].source;
    status =
        cg_lookup_sources_open(&sources, store, ids, count, &table->arena, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_name(table, &names[i], &sources, err);
    return status;
}

static cg_status add_properties(cursor_table *table, cg_properties properties,
                                cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < properties.count && status == CG_OK; i++) {
        const cg_property *property = &properties.items[i];
        cg_text about = {0};

        status = join(table, CG_TEXT("property:"), property->key, &about, err);
        if (status == CG_OK)
            status = add(table, about, property->value, (cg_text){0}, err);
    }
    return status;
}

cg_status cg_ask_entity(cg_store *store, cg_id entity, cg_cursor **cursor,
                        cg_error *err)
{
    cursor_table *table = NULL;
    cg_entity row = {0};
    cg_status status =
        cursor_table_new(entity_columns, ENTITY_COLUMNS, &table, err);

    if (status != CG_OK)
        goto done;
    status = cg_lookup_entity(store, entity, &table->arena, &row, err);
    if (status == CG_OK)
        status = add(table, CG_TEXT("entity"), cursor_id(row.read_as), (cg_text){0},
                     err);
    if (status == CG_OK)
        status =
            add(table, CG_TEXT("called"), cg_string(row.name), (cg_text){0}, err);
    if (status == CG_OK)
        status = add_kinds(table, store, row.kinds, err);
    if (status == CG_OK)
        status = add_names(table, store, row.read_as, err);
    if (status == CG_OK)
        status = add_properties(table, row.properties, err);
done:
    return cursor_table_finish(table, status, cursor);
}
