/* Words by number: what the rules and name lists spell out, interned once, so that
 * matching compares integers. */
#ifndef CG_INGEST_TEXT_WORDS_H
#define CG_INGEST_TEXT_WORDS_H

#include "schema/fold.h"
#include "schema/memory.h"

typedef struct text_words text_words;

cg_status words_open(text_words **words, cg_error *err);
void words_close(text_words *words); /* NULL is fine */

/* The id (> 0) of a word, added if it is new; the text is folded at CG_FOLD_CASE
 * here. Returns CG_OK or CG_NOMEM. */
cg_status words_add(text_words *words, cg_text word, uint32_t *id, cg_error *err);

/* The id of a word that is already folded at CG_FOLD_CASE; 0 if it is not there. */
uint32_t words_find(const text_words *words, cg_text folded);

#endif
