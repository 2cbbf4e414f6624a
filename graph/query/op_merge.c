/* Merge: for each row what the inner plan finds, else the path is made. A row sees what
 * was made for those before it. */
#include "graph/query/make.h"

#include "graph/query/rows.h"

typedef struct {
    query_op op;
    query_rows in;  /* rows of the input: their slots */
    query_rows out; /* and of the output */
    cg_value *row;  /* of either */
    size_t given;
    bool taken;
} merge_op;

static cg_status open_merge(query_op *op, cg_error *err)
{
    merge_op *own = (merge_op *)op;
    own->in.width = op->input->plan->output.count;
    own->out.width = op->plan->output.count;
    own->in.arena.budget = own->out.arena.budget = &op->run->budget;
    size_t width = own->in.width > own->out.width ? own->in.width : own->out.width;
    own->row = cg_arena_array(&op->run->arena, width, sizeof *own->row);
    return own->row != NULL ? CG_OK : cg_fail_memory(err);
}

static cg_status take_input(merge_op *own, cg_error *err)
{
    query_op *op = &own->op;
    plan_slots slots = op->input->plan->output;
    cg_status status;
    while ((status = op_pull(op, err)) == CG_ROW)
        for (size_t at = 0; at < op->input->out.count; at++) {
            for (size_t i = 0; i < slots.count; i++)
                own->row[i] = batch_get(op->run, &op->input->out, slots.at[i], at);
            status = rows_add(&own->in, own->row, err);
            if (status != CG_OK)
                return status;
        }
    return status == CG_DONE ? CG_OK : status;
}

/* ON MATCH or ON CREATE, then the row is kept. */
static cg_status keep_row(merge_op *own, ast_type on, cg_error *err)
{
    query_op *op = &own->op;
    const ast_node *clause = op->plan->as.clause;
    plan_slots slots = op->plan->output;
    cg_status status = CG_OK;
    for (uint32_t i = 1; i < clause->count && status == CG_OK; i++)
        if (clause->children[i]->type == on)
            status = make_changes(op, clause->children[i], err);
    for (size_t i = 0; i < slots.count; i++)
        own->row[i] = op->frame.row[slots.at[i]];
    return status == CG_OK ? rows_add(&own->out, own->row, err) : status;
}

/* The rows that the inner plan finds are taken before anything is changed for them. */
static cg_status find_rows(merge_op *own, query_rows *found, cg_error *err)
{
    query_op *op = &own->op;
    plan_slots slots = op->plan->output;
    cg_status status;
    op_feed_row(&op->inner, op->frame.row);
    while ((status = op_next(op->inner.root, err)) == CG_ROW)
        for (size_t at = 0; at < op->inner.root->out.count; at++) {
            for (size_t i = 0; i < slots.count; i++)
                own->row[i] =
                    batch_get(op->run, &op->inner.root->out, slots.at[i], at);
            status = rows_add(found, own->row, err);
            if (status != CG_OK)
                return status;
        }
    return status == CG_DONE ? CG_OK : status;
}

static cg_status merge_row(merge_op *own, size_t at, cg_error *err)
{
    query_op *op = &own->op;
    plan_slots in = op->input->plan->output, out = op->plan->output;
    query_rows found = {.width = out.count, .arena.budget = &op->run->budget};
    const ast_node *path = op->plan->as.clause->children[0];
    cg_arena_reset(&op->arena);
    for (size_t i = 0; i < in.count; i++)
        op->frame.row[in.at[i]] = rows_at(&own->in, at)[i];
    cg_status status = make_check_merge(op, path, err);
    if (status == CG_OK)
        status = find_rows(own, &found, err);
    for (size_t i = 0; i < found.count && status == CG_OK; i++) {
        for (size_t k = 0; k < out.count; k++)
            op->frame.row[out.at[k]] = rows_at(&found, i)[k];
        status = keep_row(own, AST_ON_MATCH, err);
    }
    if (status == CG_OK && found.count == 0) {
        status = make_path(op, path, true, err);
        if (status == CG_OK)
            status = keep_row(own, AST_ON_CREATE, err);
    }
    rows_release(&found);
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    merge_op *own = (merge_op *)op;
    cg_status status = CG_OK;
    if (!own->taken) {
        own->taken = true;
        status = take_input(own, err);
        for (size_t i = 0; i < own->in.count && status == CG_OK; i++)
            status = merge_row(own, i, err);
    }
    if (status != CG_OK)
        return status;
    while (own->given < own->out.count && op->out.count < BATCH_ROWS) {
        const cg_value *row = rows_at(&own->out, own->given++);
        for (size_t i = 0; i < own->out.width; i++)
            batch_set(op->run, &op->out, op->plan->output.at[i], op->out.count,
                      row[i]);
        op->out.count++;
    }
    return op->out.count > 0 ? CG_ROW : CG_DONE;
}

static void rewind_merge(query_op *op)
{
    merge_op *own = (merge_op *)op;
    rows_clear(&own->in);
    rows_clear(&own->out);
    own->given = 0;
    own->taken = false;
}

static void close_merge(query_op *op)
{
    rows_release(&((merge_op *)op)->in);
    rows_release(&((merge_op *)op)->out);
}

const op_class op_merge = {.size = sizeof(merge_op),
                           .open = open_merge,
                           .next = next,
                           .rewind = rewind_merge,
                           .close = close_merge};
