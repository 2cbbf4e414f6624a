/* Which entities of a file names may mean: for a column of somebody's sheet. */
#ifndef CG_INGEST_RESOLVE_RECONCILE_H
#define CG_INGEST_RESOLVE_RECONCILE_H

#include "graph/store/file.h"
#include "schema/memory.h"

/* How sure a match is, in hundredths, by how the name is like one that the entity bears.
 * One that it is not shown under says less: CG_SCORE_ALIAS is taken off. From
 * CG_SCORE_SURE on, and if no other entity scores that much, loading takes it, too. */
enum {
    CG_SCORE_EXACT = 100,     /* byte for byte */
    CG_SCORE_CASE = 99,       /* but for case and width */
    CG_SCORE_SIGNS = 97,      /* but for signs and blanks, too */
    CG_SCORE_DIACRITICS = 96, /* but that one is written without diacritics */
    CG_SCORE_FORM = 95,       /* but for legal forms: "X", "X Inc." */
    CG_SCORE_SURE = 93,
    CG_SCORE_NEARLY = 80,    /* but for one letter of a long name */
    CG_SCORE_GENERAL = 75,   /* but for general words: "X", "X Technology" */
    CG_SCORE_ROMANIZED = 75, /* one is how the other sounds: 华为, "Huawei" */
    CG_SCORE_INITIALS = 70,  /* one is made of the initials of the other */
    CG_SCORE_PART = 65,      /* a short form that texts use: "Qiu", "Samsung" */
    CG_SCORE_BRANCH = 50,    /* but that one tells a branch: "X", "X Electronics" */
    CG_SCORE_ALIAS = 5,
    CG_SCORE_KIND = 40 /* taken off one of another kind than asked for */
};

typedef struct {
    cg_id entity;
    cg_text name; /* that it is shown under */
    cg_kinds kinds;
    uint8_t score;
} cg_match;

enum { CG_MATCHES_MAX = 8 };

typedef struct {
    cg_match items[CG_MATCHES_MAX]; /* the best first, then by id */
    size_t count;
    bool sure; /* the first one is meant */
} cg_matches;

/* Match `count` names, in two round trips and one for what is found. `kinds` are those
 * asked for, CG_ANY_KIND for any. Texts are in the arena. Returns CG_OK or what the store
 * does. */
CG_API cg_status cg_reconcile(cg_store *store, const cg_text *names, size_t count,
                              cg_kinds kinds, cg_arena *arena, cg_matches *out,
                              cg_error *err);

#endif
