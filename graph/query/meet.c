#include "graph/query/meet.h"

#include <stdlib.h>

enum { FIRST, SECOND };

/* ---- Searching ---- */

static cg_direction turned(cg_direction direction)
{
    return direction == CG_BOTH ? CG_BOTH : direction == CG_OUT ? CG_IN : CG_OUT;
}

cg_status meet_open(meet_search *search, query_op *op, const step_types *types,
                    cg_direction direction, cg_error *err)
{
    cg_status status = CG_OK;
    search->run = op->run;
    for (int i = FIRST; i <= SECOND && status == CG_OK; i++) {
        meet_end *end = &search->ends[i];
        cg_direction onward = i == FIRST ? direction : turned(direction);
        cg_expand_finish(end->onward);
        cg_expand_finish(end->back);
        end->onward = end->back = NULL;
        status = step_prepare(op, types, onward, &end->onward, err);
        if (status == CG_OK)
            status = step_prepare(op, types, turned(onward), &end->back, err);
    }
    return status;
}

static cg_status begin_end(meet_end *end, cg_id node, cg_error *err)
{
    uint32_t index;
    bool fresh;
    node_map_clear(&end->reached);
    end->depth = 0;
    cg_status status = cg_grow(end->depths, &end->depth_room, 2, err);
    if (status != CG_OK)
        return status;
    end->depths[0] = 0;
    end->depths[1] = 1;
    return node_map_add(&end->reached, node, &index, &fresh, err);
}

static size_t front_count(const meet_end *end)
{
    return end->depths[end->depth + 1] - end->depths[end->depth];
}

static const cg_id *front_of(const meet_end *end)
{
    return end->reached.nodes + end->depths[end->depth];
}

/* How many relationships would be looked at next. */
static cg_status front_width(meet_end *end, uint64_t *width, cg_error *err)
{
    uint64_t counts[BATCH_ROWS];
    size_t count = front_count(end);
    cg_status status = CG_OK;
    *width = 0;
    for (size_t at = 0; at < count && status == CG_OK; at += BATCH_ROWS) {
        size_t part = count - at < BATCH_ROWS ? count - at : BATCH_ROWS;
        status =
            cg_expand_count(end->onward, front_of(end) + at, part, counts, err);
        for (size_t i = 0; i < part && status == CG_OK; i++)
            *width += counts[i];
    }
    return status;
}

static cg_status reach(meet_search *search, meet_end *end, const meet_end *other,
                       cg_id node, meet_link link, cg_error *err)
{
    uint32_t index;
    bool fresh;
    cg_status status = node_map_add(&end->reached, node, &index, &fresh, err);
    if (status != CG_OK || !fresh)
        return status;
    if (!search->all) {
        status = cg_grow(end->links, &end->link_room, (size_t)index + 1, err);
        if (status != CG_OK)
            return status;
        end->links[index] = link;
    }
    return node_map_find(&other->reached, node) != NODE_MAP_NONE
               ? node_list_add(&search->met, node, err)
               : CG_OK;
}

/* One hop further from an end; where any path will do, until the ends meet. */
static cg_status go_on(meet_search *search, meet_end *end, const meet_end *other,
                       cg_error *err)
{
    cg_neighbours found;
    node_list front = {0};
    cg_status status = cg_grow(end->depths, &end->depth_room, end->depth + 3, err);
    /* Adding may move the nodes that are looked at. */
    for (size_t i = 0; i < front_count(end) && status == CG_OK; i++)
        status = node_list_add(&front, front_of(end)[i], err);
    if (status == CG_OK)
        status = cg_expand_start(end->onward, front.at, front.count, err);
    while (status == CG_OK && (search->all || search->met.count == 0) &&
           (status = cg_expand_step(end->onward, &found, err)) == CG_ROW) {
        status = query_poll(search->run, err);
        for (size_t i = 0; i < found.count && status == CG_OK; i++)
            status =
                reach(search, end, other, found.others[i],
                      (meet_link){found.facts[i], front.at[found.inputs[i]]}, err);
    }
    free(front.at);
    end->depth++;
    end->depths[end->depth + 1] = end->reached.count;
    return status == CG_DONE ? CG_OK : status;
}

cg_status meet_find(meet_search *search, cg_id from, cg_id to, int64_t most,
                    bool all, cg_error *err)
{
    meet_end *ends = search->ends;
    search->met.count = search->next = search->opened = 0;
    search->all = all;
    cg_status status = begin_end(&ends[FIRST], from, err);
    if (status == CG_OK)
        status = begin_end(&ends[SECOND], to, err);
    while (status == CG_OK && search->met.count == 0 &&
           (int64_t)(ends[FIRST].depth + ends[SECOND].depth) < most &&
           front_count(&ends[FIRST]) > 0 && front_count(&ends[SECOND]) > 0) {
        uint64_t widths[2];
        status = front_width(&ends[FIRST], &widths[FIRST], err);
        if (status == CG_OK)
            status = front_width(&ends[SECOND], &widths[SECOND], err);
        int next = widths[FIRST] <= widths[SECOND] ? FIRST : SECOND;
        if (status == CG_OK)
            status = go_on(search, &ends[next], &ends[1 - next], err);
    }
    if (!all && search->met.count > 1)
        search->met.count = 1;
    return status;
}

