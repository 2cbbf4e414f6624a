/* Help, from the declarations of the commands and their options. */
#ifndef CG_CLI_HELP_H
#define CG_CLI_HELP_H

#include "cli/command.h"

/* Options that every command takes. */
typedef struct {
    const char *database;
    bool help;
    bool version;
} cli_common;

extern const cli_option cli_common_options[];

/* The help of the program: its commands, in lines of at most 80 columns. */
void help_program(cg_buffer *out);

/* The help of one command. */
void help_command(const cli_command *command, cg_buffer *out);

#endif
