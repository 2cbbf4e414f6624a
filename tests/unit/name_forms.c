/* How alike two names are, and that names which are alike meet under a key. */
#include "schema/name_form.h"

#include "tests/support/fault.h"
#include "tests/support/random.h"
#include "tests/unit/sheet_cases.h"

static cg_name_words *words;

static const char *const alike_texts[] = {
    [CG_UNLIKE] = "unlike",
    [CG_ALIKE_ROMANIZED] = "romanized",
    [CG_ALIKE_NEARLY] = "nearly",
    [CG_ALIKE_AS_INITIALS] = "as initials",
    [CG_ALIKE_BUT_BRANCH] = "but branch",
    [CG_ALIKE_BUT_GENERAL] = "but general",
    [CG_ALIKE_BUT_FORM] = "but form",
    [CG_ALIKE_BUT_DIACRITICS] = "but diacritics",
    [CG_ALIKE] = "alike",
};

static cg_name_form form_of(cg_text name, cg_arena *arena)
{
    cg_name_form form;
    cg_error err = {0};
    assert_int_equal(cg_name_form_of(words, name, arena, &form, &err), CG_OK);
    return form;
}

/* Is one of a's keys for looking one that b is kept under? */
static bool finds(const cg_name_form *a, const cg_name_form *b, cg_arena *arena)
{
    cg_name_keys looking;
    cg_name_keys kept;
    cg_error err = {0};
    assert_int_equal(cg_name_keys_of(a, arena, &looking, &err), CG_OK);
    assert_int_equal(cg_name_keys_of(b, arena, &kept, &err), CG_OK);
    for (size_t i = 0; i < looking.count; i++)
        for (size_t k = 0; k < kept.kept; k++)
            if (cg_text_equal(looking.items[i], kept.items[k]))
                return true;
    return false;
}

/* How alike they are, which is the same both ways, as are the keys. */
static cg_alike compare(cg_text a, cg_text b, cg_arena *arena)
{
    cg_name_form one = form_of(a, arena);
    cg_name_form other = form_of(b, arena);
    cg_alike alike = cg_name_alike(&one, &other);
    assert_int_equal(cg_name_alike(&other, &one), alike);
    if (alike != CG_UNLIKE &&
        !(finds(&one, &other, arena) && finds(&other, &one, arena)))
        fail_msg("'%.*s' and '%.*s' are alike, but do not meet", CG_TEXT_ARG(a),
                 CG_TEXT_ARG(b));
    return alike;
}

static void pairs_are_as_expected(void **state)
{
    sheet_case *test = *state;
    cg_arena arena = {0};
    cg_buffer out = {0};
    cg_text rest = cg_buffer_text(&test->input);
    while (rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        cg_text line = cg_text_slice(rest, 0, (size_t)(end - rest.at));
        const char *sign = memmem(line.at, line.size, " = ", 3);
        assert_non_null(sign);
        size_t at = (size_t)(sign - line.at);
        cg_buffer_add_z(
            &out,
            alike_texts[compare(cg_text_slice(line, 0, at),
                                cg_text_slice(line, at + 3, line.size), &arena)]);
        cg_buffer_add_byte(&out, '\n');
        rest = cg_text_slice(rest, line.size + 1, rest.size);
    }
    cg_text got = cg_buffer_text(&out);
    cg_text expected = cg_buffer_text(&test->expected);
    if (!cg_text_equal(got, expected))
        fail_msg("\n%.*s\ninstead of\n%.*s", CG_TEXT_ARG(got),
                 CG_TEXT_ARG(expected));
    cg_buffer_release(&out);
    cg_arena_release(&arena);
}

/* Names put together from these by chance are often alike. */
static void names_that_are_alike_meet(void **state)
{
    static const char *const parts[] = {
        "Lumenta ",     "LUMENTA",      "lumenta-",  "Sao Mai ", "Sáo Mái ",
        "Inc. ",        "Co., Ltd ",    "Công ty ",  "Cổ phần ", "Technology ",
        "công nghệ ",   "Electronics ", "điện tử ",  "电子",     "and ",
        "光羽",         "有限公司",     "科技",      "L ",       "LSM",
        "Aurora Borea", "lis ",         "lys",       "7 ",       ".",
        "\xE2\x80\x8B", "Ánh Dương ",   "Anh Duong "};
    enum { ROUNDS = 40000, PARTS = sizeof parts / sizeof *parts };
    (void)state;
    uint64_t random = 20250813;
    cg_arena arena = {0};
    size_t alike = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char names[2][120] = {"", ""};
        for (int n = 0; n < 2; n++)
            for (size_t left = 1 + random_below(&random, 4); left > 0; left--)
                strcat(names[n], parts[random_below(&random, PARTS)]);
        alike +=
            compare(cg_text_z(names[0]), cg_text_z(names[1]), &arena) != CG_UNLIKE;
        cg_arena_reset(&arena);
    }
    assert_true(alike > ROUNDS / 100);
    cg_arena_release(&arena);
}

static cg_status make_form(void *handle, cg_error *err)
{
    cg_arena arena = {0};
    cg_name_form form;
    cg_name_keys keys;
    cg_status status =
        cg_name_form_of(words, *(const cg_text *)handle, &arena, &form, err);
    if (status == CG_OK)
        status = cg_name_keys_of(&form, &arena, &keys, err);
    cg_arena_release(&arena);
    return status;
}

static cg_status open_words(void *handle, cg_error *err)
{
    (void)handle;
    cg_name_words *opened = NULL;
    cg_status status = cg_name_words_open(&opened, err);
    cg_name_words_close(opened);
    return status;
}

static void memory_may_fail_anywhere(void **state)
{
    (void)state;
    cg_text name = CG_TEXT("Lumenta Aurora Technology Electronics Corporation");
    assert_true(fault_sweep(make_form, &name, 1000) > 0);
    assert_true(fault_sweep(open_words, NULL, 1000) > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_alike_meet),
        cmocka_unit_test(memory_may_fail_anywhere),
    };
    static sheet_cases cases;
    cg_error err = {0};
    (void)read_chunk; /* of the shared header: for sheets alone */
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (cg_name_words_open(&words, &err) != CG_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    cases_read(&cases, "tests/cases/names/alike.cases", pairs_are_as_expected);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests("name_forms", cases.tests,
                                         cases.count + sizeof tests / sizeof *tests,
                                         NULL, NULL);
    cases_release(&cases);
    cg_name_words_close(words);
    return failed;
}
