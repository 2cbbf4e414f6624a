/* Pictures, as transcripts: tests/cases/pictures/. */
#include "graph/picture/picture.h"

#include "graph/question/question.h"
#include "ingest/csv/sheet.h"
#include "ingest/load/load.h"
#include "tests/unit/transcript.h"

static cg_status write_buffer(void *handle, cg_text bytes, cg_error *err)
{
    (void)err;
    cg_buffer_add(handle, bytes);
    return CG_OK;
}

static cg_output into(cg_buffer *buffer)
{
    return (cg_output){.write = write_buffer, .handle = buffer};
}

/* ---- Which picture ---- */

static cg_status select_around(const transcript *run, const transcript_line *line,
                               const cg_fact_filter *filter, cg_picture **picture,
                               cg_error *err)
{
    cg_text depth = transcript_get(line, "depth");
    cg_id entity = 0;
    cg_status status =
        cg_find_entity(run->store, transcript_get(line, "around"), &entity, err);
    if (status != CG_OK)
        return status;
    return cg_picture_around(run->store, entity,
                             depth.size == 0 ? 1
                                             : (size_t)strtoul(depth.at, NULL, 10),
                             filter, picture, err);
}

static cg_status select_path(const transcript *run, const transcript_line *line,
                             const cg_fact_filter *filter, cg_picture **picture,
                             cg_error *err)
{
    cg_id from = 0, to = 0;
    cg_status status =
        cg_find_entity(run->store, transcript_get(line, "from"), &from, err);
    if (status == CG_OK)
        status = cg_find_entity(run->store, transcript_get(line, "to"), &to, err);
    return status == CG_OK
               ? cg_picture_path(run->store, from, to, filter, picture, err)
               : status;
}

static cg_status select_picture(const transcript *run, const transcript_line *line,
                                cg_picture **picture, cg_error *err)
{
    cg_text type = transcript_get(line, "type");
    uint8_t relation = 0;
    cg_fact_filter filter = {.denied = transcript_get(line, "denied").size > 0};
    if (type.size > 0) {
        relation = relation_of(run->store, type.at);
        filter.relations = &relation;
        filter.relation_count = 1;
    }
    if (transcript_get(line, "around").size > 0)
        return select_around(run, line, &filter, picture, err);
    if (transcript_get(line, "from").size > 0)
        return select_path(run, line, &filter, picture, err);
    return cg_picture_of(run->store, &filter, picture, err);
}

/* ---- What is made of it ---- */

static cg_diagram_style style_of(const transcript_line *line)
{
    cg_text labels = transcript_get(line, "labels");
    cg_diagram_style style = {.title = transcript_get(line, "title")};
    if (labels.size > 0)
        style.labels = labels.at[0] == 'v' ? CG_VI : CG_ZH;
    return style;
}

static cg_status draw(cg_picture *picture, const transcript_line *line,
                      cg_diagram_format format, cg_buffer *out, cg_error *err)
{
    const cg_diagram_style style = style_of(line);
    const cg_output output = into(out);
    return cg_picture_draw(picture, format, &style, &output, err);
}

static cg_status ask_dot(transcript *run, cg_picture *picture,
                         const transcript_line *line, cg_error *err)
{
    return draw(picture, line, CG_DOT, &run->out, err);
}

/* Renderings differ from one version of fonts to the next: they have to begin right,
 * to end right, and to come out the same twice. */
static cg_status ask_render(transcript *run, cg_picture *picture,
                            const transcript_line *line, cg_error *err)
{
    static const struct {
        cg_diagram_format format;
        const char *begin;
        const char *end;
    } looks[] = {{CG_SVG, "<?xml", "</svg>\n"},
                 {CG_PNG, "\x89PNG", "\xae\x42\x60\x82"},
                 {CG_PDF, "%PDF", "%%EOF\n"}};
    cg_status status = CG_OK;
    for (size_t i = 0; i < 3 && status == CG_OK; i++) {
        cg_buffer first = {0}, second = {0};
        status = draw(picture, line, looks[i].format, &first, err);
        if (status == CG_OK)
            status = draw(picture, line, looks[i].format, &second, err);
        cg_text text = cg_buffer_text(&first);
        if (status == CG_OK) {
            assert_true(cg_text_starts(text, cg_text_z(looks[i].begin)));
            assert_true(cg_text_ends(text, cg_text_z(looks[i].end)));
            if (looks[i].format != CG_PDF) /* it bears the time */
                assert_true(cg_text_equal(text, cg_buffer_text(&second)));
        }
        cg_buffer_release(&second);
        cg_buffer_release(&first);
    }
    if (status == CG_OK)
        cg_buffer_add_z(&run->out, "rendered\n");
    return status;
}

