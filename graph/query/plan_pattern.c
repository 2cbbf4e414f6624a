/* A pattern as a chain of operators, in the order in which it is written: steps, paths,
 * then the conditions. Rewrites find a better order. */
#include "graph/query/plan_parts.h"

typedef struct {
    planner *p;
    plan_node **plan;
    ast_node **conditions;
    size_t condition_count;
    size_t condition_room;
    slot_list walked; /* relationships so far */
} pattern;

static bool is_bound(const pattern *g, uint32_t slot)
{
    return g->p->states[slot] == SLOT_BOUND;
}

static cg_status bind(pattern *g, uint32_t slot, cg_error *err)
{
    return plan_bind(g->p, *g->plan, slot, err);
}

/* ---- Conditions ---- */

static cg_status add_condition(pattern *g, ast_node *condition, cg_error *err)
{
    if (condition == NULL)
        return cg_fail_memory(err);
    if (g->condition_count == g->condition_room) {
        size_t room = g->condition_room == 0 ? 8 : g->condition_room * 2;
        ast_node **all = cg_arena_array(g->p->arena, room, sizeof(ast_node *));
        if (all == NULL)
            return cg_fail_memory(err);
        if (g->condition_count > 0)
            memcpy(all, g->conditions, g->condition_count * sizeof *all);
        g->conditions = all;
        g->condition_room = room;
    }
    g->conditions[g->condition_count++] = condition;
    return CG_OK;
}

static ast_node *equal_to(planner *p, ast_node *left, ast_node *right)
{
    if (right == NULL)
        return NULL;
    ast_node *comparison = plan_ast(p, AST_COMPARISON, right->at, &right, 1);
    ast_node *both[] = {left, comparison};
    return plan_ast(p, AST_COMPARE, right->at, both, 2); /* ORDER_EQUAL is 0 */
}

/* `{key: value}` as `element.key = value`. */
static cg_status add_properties(pattern *g, ast_node *element, cg_error *err)
{
    ast_node *map = element->children[1];
    cg_status status = CG_OK;
    for (uint32_t i = 0; map != NULL && i < map->count && status == CG_OK; i++) {
        ast_node *pair = map->children[i];
        ast_node *variable =
            plan_variable(g->p, element->at, element->text, element->slot);
        ast_node *property = plan_ast(g->p, AST_PROPERTY, pair->at, &variable, 1);
        if (property != NULL)
            property->text = pair->text;
        status = add_condition(g, equal_to(g->p, property, pair->children[0]), err);
    }
    return status == CG_OK && element->children[2] != NULL
               ? add_condition(g, element->children[2], err)
               : status;
}

static cg_status add_labels(pattern *g, ast_node *node, cg_error *err)
{
    if (node->children[0] == NULL)
        return CG_OK;
    ast_node *variable = plan_variable(g->p, node->at, node->text, node->slot);
    ast_node *both[] = {variable, node->children[0]};
    return add_condition(g, plan_ast(g->p, AST_HAS_LABELS, node->at, both, 2), err);
}

/* ---- Steps ---- */

uint8_t plan_turned(uint8_t direction)
{
    return direction == DIRECTION_BOTH    ? DIRECTION_BOTH
           : direction == DIRECTION_RIGHT ? DIRECTION_LEFT
                                          : DIRECTION_RIGHT;
}

/* A list that is bound already must equal the one that is walked. */
static cg_status walk_bound_list(pattern *g, plan_node *walk,
                                 const ast_node *relationship, cg_error *err)
{
    uint32_t slot;
    cg_status status = plan_slot(g->p, &slot, err);
    if (status != CG_OK)
        return status;
    ast_node *was = plan_variable(g->p, relationship->at, relationship->text,
                                  relationship->slot);
    ast_node *is = plan_variable(g->p, relationship->at, relationship->text, slot);
    walk->as.expand.relationship = slot;
    status = bind(g, slot, err);
    return status == CG_OK ? add_condition(g, equal_to(g->p, was, is), err)
                           : status;
}

static cg_status set_others(pattern *g, plan_node *step, cg_error *err)
{
    slot_list others = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < g->walked.count && status == CG_OK; i++)
        status = plan_list_slot(g->p, &others, g->walked.at[i], err);
    step->as.expand.others = (plan_slots){others.at, others.count};
    return status;
}

static cg_status add_scan(pattern *g, uint32_t slot, cg_error *err)
{
    if (is_bound(g, slot))
        return CG_OK;
    cg_status status = plan_above(g->p, PLAN_SCAN, g->plan, err);
    if (status != CG_OK)
        return status;
    (*g->plan)->as.scan.slot = slot;
    return bind(g, slot, err);
}

static bool is_shortest(const ast_node *path)
{
    return path->as.path.search != PATH_EVERY;
}

/* Both ends known already means that none is walked to. */
static plan_type step_type(const pattern *g, const ast_node *path,
                           const ast_node *relationship, bool known)
{
    if (is_shortest(path))
        return PLAN_SHORTEST;
    if (relationship->as.relationship.variable_length)
        return PLAN_WALK;
    if (is_bound(g, relationship->slot))
        return PLAN_ENDS;
    return known ? PLAN_EXPAND_INTO : PLAN_EXPAND;
}

