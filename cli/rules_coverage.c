#include "cli/rules_coverage.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "cli/input.h"
#include "cli/score.h"

enum { EXPECTED_MOST = 1 << 24 }; /* bytes of a file of expected facts */

typedef struct {
    rules_work *work;
    cli_score score;
    cli_list *list;
    size_t articles;
} coverage;

void rules_add_place(const cg_place *place, cg_buffer *out)
{
    if (place->source != NULL)
        cg_buffer_printf(out, "%s:%llu:%llu", place->source,
                         (unsigned long long)place->line,
                         (unsigned long long)place->column);
}

/* ---- Differences ---- */

enum {
    ARTICLE,
    DIFFERENCE,
    SUBJECT,
    TYPE,
    OBJECT,
    RULE,
    QUOTE,
    DIFFERENCE_COLUMNS
};

static cg_value text_or_null(cg_text text)
{
    return text.size > 0 ? cg_string(text) : (cg_value){.type = CG_NULL};
}

static cg_status list_difference(void *handle, const score_difference *difference,
                                 cg_error *err)
{
    coverage *all = handle;
    const cg_value cells[DIFFERENCE_COLUMNS] = {
        [ARTICLE] = cg_string(difference->article),
        [DIFFERENCE] =
            cg_string(difference->missed ? CG_TEXT("missed") : CG_TEXT("wrong")),
        [SUBJECT] = cg_string(difference->subject),
        [TYPE] = cg_string(difference->type),
        [OBJECT] = text_or_null(difference->object),
        [RULE] = text_or_null(difference->rule),
        [QUOTE] = text_or_null(difference->quote)};

    return list_row(all->list, cells, err);
}

/* ---- Scores ---- */

enum {
    BY,
    NAME,
    COUNTED,
    RIGHT,
    WRONG,
    MISSED,
    PRECISION,
    RECALL,
    F1,
    SCORE_COLUMNS
};

/* part / whole, in thousandths; nothing of nothing is null. */
static cg_value ratio(double part, double whole)
{
    if (whole <= 0)
        return (cg_value){.type = CG_NULL};
    return (cg_value){.type = CG_FLOAT,
                      .as.real = (double)(long)(1000 * part / whole + 0.5) / 1000};
}

static cg_status list_score(const coverage *all, const score_line *line,
                            cg_error *err)
{
    bool rule = line->group == SCORE_RULE;
    double right = (double)line->right;
    double given = right + (double)line->wrong;
    double asked = right + (double)line->missed;
    cg_value none = {.type = CG_NULL};
    const cg_value cells[SCORE_COLUMNS] = {
        [BY] = cg_string(cg_text_z(score_group_name(line->group))),
        [NAME] = cg_string(line->name),
        [COUNTED] = cg_string(line->facts ? CG_TEXT("facts") : CG_TEXT("entities")),
        [RIGHT] = cg_integer((int64_t)line->right),
        [WRONG] = cg_integer((int64_t)line->wrong),
        [MISSED] = rule ? none : cg_integer((int64_t)line->missed),
        [PRECISION] = ratio(right, given),
        [RECALL] = rule ? none : ratio(right, asked),
        [F1] = rule ? none : ratio(2 * right, given + asked)};

    return list_row(all->list, cells, err);
}

static bool is_asked_for(const option_list *groups, score_group group)
{
    if (groups->count == 0)
        return group == SCORE_RULE;
    for (size_t i = 0; i < groups->count; i++)
        if (cg_text_equal(groups->items[i], cg_text_z(score_group_name(group))))
            return true;
    return false;
}

static cg_status check_groups(const option_list *groups, cg_error *err)
{
    for (size_t i = 0; i < groups->count; i++) {
        int group = 0;
        while (group < SCORE_GROUP_COUNT &&
               !cg_text_equal(groups->items[i],
                              cg_text_z(score_group_name((score_group)group))))
            group++;
        if (group == SCORE_GROUP_COUNT)
            return cg_fail(err, CG_USAGE, NULL,
                           "'--by %.*s': it is 'all', 'language', 'article', "
                           "'kind', 'type' or 'rule'",
                           CG_TEXT_ARG(groups->items[i]));
    }
    return CG_OK;
}

static cg_status list_scores(coverage *all, cg_error *err)
{
    const cli_score *score = &all->score;
    cg_status status = CG_OK;

    score_sort(&all->score);
    for (size_t i = 0; i < score->count && status == CG_OK; i++)
        if (is_asked_for(&all->work->given->by, score->lines[i].group))
            status = list_score(all, &score->lines[i], err);
    return status;
}

