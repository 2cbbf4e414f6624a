#include "graph/query/graph.h"

#include <stdlib.h>

#include "graph/query/rows.h"

/* A set of ids, in the order in which they came: what was deleted, what is to be. */
typedef struct {
    cg_id *at;
    size_t count;
    size_t room;
    query_rows seen; /* the same, to be found */
} id_set;

struct query_graph {
    cg_store *store;
    cg_text title;
    cg_text text;
    cg_id source; /* 0: nothing was written yet */
    cg_query_changes changes;
    cg_arena arena; /* of what was read */
    uint64_t reads;
    cg_value last; /* whose properties were read last */
    cg_properties last_properties;
    cg_id said; /* the relationship whose evidence was read last */
    const cg_evidence *evidence;
    size_t evidence_count;
    cg_confidence_rule rule;
    bool rule_read;
    id_set gone_nodes, gone_relationships;
    id_set marked_nodes, marked_relationships;
};

/* ---- Sets of ids ---- */

static bool has_id(const id_set *set, cg_id id)
{
    cg_value value = cg_integer(id);
    return rows_have(&set->seen, &value);
}

static cg_status add_id(id_set *set, cg_id id, cg_error *err)
{
    cg_value value = cg_integer(id);
    size_t index;
    bool fresh;
    set->seen.width = 1;
    cg_status status = cg_grow(set->at, &set->room, set->count + 1, err);
    if (status == CG_OK)
        status = rows_find(&set->seen, &value, &index, &fresh, err);
    if (status == CG_OK && fresh)
        set->at[set->count++] = id;
    return status;
}

static void clear_ids(id_set *set)
{
    set->count = 0;
    rows_clear(&set->seen);
}

static void release_ids(id_set *set)
{
    free(set->at);
    rows_release(&set->seen);
}

/* ---- The graph ---- */

cg_status query_graph_open(cg_store *store, cg_text title, cg_text text,
                           query_graph **graph, cg_error *err)
{
    *graph = calloc(1, sizeof **graph);
    if (*graph == NULL)
        return cg_fail_memory(err);
    (*graph)->store = store;
    (*graph)->title = title;
    (*graph)->text = text;
    return CG_OK;
}

void query_graph_limit(query_graph *graph, cg_budget *budget)
{
    graph->arena.budget = budget;
}

void query_graph_close(query_graph *graph)
{
    if (graph == NULL)
        return;
    cg_arena_release(&graph->arena);
    release_ids(&graph->gone_nodes);
    release_ids(&graph->gone_relationships);
    release_ids(&graph->marked_nodes);
    release_ids(&graph->marked_relationships);
    free(graph);
}

cg_store *query_graph_store(query_graph *graph)
{
    return graph->store;
}

const cg_query_changes *query_graph_changes(const query_graph *graph)
{
    return &graph->changes;
}

uint64_t query_graph_reads(const query_graph *graph)
{
    return graph->reads;
}

void query_graph_forget(query_graph *graph)
{
    cg_arena_reset(&graph->arena);
    graph->last = (cg_value){.type = CG_NULL};
    graph->said = 0;
}

bool query_graph_is_deleted(const query_graph *graph, cg_value entity)
{
    return has_id(entity.type == CG_NODE ? &graph->gone_nodes
                                         : &graph->gone_relationships,
                  entity.as.id);
}

static cg_status check_there(const query_graph *graph, cg_value entity,
                             cg_error *err)
{
    if (!query_graph_is_deleted(graph, entity))
        return CG_OK;
    return query_fail(err, FAULT_DELETED, NULL, (query_span){0, 0},
                      "the question reads %s that it deleted",
                      cg_type_phrase(entity.type));
}

static cg_value node_value(cg_id id)
{
    return (cg_value){.type = CG_NODE, .as.id = id};
}

/* ---- Reading ---- */

static cg_status kinds_of(query_graph *graph, cg_id node, cg_kinds *kinds,
                          cg_error *err)
{
    cg_status status = check_there(graph, node_value(node), err);
    return status == CG_OK ? cg_store_kinds(graph->store, &node, 1, kinds, err)
                           : status;
}

static int order_labels(const void *a, const void *b)
{
    return cg_text_compare(((const cg_value *)a)->as.text,
                           ((const cg_value *)b)->as.text);
}

cg_status query_graph_name_kinds(const query_graph *graph, cg_kinds kinds,
                                 cg_arena *arena, cg_list *labels, cg_error *err)
{
    const cg_vocabulary *vocabulary = cg_store_vocabulary(graph->store);
    size_t count = 0, most = (size_t)__builtin_popcountll(kinds);
    cg_value *items = cg_arena_array(arena, most, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < cg_kind_count(vocabulary); i++)
        if (kinds >> i & 1)
            items[count++] = cg_string(cg_kind_at(vocabulary, i)->name);
    if (count > 1)
        qsort(items, count, sizeof *items, order_labels);
    *labels = (cg_list){items, count};
    return CG_OK;
}

