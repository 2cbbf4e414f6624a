/* Mappings as data: a mapping and its sheets, and what they push at every chunk size. */
#include "ingest/mapping/mapping.h"

#include "graph/store/store.h"
#include "ingest/load/load.h"
#include "ingest/mapping/formats.h"
#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"
#include "tests/unit/statements.h"

enum { SHEETS_MAX = 8 };

/* A case: the mapping, then each sheet behind a line `=== NAME`. Without a mapping the sheets
 * are of a format that tells itself. */
typedef struct {
    cg_text mapping;
    char names[SHEETS_MAX][64];
    cg_text sheets[SHEETS_MAX];
    size_t count;
    bool rejects;
    size_t chunk;
    const cg_vocabulary *vocabulary;
    cg_store *store; /* NULL: what is pushed is printed */
} mapping_input;

static cg_status keep(void *handle, cg_text bytes, cg_error *err)
{
    cg_buffer_add(handle, bytes);
    return cg_buffer_status(handle, err);
}

static cg_status note_unused(void *handle, const char *sheet, cg_text column,
                             cg_error *err)
{
    cg_buffer_printf(handle, "%s: unused %.*s\n", sheet, CG_TEXT_ARG(column));
    return cg_buffer_status(handle, err);
}

static void cut_input(cg_text text, mapping_input *input)
{
    cg_text *part = &input->mapping;
    *part = (cg_text){text.at, 0};
    while (text.size > 0) {
        const char *end = memchr(text.at, '\n', text.size);
        size_t size = end != NULL ? (size_t)(end - text.at) + 1 : text.size;
        if (cg_text_starts(text, CG_TEXT("=== "))) {
            assert_true(input->count < SHEETS_MAX);
            snprintf(input->names[input->count], sizeof input->names[0],
                     "folder/%.*s", (int)size - 5, text.at + 4);
            part = &input->sheets[input->count++];
            *part = (cg_text){text.at + size, 0};
        } else {
            part->size += size;
        }
        text = cg_text_slice(text, size, text.size);
    }
}

/* The case's own mapping, or that of its format; none for JSON. */
static cg_status read_mapping(const mapping_input *input, cg_mapping **mapping,
                              cg_error *err)
{
    cg_file_head heads[SHEETS_MAX];
    cg_buffer yaml = {0};
    *mapping = NULL;
    if (input->mapping.size > 0)
        return cg_mapping_read("folder/m.yaml", input->mapping, input->vocabulary,
                               mapping, err);
    for (size_t i = 0; i < input->count; i++)
        heads[i] = (cg_file_head){input->names[i], input->sheets[i]};
    cg_format format = cg_format_guess(heads[0].head);
    assert_int_not_equal(format, CG_FORMAT_SHEET);
    if (format == CG_FORMAT_JSON)
        return CG_OK;
    cg_status status =
        cg_format_mapping(format, CG_TEXT("f"), heads, input->count, &yaml, err);
    if (status == CG_OK)
        status = cg_mapping_read(cg_format_name(format), cg_buffer_text(&yaml),
                                 input->vocabulary, mapping, err);
    cg_buffer_release(&yaml);
    return status;
}

static cg_status run_mapping(const mapping_input *input, const cg_mapping *mapping,
                             cg_sink sink, cg_buffer *out, cg_error *err)
{
    chunked bytes[SHEETS_MAX];
    cg_mapped_sheet sheets[SHEETS_MAX];
    cg_sheet_report reports[SHEETS_MAX];
    cg_buffer rejected = {0};
    cg_output rejects = {keep, &rejected};
    for (size_t i = 0; i < input->count; i++) {
        bytes[i] = (chunked){.chunk = input->chunk, .all = input->sheets[i]};
        sheets[i] = (cg_mapped_sheet){.name = input->names[i],
                                      .start = start_again,
                                      .read = read_chunk,
                                      .handle = &bytes[i],
                                      .rejects = input->rejects ? &rejects : NULL};
    }
    cg_mapping_ears ears = {note_unused, out};
    cg_status status = mapping != NULL
                           ? cg_mapping_load(mapping, sheets, input->count, sink,
                                             ears, reports, err)
                           : cg_json_load(input->vocabulary, CG_TEXT("j"), sheets,
                                          input->count, sink, reports, err);
    for (size_t i = 0; status == CG_OK && i < input->count; i++) {
        cg_buffer_printf(out, "%s: %llu rows, %llu rejected, %llu silent\n",
                         input->names[i] + strlen("folder/"),
                         (unsigned long long)reports[i].rows,
                         (unsigned long long)reports[i].rejected,
                         (unsigned long long)reports[i].silent);
        for (size_t k = 0; k < reports[i].reason_count; k++)
            cg_buffer_printf(out, "  %llu: %s\n",
                             (unsigned long long)reports[i].reasons[k].count,
                             reports[i].reasons[k].text);
    }
    for (size_t i = 0; i < rejected.size; i++)
        if (rejected.at[i] != '\r')
            cg_buffer_add_byte(out, rejected.at[i]);
    cg_buffer_release(&rejected);
    return status;
}

