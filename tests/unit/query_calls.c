/* Procedures that a program gives a question: what they are handed, what they may answer,
 * and that each is closed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "graph/query/query.h"
#include "tests/support/fault.h"

/* Gives the numbers from `from` up to `to`, and counts how often it is open. */
typedef struct {
    int open;
    int64_t at;
    int64_t to;
    cg_status failure; /* of the step behind the last one; CG_OK: none */
    cg_value last;     /* the value that it gives then, in place of a number */
} counter;

static cg_status step(void *handle, cg_value *row, cg_error *err)
{
    counter *own = handle;
    if (own->at < own->to) {
        row[0] = cg_integer(own->at++);
        return CG_ROW;
    }
    if (own->failure != CG_OK)
        return cg_fail(err, own->failure, NULL, "the counter broke");
    row[0] = own->last;
    own->last = (cg_value){.type = CG_NULL};
    return row[0].type != CG_NULL ? CG_ROW : CG_DONE;
}

static void close_counter(void *handle)
{
    ((counter *)handle)->open--;
}

static cg_status open_counter(void *handle, cg_store *store,
                              const cg_value *arguments, cg_row_source *rows,
                              cg_error *err)
{
    counter *own = handle;
    (void)err;
    assert_non_null(store);
    own->open++;
    own->at = 0;
    own->to = arguments[0].type == CG_INTEGER ? arguments[0].as.integer
                                              : (int64_t)arguments[0].as.real;
    *rows = (cg_row_source){own, step, close_counter};
    return CG_OK;
}

typedef struct {
    const char *question;
    const cg_procedure *procedure;
    int64_t sum; /* of the first column */
    uint64_t rows;
} call;

static cg_status ask(void *handle, cg_error *err)
{
    call *asked = handle;
    cg_store *store = NULL;
    cg_query *query = NULL;
    cg_query_options options = {.procedures = asked->procedure,
                                .procedure_count = asked->procedure != NULL};
    asked->sum = 0;
    asked->rows = 0;
    cg_status status = cg_open(NULL, CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = cg_query_prepare(store, cg_text_z(asked->question), &options,
                                  &query, err);
    while (status == CG_OK && (status = cg_query_step(query, err)) == CG_ROW) {
        cg_value value = cg_query_column(query, 0);
        asked->rows++;
        asked->sum += value.type == CG_INTEGER ? value.as.integer : 0;
        status = CG_OK;
    }
    cg_query_finish(query);
    cg_close(store);
    return status == CG_DONE ? CG_OK : status;
}

#define COUNTER(text, counter)                                                     \
    {                                                                              \
        .signature = (text), .handle = (counter), .open = open_counter             \
    }

static void rows_come_in_batches(void **state)
{
    (void)state;
    counter own = {0};
    cg_error err = {0};
    const cg_procedure to = COUNTER("my.to(n :: INTEGER) :: (i :: INTEGER)", &own);
    call asked = {"UNWIND [3, 0, 3000] AS n CALL my.to(n) YIELD i RETURN i", &to, 0,
                  0};
    assert_int_equal(ask(&asked, &err), CG_OK);
    assert_int_equal(asked.rows, 3003);
    assert_int_equal(asked.sum, 3 + 3000 * 2999 / 2);
    assert_int_equal(own.open, 0);
    asked.question = "CALL my.to(5000) YIELD i RETURN i LIMIT 2";
    assert_int_equal(ask(&asked, &err), CG_OK);
    assert_int_equal(asked.rows, 2);
    assert_int_equal(own.open, 0);
}

/* A procedure without columns is called for each row, and lets it pass. */
static void what_gives_nothing_lets_rows_pass(void **state)
{
    (void)state;
    counter own = {0};
    cg_error err = {0};
    const cg_procedure run = COUNTER("my.run(n :: FLOAT?) :: ()", &own);
    call asked = {"UNWIND [7, 8] AS n CALL my.run(n) RETURN n", &run, 0, 0};
    assert_int_equal(ask(&asked, &err), CG_OK);
    assert_int_equal(asked.rows, 2);
    assert_int_equal(asked.sum, 15);
    assert_int_equal(own.at, 8);
    asked.question = "UNWIND [7, 9] AS n CALL my.run(n)";
    assert_int_equal(ask(&asked, &err), CG_OK);
    assert_int_equal(asked.rows, 0);
    assert_int_equal(own.at, 9);
    assert_int_equal(own.open, 0);
}

static void failures_are_told_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *signature;
        const char *question;
        const char *message;
        cg_status failure;
        cg_status status;
    } cases[] = {
        {"my.to(n :: INTEGER) :: (i :: INTEGER)", "CALL my.to(1)",
         "the counter broke", CG_STORAGE, CG_STORAGE},
        {"my.to(n :: INTEGER) :: (i :: NODE)", "CALL my.to(1)",
         "'my.to' gave an integer for its column 'i'", CG_OK, CG_REFUSED},
        {"my.to(n :: INTEGER) :: (i :: STRING)", "CALL my.to(0)", NULL, CG_OK,
         CG_OK},
        {"my.to(n :: INTEGRE) :: (i :: STRING)", "CALL my.to(0)",
         "'my.to(n :: INTEGRE) :: (i :: STRING)' is no signature of a procedure, "
         "such as 'market.peers(firm :: STRING) :: (peer :: NODE)'",
         CG_OK, CG_REFUSED},
        {"my.to() :: (i)", "CALL my.to()",
         "'my.to() :: (i)' is no signature of a procedure, such as "
         "'market.peers(firm :: STRING) :: (peer :: NODE)'",
         CG_OK, CG_REFUSED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        counter own = {.failure = cases[i].failure};
        cg_error err = {0};
        const cg_procedure to = COUNTER(cases[i].signature, &own);
        call asked = {cases[i].question, &to, 0, 0};
        assert_int_equal(ask(&asked, &err), cases[i].status);
        if (cases[i].message != NULL)
            assert_string_equal(err.message, cases[i].message);
        assert_int_equal(own.open, 0);
    }
}

static void a_given_one_stands_before_the_programs_own(void **state)
{
    (void)state;
    counter own = {.last = cg_integer(40)};
    cg_error err = {0};
    const cg_procedure labels =
        COUNTER("db.labels(n :: NUMBER) :: (label :: ANY)", &own);
    call asked = {"CALL db.labels(2.5) YIELD label RETURN label", &labels, 0, 0};
    assert_int_equal(ask(&asked, &err), CG_OK);
    assert_int_equal(asked.sum, 0 + 1 + 40);
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    counter own = {0};
    const cg_procedure to = COUNTER("my.to(n :: INTEGER) :: (i :: INTEGER)", &own);
    call calls[] = {
        {"UNWIND [1, 2] AS n CALL my.to(n) YIELD i AS k WHERE k > 0 RETURN k", &to,
         0, 0},
        {"CALL my.to(3)", &to, 0, 0},
        {"CALL dbms.procedures()", NULL, 0, 0},
        {"CALL search.named('x') YIELD node MATCH (node)-->(m) RETURN m", NULL, 0,
         0},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        assert_true(fault_sweep(ask, &calls[i], 400) > 0);
    assert_int_equal(own.open, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_in_batches),
        cmocka_unit_test(what_gives_nothing_lets_rows_pass),
        cmocka_unit_test(failures_are_told_with_their_place),
        cmocka_unit_test(a_given_one_stands_before_the_programs_own),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("query calls", tests, NULL, NULL);
}
