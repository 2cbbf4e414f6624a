/* Rewrites and the operators that they bring in against the plain road: on random small
 * graphs, with loops, parallel facts, facts that are hidden and entities that are the same,
 * each question gives the same rows with all rewrites as with none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/query_cell.h"
#include "graph/query/node_set.h"
#include "graph/query/rewrite.h"
#include "tests/support/fault.h"

enum { GRAPHS = 8, NODES = 9, FACTS = 22, ROUNDS = 2 };

/* Asked of every graph. Rows come in any order. */
static const char *const questions[] = {
    /* numbers of paths */
    "MATCH ()-->() RETURN count(*)",
    "MATCH (a)--(b) RETURN count(a), count(*) AS n",
    "MATCH (a:A)-[r:T]->(b) RETURN count(r)",
    "MATCH ()-->()-->() RETURN count(*)",
    "MATCH ()--()--() RETURN count(*)",
    "MATCH ()-[:T]->()--() RETURN count(*)",
    "MATCH ()-[:T]->()<--() RETURN count(*)",
    "MATCH ()-[:T]->()-[:U]->() RETURN count(*)",
    "MATCH (a)-->(b)<--(c) WHERE a <> c RETURN count(*)",
    "MATCH (a)--(b)--(c) WHERE c <> a RETURN count(*)",
    "MATCH (a:A)-[:T]->(b:B)<-[:U]-(c:A) WHERE a <> c RETURN count(*)",
    "MATCH (a:A)-[:T]->(b)-[:T|U]->(c:B) RETURN count(*)",
    "MATCH (a:A)--(b)--(c:A) RETURN count(*)",
    "MATCH (a:A&B)-->(b)-->(c:A|B) RETURN count(*)",
    "MATCH (a:Nobody)-->(b)-->(c) RETURN count(*)",
    "MATCH (a)-->(b) MATCH (b)<--(c) RETURN count(*)",
    "MATCH (a)-[r]-(b) MATCH (b)-[s:T]-(c) RETURN count(*), count(r)",
    "MATCH (a)-[:T]->(b) MATCH (a)-[:T]->(c) WHERE b <> c RETURN count(*)",
    "MATCH (a)-[:T]->(b) MATCH (a)<-[:T|U]-(c) RETURN count(*)",
    "MATCH (a)-[:NOTHING]->(b)-->(c) RETURN count(*)",
    "MATCH (a) RETURN a.i, COUNT { MATCH (x)-->()-->(y) }",
    "UNWIND [1, 2] AS x CALL (x) { MATCH ()-->()-->() RETURN count(*) AS n } "
    "RETURN x, n",
    /* reached nodes */
    "MATCH (a)-[*]->(b) RETURN DISTINCT a, b",
    "MATCH (a)-[*1..2]->(b) RETURN DISTINCT a, b",
    "MATCH (a)-[*0..2]->(b) RETURN DISTINCT a, b",
    "MATCH (a)-[*1..1]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[*1..2]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[*1..3]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[:U*1..2]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[:U*1..3]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[:U*1..4]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[:U*1..5]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[:U*]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[:U*0..]-(b) RETURN DISTINCT a, b",
    "MATCH (a)<-[:T*1..3]-(b:A) RETURN a.i, count(DISTINCT b), min(b.i), max(b.i)",
    "MATCH (a)-[*1..3]-(b) WHERE a <> b RETURN a, count(DISTINCT b)",
    "MATCH (a)-[:U*1..3]-(b)-[:U*1..2]->(c) RETURN DISTINCT a, c",
    "MATCH (a)-[:U*1..3]->(b)-[r:T]->(c) RETURN DISTINCT a, c",
    "MATCH (a)-[:U*1..4]-(a) RETURN DISTINCT a",
    "MATCH (a), (b) MATCH (a)-[:U*1..3]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[r:U*1..3]-(b) RETURN DISTINCT a, b, size(r)",
    "MATCH (a)-[*1..2 {i: 3}]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[*2..3]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[*1..3]-(b) RETURN a, count(b)",
    "MATCH (a)-[:NOTHING*]-(b) RETURN DISTINCT a, b",
    "MATCH (a)-[:NOTHING*0..]-(b) RETURN DISTINCT a, b",
    "OPTIONAL MATCH (z:Nobody) MATCH (z)-[*0..1]-(b) RETURN DISTINCT z, b",
    "MATCH (a)-[*1..2]-(b) RETURN count(DISTINCT b)",
    "MATCH (a {i: 1})-[*1..3]-(b) WHERE a <> b RETURN count(DISTINCT b) AS n, "
    "count(DISTINCT b) AS m",
    "MATCH (a {i: 2})-[:U*1..4]-(b) RETURN count(DISTINCT b)",
    "MATCH (a)-[:T*0..1]->(b) WHERE a.i IN [1, 2, 3] RETURN count(DISTINCT b)",
    "MATCH (a {i: -1})-[*]->(b) RETURN count(DISTINCT b)",
    "MATCH (a {i: 1}), (c {i: 2}) MATCH (a)-[:U*1..3]->(b) RETURN count(DISTINCT "
    "b)",
    "UNWIND [1, 2, 1] AS i CALL (i) { MATCH (a {i: i})-[*1..2]->(b) "
    "RETURN count(DISTINCT b) AS n } RETURN i, n",
    "OPTIONAL MATCH (z:Nobody) MATCH (z)-[*0..1]-(b) RETURN count(DISTINCT b)",
    /* optional parts that share a value */
    "MATCH (z:A) OPTIONAL MATCH (a {i: 1}), (b:B)-[:T]->(c) WHERE c.i = a.i "
    "RETURN z, a, b, c",
    "MATCH (z) OPTIONAL MATCH (a:A), (b)-[r]->(c) WHERE b.i = a.i + 1 "
    "RETURN z, a, b, c, r",
    /* degrees */
    "MATCH (a)-[:T]->() WITH a, count(*) AS n RETURN a.i, n",
    "MATCH (a)-[r]-(b) WITH a, count(r) AS n, count(b) AS m RETURN a.i, n, m",
    "MATCH (a:A)<-[r:T|U]-(b) WHERE a.i > 2 RETURN a, count(*)",
    "MATCH (a)-[r]-(b) WITH a AS c, count(DISTINCT b) AS n RETURN c.i, n",
    "MATCH (a)-[:NOTHING]->() RETURN a, count(*)",
    "MATCH (a)-->() WITH a, count(*) AS n MATCH (a)-[:U]->(b) RETURN a.i, n, b.i",
    "MATCH (a)-->() RETURN a, count(*) + 1, count(*) * 2",
    "UNWIND [1, 2] AS x MATCH (a)-->() RETURN a, count(*)",
    "UNWIND [1, 2] AS x CALL (x) { MATCH (a)-->() RETURN a, count(*) AS n } "
    "RETURN x, a, n",
    /* nodes that two lead to */
    "MATCH (a)-[r]->(b)-[s]->(c)<-[t]-(a) RETURN a, b, c, r, s, t",
    "MATCH (a)--(b)--(c)--(a) RETURN a, b, c",
    "MATCH (a)-[r:T]-(b)-[s]-(c), (a)-[t]->(c) RETURN a, b, c, r, s, t",
    "MATCH (a)--(c)--(b) WHERE a <> b RETURN count(*)",
    "MATCH (a:A)-->(c)--(b:B) WHERE a <> b RETURN count(*)",
    "MATCH (a)-[:T]-(c:B)-[:T]-(b:A) WHERE a <> b RETURN count(*)",
    "MATCH (a:A)--(c)--(b) RETURN count(*)",
    "MATCH (a)-[:T]->(b)-[:T]->(c)<-[:T]-(a) RETURN a.i, b.i, c.i",
    "MATCH (a)-[:T]->(b)-[:T]->(c)-[:T]->(a) RETURN a.i, b.i, c.i",
    "MATCH (a)-[r:T]->(b)-[s:U]->(c)<-[t:T]-(a) RETURN r.i, s.i, t.i",
    "MATCH (a)-[r:T]->(b)<-[s:T]-(a) RETURN r.i, s.i",
    "MATCH (a:A)-[r:T]->(b)-[s:U]->(c:B)<-[t:T]-(a) WHERE c.i > 2 RETURN r.i, s.i, "
    "t.i",
    "MATCH (a)-[r:T]->(b)-[s:T]->(c)<-[t:T]-(a)-[u:U]->(b) RETURN r.i, s.i, t.i, "
    "u.i",
    "MATCH (a)-[r:T]->(c)<-[s:NOTHING]-(b), (b)-->(a) RETURN count(*)",
    "MATCH (a)-[:T]->(b)-[:T]->(c)<-[:T]-(a) RETURN count(DISTINCT c)",
    "MATCH (a {i: 0}), (b {i: 1}) MATCH (a)-[r:T]->(c)<-[s:T]-(b) RETURN r.i, s.i",
    /* counted columns */
    "MATCH (a)-->(b) RETURN count(DISTINCT a), count(DISTINCT b), count(b)",
    "MATCH (a) OPTIONAL MATCH (a)-[r:T]->(b:B) RETURN count(DISTINCT b), count(r), "
    "sum(b.i)",
    "MATCH (a)-->(b) RETURN a, count(DISTINCT b)",
};

