#include "graph/picture/legend.h"

#include <stdio.h>

#include "graph/picture/label.h"
#include "graph/picture/words.h"

/* What occurs in a diagram. */
typedef struct {
    cg_kinds nodes;  /* kinds drawn as nodes */
    cg_kinds frames; /* and as frames with a name */
    bool relations[CG_RELATION_MAX];
    bool unsure;
    bool denied;
    bool sources; /* some line has more than one */
} occurrence;

typedef struct {
    dot_canvas *canvas;
    const cg_vocabulary *vocabulary;
    cg_language language;
    occurrence occurs;
    Agraph_t *frame;
    cg_buffer text;
} legend;

/* Text of ours, NUL-terminated, and the buffer empty from then on. */
static const char *take(cg_buffer *text)
{
    if (text->at == NULL || text->size == 0)
        return "";
    text->size = 0;
    return text->at;
}

/* Record shapes would read the braces and bars in a name as fields. */
static bool reads_its_label(cg_text shape)
{
    return cg_text_equal(shape, CG_TEXT("record")) ||
           cg_text_equal(shape, CG_TEXT("Mrecord"));
}

static void set_look(dot_canvas *canvas, Agnode_t *node, cg_text shape,
                     cg_text colour)
{
    cg_buffer word = {0};

    cg_buffer_add(&word, reads_its_label(shape) ? CG_TEXT("box") : shape);
    canvas_set_node(canvas, node, CANVAS_NODE_SHAPE, take(&word));
    cg_buffer_add(&word, colour);
    canvas_set_node(canvas, node, CANVAS_NODE_FILLCOLOR, take(&word));
    canvas_set_node(canvas, node, CANVAS_NODE_FONTCOLOR, label_ink(colour));
    canvas_check(canvas, &word);
    cg_buffer_release(&word);
}

void legend_look(dot_canvas *canvas, Agnode_t *node, const cg_kind *kind)
{
    set_look(canvas, node, kind->shape, kind->colour);
}

void legend_look_of_frame(dot_canvas *canvas, Agraph_t *frame, const cg_kind *kind)
{
    cg_buffer word = {0};

    /* A fifth of the colour: what stands in the frame has to stand out. */
    cg_buffer_add(&word, kind->colour);
    cg_buffer_add_z(&word, "33");
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_FILLCOLOR, take(&word));
    cg_buffer_add(&word, kind->colour);
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_COLOR, take(&word));
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_STYLE, "rounded,filled");
    canvas_set_graph(canvas, frame, CANVAS_GRAPH_PENWIDTH, "2");
    canvas_check(canvas, &word);
    cg_buffer_release(&word);
}

/* ---- What occurs ---- */

static void look_at_nodes(const diagram *drawn, occurrence *occurs)
{
    for (size_t i = 0; i < drawn->node_count; i++) {
        if (drawn->nodes[i].kind == CG_KIND_MAX)
            continue;
        cg_kinds kind = (cg_kinds)1 << drawn->nodes[i].kind;
        if (drawn->nodes[i].members > 0 && drawn->nodes[i].lines == 0)
            occurs->frames |= kind;
        else
            occurs->nodes |= kind;
    }
}

static void look_at_line(const diagram *drawn, const diagram_line *line,
                         occurrence *occurs)
{
    for (size_t i = 0; i < line->fact_count; i++) {
        const diagram_fact *fact = &drawn->facts[line->facts[i]];

        occurs->relations[fact->fact.relation] = true;
        if (fact->source_count > 1)
            occurs->sources = true;
    }
    if (line->sureness == DIAGRAM_UNSURE)
        occurs->unsure = true;
    if (line->sureness == DIAGRAM_DENIED)
        occurs->denied = true;
}

/* ---- Kinds: a node or a frame of each ---- */

static Agnode_t *draw_entry(legend *key, const char *prefix, size_t index,
                            cg_text label)
{
    char name[32];
    Agnode_t *node = NULL;

    snprintf(name, sizeof name, "%s%zu", prefix, index);
    node = canvas_node_in(key->canvas, key->frame, name);
    label_add(label, &key->text);
    canvas_set_node(key->canvas, node, CANVAS_NODE_LABEL, take(&key->text));
    canvas_set_node(key->canvas, node, CANVAS_NODE_FONTSIZE, "9");
    canvas_set_node(key->canvas, node, CANVAS_NODE_HEIGHT, "0.25");
    canvas_set_node(key->canvas, node, CANVAS_NODE_MARGIN, "0.08,0.03");
    return node;
}

static void draw_kinds(legend *key)
{
    for (size_t i = 0; i < cg_kind_count(key->vocabulary); i++) {
        const cg_kind *kind = cg_kind_at(key->vocabulary, i);
        cg_text label = diagram_label_in(kind->labels, kind->name, key->language);

        if ((key->occurs.nodes >> i & 1) != 0)
            legend_look(key->canvas, draw_entry(key, "kind_", i, label), kind);
        if ((key->occurs.frames >> i & 1) != 0) {
            Agnode_t *node = draw_entry(key, "frame_", i, label);

            set_look(key->canvas, node, CG_TEXT("box"), kind->colour);
            canvas_set_node(key->canvas, node, CANVAS_NODE_STYLE, "rounded,filled");
        }
    }
}

/* ---- Lines: one table, so that their samples stand straight ---- */

