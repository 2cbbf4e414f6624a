/* Which candidates are one entity. */
#ifndef CG_INGEST_TEXT_CLUSTER_H
#define CG_INGEST_TEXT_CLUSTER_H

#include "ingest/text/names_parts.h"

/* Give products that no list has the kind that their names were taken for most often,
 * and the form without their maker's name. (cluster_settle.c) */
cg_status cluster_settle(name_scan *scan);

/* Set `entity` of every candidate. `*count` is the number of entities, which are
 * numbered from 0. (cluster_assign.c) */
cg_status cluster_assign(name_scan *scan, size_t *count);

/* Add the names in brackets behind candidates, `X (Y)`, and further mentions of names
 * that no list has, short forms too. (cluster_again.c) */
cg_status cluster_again(name_scan *scan, size_t entities);

/* Does the first of several words tell an organisation, "Lumen" of "Lumen
 * Vacuum Technology": is it no everyday word and no general one? (cluster_first.c) */
bool cluster_tells_alone(const name_scan *scan, const name_candidate *candidate);

/* Let an unlisted name of one word be the only organisation whose name begins with it.
 * (cluster_first.c) */
cg_status cluster_join_first_words(name_scan *scan, size_t entities);

/* Number the entities in the order of their first candidates. */
cg_status cluster_renumber(name_scan *scan, size_t *count);

/* ---- What tells names apart (cluster_key.c) ---- */

enum { KEY_WORDS_MAX = 32 };

/* A name's words, by number in document->folds. */
typedef struct {
    uint32_t words[KEY_WORDS_MAX];
    size_t count;
} key_words;

/* What is left of an organisation's name without legal forms and general words. */
typedef struct {
    key_words own;      /* the words that are its own */
    uint32_t own_first; /* the tokens from the first to the last of them */
    uint32_t own_end;
    key_words unplaced; /* all words but the names of places */
    uint64_t branches;  /* concepts that tell the branches of one house apart */
    uint32_t place;     /* list entry + 1 of the last place in it, 0: none */
} key_parts;

/* The words of tokens [first, end). */
void key_words_of(const name_scan *scan, uint32_t first, uint32_t end,
                  key_words *words);

void key_parts_of(const name_scan *scan, const name_candidate *candidate,
                  key_parts *parts);

/* Is the candidate of the kind that the titles tell? */
bool key_is_person(const name_scan *scan, const name_candidate *candidate);

/* Is it of a kind that the heads and tails tell: one with legal forms and branches? */
bool key_is_organisation(const name_scan *scan, const name_candidate *candidate);

/* The parts by which a person of more than one word is named again: the first word,
 * the last, or what follows the last middle dot; of a Vietnamese person the last two
 * words of three or more. False if there is no such part. */
bool key_given_part(const name_scan *scan, const name_candidate *person,
                    uint32_t *first, uint32_t *end);
bool key_first_part(const name_scan *scan, const name_candidate *person,
                    uint32_t *first, uint32_t *end);
bool key_last_part(const name_scan *scan, const name_candidate *person,
                   uint32_t *first, uint32_t *end);

#endif
