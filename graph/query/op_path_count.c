/* PathCount: how many paths of one or two hops there are. At each node, the number of its
 * relationships on one side times that on the other, less the pairs that are no path: a
 * relationship with itself, or ends that must be two nodes and are one. */
#include "graph/query/plan_access.h"
#include "graph/query/steps.h"

#include <stdlib.h>

/* Which nodes may stand somewhere: those that all of the filters pass. */
typedef struct {
    cg_entity_filter *filters;
    size_t count;
    bool none;
} node_test;

/* Relationships of the node in the middle. */
typedef struct {
    step_types types;
    cg_direction direction;
    cg_expansion *expansion;
    const cg_sorted *sorted; /* its neighbours by who they are; or NULL */
    step_degrees degrees;
    node_test test; /* of the node at the other end */
    bool open;      /* all pass it */
} path_side;

/* An end of a relationship of a node of the batch. */
typedef struct {
    uint32_t input;
    cg_id node;
} path_end;

typedef struct {
    path_end *at;
    size_t count;
    size_t room;
} path_ends;

typedef struct {
    query_op op;
    path_side sides[2];
    path_side shared; /* relationships that stand on both sides */
    bool loops;       /* only those of them that join a node to itself do */
    bool no_loops;    /* and there are none */
    node_test middle;
    path_ends ends[2];
    cg_kinds *kinds;
    size_t kind_room;
    bool plain;   /* see is_plain */
    bool by_id;   /* nodes are looked at one by one: those in `ids` */
    size_t first; /* else a batch is all from this one on */
    cg_id ids[BATCH_ROWS];
    uint64_t counts[3]
                   [BATCH_ROWS]; /* on each side, and of pairs that are no path */
    uint64_t total;
} path_count_op;

/* ---- Opening ---- */

static cg_status open_test(query_op *op, uint32_t slot, node_test *test,
                           cg_error *err)
{
    const plan_node *plan = op->plan;
    const cg_vocabulary *vocabulary =
        cg_store_vocabulary(query_graph_store(op->run->graph));
    test->filters = cg_arena_array(&op->run->arena, plan->as.paths.label_count,
                                   sizeof *test->filters);
    if (test->filters == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < plan->as.paths.label_count; i++) {
        bool none = false;
        if (plan->as.paths.labels[i].slot != slot)
            continue;
        (void)plan_labels_filter(vocabulary, plan->as.paths.labels[i].labels,
                                 &test->filters[test->count++], &none);
        test->none = test->none || none;
    }
    return CG_OK;
}

static cg_status open_side(path_count_op *own, size_t at, cg_error *err)
{
    query_op *op = &own->op;
    const plan_side *plan = &op->plan->as.paths.sides[at];
    path_side *side = &own->sides[at];
    cg_store *store = query_graph_store(op->run->graph);
    step_find_types(cg_store_vocabulary(store), plan->types, &side->types);
    side->direction = step_direction(plan->direction);
    cg_status status = open_test(op, plan->to, &side->test, err);
    return status == CG_OK ? step_prepare(op, &side->types, side->direction,
                                          &side->expansion, err)
                           : status;
}

/* The types of both; none may be left. */
static step_types common_types(const step_types *a, const step_types *b)
{
    step_types both = {.none = a->none || b->none};
    if (a->count == 0 && !both.none)
        return *b;
    for (size_t i = 0; i < a->count && !both.none; i++)
        if (b->count == 0 ||
            memchr(b->relations, a->relations[i], b->count) != NULL)
            both.relations[both.count++] = a->relations[i];
    both.none = both.count == 0;
    return both;
}

/* Seen from the node, a relationship goes out or comes in; in opposite directions only
 * one that joins the node to itself is the same. */
