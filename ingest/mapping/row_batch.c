#include "ingest/mapping/statements.h"

#include <stdlib.h>

enum { BATCH_ROWS = 512, BATCH_BYTES = 1 << 20 };

/* A row that was read; texts in the batch's arena. */
struct batch_row {
    cg_row from; /* without its fields */
    row_statements said;
    cg_status status;
    cg_error *failure; /* NULL: none */
};

/* What is known of a key of the batch. */
struct batch_key {
    cg_kinds kinds; /* 0: it means nobody so far */
    uint32_t met;   /* by the sink */
};

static cg_status push(const row_batch *run, cg_event event, cg_error *err)
{
    return run->sink.push(run->sink.handle, &event, err);
}

cg_status row_batch_push_text(const row_batch *run, cg_text text, cg_error *err)
{
    if (text.size == 0 || run->part == SHEET_ENTITIES)
        return CG_OK;
    return push(run, (cg_event){.type = CG_EVENT_TEXT, .as.text = text}, err);
}

/* ---- Reading a batch ---- */

static cg_status keep_row(row_batch *run, const cg_row *from, cg_row *kept,
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

static cg_status note_failure(row_batch *run, batch_row *row, cg_status status,
                              const cg_error *failure, cg_error *err)
{
    row->status = status;
    row->failure = cg_arena_alloc(&run->arena, sizeof *row->failure);
    if (row->failure == NULL)
        return cg_fail_memory(err);
    *row->failure = *failure;
    return CG_OK;
}

/* Is it a bad row, behind which there may be good ones? */
static bool is_bad_row(cg_status status, bool final)
{
    return !final && (status == CG_SYNTAX || status == CG_REFUSED);
}

static cg_status pass_on(cg_status status, const cg_error *failure, cg_error *err)
{
    if (err != NULL && err->status == CG_OK)
        *err = *failure;
    return status;
}

/* Read the next row into the batch. CG_ROW, CG_DONE, or a failure that is final. */
static cg_status read_row(row_batch *run, cg_error *err)
{
    const row_reader *reader = &run->reader;
    batch_row *kept = &run->rows[run->count];
    cg_row from = {0};
    cg_error failure;
    bool final = false;
    *kept = (batch_row){0};
    cg_error_clear(&failure);
    cg_status status = reader->step(reader->handle, &from, &final, &failure);
    if (status != CG_ROW && status != CG_DONE && !is_bad_row(status, final))
        return pass_on(status, &failure, err);
    cg_status done = keep_row(run, &from, &kept->from, err);
    if (done != CG_OK || status == CG_DONE)
        return done != CG_OK ? done : status;
    run->count++;
    if (status == CG_ROW)
        status = reader->read(reader->handle, &run->arena, &kept->from, &kept->said,
                              &failure);
    if (status != CG_OK && !is_bad_row(status, false))
        return pass_on(status, &failure, err);
    done = status == CG_OK ? CG_OK : note_failure(run, kept, status, &failure, err);
    return done == CG_OK ? CG_ROW : done;
}

/* ---- Keys ---- */

/* What there is to ask of keys, each once. */
typedef struct {
    cg_text *keys;
    batch_key **entries;
    size_t count;
} key_question;

static cg_status add_key(row_batch *run, row_entity *entity, key_question *asking,
                         cg_error *err)
{
    cg_text key = entity->statement.entity.key;
    if (key.size == 0)
        return CG_OK;
    uint64_t hash = cg_text_table_hash(&run->keys, key);
    entity->known = cg_text_table_find(&run->keys, hash, key);
    if (entity->known != NULL)
        return CG_OK;
    entity->known = cg_arena_alloc(&run->arena, sizeof *entity->known);
    if (entity->known == NULL)
        return cg_fail_memory(err);
    asking->keys[asking->count] = key;
    asking->entries[asking->count++] = entity->known;
    return cg_text_table_add(&run->keys, hash, key, entity->known, err);
}

static size_t count_entities(const row_batch *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++)
        count += run->rows[i].said.entity_count;
    return count;
}

