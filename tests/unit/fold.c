#include "schema/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "tests/support/fault.h"
#include "tests/support/random.h"

enum { LAST_POINT = 0x10FFFF, UNITS = 256, BYTES = 4 * UNITS };

static bool is_assigned(uint32_t point)
{
    int8_t type = u_charType((UChar32)point);
    return type != U_UNASSIGNED && type != U_SURROGATE;
}

static size_t fold_bytes(cg_text text, cg_fold level, char *out)
{
    size_t size = 0;
    for (size_t at = 0; at < text.size;)
        size += cg_fold_point(cg_text_next(text, &at), level, out + size);
    return size;
}

static void each_point_folds_to_clean_utf8(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= LAST_POINT; point++) {
        for (cg_fold level = CG_FOLD_CASE; level <= CG_FOLD_BASE; level++) {
            char form[CG_FOLD_MAX];
            size_t size = cg_fold_point(point, level, form);
            assert_true(size <= CG_FOLD_MAX);
            if (is_assigned(point))
                assert_int_equal(cg_text_check((cg_text){form, size}), size);
        }
    }
}

/* What is folded stays as it is when it is folded again: stored forms and those made
 * from what people type are equal. */
static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= LAST_POINT; point++) {
        for (cg_fold level = CG_FOLD_CASE; level <= CG_FOLD_BASE; level++) {
            char once[CG_FOLD_MAX];
            char twice[CG_FOLD_MAX * CG_FOLD_MAX];
            if (!is_assigned(point))
                continue;
            size_t size = cg_fold_point(point, level, once);
            size_t again = fold_bytes((cg_text){once, size}, level, twice);
            if (again != size || memcmp(once, twice, size) != 0)
                fail_msg("U+%04X at level %d: '%.*s', then '%.*s'", point, level,
                         (int)size, once, (int)again, twice);
        }
    }
}

/* ICU's full case folding makes the same of two letters: so must we. */
static void cases_fold_together(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= LAST_POINT; point++) {
        uint32_t lower = (uint32_t)u_tolower((UChar32)point);
        char form[CG_FOLD_MAX];
        char lower_form[CG_FOLD_MAX];
        if (lower == point || (uint32_t)u_toupper((UChar32)lower) != point)
            continue;
        for (cg_fold level = CG_FOLD_CASE; level <= CG_FOLD_BASE; level++) {
            size_t size = cg_fold_point(point, level, form);
            size_t lower_size = cg_fold_point(lower, level, lower_form);
            if (size != lower_size || memcmp(form, lower_form, size) != 0)
                fail_msg("U+%04X and U+%04X at level %d", point, lower, level);
        }
    }
}

static void check_fold(const char *text, cg_fold level, const char *expected)
{
    cg_arena arena = {0};
    cg_text folded;
    assert_int_equal(cg_text_fold(cg_text_z(text), level, &arena, &folded, NULL),
                     CG_OK);
    assert_string_equal(folded.at, expected);
    assert_int_equal(folded.size, strlen(expected));
    cg_arena_release(&arena);
}

static void spellings_fold_as_people_expect(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *by_case;
        const char *by_base;
    } cases[] = {
        {"", "", ""},
        {"NVIDIA", "nvidia", "nvidia"},
        {"Bắc Kinh", "bắc kinh", "bac kinh"},
        {"Đài Loan", "đài loan", "dai loan"},
        {"ĐƯỜNG", "đường", "duong"},
        {"Besançon", "besançon", "besancon"},
        {"台積電", "台积电", "台积电"},
        {"聯發科技", "联发科技", "联发科技"},
        {"ＡＭＤ　２", "amd 2", "amd 2"},
        {"  a \t\n b\r\n", "a b", "a b"},
        {"a\xc2\xa0"
         "b",
         "a b", "a b"},
        {"a\xe2\x80\x8b"
         "b",
         "ab", "ab"},
        {"“X” – ‘y’", "\"x\" - 'y'", "\"x\" - 'y'"},
        {"Straße", "strasse", "strasse"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_fold(cases[i].text, CG_FOLD_CASE, cases[i].by_case);
        check_fold(cases[i].text, CG_FOLD_BASE, cases[i].by_base);
    }
}

