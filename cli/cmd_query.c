#include "cli/commands.h"

#include <signal.h>
#include <stdlib.h>

#include "cli/input.h"
#include "cli/query_cell.h"

enum { QUESTION_MOST = 1 << 24, SECONDS_MOST = 1000000 };

typedef struct {
    option_list parameters;
    uint64_t timeout;
    uint64_t rows;
    cg_text source;
    bool read_only;
    bool tree;
    int format;
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
     .offset = offsetof(query_options, rows),
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
     .offset = offsetof(query_options, tree)},
    OPTION_FORMAT(query_options, format),
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
        "how it would be carried out.",
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

/* ---- Printing ---- */

/* A cell as the format wants it: all of JSON is ready, a table's graph values are. */
static cg_status make_cell(cg_query *query, cg_value value, bool json,
                           cg_buffer *text, cg_value *cell, cg_error *err)
{
    bool plain = value.type < CG_LIST;
    cg_status status;

    *cell = value;
    cg_buffer_clear(text);
    if (json)
        status = query_cell_json(query, value, text, err);
    else
        status = plain ? CG_OK : query_cell_text(query, value, text, err);
    if (status == CG_OK)
        status = cg_buffer_status(text, err);
    if (json || !plain)
        *cell = cg_string(cg_buffer_text(text));
    return status;
}

typedef struct {
    cg_query *query;
    size_t columns;
    bool json;
    cli_list *list;
    char *names[LIST_COLUMNS];
    cg_buffer texts[LIST_COLUMNS];
} query_list;

/* A column's name, which a question may give any bytes: what has no way to write them
 * gets it in one line. NULL without memory. */
static char *heading(cg_text name, list_format format)
{
    cg_buffer line = {0};

    if (format == LIST_TABLE || format == LIST_MARKDOWN)
        cg_text_printable(name, &line);
    else
        cg_buffer_add(&line, name);
    if (cg_buffer_status(&line, NULL) != CG_OK) {
        cg_buffer_release(&line);
        return NULL;
    }
    return line.at;
}

static cg_status open_list(query_list *rows, cli_run *run, int format,
                           cg_error *err)
{
    list_column columns[LIST_COLUMNS] = {{0}};
    list_style style = cli_list_style(run, format);

    rows->columns = cg_query_columns(rows->query);
    rows->json = style.format == LIST_JSON || style.format == LIST_JSONL;
    if (rows->columns > LIST_COLUMNS)
        return cg_fail(err, CG_LIMIT, NULL,
                       "the question returns more than %d columns", LIST_COLUMNS);
    for (size_t i = 0; i < rows->columns; i++) {
        rows->names[i] =
            heading(cg_query_column_name(rows->query, i), style.format);
        if (rows->names[i] == NULL)
            return cg_fail_memory(err);
        columns[i] = (list_column){
            .name = rows->names[i], .json = rows->json, .asked = true};
    }
    return list_open(&style, columns, rows->columns, cli_list_sink(run, format),
                     &rows->list, err);
}

static cg_status print_row(query_list *rows, cg_error *err)
{
    cg_value cells[LIST_COLUMNS];
    cg_status status = CG_OK;

    for (size_t i = 0; i < rows->columns && status == CG_OK; i++)
        status = make_cell(rows->query, cg_query_column(rows->query, i), rows->json,
                           &rows->texts[i], &cells[i], err);
    return status == CG_OK ? list_row(rows->list, cells, err) : status;
}

static void close_list(query_list *rows)
{
    list_close(rows->list);
    for (size_t i = 0; i < LIST_COLUMNS; i++) {
        free(rows->names[i]);
        cg_buffer_release(&rows->texts[i]);
    }
}

static cg_status print_rows(cli_run *run, cg_query *query,
                            const query_options *given, cg_error *err)
{
    query_list rows = {.query = query};
    uint64_t count = 0;
    cg_status status = open_list(&rows, run, given->format, err);

    while (status == CG_OK && (given->rows == 0 || count < given->rows) &&
           (status = cg_query_step(query, err)) == CG_ROW) {
        status = print_row(&rows, err);
        count++;
    }
    if (status == CG_DONE)
        status = CG_OK;
    if (status == CG_OK)
        status = list_end(rows.list, err);
    close_list(&rows);
    return status;
}

/* What a question that returns nothing did. */
static void say_changes(cli_run *run, cg_query_changes changed)
{
    cli_say(run,
            "nodes: %llu created, %llu deleted; relationships: %llu created, %llu "
            "deleted; properties set: %llu; labels: %llu added, %llu removed",
            (unsigned long long)changed.nodes_created,
            (unsigned long long)changed.nodes_deleted,
            (unsigned long long)changed.relationships_created,
            (unsigned long long)changed.relationships_deleted,
            (unsigned long long)changed.properties_set,
            (unsigned long long)changed.labels_added,
            (unsigned long long)changed.labels_removed);
}

static cg_status print_text(cli_run *run, cg_query *query, bool tree, cg_error *err)
{
    cg_buffer text = {0};
    cg_status status = tree ? cg_query_print_tree(query, &text, err)
                            : cg_query_print_plan(query, &text, err);

    cg_output sink = output_sink(&run->out);
    if (status == CG_OK)
        status = sink.write(sink.handle, cg_buffer_text(&text), err);
    cg_buffer_release(&text);
    return status;
}

static cg_status answer(cli_run *run, cg_query *query, const query_options *given,
                        cg_error *err)
{
    cg_status status = bind_all(query, &given->parameters, err);

    if (status != CG_OK)
        return status;
    if (given->tree || cg_query_explains(query))
        return print_text(run, query, given->tree, err);
    if (cg_query_columns(query) > 0)
        return print_rows(run, query, given, err);
    status = cg_query_step(query, err);
    if (status == CG_DONE)
        say_changes(run, cg_query_changed(query));
    return status == CG_DONE ? CG_OK : status;
}

static cg_status run_query(cli_run *run, const void *values, cg_error *err)
{
    const query_options *given = values;
    cg_query_options how = {.title = given->source,
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
        status = cg_query_writes(text, NULL, &writes, err);
    if (status == CG_OK)
        status = cli_open(
            run, writes && !given->read_only ? CG_OPEN_WRITE : CG_OPEN_READ, &store,
            err);
    if (status == CG_OK)
        status = cg_query_prepare(store, text, &how, &query, err);
    if (status == CG_OK)
        status = answer(run, query, given, err);
    cg_query_finish(query);
    cg_close(store);
    cg_buffer_release(&input);
    return status;
}
