/* Rules: from a sentence with its mentions to facts (docs/rules.md). */
#ifndef CG_INGEST_TEXT_RULES_H
#define CG_INGEST_TEXT_RULES_H

#include "ingest/text/document.h"
#include "ingest/text/names.h"
#include "ingest/text/words.h"

typedef struct text_rules text_rules;

cg_status rules_open(const cg_vocabulary *vocabulary, text_words *words,
                     text_rules **rules, cg_error *err);
void rules_close(text_rules *rules); /* NULL is fine */

/* Add the rules of a file. CG_SYNTAX or CG_REFUSED with file, line, column and what
 * was expected. */
cg_status rules_add(text_rules *rules, const char *file, cg_text text,
                    cg_error *err);

/* One fact that a rule found in a document. */
typedef struct {
    uint32_t subject; /* entity of the document */
    uint32_t object;
    uint8_t relation;
    cg_date since;
    cg_date until;
    cg_properties properties;
    uint32_t start; /* bytes of the quote in document.text */
    uint32_t end;
    cg_modality modality;
    int64_t speaker; /* entity of the document, or -1 */
    cg_text rule;    /* "vi/founded-active@2" */
} text_fact;

/* Apply the rules to every sentence. The facts are in the document's arena, in the
 * order of the text, each (subject, relation, object) once. */
cg_status rules_apply(const text_rules *rules, const text_names *names,
                      text_document *document, const text_fact **facts,
                      size_t *count, cg_error *err);

#endif
