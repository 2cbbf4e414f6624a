#include "cli/query_answer.h"

#include <stdlib.h>

#include "cli/query_cell.h"

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
    list_style look = cli_list_style(run, format);

    rows->columns = cg_query_columns(rows->query);
    rows->json = look.format == LIST_JSON || look.format == LIST_JSONL;
    if (rows->columns > LIST_COLUMNS)
        return cg_fail(err, CG_LIMIT, NULL,
                       "the question returns more than %d columns", LIST_COLUMNS);
    for (size_t i = 0; i < rows->columns; i++) {
        rows->names[i] = heading(cg_query_column_name(rows->query, i), look.format);
        if (rows->names[i] == NULL)
            return cg_fail_memory(err);
        columns[i] = (list_column){
            .name = rows->names[i], .json = rows->json, .asked = true};
    }
    return list_open(&look, columns, rows->columns, cli_list_sink(run, format),
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
                            const query_answer_style *style, cg_error *err)
{
    query_list rows = {.query = query};
    uint64_t count = 0;
    cg_status status = open_list(&rows, run, style->format, err);

    while (status == CG_OK && (style->rows == 0 || count < style->rows) &&
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

/* The plan with its figures, behind the rows: words, not data. */
static cg_status say_profile(cli_run *run, const cg_query *query, cg_error *err)
{
    cg_buffer text = {0};
    cg_status status = cg_query_print_plan(query, &text, err);
    cg_text rest = cg_buffer_text(&text);

    while (status == CG_OK && rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        size_t size = (size_t)(end - rest.at);
        cli_say(run, "%.*s", CG_TEXT_ARG(cg_text_slice(rest, 0, size)));
        rest = cg_text_slice(rest, size + 1, rest.size);
    }
    cg_buffer_release(&text);
    return status;
}

static cg_status print_changes(cli_run *run, cg_query *query, cg_error *err)
{
    cg_status status = cg_query_step(query, err);

    if (status != CG_DONE)
        return status;
    say_changes(run, cg_query_changed(query));
    return CG_OK;
}

cg_status query_answer(cli_run *run, cg_query *query,
                       const query_answer_style *style, cg_error *err)
{
    if (style->tree || cg_query_explains(query))
        return print_text(run, query, style->tree, err);
    cg_status status = cg_query_columns(query) > 0
                           ? print_rows(run, query, style, err)
                           : print_changes(run, query, err);
    return status == CG_OK && cg_query_profiles(query)
               ? say_profile(run, query, err)
               : status;
}