/* Ask the sink for all keys of the batch. */
static cg_status ask_for_keys(row_batch *run, cg_error *err)
{
    size_t room = count_entities(run);
    key_question asking = {
        .keys = cg_arena_room(&run->arena, room, sizeof *asking.keys),
        .entries = cg_arena_room(&run->arena, room, sizeof *asking.entries)};
    cg_known_key *known = cg_arena_array(&run->arena, room, sizeof *known);
    cg_status status = CG_OK;
    if (asking.keys == NULL || asking.entries == NULL || known == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < run->count; i++)
        for (size_t k = 0; k < run->rows[i].said.entity_count; k++)
            if (status == CG_OK)
                status = add_key(run, &run->rows[i].said.entities[k], &asking, err);
    if (status == CG_OK && asking.count > 0 && run->sink.find != NULL)
        status =
            run->sink.find(run->sink.handle, asking.keys, asking.count, known, err);
    for (size_t i = 0; i < asking.count && status == CG_OK; i++)
        *asking.entries[i] = (batch_key){known[i].kinds, known[i].met};
    return status;
}

/* What the sink said of a key goes back to it with whoever has it. */
static void tell_met(row_statements *said)
{
    for (size_t i = 0; i < said->entity_count; i++)
        if (said->entities[i].known != NULL)
            said->entities[i].statement.entity.met = said->entities[i].known->met;
}

/* ---- Pushing a batch ---- */

static cg_place place_at(const cg_row *row, size_t at)
{
    return at > 0 ? cg_rows_field_place(row, at - 1) : row->place;
}

#define refuse_at(row, field, err, ...)                                            \
    cg_fail((err), CG_REFUSED, (cg_place[]){place_at((row), (field))}, __VA_ARGS__)

static cg_status fail_kinds(const row_batch *run, const cg_row *row,
                            const row_entity *entity, cg_kinds known, cg_error *err)
{
    cg_buffer was = {0};
    cg_buffer is = {0};
    cg_kinds_print(run->vocabulary, known, "and", &was);
    cg_kinds_print(run->vocabulary, entity->statement.kinds, "and", &is);
    cg_status status = cg_buffer_status(&was, err);
    if (status == CG_OK)
        status = cg_buffer_status(&is, err);
    if (status == CG_OK)
        status =
            refuse_at(row, entity->at, err,
                      "the id '%.*s' is of kind %s elsewhere, of %s here",
                      CG_TEXT_ARG(entity->statement.entity.key), was.at, is.at);
    cg_buffer_release(&was);
    cg_buffer_release(&is);
    return status;
}

/* Does the key of an entity fit what is known of it? */
static cg_status check_key(const row_batch *run, const cg_row *row,
                           const row_entity *entity, cg_error *err)
{
    cg_text key = entity->statement.entity.key;
    if (key.size == 0)
        return CG_OK;
    batch_key *known = entity->known;
    if (known->kinds == 0 && entity->statement.entity.name.size == 0)
        return refuse_at(row, entity->at, err, "nothing has the id '%.*s'",
                         CG_TEXT_ARG(key));
    cg_kinds told = entity->statement.kinds;
    if (known->kinds != 0 && told != 0 && (known->kinds & told) == 0)
        return fail_kinds(run, row, entity, known->kinds, err);
    known->kinds |= told;
    return CG_OK;
}

static cg_kinds kinds_of(const row_entity *entity)
{
    return entity->known != NULL ? entity->known->kinds : entity->statement.kinds;
}

/* May the fact run between entities of these kinds? */
static cg_status check_ends(const row_batch *run, const cg_row *row,
                            const row_fact *fact, cg_kinds subject, cg_kinds object,
                            cg_error *err)
{
    const cg_vocabulary *words = run->vocabulary;
    uint8_t relation = fact->statement.relation;
    if (cg_relation_allows(words, relation, subject, object))
        return CG_OK;
    cg_buffer from = {0};
    cg_buffer ends = {0};
    cg_kinds_print(words, subject, "and", &from);
    cg_buffer_add_z(&from, " to ");
    cg_kinds_print(words, object, "and", &from);
    cg_relation_print_ends(words, relation, &ends);
    cg_status status = cg_buffer_status(&from, err);
    if (status == CG_OK)
        status = cg_buffer_status(&ends, err);
    if (status == CG_OK)
        status = refuse_at(
            row, fact->at, err, "'%.*s' does not run from %s: it runs %s",
            CG_TEXT_ARG(cg_relation_at(words, relation)->name), from.at, ends.at);
    cg_buffer_release(&from);
    cg_buffer_release(&ends);
    return status;
}

