#include "cli/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fault.h"

/* ---- A list into memory ---- */

static cg_status collect(void *handle, cg_text bytes, cg_error *err)
{
    cg_buffer_add(handle, bytes);
    return cg_buffer_status(handle, err);
}

static cg_value text(const char *string)
{
    return string != NULL ? cg_string(cg_text_z(string))
                          : (cg_value){.type = CG_NULL};
}

enum { COLUMNS = 3 };

static const list_column columns[COLUMNS] = {
    {.name = "name"}, {.name = "count"}, {.name = "properties", .json = true}};

/* Three cells: a text or nothing, a number or (negative) nothing, properties. */
typedef struct {
    const char *name;
    int64_t count;
    const char *properties;
} row;

static cg_status add(cli_list *list, const row *item, cg_error *err)
{
    cg_value count = cg_integer(item->count);
    const cg_value cells[COLUMNS] = {text(item->name),
                                     item->count < 0 ? text(NULL) : count,
                                     text(item->properties)};

    return list_row(list, cells, err);
}

static cg_status print(const list_style *style, const row *rows, size_t count,
                       cg_buffer *out, cg_error *err)
{
    cg_output sink = {.write = collect, .handle = out};
    cli_list *list = NULL;
    cg_status status = list_open(style, columns, COLUMNS, sink, &list, err);

    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add(list, &rows[i], err);
    if (status == CG_OK)
        status = list_end(list, err);
    list_close(list);
    return status;
}

static void expect(const list_style *style, const row *rows, size_t count,
                   const char *wanted)
{
    cg_buffer out = {0};
    cg_error err = {0};

    assert_int_equal(print(style, rows, count, &out, &err), CG_OK);
    assert_string_equal(out.at != NULL ? out.at : "", wanted);
    cg_buffer_release(&out);
}

/* ---- The forms ---- */

static const row rows[] = {
    {"Acme, Inc.", 12, "{\"founded\":1987,\"hq\":\"Utopia\"}"},
    {"say \"hi\"", -1, "{}"},
    {NULL, 3, NULL},
};
enum { ROWS = sizeof rows / sizeof *rows };

static void a_table_lines_up(void **state)
{
    (void)state;
    expect(&(list_style){.format = LIST_TABLE}, rows, ROWS,
           "name        count  properties\n"
           "----------  -----  -------------------------\n"
           "Acme, Inc.     12  founded: 1987, hq: Utopia\n"
           "say \"hi\"\n"
           "                3\n");
}

static void csv_quotes(void **state)
{
    static const row hard[] = {
        {"a\nb", 1, "{}"}, {" a", 2, NULL}, {"=1+1", 3, NULL}, {"", 4, NULL}};

    (void)state;
    expect(
        &(list_style){.format = LIST_CSV}, rows, ROWS,
        "name,count,properties\n"
        "\"Acme, Inc.\",12,\"{\"\"founded\"\":1987,\"\"hq\"\":\"\"Utopia\"\"}\"\n"
        "\"say \"\"hi\"\"\",,\n"
        ",3,\n");
    expect(&(list_style){.format = LIST_CSV}, hard, 4,
           "name,count,properties\n"
           "\"a\nb\",1,\n"
           "\" a\",2,\n"
           "=1+1,3,\n"
           ",4,\n");
}

static void json_nests_properties(void **state)
{
    (void)state;
    expect(&(list_style){.format = LIST_JSON}, rows, ROWS,
           "[\n"
           "{\"name\":\"Acme, Inc.\",\"count\":12,"
           "\"properties\":{\"founded\":1987,\"hq\":\"Utopia\"}},\n"
           "{\"name\":\"say \\\"hi\\\"\",\"count\":null,\"properties\":{}},\n"
           "{\"name\":null,\"count\":3,\"properties\":{}}\n"
           "]\n");
    expect(&(list_style){.format = LIST_JSON}, rows, 0, "[]\n");
}

static void json_lines_are_objects(void **state)
{
    (void)state;
    expect(&(list_style){.format = LIST_JSONL}, rows + 2, 1,
           "{\"name\":null,\"count\":3,\"properties\":{}}\n");
    expect(&(list_style){.format = LIST_JSONL}, rows, 0, "");
}

