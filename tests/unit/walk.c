/* Walks on random graphs, against a slow oracle that lists all simple paths. */
#include "graph/walk/walk.h"

#include "tests/unit/store_graph.h"

enum { NODES = 8, FACTS = 14, GRAPHS = 60, DEPTH = 5, PATHS = 4000 };

typedef struct {
    cg_store *store;
    cg_id entities[NODES];
    cg_id facts[FACTS];
    int ends[FACTS][2]; /* nodes */
    int fact_count;
} random_graph;

/* A generator of our own, so that the graphs are the same everywhere. */
static unsigned next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*state >> 33);
}

static void add_random_fact(random_graph *graph, int from, int to, bool owns)
{
    cg_new_fact fact = {.subject = graph->entities[from],
                        .object = graph->entities[to],
                        .relation =
                            relation_of(graph->store, owns ? "OWNS" : "SUPPLIES")};
    cg_new_evidence evidence = {.source = 1};
    bool fresh = false;
    must(cg_store_add_facts(graph->store, &fact, 1, &evidence.fact, &fresh, &err));
    if (!fresh)
        return;
    must(cg_store_add_evidence(graph->store, &evidence, 1, &fresh, &err));
    graph->facts[graph->fact_count] = evidence.fact;
    graph->ends[graph->fact_count][0] = from;
    graph->ends[graph->fact_count++][1] = to;
}

static void open_random(random_graph *graph, uint64_t seed)
{
    const cg_source source = {.form = CG_CITED, .title = CG_TEXT("walk")};
    cg_id id = 0;
    *graph = (random_graph){.store = NULL};
    must(cg_open("", CG_OPEN_PRIVATE, &graph->store, &err));
    must(cg_store_begin(graph->store, "test", &err));
    must(cg_store_add_source(graph->store, &source, &id, &err));
    for (int i = 0; i < NODES; i++) {
        char name[24];
        snprintf(name, sizeof name, "node %d", i);
        cg_new_entity entity = {.name = cg_text_z(name),
                                .kinds = kind_of(graph->store, "Company")};
        must(cg_store_add_entities(graph->store, id, &entity, 1,
                                   &graph->entities[i], &err));
    }
    for (int i = 0; i < FACTS; i++) {
        int from = (int)(next_random(&seed) % NODES);
        int to = (int)(next_random(&seed) % NODES);
        add_random_fact(graph, from, to, next_random(&seed) % 2 == 0);
    }
    must(cg_store_commit(graph->store, &err));
}

/* ---- The oracle: every simple path, by walking on until it is too long ---- */

typedef struct {
    int nodes[DEPTH + 1];
    int facts[DEPTH];
    int length;
} slow_path;

typedef struct {
    const random_graph *graph;
    int goal;
    int longest;
    slow_path at;
    slow_path *found;
    size_t count;
} slow_search;

static bool visited(const slow_path *path, int node)
{
    for (int i = 0; i <= path->length; i++)
        if (path->nodes[i] == node)
            return true;
    return false;
}

static void walk_on(slow_search *search)
{
    slow_path *at = &search->at;
    if (at->nodes[at->length] == search->goal) {
        assert_true(search->count < PATHS);
        search->found[search->count++] = *at;
        return;
    }
    if (at->length == search->longest)
        return;
    for (int i = 0; i < search->graph->fact_count; i++) {
        const int *ends = search->graph->ends[i];
        for (int side = 0; side < 2; side++) {
            if (ends[side] != at->nodes[at->length] || visited(at, ends[1 - side]))
                continue;
            at->facts[at->length++] = i;
            at->nodes[at->length] = ends[1 - side];
            walk_on(search);
            at->length--;
        }
    }
}

static int compare_slow(const void *a, const void *b)
{
    const slow_path *left = a, *right = b;
    int order = left->length - right->length;
    for (int i = 0; i <= left->length && order == 0; i++)
        order = left->nodes[i] - right->nodes[i];
    for (int i = 0; i < left->length && order == 0; i++)
        order = left->facts[i] - right->facts[i];
    return order;
}

/* The shortest paths, in order; ids grow with the numbers of nodes and facts. */
static size_t slow_paths(const random_graph *graph, int from, int to, int depth,
                         slow_path *found)
{
    slow_search search = {
        .graph = graph, .goal = to, .longest = depth, .found = found};
    size_t count = 0;
    search.at.nodes[0] = from;
    walk_on(&search);
    qsort(found, search.count, sizeof *found, compare_slow);
    while (count < search.count && found[count].length == found[0].length)
        count++;
    return count;
}

static void compare_path(const random_graph *graph, const cg_path *path,
                         const slow_path *slow)
{
    assert_int_equal(path->length, slow->length);
    for (int i = 0; i <= slow->length; i++)
        assert_int_equal(path->entities[i], graph->entities[slow->nodes[i]]);
    for (int i = 0; i < slow->length; i++)
        assert_int_equal(path->facts[i], graph->facts[slow->facts[i]]);
}

static void check_paths(const random_graph *graph, int from, int to, size_t depth,
                        size_t limit, slow_path *slow)
{
    const cg_fact_filter all = {0};
    cg_arena arena = {0};
    const cg_path *paths = NULL;
    size_t count = 0;
    size_t expected = slow_paths(graph, from, to, (int)depth, slow);
    must(cg_walk_paths(graph->store, graph->entities[from], graph->entities[to],
                       depth, limit, &all, &arena, &paths, &count, &err));
    assert_int_equal(count, expected < limit ? expected : limit);
    for (size_t i = 0; i < count; i++)
        compare_path(graph, &paths[i], &slow[i]);
    cg_arena_release(&arena);
}