/* What is pushed, then the reports, the rejects, and the error if there is one. */
static cg_status print_mapping(const mapping_input *input, cg_buffer *out,
                               cg_error *err)
{
    printer to = {.vocabulary = input->vocabulary};
    cg_buffer told = {0};
    cg_mapping *mapping = NULL;
    cg_sink sink = PRINTER_SINK(&to);
    cg_status status = read_mapping(input, &mapping, err);
    if (status == CG_OK)
        status = run_mapping(input, mapping, sink, &told, err);
    cg_buffer_add(out, cg_buffer_text(&to.out));
    cg_buffer_add(out, cg_buffer_text(&told));
    cg_buffer_release(&told);
    cg_mapping_close(mapping);
    printer_release(&to);
    return status;
}

static void mappings_come_out(void **state)
{
    sheet_case *test = *state;
    cg_vocabulary *vocabulary = NULL;
    cg_error opening = {0};
    assert_int_equal(cg_vocabulary_open(&vocabulary, &opening), CG_OK);
    mapping_input input = {.rejects = strstr(test->name, "rejects") != NULL,
                           .vocabulary = vocabulary};
    cut_input(cg_buffer_text(&test->input), &input);
    for (input.chunk = test->input.size + 1; input.chunk > 0; input.chunk /= 5) {
        cg_buffer out = {0};
        cg_error err = {0};
        (void)print_mapping(&input, &out, &err);
        assert_comes_out(test, input.chunk, &out, &err);
        cg_buffer_release(&out);
    }
    cg_vocabulary_close(vocabulary);
}

/* ---- Faults ---- */

static const char graph[] =
    "=== g.json\n"
    "{\"nodes\": [{\"id\": 1, \"name\": \"A\", \"kind\": \"Company\", \"n\": [1, "
    "2]},\n"
    "  {\"id\": 2, \"name\": \"B\", \"kind\": [\"Company\"], \"aliases\": {\"vi\": "
    "\"b\"}}],\n"
    " \"links\": [{\"source\": 1, \"target\": 2, \"type\": \"SUPPLIES\"}]}\n";
static const char statements[] =
    "=== s.csv\n"
    "canonical_id,prop,schema,value\n"
    "a,name,Company,A\na,alias,Company,AA\nb,name,Company,B\n"
    "o,owner,Ownership,a\no,asset,Ownership,b\n";
static const char edges[] =
    "=== n.tsv\nid\tkind\tlabel\nA\tCompany\t\"a\\\"\"\nB\tCompany\t\n"
    "=== e.tsv\nnode1\tlabel\tnode2\nA\tSUPPLIES\tB\n";
static const char nodes[] = "=== n.csv\n:ID,name,:LABEL,l:int[]\n1,A,Company,1;2\n"
                            "=== r.csv\n:START_ID,:END_ID,:TYPE\n1,1,SUPPLIES\n";

