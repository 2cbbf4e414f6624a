/* Expanding: from a batch of entities to the facts at them and who is at the other end. */
#include "graph/store/adjacency.h"
#include "graph/store/arrays.h"
#include "graph/store/hidden.h"

#include <assert.h>
#include <stdlib.h>

enum { BATCH = 1024 };

typedef struct {
    cg_id fact, other;
    uint8_t relation;
    bool outward;
} neighbour;

struct cg_expansion {
    cg_store *store;
    cg_direction direction;
    bool hidden;
    bool all;                           /* of all types */
    bool wanted[CG_RELATION_MAX];       /* else these */
    uint8_t relations[CG_RELATION_MAX]; /* the same as a list */
    size_t relation_count;
    const cg_id *ids;
    size_t count;
    size_t next; /* the input to be looked up next; that before it is in `found` */
    neighbour *found, *spare;
    size_t found_count, found_room, spare_room, passed;
    block_entries list;
    uint32_t inputs[BATCH];
    cg_id facts[BATCH], others[BATCH];
    uint8_t types[BATCH];
    bool outward[BATCH];
};

cg_status cg_expand_prepare(cg_store *store, const cg_expansion_filter *filter,
                            cg_expansion **expansion, cg_error *err)
{
    *expansion = NULL;
    cg_expansion *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->store = store;
    made->direction = filter->direction;
    made->hidden = filter->hidden;
    made->all = filter->relation_count == 0;
    for (size_t i = 0; i < filter->relation_count; i++) {
        uint8_t relation = filter->relations[i];
        if (made->wanted[relation])
            continue;
        made->wanted[relation] = true;
        made->relations[made->relation_count++] = relation;
    }
    *expansion = made;
    return CG_OK;
}

void cg_expand_finish(cg_expansion *expansion)
{
    if (expansion == NULL)
        return;
    free(expansion->found);
    free(expansion->spare);
    free(expansion->list.items);
    free(expansion);
}

cg_status cg_expand_start(cg_expansion *expansion, const cg_id *ids, size_t count,
                          cg_error *err)
{
    assert(count <= UINT32_MAX);
    expansion->ids = ids;
    expansion->count = count;
    expansion->next = expansion->found_count = expansion->passed = 0;
    return store_refresh(expansion->store, err);
}

/* ---- Looking up one entity ---- */

static cg_status add_found(cg_expansion *expansion, const neighbour *found,
                           cg_error *err)
{
    if (!expansion->all && !expansion->wanted[found->relation])
        return CG_OK;
    cg_status status = cg_grow(expansion->found, &expansion->found_room,
                               expansion->found_count + 1, err);
    if (status == CG_OK)
        expansion->found[expansion->found_count++] = *found;
    return status;
}

