/* What is expected of a plan: the store's counts, as if everything were spread evenly, and
 * rules of thumb for what it does not count. */
#include "graph/query/plan_access.h"
#include "graph/query/steps.h"

#include <math.h>

/* The share of rows that a condition keeps, by rule of thumb. */
static const double keeps_equal = 0.1;
static const double keeps_range = 0.3;
static const double keeps_unknown = 0.5;

enum { LIST_EXPECTED = 10, HOPS_EXPECTED = 10 };

cg_status plan_costs_init(rewriter *r, cg_arena *arena, plan_costs *costs,
                          cg_error *err)
{
    cg_status status = rewrite_counts(r, &costs->counts, err);
    costs->checked = r->checked;
    costs->vocabulary = cg_store_vocabulary(r->store);
    costs->nodes = cg_arena_array(arena, r->plan->slot_count, sizeof *costs->nodes);
    return status == CG_OK && costs->nodes == NULL ? cg_fail_memory(err) : status;
}

static double at_least_one(double count)
{
    return count < 1 ? 1 : count;
}

static double entities(const plan_costs *costs)
{
    return at_least_one((double)costs->counts->entities);
}

double plan_cost_nodes(const plan_costs *costs, uint32_t slot)
{
    double nodes = costs->nodes[slot];
    return nodes > 0 ? at_least_one(nodes) : entities(costs);
}

/* ---- Conditions ---- */

static double label_share(const plan_costs *costs, const ast_node *labels)
{
    uint8_t kind;
    double left = labels->count > 0 ? label_share(costs, labels->children[0]) : 1;
    double right = labels->count > 1 ? label_share(costs, labels->children[1]) : 1;
    switch (labels->type) {
    case AST_LABEL_ANY:
        return 1;
    case AST_LABEL_NOT:
        return 1 - left;
    case AST_LABEL_AND:
        return left * right;
    case AST_LABEL_OR:
        return left + right - left * right;
    default:
        break;
    }
    if (cg_kind_find(costs->vocabulary, labels->text, &kind, NULL) != CG_OK)
        return 0;
    return fmin((double)costs->counts->by_kind[kind] / entities(costs), 1);
}

static double value_count(const plan_access *access)
{
    if (!access->list)
        return 1;
    return access->value->type == AST_LIST ? access->value->count : LIST_EXPECTED;
}

double plan_cost_access(const plan_costs *costs, const plan_access *access)
{
    switch (access->type) {
    case ACCESS_ID:
    case ACCESS_ELEMENT_ID:
    case ACCESS_NAME:
        return value_count(access);
    case ACCESS_LABELS:
        return at_least_one(entities(costs) * label_share(costs, access->labels));
    case ACCESS_ALL:
        break;
    }
    return entities(costs);
}

static bool is_node(const plan_costs *costs, const ast_node *node)
{
    return node->type == AST_VARIABLE && node->slot < costs->checked->slot_count &&
           costs->checked->slots[node->slot].types == TYPES_NODE;
}

static double keep_compared(const plan_costs *costs, const ast_node *condition)
{
    const ast_node *left = condition->children[0];
    const ast_node *right = condition->children[1]->children[0];
    uint8_t order = condition->children[1]->detail;
    double equal = keeps_equal;
    if (is_node(costs, left) && is_node(costs, right))
        equal = 1 / fmax(plan_cost_nodes(costs, left->slot),
                         plan_cost_nodes(costs, right->slot));
    return order == ORDER_EQUAL       ? equal
           : order == ORDER_NOT_EQUAL ? 1 - equal
                                      : keeps_range;
}

static double keep_labels(const plan_costs *costs, const ast_node *condition)
{
    return is_node(costs, condition->children[0])
               ? label_share(costs, condition->children[1])
               : keeps_unknown;
}

/* Of all of them, or of at least one. */
static double keep_chain(const plan_costs *costs, const ast_node *condition)
{
    bool all = condition->type == AST_AND;
    double share = 1;
    for (uint32_t i = 0; i < condition->count; i++) {
        double one = plan_cost_keep(costs, condition->children[i]);
        share *= all ? one : 1 - one;
    }
    return all ? share : 1 - share;
}

static double keep_other(const plan_costs *costs, const ast_node *condition)
{
    switch ((int)condition->type) {
    case AST_AND:
    case AST_OR:
        return keep_chain(costs, condition);
    case AST_NOT:
        return 1 - plan_cost_keep(costs, condition->children[0]);
    case AST_COMPARE:
        return keep_compared(costs, condition);
    case AST_HAS_LABELS:
        return keep_labels(costs, condition);
    case AST_STARTS_WITH:
    case AST_ENDS_WITH:
    case AST_CONTAINS:
    case AST_MATCHES:
    case AST_IS_NULL:
    case AST_IN:
        return keeps_equal;
    case AST_IS_NOT_NULL:
        return 1 - keeps_equal;
    default:
        return keeps_unknown;
    }
}