cg_status query_graph_labels(query_graph *graph, cg_id node, cg_list *labels,
                             cg_error *err)
{
    cg_kinds kinds = 0;
    graph->reads++;
    cg_status status = kinds_of(graph, node, &kinds, err);
    return status == CG_OK
               ? query_graph_name_kinds(graph, kinds, &graph->arena, labels, err)
               : status;
}

/* The type of a deleted relationship can still be told. */
cg_status query_graph_ends(query_graph *graph, cg_id relationship, query_ends *ends,
                           cg_error *err)
{
    cg_status status =
        cg_store_fact_ends(graph->store, &relationship, 1, &ends->start, &ends->end,
                           &ends->relation, err);
    if (status == CG_OK)
        ends->type =
            cg_relation_at(cg_store_vocabulary(graph->store), ends->relation)->name;
    return status;
}

cg_status query_graph_properties(query_graph *graph, cg_value entity,
                                 cg_properties *properties, cg_error *err)
{
    graph->reads++;
    if (graph->last.type == entity.type && graph->last.as.id == entity.as.id) {
        *properties = graph->last_properties;
        return CG_OK;
    }
    cg_status status = check_there(graph, entity, err);
    if (status != CG_OK)
        return status;
    status = entity.type == CG_NODE
                 ? cg_store_entity_properties(graph->store, &entity.as.id, 1,
                                              &graph->arena, properties, err)
                 : cg_store_fact_properties(graph->store, &entity.as.id, 1,
                                            &graph->arena, properties, err);
    if (status == CG_OK) {
        graph->last = entity;
        graph->last_properties = *properties;
    }
    return status;
}

cg_status query_graph_evidence(query_graph *graph, cg_id relationship,
                               const cg_evidence **rows, size_t *count,
                               cg_error *err)
{
    cg_value entity = {.type = CG_RELATIONSHIP, .as.id = relationship};
    cg_status status = check_there(graph, entity, err);
    graph->reads++;
    if (status == CG_OK && graph->said != relationship) {
        graph->said = 0;
        status = cg_store_evidence(graph->store, &relationship, 1, &graph->arena,
                                   &graph->evidence, &graph->evidence_count, err);
    }
    if (status != CG_OK)
        return status;
    graph->said = relationship;
    *rows = graph->evidence;
    *count = graph->evidence_count;
    return CG_OK;
}

cg_status query_graph_confidence_rule(query_graph *graph,
                                      const cg_confidence_rule **rule,
                                      cg_error *err)
{
    cg_status status = CG_OK;
    if (!graph->rule_read)
        status = cg_confidence_rule_read(&graph->rule, err);
    graph->rule_read = status == CG_OK;
    *rule = &graph->rule;
    return status;
}

/* ---- Writing ---- */

/* The question becomes a source with its first write. */
static cg_status begin_write(query_graph *graph, cg_error *err)
{
    graph->last = (cg_value){.type = CG_NULL};
    graph->said = 0;
    if (graph->source != 0)
        return CG_OK;
    return cg_store_add_query(graph->store, graph->title, graph->text,
                              &graph->source, err);
}

static cg_status find_kinds(query_graph *graph, const cg_text *labels, size_t count,
                            cg_kinds *kinds, cg_error *err)
{
    cg_status status = CG_OK;
    *kinds = 0;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        uint8_t kind;
        status = cg_store_add_kind(graph->store, labels[i], &kind, err);
        if (status == CG_OK)
            *kinds |= (cg_kinds)1 << kind;
    }
    return status;
}

cg_status query_graph_create_node(query_graph *graph, const cg_text *labels,
                                  size_t count, cg_properties properties, cg_id *id,
                                  cg_error *err)
{
    cg_new_node node = {.properties = properties};
    cg_status status = begin_write(graph, err);
    if (status == CG_OK)
        status = find_kinds(graph, labels, count, &node.kinds, err);
    if (status == CG_OK)
        status = cg_store_create_entities(graph->store, graph->source, &node, 1, id,
                                          err);
    if (status != CG_OK)
        return status;
    graph->changes.nodes_created++;
    graph->changes.labels_added += count;
    graph->changes.properties_set += properties.count;
    return CG_OK;
}

cg_status query_graph_create_relationship(query_graph *graph, cg_text type,
                                          cg_id start, cg_id end,
                                          cg_properties properties, cg_id *id,
                                          cg_error *err)
{
    cg_new_relationship made = {
        .subject = start, .object = end, .properties = properties};
    cg_status status = check_there(graph, node_value(start), err);
    if (status == CG_OK)
        status = check_there(graph, node_value(end), err);
    if (status == CG_OK)
        status = begin_write(graph, err);
    if (status == CG_OK)
        status = cg_store_add_relation(graph->store, type, &made.relation, err);
    if (status == CG_OK)
        status =
            cg_store_create_facts(graph->store, graph->source, &made, 1, id, err);
    if (status != CG_OK)
        return status;
    graph->changes.relationships_created++;
    graph->changes.properties_set += properties.count;
    return CG_OK;
}

