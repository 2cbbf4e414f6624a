#include "ingest/text/standin.h"

#include <stdlib.h>

enum {
    REACH = 3,       /* sentences back that a stand-in reaches */
    PARAGRAPHS = 1,  /* and paragraphs */
    MAKER_REACH = 8, /* the same for "X's product", where the maker narrows it */
    MAKER_PARAGRAPHS = 2,
    MENTIONS_MAX = 1024, /* and mentions, however long the sentences are */
    CANDIDATES_MAX = 8,  /* entities of one sentence: more are never one */
    LINKS_MAX = 64,      /* in one piece of a sentence */
    MAIN_MENTIONS = 3,   /* by which a text is about somebody */
    MAIN_ENTITIES =
        256,        /* the first ones named: what a text is about is among them */
    TOPIC_START = 8 /* tokens from a sentence's beginning where its topic stands */
};

/* Somebody without a name: a mention of nobody. */
typedef struct {
    uint32_t first_token;
    cg_kinds kinds;
} unnamed;

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
    uint32_t *counts;   /* mentions so far, by entity */
    unnamed *unnamed;
    size_t unnamed_count;
    size_t unnamed_room;
    size_t next;                   /* of the document's own mentions */
    bool added;                    /* stand-ins, in this piece */
    link_mention links[LINKS_MAX]; /* of this piece */
    size_t link_count;
} resolver;

/* Whom a stand-in may mean, as one sentence offers them. */
typedef struct {
    uint32_t entities[CANDIDATES_MAX];
    uint32_t first_token[CANDIDATES_MAX];
    size_t count;
    uint32_t last; /* the last one named */
    uint32_t last_token;
    bool more; /* than there is room for */
} candidates;

/* What is asked. */
typedef struct {
    cg_kinds kinds;
    rule_prefer prefer;
    int64_t maker;   /* entity, or -1 */
    uint32_t before; /* token where the stand-in begins */
    uint32_t sentence;
} question;

/* ---- Candidates ---- */

/* May `entity` be a product of the maker? Where the lists know its maker, only of
 * that one. */
static bool made_by(const resolver *r, uint32_t entity, uint32_t maker)
{
    const text_document *document = r->run->document;
    const text_entity *product = &document->entities[entity];
    const text_entity *company = &document->entities[maker];
    if (r->names == NULL || product->listed < 0)
        return true;
    cg_text known = names_entry_at(r->names, product->listed)->maker;
    if (known.size == 0)
        return true;
    if (company->listed >= 0)
        return cg_text_equal(known,
                             names_entry_at(r->names, company->listed)->name);
    return cg_text_equal(known, company->name);
}

static bool qualifies(const resolver *r, const question *asked, uint32_t entity)
{
    const text_document *document = r->run->document;
    if ((document->entities[entity].kinds & asked->kinds) == 0)
        return false;
    return asked->maker < 0 || made_by(r, entity, (uint32_t)asked->maker);
}

static void add_candidate(candidates *found, uint32_t entity, uint32_t token)
{
    found->last = entity;
    found->last_token = token;
    for (size_t i = 0; i < found->count; i++)
        if (found->entities[i] == entity)
            return;
    if (found->count == CANDIDATES_MAX) {
        found->more = true;
        return;
    }
    found->entities[found->count] = entity;
    found->first_token[found->count++] = token;
}

/* Add whom a mention means. A link only says again whom its sentence names. */
static void add_candidates(const resolver *r, const question *asked,
                           const text_mention *mention, candidates *found)
{
    if (mention->form == MENTION_LINK || mention->first_token >= asked->before)
        return;
    if (qualifies(r, asked, mention->entity))
        add_candidate(found, mention->entity, mention->first_token);
    for (uint8_t i = 0; i < mention->more_count; i++)
        if (qualifies(r, asked, mention->more[i]))
            add_candidate(found, mention->more[i], mention->first_token);
}

/* Add the candidates of a sentence, before token `asked->before`. */
static void look_in(const resolver *r, const question *asked, uint32_t sentence,
                    candidates *found)
{
    size_t stop = r->count > MENTIONS_MAX ? r->count - MENTIONS_MAX : 0;
    size_t end = r->count;
    while (end > stop && r->mentions[end - 1].sentence > sentence)
        end--;
    size_t start = end;
    while (start > stop && r->mentions[start - 1].sentence == sentence)
        start--;
    for (size_t i = start; i < end; i++)
        add_candidates(r, asked, &r->mentions[i], found);
}

