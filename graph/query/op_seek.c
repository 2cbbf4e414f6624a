/* NodeSeek: for each row the nodes of a name or an id, or of any in a list. Those of a
 * batch of rows are looked up at once. */
#include "graph/query/ops.h"
#include "graph/query/plan_access.h"

#include <math.h>
#include <stdlib.h>

/* A node that was found for a row of the input's batch. */
typedef struct {
    uint32_t row;
    cg_id node;
} sought;

typedef struct {
    query_op op;
    bool seeking;   /* `found` is about the input's batch */
    cg_text *names; /* to be looked up, or */
    cg_id *ids;
    uint32_t *rows; /* that they are for */
    size_t count, name_room, id_room, row_room;
    sought *found; /* ascending, each once */
    size_t found_count, found_room;
    size_t next;
} seek_op;

/* ---- What is looked up ---- */

static cg_status add_row(seek_op *own, cg_error *err)
{
    cg_status status = cg_grow(own->rows, &own->row_room, own->count + 1, err);
    if (status == CG_OK)
        own->rows[own->count++] = (uint32_t)own->op.at;
    return status;
}

static cg_status add_id(seek_op *own, cg_id id, cg_error *err)
{
    cg_status status = cg_grow(own->ids, &own->id_room, own->count + 1, err);
    if (status != CG_OK)
        return status;
    own->ids[own->count] = id;
    return add_row(own, err);
}

static cg_status add_name(seek_op *own, cg_text name, cg_error *err)
{
    cg_status status = cg_grow(own->names, &own->name_room, own->count + 1, err);
    if (status != CG_OK)
        return status;
    own->names[own->count] = name;
    return add_row(own, err);
}

/* The id that elementId() prints so; 0 for none. */
static cg_id read_element_id(cg_text text)
{
    cg_id id = 0;
    for (size_t i = 0; i < text.size; i++) {
        int digit = text.at[i] - '0';
        if (digit < 0 || digit > 9 || (i == 0 && digit == 0) ||
            __builtin_mul_overflow(id, 10, &id) ||
            __builtin_add_overflow(id, digit, &id))
            return 0;
    }
    return id;
}

/* The id that equals the value; 0 for none. */
static cg_id id_of(access_type by, cg_value value)
{
    if (by == ACCESS_ELEMENT_ID)
        return value.type == CG_STRING ? read_element_id(value.as.text) : 0;
    if (value.type == CG_INTEGER)
        return value.as.integer;
    bool whole = value.type == CG_FLOAT && value.as.real >= 1 &&
                 value.as.real < 0x1p62 && floor(value.as.real) == value.as.real;
    return whole ? (cg_id)value.as.real : 0;
}

/* `*can` becomes false where looking it up would not find all that equal it. */
static cg_status add_value(seek_op *own, cg_value value, bool *can, cg_error *err)
{
    access_type by = (access_type)own->op.plan->as.seek.by;
    if (value.type == CG_NULL)
        return CG_OK;
    if (by != ACCESS_NAME) {
        cg_id id = id_of(by, value);
        return id > 0 ? add_id(own, id, err) : CG_OK;
    }
    *can = *can && cg_store_is_name(value);
    return *can ? add_name(own, value.as.text, err) : CG_OK;
}

static cg_status add_list(seek_op *own, cg_value list, bool *can, cg_error *err)
{
    cg_status status = CG_OK;
    if (list.type != CG_LIST) {
        *can = *can && list.type == CG_NULL;
        return CG_OK;
    }
    for (size_t i = 0; i < list.as.list.count && status == CG_OK; i++)
        status = add_value(own, list.as.list.items[i], can, err);
    return status;
}

/* ---- Finding ---- */

static cg_status find(seek_op *own, uint32_t row, cg_id node, cg_error *err)
{
    cg_status status =
        cg_grow(own->found, &own->found_room, own->found_count + 1, err);
    if (status == CG_OK)
        own->found[own->found_count++] = (sought){row, node};
    return status;
}

