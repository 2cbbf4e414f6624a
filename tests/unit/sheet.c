/* Sheets as data: each case at every chunk size gives the same events or error. */
#include "ingest/csv/rows.h"
#include "ingest/csv/sheet.h"

#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"

/* What a reading of a sheet brings, as text. */
typedef struct {
    const cg_vocabulary *vocabulary;
    cg_buffer out;
    cg_buffer text; /* the pieces, joined */
    uint64_t piece; /* where the last one begins */
    uint64_t stop;  /* refuse the event of this number; 0: none */
    uint64_t events;
} printer;

static void print_ref(printer *to, cg_ref ref)
{
    cg_text kind = cg_kind_at(to->vocabulary, ref.kind)->name;
    cg_buffer_printf(&to->out, "%.*s:%.*s", CG_TEXT_ARG(ref.name),
                     CG_TEXT_ARG(kind));
}

static void print_properties(printer *to, cg_properties properties)
{
    if (properties.count == 0)
        return;
    cg_buffer_add_byte(&to->out, ' ');
    cg_properties_json(properties, &to->out);
}

static void print_text(printer *to, const char *label, cg_text text)
{
    if (text.size > 0)
        cg_buffer_printf(&to->out, " %s[%.*s]", label, CG_TEXT_ARG(text));
}

static void print_date(printer *to, const char *label, cg_date date)
{
    char text[CG_DATE_ROOM];
    size_t size = cg_date_format(date, text);
    print_text(to, label, (cg_text){text, size});
}

static void print_fact(printer *to, const cg_fact_statement *fact)
{
    print_ref(to, fact->subject);
    cg_text type = cg_relation_at(to->vocabulary, fact->relation)->name;
    cg_buffer_printf(&to->out, " %.*s ", CG_TEXT_ARG(type));
    print_ref(to, fact->object);
    print_date(to, "since", fact->since);
    print_date(to, "until", fact->until);
    if (fact->modality != CG_ASSERTED)
        cg_buffer_printf(&to->out, " %s", cg_modality_name(fact->modality));
    print_properties(to, fact->properties);
    if (fact->cited != NULL) {
        assert_int_equal(fact->cited->form, CG_CITED);
        print_text(to, "source", fact->cited->title);
        print_text(to, "by", fact->cited->publisher);
        print_text(to, "url", fact->cited->url);
        print_date(to, "of", fact->cited->date);
        print_text(to, "in", fact->cited->language);
    }
    print_text(to, "quote", fact->quote);
    print_text(to, "rule", fact->rule);
    if (fact->speaker.name.size > 0) {
        cg_buffer_add_z(&to->out, " says ");
        print_ref(to, fact->speaker);
    }
    assert_true(fact->range.start >= to->piece && fact->range.end <= to->text.size);
    cg_text all = cg_buffer_text(&to->text);
    cg_text row = cg_text_slice(all, fact->range.start, fact->range.end);
    assert_true(row.size > 0 && row.at[row.size - 1] != '\n');
    assert_true(fact->range.start == 0 || row.at[-1] == '\n' || row.at[-1] == '\r');
}

static void print_entity(printer *to, const cg_entity_statement *entity)
{
    print_ref(to, entity->entity);
    cg_kinds others = entity->kinds & ~((cg_kinds)1 << entity->entity.kind);
    for (size_t i = 0; others != 0; i++, others >>= 1)
        if ((others & 1) != 0)
            cg_buffer_printf(&to->out, "+%.*s",
                             CG_TEXT_ARG(cg_kind_at(to->vocabulary, i)->name));
    for (size_t i = 0; i < entity->name_count; i++)
        cg_buffer_printf(&to->out, " %.*s[%.*s]",
                         CG_TEXT_ARG(entity->names[i].language),
                         CG_TEXT_ARG(entity->names[i].text));
    print_properties(to, entity->properties);
}

static cg_status print_event(void *handle, const cg_event *event, cg_error *err)
{
    printer *to = handle;
    if (++to->events == to->stop)
        return cg_fail(err, CG_INTERRUPTED, NULL, "that is enough");
    switch (event->type) {
    case CG_EVENT_SOURCE:
        assert_int_equal(event->as.source->form, CG_SHEET);
        cg_buffer_printf(&to->out, "%.*s", CG_TEXT_ARG(event->as.source->file));
        print_text(to, "title", event->as.source->title);
        break;
    case CG_EVENT_TEXT:
        to->piece = to->text.size;
        cg_buffer_add(&to->text, event->as.text);
        return cg_buffer_status(&to->text, err);
    case CG_EVENT_ENTITY:
        print_entity(to, event->as.entity);
        break;
    case CG_EVENT_FACT:
        print_fact(to, event->as.fact);
        break;
    case CG_EVENT_END:
        cg_buffer_add_z(&to->out, "end");
        break;
    }
    cg_buffer_add_byte(&to->out, '\n');
    return cg_buffer_status(&to->out, err);
}

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
    chunked bytes = {input->csv, input->chunk};
    cg_sheet sheet = {.name = "folder/sheet.csv",
                      .read = read_chunk,
                      .handle = &bytes,
                      .source = {.title = CG_TEXT("A title")},
                      .rejects = input->rejects ? &rejects : NULL};
    cg_sheet_report report = {0};
    cg_status status =
        cg_sheet_read(&sheet, input->vocabulary,
                      (cg_sink){.push = print_event, .handle = &to}, &report, err);
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
    cg_buffer_release(&to.out);
    cg_buffer_release(&to.text);
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
        cg_buffer_add_z(&out, "");
        if (print_sheet(&input, &out, &err) != CG_OK) {
            char message[1200];
            cg_error_format(&err, message, sizeof message);
            cg_buffer_printf(&out, "%s\n", message);
        }
        cg_text got = cg_text_trim(cg_buffer_text(&out));
        cg_text expected = cg_text_trim(cg_buffer_text(&test->expected));
        if (!cg_text_equal(got, expected))
            fail_msg("with chunks of %zu bytes:\n%.*s\ninstead of\n%.*s",
                     input.chunk, CG_TEXT_ARG(got), CG_TEXT_ARG(expected));
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
            cg_sheet_read(&sheet, vocabulary,
                          (cg_sink){.push = print_event, .handle = &to}, NULL,
                          &err),
            CG_INTERRUPTED);
        assert_string_equal(err.message, "that is enough");
        assert_int_equal(to.events, stop);
        cg_buffer_release(&to.out);
        cg_buffer_release(&to.text);
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
    assert_int_equal(cg_sheet_read(&sheet, vocabulary,
                                   (cg_sink){.push = print_event, .handle = &to},
                                   NULL, &err),
                     CG_STORAGE);
    cg_buffer_release(&to.out);
    cg_buffer_release(&to.text);
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
