#include "graph/picture/canvas.h"

typedef struct {
    const char *name;
    const char *value;
} declaration;

#define CANVAS_DECLARATION(name, text, value) {text, value},
static const declaration graph_attributes[] = {CANVAS_GRAPH(CANVAS_DECLARATION)};
static const declaration node_attributes[] = {CANVAS_NODE(CANVAS_DECLARATION)};
static const declaration edge_attributes[] = {CANVAS_EDGE(CANVAS_DECLARATION)};
#undef CANVAS_DECLARATION

static int swallow(char *message)
{
    (void)message;
    return 0;
}

void canvas_check(dot_canvas *canvas, const cg_buffer *text)
{
    canvas->nomem = canvas->nomem || text->failed;
    canvas->failed = canvas->failed || text->failed;
}

/* cgraph takes strings as `char *` though it only reads and copies them: what is
 * constant is handed over as a copy. NULL once the canvas has failed. */
static char *hand(dot_canvas *canvas, cg_buffer *copy, const char *text)
{
    cg_buffer_clear(copy);
    cg_buffer_add_z(copy, text);
    cg_buffer_add_byte(copy, '\0');
    canvas_check(canvas, copy);
    return canvas->failed ? NULL : copy->at;
}

static Agsym_t *declare(dot_canvas *canvas, int kind, const char *name,
                        const char *value)
{
    char *own_name = hand(canvas, &canvas->name, name);
    char *own_value = hand(canvas, &canvas->value, value);
    Agsym_t *symbol = canvas->failed ? NULL
                                     : canvas->calls.agattr(canvas->graph, kind,
                                                            own_name, own_value);

    canvas->failed = symbol == NULL;
    return symbol;
}

cg_status canvas_open(dot_canvas *canvas, cg_error *err)
{
    char name[] = "chipgraph";
    cg_status status = graphviz_load(&canvas->calls, err);

    if (status != CG_OK)
        return status;
    canvas->previous = canvas->calls.agseterrf(swallow);
    services_init(&canvas->services);
    canvas->graph = canvas->calls.agopen(name, *canvas->calls.directed,
                                         &canvas->services.offered);
    canvas->failed = canvas->graph == NULL;
    for (int i = 0; i < CANVAS_GRAPH_COUNT; i++)
        canvas->graph_symbols[i] = declare(canvas, AGRAPH, graph_attributes[i].name,
                                           graph_attributes[i].value);
    for (int i = 0; i < CANVAS_NODE_COUNT; i++)
        canvas->node_symbols[i] = declare(canvas, AGNODE, node_attributes[i].name,
                                          node_attributes[i].value);
    for (int i = 0; i < CANVAS_EDGE_COUNT; i++)
        canvas->edge_symbols[i] = declare(canvas, AGEDGE, edge_attributes[i].name,
                                          edge_attributes[i].value);
    return CG_OK;
}

Agraph_t *canvas_cluster(dot_canvas *canvas, Agraph_t *parent, const char *name)
{
    char *own = hand(canvas, &canvas->name, name);
    Agraph_t *cluster =
        canvas->failed ? NULL : canvas->calls.agsubg(parent, own, 1);

    canvas->failed = cluster == NULL;
    return cluster;
}

Agnode_t *canvas_node_in(dot_canvas *canvas, Agraph_t *graph, const char *name)
{
    char *own = hand(canvas, &canvas->name, name);
    Agnode_t *node = canvas->failed ? NULL : canvas->calls.agnode(graph, own, 1);

    canvas->failed = node == NULL;
    return node;
}

Agedge_t *canvas_edge_in(dot_canvas *canvas, Agnode_t *tail, Agnode_t *head)
{
    Agedge_t *edge = canvas->failed
                         ? NULL
                         : canvas->calls.agedge(canvas->graph, tail, head, NULL, 1);

    canvas->failed = edge == NULL;
    return edge;
}

static void set(dot_canvas *canvas, void *object, Agsym_t *symbol,
                const char *value)
{
    char *own = hand(canvas, &canvas->value, value);

    if (!canvas->failed)
        canvas->failed = canvas->calls.agxset(object, symbol, own) != 0;
}

void canvas_set_graph(dot_canvas *canvas, Agraph_t *graph, canvas_graph attribute,
                      const char *value)
{
    set(canvas, graph, canvas->graph_symbols[attribute], value);
}

void canvas_set_node(dot_canvas *canvas, Agnode_t *node, canvas_node attribute,
                     const char *value)
{
    set(canvas, node, canvas->node_symbols[attribute], value);
}

void canvas_set_edge(dot_canvas *canvas, Agedge_t *edge, canvas_edge attribute,
                     const char *value)
{
    set(canvas, edge, canvas->edge_symbols[attribute], value);
}

void canvas_set_html(dot_canvas *canvas, Agnode_t *node, const char *html)
{
    char *own = hand(canvas, &canvas->value, html);
    char *kept =
        canvas->failed ? NULL : canvas->calls.agstrdup_html(canvas->graph, own);

    canvas->failed = kept == NULL ||
                     canvas->calls.agxset(
                         node, canvas->node_symbols[CANVAS_NODE_LABEL], kept) != 0;
    if (kept != NULL)
        canvas->calls.agstrfree(canvas->graph, kept);
}

cg_status canvas_write(dot_canvas *canvas, cg_buffer *out, cg_error *err)
{
    if (!canvas->failed)
        canvas->failed = canvas->calls.agwrite(canvas->graph, out) != 0;
    canvas_check(canvas, out);
    if (canvas->nomem || canvas->services.ids.failed)
        return cg_fail_memory(err);
    if (canvas->failed)
        return cg_fail(err, CG_INTERNAL, NULL, "the diagram cannot be built");
    return cg_buffer_status(out, err);
}

void canvas_close(dot_canvas *canvas)
{
    if (canvas->graph != NULL)
        canvas->calls.agclose(canvas->graph);
    cg_buffer_release(&canvas->name);
    cg_buffer_release(&canvas->value);
    canvas->calls.agseterrf(canvas->previous);
    canvas->graph = NULL;
}
