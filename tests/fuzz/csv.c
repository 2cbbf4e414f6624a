/* Sheets: the same rows whatever the chunks, every byte accounted for, places that lie in
 * the input, ranges that lie in the pieces. */
#include "ingest/csv/rows.h"
#include "ingest/csv/sheet.h"

#include "schema/digest.h"
#include "tests/support/checked_sink.h"
#include "tests/support/chunked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_number(cg_digester *digester, uint64_t number)
{
    cg_digester_add(digester, (cg_text){(const char *)&number, sizeof number});
}

static void check_row(const cg_row *row, cg_text csv, cg_digester *digester)
{
    require(row->place.end <= csv.size && row->place.start <= row->place.end);
    cg_text raw = cg_text_slice(csv, row->place.start, row->place.end);
    require(cg_text_equal(raw, row->raw));
    for (size_t i = 0; i <= row->count; i++) {
        cg_place place = cg_rows_field_place(row, i);
        require(place.start >= row->place.start && place.start <= row->place.end);
        require(place.line >= row->place.line && place.column >= 1);
    }
    add_number(digester, row->place.line);
    for (size_t i = 0; i < row->count; i++) {
        require(cg_text_check(row->fields[i]) == row->fields[i].size);
        add_number(digester, row->fields[i].size);
        cg_digester_add(digester, row->fields[i]);
    }
}

static cg_digest read_rows(cg_text csv, size_t chunk)
{
    chunked from = {.rest = csv, .chunk = chunk};
    cg_rows *rows = NULL;
    cg_row row;
    cg_digester digester;
    cg_digester_init(&digester);
    require(cg_rows_open("sheet.csv", read_chunk, &from, &rows, NULL) == CG_OK);
    cg_rows_separate(rows, ",;\t|"[csv.size % 4]);
    size_t seen = 0;
    cg_status status = CG_ROW;
    while (status == CG_ROW || status == CG_SYNTAX) {
        cg_error err = {0};
        status = cg_rows_step(rows, &row, &err);
        add_number(&digester, (uint64_t)status);
        if (status == CG_SYNTAX) {
            require(err.start >= row.place.start && err.start <= row.place.end);
            require(row.count == 0 && row.all.size > 0);
            add_number(&digester, err.column);
        }
        cg_text all = row.all;
        require(cg_text_equal(all, cg_text_slice(csv, seen, seen + all.size)));
        seen += all.size;
        if (status == CG_ROW || status == CG_SYNTAX)
            check_row(&row, csv, &digester);
    }
    require(status == CG_DONE ? seen == csv.size : status == CG_LIMIT);
    cg_rows_close(rows);
    return cg_digester_end(&digester);
}

/* ---- Sheets ---- */

typedef struct {
    checker all;
    cg_text csv;
    const cg_vocabulary *vocabulary;
} sheet_checker;

/* Sheets of our own have names alone, and their text is the file's. */
static cg_status check_own(void *handle, const cg_event *event, cg_error *err)
{
    sheet_checker *check = handle;
    cg_status status = check_event(&check->all, event, err);
    if (event->type == CG_EVENT_TEXT) {
        require(check->all.end <= check->csv.size);
        require(cg_text_equal(
            event->as.text,
            cg_text_slice(check->csv, check->all.piece, check->all.end)));
    } else if (event->type == CG_EVENT_FACT) {
        const cg_fact_statement *fact = event->as.fact;
        require(fact->subject.name.size > 0 && fact->object.name.size > 0);
        require(cg_relation_allows(check->vocabulary, fact->relation,
                                   (cg_kinds)1 << fact->subject.kind,
                                   (cg_kinds)1 << fact->object.kind));
    } else if (event->type == CG_EVENT_ENTITY) {
        require(event->as.entity->entity.name.size > 0);
    }
    return status;
}

static void read_sheet(cg_text csv, bool rejects, const cg_vocabulary *vocabulary)
{
    sheet_checker check = {.csv = csv, .vocabulary = vocabulary};
    chunked from = {.rest = csv, .chunk = SIZE_MAX};
    cg_output to_nowhere = {drop, NULL};
    cg_sheet sheet = {.name = "sheet.csv",
                      .read = read_chunk,
                      .handle = &from,
                      .rejects = rejects ? &to_nowhere : NULL};
    cg_error err = {0};
    cg_status status =
        cg_sheet_read(&sheet, vocabulary,
                      (cg_sink){.push = check_own, .handle = &check}, NULL, &err);
    require_end(status, &err);
    require(status == CG_OK ? check.all.end == csv.size : err.line > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cg_vocabulary *vocabulary; /* one for all inputs */
    if (vocabulary == NULL)
        require(cg_vocabulary_open(&vocabulary, NULL) == CG_OK);
    cg_text csv = {(const char *)data, size};
    cg_digest whole = read_rows(csv, SIZE_MAX);
    cg_digest pieces = read_rows(csv, 1 + (size > 0 ? data[0] % 7 : 0));
    require(memcmp(&whole, &pieces, sizeof whole) == 0);
    if (cg_text_starts(csv, CG_TEXT("\xff\xfe")) ||
        cg_text_starts(csv, CG_TEXT("\xfe\xff")))
        return 0; /* UTF-16: the sheet's text is another */
    read_sheet(csv, false, vocabulary);
    read_sheet(csv, true, vocabulary);
    return 0;
}
