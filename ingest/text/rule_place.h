/* What stands at a position of a sentence, and where a step can begin. */
#ifndef CG_INGEST_TEXT_RULE_PLACE_H
#define CG_INGEST_TEXT_RULE_PLACE_H

#include "ingest/text/rule_match.h"

/* Does a token of this class stand at `at`, outside names? */
bool place_is_class(const match_text *text, rule_class class, uint32_t at);

static inline bool place_is_word(const match_text *text, uint32_t word, uint32_t at)
{
    return at < text->count && !text->tokens[at].inside &&
           (text->tokens[at].word == word ||
            (at == text->label && word == text->comma));
}

/* The lengths of the phrases of a set that stand at `at`, shortest first; their
 * number. */
size_t place_phrases(const match_text *text, uint32_t root, uint32_t at,
                     uint8_t lengths[PHRASE_MAX]);

/* The first position at or after `from` where the first word of one of the set's phrases
 * stands; text->count if there is none. */
uint32_t place_next_phrase(const match_text *text, uint32_t root, uint32_t from);

/* Does a mention that `slot` takes stand at `at`, maybe in quotes? `*name` is where it
 * begins itself, `*behind` follows it. */
bool place_is_slot(const match_text *text, const rule_step *slot, uint32_t at,
                   uint32_t *name, uint32_t *behind);

/* Does a link stand at `at` that `slot` takes, if it asks for one or the match begins
 * there? */
bool place_is_link(const match_text *text, const rule_step *slot, uint32_t at);

/* The first position at or after `from` where `step`, which takes a token, may take
 * one; text->count if there is none. Of phrases only the first word is looked at. */
uint32_t place_next(const match_text *text, const rule_step *step, uint32_t from);

/* May the steps from `step` on go on at `at`? Looks at the first of them that takes a
 * token, and only if all ways lead to it. */
bool place_may_go_on(const match_text *text, const rule_step *steps, uint32_t step,
                     uint32_t at);

/* The first position at or after `at` where they may; UINT32_MAX if there is none. */
uint32_t place_next_on(const match_text *text, const rule_step *steps,
                       uint32_t step, uint32_t at);

/* Do the steps that each match of the program takes stand in the sentence, one behind
 * the other, from `from` on? */
bool place_has_needs(const match_text *text, const rule_step *steps,
                     const rule_program *program, uint32_t from);

#endif
