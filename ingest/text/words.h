/* Words by number: what the rules and name lists spell out, interned once, so that
 * matching compares integers; and the lists of words that documents and names are
 * read with (ingest/rules/words.yaml, schema/name-words.yaml). */
#ifndef CG_INGEST_TEXT_WORDS_H
#define CG_INGEST_TEXT_WORDS_H

#include "schema/fold.h"
#include "schema/memory.h"

#include "ingest/text/document.h"

/* What a list of words is for: its key in the files. */
#define WORD_USES(X)                                                                    \
    X(WORD_ABBREVIATION, "abbreviations") /* its point ends no sentence */              \
    X(WORD_STOP, "stop")                  /* function words: no part of a name */       \
    X(WORD_JOIN, "join")                  /* "and", "of": inside names they are */      \
    X(WORD_OF, "of")                      /* "of": inside English names alone */        \
    X(WORD_TITLE, "titles")               /* "Mr.": before a person's name */           \
    X(WORD_TITLE_AFTER, "titles-after")   /* 先生: behind a person's name */          \
    X(WORD_ROLE, "roles")                 /* "CEO", "analyst": a person's post */       \
    X(WORD_SAYS, "says")               /* 表示: what persons do behind a name */      \
    X(WORD_SAYS_SURELY, "says-surely") /* "told me": the same, of nobody else */        \
    X(WORD_HOUSE, "houses") /* "of": between a person and whom he works for */          \
    X(WORD_PARTICLE, "particles") /* "van": joins the words of a person's name */       \
    X(WORD_GIVEN, "given-names")  /* "John": begins a person's name */                  \
    X(WORD_SURNAME, "surnames")   /* "Zhang": begins one, in its order */               \
    X(WORD_TRANSLITERATION, "transliteration") /* 斯: writes foreign names */          \
    X(WORD_LABEL, "labels")             /* "hãng X": says the kind, apart */           \
    X(WORD_LABEL_AFTER, "labels-after") /* "X chip": the same, behind it */             \
    X(WORD_NAMING, "namings")    /* "mang tên X": behind a label and more */           \
    X(WORD_STREET, "streets")    /* "đường Lý Nam Đế": no person */             \
    X(WORD_DEFINITE, "definite") /* "the", "này": a label with it names no one */      \
    X(WORD_LABEL_MODEL,                                                                 \
      "labels-of-models")            /* "chip X7": the same, if X7 has a digit */       \
    X(WORD_DOES, "does")             /* "unveiled": what firms do */                    \
    X(WORD_AUXILIARY, "auxiliaries") /* "has": between a firm and that */               \
    X(WORD_HEAD, "heads")           /* "Bộ …", "Ministry of …": begins it */      \
    X(WORD_TAIL, "tails")           /* "… Inc.", "…公司": ends it */              \
    X(WORD_WEAK_TAIL, "weak-tails") /* …科技: the same, between known words */      \
    X(WORD_TITLE_TAIL, "title-tails") /* 《…协议》: ends a title in such signs */ \
    X(WORD_GOODS_TAIL, "goods-tails") /* 机: ends a class of goods, 真空压膜机 */ \
    X(WORD_GOODS_PART, "goods-parts") /* 真空: stands before such an end */           \
    X(WORD_GOODS_ADJUNCT,                                                               \
      "goods-adjuncts") /* 晶圆: the same beside one of those */                      \
    X(WORD_GOODS_STEP,                                                                  \
      "goods-steps") /* 工序: behind a step, whose name it ends not */                \
    X(WORD_STATE, "state-bodies")     /* "government": with a country's name */         \
    X(WORD_OFFICE, "offices")         /* an agency with or without a country */         \
    X(WORD_LEGAL, "legal-forms")      /* no part of what tells names apart */           \
    X(WORD_FILLER, "fillers")         /* "technology": tells little apart */            \
    X(WORD_BRANCH, "branches")        /* "display": tells siblings apart */             \
    X(WORD_POSSESSIVE, "possessives") /* 的: between a maker and its product */        \
    X(WORD_MODEL, "models")           /* "Pro", "Gen": goes on with a product */        \
    X(WORD_PART, "parts")             /* dùng: before what is in something */          \
    X(WORD_COUNTER, "counters")       /* 颗: what is counted stands before it */       \
    X(WORD_NODE, "node-units")        /* "nm": makes a number a process node */         \
    X(WORD_LOCATIVE, "locatives")     /* "in": before a place */                        \
    X(WORD_SEATED, "seated")  /* "hãng chip X": before a place and more */             \
    X(WORD_ORIGIN, "origins") /* 系: behind a short country's name */                  \
    X(WORD_TOWARD, "toward")  /* 对: right before one */                               \
    X(WORD_GENERATION, "generations") /* 第二代: before a product's name */          \
    X(WORD_BUREAU, "bureaus")         /* 部: ends a country's body in Chinese */       \
    X(WORD_BUREAU_WORD, "bureau-words") /* 投资: stands before such an end */         \
    X(WORD_SITE, "sites")               /* "Tokyo office": behind a place */            \
    X(WORD_COMPOUND, "compounds")       /* words of organisations' names */             \
    X(WORD_NO_NAME, "no-names")         /* capitalised, yet never a name */             \
    X(WORD_WHOLE, "wholes") /* 推广, 硕士: no name begins or ends in it */

