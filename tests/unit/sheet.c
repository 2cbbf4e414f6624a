/* Sheets as data: each case at every chunk size gives the same events or error. */
#include "ingest/csv/rows.h"
#include "ingest/csv/sheet.h"

#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"
#include "tests/unit/statements.h"

static cg_status keep(void *handle, cg_text bytes, cg_error *err)
{
    cg_buffer_add(handle, bytes);
    return cg_buffer_status(handle, err);
}

typedef struct {
    cg_text csv;
    size_t chunk;
    bool rejects;
    const cg_vocabulary *vocabulary;
} sheet_input;

/* Read the sheet; print its events, its rejects, and its error if there is one. */
static cg_status print_sheet(const sheet_input *input, cg_buffer *out,
                             cg_error *err)
{
    printer to = {.vocabulary = input->vocabulary};
    cg_buffer rejected = {0};
    cg_output rejects = {keep, &rejected};
    chunked bytes = {.rest = input->csv, .chunk = input->chunk};
    cg_sheet sheet = {.name = "folder/sheet.csv",
                      .read = read_chunk,
                      .handle = &bytes,
                      .source = {.title = CG_TEXT("A title")},
                      .rejects = input->rejects ? &rejects : NULL};
    cg_sheet_report report = {0};
    cg_status status =
        cg_sheet_read(&sheet, input->vocabulary, PRINTER_SINK(&to), &report, err);
    cg_buffer_add(out, cg_buffer_text(&to.out));
    if (status == CG_OK) {
        assert_true(cg_text_equal(cg_buffer_text(&to.text), input->csv));
        cg_buffer_printf(out, "%llu rows, %llu rejected\n",
                         (unsigned long long)report.rows,
                         (unsigned long long)report.rejected);
    }
    for (size_t i = 0; i < rejected.size; i++) /* cases are lines: without CR */
        if (rejected.at[i] != '\r')
            cg_buffer_add_byte(out, rejected.at[i]);
    cg_buffer_release(&rejected);
    printer_release(&to);
    return status;
}

static cg_vocabulary *open_vocabulary(void)
{
    cg_vocabulary *vocabulary = NULL;
    cg_error err = {0};
    assert_int_equal(cg_vocabulary_open(&vocabulary, &err), CG_OK);
    return vocabulary;
}

static void sheets_come_out(void **state)
{
    sheet_case *test = *state;
    cg_vocabulary *vocabulary = open_vocabulary();
    sheet_input input = {.csv = cg_buffer_text(&test->input),
                         .rejects = strstr(test->name, "rejects") != NULL,
                         .vocabulary = vocabulary};
    for (input.chunk = input.csv.size + 1; input.chunk > 0; input.chunk /= 2) {
        cg_buffer out = {0};
        cg_error err = {0};
        (void)print_sheet(&input, &out, &err);
        assert_comes_out(test, input.chunk, &out, &err);
        cg_buffer_release(&out);
    }
    cg_vocabulary_close(vocabulary);
}

static const char facts[] =
    "subject,subject_kind,type,object,object_kind,source,quote,share,n:float\n"
    "Acme,Company,SUPPLIES,Bolt,Company,Daily,\"a \"\"b\"\"\",0.5,1\n"
    "Acme,Company,SUPLIES,Bolt,Company,,,,\n";
static const char entities[] =
    "name,kind,aliases,lang,x\nAcme,Company,A|b\\|c,en,1\n";

static cg_status read_with_faults(void *handle, cg_error *err)
{
    cg_buffer out = {0};
    cg_status status = print_sheet(handle, &out, err);
    cg_buffer_release(&out);
    return status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = open_vocabulary();
    sheet_input input = {cg_text_z(facts), 11, true, vocabulary};
    assert_true(fault_sweep(read_with_faults, &input, 500) > 10);
    input.csv = cg_text_z(entities);
    assert_true(fault_sweep(read_with_faults, &input, 500) > 5);
    cg_vocabulary_close(vocabulary);
}

/* Whatever event the sink stops at, the reader passes its status on. */
static void the_sink_may_stop(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = open_vocabulary();
    cg_text csv = cg_text_slice(cg_text_z(facts), 0, sizeof facts - 39);
    for (uint64_t stop = 1; stop <= 5; stop++) {
        printer to = {.vocabulary = vocabulary, .stop = stop};
        cg_text rest = csv;
        cg_sheet sheet = {
            .name = "sheet.csv", .read = cg_rows_read_text, .handle = &rest};
        cg_error err = {0};
        assert_int_equal(
            cg_sheet_read(&sheet, vocabulary, PRINTER_SINK(&to), NULL, &err),
            CG_INTERRUPTED);
        assert_string_equal(err.message, "that is enough");
        assert_int_equal(to.events, stop);
        printer_release(&to);
    }
    cg_vocabulary_close(vocabulary);
}

static cg_status no_room(void *handle, cg_text bytes, cg_error *err)
{
    (void)handle, (void)bytes;
    return cg_fail(err, CG_STORAGE, NULL, "no space left");
}

static void rejects_may_fail(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = open_vocabulary();
    cg_text rest = cg_text_z(facts);
    cg_output rejects = {no_room, NULL};
    printer to = {.vocabulary = vocabulary};
    cg_sheet sheet = {.name = "sheet.csv",
                      .read = cg_rows_read_text,
                      .handle = &rest,
                      .rejects = &rejects};
    cg_error err = {0};
    assert_int_equal(
        cg_sheet_read(&sheet, vocabulary, PRINTER_SINK(&to), NULL, &err),
        CG_STORAGE);
    printer_release(&to);
    cg_vocabulary_close(vocabulary);
}

int main(void)
{
    static sheet_cases cases;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_may_fail),
        cmocka_unit_test(the_sink_may_stop),
        cmocka_unit_test(rejects_may_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    cases_read(&cases, "tests/cases/sheets/sheets.cases", sheets_come_out);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests("sheet", cases.tests,
                                         cases.count + sizeof tests / sizeof *tests,
                                         NULL, NULL);
    cases_release(&cases);
    return failed;
}
