/* The image of the built-in lists and rules: a reader that has it reads as one that read
 * the files themselves, and takes what users add as that one does. Kinds have numbers in
 * it, so that with another vocabulary the files are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ingest/text/reader.h"
#include "ingest/text/reader_image.h"
#include "tests/support/content.h"
#include "tests/support/fault.h"

/* A vocabulary, and a reader with it. */
typedef struct {
    cg_vocabulary *vocabulary;
    cg_reader *reader;
} setting;

static setting by_image;
static setting by_files;

static const char names_text[] = "name,kind,aliases\n"
                                 "Lumen Gratings,Company,Lumen G\n"
                                 "Quellthal,Place,\n"
                                 "Nvidia,Company,Envidia Corp\n";

static const char rules_text[] =
    "language: en\n"
    "words graze: grazes beside | grazed beside\n"
    "rule grazes: COMPETES_WITH\n"
    "when: [Company:subject] !$graze [Company:object]\n"
    "yes: [Company Lumen] grazes beside [Company Aurora]. => Lumen > Aurora\n"
    "yes: [Company Lumen] grazed beside [Company Aurora]. => Lumen > Aurora\n"
    "no: [Company Lumen] grazes.\n";

static const char added_text[] =
    "Envidia Corp grazes beside Lumen G. Nvidia supplies chips to TSMC, which is "
    "based in Quellthal.";

/* ---- What a reader reads, in words ---- */

static void print_entity(cg_buffer *out, const cg_entity_statement *entity)
{
    cg_buffer_printf(out, "%.*s %u %llx %.*s", CG_TEXT_ARG(entity->entity.name),
                     (unsigned)entity->entity.kind,
                     (unsigned long long)entity->kinds,
                     CG_TEXT_ARG(entity->country));
    for (size_t i = 0; i < entity->mention_count; i++)
        cg_buffer_printf(out, " %llu-%llu",
                         (unsigned long long)entity->mentions[i].start,
                         (unsigned long long)entity->mentions[i].end);
    cg_buffer_add_byte(out, '\n');
}

static void print_fact(cg_buffer *out, const cg_fact_statement *fact)
{
    cg_buffer_printf(out, "%.*s %u %.*s %llu-%llu %.*s %d %.*s",
                     CG_TEXT_ARG(fact->subject.name), (unsigned)fact->relation,
                     CG_TEXT_ARG(fact->object.name),
                     (unsigned long long)fact->range.start,
                     (unsigned long long)fact->range.end, CG_TEXT_ARG(fact->rule),
                     (int)fact->modality, CG_TEXT_ARG(fact->speaker.name));
    cg_properties_json(fact->properties, out);
    cg_buffer_add_byte(out, '\n');
}

static cg_status print_event(void *handle, const cg_event *event, cg_error *err)
{
    (void)err;
    if (event->type == CG_EVENT_ENTITY)
        print_entity(handle, event->as.entity);
    else if (event->type == CG_EVENT_FACT)
        print_fact(handle, event->as.fact);
    return CG_OK;
}

static cg_buffer read_with(const cg_reader *reader, cg_text text)
{
    cg_error err = {0};
    cg_buffer out = {0};
    cg_status status =
        cg_article_read(reader, &(cg_article){.name = "article", .text = text},
                        (cg_sink){.push = print_event, .handle = &out}, &err);
    if (status != CG_OK)
        fail_msg("%s", err.message);
    return out;
}

static void check_alike(const cg_reader *one, const cg_reader *other, cg_text text)
{
    cg_buffer read = read_with(one, text);
    cg_buffer wanted = read_with(other, text);
    assert_true(cg_buffer_text(&wanted).size > 0);
    cg_buffer_add_byte(&read, '\0');
    cg_buffer_add_byte(&wanted, '\0');
    assert_string_equal(cg_buffer_text(&read).at, cg_buffer_text(&wanted).at);
    cg_buffer_release(&read);
    cg_buffer_release(&wanted);
}

/* ---- Tests ---- */

static void articles_are_read_alike(void **state)
{
    static const char *const paths[] = {"tests/cases/articles/en-ai-factory.txt",
                                        "tests/cases/articles/en-appointments.txt",
                                        "tests/cases/articles/vi-ampere.txt",
                                        "tests/cases/articles/zh-anti-dumping.txt"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        cg_buffer article = read_file(paths[i]);
        check_alike(by_image.reader, by_files.reader, cg_buffer_text(&article));
        cg_buffer_release(&article);
    }
}

