/* Fetch: properties, tests of labels and types of a batch's nodes and relationships, each
 * with one call of the store; the other columns are the input's own. */
#include "graph/query/ops.h"
#include "graph/query/plan_access.h"

static bool is_item(const plan_node *plan, uint32_t slot)
{
    for (size_t i = 0; i < plan->as.fetch.count; i++)
        if (plan->as.fetch.items[i].slot == slot)
            return true;
    return false;
}

static void share_columns(query_op *op)
{
    for (size_t i = 0; i < op->plan->output.count; i++) {
        uint32_t slot = op->plan->output.at[i];
        if (!is_item(op->plan, slot))
            op->out.columns[slot] = op->input->out.columns[slot];
    }
}

/* ---- Labels ---- */

static bool has_label(const cg_vocabulary *vocabulary, const ast_node *labels,
                      cg_kinds kinds)
{
    uint8_t kind;
    switch (labels->type) {
    case AST_LABEL_ANY:
        return kinds != 0;
    case AST_LABEL_NOT:
        return !has_label(vocabulary, labels->children[0], kinds);
    case AST_LABEL_AND:
        return has_label(vocabulary, labels->children[0], kinds) &&
               has_label(vocabulary, labels->children[1], kinds);
    case AST_LABEL_OR:
        return has_label(vocabulary, labels->children[0], kinds) ||
               has_label(vocabulary, labels->children[1], kinds);
    default:
        return cg_kind_find(vocabulary, labels->text, &kind, NULL) == CG_OK &&
               (kinds >> kind & 1) != 0;
    }
}

static cg_status test_labels(query_op *op, const ast_node *labels, const cg_id *ids,
                             size_t count, cg_value *out, cg_error *err)
{
    cg_store *store = query_graph_store(op->run->graph);
    const cg_vocabulary *vocabulary = cg_store_vocabulary(store);
    cg_entity_filter filter;
    bool none;
    cg_kinds *kinds = cg_arena_array(&op->arena, count, sizeof *kinds);
    if (kinds == NULL)
        return cg_fail_memory(err);
    bool simple = plan_labels_filter(vocabulary, labels, &filter, &none);
    cg_status status = cg_store_kinds(store, ids, count, kinds, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        bool has = simple ? !none && (kinds[i] & filter.all) == filter.all &&
                                (filter.any == 0 || (kinds[i] & filter.any) != 0)
                          : has_label(vocabulary, labels, kinds[i]);
        out[i] = (cg_value){.type = ids[i] != 0 ? CG_BOOLEAN : CG_NULL,
                            .as.boolean = ids[i] != 0 && has};
    }
    return status;
}

/* ---- Types ---- */

static cg_status tell_types(query_op *op, const cg_id *ids, size_t count,
                            cg_value *out, cg_error *err)
{
    cg_store *store = query_graph_store(op->run->graph);
    cg_id *ends = cg_arena_array(&op->arena, 2 * count, sizeof *ends);
    uint8_t *types = cg_arena_array(&op->arena, count, sizeof *types);
    if (ends == NULL || types == NULL)
        return cg_fail_memory(err);
    cg_status status =
        cg_store_fact_ends(store, ids, count, ends, ends + count, types, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        out[i] =
            ids[i] != 0
                ? cg_string(
                      cg_relation_at(cg_store_vocabulary(store), types[i])->name)
                : (cg_value){.type = CG_NULL};
    return status;
}

/* ---- All ---- */

static cg_status fetch(query_op *op, const plan_fetch *item, cg_error *err)
{
    cg_store *store = query_graph_store(op->run->graph);
    const query_batch *in = &op->input->out;
    const cg_id *ids = in->columns[item->from].ids;
    cg_value *out = op->out.columns[item->slot].values;
    if (item->what->type == AST_HAS_LABELS)
        return test_labels(op, item->what->children[1], ids, in->count, out, err);
    if (item->what->type == AST_CALL)
        return tell_types(op, ids, in->count, out, err);
    return op->run->forms[item->from] == FORM_NODE
               ? cg_store_entity_values(store, item->what->text, ids, in->count,
                                        &op->arena, out, err)
               : cg_store_fact_values(store, item->what->text, ids, in->count,
                                      &op->arena, out, err);
}

static cg_status next(query_op *op, cg_error *err)
{
    const plan_node *plan = op->plan;
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    share_columns(op);
    for (size_t i = 0; i < plan->as.fetch.count; i++) {
        status = fetch(op, &plan->as.fetch.items[i], err);
        if (status != CG_OK)
            return status;
    }
    op->out.count = op->input->out.count;
    return CG_ROW;
}

const op_class op_fetch = {.size = sizeof(query_op), .next = next};
