/* Rows from outside of the graph, for each row of an operator's input. */
#ifndef CG_GRAPH_QUERY_SOURCE_H
#define CG_GRAPH_QUERY_SOURCE_H

#include "graph/query/ops.h"

/* What the operators of such rows begin with. */
typedef struct {
    query_op op;
    bool open; /* `rows` are those of the row at op->at */
    cg_row_source rows;
    cg_value row[CG_PROCEDURE_FIELDS]; /* of the source */
    cg_arena request; /* of what was asked for, while it is answered */
} source_op;

/* Open own->rows for the input's row at op->at. */
typedef cg_status (*source_ask)(source_op *own, cg_error *err);

/* Put own->row into the slots of row `at` of the output, which has the input's. */
typedef cg_status (*source_take)(source_op *own, size_t at, cg_error *err);

/* The `next` of such an operator. Where `take` is NULL, the input's row passes once when
 * all rows of its source were read. */
cg_status source_next(query_op *op, source_ask ask, source_take take,
                      cg_error *err);

void source_rewind(query_op *op);
void source_close(query_op *op);

#endif
