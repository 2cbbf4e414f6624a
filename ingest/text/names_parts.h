/* The steps of names_find, and what they work on. */
#ifndef CG_INGEST_TEXT_NAMES_PARTS_H
#define CG_INGEST_TEXT_NAMES_PARTS_H

#include <string.h>

#include "ingest/text/lexicon.h"
#include "ingest/text/names.h"

enum { NO_KIND = 0xFF };

struct text_names {
    const cg_vocabulary *vocabulary;
    const text_words *words;
    text_lexicon lexicon;
    uint8_t kinds[CG_KIND_MAX + 1]; /* of the numbers that the word lists use */
    uint8_t person_kind;            /* the kind of those who have titles */
    uint8_t place_kind;             /* the kind of what stands behind "in" */
    uint8_t company_kind;           /* the kind of those who launch things */
    cg_kinds organisations;         /* the kinds that heads and tails tell */
    cg_kinds goods;                 /* the kinds that the tails of goods tell */
};

/* Tokens that may be a name. */
typedef struct {
    uint32_t first; /* tokens */
    uint32_t end;
    uint32_t
        core; /* another form of it, [core, core_end): without its type word, or
                      with its maker's name before it */
    uint32_t core_end;
    uint32_t entity;
    int32_t listed;  /* entry of the lists, -1: shape or context shows it */
    uint32_t family; /* 1 + the entry of which it is a model, 0: none */
    uint8_t kind;
    bool waits;       /* for a mention of its maker */
    bool waits_goods; /* for one of other goods */
} name_candidate;

/* One document's names while they are found. Starts zeroed but for the pointers. */
typedef struct {
    const text_names *names;
    const text_words *words;
    text_document *document;
    lexicon_pieces pieces;
    name_candidate *listed; /* what the lists know */
    size_t listed_count;
    size_t listed_room;
    uint32_t *covered; /* of each token: index + 1 of the listed candidate there */
    bool
        *refused; /* of each token: it is a listed spelling whose conditions fail */
    uint32_t *times;       /* of each form: how often the document has it */
    bool *everyday;        /* of each fold: the document has it without a capital */
    name_candidate *found; /* everything, not overlapping once it is selected */
    size_t count;
    size_t room;
    cg_error *err;
} name_scan;

/* Is the token this sign? One code point. */
static inline bool scan_is_sign(const name_scan *scan, uint32_t token,
                                const char *sign)
{
    const text_token *at = &scan->document->tokens[token];
    size_t size = strlen(sign);
    return at->shape == TOKEN_PUNCTUATION && at->end - at->start == size &&
           memcmp(scan->document->text.at + at->start, sign, size) == 0;
}

/* Is the token one that stands between the pieces of names (lexicon_is_joint)? */
bool scan_is_joint(const name_scan *scan, uint32_t token);

/* Length of the longest phrase for `use` that ends right before token `at` and begins
 * at or after `first`; 0 if none. `*sense` (may be NULL) is its sense. */
size_t scan_phrase_before(const name_scan *scan, uint32_t first, uint32_t at,
                          word_use use, const words_sense **sense);

/* The same for one that begins at `at` and ends at or before `end`. */
size_t scan_phrase_at(const name_scan *scan, uint32_t at, uint32_t end,
                      word_use use, const words_sense **sense);

/* Does the document have the word at the token again, and never without its capital? Then
 * it has it not just because a sentence begins. */
bool scan_is_used_as_name(const name_scan *scan, uint32_t token);

/* The kind that a sense names, NO_KIND if none or unknown to the vocabulary. */
uint8_t scan_kind(const name_scan *scan, const words_sense *sense);

/* The listed candidate that covers the token, NULL if none does. */
const name_candidate *scan_listed(const name_scan *scan, uint32_t token);

/* Does a name at [name, name_end) of the sentence [first, end) cut an everyday word in
 * two? Chinese has no blanks between words: 高通胀 does not name 高通. */
bool scan_cuts_word(const name_scan *scan, uint32_t first, uint32_t end,
                    uint32_t name, uint32_t name_end);

/* The end of the place that the lists have at the token, within tokens [token, end),
 * be it a part of another name too; `token` itself if there is none. `*place` becomes
 * its entry + 1. */
uint32_t scan_place_end(const name_scan *scan, uint32_t token, uint32_t end,
                        uint32_t *place);

/* Add to scan->found. */
cg_status scan_add(name_scan *scan, const name_candidate *candidate);

/* What the lists know. (names_listed.c) */
cg_status names_find_listed(name_scan *scan);

/* What shape and context show. (shape.c) */
cg_status names_find_shapes(name_scan *scan);

/* Put the listed ones with those found, and keep of overlapping candidates the longest;
 * the listed one of equal ones. The rest are in the order of the text. */
cg_status names_select(name_scan *scan);

/* Put what was found in the order of the text. */
void names_sort(name_scan *scan);

/* Products that have the names of others but for the number. (names_siblings.c) */
cg_status names_find_siblings(name_scan *scan);

/* Capitalised items of lists whose other members are names. (names_lists.c) */
cg_status names_find_lists(name_scan *scan);

/* Gather the candidates into document->mentions and entities. (cluster.c) */
cg_status names_gather(name_scan *scan);

#endif
