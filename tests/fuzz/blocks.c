/* Blocks of neighbours: what is read of any bytes stays within them, and packed anew it
 * reads the same. */
#include "graph/store/lists.h"

#include <stdint.h>
#include <stdlib.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static cg_status keep(void *handle, cg_id key, cg_text block, cg_error *err)
{
    (void)key;
    (void)err;
    require(block.size <= BLOCK_SIZE);
    cg_buffer_add(handle, block);
    return CG_OK;
}

/* Only what a writer is given: each fact once, in order, of what fits. */
static bool is_sound(const block_entries *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].fact >> 60 != 0 ||
            (i > 0 && list->items[i].fact <= list->items[i - 1].fact))
            return false;
    return list->count > 0;
}

static void pack_again(cg_id entity, const block_entries *list)
{
    cg_error err = {0};
    cg_buffer bytes = {0};
    cg_text part;
    block_entries again = {0};
    block_reader reader;
    block_writer writer = {.segment = 1, .sink = keep, .handle = &bytes};
    for (size_t i = 0; i < list->count; i++)
        require(block_write(&writer, BLOCK_IN, entity, &list->items[i], &err) ==
                CG_OK);
    require(block_write_end(&writer, &err) == CG_OK);
    if (writer.part == 0) { /* else there are several */
        block_reader_init(&reader, block_key(1, BLOCK_IN, entity, 0),
                          cg_buffer_text(&bytes));
        require(block_next(&reader, &part) == CG_ROW);
        require(reader.entity == entity);
        require(block_unpack(part, entity, &again) == CG_OK);
        require(again.count == list->count);
        for (size_t i = 0; i < list->count; i++)
            require(again.items[i].fact == list->items[i].fact &&
                    again.items[i].other == list->items[i].other &&
                    again.items[i].relation == list->items[i].relation &&
                    again.items[i].dead == list->items[i].dead);
    }
    free(again.items);
    cg_buffer_release(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    block_reader reader;
    block_entries list = {0};
    cg_text part;
    cg_status status;
    cg_id before = 0;
    block_reader_init(&reader, block_key(1, BLOCK_OUT, 1, 0),
                      (cg_text){(const char *)data, size});
    while ((status = block_next(&reader, &part)) == CG_ROW) {
        require(reader.entity >= before);
        before = reader.entity;
        list.count = 0;
        cg_status unpacked = block_unpack(part, reader.entity, &list);
        require(unpacked == CG_OK || unpacked == CG_REFUSED);
        require(list.count <= part.size / 2);
        if (unpacked == CG_OK && is_sound(&list) &&
            reader.entity >> BLOCK_ENTITY_BITS == 0)
            pack_again(reader.entity, &list);
        block_entries_settle(&list, true);
        for (size_t i = 0; i < list.count; i++)
            require(!list.items[i].dead);
    }
    require(status == CG_DONE || status == CG_REFUSED);
    free(list.items);
    return 0;
}
