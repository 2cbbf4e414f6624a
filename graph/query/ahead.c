#include "graph/query/ahead.h"

enum { FIRST_REACH = 4, GROWTH = 4, LAST_REACH = 1024 };

/* Rows from `at` on are about to be read: how many. */
static size_t begin(query_ahead *ahead, size_t rows, size_t at)
{
    cg_arena_reset(&ahead->arena);
    if (ahead->reach == 0)
        ahead->reach = FIRST_REACH;
    else if (ahead->reach < LAST_REACH)
        ahead->reach *= GROWTH;
    ahead->count = 0;
    ahead->first = at;
    return rows - at < ahead->reach ? rows - at : ahead->reach;
}

static bool has_row(const query_ahead *ahead, size_t at)
{
    return at >= ahead->first && at - ahead->first < ahead->count;
}

/* ---- Nodes ---- */

static cg_status read_nodes(query_ahead *ahead, query_graph *graph,
                            const cg_id *ids, size_t count, cg_error *err)
{
    cg_store *store = query_graph_store(graph);
    cg_kinds *kinds = cg_arena_array(&ahead->arena, count, sizeof *kinds);
    cg_properties *properties =
        cg_arena_array(&ahead->arena, count, sizeof *properties);
    ahead->nodes = cg_arena_array(&ahead->arena, count, sizeof *ahead->nodes);
    if (kinds == NULL || properties == NULL || ahead->nodes == NULL)
        return cg_fail_memory(err);
    cg_status status = cg_store_kinds(store, ids, count, kinds, err);
    if (status == CG_OK)
        status = cg_store_entity_properties(store, ids, count, &ahead->arena,
                                            properties, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        ahead->nodes[i].properties = properties[i];
        status = query_graph_name_kinds(graph, kinds[i], &ahead->arena,
                                        &ahead->nodes[i].labels, err);
    }
    if (status == CG_OK)
        ahead->count = count;
    return status;
}

cg_status ahead_node(query_ahead *ahead, query_graph *graph, const cg_id *ids,
                     size_t rows, size_t at, cg_node *node, cg_error *err)
{
    cg_status status = CG_OK;
    if (!has_row(ahead, at)) {
        size_t count = begin(ahead, rows, at);
        status = read_nodes(ahead, graph, ids + at, count, err);
    }
    if (status == CG_OK)
        *node = ahead->nodes[at - ahead->first];
    return status;
}

/* ---- Relationships ---- */

static cg_status read_relationships(query_ahead *ahead, query_graph *graph,
                                    const cg_id *ids, size_t count, cg_error *err)
{
    cg_store *store = query_graph_store(graph);
    const cg_vocabulary *vocabulary = cg_store_vocabulary(store);
    cg_id *ends = cg_arena_array(&ahead->arena, 2 * count, sizeof *ends);
    uint8_t *types = cg_arena_array(&ahead->arena, count, sizeof *types);
    cg_properties *properties =
        cg_arena_array(&ahead->arena, count, sizeof *properties);
    cg_relationship *all = cg_arena_array(&ahead->arena, count, sizeof *all);
    if (ends == NULL || types == NULL || properties == NULL || all == NULL)
        return cg_fail_memory(err);
    cg_status status =
        cg_store_fact_ends(store, ids, count, ends, ends + count, types, err);
    if (status == CG_OK)
        status = cg_store_fact_properties(store, ids, count, &ahead->arena,
                                          properties, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        all[i] =
            (cg_relationship){.type = cg_relation_at(vocabulary, types[i])->name,
                              .start = ends[i],
                              .end = ends[count + i],
                              .properties = properties[i]};
    ahead->relationships = all;
    if (status == CG_OK)
        ahead->count = count;
    return status;
}

cg_status ahead_relationship(query_ahead *ahead, query_graph *graph,
                             const cg_id *ids, size_t rows, size_t at,
                             cg_relationship *relationship, cg_error *err)
{
    cg_status status = CG_OK;
    if (!has_row(ahead, at)) {
        size_t count = begin(ahead, rows, at);
        status = read_relationships(ahead, graph, ids + at, count, err);
    }
    if (status == CG_OK)
        *relationship = ahead->relationships[at - ahead->first];
    return status;
}

/* ---- All ---- */

void ahead_forget(query_ahead *ahead)
{
    cg_arena_reset(&ahead->arena);
    ahead->count = 0;
}

void ahead_release(query_ahead *ahead)
{
    cg_arena_release(&ahead->arena);
}
