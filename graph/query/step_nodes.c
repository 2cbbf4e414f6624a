/* All nodes that have facts, a batch at a time. */
#include "graph/query/steps.h"

cg_status step_nodes_begin(step_nodes *nodes, query_run *run, cg_error *err)
{
    cg_entity_filter all = {0};
    cg_store *store = query_graph_store(run->graph);
    step_nodes_end(nodes);
    nodes->next = 1;
    cg_status status = cg_store_arrays(store, &nodes->arrays, err);
    return status == CG_OK && nodes->arrays == NULL
               ? cg_entity_scan_filtered(store, &all, &nodes->scan, err)
               : status;
}

/* What is read as another node has no facts in the arrays. */
static size_t take_from_arrays(step_nodes *nodes, cg_id *ids)
{
    const uint32_t *out = nodes->arrays->out.offsets;
    const uint32_t *in = nodes->arrays->in.offsets;
    size_t count = 0, id = nodes->next;
    for (; id <= nodes->arrays->entities && count < BATCH_ROWS; id++)
        if (out[id] < out[id + 1] || in[id] < in[id + 1])
            ids[count++] = (cg_id)id;
    nodes->next = id;
    return count;
}

cg_status step_nodes_next(step_nodes *nodes, cg_id *ids, size_t *count,
                          cg_error *err)
{
    cg_status status = CG_ROW;
    if (nodes->arrays != NULL) {
        *count = take_from_arrays(nodes, ids);
        return *count > 0 ? CG_ROW : CG_DONE;
    }
    if (nodes->at == nodes->count) {
        status = cg_entity_scan_step(nodes->scan, &nodes->ids, &nodes->count, err);
        nodes->at = 0;
    }
    if (status != CG_ROW) {
        nodes->count = 0;
        return status;
    }
    *count = nodes->count - nodes->at;
    if (*count > BATCH_ROWS)
        *count = BATCH_ROWS;
    memcpy(ids, nodes->ids + nodes->at, *count * sizeof *ids);
    nodes->at += *count;
    return CG_ROW;
}

void step_nodes_end(step_nodes *nodes)
{
    cg_entity_scan_finish(nodes->scan);
    *nodes = (step_nodes){0};
}
