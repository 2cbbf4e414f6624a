#include "ingest/csv/sheet.h"

#include "ingest/csv/decode.h"
#include "ingest/csv/rejects.h"
#include "ingest/csv/sheet_parts.h"

_Static_assert((int)CG_SHEET_ROW_MAX == (int)CG_ROW_MAX &&
                   (int)CG_SHEET_COLUMN_MAX == (int)CG_ROW_FIELD_MAX,
               "a sheet's limits are those of its rows");

/* A sheet on its way to the sink. */
typedef struct {
    const cg_sheet *sheet;
    cg_sink sink;
    sheet_header header;
    sheet_reader reader;
    cg_arena arena; /* of the header */
    cg_decode *decode;
    cg_rows *rows;
    cg_rejects rejects;
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
    run->rejects.report.rows++;
    cg_status pushed = push_text(run, row->all, err);
    if (pushed != CG_OK)
        return pushed;
    if (status != CG_OK)
        return cg_rejects_take(&run->rejects, row, status, failure, err);
    return push_statement(run, &statement, err);
}

static cg_status read_rows(sheet_run *run, cg_error *err)
{
    for (;;) {
        cg_row row;
        cg_error failure;
        cg_error_clear(&failure);
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
    run->rejects.mended = run->header.mended;
    if (status == CG_OK)
        status = cg_arena_copy(&run->arena, cg_rejects_own(&run->rejects, &row),
                               &run->rejects.columns, err);
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
    sheet_run run = {.sheet = sheet,
                     .sink = sink,
                     .rejects = {.out = sheet->rejects, .delimiter = ','}};
    run.reader = (sheet_reader){.vocabulary = vocabulary, .header = &run.header};
    cg_status status = cg_decode_open(sheet->name, (cg_text){0}, sheet->read,
                                      sheet->handle, &run.decode, err);
    if (status == CG_OK)
        status =
            cg_rows_open(sheet->name, cg_decode_read, run.decode, &run.rows, err);
    if (status == CG_OK)
        status = read_header(&run, err);
    if (status == CG_OK)
        status = read_rows(&run, err);
    if (status == CG_OK)
        status = push(&run, (cg_event){.type = CG_EVENT_END}, err);
    if (report != NULL)
        *report = run.rejects.report;
    cg_rejects_release(&run.rejects);
    cg_arena_release(&run.reader.arena);
    cg_arena_release(&run.arena);
    cg_rows_close(run.rows);
    cg_decode_close(run.decode);
    return status;
}
