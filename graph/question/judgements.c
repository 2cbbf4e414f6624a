/* What people decided, and what they are asked to decide. */
#include "graph/question/question.h"

#include "graph/question/cursor.h"
#include "graph/question/lookup.h"

enum { JUDGEMENTS_COLUMNS = 6 };
static const char *const judgements_columns[JUDGEMENTS_COLUMNS] = {
    "judgement", "verdict", "about", "by", "reason", "recorded"};

#define VERDICT_NAME(name, text) [name] = text,
static const char *const verdict_names[CG_VERDICT_COUNT] = {
    CG_VERDICTS(VERDICT_NAME)};
#undef VERDICT_NAME

/* What the judgements are about: a fact and its ends, or two entities. */
typedef struct {
    const cg_judgement_row *rows;
    size_t count;
    cg_fact *facts;            /* of each row; id 0 where it is about entities */
    const cg_entity *entities; /* two of each row */
} subjects;

static cg_status fetch(subjects *about, cg_store *store, cg_arena *arena,
                       cg_error *err)
{
    cg_id *ids = NULL;
    cg_status status =
        cg_store_judgements(store, arena, &about->rows, &about->count, err);

    if (status != CG_OK || about->count == 0)
        return status;
    ids = cg_arena_array(arena, about->count, 2 * sizeof *ids);
    about->facts = cg_arena_array(arena, about->count, sizeof *about->facts);
    if (ids == NULL || about->facts == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < about->count; i++)
        ids[i] = about->rows[i].judgement.fact;
    status = cg_store_facts(store, ids, about->count, arena, about->facts, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < about->count; i++) {
        const cg_judgement *judgement = &about->rows[i].judgement;
        const cg_fact *fact = &about->facts[i];

        ids[2 * i] = judgement->fact != 0 ? fact->subject : judgement->entity;
        ids[2 * i + 1] = judgement->fact != 0 ? fact->object : judgement->other;
    }
    return cg_lookup_entities(store, ids, 2 * about->count, arena, &about->entities,
                              err);
}

/* `Nvidia SUPPLIES Dell (fact 12)` or `Biren (#3) and 壁仞 (#7)` */
static void describe(const cg_vocabulary *vocabulary, const cg_judgement *judgement,
                     const cg_fact *fact, const cg_entity *ends, cg_buffer *out)
{
    if (judgement->fact == 0) {
        cg_buffer_add(out, ends[0].own_name);
        cg_buffer_printf(out, " (#%lld) and ", (long long)judgement->entity);
        cg_buffer_add(out, ends[1].own_name);
        cg_buffer_printf(out, " (#%lld)", (long long)judgement->other);
        return;
    }
    if (fact->id != 0) {
        cg_buffer_add(out, ends[0].name);
        cg_buffer_add_byte(out, ' ');
        cg_buffer_add(out, cg_relation_at(vocabulary, fact->relation)->name);
        cg_buffer_add_byte(out, ' ');
        cg_buffer_add(out, ends[1].name);
        cg_buffer_add_byte(out, ' ');
    }
    cg_buffer_printf(out, "(fact %lld)", (long long)judgement->fact);
}

static cg_status add_row(cursor_table *table, const cg_vocabulary *vocabulary,
                         const subjects *subject, size_t index, cg_error *err)
{
    const cg_judgement_row *row = &subject->rows[index];
    const cg_judgement *judgement = &row->judgement;
    cg_buffer words = {0};
    cg_text about = {0};
    cg_status status = CG_OK;

    describe(vocabulary, judgement, &subject->facts[index],
             &subject->entities[2 * index], &words);
    status = cg_buffer_status(&words, err);
    if (status == CG_OK)
        status = cg_arena_copy(&table->arena, cg_buffer_text(&words), &about, err);
    cg_buffer_release(&words);
    if (status != CG_OK)
        return status;
    return cursor_table_add(
        table,
        (const cg_value[JUDGEMENTS_COLUMNS]){
            cursor_id(row->id),
            cg_string(cg_text_z(verdict_names[judgement->verdict])),
            cg_string(about), cursor_text(judgement->by),
            cursor_text(judgement->reason), cursor_text(row->recorded)},
        err);
}

static cg_status ask(cg_store *store, bool only_open, cg_cursor **cursor,
                     cg_error *err)
{
    cursor_table *table = NULL;
    subjects about = {0};
    cg_status status =
        cursor_table_new(judgements_columns, JUDGEMENTS_COLUMNS, &table, err);

    if (status == CG_OK)
        status = fetch(&about, store, &table->arena, err);
    for (size_t i = 0; i < about.count && status == CG_OK; i++)
        if (!only_open || about.rows[i].judgement.verdict == CG_MAYBE)
            status = add_row(table, cg_store_vocabulary(store), &about, i, err);
    return cursor_table_finish(table, status, cursor);
}

cg_status cg_ask_judgements(cg_store *store, cg_cursor **cursor, cg_error *err)
{
    return ask(store, false, cursor, err);
}

cg_status cg_ask_open_judgements(cg_store *store, cg_cursor **cursor, cg_error *err)
{
    return ask(store, true, cursor, err);
}
