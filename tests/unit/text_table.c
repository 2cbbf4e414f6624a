/* The table of texts, against a list that is searched from end to end. */
#include "schema/text_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fault.h"
#include "tests/support/random.h"

enum { KEYS = 700, ROUNDS = 40000 };

static void finds_what_was_added_and_not_removed(void **state)
{
    (void)state;
    static char texts[KEYS][24];
    static cg_text keys[KEYS];
    bool added[KEYS] = {false};
    uint64_t random = 1;
    cg_text_table table = {0};
    size_t count = 0;
    for (size_t i = 0; i < KEYS; i++) { /* of all sizes from 0 on */
        int size = snprintf(texts[i], sizeof texts[i], "%zu-abcdefghijklmnop", i);
        keys[i] = (cg_text){texts[i], i == 0 ? 0 : (size_t)size - i % 17};
    }
    for (int round = 0; round < ROUNDS; round++) {
        size_t i = (size_t)(random_next(&random) % KEYS);
        void *item = cg_text_table_find(&table, cg_text_table_hash(&table, keys[i]),
                                        keys[i]);
        assert_ptr_equal(item, added[i] ? texts[i] : NULL);
        cg_text_table_fetch(&table, cg_text_table_hash(&table, keys[i]));
        cg_text_table_fetch_more(&table, cg_text_table_hash(&table, keys[i]));
        bool fill = round < ROUNDS / 2 || random_next(&random) % 3 == 0;
        if (added[i]) {
            cg_text_table_remove(&table, keys[i]);
            count--;
        } else if (fill) {
            assert_int_equal(cg_text_table_add(&table,
                                               cg_text_table_hash(&table, keys[i]),
                                               keys[i], texts[i], NULL),
                             CG_OK);
            count++;
        }
        added[i] = !added[i] && fill;
        assert_int_equal(table.count, count);
    }
    for (size_t i = 0; i < KEYS; i++)
        assert_ptr_equal(cg_text_table_find(
                             &table, cg_text_table_hash(&table, keys[i]), keys[i]),
                         added[i] ? texts[i] : NULL);
    cg_text_table_release(&table);
}

/* Of as many keys as places, about 0.63 of the places are taken, as by chance:
 * numbers stand anywhere in a name. */
static void hashes_spread(void **state)
{
    (void)state;
    enum { PLACES = 1 << 16 };
    static const struct {
        const char *before;
        int digits;
        const char *after;
    } forms[] = {{"", 1, ""},       {"m:", 1, ""},       {"mk:", 1, ""},
                 {"mkt:", 1, ""},   {"scope:", 1, ""},   {"market:one:", 1, ""},
                 {"Maker ", 1, ""}, {"Maker ", 1, " A"}, {"", 1, ", Foundry"},
                 {"", 7, ""},       {"", 8, ""},         {"Chip ", 6, " Inc."}};
    const cg_text_table table = {0};
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        static bool taken[PLACES];
        size_t count = 0;
        memset(taken, 0, sizeof taken);
        for (int i = 0; i < PLACES; i++) {
            char key[40];
            snprintf(key, sizeof key, "%s%0*d%s", forms[form].before,
                     forms[form].digits, i, forms[form].after);
            size_t at = cg_text_table_hash(&table, cg_text_z(key)) & (PLACES - 1);
            count += !taken[at];
            taken[at] = true;
        }
        assert_in_range(count, PLACES * 0.62, PLACES * 0.65);
    }
}

/* Names that share a place in one table do not in another: who writes a sheet cannot make
 * a look-up go through all of them. */
static void no_names_collide_in_every_table(void **state)
{
    (void)state;
    enum { PLACES = 1 << 10, NAMES = 100 };
    const cg_text_table one = {0}, other = {0};
    static bool taken[PLACES];
    size_t names = 0, places = 0;
    for (int i = 0; names < NAMES; i++) {
        char key[24];
        snprintf(key, sizeof key, "Maker %d", i);
        if ((cg_text_table_hash(&one, cg_text_z(key)) & (PLACES - 1)) != 0)
            continue;
        size_t at = cg_text_table_hash(&other, cg_text_z(key)) & (PLACES - 1);
        places += !taken[at];
        taken[at] = true;
        names++;
    }
    assert_true(places > NAMES / 2);
}

static cg_status fill(void *handle, cg_error *err)
{
    static char bytes[400];
    (void)handle;
    cg_text_table table = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof bytes && status == CG_OK; i++) {
        cg_text key = {bytes, i};
        status = cg_text_table_add(&table, cg_text_table_hash(&table, key), key,
                                   bytes, err);
    }
    cg_text_table_release(&table);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(fill, NULL, 10) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_added_and_not_removed),
        cmocka_unit_test(hashes_spread),
        cmocka_unit_test(no_names_collide_in_every_table),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("cg_text_table", tests, NULL, NULL);
}
