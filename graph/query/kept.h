/* All rows of an input, kept, so that what writes reads none of what it wrote: the input
 * is taken to its end, then each row is written for, then they are given on. */
#ifndef CG_GRAPH_QUERY_KEPT_H
#define CG_GRAPH_QUERY_KEPT_H

#include "graph/query/ops.h"
#include "graph/query/rows.h"

/* Starts zeroed. */
typedef struct {
    query_rows rows; /* the slots of the operator's output */
    cg_value *row;   /* one that is being taken */
    size_t given;
    bool taken;
} kept_rows;

/* What is done for a row, which is in op->frame: it may set slots of the output. */
typedef cg_status (*kept_write)(query_op *op, cg_error *err);

/* The `next` of an operator that writes by `write`; NULL: it does not. */
cg_status kept_next(kept_rows *kept, query_op *op, kept_write write, cg_error *err);

void kept_clear(kept_rows *kept);
void kept_release(kept_rows *kept);

#endif
