/* What the families of the program's own procedures share. */
#ifndef CG_GRAPH_QUERY_PROCEDURE_PARTS_H
#define CG_GRAPH_QUERY_PROCEDURE_PARTS_H

#include "graph/query/procedure.h"
#include "graph/query/rows.h"

typedef struct {
    const cg_procedure *procedures;
    size_t count;
} procedure_family;

/* Every family, in the order in which lists show them. */
#define PROCEDURE_FAMILIES(X)                                                      \
    X(procedure_graph_family)                                                      \
    X(procedure_list_family)                                                       \
    X(procedure_search_family)

#define PROCEDURE_FAMILY(name) extern const procedure_family name;
PROCEDURE_FAMILIES(PROCEDURE_FAMILY)
#undef PROCEDURE_FAMILY

/* Rows that are all there when the first is given. */
typedef struct {
    query_rows rows;
    size_t given;
    cg_arena arena; /* of what the rows are made from */
} procedure_table;

/* A table without rows yet, which `rows` gives and closes. */
cg_status procedure_table_open(size_t width, procedure_table **table,
                               cg_row_source *rows, cg_error *err);

#endif
