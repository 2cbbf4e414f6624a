/* Paths: where only the number of paths of one or two hops is asked for, degrees are
 * multiplied and no path is walked. */
#include "graph/query/aggregate.h"
#include "graph/query/plan_access.h"

enum { HOPS_MAX = 2, CONDITIONS_MAX = 16 };

/* What there is below the aggregate. */
typedef struct {
    const plan_node *steps[HOPS_MAX]; /* the last one first */
    size_t step_count;
    const plan_node *scan;
    plan_node *argument;
    plan_labels labels[CONDITIONS_MAX];
    size_t label_count;
    const ast_node *different; /* <> of two nodes; NULL: none */
} counted;

/* ---- Is it only counted? ---- */

static bool is_variable(const ast_node *node, uint32_t slot)
{
    return node->type == AST_VARIABLE && node->slot == slot;
}

/* count(*), or count() of what the pattern binds, which is never null. */
static bool counts_rows(const plan_aggregate *aggregate, const plan_node *below)
{
    const ast_node *call = aggregate->call;
    if (call->type == AST_COUNT_ROWS)
        return true;
    const query_function *function = call->meaning;
    return !call->flag && aggregate_counts(function) &&
           call->children[0]->type == AST_VARIABLE &&
           plan_has_slot(below->output, call->children[0]->slot);
}

static bool only_counts(const plan_node *node)
{
    if (node->type != PLAN_AGGREGATE || node->as.aggregate.key_count > 0 ||
        node->as.aggregate.outer.count > 0)
        return false;
    for (size_t i = 0; i < node->as.aggregate.aggregate_count; i++)
        if (!counts_rows(&node->as.aggregate.aggregates[i], node->input))
            return false;
    return true;
}

/* ---- Is it a path? ---- */

static bool add_labels(counted *found, uint32_t slot, const ast_node *labels)
{
    cg_entity_filter filter;
    bool none;
    if (found->label_count == CONDITIONS_MAX ||
        !plan_labels_filter(NULL, labels, &filter, &none))
        return false;
    found->labels[found->label_count++] = (plan_labels){slot, labels};
    return true;
}

static bool is_difference(const ast_node *condition)
{
    return condition->type == AST_COMPARE && condition->count == 2 &&
           condition->children[0]->type == AST_VARIABLE &&
           condition->children[1]->detail == ORDER_NOT_EQUAL &&
           condition->children[1]->children[0]->type == AST_VARIABLE;
}

static bool take_condition(counted *found, const ast_node *condition)
{
    if (condition->type == AST_HAS_LABELS &&
        condition->children[0]->type == AST_VARIABLE)
        return add_labels(found, condition->children[0]->slot,
                          condition->children[1]);
    if (!is_difference(condition) || found->different != NULL)
        return false;
    found->different = condition;
    return true;
}

static bool take_node(counted *found, plan_node *node)
{
    switch ((int)node->type) {
    case PLAN_FILTER:
        return take_condition(found, node->as.condition.root);
    case PLAN_EXPAND:
        if (found->step_count == HOPS_MAX)
            return false;
        found->steps[found->step_count++] = node;
        return true;
    case PLAN_SCAN:
        found->scan = node;
        found->argument = node->input;
        return found->step_count > 0 && node->input->type == PLAN_ARGUMENT &&
               (node->as.scan.labels == NULL ||
                add_labels(found, node->as.scan.slot, node->as.scan.labels));
    default:
        return false;
    }
}

static bool is_known(plan_slots slots, const plan_node *step)
{
    return plan_has_slot(slots, step->as.expand.to) ||
           plan_has_slot(slots, step->as.expand.relationship) ||
           step->as.expand.to_known;
}

/* Two hops at one node, or one; all three nodes found by them and the scan alone. */
static bool is_path(counted *found, plan_node *below)
{
    for (; found->argument == NULL; below = below->input)
        if (!take_node(found, below))
            return false;
    const plan_node *first = found->steps[found->step_count - 1];
    const plan_node *last = found->steps[0];
    plan_slots known = found->argument->output;
    if (is_known(known, first) || is_known(known, last) ||
        plan_has_slot(known, found->scan->as.scan.slot) ||
        first->as.expand.from != found->scan->as.scan.slot)
        return false;
    return first == last || last->as.expand.from == first->as.expand.from ||
           last->as.expand.from == first->as.expand.to;
}

/* ---- The count ---- */

static plan_side side_of(const plan_node *step, bool turned)
{
    return (plan_side){.relationship = step->as.expand.relationship,
                       .to = turned ? step->as.expand.from : step->as.expand.to,
                       .direction = turned ? plan_turned(step->as.expand.direction)
                                           : step->as.expand.direction,
                       .types = step->as.expand.types};
}

/* Do the conditions speak of the path's nodes alone, and does <> compare its ends? */
static bool speaks_of(const counted *found, uint32_t middle, const plan_side *sides)
{
    uint32_t a = sides[0].to, b = found->step_count == 2 ? sides[1].to : a;
    for (size_t i = 0; i < found->label_count; i++) {
        uint32_t slot = found->labels[i].slot;
        if (slot != middle && slot != a && slot != b)
            return false;
    }
    if (found->different == NULL)
        return true;
    const ast_node *left = found->different->children[0];
    const ast_node *right = found->different->children[1]->children[0];
    return a != b && ((is_variable(left, a) && is_variable(right, b)) ||
                      (is_variable(left, b) && is_variable(right, a)));
}

/* May both relationships be one? Those of one clause are two. */
static bool are_apart(const counted *found)
{
    const plan_node *last = found->steps[0];
    const plan_node *first = found->steps[found->step_count - 1];
    return first != last &&
           !plan_has_slot(last->as.expand.others, first->as.expand.relationship);
}

static cg_status count_paths(rewriter *r, plan_node *node, const counted *found,
                             cg_error *err)
{
    const plan_node *last = found->steps[0];
    uint32_t middle = last->as.expand.from;
    plan_side sides[2] = {side_of(last, false)};
    if (found->step_count == 2)
        sides[1] =
            side_of(found->steps[1], found->steps[1]->as.expand.to == middle);
    if (!speaks_of(found, middle, sides))
        return CG_OK;
    plan_labels *labels =
        cg_arena_array(r->arena, found->label_count + 1, sizeof *labels);
    if (labels == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < found->label_count; i++)
        labels[i] = found->labels[i];
    const plan_aggregate *counts = node->as.aggregate.aggregates;
    size_t count_count = node->as.aggregate.aggregate_count;
    node->type = PLAN_PATH_COUNT;
    node->input = found->argument;
    node->as.paths.middle = middle;
    node->as.paths.sides[0] = sides[0];
    node->as.paths.sides[1] = sides[1];
    node->as.paths.side_count = found->step_count;
    node->as.paths.labels = labels;
    node->as.paths.label_count = found->label_count;
    node->as.paths.differ = found->different != NULL;
    node->as.paths.apart = are_apart(found);
    node->as.paths.counts = counts;
    node->as.paths.count_count = count_count;
    return CG_OK;
}

cg_status rewrite_paths(rewriter *r, plan_node **head, cg_error *err)
{
    cg_status status = CG_OK;
    for (plan_node *node = *head; node != NULL && status == CG_OK;
         node = node->input) {
        counted found = {0};
        if (only_counts(node) && is_path(&found, node->input))
            status = count_paths(r, node, &found, err);
    }
    return status;
}
