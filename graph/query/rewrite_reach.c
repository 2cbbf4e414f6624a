/* Reach: where it does not matter how often or which way a node is walked to, each is
 * reached once and no paths are listed; where they are only counted, nor are they. */
#include "graph/query/aggregate.h"
#include "graph/query/rewrite.h"

/* ---- Do repeated rows matter? ---- */

static bool ignores_repeats(const plan_node *aggregate)
{
    for (size_t i = 0; i < aggregate->as.aggregate.aggregate_count; i++) {
        const ast_node *call = aggregate->as.aggregate.aggregates[i].call;
        if (!call->flag && (call->type == AST_COUNT_ROWS ||
                            !aggregate_ignores_repeats(call->meaning)))
            return false;
    }
    return true;
}

/* Rows are passed on, each by itself. */
static bool passes_rows(const plan_node *node)
{
    switch ((int)node->type) {
    case PLAN_FILTER:
        return !plan_is_random(node->as.condition.root);
    case PLAN_PROJECT:
        for (size_t i = 0; i < node->as.project.count; i++)
            if (plan_is_random(node->as.project.items[i].value.root))
                return false;
        return true;
    case PLAN_SCAN:
    case PLAN_SEEK:
    case PLAN_EXPAND:
    case PLAN_EXPAND_INTO:
    case PLAN_INTERSECT:
    case PLAN_ENDS:
    case PLAN_WALK:
    case PLAN_REACH:
    case PLAN_PATH:
        return true;
    default:
        return false;
    }
}

/* May rows of the operator's input be repeated or not, given whether its own may? */
static bool input_may_repeat(const plan_node *node, bool may_repeat)
{
    if (node->type == PLAN_DISTINCT)
        return true;
    if (node->type == PLAN_AGGREGATE)
        return ignores_repeats(node);
    return may_repeat && passes_rows(node);
}

/* ---- Is the path itself of no account? ---- */

static bool reads_path(const plan_node *head, const plan_node *walk)
{
    for (; head != walk; head = head->input)
        if (plan_reads(head, walk->as.expand.relationship))
            return true;
    return false;
}

static bool only_reaches(const plan_node *head, const plan_node *walk)
{
    return walk->type == PLAN_WALK && walk->as.expand.least <= 1 &&
           walk->as.expand.element->children[1] == NULL &&
           walk->as.expand.others.count == 0 && !reads_path(head, walk);
}

/* Is the condition that the walk ends at another node than it began at? */
static bool leaves(const plan_node *filter, const plan_node *walk)
{
    const ast_node *condition = filter->as.condition.root;
    uint32_t from = walk->as.expand.from, to = walk->as.expand.to;
    if (condition->type != AST_COMPARE || condition->count != 2 ||
        condition->children[1]->detail != ORDER_NOT_EQUAL)
        return false;
    const ast_node *left = condition->children[0];
    const ast_node *right = condition->children[1]->children[0];
    return left->type == AST_VARIABLE && right->type == AST_VARIABLE &&
           ((left->slot == from && right->slot == to) ||
            (left->slot == to && right->slot == from));
}

/* A filter that says so, of those right above the walk, is seen to by the search. */
static bool drop_leaving(plan_node **head, const plan_node *walk)
{
    plan_node **link = head, **from = NULL; /* the first of those right above */
    for (; *link != walk; link = &(*link)->input)
        if ((*link)->type != PLAN_FILTER)
            from = NULL;
        else if (from == NULL)
            from = link;
    for (link = from; link != NULL && *link != walk; link = &(*link)->input)
        if (leaves(*link, walk)) {
            *link = (*link)->input;
            return true;
        }
    return false;
}

/* Nothing but count(DISTINCT …) of what is reached. */
static bool only_counts(const plan_node *node)
{
    const plan_node *reach = node->input;
    if (node->type != PLAN_AGGREGATE || reach->type != PLAN_REACH ||
        reach->as.expand.to_known || node->as.aggregate.key_count > 0 ||
        node->as.aggregate.outer.count > 0)
        return false;
    for (size_t i = 0; i < node->as.aggregate.aggregate_count; i++) {
        const ast_node *call = node->as.aggregate.aggregates[i].call;
        if (!call->flag || !aggregate_counts(call->meaning) ||
            call->children[0]->type != AST_VARIABLE ||
            call->children[0]->slot != reach->as.expand.to)
            return false;
    }
    return true;
}

static void count_reached(plan_node *node)
{
    const plan_node *reach = node->input;
    const plan_aggregate *counts = node->as.aggregate.aggregates;
    size_t count = node->as.aggregate.aggregate_count;
    node->type = PLAN_REACH_COUNT;
    node->as.expand = reach->as.expand;
    node->as.expand.counts = counts;
    node->as.expand.count_count = count;
    node->input = reach->input;
}

cg_status rewrite_reach(rewriter *r, plan_node **head, cg_error *err)
{
    bool may_repeat = false;
    (void)r;
    (void)err;
    for (plan_node *node = *head; node != NULL; node = node->input) {
        if (may_repeat && only_reaches(*head, node)) {
            node->type = PLAN_REACH;
            node->as.expand.relationship = SLOT_NONE;
            node->as.expand.left = drop_leaving(head, node);
        }
        may_repeat = input_may_repeat(node, may_repeat);
    }
    for (plan_node *node = *head; node != NULL; node = node->input)
        if (only_counts(node))
            count_reached(node);
    return CG_OK;
}
