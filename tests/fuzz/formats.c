/* Files of known formats: whatever they say, what is pushed holds together. */
#include "ingest/mapping/formats.h"

#include "tests/support/checked_sink.h"
#include "tests/support/chunked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(cg_text text, bool rejects, const cg_vocabulary *vocabulary)
{
    checker check = {0};
    chunked from = {.chunk = text.size, .all = text};
    cg_output nowhere = {drop, NULL};
    cg_mapped_sheet sheet = {.name = "f",
                             .start = start_again,
                             .read = read_chunk,
                             .handle = &from,
                             .rejects = rejects ? &nowhere : NULL};
    cg_sink sink = checked_sink(&check);
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
    require_end(status, &err);
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
