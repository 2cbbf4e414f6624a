/* Procedures about what the graph holds. */
#include "graph/query/procedure_parts.h"

#include "graph/query/graph.h"

static cg_status add_count(procedure_table *table, cg_text name, uint64_t count,
                           cg_error *err)
{
    const cg_value row[] = {cg_string(name), cg_integer((int64_t)count)};
    return count > 0 ? rows_add(&table->rows, row, err) : CG_OK;
}

/* The labels that nodes have. */
static cg_status labels(void *handle, cg_store *store, const cg_value *arguments,
                        cg_row_source *rows, cg_error *err)
{
    procedure_table *table = NULL;
    const cg_vocabulary *words = cg_store_vocabulary(store);
    uint64_t all, counts[CG_KIND_MAX];
    (void)handle;
    (void)arguments;
    cg_status status = procedure_table_open(2, &table, rows, err);
    if (status == CG_OK)
        status = cg_store_count_kinds(store, &all, counts, err);
    for (size_t i = 0; i < cg_kind_count(words) && status == CG_OK; i++)
        status = add_count(table, cg_kind_at(words, i)->name, counts[i], err);
    return status;
}

/* The types that relationships have. */
static cg_status relationship_types(void *handle, cg_store *store,
                                    const cg_value *arguments, cg_row_source *rows,
                                    cg_error *err)
{
    procedure_table *table = NULL;
    const cg_vocabulary *words = cg_store_vocabulary(store);
    uint64_t counts[CG_RELATION_MAX];
    (void)handle;
    (void)arguments;
    cg_status status = procedure_table_open(2, &table, rows, err);
    if (status == CG_OK)
        status = cg_store_count_facts(store, counts, err);
    for (size_t i = 0; i < cg_relation_count(words) && status == CG_OK; i++)
        status = add_count(table, cg_relation_at(words, i)->name, counts[i], err);
    return status;
}

/* The keys that properties of nodes and relationships have. */
static cg_status property_keys(void *handle, cg_store *store,
                               const cg_value *arguments, cg_row_source *rows,
                               cg_error *err)
{
    procedure_table *table = NULL;
    const cg_text *keys = NULL;
    size_t count = 0;
    (void)handle;
    (void)arguments;
    cg_status status = procedure_table_open(1, &table, rows, err);
    if (status == CG_OK)
        status = cg_store_property_keys(store, &table->arena, &keys, &count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = rows_add(&table->rows, (cg_value[]){cg_string(keys[i])}, err);
    return status;
}

static const cg_procedure procedures[] = {
    {.signature = "db.labels() :: (label :: STRING, nodes :: INTEGER)",
     .about = "the labels that nodes have, and how many have each",
     .open = labels},
    {.signature = "db.relationshipTypes() :: (relationshipType :: STRING, "
                  "relationships :: INTEGER)",
     .about = "the types that relationships have, and how many have each",
     .open = relationship_types},
    {.signature = "db.propertyKeys() :: (propertyKey :: STRING)",
     .about = "the keys of properties, in their order",
     .open = property_keys},
};

const procedure_family procedure_graph_family = {
    procedures, sizeof procedures / sizeof *procedures};
