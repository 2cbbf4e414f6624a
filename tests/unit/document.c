#include "ingest/text/document.h"

#include "ingest/text/reader.h"
#include "ingest/text/words.h"
#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"

static text_words *words;

static cg_status open_document(text_document *document, cg_text text, cg_error *err)
{
    *document = (text_document){.token_count = 0};
    return document_open(document, text, "article.txt", NULL, words, err);
}

/* "paragraph language: token token token", a line for each sentence. */
static void print_sentences(const text_document *document, cg_buffer *out)
{
    static const char *const languages[] = {"en", "vi", "zh"};
    for (size_t i = 0; i < document->sentence_count; i++) {
        const text_sentence *sentence = &document->sentences[i];
        cg_buffer_printf(out, "%u %s:", sentence->paragraph,
                         languages[sentence->language]);
        for (uint32_t j = sentence->first_token; j < sentence->end_token; j++) {
            cg_buffer_add_z(out, document->tokens[j].blank_before ? " " : "_");
            cg_buffer_add(out, document_text(document, j, j + 1));
        }
        cg_buffer_add_byte(out, '\n');
    }
}

static void sentences_are_as_expected(void **state)
{
    const sheet_case *at = *state;
    cg_buffer out = {0};
    cg_error err = {0};
    text_document document;
    if (open_document(&document, cg_buffer_text(&at->input), &err) == CG_OK) {
        print_sentences(&document, &out);
    } else {
        char message[1024];
        cg_error_format(&err, message, sizeof message);
        cg_buffer_printf(&out, "%s: %s\n", cg_status_name(err.status), message);
    }
    document_close(&document);
    assert_int_equal(cg_buffer_status(&out, NULL), CG_OK);
    assert_string_equal(out.at, at->expected.at);
    cg_buffer_release(&out);
}

static void every_token_is_told_in_the_original(void **state)
{
    /* "e" with acute and "o" with circumflex and grave, decomposed and composed */
    static const char text[] = "Cafe\xCC\x81 mo\xCC\x82\xCC\x80i caf\xC3\xA9, "
                               "Ha\xCC\x80 No\xCC\xA3\xCC\x82i.";
    static const char *const originals[] = {"Cafe\xCC\x81",
                                            "mo\xCC\x82\xCC\x80i",
                                            "caf\xC3\xA9",
                                            ",",
                                            "Ha\xCC\x80",
                                            "No\xCC\xA3\xCC\x82i",
                                            "."};
    (void)state;
    cg_error err = {0};
    text_document document;
    assert_int_equal(open_document(&document, cg_text_z(text), &err), CG_OK);
    assert_int_equal(document.token_count, 7);
    for (size_t i = 0; i < document.token_count; i++) {
        cg_range range = document_range(&document, document.tokens[i].start,
                                        document.tokens[i].end);
        cg_text original = cg_text_slice(cg_text_z(text), range.start, range.end);
        assert_true(cg_text_equal(original, cg_text_z(originals[i])));
    }
    assert_true(cg_text_equal(document_text(&document, 4, 6),
                              CG_TEXT("H\xC3\xA0 N\xE1\xBB\x99i")));
    document_close(&document);
}

/* Each byte of the text has a place in the original that is not before that of the
 * byte in front of it. */
static void offsets_never_go_back(void **state)
{
    (void)state;
    cg_buffer text = {0};
    for (int i = 0; i < 300; i++) { /* heaps of marks, longer and longer */
        cg_buffer_add_z(&text, "a");
        for (int mark = 0; mark < i; mark++)
            cg_buffer_add_z(&text, mark % 2 == 0 ? "\xCC\xA3" : "\xCC\x81");
        cg_buffer_add_z(&text, i % 7 == 0 ? " " : "x");
    }
    cg_error err = {0};
    text_document document;
    assert_int_equal(open_document(&document, cg_buffer_text(&text), &err), CG_OK);
    uint64_t before = 0;
    for (uint32_t i = 0; i <= document.text.size; i++) {
        cg_range range = document_range(&document, i, i);
        assert_true(range.start >= before);
        assert_true(range.end <= text.size);
        before = range.start;
    }
    document_close(&document);
    cg_buffer_release(&text);
}

