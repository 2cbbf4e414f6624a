#include "ingest/csv/rows.h"

#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"

static void print_row(const cg_row *row, cg_buffer *out)
{
    cg_buffer_printf(out, "%u %u-%u ", (unsigned)row->place.line,
                     (unsigned)row->place.start, (unsigned)row->place.end);
    for (size_t i = 0; i < row->count; i++) {
        cg_buffer_add_byte(out, '|');
        if (row->fields[i].at == NULL)
            cg_buffer_add_byte(out, '~');
        for (size_t k = 0; k < row->fields[i].size; k++) {
            char byte = row->fields[i].at[k];
            if (byte == '\r')
                byte = '\n';
            if (byte != '\n' || k == 0 || row->fields[i].at[k - 1] != '\r')
                cg_buffer_add_byte(out, byte);
        }
    }
    cg_buffer_add_z(out, row->count > 0 ? "|\n" : "bad\n");
}

/* Read all rows and print them. The raw bytes join to the input again. */
static cg_status print_rows(cg_text csv, size_t chunk, cg_buffer *out,
                            cg_error *err)
{
    chunked input = {.rest = csv, .chunk = chunk};
    cg_rows *rows = NULL;
    cg_row row;
    cg_status status = cg_rows_open(NULL, read_chunk, &input, &rows, err);
    if (status != CG_OK)
        return status;
    size_t seen = 0;
    for (;;) {
        cg_error failure = {0};
        status = cg_rows_step(rows, &row, &failure);
        if (status == CG_SYNTAX) {
            char message[1200];
            cg_error_format(&failure, message, sizeof message);
            cg_buffer_printf(out, "%s\n", message);
            assert_int_equal(failure.end, row.place.end);
        } else if (status != CG_ROW && status != CG_DONE) {
            *err = failure;
            break;
        }
        cg_text all = row.all;
        assert_true(csv.size - seen >= all.size);
        assert_true(cg_text_equal(all, cg_text_slice(csv, seen, seen + all.size)));
        seen += all.size;
        if (status == CG_DONE)
            break;
        cg_text raw = cg_text_slice(csv, row.place.start, row.place.end);
        assert_true(cg_text_equal(row.raw, raw));
        print_row(&row, out);
    }
    if (status == CG_DONE) {
        assert_int_equal(seen, csv.size);
        status = cg_buffer_status(out, err);
    }
    cg_rows_close(rows);
    return status;
}

/* Any cut of the input gives the same rows. */
static void rows_come_out(void **state)
{
    sheet_case *test = *state;
    cg_text input = cg_buffer_text(&test->input);
    for (size_t chunk = input.size + 1; chunk > 0; chunk--) {
        cg_buffer out = {0};
        cg_error err = {0};
        cg_buffer_add_z(&out, "");
        assert_int_equal(print_rows(input, chunk, &out, &err), CG_OK);
        cg_text lines = cg_text_trim(cg_buffer_text(&test->expected));
        cg_text got = cg_text_trim(cg_buffer_text(&out));
        if (!cg_text_equal(got, lines))
            fail_msg("with chunks of %zu bytes:\n%.*s\ninstead of\n%.*s", chunk,
                     CG_TEXT_ARG(got), CG_TEXT_ARG(lines));
        cg_buffer_release(&out);
    }
}

static void fields_have_their_places(void **state)
{
    (void)state;
    cg_text csv = CG_TEXT("x\nä,\"b\nc\"  ,  d,\n");
    cg_rows *rows = NULL;
    cg_row row;
    cg_error err = {0};
    assert_int_equal(cg_rows_open("s", cg_rows_read_text, &csv, &rows, &err),
                     CG_OK);
    assert_int_equal(cg_rows_step(rows, &row, &err), CG_ROW);
    assert_int_equal(cg_rows_step(rows, &row, &err), CG_ROW);
    static const struct {
        unsigned line, column, start;
    } places[] = {{2, 1, 2}, {2, 3, 5}, {3, 8, 15}, {3, 10, 17}};
    assert_int_equal(row.count, 4);
    for (size_t i = 0; i < 4; i++) {
        cg_place place = cg_rows_field_place(&row, i);
        assert_string_equal(place.source, "s");
        assert_int_equal(place.line, places[i].line);
        assert_int_equal(place.column, places[i].column);
        assert_int_equal(place.start, places[i].start);
    }
    cg_place end = cg_rows_field_place(&row, 4);
    assert_int_equal(end.start, 17);
    cg_rows_close(rows);
}

