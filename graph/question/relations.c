/* Facts as a list. */
#include "graph/question/question.h"

#include <stdlib.h>

#include "graph/question/cursor.h"
#include "graph/question/filter.h"
#include "graph/question/lookup.h"

enum { RELATIONS_BATCH = 500 }; /* facts whose details are in memory at once */

static const char *const relations_columns[] = {
    "fact",  "subject",    "type",     "object", "since",
    "until", "properties", "modality", "sources"};

typedef struct {
    cg_cursor cursor;
    cg_store *store;
    cg_scan *scan;
    cg_edges edges; /* the scan's batch */
    size_t fetched; /* of the edges */

    cg_arena arena; /* for what follows: the part that is being stepped through */
    const cg_fact *facts;
    const cg_entity *ends; /* subject and object of each fact */
    size_t count;
    size_t next;
} relations;

/* Fetch the details of the next part of the scan's batch. */
static cg_status fetch(relations *question, cg_error *err)
{
    size_t left = question->edges.count - question->fetched;
    size_t count = left < RELATIONS_BATCH ? left : RELATIONS_BATCH;
    cg_fact *facts = NULL;
    cg_id *ends = NULL;
    cg_status status = CG_OK;

    cg_arena_reset(&question->arena);
    question->count = question->next = 0;
    facts = cg_arena_array(&question->arena, count, sizeof *facts);
    ends = cg_arena_array(&question->arena, 2 * count, sizeof *ends);
    if (facts == NULL || ends == NULL)
        return cg_fail_memory(err);
    status =
        cg_store_facts(question->store, question->edges.facts + question->fetched,
                       count, &question->arena, facts, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        ends[2 * i] = facts[i].subject;
        ends[2 * i + 1] = facts[i].object;
    }
    status = cg_lookup_entities(question->store, ends, 2 * count, &question->arena,
                                &question->ends, err);
    if (status != CG_OK)
        return status;
    question->facts = facts;
    question->count = count;
    question->fetched += count;
    return CG_OK;
}

/* See to it that there is a next fact: CG_ROW, CG_DONE or an error. */
static cg_status advance(relations *question, cg_error *err)
{
    cg_status status = CG_OK;

    while (question->next == question->count) {
        if (question->fetched == question->edges.count) {
            status = cg_scan_step(question->scan, &question->edges, err);
            if (status != CG_ROW)
                return status;
            question->fetched = 0;
        }
        status = fetch(question, err);
        if (status != CG_OK)
            return status;
    }
    return CG_ROW;
}

static cg_status relations_step(cg_cursor *cursor, cg_error *err)
{
    relations *question = (relations *)cursor;
    cg_value *row = cursor->row;
    const cg_fact *fact = NULL;
    const cg_entity *ends = NULL;
    cg_status status = advance(question, err);

    if (status != CG_ROW)
        return status;
    fact = &question->facts[question->next];
    ends = &question->ends[2 * question->next];
    question->next++;
    row[0] = cursor_id(fact->id);
    row[1] = cg_string(ends[0].name);
    row[2] = cg_string(
        cg_relation_at(cg_store_vocabulary(question->store), fact->relation)->name);
    row[3] = cg_string(ends[1].name);
    row[7] = cg_string(cg_text_z(cg_modality_name(fact->modality)));
    row[8] = cursor_number(fact->source_count);
    status = cursor_date(fact->since, &question->arena, &row[4], err);
    if (status == CG_OK)
        status = cursor_date(fact->until, &question->arena, &row[5], err);
    if (status == CG_OK)
        status =
            cursor_properties(fact->properties, &question->arena, &row[6], err);
    return status == CG_OK ? CG_ROW : status;
}

static void relations_close(cg_cursor *cursor)
{
    relations *question = (relations *)cursor;

    cg_scan_finish(question->scan);
    cg_arena_release(&question->arena);
    free(question);
}

static const cursor_question relations_question = {
    relations_columns, sizeof relations_columns / sizeof *relations_columns,
    relations_step, relations_close};

cg_status cg_ask_relations(cg_store *store, const cg_relation_filter *filter,
                           cg_cursor **cursor, cg_error *err)
{
    relations *question = calloc(1, sizeof *question);
    cg_fact_filter resolved = {0};
    cg_status status = CG_OK;

    *cursor = NULL;
    if (question == NULL)
        return cg_fail_memory(err);
    question->cursor.question = &relations_question;
    question->cursor.last = CG_ROW;
    question->store = store;
    status = filter_resolve(store, filter, &question->arena, &resolved, err);
    if (status == CG_OK)
        status = cg_scan_prepare(store, &resolved, &question->scan, err);
    if (status == CG_OK)
        *cursor = &question->cursor;
    else
        relations_close(&question->cursor);
    return status;
}
