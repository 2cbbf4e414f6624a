#include "cli/commands.h"

typedef struct {
    int format;
} stats_options;

static const cli_option options[] = {OPTION_FORMAT(stats_options, format),
                                     OPTION_END};

static cg_status run_stats(cli_run *run, const void *values, cg_error *err);

const cli_command command_stats = {
    .name = "stats",
    .usage = "[OPTION…]",
    .summary = "count what is there",
    .about = "Counts entities by kind, facts by type, and all else that the graph "
             "holds.",
    .options = OPTION_TABLE(stats_options, options),
    .run = run_stats,
};

static cg_status run_stats(cli_run *run, const void *values, cg_error *err)
{
    const stats_options *given = values;

    return cli_answer(run, cg_ask_stats, given->format, NULL, err);
}
