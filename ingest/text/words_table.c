#include "ingest/text/words_table.h"

#include <stdlib.h>

/* Less than eight bytes as one number, which tells texts of the same size apart. */
static uint64_t short_piece(const char *bytes, size_t size)
{
    uint32_t low = 0;
    uint32_t high = 0;
    if (size >= sizeof low) {
        memcpy(&low, bytes, sizeof low);
        memcpy(&high, bytes + size - sizeof high, sizeof high);
        return (uint64_t)high << 32 | low;
    }
    for (size_t i = 0; i < size; i++)
        low = low << 8 | (unsigned char)bytes[i];
    return low;
}

static uint64_t mix(uint64_t hash, uint64_t piece)
{
    hash = (hash ^ piece) * UINT64_C(0xBF58476D1CE4E5B9);
    return hash ^ hash >> 29;
}

/* Eight bytes at a time, mixed by multiplication; the constants are the odd ones
 * of splitmix64. */
static uint32_t hash_of(cg_text text)
{
    uint64_t hash = text.size * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = 0;
    for (uint64_t piece; text.size - at >= sizeof piece; at += sizeof piece) {
        memcpy(&piece, text.at + at, sizeof piece);
        hash = mix(hash, piece);
    }
    if (at < text.size)
        hash = mix(hash, short_piece(text.at + at, text.size - at));
    return (uint32_t)(hash ^ hash >> 32);
}

/* The slot that holds `text`, or the empty one where it would go. */
static table_slot *slot_of(const words_table *table, cg_text text, uint32_t hash)
{
    size_t mask = table->slot_count - 1;
    size_t at = hash & mask;
    while (table->slots[at].id != 0) {
        const table_slot *slot = &table->slots[at];
        if (slot->hash == hash && cg_text_equal(table->items[slot->id - 1], text))
            break;
        at = (at + 1) & mask;
    }
    return &table->slots[at];
}

/* Make room in the hash for so many strings. */
static cg_status grow_slots(words_table *table, size_t strings, cg_error *err)
{
    size_t count = table->slot_count == 0 ? 256 : table->slot_count;
    while (strings > count / 4 * 3)
        count *= 2;
    if (count == table->slot_count)
        return CG_OK;
    table_slot *slots = calloc(count, sizeof *slots);
    if (slots == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < table->slot_count; i++) {
        size_t at = table->slots[i].hash & (count - 1);
        if (table->slots[i].id == 0)
            continue;
        while (slots[at].id != 0)
            at = (at + 1) & (count - 1);
        slots[at] = table->slots[i];
    }
    if (!table->lent)
        free(table->slots);
    table->lent = false;
    table->slots = slots;
    table->slot_count = count;
    return CG_OK;
}

/* Own the slots, which are to change. */
static cg_status own_slots(words_table *table, cg_error *err)
{
    cg_status status = CG_OK;
    if (table->lent)
        status =
            image_copy(table->slots, table->slot_count, table->slot_count, err);
    table->lent = table->lent && status != CG_OK;
    return status;
}

static cg_status make_room(words_table *table, cg_error *err)
{
    if (table->count >= TABLE_ITEMS_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "too many different words");
    cg_status status = cg_grow(table->items, &table->room, table->count + 1, err);
    if (status == CG_OK && table->count + 1 > table->slot_count / 4 * 3)
        status = grow_slots(table, table->count + 1, err);
    return status;
}

cg_status table_reserve(words_table *table, size_t count, cg_error *err)
{
    return grow_slots(table, table->count + count, err);
}

cg_status table_add(words_table *table, cg_text text, uint32_t *id, cg_error *err)
{
    cg_status status = make_room(table, err);
    if (status != CG_OK)
        return status;
    uint32_t hash = hash_of(text);
    table_slot *slot = slot_of(table, text, hash);
    *id = slot->id;
    if (slot->id != 0)
        return CG_OK;
    cg_text copy;
    status = own_slots(table, err);
    if (status == CG_OK)
        status = cg_arena_copy(&table->arena, text, &copy, err);
    if (status != CG_OK)
        return status;
    table->items[table->count++] = copy;
    *id = (uint32_t)table->count;
    *slot_of(table, text, hash) = (table_slot){*id, hash};
    return CG_OK;
}

uint32_t table_find(const words_table *table, cg_text text)
{
    if (table->count == 0)
        return 0;
    return slot_of(table, text, hash_of(text))->id;
}

cg_text table_text(const words_table *table, uint32_t id)
{
    return table->items[id - 1];
}

cg_status table_image(words_table *table, text_image *image, cg_error *err)
{
    cg_status status = CG_OK;
    image_value(image, &table->count, sizeof table->count);
    image_value(image, &table->slot_count, sizeof table->slot_count);
    image_array(image, table->slots, table->slot_count);
    if (image->out == NULL) {
        table->lent = true;
        status = cg_grow(table->items, &table->room, table->count, err);
    }
    for (size_t i = 0; status == CG_OK && i < table->count; i++)
        image_text(image, &table->items[i]);
    return status;
}

void table_release(words_table *table)
{
    free(table->items);
    if (!table->lent)
        free(table->slots);
    cg_arena_release(&table->arena);
    *table = (words_table){0};
}
