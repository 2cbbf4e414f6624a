#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "ingest/text/document_parts.h"
#include "ingest/text/markdown.h"
#include "schema/fold.h"

/* Characters of one normalised piece: as in Unicode's stream-safe text, a longer
 * heap of marks is cut, so that none costs more than its length. */
enum { PIECE_POINTS_MAX = 32 };

/* The ranges in which almost all characters of our languages lie: each is its own
 * normal form and takes nothing from what precedes it. */
static bool is_plain(uint32_t point)
{
    return point < 0x300 || (point >= 0x1EA0 && point <= 0x1EFF) ||
           (point >= 0x2010 && point <= 0x2027) ||
           (point >= 0x3001 && point <= 0x3029) ||
           (point >= 0x3400 && point <= 0x9FFF) ||
           (point >= 0xFF01 && point <= 0xFF5E);
}

/* May the normal form differ at this character? */
static bool is_suspect(uint32_t point)
{
    return !is_plain(point) &&
           (u_getCombiningClass((UChar32)point) != 0 ||
            u_getIntPropertyValue((UChar32)point, UCHAR_NFC_QUICK_CHECK) !=
                UNORM_YES);
}

/* Characters that nobody sees: blanks of no width, breaks that may be taken, signs that
 * turn the direction of writing. In a word they are no part of it. */
static bool is_invisible(uint32_t point)
{
    return point == 0xAD || point == 0xFEFF ||
           (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x2069);
}

/* The first suspect or invisible character in [at, end); `end` if there is none. */
static size_t next_suspect(cg_text text, size_t at, size_t end)
{
    while (at < end) {
        if ((unsigned char)text.at[at] < 0x80) {
            at++;
            continue;
        }
        size_t next = at;
        uint32_t point = cg_text_next(text, &next);
        if (is_invisible(point) || is_suspect(point))
            return at;
        at = next;
    }
    return end;
}

/* The text while it is put together. */
typedef struct {
    const UNormalizer2 *nfc;
    cg_text original;
    size_t start;  /* of the body: nothing before it is touched */
    size_t copied; /* bytes of the original that are in `text` */
    cg_buffer text;
    uint32_t *text_at;
    size_t text_room;
    uint32_t *original_at;
    size_t original_room;
    size_t run_count;
    cg_arena piece;  /* of one piece at a time */
    cg_range *marks; /* what is no text */
    size_t mark_count;
    size_t mark; /* the next one */
} nfc_scan;

static cg_status add_run(nfc_scan *scan, cg_error *err)
{
    size_t need = scan->run_count + 1;
    cg_status status = cg_grow(scan->text_at, &scan->text_room, need, err);
    if (status == CG_OK)
        status = cg_grow(scan->original_at, &scan->original_room, need, err);
    if (status != CG_OK)
        return status;
    scan->text_at[scan->run_count] = (uint32_t)scan->text.size;
    scan->original_at[scan->run_count++] = (uint32_t)scan->copied;
    return CG_OK;
}

/* The start of the character before `at`. */
static size_t before(cg_text text, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)text.at[at] & 0xC0) == 0x80);
    return at;
}

/* The piece around a suspect character: from a character that takes nothing from
 * what precedes it up to the next such one. */
static void piece_around(const nfc_scan *scan, size_t suspect, size_t *from,
                         size_t *to)
{
    size_t at = suspect;
    uint32_t point = cg_text_next(scan->original, &at);
    *from = suspect;
    for (int points = 0; points<PIECE_POINTS_MAX && * from> scan->copied &&
                         !unorm2_hasBoundaryBefore(scan->nfc, (UChar32)point);
         points++) {
        *from = before(scan->original, *from);
        size_t next = *from;
        point = cg_text_next(scan->original, &next);
    }
    *to = at;
    for (int points = 0; points < PIECE_POINTS_MAX && at < scan->original.size;
         points++) {
        point = cg_text_next(scan->original, &at);
        if (unorm2_hasBoundaryBefore(scan->nfc, (UChar32)point))
            break;
        *to = at;
    }
}

