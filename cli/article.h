/* Articles on their way in: what 'ingest' and 'extract' share. */
#ifndef CG_CLI_ARTICLE_H
#define CG_CLI_ARTICLE_H

#include "cli/command.h"

typedef struct {
    cg_text title;
    cg_text publisher;
    cg_text url;
    cg_date date;
    int language; /* of article_languages */
    option_list names;
    option_list rules;
    option_list vocabularies;
} article_options;

extern const char *const article_languages[];

/* The options, for a table whose struct holds an article_options as `member`. */
#define OPTIONS_ARTICLE(values, member)                                            \
    {.name = "title",                                                              \
     .argument = "TEXT",                                                           \
     .help = "the article's title",                                                \
     .type = OPTION_TEXT,                                                          \
     .offset = offsetof(values, member.title)},                                    \
        {.name = "publisher",                                                      \
         .argument = "TEXT",                                                       \
         .help = "who published it",                                               \
         .type = OPTION_TEXT,                                                      \
         .offset = offsetof(values, member.publisher)},                            \
        {.name = "url",                                                            \
         .argument = "URL",                                                        \
         .help = "its address",                                                    \
         .type = OPTION_TEXT,                                                      \
         .offset = offsetof(values, member.url)},                                  \
        {.name = "date",                                                           \
         .argument = "DATE",                                                       \
         .help = "the day it was published",                                       \
         .type = OPTION_DATE,                                                      \
         .offset = offsetof(values, member.date)},                                 \
        {.name = "lang",                                                           \
         .argument = "LANGUAGE",                                                   \
         .help = "its language:",                                                  \
         .type = OPTION_CHOICE,                                                    \
         .offset = offsetof(values, member.language),                              \
         .choices = article_languages},                                            \
        {.name = "names",                                                          \
         .argument = "FILE",                                                       \
         .help = "know the names in FILE, too (docs/names.md)",                    \
         .type = OPTION_FILES,                                                     \
         .offset = offsetof(values, member.names)},                                \
        {.name = "rules",                                                          \
         .argument = "FILE",                                                       \
         .help = "read by the rules in FILE, too (docs/rules.md)",                 \
         .type = OPTION_FILES,                                                     \
         .offset = offsetof(values, member.rules)},                                \
        OPTION_VOCABULARY(values, member.vocabularies)

/* Open a reader with the names and rules that the options name. */
cg_status article_open_reader(const article_options *options,
                              const cg_vocabulary *vocabulary, cg_reader **reader,
                              cg_error *err);

/* Add the rule file at `path`. As cg_reader_add_rules and input_whole. */
cg_status article_add_rules(cg_reader *reader, const char *path, cg_error *err);

/* An article that was read into memory. */
typedef struct {
    const char *name; /* the path, or "standard input" */
    const char *file; /* the path's last part; empty for standard input */
    cg_buffer text;
} cli_article;

/* Read the file at `path`, which outlives the article. As input_whole. */
cg_status article_load(cli_article *article, const char *path, cg_error *err);

/* Read facts out of it. As cg_article_read. */
cg_status article_read(const cli_article *article, const article_options *options,
                       const cg_reader *reader, cg_sink sink, cg_error *err);

/* Tell how the rules read it. As cg_article_explain. */
cg_status article_explain(const cli_article *article,
                          const article_options *options, cg_reader *reader,
                          cg_explainer explain, void *handle, cg_error *err);

/* Lists the facts of articles as they pass, a row for each quote. */
typedef struct {
    cli_list *list;
    cg_sink next; /* where everything is passed on to; push may be NULL */
    const cg_vocabulary *vocabulary;
    const cli_article *article; /* the current one */
    cg_buffer text;             /* its text, as the reader gives it */
    uint64_t entities;          /* of the current one */
    uint64_t facts;             /* a fact may come several times, with each quote */
    cg_buffer last;             /* what tells the last fact from others */
    bool table;
    bool listed; /* something was */
    bool closed; /* the list is at its end, or nobody reads it any more */
} article_watch;

/* Begin a list; `many` says that there may be several articles. */
cg_status article_watch_open(article_watch *watch, cli_run *run, int format,
                             bool many, const cg_vocabulary *vocabulary,
                             cg_error *err);

/* What comes now is of this article, and is passed on to `next`. */
void article_watch_next(article_watch *watch, const cli_article *article,
                        cg_sink next);

cg_sink article_watch_sink(article_watch *watch);

/* Print the rest of the list; a table only if there is something in it. What comes
 * afterwards is not listed. */
cg_status article_watch_end(article_watch *watch, cg_error *err);

void article_watch_close(article_watch *watch);

#endif