/* ---- Paths ----
 * From where the ends met, hop by hop to the first end, then likewise to the second: a
 * node of depth d has hops to some of depth d - 1, and each of them leads on. */

static size_t length_of(const meet_search *search)
{
    return search->ends[FIRST].depth + search->ends[SECOND].depth;
}

/* The end that the hop leads to, and the depth there of the node that it leads to. */
static const meet_end *end_of(const meet_search *search, size_t hop, size_t *depth)
{
    size_t first = search->ends[FIRST].depth;
    const meet_end *end = &search->ends[hop < first ? FIRST : SECOND];
    *depth = hop < first ? first - 1 - hop : length_of(search) - 1 - hop;
    return end;
}

/* The node that the hop begins at. */
static cg_id start_of(const meet_search *search, size_t hop)
{
    if (hop == 0 || hop == search->ends[FIRST].depth)
        return search->met.at[search->next];
    const meet_hop *before = &search->hops[hop - 1];
    return before->nodes[before->next];
}

static cg_status add_hop(meet_hop *hop, cg_id relationship, cg_id node,
                         cg_error *err)
{
    cg_status status = cg_grow(hop->relationships, &hop->room, hop->count + 1, err);
    if (status == CG_OK)
        status = cg_grow(hop->nodes, &hop->node_room, hop->count + 1, err);
    if (status != CG_OK)
        return status;
    hop->relationships[hop->count] = relationship;
    hop->nodes[hop->count++] = node;
    return CG_OK;
}

/* All hops from a node to those of a depth. */
static cg_status find_hops(meet_search *search, const meet_end *end, size_t depth,
                           cg_id node, meet_hop *hop, cg_error *err)
{
    cg_neighbours found;
    cg_status status = cg_expand_start(end->back, &node, 1, err);
    while (status == CG_OK &&
           (status = cg_expand_step(end->back, &found, err)) == CG_ROW) {
        status = query_poll(search->run, err);
        for (size_t i = 0; i < found.count && status == CG_OK; i++) {
            uint32_t index = node_map_find(&end->reached, found.others[i]);
            if (index != NODE_MAP_NONE && index >= end->depths[depth] &&
                index < end->depths[depth + 1])
                status = add_hop(hop, found.facts[i], found.others[i], err);
        }
    }
    return status == CG_DONE ? CG_OK : status;
}

static cg_status open_hop(meet_search *search, size_t at, cg_error *err)
{
    size_t depth;
    const meet_end *end = end_of(search, at, &depth);
    meet_hop *hop = &search->hops[at];
    cg_id node = start_of(search, at);
    hop->count = hop->next = 0;
    if (search->all)
        return find_hops(search, end, depth, node, hop, err);
    meet_link link = end->links[node_map_find(&end->reached, node)];
    return add_hop(hop, link.relationship, link.from, err);
}

/* Drop the last hops that have nothing more, and go on with the one before. */
static void close_hops(meet_search *search)
{
    while (search->opened > 0) {
        meet_hop *last = &search->hops[search->opened - 1];
        if (++last->next < last->count)
            return;
        search->opened--;
    }
    search->next++;
}

static cg_status make_hops(meet_search *search, size_t count, cg_error *err)
{
    size_t before = search->hop_room;
    cg_status status = cg_grow(search->hops, &search->hop_room, count, err);
    if (status == CG_OK && search->hop_room > before)
        memset(search->hops + before, 0,
               (search->hop_room - before) * sizeof *search->hops);
    return status == CG_OK ? cg_grow(search->path, &search->path_room, count, err)
                           : status;
}

cg_status meet_next(meet_search *search, size_t *length, cg_error *err)
{
    size_t first = search->ends[FIRST].depth;
    *length = length_of(search);
    if (search->opened > 0)
        close_hops(search);
    if (search->next >= search->met.count)
        return CG_DONE;
    cg_status status = make_hops(search, *length, err);
    while (status == CG_OK && search->opened < *length)
        status = open_hop(search, search->opened++, err);
    for (size_t i = 0; i < *length && status == CG_OK; i++) {
        const meet_hop *hop = &search->hops[i];
        search->path[i < first ? first - 1 - i : i] = hop->relationships[hop->next];
    }
    return status == CG_OK ? CG_ROW : status;
}

void meet_release(meet_search *search)
{
    for (int i = FIRST; i <= SECOND; i++) {
        cg_expand_finish(search->ends[i].onward);
        cg_expand_finish(search->ends[i].back);
        node_map_release(&search->ends[i].reached);
        free(search->ends[i].links);
        free(search->ends[i].depths);
    }
    for (size_t i = 0; i < search->hop_room; i++) {
        free(search->hops[i].relationships);
        free(search->hops[i].nodes);
    }
    free(search->hops);
    free(search->met.at);
    free(search->path);
    *search = (meet_search){0};
}
