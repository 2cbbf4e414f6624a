#include "graph/query/check_parts.h"

#include <stdlib.h>

/* ---- Stars ---- */

static int order_names(const void *a, const void *b)
{
    const scope_name *left = a;
    const scope_name *right = b;
    return cg_text_compare(left->name, right->name);
}

/* The names in sight, each once, in their order. */
static cg_status list_names(checker *c, scope_name **names, size_t *count,
                            cg_error *err)
{
    *count = 0;
    *names = cg_arena_array(c->arena, c->scope.count, sizeof **names);
    if (*names == NULL)
        return cg_fail_memory(err);
    for (size_t i = c->base; i < c->scope.count; i++) {
        const scope_name *name = &c->scope.names[i];
        if (name->name.size > 0 && check_find(c, name->name) == name->slot)
            (*names)[(*count)++] = *name;
    }
    if (*count > 1)
        qsort(*names, *count, sizeof **names, order_names);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (kept == 0 || !cg_text_equal((*names)[kept - 1].name, (*names)[i].name))
            (*names)[kept++] = (*names)[i];
    *count = kept;
    return CG_OK;
}

/* An item that shows a name as it is. */
static cg_status star_item(checker *c, const ast_node *items, scope_name name,
                           ast_node **item, cg_error *err)
{
    ast_node *nodes = cg_arena_array(c->arena, 2, sizeof *nodes);
    ast_node **children = cg_arena_array(c->arena, 1, sizeof *children);
    if (nodes == NULL || children == NULL)
        return cg_fail_memory(err);
    nodes[0] = (ast_node){.type = AST_ITEM,
                          .flag = true,
                          .depth = 2,
                          .at = items->at,
                          .count = 1,
                          .children = children,
                          .text = name.name};
    nodes[1] = (ast_node){
        .type = AST_VARIABLE, .depth = 1, .at = items->at, .text = name.name};
    children[0] = &nodes[1];
    *item = nodes;
    return CG_OK;
}

static cg_status expand_star(checker *c, ast_node *items, cg_error *err)
{
    scope_name *names;
    size_t count;
    cg_status status = list_names(c, &names, &count, err);
    if (status != CG_OK || !items->flag)
        return status;
    if (count == 0)
        return check_fail(c, FAULT_NO_SCOPE, items->at, err,
                          "there is no variable that '*' could stand for");
    ast_node **all = cg_arena_array(c->arena, count + items->count, sizeof *all);
    if (all == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = star_item(c, items, names[i], &all[i], err);
    for (uint32_t i = 0; i < items->count; i++)
        all[count + i] = items->children[i];
    items->children = all;
    items->count += (uint32_t)count;
    items->flag = false;
    return status;
}

/* ---- Items ---- */

static bool says_the_same(const ast_node *a, const ast_node *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (a->type != b->type || a->detail != b->detail || a->flag != b->flag ||
        a->count != b->count || !cg_text_equal(a->text, b->text) ||
        !cg_text_equal(a->other, b->other))
        return false;
    if (a->type == AST_LITERAL && !cg_value_equal(a->as.value, b->as.value))
        return false;
    if (a->type == AST_RELATIONSHIP &&
        (a->as.relationship.direction != b->as.relationship.direction ||
         a->as.relationship.least != b->as.relationship.least ||
         a->as.relationship.most != b->as.relationship.most))
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!says_the_same(a->children[i], b->children[i]))
            return false;
    return true;
}

static bool is_aggregate(const ast_node *node)
{
    if (node->type == AST_COUNT_ROWS)
        return true;
    const query_function *function =
        node->type == AST_CALL ? query_function_find(node->text) : NULL;
    return function != NULL && (function->flags & FUNCTION_AGGREGATE) != 0;
}

static bool aggregates(const ast_node *node)
{
    if (node == NULL)
        return false;
    if (is_aggregate(node))
        return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (aggregates(node->children[i]))
            return true;
    return false;
}

