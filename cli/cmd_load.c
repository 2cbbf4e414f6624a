#include "cli/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/sample.h"
#include "cli/sheet_input.h"

typedef struct {
    cg_text source;
    const char *mapping;
    int as; /* a cg_format, from 1 */
    cg_text prefix;
    bool dry_run;
    bool partial;
    bool replace;
    const char *rejects;
    option_list vocabularies;
} load_options;

static const char *const format_names[] = {
#define FORMAT_NAME(format, name, words) name,
    CG_FORMATS(FORMAT_NAME)
#undef FORMAT_NAME
        NULL};

static const cli_option options[] = {
    {.name = "as",
     .argument = "FORMAT",
     .help = "what the files are (docs/formats.md); else they tell by themselves:",
     .type = OPTION_CHOICE,
     .offset = offsetof(load_options, as),
     .choices = format_names},
    {.name = "prefix",
     .argument = "WORD",
     .help = "tells the ids in these files from those of other data sets",
     .type = OPTION_TEXT,
     .offset = offsetof(load_options, prefix)},
    {.name = "mapping",
     .argument = "FILE",
     .help = "read the sheets as FILE says (docs/mapping.md)",
     .type = OPTION_FILE,
     .offset = offsetof(load_options, mapping)},
    {.name = "source",
     .argument = "TITLE",
     .help = "the title of the sheets as a source; else their file names",
     .type = OPTION_TEXT,
     .offset = offsetof(load_options, source)},
    {.name = "dry-run",
     .help = "show the first statements, and only say what would be new",
     .type = OPTION_FLAG,
     .offset = offsetof(load_options, dry_run)},
    {.name = "replace",
     .help = "a sheet takes the place of the one of its title (or of its file's "
             "name): what it no longer says is withdrawn",
     .type = OPTION_FLAG,
     .offset = offsetof(load_options, replace)},
    {.name = "partial",
     .help = "load what is right; bad rows go beside each sheet, into "
             "SHEET.rejects.csv, with the reason",
     .type = OPTION_FLAG,
     .offset = offsetof(load_options, partial)},
    {.name = "rejects",
     .argument = "FILE",
     .help = "the same, but bad rows go to FILE",
     .type = OPTION_FILE,
     .offset = offsetof(load_options, rejects)},
    OPTION_VOCABULARY(load_options, vocabularies),
    OPTION_END};

static const cli_example examples[] = {
    {"load companies.csv supply.csv", "loads both sheets, or neither"},
    {"load --mapping eto.yaml *.csv.gz", "loads sheets of any other shape"},
    {"load supply.csv --partial", "loads what is right, keeps what is not"},
    {NULL, NULL}};

static cg_status run_load(cli_run *run, const void *values, cg_error *err);

const cli_command command_load = {
    .name = "load",
    .usage = "[OPTION…] SHEET…",
    .summary = "load fact sheets (CSV) into the graph",
    .about =
        "Loads sheets of entities and of facts (docs/sheets.md; - is standard "
        "input),\n"
        "files of neo4j-admin import, KGTK and FollowTheMoney, JSON lines and "
        "node-link\n"
        "files, or with --mapping CSV files of any shape. They may be packed by "
        "gzip or\n"
        "zstd.\n"
        "All sheets of one call are loaded, or none: a bad row refuses them "
        "all unless\n"
        "--partial or --rejects say where it goes. Loading a sheet twice "
        "changes nothing.",
    .examples = examples,
    .options = OPTION_TABLE(load_options, options),
    .least = 1,
    .most = SIZE_MAX,
    .files = true,
    .run = run_load,
};

/* ---- One load ---- */

/* Where the bad rows of a sheet go. */
typedef struct {
    cli_output file;
    cg_output sink;
    cg_buffer path;
    bool open;
} load_rejects;

typedef struct {
    cli_run *run;
    const load_options *given;
    cg_store *store;
    cg_loader *loader;
    cg_format format;
    cg_mapping *mapping; /* NULL: the format needs none */
    progress watch;
    sample shown;
    cg_sink sink;
    size_t count; /* of sheets, and of the arrays */
    sheet_input *inputs;
    load_rejects *rejects;
    cg_sheet_report *reports;
} loading;

/* ---- Words ---- */

static unsigned long long number(uint64_t count)
{
    return (unsigned long long)count;
}

