#include "graph/query/walk.h"

#include <stdlib.h>

cg_status walk_hop_fits(query_op *op, cg_id relationship, bool *fits, cg_error *err)
{
    const ast_node *element = op->plan->as.expand.element;
    const ast_node *map = element->children[1];
    cg_value hop = {.type = CG_RELATIONSHIP, .as.id = relationship};
    cg_properties has;
    *fits = true;
    if (map == NULL)
        return CG_OK;
    cg_status status = query_graph_properties(op->run->graph, hop, &has, err);
    for (uint32_t i = 0; i < map->count && status == CG_OK && *fits; i++) {
        cg_value wanted;
        status =
            query_eval(&op->frame, map->children[i]->children[0], &wanted, err);
        *fits = status == CG_OK &&
                query_equal(cg_properties_get(has, map->children[i]->text),
                            wanted) == TRUTH_TRUE;
    }
    return status;
}

/* The neighbours of the node that was walked to. */
static cg_status open_level(graph_walk *walk, cg_error *err)
{
    cg_neighbours found;
    cg_status status = CG_OK;
    if (walk->depth >= walk->level_count) {
        status = cg_grow(walk->levels, &walk->level_room, walk->depth + 1, err);
        if (status != CG_OK)
            return status;
        walk->levels[walk->level_count++] = (walk_level){0};
    }
    walk_level *level = &walk->levels[walk->depth];
    level->count = level->next = 0;
    status = cg_expand_start(walk->expansion, &walk->nodes[walk->depth], 1, err);
    while (status == CG_OK &&
           (status = cg_expand_step(walk->expansion, &found, err)) == CG_ROW) {
        size_t need = level->count + found.count;
        status = cg_grow(level->facts, &level->room, need, err);
        if (status == CG_OK)
            status = cg_grow(level->others, &level->other_room, need, err);
        if (status != CG_OK)
            return status;
        memcpy(level->facts + level->count, found.facts,
               found.count * sizeof *found.facts);
        memcpy(level->others + level->count, found.others,
               found.count * sizeof *found.others);
        level->count = need;
    }
    return status == CG_DONE ? CG_OK : status;
}

cg_status walk_begin(graph_walk *walk, query_op *op, cg_expansion *expansion,
                     cg_id from, cg_error *err)
{
    cg_status status = cg_grow(walk->nodes, &walk->node_room, 1, err);
    if (status != CG_OK)
        return status;
    walk->op = op;
    walk->expansion = expansion;
    walk->depth = 0;
    walk->nodes[0] = from;
    walk->begun = false;
    return CG_OK;
}

static bool was_walked(const graph_walk *walk, cg_id relationship)
{
    for (size_t i = 0; i < walk->depth; i++)
        if (walk->relationships[i] == relationship)
            return true;
    return step_is_among(walk->op->run, &walk->op->input->out, walk->op->at,
                         walk->op->plan->as.expand.others, relationship);
}

static cg_status step_to(graph_walk *walk, cg_id relationship, cg_id node,
                         cg_error *err)
{
    cg_status status = cg_grow(walk->nodes, &walk->node_room, walk->depth + 2, err);
    if (status == CG_OK)
        status = cg_grow(walk->relationships, &walk->relationship_room,
                         walk->depth + 1, err);
    if (status != CG_OK)
        return status;
    walk->relationships[walk->depth++] = relationship;
    walk->nodes[walk->depth] = node;
    return CG_ROW;
}

cg_status walk_next(graph_walk *walk, int32_t most, cg_error *err)
{
    if (!walk->begun) {
        walk->begun = true;
        cg_status status = most > 0 ? open_level(walk, err) : CG_OK;
        return status == CG_OK ? CG_ROW : status;
    }
    for (;;) {
        cg_status status = query_poll(walk->op->run, err);
        bool deep = (int64_t)walk->depth >= most;
        walk_level *level = deep ? NULL : &walk->levels[walk->depth];
        if (status != CG_OK)
            return status;
        if (deep || level->next == level->count) {
            if (walk->depth == 0)
                return CG_DONE;
            walk->depth--;
            continue;
        }
        cg_id relationship = level->facts[level->next];
        cg_id node = level->others[level->next++];
        bool fits = !was_walked(walk, relationship);
        if (fits)
            status = walk_hop_fits(walk->op, relationship, &fits, err);
        if (status != CG_OK)
            return status;
        if (!fits)
            continue;
        status = step_to(walk, relationship, node, err);
        if (status != CG_ROW || (int64_t)walk->depth >= most)
            return status;
        status = open_level(walk, err);
        return status == CG_OK ? CG_ROW : status;
    }
}

void walk_release(graph_walk *walk)
{
    for (size_t i = 0; i < walk->level_count; i++) {
        free(walk->levels[i].facts);
        free(walk->levels[i].others);
    }
    free(walk->levels);
    free(walk->nodes);
    free(walk->relationships);
    *walk = (graph_walk){0};
}
