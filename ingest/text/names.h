/* Names: what the lists know, and what shape and context show.
 *
 * Lists are CSV data (ingest/rules/names/, docs/names.md); word classes that the
 * shapes need (honorifics, roles, legal forms, type words, generic words, …) are
 * data too (ingest/rules/words.yaml). */
#ifndef CG_INGEST_TEXT_NAMES_H
#define CG_INGEST_TEXT_NAMES_H

#include "ingest/text/document.h"
#include "ingest/text/words.h"
#include "schema/vocabulary.h"

typedef struct text_names text_names;

/* The built-in lists and word classes. `words` and the vocabulary outlive it. */
cg_status names_open(const cg_vocabulary *vocabulary, text_words *words,
                     text_names **names, cg_error *err);

/* The same as an image has them; what an image has of them. Return CG_OK or CG_NOMEM. */
cg_status names_open_image(const cg_vocabulary *vocabulary, text_words *words,
                           text_image *image, text_names **names, cg_error *err);
cg_status names_image(text_names *names, text_image *image, cg_error *err);

void names_close(text_names *names); /* NULL is fine */

/* Add a list (CSV); `file` is for messages. */
cg_status names_add(text_names *names, const char *file, cg_text csv,
                    cg_error *err);

/* Find the mentions of the document and gather them into its entities. */
cg_status names_find(const text_names *names, text_document *document,
                     cg_error *err);

/* An entry of the lists, by text_entity.listed. */
typedef struct {
    cg_text name; /* canonical */
    uint8_t kind;
    cg_text country; /* ISO 3166 alpha-2, or "" */
    cg_text
        seat; /* canonical names of the cities of its seat, parted by `|`, or "" */
    bool is_seat;  /* a place that is such a city */
    cg_text maker; /* canonical name of the company that makes it, or "" */
} names_entry;
const names_entry *names_entry_at(const text_names *names, int32_t entry);

/* Who makes the entity as far as the lists know, be it as a model of a listed family: the
 * canonical name, "" if they do not tell. */
cg_text names_maker(const text_names *names, const text_entity *entity);

#endif