cg_status query_graph_set_properties(query_graph *graph, cg_value entity,
                                     cg_properties properties, cg_error *err)
{
    cg_new_properties change = {.id = entity.as.id, .properties = properties};
    cg_status status = check_there(graph, entity, err);
    if (status == CG_OK)
        status = begin_write(graph, err);
    if (status == CG_OK)
        status =
            entity.type == CG_NODE
                ? cg_store_set_entities(graph->store, graph->source, &change, 1,
                                        err)
                : cg_store_set_facts(graph->store, graph->source, &change, 1, err);
    graph->changes.properties_set++;
    return status;
}

static cg_status change_label(query_graph *graph, cg_id node, cg_kinds add,
                              cg_kinds remove, cg_error *err)
{
    cg_kinds_change change = {.entity = node, .add = add, .remove = remove};
    return cg_store_change_kinds(graph->store, &change, 1, err);
}

cg_status query_graph_add_label(query_graph *graph, cg_id node, cg_text label,
                                cg_error *err)
{
    cg_kinds kinds, has;
    cg_status status = kinds_of(graph, node, &has, err);
    if (status == CG_OK)
        status = begin_write(graph, err);
    if (status == CG_OK)
        status = find_kinds(graph, &label, 1, &kinds, err);
    if (status != CG_OK || (has & kinds) != 0)
        return status;
    graph->changes.labels_added++;
    return change_label(graph, node, kinds, 0, err);
}

cg_status query_graph_remove_label(query_graph *graph, cg_id node, cg_text label,
                                   cg_error *err)
{
    uint8_t kind;
    cg_kinds has;
    cg_status status = kinds_of(graph, node, &has, err);
    if (status != CG_OK ||
        cg_kind_find(cg_store_vocabulary(graph->store), label, &kind, NULL) !=
            CG_OK ||
        (has >> kind & 1) == 0)
        return status;
    graph->changes.labels_removed++;
    return change_label(graph, node, 0, (cg_kinds)1 << kind, err);
}

/* ---- Deleting ---- */

cg_status query_graph_mark_deleted(query_graph *graph, cg_value entity,
                                   cg_error *err)
{
    if (query_graph_is_deleted(graph, entity))
        return CG_OK;
    return add_id(entity.type == CG_NODE ? &graph->marked_nodes
                                         : &graph->marked_relationships,
                  entity.as.id, err);
}

static cg_status move_ids(id_set *from, id_set *to, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < from->count && status == CG_OK; i++)
        status = add_id(to, from->at[i], err);
    clear_ids(from);
    return status;
}

/* The relationships of nodes that are deleted with them are gone, too. */
static cg_status note_detached(query_graph *graph, cg_error *err)
{
    cg_expansion_filter filter = {.direction = CG_BOTH};
    cg_expansion *expansion = NULL;
    cg_neighbours batch;
    cg_status status = cg_expand_prepare(graph->store, &filter, &expansion, err);
    if (status == CG_OK)
        status = cg_expand_start(expansion, graph->marked_nodes.at,
                                 graph->marked_nodes.count, err);
    while (status == CG_OK &&
           (status = cg_expand_step(expansion, &batch, err)) == CG_ROW) {
        status = CG_OK;
        for (size_t i = 0; i < batch.count && status == CG_OK; i++)
            status = add_id(&graph->gone_relationships, batch.facts[i], err);
    }
    cg_expand_finish(expansion);
    return status == CG_DONE ? CG_OK : status;
}

cg_status query_graph_delete_marked(query_graph *graph, bool detach, cg_error *err)
{
    uint64_t facts = 0;
    cg_error own = {0};
    cg_status status = CG_OK;
    id_set *nodes = &graph->marked_nodes,
           *facts_marked = &graph->marked_relationships;
    graph->last = (cg_value){.type = CG_NULL};
    graph->said = 0;
    if (facts_marked->count > 0)
        status = cg_store_retract_facts(graph->store, facts_marked->at,
                                        facts_marked->count, err);
    graph->changes.relationships_deleted += facts_marked->count;
    if (status == CG_OK)
        status = move_ids(facts_marked, &graph->gone_relationships, err);
    if (status != CG_OK || nodes->count == 0)
        return status;
    if (detach)
        status = note_detached(graph, err);
    if (status == CG_OK)
        status = cg_store_retract_entities(graph->store, nodes->at, nodes->count,
                                           detach, &facts, &own);
    if (own.status == CG_REFUSED)
        return query_fail(err, FAULT_CONNECTED, NULL, (query_span){0, 0}, "%s",
                          own.message);
    if (own.status != CG_OK && err != NULL)
        *err = own;
    graph->changes.nodes_deleted += nodes->count;
    graph->changes.relationships_deleted += facts;
    return status == CG_OK ? move_ids(nodes, &graph->gone_nodes, err) : status;
}