static cg_status check_names_differ(checker *c, const ast_node *items,
                                    cg_error *err)
{
    for (uint32_t i = 1; i < items->count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (cg_text_equal(items->children[i]->text, items->children[k]->text))
                return check_fail(c, FAULT_COLUMN, items->children[i]->at, err,
                                  "two columns are named '%.*s': name one by AS",
                                  CG_TEXT_ARG(items->children[i]->text));
    return CG_OK;
}

static cg_status check_item(checker *c, ast_node *item, bool with, cg_error *err)
{
    query_types types;
    c->place = PLACE_PROJECTED;
    item->detail = aggregates(item->children[0]);
    cg_status status = check_expression(c, &item->children[0], &types, err);
    c->place = PLACE_PLAIN;
    if (status != CG_OK)
        return status;
    const ast_node *expression = item->children[0];
    if (with && !item->flag && expression->type != AST_VARIABLE)
        return check_fail(c, FAULT_NO_ALIAS, item->at, err,
                          "an expression in WITH needs a name: … AS name");
    if (expression->type == AST_VARIABLE && (with || !c->apart)) {
        item->slot = expression->slot;
        return CG_OK;
    }
    return check_slot(c, item->text, types, &item->slot, err);
}

/* ---- What stands around aggregates ---- */

/* The item without aggregates that says the same as `node`; NULL if none does. */
static const ast_node *equal_item(const ast_node *items, const ast_node *node,
                                  bool aggregates)
{
    for (uint32_t i = 0; i < items->count; i++) {
        const ast_node *item = items->children[i];
        if ((aggregates || !item->detail) && says_the_same(item->children[0], node))
            return item;
    }
    return NULL;
}

static cg_status become_variable(checker *c, ast_node **node, const ast_node *item,
                                 cg_error *err)
{
    ast_node *variable = cg_arena_alloc(c->arena, sizeof *variable);
    if (variable == NULL)
        return cg_fail_memory(err);
    *variable = (ast_node){.type = AST_VARIABLE,
                           .depth = 1,
                           .at = (*node)->at,
                           .text = item->text,
                           .slot = item->slot};
    *node = variable;
    return CG_OK;
}

static bool in_sight(const checker *c, uint32_t slot)
{
    for (size_t i = 0; i < c->scope.count; i++)
        if (c->scope.names[i].slot == slot)
            return true;
    return false;
}

/* Around an aggregate only a variable or property that is a column itself has one value:
 * openCypher takes no other expression, even if it is a column. */
static cg_status settle(checker *c, const ast_node *items, ast_node **node,
                        cg_error *err)
{
    cg_status status = CG_OK;
    if (*node == NULL || is_aggregate(*node))
        return CG_OK;
    bool simple = (*node)->type == AST_VARIABLE || (*node)->type == AST_PROPERTY;
    const ast_node *item = simple ? equal_item(items, *node, false) : NULL;
    if (item != NULL)
        return become_variable(c, node, item, err);
    if ((*node)->type == AST_VARIABLE && in_sight(c, (*node)->slot))
        return check_fail(c, FAULT_AMBIGUOUS, (*node)->at, err,
                          "'%.*s' stands beside an aggregate and is no column: "
                          "which of its values is meant is open",
                          CG_TEXT_ARG((*node)->text));
    for (uint32_t i = 0; i < (*node)->count && status == CG_OK; i++)
        status = settle(c, items, &(*node)->children[i], err);
    return status;
}

static cg_status settle_items(checker *c, ast_node *items, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < items->count && status == CG_OK; i++)
        if (items->children[i]->detail)
            status = settle(c, items, &items->children[i]->children[0], err);
    return status;
}

/* ---- ORDER BY, SKIP, LIMIT ---- */

/* What equals a column is read from it: behind DISTINCT and aggregates there is nothing
 * else to read. */
