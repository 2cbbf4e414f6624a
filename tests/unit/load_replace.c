/* Sheets that replace others, and taking them back, as memory fails. */
#include "ingest/load/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "graph/store/store.h"
#include "ingest/csv/sheet.h"
#include "tests/support/chunked.h"
#include "tests/support/fault.h"

static const char *const versions[] = {
    "subject,subject_kind,type,object,object_kind,source,quote\n"
    "A,Company,SUPPLIES,B,Company,Daily,so\nA,Company,SUPPLIES,C,Company,,\n",
    "subject,subject_kind,type,object,object_kind,source,quote\n"
    "A,Company,SUPPLIES,B,Company,Daily,so\nA,Company,SUPPLIES,D,Company,,\n"};

static cg_status load(cg_store *store, const char *text, bool replace,
                      cg_load_report *report, cg_error *err)
{
    chunked bytes = {.rest = cg_text_z(text), .chunk = SIZE_MAX};
    cg_sheet sheet = {.name = "s.csv", .read = read_chunk, .handle = &bytes};
    cg_loader *loader = NULL;
    cg_status status = cg_loader_open(store, "load", &loader, err);
    if (status == CG_OK && replace)
        cg_loader_replace_sheets(loader);
    if (status == CG_OK)
        status = cg_sheet_read(&sheet, cg_store_vocabulary(store),
                               cg_loader_sink(loader), NULL, err);
    if (status == CG_OK)
        status = cg_loader_commit(loader, report, err);
    cg_loader_close(loader);
    return status;
}

/* Load, replace, take back: in a store of its own. */
static cg_status run_all(void *handle, cg_error *err)
{
    cg_load_report *report = handle;
    cg_store *store = NULL;
    uint64_t facts = 0;
    cg_status status = cg_open(NULL, CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = load(store, versions[0], false, NULL, err);
    if (status == CG_OK)
        status = load(store, versions[1], true, report, err);
    if (status == CG_OK)
        status = cg_unload(store, 3, &facts, err);
    if (status == CG_OK)
        assert_int_equal(facts, 2);
    cg_close(store);
    return status;
}

static void a_sheet_replaces_its_former_version(void **state)
{
    (void)state;
    cg_load_report report = {0};
    cg_error err = {0};
    assert_int_equal(run_all(&report, &err), CG_OK);
    assert_int_equal(report.facts, 1);
    assert_int_equal(report.confirmed, 1); /* the quote, through the new one */
    assert_int_equal(report.changed_sources, 1);
    assert_int_equal(report.retracted, 1);
}

static void memory_may_fail(void **state)
{
    (void)state;
    cg_load_report report = {0};
    assert_true(fault_sweep(run_all, &report, 20000) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_replaces_its_former_version),
        cmocka_unit_test(memory_may_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("load_replace", tests, NULL, NULL);
}
