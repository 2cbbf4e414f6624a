/* What the shapes, colours and lines of a diagram mean. */
#ifndef CG_GRAPH_PICTURE_LEGEND_H
#define CG_GRAPH_PICTURE_LEGEND_H

#include "graph/picture/canvas.h"
#include "graph/picture/diagram.h"

/* Give a node the shape and colours of a kind. */
void legend_look(dot_canvas *canvas, Agnode_t *node, const cg_kind *kind);

/* Give a frame those of the kind of what it stands for. */
void legend_look_of_frame(dot_canvas *canvas, Agraph_t *frame, const cg_kind *kind);

/* Add a legend with the kinds and the lines that occur in the diagram, and no others:
 * a frame with a node of each kind; or, for an engine that knows no frames and would
 * scatter them, one table, which names the shapes. */
void legend_draw(dot_canvas *canvas, const diagram *drawn, cg_language language,
                 bool frames);

#endif
