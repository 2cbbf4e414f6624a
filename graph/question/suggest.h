/* "Did you mean": names in the file near to one that is not there. */
#ifndef CG_GRAPH_QUESTION_SUGGEST_H
#define CG_GRAPH_QUESTION_SUGGEST_H

#include "graph/store/store.h"

/* Write up to three names of entities of `kinds` that are near to `name`, nearest
 * first, as `'Nvidia' or 'Novida'`; nothing if none is near. */
cg_status suggest_names(cg_store *store, cg_text name, cg_kinds kinds,
                        cg_arena *arena, cg_buffer *out, cg_error *err);

#endif
