#include "cli/line.h"

#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { HISTORY = 1000, SHOWN = 60 /* choices, at most */ };

struct cli_lines {
    EditLine *edit;
    History *history;
    const char *file;
    const char *prompt;
    line_complete complete;
    void *handle;
    bool given_up;
};

static char *prompt_of(EditLine *edit)
{
    cli_lines *lines = NULL;

    el_get(edit, EL_CLIENTDATA, &lines);
    return (char *)(uintptr_t)lines->prompt; /* which libedit does not change */
}

/* Ctrl-C: leave what is typed. */
static unsigned char give_up(EditLine *edit, int key)
{
    cli_lines *lines = NULL;

    (void)key;
    el_get(edit, EL_CLIENTDATA, &lines);
    lines->given_up = true;
    fputs("^C\r\n", stdout);
    return CC_NEWLINE;
}

/* ---- Completion ---- */

/* The bytes that all choices begin with, whole characters only. */
static size_t common_start(const line_choices *choices)
{
    cg_text first = choices->items[0];
    size_t size = first.size;

    for (size_t i = 1; i < choices->count; i++) {
        cg_text item = choices->items[i];
        size_t same = 0;
        while (same < size && same < item.size && item.at[same] == first.at[same])
            same++;
        size = same;
    }
    while (size > 0 && size < first.size && (first.at[size] & 0xC0) == 0x80)
        size--;
    return size;
}

static void show(const line_choices *choices)
{
    cg_buffer text = {0};

    for (size_t i = 0; i < choices->count && i < SHOWN; i++) {
        cg_buffer_add_z(&text, i > 0 ? "  " : "\n");
        cg_text_printable(choices->items[i], &text);
    }
    if (choices->count > SHOWN)
        cg_buffer_printf(&text, "  … %zu more", choices->count - SHOWN);
    cg_buffer_add_byte(&text, '\n');
    if (cg_buffer_status(&text, NULL) == CG_OK)
        fwrite(text.at, 1, text.size, stdout);
    fflush(stdout);
    cg_buffer_release(&text);
}

/* Put `text` in the place of the last `size` bytes before the cursor. */
static bool replace(EditLine *edit, cg_text before, size_t size, cg_text text)
{
    char *copy = strndup(text.at, text.size);
    int characters = 0;

    for (size_t i = before.size - size; i < before.size; i++)
        characters += (before.at[i] & 0xC0) != 0x80;
    if (copy == NULL)
        return false;
    el_deletestr(edit, characters);
    bool done = el_insertstr(edit, copy) == 0;
    free(copy);
    return done;
}

static unsigned char complete(EditLine *edit, int key)
{
    cli_lines *lines = NULL;
    const LineInfo *now = el_line(edit);
    cg_text before = {now->buffer, (size_t)(now->cursor - now->buffer)};
    line_choices choices = {0};
    cg_error err = {0};

    (void)key;
    el_get(edit, EL_CLIENTDATA, &lines);
    if (lines->complete(lines->handle, before, &choices, &err) != CG_OK ||
        choices.count == 0)
        return CC_REFRESH_BEEP;
    cg_text start = cg_text_slice(choices.items[0], 0, common_start(&choices));
    size_t typed = before.size - choices.begin;
    bool goes_on =
        start.size > typed ||
        (choices.count == 1 &&
         !cg_text_equal(start, cg_text_slice(before, choices.begin, before.size)));
    if (goes_on)
        return replace(edit, before, typed, start) ? CC_REFRESH : CC_ERROR;
    if (choices.count == 1)
        return CC_REFRESH;
    show(&choices);
    return CC_REDISPLAY;
}

/* ---- Lines ---- */

static void bind_keys(EditLine *edit)
{
    el_set(edit, EL_EDITOR, "emacs");
    el_set(edit, EL_ADDFN, "chipgraph-complete", "Complete a word", complete);
    el_set(edit, EL_BIND, "^I", "chipgraph-complete", NULL);
    el_set(edit, EL_ADDFN, "chipgraph-give-up", "Leave what is typed", give_up);
    el_set(edit, EL_BIND, "^C", "chipgraph-give-up", NULL);
    el_set(edit, EL_SETTY, "-d", "-isig", NULL); /* so that ^C is a key */
    el_set(edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_set(edit, EL_SIGNAL, 1);
    el_source(edit, NULL);
}

static void open_history(cli_lines *lines)
{
    HistEvent event;

    history(lines->history, &event, H_SETSIZE, HISTORY);
    history(lines->history, &event, H_SETUNIQUE, 1);
    if (lines->file != NULL)
        history(lines->history, &event, H_LOAD, lines->file);
    el_set(lines->edit, EL_HIST, history, lines->history);
}

cg_status lines_open(const char *file, line_complete complete_line, void *handle,
                     cli_lines **opened, cg_error *err)
{
    cli_lines *lines = calloc(1, sizeof *lines);

    *opened = lines;
    if (lines == NULL)
        return cg_fail_memory(err);
    lines->file = file;
    lines->complete = complete_line;
    lines->handle = handle;
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    lines->edit = el_init("chipgraph", stdin, stdout, stderr);
    lines->history = history_init();
    if (lines->edit == NULL || lines->history == NULL)
        return cg_fail_memory(err);
    el_set(lines->edit, EL_CLIENTDATA, lines);
    el_set(lines->edit, EL_PROMPT, prompt_of);
    bind_keys(lines->edit);
    open_history(lines);
    return CG_OK;
}

cg_status lines_read(cli_lines *lines, const char *prompt, cg_text *line)
{
    int size = 0;

    lines->prompt = prompt;
    lines->given_up = false;
    const char *bytes = el_gets(lines->edit, &size);
    if (lines->given_up)
        return CG_INTERRUPTED;
    if (bytes == NULL || size <= 0)
        return CG_DONE;
    *line = (cg_text){bytes, (size_t)size};
    return CG_ROW;
}

void lines_remember(cli_lines *lines, cg_text text)
{
    HistEvent event;
    cg_buffer line = {0};

    for (size_t i = 0; i < text.size; i++)
        cg_buffer_add_byte(&line, text.at[i] == '\n' ? ' ' : text.at[i]);
    if (cg_buffer_status(&line, NULL) == CG_OK && line.size > 0)
        history(lines->history, &event, H_ENTER, line.at);
    cg_buffer_release(&line);
}

/* What was asked is for its user's eyes. */
static void save_history(cli_lines *lines)
{
    HistEvent event;
    mode_t mask = umask(077);

    history(lines->history, &event, H_SAVE, lines->file);
    umask(mask);
}

void lines_close(cli_lines *lines)
{
    if (lines == NULL)
        return;
    if (lines->history != NULL && lines->file != NULL)
        save_history(lines);
    if (lines->edit != NULL)
        el_end(lines->edit);
    if (lines->history != NULL)
        history_end(lines->history);
    free(lines);
}
