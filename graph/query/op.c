/* Operators in general: opening them, feeding them, their rows. */
#include "graph/query/function.h"
#include "graph/query/ops.h"

/* ---- Rows ---- */

cg_value batch_get(const query_run *run, const query_batch *batch, uint32_t slot,
                   size_t at)
{
    const batch_column *column = &batch->columns[slot];
    slot_form form = (slot_form)run->forms[slot];
    if (form == FORM_VALUE)
        return column->values[at];
    cg_value value = {.type = CG_NULL};
    if (column->ids[at] != 0) {
        value.type = form == FORM_NODE ? CG_NODE : CG_RELATIONSHIP;
        value.as.id = column->ids[at];
    }
    return value;
}

void batch_set(const query_run *run, const query_batch *batch, uint32_t slot,
               size_t at, cg_value value)
{
    const batch_column *column = &batch->columns[slot];
    if (run->forms[slot] == FORM_VALUE)
        column->values[at] = value;
    else
        column->ids[at] = value.type == CG_NULL ? 0 : value.as.id;
}

static void copy_cell(const query_run *run, const query_batch *to, size_t to_row,
                      const query_batch *from, size_t from_row, uint32_t slot)
{
    if (run->forms[slot] == FORM_VALUE)
        to->columns[slot].values[to_row] = from->columns[slot].values[from_row];
    else
        to->columns[slot].ids[to_row] = from->columns[slot].ids[from_row];
}

void op_copy_row(query_op *op, const query_batch *from, size_t at)
{
    plan_slots slots = op->plan->output;
    for (size_t i = 0; i < slots.count; i++) {
        uint32_t slot = slots.at[i];
        if (from->columns[slot].ids != NULL)
            copy_cell(op->run, &op->out, op->out.count, from, at, slot);
        else
            batch_set(op->run, &op->out, slot, op->out.count,
                      (cg_value){.type = CG_NULL});
    }
    op->out.count++;
}

static void gather(const query_run *run, const query_batch *to, size_t to_row,
                   const query_batch *from, const uint32_t *rows, size_t count,
                   uint32_t slot)
{
    if (run->forms[slot] == FORM_VALUE) {
        const cg_value *in = from->columns[slot].values;
        cg_value *out = to->columns[slot].values + to_row;
        for (size_t i = 0; i < count; i++)
            out[i] = in[rows[i]];
    } else {
        const cg_id *in = from->columns[slot].ids;
        cg_id *out = to->columns[slot].ids + to_row;
        for (size_t i = 0; i < count; i++)
            out[i] = in[rows[i]];
    }
}

void op_copy_rows(query_op *op, const query_batch *from, const uint32_t *rows,
                  size_t count)
{
    plan_slots slots = op->plan->output;
    for (size_t i = 0; i < slots.count; i++) {
        uint32_t slot = slots.at[i];
        if (from->columns[slot].ids != NULL)
            gather(op->run, &op->out, op->out.count, from, rows, count, slot);
        else
            for (size_t k = 0; k < count; k++)
                batch_set(op->run, &op->out, slot, op->out.count + k,
                          (cg_value){.type = CG_NULL});
    }
    op->out.count += count;
}

void op_set_nodes(query_op *op, uint32_t slot, size_t start, const cg_id *ids,
                  size_t count)
{
    if (op->run->forms[slot] != FORM_VALUE) {
        memcpy(op->out.columns[slot].ids + start, ids, count * sizeof *ids);
        return;
    }
    for (size_t i = 0; i < count; i++)
        op->out.columns[slot].values[start + i] =
            (cg_value){.type = CG_NODE, .as.id = ids[i]};
}

void op_load_slots(query_op *op, const query_batch *batch, size_t at,
                   plan_slots slots)
{
    for (size_t i = 0; i < slots.count; i++)
        op->frame.row[slots.at[i]] = batch_get(op->run, batch, slots.at[i], at);
}

void op_load(query_op *op, const query_batch *batch, size_t at,
             const plan_expression *expression)
{
    op_load_slots(op, batch, at,
                  (plan_slots){expression->slots, expression->slot_count});
}

bool op_is_slot(const plan_expression *expression, uint32_t *slot)
{
    const ast_node *root = expression->root;
    const query_function *function = root->type == AST_CALL ? root->meaning : NULL;
    *slot = root->slot;
    return root->type == AST_VARIABLE || root->type == AST_COUNT_ROWS ||
           (function != NULL && (function->flags & FUNCTION_AGGREGATE) != 0);
}

/* ---- Flow ---- */

cg_status op_next(query_op *op, cg_error *err)
{
    cg_arena_reset(&op->arena);
    op->out.count = 0;
    cg_status status = query_poll(op->run, err);
    if (status != CG_OK || !op->run->profile)
        return status == CG_OK ? op->class->next(op, err) : status;
    int64_t start = query_clock();
    status = op->class->next(op, err);
    op->time += query_clock() - start;
    op->rows += status == CG_ROW ? op->out.count : 0;
    return status;
}

