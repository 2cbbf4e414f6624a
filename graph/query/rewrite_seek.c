/* Seeks: where a condition says which nodes there are, by id, name or labels, those are
 * looked up and the others are not looked at. */
#include "graph/query/plan_access.h"

/* What the value reads is what the condition reads, but for the node. */
static cg_status set_value(rewriter *r, const plan_access *access,
                           const plan_expression *condition, plan_expression *value,
                           cg_error *err)
{
    plan_slots slots = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < condition->slot_count && status == CG_OK; i++)
        if (condition->slots[i] != access->slot)
            status = plan_add_slot(r->arena, &slots, condition->slots[i], err);
    *value = (plan_expression){access->value, slots.at, slots.count};
    return status;
}

/* The scan becomes what finds the nodes of the condition. */
static cg_status use(rewriter *r, plan_node *scan, const plan_access *access,
                     const plan_node *filter, cg_error *err)
{
    if (access->type == ACCESS_LABELS) {
        scan->as.scan.labels = access->labels;
        return CG_OK;
    }
    scan->type = PLAN_SEEK;
    scan->as.seek.slot = access->slot;
    scan->as.seek.by = (uint8_t)access->type;
    scan->as.seek.list = access->list;
    scan->as.seek.condition = filter->as.condition;
    return set_value(r, access, &filter->as.condition, &scan->as.seek.value, err);
}

/* One that says more comes first; of a list there are several. */
static bool is_better(const plan_access *a, const plan_access *b)
{
    return a->type != b->type ? a->type < b->type : !a->list && b->list;
}

/* The best condition right above the scan, of the filters from *link on, takes its
 * place. */
static cg_status seek(rewriter *r, plan_node **link, plan_node *scan, cg_error *err)
{
    plan_access best = {.type = ACCESS_ALL};
    plan_node **at = NULL;
    for (; *link != scan; link = &(*link)->input) {
        const ast_node *condition = (*link)->as.condition.root;
        plan_access access = plan_access_of(r->checked, condition);
        if (access.type == ACCESS_ALL || access.slot != scan->as.scan.slot ||
            plan_is_random(condition) || (at != NULL && is_better(&best, &access)))
            continue;
        best = access;
        at = link;
    }
    if (at == NULL)
        return CG_OK;
    plan_node *filter = *at;
    *at = filter->input;
    return use(r, scan, &best, filter, err);
}

cg_status rewrite_seek(rewriter *r, plan_node **head, cg_error *err)
{
    plan_node **filters = head; /* the first of those right above */
    cg_status status = CG_OK;
    for (plan_node *node = *head, *below; node != NULL && status == CG_OK;
         node = below) {
        below = node->input;
        if (node->type == PLAN_SCAN && node->as.scan.labels == NULL)
            status = seek(r, filters, node, err);
        if (node->type != PLAN_FILTER)
            filters = &node->input;
    }
    return status;
}
