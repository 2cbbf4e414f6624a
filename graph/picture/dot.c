#include "graph/picture/dot.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/picture/canvas.h"
#include "graph/picture/details.h"
#include "graph/picture/label.h"
#include "graph/picture/legend.h"
#include "graph/picture/tooltip.h"
#include "graph/picture/words.h"
#include "graph/walk/id_map.h"

enum {
    NAME_COLUMNS = 20, /* of a name in a node, and its lines at most */
    NAME_LINES = 4,
    FRAME_COLUMNS = 40,
    TITLE_COLUMNS = 90,
    TITLE_LINES = 3,
    LABEL_LINES = 6,   /* of a line's label */
    COLOURS = 4,       /* of a line that stands for several types */
    LEAVES = 6,        /* at one entity, that still stand in one column */
    LOOSE = 6,         /* without lines, that still stand in one column */
    LOOSE_COLUMNS = 4, /* that more than these are spread over */
    LEAF_COLUMNS = 3   /* that more than these are spread over */
};

typedef struct {
    const diagram *drawn;
    cg_language language;
    dot_canvas canvas;
    Agraph_t **frames;  /* of each node: its own frame, or NULL */
    Agnode_t **nodes;   /* of each node; NULL for one that is only a frame */
    size_t *leaf_count; /* of each node: the leaves drawn so far */
    cg_buffer text;     /* for one attribute at a time */
    cg_id *sources;     /* for counting those of one label */
    size_t source_room;
} drawing;

/* What is in the text buffer, which is empty from then on. */
static const char *take(drawing *draw)
{
    if (draw->text.at == NULL || draw->text.size == 0)
        return "";
    draw->text.size = 0;
    return draw->text.at;
}

static const cg_relation *relation_of(const drawing *draw, size_t fact)
{
    return cg_relation_at(draw->drawn->vocabulary,
                          draw->drawn->facts[fact].fact.relation);
}

static cg_text relation_label(const drawing *draw, size_t fact)
{
    const cg_relation *relation = relation_of(draw, fact);

    return diagram_label_in(relation->labels, relation->name, draw->language);
}

/* ---- Entities ---- */

/* "e17", and with a prefix "cluster_e17" */
typedef struct {
    char text[48];
} object_name;

static object_name name_object(const char *prefix, cg_id id)
{
    object_name name;

    snprintf(name.text, sizeof name.text, "%s%lld", prefix, (long long)id);
    return name;
}

/* The name on some lines or, of one that has none, "#17". */
static void add_name(const diagram_node *node, size_t columns, cg_buffer *out)
{
    if (node->entity.name.size > 0)
        label_add_wrapped(node->entity.name, columns, NAME_LINES, out);
    else
        cg_buffer_printf(out, "#%lld", (long long)node->entity.id);
}

static void draw_node(drawing *draw, size_t index, Agraph_t *graph)
{
    const diagram_node *node = &draw->drawn->nodes[index];
    const cg_kind *kind = details_kind(draw->drawn->vocabulary, node->kind);
    dot_canvas *canvas = &draw->canvas;
    object_name name = name_object("e", node->entity.id);
    Agnode_t *drawn = canvas_node_in(canvas, graph, name.text);

    draw->nodes[index] = drawn;
    canvas_set_node(canvas, drawn, CANVAS_NODE_ID, name.text);
    add_name(node, NAME_COLUMNS, &draw->text);
    canvas_set_node(canvas, drawn, CANVAS_NODE_LABEL, take(draw));
    legend_look(canvas, drawn, kind);
    tooltip_entity(draw->drawn, draw->language, &node->entity, &draw->text);
    canvas_set_node(canvas, drawn, CANVAS_NODE_TOOLTIP, take(draw));
}

/* A frame bears the name of what it stands for; or that stands in the frame as a node,
 * where other facts have to end at it. */
