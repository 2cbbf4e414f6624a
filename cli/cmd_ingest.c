#include "cli/commands.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/article.h"
#include "cli/folder.h"
#include "cli/input.h"

typedef struct {
    article_options article;
    int format;
} ingest_options;

static const cli_option options[] = {OPTIONS_ARTICLE(ingest_options, article),
                                     OPTION_FORMAT(ingest_options, format),
                                     OPTION_END};

static const cli_example examples[] = {
    {"ingest news", "reads every article of a folder and those below it"},
    {"ingest - --publisher 'Chip Daily' --date 2025-07-31 < article.txt",
     "reads standard input"},
    {NULL, NULL}};

static cg_status run_ingest(cli_run *run, const void *values, cg_error *err);

const cli_command command_ingest = {
    .name = "ingest",
    .usage = "[OPTION…] FILE…",
    .summary = "read articles into the graph",
    .about =
        "Reads articles, lists the facts found in them, and adds them to the "
        "graph\n"
        "file, each with the words that say so. An article is UTF-8 text, Markdown "
        "or\n"
        "a saved web page; - is standard input. Of a folder, the files .txt, .md "
        "and\n"
        ".html in it and below it are read. An article is added whole or not at "
        "all;\n"
        "one that cannot be read does not stop the others. One that was read "
        "before is\n"
        "passed over; of one that was changed since, what it no longer says is\n"
        "retracted. What the options do not say of an article may stand in a block "
        "at\n"
        "its top, between two lines of ---: title, publisher, url, date, lang.",
    .examples = examples,
    .options = OPTION_TABLE(ingest_options, options),
    .least = 1,
    .most = SIZE_MAX,
    .files = true,
    .run = run_ingest,
};

/* One run over all articles. */
typedef struct {
    cli_run *run;
    const article_options *options;
    cg_store *store;
    cg_reader *reader;
    cg_loader *loader;
    article_watch watch;
    cg_load_report sum;   /* of what is committed */
    cg_load_report batch; /* of what is not */
    size_t batch_count;   /* articles tried since the last commit */
    size_t batch_bytes;   /* of text */
    cg_buffer words;      /* to be said when that is committed */
    size_t count;         /* articles so far */
    size_t failed;        /* of them */
    cg_status worst;      /* of those that failed */
    bool many;            /* there may be more than one */
    bool folders;         /* they are in folders */
    bool terminal;        /* someone watches */
    bool drawn;           /* the progress is on the screen */
    struct timespec when; /* it was drawn last */
} ingestion;

/* ---- Words ---- */

static void erase_progress(ingestion *all)
{
    if (all->drawn)
        fputs("\r\033[K", stderr);
    all->drawn = false;
}

/* A line that is drawn over, ten times a second. */
static void draw_progress(ingestion *all, const char *path)
{
    enum { NAME_MAX_SHOWN = 60 };
    struct timespec now = {0};
    char words[160];
    cg_buffer line = {0};
    cg_error ignored = {0};
    const char *name = input_base_name(path);

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec == all->when.tv_sec &&
        now.tv_nsec / 100000000 == all->when.tv_nsec / 100000000)
        return;
    all->when = now;
    snprintf(words, sizeof words, "%zu articles, %llu new facts: %.*s", all->count,
             (unsigned long long)all->sum.facts, NAME_MAX_SHOWN, name);
    cg_text_printable(cg_text_z(words), &line);
    output_flush(&all->run->out, &ignored);
    if (cg_buffer_status(&line, NULL) == CG_OK)
        fwrite(line.at, 1, line.size, stderr);
    cg_buffer_release(&line);
    all->drawn = true;
}

static const char *plural(uint64_t count, const char *one, const char *more)
{
    return count == 1 ? one : more;
}

/* What an article brought: to be said when it is committed. */
static void report(ingestion *all, const cli_article *article,
                   const cg_load_report *counts)
{
    uint64_t entities = all->watch.entities;
    uint64_t facts = all->watch.facts;
    cg_buffer *words = &all->words;

    cg_text_printable(cg_text_z(article->name), words);
    if (counts->known_sources > 0) {
        cg_buffer_add_z(words, ": read before, nothing is new\n");
        return;
    }
    cg_buffer_printf(
        words, ": %s%llu %s (%llu new), %llu %s (%llu new",
        counts->changed_sources > 0 ? "changed, " : "",
        (unsigned long long)entities, plural(entities, "entity", "entities"),
        (unsigned long long)counts->entities, (unsigned long long)facts,
        plural(facts, "fact", "facts"), (unsigned long long)counts->facts);
    if (counts->changed_sources > 0)
        cg_buffer_printf(words, ", %llu retracted",
                         (unsigned long long)counts->retracted);
    cg_buffer_add_z(words, ")\n");
}

