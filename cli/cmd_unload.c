#include "cli/commands.h"

static const cli_option options[] = {OPTION_END};

static const cli_example examples[] = {
    {"unload supply.csv", "takes back what that sheet said"},
    {"unload 3", "the source of that number"},
    {NULL, NULL}};

static cg_status run_unload(cli_run *run, const void *values, cg_error *err);

const cli_command command_unload = {
    .name = "unload",
    .usage = "SOURCE",
    .summary = "take back what a source said",
    .about =
        "Withdraws a source: its evidence, and the facts that nothing else "
        "speaks for.\n"
        "SOURCE is its number, title or file name, as 'sources' lists them. What "
        "was\n"
        "known before stays known: '--known' shows it.",
    .examples = examples,
    .options = {.options = options, .size = 0},
    .least = 1,
    .most = 1,
    .run = run_unload,
};

enum { COLUMN_SOURCE = 0, COLUMN_TITLE = 2, COLUMN_FILE = 7 };

static bool is_called(const cg_cursor *rows, size_t column, cg_text wanted)
{
    cg_value cell = cg_column(rows, column);

    return cell.type == CG_STRING && cg_text_equal(cell.as.text, wanted);
}

/* The one source of that number, title or file's name. */
static cg_status find_source(cg_store *store, cg_text wanted, cg_id *source,
                             cg_error *err)
{
    cg_cursor *rows = NULL;
    uint64_t number = 0;
    bool numbered = option_number(wanted, INT64_MAX, &number);
    size_t found = 0;
    cg_status status = cg_ask_sources(store, &rows, err);

    *source = 0;
    while (status == CG_OK && (status = cg_step(rows, err)) == CG_ROW) {
        cg_id id = cg_column(rows, COLUMN_SOURCE).as.integer;

        status = CG_OK;
        if (numbered ? id != (cg_id)number
                     : !is_called(rows, COLUMN_TITLE, wanted) &&
                           !is_called(rows, COLUMN_FILE, wanted))
            continue;
        found++;
        *source = id;
    }
    cg_finish(rows);
    if (status != CG_OK && status != CG_DONE)
        return status;
    if (found > 1)
        return cg_fail(err, CG_AMBIGUOUS, NULL,
                       "%zu sources are called '%.*s': give the number of one, as "
                       "'chipgraph sources' has it",
                       found, CG_TEXT_ARG(wanted));
    return found == 1
               ? CG_OK
               : cg_fail(err, CG_NOT_FOUND, NULL,
                         "no source is called '%.*s': see 'chipgraph sources'",
                         CG_TEXT_ARG(wanted));
}

static cg_status run_unload(cli_run *run, const void *values, cg_error *err)
{
    cg_store *store = NULL;
    cg_id source;
    uint64_t facts = 0;
    cg_status status = cli_open_existing(run, &store, err);

    (void)values;
    if (status == CG_OK)
        status = find_source(store, cg_text_z(run->arguments[0]), &source, err);
    if (status == CG_OK)
        status = cg_unload(store, source, &facts, err);
    if (status == CG_OK)
        cli_say(run, "source %lld withdrawn, and %llu %s that only it said",
                (long long)source, (unsigned long long)facts,
                facts == 1 ? "fact" : "facts");
    cg_close(store);
    return status;
}
