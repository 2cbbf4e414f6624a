/* What a question returns, as a picture. */
#ifndef CG_CLI_QUERY_PICTURE_H
#define CG_CLI_QUERY_PICTURE_H

#include "cli/command.h"

/* Ask a question that only reads, and select the entities and facts in its rows, in lists,
 * maps and paths, too; where there are no facts, those between the entities that the
 * filter passes. CG_NOT_FOUND if the rows hold neither. */
cg_status query_picture(cli_run *run, cg_store *store, cg_text question,
                        const cg_fact_filter *filter, cg_picture **picture,
                        cg_error *err);

#endif
