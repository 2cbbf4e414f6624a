#include "cli/commands.h"

#include "cli/query_picture.h"

enum { DEPTH = 1, DEPTH_MOST = 100 };

typedef struct {
    cg_text around;
    uint64_t depth;
    bool path;
    cg_text question;
    option_list types;
    cg_clocks clocks;
    bool denied;
    const char *file;
    int format;
    int labels;
    cg_text title;
} diagram_options;

static const char *const format_names[] = {"dot", "svg", "png", "pdf", NULL};
static const char *const label_names[] = {"en", "vi", "zh", NULL};

static const cli_option options[] = {
    {.name = "around",
     .argument = "NAME",
     .help = "only what lies around this entity",
     .type = OPTION_TEXT,
     .offset = offsetof(diagram_options, around)},
    {.name = "depth",
     .argument = "N",
     .help = "with --around: within N facts of it; else 1",
     .type = OPTION_NUMBER,
     .offset = offsetof(diagram_options, depth),
     .most = DEPTH_MOST},
    {.name = "path",
     .help = "only the shortest connections between the two entities named",
     .type = OPTION_FLAG,
     .offset = offsetof(diagram_options, path)},
    {.name = "query",
     .argument = "QUESTION",
     .help = "only what a question in openCypher returns",
     .type = OPTION_TEXT,
     .offset = offsetof(diagram_options, question)},
    OPTION_TYPES(diagram_options, types),
    OPTION_ON(diagram_options, clocks.on),
    OPTION_KNOWN(diagram_options, clocks.known),
    {.name = "denied",
     .help = "draw what sources deny, too",
     .type = OPTION_FLAG,
     .offset = offsetof(diagram_options, denied)},
    {.letter = 'o',
     .name = "output",
     .argument = "FILE",
     .help = "write to FILE; its ending says the format",
     .type = OPTION_FILE,
     .offset = offsetof(diagram_options, file)},
    {.name = "format",
     .argument = "FORMAT",
     .help = "draw as",
     .type = OPTION_CHOICE,
     .offset = offsetof(diagram_options, format),
     .choices = format_names},
    {.name = "labels",
     .argument = "LANGUAGE",
     .help = "label relations in",
     .type = OPTION_CHOICE,
     .offset = offsetof(diagram_options, labels),
     .choices = label_names},
    {.name = "title",
     .argument = "TEXT",
     .help = "what to write above it",
     .type = OPTION_TEXT,
     .offset = offsetof(diagram_options, title)},
    OPTION_END};

static const cli_example examples[] = {
    {"diagram --around Nvidia --depth 2 -o nvidia.svg",
     "Nvidia and what is near it"},
    {"diagram --path TSMC Huawei -o path.png", "how the two are connected"},
    {"diagram --query 'MATCH p = ({name: \"ASML\"})-[:SUPPLIES*..2]->() RETURN p' "
     "-o chain.svg",
     "what a question in openCypher returns"},
    {"diagram --type MEMBER_OF --labels vi | dot -Tsvg > alliances.svg",
     "who is in which alliance, in Vietnamese, laid out by dot itself"},
    {NULL, NULL}};

static cg_status run_diagram(cli_run *run, const void *values, cg_error *err);

const cli_command command_diagram = {
    .name = "diagram",
    .usage = "[OPTION…]\n"
             "[OPTION…] --around NAME\n"
             "[OPTION…] --path NAME NAME\n"
             "[OPTION…] --query QUESTION",
    .summary = "draw a part of the graph, as DOT, SVG, PNG or PDF",
    .about =
        "Draws everything, or what options choose. Shape and colour tell the kind "
        "of an\n"
        "entity, label and line the type of a relation; alliances enclose their\n"
        "members. Without -o the diagram goes to standard output, as DOT unless\n"
        "--format says otherwise.",
    .examples = examples,
    .options = OPTION_TABLE(diagram_options, options),
    .least = 0,
    .most = 2,
    .run = run_diagram,
};

/* ---- What the call asks for ---- */

