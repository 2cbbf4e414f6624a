/* "Did you mean": the nearest of some known words. */
#ifndef CG_CLI_NEAREST_H
#define CG_CLI_NEAREST_H

#include "graph/chipgraph.h"

/* Compares known words with one that is not known; starts with `word` set. */
typedef struct {
    cg_text word;
    const char *best; /* NULL while none is near */
    size_t distance;
} nearest;

/* Remember `known` if it is nearer than those before. A word is near when it begins
 * with the unknown one, or when at most a third of its letters differ. */
void nearest_offer(nearest *search, const char *known);

#endif