static cg_status ask_json(transcript *run, cg_picture *picture,
                          const transcript_line *line, cg_error *err)
{
    const cg_output output = into(&run->out);
    (void)line;
    return cg_picture_json(picture, &output, err);
}

/* ---- Sheets, and the way back ---- */

typedef struct {
    cg_text text;
    size_t at;
} sheet_bytes;

static cg_status read_bytes(void *handle, char *buffer, size_t room, size_t *size,
                            cg_error *err)
{
    sheet_bytes *bytes = handle;
    size_t left = bytes->text.size - bytes->at;
    (void)err;
    *size = left < room ? left : room;
    memcpy(buffer, bytes->text.at + bytes->at, *size);
    bytes->at += *size;
    return CG_OK;
}

static void load_sheet(cg_store *store, cg_loader *loader, const char *name,
                       const cg_buffer *text)
{
    sheet_bytes bytes = {.text = cg_buffer_text(text)};
    cg_sheet sheet = {.name = name, .read = read_bytes, .handle = &bytes};
    cg_sheet_report report = {0};
    must(cg_sheet_read(&sheet, cg_store_vocabulary(store), cg_loader_sink(loader),
                       &report, &err));
}

/* Load both sheets into a new graph, and write them again. */
static void there_and_back(const cg_buffer *entities, const cg_buffer *facts,
                           cg_buffer *entities_again, cg_buffer *facts_again)
{
    const cg_fact_filter all = {0};
    cg_store *store = NULL;
    cg_loader *loader = NULL;
    cg_picture *picture = NULL;
    const cg_output first = into(entities_again), second = into(facts_again);
    must(cg_open("", CG_OPEN_PRIVATE, &store, &err));
    must(cg_loader_open(store, "test", &loader, &err));
    load_sheet(store, loader, "entities.csv", entities);
    load_sheet(store, loader, "facts.csv", facts);
    must(cg_loader_commit(loader, NULL, &err));
    cg_loader_close(loader);
    must(cg_picture_of(store, &all, &picture, &err));
    must(cg_picture_csv(picture, &first, &second, &err));
    cg_picture_close(picture);
    cg_close(store);
}

static void assert_same(const cg_buffer *a, const cg_buffer *b)
{
    if (!cg_text_equal(cg_buffer_text(a), cg_buffer_text(b)))
        fail_msg("comes back as:\n%s", b->at);
}

static cg_status ask_csv(transcript *run, cg_picture *picture,
                         const transcript_line *line, cg_error *err)
{
    cg_buffer sheets[4] = {{.at = NULL}};
    const cg_output entities = into(&sheets[0]), facts = into(&sheets[1]);
    cg_status status = cg_picture_csv(picture, &entities, &facts, err);
    (void)line;
    if (status == CG_OK) {
        there_and_back(&sheets[0], &sheets[1], &sheets[2], &sheets[3]);
        assert_same(&sheets[0], &sheets[2]);
        assert_same(&sheets[1], &sheets[3]);
        cg_buffer_add(&run->out, cg_buffer_text(&sheets[0]));
        cg_buffer_add_z(&run->out, "--\n");
        cg_buffer_add(&run->out, cg_buffer_text(&sheets[1]));
    }
    for (size_t i = 0; i < 4; i++)
        cg_buffer_release(&sheets[i]);
    return status;
}

static const struct {
    const char *name;
    cg_status (*ask)(transcript *run, cg_picture *picture,
                     const transcript_line *line, cg_error *err);
} answers[] = {
    {"dot", ask_dot}, {"render", ask_render}, {"json", ask_json}, {"csv", ask_csv}};

static void ask(transcript *run, const transcript_line *line)
{
    cg_error err = {0};
    cg_picture *picture = NULL;
    cg_status status = select_picture(run, line, &picture, &err);
    for (size_t i = 0; i < sizeof answers / sizeof *answers && status == CG_OK; i++)
        if (strcmp(line->verb, answers[i].name) == 0)
            status = answers[i].ask(run, picture, line, &err);
    if (status != CG_OK)
        cg_buffer_printf(&run->out, "%s: %s\n", cg_status_name(status),
                         err.message);
    cg_picture_close(picture);
}

static void test_transcript(void **state)
{
    transcript_run(*state, ask);
}

int main(void)
{
    return transcript_run_all("pictures", "tests/cases/pictures/*.test",
                              test_transcript);
}