/* Does a sentence speak of somebody unnamed behind token `after`? */
static bool unnamed_behind(const resolver *r, const question *asked,
                           uint32_t sentence, uint32_t after)
{
    uint32_t first = r->run->document->sentences[sentence].first_token;
    for (size_t i = r->unnamed_count; i > 0; i--) {
        const unnamed *other = &r->unnamed[i - 1];
        if (other->first_token < first)
            break;
        if (other->first_token > after && other->first_token < asked->before &&
            other->first_token < r->run->document->sentences[sentence].end_token &&
            (other->kinds & asked->kinds) != 0)
            return true;
    }
    return false;
}

/* ---- The answer ---- */

/* Which of a sentence's candidates is meant, -1: that cannot be told. */
static int64_t choose(const resolver *r, const question *asked,
                      const candidates *found, uint32_t sentence)
{
    if (unnamed_behind(r, asked, sentence, found->last_token))
        return -1;
    if (found->count == 1)
        return found->entities[0];
    if (asked->prefer == PREFER_NEAREST && sentence == asked->sentence)
        return found->last;
    uint32_t start = r->run->document->sentences[sentence].first_token;
    bool topic = sentence != asked->sentence && !found->more &&
                 found->first_token[0] - start < TOPIC_START;
    return topic ? (int64_t)found->entities[0] : -1;
}

/* How many sentences back are in reach. */
static uint32_t reach_of(const resolver *r, const question *asked)
{
    const text_sentence *sentences = r->run->document->sentences;
    uint32_t most = asked->maker >= 0 ? MAKER_REACH : REACH;
    uint32_t paragraphs = asked->maker >= 0 ? MAKER_PARAGRAPHS : PARAGRAPHS;
    uint32_t back = 0;
    while (back < most && back < asked->sentence &&
           sentences[asked->sentence].paragraph -
                   sentences[asked->sentence - back - 1].paragraph <=
               paragraphs)
        back++;
    return back;
}

/* The one product of the maker that all sentences in reach speak of. */
static int64_t answer_product(const resolver *r, const question *asked)
{
    candidates found = {0};
    uint32_t reach = reach_of(r, asked);
    for (uint32_t back = 0; back <= reach; back++)
        look_in(r, asked, asked->sentence - back, &found);
    return found.count == 1 ? (int64_t)found.entities[0] : -1;
}

/* Whom the text is about: named three times so far, and twice as often as any other. */
static int64_t answer_main(const resolver *r, const question *asked)
{
    const text_document *document = r->run->document;
    uint32_t most = 0;
    uint32_t second = 0;
    int64_t found = -1;
    for (uint32_t i = 0; i < document->entity_count && i < MAIN_ENTITIES; i++) {
        if ((document->entities[i].kinds & asked->kinds) == 0)
            continue;
        uint32_t count = r->counts[i];
        if (count > most) {
            second = most;
            most = count;
            found = i;
        } else if (count > second) {
            second = count;
        }
    }
    return most >= MAIN_MENTIONS && most >= 2 * second ? found : -1;
}

/* The entity that is meant, as the nearest sentence with candidates has it; -1 if no
 * reader would know. */
static int64_t answer(const resolver *r, const question *asked)
{
    uint32_t reach = reach_of(r, asked);
    if (asked->maker >= 0)
        return answer_product(r, asked);
    if (asked->prefer == PREFER_MAIN)
        return answer_main(r, asked);
    for (uint32_t back = 0; back <= reach; back++) {
        uint32_t sentence = asked->sentence - back;
        candidates found = {0};
        look_in(r, asked, sentence, &found);
        if (found.count > 0)
            return choose(r, asked, &found, sentence);
        if (unnamed_behind(r, asked, sentence, 0))
            return -1;
    }
    return -1;
}

/* The few that the sentences name from the stand-in back to where there are two: let
 * `mention` mean them. False if they are more than it may mean. */
