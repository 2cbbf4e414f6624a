/* Options: declared in tables, parsed into the struct that each command owns.
 *
 * A table ends with OPTION_END. `offset` says where in the struct the value goes;
 * the type says what is there:
 *
 *     OPTION_FLAG     bool         given or not
 *     OPTION_TEXT     cg_text      UTF-8, not empty
 *     OPTION_FILE     const char * the name of a file, any bytes
 *     OPTION_NUMBER   uint64_t     from 1 to `most`
 *     OPTION_DATE     cg_date
 *     OPTION_CHOICE   int          1 for the first of `choices`, 2 …; 0: not given
 *     OPTION_LIST     option_list  `A,B` and given again, gathered
 *     OPTION_TEXTS    option_list  texts, one each time it is given
 *     OPTION_FILES    option_list  names of files, one each time it is given; each
 *                                  ends with a NUL
 */
#ifndef CG_CLI_OPTION_H
#define CG_CLI_OPTION_H

#include "graph/chipgraph.h"

typedef enum {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_FILE,
    OPTION_NUMBER,
    OPTION_DATE,
    OPTION_CHOICE,
    OPTION_LIST,
    OPTION_TEXTS,
    OPTION_FILES
} option_type;

typedef struct {
    char letter;          /* for `-d`; 0 if there is none */
    const char *name;     /* for `--database` */
    const char *argument; /* as the help names it: "FILE"; NULL for a flag */
    const char *help;
    option_type type;
    size_t offset;
    const char *const *choices; /* OPTION_CHOICE: ends with NULL */
    uint64_t most;              /* OPTION_NUMBER */
} cli_option;

#define OPTION_END                                                                 \
    {                                                                              \
        .name = NULL                                                               \
    }

/* The parts of a list, in the order given. */
typedef struct {
    cg_text *items;
    size_t count;
    size_t room;
} option_list;

/* A table, and the size of the struct that its values go to. */
typedef struct {
    const cli_option *options;
    size_t size;
} option_table;

/* A table with such a struct. */
typedef struct {
    const cli_option *options;
    void *values; /* starts zeroed */
} option_target;

enum { OPTION_TARGETS = 2 }; /* the command's own, and what all commands take */

/* Words on their way through the parser. */
typedef struct {
    char *const *words; /* borrowed, as all that is parsed from them */
    int count;
    int next;               /* the first word that is not read yet */
    bool stop_at_argument;  /* at the first word that is no option */
    const char **arguments; /* room for all words; filled from the front */
    size_t argument_count;
    const char *command; /* for messages; NULL outside a command */
} option_words;

/* Read words into the targets (the first with a matching option gets it) and into
 * `words->arguments`. Options may stand before and after arguments; `--` ends them;
 * `-o FILE`, `-oFILE`, `--opt VALUE` and `--opt=VALUE` are the forms. Returns CG_OK,
 * CG_USAGE with the nearest known option or what the value should be, or CG_NOMEM. */
cg_status option_parse(option_words *words, const option_target *targets,
                       size_t target_count, cg_error *err);

/* Free what the lists among the values hold. */
void option_release(const cli_option *options, void *values);

/* The choices of an OPTION_CHOICE in words: `table, csv or json`. */
void option_add_choices(const cli_option *option, cg_buffer *out);

/* A whole number from 1 to `most`; false if `text` is none. */
bool option_number(cg_text text, uint64_t most, uint64_t *number);

#endif
