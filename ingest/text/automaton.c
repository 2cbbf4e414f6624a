#include "ingest/text/automaton.h"

#include <stdlib.h>

enum { EDGES_MIN = 256 };

/* The odd constants are those of splitmix64. */
static size_t slot_of(uint32_t state, uint32_t symbol, size_t room)
{
    uint64_t key = (uint64_t)state << 32 | symbol;
    key *= UINT64_C(0x9E3779B97F4A7C15);
    key ^= key >> 32;
    key *= UINT64_C(0xBF58476D1CE4E5B9);
    return (size_t)((key >> 32) * room >>
                    32); /* any room, not only powers of two */
}

static automaton_edge *find_edge(automaton_edge *edges, size_t room, uint32_t state,
                                 uint32_t symbol)
{
    size_t slot = slot_of(state, symbol, room);
    while (edges[slot].next != 0 &&
           (edges[slot].state != state || edges[slot].symbol != symbol))
        slot = slot + 1 < room ? slot + 1 : 0;
    return &edges[slot];
}

static cg_status grow_edges(automaton *tree, size_t room, cg_error *err)
{
    automaton_edge *edges = calloc(room, sizeof *edges);
    if (edges == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < tree->edge_room; i++) {
        const automaton_edge *edge = &tree->edges[i];
        if (edge->next != 0)
            *find_edge(edges, room, edge->state, edge->symbol) = *edge;
    }
    free(tree->edges);
    tree->edges = edges;
    tree->edge_room = room;
    return CG_OK;
}

/* Own the arrays, which are to change. */
static cg_status own(automaton *tree, cg_error *err)
{
    if (!tree->lent)
        return CG_OK;
    automaton_edge *edges = tree->edges;
    uint32_t *values = tree->values;
    cg_status status = image_copy(edges, tree->edge_room, tree->edge_room, err);
    if (status != CG_OK)
        return status;
    status = image_copy(values, tree->state_count, tree->state_room, err);
    if (status != CG_OK) {
        free(edges);
        return status;
    }
    tree->edges = edges;
    tree->values = values;
    tree->lent = false;
    return CG_OK;
}

cg_status automaton_reserve(automaton *tree, size_t states, cg_error *err)
{
    size_t need = tree->state_count + states + 1;
    if (need > AUTOMATON_STATES_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "too many names");
    cg_status status = own(tree, err);
    if (status != CG_OK)
        return status;
    size_t before = tree->state_room;
    status = cg_grow(tree->values, &tree->state_room, need, err);
    if (status != CG_OK)
        return status;
    if (tree->state_room > before)
        memset(tree->values + before, 0,
               (tree->state_room - before) * sizeof *tree->values);
    if (tree->state_count == 0)
        tree->state_count = 1;

    if (tree->edge_room / 4 * 3 >= need)
        return CG_OK;
    size_t room = tree->edge_room == 0 ? EDGES_MIN : tree->edge_room * 2;
    size_t exact = need / 3 * 4 + EDGES_MIN;
    return grow_edges(tree, room > exact ? room : exact, err);
}

cg_status automaton_add(automaton *tree, const uint32_t *symbols, size_t count,
                        uint32_t **value, cg_error *err)
{
    if (count > AUTOMATON_DEPTH_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "a name of more than %d words",
                       AUTOMATON_DEPTH_MAX);
    cg_status status = automaton_reserve(tree, count, err);
    if (status != CG_OK)
        return status;
    uint32_t state = 0;
    for (size_t i = 0; i < count; i++) {
        automaton_edge *edge =
            find_edge(tree->edges, tree->edge_room, state, symbols[i]);
        if (edge->next == 0)
            *edge =
                (automaton_edge){state, symbols[i], (uint32_t)tree->state_count++};
        state = edge->next;
    }
    *value = &tree->values[state];
    return CG_OK;
}

uint32_t automaton_step(const automaton *tree, uint32_t state, uint32_t symbol)
{
    if (tree->edge_room == 0)
        return 0;
    return find_edge(tree->edges, tree->edge_room, state, symbol)->next;
}

void automaton_image(automaton *tree, text_image *image)
{
    image_value(image, &tree->edge_room, sizeof tree->edge_room);
    image_value(image, &tree->state_count, sizeof tree->state_count);
    image_array(image, tree->edges, tree->edge_room);
    image_array(image, tree->values, tree->state_count);
    if (image->out == NULL) {
        tree->state_room = tree->state_count;
        tree->lent = true;
    }
}

void automaton_release(automaton *tree)
{
    if (!tree->lent) {
        free(tree->edges);
        free(tree->values);
    }
    *tree = (automaton){0};
}
