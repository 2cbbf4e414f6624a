/* Who is next to whom: what changes are noted, and written as segments. A segment is
 * merged with those that are not much larger than all that are smaller, so that there
 * are few, whose sizes grow like powers. */
#include "graph/store/adjacency.h"

#include "graph/store/arrays.h"
#include "graph/store/known.h"
#include "graph/store/segment.h"

#include <assert.h>
#include <stdlib.h>

enum {
    SPILL_AT = 1 << 24, /* notes in memory */
    GROWTH = 2          /* how much larger a segment is that is left alone */
};

/* ---- Which segments there are ---- */

void adjacency_forget(cg_store *store)
{
    store->adjacency.known = false;
}

static cg_status load_segments(cg_store *store, cg_error *err)
{
    adjacency_state *state = &store->adjacency;
    if (state->known)
        return CG_OK;
    state->segment_count = 0;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SEGMENTS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        int64_t id = sql_integer(&query, 0);
        status = CG_OK;
        if (id < 1 || id > BLOCK_SEGMENT_MAX ||
            state->segment_count == BLOCK_SEGMENT_MAX)
            status = store_damaged(store, "a segment out of range", err);
        else
            state->segments[state->segment_count++] =
                (adjacency_segment){(uint16_t)id, sql_size(&query, 1)};
    }
    sql_close(&query);
    state->known = status == CG_DONE;
    return status == CG_DONE ? CG_OK : status;
}

/* ---- Flushing ---- */

/* How many of the segments, of which the smallest come first, to merge with what is
 * pending: so many that each that is left is more than GROWTH times as large as all that
 * are smaller. */
static size_t choose(const adjacency_state *state)
{
    uint64_t sum = state->pending_count;
    size_t chosen = 0;
    for (size_t i = 0; i < state->segment_count; i++) {
        if (state->segments[i].entries <= GROWTH * sum ||
            state->segment_count - i >= BLOCK_SEGMENT_MAX - 1)
            chosen = i + 1;
        sum += state->segments[i].entries;
    }
    return chosen;
}

static unsigned free_number(const adjacency_state *state)
{
    bool used[BLOCK_SEGMENT_MAX + 1] = {false};
    unsigned number = 1;
    for (size_t i = 0; i < state->segment_count; i++)
        used[state->segments[i].id] = true;
    while (used[number])
        number++;
    return number;
}

static cg_status delete_segment(cg_store *store, unsigned segment, cg_error *err)
{
    static const sql_statement all[] = {
        SQL_DELETE_BLOCKS, SQL_DELETE_SEGMENT_COUNTS, SQL_DELETE_SEGMENT};
    cg_status status = CG_OK;
    for (size_t i = 0; i < 3 && status == CG_OK; i++) {
        sql_query query = {0};
        status = sql_open(store, all[i], &query, err);
        if (status == CG_OK && i == 0) {
            sql_bind_integer(&query, 1, block_key_first(segment));
            sql_bind_integer(&query, 2, block_key_last(segment));
        } else if (status == CG_OK) {
            sql_bind_integer(&query, 1, segment);
        }
        if (status == CG_OK)
            status = sql_run(&query, err);
        sql_close(&query);
    }
    return status;
}

static cg_status open_sources(cg_store *store, list_merge *merge, size_t segments,
                              cg_error *err)
{
    const adjacency_state *state = &store->adjacency;
    merge->sources = calloc(segments + 1, sizeof *merge->sources);
    if (merge->sources == NULL)
        return cg_fail_memory(err);
    merge->whole = segments == state->segment_count;
    cg_status status = CG_OK;
    for (size_t i = 0; i < segments && status == CG_OK; i++)
        status = list_source_segment(&merge->sources[merge->count++], store,
                                     state->segments[i].id, err);
    return status;
}

