/* Degree: the nodes that have relationships of some types, and how many. */
#include "graph/query/steps.h"

typedef struct {
    query_op op;
    step_types types;
    cg_expansion *expansion;
    uint64_t written;
    bool begun;           /* for this row, where all nodes are asked for */
    step_nodes nodes;     /* then: all that have facts, */
    step_degrees degrees; /* or all there are, from `first` on */
    size_t first;
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

/* What the nodes in own->ids have, nothing of no type; those that have any stay. */
static cg_status count_degrees(degree_op *own, size_t *count, cg_error *err)
{
    size_t kept = 0;
    cg_status status = CG_OK;
    memset(own->counts, 0, *count * sizeof *own->counts);
    if (!own->types.none)
        status =
            cg_expand_count(own->expansion, own->ids, *count, own->counts, err);
    for (size_t i = 0; i < *count && status == CG_OK; i++) {
        own->ids[kept] = own->ids[i];
        own->counts[kept] = own->counts[i];
        kept += own->counts[i] > 0;
    }
    *count = kept;
    return status == CG_OK ? CG_ROW : status;
}

/* All nodes from now on. */
static cg_status begin_nodes(degree_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = step_nodes_begin(&own->nodes, op->run, err);
    own->begun = true;
    own->first = 1;
    return status == CG_OK ? step_find_degrees(
                                 op, &own->types,
                                 step_direction(op->plan->as.degree.side.direction),
                                 own->nodes.arrays, &own->degrees, err)
                           : status;
}

/* The next of all nodes that have relationships, and how many each has. */
static cg_status next_of_all(degree_op *own, size_t *count, cg_error *err)
{
    cg_status status = CG_ROW;
    if (own->degrees.count == 0) {
        status = step_nodes_next(&own->nodes, own->ids, count, err);
        return status == CG_ROW ? count_degrees(own, count, err) : status;
    }
    *count = own->nodes.arrays->entities + 1 - own->first;
    if (*count > BATCH_ROWS)
        *count = BATCH_ROWS;
    if (*count == 0)
        return CG_DONE;
    own->first += *count;
    *count = step_pick_degrees(&own->degrees, own->first - *count, *count, own->ids,
                               own->counts);
    return CG_ROW;
}

/* The next of them, of a batch of the input or of all. */
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
        return next_of_all(own, count, err);
    *count = op->input->out.count;
    for (size_t i = 0; i < *count; i++)
        own->ids[i] = batch_get(op->run, &op->input->out, plan->from, i).as.id;
    return count_degrees(own, count, err);
}

static void give(degree_op *own, size_t count)
{
    query_op *op = &own->op;
    const plan_degree *plan = &op->plan->as.degree;
    op_set_nodes(op, plan->to, 0, own->ids, count);
    for (size_t i = 0; i < plan->count_count; i++) {
        cg_value *values = op->out.columns[plan->counts[i].slot].values;
        for (size_t row = 0; row < count; row++) {
            values[row].type = CG_INTEGER;
            values[row].as.integer = (int64_t)own->counts[row];
        }
    }
    op->out.count = count;
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
        give(own, count);
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
