#include "cli/commands.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/reconcile_judge.h"
#include "cli/sheet_input.h"

typedef struct {
    cg_text column;
    cg_text kind;
    const char *file;
    bool judge;
    cg_text by;
} reconcile_options;

static const cli_option options[] = {
    {.name = "column",
     .argument = "NAME",
     .help = "the column that holds the names",
     .type = OPTION_TEXT,
     .offset = offsetof(reconcile_options, column)},
    {.name = "kind",
     .argument = "KIND",
     .help = "they are names of this kind",
     .type = OPTION_TEXT,
     .offset = offsetof(reconcile_options, kind)},
    {.name = "judge",
     .help = "ask about the doubtful ones, and record what you say",
     .type = OPTION_FLAG,
     .offset = offsetof(reconcile_options, judge)},
    {.name = "by",
     .argument = "NAME",
     .help = "with --judge: who decides",
     .type = OPTION_TEXT,
     .offset = offsetof(reconcile_options, by)},
    {.letter = 'o',
     .name = "output",
     .argument = "FILE",
     .help = "write to FILE",
     .type = OPTION_FILE,
     .offset = offsetof(reconcile_options, file)},
    OPTION_END};

static const cli_example examples[] = {
    {"reconcile suppliers.csv --column supplier --kind Company -o matched.csv",
     "which companies of the graph the sheet speaks of"},
    {"reconcile suppliers.csv --column supplier --kind Company --judge",
     "the same, deciding about those that are in doubt"},
    {NULL, NULL}};

static cg_status run_reconcile(cli_run *run, const void *values, cg_error *err);

const cli_command command_reconcile = {
    .name = "reconcile",
    .usage = "[OPTION…] SHEET --column NAME",
    .summary = "match a sheet's column of names with the graph",
    .about =
        "Writes the sheet with four columns more: 'match' and 'match_id' where a "
        "name is\n"
        "surely an entity's, as loading would take it, with its 'score', and "
        "'candidates',\n"
        "the others that it may mean. With --judge, doubtful names are asked "
        "about, and\n"
        "what you decide is kept as judgements, which loading follows, too.",
    .examples = examples,
    .options = OPTION_TABLE(reconcile_options, options),
    .least = 1,
    .most = 1,
    .files = true,
    .run = run_reconcile,
};

enum { BATCH = 500 /* rows */ };

typedef struct {
    cli_run *run;
    const reconcile_options *given;
    cg_store *store;
    cg_kinds kinds;
    cg_rows *rows;
    cg_output out;
    size_t column;
    size_t columns;
    char separator;
    bool heading; /* is written */
    judging judge;
    uint64_t names, sure, doubtful;
} reconciling;

/* A batch of rows; the arrays are in the arena. */
typedef struct {
    cg_arena arena;
    cg_text raw[BATCH];
    cg_text names[BATCH];
    uint64_t lines[BATCH];
    size_t lacking[BATCH]; /* fields that a short row leaves out */
    cg_matches matches[BATCH];
    size_t count;
} row_batch;

/* ---- Writing ---- */

static void add_field(cg_text field, char separator, cg_buffer *out)
{
    bool quotes = false;

    for (size_t i = 0; i < field.size; i++) {
        char byte = field.at[i];
        quotes = quotes || byte == separator || byte == '"' || byte == '\n' ||
                 byte == '\r';
    }
    if (!quotes) {
        cg_buffer_add(out, field);
        return;
    }
    cg_buffer_add_byte(out, '"');
    for (size_t i = 0; i < field.size; i++) {
        if (field.at[i] == '"')
            cg_buffer_add_byte(out, '"');
        cg_buffer_add_byte(out, field.at[i]);
    }
    cg_buffer_add_byte(out, '"');
}

static void add_score(uint8_t score, cg_buffer *out)
{
    cg_buffer_printf(out, "%d.%02d", score / 100, score % 100);
}

/* "SMIC #12 0.75; …" of all but the one that is meant. */
static void add_candidates(const cg_matches *matches, cg_buffer *out)
{
    for (size_t i = matches->sure ? 1 : 0; i < matches->count; i++) {
        const cg_match *match = &matches->items[i];
        cg_buffer_add_z(out, out->size > 0 ? "; " : "");
        cg_buffer_printf(out, "%.*s #%lld ", CG_TEXT_ARG(match->name),
                         (long long)match->entity);
        add_score(match->score, out);
    }
}

