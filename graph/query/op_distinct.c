/* Distinct: each combination of some columns once, the first row that has it. */
#include "graph/query/ops.h"
#include "graph/query/rows.h"

typedef struct {
    query_op op;
    query_rows seen;
    cg_value *key;
} distinct_op;

static cg_status open_distinct(query_op *op, cg_error *err)
{
    distinct_op *own = (distinct_op *)op;
    own->seen.width = op->plan->as.distinct.count;
    own->seen.arena.budget = &op->run->budget;
    own->key = cg_arena_array(&op->run->arena, own->seen.width, sizeof *own->key);
    return own->key != NULL ? CG_OK : cg_fail_memory(err);
}

static cg_status next(query_op *op, cg_error *err)
{
    distinct_op *own = (distinct_op *)op;
    plan_slots slots = op->plan->as.distinct;
    cg_status status;
    while (op->out.count == 0 && (status = op_fill(op, err)) == CG_ROW) {
        const query_batch *in = &op->input->out;
        for (; op->at < in->count; op->at++) {
            size_t index;
            bool fresh;
            for (size_t i = 0; i < slots.count; i++)
                own->key[i] = batch_get(op->run, in, slots.at[i], op->at);
            status = rows_find(&own->seen, own->key, &index, &fresh, err);
            if (status != CG_OK)
                return status;
            if (fresh)
                op_copy_row(op, in, op->at);
        }
    }
    return op->out.count > 0 ? CG_ROW : status;
}

static void rewind_distinct(query_op *op)
{
    rows_clear(&((distinct_op *)op)->seen);
}

static void close_distinct(query_op *op)
{
    rows_release(&((distinct_op *)op)->seen);
}

const op_class op_distinct = {.size = sizeof(distinct_op),
                              .open = open_distinct,
                              .next = next,
                              .rewind = rewind_distinct,
                              .close = close_distinct};
