/* RelationshipEnds: the nodes of a relationship that is known already; without a
 * direction both ways round. */
#include "graph/query/steps.h"

/* Is the node in the slot, if it is known? */
static bool end_fits(query_op *op, uint32_t slot, bool known, cg_id node)
{
    cg_value value = known ? batch_get(op->run, &op->input->out, slot, op->at)
                           : (cg_value){.type = CG_NULL};
    return !known || (value.type == CG_NODE && value.as.id == node);
}

static void give(query_op *op, cg_id from, cg_id to)
{
    const plan_node *plan = op->plan;
    if (!end_fits(op, plan->as.expand.from, plan->as.expand.from_known, from) ||
        !end_fits(op, plan->as.expand.to, plan->as.expand.to_known, to))
        return;
    if (plan->as.expand.from == plan->as.expand.to && from != to)
        return;
    size_t at = op->out.count;
    op_copy_row(op, &op->input->out, op->at);
    batch_set(op->run, &op->out, plan->as.expand.from, at,
              (cg_value){.type = CG_NODE, .as.id = from});
    batch_set(op->run, &op->out, plan->as.expand.to, at,
              (cg_value){.type = CG_NODE, .as.id = to});
}

static cg_status take_row(query_op *op, cg_error *err)
{
    const plan_node *plan = op->plan;
    const query_batch *in = &op->input->out;
    cg_value value = batch_get(op->run, in, plan->as.expand.relationship, op->at);
    query_ends ends;
    bool fits = true;
    if (value.type != CG_RELATIONSHIP ||
        step_is_among(op->run, in, op->at, plan->as.expand.others, value.as.id))
        return CG_OK;
    cg_status status = query_graph_ends(op->run->graph, value.as.id, &ends, err);
    if (status == CG_OK && plan->as.expand.types != NULL)
        status = query_has_labels(op->run->graph, value, plan->as.expand.types,
                                  &fits, err);
    if (status != CG_OK || !fits)
        return status;
    if (plan->as.expand.direction != DIRECTION_LEFT)
        give(op, ends.start, ends.end);
    if (plan->as.expand.direction == DIRECTION_LEFT ||
        (plan->as.expand.direction == DIRECTION_BOTH && ends.start != ends.end))
        give(op, ends.end, ends.start);
    return CG_OK;
}

static cg_status next(query_op *op, cg_error *err)
{
    cg_status status;
    while (op->out.count == 0 && (status = op_fill(op, err)) == CG_ROW) {
        for (; op->at < op->input->out.count && op->out.count + 2 <= BATCH_ROWS;
             op->at++) {
            status = take_row(op, err);
            if (status != CG_OK)
                return status;
        }
    }
    return op->out.count > 0 ? CG_ROW : status;
}

const op_class op_ends = {.size = sizeof(query_op), .next = next};
