/* Project: expressions into slots; the other columns are the input's own. */
#include "graph/query/ops.h"

static bool is_item(const plan_node *plan, uint32_t slot)
{
    for (size_t i = 0; i < plan->as.project.count; i++)
        if (plan->as.project.items[i].slot == slot)
            return true;
    return false;
}

static void share_columns(query_op *op)
{
    for (size_t i = 0; i < op->plan->output.count; i++) {
        uint32_t slot = op->plan->output.at[i];
        if (!is_item(op->plan, slot))
            op->out.columns[slot] = op->input->out.columns[slot];
    }
}

/* A slot under another name. */
static void rename_slot(query_op *op, uint32_t from, uint32_t to)
{
    const query_batch *in = &op->input->out;
    if (op->run->forms[from] == op->run->forms[to]) {
        op->out.columns[to] = in->columns[from];
        return;
    }
    for (size_t at = 0; at < in->count; at++)
        batch_set(op->run, &op->out, to, at, batch_get(op->run, in, from, at));
}

static cg_status work_out(query_op *op, const plan_item *item, cg_error *err)
{
    const query_batch *in = &op->input->out;
    for (size_t at = 0; at < in->count; at++) {
        cg_value value;
        op_load(op, in, at, &item->value);
        cg_status status = query_eval(&op->frame, item->value.root, &value, err);
        if (status != CG_OK)
            return status;
        batch_set(op->run, &op->out, item->slot, at, value);
    }
    return CG_OK;
}

static cg_status next(query_op *op, cg_error *err)
{
    const plan_node *plan = op->plan;
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    share_columns(op);
    for (size_t i = 0; i < plan->as.project.count; i++) {
        const plan_item *item = &plan->as.project.items[i];
        uint32_t slot;
        if (op_is_slot(&item->value, &slot))
            rename_slot(op, slot, item->slot);
        else
            status = work_out(op, item, err);
        if (status != CG_ROW && status != CG_OK)
            return status;
    }
    op->out.count = op->input->out.count;
    return CG_ROW;
}

const op_class op_project = {.size = sizeof(query_op), .next = next};