/* A letter with its marks apart is the letter, once the text is in normal form; at the
 * base level even before. */
static void composed_and_decomposed_fold_alike(void **state)
{
    (void)state;
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&code);
    for (UChar32 point = 0x80; point < 0x2000; point++) {
        UChar units[8];
        UChar apart[32];
        char bytes[64];
        char whole[CG_FOLD_MAX];
        char pieces[64 * CG_FOLD_MAX];
        int32_t unit_count = 0;
        int32_t size = 0;
        bool latin = (point < 0x250 || point >= 0x1E00) && u_isalpha(point);
        if (!latin || point >= 0x1F00)
            continue;
        U16_APPEND_UNSAFE(units, unit_count, point);
        int32_t count = unorm2_normalize(nfd, units, unit_count, apart, 32, &code);
        u_strToUTF8(bytes, sizeof bytes, &size, apart, count, &code);
        assert_true(U_SUCCESS(code));
        size_t whole_size = cg_fold_point((uint32_t)point, CG_FOLD_BASE, whole);
        size_t pieces_size =
            fold_bytes((cg_text){bytes, (size_t)size}, CG_FOLD_BASE, pieces);
        if (whole_size != pieces_size || memcmp(whole, pieces, whole_size) != 0)
            fail_msg("U+%04X", (unsigned)point);
    }
}

static void search_forms_cut_cjk_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *words; /* joined by single blanks */
    } cases[] = {
        {"", ""},
        {"Bắc Kinh", "bac kinh"},
        {"中芯国际", "中 芯 国 际"},
        {"華為Ascend 910C芯片", "华 为 ascend 910c 芯 片"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_buffer out = {0};
        cg_arena arena = {0};
        cg_text words;
        cg_text_search_form(cg_text_z(cases[i].text), &out);
        assert_int_equal(
            cg_text_fold(cg_buffer_text(&out), CG_FOLD_BASE, &arena, &words, NULL),
            CG_OK);
        assert_string_equal(words.at, cases[i].words);
        cg_arena_release(&arena);
        cg_buffer_release(&out);
    }
}

static cg_text nfc_by_icu(const UNormalizer2 *form, cg_text text, char *out)
{
    UChar units[UNITS];
    UChar composed[UNITS];
    int32_t count = 0;
    int32_t size = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8(units, UNITS, &count, text.at, (int32_t)text.size, &code);
    count = unorm2_normalize(form, units, count, composed, UNITS, &code);
    u_strToUTF8(out, BYTES, &size, composed, count, &code);
    assert_true(U_SUCCESS(code));
    return (cg_text){out, (size_t)size};
}

/* Random runs of letters and marks from the scripts that compose. */
static size_t random_marks(uint64_t *random, char *out)
{
    static const uint32_t first[] = {0x41,   0x61,  0x300,  0x1EA0, 0x1100, 0x1161,
                                     0xAC00, 0x591, 0x30AB, 0x3099, 0xF900, 0x3B1};
    static const uint32_t count[] = {26,  26, 0x4F, 90, 19, 21,
                                     100, 30, 30,   2,  50, 20};
    size_t size = 0;
    size_t points = random_next(random) % 12;
    for (size_t i = 0; i < points; i++) {
        size_t block = (random_next(random) >> 8) % (sizeof first / sizeof *first);
        uint32_t point =
            first[block] + (uint32_t)((random_next(random) >> 8) % count[block]);
        size += cg_text_put(point, out + size);
    }
    return size;
}

