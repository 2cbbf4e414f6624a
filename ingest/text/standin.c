#include "ingest/text/standin.h"

#include <stdlib.h>

#include "ingest/text/bound.h"
#include "ingest/text/standin_answer.h"

enum { LINKS_MAX = 64 }; /* in one piece of a sentence */

/* A link, and where the name stands that it means: of several the nearest counts. */
typedef struct {
    text_mention mention;
    int64_t from; /* position, or -1 */
} link_mention;

typedef struct {
    rule_run *run;
    const text_names *names;
    text_mention *mentions; /* so far, with those of this piece */
    size_t count;
    size_t room;
    size_t piece_start; /* where those of this piece of a sentence begin */
    standin_unnamed *unnamed;
    size_t unnamed_count;
    size_t unnamed_room;
    size_t next;                    /* of the document's own mentions */
    bool added;                     /* stand-ins, in this piece */
    bool settled[MATCH_TOKENS_MAX]; /* of each position of it: the words there stand
                                       for nobody, whatever later rules say */
    link_mention links[LINKS_MAX];  /* of this piece */
    size_t link_count;
} resolver;

/* Let `mention` mean the names that the rule took in the role `meant`; `*from` is where
 * the last one stands. False if there is none. */
static bool answer_told(const rule_run *run, text_mention *mention, int64_t *from)
{
    bool found = false;
    for (size_t i = 0; i < run->result.log_count; i++) {
        const log_entry *entry = &run->result.log[i];
        if (entry->type != LOG_SLOT || entry->detail != ROLE_MEANT)
            continue;
        if (!found)
            mention->entity = entry->entity;
        else if (mention->more_count < MENTION_MORE)
            mention->more[mention->more_count++] = entry->entity;
        *from = entry->at;
        found = true;
    }
    return found;
}

/* ---- The document ---- */

static cg_status insert_mention(resolver *r, text_mention mention, cg_error *err)
{
    cg_status status = cg_grow(r->mentions, &r->room, r->count + 1, err);
    if (status != CG_OK)
        return status;
    size_t at = r->count++;
    while (at > r->piece_start &&
           r->mentions[at - 1].first_token > mention.first_token) {
        r->mentions[at] = r->mentions[at - 1];
        at--;
    }
    mention.bound =
        mention.form != MENTION_LINK &&
        bound_is(r->run->book, r->run->document, r->mentions, at, &mention);
    r->mentions[at] = mention;
    return CG_OK;
}

/* The next positions that the rule marks as the head, from entry `*i` of the log on. */
static bool next_span(const rule_run *run, size_t *i, uint32_t *start,
                      uint32_t *end)
{
    const log_entry *log = run->result.log;
    while (*i < run->result.log_count && log[*i].type != LOG_HEAD)
        ++*i;
    if (*i == run->result.log_count)
        return false;
    *start = log[*i].at;
    while (log[*i].type != LOG_HEAD_END)
        ++*i;
    *end = log[*i].at;
    return true;
}

/* Does a stand-in or a link fit between these positions? */
static bool is_free(const resolver *r, uint32_t start, uint32_t end)
{
    for (uint32_t at = start; at < end; at++)
        if (r->run->text.tokens[at].inside || r->settled[at])
            return false;
    return end > start;
}

/* The entity that the match took in a role, or -1. */
static int64_t taken_as(const rule_run *run, rule_role role)
{
    for (size_t i = 0; i < run->result.log_count; i++)
        if (run->result.log[i].type == LOG_SLOT &&
            run->result.log[i].detail == role)
            return run->result.log[i].entity;
    return -1;
}

/* The entities that the match took in the role `other`; how many. */
static size_t take_others(const rule_run *run, uint32_t others[STANDIN_OTHERS])
{
    size_t count = 0;
    for (size_t i = 0; i < run->result.log_count && count < STANDIN_OTHERS; i++)
        if (run->result.log[i].type == LOG_SLOT &&
            run->result.log[i].detail == ROLE_OTHER)
            others[count++] = run->result.log[i].entity;
    return count;
}