static void markdown_is_escaped(void **state)
{
    static const row hard[] = {{"a|b\n<i>*x*_y_ MEMBER_OF \\", 1, "{\"a\":\"`\"}"},
                               {NULL, -1, NULL}};

    (void)state;
    expect(&(list_style){.format = LIST_MARKDOWN}, hard, 2,
           "| name | count | properties |\n"
           "| --- | --- | --- |\n"
           "| a\\|b\\\\n\\<i\\>\\*x\\*\\_y\\_ MEMBER_OF \\\\ | 1 | a: \\` |\n"
           "| | | |\n");
}

/* ---- Tables ---- */

static void empty_columns_are_left_out(void **state)
{
    static const row few[] = {{"A", -1, "{}"}, {"B", -1, NULL}};

    (void)state;
    expect(&(list_style){.format = LIST_TABLE}, few, 2,
           "name\n"
           "----\n"
           "A\n"
           "B\n");
    expect(&(list_style){.format = LIST_TABLE}, few, 0,
           "name  count  properties\n"
           "----  -----  ----------\n");
}

static void wide_characters_take_two_columns(void **state)
{
    static const row wide[] = {{"英伟达", 1, NULL}, {"Bắc Kinh", 10, NULL}};

    (void)state;
    expect(&(list_style){.format = LIST_TABLE}, wide, 2,
           "name      count\n"
           "--------  -----\n"
           "英伟达        1\n"
           "Bắc Kinh     10\n");
}

static void nothing_steers_the_terminal(void **state)
{
    static const row hostile[] = {
        {"\x1b[31mred\r\n\xc2\x9b", 1, "{\"k\\u001b\":\"\\u202e\"}"}};

    (void)state;
    expect(&(list_style){.format = LIST_TABLE}, hostile, 1,
           "name                 count  properties\n"
           "-------------------  -----  -------------\n"
           "\\x1b[31mred\\r\\n\\x9b      1  k\\x1b: \\u202e\n");
    expect(&(list_style){.format = LIST_CSV, .terminal = true}, hostile, 1,
           "name,count,properties\n"
           "\\x1b[31mred\\r\\n\\x9b,1,\"{\"\"k\\u001b\"\":\"\"\\u202e\"\"}\"\n");
}

static void long_cells_go_on_below(void **state)
{
    static const row wordy[] = {
        {"the quick brown fox jumps over the lazy dog", 7, "{\"a\":1}"},
        {"中文没有空格所以可以在任何地方换行", 8, NULL},
        {"averyveryverylongwordthatfitsnowhere", 9, NULL}};

    (void)state;
    expect(&(list_style){.format = LIST_TABLE, .width = 36}, wordy, 3,
           "name               count  properties\n"
           "-----------------  -----  ----------\n"
           "the quick brown        7  a: 1\n"
           "fox jumps over\n"
           "the lazy dog\n"
           "中文没有空格所以       8\n"
           "可以在任何地方换\n"
           "行\n"
           "averyveryverylong      9\n"
           "wordthatfitsnowhe\n"
           "re\n");
}

static void a_narrow_terminal_still_shows_all(void **state)
{
    static const row wordy[] = {
        {"abcdefghijkl", 7, "{\"key\":\"abcdefghijklmnop\"}"}};

    (void)state;
    expect(&(list_style){.format = LIST_TABLE, .width = 1}, wordy, 1,
           "name      count  properties\n"
           "--------  -----  ----------\n"
           "abcdefgh      7  key:\n"
           "ijkl             abcdefghij\n"
           "                 klmnop\n");
}

/* A quote in a column of ten would be read like a lift going down. */
static void a_long_text_goes_below_its_row(void **state)
{
    static const list_column quoted[] = {
        {.name = "from"}, {.name = "to"}, {.name = "quote", .below = true}};
    const cg_value cells[] = {
        text("Acme Foundry"), text("Bolt"),
        text("Acme Foundry makes the chips that Bolt sells.")};
    const size_t widths[] = {0, 30};
    static const char *const wanted[] = {
        "from          to    quote\n"
        "------------  ----  ---------------------------------------------\n"
        "Acme Foundry  Bolt  Acme Foundry makes the chips that Bolt sells.\n",
        "from          to\n"
        "------------  ----\n"
        "Acme Foundry  Bolt\n"
        "    Acme Foundry makes the\n"
        "    chips that Bolt sells.\n"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const list_style style = {.format = LIST_TABLE, .width = widths[i]};
        cg_buffer out = {0};
        cg_error err = {0};
        cg_output sink = {.write = collect, .handle = &out};
        cli_list *list = NULL;

        assert_int_equal(list_open(&style, quoted, 3, sink, &list, &err), CG_OK);
        assert_int_equal(list_row(list, cells, &err), CG_OK);
        assert_int_equal(list_end(list, &err), CG_OK);
        assert_string_equal(out.at, wanted[i]);
        list_close(list);
        cg_buffer_release(&out);
    }
}

