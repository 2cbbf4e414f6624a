/* What a rule file says (docs/rules.md), read but not yet compiled. */
#ifndef CG_INGEST_TEXT_RULE_SYNTAX_H
#define CG_INGEST_TEXT_RULE_SYNTAX_H

#include "ingest/text/words.h"
#include "schema/source.h"
#include "schema/value.h"
#include "schema/vocabulary.h"

enum {
    RULE_FILE_MAX = 1 << 24, /* bytes in a rule file */
    RULE_LISTS = 256,        /* of definitions, by name */
    RULE_DEPTH_MAX = 32,  /* brackets in brackets, and definitions in definitions */
    RULE_REPEAT_MAX = 16, /* {m,n} */
    RULE_GAP_MAX = 40,    /* ~n */
    RULE_HOLES_MAX = 6,   /* @name{A; B; …} */
    RULE_ANY_LANGUAGE = CG_LANGUAGES
};

/* What a pattern is made of. */
typedef enum {
    NODE_SEQUENCE,  /* children one after the other */
    NODE_CHOICE,    /* the first child that leads to a match */
    NODE_OPTIONAL,  /* child? */
    NODE_REPEAT,    /* child{least,most} */
    NODE_LIST,      /* child+: one or more, with commas and "and" between */
    NODE_WORD,      /* one literal token */
    NODE_REFERENCE, /* $name, or @name{child; child} */
    NODE_HOLE,      /* _, _2 …: a child of the @name{…} that brought us here */
    NODE_SLOT,      /* [Kind|Kind:role], [Kind:role after Kind:role],
                       [stand-in Kind:role], [link Kind:role] */
    NODE_GAP,       /* ~most */
    NODE_CLASS,     /* <number> */
    NODE_PROPERTY,  /* key=child */
    NODE_HEAD,      /* !child */
    NODE_LOOK,      /* @not{…} and its like */
    NODE_START      /* ^ */
} rule_node_type;

typedef enum {
    ROLE_NONE,
    ROLE_SUBJECT,
    ROLE_OBJECT,
    ROLE_EACH, /* subject and object: each of them with each other */
    ROLE_SPEAKER,
    ROLE_MAKER, /* of the product that a stand-in stands for */
    ROLE_HOME,  /* where the one has its seat that a stand-in stands for */
    ROLE_MEANT, /* whom a stand-in or link stands for */
    ROLE_OTHER  /* whom a stand-in does not stand for */
} rule_role;

/* Sorts of token that need no list: spelling and what stands in patterns. */
#define RULE_CLASSES(X)                                                            \
    X(CLASS_WORD, "word")       /* any token that is neither sign nor name */      \
    X(CLASS_NUMBER, "number")   /* 15, 3.5, or what begins with a digit: 40B */    \
    X(CLASS_YEAR, "year")       /* 1900 to 2099 */                                 \
    X(CLASS_CAPITAL, "capital") /* a word written with a capital */                \
    X(CLASS_LOWER, "lower")     /* a word without one */

#define RULE_CLASS_ENUM(name, text) name,
typedef enum { RULE_CLASSES(RULE_CLASS_ENUM) RULE_CLASS_COUNT } rule_class;
#undef RULE_CLASS_ENUM

typedef enum {
    LOOK_NOT,       /* what follows is not … */
    LOOK_AHEAD,     /* what follows is … */
    LOOK_NOT_AFTER, /* what stands before is not … */
    LOOK_AFTER      /* what stands before is … */
} rule_look;

/* What a gap crosses besides words. */
enum { GAP_COMMAS = 1, GAP_BOUND = 2, GAP_CLAUSES = 4 };

typedef struct rule_definition rule_definition;
typedef struct rule_node rule_node;