/* Say the lines that waited. */
static void say_reports(ingestion *all)
{
    cg_text rest = cg_buffer_text(&all->words);

    while (rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        size_t size = end != NULL ? (size_t)(end - rest.at) : rest.size;
        cli_say(all->run, "%.*s", CG_TEXT_ARG(cg_text_slice(rest, 0, size)));
        rest = cg_text_slice(rest, end != NULL ? size + 1 : size, rest.size);
    }
    cg_buffer_clear(&all->words);
}

static void report_sum(const ingestion *all)
{
    const cg_load_report *sum = &all->sum;

    cli_say(all->run,
            "%zu %s: %llu new, %llu changed, %llu read before; %llu new %s, %llu "
            "retracted",
            all->count, plural(all->count, "article", "articles"),
            (unsigned long long)(sum->sources - sum->changed_sources),
            (unsigned long long)sum->changed_sources,
            (unsigned long long)sum->known_sources, (unsigned long long)sum->facts,
            plural(sum->facts, "fact", "facts"),
            (unsigned long long)sum->retracted);
}

/* ---- Articles ---- */

enum { BATCH_ARTICLES = 100, BATCH_BYTES = 1 << 20 };

/* Commit what came, then say so: what was said is in the file. */
static cg_status commit_batch(ingestion *all, cg_error *err)
{
    cg_load_report counts = {0};
    cg_status status = cg_loader_commit(all->loader, &counts, err);

    if (status == CG_OK)
        status = cg_buffer_status(&all->words, err);
    if (status == CG_OK && !all->many) /* the list, then the words */
        status = article_watch_end(&all->watch, err);
    if (status != CG_OK)
        return status;
    all->sum.sources += counts.sources;
    all->sum.changed_sources += counts.changed_sources;
    all->sum.known_sources += counts.known_sources;
    all->sum.facts += counts.facts;
    all->sum.retracted += counts.retracted;
    all->sum.suggestions += counts.suggestions;
    all->batch = (cg_load_report){0};
    all->batch_count = 0;
    all->batch_bytes = 0;
    say_reports(all);
    return CG_OK;
}

/* What the last article added to the batch. */
static cg_load_report take_counts(ingestion *all)
{
    const cg_load_report before = all->batch;
    cg_load_report *now = &all->batch;

    cg_loader_so_far(all->loader, now);
    return (cg_load_report){
        .known_sources = now->known_sources - before.known_sources,
        .changed_sources = now->changed_sources - before.changed_sources,
        .entities = now->entities - before.entities,
        .facts = now->facts - before.facts,
        .retracted = now->retracted - before.retracted};
}

static cg_status store_article(ingestion *all, const cli_article *article,
                               cg_error *err)
{
    cg_status status;

    article_watch_next(&all->watch, article, cg_loader_sink(all->loader));
    status = article_read(article, all->options, all->reader,
                          article_watch_sink(&all->watch), err);
    if (status == CG_OK) {
        cg_load_report counts = take_counts(all);
        all->batch_bytes += article->text.size;
        if (!all->terminal || !all->many)
            report(all, article, &counts);
    }
    return status;
}

/* Say and remember a failure that is one article's alone. */
static void note_failure(ingestion *all, const cg_error *failure)
{
    erase_progress(all);
    cli_say_error(all->run, failure);
    all->failed++;
    if (cg_status_exit(failure->status) > cg_status_exit(all->worst))
        all->worst = failure->status;
}

/* A failure of the article does not stop the others; one of the store, of memory or of
 * the program itself would meet every other article too and is returned. */
