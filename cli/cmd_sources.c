#include "cli/commands.h"

typedef struct {
    int format;
} sources_options;

static const cli_option options[] = {OPTION_FORMAT(sources_options, format),
                                     OPTION_END};

static cg_status run_sources(cli_run *run, const void *values, cg_error *err);

const cli_command command_sources = {
    .name = "sources",
    .usage = "[OPTION…]",
    .summary = "list the articles and sheets that went in",
    .about = "Lists what facts came from: articles, sheets, queries, and the "
             "sources that "
             "sheets cite.\n"
             "A table leaves out address, size and the time of recording.",
    .options = OPTION_TABLE(sources_options, options),
    .run = run_sources,
};

static cg_status run_sources(cli_run *run, const void *values, cg_error *err)
{
    static const char *const spare[] = {"url", "bytes", "recorded", NULL};
    const sources_options *given = values;

    return cli_answer(run, cg_ask_sources, given->format, spare, err);
}
