/* Filters down: a condition is asked as soon as what it reads is there, so that rows which
 * it lets go cost nothing more. Those that stand together stay in the order in which they
 * are written. */
#include "graph/query/rewrite.h"

static bool fills_any(const plan_node *node, const plan_expression *condition)
{
    for (size_t i = 0; i < condition->slot_count; i++)
        if (plan_fills(node, condition->slots[i]))
            return true;
    return false;
}

/* Is it the same for all rows of a group? */
static bool is_key(const plan_node *aggregate, uint32_t slot)
{
    for (size_t i = 0; i < aggregate->as.aggregate.key_count; i++) {
        const plan_item *key = &aggregate->as.aggregate.keys[i];
        if (key->slot == slot && key->value.root->type == AST_VARIABLE &&
            key->value.root->slot == slot)
            return true;
    }
    return false;
}

/* A condition about no key would let the one group of no rows pass. */
static bool passes_aggregate(const plan_node *node,
                             const plan_expression *condition)
{
    for (size_t i = 0; i < condition->slot_count; i++)
        if (!is_key(node, condition->slots[i]))
            return false;
    return condition->slot_count > 0;
}

static bool passes_distinct(const plan_node *node, const plan_expression *condition)
{
    for (size_t i = 0; i < condition->slot_count; i++)
        if (!plan_has_slot(node->as.distinct, condition->slots[i]))
            return false;
    return true;
}

/* Are the rows the same if the condition is asked below the operator? */
static bool passes(const plan_node *node, const plan_expression *condition)
{
    switch ((int)node->type) {
    case PLAN_FILTER:
        return true;
    case PLAN_SCAN:
    case PLAN_SEEK:
    case PLAN_EXPAND:
    case PLAN_EXPAND_INTO:
    case PLAN_ENDS:
    case PLAN_WALK:
    case PLAN_REACH:
    case PLAN_SHORTEST:
    case PLAN_PATH:
    case PLAN_UNWIND:
    case PLAN_PROJECT:
    case PLAN_OPTIONAL:
        return !fills_any(node, condition);
    case PLAN_AGGREGATE:
        return passes_aggregate(node, condition);
    case PLAN_DISTINCT:
        return passes_distinct(node, condition);
    case PLAN_SORT:
        return node->as.sort.limit.root == NULL;
    default:
        return false;
    }
}

/* A list of filters, the upper one first. */
typedef struct {
    plan_node *first;
    plan_node **end;
} filter_list;

static void append(filter_list *list, plan_node *filter)
{
    filter->input = NULL;
    *list->end = filter;
    list->end = &filter->input;
}

/* Those that cannot pass the node in *link are put above it; the others stay carried. */
static void put_down(filter_list *carried, plan_node **link)
{
    plan_node *node = *link, *filter = carried->first, *next;
    carried->first = NULL;
    carried->end = &carried->first;
    for (; filter != NULL; filter = next) {
        next = filter->input;
        if (passes(node, &filter->as.condition)) {
            append(carried, filter);
            continue;
        }
        filter->output = node->output;
        filter->input = node;
        *link = filter;
        link = &filter->input;
    }
}

static bool moves(const plan_node *node)
{
    return node->type == PLAN_FILTER && !plan_is_random(node->as.condition.root);
}

cg_status rewrite_filter(rewriter *r, plan_node **head, cg_error *err)
{
    filter_list carried = {NULL, &carried.first};
    plan_node **link = head;
    (void)r;
    (void)err;
    for (plan_node *node = *head, *below; node != NULL; node = below) {
        below = node->input;
        if (moves(node)) {
            *link = below;
            append(&carried, node);
            continue;
        }
        put_down(&carried, link);
        link = &node->input;
    }
    return CG_OK;
}