/* A name that is no text is not looked up: all nodes are asked. */
static cg_status ask_all(seek_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_expression *condition = &op->plan->as.seek.condition;
    cg_value *node = &op->frame.row[op->plan->as.seek.slot];
    cg_entity_filter all = {0};
    cg_entity_scan *scan = NULL;
    const cg_id *ids;
    size_t count;
    cg_status status = cg_entity_scan_filtered(query_graph_store(op->run->graph),
                                               &all, &scan, err);
    while (status == CG_OK &&
           (status = cg_entity_scan_step(scan, &ids, &count, err)) == CG_ROW) {
        status = query_poll(op->run, err);
        for (size_t i = 0; i < count && status == CG_OK; i++) {
            bool holds;
            *node = (cg_value){.type = CG_NODE, .as.id = ids[i]};
            status = query_eval_condition(&op->frame, condition->root, &holds, err);
            if (status == CG_OK && holds)
                status = find(own, (uint32_t)op->at, ids[i], err);
        }
    }
    cg_entity_scan_finish(scan);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status take_row(seek_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_expression *wanted = &op->plan->as.seek.value;
    size_t before = own->count;
    bool can = true;
    cg_value value;
    op_load(op, &op->input->out, op->at, wanted);
    cg_status status = query_eval(&op->frame, wanted->root, &value, err);
    if (status == CG_OK)
        status = op->plan->as.seek.list ? add_list(own, value, &can, err)
                                        : add_value(own, value, &can, err);
    if (status != CG_OK || can)
        return status;
    own->count = before;
    return ask_all(own, err);
}

static cg_status look_up_names(seek_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const cg_named *named;
    size_t count;
    cg_status status =
        cg_store_find_named(query_graph_store(op->run->graph), own->names,
                            own->count, &op->arena, &named, &count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = find(own, own->rows[named[i].index], named[i].entity, err);
    return status;
}

static cg_status look_up_ids(seek_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_id *seen = cg_arena_array(&op->arena, own->count, sizeof *seen);
    if (seen == NULL)
        return cg_fail_memory(err);
    cg_status status = cg_store_seen_entities(query_graph_store(op->run->graph),
                                              own->ids, own->count, seen, err);
    for (size_t i = 0; i < own->count && status == CG_OK; i++)
        if (seen[i] == own->ids[i])
            status = find(own, own->rows[i], seen[i], err);
    return status;
}

static int compare_found(const void *a, const void *b)
{
    const sought *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

/* By row and id, as a scan would give them; of a list a node comes once. */
static void settle(seek_op *own)
{
    size_t kept = 0;
    if (own->found_count > 1)
        qsort(own->found, own->found_count, sizeof *own->found, compare_found);
    for (size_t i = 0; i < own->found_count; i++)
        if (kept == 0 || compare_found(&own->found[kept - 1], &own->found[i]) != 0)
            own->found[kept++] = own->found[i];
    own->found_count = kept;
}

static cg_status begin_batch(seek_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    own->count = own->found_count = own->next = 0;
    own->seeking = true;
    status = CG_OK;
    for (; op->at < op->input->out.count && status == CG_OK; op->at++)
        status = take_row(own, err);
    if (status == CG_OK && own->count > 0)
        status = op->plan->as.seek.by == ACCESS_NAME ? look_up_names(own, err)
                                                     : look_up_ids(own, err);
    settle(own);
    return status == CG_OK ? CG_ROW : status;
}

static cg_status next(query_op *op, cg_error *err)
{
    seek_op *own = (seek_op *)op;
    while (op->out.count == 0) {
        cg_status status = own->seeking ? CG_ROW : begin_batch(own, err);
        if (status != CG_ROW)
            return status;
        while (own->next < own->found_count && op->out.count < BATCH_ROWS) {
            const sought *one = &own->found[own->next++];
            size_t at = op->out.count;
            op_copy_row(op, &op->input->out, one->row);
            op->out.columns[op->plan->as.seek.slot].ids[at] = one->node;
        }
        own->seeking = own->next < own->found_count;
    }
    return CG_ROW;
}

static void rewind_seek(query_op *op)
{
    ((seek_op *)op)->seeking = false;
}

static void close_seek(query_op *op)
{
    seek_op *own = (seek_op *)op;
    free(own->names);
    free(own->ids);
    free(own->rows);
    free(own->found);
}

const op_class op_seek = {.size = sizeof(seek_op),
                          .next = next,
                          .rewind = rewind_seek,
                          .close = close_seek};
