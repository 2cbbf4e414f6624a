#include "cli/query_shell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/input.h"
#include "cli/pager.h"
#include "cli/query_complete.h"

enum { BLOCK = 1 << 16, PATH_ROOM = 4096 };

static const char help[] =
    "A question goes on until its ';'. Tab completes keywords, kinds behind '(:',\n"
    "types behind '[:', and names within quotes; Ctrl-C leaves what is typed.\n"
    "\n"
    "  :explain [QUESTION]  show how a question is carried out; else the last one\n"
    "  :help [WORD]         show this, or functions whose name begins with WORD\n"
    "  :quit                leave; so does Ctrl-D\n"
    "  :schema              show which kinds and types there are, and how many\n";

typedef struct {
    query_session *session;
    cli_lines *lines;
    cg_buffer typed; /* since the last question's end */
    cg_buffer last;  /* the question asked last */
    cg_arena choices;
    char history[PATH_ROOM];
    bool over;
} shell;

/* ---- Asking ---- */

/* Wait until what was printed is read, then tell what failed. */
static void finish(shell *sh, cli_pager *pager, const cg_error *err)
{
    cg_error late = {0};

    pager_end(pager, &late);
    if (err->status != CG_OK)
        cli_say_error(sh->session->run, err);
    if (late.status != CG_OK)
        cli_say_error(sh->session->run, &late);
}

static void ask(shell *sh, cg_text question)
{
    cli_pager pager;
    cg_error err = {0};

    pager_begin(&pager, &sh->session->run->out);
    query_session_ask(sh->session, "query", question, &err);
    finish(sh, &pager, &err);
}

static void explain(shell *sh, cg_text question)
{
    cg_buffer text = {0};

    cg_buffer_add_z(&text, "EXPLAIN ");
    cg_buffer_add(&text, question);
    if (cg_buffer_status(&text, NULL) == CG_OK)
        ask(sh, cg_buffer_text(&text));
    cg_buffer_release(&text);
}

/* ---- Commands ---- */

static void print_text(shell *sh, cg_text text)
{
    cg_output out = output_sink(&sh->session->run->out);
    cli_pager pager;
    cg_error err = {0};

    pager_begin(&pager, &sh->session->run->out);
    out.write(out.handle, text, &err);
    finish(sh, &pager, &err);
}

static bool begins(cg_text name, cg_text word)
{
    return name.size >= word.size && strncasecmp(name.at, word.at, word.size) == 0;
}

static void help_words(shell *sh, cg_text start)
{
    cg_query_word word;
    cg_buffer text = {0};

    for (size_t i = 0; cg_query_word_at(i, &word); i++)
        if (word.signature != NULL && begins(word.name, start))
            cg_buffer_printf(&text, "%.*s%s\n    %s\n", CG_TEXT_ARG(word.name),
                             word.signature, word.about);
    if (text.size == 0)
        cg_buffer_printf(&text, "no function's name begins with '%.*s'\n",
                         CG_TEXT_ARG(start));
    if (cg_buffer_status(&text, NULL) == CG_OK)
        print_text(sh, cg_buffer_text(&text));
    cg_buffer_release(&text);
}

static void show_schema(shell *sh)
{
    cg_store *store = NULL;
    cg_cursor *rows = NULL;
    cli_pager pager;
    cg_error err = {0};
    cg_status status = query_session_store(sh->session, &store, &err);

    pager_begin(&pager, &sh->session->run->out);
    if (status == CG_OK)
        status = cg_ask_stats(store, &rows, &err);
    if (status == CG_OK)
        cli_print_rows(sh->session->run, rows, sh->session->options->style.format,
                       NULL, NULL, &err);
    cg_finish(rows);
    finish(sh, &pager, &err);
}

static void run_command(shell *sh, cg_text line)
{
    size_t end = 0;

    while (end < line.size && !isspace((unsigned char)line.at[end]))
        end++;
    cg_text word = cg_text_slice(line, 0, end);
    cg_text rest = cg_text_trim(cg_text_slice(line, end, line.size));
    if (cg_text_equal(word, CG_TEXT(":quit")))
        sh->over = true;
    else if (cg_text_equal(word, CG_TEXT(":schema")))
        show_schema(sh);
    else if (cg_text_equal(word, CG_TEXT(":explain")))
        explain(sh, rest.size > 0 ? rest : cg_buffer_text(&sh->last));
    else if (cg_text_equal(word, CG_TEXT(":help")) && rest.size > 0)
        help_words(sh, rest);
    else if (cg_text_equal(word, CG_TEXT(":help")))
        print_text(sh, cg_text_z(help));
    else
        cli_say(sh->session->run, "unknown command '%.*s': see ':help'",
                CG_TEXT_ARG(word));
}