static cg_status add_own(cg_reader *reader, cg_error *err)
{
    cg_status status =
        cg_reader_add_names(reader, "own.csv", cg_text_z(names_text), err);
    return status == CG_OK ? cg_reader_add_rules(reader, "own.rules",
                                                 cg_text_z(rules_text), err)
                           : status;
}

static cg_reader *open_with_own(const cg_vocabulary *vocabulary)
{
    cg_error err = {0};
    cg_reader *reader = NULL;
    assert_int_equal(cg_reader_open(vocabulary, &reader, &err), CG_OK);
    if (add_own(reader, &err) != CG_OK)
        fail_msg("%s", err.message);
    return reader;
}

/* The reader that has the image keeps what it had: the next one is not changed. */
static void what_is_added_counts(void **state)
{
    (void)state;
    cg_reader *one = open_with_own(by_image.vocabulary);
    cg_reader *other = open_with_own(by_files.vocabulary);
    cg_text text = cg_text_z(added_text);
    cg_buffer read = read_with(one, text);
    cg_buffer_add_byte(&read, '\0');
    assert_non_null(strstr(cg_buffer_text(&read).at, "en/grazes@1"));
    cg_buffer_release(&read);
    check_alike(one, other, text);
    cg_reader_close(one);
    cg_reader_close(other);
    check_alike(by_image.reader, by_files.reader, text);
}

static cg_status complain(void *handle, const cg_place *place, cg_text rule,
                          cg_text complaint, cg_error *err)
{
    (void)handle;
    (void)place;
    return cg_fail(err, CG_REFUSED, NULL, "%.*s: %.*s", CG_TEXT_ARG(rule),
                   CG_TEXT_ARG(complaint));
}

/* The image has no examples: the files are read for them. */
static void examples_are_run(void **state)
{
    cg_error err = {0};
    cg_rules_report report = {0};
    cg_reader *reader = NULL;
    (void)state;
    assert_int_equal(cg_reader_open(by_image.vocabulary, &reader, &err), CG_OK);
    if (cg_rules_test(reader, complain, NULL, &report, &err) != CG_OK)
        fail_msg("%s", err.message);
    assert_true(report.rules > 0 && report.examples > report.rules);
    cg_reader_close(reader);
}

static cg_status open_and_add(void *handle, cg_error *err)
{
    cg_reader *reader = NULL;
    cg_status status = cg_reader_open(handle, &reader, err);
    if (status == CG_OK)
        status = cg_reader_add_names(reader, "own.csv", cg_text_z(names_text), err);
    cg_reader_close(reader);
    return status;
}

static void memory_may_fail_anywhere(void **state)
{
    enum { RUNS_MAX = 20000 };
    (void)state;
    assert_true(fault_sweep(open_and_add, by_image.vocabulary, RUNS_MAX) > 0);
}

static void the_image_is_there(void **state)
{
    (void)state;
    assert_true(reader_image_size > 0);
}

/* With a kind more the image is of no use. */
static int open_all(void **state)
{
    static const char kind[] = "kinds:\n  Meadow:\n    labels: {en: meadow}\n";
    cg_error err = {0};
    (void)state;
    return cg_vocabulary_open(&by_image.vocabulary, &err) != CG_OK ||
           cg_vocabulary_open(&by_files.vocabulary, &err) != CG_OK ||
           cg_vocabulary_extend(by_files.vocabulary, "own.yaml", cg_text_z(kind),
                                &err) != CG_OK ||
           cg_reader_open(by_image.vocabulary, &by_image.reader, &err) != CG_OK ||
           cg_reader_open(by_files.vocabulary, &by_files.reader, &err) != CG_OK;
}

static int close_all(void **state)
{
    (void)state;
    cg_reader_close(by_image.reader);
    cg_reader_close(by_files.reader);
    cg_vocabulary_close(by_image.vocabulary);
    cg_vocabulary_close(by_files.vocabulary);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_image_is_there),
        cmocka_unit_test(articles_are_read_alike),
        cmocka_unit_test(what_is_added_counts),
        cmocka_unit_test(examples_are_run),
        cmocka_unit_test(memory_may_fail_anywhere),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("image", tests, open_all, close_all);
}
