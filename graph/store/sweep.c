/* Sweeps: all facts of some types, as fast as they can be read, by subject. */
#include "graph/store/adjacency.h"
#include "graph/store/hidden.h"

#include <stdlib.h>

enum { BATCH = 1024 };

struct cg_sweep {
    cg_store *store;
    bool wanted[CG_RELATION_MAX];
    bool some_hidden;
    list_merge merge; /* where there are no arrays */
    bool merging;     /* the merge stands at a list */
    cg_id entity;     /* in the arrays */
    size_t next;      /* in the list, or in the arrays */
    bool done;
    cg_id facts[BATCH], subjects[BATCH], objects[BATCH];
    uint8_t relations[BATCH];
};

static cg_status prepare(cg_sweep *sweep, cg_error *err)
{
    uint64_t entries;
    cg_status status = store_refresh(sweep->store, err);
    if (status != CG_OK || sweep->store->arrays.arrays.entities != 0) {
        sweep->entity = 1;
        return status;
    }
    status = hidden_any(sweep->store, &sweep->some_hidden, err);
    return status == CG_OK
               ? adjacency_merge(sweep->store, &sweep->merge, &entries, err)
               : status;
}

cg_status cg_sweep_prepare(cg_store *store, const uint8_t *relations, size_t count,
                           cg_sweep **sweep, cg_error *err)
{
    *sweep = NULL;
    cg_sweep *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->store = store;
    for (size_t i = 0; i < CG_RELATION_MAX; i++)
        made->wanted[i] = count == 0;
    for (size_t i = 0; i < count; i++)
        made->wanted[relations[i]] = true;
    cg_status status = prepare(made, err);
    if (status == CG_OK)
        *sweep = made;
    else
        cg_sweep_finish(made);
    return status;
}

void cg_sweep_finish(cg_sweep *sweep)
{
    if (sweep == NULL)
        return;
    adjacency_end(&sweep->merge);
    free(sweep);
}

/* ---- From the arrays ---- */

static size_t fill_from_arrays(cg_sweep *sweep)
{
    const cg_arrays *arrays = &sweep->store->arrays.arrays;
    const cg_array *out = &arrays->out;
    size_t filled = 0;
    while (filled < BATCH && (uint64_t)sweep->entity <= arrays->entities) {
        if (sweep->next == out->offsets[sweep->entity + 1]) {
            sweep->entity++;
            continue;
        }
        size_t at = sweep->next++;
        if (!sweep->wanted[out->relations[at]])
            continue;
        sweep->facts[filled] = out->facts[at];
        sweep->subjects[filled] = sweep->entity;
        sweep->objects[filled] = out->others[at];
        sweep->relations[filled++] = out->relations[at];
    }
    return filled;
}

/* ---- From the lists ---- */

static cg_status take(cg_sweep *sweep, const block_entry *entry, size_t *filled,
                      cg_error *err)
{
    const cg_store *store = sweep->store;
    uint8_t relation;
    bool hidden = false;
    cg_status status = words_relation(store, entry->relation, &relation, err);
    if (status != CG_OK || !sweep->wanted[relation])
        return status;
    if (sweep->some_hidden)
        status = hidden_is(sweep->store, entry->fact, &hidden, err);
    if (status != CG_OK || hidden)
        return status;
    sweep->facts[*filled] = entry->fact;
    sweep->subjects[*filled] = merge_lowest(&store->merges, sweep->merge.entity);
    sweep->objects[*filled] = merge_lowest(&store->merges, entry->other);
    sweep->relations[(*filled)++] = relation;
    return CG_OK;
}

static cg_status fill_from_lists(cg_sweep *sweep, size_t *filled, cg_error *err)
{
    cg_status status = CG_OK;
    while (*filled < BATCH && !sweep->done && status == CG_OK) {
        if (sweep->merging && sweep->next < sweep->merge.list->count) {
            status =
                take(sweep, &sweep->merge.list->items[sweep->next++], filled, err);
            continue;
        }
        status = list_merge_next(&sweep->merge, err);
        sweep->merging = status == CG_ROW && sweep->merge.direction == BLOCK_OUT;
        sweep->done = !sweep->merging;
        sweep->next = 0;
        if (status == CG_ROW || status == CG_DONE)
            status = CG_OK;
    }
    return status;
}

cg_status cg_sweep_step(cg_sweep *sweep, cg_edges *batch, cg_error *err)
{
    size_t filled = 0;
    cg_status status = CG_OK;
    if (sweep->entity != 0)
        filled = fill_from_arrays(sweep);
    else
        status = fill_from_lists(sweep, &filled, err);
    if (status != CG_OK)
        return status;
    *batch = (cg_edges){sweep->facts, sweep->subjects, sweep->objects,
                        sweep->relations, filled};
    return filled > 0 ? CG_ROW : CG_DONE;
}
