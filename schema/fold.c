#include "schema/fold.h"

#include <unicode/ucasemap.h>
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

void cg_text_cut_words(cg_text folded, cg_buffer *out)
{
    size_t done = 0;
    for (size_t at = 0; at < folded.size;) {
        size_t start = at;
        if (!cg_point_is_cjk(cg_text_next(folded, &at)))
            continue;
        cg_buffer_add(out, cg_text_slice(folded, done, start));
        cg_buffer_add_byte(out, ' ');
        cg_buffer_add(out, cg_text_slice(folded, start, at));
        cg_buffer_add_byte(out, ' ');
        done = at;
    }
    cg_buffer_add(out, cg_text_slice(folded, done, folded.size));
}

void cg_text_search_form(cg_text text, cg_buffer *out)
{
    cg_buffer folded = {0};
    cg_text_fold_into(text, CG_FOLD_BASE, &folded);
    out->failed |= folded.failed;
    cg_text_cut_words(cg_buffer_text(&folded), out);
    cg_buffer_release(&folded);
}

/* ---- Normal forms ---- */

static cg_status icu_failed(const char *what, UErrorCode code, cg_error *err)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return cg_fail_memory(err);
    if (code == U_BUFFER_OVERFLOW_ERROR || code == U_INDEX_OUTOFBOUNDS_ERROR)
        return cg_fail(err, CG_LIMIT, NULL, "%s: the text is too long", what);
    return cg_fail(err, CG_INTERNAL, NULL, "%s failed: %s", what,
                   u_errorName(code));
}

/* UTF-16, which ICU normalizes. */
typedef struct {
    UChar *at;
    int32_t count;
} wide_text;

static cg_status widen(cg_text text, cg_arena *arena, wide_text *wide,
                       UErrorCode *code, cg_error *err)
{
    wide->at = cg_arena_array(arena, text.size + 1, sizeof *wide->at);
    if (wide->at == NULL)
        return cg_fail_memory(err);
    u_strFromUTF8WithSub(wide->at, (int32_t)text.size + 1, &wide->count, text.at,
                         (int32_t)text.size, 0xFFFD, NULL, code);
    return CG_OK;
}

static cg_status narrow(wide_text wide, cg_arena *arena, cg_text *text,
                        UErrorCode *code, cg_error *err)
{
    enum { GROWTH = 3 }; /* bytes that one unit takes, at most */
    size_t room = (size_t)wide.count * GROWTH + 1;
    char *bytes = cg_arena_alloc(arena, room);
    int32_t size = 0;
    if (bytes == NULL)
        return cg_fail_memory(err);
    u_strToUTF8(bytes, (int32_t)room, &size, wide.at, wide.count, code);
    *text = (cg_text){bytes, (size_t)size};
    return CG_OK;
}

static cg_status rewrite(const UNormalizer2 *form, wide_text wide, cg_arena *arena,
                         wide_text *out, UErrorCode *code, cg_error *err)
{
    int32_t room = wide.count + wide.count / 8 + 32; /* most texts hardly grow */
    for (int attempt = 0; attempt < 2; attempt++) {
        *code = U_ZERO_ERROR;
        out->at = cg_arena_array(arena, (size_t)room, sizeof *out->at);
        if (out->at == NULL)
            return cg_fail_memory(err);
        out->count =
            unorm2_normalize(form, wide.at, wide.count, out->at, room, code);
        if (*code != U_BUFFER_OVERFLOW_ERROR)
            break;
        room = out->count + 1;
    }
    return CG_OK;
}

/* ICU counts in 32 bits: the text may become 18 units of 3 bytes for each of its bytes
 * at most. */
enum { NORMALIZE_MAX = INT32_MAX / (18 * 3) };

