/* Which facts there may be of a subject, type and object: a hash table of what was added
 * here and, in time, of all. A fact that is gone may be left in it. */
#include "graph/store/known.h"

#include <stdlib.h>

#include "graph/store/adjacency.h"

enum {
    FIRST_ROOM = 1 << 10,
    LOOK_UP = 100, /* what a look-up costs, in facts read and kept */
    PER_FACT = 10, /* that many facts of a list that is looked through cost one */
    MOST = 1 << 26 /* places in the table: a gigabyte */
};

static uint64_t hash_of(cg_id subject, uint8_t relation, cg_id object)
{
    uint64_t hash = (uint64_t)subject * 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 32) ^ (uint64_t)object) * 0xd6e8feb86659fd93u;
    hash = (hash ^ (hash >> 32) ^ relation) * 0xd6e8feb86659fd93u;
    return hash ^ (hash >> 32);
}

void known_forget(cg_store *store)
{
    known_facts *known = &store->known;
    if (known->count > 0)
        memset(known->places, 0, known->room * sizeof *known->places);
    known->count = 0;
    known->active = known->complete = false;
    known->cost = 0;
}

void known_release(cg_store *store)
{
    free(store->known.places);
    free(store->known.found);
    free(store->known.list.items);
    store->known = (known_facts){0};
}

/* ---- The table ---- */

static void put(known_facts *known, known_place place)
{
    size_t at = (size_t)place.hash & (known->room - 1);
    while (known->places[at].fact != 0)
        at = (at + 1) & (known->room - 1);
    known->places[at] = place;
    known->count++;
}

static cg_status grow(known_facts *known, cg_error *err)
{
    known_facts old = *known;
    size_t room = old.room == 0 ? FIRST_ROOM : 2 * old.room;
    known_place *places = cg_zeroed(room, sizeof *places);
    if (places == NULL)
        return cg_fail_memory(err);
    known->places = places;
    known->room = room;
    known->count = 0;
    for (size_t i = 0; i < old.room; i++)
        if (old.places[i].fact != 0)
            put(known, old.places[i]);
    free(old.places);
    return CG_OK;
}

static cg_status insert(cg_store *store, cg_id fact, cg_id subject,
                        uint8_t relation, cg_id object, cg_error *err)
{
    known_facts *known = &store->known;
    if (known->too_many)
        return CG_OK;
    if (known->room == 0 || known->count >= known->room / 4 * 3) {
        if (known->room >= MOST) { /* from now on they are looked up */
            known_release(store);
            known->too_many = true;
            return CG_OK;
        }
        cg_status status = grow(known, err);
        if (status != CG_OK)
            return status;
    }
    put(known, (known_place){hash_of(subject, relation, object), fact});
    return CG_OK;
}

cg_status known_add(cg_store *store, const pending_fact *fact, cg_error *err)
{
    if (!store->known.active)
        return CG_OK;
    return insert(store, fact->fact, fact->subject, fact->relation, fact->object,
                  err);
}

/* ---- All facts ---- */

static cg_status read_all(cg_store *store, cg_error *err)
{
    list_merge merge = {0};
    uint64_t entries;
    known_forget(store);
    store->known.active = true;
    cg_status status = adjacency_merge(store, &merge, &entries, err);
    while (status == CG_OK && (status = list_merge_next(&merge, err)) == CG_ROW) {
        status = CG_OK;
        if (merge.direction != BLOCK_OUT) {
            status = CG_DONE;
            break;
        }
        for (size_t i = 0; i < merge.list->count && status == CG_OK; i++)
            status = insert(store, merge.list->items[i].fact, merge.entity,
                            merge.list->items[i].relation,
                            merge.list->items[i].other, err);
    }
    adjacency_end(&merge);
    store->known.complete = status == CG_DONE && !store->known.too_many;
    return status == CG_DONE ? CG_OK : status;
}

/* Begin to remember what is added, and read the rest when look-ups have cost as much. */
static cg_status prepare(cg_store *store, cg_error *err)
{
    known_facts *known = &store->known;
    uint64_t entries;
    cg_status status = CG_OK;
    if (known->complete)
        return CG_OK;
    if (!known->active || known->too_many)
        status = adjacency_flush(store, err);
    known->active = !known->too_many;
    if (status == CG_OK)
        status = adjacency_entries(store, &entries, err);
    if (status != CG_OK || known->cost < entries || known->too_many)
        return status;
    return read_all(store, err);
}

/* ---- Candidates ---- */

static cg_status add_candidate(known_facts *known, cg_id fact, cg_error *err)
{
    cg_status status =
        cg_grow(known->found, &known->found_room, known->found_count + 1, err);
    if (status == CG_OK)
        known->found[known->found_count++] = fact;
    return status;
}

static cg_status search_table(known_facts *known, const pending_fact *fact,
                              cg_error *err)
{
    uint64_t hash = hash_of(fact->subject, fact->relation, fact->object);
    cg_status status = CG_OK;
    if (known->room == 0)
        return CG_OK;
    for (size_t at = (size_t)hash & (known->room - 1);
         known->places[at].fact != 0 && status == CG_OK;
         at = (at + 1) & (known->room - 1))
        if (known->places[at].hash == hash)
            status = add_candidate(known, known->places[at].fact, err);
    return status;
}

static cg_status search_segments(cg_store *store, const pending_fact *fact,
                                 cg_error *err)
{
    known_facts *known = &store->known;
    cg_status status =
        adjacency_look_up_kept(store, BLOCK_OUT, fact->subject, &known->list, err);
    known->cost += LOOK_UP + known->list.count / PER_FACT;
    for (size_t i = 0; i < known->list.count && status == CG_OK; i++) {
        const block_entry *entry = &known->list.items[i];
        if (entry->other == fact->object && entry->relation == fact->relation)
            status = add_candidate(known, entry->fact, err);
    }
    return status;
}

static int compare(const void *a, const void *b)
{
    cg_id x = *(const cg_id *)a, y = *(const cg_id *)b;
    return (x > y) - (x < y);
}

void known_fetch(const cg_store *store, const pending_fact *fact)
{
    const known_facts *known = &store->known;
    uint64_t hash = hash_of(fact->subject, fact->relation, fact->object);
    if (known->room > 0)
        __builtin_prefetch(&known->places[hash & (known->room - 1)]);
}

cg_status known_candidates(cg_store *store, const pending_fact *fact,
                           const cg_id **ids, size_t *count, cg_error *err)
{
    known_facts *known = &store->known;
    cg_status status = prepare(store, err);
    known->found_count = 0;
    if (status == CG_OK)
        status = search_table(known, fact, err);
    if (status == CG_OK && !known->complete)
        status = search_segments(store, fact, err);
    if (known->found_count > 1)
        qsort(known->found, known->found_count, sizeof *known->found, compare);
    *ids = known->found;
    *count = known->found_count;
    return status;
}
