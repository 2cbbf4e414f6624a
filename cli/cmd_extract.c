#include "cli/commands.h"

#include "cli/article.h"

typedef struct {
    article_options article;
    int format;
} extract_options;

static const cli_option options[] = {OPTIONS_ARTICLE(extract_options, article),
                                     OPTION_FORMAT(extract_options, format),
                                     OPTION_END};

static const cli_example examples[] = {
    {"extract article.txt", "the facts of an article, as a table"},
    {"extract article.txt --format json", "with every mention and quote, as JSON"},
    {NULL, NULL}};

static cg_status run_extract(cli_run *run, const void *values, cg_error *err);

const cli_command command_extract = {
    .name = "extract",
    .usage = "[OPTION…] FILE",
    .summary = "read an article, and store nothing",
    .about =
        "Reads an article (UTF-8 text; - is standard input) as 'ingest' does and\n"
        "prints the facts found in it; no graph file is touched. json is one "
        "object\n"
        "with entities and relations, the form that 'export' has, too; its "
        "offsets\n"
        "are bytes of the file.",
    .examples = examples,
    .options = OPTION_TABLE(extract_options, options),
    .least = 1,
    .most = 1,
    .files = true,
    .run = run_extract,
};

/* What both forms need. */
typedef struct {
    cli_run *run;
    const extract_options *given;
    cg_store *store; /* private */
    cg_reader *reader;
    cli_article article;
} extraction;

static cg_status print_facts(extraction *all, cg_error *err)
{
    article_watch watch = {0};
    cg_status status =
        article_watch_open(&watch, all->run, all->given->format, false,
                           cg_store_vocabulary(all->store), err);

    if (status == CG_OK) {
        article_watch_next(&watch, &all->article, (cg_sink){0});
        status = article_read(&all->article, &all->given->article, all->reader,
                              article_watch_sink(&watch), err);
    }
    if (status == CG_OK)
        status = article_watch_end(&watch, err);
    if (status == CG_OK && !watch.listed)
        cli_say(all->run, "%s: no facts found", all->article.name);
    article_watch_close(&watch);
    return status;
}

static cg_status load_article(extraction *all, cg_error *err)
{
    cg_loader *loader = NULL;
    cg_status status = cg_loader_open(all->store, "extract", &loader, err);

    if (status == CG_OK)
        status = article_read(&all->article, &all->given->article, all->reader,
                              cg_loader_sink(loader), err);
    if (status == CG_OK)
        status = cg_loader_commit(loader, NULL, err);
    cg_loader_close(loader);
    return status;
}

static cg_status print_object(extraction *all, cg_error *err)
{
    cg_fact_filter everything = {0};
    cg_output out = cli_json_sink(all->run);
    cg_picture *picture = NULL;
    cg_status status = load_article(all, err);

    if (status == CG_OK)
        status = cg_picture_of(all->store, &everything, &picture, err);
    if (status == CG_OK)
        status = cg_picture_json(picture, &out, err);
    cg_picture_close(picture);
    return status;
}

static cg_status run_extract(cli_run *run, const void *values, cg_error *err)
{
    extraction all = {.run = run, .given = values};
    const article_options *how = &all.given->article;
    bool object = list_format_of(all.given->format) == LIST_JSON;
    cg_status status = article_load(&all.article, run->arguments[0], err);

    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_PRIVATE, &all.store, err);
    if (status == CG_OK)
        status = cli_extend_vocabulary(all.store, &how->vocabularies, err);
    if (status == CG_OK)
        status = article_open_reader(how, cg_store_vocabulary(all.store),
                                     &all.reader, err);
    if (status == CG_OK)
        status = object ? print_object(&all, err) : print_facts(&all, err);
    cg_reader_close(all.reader);
    cg_close(all.store);
    cg_buffer_release(&all.article.text);
    return status;
}
