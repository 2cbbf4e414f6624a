/* Rows of new entities, of their kinds and of names on their way into the file: many with
 * one statement, which reads them from a virtual table. It says OR FAIL: whoever fails rolls
 * the change back, so SQLite need not keep what it takes to undo the statement alone. */
#ifndef CG_GRAPH_STORE_ENTITY_ROWS_H
#define CG_GRAPH_STORE_ENTITY_ROWS_H

#include "graph/store/base.h"

typedef struct {
    cg_id id;
    cg_text name;
    cg_text properties; /* as JSON; "" for none */
} raw_entity;

typedef struct {
    cg_id entity;
    int64_t kind; /* as the file numbers it */
} raw_kind;

typedef struct {
    cg_id id;
    const cg_new_name *name;
    cg_text folded; /* at CG_FOLD_BASE */
    cg_text words;  /* as they are searched */
} raw_name;

typedef struct {
    const raw_entity *items;
    size_t count;
} entity_rows;

typedef struct {
    const raw_kind *items;
    size_t count;
} kind_rows;

typedef struct {
    const raw_name *items;
    size_t count;
    cg_id source; /* that brings them */
} name_rows;

/* None of them is there. Of the names, their words are added to the index too. */
cg_status entity_rows_write(cg_store *store, const entity_rows *rows,
                            cg_error *err);
cg_status kind_rows_write(cg_store *store, const kind_rows *rows, cg_error *err);
cg_status name_rows_write(cg_store *store, const name_rows *rows, cg_error *err);

/* Make the virtual tables known to the store's connection. */
cg_status entity_rows_register(cg_store *store, cg_error *err);

#endif
