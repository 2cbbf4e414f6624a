#include "cli/commands.h"

#include "cli/article.h"
#include "cli/nearest.h"
#include "cli/rules_coverage.h"

static const cli_option options[] = {
    OPTIONS_ARTICLE(rules_options, article),
    {.name = "by",
     .argument = "GROUP,…",
     .help = "coverage: count by these, of all, language, article, kind, type "
             "and rule (rule if not given)",
     .type = OPTION_LIST,
     .offset = offsetof(rules_options, by)},
    {.name = "differences",
     .help = "coverage: list what was missed and what is wrong",
     .type = OPTION_FLAG,
     .offset = offsetof(rules_options, differences)},
    OPTION_FORMAT(rules_options, format),
    OPTION_END};

static const cli_example examples[] = {
    {"rules test my.rules", "runs the examples of my.rules and the built-in rules"},
    {"rules explain article.txt", "which rules matched, and which nearly did"},
    {"rules coverage articles --rules my.rules", "what each rule earns and costs"},
    {NULL, NULL}};

static cg_status run_rules(cli_run *run, const void *values, cg_error *err);

const cli_command command_rules = {
    .name = "rules",
    .usage = "test [OPTION…] [FILE…]\n"
             "explain [OPTION…] FILE\n"
             "coverage [OPTION…] FOLDER…",
    .summary = "test rules, and see what they do",
    .about =
        "test runs the examples of every rule, those of the rule files FILE, too.\n"
        "explain reads an article and lists, sentence by sentence, what matched\n"
        "where, and what nearly did: how far it came, and what it wanted next.\n"
        "coverage reads the articles of a folder and compares them to what they\n"
        "are expected to say (docs/rules.md): what each rule earns and costs.",
    .examples = examples,
    .options = OPTION_TABLE(rules_options, options),
    .least = 1,
    .most = SIZE_MAX,
    .files = true,
    .run = run_rules,
};

/* ---- rules test ---- */

/* Failures, as a list that begins with the first of them. */
typedef struct {
    cli_run *run;
    cli_list *list;
    int format;
} complaints;

enum { PLACE, FAILED_RULE, COMPLAINT, COMPLAINT_COLUMNS };

static cg_status open_complaints(complaints *all, cg_error *err)
{
    static const list_column columns[COMPLAINT_COLUMNS] = {
        [PLACE] = {.name = "place"},
        [FAILED_RULE] = {.name = "rule"},
        [COMPLAINT] = {.name = "complaint", .below = true}};
    list_style style = cli_list_style(all->run, all->format);

    return list_open(&style, columns, COMPLAINT_COLUMNS,
                     cli_list_sink(all->run, all->format), &all->list, err);
}

static cg_status list_complaint(void *handle, const cg_place *place, cg_text rule,
                                cg_text complaint, cg_error *err)
{
    complaints *all = handle;
    cg_buffer where = {0};
    cg_status status = CG_OK;

    rules_add_place(place, &where);
    status = cg_buffer_status(&where, err);
    if (status == CG_OK && all->list == NULL)
        status = open_complaints(all, err);
    if (status == CG_OK) {
        const cg_value cells[COMPLAINT_COLUMNS] = {
            [PLACE] = cg_string(cg_buffer_text(&where)),
            [FAILED_RULE] = cg_string(rule),
            [COMPLAINT] = cg_string(complaint)};
        status = list_row(all->list, cells, err);
    }
    cg_buffer_release(&where);
    return status;
}

static cg_status test_rules(rules_work *work, cg_error *err)
{
    complaints all = {.run = work->run, .format = work->given->format};
    cg_rules_report report;
    cg_status status = CG_OK;

    for (size_t i = 1; i < work->run->argument_count && status == CG_OK; i++)
        status = article_add_rules(work->reader, work->run->arguments[i], err);
    if (status == CG_OK)
        status = cg_rules_test(work->reader, list_complaint, &all, &report, err);
    if (status == CG_OK && all.list != NULL)
        status = list_end(all.list, err);
    if (status == CG_OK) {
        cli_say(work->run, "%zu rules, %zu examples, %zu failures", report.rules,
                report.examples, report.failures);
        if (report.failures > 0)
            status = cg_fail(err, CG_REFUSED, NULL,
                             "%zu examples do not come out as they say",
                             report.failures);
    }
    list_close(all.list);
    return status;
}

/* ---- rules explain ---- */

