/* VarLengthExpand: the paths of some length from a node, each with the list of its
 * relationships. */
#include "graph/query/walk.h"

typedef struct {
    query_op op;
    step_types types;
    cg_expansion *expansion;
    uint64_t written;
    graph_walk walk;
    bool walking; /* from the node of the row at op->at */
} walk_op;

/* The relationships in the order of the pattern, which may be walked backwards. */
static cg_status list_relationships(walk_op *own, cg_value *list, cg_error *err)
{
    const graph_walk *walk = &own->walk;
    cg_value *items = cg_arena_array(&own->op.arena, walk->depth, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < walk->depth; i++) {
        size_t at = own->op.plan->as.expand.turned ? walk->depth - 1 - i : i;
        items[at] =
            (cg_value){.type = CG_RELATIONSHIP, .as.id = walk->relationships[i]};
    }
    *list = (cg_value){.type = CG_LIST, .as.list = {items, walk->depth}};
    return CG_OK;
}

static cg_status give_path(walk_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_node *plan = op->plan;
    cg_value list, to;
    cg_id end = own->walk.nodes[own->walk.depth];
    if ((int64_t)own->walk.depth < plan->as.expand.least)
        return CG_OK;
    if (plan->as.expand.to_known) {
        to = batch_get(op->run, &op->input->out, plan->as.expand.to, op->at);
        if (to.type != CG_NODE || to.as.id != end)
            return CG_OK;
    }
    cg_status status = list_relationships(own, &list, err);
    if (status != CG_OK)
        return status;
    size_t at = op->out.count;
    op_copy_row(op, &op->input->out, op->at);
    batch_set(op->run, &op->out, plan->as.expand.relationship, at, list);
    batch_set(op->run, &op->out, plan->as.expand.to, at,
              (cg_value){.type = CG_NODE, .as.id = end});
    return CG_OK;
}

static cg_status begin_row(walk_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = CG_OK;
    cg_value from =
        batch_get(op->run, &op->input->out, op->plan->as.expand.from, op->at);
    if (own->expansion == NULL || own->written != op->run->written) {
        own->written = op->run->written;
        status = step_open(op, &own->expansion, &own->types, err);
    }
    if (status != CG_OK)
        return status;
    op_load_slots(op, &op->input->out, op->at, op->input->plan->output);
    own->walking = from.type == CG_NODE;
    return own->walking
               ? walk_begin(&own->walk, op, own->expansion, from.as.id, err)
               : CG_OK;
}

static cg_status next(query_op *op, cg_error *err)
{
    walk_op *own = (walk_op *)op;
    cg_status status = CG_OK;
    while (op->out.count < BATCH_ROWS) {
        if (op->out.count > 0 && op->at >= op->input->out.count)
            break; /* what is given refers to this batch of the input */
        status = op_fill(op, err);
        if (status != CG_ROW)
            return op->out.count > 0 ? CG_ROW : status;
        if (!own->walking)
            status = begin_row(own, err);
        if (status == CG_ROW || status == CG_OK)
            status =
                own->walking
                    ? walk_next(&own->walk,
                                own->types.none ? 0 : op->plan->as.expand.most, err)
                    : CG_DONE;
        if (status == CG_ROW)
            status = give_path(own, err);
        if (status == CG_DONE) {
            own->walking = false;
            op->at++;
        } else if (status != CG_OK) {
            return status;
        }
    }
    return CG_ROW;
}

static void rewind_walk(query_op *op)
{
    ((walk_op *)op)->walking = false;
}

static void close_walk(query_op *op)
{
    cg_expand_finish(((walk_op *)op)->expansion);
    walk_release(&((walk_op *)op)->walk);
}

const op_class op_walk = {.size = sizeof(walk_op),
                          .next = next,
                          .rewind = rewind_walk,
                          .close = close_walk};