#define WORD_USE_ENUM(name, key) name,
typedef enum { WORD_USES(WORD_USE_ENUM) WORD_USE_COUNT } word_use;
#undef WORD_USE_ENUM

/* What a listed word or phrase means; it can mean several things. */
typedef struct {
    uint8_t use;      /* a word_use */
    uint8_t language; /* a cg_language */
    uint16_t kind;    /* its kind's number in words_kind, 0: none */
    uint32_t concept; /* equal for words that translate each other, 0: none */
    uint32_t next;    /* the next meaning of the same words, 0: none */
} words_sense;

typedef struct text_words text_words;

/* The built-in lists. Returns CG_OK, CG_NOMEM, or CG_INTERNAL. */
cg_status words_open(text_words **words, cg_error *err);

/* The same as an image has them; what an image has of them. Words may be added, phrases
 * not. Return CG_OK or CG_NOMEM. */
cg_status words_open_image(text_words **words, text_image *image, cg_error *err);
cg_status words_image(text_words *words, text_image *image, cg_error *err);

void words_close(text_words *words); /* NULL is fine */

/* The id (> 0) of a word, added if it is new; the text is folded at CG_FOLD_CASE
 * here. Returns CG_OK or CG_NOMEM. */
cg_status words_add(text_words *words, cg_text word, uint32_t *id, cg_error *err);

/* The id of a word that is already folded at CG_FOLD_CASE; 0 if it is not there. */
uint32_t words_find(const text_words *words, cg_text folded);

/* The listed phrases that begin with a token. Starts as words_phrases gives it. */
typedef struct {
    const text_token *tokens;
    size_t count;  /* of tokens */
    size_t length; /* of the phrase found, in tokens */
    uint32_t state;
} words_cursor;

/* A cursor over the phrases that begin at tokens[0]; they lie within `count`. */
words_cursor words_phrases(const text_token *tokens, size_t count);

/* The next longer phrase: its first sense, cursor->length tokens long; NULL if there
 * is none. */
const words_sense *words_next_phrase(const text_words *words, words_cursor *cursor);

/* The next sense of the same phrase; NULL if there is none. */
const words_sense *words_next_sense(const text_words *words,
                                    const words_sense *sense);

/* The length in tokens of the longest phrase for `use` that begins at tokens[0], 0 if
 * none does; `*sense` (may be NULL) is its sense. */
size_t words_longest(const text_words *words, const text_token *tokens,
                     size_t count, word_use use, const words_sense **sense);

/* May a phrase for `use` end with the token? Most do not. */
bool words_may_end(const text_words *words, const text_token *token, word_use use);

/* The kinds that the lists name; numbers count from 1. */
size_t words_kind_count(const text_words *words);
cg_text words_kind(const text_words *words, size_t number);

/* The kind's number of the first list for `use` that names one; 0 if none does. */
uint16_t words_use_kind(const text_words *words, word_use use);

/* Does a list for `use` name the kind with this number? */
bool words_tell_kind(const text_words *words, word_use use, size_t number);

/* Is this letter one that only texts in `language` use? */
bool words_letter(const text_words *words, cg_language language, uint32_t point);

/* Add a file of lists (YAML, docs/names.md); `file` is for messages. Returns CG_OK,
 * CG_NOMEM, CG_SYNTAX or CG_REFUSED with line and column. */
cg_status words_load(text_words *words, const char *file, cg_text yaml,
                     cg_error *err);

#endif
