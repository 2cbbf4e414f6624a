/* What a question answers, as it is printed. */
#ifndef CG_CLI_QUERY_ANSWER_H
#define CG_CLI_QUERY_ANSWER_H

#include "cli/command.h"

typedef struct {
    int format;    /* an OPTION_CHOICE of list_format_names */
    uint64_t rows; /* print at most so many; 0: all */
    bool tree;     /* print the question as a tree, and do not ask it */
} query_answer_style;

/* Print the rows of a question whose parameters are bound; of one that returns none,
 * say what it changed; of an EXPLAIN, print the plan, of a PROFILE, say it behind them. */
cg_status query_answer(cli_run *run, cg_query *query,
                       const query_answer_style *style, cg_error *err);

#endif
