#include "cli/commands.h"

#include "cli/help.h"

typedef struct {
    bool unused; /* it takes none */
} help_options;

static const cli_option options[] = {OPTION_END};

static cg_status run_help(cli_run *run, const void *values, cg_error *err);

const cli_command command_help = {
    .name = "help",
    .usage = "[COMMAND]",
    .summary = "show the commands, or how to use one",
    .about = "Shows the commands, or the options and arguments of one.",
    .options = OPTION_TABLE(help_options, options),
    .least = 0,
    .most = 1,
    .run = run_help,
};

static cg_status run_help(cli_run *run, const void *values, cg_error *err)
{
    cg_output out = output_sink(&run->out);
    cg_buffer text = {0};
    cg_status status;

    (void)values;
    if (run->argument_count == 0) {
        help_program(&text);
    } else {
        cg_text name = cg_text_z(run->arguments[0]);
        const cli_command *command = command_find(name);
        if (command == NULL)
            return command_unknown(name, err);
        help_command(command, &text);
    }
    status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = out.write(out.handle, cg_buffer_text(&text), err);
    cg_buffer_release(&text);
    return status;
}