static void normal_form_is_icus(void **state)
{
    (void)state;
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&code);
    uint64_t random = 11;
    for (int round = 0; round < 50000; round++) {
        char bytes[64];
        char expected[BYTES];
        cg_arena arena = {0};
        cg_text nfc;
        cg_text text = {bytes, random_marks(&random, bytes)};
        cg_text by_icu = nfc_by_icu(form, text, expected);
        assert_int_equal(cg_text_nfc(text, &arena, &nfc, NULL), CG_OK);
        assert_true(cg_text_equal(nfc, by_icu));
        if (cg_text_equal(text, by_icu))
            assert_true(nfc.at == text.at || nfc.size == 0 || arena.newest != NULL);
        cg_arena_release(&arena);
    }
}

static void normal_text_is_not_copied(void **state)
{
    (void)state;
    cg_arena arena = {0};
    cg_text nfc;
    cg_text text = CG_TEXT("Công ty công nghệ Bắc Kinh, 芯片, Ünïcödé");
    assert_int_equal(cg_text_nfc(text, &arena, &nfc, NULL), CG_OK);
    assert_ptr_equal(nfc.at, text.at);
    assert_null(arena.newest);
    cg_arena_release(&arena);
}

static void what_moves_a_terminal_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *shown;
    } cases[] = {
        {"Bắc Kinh 芯片", "Bắc Kinh 芯片"},
        {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
        {"\x1b[31mred", "\\x1b[31mred"},
        {"\x7f", "\\x7f"},
        {"\xc2\x9b", "\\x9b"},            /* CSI in one point */
        {"\xe2\x80\xae", "\\u202e"},      /* right-to-left override */
        {"\xe2\x81\xa6x", "\\u2066x"},    /* isolate */
        {"\xe2\x80\xa8", "\\u2028"},      /* line separator */
        {"\xff", "\\xff"},                /* not UTF-8 */
        {"\xef\xbf\xbd", "\xef\xbf\xbd"}, /* U+FFFD itself */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_buffer out = {0};
        cg_text_printable(cg_text_z(cases[i].text), &out);
        assert_string_equal(out.at, cases[i].shown);
        cg_buffer_release(&out);
    }
}

/* No control character is left, whatever the point. */
static void printable_text_has_no_controls(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= LAST_POINT; point++) {
        char bytes[4];
        cg_buffer out = {0};
        int8_t type = u_charType((UChar32)point);
        if (type == U_SURROGATE)
            continue;
        cg_text_printable((cg_text){bytes, cg_text_put(point, bytes)}, &out);
        bool same = cg_text_equal(cg_buffer_text(&out),
                                  (cg_text){bytes, cg_text_put(point, bytes)});
        bool harmful = type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR ||
                       type == U_PARAGRAPH_SEPARATOR ||
                       u_hasBinaryProperty((UChar32)point, UCHAR_BIDI_CONTROL);
        if (harmful && same)
            fail_msg("U+%04X", point);
        cg_buffer_release(&out);
    }
}

static cg_status fold_and_normalize(void *handle, cg_error *err)
{
    cg_arena arena = {0};
    cg_text text;
    (void)handle;
    cg_status status = cg_text_fold(CG_TEXT("Tập đoàn Công nghệ Bắc Kinh"),
                                    CG_FOLD_BASE, &arena, &text, err);
    if (status == CG_OK)
        status = cg_text_nfc(CG_TEXT("ba\xcc\x86\xcc\x81"
                                     "c"),
                             &arena, &text, err);
    cg_arena_release(&arena);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(fold_and_normalize, NULL, 1000) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_point_folds_to_clean_utf8),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(cases_fold_together),
        cmocka_unit_test(spellings_fold_as_people_expect),
        cmocka_unit_test(composed_and_decomposed_fold_alike),
        cmocka_unit_test(search_forms_cut_cjk_apart),
        cmocka_unit_test(normal_form_is_icus),
        cmocka_unit_test(normal_text_is_not_copied),
        cmocka_unit_test(what_moves_a_terminal_is_shown),
        cmocka_unit_test(printable_text_has_no_controls),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    fault_include_libraries();
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