static cg_status normalize(const UNormalizer2 *form, cg_text text, cg_arena *arena,
                           cg_text *normal, cg_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    wide_text wide = {0};
    wide_text made = {0};
    if (text.size > NORMALIZE_MAX)
        return cg_fail(err, CG_LIMIT, NULL,
                       "text of %zu bytes is too long to normalize", text.size);
    cg_status status = widen(text, arena, &wide, &code, err);
    if (status == CG_OK && U_SUCCESS(code))
        status = rewrite(form, wide, arena, &made, &code, err);
    if (status == CG_OK && U_SUCCESS(code))
        status = narrow(made, arena, normal, &code, err);
    if (status == CG_OK && U_FAILURE(code))
        status = icu_failed("a normal form", code, err);
    return status;
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
        return icu_failed("normal form C", code, err);
    if (is_nfc(text)) {
        *nfc = text;
        return CG_OK;
    }
    return normalize(form, text, arena, nfc, err);
}

cg_status cg_text_normalize(cg_text text, cg_normal_form form, cg_arena *arena,
                            cg_text *normal, cg_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *forms = NULL;
    switch (form) {
    case CG_NFC:
    case CG_NORMAL_FORM_COUNT:
        return cg_text_nfc(text, arena, normal, err);
    case CG_NFD:
        forms = unorm2_getNFDInstance(&code);
        break;
    case CG_NFKC:
        forms = unorm2_getNFKCInstance(&code);
        break;
    case CG_NFKD:
        forms = unorm2_getNFKDInstance(&code);
        break;
    }
    return U_SUCCESS(code) ? normalize(forms, text, arena, normal, err)
                           : icu_failed("a normal form", code, err);
}

/* ---- Case ---- */

typedef int32_t case_mapping(const UCaseMap *map, char *out, int32_t room,
                             const char *text, int32_t size, UErrorCode *code);

static bool is_ascii(cg_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    return true;
}

/* Flip the bit of case in the letters from `first` on. */
static cg_status map_ascii(cg_text text, char first, cg_arena *arena, cg_text *out,
                           cg_error *err)
{
    char *bytes = cg_arena_alloc(arena, text.size);
    if (bytes == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < text.size; i++) {
        bool letter = text.at[i] >= first && text.at[i] < first + 26;
        bytes[i] = (char)(text.at[i] ^ (letter ? 0x20 : 0));
    }
    *out = (cg_text){bytes, text.size};
    return CG_OK;
}

static cg_status map_case(cg_text text, case_mapping *mapping, cg_arena *arena,
                          cg_text *out, cg_error *err)
{
    enum { GROWTH = 3 }; /* of UTF-8, at most: U+0390 becomes three letters */
    UErrorCode code = U_ZERO_ERROR;
    if (text.size > INT32_MAX / GROWTH - 1)
        return cg_fail(err, CG_LIMIT, NULL,
                       "text of %zu bytes is too long to change its case",
                       text.size);
    UCaseMap *map = ucasemap_open("", 0, &code);
    size_t room = text.size * GROWTH + 1;
    char *bytes = cg_arena_alloc(arena, room);
    cg_status status = bytes == NULL ? cg_fail_memory(err) : CG_OK;
    if (status == CG_OK && U_SUCCESS(code)) {
        int32_t size =
            mapping(map, bytes, (int32_t)room, text.at, (int32_t)text.size, &code);
        *out = (cg_text){bytes, (size_t)size};
    }
    if (status == CG_OK && U_FAILURE(code))
        status = icu_failed("a change of case", code, err);
    ucasemap_close(map);
    return status;
}

cg_status cg_text_upper(cg_text text, cg_arena *arena, cg_text *upper,
                        cg_error *err)
{
    return is_ascii(text) ? map_ascii(text, 'a', arena, upper, err)
                          : map_case(text, ucasemap_utf8ToUpper, arena, upper, err);
}

cg_status cg_text_lower(cg_text text, cg_arena *arena, cg_text *lower,
                        cg_error *err)
{
    return is_ascii(text) ? map_ascii(text, 'A', arena, lower, err)
                          : map_case(text, ucasemap_utf8ToLower, arena, lower, err);
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
