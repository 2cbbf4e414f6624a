#include "cli/commands.h"

typedef struct {
    cg_text of;
    cg_text with;
    option_list types;
    cg_text kind;
    cg_text source;
    bool denied;
    cg_clocks clocks;
    int format;
} relations_options;

static const cli_option options[] = {
    {.name = "of",
     .argument = "NAME",
     .help = "only facts with this entity at an end",
     .type = OPTION_TEXT,
     .offset = offsetof(relations_options, of)},
    {.name = "with",
     .argument = "NAME",
     .help = "and this one at the other end",
     .type = OPTION_TEXT,
     .offset = offsetof(relations_options, with)},
    OPTION_TYPES(relations_options, types),
    {.name = "kind",
     .argument = "KIND",
     .help = "only facts with an end of this kind",
     .type = OPTION_TEXT,
     .offset = offsetof(relations_options, kind)},
    {.name = "source",
     .argument = "SOURCE",
     .help = "only what this source says: its number, title, file or publisher",
     .type = OPTION_TEXT,
     .offset = offsetof(relations_options, source)},
    OPTION_ON(relations_options, clocks.on),
    OPTION_KNOWN(relations_options, clocks.known),
    {.name = "denied",
     .help = "show what sources deny, too",
     .type = OPTION_FLAG,
     .offset = offsetof(relations_options, denied)},
    OPTION_FORMAT(relations_options, format),
    OPTION_END};

static const cli_example examples[] = {
    {"relations --of Nvidia --type SUPPLIES,BUYS",
     "who supplies or buys from whom"},
    {"relations --kind Alliance --format csv",
     "everything about alliances, as CSV"},
    {NULL, NULL}};

static cg_status run_relations(cli_run *run, const void *values, cg_error *err);

const cli_command command_relations = {
    .name = "relations",
    .usage = "[OPTION…]",
    .summary = "list facts, all or those that options choose",
    .about =
        "Lists facts in the order in which they came. What sources deny, and what\n"
        "was judged wrong, is not among them. The first column is the number that\n"
        "'evidence' and 'judge' take.",
    .examples = examples,
    .options = OPTION_TABLE(relations_options, options),
    .most = 1, /* to say which option it belongs to */
    .run = run_relations,
};

static cg_status find_end(cg_store *store, cg_text name, cg_id *id, cg_error *err)
{
    *id = 0;
    return name.size > 0 ? cg_find_entity(store, name, id, err) : CG_OK;
}

static cg_status run_relations(cli_run *run, const void *values, cg_error *err)
{
    const relations_options *given = values;
    cg_relation_filter filter = {.types = given->types.items,
                                 .type_count = given->types.count,
                                 .kind = given->kind,
                                 .source = given->source,
                                 .denied = given->denied,
                                 .clocks = given->clocks};
    cg_store *store = NULL;
    cg_cursor *rows = NULL;
    cg_status status;

    if (run->argument_count > 0)
        return cg_fail(err, CG_USAGE, NULL, "what is '%s': did you mean '--of %s'?",
                       run->arguments[0], run->arguments[0]);
    status = cli_open(run, CG_OPEN_READ, &store, err);
    if (status == CG_OK)
        status = find_end(store, given->of, &filter.of, err);
    if (status == CG_OK)
        status = find_end(store, given->with, &filter.with, err);
    if (status == CG_OK)
        status = cg_ask_relations(store, &filter, &rows, err);
    if (status == CG_OK)
        status = cli_print_rows(run, rows, given->format, NULL, NULL, err);
    cg_finish(rows);
    cg_close(store);
    return status;
}
