/* "Did you mean": the nearest of some known words. */
#ifndef CG_GRAPH_QUERY_GUESS_H
#define CG_GRAPH_QUERY_GUESS_H

#include "schema/text.h"

/* Starts with `word` set to the one that is not known. */
typedef struct {
    cg_text word;
    cg_text best; /* empty while none is near */
    size_t distance;
} query_guess;

/* Remember `known` if it is nearer than those before: one or two edits away, case and
 * diacritics aside, and not another word altogether. */
void guess_offer(query_guess *guess, cg_text known);

enum { GUESS_ROOM = 192 };

/* ": did you mean 'chip'?", cut where it is too long; nothing where none is near. */
const char *guess_text(const query_guess *guess, char out[GUESS_ROOM]);

#endif
