/* Lists of neighbours in order, out of segments and of what is not in one yet. */
#include "graph/store/lists.h"

#include <assert.h>
#include <stdlib.h>

enum {
    AHEAD = 16
}; /* notes that are fetched before they are read: they lie anywhere */

/* ---- Entries ---- */

static int compare(const void *a, const void *b)
{
    const block_entry *x = a, *y = b;
    int order = (x->fact > y->fact) - (x->fact < y->fact);
    return order != 0 ? order : (int)x->dead - (int)y->dead;
}

static bool in_order(const block_entries *list)
{
    for (size_t i = 1; i < list->count; i++)
        if (compare(&list->items[i - 1], &list->items[i]) > 0)
            return false;
    return true;
}

void block_entries_settle(block_entries *list, bool whole)
{
    size_t kept = 0;
    if (!in_order(list))
        qsort(list->items, list->count, sizeof *list->items, compare);
    for (size_t i = 0; i < list->count; i++) {
        const block_entry *entry = &list->items[i];
        if (entry->dead && kept > 0 && list->items[kept - 1].fact == entry->fact &&
            !list->items[kept - 1].dead)
            kept--;
        else if (!entry->dead || !whole)
            list->items[kept++] = *entry;
    }
    list->count = kept;
}

/* ---- Of a segment ---- */

static cg_status damaged(const list_source *source, cg_status status, cg_error *err)
{
    if (status == CG_NOMEM)
        return cg_fail_memory(err);
    return store_damaged(source->store, "a block of neighbours", err);
}

/* Find the part of a list behind the one that was taken. */
static cg_status next_part(list_source *source, cg_error *err)
{
    cg_status status;
    while ((status = block_next(&source->block, &source->part)) == CG_DONE) {
        status = sql_step(&source->query, err);
        if (status == CG_DONE) {
            source->part_entity = 0;
            return CG_OK;
        }
        if (status != CG_ROW)
            return status;
        cg_id key = sql_integer(&source->query, 0);
        block_reader_init(&source->block, key, sql_text(&source->query, 1));
        source->part_direction = block_key_direction(key);
    }
    if (status != CG_ROW || source->block.entity == 0)
        return damaged(source, status, err);
    source->part_entity = source->block.entity;
    return CG_OK;
}

static cg_status next_of_segment(list_source *source, cg_error *err)
{
    cg_status status = CG_OK;
    source->list.count = 0;
    source->list.some_dead = false;
    source->direction = source->part_direction;
    source->entity = source->part_entity;
    while (status == CG_OK && source->part_entity == source->entity &&
           source->part_direction == source->direction && source->entity != 0) {
        status = block_unpack(source->part, source->entity, &source->list);
        if (status != CG_OK)
            return damaged(source, status, err);
        status = next_part(source, err);
    }
    return status;
}

cg_status list_source_segment(list_source *source, cg_store *store,
                              unsigned segment, cg_error *err)
{
    *source = (list_source){.store = store};
    cg_status status = sql_prepare(
        store,
        CG_TEXT("SELECT id, block FROM adjacency WHERE id BETWEEN ?1 AND ?2"
                " ORDER BY id"),
        &source->query, err);
    if (status != CG_OK)
        return status;
    sql_bind_integer(&source->query, 1, block_key_first(segment));
    sql_bind_integer(&source->query, 2, block_key_last(segment));
    status = next_part(source, err);
    return status == CG_OK ? next_of_segment(source, err) : status;
}

/* ---- Of what is pending ---- */

cg_status pending_lists_open(pending_lists *pending, const pending_fact *facts,
                             size_t count, cg_error *err)
{
    size_t order_room = 0, scratch_room = 0;
    *pending = (pending_lists){
        .facts = facts, .count = count, .direction = BLOCK_OUT, .last = BLOCK_IN};
    cg_status status = cg_grow(pending->order, &order_room, count, err);
    return status == CG_OK ? cg_grow(pending->scratch, &scratch_room, count, err)
                           : status;
}

