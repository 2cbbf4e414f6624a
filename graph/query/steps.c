#include "graph/query/steps.h"

#include <stdlib.h>

bool step_allows(const ast_node *labels, cg_text type)
{
    switch (labels->type) {
    case AST_LABEL_ANY:
        return true;
    case AST_LABEL_NOT:
        return !step_allows(labels->children[0], type);
    case AST_LABEL_AND:
        return step_allows(labels->children[0], type) &&
               step_allows(labels->children[1], type);
    case AST_LABEL_OR:
        return step_allows(labels->children[0], type) ||
               step_allows(labels->children[1], type);
    default:
        return cg_text_equal(labels->text, type);
    }
}

void step_find_types(const cg_vocabulary *vocabulary, const ast_node *labels,
                     step_types *types)
{
    *types = (step_types){0};
    if (labels == NULL)
        return;
    for (size_t i = 0; i < cg_relation_count(vocabulary); i++)
        if (step_allows(labels, cg_relation_at(vocabulary, i)->name))
            types->relations[types->count++] = (uint8_t)i;
    types->none = types->count == 0;
}

cg_direction step_direction(uint8_t direction)
{
    return direction == DIRECTION_BOTH    ? CG_BOTH
           : direction == DIRECTION_RIGHT ? CG_OUT
                                          : CG_IN;
}

cg_status step_prepare(query_op *op, const step_types *types,
                       cg_direction direction, cg_expansion **expansion,
                       cg_error *err)
{
    cg_expansion_filter filter = {.direction = direction,
                                  .relations = types->relations,
                                  .relation_count = types->count};
    return cg_expand_prepare(query_graph_store(op->run->graph), &filter, expansion,
                             err);
}

uint16_t step_sorted_relation(const step_types *types)
{
    return types->count == 0 ? CG_ALL_RELATIONS : types->relations[0];
}

cg_status step_sorted(query_op *op, const step_types *types, cg_direction direction,
                      const cg_sorted **sorted, cg_error *err)
{
    *sorted = NULL;
    if (types->none || types->count > 1)
        return CG_OK;
    return cg_store_sorted(query_graph_store(op->run->graph), direction,
                           step_sorted_relation(types), sorted, err);
}

cg_status step_open(query_op *op, cg_expansion **expansion, step_types *types,
                    cg_error *err)
{
    const plan_node *plan = op->plan;
    cg_store *store = query_graph_store(op->run->graph);
    cg_expand_finish(*expansion);
    *expansion = NULL;
    step_find_types(cg_store_vocabulary(store), plan->as.expand.types, types);
    return step_prepare(op, types, step_direction(plan->as.expand.direction),
                        expansion, err);
}

bool step_is_among(const query_run *run, const query_batch *batch, size_t at,
                   plan_slots slots, cg_id relationship)
{
    for (size_t i = 0; i < slots.count; i++) {
        if (batch->columns[slots.at[i]].ids == NULL)
            continue;
        cg_value value = batch_get(run, batch, slots.at[i], at);
        if (value.type == CG_RELATIONSHIP && value.as.id == relationship)
            return true;
        for (size_t k = 0; value.type == CG_LIST && k < value.as.list.count; k++)
            if (value.as.list.items[k].as.id == relationship)
                return true;
    }
    return false;
}

/* ---- Searches ---- */

cg_status step_search_begin(step_search *search, cg_error *err)
{
    const cg_arrays *arrays;
    node_set_release(&search->seen);
    search->front.count = 0;
    cg_status status =
        cg_store_arrays_for(query_graph_store(search->run->graph), 1, &arrays, err);
    return status == CG_OK && arrays != NULL
               ? node_set_begin(&search->seen, arrays->entities + 1, err)
               : status;
}

static inline cg_status reach(step_search *search, cg_id node, cg_error *err)
{
    bool fresh;
    cg_status status = node_set_add(&search->seen, node, &fresh, err);
    return status == CG_OK && fresh ? node_list_add(&search->spare, node, err)
                                    : status;
}

static cg_status reach_range(step_search *search, const cg_array *side,
                             size_t start, size_t end, cg_error *err)
{
    node_list *spare = &search->spare;
    cg_status status = CG_OK;
    if (!search->low) {
        for (size_t at = start; at < end && status == CG_OK; at++)
            status = reach(search, side->others[at], err);
        return status;
    }
    status = cg_grow(spare->at, &spare->room, spare->count + end - start + 1, err);
    if (status != CG_OK)
        return status;
    spare->count += node_set_add_low(&search->seen, side->others + start,
                                     end - start, spare->at + spare->count);
    return CG_OK;
}

static cg_status reach_side(step_search *search, const cg_array *side, cg_id node,
                            cg_error *err)
{
    const step_types *types = search->types;
    size_t start, end;
    cg_status status = CG_OK;
    if (types->count == 0)
        return reach_range(search, side, side->offsets[node],
                           side->offsets[node + 1], err);
    for (size_t i = 0; i < types->count && status == CG_OK; i++) {
        cg_array_find(side, node, types->relations[i], &start, &end);
        status = reach_range(search, side, start, end, err);
    }
    return status;
}

static cg_status search_arrays(step_search *search, const cg_arrays *arrays,
                               cg_error *err)
{
    cg_status status = CG_OK;
    search->low = search->seen.low_end > arrays->entities;
    for (size_t i = 0; i < search->front.count && status == CG_OK; i++) {
        cg_id node = search->front.at[i];
        if (i % BATCH_ROWS == 0)
            status = query_poll(search->run, err);
        if (status != CG_OK || node < 1 || (uint64_t)node > arrays->entities)
            continue;
        if ((search->direction & CG_OUT) != 0)
            status = reach_side(search, &arrays->out, node, err);
        if (status == CG_OK && (search->direction & CG_IN) != 0)
            status = reach_side(search, &arrays->in, node, err);
    }
    return status;
}

static cg_status search_lists(step_search *search, cg_error *err)
{
    cg_neighbours found;
    cg_status status = cg_expand_start(search->expansion, search->front.at,
                                       search->front.count, err);
    while (status == CG_OK &&
           (status = cg_expand_step(search->expansion, &found, err)) == CG_ROW) {
        status = query_poll(search->run, err);
        for (size_t i = 0; i < found.count && status == CG_OK; i++)
            status = reach(search, found.others[i], err);
    }
    return status == CG_DONE ? CG_OK : status;
}

cg_status step_search_on(step_search *search, cg_error *err)
{
    const cg_arrays *arrays;
    search->spare.count = 0;
    cg_status status = cg_store_arrays_for(query_graph_store(search->run->graph),
                                           search->front.count, &arrays, err);
    if (status == CG_OK)
        status = arrays != NULL ? search_arrays(search, arrays, err)
                                : search_lists(search, err);
    node_list front = search->front;
    search->front = search->spare;
    search->spare = front;
    return status;
}

void step_search_release(step_search *search)
{
    node_set_release(&search->seen);
    free(search->front.at);
    free(search->spare.at);
    *search = (step_search){0};
}
