/* The procedures that a question may call. */
#ifndef CG_GRAPH_QUERY_PROCEDURES_H
#define CG_GRAPH_QUERY_PROCEDURES_H

#include "graph/query/procedure.h"

/* Those that it was given; the program's own are always there. */
typedef struct {
    const cg_procedure *given;
    size_t count;
} query_procedures;

/* All of them, those given first; NULL past the last. */
const cg_procedure *procedures_at(const query_procedures *of, size_t index);

/* The one of that name; NULL if there is none. */
const cg_procedure *procedures_find(const query_procedures *of, cg_text name);

#endif