/* Whom the words at positions [start, end) mean, which the match marks. False if nobody.
 */
static bool read_stand_in(const resolver *r, const rule_program *program,
                          uint32_t start, uint32_t end, text_mention *mention,
                          int64_t *from)
{
    const rule_run *run = r->run;
    if (!is_free(r, start, end))
        return false;
    *mention = (text_mention){.first_token = run->text.first_token + start,
                              .end_token = run->text.first_token + end,
                              .sentence = run->text.sentence,
                              .form = MENTION_STAND_IN};
    run_bytes(run, start, end, &mention->start, &mention->end);
    standin_seen seen = {.document = run->document,
                         .names = r->names,
                         .mentions = r->mentions,
                         .count = r->count,
                         .binding = run->book->binds[run->text.language] != 0,
                         .unnamed = r->unnamed,
                         .unnamed_count = r->unnamed_count};
    standin_question asked = {.kinds = program->rule->kinds,
                              .prefer = program->rule->prefer,
                              .maker = taken_as(run, ROLE_MAKER),
                              .home = taken_as(run, ROLE_HOME),
                              .before = mention->first_token,
                              .end = mention->end_token,
                              .sentence = mention->sentence};
    asked.other_count = take_others(run, asked.others);
    return answer_told(run, mention, from) ||
           standin_answer(&seen, &asked, mention);
}

static cg_status take_stand_in(rule_run *run, const rule_program *program,
                               void *handle, cg_error *err)
{
    resolver *r = handle;
    text_mention mention;
    int64_t from = -1;
    uint32_t start;
    uint32_t end;
    size_t i = 0;
    if (!next_span(run, &i, &start, &end))
        return CG_OK;
    if (!read_stand_in(r, program, start, end, &mention, &from)) {
        if (taken_as(run, ROLE_OTHER) >= 0)
            memset(r->settled + start, true, end - start);
        return CG_OK;
    }
    for (uint32_t at = start; at < end; at++)
        run->text.tokens[at].inside = true; /* one word is one stand-in */
    r->added = true;
    return insert_mention(r, mention, err);
}

/* Keep a link, unless one at its place means a nearer name. */
static void keep_link(resolver *r, link_mention taken)
{
    size_t i = 0;
    while (i < r->link_count &&
           (r->links[i].mention.end_token <= taken.mention.first_token ||
            taken.mention.end_token <= r->links[i].mention.first_token))
        i++;
    if (i == LINKS_MAX || (i < r->link_count && r->links[i].from >= taken.from))
        return;
    r->links[i] = taken;
    r->link_count += i == r->link_count;
}

/* Where the first name stands that the rule took in the role `meant`. */
static const text_token *first_meant(const rule_run *run)
{
    const log_entry *entry = run->result.log;
    while (entry->type != LOG_SLOT || entry->detail != ROLE_MEANT)
        entry++;
    return &run->document->tokens[run->text.first_token + entry->at];
}

/* Each place that the match marks is a link; its bytes are those of whom it means. */
static cg_status take_link(rule_run *run, const rule_program *program, void *handle,
                           cg_error *err)
{
    resolver *r = handle;
    uint32_t start;
    uint32_t end;
    (void)err;
    for (size_t i = 0; next_span(run, &i, &start, &end);) {
        link_mention taken = {.from = -1};
        if (!read_stand_in(r, program, start, end, &taken.mention, &taken.from))
            continue;
        taken.mention.form = MENTION_LINK;
        if (taken.from >= 0) {
            const text_token *token = first_meant(run);
            taken.mention.start = token->start;
            taken.mention.end = token->end;
        }
        keep_link(r, taken);
    }
    return CG_OK;
}