/* What was retracted, from the table itself. */
static cg_status look_up_retracted(cg_expansion *expansion, cg_id entity,
                                   bool outward, cg_error *err)
{
    cg_store *store = expansion->store;
    sql_query query = {0};
    cg_status status = sql_open(
        store, outward ? SQL_RETRACTED_FROM : SQL_RETRACTED_TO, &query, err);
    if (status == CG_OK)
        sql_bind_id(&query, 1, entity);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        neighbour found = {.fact = sql_integer(&query, 0), .outward = outward};
        found.other = merge_lowest(&store->merges, sql_integer(&query, 1));
        status = words_relation(store, sql_size(&query, 2), &found.relation, err);
        if (status == CG_OK)
            status = add_found(expansion, &found, err);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* What is in force, from the lists of neighbours. */
static cg_status look_up_list(cg_expansion *expansion, cg_id entity, bool outward,
                              cg_error *err)
{
    const cg_store *store = expansion->store;
    block_entries *list = &expansion->list;
    cg_status status = adjacency_look_up(
        expansion->store, outward ? BLOCK_OUT : BLOCK_IN, entity, list, err);
    for (size_t i = 0; i < list->count && status == CG_OK; i++) {
        neighbour found = {.fact = list->items[i].fact, .outward = outward};
        found.other = merge_lowest(&store->merges, list->items[i].other);
        status =
            words_relation(store, list->items[i].relation, &found.relation, err);
        if (status == CG_OK)
            status = add_found(expansion, &found, err);
    }
    return status;
}

static cg_status look_up(cg_expansion *expansion, cg_id entity, bool outward,
                         cg_error *err)
{
    cg_status status = look_up_list(expansion, entity, outward, err);
    return status == CG_OK && expansion->hidden
               ? look_up_retracted(expansion, entity, outward, err)
               : status;
}

/* Leave out what is not seen. */
static cg_status leave_out_hidden(cg_expansion *expansion, cg_error *err)
{
    neighbour *found = expansion->found;
    bool any = false;
    size_t kept = 0;
    cg_status status = hidden_any(expansion->store, &any, err);
    if (status != CG_OK || !any)
        return status;
    for (size_t i = 0; i < expansion->found_count && status == CG_OK; i++) {
        bool hidden;
        status = hidden_is(expansion->store, found[i].fact, &hidden, err);
        if (!hidden)
            found[kept++] = found[i];
    }
    expansion->found_count = kept;
    return status;
}

static cg_status look_up_members(cg_expansion *expansion, cg_id entity,
                                 cg_error *err)
{
    size_t count;
    const cg_id *members =
        merge_members(&expansion->store->merges, &entity, &count);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        if ((expansion->direction & CG_OUT) != 0)
            status = look_up(expansion, members[i], true, err);
        if (status == CG_OK && (expansion->direction & CG_IN) != 0)
            status = look_up(expansion, members[i], false, err);
    }
    if (status == CG_OK && !expansion->hidden)
        status = leave_out_hidden(expansion, err);
    return status;
}

/* ---- The same from the arrays ---- */

static cg_status take_range(cg_expansion *expansion, const cg_array *side,
                            size_t start, size_t end, bool outward, cg_error *err)
{
    cg_status status = cg_grow(expansion->found, &expansion->found_room,
                               expansion->found_count + end - start + 1, err);
    if (status != CG_OK)
        return status;
    for (size_t i = start; i < end; i++)
        expansion->found[expansion->found_count++] = (neighbour){
            side->facts[i], side->others[i], side->relations[i], outward};
    return CG_OK;
}

static cg_status take_side(cg_expansion *expansion, const cg_array *side,
                           cg_id entity, bool outward, cg_error *err)
{
    size_t start, end;
    cg_status status = CG_OK;
    if (expansion->all)
        return take_range(expansion, side, side->offsets[entity],
                          side->offsets[entity + 1], outward, err);
    for (size_t i = 0; i < expansion->relation_count && status == CG_OK; i++) {
        cg_array_find(side, entity, expansion->relations[i], &start, &end);
        status = take_range(expansion, side, start, end, outward, err);
    }
    return status;
}

/* How many facts of a type one side has at the entity: at once where its neighbours are
 * kept by type. */
static uint64_t count_type(const cg_store *store, bool outward, cg_id entity,
                           uint8_t relation)
{
    const array_state *state = &store->arrays;
    const cg_sorted *sorted =
        sorted_kept(state->sorted[(outward ? CG_OUT : CG_IN) - CG_OUT][relation]);
    size_t start, end;
    if (sorted != NULL)
        return sorted->offsets[entity + 1] - sorted->offsets[entity];
    cg_array_find(outward ? &state->arrays.out : &state->arrays.in, entity,
                  relation, &start, &end);
    return end - start;
}

static uint64_t count_side(const cg_expansion *expansion, bool outward,
                           cg_id entity)
{
    const cg_arrays *arrays = &expansion->store->arrays.arrays;
    const cg_array *side = outward ? &arrays->out : &arrays->in;
    uint64_t count = 0;
    if (expansion->all)
        return side->offsets[entity + 1] - side->offsets[entity];
    for (size_t i = 0; i < expansion->relation_count; i++)
        count +=
            count_type(expansion->store, outward, entity, expansion->relations[i]);
    return count;
}

/* Those of the types that join the entity to itself. */
static uint64_t count_loops(const cg_expansion *expansion, cg_id entity)
{
    const cg_array *out = &expansion->store->arrays.arrays.out;
    uint64_t count = 0;
    for (size_t at = out->offsets[entity]; at < out->offsets[entity + 1]; at++)
        count += out->others[at] == (uint64_t)entity &&
                 (expansion->all || expansion->wanted[out->relations[at]]);
    return count;
}

