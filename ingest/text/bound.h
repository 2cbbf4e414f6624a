/* Names that are no subject of a clause, by the words before them. */
#ifndef CG_INGEST_TEXT_BOUND_H
#define CG_INGEST_TEXT_BOUND_H

#include "ingest/text/document.h"
#include "ingest/text/rule_program.h"

/* Does a word before the mention, or before the nouns and names that lead to it, bind it:
 * "of the Dutch firm X", "bought X"? `mentions` holds those before it, in order. The words
 * are the language's lists `binding`, `not-binding` and `joining`. */
bool bound_is(const rule_book *book, const text_document *document,
              const text_mention *mentions, size_t before,
              const text_mention *mention);

#endif
