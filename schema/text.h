/* Text: spans of UTF-8 bytes, and what is done with them.
 *
 * A span borrows: it does not own its bytes and is not NUL-terminated. What a
 * caller may keep comes from a function whose name says `copy` or that takes
 * an arena.
 */
#ifndef CG_SCHEMA_TEXT_H
#define CG_SCHEMA_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "schema/status.h"

typedef struct {
    const char *at; /* may be NULL when size is 0 */
    size_t size;    /* bytes */
} cg_text;

/* The text of a string literal. */
#define CG_TEXT(literal) ((cg_text){"" literal, sizeof(literal) - 1})

/* For printf's "%.*s"; cuts at INT_MAX. */
#define CG_TEXT_ARG(text)                                                          \
    (int)((text).size < 0x7fffffff ? (text).size : 0x7fffffff),                    \
        ((text).at != NULL ? (text).at : "")

static inline cg_text cg_text_z(const char *string)
{
    cg_text text = {string, string != NULL ? strlen(string) : 0};
    return text;
}

static inline cg_text cg_text_slice(cg_text text, size_t start, size_t end)
{
    cg_text slice = {text.at != NULL ? text.at + start : NULL, end - start};
    return slice;
}

static inline bool cg_text_equal(cg_text a, cg_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

/* Order by bytes: negative, 0 or positive. Equals the order by code point. */
CG_API int cg_text_compare(cg_text a, cg_text b);

static inline bool cg_text_starts(cg_text text, cg_text prefix)
{
    return text.size >= prefix.size &&
           (prefix.size == 0 || memcmp(text.at, prefix.at, prefix.size) == 0);
}

CG_API bool cg_text_ends(cg_text text, cg_text suffix);

/* `text` without ASCII blanks at either end. */
CG_API cg_text cg_text_trim(cg_text text);

/* ---- Code points ---- */

/* The first offset at which `text` is not UTF-8 or holds a NUL byte;
 * text.size if it is clean. Surrogates and overlong forms are not UTF-8. */
CG_API size_t cg_text_check(cg_text text);

/* cg_text_next for a code point that is not ASCII. */
CG_API uint32_t cg_text_next_wide(cg_text text, size_t *at);

/* Decode the code point at `*at` (a byte offset < text.size) and step over it.
 * A byte that is not UTF-8 decodes to U+FFFD and is stepped over alone. */
static inline uint32_t cg_text_next(cg_text text, size_t *at)
{
    unsigned char byte = (unsigned char)text.at[*at];
    if (byte >= 0x80)
        return cg_text_next_wide(text, at);
    ++*at;
    return byte;
}

/* Write `point` as UTF-8; returns the number of bytes, 1 to 4. */
CG_API size_t cg_text_put(uint32_t point, char out[4]);

/* Line and column (both from 1, columns in code points) of a byte offset. */
CG_API void cg_text_position(cg_text text, size_t offset, uint64_t *line,
                             uint64_t *column);

/* ---- Normal form and folding ---- */

/* How far two spellings may differ and still fold to the same text.
 * All levels also fold width (full to half), traditional Han characters to
 * simplified ones, typographic quotes and dashes to ASCII, every blank run to one
 * space, and drop invisible format characters. */
typedef enum {
    CG_FOLD_CASE, /* case ignored, diacritics kept: what rules compare */
    CG_FOLD_BASE, /* case and diacritics ignored: what people type */
    CG_FOLD_LATIN /* and letters of other scripts as they sound, one by one, by ICU's
                     Any-Latin: 华为 as huawei, Микрон as mikron */
} cg_fold;

enum { CG_FOLD_MAX = 18 }; /* bytes that one code point can fold to, at most */

/* The folded form of one code point as UTF-8, 0 bytes if it is dropped.
 * Blanks fold to one space each; joining runs is left to the caller. */
CG_API size_t cg_fold_point(uint32_t point, cg_fold level, char out[CG_FOLD_MAX]);

/* Is this code point a Han, Hiragana, Katakana or Hangul character, which are
 * written without blanks between words? */
CG_API bool cg_point_is_cjk(uint32_t point);

/* Is it a letter, digit or combining mark? */
CG_API bool cg_point_is_word(uint32_t point);

/* ---- For people ---- */

/* Columns that the text takes on a terminal: 2 for wide East Asian characters,
 * 0 for combining marks. */
CG_API size_t cg_text_width(cg_text text);

/* Edit distance in code points between the folded texts, for "did you mean";
 * texts of more than 64 code points are infinitely far (SIZE_MAX). */
CG_API size_t cg_text_distance(cg_text a, cg_text b);

#endif