struct rule_node {
    rule_node_type type;
    uint8_t detail; /* a rule_role, rule_class or rule_look; of a reference the
                       language + 1 in which it was looked up; of a hole which
                       child it is, from 0 */
    uint8_t least;
    uint8_t most;
    uint8_t form;    /* of a slot: the mention_form that it takes, 0: any */
    uint8_t crosses; /* of a gap: GAP_… */
    bool free;       /* a slot that takes no bound names */
    bool ending;     /* a slot whose `first` its name ends with */
    bool
        like; /* of a slot: `first` lists how its name is spelled, not how it is not */
    uint32_t word; /* NODE_WORD: its id; of a choice of words the root of its set */
    uint32_t at;   /* byte of the file, for errors */
    union {
        cg_kinds kinds;              /* of a slot; that a gap may cross */
        rule_definition *definition; /* of a reference, once it was looked up */
    };
    cg_text name;     /* of a word, a reference, a property */
    rule_node *first; /* children; of a gap: what it may not cross; of a slot: what
                         its name begins or ends with, another slot */
    rule_node *next;
};

/* A rule file. */
typedef struct {
    const char *name;
    cg_text text;
} rule_file;

/* `words name: …` or `pattern name: …`. */
struct rule_definition {
    cg_text name;
    bool words;       /* nothing but phrases */
    uint8_t language; /* a cg_language, or RULE_ANY_LANGUAGE */
    uint32_t phrases; /* root of its phrases, 0: not compiled yet */
    uint8_t longest;  /* words of the longest one */
    size_t tells;     /* its score as a trigger (rule_index.c), 0: not known yet */
    const rule_file *file;
    rule_node *body;
    rule_definition *next;
};

/* `kinds name: Kind | Kind`. */
typedef struct rule_kinds {
    cg_text name;
    cg_kinds kinds;
    struct rule_kinds *next;
} rule_kinds;

#define RULE_SORTS(X)                                                              \
    X(RULE_FACT, "rule")         /* gives facts of a type */                       \
    X(RULE_FRAME, "frame")       /* says who speaks, and how surely */             \
    X(RULE_STAND_IN, "stand-in") /* words for an entity named before */            \
    X(RULE_LINK, "link")         /* the same, and they stay words: "which" */      \
    X(RULE_UNNAMED, "unnamed")   /* somebody new without a name: "a company" */    \
    X(RULE_VETO, "veto")         /* takes facts of some types back */              \
    X(RULE_CHAIN, "chain")       /* a fact that follows from two others */

#define RULE_SORT_ENUM(name, text) name,
typedef enum { RULE_SORTS(RULE_SORT_ENUM) RULE_SORT_COUNT } rule_sort;
#undef RULE_SORT_ENUM

/* Whom a stand-in means of several. */
#define RULE_PREFERS(X)                                                            \
    X(PREFER_TOPIC, "topic")     /* the one its sentence begins with */            \
    X(PREFER_NEAREST, "nearest") /* the last one named */                          \
    X(PREFER_LAST, "last")       /* the same, in an earlier sentence too */        \
    X(PREFER_FIRST, "first") /* of the nearest sentence, the one named first */    \
    X(PREFER_EARLIER, "earlier") /* the topic of an earlier sentence */            \
    X(PREFER_TEXT, "text")       /* the one that all of the text is about */       \
    X(PREFER_MAIN, "main")       /* the one that the whole text is about */        \
    X(PREFER_NAMED, "named")   /* the last one with the words' last in its name */ \
    X(PREFER_PAIR, "pair")     /* both that a sentence names */                    \
    X(PREFER_THREE, "three")   /* the three that a sentence names */               \
    X(PREFER_ALL, "all")       /* the few that a sentence names */                 \
    X(PREFER_FORMER, "former") /* of the pair the one named first */               \
    X(PREFER_LATTER, "latter") /* and the other one */

#define RULE_PREFER_ENUM(name, text) name,
typedef enum { RULE_PREFERS(RULE_PREFER_ENUM) RULE_PREFER_COUNT } rule_prefer;
#undef RULE_PREFER_ENUM