/* Two questions that must have the same rows: one that is searched from both ends, and
 * one that goes all ways. */
static const char *const pairs[][2] = {
#define SHORTEST(ends, all, where)                                                 \
    {"MATCH (a), (b) WHERE " where " MATCH p = allShortestPaths((a)" ends "(b)) "  \
     "RETURN a.i, b.i, [r IN relationships(p) | r.i]",                             \
     "MATCH (a), (b) WHERE " where " MATCH p = (a)" all "(b) "                     \
     "WITH a, b, min(length(p)) AS least MATCH p = (a)" all "(b) "                 \
     "WHERE length(p) = least RETURN a.i, b.i, [r IN relationships(p) | r.i]"},    \
    {                                                                              \
        "MATCH (a), (b) WHERE " where " MATCH p = shortestPath((a)" ends "(b)) "   \
        "RETURN a.i, b.i, length(p)",                                              \
            "MATCH (a), (b) WHERE " where " MATCH p = (a)" all "(b) "              \
            "RETURN a.i, b.i, min(length(p))"                                      \
    }
    SHORTEST("-[:U*]-", "-[:U*]-", "a <> b"),
    SHORTEST("-[:U*]->", "-[:U*]->", "a <> b"),
    SHORTEST("-[*..3]->", "-[*..3]->", "a <> b"),
    SHORTEST("<-[:T*..4]-", "<-[:T*..4]-", "a <> b"),
    SHORTEST("-[*1..2]-", "-[*1..2]-", "a <> b"),
    SHORTEST("-[:U*..3]-", "-[:U*..3]-", "a <> b AND a.i < 4 AND b:A"),
#undef SHORTEST
};

