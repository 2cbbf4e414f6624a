#include "cli/excerpt.h"

enum { INDENT = 4, ROOM = EXCERPT_WIDTH - INDENT, TAB = 4 };

static const cg_text cut = {"…", sizeof "…" - 1}; /* a column wide */

/* Columns [left, right) of a line. */
typedef struct {
    size_t left;
    size_t right;
} window;

/* The line in which byte `at` stands, without its end. */
static cg_text line_at(cg_text text, size_t at, size_t *begin)
{
    size_t end = at;
    *begin = at;
    while (*begin > 0 && text.at[*begin - 1] != '\n')
        --*begin;
    while (end < text.size && text.at[end] != '\n')
        end++;
    if (end > *begin && end > at && text.at[end - 1] == '\r')
        end--;
    return cg_text_slice(text, *begin, end);
}

/* How the code point at `*at` is shown; steps over it. Returns its columns. */
static size_t show_point(cg_text line, size_t *at, cg_buffer *shown)
{
    size_t start = *at;
    cg_buffer_clear(shown);
    if (cg_text_next(line, at) == '\t')
        cg_buffer_printf(shown, "%*s", TAB, "");
    else
        cg_text_printable(cg_text_slice(line, start, *at), shown);
    return cg_text_width(cg_buffer_text(shown));
}

/* Columns of the line up to byte `end`. */
static size_t columns(cg_text line, size_t end, cg_buffer *shown)
{
    size_t width = 0;
    for (size_t at = 0; at < end;)
        width += show_point(line, &at, shown);
    return width;
}

/* The window round a place, with a third of it before the place. */
static window choose_window(size_t place, size_t width)
{
    window view = {0, width};
    if (width < ROOM)
        return view;
    view.left = place > ROOM / 3 ? place - ROOM / 3 : 0;
    if (view.left + ROOM > width)
        view.left = width + 1 - ROOM; /* the place may be behind the end */
    view.right = view.left + ROOM;
    return view;
}

/* The part of the line in the window: a cut takes the window's first or last column. */
static void add_line(cg_text line, window view, size_t width, cg_buffer *shown,
                     cg_buffer *out)
{
    size_t column = 0;
    size_t first = view.left > 0 ? view.left + 1 : 0;
    size_t last = view.right < width ? view.right - 1 : view.right;
    size_t filled = first; /* columns before it are written */
    cg_buffer_printf(out, "%*s", INDENT, "");
    if (view.left > 0)
        cg_buffer_add(out, cut);
    for (size_t at = 0; at < line.size && column < last;) {
        size_t wide = show_point(line, &at, shown);
        if (column >= first && column + wide <= last) {
            cg_buffer_printf(out, "%*s", (int)(column - filled), "");
            cg_buffer_add(out, cg_buffer_text(shown));
            filled = column + wide;
        }
        column += wide;
    }
    if (last < view.right)
        cg_buffer_printf(out, "%*s%s", (int)(last - filled), "", cut.at);
    cg_buffer_add_byte(out, '\n');
}

static void add_mark(window view, size_t from, size_t to, cg_buffer *out)
{
    cg_buffer_printf(out, "%*s^", (int)(INDENT + from - view.left), "");
    for (size_t column = from + 1; column < to && column < view.right; column++)
        cg_buffer_add_byte(out, '~');
    cg_buffer_add_byte(out, '\n');
}

void excerpt_add(cg_text text, size_t start, size_t end, cg_buffer *out)
{
    size_t begin;
    cg_buffer shown = {0};
    if (start > text.size)
        start = text.size;
    cg_text line = line_at(text, start, &begin);
    size_t stop = end < begin + line.size ? end : begin + line.size;
    size_t from = columns(line, start - begin, &shown);
    size_t to = stop > start ? columns(line, stop - begin, &shown) : from + 1;
    size_t width = columns(line, line.size, &shown);
    window view = choose_window(from, width);
    add_line(line, view, width, &shown, out);
    add_mark(view, from, to, out);
    if (shown.failed)
        out->failed = true;
    cg_buffer_release(&shown);
}

void excerpt_show(cg_text text, const char *name, const cg_error *err,
                  cg_buffer *out)
{
    if (err->line > 0 && strcmp(err->source, name) == 0)
        excerpt_add(text, err->start, err->end, out);
}
