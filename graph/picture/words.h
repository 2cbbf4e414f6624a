/* The few words that a diagram itself says, in each language. */
#ifndef CG_GRAPH_PICTURE_WORDS_H
#define CG_GRAPH_PICTURE_WORDS_H

#include "schema/vocabulary.h"

typedef enum {
    WORD_LEGEND,
    WORD_UNSURE,  /* the legend's words for a dashed line */
    WORD_DENIED,  /* for a line that ends in a bar */
    WORD_SOURCES, /* for `×3` */
    WORD_MORE,    /* behind a number: what is not shown */
    WORD_COUNT
} diagram_word;

const char *diagram_word_in(diagram_word word, cg_language language);

/* The label in `language`; in English, or the bare name, if there is none. */
cg_text diagram_label_in(const cg_text labels[CG_LANGUAGES], cg_text name,
                         cg_language language);

#endif
