#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/input.h"

enum { VOCABULARY_MOST = 1 << 24 }; /* bytes of a vocabulary file */

cg_status cli_open(const cli_run *run, cg_open_mode mode, cg_store **store,
                   cg_error *err)
{
    if (mode == CG_OPEN_READ && access(run->database, F_OK) != 0 && errno == ENOENT)
        return cg_fail(err, CG_STORAGE, NULL,
                       "there is no graph file '%s': 'load' and 'ingest' make one, "
                       "'-d FILE' names another",
                       run->database);
    return cg_open(run->database, mode, store, err);
}

cg_status cli_open_existing(const cli_run *run, cg_store **store, cg_error *err)
{
    bool there = access(run->database, F_OK) == 0;

    return cli_open(run, there ? CG_OPEN_WRITE : CG_OPEN_READ, store, err);
}

cg_status cli_extend_vocabulary(cg_store *store, const option_list *files,
                                cg_error *err)
{
    cg_buffer yaml = {0};
    cg_status status = CG_OK;

    for (size_t i = 0; i < files->count && status == CG_OK; i++) {
        status = input_whole(files->items[i].at, VOCABULARY_MOST, &yaml, err);
        if (status == CG_OK)
            status = cg_store_extend_vocabulary(store, files->items[i].at,
                                                cg_buffer_text(&yaml), err);
    }
    cg_buffer_release(&yaml);
    return status;
}

cg_status cli_relations(const cg_store *store, const option_list *types,
                        uint8_t relations[CG_RELATION_MAX], size_t *count,
                        cg_error *err)
{
    if (types->count > CG_RELATION_MAX)
        return cg_fail(err, CG_USAGE, NULL, "more than %d types are given",
                       CG_RELATION_MAX);
    for (size_t i = 0; i < types->count; i++) {
        cg_status status = cg_relation_find(cg_store_vocabulary(store),
                                            types->items[i], &relations[i], err);
        if (status != CG_OK)
            return status;
    }
    *count = types->count;
    return CG_OK;
}

list_style cli_list_style(const cli_run *run, int choice)
{
    return (list_style){.format = list_format_of(choice),
                        .terminal = run->out.terminal,
                        .colour = run->colour,
                        .width = run->width};
}

cg_status cli_id(const char *argument, const char *what, cg_id *id, cg_error *err)
{
    uint64_t number;

    if (!option_number(cg_text_z(argument), INT64_MAX, &number))
        return cg_fail(err, CG_USAGE, NULL,
                       "'%s' is not the number of a %s: 'chipgraph %s' lists them",
                       argument, what,
                       strcmp(what, "fact") == 0 ? "relations" : "judgements");
    *id = (cg_id)number;
    return CG_OK;
}

/* ---- Cursors ---- */

static bool is_spare(const char *name, const char *const *spare)
{
    for (; spare != NULL && *spare != NULL; spare++)
        if (strcmp(name, *spare) == 0)
            return true;
    return false;
}

static cg_status open_list(cli_run *run, const cg_cursor *cursor, int choice,
                           const char *const *spare, cli_list **list, cg_error *err)
{
    list_style style = cli_list_style(run, choice);
    list_column columns[LIST_COLUMNS];
    size_t count = cg_column_count(cursor);

    if (count > LIST_COLUMNS)
        return cg_fail(err, CG_INTERNAL, NULL, "a list has %zu columns", count);
    for (size_t i = 0; i < count; i++) {
        const char *name = cg_column_name(cursor, i);
        columns[i] = (list_column){.name = name,
                                   .json = strcmp(name, "properties") == 0,
                                   .below = strcmp(name, "quote") == 0 ||
                                            strcmp(name, "text") == 0,
                                   .spare = is_spare(name, spare)};
    }
    return list_open(&style, columns, count, cli_list_sink(run, choice), list, err);
}

static cg_status list_current(cg_cursor *cursor, cli_list *list, cg_error *err)
{
    cg_value cells[LIST_COLUMNS];

    for (size_t i = 0; i < cg_column_count(cursor); i++)
        cells[i] = cg_column(cursor, i);
    return list_row(list, cells, err);
}

