/* Matching programs against a sentence, in bounded time.
 *
 * A search explores each pair (step, position) once: time and memory are at most
 * steps x positions (x the length of a gap), whatever the pattern. */
#ifndef CG_INGEST_TEXT_RULE_MATCH_H
#define CG_INGEST_TEXT_RULE_MATCH_H

#include "ingest/text/document.h"
#include "ingest/text/names.h"
#include "ingest/text/rule_program.h"

enum {
    MATCH_TOKENS_MAX = 512, /* longer sentences are cut into such pieces */
    MATCH_LOG_MAX = 1024    /* names and properties that one match takes */
};

/* What a sign does in a sentence. */
typedef enum {
    SIGN_NONE,  /* not a sign, or one like % and $ that belongs to words */
    SIGN_COMMA, /* , 、 – */
    SIGN_STOP,  /* . ; : ! ? … : nothing crosses it */
    SIGN_QUOTE,
    SIGN_OPEN, /* a bracket */
    SIGN_CLOSE
} token_sign;

/* One token as the matcher sees it. */
typedef struct {
    uint32_t word;
    int32_t mention;      /* that begins here, -1: none */
    int32_t link;         /* the link that begins here, -1: none */
    uint16_t mention_end; /* position behind it */
    uint16_t names;       /* index in match_text.names of the first from here on */
    uint16_t skip;        /* behind the bracket that opens here, 0: none */
    uint16_t marks;       /* set of 1 << rule_mark that begin here */
    uint8_t mark_words;   /* words of the longest phrase among them */
    uint8_t shape;
    uint8_t sign;
    bool inside;       /* within a mention that is no link */
    bool bound;        /* the mention that begins here is */
    uint8_t form;      /* of the mention that begins here */
    uint16_t link_end; /* position behind the link */
    uint16_t before; /* position + 1 of the one before of the same hash, 0: none */
    cg_kinds kinds;  /* of its entity; none where no mention begins */
    cg_kinds link_kinds; /* of the link's; none where none begins */
} match_token;

/* Where in a piece the first words of a set's phrases stand. Small, so that those of many
 * sets are near: where a piece has more than 64 tokens, match_text.rest holds the others. */
typedef struct {
    uint32_t piece; /* the match_text.piece that the rest is about */
    bool none;      /* nowhere */
    uint64_t first; /* at positions 0 to 63, else nothing is filled */
} match_places;

enum { PLACES_WORDS = MATCH_TOKENS_MAX / 64 };

enum { NAMED_AFTER_MAX = 3, MATCH_HEADS = 128 };

static inline uint32_t match_head(uint32_t word)
{
    return word * UINT32_C(0x9e3779b9) >> 25;
}

/* The entities with whose names a mention begins ("Lumen" of "Lumen Z10") and ends
 * ("photoresist" of "EUV photoresist"), the longest first, each as its number + 1;
 * 0: no more. */
typedef struct {
    uint32_t entities[NAMED_AFTER_MAX];
    uint32_t endings[NAMED_AFTER_MAX];
} named_after;

/* A sentence, or a piece of a long one. */
typedef struct {
    const text_document *document;
    const text_mention *mentions; /* that `mention` counts in */
    const text_entity *entities;
    const named_after *named_after; /* by mention; NULL: nobody is */
    const text_names *listed;       /* who makes what; NULL: not known */
    uint32_t first_token;           /* of the document */
    uint32_t count;
    uint32_t sentence;
    uint8_t language;
    bool whole_start;            /* begins where the sentence does */
    cg_kinds kinds;              /* of all its mentions, or'ed */
    uint32_t piece;              /* counts the calls of match_prepare */
    const rule_phrases *phrases; /* the book's */
    uint32_t comma;              /* the book's */
    uint32_t
        label; /* position of the colon behind the name with which a line begins, as
                       good as a comma; UINT32_MAX: there is none */
    match_places *places; /* by number of the set, found when first asked for */
    uint64_t *rest; /* of the same, PLACES_WORDS - 1 each: at positions 64 and up */
    const uint64_t *rows[MATCH_TOKENS_MAX]; /* of the tokens' words outside names */
    uint16_t
        heads[MATCH_HEADS]; /* by hash of a word: position + 1 of the last token
                                    outside names with such a one, 0: none */
    uint32_t name_count;
    uint16_t
        names[MATCH_TOKENS_MAX]; /* positions where mentions and links begin, in
                                    order */
    match_token tokens[MATCH_TOKENS_MAX];
} match_text;

