/* Lists of ids in SQL: the table `cg_ids(?1)`, whose rows are those of an id_list. */
#ifndef CG_GRAPH_STORE_IDS_H
#define CG_GRAPH_STORE_IDS_H

#include "graph/store/base.h"

typedef struct {
    cg_id id;
    size_t at; /* index of what was asked for */
} listed_id;

/* Starts zeroed. Its owner may fill it by hand, in ascending order. */
typedef struct {
    listed_id *items;
    size_t count, room;
} id_list;

/* Fill it with `ids` and with those that they are the same as, in ascending order, in
 * which rows are found fastest. */
cg_status id_list_fill(id_list *list, const merge_map *map, const cg_id *ids,
                       size_t count, cg_error *err);

void id_list_release(id_list *list);

/* Make `cg_ids` known to the store's connection. */
cg_status ids_register(cg_store *store, cg_error *err);

/* Bind the list, which must stay until sql_close. The columns of `cg_ids(?)` are id, at. */
void sql_bind_ids(sql_query *query, int at, const id_list *list);

#endif
