#include "cli/commands.h"

typedef struct {
    int format;
} evidence_options;

static const cli_option options[] = {OPTION_FORMAT(evidence_options, format),
                                     OPTION_END};

static const cli_example examples[] = {
    {"evidence 3", "who says so, and in which words"},
    {"evidence 3 --format json", "with all that is known of each source"},
    {NULL, NULL}};

static cg_status run_evidence(cli_run *run, const void *values, cg_error *err);

const cli_command command_evidence = {
    .name = "evidence",
    .usage = "[OPTION…] FACT",
    .summary = "show every quote behind a fact",
    .about =
        "Shows what each source says for a fact: its words, where they stand "
        "(bytes\n"
        "start to end of the source's text), how strongly they are meant, and the\n"
        "rule that read them. A table leaves out the fact itself and the address; "
        "the\n"
        "other formats have everything. 'relations' gives the numbers of facts.",
    .examples = examples,
    .options = OPTION_TABLE(evidence_options, options),
    .least = 1,
    .most = 1,
    .run = run_evidence,
};

static cg_status run_evidence(cli_run *run, const void *values, cg_error *err)
{
    static const char *const spare[] = {"fact",   "subject", "type",
                                        "object", "url",     NULL};
    const evidence_options *given = values;
    cg_store *store = NULL;
    cg_cursor *rows = NULL;
    cg_id fact = 0;
    cg_status status = cli_id(run->arguments[0], "fact", &fact, err);

    if (status == CG_OK)
        status = cli_open(run, CG_OPEN_READ, &store, err);
    if (status == CG_OK)
        status = cg_ask_evidence(store, fact, &rows, err);
    if (status == CG_OK)
        status = cli_print_rows(run, rows, given->format, spare, NULL, err);
    cg_finish(rows);
    cg_close(store);
    return status;
}
