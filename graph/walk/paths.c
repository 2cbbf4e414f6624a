/* All shortest paths between two entities.
 *
 * Two searches spread towards each other, always the one with the smaller frontier,
 * until they meet: every shortest path goes through exactly one of the entities
 * where they first do. From there the facts that lead back to either start are
 * fetched, and only those; the paths are then listed in order, as many as asked for. */
#include "graph/walk/walk.h"

#include <stdlib.h>

#include "graph/walk/front.h"

/* A fact on a shortest path, as it is walked. */
typedef struct {
    cg_id tail; /* nearer to the first entity */
    cg_id head;
    cg_id fact;
} arc;

typedef struct {
    arc *items; /* by tail, head, fact */
    size_t count;
    size_t room;
} arc_list;

typedef struct {
    cg_id *ids;
    size_t count;
    size_t room;
} id_list;

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_arcs(const void *a, const void *b)
{
    const arc *left = a;
    const arc *right = b;
    int order = compare_numbers(left->tail, right->tail);

    if (order == 0)
        order = compare_numbers(left->head, right->head);
    return order != 0 ? order : compare_numbers(left->fact, right->fact);
}

/* ---- Where the searches meet ---- */

static cg_status collect_meetings(const walk_front *fresh, const walk_front *other,
                                  id_list *meetings, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < fresh->count && status == CG_OK; i++) {
        if (cg_id_map_get(&other->seen, fresh->frontier[i], -1) < 0)
            continue;
        status = cg_grow(meetings->ids, &meetings->room, meetings->count + 1, err);
        if (status == CG_OK)
            meetings->ids[meetings->count++] = fresh->frontier[i];
    }
    return status;
}

static cg_status meet(cg_store *store, walk_front sides[2], size_t depth,
                      const cg_fact_filter *filter, id_list *meetings,
                      cg_error *err)
{
    cg_status status = collect_meetings(&sides[0], &sides[1], meetings, err);

    while (status == CG_OK && meetings->count == 0 && sides[0].count > 0 &&
           sides[1].count > 0 &&
           (size_t)(sides[0].distance + sides[1].distance) < depth) {
        int next = sides[0].count <= sides[1].count ? 0 : 1;

        status = walk_front_advance(&sides[next], store, filter, err);
        if (status == CG_OK)
            status =
                collect_meetings(&sides[next], &sides[1 - next], meetings, err);
    }
    return status;
}

/* ---- The facts that lead back ---- */

/* Add the fact if it leads from `far`, at `distance` from the start of `side`, one
 * nearer to it. */
static cg_status add_arc(const walk_front *side, bool backward, int64_t distance,
                         arc step, arc_list *arcs, id_list *nearer, cg_error *err)
{
    cg_status status = CG_OK;

    if (cg_id_map_get(&side->seen, step.head, -1) != distance ||
        cg_id_map_get(&side->seen, step.tail, -1) != distance - 1)
        return CG_OK;
    status = cg_grow(nearer->ids, &nearer->room, nearer->count + 1, err);
    if (status == CG_OK)
        status = cg_grow(arcs->items, &arcs->room, arcs->count + 1, err);
    if (status != CG_OK)
        return status;
    nearer->ids[nearer->count++] = step.tail;
    arcs->items[arcs->count++] =
        backward ? (arc){step.head, step.tail, step.fact} : step;
    return CG_OK;
}

static cg_status add_batch(const walk_front *side, bool backward, int64_t distance,
                           const cg_edges *batch, arc_list *arcs, id_list *nearer,
                           cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < batch->count && status == CG_OK; i++) {
        arc step = {batch->subjects[i], batch->objects[i], batch->facts[i]};

        status = add_arc(side, backward, distance, step, arcs, nearer, err);
        if (status != CG_OK)
            break;
        step = (arc){step.head, step.tail, step.fact};
        status = add_arc(side, backward, distance, step, arcs, nearer, err);
    }
    return status;
}

