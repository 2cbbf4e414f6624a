/* Fetches: properties and labels that an expression reads of nodes and relationships are
 * read for a whole batch of rows, right below the operator that wants them, so that rows
 * which were let go before cost nothing. The expression then reads a column. */
#include "graph/query/function.h"
#include "graph/query/rewrite.h"

typedef struct {
    rewriter *r;
    plan_fetch *items; /* for the operator that is looked at */
    size_t count, room;
    const plan_expression *expression; /* that is looked at */
} fetches;

/* ---- What can be fetched ---- */

static bool is_of(const fetches *f, const ast_node *variable, query_types types)
{
    const query_checked *checked = f->r->checked;
    plan_slots reads = {f->expression->slots, f->expression->slot_count};
    return variable->type == AST_VARIABLE && variable->slot < checked->slot_count &&
           plan_has_slot(reads, variable->slot) &&
           checked->slots[variable->slot].types == types;
}

static bool is_aggregate(const ast_node *node)
{
    const query_function *function = node->type == AST_CALL ? node->meaning : NULL;
    return node->type == AST_COUNT_ROWS ||
           (function != NULL && (function->flags & FUNCTION_AGGREGATE) != 0);
}

static bool can_fetch(const fetches *f, const ast_node *node)
{
    const ast_node *of = node->count > 0 ? node->children[0] : NULL;
    const query_function *function = node->meaning;
    switch ((int)node->type) {
    case AST_PROPERTY:
        return is_of(f, of, TYPES_NODE) || is_of(f, of, TYPES_RELATION);
    case AST_HAS_LABELS:
        return is_of(f, of, TYPES_NODE);
    case AST_CALL:
        return of != NULL && is_of(f, of, TYPES_RELATION) &&
               cg_text_equal(cg_text_z(function->name), CG_TEXT("type"));
    default:
        return false;
    }
}

/* Things that are worked out elsewhere, or have rows of their own. */
static bool is_closed(const ast_node *node)
{
    return is_aggregate(node) || node->type == AST_PATTERN_PREDICATE ||
           node->type == AST_PATTERN_COMPREHENSION || node->type == AST_EXISTS ||
           node->type == AST_COUNT_QUERY || node->type == AST_COLLECT_QUERY;
}

/* ---- Fetching it ---- */

static bool same_fetch(const ast_node *a, const ast_node *b)
{
    return a->type == b->type && a->children[0]->slot == b->children[0]->slot &&
           a->type != AST_HAS_LABELS && cg_text_equal(a->text, b->text);
}

/* A fetch into `*slot`, or into a new one where that is SLOT_NONE; where there is one
 * already, `*slot` becomes its. */
static cg_status add_fetch(fetches *f, const ast_node *what, uint32_t *slot,
                           cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < f->count; i++)
        if (same_fetch(f->items[i].what, what)) {
            *slot = f->items[i].slot;
            return CG_OK;
        }
    if (f->count == f->room) {
        size_t room = f->room == 0 ? 4 : f->room * 2;
        plan_fetch *items = cg_arena_array(f->r->arena, room, sizeof *items);
        if (items == NULL)
            return cg_fail_memory(err);
        if (f->count > 0)
            memcpy(items, f->items, f->count * sizeof *items);
        f->items = items;
        f->room = room;
    }
    if (*slot == SLOT_NONE)
        status = rewrite_slot(f->r, slot, err);
    if (status == CG_OK)
        f->items[f->count++] = (plan_fetch){what->children[0]->slot, *slot, what};
    return status;
}

/* A copy with room for other children. */
static cg_status copy_node(cg_arena *arena, const ast_node *node, ast_node **copy,
                           cg_error *err)
{
    *copy = cg_arena_alloc(arena, sizeof **copy);
    ast_node **children = cg_arena_array(arena, node->count, sizeof(ast_node *));
    if (*copy == NULL || children == NULL)
        return cg_fail_memory(err);
    **copy = *node;
    (*copy)->children = children;
    for (uint32_t i = 0; i < node->count; i++)
        children[i] = node->children[i];
    return CG_OK;
}

static cg_status replace(fetches *f, ast_node **node, cg_error *err);

/* A column in place of what is fetched. */
static cg_status replace_by_column(fetches *f, ast_node **node, cg_error *err)
{
    ast_node *column;
    uint32_t slot = SLOT_NONE;
    cg_status status = copy_node(f->r->arena, *node, &column, err);
    if (status == CG_OK)
        status = add_fetch(f, *node, &slot, err);
    if (status != CG_OK)
        return status;
    column->type = AST_VARIABLE;
    column->slot = slot;
    column->count = 0;
    column->meaning = *node;
    *node = column;
    return CG_OK;
}

static cg_status replace_children(fetches *f, ast_node **node, cg_error *err)
{
    ast_node *copy = NULL;
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < (*node)->count && status == CG_OK; i++) {
        ast_node *child = (*node)->children[i];
        status = replace(f, &child, err);
        if (status != CG_OK || child == (*node)->children[i])
            continue;
        if (copy == NULL)
            status = copy_node(f->r->arena, *node, &copy, err);
        if (status == CG_OK)
            copy->children[i] = child;
    }
    if (copy != NULL)
        *node = copy;
    return status;
}

