#include "cli/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/query_picture.h"

typedef enum {
    EXPORT_CSV = 1,
    EXPORT_JSON,
    EXPORT_JSONL,
    EXPORT_NEO4J,
    EXPORT_KGTK,
    EXPORT_FTM,
    EXPORT_CYPHER
} export_format;

typedef struct {
    int format;
    const char *output;
    cg_text of;
    cg_text with;
    option_list types;
    cg_text kind;
    cg_text source;
    cg_text question;
    cg_clocks clocks;
} export_options;

static const char *const format_names[] = {"csv",  "json", "jsonl",  "neo4j",
                                           "kgtk", "ftm",  "cypher", NULL};

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
     .help = "csv, neo4j, kgtk: the folder to write to; else the file",
     .type = OPTION_FILE,
     .offset = offsetof(export_options, output)},
    {.name = "of",
     .argument = "NAME",
     .help = "only facts with this entity at an end, and their ends",
     .type = OPTION_TEXT,
     .offset = offsetof(export_options, of)},
    {.name = "with",
     .argument = "NAME",
     .help = "and this one at the other end",
     .type = OPTION_TEXT,
     .offset = offsetof(export_options, with)},
    OPTION_TYPES(export_options, types),
    {.name = "kind",
     .argument = "KIND",
     .help = "only facts with an end of this kind",
     .type = OPTION_TEXT,
     .offset = offsetof(export_options, kind)},
    {.name = "source",
     .argument = "SOURCE",
     .help = "only what this source says: its number, title, file or publisher",
     .type = OPTION_TEXT,
     .offset = offsetof(export_options, source)},
    {.name = "query",
     .argument = "QUESTION",
     .help = "only what a question in openCypher returns",
     .type = OPTION_TEXT,
     .offset = offsetof(export_options, question)},
    OPTION_ON(export_options, clocks.on),
    OPTION_KNOWN(export_options, clocks.known),
    OPTION_END};

static const cli_example examples[] = {
    {"export --format csv -o sheets",
     "writes sheets/entities.csv and sheets/facts.csv"},
    {"export --format json > graph.json", "one JSON object"},
    {"export --format jsonl --type SUPPLIES > supply.jsonl",
     "only supplies, as JSON lines"},
    {"export --format neo4j -o neo4j", "nodes.csv and relationships.csv"},
    {"export --format csv -o part --query 'MATCH p = (:Company)-[:OWNS*]->() "
     "RETURN p'",
     "what a question in openCypher returns"},
    {NULL, NULL}};

static cg_status run_export(cli_run *run, const void *values, cg_error *err);

const cli_command command_export = {
    .name = "export",
    .usage = "--format csv|neo4j|kgtk -o FOLDER\n"
             "--format json|jsonl|ftm|cypher [-o FILE]",
    .summary = "write the graph out, or a part of it, for other programs",
    .about =
        "csv, neo4j (for neo4j-admin import), kgtk: a file of entities and one of "
        "facts;\n"
        "jsonl: one object a line; ftm: statements of FollowTheMoney; cypher: a "
        "script "
        "of\n"
        "statements. 'load' reads them all back but that (docs/formats.md tells "
        "what "
        "each\n"
        "carries). json: one object with what questions see.",
    .examples = examples,
    .options = OPTION_TABLE(export_options, options),
    .run = run_export,
};

/* ---- One file ---- */

static cg_status write_file(cli_run *run, int format, cg_picture *picture,
                            const cg_output *sink, cg_error *err)
{
    uint64_t left_out = 0;
    cg_status status;

    if (format == EXPORT_JSON)
        return cg_picture_json(picture, sink, err);
    if (format == EXPORT_JSONL)
        return cg_picture_jsonl(picture, sink, err);
    if (format == EXPORT_CYPHER)
        return cg_picture_cypher(picture, sink, err);
    status = cg_picture_ftm(picture, sink, &left_out, err);
    if (status == CG_OK && left_out > 0)
        cli_say(run,
                "%llu %s left out: FollowTheMoney has no form for their kinds and "
                "types",
                (unsigned long long)left_out,
                left_out == 1 ? "entity or fact was" : "entities and facts were");
    return status;
}

static cg_status export_file(cli_run *run, const export_options *given,
                             cg_picture *picture, cg_error *err)
{
    bool json = given->format == EXPORT_JSON || given->format == EXPORT_JSONL;
    cli_output file;
    cg_output sink;
    cg_status status;

    if (given->output == NULL) {
        sink = json ? cli_json_sink(run) : output_sink(&run->out);
        return write_file(run, given->format, picture, &sink, err);
    }
    status = output_file(&file, given->output, err);
    if (status == CG_OK) {
        sink = output_sink(&file);
        status = write_file(run, given->format, picture, &sink, err);
    }
    if (status == CG_OK)
        status = output_finish(&file, err);
    output_release(&file);
    return status;
}

/* ---- Two files ---- */

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

