/* ShortestPath: the shortest paths between two nodes, breadth first: one, all of the
 * least length, or the k shortest. Depths are searched in turn, so that the first ones
 * found are the shortest; from both ends, where nothing but the nodes and types of the
 * relationships matters. */
#include "graph/query/meet.h"
#include "graph/query/rows.h"
#include "graph/query/walk.h"

#include <stdlib.h>

/* Where breadth-first search came to a node from: several, where as short. */
typedef struct {
    cg_id node;
    cg_id relationship;
    uint32_t before; /* index of the entry that it came from */
    uint32_t depth;
} reached;

typedef struct {
    query_op op;
    step_types types;
    cg_expansion *expansion;
    uint64_t written;
    reached *all;
    size_t count;
    size_t room;
    cg_id *path; /* relationships of one to give */
    size_t path_room;
    query_rows nodes; /* reached, each once */
    uint32_t *depths; /* in which they were reached first */
    size_t depth_room;
    size_t next;     /* entry that is looked at for a path to give */
    size_t given;    /* for this row */
    uint32_t behind; /* no path that is given has so many hops */
    bool searched;
    bool meets; /* is it searched from both ends? */
    meet_search meet;
} shortest_op;

static bool on_the_way(const shortest_op *own, size_t entry, cg_id relationship)
{
    while (own->all[entry].depth > 0) {
        if (own->all[entry].relationship == relationship)
            return true;
        entry = own->all[entry].before;
    }
    return step_is_among(own->op.run, &own->op.input->out, own->op.at,
                         own->op.plan->as.expand.others, relationship);
}

/* How many paths are wanted; SIZE_MAX for all of the least length, or of some. */
static size_t wanted(const shortest_op *own)
{
    const ast_node *path = own->op.plan->as.expand.path;
    if (path->as.path.search == PATH_ALL_SHORTEST || path->as.path.groups)
        return SIZE_MAX;
    return path->as.path.paths > 0 ? path->as.path.paths : 1;
}

/* Was the node reached before by as good a way? In fewer hops, or in as many where one
 * path is wanted: then no other way to it is looked at. */
static cg_status reach(shortest_op *own, cg_id node, uint32_t depth, bool *earlier,
                       cg_error *err)
{
    cg_value value = {.type = CG_NODE, .as.id = node};
    size_t index;
    bool fresh;
    cg_status status = rows_find(&own->nodes, &value, &index, &fresh, err);
    if (status == CG_OK && fresh)
        status = cg_grow(own->depths, &own->depth_room, index + 1, err);
    if (status != CG_OK)
        return status;
    if (fresh)
        own->depths[index] = depth;
    *earlier = !fresh && (own->depths[index] < depth || wanted(own) == 1);
    return CG_OK;
}

static cg_status add(shortest_op *own, reached one, cg_error *err)
{
    cg_status status = cg_grow(own->all, &own->room, own->count + 1, err);
    if (status == CG_OK)
        own->all[own->count++] = one;
    return status;
}

static cg_status expand_entry(shortest_op *own, size_t entry, bool revisits,
                              cg_error *err)
{
    cg_neighbours found;
    cg_id node = own->all[entry].node;
    uint32_t depth = own->all[entry].depth + 1;
    cg_status status = cg_expand_start(own->expansion, &node, 1, err);
    while (status == CG_OK &&
           (status = cg_expand_step(own->expansion, &found, err)) == CG_ROW) {
        status = query_poll(own->op.run, err);
        for (size_t i = 0; i < found.count && status == CG_OK; i++) {
            bool earlier = false;
            bool fits = !on_the_way(own, entry, found.facts[i]);
            if (fits)
                status = walk_hop_fits(&own->op, found.facts[i], &fits, err);
            if (status == CG_OK && fits && !revisits)
                status = reach(own, found.others[i], depth, &earlier, err);
            fits = fits && !earlier;
            if (status == CG_OK && fits)
                status = add(own,
                             (reached){found.others[i], found.facts[i],
                                       (uint32_t)entry, depth},
                             err);
        }
    }
    return status == CG_DONE ? CG_OK : status;
}

static bool is_end(const shortest_op *own, size_t entry, cg_id to)
{
    return own->all[entry].node == to &&
           (int64_t)own->all[entry].depth >= own->op.plan->as.expand.least;
}

/* How many lengths are wanted, with all paths of each; 0: paths are counted. */
static uint32_t wanted_lengths(const shortest_op *own)
{
    const ast_node *path = own->op.plan->as.expand.path;
    return path->as.path.groups ? path->as.path.paths : wanted(own) == SIZE_MAX;
}

/* Are so many paths wanted that one may be longer than another? */
static bool wants_longer(const shortest_op *own)
{
    uint32_t lengths = wanted_lengths(own);
    return lengths > 0 ? lengths > 1 : wanted(own) > 1;
}

/* Search until enough paths to the end are known, or all of the lengths wanted. */
static cg_status search(shortest_op *own, cg_id from, cg_id to, cg_error *err)
{
    const plan_node *plan = own->op.plan;
    size_t found = 0, want = wanted(own);
    uint32_t lengths = wanted_lengths(own), last = UINT32_MAX, met = 0;
    bool earlier;
    own->count = 0;
    own->behind = UINT32_MAX;
    own->nodes.width = 1;
    own->nodes.arena.budget = &own->op.run->budget;
    rows_clear(&own->nodes);
    cg_status status = reach(own, from, 0, &earlier, err);
    if (status == CG_OK)
        status = add(own, (reached){.node = from}, err);
    for (size_t i = 0; i < own->count && status == CG_OK; i++) {
        uint32_t depth = own->all[i].depth;
        if (depth >= own->behind || found >= want)
            break;
        if (is_end(own, i, to)) {
            found++;
            met += depth != last;
            last = depth;
            if (met == lengths || !wants_longer(own))
                own->behind = depth + 1;
        }
        if ((int64_t)depth < plan->as.expand.most && !own->types.none &&
            depth + 1 < own->behind)
            status = expand_entry(own, i, wants_longer(own), err);
    }
    return status;
}

