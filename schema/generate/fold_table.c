/* Write build/fold_table.h: how every code point folds, at each level of cg_fold,
 * from ICU's properties, so that folding at run time is a look-up.
 *
 * The table has two steps: a page of 128 points, then the point in it, as an index
 * into a pool of strings (0: the point itself). Equal pages are shared.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

enum { POINTS = 0x30000, PAGE = 128, UNITS = 32, STRINGS = 0xFFFF, FORM_MAX = 18 };
enum { LEVEL_CASE, LEVEL_BASE, LEVEL_LATIN };

/* A form starts with its size in one byte; index 0 stands for "unchanged". */
static char forms[STRINGS][FORM_MAX + 1];
static size_t form_count = 1;
static unsigned short table[POINTS];
static unsigned short pages[POINTS / PAGE];

static UTransliterator *simplify;
static UTransliterator *to_ascii;
static UTransliterator *to_latin;
static const UNormalizer2 *nfd;
static const UNormalizer2 *nfkd;

static void check(UErrorCode code, const char *what)
{
    if (U_FAILURE(code)) {
        fprintf(stderr, "fold_table: %s: %s\n", what, u_errorName(code));
        exit(1);
    }
}

static UTransliterator *transliterator(const char *name)
{
    UChar id[64];
    UErrorCode code = U_ZERO_ERROR;
    u_uastrcpy(id, name);
    UTransliterator *opened =
        utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    check(code, name);
    return opened;
}

static void transliterate(UTransliterator *rules, UChar text[UNITS])
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t size = u_strlen(text);
    int32_t limit = size;
    utrans_transUChars(rules, text, &size, UNITS, 0, &limit, &code);
    check(code, "transliteration");
    text[size] = 0;
}

static void normalize(const UNormalizer2 *form, UChar text[UNITS])
{
    UChar result[UNITS];
    UErrorCode code = U_ZERO_ERROR;
    unorm2_normalize(form, text, -1, result, UNITS, &code);
    check(code, "normal form");
    u_strcpy(text, result);
}

/* Signs that are typed in several ways: one of each. 0 is none of them. */
static UChar32 plain_sign(UChar32 point)
{
    switch (point) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x02BC:
    case 0x00B4:
    case 0x0060:
    case 0xFF07:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x00AB:
    case 0x00BB:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0xFF02:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
        return '-';
    case 0x00B7:
    case 0x2022:
    case 0x2027:
    case 0x30FB:
    case 0xFF65:
        return 0x00B7;
    default:
        return 0;
    }
}

static bool is_dropped(UChar32 point)
{
    return (u_charType(point) == U_FORMAT_CHAR) || point == 0x00AD ||
           (point >= 0xFE00 && point <= 0xFE0F);
}

static bool is_wide_form(UChar32 point)
{
    int32_t type = u_getIntPropertyValue(point, UCHAR_DECOMPOSITION_TYPE);
    return type == U_DT_WIDE || type == U_DT_NARROW;
}

/* Diacritics are marks in alphabets; in Kana, Hangul and the scripts of India they
 * make other letters. */
static bool loses_marks(UChar32 point)
{
    UErrorCode code = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(point, &code);
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK ||
           script == USCRIPT_CYRILLIC || script == USCRIPT_COMMON ||
           script == USCRIPT_INHERITED;
}

static void strip_marks(UChar text[UNITS])
{
    normalize(nfd, text);
    int32_t kept = 0;
    for (int32_t i = 0; text[i] != 0; i++)
        if (u_charType(text[i]) != U_NON_SPACING_MARK)
            text[kept++] = text[i];
    text[kept] = 0;
}

static void fold_case(UChar text[UNITS])
{
    UChar result[UNITS];
    UErrorCode code = U_ZERO_ERROR;
    u_strFoldCase(result, UNITS, text, -1, U_FOLD_CASE_DEFAULT, &code);
    check(code, "case folding");
    u_strcpy(text, result);
}

static void fold_once(UChar32 point, int level, UChar text[UNITS])
{
    int32_t size = 0;
    text[0] = 0;
    if (is_dropped(point))
        return;
    if (u_isUWhiteSpace(point) || u_iscntrl(point))
        point = ' ';
    else if (plain_sign(point) != 0)
        point = plain_sign(point);
    U16_APPEND_UNSAFE(text, size, point);
    text[size] = 0;
    if (is_wide_form(point))
        normalize(nfkd, text);
    if (u_hasBinaryProperty(point, UCHAR_IDEOGRAPHIC))
        transliterate(simplify, text);
    fold_case(text);
    if (level >= LEVEL_BASE && loses_marks(point)) {
        strip_marks(text);
        if (u_isalpha(point))
            transliterate(to_ascii, text);
        fold_case(text);
    }
}

static bool is_beyond_ascii(const UChar *text)
{
    while (*text != 0 && *text < 0x80)
        text++;
    return *text != 0;
}

/* Letters of other scripts as they sound, each by itself, without the signs that tell
 * how. What stands for no sound, as the mark of a long vowel, is left out. */
