/* Graphviz, brought in when something is to be drawn: it comes with libraries of its own,
 * and bringing those in costs a third of what asking a small question takes. */
#ifndef CG_GRAPH_PICTURE_GRAPHVIZ_H
#define CG_GRAPH_PICTURE_GRAPHVIZ_H

#include <gvc.h>

#include "schema/status.h"

#define GRAPHVIZ_CALLS(X)                                                          \
    X(agattr)                                                                      \
    X(agclose)                                                                     \
    X(agedge)                                                                      \
    X(agnode)                                                                      \
    X(agopen)                                                                      \
    X(agread)                                                                      \
    X(agsafeset)                                                                   \
    X(agseterrf)                                                                   \
    X(agstrdup_html)                                                               \
    X(agstrfree)                                                                   \
    X(agsubg)                                                                      \
    X(agwrite)                                                                     \
    X(agxset)                                                                      \
    X(gvContext)                                                                   \
    X(gvLayout)                                                                    \
    X(gvRenderData)

/* Graphviz's functions by their own names. */
#define GRAPHVIZ_MEMBER(name) __typeof__(name) *name;
typedef struct {
    GRAPHVIZ_CALLS(GRAPHVIZ_MEMBER)
    const Agdesc_t *directed; /* Agdirected */
} graphviz_calls;
#undef GRAPHVIZ_MEMBER

/* Fills `calls`; Graphviz then stays until the process ends. Returns CG_OK, or CG_INTERNAL
 * if it is not there. */
cg_status graphviz_load(graphviz_calls *calls, cg_error *err);

#endif
