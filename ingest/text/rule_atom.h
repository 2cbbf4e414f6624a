/* Inside of rule_syntax.h: the smallest parts of a pattern, from text to nodes. */
#ifndef CG_INGEST_TEXT_RULE_ATOM_H
#define CG_INGEST_TEXT_RULE_ATOM_H

#include "ingest/text/rule_syntax.h"

/* A pattern as it is read: bytes [at, end) of the file are to come. */
typedef struct {
    rule_syntax *syntax;
    const rule_file *file;
    size_t at;
    size_t end;
    unsigned depth; /* of the brackets around */
} atom_parser;

/* The next byte, '\0' at the end. */
static inline char atom_peek(const atom_parser *p)
{
    return p->at < p->end ? p->file->text.at[p->at] : '\0';
}

/* Step over blanks and comments. */
void atom_skip_blanks(atom_parser *p);

/* Take a name; it is empty where none stands. */
cg_text atom_name(atom_parser *p);

/* Fail with what was expected and what stands here. */
cg_status atom_expected(const atom_parser *p, const char *what, cg_error *err);

/* Step over blanks and `sign`; `what` is expected where it does not stand. */
cg_status atom_take(atom_parser *p, char sign, const char *what, cg_error *err);

/* New nodes live in the syntax's arena: an empty one that was written here, and one
 * around `child`. Return CG_OK or CG_NOMEM. */
cg_status atom_node(atom_parser *p, rule_node_type type, rule_node **node,
                    cg_error *err);
cg_status atom_wrap(atom_parser *p, rule_node_type type, rule_node *child,
                    rule_node **node, cg_error *err);

/* Does a literal end here? */
bool atom_ends_literal(const atom_parser *p);

/* The words in bytes [start, end) of the file: one token stands alone, several are a
 * sequence. */
cg_status atom_literal(atom_parser *p, size_t start, size_t end, rule_node **node,
                       cg_error *err);

/* Take a decimal number of at most `limit`. */
cg_status atom_number(atom_parser *p, unsigned limit, uint8_t *number,
                      cg_error *err);

/* Take what begins here: "…", […], $name, ~8(…), <…>. Return CG_OK, CG_NOMEM, or
 * CG_SYNTAX, CG_LIMIT or CG_REFUSED with the place. */
cg_status atom_quoted(atom_parser *p, rule_node **node, cg_error *err);
cg_status atom_slot(atom_parser *p, rule_node **node, cg_error *err);
cg_status atom_reference(atom_parser *p, rule_node **node, cg_error *err);
cg_status atom_gap(atom_parser *p, rule_node **node, cg_error *err);
cg_status atom_class(atom_parser *p, rule_node **node, cg_error *err);

#endif