void adjacency_end(list_merge *merge)
{
    for (size_t i = 0; i < merge->count; i++)
        list_source_close(&merge->sources[i]);
    free(merge->sources);
    list_merge_release(merge);
    *merge = (list_merge){0};
}

/* Write what is pending, merged with the first `chosen` segments, as segment `number`. */
static cg_status write_merged(cg_store *store, size_t chosen, unsigned number,
                              cg_error *err)
{
    const adjacency_state *state = &store->adjacency;
    list_merge merge = {0};
    pending_lists pending = {0};
    cg_status status = open_sources(store, &merge, chosen, err);
    if (status == CG_OK)
        status =
            pending_lists_open(&pending, state->pending, state->pending_count, err);
    if (status == CG_OK && pending.count > 0)
        status = list_source_pending(&merge.sources[merge.count++], &pending, err);
    if (status == CG_OK)
        status = segment_write(store, &merge, number, err);
    adjacency_end(&merge);
    pending_lists_close(&pending);
    return status;
}

/* Merge what is pending with the first `chosen` segments into a new one. */
static cg_status merge_segments(cg_store *store, size_t chosen, cg_error *err)
{
    const adjacency_state *state = &store->adjacency;
    unsigned number = free_number(state);
    cg_status status =
        chosen == 0 ? segment_write_pending(store, state->pending,
                                            state->pending_count, number, err)
                    : write_merged(store, chosen, number, err);
    for (size_t i = 0; i < chosen && status == CG_OK; i++)
        status = delete_segment(store, state->segments[i].id, err);
    return status;
}

cg_status adjacency_flush(cg_store *store, cg_error *err)
{
    adjacency_state *state = &store->adjacency;
    if (state->pending_count == 0 && !state->loose)
        return CG_OK;
    cg_status status = load_segments(store, err);
    size_t chosen = status == CG_OK ? choose(state) : 0;
    if (status == CG_OK && (state->pending_count > 0 || chosen > 1))
        status = merge_segments(store, chosen, err);
    state->known = state->loose = false;
    state->pending_count = 0; /* after a failure the change is rolled back */
    return status;
}

/* Much is written: let it be a segment, which the next flush merges with its like. */
static cg_status spill(cg_store *store, cg_error *err)
{
    adjacency_state *state = &store->adjacency;
    cg_status status = load_segments(store, err);
    if (status == CG_OK && state->segment_count >= BLOCK_SEGMENT_MAX / 2)
        return adjacency_flush(store, err);
    if (status == CG_OK)
        status = merge_segments(store, 0, err);
    state->known = false;
    state->loose = true;
    state->pending_count = 0;
    return status;
}

cg_status adjacency_note(cg_store *store, const pending_fact *fact, cg_error *err)
{
    adjacency_state *state = &store->adjacency;
    cg_status status = cg_grow(state->pending, &state->pending_room,
                               state->pending_count + 1, err);
    if (status != CG_OK)
        return status;
    state->pending[state->pending_count++] = *fact;
    arrays_forget(store);
    if (!fact->dead)
        status = known_add(store, fact, err);
    if (status != CG_OK)
        return status;
    size_t most = state->spill_at != 0 ? state->spill_at : SPILL_AT;
    return state->pending_count < most ? CG_OK : spill(store, err);
}

static pending_fact read_fact(const sql_query *query, bool dead)
{
    return (pending_fact){.fact = sql_integer(query, 0),
                          .subject = sql_integer(query, 1),
                          .object = sql_integer(query, 2),
                          .relation = (uint8_t)sql_integer(query, 3),
                          .dead = dead};
}

cg_status adjacency_note_retracted(cg_store *store, sql_query *query,
                                   uint64_t *facts, cg_error *err)
{
    cg_status status;
    while ((status = sql_step(query, err)) == CG_ROW) {
        pending_fact fact = read_fact(query, true);
        status = adjacency_note(store, &fact, err);
        if (status != CG_OK)
            return status;
        if (facts != NULL)
            ++*facts;
    }
    return status == CG_DONE ? CG_OK : status;
}

