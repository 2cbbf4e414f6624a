/* What a fuzz target asserts. */
#ifndef CG_TESTS_SUPPORT_REQUIRE_H
#define CG_TESTS_SUPPORT_REQUIRE_H

#include <stdbool.h>
#include <stdlib.h>

/* Fail the run unless `holds`; unlike assert(), in every build. */
static inline void require(bool holds)
{
    if (!holds)
        abort();
}

#endif
