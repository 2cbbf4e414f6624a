/* What the shell's tab key offers. */
#include "cli/query_complete.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fault.h"

enum { MOST = 200 };

/* What a question ends with, and the choices for it, joined by blanks; what they take
 * the place of begins behind `kept`. */
static const struct {
    const char *kept;
    const char *typed;
    const char *choices;
} cases[] = {
    {"", "MAT", "MATCH"},
    {"", "mat", "match"},
    {"MATCH (n) ", "whe", "when where"},
    {"MATCH (n) RETURN ", "subs", "substring("},
    {"MATCH (n:", "Comp", "Company"},
    {"MATCH (n :", "med", "Media"},
    {"MATCH (n:Company|", "Comp", "Company"},
    {"MATCH (n)-[:", "SUP", "SUPPLIES"},
    {"MATCH (n)-[:SUPPLIES|", "inve", "INVESTIGATES INVESTS_IN"},
    {"MATCH (n) RETURN {a:", "fals", "false"},
    {"MATCH (n {name: '", "acm", "Acme Foundry' Acme'"},
    {"MATCH (n {name: \"", "Việ", "Viet\\\"Chip\""},
    {"MATCH (n {name: '", "nobody", ""},
    {"MATCH (n {name: '", "", ""},
    {"RETURN '\\'acme' + '", "bol", "Bolt'"},
    {"RETURN `", "acm", ""},
    {"RETURN $", "nam", ""},
    {"MATCH (n) RETURN n.", "nam", ""},
    {"// ", "MAT", ""},
    {"/* ", "MAT", ""},
    {"// a\n", "MAT", "MATCH"},
    {"/* a */ ", "MAT", "MATCH"},
    {"", ":", ":explain :help :quit :schema"},
    {"", ":sc", ":schema"},
    {":help ", "subs", "substring("},
    {"MATCH (n) RETURN ", "zzz", ""},
};

typedef struct {
    cg_store *store;
    cg_text text;
} question;

/* A graph in memory with some names, written as a question would. */
static int set_up(void **state)
{
    static question made;
    cg_error err = {0};
    cg_query *query = NULL;
    cg_status status = cg_open(NULL, CG_OPEN_PRIVATE, &made.store, &err);

    if (status == CG_OK)
        status = cg_query_prepare(
            made.store,
            CG_TEXT("UNWIND ['Acme', 'Acme Foundry', 'Bolt', 'Viet\"Chip'] AS name "
                    "CREATE (:Company {name: name})"),
            NULL, &query, &err);
    if (status == CG_OK)
        status = cg_query_step(query, &err);
    cg_query_finish(query);
    *state = &made;
    return status == CG_DONE ? 0 : -1;
}

static int tear_down(void **state)
{
    question *made = *state;

    cg_close(made->store);
    return 0;
}

static void choices_fit_the_place(void **state)
{
    const question *made = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_arena arena = {0};
        cg_buffer text = {0};
        cg_buffer got = {0};
        cg_error err = {0};
        line_choices choices = {0};
        cg_buffer_printf(&text, "%s%s", cases[i].kept, cases[i].typed);
        assert_int_equal(query_complete(made->store, cg_buffer_text(&text), &arena,
                                        &choices, &err),
                         CG_OK);
        cg_buffer_add_z(&got, "");
        for (size_t j = 0; j < choices.count; j++) {
            cg_buffer_add_z(&got, j > 0 ? " " : "");
            cg_buffer_add(&got, choices.items[j]);
        }
        assert_string_equal(got.size > 0 ? got.at : "", cases[i].choices);
        assert_int_equal(choices.begin, strlen(cases[i].kept));
        cg_buffer_release(&text);
        cg_buffer_release(&got);
        cg_arena_release(&arena);
    }
}

static cg_status complete_once(void *handle, cg_error *err)
{
    const question *asked = handle;
    cg_arena arena = {0};
    line_choices choices = {0};
    cg_status status =
        query_complete(asked->store, asked->text, &arena, &choices, err);

    cg_arena_release(&arena);
    return status;
}

/* Each beginning of a question, in which quotes and comments are cut anywhere. */
static void any_beginning_will_do(void **state)
{
    question asked = *(const question *)*state;
    cg_text whole =
        CG_TEXT(":help MATCH (n:`a\\`|b {x: 'é\\'', y: \"\\\"\"})-[:A|B]-"
                "(m) /*/ * */ WHERE n.x // ]\n = $p {{[[(( :é");

    for (size_t size = 0; size <= whole.size; size++) {
        cg_error err = {0};
        asked.text = cg_text_slice(whole, 0, size);
        assert_int_equal(complete_once(&asked, &err), CG_OK);
    }
}

static void memory_may_run_out(void **state)
{
    question asked = *(const question *)*state;

    asked.text = CG_TEXT("MATCH (n:Co");
    assert_true(fault_sweep(complete_once, &asked, MOST) > 0);
    asked.text = CG_TEXT("MATCH (n {name: 'ac");
    assert_true(fault_sweep(complete_once, &asked, MOST) > 0);
    asked.text = CG_TEXT("re");
    assert_true(fault_sweep(complete_once, &asked, MOST) > 0);
}

static void words_need_no_file(void **state)
{
    (void)state;
    question asked = {NULL, CG_TEXT("MATCH (n:Co")};
    const cg_text quoted = CG_TEXT("MATCH (n {name: 'ac");
    cg_arena arena = {0};
    cg_error err = {0};
    line_choices choices = {0};

    assert_int_equal(complete_once(&asked, &err), CG_OK);
    assert_int_equal(query_complete(NULL, quoted, &arena, &choices, &err), CG_OK);
    assert_int_equal(choices.count, 0);
    assert_int_equal(query_complete(NULL, CG_TEXT("mat"), &arena, &choices, &err),
                     CG_OK);
    assert_int_equal(choices.count, 1);
    cg_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_fit_the_place),
        cmocka_unit_test(any_beginning_will_do),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(words_need_no_file),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
