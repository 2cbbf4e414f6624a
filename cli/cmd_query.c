#include "cli/commands.h"

#include "cli/input.h"
#include "cli/query_shell.h"

enum { SECONDS_MOST = 1000000, MEGABYTES_MOST = 1 << 30 };

static const cli_option options[] = {
    {.name = "param",
     .argument = "NAME=VALUE",
     .help = "what $NAME stands for: a number, true, false, or a text",
     .type = OPTION_TEXTS,
     .offset = offsetof(query_options, parameters)},
    {.name = "params",
     .argument = "FILE",
     .help = "read parameters from a JSON object",
     .type = OPTION_FILES,
     .offset = offsetof(query_options, parameter_files)},
    {.name = "memory",
     .argument = "MB",
     .help = "let rows and values take so many megabytes; else 4096",
     .type = OPTION_NUMBER,
     .offset = offsetof(query_options, memory),
     .most = MEGABYTES_MOST},
    {.name = "timeout",
     .argument = "SECONDS",
     .help = "give up after so long",
     .type = OPTION_NUMBER,
     .offset = offsetof(query_options, timeout),
     .most = SECONDS_MOST},
    {.name = "limit-rows",
     .argument = "N",
     .help = "print at most N rows",
     .type = OPTION_NUMBER,
     .offset = offsetof(query_options, style.rows),
     .most = UINT64_MAX},
    {.name = "source",
     .argument = "TITLE",
     .help = "the title of the source that what is written is evidence by",
     .type = OPTION_TEXT,
     .offset = offsetof(query_options, source)},
    {.name = "read-only",
     .help = "refuse a question that writes",
     .type = OPTION_FLAG,
     .offset = offsetof(query_options, read_only)},
    {.name = "ast",
     .help = "print the question as a tree, and do not ask it",
     .type = OPTION_FLAG,
     .offset = offsetof(query_options, style.tree)},
    OPTION_FORMAT(query_options, style.format),
    OPTION_END};

static const cli_example examples[] = {
    {"query 'MATCH (c:Company)-[:SUPPLIES]->(b {name: \"Nvidia\"}) RETURN c.name'",
     "who supplies Nvidia"},
    {"query --param firm=TSMC 'MATCH ({name: $firm})-[r]->(b) RETURN type(r), b'",
     "what is known of TSMC"},
    {NULL, NULL}};

static cg_status run_query(cli_run *run, const void *values, cg_error *err);

const cli_command command_query = {
    .name = "query",
    .usage = "[OPTION…] QUESTION\n"
             "[OPTION…]",
    .summary = "ask in openCypher",
    .about =
        "Asks a question in openCypher and prints its rows; - reads it from "
        "standard\n"
        "input. An entity is a node with its kinds as labels and its name as the\n"
        "property 'name'; a fact is a relationship. What a question writes is "
        "there\n"
        "whole or not at all, with the question as its source. EXPLAIN before it "
        "shows\n"
        "how it would be carried out, PROFILE how it was.\n"
        "Without QUESTION, questions are read from standard input, each up to its "
        "';'. "
        "On\n"
        "a terminal that is a shell, with history, completion by the tab key, and "
        "':help'.",
    .examples = examples,
    .options = OPTION_TABLE(query_options, options),
    .least = 0,
    .most = 1,
    .run = run_query,
};

static cg_status ask_whole_input(query_session *session, cg_error *err)
{
    cg_buffer input = {0};
    cg_status status = input_whole("-", QUESTION_MOST, &input, err);

    if (status == CG_OK)
        status = query_session_ask(session, "query", cg_buffer_text(&input), err);
    cg_buffer_release(&input);
    return status;
}

static cg_status run_query(cli_run *run, const void *values, cg_error *err)
{
    query_session session = {.run = run, .options = values};
    cg_status status;

    if (run->argument_count == 0)
        status = query_shell(&session, err);
    else if (strcmp(run->arguments[0], "-") == 0)
        status = ask_whole_input(&session, err);
    else
        status =
            query_session_ask(&session, "query", cg_text_z(run->arguments[0]), err);
    query_session_close(&session);
    return status;
}