static void the_front_matter_fills_the_source(void **state)
{
    static const char text[] = "\xEF\xBB\xBF---\r\n"
                               "title: \"Two firms, one chip\"\r\n"
                               "publisher: The Daily Die\r\n"
                               "tags: ignored\r\n"
                               "url: https://example.org/a\r\n"
                               "date: 2025-08-13T09:00+07:00\r\n"
                               "lang: en\r\n"
                               "---\r\n"
                               "They agreed.\r\n";
    (void)state;
    cg_error err = {0};
    text_document document = {.token_count = 0};
    cg_source known = {.publisher = CG_TEXT("Another")};
    assert_int_equal(
        document_open(&document, cg_text_z(text), "a.txt", &known, words, &err),
        CG_OK);
    const cg_source *source = &document.source;
    assert_int_equal(source->form, CG_ARTICLE);
    assert_true(cg_text_equal(source->title, CG_TEXT("Two firms, one chip")));
    assert_true(cg_text_equal(source->publisher, CG_TEXT("Another")));
    assert_true(cg_text_equal(source->url, CG_TEXT("https://example.org/a")));
    assert_true(cg_text_equal(source->language, CG_TEXT("en")));
    assert_int_equal(source->date.day, 13);
    assert_int_equal(document.token_count, 3);
    cg_range range =
        document_range(&document, document.tokens[0].start, document.tokens[0].end);
    assert_memory_equal(text + range.start, "They", 4);
    document_close(&document);
}

static void a_title_line_is_the_title(void **state)
{
    (void)state;
    cg_error err = {0};
    text_document document;
    cg_text text = CG_TEXT("Two firms found an alliance\n\nThey agreed today.\n");
    assert_int_equal(open_document(&document, text, &err), CG_OK);
    assert_true(cg_text_equal(document.source.title,
                              CG_TEXT("Two firms found an alliance")));
    document_close(&document);
}

static void a_long_sentence_is_one(void **state)
{
    enum { COPIES = 40000 };
    (void)state;
    cg_buffer text = {0};
    for (int i = 0; i < COPIES; i++)
        cg_buffer_add_z(&text, "one chip and another, ");
    cg_error err = {0};
    text_document document;
    assert_int_equal(open_document(&document, cg_buffer_text(&text), &err), CG_OK);
    assert_int_equal(document.sentence_count, 1);
    assert_int_equal(document.token_count, COPIES * 5);
    document_close(&document);
    cg_buffer_release(&text);
}

static void too_large_an_article_is_refused(void **state)
{
    (void)state;
    size_t size = (size_t)CG_ARTICLE_MAX + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'a', size);
    cg_error err = {0};
    text_document document;
    assert_int_equal(open_document(&document, (cg_text){text, size}, &err),
                     CG_LIMIT);
    assert_string_equal(err.message, "the article has more than 64 MiB: split it");
    free(text);
}

static cg_status open_and_close(void *handle, cg_error *err)
{
    text_document document;
    cg_status status = open_document(&document, *(const cg_text *)handle, err);
    document_close(&document);
    return status;
}

static void memory_may_fail_anywhere(void **state)
{
    (void)state;
    cg_text text = CG_TEXT("---\ntitle: T\n---\nOne cafe\xCC\x81. Two!\n\nThree.");
    assert_true(fault_sweep(open_and_close, &text, 10000) > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_token_is_told_in_the_original),
        cmocka_unit_test(offsets_never_go_back),
        cmocka_unit_test(the_front_matter_fills_the_source),
        cmocka_unit_test(a_title_line_is_the_title),
        cmocka_unit_test(a_long_sentence_is_one),
        cmocka_unit_test(too_large_an_article_is_refused),
        cmocka_unit_test(memory_may_fail_anywhere),
    };
    static sheet_cases cases;
    cg_error err = {0};
    (void)read_chunk; /* of the shared header: for sheets alone */
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (words_open(&words, &err) != CG_OK)
        return 1;
    cases_read(&cases, "tests/cases/names/documents.cases",
               sentences_are_as_expected);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests("document", cases.tests,
                                         cases.count + sizeof tests / sizeof *tests,
                                         NULL, NULL);
    cases_release(&cases);
    words_close(words);
    return failed;
}
