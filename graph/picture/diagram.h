/* A diagram: a picture small enough to be drawn, in memory, and arranged.
 *
 * Facts between the same two ends that look alike become one line. An alliance
 * becomes a frame round its members. */
#ifndef CG_GRAPH_PICTURE_DIAGRAM_H
#define CG_GRAPH_PICTURE_DIAGRAM_H

#include "graph/picture/select.h"
#include "graph/question/lookup.h"

enum {
    DIAGRAM_FACTS = 20000, /* that a diagram may hold */
    DIAGRAM_QUOTES = 3,    /* of a fact, that are shown */
    DIAGRAM_FRAME = 2      /* members that make a frame, at least */
};

#define DIAGRAM_NONE SIZE_MAX

typedef struct {
    cg_entity entity;
    uint8_t kind;   /* the first of its kinds, or CG_KIND_MAX */
    size_t frame;   /* the node in whose frame it stands, or DIAGRAM_NONE */
    size_t members; /* in its own frame; 0: it is drawn as a node */
    size_t lines;   /* that end at it */
} diagram_node;

typedef struct {
    cg_fact fact;
    size_t subject; /* nodes */
    size_t object;
    cg_evidence quotes[DIAGRAM_QUOTES];
    size_t quote_count;
    const cg_id *sources; /* that support it, by id, each once */
    size_t source_count;
    bool framed; /* shown by the frame, not by a line */
} diagram_fact;

/* How sure a fact is. */
typedef enum {
    DIAGRAM_SURE,   /* asserted or reported */
    DIAGRAM_UNSURE, /* planned or possible */
    DIAGRAM_DENIED
} diagram_sureness;

typedef struct {
    size_t tail; /* nodes */
    size_t head;
    bool symmetric;
    diagram_sureness sureness;
    const size_t *facts; /* by id */
    size_t fact_count;
} diagram_line;

/* Starts zeroed. */
typedef struct {
    cg_arena arena; /* for what the rest points to */
    const cg_vocabulary *vocabulary;
    diagram_node *nodes; /* by id */
    size_t node_count;
    diagram_fact *facts; /* by id */
    size_t fact_count;
    diagram_line *lines; /* by their first fact's id */
    size_t line_count;
    cg_lookup_sources sources; /* of the quotes */
} diagram;

/* Read the picture into `drawn` (zeroed), not yet arranged. CG_LIMIT if it holds more
 * than CG_DIAGRAM_ENTITIES entities or DIAGRAM_FACTS facts. */
cg_status diagram_read(const cg_picture *picture, diagram *drawn, cg_error *err);

/* Join facts into lines. With `frames`, what a relation of the vocabulary groups by is
 * drawn as a frame round its members; else memberships are lines like other facts. May
 * be done again, the other way. */
cg_status diagram_arrange(diagram *drawn, bool frames, cg_error *err);

void diagram_release(diagram *drawn);

diagram_sureness diagram_sureness_of(cg_modality modality);

#endif
