/* A set of strings, numbered from 1 in the order in which they came. */
#ifndef CG_INGEST_TEXT_WORDS_TABLE_H
#define CG_INGEST_TEXT_WORDS_TABLE_H

#include "ingest/text/image.h"

/* A place in the hash; most strings that differ are told apart here. */
typedef struct {
    uint32_t id; /* 0: empty */
    uint32_t hash;
} table_slot;

/* Starts zeroed. */
typedef struct {
    cg_arena arena; /* the strings */
    cg_text *items; /* by id - 1 */
    size_t count;
    size_t room;
    table_slot *slots; /* open addressing */
    size_t slot_count;
    bool lent; /* the slots are an image's */
} words_table;

enum { TABLE_ITEMS_MAX = 1 << 28 };

/* The id of `text`, added if it is new. Returns CG_OK, CG_NOMEM, or CG_LIMIT over
 * TABLE_ITEMS_MAX strings. */
cg_status table_add(words_table *table, cg_text text, uint32_t *id, cg_error *err);

/* Make room for `count` more strings at once. Returns CG_OK or CG_NOMEM. */
cg_status table_reserve(words_table *table, size_t count, cg_error *err);

/* The id of `text`, 0 if it is not there. */
uint32_t table_find(const words_table *table, cg_text text);

/* The string of an id that table_add gave; lives as long as the table. */
cg_text table_text(const words_table *table, uint32_t id);

/* What an image has of the table. Returns CG_OK or CG_NOMEM. */
cg_status table_image(words_table *table, text_image *image, cg_error *err);

void table_release(words_table *table);

#endif
