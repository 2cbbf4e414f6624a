/* Create, Change and Delete: all rows are taken before the first is written for. */
#include "graph/query/make.h"

typedef struct {
    query_op op;
    kept_rows kept;
} write_op;

static void rewind_write(query_op *op)
{
    kept_clear(&((write_op *)op)->kept);
}

static void close_write(query_op *op)
{
    kept_release(&((write_op *)op)->kept);
}

/* ---- Create ---- */

static cg_status create_row(query_op *op, cg_error *err)
{
    const ast_node *pattern = op->plan->as.clause->children[0];
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < pattern->count && status == CG_OK; i++)
        status = make_path(op, pattern->children[i], false, err);
    return status;
}

static cg_status next_create(query_op *op, cg_error *err)
{
    return kept_next(&((write_op *)op)->kept, op, create_row, err);
}

const op_class op_create = {.size = sizeof(write_op),
                            .next = next_create,
                            .rewind = rewind_write,
                            .close = close_write};

/* ---- Change ---- */

static cg_status change_row(query_op *op, cg_error *err)
{
    return make_changes(op, op->plan->as.clause, err);
}

static cg_status next_change(query_op *op, cg_error *err)
{
    return kept_next(&((write_op *)op)->kept, op, change_row, err);
}

const op_class op_change = {.size = sizeof(write_op),
                            .next = next_change,
                            .rewind = rewind_write,
                            .close = close_write};

/* ---- Delete: what is deleted is marked row by row, and goes at the end ---- */

static cg_status mark(query_op *op, const ast_node *what, cg_value value,
                      cg_error *err)
{
    query_graph *graph = op->run->graph;
    cg_status status = CG_OK;
    if (value.type == CG_NULL)
        return CG_OK;
    if (value.type == CG_NODE || value.type == CG_RELATIONSHIP)
        return query_graph_mark_deleted(graph, value, err);
    if (value.type != CG_PATH)
        return query_fail(err, FAULT_OPERAND, &op->run->checked->source, what->at,
                          "%s cannot be deleted", cg_type_phrase(value.type));
    const cg_path_value *path = value.as.path;
    for (size_t i = 0; i < path->length && status == CG_OK; i++)
        status = query_graph_mark_deleted(
            graph,
            (cg_value){.type = CG_RELATIONSHIP, .as.id = path->relationships[i]},
            err);
    for (size_t i = 0; i <= path->length && status == CG_OK; i++)
        status = query_graph_mark_deleted(
            graph, (cg_value){.type = CG_NODE, .as.id = path->nodes[i]}, err);
    return status;
}

static cg_status mark_row(query_op *op, cg_error *err)
{
    const ast_node *clause = op->plan->as.clause;
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < clause->count && status == CG_OK; i++) {
        cg_value value;
        status = query_eval(&op->frame, clause->children[i], &value, err);
        if (status == CG_OK)
            status = mark(op, clause->children[i], value, err);
    }
    return status;
}

static cg_status next_delete(query_op *op, cg_error *err)
{
    write_op *own = (write_op *)op;
    bool first = !own->kept.taken;
    cg_status status = kept_next(&own->kept, op, mark_row, err);
    if (!first || (status != CG_ROW && status != CG_DONE))
        return status;
    op->run->written++;
    cg_status deleted =
        query_graph_delete_marked(op->run->graph, op->plan->as.clause->flag, err);
    return deleted == CG_OK ? status : deleted;
}

const op_class op_delete = {.size = sizeof(write_op),
                            .next = next_delete,
                            .rewind = rewind_write,
                            .close = close_write};
