/* What cgraph asks of its host: where bytes come from and go to, and ids.
 *
 * cgraph's own ids are the addresses of names, and it keeps subgraphs in the order of
 * their ids: the same graph would be laid out in one way today and in another
 * tomorrow. Here ids count up. */
#ifndef CG_GRAPH_PICTURE_SERVICES_H
#define CG_GRAPH_PICTURE_SERVICES_H

#include <cgraph.h>

#include "schema/text.h"

/* Handed to agopen or agread as &services.offered; must outlive the graph. */
typedef struct {
    Agdisc_t offered;
    Agiddisc_t ids;
    Agiodisc_t input_output;
    IDTYPE last; /* id that was given */
} picture_services;

/* To read DOT from a cg_text, which is used up, and to write it to a cg_buffer: the
 * channels that agread and agwrite are given. */
void services_init(picture_services *services);

#endif
