/* From the matches of a sentence to facts: the ends, the properties, and what is taken
 * back. */
#include <stdlib.h>

#include "ingest/text/modality.h"
#include "ingest/text/rules_parts.h"
#include "ingest/text/speaker.h"

/* What one match gives to each of its facts. */
typedef struct {
    const rule_program *program;
    cg_modality modality;
    cg_properties properties;
    int64_t speaker;
} found_match;

/* ---- Properties ---- */

static bool has_key(const cg_property *items, size_t count, cg_text key)
{
    for (size_t i = 0; i < count; i++)
        if (cg_text_equal(items[i].key, key))
            return true;
    return false;
}

/* The words between two positions, without blanks and signs around them. */
static cg_text words_between(const rule_run *run, uint32_t start, uint32_t end)
{
    const match_token *tokens = run->text.tokens;
    while (start < end && (tokens[end - 1].sign == SIGN_COMMA ||
                           tokens[end - 1].sign == SIGN_QUOTE))
        end--;
    while (start < end &&
           (tokens[start].sign == SIGN_COMMA || tokens[start].sign == SIGN_QUOTE))
        start++;
    if (start == end)
        return (cg_text){NULL, 0};
    return document_text(run->document, run->text.first_token + start,
                         run->text.first_token + end);
}

/* The properties that the match captured, each key's first, then its rule's own. */
static cg_status read_properties(rule_run *run, const rule_program *program,
                                 cg_properties *properties, cg_error *err)
{
    size_t room = program->key_count;
    for (const rule_constant *c = program->rule->constants; c != NULL; c = c->next)
        room++;
    *properties = (cg_properties){NULL, 0};
    if (room == 0)
        return CG_OK;
    cg_property *items = cg_arena_array(run->arena, room, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);

    size_t count = 0;
    uint32_t opened[RULE_PROPERTIES_MAX] = {0};
    for (size_t i = 0; i < run->result.log_count; i++) {
        const log_entry *entry = &run->result.log[i];
        if (entry->type == LOG_OPEN)
            opened[entry->detail] = entry->at;
        if (entry->type != LOG_CLOSE ||
            has_key(items, count, program->keys[entry->detail]))
            continue;
        cg_text words = words_between(run, opened[entry->detail], entry->at);
        if (words.size > 0)
            items[count++] =
                (cg_property){program->keys[entry->detail], cg_string(words)};
    }
    for (const rule_constant *c = program->rule->constants; c != NULL; c = c->next)
        if (!has_key(items, count, c->property.key))
            items[count++] = c->property;
    *properties = (cg_properties){items, cg_properties_sort(items, count)};
    return CG_OK;
}

/* ---- Facts ---- */

/* Where the head stands; without one, all that matched. */
static void head_tokens(const rule_run *run, uint32_t *first, uint32_t *end)
{
    *first = run->result.start;
    *end = run->result.end;
    for (size_t i = 0; i < run->result.log_count; i++) {
        if (run->result.log[i].type == LOG_HEAD)
            *first = run->result.log[i].at;
        if (run->result.log[i].type == LOG_HEAD_END)
            *end = run->result.log[i].at;
    }
    *first += run->text.first_token;
    *end += run->text.first_token;
}

/* Who says so. What is told of a person beside his name is not what he says. */
static int64_t speaker_about(const rule_run *run, const found_match *match,
                             uint32_t subject)
{
    const cg_vocabulary *vocabulary = run->book->syntax.vocabulary;
    uint8_t kind = run->document->entities[subject].kind;
    bool himself = match->speaker == subject &&
                   cg_kind_at(vocabulary, kind)->family == CG_PERSON;
    return himself ? -1 : match->speaker;
}

static cg_status add_fact(rule_run *run, const found_match *match, uint32_t subject,
                          uint32_t object, cg_error *err)
{
    const text_rule *rule = match->program->rule;
    if (!match_may_be_ends(run->book, rule, &run->text, subject, object))
        return CG_OK;
    fact_list *facts = &run->facts;
    cg_status status = cg_grow(facts->items, &facts->room, facts->count + 1, err);
    if (status != CG_OK)
        return status;
    found_fact fact = {.subject = subject,
                       .object = object,
                       .relation = rule->relation,
                       .rule = rule,
                       .properties = match->properties,
                       .sentence = run->text.sentence,
                       .modality = match->modality,
                       .speaker = speaker_about(run, match, subject),
                       .order = (uint32_t)facts->count};
    run_quote(run, &fact.start, &fact.end);
    head_tokens(run, &fact.first_token, &fact.end_token);
    facts->items[facts->count++] = fact;
    return CG_OK;
}

static cg_status add_facts(rule_run *run, const found_match *match, cg_error *err)
{
    const match_result *result = &run->result;
    cg_status status = CG_OK;
    for (size_t i = 0; i < result->log_count; i++)
        for (size_t k = 0; status == CG_OK && k < result->log_count; k++)
            if (match_are_ends(&result->log[i], &result->log[k]))
                status = add_fact(run, match, result->log[i].entity,
                                  result->log[k].entity, err);
    return status;
}

static cg_status take_match(rule_run *run, const rule_program *program,
                            void *handle, cg_error *err)
{
    const size_t *voices = handle;
    said_tokens said = {.first = run->text.first_token + run->result.start,
                        .end = run->text.first_token + run->result.end};
    found_match match = {.program = program, .modality = CG_ASSERTED};
    head_tokens(run, &said.head_first, &said.head_end);
    match.speaker = speaker_of(run, *voices, &said, &match.modality);
    if (program->rule->has_modality && program->rule->modality > match.modality)
        match.modality = program->rule->modality;
    bool denies = match.modality == CG_DENIED; /* the rule itself */
    if (!modality_read(&run->text, &run->result, &match.modality) ||
        (match.modality == CG_DENIED && !denies && !run->denials))
        return CG_OK;
    cg_status status = read_properties(run, program, &match.properties, err);
    return status == CG_OK ? add_facts(run, &match, err) : status;
}

/* ---- Vetoes ---- */

/* Take back the facts from *handle on whose heads lie in what a veto matched. */
static cg_status take_veto(rule_run *run, const rule_program *program, void *handle,
                           cg_error *err)
{
    (void)err;
    size_t kept = *(const size_t *)handle;
    uint32_t start = run->text.first_token + run->result.start;
    uint32_t end = run->text.first_token + run->result.end;
    for (size_t i = kept; i < run->facts.count; i++) {
        const found_fact *fact = &run->facts.items[i];
        bool within = fact->first_token < end && start < fact->end_token;
        if (!within ||
            !rule_relations_have(&program->rule->relations, fact->relation))
            run->facts.items[kept++] = *fact;
    }
    run->facts.count = kept;
    return CG_OK;
}

cg_status run_facts(rule_run *run, cg_error *err)
{
    run->text.named_after = run->named_after;
    size_t before = run->facts.count;
    size_t voices = run->voices.count;
    cg_status status = run_call_up(run, STAGE_FACTS, err);
    if (status == CG_OK)
        status = run_sort(run, RULE_FRAME, speaker_take_frame, NULL, err);
    if (status == CG_OK)
        status = run_sort(run, RULE_FACT, take_match, &voices, err);
    if (status == CG_OK && run->facts.count > before)
        status = run_sort(run, RULE_VETO, take_veto, &before, err);
    return status;
}
