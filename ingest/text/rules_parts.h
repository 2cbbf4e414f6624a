/* Inside of rules.h: shared by the files that apply the rules. */
#ifndef CG_INGEST_TEXT_RULES_PARTS_H
#define CG_INGEST_TEXT_RULES_PARTS_H

#include "ingest/text/rule_match.h"
#include "ingest/text/rules.h"

struct text_rules {
    rule_book book;
};

/* What a rule found, before facts are joined. */
typedef struct {
    uint32_t subject;
    uint32_t object;
    uint8_t relation;
    const text_rule *rule;
    cg_properties properties;
    uint32_t start; /* bytes of the quote */
    uint32_t end;
    uint32_t first_token; /* of the head, or of all that matched */
    uint32_t end_token;
    uint32_t sentence;
    cg_modality modality;
    int64_t speaker;
    uint32_t order; /* counts from 0 */
} found_fact;

/* Facts as they are found; starts zeroed. */
typedef struct {
    found_fact *items;
    size_t count;
    size_t room;
} fact_list;

/* A frame that matched. */
typedef struct {
    int64_t speaker; /* entity of the document, or -1 */
    cg_modality modality;
    bool reports; /* the frame sets the modality: it only passes on what is said */
    uint32_t first_token;
    uint32_t end_token;
} voice;

typedef struct {
    voice *items;
    size_t count;
    size_t room;
} voice_list;

/* One run over a document. Large: it lives on the heap. */
typedef struct {
    const rule_book *book;
    text_document *document;
    cg_arena *arena; /* for what outlives the run */
    matcher matcher;
    match_text text;
    match_result result;
    uint32_t *candidates; /* programs that this sentence calls up, in order */
    size_t candidate_count;
    size_t candidate_room;
    uint64_t *called; /* set of them, by program, while they are gathered */
    fact_list facts;
    voice_list voices;        /* of all sentences so far */
    named_after *named_after; /* by mention of the document */
    const text_rule *only;    /* no other rule of its sort; NULL: all */
    bool denials;             /* facts that the words deny are kept */
} rule_run;

cg_status run_open(const rule_book *book, text_document *document, cg_arena *arena,
                   rule_run **run, cg_error *err);
void run_close(rule_run *run); /* NULL is fine */

/* Told of each match of a program in run->text: run->result. */
typedef cg_status (*match_taker)(rule_run *run, const rule_program *program,
                                 void *handle, cg_error *err);

/* Find the programs of a stage that run->text calls up. */
cg_status run_call_up(rule_run *run, rule_stage stage, cg_error *err);

/* May pieces of the sentence call up any? A quick look, before run_pieces. */
bool run_may_call(const rule_run *run, rule_stage stage, uint32_t sentence);

/* Pass the matches of those programs whose rules are of one sort. */
cg_status run_sort(rule_run *run, rule_sort sort, match_taker take, void *handle,
                   cg_error *err);

/* Pass the matches of one program. */
cg_status run_program(rule_run *run, const rule_program *program, match_taker take,
                      void *handle, cg_error *err);

/* Find out which mentions begin with the name of another entity, for run_facts. The
 * document's mentions do not change afterwards. (named_after.c) */
cg_status run_name_bases(rule_run *run, cg_error *err);

/* Find the facts of one piece of a sentence, run->text. (rule_facts.c) */
cg_status run_facts(rule_run *run, cg_error *err);

/* Add the facts that follow from those of the whole document. (rule_chain.c) */
cg_status run_chains(rule_run *run, cg_error *err);

/* Bytes of document.text from the first to the last of positions [start, end). */
void run_bytes(const rule_run *run, uint32_t start, uint32_t end, uint32_t *from,
               uint32_t *to);

/* The bytes of what the match at hand quotes: from its first token, or from the name that
 * a link in it means, to its last. */
void run_quote(const rule_run *run, uint32_t *from, uint32_t *to);

/* Call `piece` for run->text set to each piece of the sentence. */
typedef cg_status (*piece_taker)(rule_run *run, void *handle, cg_error *err);
cg_status run_pieces(rule_run *run, const text_mention *mentions,
                     size_t mention_count, uint32_t sentence, piece_taker take,
                     void *handle, cg_error *err);

/* Resolve the document's stand-ins, then pass every piece of every sentence. The caller
 * closes `*run`, also after an error. (rules.c) */
cg_status rules_run(const text_rules *rules, const text_names *names,
                    text_document *document, piece_taker take, void *handle,
                    rule_run **run, cg_error *err);

/* Print a fact as examples have it: `A > B {key = value} planned`. */
void rule_print_fact(const text_document *document, uint32_t subject,
                     uint32_t object, cg_properties properties,
                     cg_modality modality, cg_buffer *out);

/* Join what was found: each fact once, with its evidence. (fact.c) */
cg_status facts_join(const fact_list *found, const cg_vocabulary *vocabulary,
                     cg_arena *arena, const text_fact **facts, size_t *count,
                     cg_error *err);

#endif
