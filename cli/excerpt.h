/* The line of a text that an error is about, with a caret below the place. */
#ifndef CG_CLI_EXCERPT_H
#define CG_CLI_EXCERPT_H

#include "graph/chipgraph.h"

enum { EXCERPT_WIDTH = 78 }; /* columns that its lines take at most */

/* Append two lines: the line in which byte `start` of the text stands, and below it a
 * mark from there to byte `end`. What is too long is cut to a window round the place;
 * tabs are blanks, and what could steer a terminal is shown as escapes. */
void excerpt_add(cg_text text, size_t start, size_t end, cg_buffer *out);

/* The same for a failure, if its place is one in the text called `name`. */
void excerpt_show(cg_text text, const char *name, const cg_error *err,
                  cg_buffer *out);

#endif
