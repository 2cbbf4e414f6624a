/* What may stand where a question goes on: the shell's completion. */
#ifndef CG_CLI_QUERY_COMPLETE_H
#define CG_CLI_QUERY_COMPLETE_H

#include "cli/line.h"

/* The shell's own commands, each with its colon; ends with NULL. */
extern const char *const query_shell_commands[];

/* Find what the word, name or text that `text` ends in may become, in `store` (NULL: there
 * is none): behind the colon of a node its labels, of a relationship its types, within
 * quotes names of entities, else keywords and functions. `choices->begin` is counted in
 * `text`. Returns CG_OK, or what asking the store does. */
cg_status query_complete(cg_store *store, cg_text text, cg_arena *arena,
                         line_choices *choices, cg_error *err);

#endif
