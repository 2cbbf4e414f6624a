#include "cli/reconcile_judge.h"

#include <stdio.h>
#include <stdlib.h>

enum { ANSWER = 80 };

/* What was answered about a name. */
struct judged_name {
    judged_name *next;
    cg_text name;
    bool skipped;
    cg_match meant;
    cg_arena arena;
};

/* ---- The terminal ---- */

static void print_question(const judging *judge, cg_text name, uint64_t line,
                           const cg_matches *matches)
{
    cg_buffer text = {0};

    cg_text_printable(cg_text_z(judge->sheet), &text);
    cg_buffer_printf(&text, ":%llu: '", (unsigned long long)line);
    cg_text_printable(name, &text);
    cg_buffer_add_z(&text, "' may be\n");
    for (size_t i = 0; i < matches->count; i++) {
        const cg_match *match = &matches->items[i];
        cg_buffer_printf(&text, "  %zu  ", i + 1);
        cg_text_printable(match->name, &text);
        cg_buffer_printf(&text, "  #%lld  %d.%02d\n", (long long)match->entity,
                         match->score / 100, match->score % 100);
    }
    cg_buffer_printf(
        &text,
        "which? 1-%zu, n: another one, s: skip, q: ask no more: ", matches->count);
    if (cg_buffer_status(&text, NULL) == CG_OK)
        fwrite(text.at, 1, text.size, stderr);
    cg_buffer_release(&text);
}

/* The answer: 1 … count, 0 for another one, -1 to skip. */
static int read_answer(judging *judge, cg_text name, uint64_t line,
                       const cg_matches *matches)
{
    char answer[ANSWER];

    for (;;) {
        print_question(judge, name, line, matches);
        if (fgets(answer, sizeof answer, stdin) == NULL || answer[0] == 'q') {
            judge->over = true;
            return -1;
        }
        if (answer[0] == 's')
            return -1;
        if (answer[0] == 'n')
            return 0;
        char *end = NULL;
        unsigned long number = strtoul(answer, &end, 10);
        if (end != answer && number >= 1 && number <= matches->count)
            return (int)number;
    }
}

/* ---- Recording ---- */

/* A sheet of one entity: the name. */
static cg_status load_name(const judging *judge, cg_text name, cg_error *err)
{
    cg_buffer sheet = {0};
    cg_loader *loader = NULL;
    cg_sheet_report report = {0};

    cg_buffer_add_z(&sheet, "name,kind\n\"");
    for (size_t i = 0; i < name.size; i++) {
        cg_buffer_add_z(&sheet, name.at[i] == '"' ? "\"" : "");
        cg_buffer_add_byte(&sheet, name.at[i]);
    }
    cg_buffer_printf(&sheet, "\",%.*s\n", CG_TEXT_ARG(judge->kind));
    cg_status status = cg_buffer_status(&sheet, err);
    cg_text rest = cg_buffer_text(&sheet);
    if (status == CG_OK)
        status = cg_loader_open(judge->store, "reconcile", &loader, err);
    if (status == CG_OK)
        status = cg_sheet_read(&(cg_sheet){.name = judge->sheet,
                                           .read = cg_rows_read_text,
                                           .handle = &rest},
                               cg_store_vocabulary(judge->store),
                               cg_loader_sink(loader), &report, err);
    if (status == CG_OK)
        status = cg_loader_commit(loader, NULL, err);
    cg_loader_close(loader);
    cg_buffer_release(&sheet);
    return status;
}

/* The entity that the name is from now on. */
static cg_status find_name(const judging *judge, cg_text name, cg_id *id,
                           cg_error *err)
{
    cg_buffer text = {0};

    cg_buffer_printf(&text, "%.*s:%.*s", CG_TEXT_ARG(judge->kind),
                     CG_TEXT_ARG(name));
    cg_status status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = cg_find_entity(judge->store, cg_buffer_text(&text), id, err);
    cg_buffer_release(&text);
    return status;
}

static cg_status record_pair(const judging *judge, cg_verdict verdict, cg_id own,
                             cg_id other, cg_error *err)
{
    cg_id id;

    if (own == other)
        return CG_OK;
    return cg_judge(judge->store,
                    &(cg_judgement){.verdict = verdict,
                                    .entity = own,
                                    .other = other,
                                    .by = judge->by,
                                    .reason = CG_TEXT("said of a sheet's name")},
                    &id, err);
}

/* Record that the name means match `choice` (from 1), or none of them (0). */
static cg_status record(const judging *judge, cg_text name,
                        const cg_matches *matches, int choice, cg_id *own,
                        cg_error *err)
{
    cg_status status = load_name(judge, name, err);

    if (status == CG_OK)
        status = find_name(judge, name, own, err);
    if (status ==
        CG_AMBIGUOUS) { /* two have the very name: it tells them not apart */
        cg_error_clear(err);
        *own = 0;
        return CG_OK;
    }
    if (status == CG_OK && choice > 0)
        return record_pair(judge, CG_SAME, *own, matches->items[choice - 1].entity,
                           err);
    for (size_t i = 0; i < matches->count && status == CG_OK; i++)
        status =
            record_pair(judge, CG_DIFFERENT, *own, matches->items[i].entity, err);
    return status;
}

/* ---- Asking ---- */

static judged_name *find_answer(const judging *judge, cg_text name)
{
    judged_name *at = judge->answered;

    while (at != NULL && !cg_text_equal(at->name, name))
        at = at->next;
    return at;
}

static void apply(const judged_name *answer, cg_matches *matches)
{
    if (answer->skipped)
        return;
    *matches = (cg_matches){.items = {answer->meant}, .count = 1, .sure = true};
}

static cg_status decide(judging *judge, judged_name *answer, uint64_t line,
                        const cg_matches *matches, cg_error *err)
{
    int choice = read_answer(judge, answer->name, line, matches);
    cg_id own = 0;

    answer->skipped = choice < 0;
    if (answer->skipped)
        return CG_OK;
    cg_status status = record(judge, answer->name, matches, choice, &own, err);
    cg_text name = choice > 0 ? matches->items[choice - 1].name : answer->name;
    answer->meant =
        choice > 0 ? matches->items[choice - 1] : (cg_match){.entity = own};
    answer->meant.score = CG_SCORE_EXACT;
    if (status == CG_OK)
        status = cg_arena_copy(&answer->arena, name, &answer->meant.name, err);
    return status;
}

cg_status judging_ask(judging *judge, cg_text name, uint64_t line,
                      cg_matches *matches, cg_error *err)
{
    judged_name *answer = find_answer(judge, name);

    if (answer != NULL || judge->over) {
        if (answer != NULL)
            apply(answer, matches);
        return CG_OK;
    }
    answer = calloc(1, sizeof *answer);
    if (answer == NULL)
        return cg_fail_memory(err);
    answer->next = judge->answered;
    judge->answered = answer;
    cg_status status = cg_arena_copy(&answer->arena, name, &answer->name, err);
    answer->skipped = true;
    if (status == CG_OK)
        status = decide(judge, answer, line, matches, err);
    if (status == CG_OK)
        apply(answer, matches);
    return status;
}

void judging_release(judging *judge)
{
    for (judged_name *at = judge->answered; at != NULL;) {
        judged_name *next = at->next;
        cg_arena_release(&at->arena);
        free(at);
        at = next;
    }
    judge->answered = NULL;
}