static cg_status open_list(coverage *all, cg_error *err)
{
    static const list_column differences[DIFFERENCE_COLUMNS] = {
        [ARTICLE] = {.name = "article"},
        [DIFFERENCE] = {.name = "difference"},
        [SUBJECT] = {.name = "subject"},
        [TYPE] = {.name = "type"},
        [OBJECT] = {.name = "object"},
        [RULE] = {.name = "rule"},
        [QUOTE] = {.name = "quote", .below = true}};
    static const list_column scores[SCORE_COLUMNS] = {
        [BY] = {.name = "by"},
        [NAME] = {.name = "name"},
        [COUNTED] = {.name = "of"},
        [RIGHT] = {.name = "right"},
        [WRONG] = {.name = "wrong"},
        [MISSED] = {.name = "missed"},
        [PRECISION] = {.name = "precision"},
        [RECALL] = {.name = "recall"},
        [F1] = {.name = "f1"}};
    const rules_options *given = all->work->given;
    list_style style = cli_list_style(all->work->run, given->format);

    return list_open(&style, given->differences ? differences : scores,
                     given->differences ? DIFFERENCE_COLUMNS : SCORE_COLUMNS,
                     cli_list_sink(all->work->run, given->format), &all->list, err);
}

/* ---- Articles ---- */

/* The article that belongs to the file of expected facts, and the name of both. */
static cg_status find_article(const char *folder, const char *file,
                              cg_buffer *article, cg_text *name, cg_error *err)
{
    bool json = cg_text_ends(cg_text_z(file), CG_TEXT(".json"));
    cg_text text = cg_text_z(file);

    *name = cg_text_slice(text, 0, text.size - strlen(json ? ".json" : ".facts"));
    cg_buffer_printf(article, "%s/%s%.*s.txt", folder, json ? "texts/" : "",
                     CG_TEXT_ARG(*name));
    return cg_buffer_status(article, err);
}

static cg_status score_article(coverage *all, const expected_article *expected,
                               const char *path, cg_text name, cg_error *err)
{
    cli_article article = {.name = NULL};
    score_reading *reading = NULL;
    cg_status status = article_load(&article, path, err);

    if (status == CG_OK)
        status = score_open(expected, name, &reading, err);
    if (status == CG_OK)
        status = article_read(&article, &all->work->given->article,
                              all->work->reader, score_sink(reading), err);
    if (status == CG_OK)
        status = score_add(&all->score, reading, err);
    score_close(reading);
    cg_buffer_release(&article.text);
    all->articles++;
    return status;
}

static cg_status score_file(coverage *all, const char *folder, const char *file,
                            cg_error *err)
{
    expected_article expected = {.entities = NULL};
    cg_buffer path = {0};
    cg_buffer article = {0};
    cg_buffer text = {0};
    cg_text name = {NULL, 0};
    cg_status status;

    cg_buffer_printf(&path, "%s/%s", folder, file);
    status = cg_buffer_status(&path, err);
    if (status == CG_OK)
        status = find_article(folder, file, &article, &name, err);
    if (status == CG_OK)
        status = input_whole(path.at, EXPECTED_MOST, &text, err);
    if (status == CG_OK)
        status = expected_read(&expected, path.at, cg_buffer_text(&text),
                               all->work->vocabulary, err);
    if (status == CG_OK)
        status = score_article(all, &expected, article.at, name, err);
    expected_release(&expected);
    cg_buffer_release(&path);
    cg_buffer_release(&article);
    cg_buffer_release(&text);
    return status;
}

static int is_expectation(const struct dirent *entry)
{
    cg_text name = cg_text_z(entry->d_name);

    return cg_text_ends(name, CG_TEXT(".facts")) ||
           cg_text_ends(name, CG_TEXT(".json"));
}

static cg_status score_folder(coverage *all, const char *folder, cg_error *err)
{
    struct dirent **files = NULL;
    int count = scandir(folder, &files, is_expectation, alphasort);
    cg_status status = CG_OK;

    if (count < 0)
        return cg_fail(err, errno == ENOMEM ? CG_NOMEM : CG_REFUSED, NULL,
                       "cannot read the folder '%s': %s", folder, strerror(errno));
    if (count == 0)
        status = cg_fail(err, CG_REFUSED, NULL,
                         "there are no expected facts in '%s', neither NAME.facts "
                         "nor NAME.json",
                         folder);
    for (int i = 0; i < count && status == CG_OK; i++)
        status = score_file(all, folder, files[i]->d_name, err);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return status;
}

cg_status rules_cover(rules_work *work, cg_error *err)
{
    const cli_run *run = work->run;
    coverage all = {.work = work, .score = {.vocabulary = work->vocabulary}};
    cg_status status = check_groups(&work->given->by, err);

    if (status == CG_OK && run->argument_count < 2)
        status = cg_fail(err, CG_USAGE, NULL, "'rules coverage' takes a folder");
    if (work->given->differences) {
        all.score.take = list_difference;
        all.score.handle = &all;
    }
    if (status == CG_OK)
        status = open_list(&all, err);
    for (size_t i = 1; i < run->argument_count && status == CG_OK; i++)
        status = score_folder(&all, run->arguments[i], err);
    if (status == CG_OK && !work->given->differences)
        status = list_scores(&all, err);
    if (status == CG_OK)
        status = list_end(all.list, err);
    list_close(all.list);
    score_release(&all.score);
    return status;
}
