/* Rules as programs over a sentence's tokens, and what they are built from. */
#ifndef CG_INGEST_TEXT_RULE_PROGRAM_H
#define CG_INGEST_TEXT_RULE_PROGRAM_H

#include "ingest/text/rule_phrases.h"
#include "ingest/text/rule_syntax.h"

enum {
    RULE_STEPS_MAX = 4096,    /* steps of one program */
    RULE_PROPERTIES_MAX = 16, /* keys of one pattern's properties */
    RULE_NEEDS_MAX = 8,       /* steps that each match takes, of one program */
    RULE_STARTS_MAX = 16
};

#define STEPS(X)                                                                      \
    X(STEP_WORD)   /* x: the word's id */                                             \
    X(STEP_PHRASE) /* x: root of a set of phrases, the longest first */               \
    X(STEP_SLOT)   /* a mention; detail: rule_role, kinds */                          \
    X(STEP_AFTER)  /* that what its name begins with; detail and kinds alike */       \
    X(STEP_ENDING) /* the same of what it ends with */                                \
    X(STEP_SPELLED) /* spelled like a phrase, or if detail is 0 like none; x: root */ \
    X(STEP_CLASS)    /* detail: rule_class */                                         \
    X(STEP_GAP)      /* up to `most` tokens, fewest first; x: root it stops at */     \
    X(STEP_SPLIT)    /* go on behind, then at x */                                    \
    X(STEP_JUMP)     /* go on at x */                                                 \
    X(STEP_OPEN)     /* property `detail` begins */                                   \
    X(STEP_CLOSE)    /* and ends */                                                   \
    X(STEP_HEAD)     /* the head begins */                                            \
    X(STEP_HEAD_END) /* and ends */                                                   \
    X(STEP_LOOK)     /* detail: rule_look, x: where it goes on */                     \
    X(STEP_ALTERNATIVE) /* of a look, `most` tokens; x: the next one, 0: none */      \
    X(STEP_START)       /* the sentence begins here */                                \
    X(STEP_MATCH)

#define STEP_ENUM(name) name,
typedef enum { STEPS(STEP_ENUM) STEP_COUNT } step_type;
#undef STEP_ENUM

typedef struct {
    uint8_t type;
    uint8_t detail;
    union {
        uint8_t most;
        bool free; /* a slot that takes no bound names */
    };
    union {
        uint8_t crosses; /* of a gap: GAP_… */
        uint8_t form;    /* of a slot: a mention_form, 0: any */
    };
    uint32_t x;
    cg_kinds kinds;
} rule_step;

/* One `when:` of a rule. */
typedef struct {
    const text_rule *rule;
    uint32_t first; /* step */
    uint32_t count;
    uint32_t
        needs[RULE_NEEDS_MAX]; /* steps that each match takes, one behind the other:
                                  words, sets of phrases and names */
    uint8_t need_count;
    uint32_t
        starts[RULE_STARTS_MAX]; /* steps that can take a match's first token */
    uint8_t start_count;         /* 0: any token may be the first */
    cg_kinds
        sole; /* kinds of which the clause names only those that a match takes */
    const cg_text *keys; /* of its properties */
    uint8_t key_count;
} rule_program;

/* Where a step was written. */
typedef struct {
    const rule_file *file;
    uint32_t at;
} rule_origin;

/* The rules of one stage are run over all of a document before those of the next. */
typedef enum {
    STAGE_STAND_INS, /* of the sorts that find whom words stand for */
    STAGE_FACTS,     /* all others */
    RULE_STAGES
} rule_stage;

static inline rule_stage rule_stage_of(rule_sort sort)
{
    return sort == RULE_STAND_IN || sort == RULE_LINK || sort == RULE_UNNAMED
               ? STAGE_STAND_INS
               : STAGE_FACTS;
}

/* Which programs a phrase calls up. */
typedef struct {
    uint32_t program;
    uint32_t next;     /* index + 1 of the next one; 0: none */
    cg_kinds kinds[2]; /* two slots that each match fills; 0: there is none */
} rule_trigger;

