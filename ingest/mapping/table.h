/* Tables: rows of cells in named columns, whatever file they are in. */
#ifndef CG_INGEST_MAPPING_TABLE_H
#define CG_INGEST_MAPPING_TABLE_H

#include "ingest/csv/rows.h"
#include "schema/memory.h"

/* The values in one column of a row; most have one, some none. */
typedef struct {
    const cg_text *items;
    size_t count;
} table_cell;

/* Everything in it lives until the next step. */
typedef struct {
    const table_cell *cells; /* of the wanted columns, in their order */
    cg_row from;             /* the bytes it is from, as the input has them */
    const size_t *fields;    /* by wanted column the field that it is in; or NULL */
} table_row;

/* What the rows of a file are. */
typedef enum {
    TABLE_CSV,
    TABLE_JSON, /* JSON objects, one a line or in an array: columns are paths such as
                         `properties.name`, and lists several values */
    TABLE_STATEMENTS, /* CSV with a value a row: those of one thing, which follow each other,
                         are one row with the columns `id`, `schema`, `properties.PROP` */
    TABLE_KGTK /* KGTK: tabs between cells, whose values have their marks */
} table_rows;

/* How a table lies in its file. */
typedef struct {
    table_rows rows;
    char delimiter;       /* 0: a comma */
    const cg_text *names; /* of the columns, where no row says them */
    size_t name_count;
    bool numbered; /* no row names the columns: they are called 1, 2 … */
} table_form;

/* The columns that are asked for. */
typedef struct {
    const cg_text *names;
    const cg_place *places; /* of whoever asks, for messages; or NULL */
    size_t count;
} table_columns;

typedef struct table table;

/* Open the table in the bytes that `read` brings; `source` names it in errors. All that is
 * given outlives it. Returns CG_OK, CG_NOMEM, CG_SYNTAX, CG_REFUSED for a column that is
 * not there, or what `read` returned. */
cg_status table_open(const char *source, cg_read read, void *handle,
                     const table_form *form, const table_columns *wanted,
                     table **opened, cg_error *err);
void table_close(table *opened); /* NULL is fine */

/* How many columns an earlier file of rejects put before the others. */
size_t table_mended(const table *opened);

/* The row that names the columns behind those, as the input has it: empty if there is
 * none. */
cg_text table_header(const table *opened);
/* All of it with what lies before it. */
cg_text table_header_all(const table *opened);

/* All columns that are there; none where each row may have others. */
size_t table_column_count(const table *opened);
cg_text table_column(const table *opened, size_t index);

/* The next row: CG_ROW, or CG_DONE with what is left in `row->from.all`. CG_SYNTAX is a row
 * that cannot be read; `*final`, which is false before, is set if none can be behind it. Any
 * other failure is final. */
cg_status table_step(table *opened, table_row *row, bool *final, cg_error *err);

/* The place of a wanted column's cell in a row. */
cg_place table_place(const table_row *row, size_t column);

#endif