static bool answer_few(const resolver *r, const question *asked,
                       text_mention *mention)
{
    candidates found = {0};
    size_t most = asked->prefer == PREFER_PAIR ? 2 : MENTION_MORE + 1;
    uint32_t reach = reach_of(r, asked);
    for (uint32_t back = 0; back <= reach && found.count < 2; back++)
        look_in(r, asked, asked->sentence - back, &found);
    if (found.count < 2 || found.count > most)
        return false;
    mention->entity = found.entities[0];
    while (mention->more_count + 1U < found.count) {
        mention->more[mention->more_count] =
            found.entities[mention->more_count + 1];
        mention->more_count++;
    }
    return true;
}

/* Let `mention` mean the names that the rule took in the role `meant`; `*from` is where
 * the first one stands. False if there is none. */
static bool answer_told(const rule_run *run, text_mention *mention, int64_t *from)
{
    bool found = false;
    for (size_t i = 0; i < run->result.log_count; i++) {
        const log_entry *entry = &run->result.log[i];
        if (entry->type != LOG_SLOT || entry->detail != ROLE_MEANT)
            continue;
        if (!found) {
            mention->entity = entry->entity;
            *from = entry->at;
        } else if (mention->more_count < MENTION_MORE) {
            mention->more[mention->more_count++] = entry->entity;
        }
        found = true;
    }
    return found;
}

/* Find out whom `mention` means. */
static bool answer_any(const resolver *r, const question *asked,
                       text_mention *mention, int64_t *from)
{
    if (answer_told(r->run, mention, from))
        return true;
    if (asked->prefer == PREFER_PAIR || asked->prefer == PREFER_ALL)
        return answer_few(r, asked, mention);
    int64_t entity = answer(r, asked);
    mention->entity = entity >= 0 ? (uint32_t)entity : 0;
    return entity >= 0;
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
    r->mentions[at] = mention;
    r->counts[mention.entity] += mention.form != MENTION_LINK;
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
static bool is_free(const rule_run *run, uint32_t start, uint32_t end)
{
    for (uint32_t at = start; at < end; at++)
        if (run->text.tokens[at].inside)
            return false;
    return end > start;
}

static int64_t maker_of(const rule_run *run)
{
    for (size_t i = 0; i < run->result.log_count; i++)
        if (run->result.log[i].type == LOG_SLOT &&
            run->result.log[i].detail == ROLE_MAKER)
            return run->result.log[i].entity;
    return -1;
}

/* Whom the words at positions [start, end) mean, which the match marks. False if nobody.
 */
static bool read_stand_in(const resolver *r, const rule_program *program,
                          uint32_t start, uint32_t end, text_mention *mention,
                          int64_t *from)
{
    const rule_run *run = r->run;
    if (!is_free(run, start, end))
        return false;
    *mention = (text_mention){.first_token = run->text.first_token + start,
                              .end_token = run->text.first_token + end,
                              .sentence = run->text.sentence,
                              .form = MENTION_STAND_IN};
    run_bytes(run, start, end, &mention->start, &mention->end);
    question asked = {.kinds = program->rule->kinds,
                      .prefer = program->rule->prefer,
                      .maker = maker_of(run),
                      .before = mention->first_token,
                      .sentence = mention->sentence};
    return answer_any(r, &asked, mention, from);
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
    if (!next_span(run, &i, &start, &end) ||
        !read_stand_in(r, program, start, end, &mention, &from))
        return CG_OK;
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
            const text_token *token =
                &run->document->tokens[run->text.first_token + taken.from];
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
        r->unnamed[r->unnamed_count++] = (unnamed){
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
    if (r->count == document->mention_count)
        return CG_OK;
    text_mention *kept = cg_arena_array(&document->arena, r->count, sizeof *kept);
    if (kept == NULL)
        return cg_fail_memory(err);
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

cg_status standin_resolve(rule_run *run, const text_names *names, cg_error *err)
{
    resolver r = {.run = run, .names = names};
    r.counts = calloc(run->document->entity_count + 1, sizeof *r.counts);
    cg_status status = r.counts != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; status == CG_OK && i < run->document->sentence_count; i++)
        status = take_sentence(&r, i, err);
    if (status == CG_OK)
        status = keep_mentions(&r, err);
    free(r.mentions);
    free(r.counts);
    free(r.unnamed);
    return status;
}
