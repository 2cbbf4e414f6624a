#include "ingest/text/rule_match.h"

#include <stdlib.h>

/* A way that was put off. */
struct match_job {
    uint32_t step;
    uint16_t at;
    uint16_t log_count;
};

typedef struct {
    matcher *memory;
    const rule_book *book;
    const rule_program *program;
    const match_text *text;
    match_result *result;
    size_t job_count;
    bool failed; /* out of memory */
} search;

void matcher_release(matcher *memory)
{
    free(memory->jobs);
    free(memory->visited);
    *memory = (matcher){.steps_taken = memory->steps_taken};
}

static void put_off(search *s, uint32_t step, uint32_t at)
{
    matcher *memory = s->memory;
    if (cg_grow(memory->jobs, &memory->job_room, s->job_count + 1, NULL) != CG_OK) {
        s->failed = true;
        return;
    }
    memory->jobs[s->job_count++] =
        (struct match_job){step, (uint16_t)at, (uint16_t)s->result->log_count};
}

/* True the first time that a step is tried at a position. */
static bool first_visit(search *s, uint32_t step, uint32_t at)
{
    size_t bit = (size_t)(step - s->program->first) * (s->text->count + 1) + at;
    uint64_t *word = &s->memory->visited[bit / 64];
    uint64_t mask = (uint64_t)1 << (bit % 64);
    bool first = (*word & mask) == 0;
    *word |= mask;
    return first;
}

static bool put_entry(search *s, log_type type, uint8_t detail, uint32_t at,
                      int32_t mention, uint32_t entity)
{
    match_result *result = s->result;
    if (result->log_count == MATCH_LOG_MAX)
        return false;
    result->log[result->log_count++] =
        (log_entry){(uint8_t)type, detail, (uint16_t)at, mention, entity};
    return true;
}

static bool put_log(search *s, log_type type, uint8_t detail, uint32_t at)
{
    return put_entry(s, type, detail, at, -1, 0);
}

/* ---- What stands at a position ---- */

static bool is_class(const search *s, rule_class class, uint32_t at)
{
    if (at >= s->text->count)
        return false;
    const match_token *token = &s->text->tokens[at];
    if (token->inside)
        return false;
    const text_token *original =
        &s->text->document->tokens[s->text->first_token + at];
    const char *bytes = s->text->document->text.at + original->start;
    size_t size = original->end - original->start;
    bool digit = bytes[0] >= '0' && bytes[0] <= '9';
    switch (class) {
    case CLASS_WORD:
        return token->shape != TOKEN_PUNCTUATION;
    case CLASS_NUMBER:
        return digit;
    case CLASS_YEAR:
        return size == 4 && digit &&
               (memcmp(bytes, "19", 2) == 0 || memcmp(bytes, "20", 2) == 0) &&
               token->shape == TOKEN_NUMBER;
    case CLASS_CAPITAL:
        return token->shape == TOKEN_CAPITALISED || token->shape == TOKEN_UPPER ||
               token->shape == TOKEN_MIXED;
    case CLASS_LOWER:
        return token->shape == TOKEN_LOWER;
    case RULE_CLASS_COUNT:
        break;
    }
    return false;
}

static bool is_word(const search *s, uint32_t word, uint32_t at)
{
    return at < s->text->count && s->text->tokens[at].word == word &&
           !s->text->tokens[at].inside;
}

/* The lengths of the phrases of a set that stand at `at`, shortest first. */
static size_t phrase_lengths(const search *s, uint32_t root, uint32_t at,
                             uint8_t lengths[PHRASE_MAX])
{
    size_t count = 0;
    uint32_t node = root;
    for (uint32_t i = at; i < s->text->count && i - at < PHRASE_MAX; i++) {
        const match_token *token = &s->text->tokens[i];
        if (token->inside)
            break;
        node = phrases_step(&s->book->phrases, node, token->word);
        if (node == 0)
            break;
        if (phrases_value(&s->book->phrases, node) != 0)
            lengths[count++] = (uint8_t)(i - at + 1);
    }
    return count;
}

