/* The neighbours of one type by who they are, for questions that intersect them. */
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

/* offsets[e + 1]: where the list of e begins, which moves to its end as it is filled. */
static size_t lay_out(const cg_array *side, uint8_t relation, size_t entities,
                      uint32_t *offsets)
{
    size_t start, end, sum = 0;
    for (size_t entity = 1; entity <= entities; entity++) {
        if (offsets != NULL)
            offsets[entity + 1] = (uint32_t)sum;
        cg_array_find(side, (cg_id)entity, relation, &start, &end);
        sum += end - start;
    }
    return sum;
}

/* The other side tells who is next to entity 1, then to entity 2, …: handed out in that
 * order, the lists need no sorting. */
static void hand_out(const cg_array *other_side, uint8_t relation,
                     sorted_array *array)
{
    size_t start, end;
    for (size_t entity = 1; entity <= array->sorted.entities; entity++) {
        cg_array_find(other_side, (cg_id)entity, relation, &start, &end);
        for (size_t i = start; i < end; i++) {
            uint32_t at = array->offsets[other_side->others[i] + 1]++;
            array->others[at] = (uint32_t)entity;
            array->facts[at] = other_side->facts[i];
        }
    }
}

/* NULL where there is no room. */
static cg_status make(cg_store *store, cg_direction direction, uint8_t relation,
                      sorted_array **made, cg_error *err)
{
    const cg_arrays *arrays = &store->arrays.arrays;
    bool outward = direction == CG_OUT;
    const cg_array *side = outward ? &arrays->out : &arrays->in;
    size_t facts = lay_out(side, relation, arrays->entities, NULL);
    size_t size = (arrays->entities + 2 * facts) * sizeof(uint32_t);
    store->arrays.full = !store_take(store, size);
    if (store->arrays.full)
        return CG_OK;
    store->arrays.size += size; /* given back with them all */
    sorted_array *array = calloc(1, sizeof *array);
    cg_status status = array != NULL ? reserve(array, arrays->entities, facts, err)
                                     : cg_fail_memory(err);
    if (status != CG_OK) {
        sorted_free(array);
        return status;
    }
    (void)lay_out(side, relation, arrays->entities, array->offsets);
    hand_out(outward ? &arrays->in : &arrays->out, relation, array);
    *made = array;
    return CG_OK;
}

cg_status cg_store_sorted(cg_store *store, cg_direction direction, uint8_t relation,
                          const cg_sorted **sorted, cg_error *err)
{
    const cg_arrays *arrays;
    cg_status status = cg_store_arrays(store, &arrays, err);
    *sorted = NULL;
    if (status != CG_OK || arrays == NULL)
        return status;
    sorted_array **kept = &store->arrays.sorted[direction == CG_IN][relation];
    if (*kept == NULL && !store->arrays.full)
        status = make(store, direction, relation, kept, err);
    *sorted = sorted_kept(*kept);
    return status;
}

/* ---- Their kinds ---- */

void sorted_forget_kinds(cg_store *store)
{
    for (int i = 0; i < 2 && store->arrays.arrays.entities != 0; i++)
        for (int j = 0; j < CG_RELATION_MAX; j++)
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
                                uint8_t relation, cg_kinds *every, cg_error *err)
{
    const cg_sorted *sorted;
    *every = 0;
    cg_status status = cg_store_sorted(store, direction, relation, &sorted, err);
    if (status != CG_OK || sorted == NULL)
        return status;
    sorted_array *array = store->arrays.sorted[direction == CG_IN][relation];
    if (!array->every_known)
        status = find_kinds(store, array, err);
    *every = array->every;
    return status;
}
