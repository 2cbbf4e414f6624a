/* Lists of neighbours in order, out of segments and of what is not in one yet. */
#ifndef CG_GRAPH_STORE_LISTS_H
#define CG_GRAPH_STORE_LISTS_H

#include "graph/store/block.h"

/* An end of a pending fact: the entity, and in the lowest bits where the fact is. */
typedef uint64_t pending_end;

enum { PENDING_BITS = 64 - BLOCK_ENTITY_BITS, PENDING_MOST = 1 << PENDING_BITS };

typedef struct {
    const pending_fact *facts;
    size_t count;
    pending_end *order, *scratch; /* of `count` each */
    size_t next;
    block_direction direction; /* of the lists at hand */
    block_direction last;      /* and of those that are given last */
} pending_lists;

/* The facts, PENDING_MOST at most, which stay; in both directions. CG_OK, CG_NOMEM, or
 * CG_STORAGE for an entity beyond what the key of a block can tell. */
cg_status pending_lists_open(pending_lists *pending, const pending_fact *facts,
                             size_t count, cg_error *err);
void pending_lists_close(pending_lists *pending);

/* What gives lists, one after the other. */
typedef struct {
    block_direction direction;
    cg_id entity; /* of the list at hand; 0 when there is none any more */
    block_entries list;
    /* Of a segment: */
    cg_store *store;
    sql_query query;
    block_reader block;
    cg_text part; /* the one behind those in `list` */
    block_direction part_direction;
    cg_id part_entity; /* 0 for none */
    /* Or of what is pending: */
    pending_lists *pending; /* else NULL */
} list_source;

/* Begin with a segment. The caller ends with list_source_close. */
cg_status list_source_segment(list_source *source, cg_store *store,
                              unsigned segment, cg_error *err);

/* Begin with what is pending: `facts` stay until the end. */
cg_status list_source_pending(list_source *source, pending_lists *pending,
                              cg_error *err);

void list_source_close(list_source *source);

/* ---- Several at once ---- */

typedef struct {
    list_source *sources;
    size_t count;
    bool whole; /* all segments are among them: the dead have no one left to take */
    block_direction direction;
    cg_id entity;
    const block_entries *list; /* in the order of facts, none of them twice */
    list_source *used;         /* whose list it is, if it is of only one */
    block_entries united;
} list_merge;

/* CG_ROW with the next list, which lives until the next call; CG_DONE. A list may be
 * empty. */
cg_status list_merge_next(list_merge *merge, cg_error *err);

/* The merge's own memory: the sources are the caller's. */
void list_merge_release(list_merge *merge);

/* Order entries by fact; take away what a dead one meets, and all dead ones if `whole`. */
void block_entries_settle(block_entries *list, bool whole);

#endif