static void add_matches(const cg_matches *matches, char separator, cg_buffer *out)
{
    const cg_match *best = &matches->items[0];
    cg_buffer others = {0};

    cg_buffer_add_byte(out, separator);
    if (matches->sure) {
        add_field(best->name, separator, out);
        cg_buffer_printf(out, "%c%lld%c", separator, (long long)best->entity,
                         separator);
        add_score(best->score, out);
    } else {
        cg_buffer_printf(out, "%c%c", separator, separator);
    }
    cg_buffer_add_byte(out, separator);
    add_candidates(matches, &others);
    out->failed = out->failed || others.failed;
    add_field(cg_buffer_text(&others), separator, out);
    cg_buffer_release(&others);
}

/* Write a line and its end; a terminal gets nothing that could steer it. */
static cg_status write_line(const reconciling *all, cg_buffer *line, cg_error *err)
{
    cg_buffer shown = {0};

    if (all->given->file == NULL && all->run->out.terminal)
        cg_text_printable(cg_buffer_text(line), &shown);
    else
        cg_buffer_add(&shown, cg_buffer_text(line));
    cg_buffer_add_byte(&shown, '\n');
    cg_status status = cg_buffer_status(line, err);
    if (status == CG_OK)
        status = cg_buffer_status(&shown, err);
    if (status == CG_OK)
        status = all->out.write(all->out.handle, cg_buffer_text(&shown), err);
    cg_buffer_release(&shown);
    cg_buffer_release(line);
    return status;
}

static cg_status write_heading(const reconciling *all, cg_text raw, cg_error *err)
{
    static const char *const added[] = {"match", "match_id", "score", "candidates"};
    cg_buffer line = {0};

    cg_buffer_add(&line, raw);
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        cg_buffer_printf(&line, "%c%s", all->separator, added[i]);
    return write_line(all, &line, err);
}

/* ---- Rows ---- */

static cg_status find_column(reconciling *all, const cg_row *header, cg_error *err)
{
    cg_text wanted = all->given->column;
    cg_buffer names = {0};

    all->separator = header->separator;
    all->columns = header->count;
    for (size_t i = 0; i < header->count; i++) {
        if (cg_text_distance(header->fields[i], wanted) == 0) {
            all->column = i;
            cg_buffer_release(&names);
            return write_heading(all, header->raw, err);
        }
        cg_buffer_printf(&names, "%s'%.*s'", i > 0 ? ", " : "",
                         CG_TEXT_ARG(header->fields[i]));
    }
    cg_status status = cg_buffer_status(&names, err);
    if (status == CG_OK)
        status = cg_fail(err, CG_REFUSED, &header->place,
                         "no column '%.*s': there are %.*s", CG_TEXT_ARG(wanted),
                         CG_TEXT_ARG(cg_buffer_text(&names)));
    cg_buffer_release(&names);
    return status;
}

static cg_status take_row(const reconciling *all, const cg_row *row,
                          row_batch *batch, cg_error *err)
{
    size_t i = batch->count;
    cg_text name = {"", 0};

    if (row->count > all->columns)
        return cg_fail(err, CG_REFUSED, &row->place,
                       "the row has %zu fields, the header %zu", row->count,
                       all->columns);
    if (all->column < row->count && row->fields[all->column].at != NULL)
        name = row->fields[all->column];
    batch->lines[i] = row->place.line;
    batch->lacking[i] = all->columns - row->count;
    batch->count++;
    cg_status status = cg_arena_copy(&batch->arena, row->raw, &batch->raw[i], err);
    if (status == CG_OK)
        status =
            cg_arena_copy(&batch->arena, cg_text_trim(name), &batch->names[i], err);
    return status;
}

/* Rows up to a batch of them; CG_DONE behind the last. */
static cg_status read_rows(reconciling *all, row_batch *batch, cg_error *err)
{
    cg_row row;
    cg_status status = CG_OK;

    cg_arena_reset(&batch->arena);
    batch->count = 0;
    while (status == CG_OK && batch->count < BATCH) {
        status = cg_rows_step(all->rows, &row, err);
        if (status != CG_ROW)
            break;
        status = all->heading ? take_row(all, &row, batch, err)
                              : find_column(all, &row, err);
        all->heading = true;
    }
    return status;
}

static cg_status answer_row(reconciling *all, row_batch *batch, size_t i,
                            cg_error *err)
{
    cg_matches *matches = &batch->matches[i];
    cg_buffer line = {0};
    cg_status status = CG_OK;

    if (all->given->judge && !matches->sure && matches->count > 0)
        status = judging_ask(&all->judge, batch->names[i], batch->lines[i], matches,
                             err);
    all->names += batch->names[i].size > 0;
    all->sure += matches->sure;
    all->doubtful += !matches->sure && matches->count > 0;
    cg_buffer_add(&line, batch->raw[i]);
    for (size_t j = 0; j < batch->lacking[i]; j++)
        cg_buffer_add_byte(&line, all->separator);
    add_matches(matches, all->separator, &line);
    if (status != CG_OK) {
        cg_buffer_release(&line);
        return status;
    }
    return write_line(all, &line, err);
}