/* Copy up to the piece, then put the piece's normal form down as a run of its own. */
static cg_status add_piece(nfc_scan *scan, size_t from, size_t to, cg_error *err)
{
    cg_text form;
    cg_arena_reset(&scan->piece);
    cg_buffer_add(&scan->text, cg_text_slice(scan->original, scan->copied, from));
    scan->copied = from;
    cg_status status = cg_text_nfc(cg_text_slice(scan->original, from, to),
                                   &scan->piece, &form, err);
    if (status == CG_OK)
        status = add_run(scan, err);
    if (status == CG_OK) {
        cg_buffer_add(&scan->text, form);
        scan->copied = to;
        status = add_run(scan, err);
    }
    return status;
}

static cg_status keep(text_document *document, const nfc_scan *scan, cg_error *err)
{
    size_t size = scan->run_count * sizeof(uint32_t);
    uint32_t *text_at = cg_arena_alloc(&document->arena, size);
    uint32_t *original_at = cg_arena_alloc(&document->arena, size);
    if (text_at == NULL || original_at == NULL)
        return cg_fail_memory(err);
    memcpy(text_at, scan->text_at, size);
    memcpy(original_at, scan->original_at, size);
    document->text_at = text_at;
    document->original_at = original_at;
    document->run_count = scan->run_count;
    if (scan->copied == scan->start) { /* nothing was changed */
        document->text =
            cg_text_slice(scan->original, scan->start, scan->original.size);
        return CG_OK;
    }
    return cg_arena_copy(&document->arena, cg_buffer_text(&scan->text),
                         &document->text, err);
}

/* Copy up to what is left out, then go on behind it. */
static cg_status leave_out(nfc_scan *scan, size_t from, size_t to, cg_error *err)
{
    cg_buffer_add(&scan->text, cg_text_slice(scan->original, scan->copied, from));
    scan->copied = from;
    cg_status status = add_run(scan, err);
    scan->copied = to;
    return status == CG_OK ? add_run(scan, err) : status;
}

/* Where the next mark begins; the text's size if there is none. */
static size_t next_mark(nfc_scan *scan)
{
    while (scan->mark < scan->mark_count &&
           scan->marks[scan->mark].start < scan->copied)
        scan->mark++; /* in a piece that is put down */
    return scan->mark < scan->mark_count ? (size_t)scan->marks[scan->mark].start
                                         : scan->original.size;
}

static cg_status scan_text(nfc_scan *scan, cg_error *err)
{
    size_t size = scan->original.size;
    size_t from = scan->start;
    size_t to;
    cg_status status = add_run(scan, err);
    while (status == CG_OK && from < size) {
        size_t end = next_mark(scan);
        from = next_suspect(scan->original, from, end > from ? end : from);
        if (from >= size)
            break;
        to = from;
        if (from == end) {
            to = (size_t)scan->marks[scan->mark++].end;
            status = leave_out(scan, from, to, err);
        } else if (is_invisible(cg_text_next(scan->original, &to))) {
            status = leave_out(scan, from, to, err);
        } else {
            piece_around(scan, from, &from, &to);
            status = add_piece(scan, from, to, err);
        }
        from = to;
    }
    return status;
}

cg_status document_nfc(text_document *document, const char *name, size_t body,
                       cg_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    nfc_scan scan = {.nfc = unorm2_getNFCInstance(&code),
                     .original = document->original,
                     .start = body,
                     .copied = body};
    if (U_FAILURE(code))
        return document_icu_failed(code, "Unicode data", err);
    cg_status status = CG_OK;
    if (markdown_is(name))
        status =
            markdown_marks(scan.original, body, &scan.marks, &scan.mark_count, err);
    if (status == CG_OK)
        status = scan_text(&scan, err);
    if (status == CG_OK && scan.copied > scan.start)
        cg_buffer_add(&scan.text, cg_text_slice(scan.original, scan.copied,
                                                scan.original.size));
    if (status == CG_OK)
        status = cg_buffer_status(&scan.text, err);
    if (status == CG_OK)
        status = keep(document, &scan, err);
    cg_buffer_release(&scan.text);
    cg_arena_release(&scan.piece);
    free(scan.marks);
    free(scan.text_at);
    free(scan.original_at);
    return status;
}
