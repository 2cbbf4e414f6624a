/* Blocks: how lists of neighbours are packed. docs/file-format.md has the format. */
#ifndef CG_GRAPH_STORE_BLOCK_H
#define CG_GRAPH_STORE_BLOCK_H

#include "graph/store/base.h"

typedef enum { BLOCK_OUT, BLOCK_IN } block_direction;

enum {
    BLOCK_SIZE = 4000, /* fits on a page of 4096 bytes, and twice on one of 8192 */
    BLOCK_SEGMENT_MAX = 511,
    BLOCK_PART_MAX = 0x1ffff,
    BLOCK_ENTITY_BITS = 36
};

/* The key of a block in a segment and direction that begins with an entity: with its
 * first facts where `part` is 0, else with what did not fit into the blocks before. */
cg_id block_key(unsigned segment, block_direction direction, cg_id entity,
                unsigned part);

/* The lowest and the highest key that a segment may have. */
cg_id block_key_first(unsigned segment);
cg_id block_key_last(unsigned segment);

/* The direction of a key. */
block_direction block_key_direction(cg_id key);

/* ---- Writing ---- */

/* Takes a block that is full. */
typedef cg_status (*block_sink)(void *handle, cg_id key, cg_text block,
                                cg_error *err);

typedef struct {
    unsigned segment;
    block_sink sink;
    void *handle;
    block_direction direction;
    cg_id first, last; /* entities of the block */
    cg_id entity;      /* whose list is written; 0 before the first */
    unsigned part;     /* of that list in this block */
    unsigned first_part;
    cg_id fact; /* the last one of the list's part in this block */
    unsigned char block[BLOCK_SIZE], list[BLOCK_SIZE];
    size_t block_size, list_size;
} block_writer;

/* Add an entry: in the order of direction, entity and fact. CG_STORAGE for an entity or
 * a list beyond what a key can tell. */
cg_status block_write(block_writer *writer, block_direction direction, cg_id entity,
                      const block_entry *entry, cg_error *err);

/* Pass on what is left. */
cg_status block_write_end(block_writer *writer, cg_error *err);

/* ---- Reading ---- */

typedef struct {
    const unsigned char *at, *end;
    cg_id entity; /* of the list's part read last */
} block_reader;

void block_reader_init(block_reader *reader, cg_id key, cg_text block);

/* The next part of a list: its entity and its bytes. CG_ROW, CG_DONE, or CG_REFUSED for
 * what no writer wrote, without a message. */
cg_status block_next(block_reader *reader, cg_text *list);

/* Append the entries of a part of a list of `entity`. CG_OK, CG_NOMEM, CG_REFUSED. */
cg_status block_unpack(cg_text list, cg_id entity, block_entries *out);

#endif
