/* The names and kinds of all entities in memory, by id. */
#include "graph/store/columns.h"

#include <stdlib.h>

#include "graph/store/arrays.h"

enum {
    PAID = 8,    /* a look-up costs as much as reading so many rows in order */
    FREE = 2000, /* look-ups without a thought of the columns */
    SPARSE =
        64 /* so many ids without an entity are too many for each that is there */
};

void columns_forget(cg_store *store)
{
    column_state *state = &store->columns;
    sorted_forget_kinds(store);
    if (state->kinds == NULL && state->starts == NULL && state->lookups == 0)
        return;
    store_give(store, state->size);
    free(state->kinds);
    free(state->starts);
    cg_buffer_release(&state->names);
    *state = (column_state){0};
}

/* Are there enough look-ups, and are the ids dense enough? Then `*last` is the highest. */
static cg_status worthwhile(cg_store *store, size_t lookups, uint64_t *last,
                            cg_error *err)
{
    column_state *state = &store->columns;
    uint64_t count = 0;
    *last = 0;
    state->lookups += lookups;
    if (state->refused || state->full || state->lookups < FREE)
        return CG_OK;
    cg_status status = sql_one_size(store, SQL_LAST_ENTITY, last, err);
    if (status != CG_OK)
        return status;
    if ((state->lookups - FREE) * PAID < *last) {
        *last = 0;
        return CG_OK;
    }
    status = sql_one_size(store, SQL_ENTITY_COUNT, &count, err);
    state->refused = *last >= UINT32_MAX - 2 || *last / SPARSE > count;
    if (state->refused)
        *last = 0;
    return status;
}

/* Take room for a column, or a part of it; else it is full. */
static bool take_room(cg_store *store, size_t size)
{
    column_state *state = &store->columns;
    state->full = !store_take(store, size);
    state->size += state->full ? 0 : size;
    return !state->full;
}

/* Give back what was taken since there was so much. */
static void give_room(cg_store *store, size_t before)
{
    store_give(store, store->columns.size - before);
    store->columns.size = before;
}

/* ---- Kinds ---- */

static cg_status read_kinds(cg_store *store, cg_kinds *kinds, uint64_t last,
                            cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ALL_KINDS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        uint64_t entity = sql_size(&query, 0), id = sql_size(&query, 1);
        status = CG_OK;
        if (id >= CG_KIND_MAX || store->kind_index[id] == STORE_NO_ID)
            status = store_damaged(store, "an entity of an unknown kind", err);
        else if (entity <= last)
            kinds[entity] |= (cg_kinds)1 << store->kind_index[id];
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* Each of those that are read as one has the kinds of all. */
static void unite_kinds(const merge_map *merges, cg_kinds *kinds, uint64_t last)
{
    for (size_t start = 0, end; start < merges->count; start = end) {
        cg_kinds all = 0;
        for (end = start;
             end < merges->count && merges->lowest[end] == merges->lowest[start];
             end++)
            if ((uint64_t)merges->members[end] <= last)
                all |= kinds[merges->members[end]];
        for (size_t i = start; i < end; i++)
            if ((uint64_t)merges->members[i] <= last)
                kinds[merges->members[i]] = all;
    }
}

cg_status columns_kinds_ready(cg_store *store, size_t lookups, bool *ready,
                              cg_error *err)
{
    column_state *state = &store->columns;
    uint64_t last;
    *ready = state->kinds != NULL;
    if (*ready)
        return CG_OK;
    cg_status status = worthwhile(store, lookups, &last, err);
    size_t before = state->size;
    if (status != CG_OK || last == 0 ||
        !take_room(store, (size_t)last * sizeof(cg_kinds)))
        return status;
    cg_kinds *kinds = calloc((size_t)last + 1, sizeof *kinds);
    status =
        kinds != NULL ? read_kinds(store, kinds, last, err) : cg_fail_memory(err);
    if (status != CG_OK) {
        free(kinds);
        give_room(store, before);
        return status;
    }
    unite_kinds(&store->merges, kinds, last);
    state->kinds = kinds;
    state->kind_count = (size_t)last + 1;
    *ready = true;
    return CG_OK;
}

cg_kinds columns_kinds(const cg_store *store, cg_id entity)
{
    const column_state *state = &store->columns;
    bool there = entity > 0 && (uint64_t)entity < state->kind_count;
    return there ? state->kinds[entity] : 0;
}

/* ---- Names ---- */

/* A name that is not in the column stands as one byte that begins no text. */
static const cg_text elsewhere = {"\xff", 1};

static cg_status read_names(cg_store *store, uint32_t *starts, uint64_t last,
                            cg_buffer *names, cg_error *err)
{
    uint64_t filled = 0;
    size_t room = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SHOWN_NAMES, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        uint64_t entity = sql_size(&query, 0);
        cg_text name = sql_text(&query, 1), json = sql_text(&query, 2);
        status = CG_OK;
        if (entity < 1 || entity > last)
            continue;
        while (filled < entity)
            starts[++filled] = (uint32_t)names->size;
        if (name.size == 0 && json.size > 0)
            name = elsewhere;
        if (names->size + name.size >= UINT32_MAX)
            status = cg_fail_memory(err);
        cg_buffer_add(names, name);
        if (names->room > room && !take_room(store, names->room - room))
            break;
        room = names->room;
    }
    sql_close(&query);
    if (store->columns.full)
        return CG_OK;
    while (filled <= last)
        starts[++filled] = (uint32_t)names->size;
    return status == CG_DONE ? cg_buffer_status(names, err) : status;
}

cg_status columns_names_ready(cg_store *store, size_t lookups, bool *ready,
                              cg_error *err)
{
    column_state *state = &store->columns;
    uint64_t last;
    *ready = state->starts != NULL;
    if (*ready)
        return CG_OK;
    cg_status status = worthwhile(store, lookups, &last, err);
    size_t before = state->size;
    if (status != CG_OK || last == 0 ||
        !take_room(store, (size_t)last * sizeof(uint32_t)))
        return status;
    uint32_t *starts = calloc((size_t)last + 2, sizeof *starts);
    status = starts != NULL ? read_names(store, starts, last, &state->names, err)
                            : cg_fail_memory(err);
    if (status != CG_OK || state->full) {
        free(starts);
        cg_buffer_release(&state->names);
        give_room(store, before);
        return status;
    }
    state->starts = starts;
    state->name_count = (size_t)last + 1;
    *ready = true;
    return CG_OK;
}

cg_text columns_name(const cg_store *store, cg_id entity, bool *known)
{
    const column_state *state = &store->columns;
    cg_id lowest = merge_lowest(&store->merges, entity);
    *known = true;
    if (lowest < 1 || (uint64_t)lowest >= state->name_count)
        return (cg_text){0};
    cg_text name = cg_text_slice(cg_buffer_text(&state->names),
                                 state->starts[lowest], state->starts[lowest + 1]);
    *known = !cg_text_equal(name, elsewhere);
    return *known ? name : (cg_text){0};
}
