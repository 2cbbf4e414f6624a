/* Aggregate: a row for each group of rows that have the same keys. Without keys there is
 * one group, also of no rows. */
#include "graph/query/aggregate.h"
#include "graph/query/ops.h"
#include "graph/query/rows.h"

#include <stdlib.h>

/* What an aggregate of a group knows. */
typedef struct {
    query_aggregate *state;
    query_rows seen; /* of a distinct one */
} group_part;

typedef struct {
    query_op op;
    query_rows groups; /* by their keys */
    group_part *parts; /* of each group, one for each aggregate */
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
        *part = (group_part){.seen = {.width = 1}};
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

static cg_status take_all(aggregate_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status;
    while ((status = op_pull(op, err)) == CG_ROW) {
        op_forget(op);
        for (; op->at < op->input->out.count; op->at++) {
            cg_arena_reset(&op->arena);
            status = take_row(own, err);
            if (status != CG_OK)
                return status;
        }
    }
    if (status != CG_DONE)
        return status;
    own->taken = true;
    if (own->groups.count > 0 || own->groups.width > 0)
        return CG_OK;
    status = rows_add(&own->groups, own->key, err);
    return status == CG_OK ? add_group(own, 0, err) : status;
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
    size_t parts = own->groups.count * op->plan->as.aggregate.aggregate_count;
    for (size_t i = 0; i < parts; i++)
        rows_release(&own->parts[i].seen);
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
