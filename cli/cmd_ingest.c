#include "cli/commands.h"

#include "cli/article.h"

typedef struct {
    article_options article;
    int format;
} ingest_options;

static const cli_option options[] = {OPTIONS_ARTICLE(ingest_options, article),
                                     OPTION_FORMAT(ingest_options, format),
                                     OPTION_END};

static const cli_example examples[] = {
    {"ingest news/*.txt", "reads every article of a folder"},
    {"ingest - --publisher 'Chip Daily' --date 2025-07-31 < article.txt",
     "reads standard input"},
    {NULL, NULL}};

static cg_status run_ingest(cli_run *run, const void *values, cg_error *err);

const cli_command command_ingest = {
    .name = "ingest",
    .usage = "[OPTION…] FILE…",
    .summary = "read articles into the graph",
    .about =
        "Reads articles (UTF-8 text; - is standard input), lists the facts found "
        "in\n"
        "them, and adds them to the graph file, each with the words that say so. "
        "An\n"
        "article is added whole or not at all; one that cannot be read does not "
        "stop\n"
        "the others. What the options do not say of an article may stand in a "
        "block\n"
        "at its top, between two lines of ---: title, publisher, url, date, lang.",
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
    article_watch watch;
    size_t failed;
    cg_status worst; /* of those that failed */
} ingestion;

static void report(ingestion *all, const cli_article *article,
                   const cg_load_report *counts)
{
    uint64_t entities = all->watch.entities;
    uint64_t facts = all->watch.facts;

    if (counts->known_sources > 0)
        cli_say(all->run, "%s: read before, nothing is new", article->name);
    else
        cli_say(all->run, "%s: %llu %s (%llu new), %llu %s (%llu new)",
                article->name, (unsigned long long)entities,
                entities == 1 ? "entity" : "entities",
                (unsigned long long)counts->entities, (unsigned long long)facts,
                facts == 1 ? "fact" : "facts", (unsigned long long)counts->facts);
}

/* One article, in a change of its own. */
static cg_status store_article(ingestion *all, const cli_article *article,
                               cg_error *err)
{
    cg_loader *loader = NULL;
    cg_load_report counts = {0};
    cg_status status = cg_loader_open(all->store, "ingest", &loader, err);

    if (status != CG_OK)
        goto done;
    article_watch_next(&all->watch, article, cg_loader_sink(loader));
    status = article_read(article, all->options, all->reader,
                          article_watch_sink(&all->watch), err);
    if (status == CG_OK)
        status = cg_loader_commit(loader, &counts, err);
    if (status == CG_OK && all->run->argument_count == 1)
        status = article_watch_end(&all->watch, err); /* the list, then the words */
    if (status == CG_OK)
        report(all, article, &counts);
done:
    cg_loader_close(loader);
    return status;
}

/* A failure of the article is said and remembered; one of the store, of memory or of
 * the program itself, would meet every other article too and is returned. */
static cg_status ingest_article(ingestion *all, const char *path, cg_error *err)
{
    cli_article article = {0};
    cg_error own = {0};
    bool of_file = true;
    cg_status status = article_load(&article, path, &own);

    if (status == CG_OK) {
        status = store_article(all, &article, &own);
        of_file = cg_status_exit(status) <= cg_status_exit(CG_USAGE);
    }
    cg_buffer_release(&article.text);
    if (status == CG_OK)
        return CG_OK;
    if (!of_file || status == CG_NOMEM) {
        *err = own;
        return status;
    }
    cli_say_error(all->run, &own);
    all->failed++;
    if (cg_status_exit(status) > cg_status_exit(all->worst))
        all->worst = status;
    return CG_OK;
}

static cg_status ingest_all(ingestion *all, cg_error *err)
{
    const cli_run *run = all->run;
    cg_status status = CG_OK;

    for (size_t i = 0; i < run->argument_count && status == CG_OK; i++)
        status = ingest_article(all, run->arguments[i], err);
    if (status == CG_OK)
        status = article_watch_end(&all->watch, err);
    if (status == CG_OK && all->failed > 0 && run->argument_count > 1)
        cli_say(all->run, "%zu of %zu articles could not be read", all->failed,
                run->argument_count);
    return status == CG_OK ? all->worst : status;
}

static cg_status check_call(const cli_run *run, const article_options *given,
                            cg_error *err)
{
    bool one = given->title.size > 0 || given->url.size > 0;

    if (run->argument_count > 1 && one)
        return cg_fail(
            err, CG_USAGE, NULL,
            "'--title' and '--url' are of one article: ingest the others "
            "by themselves");
    return CG_OK;
}

static cg_status run_ingest(cli_run *run, const void *values, cg_error *err)
{
    const ingest_options *given = values;
    ingestion all = {.run = run, .options = &given->article, .worst = CG_OK};
    cg_status status = check_call(run, all.options, err);

    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_WRITE, &all.store, err);
    if (status == CG_OK)
        status = cli_extend_vocabulary(all.store, &all.options->vocabularies, err);
    if (status == CG_OK)
        status = article_open_reader(all.options, cg_store_vocabulary(all.store),
                                     &all.reader, err);
    if (status == CG_OK)
        status = article_watch_open(&all.watch, run, given->format,
                                    run->argument_count > 1,
                                    cg_store_vocabulary(all.store), err);
    if (status == CG_OK)
        status = ingest_all(&all, err);
    article_watch_close(&all.watch);
    cg_reader_close(all.reader);
    cg_close(all.store);
    return status;
}
