#include "graph/query/guess.h"

#include <stdio.h>

/* How many edits still leave a word: one in a short one. */
static size_t edits_allowed(cg_text word)
{
    enum { SHORT = 3 };
    return word.size > SHORT ? 2 : 1;
}

void guess_offer(query_guess *guess, cg_text known)
{
    size_t distance = cg_text_distance(known, guess->word);
    if (distance > edits_allowed(guess->word) || distance >= guess->word.size)
        return;
    if (guess->best.size > 0 && distance >= guess->distance)
        return;
    guess->best = known;
    guess->distance = distance;
}

const char *guess_text(const query_guess *guess, char out[GUESS_ROOM])
{
    out[0] = '\0';
    if (guess->best.size > 0)
        snprintf(out, GUESS_ROOM, ": did you mean '%.*s'?",
                 CG_TEXT_ARG(guess->best));
    return out;
}
