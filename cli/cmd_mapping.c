#include "cli/commands.h"

#include <stdlib.h>

#include "cli/sheet_input.h"

typedef struct {
    cg_text prefix;
    option_list vocabularies;
} mapping_options;

static const cli_option options[] = {
    {.name = "prefix",
     .argument = "WORD",
     .help = "tells the ids in these sheets from those of other data sets",
     .type = OPTION_TEXT,
     .offset = offsetof(mapping_options, prefix)},
    OPTION_VOCABULARY(mapping_options, vocabularies),
    OPTION_END};

static const cli_example examples[] = {
    {"mapping suggest *.csv > chain.yaml", "a mapping to begin with"},
    {"load --mapping chain.yaml *.csv --dry-run", "what it makes of the sheets"},
    {NULL, NULL}};

static cg_status run_mapping(cli_run *run, const void *values, cg_error *err);

const cli_command command_mapping = {
    .name = "mapping",
    .usage = "suggest [OPTION…] SHEET…",
    .summary = "write a first mapping for sheets of any shape",
    .about =
        "Looks at the headers and the first rows of CSV files and writes a "
        "mapping for\n"
        "them (docs/mapping.md), to be corrected by hand: ids that are the same "
        "in\n"
        "several files become links.",
    .examples = examples,
    .options = OPTION_TABLE(mapping_options, options),
    .least = 2,
    .most = SIZE_MAX,
    .files = true,
    .run = run_mapping,
};

static cg_status suggest(cli_run *run, const cg_store *store, cg_text prefix,
                         sheet_input *inputs, cg_mapped_sheet *sheets,
                         cg_error *err)
{
    size_t count = run->argument_count - 1;
    cg_output out = output_sink(&run->out);
    cg_buffer yaml = {0};
    cg_status status;

    for (size_t i = 0; i < count; i++) {
        sheet_input_init(&inputs[i], run->arguments[i + 1], NULL);
        sheets[i] = (cg_mapped_sheet){.name = sheet_input_name(&inputs[i]),
                                      .start = sheet_input_start,
                                      .read = sheet_input_read,
                                      .handle = &inputs[i]};
    }
    status = cg_mapping_suggest(cg_store_vocabulary(store), prefix, sheets, count,
                                &yaml, err);
    if (status == CG_OK)
        status = out.write(out.handle, cg_buffer_text(&yaml), err);
    for (size_t i = 0; i < count; i++)
        sheet_input_close(&inputs[i]);
    cg_buffer_release(&yaml);
    return status;
}

static cg_status run_mapping(cli_run *run, const void *values, cg_error *err)
{
    const mapping_options *given = values;
    cg_text prefix = given->prefix.size > 0 ? given->prefix : CG_TEXT("data");
    size_t count = run->argument_count - 1;
    sheet_input *inputs = NULL;
    cg_mapped_sheet *sheets = NULL;
    cg_store *store = NULL;
    cg_status status;

    if (strcmp(run->arguments[0], "suggest") != 0)
        return cg_fail(err, CG_USAGE, NULL,
                       "what is '%s': did you mean 'mapping suggest SHEET…'?",
                       run->arguments[0]);
    inputs = calloc(count, sizeof *inputs);
    sheets = calloc(count, sizeof *sheets);
    status = inputs != NULL && sheets != NULL ? CG_OK : cg_fail_memory(err);
    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = cli_extend_vocabulary(store, &given->vocabularies, err);
    if (status == CG_OK)
        status = suggest(run, store, prefix, inputs, sheets, err);
    free(inputs);
    free(sheets);
    cg_close(store);
    return status;
}
