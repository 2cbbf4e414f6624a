/* The scanner of tokens: words, numbers, signs, over code points. */
#ifndef CG_INGEST_TEXT_TOKEN_H
#define CG_INGEST_TEXT_TOKEN_H

#include "ingest/text/document.h"

/* The next token of `text` at or after `*at`, which moves behind it; false at the
 * end. `token->word` is left 0.
 *
 * A word is a run of letters, marks and digits, with these signs inside it:
 * points and commas of numbers (`3.5`, `1,200`), points of initials (`U.S.`),
 * apostrophes (`O'Reilly`), the ampersand of capitals (`AT&T`), and a hyphen before
 * a part with a digit (`GPT-4o`); other hyphens are tokens. The possessive `'s` is a
 * token of its own. Each Han, Kana or Hangul character is one token, an address
 * (`https://…`) is one, and so is every other sign. */
bool token_next(cg_text text, size_t *at, text_token *token);

enum { TOKEN_FOLD_MAX = 96 };

/* `token` folded into `out`; its size, 0 if it would not fit (no word of any list
 * is so long) or nothing is left. */
size_t token_fold(cg_text token, cg_fold level, char out[TOKEN_FOLD_MAX]);

#endif
