/* Intersect: the nodes that relationships of two nodes lead to, by the sorted neighbours
 * of both. */
#include "graph/query/rewrite.h"
#include "graph/query/steps.h"

#include <stdlib.h>

/* A relationship and the node that it leads to. */
typedef struct {
    cg_id node;
    cg_id relationship;
} neighbour;

typedef struct {
    neighbour *at;
    size_t count;
    size_t room;
} neighbours;

/* One of the two nodes of a row, and where its neighbours come from. */
typedef struct {
    step_types types;
    cg_direction direction;
    cg_expansion *expansion;
    const cg_sorted *sorted; /* NULL: they are looked up and sorted for each row */
    neighbours own;
    const uint32_t *others, *facts;
    size_t count;
} meeting;

/* What was found for a row. */
typedef struct {
    cg_id node;
    cg_id relationships[2];
} found_meeting;

typedef struct {
    query_op op;
    meeting sides[2];
    uint64_t written;
    bool opened, searched;
    found_meeting *found;
    size_t found_count, found_room;
    size_t next; /* of those found for the row at op->at */
    uint32_t rows[BATCH_ROWS];
} intersect_op;

/* ---- Opening ---- */

static cg_status open_side(intersect_op *own, int at, cg_error *err)
{
    query_op *op = &own->op;
    const plan_side *plan = &op->plan->as.meetings[at].side;
    meeting *side = &own->sides[at];
    cg_store *store = query_graph_store(op->run->graph);
    cg_expand_finish(side->expansion);
    side->expansion = NULL;
    side->sorted = NULL;
    side->direction = step_direction(plan->direction);
    step_find_types(cg_store_vocabulary(store), plan->types, &side->types);
    return step_prepare(op, &side->types, side->direction, &side->expansion, err);
}

static cg_status open_sides(intersect_op *own, cg_error *err)
{
    if (own->opened && own->written == own->op.run->written)
        return CG_OK;
    own->opened = true;
    own->written = own->op.run->written;
    cg_status status = open_side(own, 0, err);
    return status == CG_OK ? open_side(own, 1, err) : status;
}

/* The next batch of the input; are there enough rows by now for the sorted neighbours? */
static cg_status pull(intersect_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_store *store = query_graph_store(op->run->graph);
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    status = open_sides(own, err);
    for (int i = 0; i < 2 && status == CG_OK; i++) {
        meeting *side = &own->sides[i];
        if (side->sorted == NULL && !side->types.none)
            status = cg_store_sorted_for(
                store, op->input->out.count, side->direction,
                step_sorted_relation(&side->types), &side->sorted, err);
    }
    return status == CG_OK ? CG_ROW : status;
}

/* ---- Neighbours of a row's nodes, by who they are ---- */

static int order_neighbours(const void *a, const void *b)
{
    const neighbour *x = a, *y = b;
    if (x->node != y->node)
        return (x->node > y->node) - (x->node < y->node);
    return (x->relationship > y->relationship) -
           (x->relationship < y->relationship);
}

static cg_status look_up(meeting *side, cg_id node, cg_error *err)
{
    cg_neighbours found;
    neighbours *own = &side->own;
    own->count = 0;
    cg_status status = cg_expand_start(side->expansion, &node, 1, err);
    while (status == CG_OK &&
           (status = cg_expand_step(side->expansion, &found, err)) == CG_ROW) {
        status = cg_grow(own->at, &own->room, own->count + found.count, err);
        for (size_t i = 0; i < found.count && status == CG_OK; i++)
            own->at[own->count++] = (neighbour){found.others[i], found.facts[i]};
    }
    if (own->count > 0)
        qsort(own->at, own->count, sizeof *own->at, order_neighbours);
    side->count = own->count;
    return status == CG_DONE ? CG_OK : status;
}

static cg_status find_neighbours(meeting *side, cg_value node, cg_error *err)
{
    side->count = 0;
    side->others = side->facts = NULL;
    if (node.type != CG_NODE || side->types.none)
        return CG_OK;
    if (side->sorted == NULL)
        return look_up(side, node.as.id, err);
    if (node.as.id < 1 || (uint64_t)node.as.id > side->sorted->entities)
        return CG_OK;
    size_t start = side->sorted->offsets[node.as.id];
    side->others = side->sorted->others + start;
    side->facts = side->sorted->facts + start;
    side->count = side->sorted->offsets[node.as.id + 1] - start;
    return CG_OK;
}

static inline cg_id node_at(const meeting *side, size_t at)
{
    return side->others != NULL ? (cg_id)side->others[at] : side->own.at[at].node;
}

static cg_id relationship_at(const meeting *side, size_t at)
{
    return side->facts != NULL ? (cg_id)side->facts[at]
                               : side->own.at[at].relationship;
}

/* The first place, from `low` on, whose node is not below `node`: in ever longer leaps,
 * then halving the last one. */