static const char *choose(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void report_reasons(cli_run *run, const cg_sheet_report *counts)
{
    for (size_t i = 0; i < counts->reason_count; i++)
        cli_say(run, "  %llu: %s", number(counts->reasons[i].count),
                counts->reasons[i].text);
}

static void report_sheets(const loading *all)
{
    cg_sheet_report sum = {0};
    const char *dry = all->given->dry_run ? "dry run: " : "";

    for (size_t i = 0; i < all->count; i++) {
        sum.rows += all->reports[i].rows;
        sum.silent += all->reports[i].silent;
    }
    cli_say(all->run, "%s%llu %s read", dry, number(sum.rows),
            choose(sum.rows, "row", "rows"));
    if (sum.silent > 0)
        cli_say(all->run, "%llu %s filtered out", number(sum.silent),
                choose(sum.silent, "row was", "rows were"));
    for (size_t i = 0; i < all->count; i++) {
        const cg_sheet_report *counts = &all->reports[i];

        if (counts->rejected == 0)
            continue;
        cli_say(all->run, "'%s': %llu of %llu rejected: see '%s'",
                sheet_input_name(&all->inputs[i]), number(counts->rejected),
                number(counts->rows), all->rejects[i].path.at);
        report_reasons(all->run, counts);
    }
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
    if (counts->changed_sources > 0)
        cli_say(run, "%llu %s replaced, %llu %s withdrawn",
                number(counts->changed_sources),
                choose(counts->changed_sources, "sheet", "sheets"),
                number(counts->retracted),
                choose(counts->retracted, "fact", "facts"));
    if (counts->kept_properties > 0)
        cli_say(run, "%llu %s from what the graph has and not taken over",
                number(counts->kept_properties),
                choose(counts->kept_properties, "property differs",
                       "properties differ"));
    cli_say_suggestions(run, counts->suggestions);
}

static cg_status say_unused(void *handle, const char *sheet, cg_text column,
                            cg_error *err)
{
    loading *all = handle;

    (void)err;
    cli_say(all->run,
            "%s: the column '%.*s' is not used: name it in the mapping, if only "
            "under 'ignore'",
            sheet, CG_TEXT_ARG(column));
    return CG_OK;
}

/* ---- Rejects ---- */

static bool wants_rejects(const load_options *given)
{
    return given->partial || given->rejects != NULL;
}

static cg_status open_rejects(const loading *all, size_t index, cg_error *err)
{
    load_rejects *rejects = &all->rejects[index];
    const char *sheet = all->inputs[index].path;
    cg_status status;

    if (all->given->rejects != NULL)
        cg_buffer_add_z(&rejects->path, all->given->rejects);
    else
        cg_buffer_printf(&rejects->path, "%s.rejects.csv", sheet);
    status = cg_buffer_status(&rejects->path, err);
    if (status == CG_OK)
        status = output_file(&rejects->file, rejects->path.at, err);
    rejects->open = status == CG_OK;
    rejects->sink = output_sink(&rejects->file);
    return status;
}

/* A file of rejects beside a sheet is there only if there are some. */
static cg_status finish_rejects(const loading *all, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < all->count && status == CG_OK; i++)
        if (all->rejects[i].open &&
            (all->given->rejects != NULL || all->reports[i].rejected > 0))
            status = output_finish(&all->rejects[i].file, err);
    return status;
}

static const cg_output *rejects_of(const loading *all, size_t index)
{
    return all->rejects[index].open ? &all->rejects[index].sink : NULL;
}

/* ---- Loading ---- */

static cg_status load_own(const loading *all, size_t index, cg_error *err)
{
    sheet_input *in = &all->inputs[index];
    cg_sheet sheet = {.name = sheet_input_name(in),
                      .read = sheet_input_read,
                      .handle = in,
                      .source = {.title = all->given->source},
                      .rejects = rejects_of(all, index)};
    cg_status status = sheet_input_start(in, err);

    return status == CG_OK ? cg_sheet_read(&sheet, cg_store_vocabulary(all->store),
                                           all->sink, &all->reports[index], err)
                           : status;
}

static cg_text prefix_of(const loading *all)
{
    return all->given->prefix.size > 0 ? all->given->prefix
                                       : cg_text_z(cg_format_name(all->format));
}

/* Several sheets that may refer to each other: by a mapping, or as JSON. */
static cg_status load_set(loading *all, cg_error *err)
{
    cg_mapping_ears ears = {.unused = say_unused, .handle = all};
    cg_mapped_sheet *sheets = calloc(all->count, sizeof *sheets);
    cg_status status;

    if (sheets == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < all->count; i++)
        sheets[i] = (cg_mapped_sheet){.name = sheet_input_name(&all->inputs[i]),
                                      .start = sheet_input_start,
                                      .read = sheet_input_read,
                                      .handle = &all->inputs[i],
                                      .once = strcmp(all->inputs[i].path, "-") == 0,
                                      .source = {.title = all->given->source},
                                      .rejects = rejects_of(all, i)};
    status = all->mapping != NULL
                 ? cg_mapping_load(all->mapping, sheets, all->count, all->sink,
                                   ears, all->reports, err)
                 : cg_json_load(cg_store_vocabulary(all->store), prefix_of(all),
                                sheets, all->count, all->sink, all->reports, err);
    free(sheets);
    return status;
}

