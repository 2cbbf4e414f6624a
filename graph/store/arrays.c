/* All neighbours in memory, as plain arrays: read in one go through the segments. What is
 * not seen is left out, and what is read as one stands together. */
#include "graph/store/arrays.h"

#include <stdlib.h>

#include "graph/store/adjacency.h"
#include "graph/store/hidden.h"

enum {
    PAID = 128,  /* a look-up costs as much as reading so many facts */
    FREE = 1000, /* look-ups without a thought of the arrays */
    SPARSE = 64, /* so many ids without a fact, for each fact, are too many */
    SHORT = 24   /* lists that are sorted by insertion */
};

/* One side while it is read. */
typedef struct {
    uint32_t *offsets, *others, *facts;
    uint8_t *relations;
    size_t used;
    cg_id filled; /* the last entity whose offset is known */
} array_side;

typedef struct {
    cg_store *store;
    cg_id last;       /* entity */
    uint64_t entries; /* there is room for */
    bool some_hidden;
    array_side sides[2];
    block_entries scratch;
} array_loader;

void arrays_forget(cg_store *store)
{
    array_state *state = &store->arrays;
    state->full = false;
    if (!state->tried && state->lookups == 0)
        return;
    if (state->arrays.entities != 0) {
        const cg_array *sides[] = {&state->arrays.out, &state->arrays.in};
        for (int i = 0; i < 2; i++) {
            free((void *)(uintptr_t)sides[i]->offsets);
            free((void *)(uintptr_t)sides[i]->others);
            free((void *)(uintptr_t)sides[i]->facts);
            free((void *)(uintptr_t)sides[i]->relations);
        }
        for (int i = 0; i < 3; i++)
            for (int j = 0; j <= CG_RELATION_MAX; j++)
                sorted_free(state->sorted[i][j]);
    }
    store_give(store, state->size);
    *state = (array_state){0};
}

static void release_side(array_side *side)
{
    free(side->offsets);
    free(side->others);
    free(side->facts);
    free(side->relations);
    *side = (array_side){0};
}

static cg_status reserve(array_side *side, cg_id last, uint64_t entries,
                         cg_error *err)
{
    size_t room = (size_t)entries + 1;
    side->offsets = calloc((size_t)last + 2, sizeof *side->offsets);
    side->others = malloc(room * sizeof *side->others);
    side->facts = malloc(room * sizeof *side->facts);
    side->relations = malloc(room);
    if (side->offsets == NULL || side->others == NULL || side->facts == NULL ||
        side->relations == NULL)
        return cg_fail_memory(err);
    return CG_OK;
}

/* ---- One list ---- */

static void put(array_side *side, size_t at, const block_entry *entry)
{
    side->facts[at] = (uint32_t)entry->fact;
    side->others[at] = (uint32_t)entry->other;
    side->relations[at] = entry->relation;
}

/* By type, and within one by fact, as they come. */
static void insert(array_side *side, const block_entries *list)
{
    uint32_t order[SHORT]; /* type and place in the list */
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t key = (uint32_t)list->items[i].relation << 8 | i, at = i;
        for (; at > 0 && order[at - 1] > key; at--)
            order[at] = order[at - 1];
        order[at] = key;
    }
    for (size_t i = 0; i < list->count; i++)
        put(side, side->used++, &list->items[order[i] & 0xff]);
}

static void distribute(array_side *side, const block_entries *list)
{
    size_t starts[CG_RELATION_MAX + 1] = {0};
    for (size_t i = 0; i < list->count; i++)
        starts[list->items[i].relation + 1]++;
    for (size_t i = 1; i <= CG_RELATION_MAX; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < list->count; i++)
        put(side, side->used + starts[list->items[i].relation]++, &list->items[i]);
    side->used += list->count;
}

/* Add a list of an entity above those that were added. */
static void append(array_side *side, cg_id entity, const block_entries *list)
{
    while (side->filled < entity)
        side->offsets[++side->filled] = (uint32_t)side->used;
    if (list->count > SHORT) {
        distribute(side, list);
        return;
    }
    insert(side, list);
}