static cg_status open_shared(path_count_op *own, cg_error *err)
{
    const path_side *a = &own->sides[0], *b = &own->sides[1];
    path_side *shared = &own->shared;
    unsigned direction = (unsigned)a->direction & (unsigned)b->direction;
    size_t count = a->test.count + b->test.count;
    own->loops = direction == 0;
    shared->direction = own->loops ? CG_OUT : (cg_direction)direction;
    shared->types = common_types(&a->types, &b->types);
    shared->test.none = a->test.none || b->test.none;
    shared->test.filters =
        cg_arena_array(&own->op.run->arena, count, sizeof *shared->test.filters);
    if (shared->test.filters == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        shared->test.filters[i] = i < a->test.count
                                      ? a->test.filters[i]
                                      : b->test.filters[i - a->test.count];
    shared->test.count = count;
    return step_prepare(&own->op, &shared->types, shared->direction,
                        &shared->expansion, err);
}

static cg_status open_path_count(query_op *op, cg_error *err)
{
    path_count_op *own = (path_count_op *)op;
    size_t sides = op->plan->as.paths.side_count;
    cg_status status = open_test(op, op->plan->as.paths.middle, &own->middle, err);
    for (size_t i = 0; i < sides && status == CG_OK; i++)
        status = open_side(own, i, err);
    return status == CG_OK && sides == 2 ? open_shared(own, err) : status;
}

/* ---- Ends ---- */

static bool passes(const node_test *test, cg_kinds kinds)
{
    for (size_t i = 0; i < test->count; i++) {
        cg_entity_filter filter = test->filters[i];
        if ((filter.any != 0 && (kinds & filter.any) == 0) ||
            (kinds & filter.all) != filter.all)
            return false;
    }
    return !test->none;
}

/* The kinds of so many nodes, for a test that asks for them. */
static cg_status read_kinds(path_count_op *own, const node_test *test,
                            const cg_id *ids, size_t count, cg_error *err)
{
    cg_status status = cg_grow(own->kinds, &own->kind_room, count + 1, err);
    if (status != CG_OK || test->count == 0)
        return status;
    return cg_store_kinds(query_graph_store(own->op.run->graph), ids, count,
                          own->kinds, err);
}

static cg_status add_ends(path_count_op *own, const path_side *side,
                          const cg_neighbours *found, path_ends *ends,
                          cg_error *err)
{
    cg_status status = CG_OK;
    if (!side->open)
        status = read_kinds(own, &side->test, found->others, found->count, err);
    if (status == CG_OK)
        status = cg_grow(ends->at, &ends->room, ends->count + found->count, err);
    for (size_t i = 0; i < found->count && status == CG_OK; i++)
        if (side->open || passes(&side->test, own->kinds[i]))
            ends->at[ends->count++] =
                (path_end){found->inputs[i], found->others[i]};
    return status;
}

/* From sorted neighbours: the ends come in order. */
static cg_status list_sorted(path_count_op *own, const path_side *side,
                             size_t count, path_ends *ends, cg_error *err)
{
    uint32_t inputs[BATCH_ROWS];
    cg_id others[BATCH_ROWS];
    cg_neighbours found = {.inputs = inputs, .others = others};
    const cg_sorted *sorted = side->sorted;
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        uint32_t end = sorted->offsets[own->ids[i] + 1];
        for (uint32_t at = sorted->offsets[own->ids[i]]; at < end; at++) {
            inputs[found.count] = (uint32_t)i;
            others[found.count++] = sorted->others[at];
            if (found.count < BATCH_ROWS)
                continue;
            status = add_ends(own, side, &found, ends, err);
            found.count = 0;
            if (status != CG_OK)
                return status;
        }
    }
    return add_ends(own, side, &found, ends, err);
}

static cg_status list_ends(path_count_op *own, const path_side *side, size_t count,
                           path_ends *ends, cg_error *err)
{
    cg_neighbours found;
    ends->count = 0;
    if (side->types.none || side->test.none)
        return CG_OK;
    if (side->sorted != NULL)
        return list_sorted(own, side, count, ends, err);
    cg_status status = cg_expand_start(side->expansion, own->ids, count, err);
    while (status == CG_OK &&
           (status = cg_expand_step(side->expansion, &found, err)) == CG_ROW)
        status = add_ends(own, side, &found, ends, err);
    return status == CG_DONE ? CG_OK : status;
}

