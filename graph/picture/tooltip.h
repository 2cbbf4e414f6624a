/* What a reader sees who points at a part of a diagram: whole names, properties, and
 * the quotes behind a fact. */
#ifndef CG_GRAPH_PICTURE_TOOLTIP_H
#define CG_GRAPH_PICTURE_TOOLTIP_H

#include "graph/picture/diagram.h"

/* The whole name, kinds and properties of an entity. */
void tooltip_entity(const diagram *drawn, cg_language language,
                    const cg_entity *entity, cg_buffer *out);

/* Facts in words, with their properties and what the sources say; `facts` are indexes
 * of the diagram's. */
void tooltip_facts(const diagram *drawn, cg_language language, const size_t *facts,
                   size_t count, cg_buffer *out);

/* The memberships that a frame stands for. */
void tooltip_members(const diagram *drawn, cg_language language, size_t group,
                     cg_buffer *out);

/* `… 3 more` on a line of its own; nothing for 0. */
void tooltip_more(cg_language language, size_t count, cg_buffer *out);

/* ` (2021–2023-Q2)`, with what is known of it. */
void tooltip_dates(const cg_fact *fact, cg_buffer *out);

#endif