/* A mention of these kinds at `at`, maybe in quotes; `*behind` follows it. */
static bool is_slot(const search *s, const rule_step *slot, uint32_t at,
                    uint32_t *behind, int32_t *mention)
{
    const match_text *text = s->text;
    uint32_t first = at;
    if (first < text->count && text->tokens[first].sign == SIGN_QUOTE &&
        text->tokens[first].mention < 0)
        first++;
    if (first >= text->count || text->tokens[first].mention < 0)
        return false;
    *mention = text->tokens[first].mention;
    uint32_t entity = text->mentions[*mention].entity;
    if ((text->entities[entity].kinds & slot->kinds) == 0 ||
        (slot->stand_in && text->mentions[*mention].form != MENTION_STAND_IN))
        return false;
    *behind = text->tokens[first].mention_end;
    if (*behind < text->count && text->tokens[*behind].sign == SIGN_QUOTE &&
        !text->tokens[*behind].inside)
        (*behind)++;
    return true;
}

/* A subject of these kinds left out behind `at`, where the match begins. */
static bool is_left_out(const search *s, const rule_step *slot, uint32_t at,
                        uint32_t *behind, int32_t *mention)
{
    const match_text *text = s->text;
    if (at != s->result->start || at >= text->count ||
        text->tokens[at].left_out < 0 || slot->stand_in)
        return false;
    *mention = text->tokens[at].left_out;
    *behind = at + 1;
    uint32_t entity = text->mentions[*mention].entity;
    return (text->entities[entity].kinds & slot->kinds) != 0;
}

/* Where a gap goes on after `at`; 0 when it may not. */
static uint32_t cross(const search *s, const rule_step *gap, uint32_t at)
{
    uint8_t lengths[PHRASE_MAX];
    if (at >= s->text->count)
        return 0;
    const match_token *token = &s->text->tokens[at];
    if (token->skip != 0)
        return token->skip;
    if (token->mention >= 0) {
        uint32_t entity = s->text->mentions[token->mention].entity;
        bool allowed = (s->text->entities[entity].kinds & gap->kinds) != 0;
        return allowed ? token->mention_end : 0;
    }
    if (token->sign == SIGN_STOP || token->sign == SIGN_OPEN ||
        token->sign == SIGN_CLOSE || (token->sign == SIGN_COMMA && !gap->commas))
        return 0;
    if ((token->marks & 1U << MARK_BARRIER) != 0)
        return 0;
    if (gap->x != 0 && phrase_lengths(s, gap->x, at, lengths) > 0)
        return 0;
    return at + 1;
}

/* ---- Looking around: plain sequences, the longest phrase only ---- */

/* The position behind the sequence that begins at `step`; UINT32_MAX: no match. */
static uint32_t probe(const search *s, uint32_t step, uint32_t at)
{
    for (;; step++) {
        const rule_step *now = &s->book->steps[step];
        uint8_t lengths[PHRASE_MAX];
        size_t count;
        int32_t mention;
        bool matched = false;
        s->memory->steps_taken++;
        switch (now->type) {
        case STEP_MATCH:
            return at;
        case STEP_WORD:
            matched = is_word(s, now->x, at);
            at++;
            break;
        case STEP_CLASS:
            matched = is_class(s, (rule_class)now->detail, at);
            at++;
            break;
        case STEP_PHRASE:
            count = phrase_lengths(s, now->x, at, lengths);
            matched = count > 0;
            at += matched ? lengths[count - 1] : 0;
            break;
        case STEP_SLOT:
            matched = is_slot(s, now, at, &at, &mention);
            break;
        default:
            break;
        }
        if (!matched)
            return UINT32_MAX;
    }
}

/* Does the alternative at `step` end exactly at `end`? */
static bool ends_at(const search *s, uint32_t step, uint32_t end)
{
    uint32_t most = s->book->steps[step].most;
    for (uint32_t back = 1; back <= most && back <= end; back++)
        if (probe(s, step + 1, end - back) == end)
            return true;
    return false;
}

static bool look(const search *s, const rule_step *now, uint32_t step, uint32_t at)
{
    bool seen = false;
    for (uint32_t next = step + 1; !seen && next != 0;
         next = s->book->steps[next].x)
        seen = now->detail == LOOK_NOT_AFTER ? ends_at(s, next, at)
                                             : probe(s, next + 1, at) != UINT32_MAX;
    return now->detail == LOOK_AHEAD ? seen : !seen;
}

