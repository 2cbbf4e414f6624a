/* The neighbours of one type, or all, by who they are, for questions that intersect them. */
#include "graph/store/arrays.h"

#include <stdlib.h>

#include "graph/store/columns.h"

struct sorted_array {
    cg_sorted sorted;
    uint32_t *offsets, *others, *facts;
    cg_kinds every; /* kinds of all of `others` */
    bool every_known;
};

const cg_sorted *sorted_kept(const sorted_array *array)
{
    return array != NULL ? &array->sorted : NULL;
}

void sorted_free(sorted_array *array)
{
    if (array == NULL)
        return;
    free(array->offsets);
    free(array->others);
    free(array->facts);
    free(array);
}

static cg_status reserve(sorted_array *array, size_t entities, size_t facts,
                         cg_error *err)
{
    array->offsets = calloc(entities + 2, sizeof *array->offsets);
    array->others = malloc((facts + 1) * sizeof *array->others);
    array->facts = malloc((facts + 1) * sizeof *array->facts);
    if (array->offsets == NULL || array->others == NULL || array->facts == NULL)
        return cg_fail_memory(err);
    array->sorted =
        (cg_sorted){entities, array->offsets, array->others, array->facts};
    return CG_OK;
}

static void find_facts(const cg_array *side, size_t entity, uint16_t relation,
                       size_t *start, size_t *end)
{
    *start = side->offsets[entity];
    *end = side->offsets[entity + 1];
    if (relation != CG_ALL_RELATIONS)
        cg_array_find(side, (cg_id)entity, (uint8_t)relation, start, end);
}

/* Which neighbours: in both directions, a fact that joins an entity to itself is one. */
typedef struct {
    const cg_arrays *arrays;
    cg_direction direction;
    uint16_t relation;
} sorted_choice;

static size_t list_size(const sorted_choice *of, size_t entity)
{
    size_t start, end, size = 0;
    const cg_array *out = &of->arrays->out;
    if ((of->direction & CG_IN) != 0) {
        find_facts(&of->arrays->in, entity, of->relation, &start, &end);
        size += end - start;
    }
    if ((of->direction & CG_OUT) == 0)
        return size;
    find_facts(out, entity, of->relation, &start, &end);
    size += end - start;
    for (; of->direction == CG_BOTH && of->arrays->loops > 0 && start < end;
         start++)
        size -= out->others[start] == entity;
    return size;
}

/* offsets[e + 1]: where the list of e begins, which moves to its end as it is filled. */
static size_t lay_out(const sorted_choice *of, uint32_t *offsets)
{
    size_t sum = 0;
    for (size_t entity = 1; entity <= of->arrays->entities; entity++) {
        if (offsets != NULL)
            offsets[entity + 1] = (uint32_t)sum;
        sum += list_size(of, entity);
    }
    return sum;
}

/* The entity is a neighbour of those that it has on the side. */
static void hand_out(const sorted_choice *of, const cg_array *side, size_t entity,
                     bool loops, sorted_array *array)
{
    size_t start, end;
    find_facts(side, entity, of->relation, &start, &end);
    for (size_t i = start; i < end; i++) {
        uint32_t other = side->others[i];
        if (other == entity && !loops)
            continue;
        uint32_t at = array->offsets[other + 1]++;
        array->others[at] = (uint32_t)entity;
        array->facts[at] = side->facts[i];
    }
}

/* Entity 1 is handed out to all that it is a neighbour of, then entity 2, …: so the lists
 * need no sorting. */
static void fill(const sorted_choice *of, sorted_array *array)
{
    bool both = of->direction == CG_BOTH;
    for (size_t entity = 1; entity <= of->arrays->entities; entity++) {
        if ((of->direction & CG_OUT) != 0)
            hand_out(of, &of->arrays->in, entity, true, array);
        if ((of->direction & CG_IN) != 0)
            hand_out(of, &of->arrays->out, entity, !both, array);
    }
}