static size_t leap(const meeting *side, size_t low, cg_id node)
{
    size_t step = 1, high = low;
    while (high < side->count && node_at(side, high) < node) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > side->count)
        high = side->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (node_at(side, middle) < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- What they have in common ---- */

/* Are both relationships such as the pattern wants beside those of the row? */
static bool is_wanted(const intersect_op *own, cg_id first, cg_id second)
{
    const query_op *op = &own->op;
    const plan_meeting *plans = op->plan->as.meetings;
    const query_batch *in = &op->input->out;
    if (first == second &&
        plan_has_slot(plans[1].others, plans[0].side.relationship))
        return false;
    return !step_is_among(op->run, in, op->at, plans[0].others, first) &&
           !step_is_among(op->run, in, op->at, plans[1].others, second);
}

/* All pairs of relationships to a node, of which those at `a` and `b` are the first. */
static cg_status add_pairs(intersect_op *own, size_t a, size_t b, cg_error *err)
{
    const meeting *first = &own->sides[0], *second = &own->sides[1];
    cg_id node = node_at(first, a);
    cg_status status = CG_OK;
    for (size_t i = a; i < first->count && node_at(first, i) == node; i++)
        for (size_t k = b; k < second->count && node_at(second, k) == node; k++) {
            cg_id one = relationship_at(first, i),
                  other = relationship_at(second, k);
            if (!is_wanted(own, one, other))
                continue;
            status = own->found_count < own->found_room
                         ? CG_OK
                         : cg_grow(own->found, &own->found_room,
                                   own->found_count + 1, err);
            if (status != CG_OK)
                return status;
            own->found[own->found_count++] = (found_meeting){node, {one, other}};
        }
    return CG_OK;
}

static size_t run_end(const meeting *side, size_t at)
{
    cg_id node = node_at(side, at);
    while (at < side->count && node_at(side, at) == node)
        at++;
    return at;
}

static cg_status search(intersect_op *own, cg_error *err)
{
    const query_op *op = &own->op;
    cg_status status = CG_OK;
    own->found_count = own->next = 0;
    own->searched = true;
    for (int i = 0; i < 2 && status == CG_OK; i++)
        status = find_neighbours(&own->sides[i],
                                 batch_get(op->run, &op->input->out,
                                           op->plan->as.meetings[i].from, op->at),
                                 err);
    const meeting *first = &own->sides[0], *second = &own->sides[1];
    for (size_t a = 0, b = 0;
         status == CG_OK && a < first->count && b < second->count;) {
        cg_id x = node_at(first, a), y = node_at(second, b);
        if (x < y) {
            a = leap(first, a, y);
        } else if (y < x) {
            b = leap(second, b, x);
        } else {
            status = add_pairs(own, a, b, err);
            a = run_end(first, a);
            b = run_end(second, b);
        }
    }
    return status;
}

/* ---- Rows ---- */

static void give(intersect_op *own)
{
    query_op *op = &own->op;
    const plan_meeting *plans = op->plan->as.meetings;
    size_t start = op->out.count, count = own->found_count - own->next;
    if (count > BATCH_ROWS - start)
        count = BATCH_ROWS - start;
    for (size_t i = 0; i < count; i++)
        own->rows[i] = (uint32_t)op->at;
    op_copy_rows(op, &op->input->out, own->rows, count);
    for (size_t i = 0; i < count; i++) {
        const found_meeting *found = &own->found[own->next++];
        batch_set(op->run, &op->out, plans[0].side.to, start + i,
                  (cg_value){.type = CG_NODE, .as.id = found->node});
        for (int k = 0; k < 2; k++)
            op->out.columns[plans[k].side.relationship].ids[start + i] =
                found->relationships[k];
    }
}

static cg_status next(query_op *op, cg_error *err)
{
    intersect_op *own = (intersect_op *)op;
    cg_status status = CG_OK;
    while (op->out.count < BATCH_ROWS) {
        if (op->at >= op->input->out.count) {
            if (op->out.count > 0)
                break; /* what is given refers to this batch of the input */
            status = pull(own, err);
            if (status != CG_ROW)
                return status;
        }
        status = own->searched ? CG_OK : search(own, err);
        if (status != CG_OK)
            return status;
        give(own);
        if (own->next < own->found_count)
            break;
        own->searched = false;
        op->at++;
    }
    return CG_ROW;
}

static void rewind_intersect(query_op *op)
{
    ((intersect_op *)op)->searched = false;
}

static void close_intersect(query_op *op)
{
    intersect_op *own = (intersect_op *)op;
    for (int i = 0; i < 2; i++) {
        cg_expand_finish(own->sides[i].expansion);
        free(own->sides[i].own.at);
    }
    free(own->found);
}

const op_class op_intersect = {.size = sizeof(intersect_op),
                               .next = next,
                               .rewind = rewind_intersect,
                               .close = close_intersect};