/* All sheets into one change. */
static cg_status load_all(loading *all, cg_error *err)
{
    cg_load_report counts = {0};
    cg_status status = cg_loader_open(all->store, "load", &all->loader, err);

    if (status != CG_OK)
        return status;
    if (all->given->replace)
        cg_loader_replace_sheets(all->loader);
    all->sink = cg_loader_sink(all->loader);
    if (all->given->dry_run) {
        all->shown = (sample){.run = all->run,
                              .vocabulary = cg_store_vocabulary(all->store),
                              .next = all->sink};
        all->sink = sample_sink(&all->shown);
    }
    bool own = all->mapping == NULL && all->format == CG_FORMAT_SHEET;
    bool numbered = all->format == CG_FORMAT_NEO4J || all->format == CG_FORMAT_JSON;
    if (numbered && all->given->prefix.size == 0)
        cg_loader_doubt_ids(all->loader);
    if (!own)
        status = load_set(all, err);
    for (size_t i = 0; own && i < all->count && status == CG_OK; i++)
        status = load_own(all, i, err);
    if (status == CG_OK)
        status = finish_rejects(all, err);
    if (status == CG_OK)
        status = progress_check(&all->watch, err);
    if (status == CG_OK)
        status = all->given->dry_run ? cg_loader_dry_run(all->loader, &counts, err)
                                     : cg_loader_commit(all->loader, &counts, err);
    progress_end(&all->watch);
    if (status == CG_OK) {
        report_sheets(all);
        report_load(all->run, &counts);
    }
    return status;
}

/* ---- Formats ---- */

/* How the sheet begins; the caller frees `head`. Standard input stays as it is: it tells
 * nothing. */
static cg_status read_head(sheet_input *in, cg_buffer *head, cg_error *err)
{
    size_t size = 1;
    cg_status status = CG_OK;

    if (strcmp(in->path, "-") == 0)
        return CG_OK;
    status = sheet_input_start(in, err);
    while (status == CG_OK && size > 0 && head->size < CG_FORMAT_HEAD) {
        if (!cg_buffer_reserve(head, CG_FORMAT_HEAD))
            return cg_fail_memory(err);
        status = sheet_input_read(in, head->at + head->size,
                                  CG_FORMAT_HEAD - head->size, &size, err);
        head->size += status == CG_OK ? size : 0;
    }
    return status;
}

/* The one format of all files; those of neo4j may have their headers in others. */
static cg_status guess_format(loading *all, const cg_file_head *files,
                              cg_error *err)
{
    for (size_t i = 0; i < all->count; i++) {
        cg_format format = cg_format_guess(files[i].head);

        if (i == 0)
            all->format = format;
        if (format == all->format ||
            (all->format == CG_FORMAT_NEO4J && format == CG_FORMAT_SHEET))
            continue;
        return cg_fail(
            err, CG_REFUSED, NULL,
            "'%s' looks like %s and '%s' like %s: load them apart, or say "
            "what they are with '--as'",
            files[0].name, cg_format_words(all->format), files[i].name,
            cg_format_words(format));
    }
    return CG_OK;
}

static cg_status make_mapping(loading *all, const cg_file_head *files,
                              cg_error *err)
{
    cg_buffer yaml = {0};
    char name[64];
    cg_status status = CG_OK;

    if (all->given->as > 0)
        all->format = (cg_format)(all->given->as - 1);
    else
        status = guess_format(all, files, err);
    if (status != CG_OK || all->format == CG_FORMAT_SHEET ||
        all->format == CG_FORMAT_JSON)
        return status;
    status = cg_format_mapping(all->format, prefix_of(all), files, all->count,
                               &yaml, err);
    snprintf(name, sizeof name, "the mapping of %s", cg_format_name(all->format));
    if (status == CG_OK)
        status =
            cg_mapping_read(name, cg_buffer_text(&yaml),
                            cg_store_vocabulary(all->store), &all->mapping, err);
    cg_buffer_release(&yaml);
    return status;
}

