#include "ingest/text/rule_match.h"

#include <stdlib.h>

#include "ingest/text/rule_place.h"

/* A way that was put off. */
struct match_job {
    uint32_t step;
    uint16_t at;
    uint16_t log_count;
};

typedef struct {
    matcher *memory;
    const rule_book *book;
    const rule_step *steps; /* the book's */
    const rule_program *program;
    const match_text *text;
    match_result *result;
    size_t job_count;
    bool failed; /* out of memory */
    uint32_t
        begins[RULE_STARTS_MAX]; /* where each of program->starts stands next */
} search;

void matcher_release(matcher *memory)
{
    free(memory->jobs);
    free(memory->visited);
    *memory = (matcher){.steps_taken = memory->steps_taken};
}

/* Is a way not lost at once? A trace tells of such ways, too. */
static bool may_go_on(const search *s, uint32_t step, uint32_t at)
{
    return s->memory->trace != NULL || place_may_go_on(s->text, s->steps, step, at);
}

static void put_off(search *s, uint32_t step, uint32_t at)
{
    matcher *memory = s->memory;
    if (!may_go_on(s, step, at))
        return;
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

/* ---- Gaps ---- */

/* The words of the longest phrase at which the gap stops that stands at `at`. */
static uint32_t stop_words(const search *s, const rule_step *gap, uint32_t at)
{
    uint8_t lengths[PHRASE_MAX];
    size_t count = gap->x != 0 ? place_phrases(s->text, gap->x, at, lengths) : 0;
    return count > 0 ? lengths[count - 1] : 0;
}

/* Where a gap goes on after `at`; 0 when it may not. `stop` is the first position from
 * there on where a phrase may begin at which it stops. */
static uint32_t cross(const search *s, const rule_step *gap, uint32_t at,
                      uint32_t stop)
{
    if (at >= s->text->count)
        return 0;
    const match_token *token = &s->text->tokens[at];
    if (token->skip != 0)
        return token->skip;
    if (token->mention >= 0)
        return (token->kinds & gap->kinds) != 0 ||
                       ((gap->crosses & GAP_BOUND) != 0 && token->bound)
                   ? token->mention_end
                   : 0;
    if (token->sign == SIGN_STOP || token->sign == SIGN_OPEN ||
        token->sign == SIGN_CLOSE ||
        (token->sign == SIGN_COMMA && (gap->crosses & GAP_COMMAS) == 0))
        return 0;
    if ((token->marks & 1U << MARK_BARRIER) != 0 &&
        (gap->crosses & GAP_CLAUSES) == 0)
        return 0;
    bool compound = (token->marks & 1U << MARK_COMPOUND) != 0;
    uint32_t words = compound ? token->mark_words : 1U;
    bool crosses = at < stop || stop_words(s, gap, at) < words;
    return crosses ? at + words : 0;
}

/* ---- Looking around: plain sequences, of which a phrase is the longest one, but where
 * it stands alone and is looked back at ---- */

/* The position behind the sequence that begins at `step`; UINT32_MAX: no match. */
static uint32_t probe(const search *s, uint32_t step, uint32_t at)
{
    for (;; step++) {
        const rule_step *now = &s->steps[step];
        uint8_t lengths[PHRASE_MAX];
        size_t count;
        uint32_t name;
        bool matched = false;
        s->memory->steps_taken++;
        switch (now->type) {
        case STEP_MATCH:
            return at;
        case STEP_WORD:
            matched = place_is_word(s->text, now->x, at);
            at++;
            break;
        case STEP_CLASS:
            matched = place_is_class(s->text, (rule_class)now->detail, at);
            at++;
            break;
        case STEP_PHRASE:
            count = place_phrases(s->text, now->x, at, lengths);
            matched = count > 0;
            at += matched ? lengths[count - 1] : 0;
            break;
        case STEP_SLOT:
            matched = now->form == MENTION_LINK
                          ? place_is_link(s->text, now, at)
                          : place_is_slot(s->text, now, at, &name, &at);
            at += now->form == MENTION_LINK;
            break;
        default:
            break;
        }
        if (!matched)
            return UINT32_MAX;
    }
}

/* Does a phrase of a set that begins at or after `at` end exactly at `end`? */
static bool phrase_ends_at(const search *s, uint32_t root, uint32_t at,
                           uint32_t end)
{
    uint8_t lengths[PHRASE_MAX];
    bool ends = false;
    while (!ends && (at = place_next_phrase(s->text, root, at)) < end) {
        size_t count = place_phrases(s->text, root, at, lengths);
        for (size_t i = 0; !ends && i < count; i++)
            ends = at + lengths[i] == end;
        at++;
    }
    return ends;
}

/* Does the alternative at `step` end exactly at `end`? */
static bool ends_at(const search *s, uint32_t step, uint32_t end)
{
    const rule_step *first = &s->steps[step + 1];
    uint32_t most = s->steps[step].most;
    uint32_t at = end > most ? end - most : 0;
    if (first->type == STEP_PHRASE && first[1].type == STEP_MATCH)
        return phrase_ends_at(s, first->x, at, end);
    while ((at = place_next(s->text, first, at)) < end &&
           probe(s, step + 1, at) != end)
        at++;
    return at < end;
}

static bool look(const search *s, const rule_step *now, uint32_t step, uint32_t at)
{
    bool seen = false;
    for (uint32_t next = step + 1; !seen && next != 0; next = s->steps[next].x)
        seen = now->detail == LOOK_NOT_AFTER || now->detail == LOOK_AFTER
                   ? ends_at(s, next, at)
                   : probe(s, next + 1, at) != UINT32_MAX;
    return now->detail == LOOK_AHEAD || now->detail == LOOK_AFTER ? seen : !seen;
}

/* ---- Steps that branch ---- */

static bool take_phrase(search *s, const rule_step *now, uint32_t *step,
                        uint32_t *at)
{
    uint8_t lengths[PHRASE_MAX];
    size_t count = place_phrases(s->text, now->x, *at, lengths);
    if (count == 0)
        return false;
    for (size_t i = 0; i + 1 < count; i++)
        put_off(s, *step + 1, *at + lengths[i]);
    *at += lengths[count - 1];
    (*step)++;
    return true;
}

static bool are_ends(const search *s, uint32_t subject, uint32_t object)
{
    return match_may_be_ends(s->book, s->program->rule, s->text, subject, object);
}

/* Can a mention be one end of the rule's facts, with one of those that the way has taken
 * for the other end? */
static bool fits(const search *s, uint8_t role, const text_mention *mention)
{
    uint8_t other = role == ROLE_SUBJECT ? ROLE_OBJECT : ROLE_SUBJECT;
    bool alone = true;
    if (s->program->rule->sort != RULE_FACT || mention->more_count > 0 ||
        (role != ROLE_SUBJECT && role != ROLE_OBJECT))
        return true;
    for (size_t i = 0; i < s->result->log_count; i++) {
        const log_entry *entry = &s->result->log[i];
        if (entry->type != LOG_SLOT || entry->detail != other)
            continue;
        alone = false;
        if (role == ROLE_SUBJECT ? are_ends(s, mention->entity, entry->entity)
                                 : are_ends(s, entry->entity, mention->entity))
            return true;
    }
    return alone;
}

/* A mention in a role, with all that it means. */
static bool put_slot(search *s, uint8_t role, uint32_t at, int32_t mention)
{
    const text_mention *taken = &s->text->mentions[mention];
    bool put = put_entry(s, LOG_SLOT, role, at, mention, taken->entity);
    for (uint8_t i = 0; put && i < taken->more_count; i++)
        put = put_entry(s, LOG_SLOT, role, at, mention, taken->more[i]);
    return put;
}

/* A mention; what stands in brackets behind it may be passed over. A link, which is as
 * good as a name where a clause begins, only where the match does, if it is not asked
 * for. */
static bool take_slot(search *s, const rule_step *now, uint32_t *step, uint32_t *at)
{
    uint32_t name;
    uint32_t behind;
    int32_t mention;
    if (place_is_slot(s->text, now, *at, &name, &behind)) {
        mention = s->text->tokens[name].mention;
    } else if ((*at == s->result->start || now->form == MENTION_LINK) &&
               place_is_link(s->text, now, *at)) {
        mention = s->text->tokens[*at].link;
        behind = s->text->tokens[*at].link_end;
    } else {
        return false;
    }
    if (!fits(s, now->detail, &s->text->mentions[mention]) ||
        !put_slot(s, now->detail, *at, mention))
        return false;
    *at = behind;
    if (behind < s->text->count && s->text->tokens[behind].skip != 0) {
        put_off(s, *step + 1, behind);
        *at = s->text->tokens[behind].skip;
    }
    (*step)++;
    return true;
}

/* What the name just taken is named after, or ends with. */
static bool take_base(search *s, const rule_step *now)
{
    const log_entry *last = &s->result->log[s->result->log_count - 1];
    if (s->text->named_after == NULL)
        return false;
    const named_after *bases = &s->text->named_after[last->mention];
    const uint32_t *entities =
        now->type == STEP_AFTER ? bases->entities : bases->endings;
    for (size_t i = 0; i < NAMED_AFTER_MAX && entities[i] != 0; i++) {
        uint32_t entity = entities[i] - 1;
        if ((s->text->entities[entity].kinds & now->kinds) != 0)
            return put_entry(s, LOG_SLOT, now->detail, last->at, last->mention,
                             entity);
    }
    return false;
}

/* Is the name just taken spelled like a phrase of the list? */
static bool is_spelled(const search *s, const rule_step *now)
{
    const log_entry *last = &s->result->log[s->result->log_count - 1];
    const text_mention *name = &s->text->mentions[last->mention];
    const text_token *tokens = s->text->document->tokens;
    uint32_t node = now->x;
    for (uint32_t i = name->first_token; node != 0 && i < name->end_token; i++)
        node = phrases_step(s->text->phrases, node, tokens[i].word);
    return node != 0 && phrases_value(s->text->phrases, node) != 0;
}

/* The first position at or after `at` where `step` may go on; UINT32_MAX: nowhere. */
static uint32_t next_on(const search *s, uint32_t step, uint32_t at)
{
    return s->memory->trace != NULL ? at
                                    : place_next_on(s->text, s->steps, step, at);
}

/* The first position at or after `at` where a phrase may begin that stops the gap. */
static uint32_t next_stop(const search *s, const rule_step *gap, uint32_t at)
{
    return gap->x != 0 ? place_next_phrase(s->text, gap->x, at) : UINT32_MAX;
}

/* Ways of more tokens are put off in reverse, so that fewer are tried first. */
static bool take_gap(search *s, const rule_step *now, uint32_t *step,
                     const uint32_t *at)
{
    uint32_t reached[RULE_GAP_MAX];
    uint32_t count = 0;
    uint32_t next = *at;
    uint32_t on = next_on(s, *step + 1, next);
    if (on == UINT32_MAX)
        return false;
    uint32_t stop = next_stop(s, now, next);
    while (count < now->most && (next = cross(s, now, next, stop)) != 0) {
        reached[count++] = next;
        stop = next > stop ? next_stop(s, now, next) : stop;
    }
    while (count > 0 && reached[count - 1] >= on)
        put_off(s, *step + 1, reached[--count]);
    (*step)++;
    return true;
}

/* Take one step; false: this way is lost. */
static bool advance(search *s, uint32_t *step, uint32_t *at)
{
    const rule_step *now = &s->steps[*step];
    switch ((step_type)now->type) {
    case STEP_WORD:
        if (!place_is_word(s->text, now->x, *at))
            return false;
        (*at)++;
        break;
    case STEP_CLASS:
        if (!place_is_class(s->text, (rule_class)now->detail, *at))
            return false;
        (*at)++;
        break;
    case STEP_PHRASE:
        return first_visit(s, *step, *at) && take_phrase(s, now, step, at);
    case STEP_SLOT: /* where the match begins it may take what it else does not */
        return (first_visit(s, *step, *at) || *at == s->result->start) &&
               take_slot(s, now, step, at);
    case STEP_GAP:
        return first_visit(s, *step, *at) && take_gap(s, now, step, at);
    case STEP_AFTER:
    case STEP_ENDING:
        if (!take_base(s, now))
            return false;
        break;
    case STEP_SPELLED:
        if (is_spelled(s, now) != (now->detail != 0))
            return false;
        break;
    case STEP_SPLIT:
        if (!first_visit(s, *step, *at))
            return false;
        if (may_go_on(s, *step + 1, *at)) {
            put_off(s, now->x, *at);
            break;
        }
        *step = now->x;
        return true;
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
        if (s->steps[step].type == STEP_MATCH) {
            s->result->end = at;
            return match_is_sole(s->program, s->text, s->result);
        }
        if (!advance(s, &step, &at)) {
            if (s->memory->trace != NULL)
                trace_end(s, step, at);
            return false;
        }
    }
    return false;
}

/* Look for a match that begins at `at`. */
static bool search_from(search *s, uint32_t at)
{
    s->job_count = 0;
    s->result->log_count = 0;
    s->result->start = at;
    bool found = follow(s, s->program->first, at) && s->result->end > at;
    while (!found && s->job_count > 0 && !s->failed) {
        struct match_job job = s->memory->jobs[--s->job_count];
        s->result->log_count = job.log_count;
        found = follow(s, job.step, job.at) && s->result->end > at;
    }
    return found;
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

/* The first position at or after `at` where a match may begin; text->count if there is
 * none. */
static uint32_t next_begin(search *s, uint32_t at)
{
    const rule_program *program = s->program;
    if (program->start_count == 0)
        return at;
    uint32_t next = s->text->count;
    for (uint8_t i = 0; next > at && i < program->start_count; i++) {
        if (s->begins[i] < at || at == 0) /* at 0 nobody has looked yet */
            s->begins[i] = place_next(s->text, &s->steps[program->starts[i]], at);
        next = s->begins[i] < next ? s->begins[i] : next;
    }
    return next;
}

/* The first match at or after `*at`, where the needs of the program are met. */
static cg_status search_text(search *s, uint32_t *at, bool *found, cg_error *err)
{
    const text_rule *rule = s->program->rule;
    bool again = /* what fits depends on the beginning */
        rule->known_maker || rule->known_unmade;
    bool cleared = false;
    for (; !s->failed && (*at = next_begin(s, *at)) < s->text->count; (*at)++) {
        cg_status status = cleared ? CG_OK : clear_visited(s, err);
        if (status != CG_OK)
            return status;
        cleared = !again;
        if (search_from(s, *at)) {
            *found = true;
            *at = next_start(s->text, s->result);
            break;
        }
    }
    return s->failed ? cg_fail_memory(err) : CG_OK;
}

cg_status match_next(matcher *memory, const rule_book *book,
                     const rule_program *program, const match_text *text,
                     uint32_t *at, match_result *result, bool *found, cg_error *err)
{
    *found = false;
    if (memory->trace == NULL &&
        !place_has_needs(text, book->steps, program, *at)) {
        *at = text->count;
        return CG_OK;
    }
    search s = {.memory = memory,
                .book = book,
                .steps = book->steps,
                .program = program,
                .text = text,
                .result = result};
    return search_text(&s, at, found, err);
}
