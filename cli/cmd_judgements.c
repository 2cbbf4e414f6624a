#include "cli/commands.h"

typedef struct {
    bool open;
    int format;
} judgements_options;

static const cli_option options[] = {
    {.name = "open",
     .help = "those that wait for a decision: pairs that may be one",
     .type = OPTION_FLAG,
     .offset = offsetof(judgements_options, open)},
    OPTION_FORMAT(judgements_options, format),
    OPTION_END};

static cg_status run_judgements(cli_run *run, const void *values, cg_error *err);

const cli_command command_judgements = {
    .name = "judgements",
    .usage = "[OPTION…]",
    .summary = "list what people decided, and what waits for them",
    .about = "Lists the judgements in force. The first column is the number that\n"
             "'judge' takes. What reading left open is 'maybe', by the rule that "
             "says so.",
    .options = OPTION_TABLE(judgements_options, options),
    .run = run_judgements,
};

static cg_status run_judgements(cli_run *run, const void *values, cg_error *err)
{
    const judgements_options *given = values;

    return cli_answer(run, given->open ? cg_ask_open_judgements : cg_ask_judgements,
                      given->format, NULL, err);
}
