/* Rows from outside of the graph, and the procedures that give some. */
#ifndef CG_GRAPH_QUERY_PROCEDURE_H
#define CG_GRAPH_QUERY_PROCEDURE_H

#include "graph/store/file.h"
#include "schema/value.h"

/* Rows that are read one after the other. */
typedef struct {
    void *handle;
    /* The next row, a value for each column, which live until the next step: CG_ROW;
     * CG_DONE; or what went wrong. */
    cg_status (*step)(void *handle, cg_value *row, cg_error *err);
    void (*close)(void *handle); /* NULL: there is nothing to close */
} cg_row_source;

/* A procedure that questions CALL. */
typedef struct {
    /* "market.peers(firm :: STRING, most :: INTEGER?) :: (peer :: NODE)": arguments and
     * columns, at most CG_PROCEDURE_FIELDS of each, with types as the manual names them.
     * An integer that is given for a FLOAT is made one; a null is given for any type. */
    const char *signature;
    const char *about; /* a line for lists; may be NULL */
    void *handle;
    /* Answer a call: `rows`, which starts zeroed, is closed after its last step where it
     * was filled in, also by a call that failed. */
    cg_status (*open)(void *handle, cg_store *store, const cg_value *arguments,
                      cg_row_source *rows, cg_error *err);
} cg_procedure;

enum { CG_PROCEDURE_FIELDS = 64 };

/* Where LOAD CSV gets sheets from. */
typedef struct {
    void *handle;
    /* Open the sheet that `address` names, a path or a URL as the question has it. Its
     * rows have one column: the row's fields as a list of strings, with nulls for those
     * that are empty and have no quotes. `rows` as for a procedure. */
    cg_status (*open)(void *handle, cg_text address, char separator,
                      cg_row_source *rows, cg_error *err);
} cg_sheets;

#endif
