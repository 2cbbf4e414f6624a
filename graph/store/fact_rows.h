/* Rows of facts on their way into the file: many with one statement, which reads them from
 * the virtual table `cg_fact_rows(?1)`. */
#ifndef CG_GRAPH_STORE_FACT_ROWS_H
#define CG_GRAPH_STORE_FACT_ROWS_H

#include "graph/store/base.h"

/* Take a row, whose texts are copied; when there are many, all are written. */
cg_status fact_rows_add(cg_store *store, const fact_row *row, cg_error *err);

/* Write what was taken. */
cg_status fact_rows_write(cg_store *store, cg_error *err);

/* Behind a failure: nothing of what was taken counts. */
void fact_rows_drop(cg_store *store);

void fact_rows_release(cg_store *store);

/* Make `cg_fact_rows` known to the store's connection. */
cg_status fact_rows_register(cg_store *store, cg_error *err);

#endif
