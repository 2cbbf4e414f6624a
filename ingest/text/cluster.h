/* Which candidates are one entity: assigned by cluster_assign, used by cluster.c. */
#ifndef CG_INGEST_TEXT_CLUSTER_H
#define CG_INGEST_TEXT_CLUSTER_H

#include "ingest/text/names_parts.h"

/* Set `entity` of every candidate; entities are numbered from 0 in the order of their
 * first candidates. `*count` is their number. (cluster_assign.c) */
cg_status cluster_assign(name_scan *scan, size_t *count);

#endif