static void count_ends(const path_ends *ends, uint64_t *counts)
{
    for (size_t i = 0; i < ends->count; i++)
        counts[ends->at[i].input]++;
}

/* How many relationships each node of the batch has. */
static cg_status count_side(path_count_op *own, const path_side *side, size_t count,
                            uint64_t *counts, cg_error *err)
{
    if (side->open && side->degrees.count > 0) {
        if (own->by_id)
            step_list_degrees(&side->degrees, own->ids, count, counts);
        else
            step_count_degrees(&side->degrees, own->first, count, counts);
        return CG_OK;
    }
    if (!side->types.none && side->open)
        return cg_expand_count(side->expansion, own->ids, count, counts, err);
    memset(counts, 0, count * sizeof *counts);
    cg_status status = list_ends(own, side, count, &own->ends[0], err);
    count_ends(&own->ends[0], counts);
    return status;
}

/* ---- Pairs that are no path ---- */

static int order_ends(const void *a, const void *b)
{
    const path_end *x = a, *y = b;
    if (x->input != y->input)
        return (x->input > y->input) - (x->input < y->input);
    return (x->node > y->node) - (x->node < y->node);
}

/* How many from there on are the same as the first. */
static size_t run_of(const path_ends *ends, size_t from)
{
    size_t end = from + 1;
    while (end < ends->count && order_ends(&ends->at[end], &ends->at[from]) == 0)
        end++;
    return end - from;
}

/* The pairs of relationships that lead from a node to the same one. */
static void count_same_ends(const path_ends *a, const path_ends *b, uint64_t *same)
{
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        int order = order_ends(&a->at[i], &b->at[k]);
        size_t in_a = run_of(a, i), in_b = run_of(b, k);
        if (order == 0)
            same[a->at[i].input] += (uint64_t)in_a * in_b;
        i += order <= 0 ? in_a : 0;
        k += order >= 0 ? in_b : 0;
    }
}

/* The same of two lists of nodes, each ascending. */
static uint64_t count_same_nodes(const uint32_t *a, const uint32_t *a_end,
                                 const uint32_t *b, const uint32_t *b_end)
{
    uint64_t same = 0;
    while (a < a_end && b < b_end) {
        uint32_t x = *a, y = *b;
        uint64_t in_a = 0, in_b = 0;
        if (x != y) {
            a += x < y;
            b += y < x;
            continue;
        }
        for (; a < a_end && *a == x; a++)
            in_a++;
        for (; b < b_end && *b == x; b++)
            in_b++;
        same += in_a * in_b;
    }
    return same;
}

/* From sorted neighbours that all count, as they stand in the arrays. */
static void count_sorted(path_count_op *own, size_t count)
{
    const cg_sorted *a = own->sides[0].sorted, *b = own->sides[1].sorted;
    for (size_t i = 0; i < count; i++) {
        cg_id id = own->ids[i];
        own->counts[0][i] = a->offsets[id + 1] - a->offsets[id];
        own->counts[1][i] = b->offsets[id + 1] - b->offsets[id];
        own->counts[2][i] = count_same_nodes(
            a->others + a->offsets[id], a->others + a->offsets[id + 1],
            b->others + b->offsets[id], b->others + b->offsets[id + 1]);
    }
}

