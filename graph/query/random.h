/* Random numbers for a statement: good ones, not secret ones. */
#ifndef CG_GRAPH_QUERY_RANDOM_H
#define CG_GRAPH_QUERY_RANDOM_H

#include <stdint.h>

#include "schema/status.h"

/* Starts zeroed. */
typedef struct {
    uint64_t state[4]; /* all 0: it has not begun */
} query_random;

/* The next number; the first one is any. Returns CG_OK, or CG_INTERNAL when the system has
 * no numbers to begin with. */
cg_status query_random_next(query_random *random, uint64_t *number, cg_error *err);

#endif
