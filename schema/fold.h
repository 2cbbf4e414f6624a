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

/* `text` in Unicode normal form C; the text itself when it already is.
 * Returns CG_OK or CG_NOMEM. */
CG_API cg_status cg_text_nfc(cg_text text, cg_arena *arena, cg_text *nfc,
                             cg_error *err);

/* Append `text` with everything that could move a cursor, colour a terminal or
 * turn the writing direction shown as an escape: \n, \t, \x1b, \u202e. */
CG_API void cg_text_printable(cg_text text, cg_buffer *out);

#endif
