#include "cli/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef enum { EXPORT_CSV = 1, EXPORT_JSON } export_format;

typedef struct {
    int format;
    const char *output;
    cg_clocks clocks;
} export_options;

static const char *const format_names[] = {"csv", "json", NULL};

static const cli_option options[] = {
    {.name = "format",
     .argument = "FORMAT",
     .help = "write as",
     .type = OPTION_CHOICE,
     .offset = offsetof(export_options, format),
     .choices = format_names},
    {.letter = 'o',
     .name = "output",
     .argument = "PATH",
     .help = "csv: the folder to write to; json: the file",
     .type = OPTION_FILE,
     .offset = offsetof(export_options, output)},
    OPTION_ON(export_options, clocks.on),
    OPTION_KNOWN(export_options, clocks.known),
    OPTION_END};

static const cli_example examples[] = {
    {"export --format csv -o sheets",
     "writes sheets/entities.csv and sheets/facts.csv"},
    {"export --format json > graph.json", "one JSON object"},
    {NULL, NULL}};

static cg_status run_export(cli_run *run, const void *values, cg_error *err);

const cli_command command_export = {
    .name = "export",
    .usage = "--format csv -o FOLDER\n"
             "--format json [-o FILE]",
    .summary = "write the graph out, as sheets or as JSON",
    .about =
        "csv: two sheets, entities.csv and facts.csv, which 'load' reads back to "
        "the\n"
        "same graph, with what sources deny. json: one object with what questions\n"
        "see: entities with their names and where texts name them, relations with\n"
        "their evidence.",
    .examples = examples,
    .options = OPTION_TABLE(export_options, options),
    .run = run_export,
};

/* ---- JSON ---- */

static cg_status export_json(cli_run *run, const export_options *given,
                             cg_picture *picture, cg_error *err)
{
    cli_output file;
    cg_output sink;
    cg_status status;

    if (given->output == NULL) {
        sink = cli_json_sink(run);
        return cg_picture_json(picture, &sink, err);
    }
    status = output_file(&file, given->output, err);
    if (status == CG_OK) {
        sink = output_sink(&file);
        status = cg_picture_json(picture, &sink, err);
    }
    if (status == CG_OK)
        status = output_finish(&file, err);
    output_release(&file);
    return status;
}

/* ---- CSV ---- */

static cg_status make_folder(const char *path, cg_error *err)
{
    struct stat there;

    if (mkdir(path, 0777) == 0)
        return CG_OK;
    if (errno == EEXIST && stat(path, &there) == 0 && S_ISDIR(there.st_mode))
        return CG_OK;
    return cg_fail(err, CG_STORAGE, NULL, "cannot make the folder '%s': %s", path,
                   strerror(errno));
}

static cg_status open_in(cli_output *out, cg_buffer *path, const char *folder,
                         const char *name, cg_error *err)
{
    cg_status status;

    cg_buffer_printf(path, "%s/%s", folder, name);
    status = cg_buffer_status(path, err);
    return status == CG_OK ? output_file(out, path->at, err) : status;
}

/* The two sheets on their way. */
typedef struct {
    cli_output entities;
    cli_output facts;
    cg_buffer entities_path;
    cg_buffer facts_path;
} sheet_pair;

static cg_status write_sheets(sheet_pair *sheets, const char *folder,
                              cg_picture *picture, cg_error *err)
{
    cg_output entities = output_sink(&sheets->entities);
    cg_output facts = output_sink(&sheets->facts);
    cg_status status = open_in(&sheets->entities, &sheets->entities_path, folder,
                               "entities.csv", err);

    if (status == CG_OK)
        status =
            open_in(&sheets->facts, &sheets->facts_path, folder, "facts.csv", err);
    if (status == CG_OK)
        status = cg_picture_csv(picture, &entities, &facts, err);
    if (status == CG_OK)
        status = output_finish(&sheets->entities, err);
    if (status == CG_OK)
        status = output_finish(&sheets->facts, err);
    return status;
}

static cg_status export_csv(const export_options *given, cg_picture *picture,
                            cg_error *err)
{
    sheet_pair *both;
    cg_status status = make_folder(given->output, err);

    if (status != CG_OK)
        return status;
    both = calloc(1, sizeof *both);
    if (both == NULL)
        return cg_fail_memory(err);
    status = write_sheets(both, given->output, picture, err);
    output_release(&both->entities);
    output_release(&both->facts);
    cg_buffer_release(&both->entities_path);
    cg_buffer_release(&both->facts_path);
    free(both);
    return status;
}

static cg_status run_export(cli_run *run, const void *values, cg_error *err)
{
    const export_options *given = values;
    bool csv = given->format == EXPORT_CSV;
    cg_fact_filter filter = {.clocks = given->clocks, .denied = csv};
    cg_store *store = NULL;
    cg_picture *picture = NULL;
    cg_status status;

    if (given->format == 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "say what to write: --format csv or json");
    if (csv && given->output == NULL)
        return cg_fail(err, CG_USAGE, NULL,
                       "CSV is two files: say where to write them with -o FOLDER");
    status = cli_open(run, CG_OPEN_READ, &store, err);
    if (status == CG_OK)
        status = cg_picture_of(store, &filter, &picture, err);
    if (status == CG_OK)
        status = csv ? export_csv(given, picture, err)
                     : export_json(run, given, picture, err);
    cg_picture_close(picture);
    cg_close(store);
    return status;
}
