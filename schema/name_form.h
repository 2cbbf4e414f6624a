/* What tells names apart: a name without its legal form and its general words, the keys
 * under which names that may mean the same are found, and how alike two are. */
#ifndef CG_SCHEMA_NAME_FORM_H
#define CG_SCHEMA_NAME_FORM_H

#include "schema/fold.h"
#include "schema/memory.h"

/* The words that names are compared without (schema/name-words.yaml). */
typedef struct cg_name_words cg_name_words;

/* Returns CG_OK, CG_NOMEM or CG_INTERNAL. */
cg_status cg_name_words_open(cg_name_words **words, cg_error *err);
void cg_name_words_close(cg_name_words *words); /* NULL is fine */

/* A name for comparison. Its texts are words folded at CG_FOLD_CASE without signs, with
 * one blank between them and none beside a character of CG_FOLD_CASE that
 * cg_point_is_cjk. */
typedef struct {
    cg_text whole;
    cg_text
        bare; /* without legal forms; empty if nothing is left that tells it apart */
    cg_text base; /* `bare` folded at CG_FOLD_BASE */
    cg_text core; /* `bare` without general words; empty if too little is left */
    cg_text
        house; /* `core` without words of branches; empty if it has none, or too little
                      is left */
    cg_text bare_initials; /* of its capitalised words, three to six; or "" */
    cg_text initials;      /* and of the first word of the legal form behind it */
    cg_text
        latin; /* `core`, or `bare`, folded at CG_FOLD_LATIN, without blanks; empty
                      if it is short or has letters that no one knows the sound of */
    size_t words;      /* in `bare` */
    bool abbreviation; /* `bare` is one word of three to six capitals */
    bool spelled_out;  /* `bare` is long, and of letters a to z and blanks alone */
    bool romanized;    /* `latin` is of letters of another script */
} cg_name_form;

/* Make the form of a name; texts in the arena. A name of too many words has none:
 * everything is empty, and it is like no other. Returns CG_OK or CG_NOMEM. */
cg_status cg_name_form_of(const cg_name_words *words, cg_text name, cg_arena *arena,
                          cg_name_form *form, cg_error *err);

/* How two names are alike, from least to most. All but the last two and
 * CG_ALIKE_ROMANIZED concern organisations alone. */
typedef enum {
    CG_UNLIKE,
    CG_ALIKE_ROMANIZED,   /* one is how the other, of another script, sounds */
    CG_ALIKE_NEARLY,      /* but for one letter of the later half of a long one */
    CG_ALIKE_AS_INITIALS, /* one is made of the initials of the other */
    CG_ALIKE_BUT_BRANCH,  /* but that one tells a branch: "X", "X Electronics" */
    CG_ALIKE_BUT_GENERAL, /* but for general words: "X", "X Technology" */
    CG_ALIKE_BUT_FORM,    /* but for legal forms: "X", "X Inc." */
    CG_ALIKE_BUT_DIACRITICS, /* but that one is written without any */
    CG_ALIKE                 /* but for case, width, signs and blanks */
} cg_alike;

cg_alike cg_name_alike(const cg_name_form *a, const cg_name_form *b);

/* Is `part` some of the words of `whole`, in their order, but not all of them? */
bool cg_name_is_part(const cg_name_form *part, const cg_name_form *whole);

/* Two names are alike in any way only if one of them is looked for under a key that the
 * other is kept under. Keys are folded at CG_FOLD_BASE. */
enum { CG_NAME_KEYS_MAX = 16 };
typedef struct {
    cg_text items[CG_NAME_KEYS_MAX];
    size_t kept;  /* items[0 … kept) are those it is kept under */
    size_t count; /* all of them are those it is looked for under */
} cg_name_keys;

/* Texts in the arena, or in the form. Returns CG_OK or CG_NOMEM. */
cg_status cg_name_keys_of(const cg_name_form *form, cg_arena *arena,
                          cg_name_keys *keys, cg_error *err);

#endif
