/* Random numbers for a statement: good ones, not secret ones. */
#ifndef CG_GRAPH_QUERY_RANDOM_H
#define CG_GRAPH_QUERY_RANDOM_H

#include <stdint.h>

#include "schema/status.h"

typedef struct {
    uint64_t state[4]; /* not all 0 */
} query_random;

/* Begin anywhere. Returns CG_OK, or CG_INTERNAL when the system has no numbers. */
cg_status query_random_start(query_random *random, cg_error *err);

/* The next number: xoshiro256** by David Blackman and Sebastiano Vigna. */
static inline uint64_t query_random_next(query_random *random)
{
    uint64_t *s = random->state;
    uint64_t scrambled = s[1] * 5;
    uint64_t result = (scrambled << 7 | scrambled >> 57) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = s[3] << 45 | s[3] >> 19;
    return result;
}

#endif
