#include "graph/picture/label.h"

#include <math.h>

#include "schema/fold.h"

/* ---- Escaping ---- */

static void add_escaped(cg_text printable, cg_buffer *out)
{
    for (size_t i = 0; i < printable.size; i++) {
        char byte = printable.at[i];

        if (byte == '\\')
            cg_buffer_add_z(out, "\\\\");
        else if (byte == '&')
            cg_buffer_add_z(out, "&amp;");
        else
            cg_buffer_add_byte(out, byte);
    }
}

void label_break(cg_buffer *out)
{
    cg_buffer_add_z(out, "\\n");
}

/* How many bytes of `text` fit into `columns`, not less than one code point. */
static size_t fit(cg_text text, size_t columns)
{
    size_t end = 0;
    size_t width = 0;

    while (end < text.size) {
        size_t next = end;

        cg_text_next(text, &next);
        width += cg_text_width(cg_text_slice(text, end, next));
        if (width > columns && end > 0)
            break;
        end = next;
    }
    return end;
}

static void add_cut(cg_text printable, size_t columns, cg_buffer *out)
{
    size_t end = fit(printable, columns);

    if (end < printable.size)
        end = fit(printable, columns - 1);
    add_escaped(cg_text_slice(printable, 0, end), out);
    if (end < printable.size)
        cg_buffer_add_z(out, "…");
}

void label_add_cut(cg_text text, size_t columns, cg_buffer *out)
{
    cg_buffer printable = {0};

    cg_text_printable(text, &printable);
    add_cut(cg_buffer_text(&printable), columns, out);
    out->failed = out->failed || printable.failed;
    cg_buffer_release(&printable);
}

void label_add(cg_text text, cg_buffer *out)
{
    label_add_cut(text, SIZE_MAX, out);
}

void label_add_html(cg_text text, cg_buffer *out)
{
    cg_buffer printable = {0};

    cg_text_printable(text, &printable);
    for (size_t i = 0; i < printable.size; i++) {
        switch (printable.at[i]) {
        case '<':
            cg_buffer_add_z(out, "&lt;");
            break;
        case '>':
            cg_buffer_add_z(out, "&gt;");
            break;
        case '&':
            cg_buffer_add_z(out, "&amp;");
            break;
        case '"':
            cg_buffer_add_z(out, "&quot;");
            break;
        default:
            cg_buffer_add_byte(out, printable.at[i]);
        }
    }
    out->failed = out->failed || printable.failed;
    cg_buffer_release(&printable);
}

/* ---- Wrapping ---- */

/* May a line end between the code point before `at` and the one there? */
static bool may_break(cg_text text, size_t at, uint32_t before)
{
    size_t next = at;
    uint32_t after = cg_text_next(text, &next);

    return before == ' ' || before == '-' || before == '/' ||
           (after != ' ' && (cg_point_is_cjk(before) || cg_point_is_cjk(after)));
}

/* Where the line of `columns` that begins `text` ends: at the last place where it may
 * break, or in the middle of a word that is longer than a line. */
static size_t line_end(cg_text text, size_t columns)
{
    size_t limit = fit(text, columns);
    size_t end = 0;
    size_t at = 0;

    if (limit == text.size)
        return limit;
    while (at < limit) {
        uint32_t point = cg_text_next(text, &at);

        if (at <= limit && may_break(text, at, point))
            end = at;
    }
    if (limit < text.size && text.at[limit] == ' ')
        end = limit;
    return end > 0 ? end : limit;
}

static cg_text skip_blanks(cg_text text)
{
    while (text.size > 0 && text.at[0] == ' ')
        text = cg_text_slice(text, 1, text.size);
    return text;
}

/* Lines of equal length look better than a full one and a rest. */
static size_t balanced(cg_text text, size_t columns)
{
    size_t width = cg_text_width(text);
    size_t lines = (width + columns - 1) / columns;
    size_t even = lines > 0 ? width / lines + 3 : columns;

    return even < columns ? even : columns;
}

static void add_wrapped(cg_text text, size_t columns, size_t lines, cg_buffer *out)
{
    for (size_t line = 1; text.size > 0; line++) {
        size_t end = line_end(text, columns);

        if (line > 1)
            label_break(out);
        if (line == lines) {
            add_cut(text, columns, out);
            return;
        }
        add_escaped(cg_text_trim(cg_text_slice(text, 0, end)), out);
        text = skip_blanks(cg_text_slice(text, end, text.size));
    }
}

void label_add_wrapped(cg_text text, size_t columns, size_t lines, cg_buffer *out)
{
    cg_buffer printable = {0};
    cg_text shown = {0};

    cg_text_printable(text, &printable);
    shown = cg_text_trim(cg_buffer_text(&printable));
    add_wrapped(shown, balanced(shown, columns), lines, out);
    out->failed = out->failed || printable.failed;
    cg_buffer_release(&printable);
}

/* ---- Contrast ---- */

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* One channel of "#rrggbb", made linear (WCAG 2.1, "relative luminance"); the whole
 * where it is none. */
static double channel(cg_text colour, size_t at)
{
    int high = colour.size == 7 ? hex_digit(colour.at[at]) : -1;
    int low = colour.size == 7 ? hex_digit(colour.at[at + 1]) : -1;
    double share = 0;

    if (high < 0 || low < 0)
        return 1;
    share = (16 * high + low) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

const char *label_ink(cg_text fill)
{
    double light = 0.2126 * channel(fill, 1) + 0.7152 * channel(fill, 3) +
                   0.0722 * channel(fill, 5);

    /* Contrast with black is (light + 0.05) / 0.05, with white 1.05 / (light + 0.05);
     * they are equal at the square root of 1.05 * 0.05, less 0.05. */
    return light > 0.179 ? "#000000" : "#ffffff";
}
