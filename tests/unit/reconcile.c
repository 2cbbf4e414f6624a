/* Which entities names may mean, and how sure that is. */
#include "graph/chipgraph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fault.h"

enum { MOST = 300 };

static const char sheet[] = "name,kind,aliases\n"
                            "Lumen,Company,流明|Lumen Semiconductor\n"
                            "Lumen,Chip,\n"
                            "Aurora Electronics,Company,\n"
                            "Vega Technology Inc.,Company,\n"
                            "Great Northern Silicon Foundry,Company,\n"
                            "Đông Á,Institute,\n"
                            "Twin,Company,\n"
                            "Twin,Chip,\n";

/* What a name of a kind ("": any) is matched with: ids and scores, and whether the first
 * is sure. */
static const struct {
    const char *name;
    const char *kind;
    const char *matches;
    bool sure;
} cases[] = {
    {"Lumen", "Company", "1:100 2:60", true},
    {"Lumen", "Chip", "2:100 1:60", true},
    {"Lumen", "", "1:100 2:100", false},
    {"LUMEN", "Company", "1:99 2:59", true},
    {"Lumen, Inc.", "Company", "1:95 2:55", true},
    {"流明", "Company", "1:100", true},
    {"Aurora", "Company", "3:50", false},
    {"Vega", "", "4:75", false},
    {"Vega Technology", "", "4:95", true},
    {"GNSF", "Company", "5:70", false},
    {"Dong A", "", "6:96", true},
    {"Nobody", "", "", false},
    {"", "", "", false},
    {"%'\"\\", "", "", false},
};

typedef struct {
    cg_store *store;
} bench;

static int set_up(void **state)
{
    static bench made;
    cg_text rest = cg_text_z(sheet);
    cg_error err = {0};
    cg_loader *loader = NULL;
    cg_sheet_report report = {0};
    const cg_sheet read = {
        .name = "known.csv", .read = cg_rows_read_text, .handle = &rest};
    cg_status status = cg_open(NULL, CG_OPEN_PRIVATE, &made.store, &err);

    if (status == CG_OK)
        status = cg_loader_open(made.store, "test", &loader, &err);
    if (status == CG_OK)
        status = cg_sheet_read(&read, cg_store_vocabulary(made.store),
                               cg_loader_sink(loader), &report, &err);
    if (status == CG_OK)
        status = cg_loader_commit(loader, NULL, &err);
    cg_loader_close(loader);
    *state = &made;
    return status == CG_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    bench *made = *state;

    cg_close(made->store);
    return 0;
}

static cg_kinds kinds_of(const cg_store *store, const char *name)
{
    uint8_t kind = 0;
    cg_error err = {0};

    if (name[0] == '\0')
        return CG_ANY_KIND;
    assert_int_equal(
        cg_kind_find(cg_store_vocabulary(store), cg_text_z(name), &kind, &err),
        CG_OK);
    return (cg_kinds)1 << kind;
}

static void names_are_matched(void **state)
{
    const bench *made = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cg_arena arena = {0};
        cg_buffer got = {0};
        cg_error err = {0};
        cg_matches matches;
        cg_text name = cg_text_z(cases[i].name);
        assert_int_equal(cg_reconcile(made->store, &name, 1,
                                      kinds_of(made->store, cases[i].kind), &arena,
                                      &matches, &err),
                         CG_OK);
        cg_buffer_add_z(&got, "");
        for (size_t j = 0; j < matches.count; j++)
            cg_buffer_printf(&got, "%s%lld:%d", j > 0 ? " " : "",
                             (long long)matches.items[j].entity,
                             matches.items[j].score);
        assert_string_equal(got.size > 0 ? got.at : "", cases[i].matches);
        assert_int_equal(matches.sure, cases[i].sure);
        cg_buffer_release(&got);
        cg_arena_release(&arena);
    }
}

/* In one call as in many. */
static void a_batch_is_as_its_names(void **state)
{
    enum { COUNT = sizeof cases / sizeof *cases };
    const bench *made = *state;
    cg_arena arena = {0};
    cg_error err = {0};
    cg_text names[COUNT];
    cg_matches together[COUNT];

    for (size_t i = 0; i < COUNT; i++)
        names[i] = cg_text_z(cases[i].name);
    assert_int_equal(cg_reconcile(made->store, names, COUNT, CG_ANY_KIND, &arena,
                                  together, &err),
                     CG_OK);
    for (size_t i = 0; i < COUNT; i++) {
        cg_matches alone;
        assert_int_equal(cg_reconcile(made->store, &names[i], 1, CG_ANY_KIND,
                                      &arena, &alone, &err),
                         CG_OK);
        assert_int_equal(alone.count, together[i].count);
        assert_int_equal(alone.sure, together[i].sure);
        for (size_t j = 0; j < alone.count; j++) {
            assert_int_equal(alone.items[j].entity, together[i].items[j].entity);
            assert_int_equal(alone.items[j].score, together[i].items[j].score);
        }
    }
    cg_arena_release(&arena);
}

static cg_status match_once(void *handle, cg_error *err)
{
    const bench *made = handle;
    cg_arena arena = {0};
    cg_matches matches[2];
    const cg_text names[] = {CG_TEXT("Lumen"), CG_TEXT("Vega")};
    cg_status status =
        cg_reconcile(made->store, names, 2, CG_ANY_KIND, &arena, matches, err);

    cg_arena_release(&arena);
    return status;
}

static void memory_may_run_out(void **state)
{
    assert_true(fault_sweep(match_once, *state, MOST) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_matched),
        cmocka_unit_test(a_batch_is_as_its_names),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
