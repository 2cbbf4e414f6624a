/* Cases as transcripts: what is put into a graph, what is asked, what comes back.
 *
 *     # a comment
 *     source article | title=Wafers move north | date=2025-07-14
 *     entity Company | Halcyon | name:vi=Hải Âu | founded=1998
 *     fact Halcyon | SUPPLIES | Vega Devices | since=2024 | quote=Halcyon supplies Vega.
 *     mention Halcyon | Halcyon Semi
 *     judge wrong | 3 | by=Lan | reason=misread
 *     judge same | 1 | 7
 *
 *     ask relations of=Halcyon
 *     …the answer, up to an empty line…
 *
 * A name stands for the entity that the case introduced by it; `name` and `name:LANG`
 * add spellings, other fields are properties. Evidence is of the last source: a quote of
 * an article or a sheet is added to its text. `\n`, `\xHH` and `\\` stand for bytes.
 *
 * A file is run whole, and what it then reads like is compared with what it is:
 * `TRANSCRIPT=write` in the environment writes it instead. */
#ifndef CG_TESTS_UNIT_TRANSCRIPT_H
#define CG_TESTS_UNIT_TRANSCRIPT_H

#include <glob.h>

#include "schema/fold.h"
#include "tests/unit/store_graph.h"

enum {
    TRANSCRIPT_ENTITIES = 2100,
    TRANSCRIPT_FIELDS = 24,
    TRANSCRIPT_LINE = 65536
};

typedef struct {
    char *key; /* "" for a field without '=' */
    char *value;
} transcript_field;

/* A line, cut at its bars. */
typedef struct {
    char text[TRANSCRIPT_LINE];
    const char *verb; /* its first word */
    transcript_field fields[TRANSCRIPT_FIELDS];
    size_t count;
} transcript_line;

typedef struct {
    cg_store *store;
    bool changing; /* a change is open */
    cg_id source;
    cg_source_form form;
    uint64_t size; /* of the source's text so far */
    char *names[TRANSCRIPT_ENTITIES];
    cg_id entities[TRANSCRIPT_ENTITIES];
    size_t count;
    cg_buffer out;
} transcript;

/* Answer a line `ask …` into run->out; the test gives it. */
typedef void (*transcript_ask)(transcript *run, const transcript_line *line);

/* ---- Lines ---- */

static inline char *transcript_trim(char *text)
{
    size_t size = strlen(text);
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\n'))
        text[--size] = '\0';
    while (*text == ' ')
        text++;
    return text;
}

/* Undo `\n`, `\xHH` and `\\`, in place. */
static inline void transcript_unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        unsigned byte = 0;
        if (*from != '\\') {
            *to++ = *from;
        } else if (from[1] == 'x' && sscanf(from + 2, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            from += 3;
        } else {
            from++;
            *to++ = (char)(*from == 'n' ? '\n' : *from);
        }
    }
    *to = '\0';
}

static inline void transcript_add_field(transcript_line *line, char *text)
{
    transcript_field *field = &line->fields[line->count++];
    assert_true(line->count <= TRANSCRIPT_FIELDS);
    text = transcript_trim(text);
    char *equals = strchr(text, '=');
    field->key = text + strlen(text);
    field->value = text;
    if (equals != NULL) {
        *equals = '\0';
        field->key = text;
        field->value = equals + 1;
    }
    transcript_unescape(field->value);
}

static inline void transcript_cut(transcript_line *line, const char *text)
{
    char *at = line->text;
    line->count = 0;
    assert_true(strlen(text) < sizeof line->text);
    memcpy(line->text, text, strlen(text) + 1);
    line->verb = at;
    at += strcspn(at, " \n");
    if (*at != '\0')
        *at++ = '\0';
    at = transcript_trim(at);
    while (*at != '\0') {
        char *bar = strstr(at, " | ");
        if (bar != NULL)
            *bar = '\0';
        transcript_add_field(line, at);
        at = bar == NULL ? at + strlen(at) : bar + 3;
        if (bar == NULL)
            break;
    }
}

