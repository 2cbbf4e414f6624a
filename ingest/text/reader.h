/* The reader of articles: text in, entities and facts out. */
#ifndef CG_INGEST_TEXT_READER_H
#define CG_INGEST_TEXT_READER_H

#include "ingest/fact.h"

/* Names and rules, compiled; used for any number of articles, never changed by
 * reading one. */
typedef struct cg_reader cg_reader;

/* The built-in names and rules. The vocabulary outlives the reader. Returns CG_OK,
 * CG_NOMEM, or CG_INTERNAL (built-in data that does not compile). */
CG_API cg_status cg_reader_open(const cg_vocabulary *vocabulary, cg_reader **reader,
                                cg_error *err);

/* Add a user's list of names (CSV, docs/names.md) or rules (docs/rules.md).
 * Returns CG_OK, CG_NOMEM, or CG_SYNTAX/CG_REFUSED with file, line and column. */
CG_API cg_status cg_reader_add_names(cg_reader *reader, const char *file,
                                     cg_text text, cg_error *err);
CG_API cg_status cg_reader_add_rules(cg_reader *reader, const char *file,
                                     cg_text text, cg_error *err);

/* NULL is fine. */
CG_API void cg_reader_close(cg_reader *reader);

typedef struct {
    const char *name; /* of the file, for messages */
    cg_text text;     /* the whole input: its offsets are the evidence's */
    cg_source source; /* what the caller knows; a front-matter block in the text
                         fills what is empty here, then the text itself does */
} cg_article;

/* Read one article and push it as one source to `sink`: entities with their
 * mentions, then facts, in the order of the text. Returns CG_OK; CG_REFUSED for a
 * text that is empty, not UTF-8 or holds NUL (with line and column); CG_LIMIT
 * over CG_ARTICLE_MAX bytes; CG_NOMEM; or what the sink returned. */
CG_API cg_status cg_article_read(const cg_reader *reader, const cg_article *article,
                                 cg_sink sink, cg_error *err);

enum { CG_ARTICLE_MAX = 1 << 26 };

/* ---- Working on rules ---- */

/* What running rules' examples showed. */
typedef struct {
    size_t rules; /* that were run */
    size_t examples;
    size_t failures;
} cg_rules_report;

/* Told of each failure: where, the rule ("en/acquires@1"), and what came out instead.
 * Anything but CG_OK stops the run, which passes it on. */
typedef cg_status (*cg_rules_complaint)(void *handle, const cg_place *place,
                                        cg_text rule, cg_text complaint,
                                        cg_error *err);

/* Run the examples of all the reader's rules: `yes:` sentences give just the facts
 * behind their `=>`, `no:` sentences none; a rule has two and one of them or more.
 * Returns CG_OK whatever the outcome, CG_NOMEM, or what `complain` returned. */
CG_API cg_status cg_rules_test(cg_reader *reader, cg_rules_complaint complain,
                               void *handle, cg_rules_report *report,
                               cg_error *err);

/* What came of a rule in a sentence. */
#define CG_OUTCOMES(X)                                                             \
    X(CG_OUTCOME_READ, "read")     /* no rule: a sentence begins */                \
    X(CG_OUTCOME_FACT, "fact")     /* it matched and gave facts */                 \
    X(CG_OUTCOME_MATCH, "match")   /* it matched and gave none */                  \
    X(CG_OUTCOME_NEARLY, "nearly") /* it matched in part */

#define CG_OUTCOME_ENUM(name, text) name,
typedef enum { CG_OUTCOMES(CG_OUTCOME_ENUM) CG_OUTCOME_COUNT } cg_outcome;
#undef CG_OUTCOME_ENUM

/* The outcome's name; never NULL. */
CG_API const char *cg_outcome_name(cg_outcome outcome);

typedef struct {
    cg_outcome outcome;
    cg_text rule;   /* "en/acquires@1"; empty for a sentence */
    cg_place place; /* where that is written, of CG_OUTCOME_NEARLY what it wanted */
    cg_range range; /* of the article: the sentence, or what matched */
    cg_text
        detail; /* the sentence with its names marked as in examples; the facts as
                       in examples; why there is none; what was wanted next */
} cg_explanation;

/* Anything but CG_OK stops the explanation, which passes it on. */
typedef cg_status (*cg_explainer)(void *handle, const cg_explanation *explanation,
                                  cg_error *err);

enum { CG_NEARLY_MAX = 3 }; /* for each sentence: those that came furthest */

/* Tell, sentence by sentence, how the rules read an article: what matched, and what
 * nearly did. Returns what cg_article_read does, or what `explain` returned. */
CG_API cg_status cg_article_explain(cg_reader *reader, const cg_article *article,
                                    cg_explainer explain, void *handle,
                                    cg_error *err);

#endif
