/* How what was read of articles compares to what was expected of them. */
#ifndef CG_CLI_SCORE_H
#define CG_CLI_SCORE_H

#include "cli/expected.h"

/* What is counted by. */
#define SCORE_GROUPS(X)                                                            \
    X(SCORE_ALL, "all")                                                            \
    X(SCORE_LANGUAGE, "language")                                                  \
    X(SCORE_ARTICLE, "article")                                                    \
    X(SCORE_KIND, "kind") /* of entities */                                        \
    X(SCORE_TYPE, "type") /* of facts */                                           \
    X(SCORE_RULE, "rule") /* that gave facts; it misses none */

#define SCORE_GROUP_ENUM(name, text) name,
typedef enum { SCORE_GROUPS(SCORE_GROUP_ENUM) SCORE_GROUP_COUNT } score_group;
#undef SCORE_GROUP_ENUM

const char *score_group_name(score_group group);

/* One line of the scores. */
typedef struct {
    score_group group;
    bool facts; /* else entities */
    cg_text name;
    size_t right;
    size_t wrong;
    size_t missed;
} score_line;

/* A difference: something missed, or given and wrong. */
typedef struct {
    cg_text article;
    bool missed;
    cg_text subject; /* or the entity */
    cg_text type;    /* or the kind */
    cg_text object;  /* empty for an entity */
    cg_text rule;    /* empty if it was missed, and for an entity */
    cg_text quote;
} score_difference;

typedef cg_status (*score_taker)(void *handle, const score_difference *difference,
                                 cg_error *err);

/* All scores of a run; starts with the vocabulary and `take` (may be NULL). */
typedef struct {
    const cg_vocabulary *vocabulary;
    score_taker take; /* told of each difference */
    void *handle;
    cg_arena arena; /* for the names of the lines */
    score_line *lines;
    size_t count;
    size_t room;
} cli_score;

/* What was read of one article, gathered from its events; starts zeroed. */
typedef struct score_reading score_reading;

cg_status score_open(const expected_article *expected, cg_text article,
                     score_reading **reading, cg_error *err);

/* Where the article's events go. */
cg_sink score_sink(score_reading *reading);

/* Compare, and add to the score. Returns CG_OK, CG_NOMEM, or what `take` returned. */
cg_status score_add(cli_score *score, score_reading *reading, cg_error *err);

void score_close(score_reading *reading); /* NULL is fine */

/* Sort the lines: by group, entities before facts, by name; of rules, those that cost
 * most and then those that earn most come first. */
void score_sort(cli_score *score);

void score_release(cli_score *score);

#endif
