/* Lines typed on a terminal, with history and completion (libedit). */
#ifndef CG_CLI_LINE_H
#define CG_CLI_LINE_H

#include "graph/chipgraph.h"

typedef struct cli_lines cli_lines;

/* What may stand where a line goes on. */
typedef struct {
    size_t begin;         /* where what it takes the place of begins */
    const cg_text *items; /* whole, in the order in which they are shown */
    size_t count;
} line_choices;

/* Find what may stand at the end of `before`, the line up to the cursor. What it gives
 * lives until the next call. */
typedef cg_status (*line_complete)(void *handle, cg_text before,
                                   line_choices *choices, cg_error *err);

/* Read from the terminal that is standard input. Lines remembered come from `history`
 * and go there when it is closed; NULL: nowhere. Returns CG_OK or CG_NOMEM. */
cg_status lines_open(const char *history, line_complete complete, void *handle,
                     cli_lines **opened, cg_error *err);

/* The next line with its newline, until the next call: CG_ROW; CG_INTERRUPTED if it was
 * given up by Ctrl-C; CG_DONE at the end. */
cg_status lines_read(cli_lines *lines, const char *prompt, cg_text *line);

/* Remember a text, which may have several lines. */
void lines_remember(cli_lines *lines, cg_text text);

/* NULL is fine. */
void lines_close(cli_lines *lines);

#endif
