/* Sets of phrases over word ids: one trie for all, each set a root in it. Sets are
 * numbered from 1. A word has a row of bits, of the large sets with a phrase that begins
 * with it; a small set knows the words with which its phrases begin. */
#ifndef CG_INGEST_TEXT_RULE_PHRASES_H
#define CG_INGEST_TEXT_RULE_PHRASES_H

#include <stdint.h>

#include "ingest/text/image.h"

enum { PHRASE_MAX = 16 }; /* words in a phrase */

/* That a phrase of a set begins with a word. */
typedef struct {
    uint32_t set;
    uint32_t word;
} phrase_start;

enum { PHRASES_LARGE = 12 }; /* words with which phrases of a large set begin */
#define NO_COLUMN UINT32_MAX

/* Starts zeroed. */
typedef struct {
    struct phrase_edge *edges; /* open addressing, a power of two */
    size_t room;
    size_t edge_count;
    uint32_t
        *values; /* by node; 0: no phrase ends here; of a root its set's number */
    size_t value_room;
    uint64_t *filters; /* by node: the bits of the words that go on from it */
    size_t filter_room;
    uint32_t node_count; /* node 0 is none */
    uint32_t set_count;
    phrase_start *starts; /* of all sets */
    size_t start_count;
    size_t start_room;
    uint32_t *sizes; /* by set: its starts */
    size_t size_room;
    uint32_t
        *columns;   /* by set: of a large one its bit in the rows, else NO_COLUMN */
    uint64_t *rows; /* by word: `row_size` numbers each */
    size_t row_size;
    uint32_t word_count; /* with a row */
    uint32_t *small_of;  /* by set and one past the last: where its words begin */
    uint32_t *small;     /* the first words of small sets, set by set */
    bool lent;           /* all arrays are an image's */
} rule_phrases;

/* What an image has of the sets: enough to look for their phrases, not to add any. */
void phrases_image(rule_phrases *phrases, text_image *image);

void phrases_release(rule_phrases *phrases);

/* A new, empty set. Returns CG_OK or CG_NOMEM. */
cg_status phrases_new_set(rule_phrases *phrases, uint32_t *root, cg_error *err);

/* Add a phrase of 1 to PHRASE_MAX words; `*value` points to what the set keeps for
 * it, 0 if it is new, valid until the next add. Returns CG_OK or CG_NOMEM. */
cg_status phrases_add(rule_phrases *phrases, uint32_t root, const uint32_t *words,
                      size_t count, uint32_t **value, cg_error *err);

/* A word's bit in the filters. */
static inline uint64_t phrases_bit(uint32_t word)
{
    return (uint64_t)1 << (word * UINT32_C(0x9e3779b9) >> 26);
}

/* As phrases_step, where the filter lets the word pass. */
uint32_t phrases_follow(const rule_phrases *phrases, uint32_t node, uint32_t word);

/* The node behind `word`; 0 if no phrase goes on so. Most do not, which the filters tell
 * without a look at the edges. There is a set already. */
static inline uint32_t phrases_step(const rule_phrases *phrases, uint32_t node,
                                    uint32_t word)
{
    return (phrases->filters[node] & phrases_bit(word)) != 0
               ? phrases_follow(phrases, node, word)
               : 0;
}

/* The set's number. */
static inline uint32_t phrases_set(const rule_phrases *phrases, uint32_t root)
{
    return phrases->values[root];
}

/* Make the rows, and let the words of small sets be found by set; called when all phrases
 * are there, and again after more were added. Returns CG_OK or CG_NOMEM. */
cg_status phrases_index(rule_phrases *phrases, cg_error *err);

/* The row of a word; that of 0, which is no word, is empty. */
static inline const uint64_t *phrases_row(const rule_phrases *phrases,
                                          uint32_t word)
{
    return phrases->rows +
           (word < phrases->word_count ? word : 0) * phrases->row_size;
}

/* The words with which the phrases of a small set begin; how many. */
static inline uint32_t phrases_small(const rule_phrases *phrases, uint32_t set,
                                     const uint32_t **words)
{
    *words = phrases->small + phrases->small_of[set];
    return phrases->small_of[set + 1] - phrases->small_of[set];
}

/* What is kept for the phrase that ends at `node`; 0 if none ends there. */
static inline uint32_t phrases_value(const rule_phrases *phrases, uint32_t node)
{
    return phrases->values[node];
}

#endif
