/* What cgraph asks of its host: where bytes come from and go to, and ids.
 *
 * cgraph's own ids are the addresses of names, and it keeps subgraphs in the order of
 * their ids: the same graph would be laid out in one way today and in another
 * tomorrow. Here ids count up. */
#ifndef CG_GRAPH_PICTURE_SERVICES_H
#define CG_GRAPH_PICTURE_SERVICES_H

#include <cgraph.h>

#include "schema/memory.h"

/* The names that have ids; closing the graph releases them. */
typedef struct {
    struct services_name *by_name; /* a hash table */
    struct services_name **by_id;  /* at id - 1; NULL: an object without a name */
    size_t count;
    size_t room;
    bool failed; /* memory is exhausted: no more ids */
} services_ids;

/* Handed to agopen or agread as &services.offered; must outlive the graph. */
typedef struct {
    Agdisc_t offered;
    Agiddisc_t id_calls;
    Agiodisc_t io_calls;
    services_ids ids;
} picture_services;

/* To read DOT from a cg_text, which is used up, and to write it to a cg_buffer: the
 * channels that agread and agwrite are given. */
void services_init(picture_services *services);

#endif