/* A row with the path, whose relationships go from the one node to the other. */
static cg_status give(shortest_op *own, const cg_id *path, size_t length,
                      cg_error *err)
{
    query_op *op = &own->op;
    cg_value *items = cg_arena_array(&op->arena, length, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < length; i++)
        items[op->plan->as.expand.turned ? length - 1 - i : i] =
            (cg_value){.type = CG_RELATIONSHIP, .as.id = path[i]};
    size_t row = op->out.count;
    op_copy_row(op, &op->input->out, op->at);
    batch_set(op->run, &op->out, op->plan->as.expand.relationship, row,
              (cg_value){.type = CG_LIST, .as.list = {items, length}});
    own->given++;
    return CG_OK;
}

static cg_status give_entry(shortest_op *own, size_t entry, cg_error *err)
{
    size_t length = own->all[entry].depth;
    cg_status status = cg_grow(own->path, &own->path_room, length, err);
    if (status != CG_OK)
        return status;
    for (size_t i = length; i > 0; entry = own->all[entry].before)
        own->path[--i] = own->all[entry].relationship;
    return give(own, own->path, length, err);
}

/* Nothing but nodes and types matters, and one path or all of the least length are
 * wanted, which come over no relationship twice. */
static bool can_meet(const shortest_op *own, cg_id from, cg_id to)
{
    const plan_node *plan = own->op.plan;
    return from != to && plan->as.expand.least <= 1 && !own->types.none &&
           !wants_longer(own) && plan->as.expand.others.count == 0 &&
           plan->as.expand.element->children[1] == NULL;
}

static cg_status open_steps(shortest_op *own, cg_error *err)
{
    query_op *op = &own->op;
    if (own->expansion != NULL && own->written == op->run->written)
        return CG_OK;
    own->written = op->run->written;
    cg_status status = step_open(op, &own->expansion, &own->types, err);
    return status == CG_OK
               ? meet_open(&own->meet, op, &own->types,
                           step_direction(op->plan->as.expand.direction), err)
               : status;
}

static cg_status begin_row(shortest_op *own, cg_value from, cg_value to,
                           cg_error *err)
{
    query_op *op = &own->op;
    own->searched = true;
    own->meets = false;
    own->next = own->given = own->count = 0;
    if (from.type != CG_NODE || to.type != CG_NODE)
        return CG_OK;
    cg_status status = open_steps(own, err);
    if (status != CG_OK)
        return status;
    own->meets = can_meet(own, from.as.id, to.as.id);
    if (own->meets)
        return meet_find(&own->meet, from.as.id, to.as.id, op->plan->as.expand.most,
                         wanted(own) != 1, err);
    op_load_slots(op, &op->input->out, op->at, op->input->plan->output);
    return search(own, from.as.id, to.as.id, err);
}

/* Give the row's next paths as far as there is room: CG_DONE where there are no more. */
static cg_status give_paths(shortest_op *own, cg_id to, cg_error *err)
{
    cg_status status = CG_OK;
    size_t length;
    while (status == CG_OK && own->op.out.count < BATCH_ROWS) {
        if (own->meets) {
            status = meet_next(&own->meet, &length, err);
            if (status == CG_ROW)
                status = give(own, own->meet.path, length, err);
            if (status == CG_OK && wanted(own) == 1)
                return CG_DONE;
        } else if (own->next == own->count || own->given >= wanted(own)) {
            return CG_DONE;
        } else if (is_end(own, own->next++, to) &&
                   own->all[own->next - 1].depth < own->behind) {
            status = give_entry(own, own->next - 1, err);
        }
    }
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    shortest_op *own = (shortest_op *)op;
    cg_status status;
    while (op->out.count == 0) {
        status = op_fill(op, err);
        if (status != CG_ROW)
            return status;
        const query_batch *in = &op->input->out;
        cg_value from = batch_get(op->run, in, op->plan->as.expand.from, op->at);
        cg_value to = batch_get(op->run, in, op->plan->as.expand.to, op->at);
        status = own->searched ? CG_OK : begin_row(own, from, to, err);
        if (status == CG_OK)
            status = give_paths(own, to.as.id, err);
        if (status == CG_DONE) {
            own->searched = false;
            op->at++;
        } else if (status != CG_OK) {
            return status;
        }
    }
    return CG_ROW;
}

static void rewind_shortest(query_op *op)
{
    ((shortest_op *)op)->searched = false;
}

static void close_shortest(query_op *op)
{
    free(((shortest_op *)op)->all);
    free(((shortest_op *)op)->depths);
    rows_release(&((shortest_op *)op)->nodes);
    cg_expand_finish(((shortest_op *)op)->expansion);
    meet_release(&((shortest_op *)op)->meet);
    free(((shortest_op *)op)->path);
}

const op_class op_shortest = {.size = sizeof(shortest_op),
                              .next = next,
                              .rewind = rewind_shortest,
                              .close = close_shortest};
