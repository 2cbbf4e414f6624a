/* One pattern on its way to a program: between rule_compile.c and rule_emit.c. */
#ifndef CG_INGEST_TEXT_RULE_EMIT_H
#define CG_INGEST_TEXT_RULE_EMIT_H

#include "ingest/text/rule_program.h"

typedef struct {
    rule_book *book;
    const text_rule *rule;
    size_t first; /* step of the program */
    cg_text keys[RULE_PROPERTIES_MAX];
    uint8_t key_count;
    cg_kinds subjects; /* of all its slots */
    cg_kinds objects;
    unsigned depth;
    bool has_head;
} compiler;

/* Append the steps of `pattern` to the book's. Returns CG_OK, CG_NOMEM, CG_LIMIT,
 * CG_SYNTAX or CG_REFUSED with file, line and column. */
cg_status rule_emit(compiler *c, rule_node *pattern, cg_error *err);

#endif