static cg_status ingest_article(ingestion *all, const char *path, cg_error *err)
{
    cli_article article = {0};
    cg_error own = {0};
    bool of_file = true;
    cg_status status;

    all->count++;
    all->batch_count++;
    if (all->terminal && all->many)
        draw_progress(all, path);
    status = article_load(&article, path, &own);
    if (status == CG_OK) {
        status = store_article(all, &article, &own);
        of_file = cg_status_exit(status) <= cg_status_exit(CG_USAGE);
    }
    cg_buffer_release(&article.text);
    if (status == CG_OK)
        return all->batch_count >= BATCH_ARTICLES || all->batch_bytes >= BATCH_BYTES
                   ? commit_batch(all, err)
                   : CG_OK;
    if (!of_file || status == CG_NOMEM) {
        *err = own;
        return status;
    }
    status = all->many ? commit_batch(all, err) : CG_OK; /* words come in order */
    note_failure(all, &own);
    return status;
}

static cg_status visit(void *handle, const char *path, const cg_error *failure,
                       cg_error *err)
{
    ingestion *all = handle;

    if (failure == NULL)
        return ingest_article(all, path, err);
    note_failure(all, failure);
    return CG_OK;
}

static cg_status ingest_folder(ingestion *all, const char *path, cg_error *err)
{
    size_t before = all->count + all->failed;
    cg_error none = {0};
    cg_status status = folder_walk(path, visit, all, err);

    if (status == CG_OK && all->count + all->failed == before) {
        cg_fail(&none, CG_REFUSED, NULL,
                "there is no article in '%s': they end in .txt, .md or .html",
                path);
        note_failure(all, &none);
    }
    return status;
}

static cg_status ingest_all(ingestion *all, cg_error *err)
{
    const cli_run *run = all->run;
    cg_status status = CG_OK;

    for (size_t i = 0; i < run->argument_count && status == CG_OK; i++)
        status = folder_is(run->arguments[i])
                     ? ingest_folder(all, run->arguments[i], err)
                     : ingest_article(all, run->arguments[i], err);
    erase_progress(all);
    if (status == CG_OK)
        status = commit_batch(all, err);
    if (status == CG_OK)
        status = article_watch_end(&all->watch, err);
    if (status == CG_OK && all->count > 0 && all->many &&
        (all->folders || all->terminal))
        report_sum(all);
    if (status == CG_OK)
        cli_say_suggestions(all->run, all->sum.suggestions);
    if (status == CG_OK && all->failed > 0 && all->count > 1)
        cli_say(all->run, "%zu of %zu articles could not be read", all->failed,
                all->count);
    return status == CG_OK ? all->worst : status;
}

/* Many articles share changes, and wait for the disk together. */
static cg_status ingest_and_settle(ingestion *all, cg_error *err)
{
    cg_status status = all->many ? cg_hurry(all->store, err) : CG_OK;
    cg_status settled = CG_OK;

    if (status == CG_OK)
        status = cg_loader_open(all->store, "ingest", &all->loader, err);
    if (status == CG_OK)
        status = ingest_all(all, err);
    cg_loader_close(all->loader);
    if (all->many)
        settled = cg_settle(all->store, err);
    return settled != CG_OK ? settled : status;
}

static cg_status check_call(const ingestion *all, cg_error *err)
{
    const article_options *given = all->options;

    if (all->many && (given->title.size > 0 || given->url.size > 0))
        return cg_fail(
            err, CG_USAGE, NULL,
            "'--title' and '--url' are of one article: ingest the others "
            "by themselves");
    return CG_OK;
}

static cg_status run_ingest(cli_run *run, const void *values, cg_error *err)
{
    const ingest_options *given = values;
    ingestion all = {.run = run,
                     .options = &given->article,
                     .worst = CG_OK,
                     .terminal = isatty(STDERR_FILENO) != 0};
    cg_status status;

    for (size_t i = 0; i < run->argument_count; i++)
        all.folders |= folder_is(run->arguments[i]);
    all.many = run->argument_count > 1 || all.folders;
    status = check_call(&all, err);
    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_WRITE, &all.store, err);
    if (status == CG_OK)
        status = cli_extend_vocabulary(all.store, &all.options->vocabularies, err);
    if (status == CG_OK)
        status = article_open_reader(all.options, cg_store_vocabulary(all.store),
                                     &all.reader, err);
    if (status == CG_OK)
        status = article_watch_open(&all.watch, run, given->format, all.many,
                                    cg_store_vocabulary(all.store), err);
    if (status == CG_OK)
        status = ingest_and_settle(&all, err);
    cg_buffer_release(&all.words);
    article_watch_close(&all.watch);
    cg_reader_close(all.reader);
    cg_close(all.store);
    return status;
}
