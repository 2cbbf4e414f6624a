/* Expand and ExpandInto: the relationships of a node, and the nodes at their other ends;
 * into: those that lead to a certain node. */
#include "graph/query/steps.h"

typedef struct {
    query_op op;
    step_types types;
    cg_expansion *expansion;
    uint64_t written; /* when the types were looked up */
    bool expanding;   /* the input's batch */
    cg_neighbours found;
    size_t next; /* of those found */
    cg_id ids[BATCH_ROWS];
    uint32_t rows[BATCH_ROWS];       /* of the ids: nulls have no neighbours */
    uint32_t taken[BATCH_ROWS];      /* of those found, for a batch to give */
    uint32_t taken_from[BATCH_ROWS]; /* row of the input */
} expand_op;

static cg_status begin_batch(expand_op *own, cg_error *err)
{
    query_op *op = &own->op;
    size_t count = 0;
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    if (own->expansion == NULL || own->written != op->run->written) {
        own->written = op->run->written;
        status = step_open(op, &own->expansion, &own->types, err);
        if (status != CG_OK)
            return status;
    }
    for (size_t i = 0; i < op->input->out.count; i++) {
        cg_value from =
            batch_get(op->run, &op->input->out, op->plan->as.expand.from, i);
        if (from.type != CG_NODE)
            continue;
        own->rows[count] = (uint32_t)i;
        own->ids[count++] = from.as.id;
    }
    own->expanding = true;
    own->next = own->found.count = 0;
    status =
        cg_expand_start(own->expansion, own->ids, own->types.none ? 0 : count, err);
    return status == CG_OK ? CG_ROW : status;
}

/* Is the neighbour one that the pattern wants for its row? */
static bool is_wanted(const expand_op *own, size_t found)
{
    const query_op *op = &own->op;
    const plan_node *plan = op->plan;
    const query_batch *in = &op->input->out;
    size_t row = own->rows[own->found.inputs[found]];
    if (step_is_among(op->run, in, row, plan->as.expand.others,
                      own->found.facts[found]))
        return false;
    if (!plan->as.expand.to_known)
        return true;
    cg_value to = batch_get(op->run, in, plan->as.expand.to, row);
    return to.type == CG_NODE && to.as.id == own->found.others[found];
}

/* As many of those found as there is room for. */
static void take(expand_op *own)
{
    query_op *op = &own->op;
    const plan_node *plan = op->plan;
    size_t start = op->out.count, count = 0;
    bool all = plan->as.expand.others.count == 0 && !plan->as.expand.to_known;
    for (; own->next < own->found.count && start + count < BATCH_ROWS;
         own->next++) {
        if (!all && !is_wanted(own, own->next))
            continue;
        own->taken_from[count] = own->rows[own->found.inputs[own->next]];
        own->taken[count++] = (uint32_t)own->next;
    }
    op_copy_rows(op, &op->input->out, own->taken_from, count);
    cg_id *relationships =
        op->out.columns[plan->as.expand.relationship].ids + start;
    for (size_t i = 0; i < count; i++)
        relationships[i] = own->found.facts[own->taken[i]];
    for (size_t i = 0; i < count; i++)
        batch_set(
            op->run, &op->out, plan->as.expand.to, start + i,
            (cg_value){.type = CG_NODE, .as.id = own->found.others[own->taken[i]]});
}

static cg_status next(query_op *op, cg_error *err)
{
    expand_op *own = (expand_op *)op;
    while (op->out.count == 0) {
        cg_status status = own->expanding ? CG_ROW : begin_batch(own, err);
        if (status != CG_ROW)
            return status;
        if (own->next == own->found.count) {
            own->next = 0;
            status = cg_expand_step(own->expansion, &own->found, err);
            own->expanding = status == CG_ROW;
            if (status == CG_DONE)
                own->found.count = 0;
            else if (status != CG_ROW)
                return status;
        }
        take(own);
    }
    return CG_ROW;
}

static void rewind_expand(query_op *op)
{
    expand_op *own = (expand_op *)op;
    own->expanding = false;
    own->next = own->found.count = 0;
}

static void close_expand(query_op *op)
{
    cg_expand_finish(((expand_op *)op)->expansion);
}

const op_class op_expand = {.size = sizeof(expand_op),
                            .next = next,
                            .rewind = rewind_expand,
                            .close = close_expand};
