#include "ingest/mapping/mapping_sheet.h"

#include "ingest/csv/decode.h"
#include "ingest/mapping/mapping_row.h"

typedef struct {
    const cg_mapping *mapping;
    const mapping_sheet *sheet;
    cg_decode *decode;
    table *table;
    table_row row; /* that was read last */
    row_batch batch;
} sheet_run;

/* ---- Rows ---- */

/* The text in the arena: where it is part of the row, in the row as it is there. */
static cg_status keep_text(cg_text text, cg_text raw, cg_text kept_raw,
                           cg_arena *arena, cg_text *kept, cg_error *err)
{
    uintptr_t at = (uintptr_t)text.at - (uintptr_t)raw.at;
    if (text.size == 0 || at > raw.size || text.size > raw.size - at)
        return cg_arena_copy(arena, text, kept, err);
    *kept = (cg_text){kept_raw.at + at, text.size};
    return CG_OK;
}

/* The fields of a row, whose buffer the next one takes. */
static cg_status keep_cells(const sheet_run *run, cg_arena *arena, table_row *row,
                            cg_error *err)
{
    size_t count = run->sheet->column_count, texts = 0;
    for (size_t i = 0; i < count; i++)
        texts += run->row.cells[i].count;
    table_cell *cells = cg_arena_room(arena, count, sizeof *cells);
    cg_text *items = cg_arena_room(arena, texts, sizeof *items);
    if (cells == NULL || items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        table_cell from = run->row.cells[i];
        for (size_t k = 0; k < from.count; k++) {
            cg_status status = keep_text(from.items[k], run->row.from.raw,
                                         row->from.raw, arena, &items[k], err);
            if (status != CG_OK)
                return status;
        }
        cells[i] = (table_cell){items, from.count};
        items += from.count;
    }
    row->cells = cells;
    return CG_OK;
}

/* A row_reader's. */
static cg_status step_row(void *handle, cg_row *from, bool *final,
                          cg_error *failure)
{
    sheet_run *run = handle;
    cg_status status = table_step(run->table, &run->row, final, failure);
    *from = run->row.from;
    return status;
}

static cg_status read_row(void *handle, cg_arena *arena, const cg_row *from,
                          row_statements *said, cg_error *failure)
{
    const sheet_run *run = handle;
    table_row row = {.from = *from, .fields = run->row.fields};
    mapping_reading in = {run->mapping, run->sheet, &row, arena};
    cg_status status = keep_cells(run, arena, &row, failure);
    return status == CG_OK ? mapping_row_read(&in, said, failure) : status;
}

/* ---- The sheet ---- */

static bool is_ignored(const mapping_sheet *sheet, cg_text name)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        if (cg_text_equal(sheet->columns[i], name))
            return true;
    for (size_t i = 0; i < sheet->ignored.count; i++)
        if (cg_text_equal(sheet->ignored.items[i], name))
            return true;
    return name.size == 0;
}

static cg_status report_unused(const sheet_run *run, const char *name,
                               cg_mapping_ears ears, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = run->batch.rejects.mended;
         i < table_column_count(run->table) && status == CG_OK; i++)
        if (!is_ignored(run->sheet, table_column(run->table, i)))
            status =
                ears.unused(ears.handle, name, table_column(run->table, i), err);
    return status;
}

static cg_status open_table(sheet_run *run, const cg_mapped_sheet *given,
                            cg_error *err)
{
    const mapping_sheet *sheet = run->sheet;
    table_form form = {
        .rows = sheet->rows,
        .delimiter = sheet->delimiter.size > 0 ? sheet->delimiter.at[0] : ',',
        .names = sheet->header == MAPPING_NAMES ? sheet->names.items : NULL,
        .name_count = sheet->names.count,
        .numbered = sheet->header == MAPPING_NUMBERS};
    table_columns wanted = {sheet->columns, sheet->column_places,
                            sheet->column_count};
    cg_status status = given->start(given->handle, err);
    if (status == CG_OK)
        status = cg_decode_open(given->name, sheet->encoding, given->read,
                                given->handle, &run->decode, err);
    if (status == CG_OK)
        status = table_open(given->name, cg_decode_read, run->decode, &form,
                            &wanted, &run->table, err);
    if (status != CG_OK)
        return status;
    run->batch.rejects = (cg_rejects){.out = given->rejects,
                                      .delimiter = form.delimiter,
                                      .mended = table_mended(run->table),
                                      .columns = table_header(run->table)};
    return CG_OK;
}

cg_status mapping_sheet_push(const cg_mapping *mapping, const mapping_sheet *sheet,
                             const cg_mapped_sheet *given, sheet_part part,
                             cg_sink sink, cg_mapping_ears ears,
                             cg_sheet_report *report, cg_error *err)
{
    sheet_run run = {.mapping = mapping,
                     .sheet = sheet,
                     .batch = {.vocabulary = mapping->vocabulary,
                               .part = part,
                               .sink = sink,
                               .reader = {.step = step_row, .read = read_row}}};
    run.batch.reader.handle = &run;
    cg_status status = open_table(&run, given, err);
    if (status == CG_OK && part != SHEET_ENTITIES && ears.unused != NULL)
        status = report_unused(&run, given->name, ears, err);
    if (status == CG_OK)
        status = row_batch_push_text(&run.batch, table_header_all(run.table), err);
    if (status == CG_OK)
        status = row_batch_push_all(&run.batch, err);
    if (report != NULL)
        *report = run.batch.rejects.report;
    row_batch_release(&run.batch);
    table_close(run.table);
    cg_decode_close(run.decode);
    return status;
}
