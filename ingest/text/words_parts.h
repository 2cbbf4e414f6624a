/* Inside of words.h: shared by words.c and words_load.c only. */
#ifndef CG_INGEST_TEXT_WORDS_PARTS_H
#define CG_INGEST_TEXT_WORDS_PARTS_H

#include "ingest/text/automaton.h"
#include "ingest/text/words.h"
#include "ingest/text/words_table.h"

enum { WORDS_KINDS_MAX = 64, WORDS_LETTER_POINTS = 0x2000 };

/* What is known of the phrases with a word, so that most questions need no look at them:
 * sets of 1 << use. */
typedef struct {
    uint64_t alone;  /* of the word as a phrase */
    uint64_t longer; /* of longer phrases that begin with it */
    uint64_t ends;   /* of the phrases that end with it */
    uint32_t state;  /* behind it in `phrases`, 0: no phrase begins with it */
} word_phrases;

struct text_words {
    words_table table;
    automaton phrases;     /* of word ids; values are indexes in senses */
    word_phrases *by_word; /* by word */
    size_t by_word_room;
    words_sense *senses; /* [0] is unused */
    size_t sense_count;
    size_t sense_room;
    cg_arena arena;
    cg_text kinds[WORDS_KINDS_MAX];
    size_t kind_count;
    uint32_t concepts; /* given so far */
    uint8_t letters[CG_LANGUAGES][WORDS_LETTER_POINTS / 8];
    bool lent; /* by_word and senses are an image's; no phrase is added then */
};

/* Put a phrase on a list; `sense.next` is set here. CG_REFUSED for one without a word
 * or with too many. */
cg_status words_add_phrase(text_words *words, cg_text phrase, words_sense sense,
                           cg_error *err);

/* The number of a kind's name, added if it is new. */
cg_status words_add_kind(text_words *words, cg_text kind, uint16_t *number,
                         cg_error *err);

#endif