/* The tree becomes another one where something of it is fetched. */
static cg_status replace(fetches *f, ast_node **node, cg_error *err)
{
    if (*node == NULL || is_closed(*node))
        return CG_OK;
    return can_fetch(f, *node) ? replace_by_column(f, node, err)
                               : replace_children(f, node, err);
}

static cg_status fetch_for(fetches *f, plan_expression *expression, cg_error *err)
{
    plan_slots slots = {expression->slots, expression->slot_count};
    ast_node *root = expression->root;
    f->expression = expression;
    cg_status status = replace(f, &root, err);
    for (size_t i = 0; i < f->count && status == CG_OK && root != expression->root;
         i++)
        status = plan_add_slot(f->r->arena, &slots, f->items[i].slot, err);
    if (status == CG_OK)
        *expression = (plan_expression){root, slots.at, slots.count};
    return status;
}

/* ---- Operators that want it ---- */

/* A column of nothing but what is fetched needs no Project. */
static cg_status fetch_for_project(fetches *f, plan_node *node, cg_error *err)
{
    plan_item *items = node->as.project.items;
    size_t kept = 0;
    cg_status status = CG_OK;
    for (size_t i = 0; i < node->as.project.count && status == CG_OK; i++) {
        uint32_t slot = items[i].slot;
        f->expression = &items[i].value;
        if (can_fetch(f, items[i].value.root))
            status = add_fetch(f, items[i].value.root, &slot, err);
        else
            slot = SLOT_NONE;
        if (slot != items[i].slot)
            items[kept++] = items[i];
    }
    node->as.project.count = kept;
    for (size_t i = 0; i < kept && status == CG_OK; i++)
        status = fetch_for(f, &items[i].value, err);
    return status;
}

static cg_status fetch_for_groups(fetches *f, plan_node *node, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < node->as.aggregate.key_count && status == CG_OK; i++)
        status = fetch_for(f, &node->as.aggregate.keys[i].value, err);
    for (size_t i = 0; i < node->as.aggregate.aggregate_count; i++) {
        plan_aggregate *one = &node->as.aggregate.aggregates[i];
        for (size_t k = 0; k < one->argument_count && status == CG_OK; k++)
            status = fetch_for(f, &one->arguments[k], err);
    }
    return status;
}

static cg_status fetch_for_node(fetches *f, plan_node *node, cg_error *err)
{
    cg_status status = CG_OK;
    switch ((int)node->type) {
    case PLAN_FILTER:
        return fetch_for(f, &node->as.condition, err);
    case PLAN_JOIN:
        return fetch_for(f, &node->as.join.outer, err);
    case PLAN_PROJECT:
        return fetch_for_project(f, node, err);
    case PLAN_AGGREGATE:
        return fetch_for_groups(f, node, err);
    case PLAN_SORT:
        for (size_t i = 0; i < node->as.sort.count && status == CG_OK; i++)
            status = fetch_for(f, &node->as.sort.keys[i].value, err);
        return status;
    default:
        return CG_OK;
    }
}

static cg_status put_above(fetches *f, plan_node **below, cg_error *err)
{
    plan_node *fetch = cg_arena_alloc(f->r->arena, sizeof *fetch);
    cg_status status = fetch != NULL ? CG_OK : cg_fail_memory(err);
    if (status != CG_OK)
        return status;
    fetch->type = PLAN_FETCH;
    fetch->input = *below;
    fetch->output = (*below)->output;
    fetch->as.fetch.items = f->items;
    fetch->as.fetch.count = f->count;
    for (size_t i = 0; i < f->count && status == CG_OK; i++)
        status = plan_add_slot(f->r->arena, &fetch->output, f->items[i].slot, err);
    *below = fetch;
    return status;
}

static cg_status fetch_below(rewriter *r, plan_node *node, cg_error *err)
{
    fetches f = {.r = r};
    cg_status status = fetch_for_node(&f, node, err);
    return status == CG_OK && f.count > 0 ? put_above(&f, &node->input, err)
                                          : status;
}

/* The inner value of a join. */
static cg_status fetch_inside(rewriter *r, plan_node *join, cg_error *err)
{
    fetches f = {.r = r};
    cg_status status = fetch_for(&f, &join->as.join.inner, err);
    return status == CG_OK && f.count > 0 ? put_above(&f, &join->inner, err)
                                          : status;
}

/* What is deleted cannot be read: whether it is depends on each row. */
static bool deletes(const plan_node *node)
{
    for (; node != NULL; node = node->input)
        if (node->type == PLAN_DELETE ||
            (node->inner != NULL && deletes(node->inner)))
            return true;
    return false;
}

cg_status rewrite_fetch(rewriter *r, plan_node **head, cg_error *err)
{
    cg_status status = CG_OK;
    if (r->checked->writes && deletes(r->plan->root))
        return CG_OK;
    for (plan_node *node = *head; node != NULL && status == CG_OK;
         node = node->input) {
        status = fetch_below(r, node, err);
        if (status == CG_OK && node->type == PLAN_JOIN)
            status = fetch_inside(r, node, err);
    }
    return status;
}