static void colour_is_for_the_heading(void **state)
{
    (void)state;
    expect(&(list_style){.format = LIST_TABLE, .colour = true}, rows + 2, 1,
           "\x1b[1mcount\n"
           "\x1b[0m-----\n"
           "    3\n");
}

/* The first 500 rows decide how wide columns are; what comes later is wider. */
static void rows_stream_behind_the_first(void **state)
{
    enum { MANY = 700, WAITING = 500 };
    cg_buffer out = {0};
    cg_error err = {0};
    cg_output sink = {.write = collect, .handle = &out};
    const list_style style = {.format = LIST_TABLE};
    cli_list *list = NULL;
    size_t lines = 0;

    (void)state;
    assert_int_equal(list_open(&style, columns, COLUMNS, sink, &list, &err), CG_OK);
    for (size_t i = 0; i < MANY; i++) {
        const row narrow = {"A", 1, NULL};
        const row wide = {"A later one", 1, "{\"a\":1}"};
        assert_int_equal(add(list, i < WAITING ? &narrow : &wide, &err), CG_OK);
        assert_true(i < WAITING ? out.size == 0 : out.size > 0);
    }
    assert_int_equal(list_end(list, &err), CG_OK);
    list_close(list);
    for (size_t i = 0; i < out.size; i++)
        lines += out.at[i] == '\n';
    assert_int_equal(lines, MANY + 2);
    assert_non_null(strstr(out.at, "\nA later one      1  a: 1\n"));
    cg_buffer_release(&out);
}

/* ---- Failures ---- */

static cg_status refuse(void *handle, cg_text bytes, cg_error *err)
{
    (void)handle;
    (void)bytes;
    return cg_fail(err, CG_STORAGE, NULL, "no room");
}

static void a_failed_write_is_passed_on(void **state)
{
    (void)state;
    for (list_format format = LIST_TABLE; format < LIST_FORMAT_COUNT; format++) {
        const list_style style = {.format = format};
        cg_output sink = {.write = refuse};
        cg_error err = {0};
        cli_list *list = NULL;
        cg_status status = list_open(&style, columns, COLUMNS, sink, &list, &err);

        if (status == CG_OK)
            status = add(list, &rows[0], &err);
        if (status == CG_OK)
            status = list_end(list, &err);
        assert_int_equal(status, CG_STORAGE);
        list_close(list);
    }
}

static cg_status print_and_release(void *handle, cg_error *err)
{
    const list_format *format = handle;
    const list_style style = {.format = *format, .width = 20};
    cg_buffer out = {0};
    cg_status status = print(&style, rows, ROWS, &out, err);

    cg_buffer_release(&out);
    return status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    for (list_format format = LIST_TABLE; format < LIST_FORMAT_COUNT; format++)
        assert_true(fault_sweep(print_and_release, &format, 1000) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_lines_up),
        cmocka_unit_test(csv_quotes),
        cmocka_unit_test(json_nests_properties),
        cmocka_unit_test(json_lines_are_objects),
        cmocka_unit_test(markdown_is_escaped),
        cmocka_unit_test(empty_columns_are_left_out),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(nothing_steers_the_terminal),
        cmocka_unit_test(long_cells_go_on_below),
        cmocka_unit_test(a_narrow_terminal_still_shows_all),
        cmocka_unit_test(a_long_text_goes_below_its_row),
        cmocka_unit_test(colour_is_for_the_heading),
        cmocka_unit_test(rows_stream_behind_the_first),
        cmocka_unit_test(a_failed_write_is_passed_on),
        cmocka_unit_test(memory_may_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("cli_list", tests, NULL, NULL);
}
