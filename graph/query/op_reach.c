/* Reach: the nodes that some path leads to from a node, each once, breadth first.
 * ReachCount: how many they are, of all rows together. */
#include "graph/query/node_map.h"
#include "graph/query/steps.h"

#include <stdlib.h>

typedef struct {
    query_op op;
    step_types types;
    cg_expansion *expansion;
    uint64_t written;
    cg_id from;
    step_search search;
    int64_t depth;  /* of its front */
    size_t next;    /* of the front, to be given */
    bool searching; /* from the node of the row at op->at */
    bool counted;
    node_set all;   /* counted, where there are several rows */
    cg_value first; /* where the search of the first row began */
    uint32_t rows[BATCH_ROWS];
} reach_op;

/* ---- Back to the start ---- */

/* Where branches came to, breadth first. */
typedef struct {
    node_map nodes;
    cg_id *of; /* each node: the relationship of the start that led to it first */
    size_t room;
} branches;

/* `*index` is that of the node. */
static cg_status add_branch(branches *all, cg_id node, cg_id branch,
                            uint32_t *index, bool *fresh, cg_error *err)
{
    cg_status status = node_map_add(&all->nodes, node, index, fresh, err);
    if (status == CG_OK && *fresh)
        status = cg_grow(all->of, &all->room, all->nodes.count, err);
    if (status == CG_OK && *fresh)
        all->of[*index] = branch;
    return status;
}

/* The nodes of one depth of the branches, and how many hops a way back that goes on from
 * them may still have: 1 leads to another one of them, 2 to one of the next depth. */
typedef struct {
    size_t start, end;
    int64_t hops_left;
} branch_depth;

/* Go from a node, by its index, to a neighbour. Where branches meet there is a way back,
 * over no relationship twice. */
static cg_status grow_branch(const reach_op *own, branches *all, branch_depth depth,
                             size_t from, cg_id relationship, cg_id node, bool *met,
                             cg_error *err)
{
    cg_id branch = from == 0 ? relationship : all->of[from];
    uint32_t index;
    bool fresh;
    if (node == own->from) { /* unless it goes back as it came */
        *met = all->of[from] != relationship;
        return CG_OK;
    }
    cg_status status = add_branch(all, node, branch, &index, &fresh, err);
    *met = status == CG_OK && !fresh && all->of[index] != branch &&
           (index < depth.end || depth.hops_left > 1);
    return status;
}

static cg_status grow_branches(reach_op *own, branches *all, branch_depth depth,
                               bool *met, cg_error *err)
{
    cg_neighbours found;
    node_list *from = &own->search.spare;
    cg_status status = CG_OK;
    from->count = 0;
    for (size_t i = depth.start; i < depth.end && status == CG_OK; i++)
        status = node_list_add(from, all->nodes.nodes[i], err);
    if (status == CG_OK)
        status = cg_expand_start(own->expansion, from->at, from->count, err);
    while (status == CG_OK && !*met &&
           (status = cg_expand_step(own->expansion, &found, err)) == CG_ROW) {
        status = query_poll(own->op.run, err);
        for (size_t i = 0; i < found.count && status == CG_OK && !*met; i++)
            status = grow_branch(own, all, depth, depth.start + found.inputs[i],
                                 found.facts[i], found.others[i], met, err);
    }
    return status == CG_DONE ? CG_OK : status;
}

/* Is there a path of at most so many hops back to the start? Two branches of it meet half
 * way. */
static cg_status find_way_back(reach_op *own, bool *found, cg_error *err)
{
    branches all = {0};
    branch_depth depth = {0, 1, own->op.plan->as.expand.most};
    uint32_t index;
    *found = false;
    cg_status status = add_branch(&all, own->from, 0, &index, &(bool){false}, err);
    while (status == CG_OK && !*found && depth.hops_left > 0 &&
           depth.start < depth.end) {
        status = grow_branches(own, &all, depth, found, err);
        depth = (branch_depth){depth.end, all.nodes.count, depth.hops_left - 2};
    }
    node_map_release(&all.nodes);
    free(all.of);
    return status;
}

/* ---- Searching ---- */

/* Where relationships count in either direction, the search would come back to the start
 * over the one that it left by: whether there is another way is found out before. */
static cg_status begin_search(reach_op *own, cg_error *err)
{
    const plan_node *plan = own->op.plan;
    step_search *search = &own->search;
    bool fresh, both = plan->as.expand.direction == DIRECTION_BOTH;
    bool given = plan->as.expand.least == 0 && !plan->as.expand.left;
    search->run = own->op.run;
    search->direction = step_direction(plan->as.expand.direction);
    search->types = &own->types;
    search->expansion = own->expansion;
    own->depth = 0;
    cg_status status = step_search_begin(search, err);
    if (status == CG_OK && both && !given && !plan->as.expand.left &&
        !own->types.none)
        status = find_way_back(own, &given, err);
    if (status == CG_OK && (given || both || plan->as.expand.left))
        status = node_set_add(&search->seen, own->from, &fresh, err);
    if (status == CG_OK)
        status = node_list_add(&search->front, own->from, err);
    own->next = given ? 0 : 1;
    return status;
}

/* ---- Rows ---- */

static cg_status begin_row(reach_op *own, cg_value from, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = CG_OK;
    own->searching = true;
    own->search.front.count = own->next = 0;
    if (from.type != CG_NODE)
        return CG_OK;
    own->from = from.as.id;
    if (own->expansion == NULL || own->written != op->run->written) {
        own->written = op->run->written;
        status = step_open(op, &own->expansion, &own->types, err);
    }
    return status == CG_OK ? begin_search(own, err) : status;
}

