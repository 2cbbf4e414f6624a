#include "graph/query/kept.h"

static void load_row(query_op *op, const cg_value *row)
{
    plan_slots slots = op->plan->output;
    for (size_t i = 0; i < slots.count; i++)
        op->frame.row[slots.at[i]] = row[i];
}

static cg_status keep_input(kept_rows *kept, query_op *op, cg_error *err)
{
    plan_slots slots = op->plan->output;
    cg_status status;
    if (kept->row == NULL)
        kept->row = cg_arena_array(&op->run->arena, slots.count, sizeof *kept->row);
    if (kept->row == NULL)
        return cg_fail_memory(err);
    kept->rows.width = slots.count;
    kept->rows.arena.budget = &op->run->budget;
    while ((status = op_pull(op, err)) == CG_ROW)
        for (size_t at = 0; at < op->input->out.count; at++) {
            for (size_t i = 0; i < slots.count; i++)
                kept->row[i] =
                    op->input->out.columns[slots.at[i]].ids != NULL
                        ? batch_get(op->run, &op->input->out, slots.at[i], at)
                        : (cg_value){.type = CG_NULL};
            status = rows_add(&kept->rows, kept->row, err);
            if (status != CG_OK)
                return status;
        }
    return status == CG_DONE ? CG_OK : status;
}

static cg_status write_all(kept_rows *kept, query_op *op, kept_write write,
                           cg_error *err)
{
    plan_slots slots = op->plan->output;
    cg_status status = CG_OK;
    for (size_t at = 0; at < kept->rows.count && status == CG_OK; at++) {
        cg_value *row = rows_at(&kept->rows, at);
        cg_arena_reset(&op->arena);
        load_row(op, row);
        status = query_poll(op->run, err);
        if (status == CG_OK)
            status = write(op, err);
        for (size_t i = 0; i < slots.count && status == CG_OK; i++)
            status = query_copy(op->frame.row[slots.at[i]], &kept->rows.arena,
                                &row[i], err);
    }
    return status;
}

cg_status kept_next(kept_rows *kept, query_op *op, kept_write write, cg_error *err)
{
    cg_status status = CG_OK;
    if (!kept->taken) {
        kept->taken = true;
        status = keep_input(kept, op, err);
        if (status == CG_OK && write != NULL)
            status = write_all(kept, op, write, err);
    }
    if (status != CG_OK)
        return status;
    while (kept->given < kept->rows.count && op->out.count < BATCH_ROWS) {
        const cg_value *row = rows_at(&kept->rows, kept->given++);
        for (size_t i = 0; i < op->plan->output.count; i++)
            batch_set(op->run, &op->out, op->plan->output.at[i], op->out.count,
                      row[i]);
        op->out.count++;
    }
    return op->out.count > 0 ? CG_ROW : CG_DONE;
}

void kept_clear(kept_rows *kept)
{
    rows_clear(&kept->rows);
    kept->given = 0;
    kept->taken = false;
}

void kept_release(kept_rows *kept)
{
    rows_release(&kept->rows);
}