/* ---- Steps that branch ---- */

static bool take_phrase(search *s, const rule_step *now, uint32_t *step,
                        uint32_t *at)
{
    uint8_t lengths[PHRASE_MAX];
    size_t count = phrase_lengths(s, now->x, *at, lengths);
    if (count == 0)
        return false;
    for (size_t i = 0; i + 1 < count; i++)
        put_off(s, *step + 1, *at + lengths[i]);
    *at += lengths[count - 1];
    (*step)++;
    return true;
}

/* A mention; what stands in brackets behind it may be passed over. */
static bool take_slot(search *s, const rule_step *now, uint32_t *step, uint32_t *at)
{
    int32_t mention;
    uint32_t behind;
    if ((!is_slot(s, now, *at, &behind, &mention) &&
         !is_left_out(s, now, *at, &behind, &mention)) ||
        !put_entry(s, LOG_SLOT, now->detail, *at, mention,
                   s->text->mentions[mention].entity))
        return false;
    if (behind < s->text->count && s->text->tokens[behind].skip != 0)
        put_off(s, *step + 1, s->text->tokens[behind].skip);
    *at = behind;
    (*step)++;
    return true;
}

/* What the name just taken is named after. */
static bool take_after(search *s, const rule_step *now)
{
    const log_entry *last = &s->result->log[s->result->log_count - 1];
    if (s->text->named_after == NULL)
        return false;
    const named_after *bases = &s->text->named_after[last->mention];
    for (size_t i = 0; i < NAMED_AFTER_MAX && bases->entities[i] != 0; i++) {
        uint32_t entity = bases->entities[i] - 1;
        if ((s->text->entities[entity].kinds & now->kinds) != 0)
            return put_entry(s, LOG_SLOT, now->detail, last->at, last->mention,
                             entity);
    }
    return false;
}

/* Ways of more tokens are put off in reverse, so that fewer are tried first. */
static bool take_gap(search *s, const rule_step *now, uint32_t *step,
                     const uint32_t *at)
{
    uint32_t reached[RULE_GAP_MAX];
    uint32_t count = 0;
    uint32_t next = *at;
    while (count < now->most && (next = cross(s, now, next)) != 0)
        reached[count++] = next;
    while (count > 0)
        put_off(s, *step + 1, reached[--count]);
    (*step)++;
    return true;
}

/* Take one step; false: this way is lost. */
static bool advance(search *s, uint32_t *step, uint32_t *at)
{
    const rule_step *now = &s->book->steps[*step];
    switch ((step_type)now->type) {
    case STEP_WORD:
        if (!is_word(s, now->x, *at))
            return false;
        (*at)++;
        break;
    case STEP_CLASS:
        if (!is_class(s, (rule_class)now->detail, *at))
            return false;
        (*at)++;
        break;
    case STEP_PHRASE:
        return first_visit(s, *step, *at) && take_phrase(s, now, step, at);
    case STEP_SLOT:
        return first_visit(s, *step, *at) && take_slot(s, now, step, at);
    case STEP_GAP:
        return first_visit(s, *step, *at) && take_gap(s, now, step, at);
    case STEP_AFTER:
        if (!take_after(s, now))
            return false;
        break;
    case STEP_SPLIT:
        if (!first_visit(s, *step, *at))
            return false;
        put_off(s, now->x, *at);
        break;
    case STEP_JUMP:
        *step = now->x;
        return true;
    case STEP_OPEN:
        if (!put_log(s, LOG_OPEN, now->detail, *at))
            return false;
        break;
    case STEP_CLOSE:
        if (!put_log(s, LOG_CLOSE, now->detail, *at))
            return false;
        break;
    case STEP_HEAD:
        if (!put_log(s, LOG_HEAD, 0, *at))
            return false;
        break;
    case STEP_HEAD_END:
        if (!put_log(s, LOG_HEAD_END, 0, *at))
            return false;
        break;
    case STEP_LOOK:
        if (!look(s, now, *step, *at))
            return false;
        *step = now->x;
        return true;
    case STEP_START:
        if (*at != 0 || !s->text->whole_start)
            return false;
        break;
    case STEP_ALTERNATIVE:
    case STEP_MATCH:
    case STEP_COUNT:
        return false;
    }
    (*step)++;
    return true;
}