static cg_status count_different(path_count_op *own, size_t count, cg_error *err)
{
    const path_side *a = &own->sides[0], *b = &own->sides[1];
    cg_status status = CG_OK;
    if (a->open && a->sorted != NULL && b->open && b->sorted != NULL) {
        count_sorted(own, count);
        return CG_OK;
    }
    for (size_t i = 0; i < 2 && status == CG_OK; i++) {
        path_ends *ends = &own->ends[i];
        status = list_ends(own, &own->sides[i], count, ends, err);
        if (ends->count > 0 && own->sides[i].sorted == NULL)
            qsort(ends->at, ends->count, sizeof *ends->at, order_ends);
        memset(own->counts[i], 0, count * sizeof *own->counts[i]);
        count_ends(ends, own->counts[i]);
    }
    count_same_ends(&own->ends[0], &own->ends[1], own->counts[2]);
    return status;
}

/* Is no relationship on both sides, or may it be? */
static bool is_apart(const path_count_op *own)
{
    return own->op.plan->as.paths.apart || own->shared.types.none ||
           (own->loops && own->no_loops);
}

static cg_status count_shared(path_count_op *own, size_t count, cg_error *err)
{
    path_ends *ends = &own->ends[0];
    if (is_apart(own))
        return CG_OK;
    if (!own->loops)
        return count_side(own, &own->shared, count, own->counts[2], err);
    cg_status status = list_ends(own, &own->shared, count, ends, err);
    for (size_t i = 0; i < ends->count; i++)
        own->counts[2][ends->at[i].input] +=
            ends->at[i].node == own->ids[ends->at[i].input];
    return status;
}

/* ---- Nodes ---- */

static cg_status check_total(const path_count_op *own, bool over, cg_error *err)
{
    return over || own->total > INT64_MAX
               ? cg_fail(err, CG_LIMIT, NULL, "there are too many paths to count")
               : CG_OK;
}

static cg_status add_up(path_count_op *own, size_t count, cg_error *err)
{
    const uint64_t *first = own->counts[0], *second = own->counts[1];
    const uint64_t *no_paths = own->counts[2];
    bool pairs = own->op.plan->as.paths.side_count == 2, over = false;
    uint64_t total = own->total;
    for (size_t i = 0; i < count; i++) {
        uint64_t paths = first[i];
        if (pairs)
            over |= __builtin_mul_overflow(paths, second[i], &paths);
        over |= __builtin_add_overflow(total, paths - no_paths[i], &total);
    }
    own->total = total;
    return check_total(own, over, err);
}

/* Leave out the nodes that may not stand in the middle. */
static cg_status keep_middle(path_count_op *own, size_t *count, cg_error *err)
{
    size_t kept = 0;
    if (own->middle.count == 0)
        return CG_OK;
    cg_status status = read_kinds(own, &own->middle, own->ids, *count, err);
    for (size_t i = 0; i < *count && status == CG_OK; i++)
        if (passes(&own->middle, own->kinds[i]))
            own->ids[kept++] = own->ids[i];
    *count = kept;
    return status;
}

/* Is there nothing to take off, and one degree a side to multiply? Neither side has more
 * than 2^32 relationships, and so there are no more than 2^64 paths. */
static bool is_plain(const path_count_op *own)
{
    return !own->by_id && own->op.plan->as.paths.side_count == 2 && is_apart(own) &&
           own->sides[0].degrees.count == 1 && own->sides[1].degrees.count == 1;
}

static cg_status count_plain(path_count_op *own, size_t count, cg_error *err)
{
    own->total += step_multiply_degrees(&own->sides[0].degrees,
                                        &own->sides[1].degrees, own->first, count);
    return check_total(own, false, err);
}

/* Those of a batch of nodes, own->ids. */
static cg_status count_batch(path_count_op *own, size_t count, cg_error *err)
{
    const plan_node *plan = own->op.plan;
    cg_status status = query_poll(own->op.run, err);
    if (status == CG_OK && own->plain)
        return count_plain(own, count, err);
    if (status == CG_OK)
        status = keep_middle(own, &count, err);
    memset(own->counts[2], 0, count * sizeof *own->counts[2]);
    if (status == CG_OK && plan->as.paths.differ)
        status = count_different(own, count, err);
    for (size_t i = 0;
         !plan->as.paths.differ && i < plan->as.paths.side_count && status == CG_OK;
         i++)
        status = count_side(own, &own->sides[i], count, own->counts[i], err);
    if (status == CG_OK && !plan->as.paths.differ && plan->as.paths.side_count == 2)
        status = count_shared(own, count, err);
    return status == CG_OK ? add_up(own, count, err) : status;
}

