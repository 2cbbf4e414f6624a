#include "cli/commands.h"

typedef struct {
    int format;
} judgements_options;

static const cli_option options[] = {OPTION_FORMAT(judgements_options, format),
                                     OPTION_END};

static cg_status run_judgements(cli_run *run, const void *values, cg_error *err);

const cli_command command_judgements = {
    .name = "judgements",
    .usage = "[OPTION…]",
    .summary = "list what people decided",
    .about = "Lists the judgements in force. The first column is the number that\n"
             "'judge --undo' takes.",
    .options = OPTION_TABLE(judgements_options, options),
    .run = run_judgements,
};

static cg_status run_judgements(cli_run *run, const void *values, cg_error *err)
{
    const judgements_options *given = values;

    return cli_answer(run, cg_ask_judgements, given->format, NULL, err);
}
