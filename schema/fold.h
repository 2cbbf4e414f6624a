/* Folding and normal form of whole texts (the per-point view is in text.h). */
#ifndef CG_SCHEMA_FOLD_H
#define CG_SCHEMA_FOLD_H

#include "schema/memory.h"
#include "schema/text.h"

/* `text` folded at `level`, into the arena. Leading and trailing blanks go,
 * inner runs become one space. Returns CG_OK or CG_NOMEM. */
CG_API cg_status cg_text_fold(cg_text text, cg_fold level, cg_arena *arena,
                              cg_text *folded, cg_error *err);

/* The same, appended to a buffer (whose sticky failure tells of memory). */
CG_API void cg_text_fold_into(cg_text text, cg_fold level, cg_buffer *out);

/* `text` folded at CG_FOLD_BASE and cut for full-text search: a space on both
 * sides of every CJK character, so that any run of them can be found as a
 * phrase by a tokenizer that splits at blanks. */
CG_API void cg_text_search_form(cg_text text, cg_buffer *out);

/* The same of a text that is folded at CG_FOLD_BASE. */
CG_API void cg_text_cut_words(cg_text folded, cg_buffer *out);

/* `text` in Unicode normal form C; the text itself when it already is.
 * Returns CG_OK or CG_NOMEM. */
CG_API cg_status cg_text_nfc(cg_text text, cg_arena *arena, cg_text *nfc,
                             cg_error *err);

/* Unicode's normal forms. */
#define CG_NORMAL_FORMS(X)                                                         \
    X(CG_NFC, "NFC")                                                               \
    X(CG_NFD, "NFD")                                                               \
    X(CG_NFKC, "NFKC")                                                             \
    X(CG_NFKD, "NFKD")

#define CG_NORMAL_FORM_ENUM(name, text) name,
typedef enum {
    CG_NORMAL_FORMS(CG_NORMAL_FORM_ENUM) CG_NORMAL_FORM_COUNT
} cg_normal_form;
#undef CG_NORMAL_FORM_ENUM

/* `text` in any of them, into the arena. Returns CG_OK, CG_NOMEM, or CG_LIMIT for a text
 * that is too long for ICU. */
CG_API cg_status cg_text_normalize(cg_text text, cg_normal_form form,
                                   cg_arena *arena, cg_text *normal, cg_error *err);

/* `text` in capitals, and in small letters, as Unicode maps them where no language is
 * known (ß to SS, Σ at a word's end to ς), into the arena. Statuses are the same. */
CG_API cg_status cg_text_upper(cg_text text, cg_arena *arena, cg_text *upper,
                               cg_error *err);
CG_API cg_status cg_text_lower(cg_text text, cg_arena *arena, cg_text *lower,
                               cg_error *err);

/* Append `text` with everything that could move a cursor, colour a terminal or
 * turn the writing direction shown as an escape: \n, \t, \x1b, \u202e. */
CG_API void cg_text_printable(cg_text text, cg_buffer *out);

#endif
