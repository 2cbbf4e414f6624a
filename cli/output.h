/* Where a command's data goes: standard output, or a file that takes its name only
 * when it is whole. */
#ifndef CG_CLI_OUTPUT_H
#define CG_CLI_OUTPUT_H

#include "graph/chipgraph.h"

enum { OUTPUT_BUFFER = 1 << 16 };

typedef struct {
    int descriptor;
    const char *name; /* for messages */
    char *temporary;  /* the file being written, or NULL */
    char *target;     /* what it will be called */
    bool terminal;
    bool closed; /* the reader of a pipe has gone */
    int broken;  /* errno of a write that failed: all that follow fail, too */

    /* Called once, before the first bytes go out, which it may send elsewhere by giving
     * another descriptor; NULL: they go as they are. */
    void (*first)(void *handle, cg_text bytes);
    void *first_handle;
    bool paged; /* somebody reads it in a pager: words go there, too */
    size_t used;
    char buffer[OUTPUT_BUFFER];
} cli_output;

/* Standard output. */
void output_standard(cli_output *out);

/* The file `path`: a temporary file beside it that output_finish renames. What is
 * there and is no regular file (a pipe, /dev/null) is written to as it is. `path`
 * outlives the output. Returns CG_OK, CG_STORAGE or CG_NOMEM. */
cg_status output_file(cli_output *out, const char *path, cg_error *err);

/* The output as the library takes it. Its write returns CG_OK; CG_STORAGE with what
 * went wrong; or CG_INTERRUPTED, without a message, once the reader of a pipe has
 * gone. */
cg_output output_sink(cli_output *out);

/* Write what waits in the buffer. Returns what a write does. */
cg_status output_flush(cli_output *out, cg_error *err);

/* Write what waits, make sure that it is written, and give the file its name.
 * Returns what a write does. */
cg_status output_finish(cli_output *out, cg_error *err);

/* Free what is held; a file that was not finished is removed. */
void output_release(cli_output *out);

#endif