double plan_cost_keep(const plan_costs *costs, const ast_node *condition)
{
    condition = plan_written(condition);
    plan_access access = plan_access_of(costs->checked, condition);
    bool finds = access.type == ACCESS_ID || access.type == ACCESS_ELEMENT_ID ||
                 access.type == ACCESS_NAME;
    return finds
               ? fmin(value_count(&access) / plan_cost_nodes(costs, access.slot), 1)
               : keep_other(costs, condition);
}

/* ---- Steps ---- */

static double one_way(const plan_costs *costs, double nodes, uint8_t relation,
                      bool out)
{
    const cg_estimates *counts = costs->counts;
    uint64_t ends = out ? counts->subjects[relation] : counts->objects[relation];
    return (double)counts->by_relation[relation] / fmax(nodes, (double)ends);
}

/* Of a type that is asked for, as many nodes as can are taken to have some: a pattern joins
 * what goes together. But nobody has some of every type. */
static double degree_of(const plan_costs *costs, uint32_t slot,
                        const ast_node *types, uint8_t direction)
{
    double degree = 0;
    double nodes = types != NULL ? plan_cost_nodes(costs, slot) : entities(costs);
    for (size_t i = 0; i < cg_relation_count(costs->vocabulary); i++) {
        const cg_relation *relation = cg_relation_at(costs->vocabulary, (uint8_t)i);
        if (types != NULL && !step_allows(types, relation->name))
            continue;
        if (direction != DIRECTION_LEFT)
            degree += one_way(costs, nodes, (uint8_t)i, true);
        if (direction != DIRECTION_RIGHT)
            degree += one_way(costs, nodes, (uint8_t)i, false);
    }
    return degree;
}

/* How many nodes a step may come to. */
static double reached(const plan_costs *costs, const plan_node *step)
{
    const cg_estimates *counts = costs->counts;
    uint8_t direction = step->as.expand.direction;
    double nodes = 0;
    for (size_t i = 0; i < cg_relation_count(costs->vocabulary); i++) {
        const cg_relation *relation = cg_relation_at(costs->vocabulary, (uint8_t)i);
        if (step->as.expand.types != NULL &&
            !step_allows(step->as.expand.types, relation->name))
            continue;
        if (direction != DIRECTION_LEFT)
            nodes += (double)counts->objects[i];
        if (direction != DIRECTION_RIGHT)
            nodes += (double)counts->subjects[i];
    }
    return at_least_one(fmin(nodes, entities(costs)));
}

/* Paths of all lengths: each hop goes on as the graph does on average. */
static double walked(const plan_costs *costs, const plan_node *step, double first)
{
    double facts = (double)costs->counts->facts, paths = 1, sum = 0;
    double next = fmax(first, facts / entities(costs));
    int32_t least = step->as.expand.least, most = step->as.expand.most;
    for (int32_t hops = 0; hops <= most && hops <= HOPS_EXPECTED; hops++) {
        if (hops >= least)
            sum += paths;
        paths *= hops == 0 ? first : next;
    }
    return at_least_one(sum);
}

double plan_cost_step(const plan_costs *costs, const plan_node *step)
{
    bool known = step->as.expand.to_known;
    double into = known ? plan_cost_nodes(costs, step->as.expand.to) : 1;
    double degree = degree_of(costs, step->as.expand.from, step->as.expand.types,
                              step->as.expand.direction);
    if (step->type == PLAN_SHORTEST)
        return 1;
    if (step->type == PLAN_ENDS)
        return step->as.expand.direction == DIRECTION_BOTH ? 2 : 1;
    if (step->type == PLAN_WALK || step->type == PLAN_REACH)
        degree = walked(costs, step, degree);
    return degree / into;
}

/* ---- What is known behind them ---- */

void plan_cost_note(plan_costs *costs, const ast_node *condition)
{
    condition = plan_written(condition);
    if (condition->type != AST_HAS_LABELS ||
        !is_node(costs, condition->children[0]))
        return;
    uint32_t slot = condition->children[0]->slot;
    costs->nodes[slot] =
        at_least_one(plan_cost_nodes(costs, slot) * keep_labels(costs, condition));
}

void plan_cost_note_step(plan_costs *costs, const plan_node *step)
{
    if (!step->as.expand.to_known)
        costs->nodes[step->as.expand.to] = reached(costs, step);
}