/* What the arrays, if there are any, tell about a side. */
static cg_status look_at_side(path_count_op *own, path_side *side,
                              const cg_arrays *arrays, cg_error *err)
{
    cg_store *store = query_graph_store(own->op.run->graph);
    cg_kinds every = 0;
    bool lists = side->test.count > 0 || own->op.plan->as.paths.differ;
    side->open = side->test.count == 0;
    side->sorted = NULL;
    cg_status status = !lists ? CG_OK
                              : step_sorted(&own->op, &side->types, side->direction,
                                            &side->sorted, err);
    if (status == CG_OK)
        status = step_find_degrees(&own->op, &side->types, side->direction, arrays,
                                   &side->degrees, err);
    if (status == CG_OK && side->sorted != NULL && !side->open) {
        status =
            cg_store_sorted_kinds(store, side->direction,
                                  step_sorted_relation(&side->types), &every, err);
        side->open = passes(&side->test, every);
    }
    own->by_id = own->by_id || !side->open || side->degrees.count == 0;
    return status;
}

/* The next batch of nodes. */
static cg_status next_nodes(path_count_op *own, step_nodes *nodes, size_t *count,
                            cg_error *err)
{
    if (own->by_id)
        return step_nodes_next(nodes, own->ids, count, err);
    own->first = nodes->next;
    *count = nodes->arrays->entities + 1 - nodes->next;
    if (*count > BATCH_ROWS)
        *count = BATCH_ROWS;
    nodes->next += *count;
    return *count > 0 ? CG_ROW : CG_DONE;
}

static cg_status count_all(path_count_op *own, cg_error *err)
{
    step_nodes nodes = {0};
    size_t count, sides = own->op.plan->as.paths.side_count;
    cg_status status = step_nodes_begin(&nodes, own->op.run, err);
    own->no_loops = nodes.arrays != NULL && nodes.arrays->loops == 0;
    own->by_id = own->middle.count > 0 || own->op.plan->as.paths.differ ||
                 (own->loops && !own->no_loops);
    for (size_t i = 0; i < sides && status == CG_OK; i++)
        status = look_at_side(own, &own->sides[i], nodes.arrays, err);
    if (sides == 2 && status == CG_OK && !is_apart(own))
        status = look_at_side(own, &own->shared, nodes.arrays, err);
    own->plain = status == CG_OK && is_plain(own);
    while (status == CG_OK &&
           (status = next_nodes(own, &nodes, &count, err)) == CG_ROW)
        status = count_batch(own, count, err);
    step_nodes_end(&nodes);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status next(query_op *op, cg_error *err)
{
    path_count_op *own = (path_count_op *)op;
    const plan_node *plan = op->plan;
    cg_status status = op_pull(op, err);
    if (status != CG_ROW)
        return status;
    own->total = 0;
    status = count_all(own, err);
    for (size_t i = 0; i < plan->as.paths.count_count; i++)
        batch_set(op->run, &op->out, plan->as.paths.counts[i].slot, 0,
                  cg_integer((int64_t)own->total));
    op->out.count = 1;
    return status == CG_OK ? CG_ROW : status;
}

static void close_path_count(query_op *op)
{
    path_count_op *own = (path_count_op *)op;
    cg_expand_finish(own->sides[0].expansion);
    cg_expand_finish(own->sides[1].expansion);
    cg_expand_finish(own->shared.expansion);
    free(own->ends[0].at);
    free(own->ends[1].at);
    free(own->kinds);
}

const op_class op_path_count = {.size = sizeof(path_count_op),
                                .open = open_path_count,
                                .next = next,
                                .close = close_path_count};