static void draw_frame(drawing *draw, size_t index)
{
    const diagram_node *node = &draw->drawn->nodes[index];
    const cg_kind *kind = details_kind(draw->drawn->vocabulary, node->kind);
    dot_canvas *canvas = &draw->canvas;
    object_name name = name_object("cluster_e", node->entity.id);
    Agraph_t *frame = canvas_cluster(canvas, canvas->graph, name.text);

    draw->frames[index] = frame;
    legend_look_of_frame(canvas, frame, kind);
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_MARGIN, "10");
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_LABEL, "");
    tooltip_entity(draw->drawn, draw->language, &node->entity, &draw->text);
    tooltip_members(draw->drawn, draw->language, index, &draw->text);
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_TOOLTIP, take(draw));
    if (node->lines > 0) {
        draw_node(draw, index, frame);
        return;
    }
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_ID,
                     name_object("e", node->entity.id).text);
    add_name(node, FRAME_COLUMNS, &draw->text);
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_LABEL, take(draw));
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_FONTSIZE, "12");
}

static void draw_nodes(drawing *draw)
{
    const diagram *drawn = draw->drawn;

    for (size_t i = 0; i < drawn->node_count; i++)
        if (drawn->nodes[i].members > 0)
            draw_frame(draw, i);
    for (size_t i = 0; i < drawn->node_count; i++) {
        size_t frame = drawn->nodes[i].frame;

        if (drawn->nodes[i].members == 0)
            draw_node(draw, i,
                      frame == DIAGRAM_NONE ? draw->canvas.graph
                                            : draw->frames[frame]);
    }
}

/* ---- Lines ---- */

/* The different sources that support the line's facts of one type. */
static size_t count_sources(drawing *draw, const diagram_line *line,
                            uint8_t relation)
{
    size_t count = 0;

    for (size_t i = 0; i < line->fact_count; i++) {
        const diagram_fact *fact = &draw->drawn->facts[line->facts[i]];

        if (fact->fact.relation != relation || fact->source_count == 0)
            continue;
        if (cg_grow(draw->sources, &draw->source_room, count + fact->source_count,
                    NULL) != CG_OK) {
            draw->canvas.failed = draw->canvas.nomem = true;
            return 0;
        }
        memcpy(draw->sources + count, fact->sources,
               fact->source_count * sizeof *fact->sources);
        count += fact->source_count;
    }
    return cg_ids_unique(draw->sources, count);
}

/* Is this fact the first of its type on the line? `*only`: and the last one? */
static bool is_first_of_type(const drawing *draw, const diagram_line *line,
                             size_t index, bool *only)
{
    uint8_t relation = draw->drawn->facts[line->facts[index]].fact.relation;

    *only = true;
    for (size_t i = 0; i < line->fact_count; i++) {
        if (draw->drawn->facts[line->facts[i]].fact.relation != relation ||
            i == index)
            continue;
        if (i < index)
            return false;
        *only = false;
    }
    return true;
}

/* `supplies? (2023 – ) ×3` */
static void add_line_label(drawing *draw, const diagram_line *line, size_t index,
                           bool only)
{
    const cg_fact *fact = &draw->drawn->facts[line->facts[index]].fact;
    size_t sources = count_sources(draw, line, fact->relation);

    if (line->sureness == DIAGRAM_DENIED)
        cg_buffer_add_z(&draw->text, "✗ ");
    label_add(relation_label(draw, line->facts[index]), &draw->text);
    if (line->sureness == DIAGRAM_UNSURE)
        cg_buffer_add_z(&draw->text, "?");
    if (only)
        tooltip_dates(fact, &draw->text);
    if (sources > 1)
        cg_buffer_printf(&draw->text, " ×%zu", sources);
}

/* A row for each type on the line. */
static void add_line_labels(drawing *draw, const diagram_line *line)
{
    size_t types = 0;
    bool only = false;

    for (size_t i = 0; i < line->fact_count; i++) {
        if (!is_first_of_type(draw, line, i, &only))
            continue;
        if (types++ >= LABEL_LINES)
            continue;
        if (types > 1)
            label_break(&draw->text);
        add_line_label(draw, line, i, only);
    }
    if (types > LABEL_LINES)
        tooltip_more(draw->language, types - LABEL_LINES, &draw->text);
}