/* The field `key`, or an empty text. */
static inline cg_text transcript_get(const transcript_line *line, const char *key)
{
    for (size_t i = 0; i < line->count; i++)
        if (strcmp(line->fields[i].key, key) == 0)
            return cg_text_z(line->fields[i].value);
    return (cg_text){NULL, 0};
}

static inline const char *transcript_nth(const transcript_line *line, size_t index)
{
    assert_true(index < line->count);
    return line->fields[index].value;
}

static inline cg_date transcript_date(const transcript_line *line, const char *key)
{
    cg_date date = {0};
    cg_text text = transcript_get(line, key);
    if (text.size > 0)
        assert_true(cg_date_parse(text, &date));
    return date;
}

/* The properties of a line: its fields that mean nothing else. */
static inline cg_properties transcript_properties(
    const transcript_line *line, const char *reserved,
    cg_property items[TRANSCRIPT_FIELDS])
{
    size_t count = 0;
    for (size_t i = 0; i < line->count; i++) {
        char word[64];
        const char *key = line->fields[i].key;
        snprintf(word, sizeof word, " %.*s ", (int)strcspn(key, ":"), key);
        if (key[0] != '\0' && strstr(reserved, word) == NULL)
            items[count++] = (cg_property){
                cg_text_z(key), cg_value_of_cell(cg_text_z(line->fields[i].value))};
    }
    count = cg_properties_sort(items, count);
    return (cg_properties){items, count};
}

/* ---- What a line puts into the graph ---- */

static inline cg_id transcript_entity(const transcript *run, const char *name)
{
    for (size_t i = 0; i < run->count; i++)
        if (strcmp(run->names[i], name) == 0)
            return run->entities[i];
    fail_msg("no entity '%s' in the case", name);
    return 0;
}

static inline void transcript_begin(transcript *run)
{
    if (!run->changing)
        must(cg_store_begin(run->store, "test", &err));
    run->changing = true;
}

static inline void transcript_end_source(transcript *run)
{
    if (run->source != 0 && run->form != CG_CITED) {
        cg_digest digest =
            cg_digest_of((cg_text){(const char *)&run->source, sizeof run->source});
        must(
            cg_store_end_source(run->store, run->source, &digest, run->size, &err));
    }
    run->source = 0;
}

static inline void transcript_commit(transcript *run)
{
    transcript_end_source(run);
    if (run->changing)
        must(cg_store_commit(run->store, &err));
    run->changing = false;
}

static inline void transcript_source(transcript *run, const transcript_line *line)
{
    const char *form = transcript_nth(line, 0);
    cg_source source = {.title = transcript_get(line, "title"),
                        .publisher = transcript_get(line, "publisher"),
                        .url = transcript_get(line, "url"),
                        .language = transcript_get(line, "language"),
                        .file = transcript_get(line, "file"),
                        .date = transcript_date(line, "date")};
    source.form = strcmp(form, "article") == 0 ? CG_ARTICLE
                  : strcmp(form, "sheet") == 0 ? CG_SHEET
                                               : CG_CITED;
    transcript_begin(run);
    transcript_end_source(run);
    must(cg_store_add_source(run->store, &source, &run->source, &err));
    run->form = source.form;
    run->size = 0;
}

static inline void transcript_add_name(transcript *run, cg_id entity,
                                       const transcript_field *field)
{
    const char *language = strchr(field->key, ':');
    cg_new_name name = {entity,
                        cg_text_z(field->value),
                        cg_text_z(language == NULL ? "" : language + 1),
                        {0}};
    size_t fresh = 0;
    must(cg_store_add_names(run->store, run->source, &name, 1, &fresh, &err));
}