static void fields_are_separated_by_another_sign(void **state)
{
    (void)state;
    static const char signs[] = {';', '\t', '|', ':'};
    for (size_t i = 0; i < sizeof signs; i++) {
        char text[] = "a,b@ c @@d\n\"e@f\"@g@h@\n";
        for (char *at = text; (at = strchr(at, '@')) != NULL;)
            *at = signs[i];
        cg_text csv = cg_text_z(text);
        cg_rows *rows = NULL;
        cg_row row;
        cg_error err = {0};
        assert_int_equal(cg_rows_open("s", cg_rows_read_text, &csv, &rows, &err),
                         CG_OK);
        cg_rows_separate(rows, signs[i]);
        assert_int_equal(cg_rows_step(rows, &row, &err), CG_ROW);
        assert_int_equal(row.count, 4);
        assert_true(cg_text_equal(row.fields[0], CG_TEXT("a,b")));
        assert_true(cg_text_equal(row.fields[1], CG_TEXT("c")));
        assert_null(row.fields[2].at);
        assert_int_equal(cg_rows_field_place(&row, 2).column, 9);
        assert_int_equal(cg_rows_step(rows, &row, &err), CG_ROW);
        assert_int_equal(row.count, 4);
        assert_int_equal(row.fields[0].size, 3);
        assert_int_equal(cg_rows_field_place(&row, 1).column, 7);
        cg_rows_close(rows);
    }
}

/* ---- Limits ---- */

/* A cg_read of `count` bytes of a pattern, without the memory for them. */
typedef struct {
    const char *pattern;
    uint64_t count;
    uint64_t given;
} endless;

static cg_status read_endless(void *handle, char *buffer, size_t room, size_t *size,
                              cg_error *err)
{
    (void)err;
    endless *input = handle;
    size_t period = strlen(input->pattern);
    uint64_t left = input->count - input->given;
    *size = left < room ? (size_t)left : room;
    for (size_t i = 0; i < *size; i++)
        buffer[i] = input->pattern[(input->given + i) % period];
    input->given += *size;
    return CG_OK;
}

/* Step until something that is no row comes; how many rows came before. */
static cg_status count_rows(endless input, size_t *count, cg_error *err)
{
    cg_rows *rows = NULL;
    cg_row row;
    cg_status status = cg_rows_open("s", read_endless, &input, &rows, err);
    *count = 0;
    while (status == CG_OK || status == CG_ROW) {
        status = cg_rows_step(rows, &row, err);
        *count += status == CG_ROW;
    }
    if (status != CG_DONE) {
        cg_error again = {0};
        cg_status later = cg_rows_step(rows, &row, &again);
        assert_true(status == CG_SYNTAX || later == status);
        if (status != CG_SYNTAX)
            assert_string_equal(again.message, err->message);
        assert_true(input.given <= 4ull * CG_ROW_MAX);
    }
    cg_rows_close(rows);
    return status;
}

static void a_row_has_a_limit(void **state)
{
    (void)state;
    cg_error err = {0};
    size_t count = 0;
    assert_int_equal(count_rows((endless){"x", CG_ROW_MAX, 0}, &count, &err),
                     CG_DONE);
    assert_int_equal(count, 1);
    assert_int_equal(count_rows((endless){"x", CG_ROW_MAX + 1, 0}, &count, &err),
                     CG_LIMIT);
    assert_string_equal(err.message, "a row of more than 16777216 bytes");
    assert_int_equal(err.line, 1);
    cg_error_clear(&err);
    assert_int_equal(count_rows((endless){"y", 200000000, 0}, &count, &err),
                     CG_LIMIT);
    cg_error_clear(&err);
    assert_int_equal(count_rows((endless){"\n", CG_ROW_MAX + 1, 0}, &count, &err),
                     CG_LIMIT);
}