void op_forget(query_op *op)
{
    if (op->tree == &op->run->tree)
        query_graph_forget(op->run->graph);
}

cg_status op_pull(query_op *op, cg_error *err)
{
    op->at = 0;
    return op_next(op->input, err);
}

cg_status op_fill(query_op *op, cg_error *err)
{
    return op->at < op->input->out.count ? CG_ROW : op_pull(op, err);
}

static void rewind_op(query_op *op)
{
    if (op->input != NULL)
        rewind_op(op->input);
    if (op->plan->type == PLAN_UNION && op->inner.root != NULL)
        rewind_op(op->inner.root);
    op->out.count = 0;
    op->at = 0;
    if (op->class->rewind != NULL)
        op->class->rewind(op);
}

void op_feed_row(query_tree *tree, const cg_value *row)
{
    rewind_op(tree->root);
    for (size_t i = 0; i < tree->leaf_count; i++)
        argument_feed_row(tree->leaves[i], row);
}

void op_feed_batch(query_tree *tree, const query_batch *batch, uint32_t number)
{
    rewind_op(tree->root);
    for (size_t i = 0; i < tree->leaf_count; i++)
        argument_feed_batch(tree->leaves[i], batch, number);
}

/* ---- Opening ---- */

static const op_class *const classes[PLAN_COUNT] = {
#define OP_CLASS(plan, class) [plan] = &class,
    OP_CLASSES(OP_CLASS)
#undef OP_CLASS
};

static cg_status make_column(query_run *run, uint32_t slot, batch_column *column,
                             cg_error *err)
{
    if (run->forms[slot] == FORM_VALUE)
        column->values =
            cg_arena_room(&run->arena, BATCH_ROWS, sizeof *column->values);
    else
        column->ids = cg_arena_room(&run->arena, BATCH_ROWS, sizeof *column->ids);
    return column->ids != NULL ? CG_OK : cg_fail_memory(err);
}

static cg_status make_columns(query_op *op, cg_error *err)
{
    query_run *run = op->run;
    plan_slots slots = op->plan->output;
    size_t width = run->plan->slot_count;
    op->out.columns = cg_arena_array(&run->arena, width, sizeof *op->out.columns);
    op->frame.row = cg_arena_array(&run->arena, width, sizeof *op->frame.row);
    if (op->out.columns == NULL || op->frame.row == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < slots.count && status == CG_OK; i++)
        status = make_column(run, slots.at[i], &op->out.columns[slots.at[i]], err);
    return status;
}

static cg_status add_leaf(query_run *run, query_tree *tree, query_op *op,
                          cg_error *err)
{
    query_op **leaves =
        cg_arena_array(&run->arena, tree->leaf_count + 1, sizeof *leaves);
    if (leaves == NULL)
        return cg_fail_memory(err);
    if (tree->leaf_count > 0)
        memcpy(leaves, tree->leaves, tree->leaf_count * sizeof *leaves);
    leaves[tree->leaf_count++] = op;
    tree->leaves = leaves;
    return CG_OK;
}

static cg_status open_op(query_run *run, const plan_node *plan, query_tree *tree,
                         query_op **opened, cg_error *err)
{
    const op_class *class = classes[plan->type];
    query_op *op = cg_arena_alloc(&run->arena, class->size);
    if (op == NULL)
        return cg_fail_memory(err);
    op->class = class;
    op->plan = plan;
    op->run = run;
    op->tree = tree;
    op->arena.budget = &run->budget;
    op->frame = (query_frame){.run = run, .arena = &op->arena};
    *opened = op; /* so that it is closed whatever comes */
    cg_status status = make_columns(op, err);
    if (status == CG_OK && plan->input != NULL)
        status = open_op(run, plan->input, tree, &op->input, err);
    /* Both sides of a union are about one row. */
    if (status == CG_OK && plan->type == PLAN_UNION)
        status = open_op(run, plan->inner, tree, &op->inner.root, err);
    else if (status == CG_OK && plan->inner != NULL)
        status = op_open_tree(run, plan->inner, &op->inner, err);
    if (status == CG_OK && plan->type == PLAN_ARGUMENT)
        status = add_leaf(run, tree, op, err);
    if (status == CG_OK && class->open != NULL)
        status = class->open(op, err);
    return status;
}

cg_status op_open_tree(query_run *run, const plan_node *plan, query_tree *tree,
                       cg_error *err)
{
    *tree = (query_tree){0};
    return open_op(run, plan, tree, &tree->root, err);
}

static void close_op(query_op *op)
{
    if (op == NULL)
        return;
    if (op->class->close != NULL)
        op->class->close(op);
    close_op(op->input);
    close_op(op->inner.root);
    cg_arena_release(&op->arena);
}

void op_close_tree(query_tree *tree)
{
    close_op(tree->root);
    tree->root = NULL;
}