static inline void transcript_add_entity(transcript *run,
                                         const transcript_line *line)
{
    cg_property items[TRANSCRIPT_FIELDS];
    char kinds[256];
    char *rest = kinds;
    cg_new_entity entity = {.name = cg_text_z(transcript_nth(line, 1)),
                            .properties =
                                transcript_properties(line, " name ", items)};
    snprintf(kinds, sizeof kinds, "%s", transcript_nth(line, 0));
    for (char *kind; (kind = strsep(&rest, ",")) != NULL;)
        entity.kinds |= kind_of(run->store, kind);
    assert_true(run->count < TRANSCRIPT_ENTITIES);
    transcript_begin(run);
    must(cg_store_add_entities(run->store, run->source, &entity, 1,
                               &run->entities[run->count], &err));
    run->names[run->count++] = strdup(transcript_nth(line, 1));
    for (size_t i = 0; i < line->count; i++)
        if (strncmp(line->fields[i].key, "name", 4) == 0)
            transcript_add_name(run, run->entities[run->count - 1],
                                &line->fields[i]);
}

/* Put a text into the source's and tell where it stands. */
static inline void transcript_add_text(transcript *run, cg_text text,
                                       uint64_t *start, uint64_t *end)
{
    *start = run->size;
    *end = run->size += text.size;
    if (text.size > 0)
        must(cg_store_add_text(run->store, run->source, *start, text, &err));
}

static inline void transcript_add_fact(transcript *run, const transcript_line *line)
{
    cg_property items[TRANSCRIPT_FIELDS];
    const char *type = transcript_nth(line, 1);
    cg_new_fact fact = {
        .subject = transcript_entity(run, transcript_nth(line, 0)),
        .object = transcript_entity(run, transcript_nth(line, 2)),
        .since = transcript_date(line, "since"),
        .until = transcript_date(line, "until"),
        .properties = transcript_properties(
            line, " since until modality speaker rule quote ", items)};
    cg_text modality = transcript_get(line, "modality");
    cg_text speaker = transcript_get(line, "speaker");
    cg_text quote = transcript_get(line, "quote");
    cg_new_evidence evidence = {.source = run->source,
                                .rule = transcript_get(line, "rule")};
    bool fresh = false;

    transcript_begin(run);
    must(cg_relation_find(cg_store_vocabulary(run->store), cg_text_z(type),
                          &fact.relation, &err));
    must(cg_store_add_facts(run->store, &fact, 1, &evidence.fact, &fresh, &err));
    if (modality.size > 0)
        assert_true(cg_modality_parse(modality, &evidence.modality));
    if (speaker.size > 0)
        evidence.speaker = transcript_entity(run, speaker.at);
    if (run->form == CG_CITED)
        evidence.quote = quote;
    else
        transcript_add_text(run, quote, &evidence.start, &evidence.end);
    must(cg_store_add_evidence(run->store, &evidence, 1, &fresh, &err));
}

static inline void transcript_add_mention(transcript *run,
                                          const transcript_line *line)
{
    cg_new_mention mention = {.entity =
                                  transcript_entity(run, transcript_nth(line, 0))};
    transcript_add_text(run, cg_text_z(transcript_nth(line, 1)), &mention.start,
                        &mention.end);
    must(cg_store_add_mentions(run->store, run->source, &mention, 1, &err));
}

static inline void transcript_judge(transcript *run, const transcript_line *line)
{
#define TRANSCRIPT_VERDICT(name, text) text,
    static const char *const verdicts[] = {CG_VERDICTS(TRANSCRIPT_VERDICT)};
#undef TRANSCRIPT_VERDICT
    cg_judgement judgement = {.by = transcript_get(line, "by"),
                              .reason = transcript_get(line, "reason")};
    cg_id first = strtoll(transcript_nth(line, 1), NULL, 10);
    int verdict = 0;
    cg_id id = 0;

    while (verdict < CG_VERDICT_COUNT &&
           strcmp(verdicts[verdict], transcript_nth(line, 0)) != 0)
        verdict++;
    judgement.verdict = (cg_verdict)verdict;
    if (verdict == CG_RIGHT || verdict == CG_WRONG) {
        judgement.fact = first;
    } else {
        judgement.entity = first;
        judgement.other = strtoll(transcript_nth(line, 2), NULL, 10);
    }
    transcript_commit(run);
    must(cg_judge(run->store, &judgement, &id, &err));
}

