/* Files of known formats: whatever they say, what is pushed holds together. */
#include "ingest/mapping/formats.h"

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    cg_text rest;
    cg_text all;
} input;

static cg_status start(void *handle, cg_error *err)
{
    (void)err;
    input *from = handle;
    from->rest = from->all;
    return CG_OK;
}

static cg_status read_bytes(void *handle, char *buffer, size_t room, size_t *size,
                            cg_error *err)
{
    (void)err;
    input *from = handle;
    *size = from->rest.size < room ? from->rest.size : room;
    if (*size > 0)
        memcpy(buffer, from->rest.at, *size);
    from->rest = cg_text_slice(from->rest, *size, from->rest.size);
    return CG_OK;
}

/* Where the text that came last begins and ends. */
typedef struct {
    uint64_t piece;
    uint64_t end;
} pieces;

static cg_status check_event(void *handle, const cg_event *event, cg_error *err)
{
    (void)err;
    pieces *text = handle;
    if (event->type == CG_EVENT_TEXT) {
        text->piece = text->end;
        text->end += event->as.text.size;
    } else if (event->type == CG_EVENT_FACT) {
        const cg_fact_statement *fact = event->as.fact;
        require(fact->range.start >= text->piece && fact->range.end <= text->end);
        require(fact->subject.name.size > 0 || fact->subject.key.size > 0);
        require(fact->object.name.size > 0 || fact->object.key.size > 0);
        require(fact->quote.size == 0 || fact->cited != NULL);
    } else if (event->type == CG_EVENT_ENTITY) {
        const cg_entity_statement *entity = event->as.entity;
        require(entity->entity.name.size > 0 || entity->entity.key.size > 0);
    }
    return CG_OK;
}

/* Every other key is known, as any kind. */
static cg_status find(void *handle, const cg_text *keys, size_t count,
                      cg_kinds *kinds, cg_error *err)
{
    (void)handle, (void)err;
    for (size_t i = 0; i < count; i++)
        kinds[i] = keys[i].size % 2 == 0 ? 0 : 0xff;
    return CG_OK;
}

static cg_status drop(void *handle, cg_text bytes, cg_error *err)
{
    (void)handle, (void)bytes, (void)err;
    return CG_OK;
}

static void load(cg_text text, bool rejects, const cg_vocabulary *vocabulary)
{
    pieces came = {0};
    input from = {text, text};
    cg_output nowhere = {drop, NULL};
    cg_mapped_sheet sheet = {.name = "f",
                             .start = start,
                             .read = read_bytes,
                             .handle = &from,
                             .rejects = rejects ? &nowhere : NULL};
    cg_sink sink = {.push = check_event, .handle = &came, .find = find};
    cg_file_head head = {
        "f", cg_text_slice(
                 text, 0, text.size < CG_FORMAT_HEAD ? text.size : CG_FORMAT_HEAD)};
    cg_mapping *mapping = NULL;
    cg_buffer yaml = {0};
    cg_sheet_report report;
    cg_error err = {0};
    cg_format format = cg_format_guess(head.head);
    cg_status status = CG_OK;
    if (format == CG_FORMAT_SHEET || format == CG_FORMAT_JSON) {
        status =
            cg_json_load(vocabulary, CG_TEXT("j"), &sheet, 1, sink, &report, &err);
    } else {
        status = cg_format_mapping(format, CG_TEXT("f"), &head, 1, &yaml, &err);
        if (status == CG_OK)
            status = cg_mapping_read("f.yaml", cg_buffer_text(&yaml), vocabulary,
                                     &mapping, &err);
        if (status == CG_OK)
            status = cg_mapping_load(mapping, &sheet, 1, sink, (cg_mapping_ears){0},
                                     &report, &err);
    }
    require(status == err.status);
    require(status == CG_OK || status == CG_SYNTAX || status == CG_REFUSED ||
            status == CG_LIMIT);
    require(status == CG_OK || err.message[0] != '\0');
    cg_mapping_close(mapping);
    cg_buffer_release(&yaml);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cg_vocabulary *vocabulary; /* one for all inputs */
    if (vocabulary == NULL)
        require(cg_vocabulary_open(&vocabulary, NULL) == CG_OK);
    cg_text text = {(const char *)data, size};
    load(text, false, vocabulary);
    load(text, true, vocabulary);
    return 0;
}
