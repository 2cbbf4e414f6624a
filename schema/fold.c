#include "schema/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* One code point's folded form at `out`, which has room for CG_FOLD_MAX bytes. */
static size_t fold_next(cg_text text, size_t *at, cg_fold level, char *out)
{
    unsigned char byte = (unsigned char)text.at[*at];
    bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    if (!letter && (byte < '0' || byte > '9'))
        return cg_fold_point(cg_text_next(text, at), level, out);
    *out = (char)(letter ? byte | 0x20 : byte);
    ++*at;
    return 1;
}

void cg_text_fold_into(cg_text text, cg_fold level, cg_buffer *out)
{
    bool blank = false;
    size_t begin = out->size;
    for (size_t at = 0; at < text.size;) {
        if (!cg_buffer_reserve(out, CG_FOLD_MAX + 1))
            return;
        char *form = out->at + out->size + blank; /* behind the blank that waits */
        size_t size = fold_next(text, &at, level, form);
        if (size == 1 && *form == ' ') {
            blank = out->size > begin;
        } else if (size > 0) {
            if (blank)
                out->at[out->size++] = ' ';
            out->size += size;
            blank = false;
        }
    }
    if (out->at != NULL)
        out->at[out->size] = '\0';
}

cg_status cg_text_fold(cg_text text, cg_fold level, cg_arena *arena,
                       cg_text *folded, cg_error *err)
{
    cg_buffer buffer = {0};
    cg_text_fold_into(text, level, &buffer);
    cg_status status = cg_buffer_status(&buffer, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&buffer), folded, err);
    cg_buffer_release(&buffer);
    return status;
}

void cg_text_search_form(cg_text text, cg_buffer *out)
{
    cg_buffer folded = {0};
    cg_text_fold_into(text, CG_FOLD_BASE, &folded);
    out->failed |= folded.failed;
    cg_text whole = cg_buffer_text(&folded);
    for (size_t at = 0; at < whole.size;) {
        size_t start = at;
        bool cjk = cg_point_is_cjk(cg_text_next(whole, &at));
        if (cjk)
            cg_buffer_add_byte(out, ' ');
        cg_buffer_add(out, cg_text_slice(whole, start, at));
        if (cjk)
            cg_buffer_add_byte(out, ' ');
    }
    cg_buffer_release(&folded);
}

/* ---- Normal form C ---- */

/* ICU normalizes UTF-16: there and back. */
static cg_status normalize(const UNormalizer2 *nfc, cg_text text, cg_arena *arena,
                           cg_text *out, cg_error *err)
{
    enum { GROWTH = 3 }; /* the most that NFC grows UTF-16 text; UTF-8 per unit */
    UErrorCode code = U_ZERO_ERROR;
    if (text.size > INT32_MAX / (GROWTH * GROWTH))
        return cg_fail(err, CG_LIMIT, NULL,
                       "text of %zu bytes is too long to normalize", text.size);
    int32_t size = (int32_t)text.size;
    int32_t room = size * GROWTH + 1;
    UChar *units = cg_arena_array(arena, (size_t)size + 1, sizeof *units);
    UChar *composed = cg_arena_array(arena, (size_t)room, sizeof *composed);
    char *bytes = cg_arena_alloc(arena, (size_t)room * GROWTH);
    if (units == NULL || composed == NULL || bytes == NULL)
        return cg_fail_memory(err);
    int32_t unit_count = 0;
    int32_t composed_count;
    int32_t byte_count = 0;
    u_strFromUTF8WithSub(units, size + 1, &unit_count, text.at, size, 0xFFFD, NULL,
                         &code);
    composed_count =
        unorm2_normalize(nfc, units, unit_count, composed, room, &code);
    u_strToUTF8(bytes, room * GROWTH, &byte_count, composed, composed_count, &code);
    if (U_FAILURE(code))
        return cg_fail(err, CG_INTERNAL, NULL, "normal form C failed: %s",
                       u_errorName(code));
    *out = (cg_text){bytes, (size_t)byte_count};
    return CG_OK;
}

static bool is_nfc(cg_text text)
{
    uint32_t previous_class = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t point = cg_text_next(text, &at);
        if (point < 0x300) { /* below, everything is NFC and a starter */
            previous_class = 0;
            continue;
        }
        uint32_t combining = u_getCombiningClass((UChar32)point);
        if ((combining != 0 && combining < previous_class) ||
            u_getIntPropertyValue((UChar32)point, UCHAR_NFC_QUICK_CHECK) !=
                UNORM_YES)
            return false;
        previous_class = combining;
    }
    return true;
}

cg_status cg_text_nfc(cg_text text, cg_arena *arena, cg_text *nfc, cg_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&code);
    if (U_FAILURE(code))
        return cg_fail(err, CG_INTERNAL, NULL, "no normal form C: %s",
                       u_errorName(code));
    if (is_nfc(text)) {
        *nfc = text;
        return CG_OK;
    }
    return normalize(form, text, arena, nfc, err);
}

/* ---- For terminals ---- */

static bool moves_or_turns(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C ||
           (point >= 0x200E && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF ||
           (point >= 0xE0000 && point <= 0xE007F);
}

void cg_text_printable(cg_text text, cg_buffer *out)
{
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        uint32_t point = cg_text_next(text, &at);
        if (point == '\n')
            cg_buffer_add_z(out, "\\n");
        else if (point == '\t')
            cg_buffer_add_z(out, "\\t");
        else if (point == '\r')
            cg_buffer_add_z(out, "\\r");
        else if (point == 0xFFFD && at - start == 1)
            cg_buffer_printf(out, "\\x%02x", (unsigned char)text.at[start]);
        else if (point < 0x100 && moves_or_turns(point))
            cg_buffer_printf(out, "\\x%02x", point);
        else if (moves_or_turns(point))
            cg_buffer_printf(out, "\\u%04x", point);
        else
            cg_buffer_add(out, cg_text_slice(text, start, at));
    }
}
