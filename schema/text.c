#include "schema/text.h"

#include <unicode/uchar.h>

#include "fold_table.h"

int cg_text_compare(cg_text a, cg_text b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size > 0 ? memcmp(a.at, b.at, size) : 0;
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

bool cg_text_ends(cg_text text, cg_text suffix)
{
    return text.size >= suffix.size &&
           cg_text_equal(cg_text_slice(text, text.size - suffix.size, text.size),
                         suffix);
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

cg_text cg_text_trim(cg_text text)
{
    while (text.size > 0 && is_blank(text.at[0]))
        text = cg_text_slice(text, 1, text.size);
    while (text.size > 0 && is_blank(text.at[text.size - 1]))
        text.size--;
    return text;
}

/* ---- Code points ---- */

static bool goes_on(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The size of the character at the start of `bytes`, which is not ASCII; 0 if it is not
 * UTF-8: a stray byte, one cut short, overlong, a surrogate, beyond U+10FFFF. */
static size_t decode(const unsigned char *bytes, size_t size, uint32_t *point)
{
    unsigned char first = bytes[0];
    if (first < 0xC2 || size < 2 || !goes_on(bytes[1]))
        return 0;
    uint32_t second = bytes[1] & 0x3FU;
    if (first < 0xE0) {
        *point = (first & 0x1FU) << 6 | second;
        return 2;
    }
    if (size < 3 || !goes_on(bytes[2]))
        return 0;
    uint32_t third = bytes[2] & 0x3FU;
    if (first < 0xF0) {
        *point = (first & 0x0FU) << 12 | second << 6 | third;
        return *point < 0x800 || (*point >= 0xD800 && *point <= 0xDFFF) ? 0 : 3;
    }
    if (first > 0xF4 || size < 4 || !goes_on(bytes[3]))
        return 0;
    *point = (first & 0x07U) << 18 | second << 12 | third << 6 | (bytes[3] & 0x3FU);
    return *point < 0x10000 || *point > 0x10FFFF ? 0 : 4;
}

/* decode() at `at`, where there is a byte. */
static size_t decode_at(cg_text text, size_t at, uint32_t *point)
{
    return decode((const unsigned char *)text.at + at, text.size - at, point);
}

/* How many of the bytes from `at` on are ASCII and not NUL, as far as they are seen eight
 * at a time. In `low - 0x01…` a byte that is NUL borrows into its highest bit. */
static size_t plain_run(cg_text text, size_t at)
{
    static const uint64_t ones = 0x0101010101010101u, highest = 0x8080808080808080u;
    size_t start = at;
    uint64_t bytes;
    for (; at + sizeof bytes <= text.size; at += sizeof bytes) {
        memcpy(&bytes, text.at + at, sizeof bytes);
        if (((bytes | (bytes - ones)) & highest) != 0)
            break;
    }
    return at - start;
}

size_t cg_text_check(cg_text text)
{
    size_t at = plain_run(text, 0);
    while (at < text.size) {
        uint32_t point;
        size_t size = 1;
        if (text.at[at] <= 0)
            size = text.at[at] == 0 ? 0 : decode_at(text, at, &point);
        if (size == 0)
            return at;
        at += size;
    }
    return text.size;
}

uint32_t cg_text_next_wide(cg_text text, size_t *at)
{
    uint32_t point;
    size_t size = decode_at(text, *at, &point);
    *at += size > 0 ? size : 1;
    return size > 0 ? point : 0xFFFD;
}

size_t cg_text_put(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (char)(lead[size] | point);
    return size;
}

void cg_text_position(cg_text text, size_t offset, uint64_t *line, uint64_t *column)
{
    *line = 1;
    *column = 1;
    size_t at = 0;
    while (at < offset && at < text.size) {
        uint32_t point = cg_text_next(text, &at);
        if (point == '\n') {
            ++*line;
            *column = 1;
        } else {
            ++*column;
        }
    }
}

/* ---- Folding ---- */

typedef struct {
    const uint16_t *pages; /* which page of points, by the point's page */
    const uint16_t (*points)[FOLD_PAGE];
} fold_level;

static const fold_level fold_levels[] = {
    [CG_FOLD_CASE] = {fold_case_pages, fold_case_points},
    [CG_FOLD_BASE] = {fold_base_pages, fold_base_points},
    [CG_FOLD_LATIN] = {fold_latin_pages, fold_latin_points},
};

size_t cg_fold_point(uint32_t point, cg_fold level, char out[CG_FOLD_MAX])
{
    uint16_t form = 0;
    if (point < FOLD_POINTS) {
        const fold_level *table = &fold_levels[level];
        form = table->points[table->pages[point / FOLD_PAGE]][point % FOLD_PAGE];
    }
    if (form == 0)
        return cg_text_put(point, out);
    memcpy(out, fold_forms[form] + 1,
           CG_FOLD_MAX); /* all are so long with padding */
    return fold_forms[form][0];
}

bool cg_point_is_cjk(uint32_t point)
{
    if (point < 0x1100)
        return false;
    return (point >= 0x3400 && point <= 0x9FFF) || /* Han */
           (point >= 0x3005 && point <= 0x3007) || /* repetition marks, zero */
           (point >= 0x3040 && point <= 0x30FF && point != 0x30FB) || /* Kana */
           (point >= 0x31F0 && point <= 0x31FF) ||
           (point >= 0xFF66 && point <= 0xFF9F) ||
           (point >= 0xAC00 && point <= 0xD7A3) || /* Hangul */
           (point >= 0x1100 && point <= 0x11FF) ||
           (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0x20000 && point <= 0x3FFFF); /* Han, further planes */
}

bool cg_point_is_word(uint32_t point)
{
    if (point < 0x80)
        return (point >= '0' && point <= '9') ||
               ((point | 0x20) >= 'a' && (point | 0x20) <= 'z');
    return (U_GET_GC_MASK((UChar32)point) &
            (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

/* ---- For people ---- */

static size_t point_width(uint32_t point)
{
    if (point < 0x300)
        return 1;
    if ((U_GET_GC_MASK((UChar32)point) &
         (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0)
        return 0;
    int32_t width = u_getIntPropertyValue((UChar32)point, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t cg_text_width(cg_text text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.size;)
        width += point_width(cg_text_next(text, &at));
    return width;
}

enum { DISTANCE_MAX = 64 };

/* The text's folded code points; their number, or SIZE_MAX if there are too many. */
static size_t folded_points(cg_text text, uint32_t points[DISTANCE_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < text.size;) {
        char form[CG_FOLD_MAX];
        cg_text folded = {
            form, cg_fold_point(cg_text_next(text, &at), CG_FOLD_BASE, form)};
        for (size_t in_form = 0; in_form < folded.size;) {
            if (count == DISTANCE_MAX)
                return SIZE_MAX;
            points[count++] = cg_text_next(folded, &in_form);
        }
    }
    return count;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* Levenshtein's distance, a row at a time. */
size_t cg_text_distance(cg_text a, cg_text b)
{
    uint32_t a_points[DISTANCE_MAX];
    uint32_t b_points[DISTANCE_MAX];
    size_t row[DISTANCE_MAX + 1];
    size_t a_count = folded_points(a, a_points);
    size_t b_count = folded_points(b, b_points);
    if (a_count == SIZE_MAX || b_count == SIZE_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_count; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t above = row[j];
            size_t swapped = diagonal + (a_points[i - 1] != b_points[j - 1]);
            row[j] = least(row[j - 1] + 1, above + 1, swapped);
            diagonal = above;
        }
    }
    return row[b_count];
}
