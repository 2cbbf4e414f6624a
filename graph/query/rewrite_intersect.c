/* Intersections: where a step leads to a node and the next one only asks whether a node
 * that is known leads there, too, what both lead to is looked for at once. */
#include "graph/query/rewrite.h"

/* One type by its name, or any: what sorted neighbours are kept of. */
static bool is_plain(const plan_node *step)
{
    const ast_node *types = step->as.expand.types;
    return (types == NULL || types->type == AST_LABEL) &&
           step->as.expand.from_known;
}

/* The step whose end `into` is about, with nothing but filters between. */
static plan_node *step_of(const plan_node *into)
{
    plan_node *step = into->input;
    while (step->type == PLAN_FILTER)
        step = step->input;
    uint32_t end = step->as.expand.to;
    bool one = step->type == PLAN_EXPAND &&
               (into->as.expand.from == end) != (into->as.expand.to == end);
    return one && is_plain(step) && is_plain(into) ? step : NULL;
}

static plan_meeting meeting_of(const plan_node *step, bool turned)
{
    return (plan_meeting){
        .from = turned ? step->as.expand.to : step->as.expand.from,
        .side = {.relationship = step->as.expand.relationship,
                 .to = turned ? step->as.expand.from : step->as.expand.to,
                 .direction = turned ? plan_turned(step->as.expand.direction)
                                     : step->as.expand.direction,
                 .types = step->as.expand.types},
        .others = step->as.expand.others};
}

static cg_status intersect(rewriter *r, plan_node **link, plan_node *step,
                           cg_error *err)
{
    plan_node *into = *link;
    plan_meeting meetings[] = {
        meeting_of(step, false),
        meeting_of(into, into->as.expand.from == step->as.expand.to)};
    cg_status status = CG_OK;
    /* What is passed on, by the filters too, has the second relationship now. */
    for (plan_node *node = into->input; node != step->input && status == CG_OK;
         node = node->input)
        status = plan_add_slot(r->arena, &node->output,
                               into->as.expand.relationship, err);
    step->type = PLAN_INTERSECT;
    step->as.meetings[0] = meetings[0];
    step->as.meetings[1] = meetings[1];
    *link = into->input;
    return status;
}

cg_status rewrite_intersect(rewriter *r, plan_node **head, cg_error *err)
{
    cg_status status = CG_OK;
    for (plan_node **link = head; *link != NULL && status == CG_OK;
         link = &(*link)->input) {
        plan_node *step = (*link)->type == PLAN_EXPAND_INTO ? step_of(*link) : NULL;
        if (step != NULL)
            status = intersect(r, link, step, err);
    }
    return status;
}
