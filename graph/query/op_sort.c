/* Sort: all rows, by keys; equal ones stay in the order in which they came. Where only the
 * first ones are asked for, the others are let go as they come. */
#include "graph/query/ops.h"
#include "graph/query/rows.h"

#include <stdlib.h>

typedef struct {
    query_op op;
    query_rows rows; /* the keys, then the output's slots */
    cg_value *row;
    const cg_value **order; /* the rows, sorted */
    size_t room;
    uint64_t wanted; /* rows; UINT64_MAX: all */
    size_t best;     /* the first so many of the rows are sorted, and all that is
                        wanted of those seen; 0: not known yet */
    size_t given;
    bool sorted;
} sort_op;

static cg_status open_sort(query_op *op, cg_error *err)
{
    sort_op *own = (sort_op *)op;
    own->rows.width = op->plan->as.sort.count + op->plan->output.count;
    own->rows.arena.budget = &op->run->budget;
    own->row = cg_arena_array(&op->run->arena, own->rows.width, sizeof *own->row);
    return own->row != NULL ? CG_OK : cg_fail_memory(err);
}

/* ---- Comparing ---- */

static int compare_keys(const plan_node *plan, const cg_value *left,
                        const cg_value *right)
{
    for (size_t i = 0; i < plan->as.sort.count; i++) {
        int order = query_order(left[i], right[i]);
        if (order != 0)
            return plan->as.sort.keys[i].descending ? -order : order;
    }
    return 0;
}

static int compare_rows(const void *a, const void *b, void *handle)
{
    const cg_value *left = *(const cg_value *const *)a;
    const cg_value *right = *(const cg_value *const *)b;
    int order = compare_keys(handle, left, right);
    /* Rows stand in the order in which they came. */
    return order != 0 ? order : left < right ? -1 : left > right;
}

enum { RUN = 1 << 14 }; /* rows that are sorted without a look at the clock */

/* Merge two sorted runs that stand side by side. */
static cg_status merge_runs(const sort_op *own, const cg_value **from,
                            size_t middle, size_t end, const cg_value **to,
                            cg_error *err)
{
    void *plan = (void *)(uintptr_t)own->op.plan;
    size_t left = 0, right = middle;
    cg_status status = CG_OK;
    for (size_t at = 0; at < end && status == CG_OK; at++) {
        bool first =
            left < middle &&
            (right == end || compare_rows(&from[left], &from[right], plan) <= 0);
        to[at] = first ? from[left++] : from[right++];
        if (at % RUN == 0)
            status = query_poll(own->op.run, err);
    }
    return status;
}

/* Runs of RUN rows are sorted; with each round they are of twice as many. */
static cg_status merge_all(sort_op *own, cg_error *err)
{
    size_t count = own->rows.count;
    const cg_value **spare = calloc(count, sizeof *spare);
    cg_status status = spare != NULL ? CG_OK : cg_fail_memory(err);
    for (size_t run = RUN; run < count && status == CG_OK; run *= 2) {
        for (size_t start = 0; start < count && status == CG_OK; start += 2 * run) {
            size_t left = count - start, end = left < 2 * run ? left : 2 * run;
            status = merge_runs(own, own->order + start, run < end ? run : end, end,
                                spare + start, err);
        }
        memcpy(own->order, spare, count * sizeof *spare);
    }
    free(spare);
    return status;
}