static cg_value start_of(const query_op *op)
{
    return batch_get(op->run, &op->input->out, op->plan->as.expand.from, op->at);
}

/* One hop further, unless it is at its end. */
static cg_status search_on(reach_op *own, cg_error *err)
{
    own->searching = own->search.front.count > 0 && !own->types.none &&
                     own->depth < own->op.plan->as.expand.most;
    if (!own->searching)
        return CG_OK;
    own->next = 0;
    own->depth++;
    return step_search_on(&own->search, err);
}

/* The next of the front, as many as there is room for; of a known one it alone. */
static void give(reach_op *own)
{
    query_op *op = &own->op;
    const plan_node *plan = op->plan;
    uint32_t to = plan->as.expand.to;
    size_t start = op->out.count, count = 0;
    cg_id taken[BATCH_ROWS];
    cg_value wanted = {.type = CG_NULL};
    if (plan->as.expand.to_known)
        wanted = batch_get(op->run, &op->input->out, to, op->at);
    for (; own->next < own->search.front.count && start + count < BATCH_ROWS;
         own->next++) {
        cg_id node = own->search.front.at[own->next];
        if (plan->as.expand.to_known &&
            (wanted.type != CG_NODE || wanted.as.id != node))
            continue;
        own->rows[count] = (uint32_t)op->at;
        taken[count++] = node;
    }
    op_copy_rows(op, &op->input->out, own->rows, count);
    op_set_nodes(op, to, start, taken, count);
}

static cg_status next(query_op *op, cg_error *err)
{
    reach_op *own = (reach_op *)op;
    cg_status status = CG_OK;
    while (op->out.count < BATCH_ROWS) {
        if (op->out.count > 0 && op->at >= op->input->out.count)
            break; /* what is given refers to this batch of the input */
        status = op_fill(op, err);
        if (status != CG_ROW)
            return op->out.count > 0 ? CG_ROW : status;
        status = own->searching ? CG_OK : begin_row(own, start_of(op), err);
        if (status != CG_OK)
            return status;
        give(own);
        if (own->next < own->search.front.count)
            break;
        status = search_on(own, err);
        op->at += !own->searching;
        if (status != CG_OK)
            return status;
    }
    return CG_ROW;
}

/* ---- Counting ---- */

/* How many a search from the node alone reaches. */
static cg_status count_from(reach_op *own, cg_value from, size_t *count,
                            cg_error *err)
{
    cg_status status = begin_row(own, from, err);
    *count = 0;
    while (status == CG_OK && own->searching) {
        *count += own->search.front.count - own->next;
        status = search_on(own, err);
    }
    return status;
}

static cg_status collect_from(reach_op *own, cg_value from, cg_error *err)
{
    cg_status status = begin_row(own, from, err);
    while (status == CG_OK && own->searching) {
        const node_list *front = &own->search.front;
        for (size_t i = own->next; i < front->count && status == CG_OK; i++)
            status = node_set_add(&own->all, front->at[i], &(bool){false}, err);
        if (status == CG_OK)
            status = search_on(own, err);
    }
    return status;
}

/* The second of several rows: those of the first one are collected, too. */
static cg_status begin_collecting(reach_op *own, cg_error *err)
{
    const cg_arrays *arrays;
    cg_status status =
        cg_store_arrays_for(query_graph_store(own->op.run->graph), 1, &arrays, err);
    if (status == CG_OK && arrays != NULL)
        status = node_set_begin(&own->all, arrays->entities + 1, err);
    return status == CG_OK ? collect_from(own, own->first, err) : status;
}

static cg_status count_all(reach_op *own, size_t *count, cg_error *err)
{
    query_op *op = &own->op;
    size_t rows = 0;
    cg_status status;
    *count = 0;
    while ((status = op_pull(op, err)) == CG_ROW) {
        status = CG_OK;
        for (; op->at < op->input->out.count && status == CG_OK; op->at++) {
            cg_value from = start_of(op);
            if (rows++ == 0) {
                own->first = from;
                status = count_from(own, from, count, err);
                continue;
            }
            if (rows == 2)
                status = begin_collecting(own, err);
            if (status == CG_OK)
                status = collect_from(own, from, err);
        }
        if (status != CG_OK)
            return status;
    }
    if (rows > 1)
        *count = own->all.count;
    return status == CG_DONE ? CG_OK : status;
}

static cg_status next_count(query_op *op, cg_error *err)
{
    reach_op *own = (reach_op *)op;
    size_t count;
    if (own->counted)
        return CG_DONE;
    cg_status status = count_all(own, &count, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < op->plan->as.expand.count_count; i++)
        batch_set(op->run, &op->out, op->plan->as.expand.counts[i].slot, 0,
                  cg_integer((int64_t)count));
    op->out.count = 1;
    own->counted = true;
    return CG_ROW;
}

/* ---- Ends ---- */

static void rewind_reach(query_op *op)
{
    reach_op *own = (reach_op *)op;
    own->searching = own->counted = false;
    node_set_release(&own->all);
}

static void close_reach(query_op *op)
{
    reach_op *own = (reach_op *)op;
    cg_expand_finish(own->expansion);
    step_search_release(&own->search);
    node_set_release(&own->all);
}

const op_class op_reach = {.size = sizeof(reach_op),
                           .next = next,
                           .rewind = rewind_reach,
                           .close = close_reach};
const op_class op_reach_count = {.size = sizeof(reach_op),
                                 .next = next_count,
                                 .rewind = rewind_reach,
                                 .close = close_reach};
