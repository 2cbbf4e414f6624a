/* Mappings and sheets: whatever they say, what is pushed holds together. The input is a
 * mapping, a NUL, and a sheet. */
#include "ingest/mapping/mapping.h"

#include "tests/support/checked_sink.h"
#include "tests/support/chunked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(const cg_mapping *mapping, cg_text csv, bool rejects)
{
    checker check = {0};
    chunked from = {.chunk = csv.size, .all = csv};
    cg_output nowhere = {drop, NULL};
    cg_mapped_sheet sheet = {.name = "sheet.csv",
                             .start = start_again,
                             .read = read_chunk,
                             .handle = &from,
                             .rejects = rejects ? &nowhere : NULL};
    cg_sheet_report report;
    cg_error err = {0};
    cg_status status = cg_mapping_load(mapping, &sheet, 1, checked_sink(&check),
                                       (cg_mapping_ears){0}, &report, &err);
    require_end(status, &err);
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
        load(mapping, csv, false);
        load(mapping, csv, true);
    }
    cg_mapping_close(mapping);
    return 0;
}
