/* What is suggested for any sheet is a mapping that can be read. */
#include "ingest/mapping/mapping.h"

#include "tests/support/chunked.h"
#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cg_vocabulary *vocabulary; /* one for all inputs */
    if (vocabulary == NULL)
        require(cg_vocabulary_open(&vocabulary, NULL) == CG_OK);
    cg_text text = {(const char *)data, size};
    /* Two sheets, cut at a NUL. */
    const char *nul = size > 0 ? memchr(text.at, '\0', size) : NULL;
    size_t cut = nul != NULL ? (size_t)(nul - text.at) : size;
    chunked from[2] = {
        {.chunk = size, .all = cg_text_slice(text, 0, cut)},
        {.chunk = size,
         .all = cg_text_slice(text, cut < size ? cut + 1 : size, size)}};
    cg_mapped_sheet sheets[2];
    for (size_t i = 0; i < 2; i++)
        sheets[i] = (cg_mapped_sheet){.name = i == 0 ? "firms.csv" : "supply.csv",
                                      .start = start_again,
                                      .read = read_chunk,
                                      .handle = &from[i]};
    cg_buffer yaml = {0};
    cg_mapping *mapping = NULL;
    cg_error err = {0};
    size_t count = nul != NULL ? 2 : 1;
    cg_status status =
        cg_mapping_suggest(vocabulary, CG_TEXT("d"), sheets, count, &yaml, &err);
    require(status == err.status);
    require(status == CG_OK || err.message[0] != '\0');
    if (status == CG_OK) {
        status = cg_mapping_read("m.yaml", cg_buffer_text(&yaml), vocabulary,
                                 &mapping, &err);
        require(status == CG_OK || status == CG_LIMIT || status == CG_REFUSED);
    }
    cg_mapping_close(mapping);
    cg_buffer_release(&yaml);
    return 0;
}
