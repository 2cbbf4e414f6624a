/* What is longer than the screen goes through a pager: $PAGER, else less. */
#ifndef CG_CLI_PAGER_H
#define CG_CLI_PAGER_H

#include <sys/types.h>

#include "cli/output.h"

typedef struct {
    cli_output *out;
    int terminal; /* its descriptor before */
    pid_t reader; /* the pager's process; 0: none */
} cli_pager;

/* Let what is written to `out`, a terminal with nothing waiting, go through the pager,
 * once it is known to be longer than the screen. Both outlive it. */
void pager_begin(cli_pager *pager, cli_output *out);

/* Write what waits, and wait until the reader has seen it. Returns what a write does, and
 * CG_REFUSED if there is no such pager. */
cg_status pager_end(cli_pager *pager, cg_error *err);

#endif
