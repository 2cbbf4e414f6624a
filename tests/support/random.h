/* Numbers for tests that want many inputs, the same ones in every run. */
#ifndef CG_TESTS_SUPPORT_RANDOM_H
#define CG_TESTS_SUPPORT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* The next number after `*state`, which starts at any number but 0: xorshift64* by
 * S. Vigna. The upper bits are the better ones. */
static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* A number from 0 to `below` - 1. */
static inline size_t random_below(uint64_t *state, size_t below)
{
    return (size_t)(random_next(state) >> 16) % below;
}

#endif