static uint64_t count_in_arrays(const cg_expansion *expansion, cg_id entity)
{
    const cg_store *store = expansion->store;
    const cg_arrays *arrays = &store->arrays.arrays;
    cg_id lowest =
        store->merges.count > 0 ? merge_lowest(&store->merges, entity) : entity;
    uint64_t count = 0;
    if (lowest < 1 || (uint64_t)lowest > arrays->entities)
        return 0;
    if ((expansion->direction & CG_OUT) != 0)
        count += count_side(expansion, true, lowest);
    if ((expansion->direction & CG_IN) != 0)
        count += count_side(expansion, false, lowest);
    if (expansion->direction == CG_BOTH && arrays->loops > 0)
        count -= count_loops(expansion, lowest);
    return count;
}

static cg_status take_from_arrays(cg_expansion *expansion, cg_id entity,
                                  cg_error *err)
{
    const cg_arrays *arrays = &expansion->store->arrays.arrays;
    cg_status status = CG_OK;
    cg_id lowest = merge_lowest(&expansion->store->merges, entity);
    if (lowest < 1 || (uint64_t)lowest > arrays->entities)
        return CG_OK;
    if ((expansion->direction & CG_OUT) != 0)
        status = take_side(expansion, &arrays->out, lowest, true, err);
    if (status == CG_OK && (expansion->direction & CG_IN) != 0)
        status = take_side(expansion, &arrays->in, lowest, false, err);
    return status;
}

/* ---- Order ---- */

/* By the fact; of the two finds of one that joins an entity to itself, the one that goes
 * out comes first. */
static bool is_before(const neighbour *a, const neighbour *b)
{
    return a->fact != b->fact ? a->fact < b->fact : a->outward && !b->outward;
}

/* Where the ordered run that begins at `start` ends. */
static size_t run_end(const neighbour *items, size_t count, size_t start)
{
    size_t end = start + 1;
    while (end < count && !is_before(&items[end], &items[end - 1]))
        end++;
    return end < count ? end : count;
}

static void merge_runs(const neighbour *from, neighbour *to, size_t start,
                       size_t middle, size_t end)
{
    size_t i = start, j = middle;
    for (size_t at = start; at < end; at++)
        to[at] = i < middle && (j == end || !is_before(&from[j], &from[i]))
                     ? from[i++]
                     : from[j++];
}

/* Merge neighbouring runs until there is one: lists come in order, one after the other,
 * so there are few. */
static cg_status order(cg_expansion *expansion, cg_error *err)
{
    size_t count = expansion->found_count;
    while (run_end(expansion->found, count, 0) < count) {
        cg_status status = cg_grow(expansion->spare, &expansion->spare_room,
                                   expansion->found_room, err);
        if (status != CG_OK)
            return status;
        neighbour *from = expansion->found, *to = expansion->spare;
        for (size_t start = 0; start < count;) {
            size_t middle = run_end(from, count, start);
            size_t end = middle < count ? run_end(from, count, middle) : count;
            merge_runs(from, to, start, middle, end);
            start = end;
        }
        size_t room = expansion->spare_room;
        expansion->spare_room = expansion->found_room;
        expansion->found_room = room;
        expansion->found = to;
        expansion->spare = from;
    }
    return CG_OK;
}

/* A fact that joins an entity to itself is found at both ends. */
static void leave_out_twins(cg_expansion *expansion)
{
    size_t kept = 0;
    neighbour *found = expansion->found;
    for (size_t i = 0; i < expansion->found_count; i++)
        if (kept == 0 || found[i].fact != found[kept - 1].fact)
            found[kept++] = found[i];
    expansion->found_count = kept;
}

/* Can the next input be looked up in the arrays? */
static cg_status use_arrays(cg_expansion *expansion, bool *ready, cg_error *err)
{
    *ready = false;
    return expansion->hidden ? CG_OK
                             : arrays_ready(expansion->store, 1, ready, err);
}