/* One `when:`. */
typedef struct rule_pattern {
    rule_node *body;
    struct rule_pattern *next;
} rule_pattern;

/* One `set:`. */
typedef struct rule_constant {
    cg_property property;
    struct rule_constant *next;
} rule_constant;

/* One `yes:` or `no:`, as written. */
typedef struct rule_example {
    bool matches;
    cg_text text;
    uint32_t at;
    struct rule_example *next;
} rule_example;

/* A set of relation types. */
typedef struct {
    uint64_t bits[CG_RELATION_MAX / 64];
} rule_relations;

typedef struct text_rule {
    rule_sort sort;
    cg_text name;
    cg_text label; /* "vi/acquires@1" */
    uint8_t language;
    uint32_t version;
    int32_t priority;
    bool has_modality;
    cg_modality modality;
    rule_prefer prefer; /* of a stand-in */
    bool sole_subject;  /* its clause names no other that could be it */
    bool sole_object;
    bool known_maker;      /* the lists know the subject as the object's maker */
    bool known_unmade;     /* they know nobody else as such, nor another country */
    uint8_t relation;      /* of a RULE_FACT or RULE_CHAIN */
    uint8_t joins[2];      /* of a RULE_CHAIN: the types it follows from */
    uint8_t joins_subject; /* which of them has its subject, 0 or 1 */
    bool has_joins;
    rule_relations relations; /* that a RULE_VETO takes back */
    cg_kinds kinds; /* of a stand-in, somebody unnamed, or a chain's link */
    rule_pattern *patterns;
    rule_constant *constants;
    rule_example *examples;
    const rule_file *file;
    uint32_t at;
    uint32_t index; /* counts from 0 */
    struct text_rule *next;
} text_rule;

/* All that was read, in order; lives in the arena. */
typedef struct {
    cg_arena *arena;
    const cg_vocabulary *vocabulary;
    text_words *words;
    rule_definition *definitions[RULE_LISTS]; /* by name, newest first */
    rule_kinds *kinds;
    text_rule *rules; /* in the order of the files */
    text_rule **rules_end;
    uint32_t rule_count;
} rule_syntax;

/* Read a file into `syntax`. Its text is copied. Returns CG_OK, CG_NOMEM, CG_LIMIT,
 * CG_SYNTAX or CG_REFUSED with file, line and column. */
cg_status rule_parse(rule_syntax *syntax, const char *name, cg_text text,
                     cg_error *err);

/* Read the pattern in bytes [start, end) of `file`, written in `language`. */
cg_status rule_parse_pattern(rule_syntax *syntax, const rule_file *file,
                             size_t start, size_t end, rule_node **pattern,
                             cg_error *err);

/* Read `Kind | Kind`, where a name that `kinds` defined stands for its kinds, and
 * `*` for all. `*at` moves over it. */
cg_status rule_parse_kinds(const rule_syntax *syntax, const rule_file *file,
                           size_t *at, size_t end, cg_kinds *kinds, cg_error *err);

/* The definition of `name` for rules of `language`; NULL if there is none. */
rule_definition *rule_find_definition(const rule_syntax *syntax, cg_text name,
                                      uint8_t language);

/* A definition of which only the name is set; NULL when memory is out. */
rule_definition *rule_add_definition(rule_syntax *syntax, cg_text name);

/* Fail at byte `at` of `file`. */
cg_status rule_fail(const rule_file *file, size_t at, cg_status status,
                    cg_error *err, const char *format, ...) CG_PRINTF(5, 6);

/* "rule", "frame" …: the keyword of a sort. */
const char *rule_sort_name(rule_sort sort);

/* "en", "vi", "zh" or "any". */
const char *rule_language_name(uint8_t language);

static inline bool rule_relations_have(const rule_relations *set, uint8_t relation)
{
    return set->bits[relation / 64] >> (relation % 64) & 1;
}

#endif
