#include "cli/commands.h"

#include "cli/nearest.h"

/* Every command, in the order of the help. */

static const cli_command *const entering[] = {&command_ingest,  &command_extract,
                                              &command_load,    &command_unload,
                                              &command_mapping, NULL};
static const cli_command *const asking[] = {
    &command_show,    &command_relations, &command_path,
    &command_query,   &command_search,    &command_evidence,
    &command_sources, &command_stats,     NULL};
static const cli_command *const leaving[] = {&command_diagram, &command_export,
                                             NULL};
static const cli_command *const judging[] = {&command_judge, &command_judgements,
                                             &command_reconcile, NULL};
static const cli_command *const writing[] = {&command_rules, NULL};
static const cli_command *const helping[] = {&command_help, NULL};

const cli_group cli_groups[] = {
    {"put facts in", entering},
    {"ask", asking},
    {"draw and export", leaving},
    {"decide", judging},
    {"write rules", writing},
    {"learn more", helping},
    {NULL, NULL},
};

const cli_command *command_find(cg_text name)
{
    for (const cli_group *group = cli_groups; group->heading != NULL; group++)
        for (size_t i = 0; group->commands[i] != NULL; i++)
            if (cg_text_equal(name, cg_text_z(group->commands[i]->name)))
                return group->commands[i];
    return NULL;
}

cg_status command_unknown(cg_text name, cg_error *err)
{
    nearest near = {.word = name};

    for (const cli_group *group = cli_groups; group->heading != NULL; group++)
        for (size_t i = 0; group->commands[i] != NULL; i++)
            nearest_offer(&near, group->commands[i]->name);
    if (near.best != NULL)
        return cg_fail(err, CG_USAGE, NULL,
                       "unknown command '%.*s': did you mean '%s'?",
                       CG_TEXT_ARG(name), near.best);
    return cg_fail(err, CG_USAGE, NULL,
                   "unknown command '%.*s': see 'chipgraph help'",
                   CG_TEXT_ARG(name));
}
