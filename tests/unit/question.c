/* Questions, as transcripts: tests/cases/questions/. */
#include "graph/question/question.h"

#include "tests/unit/transcript.h"

/* The entity that a field means; 0 if there is no such field. */
static cg_status find(const transcript *run, const transcript_line *line,
                      const char *key, cg_id *id, cg_error *err)
{
    cg_text name = transcript_get(line, key);
    *id = 0;
    return name.size == 0 ? CG_OK : cg_find_entity(run->store, name, id, err);
}

static size_t number(const transcript_line *line, const char *key, size_t otherwise)
{
    cg_text text = transcript_get(line, key);
    return text.size == 0 ? otherwise : (size_t)strtoull(text.at, NULL, 10);
}

static cg_status ask_relations(const transcript *run, const transcript_line *line,
                               cg_cursor **cursor, cg_error *err)
{
    cg_text types[8];
    char words[256];
    char *rest = words;
    cg_relation_filter filter = {
        .types = types,
        .kind = transcript_get(line, "kind"),
        .source = transcript_get(line, "source"),
        .denied = transcript_get(line, "denied").size > 0,
        .clocks = {.on = transcript_date(line, "on"),
                   .known = transcript_date(line, "known")}};
    cg_status status = find(run, line, "of", &filter.of, err);
    if (status == CG_OK)
        status = find(run, line, "with", &filter.with, err);
    snprintf(words, sizeof words, "%.*s",
             CG_TEXT_ARG(transcript_get(line, "type")));
    for (char *type; words[0] != '\0' && (type = strsep(&rest, ",")) != NULL;)
        types[filter.type_count++] = cg_text_z(type);
    return status == CG_OK ? cg_ask_relations(run->store, &filter, cursor, err)
                           : status;
}

static cg_status ask_path(const transcript *run, const transcript_line *line,
                          cg_cursor **cursor, cg_error *err)
{
    cg_id from = 0, to = 0;
    cg_status status = find(run, line, "from", &from, err);
    if (status == CG_OK)
        status = find(run, line, "to", &to, err);
    if (status != CG_OK)
        return status;
    return cg_ask_path(run->store, from, to, number(line, "depth", 10),
                       number(line, "limit", 10), cursor, err);
}

static cg_status ask_entity(const transcript *run, const transcript_line *line,
                            cg_cursor **cursor, cg_error *err)
{
    cg_id entity = 0;
    cg_status status = find(run, line, "name", &entity, err);
    return status == CG_OK ? cg_ask_entity(run->store, entity, cursor, err)
                           : status;
}

static cg_status ask_search(const transcript *run, const transcript_line *line,
                            cg_cursor **cursor, cg_error *err)
{
    return cg_ask_search(run->store, transcript_get(line, "text"),
                         number(line, "limit", 50), cursor, err);
}

static cg_status ask_evidence(const transcript *run, const transcript_line *line,
                              cg_cursor **cursor, cg_error *err)
{
    return cg_ask_evidence(run->store, (cg_id)number(line, "fact", 0), cursor, err);
}

static cg_status ask_sources(const transcript *run, const transcript_line *line,
                             cg_cursor **cursor, cg_error *err)
{
    (void)line;
    return cg_ask_sources(run->store, cursor, err);
}

static cg_status ask_stats(const transcript *run, const transcript_line *line,
                           cg_cursor **cursor, cg_error *err)
{
    (void)line;
    return cg_ask_stats(run->store, cursor, err);
}

static cg_status ask_judgements(const transcript *run, const transcript_line *line,
                                cg_cursor **cursor, cg_error *err)
{
    (void)line;
    return cg_ask_judgements(run->store, cursor, err);
}

static const struct {
    const char *name;
    cg_status (*ask)(const transcript *run, const transcript_line *line,
                     cg_cursor **cursor, cg_error *err);
} questions[] = {
    {"relations", ask_relations}, {"path", ask_path},
    {"entity", ask_entity},       {"search", ask_search},
    {"evidence", ask_evidence},   {"sources", ask_sources},
    {"stats", ask_stats},         {"judgements", ask_judgements},
};

static void add_row(cg_cursor *cursor, cg_buffer *out)
{
    for (size_t i = 0; i < cg_column_count(cursor); i++) {
        cg_buffer cell = {0};
        if (i > 0)
            cg_buffer_add_z(out, " | ");
        cg_value_print(cg_column(cursor, i), &cell);
        cg_text_printable(cg_buffer_text(&cell), out);
        cg_buffer_release(&cell);
    }
    cg_buffer_add_byte(out, '\n');
}

static void add_rows(cg_cursor *cursor, cg_buffer *out)
{
    cg_error err = {0};
    cg_status status = CG_ROW;
    for (size_t i = 0; i < cg_column_count(cursor); i++) {
        cg_buffer_add_z(out, i > 0 ? " | " : "");
        cg_buffer_add_z(out, cg_column_name(cursor, i));
    }
    cg_buffer_add_byte(out, '\n');
    while ((status = cg_step(cursor, &err)) == CG_ROW)
        add_row(cursor, out);
    assert_int_equal(status, CG_DONE);
    assert_int_equal(cg_step(cursor, &err), CG_DONE);
}

static void ask(transcript *run, const transcript_line *line)
{
    cg_error err = {0};
    cg_cursor *cursor = NULL;
    cg_id entity = 0;
    cg_status status = CG_USAGE;

    if (strcmp(line->verb, "find") == 0) {
        status = find(run, line, "name", &entity, &err);
        if (status == CG_OK)
            cg_buffer_printf(&run->out, "#%lld\n", (long long)entity);
    }
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (strcmp(line->verb, questions[i].name) == 0)
            status = questions[i].ask(run, line, &cursor, &err);
    if (status != CG_OK)
        cg_buffer_printf(&run->out, "%s: %s\n", cg_status_name(status),
                         err.message);
    else if (cursor != NULL)
        add_rows(cursor, &run->out);
    cg_finish(cursor);
}

static void test_transcript(void **state)
{
    transcript_run(*state, ask);
}

int main(void)
{
    return transcript_run_all("questions", "tests/cases/questions/*.test",
                              test_transcript);
}