typedef struct {
    const cli_article *article;
    cli_list *list;
} explaining;

enum { LINE, OUTCOME, EXPLAINED_RULE, WORDS, DETAIL, AT, EXPLAIN_COLUMNS };

static cg_status list_explanation(void *handle, const cg_explanation *explanation,
                                  cg_error *err)
{
    const explaining *all = handle;
    cg_text text = cg_buffer_text(&all->article->text);
    bool read = explanation->outcome == CG_OUTCOME_READ;
    uint64_t line;
    uint64_t column;
    cg_buffer where = {0};
    cg_value none = {.type = CG_NULL};
    cg_status status;

    cg_text_position(text, explanation->range.start, &line, &column);
    rules_add_place(&explanation->place, &where);
    status = cg_buffer_status(&where, err);
    if (status == CG_OK) {
        const cg_value cells[EXPLAIN_COLUMNS] = {
            [LINE] = cg_integer((int64_t)line),
            [OUTCOME] = cg_string(cg_text_z(cg_outcome_name(explanation->outcome))),
            [EXPLAINED_RULE] = read ? none : cg_string(explanation->rule),
            [WORDS] = read ? none
                           : cg_string(cg_text_slice(text, explanation->range.start,
                                                     explanation->range.end)),
            [DETAIL] = cg_string(explanation->detail),
            [AT] = read ? none : cg_string(cg_buffer_text(&where))};
        status = list_row(all->list, cells, err);
    }
    cg_buffer_release(&where);
    return status;
}

static cg_status open_explanations(rules_work *work, cli_list **list, cg_error *err)
{
    static const list_column columns[EXPLAIN_COLUMNS] = {
        [LINE] = {.name = "line"},
        [OUTCOME] = {.name = "outcome"},
        [EXPLAINED_RULE] = {.name = "rule"},
        [WORDS] = {.name = "words"},
        [DETAIL] = {.name = "detail", .below = true},
        [AT] = {.name = "place", .spare = true}};
    list_style style = cli_list_style(work->run, work->given->format);

    return list_open(&style, columns, EXPLAIN_COLUMNS,
                     cli_list_sink(work->run, work->given->format), list, err);
}

static cg_status explain_article(rules_work *work, cg_error *err)
{
    cli_article article = {.name = NULL};
    explaining all = {.article = &article};
    cg_status status;

    if (work->run->argument_count != 2)
        return cg_fail(err, CG_USAGE, NULL, "'rules explain' takes one article");
    status = article_load(&article, work->run->arguments[1], err);
    if (status == CG_OK)
        status = open_explanations(work, &all.list, err);
    if (status == CG_OK)
        status = article_explain(&article, &work->given->article, work->reader,
                                 list_explanation, &all, err);
    if (status == CG_OK)
        status = list_end(all.list, err);
    list_close(all.list);
    cg_buffer_release(&article.text);
    return status;
}

/* ---- Which ---- */

typedef cg_status (*rules_action)(rules_work *work, cg_error *err);

static const struct {
    const char *name;
    rules_action act;
} actions[] = {
    {"test", test_rules}, {"explain", explain_article}, {"coverage", rules_cover}};

static cg_status find_action(const char *name, rules_action *act, cg_error *err)
{
    nearest near = {.word = cg_text_z(name)};

    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            *act = actions[i].act;
            return CG_OK;
        }
        nearest_offer(&near, actions[i].name);
    }
    if (near.best != NULL)
        return cg_fail(err, CG_USAGE, NULL, "'rules %s': did you mean '%s'?", name,
                       near.best);
    return cg_fail(err, CG_USAGE, NULL,
                   "'rules %s': it is 'test', 'explain' or 'coverage'", name);
}

static cg_status run_rules(cli_run *run, const void *values, cg_error *err)
{
    rules_work work = {.run = run, .given = values};
    const article_options *how = &work.given->article;
    cg_store *store = NULL;
    rules_action act = NULL;
    cg_status status = find_action(run->arguments[0], &act, err);

    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = cli_extend_vocabulary(store, &how->vocabularies, err);
    if (status == CG_OK) {
        work.vocabulary = cg_store_vocabulary(store);
        status = article_open_reader(how, work.vocabulary, &work.reader, err);
    }
    if (status == CG_OK)
        status = act(&work, err);
    cg_reader_close(work.reader);
    cg_close(store);
    return status;
}
