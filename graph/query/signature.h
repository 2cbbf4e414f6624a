/* The signatures of procedures: "market.peers(firm :: STRING) :: (peer :: NODE)". */
#ifndef CG_GRAPH_QUERY_SIGNATURE_H
#define CG_GRAPH_QUERY_SIGNATURE_H

#include "graph/query/procedure.h"
#include "graph/query/types.h"

typedef struct {
    cg_text name;
    query_types types;
} signature_field;

typedef struct {
    signature_field fields[CG_PROCEDURE_FIELDS];
    size_t count;
} signature_fields;

typedef struct {
    cg_text name; /* with its points */
    signature_fields arguments;
    signature_fields columns;
} query_signature;

/* A procedure that a question calls. */
typedef struct {
    const cg_procedure *given;
    query_signature signature;
} query_procedure;

/* The name alone: what stands before the bracket. */
cg_text signature_name(const char *text);

/* Take a signature apart; names borrow the text. CG_REFUSED for one that is malformed or
 * has too many fields. */
cg_status signature_read(const char *text, query_signature *signature,
                         cg_error *err);

#endif
