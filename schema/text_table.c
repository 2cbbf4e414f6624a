#include "schema/text_table.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_ROOM = 1 << 8 };

/* Each bit of the result depends on each of `bits`: the finalizer of MurmurHash3
 * (A. Appleby, public domain). */
static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ bits >> 33) * 0xff51afd7ed558ccdu;
    bits = (bits ^ bits >> 33) * 0xc4ceb9fe1a85ec53u;
    return bits ^ bits >> 33;
}

/* Eight bytes at a time: no bit of theirs is lost until the last are mixed in. Where the
 * table is nobody can tell before, so nobody can write names that share a place. */
uint64_t cg_text_table_hash(const cg_text_table *table, cg_text key)
{
    uint64_t hash = mix((uintptr_t)table) ^ key.size, bytes = 0;
    size_t at = 0;
    for (; at + sizeof bytes <= key.size; at += sizeof bytes) {
        memcpy(&bytes, key.at + at, sizeof bytes);
        hash = mix(hash ^ bytes);
    }
    if (at < key.size) {
        bytes = 0;
        memcpy(&bytes, key.at + at, key.size - at);
        hash = mix(hash ^ bytes);
    }
    return hash;
}

static size_t home_of(const cg_text_table *table, uint64_t hash)
{
    return (size_t)hash & (table->room - 1);
}

/* The place of the key, or the free one at which it is missing. */
static size_t find_place(const cg_text_table *table, uint64_t hash, cg_text key)
{
    size_t at = home_of(table, hash);
    while (table->places[at].item != NULL &&
           (table->places[at].hash != hash ||
            !cg_text_equal(table->places[at].key, key)))
        at = (at + 1) & (table->room - 1);
    return at;
}

void *cg_text_table_find(const cg_text_table *table, uint64_t hash, cg_text key)
{
    return table->room > 0 ? table->places[find_place(table, hash, key)].item
                           : NULL;
}

void cg_text_table_fetch(const cg_text_table *table, uint64_t hash)
{
    if (table->room > 0)
        __builtin_prefetch(&table->places[home_of(table, hash)]);
}

void cg_text_table_fetch_more(const cg_text_table *table, uint64_t hash)
{
    if (table->room == 0)
        return;
    size_t at = home_of(table, hash);
    while (table->places[at].item != NULL && table->places[at].hash != hash)
        at = (at + 1) & (table->room - 1);
    __builtin_prefetch(table->places[at].key.at);
    __builtin_prefetch(table->places[at].item);
}

static cg_status grow(cg_text_table *table, cg_error *err)
{
    cg_text_table old = *table;
    size_t room = old.room == 0 ? FIRST_ROOM : 2 * old.room;
    table->places = cg_zeroed(room, sizeof *table->places);
    if (table->places == NULL) {
        *table = old;
        return cg_fail_memory(err);
    }
    table->room = room;
    for (size_t i = 0; i < old.room; i++)
        if (old.places[i].item != NULL)
            table
                ->places[find_place(table, old.places[i].hash, old.places[i].key)] =
                old.places[i];
    free(old.places);
    return CG_OK;
}

cg_status cg_text_table_add(cg_text_table *table, uint64_t hash, cg_text key,
                            void *item, cg_error *err)
{
    if (table->count >= table->room / 4 * 3) {
        cg_status status = grow(table, err);
        if (status != CG_OK)
            return status;
    }
    size_t at = find_place(table, hash, key);
    assert(table->places[at].item == NULL && item != NULL);
    table->places[at] = (cg_text_place){hash, key, item};
    table->count++;
    return CG_OK;
}

void cg_text_table_remove(cg_text_table *table, cg_text key)
{
    size_t mask = table->room - 1;
    size_t hole = find_place(table, cg_text_table_hash(table, key), key);
    assert(table->places[hole].item != NULL);
    /* What was pushed past the hole moves into it. */
    for (size_t at = (hole + 1) & mask; table->places[at].item != NULL;
         at = (at + 1) & mask) {
        size_t home = home_of(table, table->places[at].hash);
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            table->places[hole] = table->places[at];
            hole = at;
        }
    }
    table->places[hole] = (cg_text_place){0};
    table->count--;
}

void cg_text_table_clear(cg_text_table *table)
{
    if (table->count > 0)
        memset(table->places, 0, table->room * sizeof *table->places);
    table->count = 0;
}

void cg_text_table_release(cg_text_table *table)
{
    free(table->places);
    *table = (cg_text_table){0};
}
