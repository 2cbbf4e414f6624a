/* Saved web pages: their main text, and what they say of themselves. */
#ifndef CG_INGEST_TEXT_HTML_H
#define CG_INGEST_TEXT_HTML_H

#include "schema/memory.h"
#include "schema/source.h"

/* Is it a web page: by the end of its file's name, or by how it begins? */
bool html_is_page(cg_text bytes, const char *name);

/* Set `*text` to the page's title and main text as plain text, paragraphs parted by an
 * empty line, and fill the empty fields of `*source` with what the page's metadata
 * says; all in the arena. What is around the main text is left out: by its elements and
 * their names, and where most of it is links. Returns CG_OK; CG_REFUSED for a page that
 * is neither UTF-8 nor in the encoding that it names, or names none; CG_LIMIT for
 * elements nested too deeply; CG_NOMEM. `name` is the file's, for messages. */
cg_status html_read(cg_text bytes, const char *name, cg_arena *arena, cg_text *text,
                    cg_source *source, cg_error *err);

#endif
