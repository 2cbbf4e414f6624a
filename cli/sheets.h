/* The sheets that LOAD CSV reads: files of this machine. */
#ifndef CG_CLI_SHEETS_H
#define CG_CLI_SHEETS_H

#include "graph/chipgraph.h"

/* An address is a path, from the working directory on, or file:///path with %20 and its
 * like; - is standard input. Opening one returns CG_OK, CG_NOMEM, CG_REFUSED or
 * CG_STORAGE; stepping what cg_rows_step does. */
extern const cg_sheets cli_sheets;

#endif
