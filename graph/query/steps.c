#include "graph/query/steps.h"

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
        cg_value value = batch_get(run, batch, slots.at[i], at);
        if (value.type == CG_RELATIONSHIP && value.as.id == relationship)
            return true;
        for (size_t k = 0; value.type == CG_LIST && k < value.as.list.count; k++)
            if (value.as.list.items[k].as.id == relationship)
                return true;
    }
    return false;
}
