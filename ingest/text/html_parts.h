/* The steps of html_read, one file each. */
#ifndef CG_INGEST_TEXT_HTML_PARTS_H
#define CG_INGEST_TEXT_HTML_PARTS_H

#include <libxml/HTMLparser.h>

#include "ingest/text/html.h"

/* ---- The tree (html_tree.c) ---- */

/* Parse the page. The caller frees `*tree` with xmlFreeDoc; it is NULL for a page
 * without any element. As html_read. */
cg_status html_parse(cg_text bytes, const char *name, xmlDoc **tree, cg_error *err);

/* Called on the way in to each node, false to pass over what is in it, and on the way
 * out of it. */
typedef bool (*html_enter)(void *handle, xmlNode *node);
typedef void (*html_leave)(void *handle, xmlNode *node);

/* Walk from `root` through all that is in it, in the order of the text. */
void html_walk(xmlNode *root, html_enter enter, html_leave leave, void *handle);

/* Is the node an element of that name? */
bool html_is(const xmlNode *node, const char *name);

/* One of the names of a list that ends with NULL? */
bool html_is_one_of(const xmlNode *node, const char *const *names);

/* The value of an attribute, which lives as long as the tree; "" if it has none. */
cg_text html_attribute(const xmlNode *node, const char *name);

/* Are the texts the same but for the case of ASCII letters? */
bool html_same_word(cg_text a, cg_text b);

/* Append the text with each run of blanks as one, none at its beginning if the buffer
 * is empty or ends with one. */
void html_add_text(cg_buffer *out, cg_text text);

/* All text in the node. */
void html_add_content(cg_buffer *out, xmlNode *node);

/* ---- What the page says of itself (html_meta.c) ---- */

/* Fill the empty fields of `*source` from the metadata. CG_OK or CG_NOMEM. */
cg_status html_metadata(xmlNode *root, cg_arena *arena, cg_source *source,
                        cg_error *err);

/* ---- The main text (html_text.c) ---- */

/* Append the main text to `out`, with the title above it if it is not there. CG_OK or
 * CG_NOMEM. */
cg_status html_main_text(xmlNode *root, cg_text title, cg_buffer *out,
                         cg_error *err);

#endif