/* The node that a step begins at, where none of its ends is known; a shortest path wants
 * both. */
static cg_status add_ends(pattern *g, const ast_node *path, uint32_t at,
                          cg_error *err)
{
    const ast_node *relationship = path->children[at];
    uint32_t left = path->children[at - 1]->slot,
             right = path->children[at + 1]->slot;
    bool ends = is_bound(g, relationship->slot) &&
                !relationship->as.relationship.variable_length;
    cg_status status = CG_OK;
    if (!ends && (is_shortest(path) || !is_bound(g, right)))
        status = add_scan(g, left, err);
    return status == CG_OK && is_shortest(path) ? add_scan(g, right, err) : status;
}

static cg_status add_step(pattern *g, const ast_node *path, uint32_t at,
                          cg_error *err)
{
    ast_node *relationship = path->children[at];
    cg_status status = add_ends(g, path, at, err);
    bool turn = !is_bound(g, path->children[at - 1]->slot) &&
                is_bound(g, path->children[at + 1]->slot);
    uint32_t from = path->children[turn ? at + 1 : at - 1]->slot;
    uint32_t to = path->children[turn ? at - 1 : at + 1]->slot;
    bool from_known = is_bound(g, from), to_known = is_bound(g, to);
    plan_type type = step_type(g, path, relationship, to_known && from_known);
    if (status == CG_OK)
        status = plan_above(g->p, type, g->plan, err);
    if (status != CG_OK)
        return status;
    plan_node *step = *g->plan;
    bool list_bound = type == PLAN_WALK && is_bound(g, relationship->slot);
    uint8_t direction = relationship->as.relationship.direction;
    step->as.expand.from = from;
    step->as.expand.to = to;
    step->as.expand.relationship = relationship->slot;
    step->as.expand.from_known = from_known;
    step->as.expand.to_known = to_known;
    step->as.expand.direction = turn ? plan_turned(direction) : direction;
    step->as.expand.types = relationship->children[0];
    step->as.expand.least = relationship->as.relationship.least;
    step->as.expand.most = relationship->as.relationship.most;
    step->as.expand.path = path;
    step->as.expand.element = relationship;
    step->as.expand.turned = turn;
    status = set_others(g, step, err);
    if (status == CG_OK && list_bound)
        status = walk_bound_list(g, step, relationship, err);
    else if (status == CG_OK)
        status = bind(g, relationship->slot, err);
    if (status == CG_OK)
        status = bind(g, from, err);
    if (status == CG_OK)
        status = bind(g, to, err);
    return status == CG_OK
               ? plan_list_slot(g->p, &g->walked, step->as.expand.relationship, err)
               : status;
}

static cg_status name_path(pattern *g, const ast_node *path, cg_error *err)
{
    if (path->slot == SLOT_NONE || path->text.size == 0)
        return CG_OK;
    cg_status status = plan_above(g->p, PLAN_PATH, g->plan, err);
    if (status != CG_OK)
        return status;
    (*g->plan)->as.path.path = path;
    (*g->plan)->as.path.slot = path->slot;
    return bind(g, path->slot, err);
}

/* A node by itself. One that is known already must be there. */
static cg_status add_single(pattern *g, const ast_node *node, cg_error *err)
{
    if (!is_bound(g, node->slot))
        return add_scan(g, node->slot, err);
    ast_node *variable = plan_variable(g->p, node->at, node->text, node->slot);
    return add_condition(g, plan_ast(g->p, AST_IS_NOT_NULL, node->at, &variable, 1),
                         err);
}

static cg_status add_path(pattern *g, const ast_node *path, cg_error *err)
{
    cg_status status =
        path->count == 1 ? add_single(g, path->children[0], err) : CG_OK;
    for (uint32_t i = 1; i < path->count && status == CG_OK; i += 2)
        status = add_step(g, path, i, err);
    return status == CG_OK ? name_path(g, path, err) : status;
}

/* Labels, properties and conditions that stand in the path. */
static cg_status add_path_conditions(pattern *g, const ast_node *path,
                                     cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++) {
        ast_node *element = path->children[i];
        if (element->type == AST_NODE)
            status = add_labels(g, element, err);
        if (status == CG_OK && !(element->type == AST_RELATIONSHIP &&
                                 element->as.relationship.variable_length))
            status = add_properties(g, element, err);
    }
    return status;
}

cg_status plan_pattern(planner *p, plan_node **plan, ast_node *const *paths,
                       size_t count, ast_node *where, cg_error *err)
{
    pattern g = {.p = p, .plan = plan};
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_path_conditions(&g, paths[i], err);
    if (status == CG_OK && where != NULL)
        status = add_condition(&g, where, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_path(&g, paths[i], err);
    for (size_t i = 0; i < g.condition_count && status == CG_OK; i++)
        status = plan_filter(p, plan, g.conditions[i], err);
    return status;
}
