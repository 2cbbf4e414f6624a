/* How many rows each operator of a plan is expected to give. */
#include "graph/query/plan_access.h"

#include <math.h>

/* Items of a list, or of what a procedure gives; rows of a sheet. */
enum { ITEMS_EXPECTED = 10, ROWS_EXPECTED = 1000 };

/* A number that the question says, as of LIMIT. */
static double amount_of(const plan_expression *amount, double unknown)
{
    const ast_node *root = amount->root;
    return root != NULL && root->type == AST_LITERAL &&
                   root->as.value.type == CG_INTEGER
               ? (double)root->as.value.as.integer
               : unknown;
}

static double scanned(plan_costs *costs, const plan_node *node)
{
    plan_access access = {.type = node->as.scan.labels != NULL ? ACCESS_LABELS
                                                               : ACCESS_ALL,
                          .slot = node->as.scan.slot,
                          .labels = node->as.scan.labels};
    double nodes = plan_cost_access(costs, &access);
    costs->nodes[access.slot] = nodes;
    return nodes;
}

static double items_of(const ast_node *list)
{
    return list->type == AST_LIST ? list->count : ITEMS_EXPECTED;
}

/* What both of two steps lead to: of what the first one does, what the second one does. */
static double meeting(plan_costs *costs, const plan_meeting *meetings)
{
    double rows = 1;
    for (int i = 0; i < 2; i++) {
        plan_node step = {
            .type = i == 0 ? PLAN_EXPAND : PLAN_EXPAND_INTO,
            .as.expand = {.from = meetings[i].from,
                          .relationship = meetings[i].side.relationship,
                          .to = meetings[i].side.to,
                          .direction = meetings[i].side.direction,
                          .types = meetings[i].side.types,
                          .from_known = true,
                          .to_known = i == 1}};
        rows *= plan_cost_step(costs, &step);
        plan_cost_note_step(costs, &step);
    }
    return rows;
}

/* Of so many rows of the input. */
static double rows_of(plan_costs *costs, plan_node *node, double rows)
{
    double share;
    switch ((int)node->type) {
    case PLAN_ARGUMENT:
        return 1;
    case PLAN_SCAN:
        return rows * scanned(costs, node);
    case PLAN_SEEK:
        return rows * (node->as.seek.list ? items_of(node->as.seek.value.root) : 1);
    case PLAN_EXPAND:
    case PLAN_EXPAND_INTO:
    case PLAN_ENDS:
    case PLAN_WALK:
    case PLAN_REACH:
    case PLAN_SHORTEST:
        rows *= plan_cost_step(costs, node);
        plan_cost_note_step(costs, node);
        return rows;
    case PLAN_FILTER:
        share = plan_cost_keep(costs, node->as.condition.root);
        plan_cost_note(costs, node->as.condition.root);
        return rows * share;
    case PLAN_DEGREE:
        return node->as.degree.every ? (double)costs->counts->entities : rows;
    case PLAN_INTERSECT:
        return rows * meeting(costs, node->as.meetings);
    case PLAN_PATH_COUNT:
    case PLAN_REACH_COUNT:
        return 1;
    case PLAN_JOIN:
        rows *= plan_cost_chain(costs, node->inner);
        return rows * plan_cost_keep(costs, node->as.join.condition);
    case PLAN_AGGREGATE:
        return node->as.aggregate.key_count == 0 ? 1 : sqrt(rows);
    case PLAN_SKIP:
        return fmax(rows - amount_of(&node->as.amount, 0), 0);
    case PLAN_LIMIT:
        return fmin(rows, amount_of(&node->as.amount, rows));
    case PLAN_UNWIND:
        return rows * items_of(node->as.unwind.value.root);
    case PLAN_PROCEDURE:
        return node->as.source.clause->children[1] != NULL ? rows * ITEMS_EXPECTED
                                                           : rows;
    case PLAN_LOAD:
        return rows * ROWS_EXPECTED;
    case PLAN_OPTIONAL:
    case PLAN_MERGE:
        return rows * fmax(plan_cost_chain(costs, node->inner), 1);
    case PLAN_APPLY:
        return rows *
               fmax(plan_cost_chain(costs, node->inner), node->as.clause->flag);
    case PLAN_UNION:
        return rows + plan_cost_chain(costs, node->inner);
    case PLAN_FOREACH:
        (void)plan_cost_chain(costs, node->inner);
        return rows;
    case PLAN_NOTHING:
        return 0;
    default:
        return rows;
    }
}

double plan_cost_chain(plan_costs *costs, plan_node *head)
{
    double below = head->input != NULL ? plan_cost_chain(costs, head->input) : 1;
    head->rows = rows_of(costs, head, below);
    return head->rows;
}

cg_status plan_cost_plan(const query_checked *checked, cg_store *store,
                         cg_arena *arena, query_plan *plan, cg_error *err)
{
    rewriter r = {.checked = checked, .arena = arena, .store = store, .plan = plan};
    plan_costs costs;
    cg_status status = plan_costs_init(&r, arena, &costs, err);
    if (status == CG_OK)
        (void)plan_cost_chain(&costs, plan->root);
    return status;
}
