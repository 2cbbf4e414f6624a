/* The steps of document_open, one file each. */
#ifndef CG_INGEST_TEXT_DOCUMENT_PARTS_H
#define CG_INGEST_TEXT_DOCUMENT_PARTS_H

#include <unicode/utypes.h>

#include "ingest/text/document.h"
#include "ingest/text/words.h"

/* What a failure of ICU is to us. */
cg_status document_icu_failed(UErrorCode code, const char *what, cg_error *err);

/* Take the front matter off: fill the empty fields of document->source from it, and
 * set `*body` to the offset of the first byte behind it (behind a byte order mark
 * where there is none). Returns CG_OK, CG_NOMEM, or CG_REFUSED for a date that is
 * none. (document_front.c) */
cg_status document_front(text_document *document, const char *name, size_t *body,
                         cg_error *err);

/* Set document->text to the NFC of the original from `body` on, without invisible
 * characters and, where `name` is that of a Markdown file, without its marks; with the
 * table of offsets. Returns CG_OK or CG_NOMEM. (document_nfc.c) */
cg_status document_nfc(text_document *document, const char *name, size_t body,
                       cg_error *err);

/* Cut document->text into document->tokens. The apostrophe behind a name in s ("Acme
 * Systems' chip") gets the word of the possessive `'s`. (document.c) */
cg_status document_tokens(text_document *document, const text_words *words,
                          cg_error *err);

/* Gather the tokens into document->sentences and paragraphs. (sentence.c) */
cg_status document_sentences(text_document *document, const text_words *words,
                             cg_error *err);

/* Tell the language of each sentence and of the whole. (language.c) */
void document_languages(text_document *document, const text_words *words);

#endif