static void romanize(UChar text[UNITS])
{
    if (!is_beyond_ascii(text) || !u_isalpha(text[0]) ||
        uscript_hasScript(text[0], USCRIPT_LATIN))
        return;
    transliterate(to_latin, text);
    transliterate(to_ascii, text);
    fold_case(text);
    int32_t kept = 0;
    for (int32_t i = 0; text[i] != 0; i++)
        if (u_isalnum(text[i]) && u_charType(text[i]) != U_MODIFIER_LETTER)
            text[kept++] = text[i];
    text[kept] = 0;
}

static void fold_each(const UChar text[UNITS], int level, UChar folded[UNITS])
{
    UChar32 points[UNITS];
    int32_t count = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF32(points, UNITS, &count, text, -1, &code);
    check(code, "code points");
    folded[0] = 0;
    for (int32_t i = 0; i < count; i++) {
        UChar form[UNITS];
        fold_once(points[i], level, form);
        if (u_strlen(folded) + u_strlen(form) < UNITS)
            u_strcat(folded, form);
    }
}

/* The folded form of a point, which folding again leaves as it is. Two characters that
 * fold to each other (as the simplified forms U+82CE and U+82E7) both give the lesser. */
static void fold(UChar32 point, int level, UChar text[UNITS])
{
    enum { ROUNDS = 4 };
    fold_once(point, level, text);
    for (int round = 0; round < ROUNDS; round++) {
        UChar again[UNITS];
        fold_each(text, level, again);
        bool circles = round == ROUNDS - 1 && u_strcmp(text, again) < 0;
        if (u_strcmp(text, again) == 0 || circles)
            return;
        u_strcpy(text, again);
    }
}

static unsigned short form_index(const char *bytes, size_t size)
{
    for (size_t i = 1; i < form_count; i++)
        if ((size_t)forms[i][0] == size && memcmp(forms[i] + 1, bytes, size) == 0)
            return (unsigned short)i;
    if (form_count == STRINGS || size > FORM_MAX) {
        fprintf(stderr, "fold_table: too many or too long forms\n");
        exit(1);
    }
    forms[form_count][0] = (char)size;
    memcpy(forms[form_count] + 1, bytes, size);
    return (unsigned short)form_count++;
}

static void fill_table(int level)
{
    for (UChar32 point = 0; point < POINTS; point++) {
        UChar text[UNITS];
        char bytes[4 * UNITS];
        int32_t size = 0;
        UErrorCode code = U_ZERO_ERROR;
        table[point] = 0;
        if (u_charType(point) == U_SURROGATE || u_charType(point) == U_UNASSIGNED)
            continue;
        fold(point, level, text);
        if (level == LEVEL_LATIN)
            romanize(text);
        u_strToUTF8(bytes, sizeof bytes, &size, text, -1, &code);
        check(code, "UTF-8");
        UChar self[3] = {0};
        int32_t self_size = 0;
        U16_APPEND_UNSAFE(self, self_size, point);
        if (u_strcmp(text, self) != 0)
            table[point] = form_index(bytes, (size_t)size);
    }
}

static void print_level(const char *name)
{
    size_t count = 0;
    printf("static const uint16_t fold_%s_points[][%d] = {\n", name, PAGE);
    for (size_t page = 0; page < POINTS / PAGE; page++) {
        size_t same = 0;
        while (same < page && memcmp(table + same * PAGE, table + page * PAGE,
                                     PAGE * sizeof *table) != 0)
            same++;
        if (same < page) {
            pages[page] = pages[same];
            continue;
        }
        pages[page] = (unsigned short)count++;
        printf("{");
        for (size_t i = 0; i < PAGE; i++)
            printf("%d,", table[page * PAGE + i]);
        printf("},\n");
    }
    printf("};\nstatic const uint16_t fold_%s_pages[] = {", name);
    for (size_t page = 0; page < POINTS / PAGE; page++)
        printf("%d,", pages[page]);
    printf("};\n");
}

static void print_forms(void)
{
    printf("static const unsigned char fold_forms[][%d] = {\n{0},\n", FORM_MAX + 1);
    for (size_t i = 1; i < form_count; i++) {
        printf("{");
        for (size_t k = 0; k <= (size_t)forms[i][0]; k++)
            printf("%d,", (unsigned char)forms[i][k]);
        printf("},\n");
    }
    printf("};\n");
}

int main(void)
{
    UErrorCode code = U_ZERO_ERROR;
    nfd = unorm2_getNFDInstance(&code);
    nfkd = unorm2_getNFKDInstance(&code);
    check(code, "normal forms");
    simplify = transliterator("Traditional-Simplified");
    to_ascii = transliterator("Latin-ASCII");
    to_latin = transliterator("Any-Latin");

    printf("enum { FOLD_PAGE = %d, FOLD_POINTS = %d };\n", PAGE, POINTS);
    fill_table(LEVEL_CASE);
    print_level("case");
    fill_table(LEVEL_BASE);
    print_level("base");
    fill_table(LEVEL_LATIN);
    print_level("latin");
    print_forms();
    utrans_close(simplify);
    utrans_close(to_ascii);
    utrans_close(to_latin);
    return 0;
}
