#include "graph/query/random.h"

#include <sys/random.h>

static cg_status start(query_random *random, cg_error *err)
{
    if (getrandom(random->state, sizeof random->state, 0) !=
        (ssize_t)sizeof random->state)
        return cg_fail(err, CG_INTERNAL, NULL, "the system has no random numbers");
    random->state[0] |= 1;
    return CG_OK;
}

/* xoshiro256** by David Blackman and Sebastiano Vigna. */
cg_status query_random_next(query_random *random, uint64_t *number, cg_error *err)
{
    uint64_t *s = random->state;
    if ((s[0] | s[1] | s[2] | s[3]) == 0 && start(random, err) != CG_OK)
        return CG_INTERNAL;
    uint64_t scrambled = s[1] * 5;
    *number = (scrambled << 7 | scrambled >> 57) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = s[3] << 45 | s[3] >> 19;
    return CG_OK;
}