/* ---- Neighbourhoods: distances by relaxing every fact until nothing changes ---- */

static void slow_distances(const random_graph *graph, int from, int distance[NODES])
{
    for (int i = 0; i < NODES; i++)
        distance[i] = i == from ? 0 : NODES;
    for (int round = 0; round < NODES; round++)
        for (int i = 0; i < graph->fact_count; i++)
            for (int side = 0; side < 2; side++) {
                int near = distance[graph->ends[i][side]];
                int *far = &distance[graph->ends[i][1 - side]];
                *far = near + 1 < *far ? near + 1 : *far;
            }
}

static void check_around(const random_graph *graph, int from, int depth,
                         size_t limit)
{
    const cg_fact_filter all = {0};
    cg_arena arena = {0};
    const cg_id *found = NULL;
    size_t count = 0, expected = 0;
    bool cut = false;
    int distance[NODES];
    slow_distances(graph, from, distance);
    must(cg_walk_around(graph->store, graph->entities[from], (size_t)depth, limit,
                        &all, &arena, &found, &count, &cut, &err));
    for (int d = 0; d <= depth; d++)
        for (int i = 0; i < NODES; i++) {
            if (distance[i] != d)
                continue;
            if (expected < limit)
                assert_int_equal(found[expected], graph->entities[i]);
            expected++;
        }
    assert_int_equal(count, expected < limit ? expected : limit);
    assert_int_equal(cut, expected > limit);
    cg_arena_release(&arena);
}

static void random_graphs_agree_with_the_oracle(void **state)
{
    slow_path *slow = calloc(PATHS, sizeof *slow);
    (void)state;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        random_graph graph;
        open_random(&graph, seed);
        for (int to = 0; to < NODES; to++) {
            check_paths(&graph, 0, to, DEPTH, SIZE_MAX, slow);
            check_paths(&graph, to, 1, DEPTH, 2, slow);
            check_paths(&graph, 2, to, 1, SIZE_MAX, slow);
            check_around(&graph, to, to % 4, SIZE_MAX);
            check_around(&graph, to, 3, (size_t)to);
        }
        cg_close(graph.store);
    }
    free(slow);
}

static void filters_hold_on_every_step(void **state)
{
    random_graph graph;
    cg_arena arena = {0};
    const cg_path *paths = NULL;
    size_t count = 0;
    (void)state;
    open_random(&graph, 7);
    uint8_t owns = relation_of(graph.store, "OWNS");
    const cg_fact_filter filter = {.relations = &owns, .relation_count = 1};
    for (int to = 0; to < NODES; to++) {
        must(cg_walk_paths(graph.store, graph.entities[0], graph.entities[to],
                           DEPTH, SIZE_MAX, &filter, &arena, &paths, &count, &err));
        for (size_t i = 0; i < count; i++) {
            cg_fact facts[DEPTH];
            must(cg_store_facts(graph.store, paths[i].facts, paths[i].length,
                                &arena, facts, &err));
            for (size_t k = 0; k < paths[i].length; k++)
                assert_int_equal(facts[k].relation, owns);
        }
    }
    cg_arena_release(&arena);
    cg_close(graph.store);
}

static void unknown_entities_are_not_found(void **state)
{
    random_graph graph;
    cg_arena arena = {0};
    const cg_fact_filter all = {0};
    const cg_path *paths = NULL;
    const cg_id *found = NULL;
    size_t count = 0;
    bool cut = false;
    (void)state;
    open_random(&graph, 1);
    must_fail(CG_NOT_FOUND, "'#999'",
              cg_walk_paths(graph.store, graph.entities[0], 999, 3, 1, &all, &arena,
                            &paths, &count, &err));
    must_fail(CG_NOT_FOUND, "'#999'",
              cg_walk_around(graph.store, 999, 1, 10, &all, &arena, &found, &count,
                             &cut, &err));
    cg_arena_release(&arena);
    cg_close(graph.store);
}

/* Where the facts are others than the lists of neighbours say. */
static void a_damaged_file_is_told(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    cg_arena arena = {0};
    const cg_fact_filter all = {0};
    const cg_path *paths = NULL;
    size_t count = 0;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    small_graph graph = fill_small(store);
    must(cg_store_begin(store, "test", &err));
    (void)add_fact(store, graph.yttrium, "OWNS", graph.zircon);
    must(cg_store_commit(store, &err));
    cg_close(store);
    run_sql(path, "UPDATE fact SET subject = 99");

    must(cg_open(path, CG_OPEN_READ, &store, &err));
    must_fail(CG_STORAGE, "the file is damaged",
              cg_walk_paths(store, graph.xenon, graph.zircon, 3, 9, &all, &arena,
                            &paths, &count, &err));
    cg_close(store);
    cg_arena_release(&arena);
    remove_file(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_agree_with_the_oracle),
        cmocka_unit_test(filters_hold_on_every_step),
        cmocka_unit_test(unknown_entities_are_not_found),
        cmocka_unit_test(a_damaged_file_is_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
