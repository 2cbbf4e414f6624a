#include "ingest/load/passages.h"

#include <assert.h>
#include <stdlib.h>

void passages_begin(passages *text)
{
    cg_buffer_clear(&text->pending);
    text->digested = 0;
    text->start = 0;
    text->piece = 0;
    text->range_count = 0;
}

void passages_follow(passages *text, const passages *before)
{
    passages_begin(text);
    text->start = passages_end(before);
    text->piece = before->piece;
}

void passages_release(passages *text)
{
    cg_buffer_release(&text->pending);
    free(text->ranges);
    *text = (passages){0};
}

uint64_t passages_end(const passages *text)
{
    return text->start + text->pending.size;
}

bool passages_holding(const passages *text)
{
    return text->pending.size > PASSAGE_MAX;
}

bool passages_must_write(const passages *text, size_t size)
{
    size_t pending = text->pending.size;
    return pending > 0 && (pending > PASSAGE_MAX || size > PASSAGE_MAX - pending);
}

cg_status passages_add(passages *text, cg_text piece, cg_error *err)
{
    assert(!passages_must_write(text, piece.size));
    text->piece = passages_end(text);
    cg_buffer_add(&text->pending, piece);
    return cg_buffer_status(&text->pending, err);
}

cg_status passages_add_range(passages *text, cg_range range, cg_error *err)
{
    assert(range.start == range.end ||
           (range.start < range.end && range.start >= text->piece &&
            range.end <= passages_end(text)));
    if (!passages_holding(text) || range.start == range.end)
        return CG_OK;
    cg_status status =
        cg_grow(text->ranges, &text->range_room, text->range_count + 1, err);
    if (status == CG_OK)
        text->ranges[text->range_count++] = range;
    return status;
}

/* ---- Cutting ---- */

static int order_ranges(const void *a, const void *b)
{
    uint64_t left = ((const cg_range *)a)->start;
    uint64_t right = ((const cg_range *)b)->start;
    return left < right ? -1 : left > right;
}

/* A walk along the text, by the ranges that begin before where it is. */
typedef struct {
    size_t range;   /* the first that begins there or behind */
    uint64_t until; /* where the last of those before ends */
} walk;

/* May the text be cut at `at`, which is not before where the walk is? */
static bool is_between(const passages *text, walk *here, uint64_t at)
{
    for (; here->range < text->range_count && text->ranges[here->range].start < at;
         here->range++)
        if (text->ranges[here->range].end > here->until)
            here->until = text->ranges[here->range].end;
    return here->until <= at;
}

/* The end of the passage that begins at byte `from` of the pending text: the last line
 * end that fits, else the first one behind it, at which no range is split. */
static size_t find_cut(const passages *text, walk *here, size_t from)
{
    cg_text pending = cg_buffer_text(&text->pending);
    if (pending.size - from <= PASSAGE_MAX)
        return pending.size;
    walk ahead = *here;
    size_t cut = 0;
    size_t at = from;
    while (at < pending.size) {
        const char *line_end = memchr(pending.at + at, '\n', pending.size - at);
        at = line_end != NULL ? (size_t)(line_end - pending.at) + 1 : pending.size;
        if (cut > 0 && at - from > PASSAGE_MAX)
            break;
        if (is_between(text, &ahead, text->start + at)) {
            cut = at;
            *here = ahead;
        }
    }
    return cut > 0 ? cut : pending.size;
}

void passages_digest(passages *text, cg_digester *digester)
{
    cg_text pending = cg_buffer_text(&text->pending);
    cg_digester_add(digester, cg_text_slice(pending, text->digested, pending.size));
    text->digested = pending.size;
}

cg_status passages_write(passages *text, cg_store *store, cg_id source,
                         cg_error *err)
{
    cg_text pending = cg_buffer_text(&text->pending);
    if (text->range_count > 0)
        qsort(text->ranges, text->range_count, sizeof *text->ranges, order_ranges);
    cg_status status = CG_OK;
    walk here = {0};
    for (size_t at = 0; at < pending.size && status == CG_OK;) {
        size_t cut = find_cut(text, &here, at);
        status = cg_store_add_text(store, source, text->start + at,
                                   cg_text_slice(pending, at, cut), err);
        at = cut;
    }
    text->start += pending.size;
    text->range_count = 0;
    text->digested = 0;
    cg_buffer_clear(&text->pending);
    return status;
}
