/* Who says so and how surely: the facts of short texts, and of articles of our own, with
 * the modality and the speaker of each piece of evidence. */
#include <glob.h>

#include "ingest/text/reader.h"
#include "tests/support/content.h"
#include "tests/unit/sheet_cases.h"

enum { STATEMENTS_MAX = 512, ARTICLES_MAX = 64 };

static cg_vocabulary *vocabulary;
static cg_reader *reader;

/* One piece of evidence: the fact, and what is said of it. */
typedef struct {
    char fact[400];
    char said[200];
    bool seen;
} statement;

typedef struct {
    statement items[STATEMENTS_MAX];
    size_t count;
} statements;

static void add(statements *all, const char *fact, const char *said)
{
    assert_true(all->count < STATEMENTS_MAX);
    statement *added = &all->items[all->count++];
    snprintf(added->fact, sizeof added->fact, "%s", fact);
    snprintf(added->said, sizeof added->said, "%s", said);
    added->seen = false;
}

/* Of a symmetric relation the end whose name comes first is the first. */
static void add_fact(statements *all, const cg_fact_statement *fact)
{
    char said[200];
    char line[400];
    const cg_relation *relation = cg_relation_at(vocabulary, fact->relation);
    bool turned = relation->symmetric &&
                  cg_text_compare(fact->subject.name, fact->object.name) > 0;
    cg_text first = turned ? fact->object.name : fact->subject.name;
    cg_text second = turned ? fact->subject.name : fact->object.name;
    snprintf(line, sizeof line, "%.*s | %.*s | %.*s", CG_TEXT_ARG(first),
             CG_TEXT_ARG(relation->name), CG_TEXT_ARG(second));
    snprintf(said, sizeof said, "%s%s%.*s", cg_modality_name(fact->modality),
             fact->speaker.name.size > 0 ? " | " : "",
             CG_TEXT_ARG(fact->speaker.name));
    add(all, line, said);
}

static cg_status take_event(void *handle, const cg_event *event, cg_error *err)
{
    (void)err;
    if (event->type == CG_EVENT_FACT)
        add_fact(handle, event->as.fact);
    return CG_OK;
}

static void read_text(const char *name, cg_text text, statements *all)
{
    cg_error err = {0};
    cg_article article = {.name = name, .text = text};
    if (cg_article_read(reader, &article,
                        (cg_sink){.push = take_event, .handle = all},
                        &err) != CG_OK)
        fail_msg("%s", err.message);
}

/* ---- Short texts ---- */

static void texts_say_what_is_expected(void **state)
{
    sheet_case *test = *state;
    static statements all;
    cg_buffer out = {0};
    all.count = 0;
    read_text("text", cg_buffer_text(&test->input), &all);
    for (size_t i = 0; i < all.count; i++)
        cg_buffer_printf(&out, "%s | %s\n", all.items[i].fact, all.items[i].said);
    cg_text got = cg_buffer_text(&out);
    cg_text expected = cg_buffer_text(&test->expected);
    if (!cg_text_equal(got, expected))
        fail_msg("\n%.*s\ninstead of\n%.*s", CG_TEXT_ARG(got),
                 CG_TEXT_ARG(expected));
    cg_buffer_release(&out);
}

/* ---- Articles ---- */

/* Lines `Subject | TYPE | Object | modality` or `… | modality | Speaker`. */
static void read_expected(const char *path, statements *all)
{
    cg_buffer content = read_file(path);
    char *rest = content.at;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        char *bar = line;
        if (*line == '\0' || *line == '#')
            continue;
        for (int i = 0; i < 3; i++) {
            bar = strstr(i == 0 ? bar : bar + 3, " | ");
            assert_non_null(bar);
        }
        *bar = '\0';
        add(all, line, bar + 3);
    }
    cg_buffer_release(&content);
}

/* Is there such a statement of the fact? `*known` says whether there is any. */
static bool has(statements *all, const statement *wanted, bool *known)
{
    *known = false;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].fact, wanted->fact) != 0)
            continue;
        *known = true;
        if (strcmp(all->items[i].said, wanted->said) == 0)
            return true;
    }
    return false;
}

/* Each statement of a fact that is listed is listed so, and each that is listed is made
 * if the fact is found, as four of five are. */
static void articles_say_what_is_listed(void **state)
{
    static statements found, listed;
    const char *path = *state;
    char article[300];
    size_t missing = 0;
    bool known;
    snprintf(article, sizeof article, "%.*s.txt", (int)(strlen(path) - 5), path);
    cg_buffer text = read_file(article);
    found.count = listed.count = 0;
    read_expected(path, &listed);
    read_text(article, cg_buffer_text(&text), &found);
    for (size_t i = 0; i < listed.count; i++) {
        bool made = has(&found, &listed.items[i], &known);
        if (known && !made)
            fail_msg("%s: nothing says %s | %s", path, listed.items[i].fact,
                     listed.items[i].said);
        missing += !known;
    }
    for (size_t i = 0; i < found.count; i++)
        if (!has(&listed, &found.items[i], &known) && known)
            fail_msg("%s: not listed: %s | %s", path, found.items[i].fact,
                     found.items[i].said);
    if (listed.count == 0 || missing * 5 > listed.count)
        fail_msg("%s: %zu of %zu listed facts are not found", path, missing,
                 listed.count);
    cg_buffer_release(&text);
}

static size_t list_articles(glob_t *files, struct CMUnitTest *tests)
{
    if (glob("tests/cases/articles/*.said", 0, NULL, files) != 0 ||
        files->gl_pathc > ARTICLES_MAX)
        exit(1);
    for (size_t i = 0; i < files->gl_pathc; i++)
        tests[i] = (struct CMUnitTest){.name = files->gl_pathv[i],
                                       .test_func = articles_say_what_is_listed,
                                       .initial_state = files->gl_pathv[i]};
    return files->gl_pathc;
}

int main(void)
{
    static sheet_cases cases;
    glob_t files = {0};
    cg_error err = {0};
    (void)read_chunk; /* of the shared header: for sheets alone */
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (cg_vocabulary_open(&vocabulary, &err) != CG_OK ||
        cg_reader_open(vocabulary, &reader, &err) != CG_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    cases_read(&cases, "tests/cases/rules/speakers.cases",
               texts_say_what_is_expected);
    size_t count = cases.count + list_articles(&files, cases.tests + cases.count);
    int failed = _cmocka_run_group_tests("said", cases.tests, count, NULL, NULL);
    globfree(&files);
    cases_release(&cases);
    cg_reader_close(reader);
    cg_vocabulary_close(vocabulary);
    return failed;
}