static cg_status read_columns(checker *c, const ast_node *items, ast_node **node,
                              cg_error *err)
{
    cg_status status = CG_OK;
    if (*node == NULL)
        return CG_OK;
    const ast_node *item = equal_item(items, *node, true);
    if (item != NULL && (*node)->type != AST_LITERAL)
        return become_variable(c, node, item, err);
    for (uint32_t i = 0; i < (*node)->count && status == CG_OK; i++)
        status = read_columns(c, items, &(*node)->children[i], err);
    return status;
}

static cg_status check_key(checker *c, const ast_node *projection, ast_node *key,
                           cg_error *err)
{
    ast_node *items = projection->children[0];
    query_types types;
    cg_status status = CG_OK;
    if (projection->flag || projection->detail)
        status = read_columns(c, items, &key->children[0], err);
    if (status != CG_OK)
        return status;
    if (!aggregates(key->children[0]))
        return check_expression(c, &key->children[0], &types, err);
    if (!projection->detail)
        return check_fail(c, FAULT_AGGREGATION, key->at, err,
                          "ORDER BY has an aggregate that is no column");
    return check_fail(c, FAULT_AMBIGUOUS, key->at, err,
                      "ORDER BY has an aggregate that is no column");
}

static cg_status check_order(checker *c, ast_node *projection, cg_error *err)
{
    ast_node *order = projection->children[1];
    cg_status status = CG_OK;
    c->where = "ORDER BY";
    for (uint32_t i = 0; order != NULL && i < order->count && status == CG_OK; i++)
        status = check_key(c, projection, order->children[i], err);
    return status;
}

static const ast_node *find_variable(const ast_node *node)
{
    if (node == NULL || node->type == AST_VARIABLE || node->type == AST_NODE)
        return node;
    for (uint32_t i = 0; i < node->count; i++) {
        const ast_node *found = find_variable(node->children[i]);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* How many rows: a number that does not depend on them. */
static cg_status check_amount(checker *c, ast_node **amount, const char *what,
                              cg_error *err)
{
    if (*amount == NULL)
        return CG_OK;
    const ast_node *variable = find_variable(*amount);
    if (variable != NULL)
        return check_fail(c, FAULT_NOT_CONSTANT, variable->at, err,
                          "%s depends on a variable", what);
    c->where = what;
    cg_status status = check_typed(c, amount, TYPES_INTEGER, what, err);
    if (status != CG_OK)
        return status;
    const ast_node *literal = *amount;
    if (literal->type == AST_LITERAL && literal->as.value.type == CG_INTEGER &&
        literal->as.value.as.integer < 0)
        return check_fail(c, FAULT_NEGATIVE, literal->at, err, "%s is below 0",
                          what);
    return CG_OK;
}

/* ---- The projection ---- */

static cg_status show_items(checker *c, const ast_node *items, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < items->count && status == CG_OK; i++)
        status =
            check_show(c, items->children[i]->text, items->children[i]->slot, err);
    return status;
}

cg_status check_projection(checker *c, ast_node *projection, bool with, bool *both,
                           cg_error *err)
{
    ast_node *items = projection->children[0];
    cg_status status = expand_star(c, items, err);
    c->where = with ? "WITH" : "RETURN";
    for (uint32_t i = 0; i < items->count && status == CG_OK; i++) {
        status = check_item(c, items->children[i], with, err);
        projection->detail |= items->children[i]->detail;
    }
    if (status == CG_OK)
        status = check_names_differ(c, items, err);
    if (status == CG_OK && projection->detail)
        status = settle_items(c, items, err);
    *both = !projection->detail && !projection->flag;
    if (!*both)
        check_hide(c, c->base);
    if (status == CG_OK)
        status = show_items(c, items, err);
    if (status == CG_OK)
        status = check_order(c, projection, err);
    if (status == CG_OK)
        status = check_amount(c, &projection->children[2], "SKIP", err);
    return status == CG_OK ? check_amount(c, &projection->children[3], "LIMIT", err)
                           : status;
}

cg_status check_narrow(checker *c, const ast_node *projection, cg_error *err)
{
    check_hide(c, c->base);
    return show_items(c, projection->children[0], err);
}
