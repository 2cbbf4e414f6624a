#include "schema/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "tests/support/random.h"

enum { LAST_POINT = 0x10FFFF };

static void each_point_is_written_and_read(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= LAST_POINT; point++) {
        char bytes[4];
        uint8_t expected[4];
        int32_t size = 0;
        size_t at = 0;
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        U8_APPEND_UNSAFE(expected, size, point);
        assert_int_equal(cg_text_put(point, bytes), size);
        assert_memory_equal(bytes, expected, (size_t)size);

        cg_text text = {bytes, (size_t)size};
        assert_int_equal(cg_text_check(text), size);
        assert_int_equal(cg_text_next(text, &at), point);
        assert_int_equal(at, size);
    }
}

/* The offset at which ICU finds the first bad byte or NUL. */
static size_t check_by_icu(cg_text text)
{
    int32_t at = 0;
    while (at < (int32_t)text.size) {
        int32_t start = at;
        UChar32 point;
        U8_NEXT((const uint8_t *)text.at, at, (int32_t)text.size, point);
        if (point <= 0)
            return (size_t)start;
    }
    return text.size;
}

/* Bytes that lie near the borders of what is allowed. */
static char border_byte(uint64_t draw)
{
    static const unsigned char bytes[] = {
        0x01, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
        0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF, 0x00,
    };
    return (char)bytes[draw % sizeof bytes];
}

static void bad_utf8_is_found_where_icu_finds_it(void **state)
{
    (void)state;
    uint64_t random = 42;
    for (int round = 0; round < 300000; round++) {
        char bytes[8];
        size_t size = random_next(&random) % sizeof bytes;
        for (size_t i = 0; i < size; i++)
            bytes[i] = border_byte(random_next(&random) >> 20);
        cg_text text = {bytes, size};
        assert_int_equal(cg_text_check(text), check_by_icu(text));
        for (size_t at = 0; at < size;) {
            size_t before = at;
            uint32_t point = cg_text_next(text, &at);
            assert_true(at > before && at <= size);
            assert_true(point <= LAST_POINT);
            if (point == 0xFFFD)
                assert_true(at == before + 1 || at == before + 3);
        }
    }
}

static void places_count_in_code_points(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t offset;
        uint64_t line;
        uint64_t column;
    } cases[] = {
        {"", 0, 1, 1},          {"abc", 0, 1, 1},       {"abc", 2, 1, 3},
        {"abc", 3, 1, 4},       {"芯片 H20", 3, 1, 2},  {"芯片 H20", 7, 1, 4},
        {"a\nb", 1, 1, 2},      {"a\nb", 2, 2, 1},      {"a\n\n\nb", 4, 4, 1},
        {"chữ\nViệt", 5, 1, 4}, {"chữ\nViệt", 8, 2, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t line;
        uint64_t column;
        cg_text_position(cg_text_z(cases[i].text), cases[i].offset, &line, &column);
        assert_int_equal(line, cases[i].line);
        assert_int_equal(column, cases[i].column);
    }
}

static void spans_compare_by_bytes(void **state)
{
    (void)state;
    static const char *const in_order[] = {"",  "A", "AB", "B",
                                           "a", "é", "中", "\xf0\x9f\x98\x80"};
    size_t count = sizeof in_order / sizeof *in_order;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            cg_text a = cg_text_z(in_order[i]);
            cg_text b = cg_text_z(in_order[j]);
            int order = cg_text_compare(a, b);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(cg_text_equal(a, b), i == j);
        }
    }
    assert_true(cg_text_equal((cg_text){NULL, 0}, CG_TEXT("")));
    assert_int_equal(cg_text_compare((cg_text){NULL, 0}, CG_TEXT("")), 0);
}

static void starts_and_ends(void **state)
{
    (void)state;
    cg_text text = CG_TEXT("Tập đoàn X");
    assert_true(cg_text_starts(text, CG_TEXT("Tập")));
    assert_true(cg_text_starts(text, CG_TEXT("")));
    assert_true(cg_text_starts(text, text));
    assert_false(cg_text_starts(text, CG_TEXT("Tập đoàn XY")));
    assert_true(cg_text_ends(text, CG_TEXT("n X")));
    assert_true(cg_text_ends(text, CG_TEXT("")));
    assert_false(cg_text_ends(text, CG_TEXT("Y")));
    assert_false(cg_text_ends(CG_TEXT(""), CG_TEXT("Y")));
}

