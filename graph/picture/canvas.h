/* A cgraph graph in the making: attributes by number, errors kept in one place.
 *
 * agset on an attribute that was not declared does nothing, so all of them are
 * declared when the canvas is opened, from the lists below. */
#ifndef CG_GRAPH_PICTURE_CANVAS_H
#define CG_GRAPH_PICTURE_CANVAS_H

#include "graph/picture/graphviz.h"
#include "graph/picture/services.h"
#include "schema/memory.h"

/* Attributes: those of the whole graph with what they are set to, those of nodes and
 * of edges with their defaults. */
#define CANVAS_GRAPH(X)                                                            \
    X(GRAPH_BGCOLOR, "bgcolor", "#ffffff")                                         \
    X(GRAPH_CHARSET, "charset", "UTF-8")                                           \
    X(GRAPH_COLOR, "color", "#000000")                                             \
    X(GRAPH_FILLCOLOR, "fillcolor", "")                                            \
    X(GRAPH_FONTCOLOR, "fontcolor", "#000000")                                     \
    X(GRAPH_FONTNAME, "fontname", CANVAS_FONT)                                     \
    X(GRAPH_FONTSIZE, "fontsize", "14")                                            \
    X(GRAPH_ID, "id", "")                                                          \
    X(GRAPH_LABEL, "label", "")                                                    \
    X(GRAPH_LABELLOC, "labelloc", "t")                                             \
    X(GRAPH_LAYOUT, "layout", "dot")                                               \
    X(GRAPH_LINELENGTH, "linelength", "0")                                         \
    X(GRAPH_MARGIN, "margin", "0")                                                 \
    X(GRAPH_NODESEP, "nodesep", "0.22")                                            \
    X(GRAPH_OVERLAP, "overlap", "prism")                                           \
    X(GRAPH_PAD, "pad", "0.2")                                                     \
    X(GRAPH_PENWIDTH, "penwidth", "1")                                             \
    X(GRAPH_RANKDIR, "rankdir", "LR")                                              \
    X(GRAPH_RANKSEP, "ranksep", "0.5")                                             \
    X(GRAPH_SPLINES, "splines", "true")                                            \
    X(GRAPH_STYLE, "style", "")                                                    \
    X(GRAPH_TOOLTIP, "tooltip", "")

#define CANVAS_NODE(X)                                                             \
    X(NODE_FILLCOLOR, "fillcolor", "#ffffff")                                      \
    X(NODE_COLOR, "color", "#444444")                                              \
    X(NODE_FONTCOLOR, "fontcolor", "#000000")                                      \
    X(NODE_FONTNAME, "fontname", CANVAS_FONT)                                      \
    X(NODE_FONTSIZE, "fontsize", "11")                                             \
    X(NODE_HEIGHT, "height", "0.35")                                               \
    X(NODE_ID, "id", "")                                                           \
    X(NODE_LABEL, "label", "")                                                     \
    X(NODE_MARGIN, "margin", "0.12,0.06")                                          \
    X(NODE_PENWIDTH, "penwidth", "0.8")                                            \
    X(NODE_SHAPE, "shape", "box")                                                  \
    X(NODE_STYLE, "style", "filled")                                               \
    X(NODE_TOOLTIP, "tooltip", "")                                                 \
    X(NODE_WIDTH, "width", "0.5")

#define CANVAS_EDGE(X)                                                             \
    X(EDGE_ARROWHEAD, "arrowhead", "normal")                                       \
    X(EDGE_ARROWSIZE, "arrowsize", "0.7")                                          \
    X(EDGE_COLOR, "color", "#000000")                                              \
    X(EDGE_DIR, "dir", "forward")                                                  \
    X(EDGE_FONTCOLOR, "fontcolor", "#222222")                                      \
    X(EDGE_FONTNAME, "fontname", CANVAS_FONT)                                      \
    X(EDGE_FONTSIZE, "fontsize", "9")                                              \
    X(EDGE_ID, "id", "")                                                           \
    X(EDGE_LABEL, "label", "")                                                     \
    X(EDGE_LABELTOOLTIP, "labeltooltip", "")                                       \
    X(EDGE_MINLEN, "minlen", "1")                                                  \
    X(EDGE_STYLE, "style", "solid")                                                \
    X(EDGE_TOOLTIP, "tooltip", "")

/* Fonts that have Latin, Vietnamese and Chinese between them; what renders takes the
 * first that is there, and for a missing character the next that has it. */
#define CANVAS_FONT                                                                \
    "DejaVu Sans,Noto Sans,Noto Sans CJK SC,WenQuanYi Micro Hei,sans-serif"

#define CANVAS_NAME(name, text, value) CANVAS_##name,
typedef enum { CANVAS_GRAPH(CANVAS_NAME) CANVAS_GRAPH_COUNT } canvas_graph;
typedef enum { CANVAS_NODE(CANVAS_NAME) CANVAS_NODE_COUNT } canvas_node;
typedef enum { CANVAS_EDGE(CANVAS_NAME) CANVAS_EDGE_COUNT } canvas_edge;
#undef CANVAS_NAME

/* Starts zeroed. `failed` is sticky: once cgraph refused something, nothing more is
 * added, and the caller asks once at the end. */
typedef struct {
    graphviz_calls calls;
    Agraph_t *graph;
    Agsym_t *graph_symbols[CANVAS_GRAPH_COUNT];
    Agsym_t *node_symbols[CANVAS_NODE_COUNT];
    Agsym_t *edge_symbols[CANVAS_EDGE_COUNT];
    cg_buffer name; /* what cgraph is being handed */
    cg_buffer value;
    picture_services services;
    agusererrf previous; /* who was told of cgraph's errors before */
    bool failed;
    bool nomem; /* because memory of ours was exhausted */
} dot_canvas;

/* An empty directed graph with all attributes declared. The struct stays where it is
 * until it is closed; while it is open, cgraph prints no errors. Returns what
 * graphviz_load does; on an error there is nothing to close. */
cg_status canvas_open(dot_canvas *canvas, cg_error *err);

/* NULL is fine for all objects: it is what an earlier failure left. */
Agraph_t *canvas_cluster(dot_canvas *canvas, Agraph_t *parent, const char *name);
Agnode_t *canvas_node_in(dot_canvas *canvas, Agraph_t *graph, const char *name);
Agedge_t *canvas_edge_in(dot_canvas *canvas, Agnode_t *tail, Agnode_t *head);

void canvas_set_graph(dot_canvas *canvas, Agraph_t *graph, canvas_graph attribute,
                      const char *value);
void canvas_set_node(dot_canvas *canvas, Agnode_t *node, canvas_node attribute,
                     const char *value);
void canvas_set_edge(dot_canvas *canvas, Agedge_t *edge, canvas_edge attribute,
                     const char *value);

/* The label of a node as an HTML-like one. */
void canvas_set_html(dot_canvas *canvas, Agnode_t *node, const char *html);

/* Fail the canvas if memory failed the text that was meant for it. */
void canvas_check(dot_canvas *canvas, const cg_buffer *text);

/* Append the graph as DOT. Returns CG_OK, CG_NOMEM, or CG_INTERNAL if cgraph refused
 * something. */
cg_status canvas_write(dot_canvas *canvas, cg_buffer *out, cg_error *err);

void canvas_close(dot_canvas *canvas);

#endif