/* Find the links of this piece, which may mean its stand-ins. */
static cg_status find_links(resolver *r, cg_error *err)
{
    rule_run *run = r->run;
    cg_status status = CG_OK;
    r->link_count = 0;
    if (r->added) {
        match_prepare(&run->text, run->book, run->document, r->mentions, r->count,
                      run->text.sentence, run->text.first_token, run->text.count);
        status = run_call_up(run, STAGE_STAND_INS, err);
    }
    if (status == CG_OK)
        status = run_sort(run, RULE_LINK, take_link, r, err);
    for (size_t i = 0; status == CG_OK && i < r->link_count; i++)
        status = insert_mention(r, r->links[i].mention, err);
    return status;
}

static cg_status take_unnamed(rule_run *run, const rule_program *program,
                              void *handle, cg_error *err)
{
    resolver *r = handle;
    cg_status status =
        cg_grow(r->unnamed, &r->unnamed_room, r->unnamed_count + 1, err);
    if (status == CG_OK)
        r->unnamed[r->unnamed_count++] = (standin_unnamed){
            run->text.first_token + run->result.start, program->rule->kinds};
    return status;
}

/* Bring in the document's own mentions up to token `end`. */
static cg_status bring_mentions(resolver *r, uint32_t end, cg_error *err)
{
    const text_document *document = r->run->document;
    cg_status status = CG_OK;
    r->piece_start = r->count;
    r->added = false;
    memset(r->settled, 0, sizeof r->settled);
    while (status == CG_OK && r->next < document->mention_count &&
           document->mentions[r->next].first_token < end)
        status = insert_mention(r, document->mentions[r->next++], err);
    return status;
}

static cg_status take_piece(rule_run *run, void *handle, cg_error *err)
{
    uint32_t end = run->text.first_token + run->text.count;
    cg_status status = bring_mentions(handle, end, err);
    if (status == CG_OK)
        status = run_call_up(run, STAGE_STAND_INS, err);
    if (status == CG_OK)
        status = run_sort(run, RULE_UNNAMED, take_unnamed, handle, err);
    if (status == CG_OK)
        status = run_sort(run, RULE_STAND_IN, take_stand_in, handle, err);
    if (status == CG_OK)
        status = find_links(handle, err);
    return status;
}

static cg_status keep_mentions(const resolver *r, cg_error *err)
{
    text_document *document = r->run->document;
    text_mention *kept =
        cg_arena_array(&document->arena, r->count + 1, sizeof *kept);
    if (kept == NULL)
        return cg_fail_memory(err);
    if (r->count > 0)
        memcpy(kept, r->mentions, r->count * sizeof *kept);
    document->mentions = kept;
    document->mention_count = r->count;
    return CG_OK;
}

static cg_status take_sentence(resolver *r, uint32_t sentence, cg_error *err)
{
    const text_document *document = r->run->document;
    return run_may_call(r->run, STAGE_STAND_INS, sentence)
               ? run_pieces(r->run, document->mentions, document->mention_count,
                            sentence, take_piece, r, err)
               : bring_mentions(r, document->sentences[sentence].end_token, err);
}

/* Tell of the document's own mentions whether they are bound, for the stand-ins' rules. */
static void bind_names(const rule_run *run)
{
    text_mention *mentions = run->document->mentions;
    for (size_t i = 0; i < run->document->mention_count; i++)
        mentions[i].bound =
            bound_is(run->book, run->document, mentions, i, &mentions[i]);
}

cg_status standin_resolve(rule_run *run, const text_names *names, cg_error *err)
{
    resolver r = {.run = run, .names = names};
    cg_status status = CG_OK;
    bind_names(run);
    for (uint32_t i = 0; status == CG_OK && i < run->document->sentence_count; i++)
        status = take_sentence(&r, i, err);
    if (status == CG_OK)
        status = keep_mentions(&r, err);
    free(r.mentions);
    free(r.unnamed);
    return status;
}
