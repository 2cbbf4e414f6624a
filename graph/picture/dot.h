/* A diagram as DOT, built with cgraph. */
#ifndef CG_GRAPH_PICTURE_DOT_H
#define CG_GRAPH_PICTURE_DOT_H

#include "graph/picture/diagram.h"

/* Append the arranged diagram to `out`, to be laid out by `engine`. */
cg_status dot_write(const diagram *drawn, const cg_diagram_style *style,
                    const char *engine, cg_buffer *out, cg_error *err);

#endif