/* What a language's sets of words do to what a head says. */
typedef enum {
    MARK_NEGATION = 1, /* before the head, in its clause: no fact */
    MARK_NOT_NEGATION, /* looks like one, but is none */
    MARK_DENIAL,       /* anywhere before the head: no fact */
    MARK_PLANNED,
    MARK_POSSIBLE,
    MARK_REPORTED,
    MARK_RUMOURED, /* before the head: nothing was decided, no fact */
    MARK_BARRIER,  /* a clause ends: no gap crosses it */
    MARK_COMPOUND  /* one word: what stops a gap does not inside it */
} rule_mark;

/* What a language's lists of words do to a name behind them (bound.h). */
typedef enum {
    BIND_BINDING = 1,
    BIND_NOT,     /* looks like one, but is none */
    BIND_JOINING, /* binds it as the name before is bound: "and" */
    BIND_ENDS     /* begins a clause: what stands before binds nothing in it */
} rule_bind;

typedef struct {
    cg_arena arena;
    rule_syntax syntax;
    rule_phrases phrases;
    rule_step *steps;
    size_t step_count;
    size_t step_room;
    rule_origin *origins; /* of the steps */
    size_t origin_room;
    rule_program *programs;
    size_t program_count;
    size_t program_room;
    rule_trigger *triggers; /* lists behind the phrases of `trigger_sets` */
    size_t trigger_count;
    size_t trigger_room;
    uint32_t trigger_sets[RULE_STAGES][CG_LANGUAGES]; /* roots; 0: no set */
    uint32_t always[RULE_STAGES]
                   [CG_LANGUAGES]; /* lists of the programs that no phrase
                                                   calls */
    uint32_t
        marks[CG_LANGUAGES]; /* root: phrase to a set of 1 << rule_mark; 0: none */
    uint32_t
        binds[CG_LANGUAGES]; /* root: phrase to a set of 1 << rule_bind; 0: none */
    uint32_t comma;          /* the word that a label's colon is as good as */
    size_t compiled;         /* rules that have programs */
    bool lent; /* steps and triggers are an image's; no rule is added then */
} rule_book;

/* Compile the rules that `book->syntax` has and `book` has not. Returns CG_OK,
 * CG_NOMEM, CG_LIMIT, or CG_SYNTAX/CG_REFUSED with file, line and column. */
cg_status rule_compile(rule_book *book, cg_error *err);

/* What an image has of the book: enough to run the rules, not to add to them, to test or
 * to explain them. Returns CG_OK or CG_NOMEM. (rule_image.c) */
cg_status rule_image(rule_book *book, text_image *image, cg_error *err);

/* ---- Between the files of the compiler ---- */

/* What `node`, a reference in a rule of `language`, refers to. */
cg_status rule_look_up(const rule_book *book, const rule_file *file,
                       rule_node *node, uint8_t language,
                       rule_definition **definition, cg_error *err);

/* The root of the phrases of a `words` definition, added when first asked for. */
cg_status rule_word_set(rule_book *book, rule_definition *definition,
                        uint32_t *root, cg_error *err);

/* Add the phrases of a `words` definition to a set and or `value` into what it
 * keeps for each; `*longest` is the words of the longest one. */
cg_status rule_add_words(rule_book *book, const rule_definition *definition,
                         uint8_t language, uint32_t root, uint32_t value,
                         size_t *longest, cg_error *err);

/* Where a pattern is expanded: what `_` stands for, and where that was written. */
typedef struct rule_scope {
    rule_node *argument; /* the first one; NULL: there is no `_` */
    const rule_file *file;
    const struct rule_scope *outer;
} rule_scope;

/* What a hole stands for; NULL where the scope has no such part. */
rule_node *rule_fill(const rule_scope *scope, const rule_node *hole);

/* Call up `program` by the phrases at least one of which each of its matches
 * holds; one that has none is always run. */
cg_status rule_index(rule_book *book, uint32_t program, const rule_node *pattern,
                     cg_error *err);

#endif
