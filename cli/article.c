#include "cli/article.h"

#include "cli/input.h"

const char *const article_languages[] = {"en", "vi", "zh", "mul", NULL};

enum { DATA_MOST = 1 << 30 }; /* bytes of one file of names or rules */

/* ---- Reading ---- */

typedef cg_status (*add_data)(cg_reader *reader, const char *file, cg_text text,
                              cg_error *err);

static cg_status add_file(cg_reader *reader, const char *path, add_data add,
                          cg_error *err)
{
    cg_buffer text = {0};
    cg_status status = input_whole(path, DATA_MOST, &text, err);

    if (status == CG_OK)
        status = add(reader, path, cg_buffer_text(&text), err);
    cg_buffer_release(&text);
    return status;
}

static cg_status add_files(cg_reader *reader, const option_list *files,
                           add_data add, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < files->count && status == CG_OK; i++)
        status = add_file(reader, files->items[i].at, add, err);
    return status;
}

cg_status article_add_rules(cg_reader *reader, const char *path, cg_error *err)
{
    return add_file(reader, path, cg_reader_add_rules, err);
}

cg_status article_open_reader(const article_options *options,
                              const cg_vocabulary *vocabulary, cg_reader **reader,
                              cg_error *err)
{
    cg_status status = cg_reader_open(vocabulary, reader, err);

    if (status == CG_OK)
        status = add_files(*reader, &options->names, cg_reader_add_names, err);
    if (status == CG_OK)
        status = add_files(*reader, &options->rules, cg_reader_add_rules, err);
    return status;
}

cg_status article_load(cli_article *article, const char *path, cg_error *err)
{
    bool standard = strcmp(path, "-") == 0;

    article->name = standard ? "standard input" : path;
    article->file = standard ? "" : input_base_name(path);
    return input_whole(path, CG_ARTICLE_MAX, &article->text, err);
}

/* The article as the library takes it. */
static cg_article input_of(const cli_article *article,
                           const article_options *options)
{
    cg_article input = {.name = article->name,
                        .text = cg_buffer_text(&article->text),
                        .source = {.form = CG_ARTICLE,
                                   .title = options->title,
                                   .publisher = options->publisher,
                                   .url = options->url,
                                   .date = options->date,
                                   .file = cg_text_z(article->file)}};

    if (options->language > 0)
        input.source.language = cg_text_z(article_languages[options->language - 1]);
    return input;
}

cg_status article_read(const cli_article *article, const article_options *options,
                       const cg_reader *reader, cg_sink sink, cg_error *err)
{
    cg_article input = input_of(article, options);

    return cg_article_read(reader, &input, sink, err);
}

cg_status article_explain(const cli_article *article,
                          const article_options *options, cg_reader *reader,
                          cg_explainer explain, void *handle, cg_error *err)
{
    cg_article input = input_of(article, options);

    return cg_article_explain(reader, &input, explain, handle, err);
}

/* ---- Watching ---- */

enum {
    ARTICLE,
    SUBJECT,
    SUBJECT_KIND,
    TYPE,
    OBJECT,
    OBJECT_KIND,
    SINCE,
    UNTIL,
    PROPERTIES,
    MODALITY,
    SPEAKER,
    QUOTE,
    START,
    END,
    RULE,
    COLUMNS
};

cg_status article_watch_open(article_watch *watch, cli_run *run, int format,
                             bool many, const cg_vocabulary *vocabulary,
                             cg_error *err)
{
    list_style style = cli_list_style(run, format);
    const list_column columns[COLUMNS] = {
        [ARTICLE] = {.name = "article", .spare = !many},
        [SUBJECT] = {.name = "subject"},
        [SUBJECT_KIND] = {.name = "subject_kind", .spare = true},
        [TYPE] = {.name = "type"},
        [OBJECT] = {.name = "object"},
        [OBJECT_KIND] = {.name = "object_kind", .spare = true},
        [SINCE] = {.name = "since"},
        [UNTIL] = {.name = "until"},
        [PROPERTIES] = {.name = "properties", .json = true},
        [MODALITY] = {.name = "modality"},
        [SPEAKER] = {.name = "speaker"},
        [QUOTE] = {.name = "quote", .below = true},
        [START] = {.name = "start", .spare = true},
        [END] = {.name = "end", .spare = true},
        [RULE] = {.name = "rule", .spare = true}};

    *watch = (article_watch){.vocabulary = vocabulary,
                             .table = style.format == LIST_TABLE};
    return list_open(&style, columns, COLUMNS, cli_list_sink(run, format),
                     &watch->list, err);
}

static cg_value text_or_null(cg_text text)
{
    return text.size > 0 ? cg_string(text) : (cg_value){.type = CG_NULL};
}

static cg_value date_value(cg_date date, char room[CG_DATE_ROOM])
{
    return text_or_null((cg_text){room, cg_date_format(date, room)});
}