static void add_sample(cg_buffer *out, cg_text style, cg_text colour)
{
    bool bold = cg_text_equal(style, CG_TEXT("bold"));

    cg_buffer_add_z(out,
                    "<TD><TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
                    "CELLPADDING=\"0\"><TR><TD WIDTH=\"28\" HEIGHT=\"6\"></TD>"
                    "</TR><TR><TD WIDTH=\"28\" HEIGHT=\"6\" SIDES=\"T\"");
    cg_buffer_printf(out, " BORDER=\"%d\" COLOR=\"", bold ? 2 : 1);
    cg_buffer_add(out, colour);
    cg_buffer_add_z(out, "\" STYLE=\"");
    if (cg_text_equal(style, CG_TEXT("dotted")) ||
        cg_text_equal(style, CG_TEXT("dashed")))
        cg_buffer_add(out, style);
    else
        cg_buffer_add_z(out, "solid");
    cg_buffer_add_z(out, "\"></TD></TR></TABLE></TD>");
}

static void add_row(legend *key, cg_text style, cg_text colour, cg_text label)
{
    cg_buffer_add_z(&key->text, "<TR>");
    add_sample(&key->text, style, colour);
    cg_buffer_add_z(&key->text, "<TD ALIGN=\"LEFT\">");
    label_add_html(label, &key->text);
    cg_buffer_add_z(&key->text, "</TD></TR>");
}

static void add_remark(legend *key, diagram_word word)
{
    cg_buffer_add_z(&key->text, "<TR><TD></TD><TD ALIGN=\"LEFT\">");
    label_add_html(cg_text_z(diagram_word_in(word, key->language)), &key->text);
    cg_buffer_add_z(&key->text, "</TD></TR>");
}

static void add_rows(legend *key)
{
    for (size_t i = 0; i < cg_relation_count(key->vocabulary); i++) {
        const cg_relation *relation = cg_relation_at(key->vocabulary, i);

        if (key->occurs.relations[i])
            add_row(
                key, relation->style, relation->colour,
                diagram_label_in(relation->labels, relation->name, key->language));
    }
    if (key->occurs.unsure)
        add_row(key, CG_TEXT("dashed"), CG_TEXT("#000000"),
                cg_text_z(diagram_word_in(WORD_UNSURE, key->language)));
    if (key->occurs.denied)
        add_row(key, CG_TEXT("dashed"), CG_TEXT("#000000"),
                cg_text_z(diagram_word_in(WORD_DENIED, key->language)));
    if (key->occurs.sources)
        add_remark(key, WORD_SOURCES);
}

static void begin_table(legend *key, int border)
{
    cg_buffer_printf(&key->text,
                     "<TABLE BORDER=\"%d\" CELLBORDER=\"0\" CELLSPACING=\"2\" "
                     "CELLPADDING=\"0\">",
                     border);
}

static void draw_table(legend *key, Agraph_t *graph)
{
    Agnode_t *table = canvas_node_in(key->canvas, graph, "lines");

    cg_buffer_add_z(&key->text, "</TABLE>");
    canvas_set_node(key->canvas, table, CANVAS_NODE_SHAPE, "plaintext");
    canvas_set_node(key->canvas, table, CANVAS_NODE_STYLE, "solid");
    canvas_set_node(key->canvas, table, CANVAS_NODE_FONTSIZE, "9");
    canvas_set_node(key->canvas, table, CANVAS_NODE_MARGIN, "0");
    canvas_set_html(key->canvas, table, take(&key->text));
}

/* ---- Kinds in the table ---- */

static void add_kind(legend *key, const cg_kind *kind)
{
    cg_buffer_add_z(&key->text, "<TR><TD BORDER=\"1\" BGCOLOR=\"");
    cg_buffer_add(&key->text, kind->colour);
    cg_buffer_add_z(&key->text, "\"></TD><TD ALIGN=\"LEFT\">");
    label_add_html(diagram_label_in(kind->labels, kind->name, key->language),
                   &key->text);
    cg_buffer_add_z(&key->text, " (");
    label_add_html(kind->shape, &key->text);
    cg_buffer_add_z(&key->text, ")</TD></TR>");
}

static void add_kinds(legend *key)
{
    for (size_t i = 0; i < cg_kind_count(key->vocabulary); i++)
        if (((key->occurs.nodes | key->occurs.frames) >> i & 1) != 0)
            add_kind(key, cg_kind_at(key->vocabulary, i));
}

/* ---- The whole ---- */

static void draw_frame(legend *key)
{
    dot_canvas *canvas = key->canvas;

    key->frame = canvas_cluster(canvas, canvas->graph, "cluster_legend");
    canvas_set_graph(canvas, key->frame, CANVAS_GRAPH_LABEL,
                     diagram_word_in(WORD_LEGEND, key->language));
    canvas_set_graph(canvas, key->frame, CANVAS_GRAPH_FONTSIZE, "9");
    canvas_set_graph(canvas, key->frame, CANVAS_GRAPH_COLOR, "#999999");
    canvas_set_graph(canvas, key->frame, CANVAS_GRAPH_STYLE, "rounded");
    canvas_set_graph(canvas, key->frame, CANVAS_GRAPH_MARGIN, "8");
}

void legend_draw(dot_canvas *canvas, const diagram *drawn, cg_language language,
                 bool frames)
{
    legend key = {
        .canvas = canvas, .vocabulary = drawn->vocabulary, .language = language};

    look_at_nodes(drawn, &key.occurs);
    for (size_t i = 0; i < drawn->line_count; i++)
        look_at_line(drawn, &drawn->lines[i], &key.occurs);
    if (frames) {
        draw_frame(&key);
        draw_kinds(&key);
    }
    begin_table(&key, frames ? 0 : 1);
    if (!frames)
        add_kinds(&key);
    add_rows(&key);
    if (!frames || drawn->line_count > 0)
        draw_table(&key, frames ? key.frame : canvas->graph);
    canvas_check(canvas, &key.text);
    cg_buffer_release(&key.text);
}
