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

#endif