static const char linked[] =
    "prefix: d\n"
    "sheets:\n"
    "  - file: firms.csv\n"
    "    delimiter: ;\n"
    "    encoding: windows-1258\n"
    "    source: {title: Firms, licence: CC0}\n"
    "    filters_not: {name: [skip, '']}\n"
    "    entities:\n"
    "      firm:\n"
    "        kind: {column: kind, table: {c: Company, '*': Institute}}\n"
    "        key: id\n"
    "        name: name\n"
    "        aliases: {vi: {column: more, split: '|'}}\n"
    "        properties: {size: {column: size, thousands: '.', decimal: ','}}\n"
    "      parent: {key: parent, scope: firm, optional: yes}\n"
    "    facts:\n"
    "      - {subject: parent, type: OWNS, object: firm, since: {year: y, month: "
    "m},\n"
    "         cites: {title: [name, kind], quote: more}}\n"
    "=== firms.csv\n"
    "id;name;kind;more;size;parent;y;m\n"
    "1;Acme;c;A|B;1.000,5;;;\n"
    "2;Bolt;x;;7;1;2020;2\n"
    "3;Core;c;;x;1;2020;2\n"
    "4;Dime;c;;7;9;2020;13\n"
    "5;Duo;c;;7;9;2020;1\n";

static cg_status read_with_faults(void *handle, cg_error *err)
{
    mapping_input *input = handle;
    cg_buffer out = {0};
    cg_status status = CG_OK;
    if (input->store == NULL) {
        status = print_mapping(input, &out, err);
    } else {
        cg_loader *loader = NULL;
        cg_mapping *mapping = NULL;
        status = cg_loader_open(input->store, "load", &loader, err);
        if (status == CG_OK)
            status = read_mapping(input, &mapping, err);
        if (status == CG_OK)
            status = run_mapping(input, mapping, cg_loader_sink(loader), &out, err);
        if (status == CG_OK)
            status = cg_loader_dry_run(loader, NULL, err);
        cg_mapping_close(mapping);
        cg_loader_close(loader);
    }
    cg_buffer_release(&out);
    return status;
}

static cg_status suggest_with_faults(void *handle, cg_error *err)
{
    const mapping_input *input = handle;
    chunked bytes[SHEETS_MAX];
    cg_mapped_sheet sheets[SHEETS_MAX];
    cg_buffer yaml = {0};
    for (size_t i = 0; i < input->count; i++) {
        bytes[i] = (chunked){.chunk = input->chunk, .all = input->sheets[i]};
        sheets[i] = (cg_mapped_sheet){.name = input->names[i],
                                      .start = start_again,
                                      .read = read_chunk,
                                      .handle = &bytes[i]};
    }
    cg_status status = cg_mapping_suggest(input->vocabulary, CG_TEXT("d"), sheets,
                                          input->count, &yaml, err);
    cg_buffer_release(&yaml);
    return status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = NULL;
    cg_error err = {0};
    assert_int_equal(cg_vocabulary_open(&vocabulary, &err), CG_OK);
    mapping_input input = {.rejects = true, .chunk = 64, .vocabulary = vocabulary};
    cut_input(cg_text_z(linked), &input);
    assert_true(fault_sweep(read_with_faults, &input, 5000) > 30);
    const char *const others[] = {graph, statements, edges, nodes};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        mapping_input other = {.chunk = 64, .vocabulary = vocabulary};
        cut_input(cg_text_z(others[i]), &other);
        assert_true(fault_sweep(read_with_faults, &other, 5000) > 8);
    }
    assert_true(fault_sweep(suggest_with_faults, &input, 5000) > 20);
    cg_vocabulary_close(vocabulary);
}

/* The same into a store. */
static void memory_may_fail_in_a_load(void **state)
{
    (void)state;
    mapping_input input = {.rejects = true, .chunk = 64};
    cg_error err = {0};
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &input.store, &err), CG_OK);
    input.vocabulary = cg_store_vocabulary(input.store);
    cut_input(cg_text_z(linked), &input);
    assert_true(fault_sweep(read_with_faults, &input, 10000) > 100);
    cg_close(input.store);
}

int main(void)
{
    static sheet_cases cases;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_may_fail),
        cmocka_unit_test(memory_may_fail_in_a_load),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    cases_read(&cases, "tests/cases/mapping/mapping.cases", mappings_come_out);
    cases_read(&cases, "tests/cases/mapping/formats.cases", mappings_come_out);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests("mapping", cases.tests,
                                         cases.count + sizeof tests / sizeof *tests,
                                         NULL, NULL);
    cases_release(&cases);
    return failed;
}
