#include "ingest/text/markdown.h"

#include <stdlib.h>
#include <strings.h>

/* One line at a time, as most of the marks are in one; links and tags that run over a
 * line's end are left as they are. */

enum { SPAN_MAX = 2000 }; /* bytes of an address or a tag */

typedef struct {
    cg_text text;
    cg_range *marks;
    size_t count, room;
    char fence; /* of the block of code that the line is in; 0 for none */
    cg_status status;
    cg_error *err;
} scan;

bool markdown_is(const char *name)
{
    const char *end = name != NULL ? strrchr(name, '.') : NULL;
    return end != NULL &&
           (strcasecmp(end, ".md") == 0 || strcasecmp(end, ".markdown") == 0);
}

static void mark(scan *to, size_t start, size_t end)
{
    if (start >= end || to->status != CG_OK)
        return;
    to->status = cg_grow(to->marks, &to->room, to->count + 1, to->err);
    if (to->status == CG_OK)
        to->marks[to->count++] = (cg_range){start, end};
}

static char byte_at(const scan *in, size_t at, size_t end)
{
    return at < end ? in->text.at[at] : '\n';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static size_t skip(const scan *in, size_t at, size_t end, char byte)
{
    while (at < end && in->text.at[at] == byte)
        at++;
    return at;
}

static size_t skip_blanks(const scan *in, size_t at, size_t end)
{
    while (at < end && is_blank(in->text.at[at]))
        at++;
    return at;
}

/* ---- Whole lines ---- */

/* Does the line hold only these signs, at least `least` of them that are no blanks? */
static bool is_only(const scan *in, size_t at, size_t end, const char *signs,
                    size_t least)
{
    size_t count = 0;
    for (; at < end; at++) {
        if (is_blank(in->text.at[at]))
            continue;
        if (strchr(signs, in->text.at[at]) == NULL)
            return false;
        count++;
    }
    return count >= least;
}

/* `---`, `***`, `===`, `|---|:-:|`, or the definition `[name]: address` of a link. */
static bool is_mark_line(const scan *in, size_t at, size_t end)
{
    if (is_only(in, at, end, "-", 3) || is_only(in, at, end, "*", 3) ||
        is_only(in, at, end, "_", 3) || is_only(in, at, end, "=", 2) ||
        is_only(in, at, end, "|-:", 3))
        return true;
    if (byte_at(in, at, end) != '[' || byte_at(in, at + 1, end) == '^')
        return false;
    const char *close = memchr(in->text.at + at, ']', end - at);
    return close != NULL &&
           byte_at(in, (size_t)(close - in->text.at) + 1, end) == ':';
}

/* A line of a block of code, or of three signs that begin or end one. */
static bool is_code_line(scan *in, size_t at, size_t end)
{
    char sign = byte_at(in, at, end);
    bool is_fence =
        (sign == '`' || sign == '~') && skip(in, at, end, sign) - at >= 3;
    if (in->fence == 0 && is_fence) {
        in->fence = sign;
        return true;
    }
    if (in->fence != 0 && is_fence && sign == in->fence) {
        in->fence = 0;
        return true;
    }
    return in->fence != 0;
}

/* What stands before the line's text: `> `, `- `, `12. `, `## `. Returns where that
 * begins. */
static size_t mark_lead(scan *in, size_t at, size_t end)
{
    size_t start = at;
    enum { LEADS_MAX = 16 };
    for (int leads = 0; leads < LEADS_MAX; leads++) {
        size_t next = skip_blanks(in, at, end);
        char sign = byte_at(in, next, end);
        size_t behind = next + 1;
        if (sign == '#')
            behind = skip(in, next, end, '#');
        while (sign >= '0' && sign <= '9' && behind < next + 9 &&
               byte_at(in, behind, end) >= '0' && byte_at(in, behind, end) <= '9')
            behind++;
        if (sign >= '0' && sign <= '9')
            sign = byte_at(in, behind++, end) == '.' ? '1' : ' ';
        bool is_lead = sign == '>' || ((sign == '-' || sign == '*' || sign == '+' ||
                                        sign == '#' || sign == '1') &&
                                       is_blank(byte_at(in, behind, end)));
        if (!is_lead || behind >= end)
            break;
        at = skip_blanks(in, behind, end);
        if (sign == '#')
            break;
    }
    mark(in, start, at);
    return at;
}

/* ---- In a line ---- */

/* The byte behind the bracket that closes the one at `at`; 0 if none does soon. */
static size_t close_of(const scan *in, size_t at, size_t end, char open, char close)
{
    size_t depth = 0;
    size_t stop = end - at > SPAN_MAX ? at + SPAN_MAX : end;
    for (; at < stop; at++) {
        char byte = in->text.at[at];
        if (byte == '\\')
            at++;
        else if (byte == open)
            depth++;
        else if (byte == close && --depth == 0)
            return at + 1;
    }
    return 0;
}

/* An image, whole: it is not part of the text. */
static size_t mark_image(scan *in, size_t at, size_t end)
{
    size_t close = close_of(in, at + 1, end, '[', ']');
    size_t last = close > 0 && byte_at(in, close, end) == '('
                      ? close_of(in, close, end, '(', ')')
                      : 0;
    if (last == 0)
        return at + 1;
    mark(in, at, last);
    return last;
}

/* The opening bracket of a link: what closes it is found again when it is met. */
static size_t mark_link(scan *in, size_t at, size_t end)
{
    if (byte_at(in, at + 1, end) == '^') { /* a note's number */
        size_t last = close_of(in, at, end, '[', ']');
        mark(in, at, last);
        return last > 0 ? last : at + 1;
    }
    size_t close = close_of(in, at, end, '[', ']');
    char next = close > 0 ? byte_at(in, close, end) : ' ';
    if (next == '(' || next == '[')
        mark(in, at, at + 1);
    return at + 1;
}

/* `](address)` and `][name]`. */
static size_t mark_address(scan *in, size_t at, size_t end)
{
    char next = byte_at(in, at + 1, end);
    size_t last = 0;
    if (next == '(')
        last = close_of(in, at + 1, end, '(', ')');
    else if (next == '[')
        last = close_of(in, at + 1, end, '[', ']');
    mark(in, at, last);
    return last > 0 ? last : at + 1;
}

/* `<b>`, `</b>`, `<!-- … -->`, `<https://…>`. */
static size_t mark_tag(scan *in, size_t at, size_t end)
{
    char next = byte_at(in, at + 1, end);
    size_t last = 0;
    if (next == '/' || next == '!' || (next >= 'a' && next <= 'z') ||
        (next >= 'A' && next <= 'Z'))
        last = close_of(in, at, end, '<', '>');
    mark(in, at, last);
    return last > 0 ? last : at + 1;
}

/* `*` and `~~` beside a text; `_` only where a word begins or ends. */
static size_t mark_emphasis(scan *in, size_t line, size_t at, size_t end)
{
    char sign = in->text.at[at];
    size_t last = skip(in, at, end, sign);
    uint32_t before = at > line ? (unsigned char)in->text.at[at - 1] : ' ';
    uint32_t behind = last < end ? (unsigned char)in->text.at[last] : ' ';
    bool blank = is_blank((char)before) && is_blank((char)behind);
    bool inside = sign == '_' && (before >= 0x80 || cg_point_is_word(before)) &&
                  (behind >= 0x80 || cg_point_is_word(behind));
    if (!blank && !inside && (sign != '~' || last - at == 2) && last - at <= 3)
        mark(in, at, last);
    return last;
}

static void mark_line(scan *in, size_t at, size_t end)
{
    size_t line = at;
    while (at < end && in->status == CG_OK) {
        char byte = in->text.at[at];
        char next = byte_at(in, at + 1, end);
        if (byte == '\\' && strchr("*_`[]()#+-.!<>~|\\", next) != NULL) {
            mark(in, at, at + 1);
            at += 2;
        } else if (byte == '!' && next == '[') {
            at = mark_image(in, at, end);
        } else if (byte == '[') {
            at = mark_link(in, at, end);
        } else if (byte == ']') {
            at = mark_address(in, at, end);
        } else if (byte == '<') {
            at = mark_tag(in, at, end);
        } else if (byte == '*' || byte == '_' || byte == '~') {
            at = mark_emphasis(in, line, at, end);
        } else if (byte == '`') {
            mark(in, at, skip(in, at, end, '`'));
            at = skip(in, at, end, '`');
        } else {
            at++;
        }
    }
}

cg_status markdown_marks(cg_text text, size_t body, cg_range **marks, size_t *count,
                         cg_error *err)
{
    scan in = {.text = text, .err = err};
    for (size_t at = body; at < text.size && in.status == CG_OK;) {
        const char *line_end = memchr(text.at + at, '\n', text.size - at);
        size_t end = line_end != NULL ? (size_t)(line_end - text.at) : text.size;
        size_t first = skip_blanks(&in, at, end);
        if (is_code_line(&in, first, end) || is_mark_line(&in, first, end))
            mark(&in, at, end);
        else
            mark_line(&in, mark_lead(&in, at, end), end);
        at = end + 1;
    }
    *marks = in.marks;
    *count = in.count;
    return in.status;
}
