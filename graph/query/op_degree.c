/* Degree: the nodes that have relationships of some types, and how many. */
#include "graph/query/steps.h"

typedef struct {
    query_op op;
    step_types types;
    cg_expansion *expansion;
    uint64_t written;
    bool begun;       /* for this row, where all nodes are asked for */
    step_nodes nodes; /* then: all that have facts */
    cg_id ids[BATCH_ROWS];
    uint64_t counts[BATCH_ROWS];
} degree_op;

static cg_status open_steps(degree_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_degree *plan = &op->plan->as.degree;
    cg_store *store = query_graph_store(op->run->graph);
    if (own->expansion != NULL && own->written == op->run->written)
        return CG_OK;
    own->written = op->run->written;
    cg_expand_finish(own->expansion);
    own->expansion = NULL;
    step_find_types(cg_store_vocabulary(store), plan->side.types, &own->types);
    return step_prepare(op, &own->types, step_direction(plan->side.direction),
                        &own->expansion, err);
}

/* All nodes from now on; degrees are found at once where neighbours are kept sorted. */
static cg_status begin_nodes(degree_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const cg_sorted *sorted;
    cg_status status = step_sorted(
        op, &own->types, step_direction(op->plan->as.degree.side.direction),
        &sorted, err);
    own->begun = true;
    return status == CG_OK ? step_nodes_begin(&own->nodes, op->run, err) : status;
}

/* The next nodes: of a batch of the input, or of all. */
static cg_status next_nodes(degree_op *own, size_t *count, cg_error *err)
{
    query_op *op = &own->op;
    const plan_degree *plan = &op->plan->as.degree;
    cg_status status = CG_OK;
    if (!own->begun) {
        status = op_pull(op, err);
        if (status != CG_ROW)
            return status;
        status = open_steps(own, err);
        if (status == CG_OK && plan->every)
            status = begin_nodes(own, err);
    }
    if (status != CG_OK)
        return status;
    if (plan->every)
        return step_nodes_next(&own->nodes, own->ids, count, err);
    *count = op->input->out.count;
    for (size_t i = 0; i < *count; i++)
        own->ids[i] = batch_get(op->run, &op->input->out, plan->from, i).as.id;
    return CG_ROW;
}

static void give(degree_op *own, size_t at)
{
    query_op *op = &own->op;
    const plan_degree *plan = &op->plan->as.degree;
    size_t row = op->out.count++;
    batch_set(op->run, &op->out, plan->to, row,
              (cg_value){.type = CG_NODE, .as.id = own->ids[at]});
    for (size_t i = 0; i < plan->count_count; i++)
        batch_set(op->run, &op->out, plan->counts[i].slot, row,
                  cg_integer((int64_t)own->counts[at]));
}

static cg_status next(query_op *op, cg_error *err)
{
    degree_op *own = (degree_op *)op;
    while (op->out.count == 0) {
        size_t count = 0;
        cg_status status = query_poll(op->run, err);
        if (status == CG_OK)
            status = next_nodes(own, &count, err);
        if (status != CG_ROW)
            return status;
        if (own->types.none)
            continue;
        status = cg_expand_count(own->expansion, own->ids, count, own->counts, err);
        if (status != CG_OK)
            return status;
        for (size_t i = 0; i < count; i++)
            if (own->counts[i] > 0)
                give(own, i);
    }
    return CG_ROW;
}

static void rewind_degree(query_op *op)
{
    degree_op *own = (degree_op *)op;
    step_nodes_end(&own->nodes);
    own->begun = false;
}

static void close_degree(query_op *op)
{
    degree_op *own = (degree_op *)op;
    step_nodes_end(&own->nodes);
    cg_expand_finish(own->expansion);
}

const op_class op_degree = {.size = sizeof(degree_op),
                            .next = next,
                            .rewind = rewind_degree,
                            .close = close_degree};
