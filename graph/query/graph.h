/* The graph that a question is about, and what the question changes in it. */
#ifndef CG_GRAPH_QUERY_GRAPH_H
#define CG_GRAPH_QUERY_GRAPH_H

#include "graph/query/error.h"
#include "graph/query/query.h"
#include "graph/store/property_graph.h"
#include "schema/confidence.h"
#include "schema/value.h"

typedef struct query_graph query_graph;

/* `text` is the question, which what it writes is evidence of; both are borrowed. */
cg_status query_graph_open(cg_store *store, cg_text title, cg_text text,
                           query_graph **graph, cg_error *err);
/* What is read is taken from the budget, which outlives it. */
void query_graph_limit(query_graph *graph, cg_budget *budget);

void query_graph_close(query_graph *graph);

cg_store *query_graph_store(query_graph *graph);
const cg_query_changes *query_graph_changes(const query_graph *graph);

/* ---- Reading ----
 * What these give lives until the graph's next write, or query_graph_forget(). Each fails
 * with EntityNotFound for what the statement deleted. */

/* A node's labels, in the order of their names, as a list of strings. */
cg_status query_graph_labels(query_graph *graph, cg_id node, cg_list *labels,
                             cg_error *err);

/* The names of kinds, in their order, in the arena. */
cg_status query_graph_name_kinds(const query_graph *graph, cg_kinds kinds,
                                 cg_arena *arena, cg_list *labels, cg_error *err);

/* A relationship's type and ends. */
typedef struct {
    cg_text type;
    uint8_t relation;
    cg_id start;
    cg_id end;
} query_ends;
cg_status query_graph_ends(query_graph *graph, cg_id relationship, query_ends *ends,
                           cg_error *err);

/* The properties of a CG_NODE or CG_RELATIONSHIP. */
cg_status query_graph_properties(query_graph *graph, cg_value entity,
                                 cg_properties *properties, cg_error *err);

/* What the sources say for a relationship, in the order in which they came. */
cg_status query_graph_evidence(query_graph *graph, cg_id relationship,
                               const cg_evidence **rows, size_t *count,
                               cg_error *err);

/* The rule for how sure a relationship is; lives as long as the graph. */
cg_status query_graph_confidence_rule(query_graph *graph,
                                      const cg_confidence_rule **rule,
                                      cg_error *err);

/* Did the statement delete it? */
bool query_graph_is_deleted(const query_graph *graph, cg_value entity);

/* How often something was read: a value worked out meanwhile may refer to it. */
uint64_t query_graph_reads(const query_graph *graph);

/* Give back the memory of what was read. */
void query_graph_forget(query_graph *graph);

/* ---- Writing: in the store's open change ---- */

cg_status query_graph_create_node(query_graph *graph, const cg_text *labels,
                                  size_t count, cg_properties properties, cg_id *id,
                                  cg_error *err);
cg_status query_graph_create_relationship(query_graph *graph, cg_text type,
                                          cg_id start, cg_id end,
                                          cg_properties properties, cg_id *id,
                                          cg_error *err);

/* All that it has from now on: sorted, without nulls. */
cg_status query_graph_set_properties(query_graph *graph, cg_value entity,
                                     cg_properties properties, cg_error *err);

cg_status query_graph_add_label(query_graph *graph, cg_id node, cg_text label,
                                cg_error *err);
cg_status query_graph_remove_label(query_graph *graph, cg_id node, cg_text label,
                                   cg_error *err);

/* Delete what was marked: relationships first; a node that still has some is refused
 * unless `detach`. Marking twice is fine. */
cg_status query_graph_mark_deleted(query_graph *graph, cg_value entity,
                                   cg_error *err);
cg_status query_graph_delete_marked(query_graph *graph, bool detach, cg_error *err);

#endif
