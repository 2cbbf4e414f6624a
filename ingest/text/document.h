/* A document on its way through the reader.
 *
 *     original bytes ─▶ NFC text ─▶ sentences ─▶ tokens      (document.c)
 *                                            ─▶ mentions     (names: who is named where)
 *                                            ─▶ entities     (which mentions are one)
 *                                            ─▶ facts        (rules)
 *
 * Every stage adds to the struct; nothing is changed by a later stage except
 * that stand-ins ("the company") become mentions of entities found before.
 * Tokens, their forms and sentences are freed with the document; all else lives in its arena.
 */
#ifndef CG_INGEST_TEXT_DOCUMENT_H
#define CG_INGEST_TEXT_DOCUMENT_H

#include "ingest/fact.h"
#include "ingest/text/words_table.h"
#include "schema/memory.h"
#include "schema/source.h"

/* How a token is written. */
typedef enum {
    TOKEN_LOWER,       /* word */
    TOKEN_CAPITALISED, /* Word */
    TOKEN_UPPER,       /* WORD, W */
    TOKEN_MIXED,      /* eBay, H20, iPhone: letters with inner capitals or digits */
    TOKEN_NUMBER,     /* 15, 3.5, 1,200: one token with its inner signs */
    TOKEN_CJK,        /* one Han, Kana or Hangul character */
    TOKEN_PUNCTUATION /* one sign */
} token_shape;

/* The smallest piece that names and rules see. Bytes in document.text. */
typedef struct {
    uint32_t start;
    uint32_t end;
    uint32_t
        word; /* its id in the reader's words (CG_FOLD_CASE form), 0: not there */
    uint32_t form; /* index in document.forms */
    uint8_t shape; /* a token_shape */
    bool blank_before;
} text_token;

/* How tokens are written: what is worked out once for all that are written alike. */
typedef struct {
    cg_text
        text; /* as the first of them, in document.text; one of many: H100 of H100s */
    uint32_t
        fold; /* number in document.folds of its CG_FOLD_CASE form: empty if that is
                      too long for any list */
    uint32_t word; /* text_token.word */
    uint8_t shape; /* a token_shape */
} text_form;

typedef struct {
    uint32_t first_token; /* index in document.tokens */
    uint32_t end_token;
    uint32_t paragraph; /* counts from 0; a title is a paragraph of its own */
    uint8_t language;   /* a cg_language */
} text_sentence;

typedef enum {
    MENTION_NAME,     /* a name of the entity */
    MENTION_STAND_IN, /* "the company", "ông", "该公司": never one of its names */
    MENTION_LINK      /* "which", the "and" before another verb: words as well */
} mention_form;

enum { MENTION_MORE = 3 };

/* A run of tokens that names an entity, or stands for one or a few. Mentions do not
 * overlap and are in the order of the text; a longer one wins over those inside it. */
typedef struct {
    uint32_t first_token;
    uint32_t end_token;
    uint32_t start; /* bytes of the name itself in document.text; of a link, of what
                       it links to */
    uint32_t end;
    uint32_t sentence;
    uint32_t entity;             /* index in document.entities */
    uint32_t more[MENTION_MORE]; /* others that it means: "both companies" */
    uint8_t more_count;
    uint8_t form; /* a mention_form */
    bool bound;   /* words before it make it no subject (bound.h) */
} text_mention;

/* What the document knows of an entity. */
typedef struct {
    cg_text name; /* to show: the list's name, else the fullest in the text */
    uint8_t kind; /* its first kind */
    cg_kinds kinds;
    const cg_name
        *names; /* every spelling in this document and `name`, each once */
    size_t name_count;
    int32_t listed; /* entry in the reader's names, -1 if nobody listed it */
    uint32_t
        family; /* of a model nobody listed: 1 + the entry of its family, else 0 */
} text_entity;

typedef struct {
    cg_arena arena;
    cg_text original; /* what came; of a web page the text found in it */
    cg_text text;     /* NFC of what follows the front matter */
    /* Where the pieces of `text` came from: byte text_at[i] of `text` stands at
     * original_at[i] of `original`; in between both run on alike, or the piece is one
     * that was changed or left out. */
    const uint32_t *text_at;
    const uint32_t *original_at;
    size_t run_count;

    cg_source source;
    cg_language language; /* of most of the text */

    text_token *tokens;
    size_t token_count;
    text_form *forms; /* in the order in which they come */
    size_t form_count;
    words_table folds;
    text_sentence *sentences;
    size_t sentence_count;
    text_mention *mentions;
    size_t mention_count;
    text_entity *entities;
    size_t entity_count;
} text_document;

struct text_words;

/* Fill `document` (zeroed) with everything up to its tokens; `words` gives the tokens'
 * word ids. The texts of `article` outlive the document. Returns CG_OK, CG_REFUSED,
 * CG_LIMIT or CG_NOMEM as cg_article_read does. */
cg_status document_open(text_document *document, cg_text original, const char *name,
                        const cg_source *known, const struct text_words *words,
                        cg_error *err);

void document_close(text_document *document);

/* The range of the original that holds bytes [start, end) of document.text. */
cg_range document_range(const text_document *document, uint32_t start,
                        uint32_t end);

/* The text of tokens [first, end). */
cg_text document_text(const text_document *document, uint32_t first, uint32_t end);

#endif
