#include "cli/commands.h"

enum { LIMIT = 50, LIMIT_MOST = 1000000 };

typedef struct {
    uint64_t limit;
    int format;
} search_options;

static const cli_option options[] = {{.name = "limit",
                                      .argument = "N",
                                      .help = "print at most N finds; else 50",
                                      .type = OPTION_NUMBER,
                                      .offset = offsetof(search_options, limit),
                                      .most = LIMIT_MOST},
                                     OPTION_FORMAT(search_options, format),
                                     OPTION_END};

static const cli_example examples[] = {
    {"search bac kinh", "finds Bắc Kinh, in names and in quotes"}, {NULL, NULL}};

static cg_status run_search(cli_run *run, const void *values, cg_error *err);

const cli_command command_search = {
    .name = "search",
    .usage = "[OPTION…] WORD…",
    .summary = "find names and quotes that contain some words",
    .about = "Finds names and quotes that contain the words one behind the other, "
             "without\n"
             "regard to case and diacritics; the last word may be a beginning. "
             "Names come\n"
             "first. Exits with 1 if nothing is found.",
    .examples = examples,
    .options = OPTION_TABLE(search_options, options),
    .least = 1,
    .most = SIZE_MAX,
    .run = run_search,
};

static cg_status search(cli_run *run, cg_store *store, const search_options *given,
                        cg_text words, cg_error *err)
{
    size_t limit = given->limit > 0 ? (size_t)given->limit : LIMIT;
    cg_cursor *rows = NULL;
    uint64_t count = 0;
    cg_status status = cg_ask_search(store, words, limit, &rows, err);

    if (status == CG_OK)
        status = cli_print_rows(run, rows, given->format, NULL, &count, err);
    if (status == CG_OK && count == 0)
        status =
            cg_fail(err, CG_NOT_FOUND, NULL, "no name and no quote contains '%.*s'",
                    CG_TEXT_ARG(words));
    if (status == CG_OK && count == limit)
        cli_say(run, "only the best %zu are shown: --limit gives more", limit);
    cg_finish(rows);
    return status;
}

static cg_status run_search(cli_run *run, const void *values, cg_error *err)
{
    cg_store *store = NULL;
    cg_buffer words = {0};
    cg_status status;

    for (size_t i = 0; i < run->argument_count; i++) {
        cg_buffer_add_z(&words, i > 0 ? " " : "");
        cg_buffer_add_z(&words, run->arguments[i]);
    }
    status = cg_buffer_status(&words, err);
    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_READ, &store, err);
    if (status == CG_OK)
        status = search(run, store, values, cg_buffer_text(&words), err);
    cg_close(store);
    cg_buffer_release(&words);
    return status;
}