static void a_quote_left_open_is_named(void **state)
{
    (void)state;
    cg_error err = {0};
    size_t count = 0;
    assert_int_equal(
        count_rows((endless){"a,b\nc,\"d\"\"\n", 200000000, 0}, &count, &err),
        CG_SYNTAX);
    cg_error_clear(&err);
    char *sheet = malloc(CG_ROW_MAX + 100);
    assert_non_null(sheet);
    memset(sheet, 'z', CG_ROW_MAX + 100);
    memcpy(sheet, "a,b\nc,\"d\n", 9);
    for (size_t i = 80; i < CG_ROW_MAX + 100; i += 80)
        sheet[i] = '\n';
    sheet[CG_ROW_MAX + 99] = '\0';
    assert_int_equal(count_rows((endless){sheet, CG_ROW_MAX + 99, 0}, &count, &err),
                     CG_LIMIT);
    assert_string_equal(err.message,
                        "a quote that is not closed within 16777216 bytes");
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 3);
    free(sheet);
}

static void fields_have_a_limit(void **state)
{
    (void)state;
    cg_error err = {0};
    size_t count = 0;
    assert_int_equal(
        count_rows((endless){",", CG_ROW_FIELD_MAX - 1, 0}, &count, &err), CG_DONE);
    assert_int_equal(count, 1);
    assert_int_equal(count_rows((endless){",", CG_ROW_FIELD_MAX, 0}, &count, &err),
                     CG_LIMIT);
    assert_string_equal(err.message, "a row of more than 4096 fields");
}

static cg_status refuse(void *handle, char *buffer, size_t room, size_t *size,
                        cg_error *err)
{
    (void)handle, (void)buffer, (void)room, (void)size;
    return cg_fail(err, CG_STORAGE, NULL, "cannot read");
}

static void what_the_read_returns_comes_through(void **state)
{
    (void)state;
    cg_rows *rows = NULL;
    cg_row row;
    cg_error err = {0};
    assert_int_equal(cg_rows_open("s", refuse, NULL, &rows, &err), CG_OK);
    assert_int_equal(cg_rows_step(rows, &row, &err), CG_STORAGE);
    assert_string_equal(err.message, "cannot read");
    assert_int_equal(cg_rows_step(rows, &row, NULL), CG_STORAGE);
    cg_rows_close(rows);
}

static cg_status read_and_print(void *handle, cg_error *err)
{
    cg_buffer out = {0};
    cg_status status = print_rows(*(const cg_text *)handle, 7, &out, err);
    cg_buffer_release(&out);
    return status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    cg_buffer csv = {0};
    for (size_t i = 0; i < 9000; i++)
        cg_buffer_add_z(&csv,
                        i % 1000 == 0 ? "\"x\ny\"\n" : "a,\"b\"\"c\",d,,,,,,,\n");
    cg_text text = cg_buffer_text(&csv);
    assert_true(fault_sweep(read_and_print, &text, 100) > 4);
    cg_buffer_release(&csv);
}

int main(void)
{
    static sheet_cases cases;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_have_their_places),
        cmocka_unit_test(fields_are_separated_by_another_sign),
        cmocka_unit_test(a_row_has_a_limit),
        cmocka_unit_test(a_quote_left_open_is_named),
        cmocka_unit_test(fields_have_a_limit),
        cmocka_unit_test(what_the_read_returns_comes_through),
        cmocka_unit_test(memory_may_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    cases_read(&cases, "tests/cases/sheets/rows.cases", rows_come_out);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests(
        "csv", cases.tests, cases.count + sizeof tests / sizeof *tests, NULL, NULL);
    cases_release(&cases);
    return failed;
}