/* Remember a way that is lost, if none came further. */
static void trace_end(const search *s, uint32_t step, uint32_t at)
{
    match_trace *trace = s->memory->trace;
    size_t taken = s->result->log_count;
    if (trace->any && (taken < trace->log_count ||
                       (taken == trace->log_count && step <= trace->step)))
        return;
    *trace = (match_trace){true, taken, s->result->start, at, step};
}

/* Follow one way to its end: true if it is a match. */
static bool follow(search *s, uint32_t step, uint32_t at)
{
    while (!s->failed) {
        s->memory->steps_taken++;
        if (s->book->steps[step].type == STEP_MATCH) {
            s->result->end = at;
            return true;
        }
        if (!advance(s, &step, &at)) {
            if (s->memory->trace != NULL)
                trace_end(s, step, at);
            return false;
        }
    }
    return false;
}

static bool search_from(search *s, uint32_t at)
{
    s->job_count = 0;
    s->result->log_count = 0;
    put_off(s, s->program->first, at);
    while (s->job_count > 0 && !s->failed) {
        struct match_job job = s->memory->jobs[--s->job_count];
        s->result->log_count = job.log_count;
        if (follow(s, job.step, job.at) && s->result->end > at)
            return true;
    }
    return false;
}

static cg_status clear_visited(search *s, cg_error *err)
{
    size_t bits = (size_t)s->program->count * (s->text->count + 1);
    size_t words = bits / 64 + 1;
    matcher *memory = s->memory;
    cg_status status = cg_grow(memory->visited, &memory->visited_room, words, err);
    if (status == CG_OK)
        memset(memory->visited, 0, words * sizeof *memory->visited);
    return status;
}

/* The next match may begin with the name that this one ends with. */
static uint32_t next_start(const match_text *text, const match_result *result)
{
    uint32_t at = result->end;
    while (at > result->start + 1 && text->tokens[at - 1].inside &&
           text->tokens[at - 1].mention < 0)
        at--;
    return at > result->start + 1 ? at - 1 : result->start + 1;
}

/* Can a match begin at `at` with this step? */
static bool may_take(const search *s, const rule_step *step, uint32_t at)
{
    uint8_t lengths[PHRASE_MAX];
    uint32_t behind;
    int32_t mention;
    if (step->type == STEP_SLOT)
        return is_slot(s, step, at, &behind, &mention) ||
               is_left_out(s, step, at, &behind, &mention);
    if (step->type == STEP_WORD)
        return is_word(s, step->x, at);
    if (step->type == STEP_PHRASE)
        return phrase_lengths(s, step->x, at, lengths) > 0;
    if (step->type == STEP_START)
        return at == 0 && s->text->whole_start;
    return is_class(s, (rule_class)step->detail, at);
}

/* Can a match begin at `at`? */
static bool may_start(const search *s, uint32_t at)
{
    const rule_program *program = s->program;
    bool may = program->start_count == 0;
    for (uint8_t i = 0; !may && i < program->start_count; i++)
        may = may_take(s, &s->book->steps[program->starts[i]], at);
    return may;
}

cg_status match_next(matcher *memory, const rule_book *book,
                     const rule_program *program, const match_text *text,
                     uint32_t *at, match_result *result, bool *found, cg_error *err)
{
    search s = {.memory = memory,
                .book = book,
                .program = program,
                .text = text,
                .result = result};
    bool cleared = false;
    *found = false;
    for (; *at < text->count && !s.failed; (*at)++) {
        result->start = *at;
        if (!may_start(&s, *at))
            continue;
        cg_status status = cleared ? CG_OK : clear_visited(&s, err);
        if (status != CG_OK)
            return status;
        cleared = true;
        if (search_from(&s, *at)) {
            *found = true;
            *at = next_start(text, result);
            break;
        }
    }
    return s.failed ? cg_fail_memory(err) : CG_OK;
}
