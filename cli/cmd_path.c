#include "cli/commands.h"

enum { DEPTH = 6, DEPTH_MOST = 100, LIMIT = 10, LIMIT_MOST = 10000 };

typedef struct {
    uint64_t depth;
    uint64_t limit;
    int format;
} path_options;

static const cli_option options[] = {
    {.name = "depth",
     .argument = "N",
     .help = "look for connections of at most N facts; else 6",
     .type = OPTION_NUMBER,
     .offset = offsetof(path_options, depth),
     .most = DEPTH_MOST},
    {.name = "limit",
     .argument = "N",
     .help = "print at most N connections; else 10",
     .type = OPTION_NUMBER,
     .offset = offsetof(path_options, limit),
     .most = LIMIT_MOST},
    OPTION_FORMAT(path_options, format),
    OPTION_END};

static const cli_example examples[] = {
    {"path TSMC Nvidia", "how the two are connected, fact by fact"}, {NULL, NULL}};

static cg_status run_path(cli_run *run, const void *values, cg_error *err);

const cli_command command_path = {
    .name = "path",
    .usage = "[OPTION…] NAME NAME",
    .summary = "show how two entities are connected",
    .about =
        "Shows the shortest connections between two entities, a row for each fact "
        "on\n"
        "the way. Facts count in either direction. Exits with 1 if there is none.",
    .examples = examples,
    .options = OPTION_TABLE(path_options, options),
    .least = 2,
    .most = 2,
    .run = run_path,
};

static cg_status run_path(cli_run *run, const void *values, cg_error *err)
{
    const path_options *given = values;
    size_t depth = given->depth > 0 ? (size_t)given->depth : DEPTH;
    size_t limit = given->limit > 0 ? (size_t)given->limit : LIMIT;
    cg_store *store = NULL;
    cg_cursor *rows = NULL;
    cg_id from = 0, to = 0;
    cg_status status = cli_open(run, CG_OPEN_READ, &store, err);

    if (status == CG_OK)
        status = cg_find_entity(store, cg_text_z(run->arguments[0]), &from, err);
    if (status == CG_OK)
        status = cg_find_entity(store, cg_text_z(run->arguments[1]), &to, err);
    if (status == CG_OK && from == to)
        status = cg_fail(err, CG_REFUSED, NULL, "'%s' and '%s' are the same entity",
                         run->arguments[0], run->arguments[1]);
    if (status == CG_OK)
        status = cg_ask_path(store, from, to, depth, limit, &rows, err);
    if (status == CG_OK)
        status = cli_print_rows(run, rows, given->format, NULL, NULL, err);
    cg_finish(rows);
    cg_close(store);
    return status;
}
