/* Writing a segment: its blocks, and what it counts. */
#ifndef CG_GRAPH_STORE_SEGMENT_H
#define CG_GRAPH_STORE_SEGMENT_H

#include "graph/store/lists.h"

/* Write what the merge gives as segment `number`, unless it gives nothing. */
cg_status segment_write(cg_store *store, list_merge *merge, unsigned number,
                        cg_error *err);

/* Write facts that were added and retracted as segment `number`, by two threads where they
 * are many. */
cg_status segment_write_pending(cg_store *store, const pending_fact *facts,
                                size_t count, unsigned number, cg_error *err);

#endif