/* NULL where there is no room. */
static cg_status make(cg_store *store, const sorted_choice *of, sorted_array **made,
                      cg_error *err)
{
    size_t entities = of->arrays->entities, facts = lay_out(of, NULL);
    size_t size = (entities + 2 * facts) * sizeof(uint32_t);
    store->arrays.full = facts >= UINT32_MAX || !store_take(store, size);
    if (store->arrays.full)
        return CG_OK;
    store->arrays.size += size; /* given back with them all */
    sorted_array *array = calloc(1, sizeof *array);
    cg_status status =
        array != NULL ? reserve(array, entities, facts, err) : cg_fail_memory(err);
    if (status != CG_OK) {
        sorted_free(array);
        return status;
    }
    (void)lay_out(of, array->offsets);
    fill(of, array);
    *made = array;
    return CG_OK;
}

static sorted_array **place_of(cg_store *store, cg_direction direction,
                               uint16_t relation)
{
    return &store->arrays.sorted[direction - CG_OUT][relation];
}

cg_status cg_store_sorted(cg_store *store, cg_direction direction,
                          uint16_t relation, const cg_sorted **sorted,
                          cg_error *err)
{
    sorted_choice of = {.direction = direction, .relation = relation};
    cg_status status = cg_store_arrays(store, &of.arrays, err);
    *sorted = NULL;
    if (status != CG_OK || of.arrays == NULL)
        return status;
    sorted_array **kept = place_of(store, direction, relation);
    if (*kept == NULL && !store->arrays.full)
        status = make(store, &of, kept, err);
    *sorted = sorted_kept(*kept);
    return status;
}

/* How many facts, and entities, are gone through to sort all. */
static cg_status find_cost(cg_store *store, const cg_arrays *arrays,
                           uint16_t relation, uint64_t *cost, cg_error *err)
{
    uint64_t counts[CG_RELATION_MAX];
    *cost = arrays->entities;
    if (relation == CG_ALL_RELATIONS) {
        *cost += arrays->out.offsets[arrays->entities + 1];
        return CG_OK;
    }
    cg_status status = cg_store_count_facts(store, counts, err);
    *cost += status == CG_OK ? counts[relation] : 0;
    return status;
}

cg_status cg_store_sorted_for(cg_store *store, size_t nodes, cg_direction direction,
                              uint16_t relation, const cg_sorted **sorted,
                              cg_error *err)
{
    enum {
        PAID = 32
    }; /* the neighbours of one cost as much as so many facts of all */
    const cg_arrays *arrays;
    uint64_t cost = 0;
    cg_status status = cg_store_arrays_for(store, nodes, &arrays, err);
    *sorted = NULL;
    if (status != CG_OK || arrays == NULL)
        return status;
    *sorted = sorted_kept(*place_of(store, direction, relation));
    if (*sorted != NULL)
        return CG_OK;
    store->arrays.sorts += nodes;
    status = find_cost(store, arrays, relation, &cost, err);
    if (status != CG_OK || store->arrays.sorts * PAID < cost)
        return status;
    store->arrays.sorts = 0;
    return cg_store_sorted(store, direction, relation, sorted, err);
}

/* ---- Their kinds ---- */

void sorted_forget_kinds(cg_store *store)
{
    for (int i = 0; i < 3 && store->arrays.arrays.entities != 0; i++)
        for (int j = 0; j <= CG_RELATION_MAX; j++)
            if (store->arrays.sorted[i][j] != NULL)
                store->arrays.sorted[i][j]->every_known = false;
}

/* It stops where no kind is left that all had so far. */
static cg_status find_kinds(cg_store *store, sorted_array *array, cg_error *err)
{
    bool ready = false;
    const cg_sorted *sorted = &array->sorted;
    size_t count = sorted->offsets[sorted->entities + 1];
    cg_status status = columns_kinds_ready(store, count, &ready, err);
    array->every = ready ? CG_ANY_KIND : 0;
    for (size_t i = 0; i < count && array->every != 0; i++)
        array->every &= columns_kinds(store, sorted->others[i]);
    array->every_known = ready;
    return status;
}

cg_status cg_store_sorted_kinds(cg_store *store, cg_direction direction,
                                uint16_t relation, cg_kinds *every, cg_error *err)
{
    const cg_sorted *sorted;
    *every = 0;
    cg_status status = cg_store_sorted(store, direction, relation, &sorted, err);
    if (status != CG_OK || sorted == NULL)
        return status;
    sorted_array *array = *place_of(store, direction, relation);
    if (!array->every_known)
        status = find_kinds(store, array, err);
    *every = array->every;
    return status;
}
