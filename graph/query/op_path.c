/* Path: what a pattern found, as one value. */
#include "graph/query/ops.h"

/* The node at the other end of a relationship. */
static cg_status other_end(query_op *op, cg_id relationship, cg_id node,
                           cg_id *other, cg_error *err)
{
    query_ends ends;
    cg_status status = query_graph_ends(op->run->graph, relationship, &ends, err);
    *other = ends.start == node ? ends.end : ends.start;
    return status;
}

static size_t hops_of(cg_value value)
{
    return value.type == CG_LIST ? value.as.list.count : 1;
}

/* The elements' values are in the frame. */
static cg_status make_path(query_op *op, cg_value *value, cg_error *err)
{
    const ast_node *path = op->plan->as.path.path;
    const cg_value *row = op->frame.row;
    size_t length = 0;
    for (uint32_t i = 0; i < path->count; i++) {
        if (row[path->children[i]->slot].type == CG_NULL) {
            *value = (cg_value){.type = CG_NULL};
            return CG_OK;
        }
        if (i % 2 == 1)
            length += hops_of(row[path->children[i]->slot]);
    }
    cg_path_value *made = cg_arena_alloc(&op->arena, sizeof *made);
    cg_id *nodes = cg_arena_array(&op->arena, length + 1, sizeof *nodes);
    cg_id *relationships =
        cg_arena_array(&op->arena, length, sizeof *relationships);
    if (made == NULL || nodes == NULL || relationships == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    size_t at = 0;
    nodes[0] = row[path->children[0]->slot].as.id;
    for (uint32_t i = 1; i < path->count; i += 2) {
        cg_value step = row[path->children[i]->slot];
        for (size_t k = 0; k < hops_of(step) && status == CG_OK; k++, at++) {
            relationships[at] =
                step.type == CG_LIST ? step.as.list.items[k].as.id : step.as.id;
            status =
                other_end(op, relationships[at], nodes[at], &nodes[at + 1], err);
        }
    }
    *made = (cg_path_value){nodes, relationships, length};
    *value = (cg_value){.type = CG_PATH, .as.path = made};
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    for (size_t at = 0; at < op->input->out.count; at++) {
        cg_value value;
        op_load_slots(op, &op->input->out, at, op->input->plan->output);
        status = make_path(op, &value, err);
        if (status != CG_OK)
            return status;
        op_copy_row(op, &op->input->out, at);
        batch_set(op->run, &op->out, op->plan->as.path.slot, at, value);
    }
    return CG_ROW;
}

const op_class op_path = {.size = sizeof(query_op), .next = next};