void pending_lists_close(pending_lists *pending)
{
    free(pending->order);
    free(pending->scratch);
    *pending = (pending_lists){0};
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static size_t digit_of(pending_end end, unsigned shift)
{
    return (size_t)(end >> PENDING_BITS >> shift & (DIGITS - 1));
}

/* Sort by one digit of the entity, stably. */
static void sort_by_digit(pending_lists *pending, unsigned shift)
{
    size_t starts[DIGITS + 1] = {0};
    for (size_t i = 0; i < pending->count; i++)
        starts[digit_of(pending->order[i], shift) + 1]++;
    for (size_t i = 1; i <= DIGITS; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < pending->count; i++)
        pending->scratch[starts[digit_of(pending->order[i], shift)]++] =
            pending->order[i];
    pending_end *sorted = pending->scratch;
    pending->scratch = pending->order;
    pending->order = sorted;
}

static void sort_ends(pending_lists *pending, block_direction direction)
{
    pending_end some = 0;
    pending->direction = direction;
    pending->next = 0;
    for (size_t i = 0; i < pending->count; i++) {
        const pending_fact *fact = &pending->facts[i];
        cg_id entity = direction == BLOCK_OUT ? fact->subject : fact->object;
        pending->order[i] = (pending_end)entity << PENDING_BITS | i;
        some |= pending->order[i];
    }
    for (unsigned shift = 0; shift < BLOCK_ENTITY_BITS; shift += DIGIT_BITS)
        if (digit_of(some, shift) != 0)
            sort_by_digit(pending, shift);
}

static const pending_fact *fact_at(const pending_lists *pending, size_t at)
{
    return &pending->facts[pending->order[at] & (PENDING_MOST - 1)];
}

static cg_id entity_at(const pending_lists *pending, size_t at)
{
    return (cg_id)(pending->order[at] >> PENDING_BITS);
}

static cg_status next_pending(list_source *source, cg_error *err)
{
    pending_lists *pending = source->pending;
    if (pending->next == pending->count && pending->direction != pending->last)
        sort_ends(pending, pending->last);
    source->list.count = 0;
    source->direction = pending->direction;
    source->entity = 0;
    if (pending->next == pending->count)
        return CG_OK;
    source->entity = entity_at(pending, pending->next);
    while (pending->next < pending->count &&
           entity_at(pending, pending->next) == source->entity) {
        size_t ahead = pending->next + AHEAD;
        if (ahead < pending->count)
            __builtin_prefetch(fact_at(pending, ahead));
        const pending_fact *fact = fact_at(pending, pending->next++);
        cg_status status = cg_grow(source->list.items, &source->list.room,
                                   source->list.count + 1, err);
        if (status != CG_OK)
            return status;
        source->list.items[source->list.count++] = (block_entry){
            .fact = fact->fact,
            .other = pending->direction == BLOCK_OUT ? fact->object : fact->subject,
            .relation = fact->relation,
            .dead = fact->dead};
        source->list.some_dead |= fact->dead;
    }
    block_entries_settle(&source->list, false);
    return CG_OK;
}

cg_status list_source_pending(list_source *source, pending_lists *pending,
                              cg_error *err)
{
    *source = (list_source){.pending = pending};
    sort_ends(pending, pending->direction);
    return next_pending(source, err);
}

/* ---- Either ---- */

static cg_status go_to_next(list_source *source, cg_error *err)
{
    return source->pending != NULL ? next_pending(source, err)
                                   : next_of_segment(source, err);
}

void list_source_close(list_source *source)
{
    sql_close(&source->query);
    free(source->list.items);
    *source = (list_source){0};
}

/* ---- Several at once ---- */

static bool is_before(const list_source *a, const list_source *b)
{
    return a->direction != b->direction ? a->direction < b->direction
                                        : a->entity < b->entity;
}

/* Go on behind the list that was passed last. */
static cg_status go_on(list_merge *merge, cg_error *err)
{
    cg_status status = CG_OK;
    if (merge->used != NULL)
        status = go_to_next(merge->used, err);
    merge->used = NULL;
    return status;
}

static cg_status unite(list_merge *merge, const list_source *first, cg_error *err)
{
    cg_status status = CG_OK;
    block_entries *united = &merge->united;
    united->count = 0;
    for (size_t i = 0; i < merge->count && status == CG_OK; i++) {
        list_source *source = &merge->sources[i];
        if (source->entity != merge->entity ||
            source->direction != merge->direction)
            continue;
        status = cg_grow(united->items, &united->room,
                         united->count + source->list.count + 1, err);
        if (status != CG_OK)
            return status;
        if (source->list.count > 0)
            memcpy(united->items + united->count, source->list.items,
                   source->list.count * sizeof *united->items);
        united->count += source->list.count;
        if (source != first)
            status = go_to_next(source, err);
    }
    block_entries_settle(united, merge->whole);
    merge->list = united;
    return status;
}

cg_status list_merge_next(list_merge *merge, cg_error *err)
{
    cg_status status = go_on(merge, err);
    if (status != CG_OK)
        return status;
    list_source *first = NULL;
    size_t alike = 0;
    for (size_t i = 0; i < merge->count; i++) {
        list_source *source = &merge->sources[i];
        if (source->entity == 0)
            continue;
        if (first == NULL || is_before(source, first)) {
            first = source;
            alike = 1;
        } else if (!is_before(first, source)) {
            alike++;
        }
    }
    if (first == NULL)
        return CG_DONE;
    merge->direction = first->direction;
    merge->entity = first->entity;
    merge->used = first;
    merge->list = &first->list;
    if (alike > 1)
        status = unite(merge, first, err);
    else if (merge->whole && first->list.some_dead)
        block_entries_settle(&first->list, true);
    return status == CG_OK ? CG_ROW : status;
}

void list_merge_release(list_merge *merge)
{
    free(merge->united.items);
    merge->united = (block_entries){0};
}
