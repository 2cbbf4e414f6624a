#include "ingest/mapping/mapping_sheet.h"

#include <stdio.h>
#include <stdlib.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "ingest/csv/decode.h"
#include "ingest/csv/rejects.h"
#include "ingest/mapping/mapping_row.h"

/* Rows are read by batches, so that the sink is asked but once for the ids of many. */
enum { BATCH_ROWS = 1024, BATCH_BYTES = 1 << 20 };

/* A row that was read; texts in the batch's arena. */
typedef struct {
    cg_row from; /* without its fields */
    row_statements said;
    cg_status status;
    cg_error *failure; /* NULL: none */
} batch_row;

/* What is known of a key of the batch. */
typedef struct {
    UT_hash_handle hh;
    cg_text key;
    cg_kinds kinds; /* 0: it means nobody so far */
} batch_key;

typedef struct {
    const cg_mapping *mapping;
    const mapping_sheet *sheet;
    sheet_part part;
    cg_sink sink;
    cg_decode *decode;
    table *table;
    cg_rejects rejects;
    cg_arena arena; /* of the batch */
    batch_row *rows;
    size_t count;
    size_t bytes;
    batch_key *keys;
    const size_t *fields; /* by wanted column; the table's */
} sheet_run;

static cg_status push(const sheet_run *run, cg_event event, cg_error *err)
{
    return run->sink.push(run->sink.handle, &event, err);
}

static cg_status push_text(const sheet_run *run, cg_text text, cg_error *err)
{
    if (text.size == 0 || run->part == SHEET_ENTITIES)
        return CG_OK;
    return push(run, (cg_event){.type = CG_EVENT_TEXT, .as.text = text}, err);
}

/* ---- Reading a batch ---- */

static cg_status keep_row(sheet_run *run, const cg_row *from, cg_row *kept,
                          cg_error *err)
{
    size_t at = from->all.size > 0 ? (size_t)(from->raw.at - from->all.at) : 0;
    *kept = *from;
    kept->fields = NULL;
    cg_status status = cg_arena_copy(&run->arena, from->all, &kept->all, err);
    if (status == CG_OK)
        kept->raw = cg_text_slice(kept->all, at, at + from->raw.size);
    run->bytes += from->all.size;
    return status;
}

/* The fields of a row, whose buffer the next one takes. */
static cg_status keep_cells(sheet_run *run, table_row *row, cg_error *err)
{
    size_t count = run->sheet->column_count;
    table_cell *cells = cg_arena_array(&run->arena, count, sizeof *cells);
    if (cells == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        table_cell from = row->cells[i];
        cg_text *items = cg_arena_array(&run->arena, from.count, sizeof *items);
        if (items == NULL)
            return cg_fail_memory(err);
        for (size_t k = 0; k < from.count; k++) {
            cg_status status =
                cg_arena_copy(&run->arena, from.items[k], &items[k], err);
            if (status != CG_OK)
                return status;
        }
        cells[i] = (table_cell){items, from.count};
    }
    row->cells = cells;
    return CG_OK;
}

static cg_status note_failure(sheet_run *run, batch_row *row, cg_status status,
                              const cg_error *failure, cg_error *err)
{
    row->status = status;
    row->failure = cg_arena_alloc(&run->arena, sizeof *row->failure);
    if (row->failure == NULL)
        return cg_fail_memory(err);
    *row->failure = *failure;
    return CG_OK;
}

/* Read the next row into the batch. CG_ROW, CG_DONE, or a failure that is final. */
static cg_status read_row(sheet_run *run, cg_error *err)
{
    table_row row;
    cg_error failure = {0};
    batch_row *kept = &run->rows[run->count];
    cg_status status = table_step(run->table, &row, &failure);
    if (status != CG_ROW && status != CG_DONE && status != CG_SYNTAX) {
        if (err != NULL && err->status == CG_OK)
            *err = failure;
        return status;
    }
    *kept = (batch_row){.status = status};
    cg_status done = keep_row(run, &row.from, &kept->from, err);
    if (done != CG_OK)
        return done;
    run->fields = row.fields;
    if (status == CG_DONE)
        return status;
    run->count++;
    kept->from.count = row.from.count;
    if (status == CG_ROW) {
        status = keep_cells(run, &row, &failure);
        mapping_reading in = {run->mapping, run->sheet, &row, &run->arena};
        if (status == CG_OK)
            status = mapping_row_read(&in, &kept->said, &failure);
    }
    kept->status = status;
    if (status == CG_NOMEM)
        return cg_fail_memory(err);
    done = status == CG_OK ? CG_OK : note_failure(run, kept, status, &failure, err);
    return done == CG_OK ? CG_ROW : done;
}

