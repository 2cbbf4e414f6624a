/* The lists of words that names are compared without; for the files of name forms
 * alone. */
#ifndef CG_SCHEMA_NAME_WORDS_H
#define CG_SCHEMA_NAME_WORDS_H

#include "schema/name_form.h"

/* A name cut into words and CJK characters. */
enum { NAME_UNITS_MAX = 48 };

typedef struct {
    size_t start; /* in the name's text */
    size_t end;
    bool cjk;
    bool capital;  /* its first letter is one */
    bool capitals; /* all of it are */
} name_unit;

typedef struct {
    cg_buffer text; /* as cg_name_form has it */
    name_unit units[NAME_UNITS_MAX];
    size_t count; /* NAME_UNITS_MAX + 1: there are more */
} name_cut;

/* Cut a name; text.failed tells of memory. */
void name_cut_up(cg_text name, name_cut *cut);

/* The text of units [first, end), which are not none. */
cg_text name_cut_text(const name_cut *cut, size_t first, size_t end);

/* What a phrase is, as bits. */
typedef enum {
    NAME_LEGAL_BEFORE = 1, /* a legal form that stands before names */
    NAME_LEGAL_BEHIND = 2, /* one that stands behind them */
    NAME_GENERAL = 4,      /* general words */
    NAME_BRANCH = 8        /* words that tell the branches of one house apart */
} name_word_use;

/* How many units the longest phrase of `uses` has that begins at unit `first`, or ends
 * at `end` if `backwards`, within [first, end); 0: there is none. */
size_t name_words_at(const cg_name_words *words, const name_cut *cut, size_t first,
                     size_t end, unsigned uses, bool backwards);

#endif
