/* Inside of rule_parse.c: the statements that rule files are made of. */
#ifndef CG_INGEST_TEXT_RULE_STATEMENT_H
#define CG_INGEST_TEXT_RULE_STATEMENT_H

#include "ingest/text/rule_syntax.h"

/* `keyword name: body`, as bytes of the file. */
typedef struct {
    cg_text keyword;
    cg_text name;
    size_t at;
    size_t body;
    size_t end;
} statement;

/* Does the line begin with `keyword:` or `keyword name:`? Sets keyword, name and where in
 * the line the body begins. */
bool statement_begins(cg_text line, statement *s);

/* The body as it is written, without blanks around it. */
cg_text statement_body(const rule_file *file, const statement *s);

/* The body without comment lines, on one line, copied into the arena. Returns CG_OK or
 * CG_NOMEM. */
cg_status statement_text(const rule_file *file, const statement *s, cg_arena *arena,
                         cg_text *text, cg_error *err);

#endif
