/* Articles of our own and the facts that they say: tests/cases/articles/NAME.txt and
 * NAME.facts, a line for each fact:
 *
 *     Lumenchip | SUPPLIES | Aurora | {"what":"chips"} | asserted
 *
 * `ARTICLES=write` in the environment writes the facts instead. Each quote must be the
 * bytes of the article that its range names. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ingest/text/reader.h"

enum { ARTICLES_MAX = 256 };

static cg_vocabulary *vocabulary;
static cg_reader *reader;

/* What was read of one article. */
typedef struct {
    cg_text article;
    cg_buffer text;  /* as the events gave it */
    cg_buffer facts; /* printed */
    cg_buffer last;  /* the line before, to print a fact with two quotes once */
    bool ended;
} reading;

static cg_buffer read_file(const char *path)
{
    cg_buffer content = {0};
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return content;
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        cg_buffer_add(&content, (cg_text){bytes, size});
    fclose(file);
    return content;
}

static void print_fact(const cg_fact_statement *fact, cg_buffer *out)
{
    cg_buffer_add(out, fact->subject.name);
    cg_buffer_add_z(out, " | ");
    cg_buffer_add(out, cg_relation_at(vocabulary, fact->relation)->name);
    cg_buffer_add_z(out, " | ");
    cg_buffer_add(out, fact->object.name);
    cg_buffer_add_z(out, " | ");
    cg_properties_json(fact->properties, out);
}

static void take_fact(reading *r, const cg_fact_statement *fact)
{
    cg_buffer line = {0};
    assert_true(fact->range.start < fact->range.end);
    assert_true(fact->range.end <= r->article.size);
    cg_text quote = cg_text_slice(r->article, fact->range.start, fact->range.end);
    assert_int_equal(cg_text_check(quote), quote.size);
    assert_true(fact->rule.size > 0);

    print_fact(fact, &line);
    if (!cg_text_equal(cg_buffer_text(&line), cg_buffer_text(&r->last))) {
        cg_buffer_add(&r->facts, cg_buffer_text(&line));
        cg_buffer_printf(&r->facts, " | %s\n", cg_modality_name(fact->modality));
    }
    cg_buffer_release(&r->last);
    r->last = line;
}

/* Every mention is one of the entity's names, to the byte. */
static void take_entity(const reading *r, const cg_entity_statement *entity)
{
    for (size_t i = 0; i < entity->mention_count; i++) {
        cg_range range = entity->mentions[i];
        assert_true(range.start < range.end && range.end <= r->article.size);
        cg_text text = cg_text_slice(r->article, range.start, range.end);
        assert_int_equal(cg_text_check(text), text.size);
    }
}

static cg_status take_event(void *handle, const cg_event *event, cg_error *err)
{
    reading *r = handle;
    (void)err;
    switch (event->type) {
    case CG_EVENT_SOURCE:
        assert_int_equal(event->as.source->form, CG_ARTICLE);
        break;
    case CG_EVENT_TEXT:
        cg_buffer_add(&r->text, event->as.text);
        break;
    case CG_EVENT_ENTITY:
        take_entity(r, event->as.entity);
        break;
    case CG_EVENT_FACT:
        take_fact(r, event->as.fact);
        break;
    case CG_EVENT_END:
        r->ended = true;
        break;
    }
    return CG_OK;
}

static void expected_path(const char *path, char out[256])
{
    int stem = (int)(strlen(path) - strlen(".txt"));
    snprintf(out, 256, "%.*s.facts", stem, path);
    if (strncmp(path, "examples/", 9) == 0)
        snprintf(out, 256, "tests/cases/articles/%.*s.facts", stem - 9, path + 9);
}

static void compare(const reading *r, const char *path)
{
    char facts[256];
    expected_path(path, facts);
    if (getenv("ARTICLES") != NULL) {
        FILE *file = fopen(facts, "wb");
        assert_non_null(file);
        fwrite(r->facts.at, 1, r->facts.size, file);
        fclose(file);
        return;
    }
    cg_buffer expected = read_file(facts);
    assert_string_equal(r->facts.at != NULL ? r->facts.at : "",
                        expected.at != NULL ? expected.at : "");
    cg_buffer_release(&expected);
}

static void facts_are_as_expected(void **state)
{
    const char *path = *state;
    cg_error err = {0};
    cg_buffer article = read_file(path);
    reading r = {.article = cg_buffer_text(&article)};
    cg_status status =
        cg_article_read(reader, &(cg_article){.name = path, .text = r.article},
                        (cg_sink){take_event, &r}, &err);
    if (status != CG_OK)
        fail_msg("%s: %s", path, err.message);
    assert_true(r.ended);
    assert_true(cg_text_equal(cg_buffer_text(&r.text), r.article));
    compare(&r, path);
    cg_buffer_release(&r.text);
    cg_buffer_release(&r.facts);
    cg_buffer_release(&r.last);
    cg_buffer_release(&article);
}

static int open_reader(void **state)
{
    cg_error err = {0};
    (void)state;
    return cg_vocabulary_open(&vocabulary, &err) != CG_OK ||
           cg_reader_open(vocabulary, &reader, &err) != CG_OK;
}

static int close_reader(void **state)
{
    (void)state;
    cg_reader_close(reader);
    cg_vocabulary_close(vocabulary);
    return 0;
}

int main(void)
{
    static struct CMUnitTest tests[ARTICLES_MAX];
    glob_t files = {0};
    int failed = 1;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (glob("tests/cases/articles/*.txt", 0, NULL, &files) == 0 &&
        glob("examples/*.txt", GLOB_APPEND, NULL, &files) == 0 &&
        files.gl_pathc <= ARTICLES_MAX) {
        for (size_t i = 0; i < files.gl_pathc; i++)
            tests[i] = (struct CMUnitTest){.name = files.gl_pathv[i],
                                           .test_func = facts_are_as_expected,
                                           .initial_state = files.gl_pathv[i]};
        failed = _cmocka_run_group_tests("articles", tests, files.gl_pathc,
                                         open_reader, close_reader);
    }
    globfree(&files);
    return failed;
}
