/* Degrees of all nodes, one after the other. */
#include "graph/query/steps.h"

/* `*offsets` is NULL where the arrays do not have those of the type by itself. */
static cg_status find_offsets(query_op *op, const step_types *types,
                              cg_direction direction, const cg_arrays *arrays,
                              const uint32_t **offsets, cg_error *err)
{
    const cg_sorted *sorted = NULL;
    cg_status status = CG_OK;
    *offsets = direction == CG_OUT ? arrays->out.offsets : arrays->in.offsets;
    if (types->count == 0)
        return CG_OK;
    status = step_sorted(op, types, direction, &sorted, err);
    *offsets = sorted != NULL ? sorted->offsets : NULL;
    return status;
}

cg_status step_find_degrees(query_op *op, const step_types *types,
                            cg_direction direction, const cg_arrays *arrays,
                            step_degrees *degrees, cg_error *err)
{
    static const cg_direction sides[] = {CG_OUT, CG_IN};
    *degrees = (step_degrees){0};
    /* One that joins a node to itself counts once, but is on both sides. */
    if (arrays == NULL || types->none || types->count > 1 ||
        (direction == CG_BOTH && arrays->loops > 0))
        return CG_OK;
    for (int i = 0; i < 2; i++) {
        const uint32_t *offsets;
        if ((direction & sides[i]) == 0)
            continue;
        cg_status status = find_offsets(op, types, sides[i], arrays, &offsets, err);
        if (status != CG_OK || offsets == NULL) {
            degrees->count = 0;
            return status;
        }
        degrees->offsets[degrees->count++] = offsets;
    }
    return CG_OK;
}

void step_count_degrees(const step_degrees *degrees, size_t first, size_t count,
                        uint64_t *counts)
{
    const uint32_t *at = degrees->offsets[0] + first;
    for (size_t i = 0; i < count; i++)
        counts[i] = at[i + 1] - (uint64_t)at[i];
    if (degrees->count == 1)
        return;
    at = degrees->offsets[1] + first;
    for (size_t i = 0; i < count; i++)
        counts[i] += at[i + 1] - (uint64_t)at[i];
}

uint64_t step_multiply_degrees(const step_degrees *a, const step_degrees *b,
                               size_t first, size_t count)
{
    const uint32_t *x = a->offsets[0] + first, *y = b->offsets[0] + first;
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (uint64_t)(x[i + 1] - x[i]) * (y[i + 1] - y[i]);
    return sum;
}

size_t step_pick_degrees(const step_degrees *degrees, size_t first, size_t count,
                         cg_id *ids, uint64_t *counts)
{
    size_t kept = 0;
    const uint32_t *at = degrees->offsets[0] + first;
    const uint32_t *more = degrees->offsets[degrees->count - 1] + first;
    uint32_t twice = degrees->count > 1 ? UINT32_MAX : 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t degree =
            (uint64_t)(at[i + 1] - at[i]) + ((more[i + 1] - more[i]) & twice);
        ids[kept] = (cg_id)(first + i);
        counts[kept] = degree;
        kept += degree > 0;
    }
    return kept;
}

void step_list_degrees(const step_degrees *degrees, const cg_id *ids, size_t count,
                       uint64_t *counts)
{
    for (size_t i = 0; i < count; i++) {
        counts[i] = 0;
        for (size_t k = 0; k < degrees->count; k++)
            counts[i] += degrees->offsets[k][ids[i] + 1] -
                         (uint64_t)degrees->offsets[k][ids[i]];
    }
}
