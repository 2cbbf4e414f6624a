/* Markdown: which bytes of it are marks rather than text. */
#ifndef CG_INGEST_TEXT_MARKDOWN_H
#define CG_INGEST_TEXT_MARKDOWN_H

#include "ingest/fact.h"
#include "schema/memory.h"

/* Is it Markdown, by the end of its file's name? */
bool markdown_is(const char *name);

/* The marks in the text from byte `body` on, as ranges in order that do not overlap:
 * signs of headings, lists, quotations and emphasis, addresses of links, images, tags,
 * blocks of code. `*marks` is malloc'ed, NULL if there are none. CG_OK or CG_NOMEM. */
cg_status markdown_marks(cg_text text, size_t body, cg_range **marks, size_t *count,
                         cg_error *err);

#endif