/* A text for match_prepare, zeroed before. Returns CG_OK or CG_NOMEM. */
cg_status match_open(match_text *text, const rule_book *book, cg_error *err);
void match_close(match_text *text);

/* Look at tokens [first, first + count) of a sentence; `mentions` are all of the
 * document's, in order. */
void match_prepare(match_text *text, const rule_book *book,
                   const text_document *document, const text_mention *mentions,
                   size_t mention_count, uint32_t sentence, uint32_t first_token,
                   uint32_t count);

/* Fill text->places[set]. */
void match_find_places(const match_text *text, uint32_t set);

/* A set's places at positions 64 and up. */
static inline uint64_t *match_rest(const match_text *text, uint32_t set)
{
    return text->rest + (size_t)set * (PLACES_WORDS - 1);
}

typedef enum { LOG_SLOT, LOG_OPEN, LOG_CLOSE, LOG_HEAD, LOG_HEAD_END } log_type;

typedef struct {
    uint8_t type;   /* a log_type */
    uint8_t detail; /* rule_role or property */
    uint16_t at;    /* position */
    int32_t mention;
    uint32_t entity; /* of a slot: the mention's, or what it is named after */
} log_entry;

/* Are two entries the ends of a fact? Of those in the role `each`, each with every one
 * behind it. */
static inline bool match_are_ends(const log_entry *subject, const log_entry *object)
{
    if (subject->type != LOG_SLOT || object->type != LOG_SLOT)
        return false;
    if (subject->detail == ROLE_EACH && object->detail == ROLE_EACH)
        return subject < object;
    return (subject->detail == ROLE_SUBJECT || subject->detail == ROLE_EACH) &&
           (object->detail == ROLE_OBJECT || object->detail == ROLE_EACH);
}

/* What a program found. */
typedef struct {
    uint32_t start; /* positions, end exclusive */
    uint32_t end;
    log_entry log[MATCH_LOG_MAX];
    size_t log_count;
} match_result;

/* How far the ways came that led nowhere: the one that took most. */
typedef struct {
    bool any;
    size_t log_count; /* what it had taken */
    uint32_t start;   /* positions: where it began, and where it stopped */
    uint32_t at;
    uint32_t step; /* that it could not take */
} match_trace;

/* The matcher's memory, used again and again; starts zeroed. */
typedef struct {
    struct match_job *jobs;
    size_t job_room;
    uint64_t *visited;
    size_t visited_room;
    match_trace *trace;   /* NULL: nobody asks */
    uint64_t steps_taken; /* since the start: what the bound is tested on */
} matcher;

void matcher_release(matcher *memory);

/* The first match that begins at or after `*at`; `*at` moves to where the next may
 * begin. `*found` is false at the end. Returns CG_OK or CG_NOMEM. */
cg_status match_next(matcher *matcher, const rule_book *book,
                     const rule_program *program, const match_text *text,
                     uint32_t *at, match_result *result, bool *found,
                     cg_error *err);

/* Can a fact of the rule have these two entities as its ends? (rule_ends.c) */
bool match_may_be_ends(const rule_book *book, const text_rule *rule,
                       const match_text *text, uint32_t subject, uint32_t object);

/* Does the clause of a match name, of the kinds that program->sole holds, nobody but
 * those whom the match took? (rule_ends.c) */
bool match_is_sole(const rule_program *program, const match_text *text,
                   const match_result *result);

#endif
