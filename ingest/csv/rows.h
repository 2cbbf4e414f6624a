/* Rows out of CSV bytes (RFC 4180, strict; docs/sheets.md "The CSV").
 *
 *     cg_text rest = csv;
 *     cg_rows *rows = NULL;
 *     cg_row row;
 *
 *     status = cg_rows_open("names.csv", cg_rows_read_text, &rest, &rows, err);
 *     while (status == CG_OK && (status = cg_rows_step(rows, &row, err)) == CG_ROW)
 *         …row.fields[i], row.count…
 *     cg_rows_close(rows);
 *
 * A byte order mark at the beginning and empty lines are passed over. A line ends
 * with LF, CR LF or CR; the last one may lack its end. Blanks around a field do not
 * count unless they are quoted.
 */
#ifndef CG_INGEST_CSV_ROWS_H
#define CG_INGEST_CSV_ROWS_H

#include "ingest/csv/input.h"

enum {
    CG_ROW_MAX = 1 << 24,   /* bytes of a row */
    CG_ROW_FIELD_MAX = 4096 /* fields of a row */
};

typedef struct cg_rows cg_rows;

/* Everything in it lives until the next step. */
typedef struct {
    const cg_text *fields; /* without their quotes; UTF-8 with no NUL. `at` is NULL
                              for a field that is empty and has no quotes */
    size_t count;          /* of fields */
    cg_text raw;           /* the row as the input has it, without its line end */
    cg_text all;    /* with what else lies behind the row before it: byte order
                              mark, empty lines, line ends */
    cg_place place; /* where it begins; start and end are those of `raw` */
    char separator; /* of its fields */
} cg_row;

/* Read the bytes that `read` brings. `source` names the input in errors; it and
 * `handle` outlive the rows. The caller closes `*rows`. Returns CG_OK or CG_NOMEM. */
CG_API cg_status cg_rows_open(const char *source, cg_read read, void *handle,
                              cg_rows **rows, cg_error *err);

/* Fields are separated by `separator`, an ASCII character that is no quote and no line end,
 * in place of a comma. Before the first step. */
CG_API void cg_rows_separate(cg_rows *rows, char separator);

/* NULL is fine. */
CG_API void cg_rows_close(cg_rows *rows);

/* The next row: CG_ROW with `*row`, or CG_DONE with what is left in `row->all`.
 *
 * CG_SYNTAX is a row that is not well formed (a stray or unclosed quote, bytes that
 * are not UTF-8, NUL) with its place; `*row` then has no fields, only what the
 * input has there up to the end of the line with the offence, and the next step goes
 * on behind it. Any other failure is final and is returned again by later steps:
 * CG_LIMIT for a row over CG_ROW_MAX bytes or CG_ROW_FIELD_MAX fields, CG_NOMEM, or
 * what `read` returned. */
CG_API cg_status cg_rows_step(cg_rows *rows, cg_row *row, cg_error *err);

/* The place of field `index` (<= row->count; one past the last is the row's end) of
 * the row that the last step gave, for messages: a walk over the row. */
CG_API cg_place cg_rows_field_place(const cg_row *row, size_t index);

/* A cg_read over a text in memory; `handle` is a cg_text *, which shrinks from its
 * front. */
CG_API cg_status cg_rows_read_text(void *handle, char *buffer, size_t room,
                                   size_t *size, cg_error *err);

#endif