cg_status cli_print_rows(cli_run *run, cg_cursor *cursor, int choice,
                         const char *const *spare, uint64_t *rows, cg_error *err)
{
    cli_list *list = NULL;
    uint64_t count = 0;
    cg_status status = cg_step(cursor, err);

    if (status == CG_DONE && rows != NULL)
        goto done;
    if (status == CG_ROW || status == CG_DONE) {
        cg_status opened = open_list(run, cursor, choice, spare, &list, err);
        if (opened != CG_OK)
            status = opened;
    }
    for (; status == CG_ROW; count++) {
        status = list_current(cursor, list, err);
        if (status == CG_OK)
            status = cg_step(cursor, err);
    }
    if (status == CG_DONE)
        status = list_end(list, err);
done:
    list_close(list);
    if (rows != NULL)
        *rows = count;
    return status == CG_DONE ? CG_OK : status;
}

cg_status cli_answer(cli_run *run, cli_ask ask, int choice,
                     const char *const *spare, cg_error *err)
{
    cg_store *store = NULL;
    cg_cursor *rows = NULL;
    cg_status status = cli_open(run, CG_OPEN_READ, &store, err);

    if (status == CG_OK)
        status = ask(store, &rows, err);
    if (status == CG_OK)
        status = cli_print_rows(run, rows, choice, spare, NULL, err);
    cg_finish(rows);
    cg_close(store);
    return status;
}

/* ---- JSON on a terminal ---- */

/* Control characters of the C1 set and those that turn the writing direction, which
 * JSON takes as they are. */
static bool steers(uint32_t point)
{
    return (point >= 0x7F && point < 0xA0) || point == 0x61C || point == 0x200E ||
           point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

static cg_status write_escaped(void *handle, cg_text bytes, cg_error *err)
{
    cg_output out = output_sink(handle);
    cg_status status = CG_OK;
    size_t plain = 0;

    for (size_t at = 0; at < bytes.size && status == CG_OK;) {
        size_t start = at;
        char escape[8];
        uint32_t point = cg_text_next(bytes, &at);

        if (!steers(point))
            continue;
        status = out.write(out.handle, cg_text_slice(bytes, plain, start), err);
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned)point & 0xFFFF);
        if (status == CG_OK)
            status = out.write(out.handle, cg_text_z(escape), err);
        plain = at;
    }
    if (status == CG_OK)
        status =
            out.write(out.handle, cg_text_slice(bytes, plain, bytes.size), err);
    return status;
}

cg_output cli_json_sink(cli_run *run)
{
    if (!run->out.terminal)
        return output_sink(&run->out);
    return (cg_output){.write = write_escaped, .handle = &run->out};
}

cg_output cli_list_sink(cli_run *run, int choice)
{
    list_format format = list_format_of(choice);

    return format == LIST_JSON || format == LIST_JSONL ? cli_json_sink(run)
                                                       : output_sink(&run->out);
}

/* ---- Words ---- */

/* Data first, so that the two come in order where both are seen. */
static void say(cli_run *run, cg_buffer *line)
{
    cg_error ignored = {0};
    cg_output out = output_sink(&run->out);

    output_flush(&run->out, &ignored);
    cg_buffer_add_byte(line, '\n');
    if (cg_buffer_status(line, NULL) != CG_OK)
        fputs("chipgraph: out of memory\n", stderr);
    else if (run->out.paged)
        out.write(out.handle, cg_buffer_text(line), &ignored);
    else
        fwrite(line->at, 1, line->size, stderr);
    cg_buffer_release(line);
}

void cli_say(cli_run *run, const char *format, ...)
{
    char words[1024];
    cg_buffer line = {0};
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    cg_text_printable(cg_text_z(words), &line);
    say(run, &line);
}

void cli_say_error(cli_run *run, const cg_error *err)
{
    char words[sizeof *err];
    cg_buffer line = {0};

    cg_error_format(err, words, sizeof words);
    cg_buffer_add_z(&line, "chipgraph: ");
    cg_text_printable(cg_text_z(words), &line);
    if (run->excerpt.size > 0) {
        cg_buffer_add_byte(&line, '\n');
        cg_buffer_add(&line, cg_text_slice(cg_buffer_text(&run->excerpt), 0,
                                           run->excerpt.size - 1));
    }
    say(run, &line);
}

void cli_say_suggestions(cli_run *run, uint64_t count)
{
    if (count > 0)
        cli_say(run,
                "%llu %s of entities may be one: see 'chipgraph judgements --open'",
                (unsigned long long)count, count == 1 ? "pair" : "pairs");
}
