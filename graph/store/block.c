/* Blocks: how lists of neighbours are packed. */
#include "graph/store/block.h"

#include <assert.h>

enum {
    PART_BITS = 17,
    DIRECTION_SHIFT = PART_BITS + BLOCK_ENTITY_BITS,
    SEGMENT_SHIFT = DIRECTION_SHIFT + 1,
    NUMBER_MAX = 10, /* bytes of a packed number */
    FACT_BITS = 61,  /* with the mark of a dead one, they fit into 63 */
    HEAD_MAX = 2 * NUMBER_MAX,
    ENTRY_MAX = 2 * NUMBER_MAX + 1
};

cg_id block_key(unsigned segment, block_direction direction, cg_id entity,
                unsigned part)
{
    return (cg_id)segment << SEGMENT_SHIFT | (cg_id)direction << DIRECTION_SHIFT |
           entity << PART_BITS | (cg_id)part;
}

cg_id block_key_first(unsigned segment)
{
    return block_key(segment, BLOCK_OUT, 0, 0);
}

cg_id block_key_last(unsigned segment)
{
    return block_key(segment, BLOCK_IN, ((cg_id)1 << BLOCK_ENTITY_BITS) - 1,
                     BLOCK_PART_MAX);
}

static cg_id key_entity(cg_id key)
{
    return key >> PART_BITS & (((cg_id)1 << BLOCK_ENTITY_BITS) - 1);
}

block_direction block_key_direction(cg_id key)
{
    return (key >> DIRECTION_SHIFT & 1) != 0 ? BLOCK_IN : BLOCK_OUT;
}

/* ---- Numbers: seven bits a byte, the lowest first; the last byte is below 128 ---- */

static size_t pack(uint64_t number, unsigned char out[NUMBER_MAX])
{
    size_t size = 0;
    while (number >= 0x80) {
        out[size++] = (unsigned char)(number | 0x80);
        number >>= 7;
    }
    out[size++] = (unsigned char)number;
    return size;
}

/* False if there is no whole number of at most 63 bits. */
static bool unpack(const unsigned char **at, const unsigned char *end,
                   uint64_t *number)
{
    const unsigned char *from = *at;
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && from < end; shift += 7) {
        value |= (uint64_t)(*from & 0x7f) << shift;
        if (*from++ < 0x80) {
            *number = value;
            *at = from;
            return true;
        }
    }
    return false;
}

/* Small numbers of either sign as small ones without: 0, -1, 1, -2, … */
static uint64_t fold_sign(cg_id number)
{
    return ((uint64_t)number << 1) ^ (uint64_t)(number >> 63);
}

static cg_id unfold_sign(uint64_t number)
{
    return (cg_id)(number >> 1) ^ -(cg_id)(number & 1);
}

/* ---- Writing ---- */

/* Put the part of the list that is done behind those in the block. */
static void close_list(block_writer *writer)
{
    if (writer->list_size == 0)
        return;
    if (writer->block_size == 0) {
        writer->first = writer->last = writer->entity;
        writer->first_part = writer->part;
    }
    unsigned char *at = writer->block + writer->block_size;
    at += pack((uint64_t)(writer->entity - writer->last), at);
    at += pack(writer->list_size, at);
    memcpy(at, writer->list, writer->list_size);
    writer->block_size = (size_t)(at - writer->block) + writer->list_size;
    writer->last = writer->entity;
    writer->list_size = 0;
}

static cg_status close_block(block_writer *writer, cg_error *err)
{
    close_list(writer);
    if (writer->block_size == 0)
        return CG_OK;
    cg_id key = block_key(writer->segment, writer->direction, writer->first,
                          writer->first_part);
    cg_text block = {(const char *)writer->block, writer->block_size};
    writer->block_size = 0;
    return writer->sink(writer->handle, key, block, err);
}

static size_t pack_entry(const block_writer *writer, const block_entry *entry,
                         unsigned char out[ENTRY_MAX])
{
    size_t size = pack(
        ((uint64_t)(entry->fact - writer->fact) << 1) | (uint64_t)entry->dead, out);
    out[size++] = entry->relation;
    if (!entry->dead)
        size += pack(fold_sign(entry->other - writer->entity), out + size);
    return size;
}

