/* Web pages and Markdown: what is read of them, and where it stands. */
#include "ingest/text/document.h"
#include "ingest/text/html.h"
#include "ingest/text/markdown.h"
#include "ingest/text/words.h"
#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"

#include <time.h>

static text_words *words;

static void print_failure(const cg_error *err, cg_buffer *out)
{
    char message[1024];
    cg_error_format(err, message, sizeof message);
    cg_buffer_printf(out, "%s: %s\n", cg_status_name(err->status), message);
}

static void check_output(const sheet_case *at, cg_buffer *out)
{
    assert_int_equal(cg_buffer_status(out, NULL), CG_OK);
    cg_text got = cg_text_trim(cg_buffer_text(out));
    cg_text expected = cg_text_trim(cg_buffer_text(&at->expected));
    if (!cg_text_equal(got, expected))
        fail_msg("\n%.*s\ninstead of\n%.*s", CG_TEXT_ARG(got),
                 CG_TEXT_ARG(expected));
    cg_buffer_release(out);
}

static void pages_are_read(void **state)
{
    const sheet_case *at = *state;
    cg_buffer out = {0};
    cg_arena arena = {0};
    cg_error err = {0};
    cg_source source = {.form = CG_ARTICLE};
    char date[CG_DATE_ROOM];
    cg_text text;
    if (html_read(cg_buffer_text(&at->input), "page.html", &arena, &text, &source,
                  &err) == CG_OK) {
        cg_date_format(source.date, date);
        cg_buffer_printf(&out, "%.*s | %.*s | %.*s | %s\n%.*s\n",
                         CG_TEXT_ARG(source.title), CG_TEXT_ARG(source.publisher),
                         CG_TEXT_ARG(source.url), date, CG_TEXT_ARG(text));
    } else {
        print_failure(&err, &out);
    }
    cg_arena_release(&arena);
    check_output(at, &out);
}

static void marks_are_left_out(void **state)
{
    const sheet_case *at = *state;
    cg_buffer out = {0};
    cg_text text = cg_buffer_text(&at->input);
    cg_range *marks = NULL;
    size_t count = 0;
    uint64_t from = 0;
    assert_int_equal(markdown_marks(text, 0, &marks, &count, NULL), CG_OK);
    for (size_t i = 0; i < count; i++) {
        assert_true(marks[i].start >= from && marks[i].end > marks[i].start);
        cg_buffer_add(&out, cg_text_slice(text, from, marks[i].start));
        from = marks[i].end;
    }
    assert_true(from <= text.size);
    cg_buffer_add(&out, cg_text_slice(text, from, text.size));
    free(marks);
    check_output(at, &out);
}

/* ---- Offsets ---- */

static void what_was_left_out_is_counted(void **state)
{
    (void)state;
    static const char text[] = "**Nvi\xE2\x80\x8B"
                               "dia** buys [Cafe\xCC\x81](x).";
    static const char *const originals[] = {"Nvi\xE2\x80\x8B"
                                            "dia",
                                            "buys", "Cafe\xCC\x81", "."};
    text_document document = {.token_count = 0};
    cg_error err = {0};
    assert_int_equal(
        document_open(&document, cg_text_z(text), "a.md", NULL, words, &err),
        CG_OK);
    assert_true(cg_text_equal(document.text, CG_TEXT("Nvidia buys Caf\xC3\xA9.")));
    assert_int_equal(document.token_count, 4);
    for (size_t i = 0; i < 4; i++) {
        cg_range range = document_range(&document, document.tokens[i].start,
                                        document.tokens[i].end);
        cg_text original = cg_text_slice(cg_text_z(text), range.start, range.end);
        assert_true(cg_text_equal(original, cg_text_z(originals[i])));
    }
    document_close(&document);
}

static void a_page_is_known_by_its_name_or_beginning(void **state)
{
    (void)state;
    assert_true(html_is_page(CG_TEXT("text"), "a.HTML"));
    assert_true(html_is_page(CG_TEXT("text"), "a.htm"));
    assert_true(html_is_page(CG_TEXT("\xEF\xBB\xBF\n <!DOCTYPE HTML><p>"), "a"));
    assert_true(html_is_page(CG_TEXT("<html lang=vi>"), "standard input"));
    assert_false(html_is_page(CG_TEXT("An <html> page"), "a.txt"));
    assert_false(html_is_page(CG_TEXT(""), "html"));
    assert_true(markdown_is("a/b.md"));
    assert_true(markdown_is("b.MARKDOWN"));
    assert_false(markdown_is("standard input"));
    assert_false(markdown_is("md"));
}

/* ---- What would take too long, or too much ---- */

static void repeat(cg_buffer *out, const char *piece, size_t bytes)
{
    while (out->size < bytes)
        cg_buffer_add_z(out, piece);
}

