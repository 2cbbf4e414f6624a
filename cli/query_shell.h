/* The shell: questions read from standard input, one after the other. */
#ifndef CG_CLI_QUERY_SHELL_H
#define CG_CLI_QUERY_SHELL_H

#include "cli/query_session.h"

/* Read questions that end in ';' and ask them. From a terminal, with prompts; a question
 * that fails is told, and the next one read. From elsewhere, print only data, and end
 * with the first that fails, its place counted from the beginning of the input.
 * CG_REFUSED for a question that has no ';' where the input ends. */
cg_status query_shell(query_session *session, cg_error *err);

#endif