/* Find out what the files are, by how they begin. */
static cg_status read_format(loading *all, cg_error *err)
{
    cg_buffer *heads;
    cg_file_head *files;
    cg_status status = CG_OK;

    if (all->mapping != NULL)
        return CG_OK;
    heads = calloc(all->count, sizeof *heads);
    files = calloc(all->count, sizeof *files);
    if (heads == NULL || files == NULL)
        status = cg_fail_memory(err);
    for (size_t i = 0; i < all->count && status == CG_OK; i++) {
        status = read_head(&all->inputs[i], &heads[i], err);
        files[i] = (cg_file_head){.name = sheet_input_name(&all->inputs[i]),
                                  .head = cg_buffer_text(&heads[i])};
    }
    if (status == CG_OK)
        status = make_mapping(all, files, err);
    for (size_t i = 0; heads != NULL && i < all->count; i++)
        cg_buffer_release(&heads[i]);
    free(heads);
    free(files);
    return status;
}

/* ---- The command ---- */

static cg_status check_call(const cli_run *run, const load_options *given,
                            bool there, cg_error *err)
{
    if (given->rejects != NULL && run->argument_count > 1)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--rejects' is for one sheet: their columns differ; with "
                       "'--partial' each has a file of its own");
    if (given->rejects != NULL && given->partial)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--rejects' and '--partial' both say where bad rows go: "
                       "give one of them");
    for (size_t i = 0; given->partial && i < run->argument_count; i++)
        if (strcmp(run->arguments[i], "-") == 0)
            return cg_fail(err, CG_USAGE, NULL,
                           "there is no place beside standard input: say where bad "
                           "rows go with '--rejects FILE'");
    if (given->mapping != NULL && (given->as > 0 || given->prefix.size > 0))
        return cg_fail(
            err, CG_USAGE, NULL,
            "'--mapping' says what the files are and has a prefix: leave "
            "out '--as' and '--prefix'");
    if (given->dry_run && there && given->vocabularies.count > 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--vocabulary' changes the graph file and '--dry-run' does "
                       "not: give one of them");
    return CG_OK;
}

static cg_status read_mapping(loading *all, cg_error *err)
{
    const char *path = all->given->mapping;
    cg_buffer text = {0};
    cg_status status = CG_OK;

    if (path == NULL)
        return CG_OK;
    status = input_whole(path, CG_MAPPING_MAX, &text, err);
    if (status == CG_OK)
        status =
            cg_mapping_read(path, cg_buffer_text(&text),
                            cg_store_vocabulary(all->store), &all->mapping, err);
    cg_buffer_release(&text);
    return status;
}

static cg_status make_room(loading *all, cg_error *err)
{
    all->inputs = calloc(all->count, sizeof *all->inputs);
    all->rejects = calloc(all->count, sizeof *all->rejects);
    all->reports = calloc(all->count, sizeof *all->reports);
    if (all->inputs == NULL || all->rejects == NULL || all->reports == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < all->count; i++)
        sheet_input_init(&all->inputs[i], all->run->arguments[i], &all->watch);
    return CG_OK;
}

static void release(loading *all)
{
    cg_loader_close(all->loader);
    cg_mapping_close(all->mapping);
    sample_release(&all->shown);
    for (size_t i = 0; i < all->count; i++) {
        if (all->inputs != NULL)
            sheet_input_close(&all->inputs[i]);
        if (all->rejects == NULL)
            continue;
        if (all->rejects[i].open)
            output_release(&all->rejects[i].file);
        cg_buffer_release(&all->rejects[i].path);
    }
    free(all->inputs);
    free(all->rejects);
    free(all->reports);
    cg_close(all->store);
}

static cg_status run_load(cli_run *run, const void *values, cg_error *err)
{
    const load_options *given = values;
    loading all = {.run = run, .given = given, .count = run->argument_count};
    bool there = access(run->database, F_OK) == 0;
    cg_open_mode mode = given->dry_run && !there ? CG_OPEN_PRIVATE : CG_OPEN_WRITE;
    cg_status status = check_call(run, given, there, err);

    if (status == CG_OK)
        status = cli_open(run, mode, &all.store, err);
    if (status == CG_OK)
        status = cli_extend_vocabulary(all.store, &given->vocabularies, err);
    if (status == CG_OK)
        status = read_mapping(&all, err);
    if (status == CG_OK)
        status = make_room(&all, err);
    if (status == CG_OK)
        status = read_format(&all, err);
    progress_begin(&all.watch, run->arguments, run->argument_count,
                   "nothing was loaded");
    for (size_t i = 0; i < all.count && status == CG_OK && wants_rejects(given);
         i++)
        status = open_rejects(&all, i, err);
    if (status == CG_OK)
        status = load_all(&all, err);
    progress_end(&all.watch);
    release(&all);
    return status;
}
