/* Questions while memory runs out: every allocation of a question fails once, with each
 * operator and each rewrite at work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "graph/chipgraph.h"
#include "tests/support/fault.h"

static const char market[] =
    "UNWIND range(0, 9) AS i "
    "CREATE (m:Company:Maker {name: 'Maker ' + i, size: i})"
    "-[:DEVELOPS {since: '2020'}]->(c:Chip {name: 'Chip ' + i, cores: 2 * i}),"
    " (b:Company {name: 'Buyer ' + i})-[:BUYS {share: i}]->(c), (b)-[:KNOWS]->(m)";

static const char *const questions[] = {
    "MATCH (n:Company|Chip) RETURN n.name, labels(n) ORDER BY n.name SKIP 1 LIMIT "
    "3",
    "MATCH (b)-[r:BUYS]->(c:Chip)<-[:DEVELOPS]-(m {name: 'Maker 1'}) WHERE r.share "
    "< 5 "
    "AND b.name STARTS WITH 'B' RETURN b.name, type(r), r.share",
    "UNWIND ['Maker 1', 'Chip 2', 7] AS name MATCH (n) WHERE n.name = name RETURN "
    "n",
    "MATCH (n) WHERE id(n) IN [1, 2, 3] AND elementId(n) <> '2' RETURN id(n)",
    "MATCH (n) WHERE n.size IN [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, "
    "16, 17, 18, 19, 20, 21, 22, 23, 24] RETURN n.size",
    "MATCH (m:Maker) OPTIONAL MATCH (m)-[:DEVELOPS]->(c) WHERE c.cores > 8 "
    "RETURN m.name, c.name, count(*), collect(DISTINCT c.cores)",
    "MATCH p = (m:Maker {size: 1})-[*1..2]-(n) RETURN length(p), p",
    "MATCH p = shortestPath((a {name: 'Maker 1'})-[*]-(b {name: 'Chip 1'})) RETURN "
    "p",
    "MATCH (a:Maker), (b:Chip) WHERE a.size = b.cores RETURN count(*)",
    "MATCH (m:Maker) WHERE EXISTS { (m)-->(:Chip) } AND (m)<--() "
    "RETURN COUNT { (m)--() }, [(m)-->(c) | c.name]",
    "MATCH (m:Maker) CALL (m) { MATCH (m)--(o) RETURN o.name AS o LIMIT 1 } RETURN "
    "m.size, o "
    "UNION MATCH (c:Chip) RETURN c.cores AS `m.size`, c.name AS o",
    "MATCH (m:Maker)-[:DEVELOPS]->(c)<-[:BUYS]-(b), (b)-[:KNOWS]->(m) RETURN "
    "count(*)",
    "MATCH (m:Maker {size: 1}) CREATE (m)-[r:OWNS]->(n:New {name: 'x'}) SET n.y = "
    "1 "
    "WITH m, n MERGE (m)-[:OWNS]->(k {name: 'x'}) ON MATCH SET k.z = 2 "
    "FOREACH (i IN [1, 2] | CREATE (:Item {i: i})) WITH n DETACH DELETE n",
    "EXPLAIN MATCH (b)-[r:BUYS]->(c:Chip)<-[:DEVELOPS]-(m {name: 'Maker 1'}) "
    "RETURN b",
};

enum { QUESTIONS = sizeof questions / sizeof questions[0], RUNS = 400 };

static cg_status ask(cg_store *store, const char *text, cg_error *err)
{
    cg_query *query = NULL;
    cg_status status = cg_query_prepare(store, cg_text_z(text), NULL, &query, err);
    if (status != CG_OK)
        return status;
    if (cg_query_explains(query)) {
        cg_buffer plan = {0};
        status = cg_query_print_plan(query, &plan, err);
        cg_buffer_release(&plan);
    } else {
        while ((status = cg_query_step(query, err)) == CG_ROW)
            ;
        status = status == CG_DONE ? CG_OK : status;
    }
    cg_query_finish(query);
    return status;
}

typedef struct {
    cg_store *store;
    const char *text;
} operation;

/* What a question writes is taken back, so that each run finds the same. */
static cg_status ask_again(void *handle, cg_error *err)
{
    const operation *one = handle;
    return ask(one->store, one->text, err);
}

static void questions_stand_failing_allocations(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < QUESTIONS; i++) {
        cg_error err = {0};
        operation one = {.text = questions[i]};
        assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &one.store, &err), CG_OK);
        assert_int_equal(ask(one.store, market, &err), CG_OK);
        assert_true(fault_sweep(ask_again, &one, RUNS) > 0);
        cg_close(one.store);
    }
}

int main(void)
{
    fault_include_libraries();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_stand_failing_allocations),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("query_faults", tests, NULL, NULL);
}