/* One step back: from the entities `at`, which are replaced by those they lead to. */
static cg_status step_back(cg_store *store, const walk_front *side, bool backward,
                           int64_t distance, const cg_fact_filter *filter,
                           id_list *at, arc_list *arcs, cg_error *err)
{
    const cg_fact_filter here = walk_filter_at(filter, at->ids, at->count);
    cg_scan *scan = NULL;
    cg_edges batch = {0};
    id_list nearer = {0};
    cg_status status = cg_scan_prepare(store, &here, &scan, err);

    if (status != CG_OK)
        goto done;
    while ((status = cg_scan_step(scan, &batch, err)) == CG_ROW) {
        status = add_batch(side, backward, distance, &batch, arcs, &nearer, err);
        if (status != CG_OK)
            goto done;
    }
    if (status != CG_DONE)
        goto done;
    status = CG_OK;
    free(at->ids);
    *at = nearer;
    at->count = cg_ids_unique(at->ids, at->count);
    nearer.ids = NULL;
done:
    free(nearer.ids);
    cg_scan_finish(scan);
    return status;
}

/* All steps back from the meetings to the start of `side`. */
static cg_status trace(cg_store *store, const walk_front *side, bool backward,
                       const cg_fact_filter *filter, const id_list *meetings,
                       arc_list *arcs, cg_error *err)
{
    id_list at = {0};
    cg_status status = cg_grow(at.ids, &at.room, meetings->count, err);

    if (status != CG_OK)
        return status;
    memcpy(at.ids, meetings->ids, meetings->count * sizeof *at.ids);
    at.count = meetings->count;
    for (int64_t distance = side->distance; distance > 0 && status == CG_OK;
         distance--)
        status = step_back(store, side, backward, distance, filter, &at, arcs, err);
    free(at.ids);
    return status;
}

/* ---- Listing the paths ---- */

/* The facts from one entity to the next: a run of arcs with one tail and head. */
typedef struct {
    size_t start;
    size_t end;
    size_t chosen;
} run;

typedef struct {
    const arc_list *arcs;
    cg_id from;
    run *runs; /* length of them */
    size_t length;
    cg_path *paths;
    size_t count;
    size_t room;
    size_t limit;
    cg_arena *arena;
} listing;