/* What is seen of a list, as it is read, into the scratch list. */
static cg_status take(array_loader *loader, const block_entries *list,
                      cg_error *err)
{
    cg_store *store = loader->store;
    block_entries *out = &loader->scratch;
    bool merged = store->merges.count > 0;
    out->count = 0;
    cg_status status = cg_grow(out->items, &out->room, list->count + 1, err);
    for (size_t i = 0; i < list->count && status == CG_OK; i++) {
        block_entry entry = list->items[i];
        uint16_t relation = store->relation_index[entry.relation];
        bool hidden = false;
        if ((uint64_t)entry.fact > UINT32_MAX || entry.other < 1 ||
            entry.other > loader->last || relation == STORE_NO_ID)
            return store_damaged(store, "a neighbour out of range", err);
        entry.relation = (uint8_t)relation;
        if (loader->some_hidden)
            status = hidden_is(store, entry.fact, &hidden, err);
        if (merged)
            entry.other = merge_lowest(&store->merges, entry.other);
        if (!hidden)
            out->items[out->count++] = entry;
    }
    return status;
}

/* ---- All of them ---- */

static void fill_up(array_side *side, cg_id last)
{
    while (side->filled <= last)
        side->offsets[++side->filled] = (uint32_t)side->used;
}

static cg_status read_lists(array_loader *loader, list_merge *merge, cg_error *err)
{
    cg_status status;
    while ((status = list_merge_next(merge, err)) == CG_ROW) {
        if (merge->entity > loader->last)
            return store_damaged(loader->store, "a neighbour out of range", err);
        status = take(loader, merge->list, err);
        if (status == CG_OK &&
            loader->scratch.count >
                loader->entries - loader->sides[merge->direction].used)
            status = store_damaged(loader->store, "the size of a segment", err);
        if (status != CG_OK)
            return status;
        append(&loader->sides[merge->direction], merge->entity, &loader->scratch);
    }
    for (int i = 0; i < 2; i++)
        fill_up(&loader->sides[i], loader->last);
    return status == CG_DONE ? CG_OK : status;
}

static int by_fact(const void *a, const void *b)
{
    const block_entry *x = a, *y = b;
    return (x->fact > y->fact) - (x->fact < y->fact);
}

/* The lists of all that `entity` is the same as, as one, by fact. */
static cg_status join(array_loader *loader, const array_side *from, cg_id entity,
                      cg_error *err)
{
    size_t count;
    block_entries *out = &loader->scratch;
    const cg_id *members = merge_members(&loader->store->merges, &entity, &count);
    out->count = 0;
    for (size_t i = 0; i < count && members[0] == entity; i++) {
        if (members[i] > loader->last)
            continue;
        size_t start = from->offsets[members[i]],
               end = from->offsets[members[i] + 1];
        cg_status status =
            cg_grow(out->items, &out->room, out->count + end - start + 1, err);
        if (status != CG_OK)
            return status;
        for (size_t at = start; at < end; at++)
            out->items[out->count++] = (block_entry){
                from->facts[at], from->others[at], from->relations[at], false};
    }
    if (out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_fact);
    return CG_OK;
}

/* Put the facts of those that are read as one under the lowest of them. */
static cg_status regroup(array_loader *loader, array_side *side, cg_error *err)
{
    array_side grouped = {0};
    cg_status status = reserve(&grouped, loader->last, side->used, err);
    for (cg_id entity = 1; entity <= loader->last && status == CG_OK; entity++) {
        status = join(loader, side, entity, err);
        if (status == CG_OK)
            append(&grouped, entity, &loader->scratch);
    }
    if (status != CG_OK) {
        release_side(&grouped);
        return status;
    }
    fill_up(&grouped, loader->last);
    release_side(side);
    *side = grouped;
    return CG_OK;
}

static cg_array finished(const array_side *side)
{
    return (cg_array){side->offsets, side->others, side->facts, side->relations};
}

static size_t count_loops(const array_side *side, cg_id last)
{
    size_t loops = 0;
    for (cg_id entity = 1; entity <= last; entity++)
        for (uint32_t at = side->offsets[entity]; at < side->offsets[entity + 1];
             at++)
            loops += side->others[at] == (uint64_t)entity;
    return loops;
}

