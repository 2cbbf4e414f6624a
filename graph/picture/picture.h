/* Pictures: the subgraph that a question selected, and what is written of it.
 *
 * A picture is entities and facts with all that a reader needs to see: names,
 * properties, evidence, sources. It is read from the store in batches while it is
 * written, in a stable order (entities by id, facts by id), so that the same
 * question gives the same bytes, and an export of everything needs the memory of
 * a batch.
 */
#ifndef CG_GRAPH_PICTURE_PICTURE_H
#define CG_GRAPH_PICTURE_PICTURE_H

#include "graph/question/question.h"
#include "graph/store/file.h"
#include "schema/output.h"

typedef struct cg_picture cg_picture;

/* Everything, or what the filter lets through: its facts, and their ends (with an
 * empty filter also the entities without facts). The filter is copied. */
CG_API cg_status cg_picture_of(cg_store *store, const cg_fact_filter *filter,
                               cg_picture **picture, cg_error *err);

/* The same for what a question about relations chooses. CG_REFUSED for a type, kind or
 * source that is not known. */
CG_API cg_status cg_picture_of_relations(cg_store *store,
                                         const cg_relation_filter *filter,
                                         cg_picture **picture, cg_error *err);

/* What lies within `depth` facts of an entity, and all facts between those. */
CG_API cg_status cg_picture_around(cg_store *store, cg_id entity, size_t depth,
                                   const cg_fact_filter *filter,
                                   cg_picture **picture, cg_error *err);

/* The shortest paths between two entities; CG_NOT_FOUND if there is none. */
CG_API cg_status cg_picture_path(cg_store *store, cg_id from, cg_id to,
                                 const cg_fact_filter *filter, cg_picture **picture,
                                 cg_error *err);

/* The facts given by id with their ends, and the entities. Without facts, also those
 * between the entities that the filter passes. What is not there is passed over; ids may
 * come in any order and more than once. */
CG_API cg_status cg_picture_select(cg_store *store, const cg_id *entities,
                                   size_t entity_count, const cg_id *facts,
                                   size_t fact_count, const cg_fact_filter *filter,
                                   cg_picture **picture, cg_error *err);

/* NULL is fine. */
CG_API void cg_picture_close(cg_picture *picture);

/* How a diagram is drawn. Zeroed is the default. */
typedef struct {
    cg_language labels; /* of the relation labels and the legend */
    cg_text title;      /* above the diagram; empty for none */
} cg_diagram_style;

typedef enum { CG_DOT, CG_SVG, CG_PNG, CG_PDF } cg_diagram_format;

/* False if `name` ("dot", "svg", …, any case) is none of them. */
CG_API bool cg_diagram_format_parse(cg_text name, cg_diagram_format *format);

/* Write the picture as a diagram. CG_LIMIT when it holds more than
 * CG_DIAGRAM_ENTITIES entities or layout takes longer than CG_LAYOUT_SECONDS with the
 * fallback engine, too; what the output returned. */
CG_API cg_status cg_picture_draw(cg_picture *picture, cg_diagram_format format,
                                 const cg_diagram_style *style,
                                 const cg_output *output, cg_error *err);

enum { CG_DIAGRAM_ENTITIES = 2000, CG_LAYOUT_SECONDS = 30 };

/* Write it as one JSON object (docs/manual.md, "JSON"). */
CG_API cg_status cg_picture_json(cg_picture *picture, const cg_output *output,
                                 cg_error *err);

/* Write it as two sheets that cg_sheet_read reads back to the same graph: entities
 * with their names and properties, and facts, a row for each piece of evidence. */
CG_API cg_status cg_picture_csv(cg_picture *picture, const cg_output *entities,
                                const cg_output *facts, cg_error *err);

/* Write it in the formats that docs/formats.md describes: as JSON lines, as a script of
 * openCypher statements, as files for neo4j-admin import, as KGTK files, or as statements
 * of FollowTheMoney, which have no form for everything: `*left_out` counts the entities
 * and facts without one. What has no name or no kind is left out of all of them. */
CG_API cg_status cg_picture_jsonl(cg_picture *picture, const cg_output *output,
                                  cg_error *err);
CG_API cg_status cg_picture_cypher(cg_picture *picture, const cg_output *output,
                                   cg_error *err);
CG_API cg_status cg_picture_neo4j(cg_picture *picture, const cg_output *nodes,
                                  const cg_output *relationships, cg_error *err);
CG_API cg_status cg_picture_kgtk(cg_picture *picture, const cg_output *nodes,
                                 const cg_output *edges, cg_error *err);
CG_API cg_status cg_picture_ftm(cg_picture *picture, const cg_output *output,
                                uint64_t *left_out, cg_error *err);

#endif
