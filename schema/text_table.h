/* A table from texts to what is known of them: open addressing, so that a look-up touches
 * little memory, which can be fetched ahead. */
#ifndef CG_SCHEMA_TEXT_TABLE_H
#define CG_SCHEMA_TEXT_TABLE_H

#include "schema/memory.h"
#include "schema/status.h"
#include "schema/text.h"

typedef struct {
    uint64_t hash;
    cg_text key;
    void *item; /* NULL: free */
} cg_text_place;

/* Starts zeroed, and stays where it is while there is something in it. */
typedef struct {
    cg_text_place *places; /* a power of two of them, or none */
    size_t count, room;
} cg_text_table;

/* The hash of a key in this table: in another, and in another process, it is another. */
uint64_t cg_text_table_hash(const cg_text_table *table, cg_text key);

/* The item of a key with its hash; NULL if there is none. */
void *cg_text_table_find(const cg_text_table *table, uint64_t hash, cg_text key);

/* Fetch what is needed to look for a key of that hash soon: first its place, and when that
 * is there what it refers to. */
void cg_text_table_fetch(const cg_text_table *table, uint64_t hash);
void cg_text_table_fetch_more(const cg_text_table *table, uint64_t hash);

/* Add a key that is not there, which has to live as long as the table. CG_OK or CG_NOMEM. */
cg_status cg_text_table_add(cg_text_table *table, uint64_t hash, cg_text key,
                            void *item, cg_error *err);

/* Take a key out that is there. */
void cg_text_table_remove(cg_text_table *table, cg_text key);

/* Take all out. */
void cg_text_table_clear(cg_text_table *table);

void cg_text_table_release(cg_text_table *table);

#endif