/* ---- The whole ---- */

typedef struct {
    const char *verb;
    void (*act)(transcript *run, const transcript_line *line);
} transcript_verb;

static inline void transcript_do(transcript *run, const char *text,
                                 transcript_line *line)
{
    static const transcript_verb verbs[] = {
        {"source", transcript_source}, {"entity", transcript_add_entity},
        {"fact", transcript_add_fact}, {"mention", transcript_add_mention},
        {"judge", transcript_judge},
    };
    if (text[0] == '#' || text[0] == '\n')
        return;
    transcript_cut(line, text);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(line->verb, verbs[i].verb) != 0)
            continue;
        verbs[i].act(run, line);
        return;
    }
    fail_msg("not a line of a transcript: %s", text);
}

/* Run the lines of a file: what is said is repeated, what is asked is answered. */
static inline void transcript_play(transcript *run, FILE *file, transcript_ask ask)
{
    transcript_line *line = calloc(1, sizeof *line);
    char *text = NULL;
    size_t room = 0;
    bool answer = false; /* in the lines of one */

    while (getline(&text, &room, file) >= 0) {
        if (answer && text[0] != '\n')
            continue;
        answer = strncmp(text, "ask ", 4) == 0;
        cg_buffer_add_z(&run->out, text);
        if (!answer) {
            transcript_do(run, text, line);
            continue;
        }
        transcript_commit(run);
        transcript_cut(line, text + 4);
        ask(run, line);
    }
    free(text);
    free(line);
}

static inline void transcript_compare(const transcript *run, const char *path)
{
    cg_buffer now = {0};
    char bytes[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        cg_buffer_add(&now, (cg_text){bytes, size});
    fclose(file);
    if (!cg_text_equal(cg_buffer_text(&now), cg_buffer_text(&run->out))) {
        size_t at = 0;
        uint64_t number = 0, column = 0;
        while (at < now.size && at < run->out.size && now.at[at] == run->out.at[at])
            at++;
        cg_text_position(cg_buffer_text(&now), at, &number, &column);
        while (at > 0 && now.at[at - 1] != '\n')
            at--;
        fail_msg("%s:%d: now: %.*s", path, (int)number,
                 (int)strcspn(run->out.at + at, "\n"), run->out.at + at);
    }
    cg_buffer_release(&now);
}

static inline void transcript_keep(const transcript *run, const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(run->out.at, 1, run->out.size, file), run->out.size);
    fclose(file);
}

/* Run one file in a graph of its own. */
static inline void transcript_run(const char *path, transcript_ask ask)
{
    const char *mode = getenv("TRANSCRIPT");
    transcript *run = calloc(1, sizeof *run);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    must(cg_open("", CG_OPEN_PRIVATE, &run->store, &err));
    transcript_play(run, file, ask);
    fclose(file);
    transcript_commit(run);
    assert_false(run->out.failed);
    if (mode != NULL && strcmp(mode, "write") == 0)
        transcript_keep(run, path);
    else
        transcript_compare(run, path);
    for (size_t i = 0; i < run->count; i++)
        free(run->names[i]);
    cg_buffer_release(&run->out);
    cg_close(run->store);
    free(run);
}

/* Run every file that fits `pattern` as a test of its own. */
static inline int transcript_run_all(const char *group, const char *pattern,
                                     CMUnitTestFunction test)
{
    enum { FILES = 200 };
    static struct CMUnitTest tests[FILES];
    glob_t files = {0};
    int failed = 1;

    setenv("SOURCE_DATE_EPOCH", "1750000000", 1);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (glob(pattern, 0, NULL, &files) == 0 && files.gl_pathc <= FILES) {
        for (size_t i = 0; i < files.gl_pathc; i++)
            tests[i] = (struct CMUnitTest){files.gl_pathv[i], test, NULL, NULL,
                                           files.gl_pathv[i]};
        failed = _cmocka_run_group_tests(group, tests, files.gl_pathc, NULL, NULL);
    }
    globfree(&files);
    return failed;
}

#endif
