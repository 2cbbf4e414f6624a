/* Sheets: the same rows whatever the chunks, every byte accounted for, places that lie in
 * the input, ranges that lie in the pieces. */
#include "ingest/csv/rows.h"
#include "ingest/csv/sheet.h"

#include <stdbool.h>
#include <stdlib.h>

#include "schema/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    cg_text rest;
    size_t chunk;
} input;

static cg_status read_chunk(void *handle, char *buffer, size_t room, size_t *size,
                            cg_error *err)
{
    (void)err;
    input *from = handle;
    *size = from->rest.size < room ? from->rest.size : room;
    if (*size > from->chunk)
        *size = from->chunk;
    if (*size > 0)
        memcpy(buffer, from->rest.at, *size);
    from->rest = cg_text_slice(from->rest, *size, from->rest.size);
    return CG_OK;
}

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
    input from = {csv, chunk};
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
    cg_text csv;
    size_t piece; /* where the last one begins and ends */
    size_t end;
    const cg_vocabulary *vocabulary;
} checker;

static cg_status check_event(void *handle, const cg_event *event, cg_error *err)
{
    (void)err;
    checker *check = handle;
    if (event->type == CG_EVENT_TEXT) {
        check->piece = check->end;
        check->end += event->as.text.size;
        require(check->end <= check->csv.size);
        cg_text piece = cg_text_slice(check->csv, check->piece, check->end);
        require(cg_text_equal(event->as.text, piece));
    } else if (event->type == CG_EVENT_FACT) {
        const cg_fact_statement *fact = event->as.fact;
        require(fact->range.start >= check->piece && fact->range.end <= check->end);
        require(fact->subject.name.size > 0 && fact->object.name.size > 0);
        require(cg_relation_allows(check->vocabulary, fact->relation,
                                   (cg_kinds)1 << fact->subject.kind,
                                   (cg_kinds)1 << fact->object.kind));
        require(fact->quote.size == 0 || fact->cited != NULL);
    } else if (event->type == CG_EVENT_ENTITY) {
        const cg_entity_statement *entity = event->as.entity;
        require(entity->entity.name.size > 0);
        require((entity->kinds >> entity->entity.kind & 1) != 0);
        for (size_t i = 0; i < entity->name_count; i++)
            require(entity->names[i].text.size > 0);
    }
    return CG_OK;
}

static cg_status drop(void *handle, cg_text bytes, cg_error *err)
{
    (void)handle, (void)bytes, (void)err;
    return CG_OK;
}

static void read_sheet(cg_text csv, bool rejects, const cg_vocabulary *vocabulary)
{
    checker check = {.csv = csv, .vocabulary = vocabulary};
    input from = {csv, SIZE_MAX};
    cg_output to_nowhere = {drop, NULL};
    cg_sheet sheet = {.name = "sheet.csv",
                      .read = read_chunk,
                      .handle = &from,
                      .rejects = rejects ? &to_nowhere : NULL};
    cg_error err = {0};
    cg_status status =
        cg_sheet_read(&sheet, vocabulary,
                      (cg_sink){.push = check_event, .handle = &check}, NULL, &err);
    require(status == CG_OK || status == CG_SYNTAX || status == CG_REFUSED ||
            status == CG_LIMIT);
    require(status == err.status);
    require(status != CG_OK || check.end == csv.size);
    require(status == CG_OK || (err.line > 0 && err.message[0] != '\0'));
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
