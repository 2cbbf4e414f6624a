/* Commands: what each is declared as, and what it is given to run with. */
#ifndef CG_CLI_COMMAND_H
#define CG_CLI_COMMAND_H

#include <stddef.h>

#include "cli/list.h"
#include "cli/option.h"
#include "cli/output.h"

typedef struct cli_command cli_command;

/* One run of the program. */
typedef struct {
    const char *database; /* the graph file */
    const cli_command *command;
    const char *const *arguments;
    size_t argument_count;
    cli_output out; /* standard output */
    size_t width;   /* columns that a table may take; 0: any number */
    bool colour;
    cg_buffer excerpt; /* lines that show the place of the run's error */
} cli_run;

typedef struct {
    const char *text;    /* "diagram --around Nvidia -o nvidia.svg" */
    const char *meaning; /* what it does */
} cli_example;

struct cli_command {
    const char *name;
    const char *usage;           /* its arguments; a line for each way to call it */
    const char *summary;         /* one line: what it does */
    const char *about;           /* paragraphs, in lines of at most 78 columns */
    const cli_example *examples; /* ends with NULL */
    option_table options;
    size_t least; /* arguments */
    size_t most;  /* SIZE_MAX: any number */
    bool files;   /* arguments are names of files, of any bytes; else UTF-8 */

    /* Do it; `values` is the struct that the options fill. What the status means
     * for the exit code is cg_status_exit's; CG_INTERRUPTED without a message is a
     * pipe whose reader has gone. */
    cg_status (*run)(cli_run *run, const void *values, cg_error *err);
};

/* Commands that belong together, as the help shows them; both end with NULL. */
typedef struct {
    const char *heading;
    const cli_command *const *commands;
} cli_group;

extern const cli_group cli_groups[];

/* The command of that name; NULL if there is none. */
const cli_command *command_find(cg_text name);

/* Refuse an unknown command, naming the nearest. Returns CG_USAGE. */
cg_status command_unknown(cg_text name, cg_error *err);

/* ---- What many commands do ---- */

/* Open the graph file of this run. As cg_open. */
cg_status cli_open(const cli_run *run, cg_open_mode mode, cg_store **store,
                   cg_error *err);

/* Open it to be changed, if it is there: what is done needs something to be done to.
 * Returns what cg_open does, for a file that is not there as CG_OPEN_READ. */
cg_status cli_open_existing(const cli_run *run, cg_store **store, cg_error *err);

/* Extend the file's vocabulary by what the named files define. */
cg_status cli_extend_vocabulary(cg_store *store, const option_list *files,
                                cg_error *err);

/* The relation types that a list names, as indices in the file's vocabulary. */
cg_status cli_relations(const cg_store *store, const option_list *types,
                        uint8_t relations[CG_RELATION_MAX], size_t *count,
                        cg_error *err);

/* How a list in a format (an OPTION_CHOICE of list_format_names) is printed here. */
list_style cli_list_style(const cli_run *run, int choice);

/* Print what a cursor gives, as a list. `spare` (ends with NULL, may be NULL) names
 * columns that tables do without. `rows`, unless NULL, is how many there were; then
 * an empty list is not printed at all. */
cg_status cli_print_rows(cli_run *run, cg_cursor *cursor, int choice,
                         const char *const *spare, uint64_t *rows, cg_error *err);

/* A question about the whole graph. */
typedef cg_status (*cli_ask)(cg_store *store, cg_cursor **cursor, cg_error *err);

/* Open the graph file, ask, and print the rows as cli_print_rows does. */
cg_status cli_answer(cli_run *run, cli_ask ask, int choice,
                     const char *const *spare, cg_error *err);

/* Where JSON goes on this run's standard output: as it is, or on a terminal with
 * escapes for the characters that could steer it. */
cg_output cli_json_sink(cli_run *run);

/* Where a list in that format goes. */
cg_output cli_list_sink(cli_run *run, int choice);

/* The id that an argument gives: a whole number, such as 17. `what` is what it is the
 * id of, for the message. Returns CG_OK or CG_USAGE. */
cg_status cli_id(const char *argument, const char *what, cg_id *id, cg_error *err);

/* Say how many pairs of entities reading left open, if it did. */
void cli_say_suggestions(cli_run *run, uint64_t count);

/* Say a line to the user, on standard error, behind the data that was printed. */
void cli_say(cli_run *run, const char *format, ...) CG_PRINTF(2, 3);

/* Say an error: `chipgraph: source:line:column: message`, and the run's excerpt. */
void cli_say_error(cli_run *run, const cg_error *err);

/* ---- Options that mean the same wherever they are ---- */

#define OPTION_FORMAT(values, member)                                              \
    {                                                                              \
        .name = "format", .argument = "FORMAT", .help = "print the list as",       \
        .type = OPTION_CHOICE, .offset = offsetof(values, member),                 \
        .choices = list_format_names                                               \
    }

#define OPTION_TYPES(values, member)                                               \
    {                                                                              \
        .name = "type", .argument = "TYPE,…",                                      \
        .help = "only relations of these types", .type = OPTION_LIST,              \
        .offset = offsetof(values, member)                                         \
    }

#define OPTION_VOCABULARY(values, member)                                          \
    {                                                                              \
        .name = "vocabulary", .argument = "FILE",                                  \
        .help = "know the kinds and types in FILE, too, from now on "              \
                "(docs/vocabulary.md)",                                            \
        .type = OPTION_FILES, .offset = offsetof(values, member)                   \
    }

#define OPTION_ON(values, member)                                                  \
    {                                                                              \
        .name = "on", .argument = "DATE",                                          \
        .help = "only what held on some day of DATE", .type = OPTION_DATE,         \
        .offset = offsetof(values, member)                                         \
    }

#define OPTION_KNOWN(values, member)                                               \
    {                                                                              \
        .name = "known", .argument = "DATE",                                       \
        .help = "only what the graph knew by the end of DATE",                     \
        .type = OPTION_DATE, .offset = offsetof(values, member)                    \
    }

#define OPTION_TABLE(values, list)                                                 \
    {                                                                              \
        .options = (list), .size = sizeof(values)                                  \
    }

#endif