static cg_status list_fact(const article_watch *watch,
                           const cg_fact_statement *fact, cg_error *err)
{
    const cg_vocabulary *words = watch->vocabulary;
    cg_text text = cg_buffer_text(&watch->text);
    char since[CG_DATE_ROOM], until[CG_DATE_ROOM];
    cg_buffer properties = {0};
    cg_status status;

    cg_properties_json(fact->properties, &properties);
    status = cg_buffer_status(&properties, err);
    if (status == CG_OK) {
        const cg_value cells[COLUMNS] = {
            [ARTICLE] = cg_string(cg_text_z(watch->article->name)),
            [SUBJECT] = cg_string(fact->subject.name),
            [SUBJECT_KIND] = cg_string(cg_kind_at(words, fact->subject.kind)->name),
            [TYPE] = cg_string(cg_relation_at(words, fact->relation)->name),
            [OBJECT] = cg_string(fact->object.name),
            [OBJECT_KIND] = cg_string(cg_kind_at(words, fact->object.kind)->name),
            [SINCE] = date_value(fact->since, since),
            [UNTIL] = date_value(fact->until, until),
            [PROPERTIES] = cg_string(cg_buffer_text(&properties)),
            [MODALITY] = cg_string(cg_text_z(cg_modality_name(fact->modality))),
            [SPEAKER] = text_or_null(fact->speaker.name),
            [QUOTE] =
                cg_string(cg_text_slice(text, fact->range.start, fact->range.end)),
            [START] = cg_integer((int64_t)fact->range.start),
            [END] = cg_integer((int64_t)fact->range.end),
            [RULE] = text_or_null(fact->rule)};
        status = list_row(watch->list, cells, err);
    }
    cg_buffer_release(&properties);
    return status;
}

static void add_end(cg_buffer *key, const cg_ref *end)
{
    cg_buffer_printf(key, "%u:%zu:", end->kind, end->name.size);
    cg_buffer_add(key, end->name);
}

/* A fact comes once for each quote, one behind the other. */
static cg_status count_fact(article_watch *watch, const cg_fact_statement *fact,
                            cg_error *err)
{
    char since[CG_DATE_ROOM], until[CG_DATE_ROOM];
    cg_buffer key = {0};
    cg_status status;

    cg_date_format(fact->since, since);
    cg_date_format(fact->until, until);
    add_end(&key, &fact->subject);
    add_end(&key, &fact->object);
    cg_buffer_printf(&key, "%u %s %s", fact->relation, since, until);
    cg_properties_json(fact->properties, &key);
    status = cg_buffer_status(&key, err);
    if (!cg_text_equal(cg_buffer_text(&key), cg_buffer_text(&watch->last)))
        watch->facts++;
    cg_buffer_release(&watch->last);
    watch->last = key;
    return status;
}

/* What is listed may stop being read; what is stored must not stop for that. */
static cg_status heed(article_watch *watch, cg_status status)
{
    if (status != CG_INTERRUPTED)
        return status;
    watch->closed = true;
    return CG_OK;
}

static cg_status watch_push(void *handle, const cg_event *event, cg_error *err)
{
    article_watch *watch = handle;
    cg_status status = CG_OK;

    if (event->type == CG_EVENT_TEXT) {
        cg_buffer_add(&watch->text, event->as.text);
        status = cg_buffer_status(&watch->text, err);
    }
    if (event->type == CG_EVENT_ENTITY)
        watch->entities++;
    if (event->type == CG_EVENT_FACT)
        status = count_fact(watch, event->as.fact, err);
    /* What is denied is stored, and shown where somebody asks for it. */
    if (event->type == CG_EVENT_FACT && event->as.fact->modality != CG_DENIED) {
        watch->listed = true;
        if (status == CG_OK && !watch->closed)
            status = heed(watch, list_fact(watch, event->as.fact, err));
    }
    if (status == CG_OK && watch->next.push != NULL)
        status = watch->next.push(watch->next.handle, event, err);
    return status;
}

void article_watch_next(article_watch *watch, const cli_article *article,
                        cg_sink next)
{
    watch->article = article;
    watch->next = next;
    watch->entities = 0;
    watch->facts = 0;
    cg_buffer_clear(&watch->text);
    cg_buffer_clear(&watch->last);
}

cg_sink article_watch_sink(article_watch *watch)
{
    return (cg_sink){.push = watch_push, .handle = watch};
}

cg_status article_watch_end(article_watch *watch, cg_error *err)
{
    bool print = !watch->closed && (watch->listed || !watch->table);

    watch->closed = true;
    return print ? heed(watch, list_end(watch->list, err)) : CG_OK;
}

void article_watch_close(article_watch *watch)
{
    list_close(watch->list);
    cg_buffer_release(&watch->text);
    cg_buffer_release(&watch->last);
    watch->list = NULL;
}
