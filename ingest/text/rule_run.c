/* Running rules over the sentences of a document. */
#include <stdlib.h>

#include "ingest/text/rule_place.h"
#include "ingest/text/rules_parts.h"

cg_status run_open(const rule_book *book, text_document *document, cg_arena *arena,
                   rule_run **run, cg_error *err)
{
    size_t words = book->program_count / 64 + 1;
    *run = calloc(1, sizeof **run);
    if (*run == NULL)
        return cg_fail_memory(err);
    (*run)->book = book;
    (*run)->document = document;
    (*run)->arena = arena;
    (*run)->called = calloc(words, sizeof *(*run)->called);
    return (*run)->called != NULL ? match_open(&(*run)->text, book, err)
                                  : cg_fail_memory(err);
}

void run_close(rule_run *run)
{
    if (run == NULL)
        return;
    matcher_release(&run->matcher);
    free(run->candidates);
    free(run->called);
    match_close(&run->text);
    free(run->facts.items);
    free(run->voices.items);
    free(run->named_after);
    free(run);
}

/* ---- Which programs ---- */

/* Does the piece name somebody of these kinds, if any are asked for? */
static bool names_one(const rule_run *run, cg_kinds kinds)
{
    return kinds == 0 || (kinds & run->text.kinds) != 0;
}

static void call_list(rule_run *run, uint32_t list)
{
    while (list != 0) {
        const rule_trigger *trigger = &run->book->triggers[list - 1];
        if (names_one(run, trigger->kinds[0]) && names_one(run, trigger->kinds[1]))
            run->called[trigger->program / 64] |= UINT64_C(1)
                                                  << trigger->program % 64;
        list = trigger->next;
    }
}

/* Call up what the phrases of a set that begin at `at` do. */
static void call_at(rule_run *run, uint32_t root, uint32_t at)
{
    const match_text *text = &run->text;
    uint32_t node = root;
    while (node != 0 && at < text->count && !text->tokens[at].inside) {
        node = phrases_step(&run->book->phrases, node, text->tokens[at++].word);
        if (node != 0)
            call_list(run, phrases_value(&run->book->phrases, node));
    }
}

static void call_phrases(rule_run *run, uint32_t root)
{
    for (uint32_t at = place_next_phrase(&run->text, root, 0); at < run->text.count;
         at = place_next_phrase(&run->text, root, at + 1))
        call_at(run, root, at);
}

/* List the programs that are called, in order, and forget that they are. */
static cg_status take_called(rule_run *run, cg_error *err)
{
    cg_status status = CG_OK;
    run->candidate_count = 0;
    for (uint32_t i = 0; status == CG_OK && i <= run->book->program_count / 64; i++)
        for (; status == CG_OK && run->called[i] != 0;
             run->called[i] &= run->called[i] - 1) {
            status = cg_grow(run->candidates, &run->candidate_room,
                             run->candidate_count + 1, err);
            if (status == CG_OK)
                run->candidates[run->candidate_count++] =
                    i * 64 + (uint32_t)__builtin_ctzll(run->called[i]);
        }
    return status;
}

cg_status run_call_up(rule_run *run, rule_stage stage, cg_error *err)
{
    uint8_t language = run->text.language;
    uint32_t root = run->book->trigger_sets[stage][language];
    call_list(run, run->book->always[stage][language]);
    if (root != 0)
        call_phrases(run, root);
    return take_called(run, err);
}

bool run_may_call(const rule_run *run, rule_stage stage, uint32_t sentence)
{
    const text_sentence *at = &run->document->sentences[sentence];
    const rule_phrases *phrases = &run->book->phrases;
    uint32_t root = run->book->trigger_sets[stage][at->language];
    bool may = run->book->always[stage][at->language] != 0;
    for (uint32_t i = at->first_token; root != 0 && !may && i < at->end_token; i++)
        may = phrases_step(phrases, root, run->document->tokens[i].word) != 0;
    return may;
}

/* ---- Matches ---- */

cg_status run_program(rule_run *run, const rule_program *program, match_taker take,
                      void *handle, cg_error *err)
{
    uint32_t at = 0;
    bool found = true;
    cg_status status = CG_OK;
    while (status == CG_OK && found) {
        status = match_next(&run->matcher, run->book, program, &run->text, &at,
                            &run->result, &found, err);
        if (status == CG_OK && found)
            status = take(run, program, handle, err);
    }
    return status;
}

cg_status run_sort(rule_run *run, rule_sort sort, match_taker take, void *handle,
                   cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < run->candidate_count; i++) {
        const rule_program *program = &run->book->programs[run->candidates[i]];
        bool other = run->only != NULL && run->only->sort == sort &&
                     run->only != program->rule;
        if (program->rule->sort == sort && !other)
            status = run_program(run, program, take, handle, err);
    }
    return status;
}

void run_bytes(const rule_run *run, uint32_t start, uint32_t end, uint32_t *from,
               uint32_t *to)
{
    const text_token *tokens = run->document->tokens + run->text.first_token;
    *from = tokens[start].start;
    *to = tokens[end > start ? end - 1 : start].end;
}

void run_quote(const rule_run *run, uint32_t *from, uint32_t *to)
{
    run_bytes(run, run->result.start, run->result.end, from, to);
    for (size_t i = 0; i < run->result.log_count; i++) {
        const log_entry *entry = &run->result.log[i];
        if (entry->type != LOG_SLOT)
            continue;
        const text_mention *taken = &run->text.mentions[entry->mention];
        if (taken->form == MENTION_LINK && taken->start < *from)
            *from = taken->start;
    }
}

/* ---- Sentences ---- */

/* Where a piece that begins at `first` ends: not within a mention. */
static uint32_t piece_end(const text_mention *mentions, size_t mention_count,
                          uint32_t first, uint32_t end)
{
    if (end - first <= MATCH_TOKENS_MAX)
        return end;
    uint32_t cut = first + MATCH_TOKENS_MAX;
    size_t low = 0;
    size_t high = mention_count;
    while (low < high) { /* the first mention that ends behind the cut */
        size_t middle = low + (high - low) / 2;
        if (mentions[middle].end_token <= cut)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < mention_count && mentions[low].first_token < cut &&
        mentions[low].first_token > first)
        cut = mentions[low].first_token;
    return cut;
}

cg_status run_pieces(rule_run *run, const text_mention *mentions,
                     size_t mention_count, uint32_t sentence, piece_taker take,
                     void *handle, cg_error *err)
{
    const text_sentence *whole = &run->document->sentences[sentence];
    cg_status status = CG_OK;
    for (uint32_t first = whole->first_token;
         status == CG_OK && first < whole->end_token;) {
        uint32_t end = piece_end(mentions, mention_count, first, whole->end_token);
        match_prepare(&run->text, run->book, run->document, mentions, mention_count,
                      sentence, first, end - first);
        status = take(run, handle, err);
        first = end;
    }
    return status;
}