/* What the next input has, into `found`. */
static cg_status look_up_next(cg_expansion *expansion, cg_error *err)
{
    bool ready;
    cg_id entity = expansion->ids[expansion->next++];
    cg_status status = use_arrays(expansion, &ready, err);
    expansion->found_count = expansion->passed = 0;
    if (status == CG_OK)
        status = ready ? take_from_arrays(expansion, entity, err)
                       : look_up_members(expansion, entity, err);
    if (status == CG_OK && expansion->found_count > 1)
        status = order(expansion, err);
    leave_out_twins(expansion);
    return status;
}

/* ---- Passing them on ---- */

static size_t pass(cg_expansion *expansion, size_t at)
{
    for (; at < BATCH && expansion->passed < expansion->found_count; at++) {
        const neighbour *from = &expansion->found[expansion->passed++];
        expansion->inputs[at] = (uint32_t)(expansion->next - 1);
        expansion->facts[at] = from->fact;
        expansion->others[at] = from->other;
        expansion->types[at] = from->relation;
        expansion->outward[at] = from->outward;
    }
    return at;
}

/* The range in the arrays that is all there is of the next input, in order: if it is of
 * one type and in one direction. */
static bool find_run(const cg_expansion *expansion, const cg_array **side,
                     size_t *start, size_t *end)
{
    const cg_arrays *arrays = &expansion->store->arrays.arrays;
    cg_id lowest =
        merge_lowest(&expansion->store->merges, expansion->ids[expansion->next]);
    if (expansion->direction == CG_BOTH || expansion->relation_count != 1)
        return false;
    *side = expansion->direction == CG_OUT ? &arrays->out : &arrays->in;
    *start = *end = 0;
    if (lowest > 0 && (uint64_t)lowest <= arrays->entities)
        cg_array_find(*side, lowest, expansion->relations[0], start, end);
    return true;
}

/* Pass the next inputs straight from the arrays, as far as they are such runs and there
 * is room for each as a whole. */
static cg_status pass_runs(cg_expansion *expansion, size_t *filled, cg_error *err)
{
    while (*filled < BATCH && expansion->next < expansion->count) {
        const cg_array *side;
        size_t start, end;
        bool ready;
        cg_status status = use_arrays(expansion, &ready, err);
        if (status != CG_OK || !ready ||
            !find_run(expansion, &side, &start, &end) ||
            end - start > BATCH - *filled)
            return status;
        for (size_t i = start; i < end; i++, ++*filled) {
            expansion->inputs[*filled] = (uint32_t)expansion->next;
            expansion->facts[*filled] = side->facts[i];
            expansion->others[*filled] = side->others[i];
            expansion->types[*filled] = side->relations[i];
            expansion->outward[*filled] = expansion->direction == CG_OUT;
        }
        expansion->next++;
    }
    return CG_OK;
}

cg_status cg_expand_step(cg_expansion *expansion, cg_neighbours *batch,
                         cg_error *err)
{
    size_t filled = pass(expansion, 0);
    while (filled < BATCH && expansion->next < expansion->count) {
        cg_status status = pass_runs(expansion, &filled, err);
        if (status == CG_OK && filled < BATCH &&
            expansion->next < expansion->count) {
            status = look_up_next(expansion, err);
            filled = pass(expansion, filled);
        }
        if (status != CG_OK)
            return status;
    }
    *batch =
        (cg_neighbours){expansion->inputs, expansion->facts,   expansion->others,
                        expansion->types,  expansion->outward, filled};
    return filled > 0 ? CG_ROW : CG_DONE;
}

cg_status cg_expand_count(cg_expansion *expansion, const cg_id *ids, size_t count,
                          uint64_t *counts, cg_error *err)
{
    bool ready = false;
    cg_status status = cg_expand_start(expansion, ids, count, err);
    while (status == CG_OK && !ready && expansion->next < count) {
        status = use_arrays(expansion, &ready, err);
        if (status != CG_OK || ready)
            break;
        status = look_up_next(expansion, err);
        counts[expansion->next - 1] = expansion->found_count;
    }
    for (; status == CG_OK && expansion->next < count; expansion->next++)
        counts[expansion->next] = count_in_arrays(expansion, ids[expansion->next]);
    expansion->count = expansion->found_count = 0;
    return status;
}
