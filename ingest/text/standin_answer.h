/* Whom a stand-in means, of those that were named before it. */
#ifndef CG_INGEST_TEXT_STANDIN_ANSWER_H
#define CG_INGEST_TEXT_STANDIN_ANSWER_H

#include "ingest/text/rules_parts.h"

/* Somebody without a name: a mention of nobody. */
typedef struct {
    uint32_t first_token;
    cg_kinds kinds;
} standin_unnamed;

/* Whom the document has named so far; all borrowed. */
typedef struct {
    const text_document *document;
    const text_names *names; /* NULL: no lists */
    const text_mention *mentions;
    size_t count;
    bool binding; /* the language tells which names are bound (bound.h) */
    const standin_unnamed *unnamed;
    size_t unnamed_count;
} standin_seen;

/* What the lists have to know of the seat of whom is meant. */
typedef enum {
    SEAT_UNKNOWN, /* nothing that speaks against it */
    SEAT_COUNTRY, /* that it is in the country asked for */
    SEAT_CITY     /* in the city */
} standin_seat;

enum { STANDIN_OTHERS = 6 }; /* who are not meant: of more the first ones count */

/* What is asked. */
typedef struct {
    cg_kinds kinds;
    rule_prefer prefer;
    int64_t maker;                   /* entity that has made it, or -1 */
    int64_t home;                    /* entity where it has its seat, or -1 */
    uint32_t others[STANDIN_OTHERS]; /* entities that are not meant */
    size_t other_count;
    standin_seat seat;
    uint32_t before; /* token where the stand-in begins */
    uint32_t end;    /* and behind it */
    uint32_t sentence;
} standin_question;

/* Let `mention` mean whom a reader knows at once; false if there is nobody. */
bool standin_answer(const standin_seen *seen, const standin_question *asked,
                    text_mention *mention);

#endif
