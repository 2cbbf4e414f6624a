/* Degrees of all nodes, one after the other. */
#include "graph/query/steps.h"

static cg_status add_offsets(query_op *op, const step_types *types,
                             cg_direction direction, const cg_arrays *arrays,
                             step_degrees *degrees, cg_error *err)
{
    const cg_array *side = direction == CG_OUT ? &arrays->out : &arrays->in;
    const uint32_t *offsets = side->offsets;
    if (types->count == 1) {
        const cg_sorted *sorted;
        cg_status status = step_sorted(op, types, direction, &sorted, err);
        if (status != CG_OK)
            return status;
        offsets = sorted->offsets;
    }
    degrees->offsets[degrees->count++] = offsets;
    return CG_OK;
}

cg_status step_find_degrees(query_op *op, const step_types *types,
                            cg_direction direction, const cg_arrays *arrays,
                            step_degrees *degrees, cg_error *err)
{
    cg_status status = CG_OK;
    *degrees = (step_degrees){0};
    /* One that joins a node to itself counts once, but is on both sides. */
    if (arrays == NULL || types->none || types->count > 1 ||
        (direction == CG_BOTH && arrays->loops > 0))
        return CG_OK;
    if ((direction & CG_OUT) != 0)
        status = add_offsets(op, types, CG_OUT, arrays, degrees, err);
    if (status == CG_OK && (direction & CG_IN) != 0)
        status = add_offsets(op, types, CG_IN, arrays, degrees, err);
    return status;
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
