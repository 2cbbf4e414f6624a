#include "ingest/csv/sheet.h"

#include "ingest/csv/sheet_parts.h"

_Static_assert((int)CG_SHEET_ROW_MAX == (int)CG_ROW_MAX &&
                   (int)CG_SHEET_COLUMN_MAX == (int)CG_ROW_FIELD_MAX,
               "a sheet's limits are those of its rows");

/* A sheet on its way to the sink. */
typedef struct {
    const cg_sheet *sheet;
    cg_sink sink;
    cg_sheet_report report;
    sheet_header header;
    sheet_reader reader;
    cg_arena arena; /* of the header */
    cg_rows *rows;
    cg_text columns;  /* the header as it was: written before the first reject */
    cg_buffer reject; /* a rejected row in the making */
} sheet_run;

static cg_status push(const sheet_run *run, cg_event event, cg_error *err)
{
    return run->sink.push(run->sink.handle, &event, err);
}

static cg_status push_text(const sheet_run *run, cg_text text, cg_error *err)
{
    if (text.size == 0)
        return CG_OK;
    return push(run, (cg_event){.type = CG_EVENT_TEXT, .as.text = text}, err);
}

static cg_text file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return cg_text_z(slash != NULL ? slash + 1 : path);
}

/* ---- Rejects ---- */

static void add_quoted(cg_buffer *out, cg_text text)
{
    cg_buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"')
            cg_buffer_add_byte(out, '"');
        cg_buffer_add_byte(out, text.at[i]);
    }
    cg_buffer_add_byte(out, '"');
}

/* The row as it was, behind what an earlier file of rejects put before it. */
static cg_text own_part(const sheet_run *run, const cg_row *row)
{
    size_t mended = run->header.mended;
    if (mended == 0 || row->count <= mended)
        return row->raw;
    uint64_t start = cg_rows_field_place(row, mended).start - row->place.start;
    return cg_text_slice(row->raw, (size_t)start, row->raw.size);
}

static cg_status write_reject(sheet_run *run, cg_error *err)
{
    cg_buffer_add_byte(&run->reject, '\n');
    cg_status status = cg_buffer_status(&run->reject, err);
    if (status == CG_OK)
        status = run->sheet->rejects->write(run->sheet->rejects->handle,
                                            cg_buffer_text(&run->reject), err);
    cg_buffer_clear(&run->reject);
    return status;
}

/* Answer a row that is refused by `reason`: the sheet ends with it, or the row goes to
 * the rejects. A row that is not well formed goes as one field. */
static cg_status reject(sheet_run *run, const cg_row *row, cg_status status,
                        const cg_error *reason, cg_error *err)
{
    bool of_the_row = status == CG_SYNTAX || status == CG_REFUSED;
    if (!of_the_row || run->sheet->rejects == NULL) {
        if (err != NULL && err->status == CG_OK)
            *err = *reason;
        return status;
    }
    cg_buffer *out = &run->reject;
    if (run->report.rejected++ == 0) {
        cg_buffer_add_z(out, "line,column,reason,");
        cg_buffer_add(out, run->columns);
        cg_buffer_add_byte(out, '\n');
    }
    cg_buffer_printf(out, "%llu,%llu,", (unsigned long long)reason->line,
                     (unsigned long long)reason->column);
    add_quoted(out, cg_text_z(reason->message));
    cg_buffer_add_byte(out, ',');
    if (row->count == 0)
        add_quoted(out, row->raw);
    else
        cg_buffer_add(out, own_part(run, row));
    return write_reject(run, err);
}

/* ---- Reading ---- */

static cg_status push_statement(const sheet_run *run,
                                const sheet_statement *statement, cg_error *err)
{
    cg_event event = {.type = CG_EVENT_ENTITY, .as.entity = &statement->entity};
    if (run->header.form == SHEET_FACTS)
        event = (cg_event){.type = CG_EVENT_FACT, .as.fact = &statement->fact};
    return push(run, event, err);
}

/* One row, which the rows gave with `status` and `failure`. */
static cg_status read_row(sheet_run *run, const cg_row *row, cg_status status,
                          cg_error *failure, cg_error *err)
{
    sheet_statement statement;
    if (status == CG_ROW)
        status = sheet_row_read(&run->reader, row, &statement, failure);
    run->report.rows++;
    cg_status pushed = push_text(run, row->all, err);
    if (pushed != CG_OK)
        return pushed;
    if (status != CG_OK)
        return reject(run, row, status, failure, err);
    return push_statement(run, &statement, err);
}

static cg_status read_rows(sheet_run *run, cg_error *err)
{
    for (;;) {
        cg_row row;
        cg_error failure = {0};
        cg_status status = cg_rows_step(run->rows, &row, &failure);
        if (status == CG_DONE)
            return push_text(run, row.all, err);
        if (status == CG_ROW || status == CG_SYNTAX)
            status = read_row(run, &row, status, &failure, err);
        else if (err != NULL && err->status == CG_OK)
            *err = failure;
        if (status != CG_OK)
            return status;
    }
}

static cg_status read_header(sheet_run *run, cg_error *err)
{
    cg_row row;
    cg_status status = cg_rows_step(run->rows, &row, err);
    if (status == CG_DONE)
        return cg_fail(
            err, CG_REFUSED,
            &(cg_place){.source = run->sheet->name, .line = 1, .column = 1},
            "an empty sheet: its first row names the columns");
    if (status != CG_ROW)
        return status;
    status = sheet_header_read(&row, &run->arena, &run->header, err);
    if (status == CG_OK)
        status =
            cg_arena_copy(&run->arena, own_part(run, &row), &run->columns, err);
    if (status != CG_OK)
        return status;
    cg_source source = run->sheet->source;
    source.form = CG_SHEET;
    source.file = file_name(run->sheet->name);
    status =
        push(run, (cg_event){.type = CG_EVENT_SOURCE, .as.source = &source}, err);
    if (status == CG_OK)
        status = push_text(run, row.all, err);
    return status;
}

cg_status cg_sheet_read(const cg_sheet *sheet, const cg_vocabulary *vocabulary,
                        cg_sink sink, cg_sheet_report *report, cg_error *err)
{
    sheet_run run = {.sheet = sheet, .sink = sink};
    run.reader = (sheet_reader){.vocabulary = vocabulary, .header = &run.header};
    cg_status status =
        cg_rows_open(sheet->name, sheet->read, sheet->handle, &run.rows, err);
    if (status == CG_OK)
        status = read_header(&run, err);
    if (status == CG_OK)
        status = read_rows(&run, err);
    if (status == CG_OK)
        status = push(&run, (cg_event){.type = CG_EVENT_END}, err);
    if (report != NULL)
        *report = run.report;
    cg_buffer_release(&run.reject);
    cg_arena_release(&run.reader.arena);
    cg_arena_release(&run.arena);
    cg_rows_close(run.rows);
    return status;
}