static void what_is_nested_too_deeply_is_refused(void **state)
{
    (void)state;
    static const char *const pieces[] = {"><div", " a"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        cg_buffer page = {0};
        cg_arena arena = {0};
        cg_source source = {.form = CG_ARTICLE};
        cg_error err = {0};
        cg_text text;
        cg_buffer_add_z(&page, "<html><body");
        repeat(&page, pieces[i], 100000);
        cg_buffer_add_z(&page, ">text");
        assert_int_equal(html_read(cg_buffer_text(&page), "page.html", &arena,
                                   &text, &source, &err),
                         CG_LIMIT);
        cg_arena_release(&arena);
        cg_buffer_release(&page);
    }
}

static double seconds_for(const char *name, const char *piece, size_t bytes)
{
    cg_buffer text = {0};
    text_document document = {.token_count = 0};
    cg_error err = {0};
    repeat(&text, piece, bytes);
    assert_int_equal(cg_buffer_status(&text, NULL), CG_OK);
    clock_t start = clock();
    cg_status status =
        document_open(&document, cg_buffer_text(&text), name, NULL, words, &err);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (status != CG_OK)
        fail_msg("%s: %s", piece, err.message);
    document_close(&document);
    cg_buffer_release(&text);
    return seconds;
}

/* Twice the text takes about twice the time; four times would be its square. */
static void time_grows_with_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *name, *piece;
    } inputs[] = {{"a.txt", "Acme supplies Bolt "},
                  {"a.txt", "A.\n"},
                  {"a.txt", "\n\nA\n"},
                  {"a.txt", "a\xCC\x81\xCC\xA3\xCC\x82"},
                  {"a.txt", "\xE2\x80\x8B\xE2\x80\x8F\xD7\x90"},
                  {"a.txt", "\xE5\x8F\xB0\xE7\xA7\xAF\xE7\x94\xB5\xE3\x80\x82"},
                  {"a.md", "[*_<`!["},
                  {"a.md", "[a](b) ](]["},
                  {"a.md", "> - # "},
                  {"a.html", "<p>Acme <i>supplies Bolt.</b>"},
                  {"a.html", "</div><li>Acme</ul><"},
                  {"a.html", "<article>A.</article><a>A</a>"},
                  {"a.html", "A<script>&<!-- </script>"}};
    enum { BYTES = 1 << 18 };
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        bool linear = false;
        for (int attempt = 0; attempt < 3 && !linear; attempt++) {
            double once = seconds_for(inputs[i].name, inputs[i].piece, BYTES);
            double twice = seconds_for(inputs[i].name, inputs[i].piece, 2 * BYTES);
            linear = twice < 3 * once + 0.05;
        }
        if (!linear)
            fail_msg("input %zu: %s", i, inputs[i].piece);
    }
}

static cg_status open_and_close(void *handle, cg_error *err)
{
    const char *name = handle;
    cg_text text = strcmp(name, "a.md") == 0
                       ? CG_TEXT("# One [two](three) **four**.\n\nFive.")
                       : CG_TEXT("<html><title>T</title><body><h1>One</h1><p>Two "
                                 "three.</p><a>Four</a><time datetime=2025-01-01>");
    text_document document = {.token_count = 0};
    cg_status status = document_open(&document, text, name, NULL, words, err);
    document_close(&document);
    return status;
}

static void memory_may_fail_anywhere(void **state)
{
    (void)state;
    char markdown[] = "a.md", page[] = "a.html";
    assert_true(fault_sweep(open_and_close, markdown, 10000) > 0);
    assert_true(fault_sweep(open_and_close, page, 10000) > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_left_out_is_counted),
        cmocka_unit_test(a_page_is_known_by_its_name_or_beginning),
        cmocka_unit_test(what_is_nested_too_deeply_is_refused),
        cmocka_unit_test(time_grows_with_the_text),
        cmocka_unit_test(memory_may_fail_anywhere),
    };
    static sheet_cases pages, markdown;
    cg_error err = {0};
    (void)read_chunk; /* of the shared header: for sheets alone */
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (words_open(&words, &err) != CG_OK)
        return 1;
    cases_read(&pages, "tests/cases/pages/html.cases", pages_are_read);
    cases_read(&markdown, "tests/cases/pages/markdown.cases", marks_are_left_out);
    size_t count = pages.count;
    for (size_t i = 0; i < markdown.count; i++)
        pages.tests[count++] = markdown.tests[i];
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        pages.tests[count++] = tests[i];
    int failed = _cmocka_run_group_tests("pages", pages.tests, count, NULL, NULL);
    cases_release(&pages);
    cases_release(&markdown);
    words_close(words);
    return failed;
}
