/* Sheets that a command reads: packed or not, once or several times. */
#ifndef CG_CLI_SHEET_INPUT_H
#define CG_CLI_SHEET_INPUT_H

#include "cli/input.h"
#include "cli/progress.h"

typedef struct {
    cli_input in;
    cg_unpacker *unpacker;
    const char *path;
    bool started;
    progress *watch; /* NULL: nobody is shown how far it is */
} sheet_input;

/* Take `path`, which outlives the input; nothing is opened yet. */
void sheet_input_init(sheet_input *in, const char *path, progress *watch);
void sheet_input_close(sheet_input *in);

/* The name for messages. */
const char *sheet_input_name(const sheet_input *in);

/* Go to the first byte. Returns what input_open does, or CG_REFUSED where standard input
 * would have to be read twice. As cg_mapped_sheet has it; the handle is the input. */
cg_status sheet_input_start(void *handle, cg_error *err);

/* A cg_read; the handle is the input, which was started. CG_INTERRUPTED once the user has
 * asked to stop. */
cg_status sheet_input_read(void *handle, char *buffer, size_t room, size_t *size,
                           cg_error *err);

#endif