static cg_status answer_batch(reconciling *all, row_batch *batch, cg_error *err)
{
    cg_status status = cg_reconcile(all->store, batch->names, batch->count,
                                    all->kinds, &batch->arena, batch->matches, err);

    for (size_t i = 0; i < batch->count && status == CG_OK; i++)
        status = answer_row(all, batch, i, err);
    return status;
}

static cg_status answer_rows(reconciling *all, cg_error *err)
{
    row_batch *batch = calloc(1, sizeof *batch);
    cg_status status = batch != NULL ? CG_OK : cg_fail_memory(err);
    cg_status read = CG_OK;

    while (status == CG_OK && read == CG_OK) {
        read = read_rows(all, batch, err);
        if (read == CG_OK || read == CG_DONE)
            status = answer_batch(all, batch, err);
    }
    if (batch != NULL)
        cg_arena_release(&batch->arena);
    free(batch);
    if (status == CG_OK && read == CG_DONE && !all->heading)
        return cg_fail(err, CG_REFUSED, NULL, "the sheet is empty");
    return status != CG_OK || read == CG_DONE ? status : read;
}

/* ---- The command ---- */

static cg_status check_call(const reconcile_options *given, cg_error *err)
{
    if (given->column.size == 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "which column holds the names: give --column NAME");
    if (given->judge && given->kind.size == 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "'--judge' needs '--kind KIND': what you decide is about a "
                       "name of a kind");
    if (given->judge && isatty(STDIN_FILENO) != 1)
        return cg_fail(err, CG_USAGE, NULL, "'--judge' asks on a terminal");
    if (!given->judge && given->by.size > 0)
        return cg_fail(err, CG_USAGE, NULL, "'--by' needs '--judge'");
    return CG_OK;
}

static cg_status find_kind(reconciling *all, cg_error *err)
{
    uint8_t kind = 0;
    cg_status status = CG_OK;

    all->kinds = CG_ANY_KIND;
    if (all->given->kind.size > 0) {
        status = cg_kind_find(cg_store_vocabulary(all->store), all->given->kind,
                              &kind, err);
        all->kinds = (cg_kinds)1 << kind;
    }
    return status;
}

static cg_status answer_sheet(reconciling *all, sheet_input *in, cg_error *err)
{
    cg_status status =
        cg_rows_open(sheet_input_name(in), sheet_input_read, in, &all->rows, err);

    if (status == CG_OK)
        status = answer_rows(all, err);
    cg_rows_close(all->rows);
    return status;
}

static cg_status answer_to(reconciling *all, sheet_input *in, cg_error *err)
{
    cli_output file;
    cg_status status;

    if (all->given->file == NULL) {
        all->out = output_sink(&all->run->out);
        return answer_sheet(all, in, err);
    }
    status = output_file(&file, all->given->file, err);
    all->out = output_sink(&file);
    if (status == CG_OK)
        status = answer_sheet(all, in, err);
    if (status == CG_OK)
        status = output_finish(&file, err);
    output_release(&file);
    return status;
}

static cg_status run_reconcile(cli_run *run, const void *values, cg_error *err)
{
    reconciling all = {.run = run, .given = values};
    sheet_input in;
    cg_status status = check_call(all.given, err);

    sheet_input_init(&in, run->arguments[0], NULL);
    if (status == CG_OK)
        status = sheet_input_start(&in, err);
    if (status == CG_OK && all.given->judge)
        status = cli_open_existing(run, &all.store, err);
    else if (status == CG_OK)
        status = cli_open(run, CG_OPEN_READ, &all.store, err);
    if (status == CG_OK)
        status = find_kind(&all, err);
    all.judge = (judging){.store = all.store,
                          .sheet = run->arguments[0],
                          .kind = all.given->kind,
                          .by = all.given->by};
    if (status == CG_OK)
        status = answer_to(&all, &in, err);
    if (status == CG_OK)
        cli_say(run, "%llu %s: %llu matched, %llu in doubt, %llu not found",
                (unsigned long long)all.names, all.names == 1 ? "name" : "names",
                (unsigned long long)all.sure, (unsigned long long)all.doubtful,
                (unsigned long long)(all.names - all.sure - all.doubtful));
    judging_release(&all.judge);
    sheet_input_close(&in);
    cg_close(all.store);
    return status;
}
