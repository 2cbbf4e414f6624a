#include "cli/commands.h"

#include <unistd.h>

#include "cli/input.h"

typedef struct {
    cg_text source;
    bool dry_run;
    const char *rejects;
    option_list vocabularies;
} load_options;

static const cli_option options[] = {
    {.name = "source",
     .argument = "TITLE",
     .help = "the title of the sheets as a source; else their file names",
     .type = OPTION_TEXT,
     .offset = offsetof(load_options, source)},
    {.name = "dry-run",
     .help = "only say what would be new",
     .type = OPTION_FLAG,
     .offset = offsetof(load_options, dry_run)},
    {.name = "rejects",
     .argument = "FILE",
     .help = "write bad rows with the reason to FILE, and load the rest",
     .type = OPTION_FILE,
     .offset = offsetof(load_options, rejects)},
    OPTION_VOCABULARY(load_options, vocabularies),
    OPTION_END};

static const cli_example examples[] = {
    {"load companies.csv supply.csv", "loads both sheets, or neither"},
    {"load supply.csv --rejects bad.csv", "loads what is right, keeps what is not"},
    {NULL, NULL}};

static cg_status run_load(cli_run *run, const void *values, cg_error *err);

const cli_command command_load = {
    .name = "load",
    .usage = "[OPTION…] SHEET…",
    .summary = "load fact sheets (CSV) into the graph",
    .about = "Loads sheets of entities and of facts (docs/sheets.md; - is standard "
             "input).\n"
             "All sheets of one call are loaded, or none: a bad row refuses them "
             "all unless\n"
             "--rejects says where it goes. Loading a sheet twice changes nothing.",
    .examples = examples,
    .options = OPTION_TABLE(load_options, options),
    .least = 1,
    .most = SIZE_MAX,
    .files = true,
    .run = run_load,
};

/* ---- Words ---- */

static unsigned long long number(uint64_t count)
{
    return (unsigned long long)count;
}

static const char *choose(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void report_sheets(cli_run *run, const load_options *given,
                          const cg_sheet_report *counts)
{
    const char *rows = choose(counts->rows, "row", "rows");

    if (counts->rejected > 0)
        cli_say(run, "%s%llu %s read, %llu rejected: see '%s'",
                given->dry_run ? "dry run: " : "", number(counts->rows), rows,
                number(counts->rejected), given->rejects);
    else
        cli_say(run, "%s%llu %s read", given->dry_run ? "dry run: " : "",
                number(counts->rows), rows);
}

static void report_load(cli_run *run, const cg_load_report *counts)
{
    cli_say(run,
            "facts: %llu new, %llu confirmed, %llu unchanged; entities: %llu new, "
            "%llu known; names: %llu new",
            number(counts->facts), number(counts->confirmed),
            number(counts->unchanged), number(counts->entities),
            number(counts->known_entities), number(counts->names));
    if (counts->known_sources > 0)
        cli_say(run, "%llu %s loaded before and passed over",
                number(counts->known_sources),
                choose(counts->known_sources, "sheet was", "sheets were"));
    if (counts->kept_properties > 0)
        cli_say(run, "%llu %s from what the graph has and not taken over",
                number(counts->kept_properties),
                choose(counts->kept_properties, "property differs",
                       "properties differ"));
    cli_say_suggestions(run, counts->suggestions);
}

/* ---- Loading ---- */

/* One sheet; its counts are added to `total`. */
static cg_status load_sheet(const load_options *given, const char *path,
                            const cg_output *rejects,
                            const cg_vocabulary *vocabulary, cg_sink sink,
                            cg_sheet_report *total, cg_error *err)
{
    cg_sheet_report counts = {0};
    cg_sheet sheet = {
        .read = input_read, .source = {.title = given->source}, .rejects = rejects};
    cli_input in;
    cg_status status = input_open(&in, path, err);

    if (status == CG_OK) {
        sheet.name = in.name;
        sheet.handle = &in;
        status = cg_sheet_read(&sheet, vocabulary, sink, &counts, err);
    }
    total->rows += counts.rows;
    total->rejected += counts.rejected;
    input_close(&in);
    return status;
}

/* All sheets into one change. */
static cg_status load_all(cli_run *run, const load_options *given, cg_store *store,
                          cli_output *rejects, cg_error *err)
{
    cg_loader *loader = NULL;
    cg_load_report counts = {0};
    cg_sheet_report sheets = {0};
    cg_output bad_rows;
    cg_status status = cg_loader_open(store, "load", &loader, err);

    if (rejects != NULL)
        bad_rows = output_sink(rejects);
    for (size_t i = 0; i < run->argument_count && status == CG_OK; i++)
        status = load_sheet(
            given, run->arguments[i], rejects != NULL ? &bad_rows : NULL,
            cg_store_vocabulary(store), cg_loader_sink(loader), &sheets, err);
    if (status == CG_OK && rejects != NULL)
        status = output_finish(rejects, err);
    if (status == CG_OK)
        status = given->dry_run ? cg_loader_dry_run(loader, &counts, err)
                                : cg_loader_commit(loader, &counts, err);
    if (status == CG_OK) {
        report_sheets(run, given, &sheets);
        report_load(run, &counts);
    }
    cg_loader_close(loader);
    return status;
}

static cg_status load_with_rejects(cli_run *run, const load_options *given,
                                   cg_store *store, cg_error *err)
{
    cli_output rejects;
    cg_status status;

    if (given->rejects == NULL)
        return load_all(run, given, store, NULL, err);
    status = output_file(&rejects, given->rejects, err);
    if (status == CG_OK)
        status = load_all(run, given, store, &rejects, err);
    output_release(&rejects);
    return status;
}

static cg_status check_call(const cli_run *run, const load_options *given,
                            bool there, cg_error *err)
{
    if (given->rejects != NULL && run->argument_count > 1)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--rejects' is for one sheet: their columns differ");
    if (given->dry_run && there && given->vocabularies.count > 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--vocabulary' changes the graph file and '--dry-run' does "
                       "not: give one of them");
    return CG_OK;
}

static cg_status run_load(cli_run *run, const void *values, cg_error *err)
{
    const load_options *given = values;
    bool there = access(run->database, F_OK) == 0;
    cg_open_mode mode = given->dry_run && !there ? CG_OPEN_PRIVATE : CG_OPEN_WRITE;
    cg_store *store = NULL;
    cg_status status = check_call(run, given, there, err);

    if (status == CG_OK)
        status = cli_open(run, mode, &store, err);
    if (status == CG_OK)
        status = cli_extend_vocabulary(store, &given->vocabularies, err);
    if (status == CG_OK)
        status = load_with_rejects(run, given, store, err);
    cg_close(store);
    return status;
}
