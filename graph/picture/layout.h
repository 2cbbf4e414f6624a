/* Laying DOT out and rendering it, by Graphviz.
 *
 * Graphviz may take minutes, leak, or crash (gvFreeLayout after dot with clusters and
 * edge labels does), so that it works in a child, which has a limit of time and leaves
 * without freeing anything. */
#ifndef CG_GRAPH_PICTURE_LAYOUT_H
#define CG_GRAPH_PICTURE_LAYOUT_H

#include "schema/memory.h"

/* Lay the NUL-terminated `dot` out with `engine` ("dot", "sfdp") and append the
 * rendering as `format` ("svg", "png", "pdf") to `out`. Returns CG_OK; CG_LIMIT if it
 * takes longer than `seconds` or is larger than LAYOUT_BYTES; CG_INTERNAL if Graphviz
 * fails; CG_STORAGE if no child can be started; CG_NOMEM. */
cg_status layout_render(const char *dot, const char *engine, const char *format,
                        int seconds, cg_buffer *out, cg_error *err);

enum { LAYOUT_BYTES = 1 << 29 };

#endif
