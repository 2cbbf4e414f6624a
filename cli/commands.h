/* The commands by name; each is defined in a file of its own. */
#ifndef CG_CLI_COMMANDS_H
#define CG_CLI_COMMANDS_H

#include "cli/command.h"

extern const cli_command command_ingest;
extern const cli_command command_extract;
extern const cli_command command_load;
extern const cli_command command_unload;
extern const cli_command command_mapping;
extern const cli_command command_show;
extern const cli_command command_relations;
extern const cli_command command_path;
extern const cli_command command_query;
extern const cli_command command_search;
extern const cli_command command_evidence;
extern const cli_command command_sources;
extern const cli_command command_stats;
extern const cli_command command_diagram;
extern const cli_command command_export;
extern const cli_command command_judge;
extern const cli_command command_judgements;
extern const cli_command command_reconcile;
extern const cli_command command_rules;
extern const cli_command command_help;

#endif