/* Check what only the whole batch tells. */
static cg_status check_row(const row_batch *run, const batch_row *row,
                           cg_error *err)
{
    const row_statements *said = &row->said;
    cg_status status = CG_OK;
    bool all = run->part != SHEET_ENTITIES;
    for (size_t i = 0; i < said->entity_count && status == CG_OK; i++)
        if (all || said->entities[i].stated)
            status = check_key(run, &row->from, &said->entities[i], err);
    for (size_t i = 0; i < said->fact_count && status == CG_OK; i++) {
        const row_fact *fact = &said->facts[i];
        cg_kinds subject = kinds_of(&said->entities[fact->subject]);
        cg_kinds object = kinds_of(&said->entities[fact->object]);
        if (all || (subject != 0 && object != 0))
            status = check_ends(run, &row->from, fact, subject, object, err);
    }
    return status;
}

/* ---- Pushing a batch ---- */

/* Everything is where it stays: fill in what facts refer to. */
static void settle(row_statements *said)
{
    for (size_t i = 0; i < said->fact_count; i++) {
        row_fact *fact = &said->facts[i];
        cg_fact_statement *statement = &fact->statement;
        statement->subject = said->entities[fact->subject].statement.entity;
        statement->object = said->entities[fact->object].statement.entity;
        if (fact->speaker > 0)
            statement->speaker = said->entities[fact->speaker - 1].statement.entity;
        if (statement->cited != NULL)
            statement->cited = &fact->cited;
    }
}

static cg_status push_statements(const row_batch *run, const row_statements *said,
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

static cg_status refuse_row(row_batch *run, const batch_row *row, cg_status status,
                            const cg_error *failure, cg_error *err)
{
    if (run->part == SHEET_ENTITIES)
        return CG_OK;
    cg_row from = row->from;
    return cg_rejects_take(&run->rejects, &from, status, failure, err);
}

static cg_status push_row(row_batch *run, batch_row *row, cg_error *err)
{
    cg_error failure;
    cg_error_clear(&failure);
    cg_status status = row_batch_push_text(run, row->from.all, err);
    if (status != CG_OK)
        return status;
    run->rejects.report.rows++;
    if (row->failure != NULL)
        return refuse_row(run, row, row->status, row->failure, err);
    status = check_row(run, row, &failure);
    if (status == CG_NOMEM)
        return cg_fail_memory(err);
    if (status != CG_OK)
        return refuse_row(run, row, status, &failure, err);
    run->rejects.report.silent +=
        row->said.entity_count == 0 && row->said.fact_count == 0;
    tell_met(&row->said);
    settle(&row->said);
    return push_statements(run, &row->said, err);
}

/* Read rows until the batch is full, and push them. CG_ROW: there may be more. */
static cg_status push_batch(row_batch *run, cg_error *err)
{
    cg_arena_reset(&run->arena);
    run->count = 0;
    run->bytes = 0;
    run->rows = cg_arena_room(&run->arena, BATCH_ROWS + 1, sizeof *run->rows);
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
        pushed = row_batch_push_text(run, run->rows[run->count].from.all, err);
    cg_text_table_clear(&run->keys);
    return pushed == CG_OK ? status : pushed;
}

cg_status row_batch_push_all(row_batch *run, cg_error *err)
{
    cg_status status = CG_ROW;
    while (status == CG_ROW)
        status = push_batch(run, err);
    return status == CG_DONE ? CG_OK : status;
}

void row_batch_release(row_batch *run)
{
    cg_text_table_release(&run->keys);
    cg_rejects_release(&run->rejects);
    cg_arena_release(&run->arena);
}
