/* From the order that was found to the operators that go so. */
#include "graph/query/rewrite_order.h"

static bool is_of_block(const order_block *b, uint32_t relationship)
{
    for (size_t i = 0; i < b->link_count; i++)
        if (b->links[i].relationship == relationship)
            return true;
    return false;
}

/* Relationships that the step must differ from: those of the same clause, as far as they
 * are there; which of two comes first has changed. */
static cg_status set_others(order_block *b, const order_link *link, size_t before,
                            plan_slots *others, cg_error *err)
{
    cg_status status = CG_OK;
    *others = (plan_slots){0};
    for (size_t i = 0; i < link->others.count && status == CG_OK; i++)
        if (!is_of_block(b, link->others.at[i]))
            status = plan_add_slot(b->r->arena, others, link->others.at[i], err);
    for (size_t i = 0; i < before && status == CG_OK; i++) {
        const order_link *one = b->steps[i].link;
        if (one != NULL && (plan_has_slot(link->others, one->relationship) ||
                            plan_has_slot(one->others, link->relationship)))
            status = plan_add_slot(b->r->arena, others, one->relationship, err);
    }
    return status;
}

static cg_status put_on(order_block *b, plan_node *node, plan_node **top,
                        cg_error *err)
{
    cg_status status = CG_OK;
    bool fills = node->type != PLAN_FILTER;
    node->input = *top;
    node->output = (*top)->output;
    for (uint32_t slot = 0;
         fills && slot < b->r->plan->slot_count && status == CG_OK; slot++)
        if (plan_fills(node, slot))
            status = plan_add_slot(b->r->arena, &node->output, slot, err);
    *top = node;
    return status;
}

static cg_status put_step(order_block *b, size_t at, plan_node **top, cg_error *err)
{
    const order_link *link = b->steps[at].link;
    plan_node *node = cg_arena_alloc(b->r->arena, sizeof *node);
    cg_status status = CG_OK;
    if (node == NULL)
        return cg_fail_memory(err);
    if (link == NULL) {
        node->type = PLAN_SCAN;
        node->as.scan.slot = b->steps[at].slot;
        b->open[node->as.scan.slot] = false;
        return put_on(b, node, top, err);
    }
    *node = order_step_along(b, link);
    status = set_others(b, link, at, &node->as.expand.others, err);
    b->open[link->left] = b->open[link->right] = false;
    b->open[link->relationship] = false;
    return status == CG_OK ? put_on(b, node, top, err) : status;
}

/* The steps of the way, then the paths and the filters in the order that they had. */
static cg_status put_kept(order_block *b, plan_node *node, plan_node **top,
                          cg_error *err)
{
    if (node == b->below)
        return CG_OK;
    plan_node *next = node->input;
    cg_status status = put_kept(b, next, top, err);
    bool kept = node->type == PLAN_PATH || node->type == PLAN_FILTER;
    return status == CG_OK && kept ? put_on(b, node, top, err) : status;
}

cg_status order_rebuild(order_block *b, plan_node **link, cg_error *err)
{
    plan_node *top = b->below;
    cg_status status = CG_OK;
    memcpy(b->open, b->fills, b->r->plan->slot_count * sizeof *b->open);
    for (size_t i = 0; i < b->step_count && status == CG_OK; i++)
        status = put_step(b, i, &top, err);
    if (status == CG_OK)
        status = put_kept(b, *link, &top, err);
    if (status == CG_OK)
        *link = top;
    return status;
}

/* Does the way take all steps? One that reads a path by its name is taken as it is
 * written. */