static cg_status load(array_loader *loader, list_merge *merge, cg_error *err)
{
    cg_store *store = loader->store;
    cg_status status = hidden_any(store, &loader->some_hidden, err);
    for (int i = 0; i < 2 && status == CG_OK; i++)
        status = reserve(&loader->sides[i], loader->last, loader->entries, err);
    if (status == CG_OK)
        status = read_lists(loader, merge, err);
    for (int i = 0; i < 2 && status == CG_OK && store->merges.count > 0; i++)
        status = regroup(loader, &loader->sides[i], err);
    if (status == CG_OK) {
        store->arrays.arrays =
            (cg_arrays){(size_t)loader->last, finished(&loader->sides[BLOCK_OUT]),
                        finished(&loader->sides[BLOCK_IN]),
                        count_loops(&loader->sides[BLOCK_OUT], loader->last)};
        return CG_OK;
    }
    release_side(&loader->sides[0]);
    release_side(&loader->sides[1]);
    return status;
}

/* Do the ids fit into the arrays, and are the arrays not mostly empty? */
static bool fits(cg_id last, uint64_t entries)
{
    return last > 0 && last < UINT32_MAX - 2 && entries < UINT32_MAX &&
           (uint64_t)last / SPARSE <= entries + FREE;
}

/* The bytes of both sides. */
static size_t size_of(uint64_t last, uint64_t entries)
{
    const size_t fact = 2 * sizeof(uint32_t) + 1;
    return 2 * ((size_t)last * sizeof(uint32_t) + (size_t)entries * fact);
}

static cg_status read_arrays(cg_store *store, cg_error *err)
{
    array_loader loader = {.store = store};
    list_merge merge = {0};
    uint64_t last_fact = 0, last = 0;
    cg_status status = adjacency_merge(store, &merge, &loader.entries, err);
    if (status == CG_OK)
        status = sql_one_size(store, SQL_LAST_ENTITY, &last, err);
    if (status == CG_OK)
        status = sql_one_size(store, SQL_LAST_FACT, &last_fact, err);
    loader.last = (cg_id)last;
    bool able = status == CG_OK && fits(loader.last, loader.entries) &&
                last_fact <= UINT32_MAX;
    size_t size = size_of(last, loader.entries);
    store->arrays.full = able && !store_take(store, size);
    if (able && !store->arrays.full) {
        store->arrays.size = size;
        status = load(&loader, &merge, err);
    }
    adjacency_end(&merge);
    free(loader.scratch.items);
    store->arrays.tried = !store->arrays.full;
    return status;
}

cg_status arrays_ready(cg_store *store, size_t lookups, bool *ready, cg_error *err)
{
    array_state *state = &store->arrays;
    cg_status status = CG_OK;
    *ready = state->arrays.entities != 0;
    if (*ready || state->tried || state->full)
        return CG_OK;
    state->lookups += lookups;
    if (state->lookups < FREE)
        return CG_OK;
    uint64_t entries;
    status = adjacency_entries(store, &entries, err);
    if (status != CG_OK || (state->lookups - FREE) * PAID < entries)
        return status;
    status = read_arrays(store, err);
    *ready = status == CG_OK && state->arrays.entities != 0;
    return status;
}

cg_status cg_store_arrays(cg_store *store, const cg_arrays **arrays, cg_error *err)
{
    *arrays = NULL;
    array_state *state = &store->arrays;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK && state->arrays.entities == 0 && !state->tried &&
        !state->full)
        status = read_arrays(store, err);
    if (status == CG_OK && state->arrays.entities != 0)
        *arrays = &state->arrays;
    return status;
}

cg_status cg_store_arrays_for(cg_store *store, size_t lookups,
                              const cg_arrays **arrays, cg_error *err)
{
    bool ready = false;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = arrays_ready(store, lookups, &ready, err);
    *arrays = ready ? &store->arrays.arrays : NULL;
    return status;
}

void cg_array_find(const cg_array *side, cg_id entity, uint8_t relation,
                   size_t *start, size_t *end)
{
    size_t low = side->offsets[entity], high = side->offsets[entity + 1];
    size_t stop = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (side->relations[middle] < relation)
            low = middle + 1;
        else
            high = middle;
    }
    *start = low;
    high = stop;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (side->relations[middle] <= relation)
            low = middle + 1;
        else
            high = middle;
    }
    *end = low;
}
