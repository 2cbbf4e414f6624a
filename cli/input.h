/* Files that a command reads: named ones, and `-` for standard input. */
#ifndef CG_CLI_INPUT_H
#define CG_CLI_INPUT_H

#include "graph/chipgraph.h"

/* An open input. */
typedef struct {
    int descriptor;
    const char *path;      /* as given */
    const char *name;      /* for messages: the path, or "standard input" */
    bool (*stopped)(void); /* has the user asked to stop? NULL: nobody asks */
} cli_input;

/* Open `path`, which outlives the input. Returns CG_OK, CG_REFUSED for a directory
 * or a file that is not there, CG_STORAGE for one that cannot be read. */
cg_status input_open(cli_input *in, const char *path, cg_error *err);

/* Closes it; fine for one that was not opened (descriptor -1). */
void input_close(cli_input *in);

/* Read what comes next, at most `room` bytes; 0 is the end. A cg_read whose handle
 * is the input. CG_INTERRUPTED, without a message, if it waits while the user asks to stop. */
cg_status input_read(void *handle, char *buffer, size_t room, size_t *size,
                     cg_error *err);

/* Read the whole of `path` into `text`. CG_LIMIT for more than `most` bytes. */
cg_status input_whole(const char *path, size_t most, cg_buffer *text,
                      cg_error *err);

/* The part of a path behind its last slash. */
const char *input_base_name(const char *path);

#endif
