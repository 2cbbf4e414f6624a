/* What exports to other programs share: entities under ids, facts between these. */
#ifndef CG_GRAPH_PICTURE_EXPORT_H
#define CG_GRAPH_PICTURE_EXPORT_H

#include "graph/picture/details.h"
#include "graph/picture/select.h"

/* An entity that has a name and a kind; others no file of another program can name. */
typedef struct {
    cg_text
        id; /* "Company:Acme", or "Company:Acme#2" for the second of that name; of the
               name "Acme#2" itself "Company:Acme#2#1" */
    const cg_entity *entity;
    const cg_name_row *names;
    size_t name_count;
    cg_text language; /* of the name that is shown */
} export_node;

/* A fact between such entities, with one piece of its evidence. */
typedef struct {
    cg_text subject; /* ids */
    cg_text object;
    cg_text speaker; /* or "" */
    const cg_fact *fact;
    const cg_evidence *evidence; /* zeroed if there is none */
    const cg_source *source;     /* zeroed if there is none */
    cg_text title;               /* of the source, or its file's name */
    cg_text quote;               /* what the source says, unless a row of a sheet */
    size_t index;                /* of the evidence, among the fact's */
} export_edge;

/* One export: what is written is appended to `out`, and goes to `output` batch by batch. */
typedef struct export_writer export_writer;
struct export_writer {
    const cg_picture *picture;
    const cg_output *output;
    void (*node)(export_writer *writer, const export_node *node);
    void (*edge)(export_writer *writer, const export_edge *edge);
    void *handle;     /* of the format */
    cg_status failed; /* what `node` or `edge` could not do: CG_NOMEM */
    cg_buffer out;
    cg_arena arena; /* of the batch */
};

/* Hand all entities, or all facts (each with every piece of its evidence), to the writer's
 * functions. Returns CG_OK, CG_NOMEM, or what the store or the output returned. */
cg_status export_nodes(export_writer *writer, cg_error *err);
cg_status export_edges(export_writer *writer, cg_error *err);
void export_release(export_writer *writer);

/* Write what was appended. */
cg_status export_flush(export_writer *writer, cg_error *err);

static inline const cg_vocabulary *export_vocabulary(const export_writer *writer)
{
    return cg_store_vocabulary(writer->picture->store);
}

/* The names of kinds with `separator` between them. */
void export_add_kinds(const export_writer *writer, cg_kinds kinds,
                      const char *separator, cg_buffer *out);

/* The date as text in `room`. */
cg_text export_date(cg_date date, char room[CG_DATE_ROOM]);

/* ---- Columns of properties ---- */

/* One key: the type that all its values have, or CG_STRING for several. */
typedef struct {
    cg_text key;
    cg_type type;
    bool list;
} export_column;

/* By key. Starts zeroed. */
typedef struct {
    cg_arena arena;
    export_column *items;
    size_t count;
    size_t room;
} export_columns;

cg_status export_columns_add(export_columns *columns, cg_properties properties,
                             cg_error *err);
void export_columns_release(export_columns *columns);

#endif
