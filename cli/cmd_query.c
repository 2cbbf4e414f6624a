#include "cli/commands.h"

#include <signal.h>

#include "cli/excerpt.h"
#include "cli/input.h"
#include "cli/query_answer.h"
#include "cli/sheets.h"

enum { QUESTION_MOST = 1 << 24, SECONDS_MOST = 1000000 };

typedef struct {
    option_list parameters;
    uint64_t timeout;
    cg_text source;
    bool read_only;
    query_answer_style style;
} query_options;

static const cli_option options[] = {
    {.name = "param",
     .argument = "NAME=VALUE",
     .help = "what $NAME stands for: a number, true, false, or a text",
     .type = OPTION_TEXTS,
     .offset = offsetof(query_options, parameters)},
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
    .usage = "[OPTION…] QUESTION",
    .summary = "ask in openCypher",
    .about =
        "Asks a question in openCypher and prints its rows; - reads it from "
        "standard\n"
        "input. An entity is a node with its kinds as labels and its name as the\n"
        "property 'name'; a fact is a relationship. What a question writes is "
        "there\n"
        "whole or not at all, with the question as its source. EXPLAIN before it "
        "shows\n"
        "how it would be carried out, PROFILE how it was.",
    .examples = examples,
    .options = OPTION_TABLE(query_options, options),
    .least = 1,
    .most = 1,
    .run = run_query,
};

/* ---- Asking ---- */

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

static cg_status bind_one(cg_query *query, cg_text given, cg_error *err)
{
    const char *sign = memchr(given.at, '=', given.size);

    if (sign == NULL || sign == given.at)
        return cg_fail(err, CG_USAGE, NULL, "'--param %.*s' is not NAME=VALUE",
                       CG_TEXT_ARG(given));
    size_t at = (size_t)(sign - given.at);
    cg_text name = cg_text_slice(given, 0, at);
    cg_text value = cg_text_slice(given, at + 1, given.size);
    return cg_query_bind(
        query, name, value.size > 0 ? cg_value_of_cell(value) : cg_string(value),
        err);
}

static cg_status bind_all(cg_query *query, const option_list *given, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < given->count && status == CG_OK; i++)
        status = bind_one(query, given->items[i], err);
    return status;
}

/* Show the place of a failure that is one in the question. */
static void show_place(cli_run *run, cg_text text, const cg_error *err)
{
    if (err->line > 0 && strcmp(err->source, "query") == 0)
        excerpt_add(text, err->start, err->end, &run->excerpt);
}

/* Say what is strange about a question that was answered. */
static cg_status say_notices(cli_run *run, cg_query *query, cg_text text,
                             cg_error *err)
{
    const cg_error *notices = NULL;
    size_t count = 0;
    cg_status status = cg_query_notices(query, &notices, &count, err);

    for (size_t i = 0; i < count && status == CG_OK; i++) {
        cg_buffer_clear(&run->excerpt);
        show_place(run, text, &notices[i]);
        cli_say_error(run, &notices[i]);
    }
    cg_buffer_clear(&run->excerpt);
    return status;
}

static cg_status answer(cli_run *run, cg_query *query, const query_options *given,
                        cg_text text, cg_error *err)
{
    cg_status status = bind_all(query, &given->parameters, err);

    if (status != CG_OK)
        return status;
    status = query_answer(run, query, &given->style, err);
    return status == CG_OK ? say_notices(run, query, text, err) : status;
}

static cg_status run_query(cli_run *run, const void *values, cg_error *err)
{
    const query_options *given = values;
    cg_query_options how = {.title = given->source,
                            .sheets = &cli_sheets,
                            .read_only = given->read_only,
                            .timeout = (uint32_t)given->timeout * 1000,
                            .stop = &interrupted};
    cg_buffer input = {0};
    cg_store *store = NULL;
    cg_query *query = NULL;
    cg_text text = cg_text_z(run->arguments[0]);
    bool writes = false;
    cg_status status = CG_OK;

    (void)signal(SIGINT, interrupt);
    if (cg_text_equal(text, CG_TEXT("-"))) {
        status = input_whole("-", QUESTION_MOST, &input, err);
        text = cg_buffer_text(&input);
    }
    if (status == CG_OK)
        status = cg_query_writes(text, &how, &writes, err);
    if (status == CG_OK)
        status = cli_open(
            run, writes && !given->read_only ? CG_OPEN_WRITE : CG_OPEN_READ, &store,
            err);
    if (status == CG_OK)
        status = cg_query_prepare(store, text, &how, &query, err);
    if (status == CG_OK)
        status = answer(run, query, given, text, err);
    cg_query_finish(query);
    cg_close(store);
    if (status != CG_OK)
        show_place(run, text, err);
    cg_buffer_release(&input);
    return status;
}