static cg_status sort_rows(sort_op *own, cg_error *err)
{
    size_t count = own->rows.count;
    cg_status status = cg_grow(own->order, &own->room, count + 1, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        own->order[i] = rows_at(&own->rows, i);
    for (size_t start = 0; start < count && status == CG_OK; start += RUN) {
        size_t left = count - start;
        qsort_r(own->order + start, left < RUN ? left : RUN, sizeof *own->order,
                compare_rows, (void *)(uintptr_t)own->op.plan);
        status = query_poll(own->op.run, err);
    }
    return status == CG_OK && count > RUN ? merge_all(own, err) : status;
}

/* ---- Taking ---- */

/* SKIP and LIMIT behind this one say how many rows are wanted. */
static cg_status find_wanted(sort_op *own, cg_error *err)
{
    const plan_node *plan = own->op.plan;
    uint64_t skip = 0, limit = 0;
    cg_status status = CG_OK;
    own->wanted = UINT64_MAX;
    if (plan->as.sort.limit.root == NULL)
        return CG_OK;
    if (plan->as.sort.skip.root != NULL)
        status = query_eval_amount(&own->op.frame, plan->as.sort.skip.root, "SKIP",
                                   &skip, err);
    if (status == CG_OK)
        status = query_eval_amount(&own->op.frame, plan->as.sort.limit.root,
                                   "LIMIT", &limit, err);
    if (status == CG_OK && limit <= UINT64_MAX - skip)
        own->wanted = skip + limit;
    return status;
}

/* Keep the best of the rows, once there are twice as many as are wanted. */
static cg_status keep_best(sort_op *own, cg_error *err)
{
    query_rows best = {.width = own->rows.width,
                       .arena.budget = &own->op.run->budget};
    if (own->rows.count < BATCH_ROWS || own->rows.count / 2 < own->wanted)
        return CG_OK;
    cg_status status = sort_rows(own, err);
    for (size_t i = 0; i < own->wanted && status == CG_OK; i++)
        status = rows_add(&best, own->order[i], err);
    query_rows *gone = status == CG_OK ? &own->rows : &best;
    rows_release(gone);
    if (status != CG_OK)
        return status;
    own->rows = best;
    own->best = best.count;
    return CG_OK;
}

/* Is the row behind all that are wanted? */
static bool is_behind(const sort_op *own)
{
    return own->wanted == 0 ||
           (own->best > 0 &&
            compare_keys(own->op.plan, rows_at(&own->rows, own->best - 1),
                         own->row) <= 0);
}

/* The column that is the first key, where nothing has to be worked out for any of them;
 * else NULL. */
static const cg_value *first_key(const sort_op *own)
{
    const query_op *op = &own->op;
    const cg_value *first = NULL;
    for (size_t i = op->plan->as.sort.count; i-- > 0;) {
        uint32_t slot;
        if (!op_is_slot(&op->plan->as.sort.keys[i].value, &slot))
            return NULL;
        first = op->run->forms[slot] == FORM_VALUE
                    ? op->input->out.columns[slot].values
                    : NULL;
    }
    return first;
}

/* Pass over integers that are behind `last`. */
static size_t pass_over(const cg_value *keys, size_t at, size_t count, int64_t last,
                        bool only, bool down)
{
    for (; at < count && keys[at].type == CG_INTEGER; at++) {
        int64_t key = keys[at].as.integer;
        if ((down ? key > last : key < last) || (key == last && !only))
            break;
    }
    return at;
}

/* The next row of the batch, from `at` on, whose first key does not put it behind all that
 * are wanted: one that is equal may be before them by another key. */
static size_t next_wanted(const sort_op *own, size_t at)
{
    const cg_value *keys = own->best > 0 && own->wanted > 0 ? first_key(own) : NULL;
    size_t count = own->op.input->out.count;
    if (keys == NULL)
        return at;
    const plan_node *plan = own->op.plan;
    cg_value last = rows_at(&own->rows, own->best - 1)[0];
    bool only = plan->as.sort.count == 1, down = plan->as.sort.keys[0].descending;
    for (; at < count; at++) {
        if (last.type == CG_INTEGER)
            at = pass_over(keys, at, count, last.as.integer, only, down);
        if (at == count)
            break;
        int order = query_order(last, keys[at]);
        order = down ? -order : order;
        if (order > 0 || (order == 0 && !only))
            break;
    }
    return at;
}

static cg_status take_row(sort_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_node *plan = op->plan;
    const query_batch *in = &op->input->out;
    size_t keys = plan->as.sort.count;
    cg_status status = CG_OK;
    for (size_t i = 0; i < keys && status == CG_OK; i++) {
        const plan_expression *key = &plan->as.sort.keys[i].value;
        op_load(op, in, op->at, key);
        status = query_eval(&op->frame, key->root, &own->row[i], err);
    }
    if (status != CG_OK || is_behind(own))
        return status;
    for (size_t i = 0; i < plan->output.count; i++)
        own->row[keys + i] = batch_get(op->run, in, plan->output.at[i], op->at);
    status = rows_add(&own->rows, own->row, err);
    return status == CG_OK ? keep_best(own, err) : status;
}

static cg_status sort_all(sort_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = find_wanted(own, err);
    if (status != CG_OK)
        return status;
    while ((status = op_fill(op, err)) == CG_ROW) {
        op_forget(op);
        while ((op->at = next_wanted(own, op->at)) < op->input->out.count) {
            cg_arena_reset(&op->arena);
            status = take_row(own, err);
            if (status != CG_OK)
                return status;
            op->at++;
        }
    }
    if (status != CG_DONE)
        return status;
    own->sorted = true;
    return sort_rows(own, err);
}

static cg_status next(query_op *op, cg_error *err)
{
    sort_op *own = (sort_op *)op;
    cg_status status = own->sorted ? CG_OK : sort_all(own, err);
    if (status != CG_OK)
        return status;
    plan_slots slots = op->plan->output;
    size_t keys = op->plan->as.sort.count;
    while (own->given < own->rows.count && op->out.count < BATCH_ROWS) {
        const cg_value *row = own->order[own->given++] + keys;
        for (size_t i = 0; i < slots.count; i++)
            batch_set(op->run, &op->out, slots.at[i], op->out.count, row[i]);
        op->out.count++;
    }
    return op->out.count > 0 ? CG_ROW : CG_DONE;
}

static void rewind_sort(query_op *op)
{
    sort_op *own = (sort_op *)op;
    rows_clear(&own->rows);
    own->given = own->best = 0;
    own->sorted = false;
}

static void close_sort(query_op *op)
{
    rows_release(&((sort_op *)op)->rows);
    free(((sort_op *)op)->order);
}

const op_class op_sort = {.size = sizeof(sort_op),
                          .open = open_sort,
                          .next = next,
                          .rewind = rewind_sort,
                          .close = close_sort};