void adjacency_drop(cg_store *store)
{
    store->adjacency.pending_count = 0;
    store->adjacency.loose = false;
    adjacency_forget(store);
    arrays_forget(store);
}

void adjacency_release(cg_store *store)
{
    free(store->adjacency.pending);
    store->adjacency.pending = NULL;
}

cg_status adjacency_build(cg_store *store, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_FACTS_IN_FORCE, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        pending_fact fact = read_fact(&query, false);
        status = adjacency_note(store, &fact, err);
    }
    sql_close(&query);
    return status == CG_DONE ? adjacency_flush(store, err) : status;
}

/* ---- Reading ---- */

cg_status adjacency_entries(cg_store *store, uint64_t *entries, cg_error *err)
{
    cg_status status = load_segments(store, err);
    *entries = store->adjacency.pending_count;
    for (size_t i = 0; i < store->adjacency.segment_count && status == CG_OK; i++)
        *entries += store->adjacency.segments[i].entries;
    return status;
}

cg_status adjacency_merge(cg_store *store, list_merge *merge, uint64_t *entries,
                          cg_error *err)
{
    *entries = 0;
    *merge = (list_merge){0};
    cg_status status = adjacency_flush(store, err);
    if (status == CG_OK)
        status = adjacency_entries(store, entries, err);
    if (status != CG_OK)
        return status;
    return open_sources(store, merge, store->adjacency.segment_count, err);
}

/* The part of a block that belongs to the entity, if there is one. */
static cg_status read_block(const sql_query *query, cg_id entity,
                            block_entries *list, cg_error *err)
{
    block_reader reader;
    cg_text part;
    cg_status status;
    block_reader_init(&reader, sql_integer(query, 0), sql_text(query, 1));
    while ((status = block_next(&reader, &part)) == CG_ROW &&
           reader.entity <= entity) {
        if (reader.entity == entity)
            status = block_unpack(part, entity, list);
        if (status != CG_ROW && status != CG_OK)
            break;
    }
    if (status == CG_NOMEM)
        return cg_fail_memory(err);
    return status == CG_REFUSED
               ? store_damaged(query->store, "a block of neighbours", err)
               : CG_OK;
}

cg_status adjacency_look_up_kept(cg_store *store, block_direction direction,
                                 cg_id entity, block_entries *list, cg_error *err)
{
    const adjacency_state *state = &store->adjacency;
    list->count = 0;
    cg_status status = load_segments(store, err);
    if (status != CG_OK || entity < 1 || entity >> BLOCK_ENTITY_BITS != 0)
        return status;
    sql_query query = {0};
    status = sql_open(store, SQL_BLOCKS, &query, err);
    /* The small ones have what was added last: behind the others, it is in order. */
    for (size_t i = state->segment_count; i > 0 && status == CG_OK; i--) {
        unsigned segment = state->segments[i - 1].id;
        sql_bind_integer(&query, 1, block_key(segment, direction, 0, 0));
        sql_bind_integer(&query, 2, block_key(segment, direction, entity, 0));
        sql_bind_integer(&query, 3,
                         block_key(segment, direction, entity, BLOCK_PART_MAX));
        while ((status = sql_step(&query, err)) == CG_ROW) {
            status = read_block(&query, entity, list, err);
            if (status != CG_OK)
                break;
        }
        status = status == CG_DONE ? CG_OK : status;
    }
    sql_close(&query);
    if (status == CG_OK)
        block_entries_settle(list, true);
    return status;
}

cg_status adjacency_look_up(cg_store *store, block_direction direction,
                            cg_id entity, block_entries *list, cg_error *err)
{
    cg_status status = adjacency_flush(store, err);
    list->count = 0;
    return status == CG_OK
               ? adjacency_look_up_kept(store, direction, entity, list, err)
               : status;
}
