/* Articles of our own, and the examples: their events come in order, their ranges lie
 * in the text and cut no character. What the articles say is scored by tests/score.sh,
 * and that their quotes are what the text has there is shown by tests/quotes.sh. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ingest/text/reader.h"
#include "tests/support/content.h"

enum { ARTICLES_MAX = 256 };

static cg_vocabulary *vocabulary;
static cg_reader *reader;

/* What was read of one article. */
typedef struct {
    cg_text article;
    cg_buffer text; /* as the events gave it */
    bool ended;
} reading;

/* A range of whole characters. */
static void check_range(const reading *r, cg_range range)
{
    assert_true(range.start < range.end && range.end <= r->article.size);
    cg_text text = cg_text_slice(r->article, range.start, range.end);
    assert_int_equal(cg_text_check(text), text.size);
}

static void take_entity(const reading *r, const cg_entity_statement *entity)
{
    assert_true(entity->entity.name.size > 0);
    for (size_t i = 0; i < entity->mention_count; i++)
        check_range(r, entity->mentions[i]);
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
        check_range(r, event->as.fact->range);
        assert_true(event->as.fact->rule.size > 0);
        break;
    case CG_EVENT_END:
        r->ended = true;
        break;
    }
    return CG_OK;
}

static void events_are_sound(void **state)
{
    const char *path = *state;
    cg_error err = {0};
    cg_buffer article = read_file(path);
    reading r = {.article = cg_buffer_text(&article)};
    cg_status status =
        cg_article_read(reader, &(cg_article){.name = path, .text = r.article},
                        (cg_sink){.push = take_event, .handle = &r}, &err);
    if (status != CG_OK)
        fail_msg("%s: %s", path, err.message);
    assert_true(r.ended);
    assert_true(cg_text_equal(cg_buffer_text(&r.text), r.article));
    cg_buffer_release(&r.text);
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
                                           .test_func = events_are_sound,
                                           .initial_state = files.gl_pathv[i]};
        failed = _cmocka_run_group_tests("articles", tests, files.gl_pathc,
                                         open_reader, close_reader);
    }
    globfree(&files);
    return failed;
}
