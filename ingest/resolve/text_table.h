/* A table from texts to what is known of them: open addressing, so that a look-up touches
 * little memory, which can be fetched ahead. */
#ifndef CG_INGEST_RESOLVE_TEXT_TABLE_H
#define CG_INGEST_RESOLVE_TEXT_TABLE_H

#include "schema/memory.h"
#include "schema/status.h"
#include "schema/text.h"

typedef struct {
    uint64_t hash;
    cg_text key;
    void *item; /* NULL: free */
} text_place;

/* Starts zeroed, and stays where it is while there is something in it. */
typedef struct {
    text_place *places; /* a power of two of them, or none */
    size_t count, room;
} text_table;

/* The hash of a key in this table: in another, and in another process, it is another. */
uint64_t text_table_hash(const text_table *table, cg_text key);

/* The item of a key with its hash; NULL if there is none. */
void *text_table_find(const text_table *table, uint64_t hash, cg_text key);

/* Fetch what is needed to look for a key of that hash soon: first its place, and when that
 * is there what it refers to. */
void text_table_fetch(const text_table *table, uint64_t hash);
void text_table_fetch_more(const text_table *table, uint64_t hash);

/* Add a key that is not there, which has to live as long as the table. CG_OK or CG_NOMEM. */
cg_status text_table_add(text_table *table, uint64_t hash, cg_text key, void *item,
                         cg_error *err);

/* Take a key out that is there. */
void text_table_remove(text_table *table, cg_text key);

/* Take all out. */
void text_table_clear(text_table *table);

void text_table_release(text_table *table);

#endif