static cg_status check_call(const cli_run *run, const diagram_options *given,
                            cg_error *err)
{
    if (given->path && given->around.size > 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--path' and '--around' cannot be combined");
    if (given->question.size > 0 && (given->path || given->around.size > 0))
        return cg_fail(err, CG_USAGE, NULL, "'--query' and '%s' cannot be combined",
                       given->path ? "--path" : "--around");
    if (given->path && run->argument_count != 2)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--path' needs two entities: --path NAME NAME");
    if (!given->path && run->argument_count > 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "what is '%s': did you mean '--around %s'?",
                       run->arguments[0], run->arguments[0]);
    if (given->depth > 0 && given->around.size == 0)
        return cg_fail(err, CG_USAGE, NULL, "'--depth' needs '--around NAME'");
    return CG_OK;
}

static cg_status format_of_file(const char *file, cg_diagram_format *format,
                                cg_error *err)
{
    const char *dot = strrchr(file, '.');

    if (dot != NULL && strchr(dot, '/') == NULL) {
        if (cg_diagram_format_parse(cg_text_z(dot + 1), format))
            return CG_OK;
        if (strcmp(dot, ".gv") == 0) {
            *format = CG_DOT;
            return CG_OK;
        }
    }
    return cg_fail(
        err, CG_USAGE, NULL,
        "the ending of '%s' names no format: end it in .dot, .svg, .png or "
        ".pdf, or give --format",
        file);
}

static cg_status choose_format(const cli_run *run, const diagram_options *given,
                               cg_diagram_format *format, cg_error *err)
{
    *format = CG_DOT;
    if (given->format > 0)
        cg_diagram_format_parse(cg_text_z(format_names[given->format - 1]), format);
    else if (given->file != NULL)
        return format_of_file(given->file, format, err);
    if (given->file == NULL && run->out.terminal &&
        (*format == CG_PNG || *format == CG_PDF))
        return cg_fail(err, CG_USAGE, NULL,
                       "%s is not for a terminal: give -o FILE",
                       *format == CG_PNG ? "PNG" : "PDF");
    return CG_OK;
}

static cg_status select_picture(cli_run *run, const diagram_options *given,
                                cg_store *store, const cg_fact_filter *filter,
                                cg_picture **picture, cg_error *err)
{
    cg_id from = 0, to = 0;
    size_t depth = given->depth > 0 ? (size_t)given->depth : DEPTH;
    cg_text name = given->path ? cg_text_z(run->arguments[0]) : given->around;
    cg_status status = CG_OK;

    if (given->question.size > 0)
        return query_picture(run, store, given->question, filter, picture, err);
    if (name.size == 0)
        return cg_picture_of(store, filter, picture, err);
    status = cg_find_entity(store, name, &from, err);
    if (status == CG_OK && given->path)
        status = cg_find_entity(store, cg_text_z(run->arguments[1]), &to, err);
    if (status != CG_OK)
        return status;
    if (given->path)
        return cg_picture_path(store, from, to, filter, picture, err);
    return cg_picture_around(store, from, depth, filter, picture, err);
}

/* ---- Drawing ---- */

static cg_status draw_to_file(cg_picture *picture, const char *file,
                              cg_diagram_format format,
                              const cg_diagram_style *style, cg_error *err)
{
    cli_output out;
    cg_output sink;
    cg_status status = output_file(&out, file, err);

    if (status == CG_OK) {
        sink = output_sink(&out);
        status = cg_picture_draw(picture, format, style, &sink, err);
    }
    if (status == CG_OK)
        status = output_finish(&out, err);
    output_release(&out);
    return status;
}

static cg_status draw(cli_run *run, const diagram_options *given,
                      cg_diagram_format format, cg_picture *picture, cg_error *err)
{
    cg_diagram_style style = {
        .labels = given->labels > 0 ? (cg_language)(given->labels - 1) : CG_EN,
        .title = given->title};
    cg_output out = output_sink(&run->out);

    if (given->file != NULL)
        return draw_to_file(picture, given->file, format, &style, err);
    return cg_picture_draw(picture, format, &style, &out, err);
}

static cg_status run_diagram(cli_run *run, const void *values, cg_error *err)
{
    const diagram_options *given = values;
    uint8_t relations[CG_RELATION_MAX];
    cg_fact_filter filter = {.clocks = given->clocks,
                             .denied = given->denied,
                             .relations =
                                 given->types.count > 0 ? relations : NULL};
    cg_diagram_format format;
    cg_store *store = NULL;
    cg_picture *picture = NULL;
    cg_status status = check_call(run, given, err);

    if (status == CG_OK)
        status = choose_format(run, given, &format, err);
    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_READ, &store, err);
    if (status == CG_OK)
        status = cli_relations(store, &given->types, relations,
                               &filter.relation_count, err);
    if (status == CG_OK)
        status = select_picture(run, given, store, &filter, &picture, err);
    if (status == CG_OK)
        status = draw(run, given, format, picture, err);
    cg_picture_close(picture);
    cg_close(store);
    return status;
}
