/* Aggregate: a row for each group of rows that have the same keys. Without keys there is
 * one group, also of no rows. */
#include "graph/query/aggregate.h"
#include "graph/query/node_set.h"
#include "graph/query/ops.h"
#include "graph/query/rows.h"

#include <stdlib.h>

/* What an aggregate of a group knows. */
typedef struct {
    query_aggregate *state;
    query_rows seen; /* of a distinct one */
    node_set ids;    /* the same, where they are entities */
} group_part;

typedef struct {
    query_op op;
    query_rows groups; /* by their keys */
    group_part *parts; /* of each group, one for each aggregate */
    size_t part_count;
    size_t part_room;
    cg_value *key;
    cg_arena states;
    size_t given;
    bool taken;
} aggregate_op;

static cg_status open_aggregate(query_op *op, cg_error *err)
{
    aggregate_op *own = (aggregate_op *)op;
    own->groups.width = op->plan->as.aggregate.key_count;
    own->groups.arena.budget = own->states.budget = &op->run->budget;
    own->key = cg_arena_array(&op->run->arena, own->groups.width, sizeof *own->key);
    return own->key != NULL ? CG_OK : cg_fail_memory(err);
}

static group_part *parts_of(const aggregate_op *own, size_t group)
{
    return own->parts + group * own->op.plan->as.aggregate.aggregate_count;
}

static cg_status add_group(aggregate_op *own, size_t group, cg_error *err)
{
    size_t count = own->op.plan->as.aggregate.aggregate_count;
    cg_status status =
        cg_grow(own->parts, &own->part_room, (group + 1) * count + 1, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        group_part *part = parts_of(own, group) + i;
        *part =
            (group_part){.seen = {.width = 1, .arena.budget = own->states.budget}};
        own->part_count++;
        status =
            aggregate_new(own->op.plan->as.aggregate.aggregates[i].call->meaning,
                          &own->states, &part->state, err);
    }
    return status;
}

static query_call call_of(query_op *op, const plan_aggregate *aggregate)
{
    return (query_call){.arena = &op->arena,
                        .source = &op->run->checked->source,
                        .at = aggregate->call->at,
                        .now = &op->run->now,
                        .random = &op->run->random,
                        .graph = op->run->graph,
                        .count = aggregate->argument_count};
}

static cg_status add_to(aggregate_op *own, group_part *part,
                        const plan_aggregate *aggregate, cg_error *err)
{
    query_op *op = &own->op;
    query_call call = call_of(op, aggregate);
    cg_value arguments[FUNCTION_TYPED_MAX];
    cg_status status = CG_OK;
    call.arguments = arguments;
    for (size_t i = 0; i < aggregate->argument_count && status == CG_OK; i++) {
        op_load(op, &op->input->out, op->at, &aggregate->arguments[i]);
        status = query_eval(&op->frame, aggregate->arguments[i].root, &arguments[i],
                            err);
    }
    if (status == CG_OK && aggregate->call->flag) {
        size_t index;
        bool fresh;
        status = rows_find(&part->seen, arguments, &index, &fresh, err);
        if (status != CG_OK || !fresh)
            return status;
    }
    return status == CG_OK ? aggregate_add(part->state, &call, err) : status;
}

/* The column of ids that is aggregated as it is; NULL where it is another expression. */
static const cg_id *ids_of(const query_op *op, const plan_aggregate *aggregate)
{
    const ast_node *root =
        aggregate->argument_count == 1 ? aggregate->arguments[0].root : NULL;
    if (root == NULL || root->type != AST_VARIABLE ||
        op->run->forms[root->slot] == FORM_VALUE)
        return NULL;
    return op->input->out.columns[root->slot].ids;
}

/* Count the ids of a column; those that are distinct where that is asked for. */
static cg_status count_ids(group_part *part, const plan_aggregate *aggregate,
                           const cg_id *ids, size_t count, cg_error *err)
{
    size_t counted = 0;
    for (size_t i = 0; i < count; i++) {
        bool fresh = ids[i] != 0;
        cg_status status = fresh && aggregate->call->flag
                               ? node_set_add(&part->ids, ids[i], &fresh, err)
                               : CG_OK;
        if (status != CG_OK)
            return status;
        counted += fresh;
    }
    aggregate_add_rows(part->state, counted);
    return CG_OK;
}

/* Add the rows of the input's batch, all of one group. */
static cg_status add_batch(aggregate_op *own, group_part *part,
                           const plan_aggregate *aggregate, cg_error *err)
{
    query_op *op = &own->op;
    const cg_id *ids = ids_of(op, aggregate);
    bool counts = aggregate_counts(aggregate->call->meaning);
    cg_status status = CG_OK;
    if (counts && aggregate->argument_count == 0)
        aggregate_add_rows(part->state, op->input->out.count);
    else if (counts && ids != NULL)
        status = count_ids(part, aggregate, ids, op->input->out.count, err);
    else
        for (op->at = 0; op->at < op->input->out.count && status == CG_OK;
             op->at++) {
            cg_arena_reset(&op->arena);
            status = add_to(own, part, aggregate, err);
        }
    return status;
}