static void trims_ascii_blanks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *trimmed;
    } cases[] =
        {
            {"", ""},
            {" \t\r\n\v\f ", ""},
            {" a b ", "a b"},
            {"a", "a"},
            {"\n中 ", "中"},
            {"\xc2\xa0x", "\xc2\xa0x"}, /* a no-break space is not ASCII */
        };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(cg_text_equal(cg_text_trim(cg_text_z(cases[i].text)),
                                  cg_text_z(cases[i].trimmed)));
}

static void words_and_cjk_are_told_by_script(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= LAST_POINT; point++) {
        uint32_t mask = U_GET_GC_MASK((UChar32)point);
        bool word = (mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
        if (cg_point_is_word(point) != word)
            fail_msg("U+%04X", point);
        if (u_hasBinaryProperty((UChar32)point, UCHAR_UNIFIED_IDEOGRAPH))
            assert_true(cg_point_is_cjk(point));
    }
    static const uint32_t cjk[] = {0x4E2D, 0x3042, 0x30A2, 0xD55C, 0x3007, 0x20000};
    static const uint32_t others[] = {'a',    '1',    0x110,  0x0416, 0x3001,
                                      0x3002, 0xFF0C, 0xFF21, 0x0E01, 0x1F600};
    for (size_t i = 0; i < sizeof cjk / sizeof *cjk; i++)
        assert_true(cg_point_is_cjk(cjk[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(cg_point_is_cjk(others[i]));
}

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0},          {"Nvidia", 6},       {"Bắc Kinh", 8},
        {"中芯国际", 8},  {"芯片 H20", 8},     {"Ｈ２０", 6},
        {"e\xcc\x81", 1}, {"\xe2\x80\x8b", 0}, {"한국", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (cg_text_width(cg_text_z(cases[i].text)) != cases[i].width)
            fail_msg("'%s'", cases[i].text);
}

/* Levenshtein's distance as it is defined, without a table. */
static size_t slow_distance(const char *a, const char *b)
{
    if (*a == '\0' || *b == '\0')
        return strlen(a) + strlen(b);
    size_t best = slow_distance(a + 1, b + 1) + (*a != *b);
    size_t deleted = slow_distance(a + 1, b) + 1;
    size_t inserted = slow_distance(a, b + 1) + 1;
    best = deleted < best ? deleted : best;
    return inserted < best ? inserted : best;
}

static void distances_are_levenshteins(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int round = 0; round < 2000; round++) {
        char a[7] = "";
        char b[7] = "";
        size_t a_size = random_next(&random) % 7;
        size_t b_size = random_next(&random) % 7;
        for (size_t i = 0; i < a_size; i++)
            a[i] = (char)('a' + random_next(&random) % 3);
        for (size_t i = 0; i < b_size; i++)
            b[i] = (char)('a' + random_next(&random) % 3);
        assert_int_equal(cg_text_distance(cg_text_z(a), cg_text_z(b)),
                         slow_distance(a, b));
    }
}

static void distances_are_between_folded_texts(void **state)
{
    (void)state;
    char longest[66];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(cg_text_distance(CG_TEXT("BẮC KINH"), CG_TEXT("bac kinh")), 0);
    assert_int_equal(cg_text_distance(CG_TEXT("台積電"), CG_TEXT("台积电")), 0);
    assert_int_equal(cg_text_distance(CG_TEXT("台积电"), CG_TEXT("台积")), 1);
    assert_int_equal(cg_text_distance((cg_text){longest, 64}, CG_TEXT("")), 64);
    assert_true(cg_text_distance((cg_text){longest, 65}, CG_TEXT("")) == SIZE_MAX);
    assert_true(cg_text_distance(CG_TEXT(""), (cg_text){longest, 65}) == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_point_is_written_and_read),
        cmocka_unit_test(bad_utf8_is_found_where_icu_finds_it),
        cmocka_unit_test(places_count_in_code_points),
        cmocka_unit_test(spans_compare_by_bytes),
        cmocka_unit_test(starts_and_ends),
        cmocka_unit_test(trims_ascii_blanks),
        cmocka_unit_test(words_and_cjk_are_told_by_script),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(distances_are_levenshteins),
        cmocka_unit_test(distances_are_between_folded_texts),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