/* A format of two files: what they are called, and what writes them. */
typedef struct {
    const char *entities;
    const char *facts;
    cg_status (*write)(cg_picture *picture, const cg_output *entities,
                       const cg_output *facts, cg_error *err);
} pair_format;

/* The format's pair; NULL for one of one file. */
static const pair_format *pair_of(int format)
{
    static const pair_format csv = {"entities.csv", "facts.csv", cg_picture_csv};
    static const pair_format neo4j = {"nodes.csv", "relationships.csv",
                                      cg_picture_neo4j};
    static const pair_format kgtk = {"nodes.tsv", "edges.tsv", cg_picture_kgtk};

    return format == EXPORT_CSV     ? &csv
           : format == EXPORT_NEO4J ? &neo4j
           : format == EXPORT_KGTK  ? &kgtk
                                    : NULL;
}

/* The two files on their way. */
typedef struct {
    cli_output entities;
    cli_output facts;
    cg_buffer entities_path;
    cg_buffer facts_path;
} file_pair;

static cg_status write_pair(file_pair *files, const pair_format *format,
                            const char *folder, cg_picture *picture, cg_error *err)
{
    cg_output entities = output_sink(&files->entities);
    cg_output facts = output_sink(&files->facts);
    cg_status status = open_in(&files->entities, &files->entities_path, folder,
                               format->entities, err);

    if (status == CG_OK)
        status =
            open_in(&files->facts, &files->facts_path, folder, format->facts, err);
    if (status == CG_OK)
        status = format->write(picture, &entities, &facts, err);
    if (status == CG_OK)
        status = output_finish(&files->entities, err);
    if (status == CG_OK)
        status = output_finish(&files->facts, err);
    return status;
}

static cg_status export_pair(const export_options *given, const pair_format *format,
                             cg_picture *picture, cg_error *err)
{
    file_pair *both;
    cg_status status = make_folder(given->output, err);

    if (status != CG_OK)
        return status;
    both = calloc(1, sizeof *both);
    if (both == NULL)
        return cg_fail_memory(err);
    status = write_pair(both, format, given->output, picture, err);
    output_release(&both->entities);
    output_release(&both->facts);
    cg_buffer_release(&both->entities_path);
    cg_buffer_release(&both->facts_path);
    free(both);
    return status;
}

/* ---- What is written ---- */

static bool is_part(const export_options *given)
{
    return given->of.size > 0 || given->with.size > 0 || given->types.count > 0 ||
           given->kind.size > 0 || given->source.size > 0;
}

static cg_status find_end(cg_store *store, cg_text name, cg_id *id, cg_error *err)
{
    *id = 0;
    return name.size > 0 ? cg_find_entity(store, name, id, err) : CG_OK;
}

static cg_status select_part(cli_run *run, cg_store *store,
                             const export_options *given, bool denied,
                             cg_picture **picture, cg_error *err)
{
    cg_fact_filter everything = {.clocks = given->clocks, .denied = denied};
    cg_relation_filter filter = {.types = given->types.items,
                                 .type_count = given->types.count,
                                 .kind = given->kind,
                                 .source = given->source,
                                 .denied = denied,
                                 .clocks = given->clocks};
    cg_status status;

    if (given->question.size > 0)
        return query_picture(run, store, given->question, &everything, picture,
                             err);
    if (!is_part(given))
        return cg_picture_of(store, &everything, picture, err);
    status = find_end(store, given->of, &filter.of, err);
    if (status == CG_OK)
        status = find_end(store, given->with, &filter.with, err);
    return status == CG_OK ? cg_picture_of_relations(store, &filter, picture, err)
                           : status;
}

static cg_status run_export(cli_run *run, const void *values, cg_error *err)
{
    const export_options *given = values;
    const pair_format *pair = pair_of(given->format);
    /* What sources deny goes where each piece of evidence says so. */
    bool denied = given->format == EXPORT_CSV || given->format == EXPORT_JSONL ||
                  given->format == EXPORT_KGTK;
    cg_store *store = NULL;
    cg_picture *picture = NULL;
    cg_status status;

    if (given->format == 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "say what to write: --format csv, json, jsonl, neo4j, kgtk, "
                       "ftm or cypher");
    if (pair != NULL && given->output == NULL)
        return cg_fail(
            err, CG_USAGE, NULL,
            "%s is two files: say where to write them with -o FOLDER",
            given->format == EXPORT_CSV ? "CSV" : format_names[given->format - 1]);
    if (given->question.size > 0 && is_part(given))
        return cg_fail(
            err, CG_USAGE, NULL,
            "'--query' chooses by itself: leave out --of, --with, --type, "
            "--kind and --source");
    status = cli_open(run, CG_OPEN_READ, &store, err);
    if (status == CG_OK)
        status = select_part(run, store, given, denied, &picture, err);
    if (status == CG_OK)
        status = pair != NULL ? export_pair(given, pair, picture, err)
                              : export_file(run, given, picture, err);
    cg_picture_close(picture);
    cg_close(store);
    return status;
}