static cg_status take_batch(aggregate_op *own, cg_error *err)
{
    const plan_node *plan = own->op.plan;
    cg_status status = CG_OK;
    for (size_t i = 0; i < plan->as.aggregate.aggregate_count && status == CG_OK;
         i++)
        status = add_batch(own, parts_of(own, 0) + i,
                           &plan->as.aggregate.aggregates[i], err);
    return status;
}

static cg_status take_row(aggregate_op *own, cg_error *err)
{
    query_op *op = &own->op;
    const plan_node *plan = op->plan;
    size_t group;
    bool fresh;
    cg_status status = CG_OK;
    for (size_t i = 0; i < plan->as.aggregate.key_count && status == CG_OK; i++) {
        const plan_expression *key = &plan->as.aggregate.keys[i].value;
        op_load(op, &op->input->out, op->at, key);
        status = query_eval(&op->frame, key->root, &own->key[i], err);
    }
    if (status == CG_OK)
        status = rows_find(&own->groups, own->key, &group, &fresh, err);
    if (status == CG_OK && fresh)
        status = add_group(own, group, err);
    for (size_t i = 0; i < plan->as.aggregate.aggregate_count && status == CG_OK;
         i++)
        status = add_to(own, parts_of(own, group) + i,
                        &plan->as.aggregate.aggregates[i], err);
    return status;
}

static cg_status take_rows(aggregate_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = CG_OK;
    for (; op->at < op->input->out.count && status == CG_OK; op->at++) {
        cg_arena_reset(&op->arena);
        status = take_row(own, err);
    }
    return status;
}

static cg_status take_all(aggregate_op *own, cg_error *err)
{
    query_op *op = &own->op;
    bool keyed = own->groups.width > 0;
    cg_status status = keyed ? CG_OK : rows_add(&own->groups, own->key, err);
    if (status == CG_OK && !keyed)
        status = add_group(own, 0, err);
    while (status == CG_OK && (status = op_pull(op, err)) == CG_ROW) {
        op_forget(op);
        status = keyed ? take_rows(own, err) : take_batch(own, err);
    }
    own->taken = status == CG_DONE;
    return own->taken ? CG_OK : status;
}

static cg_status give(aggregate_op *own, size_t group, cg_error *err)
{
    query_op *op = &own->op;
    const plan_node *plan = op->plan;
    size_t at = op->out.count;
    cg_status status = CG_OK;
    for (size_t i = 0; i < plan->as.aggregate.outer.count; i++) {
        uint32_t slot = plan->as.aggregate.outer.at[i];
        batch_set(op->run, &op->out, slot, at, op_fed_row(op->tree)[slot]);
    }
    for (size_t i = 0; i < plan->as.aggregate.key_count; i++)
        batch_set(op->run, &op->out, plan->as.aggregate.keys[i].slot, at,
                  rows_at(&own->groups, group)[i]);
    for (size_t i = 0; i < plan->as.aggregate.aggregate_count && status == CG_OK;
         i++) {
        const plan_aggregate *aggregate = &plan->as.aggregate.aggregates[i];
        query_call call = call_of(op, aggregate);
        cg_value value = {.type = CG_NULL};
        status =
            aggregate_finish(parts_of(own, group)[i].state, &call, &value, err);
        batch_set(op->run, &op->out, aggregate->slot, at, value);
    }
    op->out.count++;
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    aggregate_op *own = (aggregate_op *)op;
    cg_status status = own->taken ? CG_OK : take_all(own, err);
    while (status == CG_OK && own->given < own->groups.count &&
           op->out.count < BATCH_ROWS)
        status = give(own, own->given++, err);
    if (status != CG_OK)
        return status;
    return op->out.count > 0 ? CG_ROW : CG_DONE;
}

static void rewind_aggregate(query_op *op)
{
    aggregate_op *own = (aggregate_op *)op;
    for (size_t i = 0; i < own->part_count; i++) {
        rows_release(&own->parts[i].seen);
        node_set_release(&own->parts[i].ids);
    }
    own->part_count = 0;
    rows_clear(&own->groups);
    cg_arena_reset(&own->states);
    own->given = 0;
    own->taken = false;
}

static void close_aggregate(query_op *op)
{
    aggregate_op *own = (aggregate_op *)op;
    rewind_aggregate(op);
    rows_release(&own->groups);
    cg_arena_release(&own->states);
    free(own->parts);
}

const op_class op_aggregate = {.size = sizeof(aggregate_op),
                               .open = open_aggregate,
                               .next = next,
                               .rewind = rewind_aggregate,
                               .close = close_aggregate};
