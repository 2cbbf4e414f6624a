#include "schema/temporal.h"

#include <assert.h>

#include "schema/temporal_span.h"
#include "schema/temporal_zone.h"

bool cg_temporal_equal(const cg_temporal *a, const cg_temporal *b)
{
    return a->months == b->months && a->days == b->days &&
           a->seconds == b->seconds && a->nanoseconds == b->nanoseconds &&
           a->offset == b->offset && cg_text_equal(a->zone, b->zone);
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int order_spans(const cg_temporal *a, const cg_temporal *b)
{
    int by = order(cg_span_average(a), cg_span_average(b));
    if (by == 0)
        by = order(a->nanoseconds, b->nanoseconds);
    if (by == 0)
        by = order(a->months, b->months);
    return by != 0 ? by : order(a->days, b->days);
}

int cg_temporal_compare(cg_type type, const cg_temporal *a, const cg_temporal *b)
{
    assert(cg_type_is_temporal(type));
    if (type == CG_DURATION)
        return order_spans(a, b);
    /* What a type has no use for is 0. */
    int by = order(cg_moment_instant(a), cg_moment_instant(b));
    if (by == 0)
        by = order(a->nanoseconds, b->nanoseconds);
    if (by == 0)
        by = order(a->offset, b->offset);
    return by != 0 ? by : cg_text_compare(a->zone, b->zone);
}
