/* Asking a person whom a name means, and recording the answer. */
#ifndef CG_CLI_RECONCILE_JUDGE_H
#define CG_CLI_RECONCILE_JUDGE_H

#include "graph/chipgraph.h"

typedef struct judged_name judged_name;

/* Zeroed but for the first four, which are borrowed. */
typedef struct {
    cg_store *store; /* open to be changed */
    const char *sheet;
    cg_text kind;
    cg_text by; /* may be empty */
    judged_name *answered;
    bool over; /* nothing more is to be asked */
} judging;

/* Ask on the terminal which of the matches `name` means, unless it was answered before;
 * `*matches` is then what was decided. The answer is recorded: the name becomes an entity
 * of its own, judged the same as one of the matches, or different from them all.
 * Returns CG_OK or what the store does. */
cg_status judging_ask(judging *judge, cg_text name, uint64_t line,
                      cg_matches *matches, cg_error *err);

void judging_release(judging *judge);

#endif