/* ---- Keys ---- */

static batch_key *find_key(const sheet_run *run, cg_text key)
{
    batch_key *found = NULL;
    HASH_FIND(hh, run->keys, key.at, key.size, found);
    return found;
}

static cg_status add_key(sheet_run *run, cg_text key, cg_text *asked, size_t *count,
                         cg_error *err)
{
    if (key.size == 0 || find_key(run, key) != NULL)
        return CG_OK;
    batch_key *added = cg_arena_alloc(&run->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    added->key = key;
    HASH_ADD_KEYPTR(hh, run->keys, added->key.at, added->key.size, added);
    if (added->hh.tbl == NULL)
        return cg_fail_memory(err);
    asked[(*count)++] = key;
    return CG_OK;
}

static size_t count_entities(const sheet_run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++)
        count += run->rows[i].said.entity_count;
    return count;
}

/* Ask the sink for all keys of the batch. */
static cg_status ask_for_keys(sheet_run *run, cg_error *err)
{
    size_t room = count_entities(run);
    cg_text *asked = cg_arena_array(&run->arena, room, sizeof *asked);
    cg_kinds *kinds = cg_arena_array(&run->arena, room, sizeof *kinds);
    size_t count = 0;
    cg_status status = CG_OK;
    if (asked == NULL || kinds == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < run->count; i++)
        for (size_t k = 0; k < run->rows[i].said.entity_count; k++)
            if (status == CG_OK)
                status =
                    add_key(run, run->rows[i].said.entities[k].statement.entity.key,
                            asked, &count, err);
    if (status == CG_OK && count > 0 && run->sink.find != NULL)
        status = run->sink.find(run->sink.handle, asked, count, kinds, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        find_key(run, asked[i])->kinds = kinds[i];
    return status;
}

/* ---- Pushing a batch ---- */

/* "Company and Place" */
static cg_status fail_kinds(const mapping_reading *in, const row_entity *entity,
                            cg_kinds known, cg_error *err)
{
    cg_buffer was = {0};
    cg_buffer is = {0};
    cg_kinds_print(in->mapping->vocabulary, known, "and", &was);
    cg_kinds_print(in->mapping->vocabulary, entity->statement.kinds, "and", &is);
    cg_status status = cg_buffer_status(&was, err);
    if (status == CG_OK)
        status = cg_buffer_status(&is, err);
    if (status == CG_OK)
        status = mapping_refuse(in, &entity->from->key, err,
                                "the id '%.*s' is of kind %s elsewhere, of %s here",
                                CG_TEXT_ARG(entity->statement.entity.key), was.at,
                                is.at);
    cg_buffer_release(&was);
    cg_buffer_release(&is);
    return status;
}

/* Does the key of an entity fit what is known of it? */
static cg_status check_key(sheet_run *run, const mapping_reading *in,
                           const row_entity *entity, cg_error *err)
{
    cg_text key = entity->statement.entity.key;
    if (key.size == 0)
        return CG_OK;
    batch_key *known = find_key(run, key);
    if (known->kinds == 0 && entity->statement.entity.name.size == 0)
        return mapping_refuse(in, &entity->from->key, err,
                              "nothing has the id '%.*s'", CG_TEXT_ARG(key));
    cg_kinds told = entity->statement.kinds;
    if (known->kinds != 0 && told != 0 && (known->kinds & told) == 0)
        return fail_kinds(in, entity, known->kinds, err);
    known->kinds |= told;
    return CG_OK;
}

static cg_kinds kinds_of(const sheet_run *run, const row_entity *entity)
{
    cg_text key = entity->statement.entity.key;
    return key.size > 0 ? find_key(run, key)->kinds : entity->statement.kinds;
}

/* Check what only the whole batch tells. */
static cg_status check_row(sheet_run *run, const mapping_reading *in,
                           const row_statements *said, cg_error *err)
{
    cg_status status = CG_OK;
    bool all = run->part != SHEET_ENTITIES;
    for (size_t i = 0; i < said->entity_count && status == CG_OK; i++)
        if (all || said->entities[i].stated)
            status = check_key(run, in, &said->entities[i], err);
    for (size_t i = 0; all && i < said->fact_count && status == CG_OK; i++) {
        const row_fact *fact = &said->facts[i];
        status = mapping_check_ends(
            in, fact, kinds_of(run, &said->entities[fact->subject]),
            kinds_of(run, &said->entities[fact->object]), err);
    }
    return status;
}

static cg_status push_statements(const sheet_run *run, const row_statements *said,
                                 cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < said->entity_count && status == CG_OK; i++)
        if (said->entities[i].stated && run->part != SHEET_REST)
            status = push(run,
                          (cg_event){.type = CG_EVENT_ENTITY,
                                     .as.entity = &said->entities[i].statement},
                          err);
    for (size_t i = 0; i < said->fact_count && status == CG_OK; i++)
        if (run->part != SHEET_ENTITIES)
            status = push(run,
                          (cg_event){.type = CG_EVENT_FACT,
                                     .as.fact = &said->facts[i].statement},
                          err);
    return status;
}

