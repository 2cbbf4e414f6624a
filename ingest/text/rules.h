/* Rules: from a sentence with its mentions to facts (docs/rules.md). */
#ifndef CG_INGEST_TEXT_RULES_H
#define CG_INGEST_TEXT_RULES_H

#include "ingest/text/document.h"
#include "ingest/text/names.h"
#include "ingest/text/reader.h"
#include "ingest/text/words.h"

typedef struct text_rules text_rules;

/* The built-in rules. `words` and the vocabulary outlive them. Returns CG_OK,
 * CG_NOMEM, or the status of a built-in file that does not compile. */
cg_status rules_open(const cg_vocabulary *vocabulary, text_words *words,
                     text_rules **rules, cg_error *err);

/* The same as an image has them; what an image has of them. Those of an image only read:
 * none is added to them, tested or explained. Return CG_OK or CG_NOMEM. */
cg_status rules_open_image(const cg_vocabulary *vocabulary, text_words *words,
                           text_image *image, text_rules **rules, cg_error *err);
cg_status rules_image(text_rules *rules, text_image *image, cg_error *err);

/* Are they those of an image? */
bool rules_only_read(const text_rules *rules);

/* The same without any rule in it. */
cg_status rules_open_empty(const cg_vocabulary *vocabulary, text_words *words,
                           text_rules **rules, cg_error *err);

void rules_close(text_rules *rules); /* NULL is fine */

/* Add the rules of a file; it may use what was defined before. Returns CG_OK,
 * CG_NOMEM, or CG_SYNTAX, CG_REFUSED or CG_LIMIT with file, line and column and
 * what was expected. After an error the rules are only good for closing. */
cg_status rules_add(text_rules *rules, const char *file, cg_text text,
                    cg_error *err);

/* One place that says a fact. */
typedef struct {
    uint32_t start; /* bytes of the quote in document.text */
    uint32_t end;
    cg_modality modality;
    int64_t speaker; /* entity of the document, or -1 */
    cg_text rule;    /* "vi/founded-active@2" */
} text_evidence;

/* One fact that rules found in a document. */
typedef struct {
    uint32_t subject; /* entity of the document */
    uint32_t object;
    uint8_t relation;
    cg_date since; /* none from rules; see measures.h */
    cg_date until;
    cg_properties properties;
    const text_evidence *evidence; /* one or more, the best first */
    size_t evidence_count;
} text_fact;

/* Resolve the document's stand-ins, which become mentions, and apply the rules to
 * every sentence. The facts are in the document's arena, in the order of the text,
 * each (subject, relation, object) once. `names` tells who makes what and may be
 * NULL. Returns CG_OK or CG_NOMEM. */
cg_status rules_apply(const text_rules *rules, const text_names *names,
                      text_document *document, const text_fact **facts,
                      size_t *count, cg_error *err);

/* Run the examples of all rules: each must match all its `yes:` sentences with just
 * the facts given there, and give nothing for its `no:` sentences. A rule with fewer
 * than two `yes:` or without a `no:` is a failure too. Returns CG_OK (whatever the
 * outcome), CG_NOMEM, or what `complain` returned. */
cg_status rules_test(const text_rules *rules, cg_rules_complaint complain,
                     void *handle, cg_rules_report *report, cg_error *err);

/* Tell what the rules do in each sentence, as cg_article_explain says. The document's
 * stand-ins are resolved as by rules_apply. */
cg_status rules_explain(const text_rules *rules, const text_names *names,
                        text_document *document, cg_explainer explain, void *handle,
                        cg_error *err);

#endif