/* ---- A random graph ---- */

static unsigned draw(unsigned *state, unsigned below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

static cg_query *prepare(cg_store *store, const char *text, unsigned rewrites)
{
    cg_error err = {0};
    cg_query *query = NULL;
    if (query_prepare(store, cg_text_z(text), NULL, rewrites, &query, &err) !=
        CG_OK)
        fail_msg("%s: %s", text, err.message);
    return query;
}

static void run(cg_store *store, const char *text)
{
    cg_error err = {0};
    cg_query *query = prepare(store, text, REWRITE_ALL);
    cg_status status;
    while ((status = cg_query_step(query, &err)) == CG_ROW)
        ;
    if (status != CG_DONE)
        fail_msg("%s: %s", text, err.message);
    cg_query_finish(query);
}

static void judge(cg_store *store, const cg_judgement *judgement)
{
    cg_error err = {0};
    cg_id id;
    if (cg_judge(store, judgement, &id, &err) != CG_OK)
        fail_msg("%s", err.message);
}

/* Some facts are judged wrong, two entities are judged the same, some facts go. */
static void hide_some(cg_store *store, unsigned *state)
{
    char text[256];
    if (draw(state, 2) == 0)
        judge(store, &(cg_judgement){.verdict = CG_WRONG,
                                     .fact = 1 + (cg_id)draw(state, FACTS)});
    if (draw(state, 3) == 0)
        judge(store, &(cg_judgement){.verdict = CG_SAME,
                                     .entity = 1,
                                     .other = 2 + (cg_id)draw(state, NODES - 1)});
    snprintf(text, sizeof text, "MATCH ()-[r]->() WHERE r.i %% 7 = %u DELETE r",
             draw(state, 7));
    run(store, text);
}

static void make_graph(cg_store *store, unsigned seed)
{
    static const char *const labels[] = {":A", ":B", ":A:B", ""};
    unsigned state = seed;
    char text[256];
    for (unsigned i = 0; i < NODES; i++) {
        snprintf(text, sizeof text, "CREATE (%s {i: %u, name: 'n%u'})",
                 labels[draw(&state, 4)], i, i);
        run(store, text);
    }
    for (unsigned i = 0; i < FACTS; i++) {
        snprintf(text, sizeof text,
                 "MATCH (a {i: %u}), (b {i: %u}) CREATE (a)-[:%s {i: %u}]->(b)",
                 draw(&state, NODES), draw(&state, NODES),
                 draw(&state, 3) == 0 ? "U" : "T", i);
        run(store, text);
    }
    hide_some(store, &state);
}

/* ---- Rows ---- */

typedef struct {
    char **at;
    size_t count;
} lines;

static int order_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static lines ask(cg_store *store, const char *text, unsigned rewrites)
{
    lines got = {0};
    cg_error err = {0};
    cg_query *query = prepare(store, text, rewrites);
    cg_status status;
    while ((status = cg_query_step(query, &err)) == CG_ROW) {
        cg_buffer line = {0};
        for (size_t i = 0; i < cg_query_columns(query); i++) {
            assert_int_equal(
                query_cell_json(query, cg_query_column(query, i), &line, &err),
                CG_OK);
            cg_buffer_add_byte(&line, '|');
        }
        got.at = realloc(got.at, (got.count + 1) * sizeof *got.at);
        got.at[got.count++] = strndup(line.at, line.size);
        cg_buffer_release(&line);
    }
    if (status != CG_DONE)
        fail_msg("%s: %s", text, err.message);
    cg_query_finish(query);
    if (got.count > 0)
        qsort(got.at, got.count, sizeof *got.at, order_lines);
    return got;
}

static void release(lines *got)
{
    for (size_t i = 0; i < got->count; i++)
        free(got->at[i]);
    free(got->at);
}

static void same_rows(lines plain, lines other, const char *text, unsigned seed)
{
    bool same = plain.count == other.count;
    for (size_t i = 0; i < plain.count && same; i++)
        same = strcmp(plain.at[i], other.at[i]) == 0;
    if (!same)
        fail_msg("graph %u: %s: %zu rows, %zu plainly; first %s, %s", seed, text,
                 other.count, plain.count, other.count > 0 ? other.at[0] : "none",
                 plain.count > 0 ? plain.at[0] : "none");
    release(&plain);
    release(&other);
}

static void compare(cg_store *store, const char *text, unsigned seed)
{
    same_rows(ask(store, text, 0), ask(store, text, REWRITE_ALL), text, seed);
}

static void test_rows_are_the_same(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= GRAPHS; seed++) {
        cg_error err = {0};
        cg_store *store = NULL;
        assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
        make_graph(store, seed);
        for (int round = 0; round < ROUNDS; round++) {
            for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
                /* Behind a write neighbours are looked up, until that costs more than
                 * reading all of them. */
                if (round > 0)
                    run(store, "CREATE ()");
                compare(store, questions[i], seed);
            }
            for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
                same_rows(ask(store, pairs[i][1], 0),
                          ask(store, pairs[i][0], REWRITE_ALL), pairs[i][0], seed);
            run(store,
                "MATCH (a {i: 0}), (b {i: 1}) CREATE (a)-[:T]->(b), (b)-[:T]->(b)");
        }
        cg_close(store);
    }
}

