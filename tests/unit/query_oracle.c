/* Random questions about random small graphs, with all rewrites, none, and all but one:
 * the rows are those of a slow reference, which knows nothing of plans: it takes the
 * question as it was made up, before it became text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "graph/query/rewrite.h"
#include "tests/unit/made_reference.h"

enum { ROUNDS = 60, QUESTIONS = 40 };

static void value_cell(text_row *row, cg_value value)
{
    if (value.type == CG_INTEGER)
        number_cell(row, value.as.integer);
    else if (value.type == CG_STRING)
        text_cell(row, value.as.text);
    else
        null_cell(row);
}

static void run_question(cg_store *store, cg_text text, unsigned rewrites,
                         text_rows *rows)
{
    cg_error err = {0};
    cg_query *query = NULL;
    cg_status status = query_prepare(store, text, NULL, rewrites, &query, &err);
    while (status == CG_OK || status == CG_ROW) {
        status = cg_query_step(query, &err);
        text_row row = {.cell_count = 0};
        for (size_t i = 0; status == CG_ROW && i < cg_query_columns(query); i++)
            value_cell(&row, cg_query_column(query, i));
        if (status == CG_ROW)
            keep_row(rows, &row);
    }
    if (status != CG_DONE)
        fail_msg("%.*s\n%s", CG_TEXT_ARG(text), err.message);
    cg_query_finish(query);
}

static void fill_graph(cg_store *store)
{
    cg_error err = {0};
    cg_buffer text = {0};
    cg_query *query = NULL;
    make_graph();
    write_graph(&text);
    assert_int_equal(
        cg_query_prepare(store, cg_buffer_text(&text), NULL, &query, &err), CG_OK);
    assert_int_equal(cg_query_step(query, &err), CG_ROW);
    for (int i = 0; i < node_count; i++)
        nodes[i].id = cg_query_column(query, (size_t)i).as.integer;
    for (int i = 0; i < relationship_count; i++)
        relationships[i].id =
            cg_query_column(query, (size_t)(node_count + i)).as.integer;
    assert_int_equal(cg_query_step(query, &err), CG_DONE);
    cg_query_finish(query);
    cg_buffer_release(&text);
}

static bool same_rows(text_rows *a, text_rows *b, bool ordered)
{
    bool same = a->count == b->count;
    if (!ordered && a->count > 1)
        qsort(a->at, a->count, sizeof *a->at, order_rows);
    if (!ordered && b->count > 1)
        qsort(b->at, b->count, sizeof *b->at, order_rows);
    for (size_t i = 0; i < a->count && same; i++)
        same = order_rows(&a->at[i], &b->at[i]) == 0;
    return same;
}

static void check_question(cg_store *store, int round, int number)
{
    question q;
    cg_buffer text = {0};
    text_rows wanted = {0};
    cg_arena_reset(&arena);
    make_question(&q);
    write_question(&text, &q);
    run_reference(&q, &wanted);
    /* All of them, none, all but one. */
    for (unsigned i = 0; i < REWRITE_COUNT + 3; i++) {
        unsigned set = i == 0   ? REWRITE_ALL
                       : i == 1 ? 0
                                : REWRITE_ALL & ~(1U << (i - 2));
        text_rows rows = {0};
        run_question(store, cg_buffer_text(&text), set, &rows);
        if (!same_rows(&rows, &wanted, q.ordered))
            fail_msg("round %d, question %d, rewrites %x: %zu rows, not %zu:\n%.*s",
                     round, number, set, rows.count, wanted.count,
                     CG_TEXT_ARG(cg_buffer_text(&text)));
        free(rows.at);
    }
    free(wanted.at);
    cg_buffer_release(&text);
}

static void rows_are_those_of_the_reference(void **unused)
{
    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        cg_error err = {0};
        cg_store *store = NULL;
        state = (uint64_t)round + 1;
        assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
        fill_graph(store);
        for (int i = 0; i < QUESTIONS; i++)
            check_question(store, round, i);
        cg_close(store);
    }
    cg_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_the_reference),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("query_oracle", tests, NULL, NULL);
}