cg_status block_write(block_writer *writer, block_direction direction, cg_id entity,
                      const block_entry *entry, cg_error *err)
{
    unsigned char bytes[ENTRY_MAX];
    cg_status status = CG_OK;
    if (direction != writer->direction)
        status = close_block(writer, err);
    if (direction != writer->direction || entity != writer->entity) {
        close_list(writer);
        writer->direction = direction;
        writer->entity = entity;
        writer->part = 0;
        writer->fact = 0;
    }
    size_t size = pack_entry(writer, entry, bytes);
    if (status == CG_OK &&
        writer->block_size + HEAD_MAX + writer->list_size + size > BLOCK_SIZE) {
        bool more = writer->list_size > 0;
        status = close_block(writer, err);
        writer->part += more;
        writer->fact = 0;
        size = pack_entry(writer, entry, bytes);
    }
    if (status == CG_OK &&
        (entity >> BLOCK_ENTITY_BITS != 0 || writer->part > BLOCK_PART_MAX ||
         entry->fact >> FACT_BITS != 0))
        return cg_fail(err, CG_STORAGE, NULL,
                       "no room for the facts of entity %lld", (long long)entity);
    memcpy(writer->list + writer->list_size, bytes, size);
    writer->list_size += size;
    writer->fact = entry->fact;
    return status;
}

cg_status block_write_end(block_writer *writer, cg_error *err)
{
    return close_block(writer, err);
}

/* ---- Reading ---- */

void block_reader_init(block_reader *reader, cg_id key, cg_text block)
{
    reader->at = (const unsigned char *)block.at;
    reader->end = reader->at + block.size;
    reader->entity = key_entity(key);
}

cg_status block_next(block_reader *reader, cg_text *list)
{
    uint64_t step, size;
    if (reader->at == reader->end)
        return CG_DONE;
    if (!unpack(&reader->at, reader->end, &step) ||
        !unpack(&reader->at, reader->end, &size) ||
        size > (uint64_t)(reader->end - reader->at) ||
        step >> BLOCK_ENTITY_BITS != 0)
        return CG_REFUSED;
    reader->entity += (cg_id)step;
    *list = (cg_text){(const char *)reader->at, (size_t)size};
    reader->at += size;
    return CG_ROW;
}

/* The same where NUMBER_MAX bytes are there at least: behind the number, or NULL. */
static const unsigned char *unpack_fast(const unsigned char *at, uint64_t *number)
{
    uint64_t value = *at & 0x7f;
    unsigned shift = 7;
    while (*at++ >= 0x80) {
        if (shift == 63)
            return NULL;
        value |= (uint64_t)(*at & 0x7f) << shift;
        shift += 7;
    }
    *number = value;
    return at;
}

static const unsigned char *unpack_entry(const unsigned char *at,
                                         const unsigned char *end, cg_id entity,
                                         cg_id before, block_entry *entry)
{
    uint64_t step, other = 0;
    bool fast = end - at > ENTRY_MAX;
    if (fast)
        at = unpack_fast(at, &step);
    else if (!unpack(&at, end, &step))
        return NULL;
    if (at == NULL || at == end)
        return NULL;
    *entry = (block_entry){(cg_id)((uint64_t)before + (step >> 1)), 0, *at++,
                           (step & 1) != 0};
    if (entry->dead)
        return at;
    if (fast)
        at = unpack_fast(at, &other);
    else if (!unpack(&at, end, &other))
        return NULL;
    entry->other = (cg_id)((uint64_t)entity + (uint64_t)unfold_sign(other));
    return at;
}

cg_status block_unpack(cg_text list, cg_id entity, block_entries *out)
{
    const unsigned char *at = (const unsigned char *)list.at, *end = at + list.size;
    cg_id fact = 0;
    /* An entry takes two bytes at least. */
    cg_status status =
        cg_grow(out->items, &out->room, out->count + list.size / 2 + 1, NULL);
    if (status != CG_OK)
        return status;
    block_entry *entry = out->items + out->count;
    for (; at < end; entry++) {
        at = unpack_entry(at, end, entity, fact, entry);
        if (at == NULL)
            return CG_REFUSED;
        fact = entry->fact;
        out->some_dead |= entry->dead;
    }
    out->count = (size_t)(entry - out->items);
    return CG_OK;
}