static size_t first_of_tail(const arc_list *arcs, cg_id tail)
{
    size_t low = 0;
    size_t high = arcs->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (arcs->items[middle].tail < tail)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static run run_at(const arc_list *arcs, size_t start)
{
    size_t end = start + 1;

    while (end < arcs->count && arcs->items[end].tail == arcs->items[start].tail &&
           arcs->items[end].head == arcs->items[start].head)
        end++;
    return (run){start, end, start};
}

/* Go on to the end from `level`, always to the first entity there is. In a damaged file,
 * where neighbours are kept otherwise than facts, there may be none. */
static cg_status descend(listing *list, size_t level, cg_error *err)
{
    const arc_list *arcs = list->arcs;

    for (size_t i = level; i < list->length; i++) {
        cg_id tail =
            i == 0 ? list->from : arcs->items[list->runs[i - 1].start].head;
        size_t first = first_of_tail(arcs, tail);

        if (first == arcs->count || arcs->items[first].tail != tail)
            return cg_fail(err, CG_STORAGE, NULL,
                           "the file is damaged: its lists of neighbours are not "
                           "those of its facts: take a copy of it from before");
        list->runs[i] = run_at(arcs, first);
    }
    return CG_OK;
}

/* The next sequence of entities; CG_DONE behind the last. */
static cg_status next_entities(listing *list, cg_error *err)
{
    const arc_list *arcs = list->arcs;

    for (size_t i = list->length; i-- > 0;) {
        size_t next = list->runs[i].end;

        if (next < arcs->count &&
            arcs->items[next].tail == arcs->items[list->runs[i].start].tail) {
            list->runs[i] = run_at(arcs, next);
            return descend(list, i + 1, err);
        }
    }
    return CG_DONE;
}

/* The next choice of facts between the same entities; false behind the last, with
 * the first one chosen again. */
static bool next_facts(listing *list)
{
    for (size_t i = list->length; i-- > 0;) {
        if (++list->runs[i].chosen < list->runs[i].end)
            return true;
        list->runs[i].chosen = list->runs[i].start;
    }
    return false;
}

static cg_status emit(listing *list, cg_error *err)
{
    cg_id *entities =
        cg_arena_array(list->arena, list->length + 1, sizeof *entities);
    cg_id *facts = cg_arena_array(list->arena, list->length + 1, sizeof *facts);
    cg_status status = CG_OK;

    if (entities == NULL || facts == NULL)
        return cg_fail_memory(err);
    entities[0] = list->from;
    for (size_t i = 0; i < list->length; i++) {
        const arc *step = &list->arcs->items[list->runs[i].chosen];

        entities[i + 1] = step->head;
        facts[i] = step->fact;
    }
    status = cg_grow(list->paths, &list->room, list->count + 1, err);
    if (status == CG_OK)
        list->paths[list->count++] = (cg_path){entities, facts, list->length};
    return status;
}

static cg_status list_paths(listing *list, cg_error *err)
{
    cg_status status = descend(list, 0, err);

    while (status == CG_OK) {
        do {
            if (list->count == list->limit)
                return CG_OK;
            status = emit(list, err);
        } while (status == CG_OK && next_facts(list));
        if (status == CG_OK)
            status = next_entities(list, err);
    }
    return status == CG_DONE ? CG_OK : status;
}

/* List the paths over the arcs, into the arena. */
static cg_status list_all(const arc_list *arcs, cg_id from, size_t length,
                          size_t limit, cg_arena *arena, const cg_path **paths,
                          size_t *count, cg_error *err)
{
    listing list = {.arcs = arcs,
                    .from = from,
                    .length = length,
                    .limit = limit,
                    .arena = arena};
    cg_path *copy = NULL;
    cg_status status = CG_OK;

    list.runs = cg_arena_array(arena, length + 1, sizeof *list.runs);
    if (list.runs == NULL)
        return cg_fail_memory(err);
    status = list_paths(&list, err);
    if (status == CG_OK && list.count > 0) {
        copy = cg_arena_array(arena, list.count, sizeof *copy);
        if (copy == NULL)
            status = cg_fail_memory(err);
        else
            memcpy(copy, list.paths, list.count * sizeof *copy);
    }
    if (status == CG_OK) {
        *paths = copy;
        *count = list.count;
    }
    free(list.paths);
    return status;
}

static cg_status begin(cg_store *store, cg_id from, cg_id to, walk_front sides[2],
                       cg_id *start, cg_error *err)
{
    cg_id goal = 0;
    cg_status status = walk_read_as(store, from, start, err);

    if (status == CG_OK)
        status = walk_read_as(store, to, &goal, err);
    if (status == CG_OK)
        status = walk_front_begin(&sides[0], *start, err);
    if (status == CG_OK)
        status = walk_front_begin(&sides[1], goal, err);
    return status;
}

cg_status cg_walk_paths(cg_store *store, cg_id from, cg_id to, size_t depth,
                        size_t limit, const cg_fact_filter *filter, cg_arena *arena,
                        const cg_path **paths, size_t *count, cg_error *err)
{
    walk_front sides[2] = {{.count = 0}, {.count = 0}};
    id_list meetings = {0};
    arc_list arcs = {0};
    cg_id start = 0;
    cg_status status = begin(store, from, to, sides, &start, err);

    *paths = NULL;
    *count = 0;
    if (status == CG_OK)
        status = meet(store, sides, depth, filter, &meetings, err);
    if (status != CG_OK || meetings.count == 0)
        goto done;
    status = trace(store, &sides[0], false, filter, &meetings, &arcs, err);
    if (status == CG_OK)
        status = trace(store, &sides[1], true, filter, &meetings, &arcs, err);
    if (status != CG_OK)
        goto done;
    if (arcs.count > 0)
        qsort(arcs.items, arcs.count, sizeof *arcs.items, compare_arcs);
    status = list_all(&arcs, start, (size_t)(sides[0].distance + sides[1].distance),
                      limit, arena, paths, count, err);
done:
    free(arcs.items);
    free(meetings.ids);
    walk_front_release(&sides[0]);
    walk_front_release(&sides[1]);
    return status;
}