/* The colours of the line's types, side by side: Graphviz draws one stroke for each. */
static void add_colours(drawing *draw, const diagram_line *line)
{
    cg_text colours[COLOURS];
    size_t count = 0;

    for (size_t i = 0; i < line->fact_count && count < COLOURS; i++) {
        cg_text colour = relation_of(draw, line->facts[i])->colour;
        size_t known = 0;

        while (known < count && !cg_text_equal(colours[known], colour))
            known++;
        if (known < count)
            continue;
        if (count > 0)
            cg_buffer_add_byte(&draw->text, ':');
        cg_buffer_add(&draw->text, colour);
        colours[count++] = colour;
    }
}

/* The look of the line: that of its type, or of the first one; what is not sure is
 * dashed, whatever its type. */
static void set_line_look(drawing *draw, const diagram_line *line, Agedge_t *edge)
{
    dot_canvas *canvas = &draw->canvas;

    add_colours(draw, line);
    canvas_set_edge(canvas, edge, CANVAS_EDGE_COLOR, take(draw));
    cg_buffer_add(&draw->text, relation_of(draw, line->facts[0])->style);
    if (line->sureness != DIAGRAM_SURE) {
        draw->text.size = 0;
        cg_buffer_add_z(&draw->text, "dashed");
    }
    canvas_set_edge(canvas, edge, CANVAS_EDGE_STYLE, take(draw));
    if (line->symmetric)
        canvas_set_edge(canvas, edge, CANVAS_EDGE_DIR, "none");
    if (line->sureness == DIAGRAM_UNSURE)
        canvas_set_edge(canvas, edge, CANVAS_EDGE_ARROWHEAD, "empty");
    if (line->sureness == DIAGRAM_DENIED) {
        canvas_set_edge(canvas, edge, CANVAS_EDGE_DIR, "forward");
        canvas_set_edge(canvas, edge, CANVAS_EDGE_ARROWHEAD, "tee");
    }
}

/* Many leaves at one entity would stand in one long column: spread them over some. */
static void set_length(drawing *draw, const diagram_line *line, Agedge_t *edge)
{
    const diagram_node *nodes = draw->drawn->nodes;
    bool leaf_is_head = nodes[line->head].lines == 1;
    size_t hub = leaf_is_head ? line->tail : line->head;
    size_t leaf = leaf_is_head ? line->head : line->tail;
    size_t nth = 0;

    if (nodes[leaf].lines != 1 || nodes[leaf].frame != DIAGRAM_NONE ||
        nodes[hub].lines <= LEAVES)
        return;
    nth = draw->leaf_count[hub]++ % LEAF_COLUMNS;
    if (nth > 0) {
        cg_buffer_printf(&draw->text, "%zu", nth + 1);
        canvas_set_edge(&draw->canvas, edge, CANVAS_EDGE_MINLEN, take(draw));
    }
}

/* ---- Entities without lines: rows of them, not one long column ---- */

static bool is_loose_in(const diagram_node *node, size_t frame)
{
    return node->lines == 0 && node->members == 0 && node->frame == frame;
}

static void tie(drawing *draw, size_t left, size_t right)
{
    Agedge_t *edge =
        canvas_edge_in(&draw->canvas, draw->nodes[left], draw->nodes[right]);

    canvas_set_edge(&draw->canvas, edge, CANVAS_EDGE_STYLE, "invis");
}

/* Tie those in one frame, or in none, to rows by lines that are not seen. */
static void spread_loose(drawing *draw, size_t frame)
{
    const diagram *drawn = draw->drawn;
    size_t count = 0;
    size_t nth = 0;
    size_t last = 0;

    for (size_t i = 0; i < drawn->node_count; i++)
        count += is_loose_in(&drawn->nodes[i], frame);
    if (count <= LOOSE)
        return;
    for (size_t i = 0; i < drawn->node_count; i++) {
        if (!is_loose_in(&drawn->nodes[i], frame))
            continue;
        if (nth++ % LOOSE_COLUMNS > 0)
            tie(draw, last, i);
        last = i;
    }
}

