/* Mappings and sheets: whatever they say, what is pushed holds together. The input is a
 * mapping, a NUL, and a sheet. */
#include "ingest/mapping/mapping.h"

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

typedef struct {
    const cg_vocabulary *vocabulary;
    uint64_t piece;
    uint64_t end;
    bool in_source;
} checker;

static void check_ref(cg_ref ref)
{
    require(ref.name.size > 0 || ref.key.size > 0);
    require(cg_text_check(ref.name) == ref.name.size);
}

static cg_status check_event(void *handle, const cg_event *event, cg_error *err)
{
    (void)err;
    checker *check = handle;
    require(check->in_source == (event->type != CG_EVENT_SOURCE));
    switch (event->type) {
    case CG_EVENT_SOURCE:
        *check = (checker){.vocabulary = check->vocabulary, .in_source = true};
        break;
    case CG_EVENT_TEXT:
        require(event->as.text.size > 0);
        check->piece = check->end;
        check->end += event->as.text.size;
        break;
    case CG_EVENT_ENTITY:
        check_ref(event->as.entity->entity);
        require(event->as.entity->entity.name.size == 0 ||
                (event->as.entity->kinds >> event->as.entity->entity.kind & 1) !=
                    0);
        for (size_t i = 0; i < event->as.entity->name_count; i++)
            require(event->as.entity->names[i].text.size > 0);
        break;
    case CG_EVENT_FACT:
        check_ref(event->as.fact->subject);
        check_ref(event->as.fact->object);
        require(event->as.fact->range.start >= check->piece &&
                event->as.fact->range.end <= check->end);
        require(event->as.fact->quote.size == 0 || event->as.fact->cited != NULL);
        break;
    case CG_EVENT_END:
        check->in_source = false;
        break;
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

static void load(const cg_mapping *mapping, cg_text csv, bool rejects,
                 const cg_vocabulary *vocabulary)
{
    checker check = {.vocabulary = vocabulary};
    input from = {csv, csv};
    cg_output nowhere = {drop, NULL};
    cg_mapped_sheet sheet = {.name = "sheet.csv",
                             .start = start,
                             .read = read_bytes,
                             .handle = &from,
                             .rejects = rejects ? &nowhere : NULL};
    cg_sink sink = {.push = check_event, .handle = &check, .find = find};
    cg_sheet_report report;
    cg_error err = {0};
    cg_status status = cg_mapping_load(mapping, &sheet, 1, sink,
                                       (cg_mapping_ears){0}, &report, &err);
    require(status == err.status);
    require(status == CG_OK || status == CG_SYNTAX || status == CG_REFUSED ||
            status == CG_LIMIT);
    require(status == CG_OK || err.message[0] != '\0');
    require(report.rejected <= report.rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cg_vocabulary *vocabulary; /* one for all inputs */
    if (vocabulary == NULL)
        require(cg_vocabulary_open(&vocabulary, NULL) == CG_OK);
    cg_text text = {(const char *)data, size};
    const char *nul = size > 0 ? memchr(text.at, '\0', size) : NULL;
    size_t cut = nul != NULL ? (size_t)(nul - text.at) : size;
    cg_mapping *mapping = NULL;
    cg_error err = {0};
    cg_status status = cg_mapping_read("m.yaml", cg_text_slice(text, 0, cut),
                                       vocabulary, &mapping, &err);
    require(status == err.status);
    require((status == CG_OK) == (mapping != NULL));
    require(status == CG_OK || (err.line > 0 && err.message[0] != '\0'));
    if (status == CG_OK) {
        cg_text csv =
            cut < size ? cg_text_slice(text, cut + 1, size) : (cg_text){0};
        load(mapping, csv, false, vocabulary);
        load(mapping, csv, true, vocabulary);
    }
    cg_mapping_close(mapping);
    return 0;
}
