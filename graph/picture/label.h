/* Names and quotes as text in a diagram.
 *
 * Graphviz reads its labels: a backslash begins an escape (`\N` is the node's name),
 * an ampersand a character reference. What is written here comes out as it went in,
 * with what cannot be seen, or would turn the writing direction, shown as an escape. */
#ifndef CG_GRAPH_PICTURE_LABEL_H
#define CG_GRAPH_PICTURE_LABEL_H

#include "schema/memory.h"

/* Append `text` for a label or a tooltip, line breaks included. */
void label_add(cg_text text, cg_buffer *out);

/* The same, at most `columns` of it, with `…` for what is cut. */
void label_add_cut(cg_text text, size_t columns, cg_buffer *out);

/* The same, wrapped into lines of about `columns` each, at most `lines` of them. */
void label_add_wrapped(cg_text text, size_t columns, size_t lines, cg_buffer *out);

/* Append a line break. */
void label_break(cg_buffer *out);

/* Append `text` for an HTML-like label of ours. */
void label_add_html(cg_text text, cg_buffer *out);

/* "#000000" or "#ffffff", whichever is easier to read on `fill` ("#rrggbb"; anything
 * else is taken for white). */
const char *label_ink(cg_text fill);

#endif