/* Where few of many nodes have facts there are no arrays. */
static void test_few_facts(void **state)
{
    (void)state;
    cg_error err = {0};
    cg_store *store = NULL;
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    make_graph(store, 1);
    run(store, "UNWIND range(1, 70000) AS i CREATE (:C)");
    for (size_t i = 0; i < 9; i += 4)
        compare(store, questions[i], 0);
    cg_close(store);
}

/* ---- No memory ---- */

typedef struct {
    cg_store *store;
    const char *text;
} asked;

static cg_status ask_all(void *handle, cg_error *err)
{
    const asked *own = handle;
    cg_query *query = NULL;
    cg_status status = query_prepare(own->store, cg_text_z(own->text), NULL,
                                     REWRITE_ALL, &query, err);
    while (status == CG_OK || status == CG_ROW)
        status = cg_query_step(query, err);
    cg_query_finish(query);
    return status == CG_DONE ? CG_OK : status;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    static const char *const swept[] = {
        "MATCH (a:A)--(b)--(c:B) WHERE a <> c RETURN count(*)",
        "MATCH ()-->()-->() RETURN count(*)",
        "MATCH (a)-[*1..3]-(b) RETURN count(DISTINCT b)",
        "MATCH (a {i: 0}), (b {i: 5}) MATCH p = allShortestPaths((a)-[*]-(b)) "
        "RETURN p",
        "MATCH (a)-[:T]->(b)-[:T]->(c)<-[:T]-(a) RETURN c",
        "MATCH (a)-[:T]->() RETURN a, count(*)",
    };
    cg_error err = {0};
    cg_store *store = NULL;
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    make_graph(store, 2);
    for (size_t i = 0; i < sizeof swept / sizeof *swept; i++) {
        asked one = {store, swept[i]};
        run(store, "CREATE ()"); /* so that the arrays are read again */
        assert_true(fault_sweep(ask_all, &one, 20000) > 0);
    }
    cg_close(store);
}

/* ---- Sets of nodes ---- */

static void test_node_set(void **state)
{
    (void)state;
    enum { IDS = 20000, SPREAD = 60000 };
    static bool there[SPREAD];
    unsigned seed = 5;
    size_t count = 0;
    node_set set = {0};
    cg_error err = {0};
    bool fresh;
    assert_false(node_set_has(&set, 1));
    for (int i = 0; i < IDS; i++) {
        cg_id id = (cg_id)draw(&seed, SPREAD);
        assert_int_equal(node_set_add(&set, id, &fresh, &err), CG_OK);
        assert_int_equal(fresh, !there[id]);
        count += fresh;
        there[id] = true;
    }
    for (cg_id id = 0; id < SPREAD; id++)
        assert_int_equal(node_set_has(&set, id), there[id]);
    assert_int_equal(set.count, count);
    assert_int_equal(node_set_add(&set, INT64_MAX, &fresh, &err), CG_OK);
    assert_true(fresh && node_set_has(&set, INT64_MAX));
    node_set_release(&set);
    assert_false(node_set_has(&set, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_the_same),
        cmocka_unit_test(test_few_facts),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_node_set),
    };
    return cmocka_run_group_tests_name("query rewrites", tests, NULL, NULL);
}