static cg_status refuse_row(sheet_run *run, const batch_row *row, cg_status status,
                            const cg_error *failure, cg_error *err)
{
    if (run->part == SHEET_ENTITIES)
        return CG_OK;
    cg_row from = row->from;
    return cg_rejects_take(&run->rejects, &from, status, failure, err);
}

static cg_status push_row(sheet_run *run, const batch_row *row, cg_error *err)
{
    cg_error failure = {0};
    cg_status status = push_text(run, row->from.all, err);
    if (status != CG_OK)
        return status;
    run->rejects.report.rows++;
    if (row->failure != NULL)
        return refuse_row(run, row, row->status, row->failure, err);
    table_row at = {.from = row->from, .fields = run->fields};
    mapping_reading in = {run->mapping, run->sheet, &at, &run->arena};
    status = check_row(run, &in, &row->said, &failure);
    if (status == CG_NOMEM)
        return cg_fail_memory(err);
    if (status != CG_OK)
        return refuse_row(run, row, status, &failure, err);
    run->rejects.report.silent +=
        row->said.entity_count == 0 && row->said.fact_count == 0;
    return push_statements(run, &row->said, err);
}

/* Read rows until the batch is full, and push them. CG_ROW: there may be more. */
static cg_status push_batch(sheet_run *run, cg_error *err)
{
    cg_arena_reset(&run->arena);
    run->count = 0;
    run->bytes = 0;
    run->rows = cg_arena_array(&run->arena, BATCH_ROWS + 1, sizeof *run->rows);
    if (run->rows == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_ROW;
    while (status == CG_ROW && run->count < BATCH_ROWS && run->bytes < BATCH_BYTES)
        status = read_row(run, err);
    if (status != CG_ROW && status != CG_DONE)
        return status;
    cg_status pushed = ask_for_keys(run, err);
    for (size_t i = 0; i < run->count && pushed == CG_OK; i++)
        pushed = push_row(run, &run->rows[i], err);
    if (pushed == CG_OK && status == CG_DONE)
        pushed = push_text(run, run->rows[run->count].from.all, err);
    HASH_CLEAR(hh, run->keys);
    return pushed == CG_OK ? status : pushed;
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
    for (size_t i = run->rejects.mended;
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
    run->rejects = (cg_rejects){.out = given->rejects,
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
    sheet_run run = {
        .mapping = mapping, .sheet = sheet, .part = part, .sink = sink};
    cg_status status = open_table(&run, given, err);
    if (status == CG_OK && part != SHEET_ENTITIES && ears.unused != NULL)
        status = report_unused(&run, given->name, ears, err);
    if (status == CG_OK)
        status = push_text(&run, table_header_all(run.table), err);
    while (status == CG_OK) {
        status = push_batch(&run, err);
        if (status == CG_ROW)
            status = CG_OK;
    }
    if (report != NULL)
        *report = run.rejects.report;
    HASH_CLEAR(hh, run.keys);
    table_close(run.table);
    cg_decode_close(run.decode);
    cg_rejects_release(&run.rejects);
    cg_arena_release(&run.arena);
    return status == CG_DONE ? CG_OK : status;
}
