/* Procedures that find by what people type, and by what sources say. */
#include "graph/query/procedure_parts.h"

#include "graph/store/store.h"

enum { HITS_MAX = 100000 }; /* names and quotes of a search, taken together */

static cg_value node(cg_id id)
{
    return (cg_value){.type = CG_NODE, .as.id = id};
}

/* The entities that bear a name: one of their spellings, typed as people do. */
static cg_status named(void *handle, cg_store *store, const cg_value *arguments,
                       cg_row_source *rows, cg_error *err)
{
    procedure_table *table = NULL;
    const cg_found *found = NULL;
    size_t count = 0;
    cg_id last = 0;
    (void)handle;
    cg_status status = procedure_table_open(1, &table, rows, err);
    if (status == CG_OK && arguments[0].type != CG_NULL)
        status = cg_store_find_names(store, &arguments[0].as.text, 1, &table->arena,
                                     &found, &count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        size_t fresh;
        bool new = false;
        if (found[i].entity != last)
            status = rows_find(&table->rows, (cg_value[]){node(found[i].entity)},
                               &fresh, &new, err);
        last = found[i].entity;
    }
    return status;
}

/* The hits of a search in names, or in quotes. */
static cg_status search(cg_store *store, cg_value text, bool in_names,
                        cg_row_source *rows, cg_error *err)
{
    procedure_table *table = NULL;
    const cg_hit *hits = NULL;
    size_t count = 0;
    cg_status status = procedure_table_open(2, &table, rows, err);
    if (status == CG_OK && text.type != CG_NULL)
        status = cg_store_search(store, text.as.text, HITS_MAX, &table->arena,
                                 &hits, &count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        cg_value row[] = {node(hits[i].entity), cg_string(hits[i].text)};
        if (!in_names)
            row[0] = (cg_value){.type = CG_RELATIONSHIP, .as.id = hits[i].fact};
        if (hits[i].in_name == in_names)
            status = rows_add(&table->rows, row, err);
    }
    return status;
}

static cg_status names(void *handle, cg_store *store, const cg_value *arguments,
                       cg_row_source *rows, cg_error *err)
{
    (void)handle;
    return search(store, arguments[0], true, rows, err);
}

static cg_status quotes(void *handle, cg_store *store, const cg_value *arguments,
                        cg_row_source *rows, cg_error *err)
{
    (void)handle;
    return search(store, arguments[0], false, rows, err);
}

static const cg_procedure procedures[] = {
    {.signature = "search.named(name :: STRING) :: (node :: NODE)",
     .about = "the nodes that bear the name, with or without diacritics: any of "
              "their spellings",
     .open = named},
    {.signature = "search.names(words :: STRING) :: (node :: NODE, name :: STRING)",
     .about = "the names in which the words stand, the last one as a beginning",
     .open = names},
    {.signature =
         "search.quotes(words :: STRING) :: (relationship :: RELATIONSHIP, "
         "quote :: STRING)",
     .about = "the quotes in which the words stand, the last one as a beginning",
     .open = quotes},
};

const procedure_family procedure_search_family = {
    procedures, sizeof procedures / sizeof *procedures};