/* ---- On a terminal ---- */

/* The size of the blanks, comments and semicolons that a text begins with. */
static size_t blank_size(cg_text text)
{
    size_t at = 0;

    while (at < text.size) {
        bool quote =
            text.at[at] == '\'' || text.at[at] == '"' || text.at[at] == '`';
        size_t behind = quote ? at : cg_query_pass(text, at);
        if (behind == at && !isspace((unsigned char)text.at[at]) &&
            text.at[at] != ';')
            return at;
        at = behind > at ? behind : at + 1;
    }
    return text.size;
}

static bool is_blank(cg_text text)
{
    return blank_size(text) == text.size;
}

/* Take the first bytes off a buffer. */
static void take_off(cg_buffer *buffer, size_t size)
{
    if (size == 0)
        return;
    memmove(buffer->at, buffer->at + size, buffer->size - size + 1);
    buffer->size -= size;
}

/* Ask the questions that are whole. */
static void ask_typed(shell *sh)
{
    size_t done = 0;
    cg_text rest = cg_buffer_text(&sh->typed);

    for (size_t size; (size = cg_query_statement(rest)) > 0;
         rest = cg_text_slice(rest, size, rest.size)) {
        cg_text question = cg_text_trim(cg_text_slice(rest, 0, size));
        done += size;
        if (is_blank(question))
            continue;
        lines_remember(sh->lines, question);
        cg_buffer_clear(&sh->last);
        cg_buffer_add(&sh->last, question);
        ask(sh, question);
    }
    if (is_blank(rest))
        done += rest.size;
    take_off(&sh->typed, done);
}

static void take_line(shell *sh, cg_text line)
{
    cg_text trimmed = cg_text_trim(line);

    if (sh->typed.size == 0 && trimmed.size > 0 && trimmed.at[0] == ':') {
        lines_remember(sh->lines, trimmed);
        run_command(sh, trimmed);
        return;
    }
    cg_buffer_add(&sh->typed, line);
    ask_typed(sh);
}

static cg_status complete(void *handle, cg_text before, line_choices *choices,
                          cg_error *err)
{
    shell *sh = handle;
    cg_store *store = NULL;
    cg_error none = {0}; /* there may be no file yet */
    size_t typed = sh->typed.size;

    query_session_store(sh->session, &store, &none);
    cg_arena_reset(&sh->choices);
    cg_buffer_add(&sh->typed, before);
    cg_status status = cg_buffer_status(&sh->typed, err);
    if (status == CG_OK)
        status = query_complete(store, cg_buffer_text(&sh->typed), &sh->choices,
                                choices, err);
    sh->typed.size = typed;
    if (choices->begin < typed) /* a word of an earlier line stays */
        choices->count = 0;
    choices->begin -= choices->begin < typed ? choices->begin : typed;
    return status;
}

/* Where what is typed is remembered: $CHIPGRAPH_HISTORY, nowhere if that is empty; else
 * in the home folder. */
static const char *history_file(shell *sh)
{
    const char *named = getenv("CHIPGRAPH_HISTORY");
    const char *home = getenv("HOME");

    if (named != NULL || home == NULL)
        return named != NULL && named[0] != '\0' ? named : NULL;
    int size =
        snprintf(sh->history, sizeof sh->history, "%s/.chipgraph_history", home);
    return size > 0 && (size_t)size < sizeof sh->history ? sh->history : NULL;
}

static cg_status run_terminal(query_session *session, cg_error *err)
{
    shell sh = {.session = session};
    cg_text line;
    cg_status status = lines_open(history_file(&sh), complete, &sh, &sh.lines, err);

    while (status == CG_OK && !sh.over) {
        cg_status read = lines_read(
            sh.lines, sh.typed.size > 0 ? "      ...> " : "chipgraph> ", &line);
        if (read == CG_ROW)
            take_line(&sh, line);
        else if (read == CG_INTERRUPTED)
            cg_buffer_clear(&sh.typed);
        else
            sh.over = true;
        status = cg_buffer_status(&sh.typed, err);
    }
    lines_close(sh.lines);
    cg_buffer_release(&sh.typed);
    cg_buffer_release(&sh.last);
    cg_arena_release(&sh.choices);
    return status;
}

