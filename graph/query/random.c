#include "graph/query/random.h"

#include <sys/random.h>

cg_status query_random_start(query_random *random, cg_error *err)
{
    if (getrandom(random->state, sizeof random->state, 0) !=
        (ssize_t)sizeof random->state)
        return cg_fail(err, CG_INTERNAL, NULL, "the system has no random numbers");
    random->state[0] |= 1;
    return CG_OK;
}