static void spread_all_loose(drawing *draw)
{
    spread_loose(draw, DIAGRAM_NONE);
    for (size_t i = 0; i < draw->drawn->node_count; i++)
        if (draw->drawn->nodes[i].members > LOOSE)
            spread_loose(draw, i);
}

static void draw_line(drawing *draw, const diagram_line *line)
{
    dot_canvas *canvas = &draw->canvas;
    Agedge_t *edge =
        canvas_edge_in(canvas, draw->nodes[line->tail], draw->nodes[line->head]);
    cg_id first = draw->drawn->facts[line->facts[0]].fact.id;

    canvas_set_edge(canvas, edge, CANVAS_EDGE_ID, name_object("f", first).text);
    add_line_labels(draw, line);
    canvas_set_edge(canvas, edge, CANVAS_EDGE_LABEL, take(draw));
    set_line_look(draw, line, edge);
    set_length(draw, line, edge);
    tooltip_facts(draw->drawn, draw->language, line->facts, line->fact_count,
                  &draw->text);
    canvas_set_edge(canvas, edge, CANVAS_EDGE_LABELTOOLTIP, take(draw));
    tooltip_facts(draw->drawn, draw->language, line->facts, line->fact_count,
                  &draw->text);
    canvas_set_edge(canvas, edge, CANVAS_EDGE_TOOLTIP, take(draw));
}

/* ---- The whole ---- */

static void draw_title(drawing *draw, cg_text title)
{
    if (title.size == 0)
        return;
    label_add_wrapped(title, TITLE_COLUMNS, TITLE_LINES, &draw->text);
    canvas_set_graph(&draw->canvas, draw->canvas.graph, CANVAS_GRAPH_LABEL,
                     take(draw));
    canvas_set_graph(&draw->canvas, draw->canvas.graph, CANVAS_GRAPH_FONTSIZE,
                     "18");
}

/* Lines that bend round everything cost sfdp minutes. */
static void set_engine(drawing *draw, const char *engine)
{
    Agraph_t *graph = draw->canvas.graph;

    canvas_set_graph(&draw->canvas, graph, CANVAS_GRAPH_LAYOUT, engine);
    if (strcmp(engine, "sfdp") == 0)
        canvas_set_graph(&draw->canvas, graph, CANVAS_GRAPH_SPLINES, "line");
}

static cg_status prepare(drawing *draw, cg_error *err)
{
    size_t room = draw->drawn->node_count + 1;

    draw->frames = calloc(room, sizeof *draw->frames);
    draw->nodes = calloc(room, sizeof *draw->nodes);
    draw->leaf_count = calloc(room, sizeof *draw->leaf_count);
    if (draw->frames == NULL || draw->nodes == NULL || draw->leaf_count == NULL)
        return cg_fail_memory(err);
    return CG_OK;
}

cg_status dot_write(const diagram *drawn, const cg_diagram_style *style,
                    const char *engine, cg_buffer *out, cg_error *err)
{
    drawing draw = {.drawn = drawn, .language = style->labels};
    cg_status status = prepare(&draw, err);

    if (status != CG_OK)
        goto done;
    status = canvas_open(&draw.canvas, err);
    if (status != CG_OK)
        goto done;
    set_engine(&draw, engine);
    draw_title(&draw, style->title);
    draw_nodes(&draw);
    for (size_t i = 0; i < drawn->line_count; i++)
        draw_line(&draw, &drawn->lines[i]);
    if (strcmp(engine, "dot") == 0)
        spread_all_loose(&draw);
    legend_draw(&draw.canvas, drawn, style->labels, strcmp(engine, "dot") == 0);
    canvas_check(&draw.canvas, &draw.text);
    status = canvas_write(&draw.canvas, out, err);
    canvas_close(&draw.canvas);
done:
    cg_buffer_release(&draw.text);
    free(draw.sources);
    free(draw.leaf_count);
    free(draw.nodes);
    free(draw.frames);
    return status;
}