/* ---- From elsewhere ---- */

typedef struct {
    query_session *session;
    cli_input in;
    cg_buffer text;  /* read, and not asked yet */
    size_t searched; /* of it, for the end of a question */
    uint64_t line;   /* before it: lines, and characters of the last one */
    uint64_t column;
} question_input;

/* Read what comes; `*look` tells whether to look for the end of a question. That is done
 * where the writer pauses, and when there is twice as much as before: in linear time. */
static cg_status read_more(question_input *input, bool *look, bool *end,
                           cg_error *err)
{
    cg_buffer *text = &input->text;
    size_t size = 0;

    if (text->size > QUESTION_MOST)
        return cg_fail(err, CG_LIMIT, NULL,
                       "a question on standard input has more than %d bytes",
                       QUESTION_MOST);
    if (!cg_buffer_reserve(text, BLOCK))
        return cg_fail_memory(err);
    cg_status status =
        input_read(&input->in, text->at + text->size, BLOCK, &size, err);
    if (status != CG_OK)
        return status;
    text->size += size;
    text->at[text->size] = '\0';
    *end = size == 0;
    *look = size < BLOCK || text->size >= 2 * input->searched;
    return CG_OK;
}

/* Leave what comes first, and count its lines and characters. */
static void go_on(question_input *input, cg_text *rest, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool line = rest->at[i] == '\n';
        input->line += line;
        input->column = line ? 0 : input->column + ((rest->at[i] & 0xC0) != 0x80);
    }
    *rest = cg_text_slice(*rest, size, rest->size);
}

/* Ask the question that `text` is, and count its failure's place from the beginning of
 * the input. */
static cg_status ask_one(const question_input *input, cg_text text, cg_error *err)
{
    cg_status status =
        query_session_ask(input->session, "standard input", text, err);

    if (status != CG_OK && err->line == 1)
        err->column += input->column;
    if (status != CG_OK && err->line > 0)
        err->line += input->line;
    return status;
}

/* Ask the questions that are whole. */
static cg_status ask_input(question_input *input, cg_error *err)
{
    cg_text rest = cg_buffer_text(&input->text);
    cg_status status = CG_OK;

    for (size_t size; status == CG_OK && (size = cg_query_statement(rest)) > 0;) {
        cg_text question = cg_text_trim(cg_text_slice(rest, 0, size));
        size_t begin = (size_t)(question.at - rest.at);
        go_on(input, &rest, begin);
        if (!is_blank(question))
            status = ask_one(input, question, err);
        go_on(input, &rest, size - begin);
    }
    take_off(&input->text, input->text.size - rest.size);
    input->searched = input->text.size;
    return status;
}

/* Where the input ends, a question may have been cut off. */
static cg_status refuse_rest(question_input *input, cg_error *err)
{
    cg_text rest = cg_buffer_text(&input->text);

    go_on(input, &rest, blank_size(rest));
    if (rest.size == 0)
        return CG_OK;
    return cg_fail(err, CG_REFUSED,
                   &(cg_place){.source = "standard input",
                               .line = input->line + 1,
                               .column = input->column + 1},
                   "the last question has no ';' at its end: it was not asked");
}

static cg_status run_input(query_session *session, cg_error *err)
{
    question_input input = {.session = session};
    bool end = false;
    bool look = false;
    cg_status status = input_open(&input.in, "-", err);

    while (status == CG_OK && !end) {
        status = read_more(&input, &look, &end, err);
        if (status == CG_OK && look)
            status = ask_input(&input, err);
    }
    if (status == CG_OK)
        status = refuse_rest(&input, err);
    input_close(&input.in);
    cg_buffer_release(&input.text);
    return status;
}

cg_status query_shell(query_session *session, cg_error *err)
{
    if (isatty(STDIN_FILENO) == 1 && session->run->out.terminal)
        return run_terminal(session, err);
    return run_input(session, err);
}
