/* Rows that are refused while the rest of their sheet is read: a sheet of their own, with
 * line, column and reason before what they say. */
#ifndef CG_INGEST_CSV_REJECTS_H
#define CG_INGEST_CSV_REJECTS_H

#include "ingest/csv/report.h"
#include "ingest/csv/rows.h"
#include "schema/memory.h"
#include "schema/output.h"

typedef struct {
    const cg_output *out; /* NULL: the first one refuses the sheet */
    char delimiter;
    cg_text
        columns; /* the header as it was: written before the first; "": there is none */
    size_t mended; /* leading columns that an earlier file of rejects put there */
    cg_buffer row; /* in the making */
    cg_sheet_report
        report; /* of the sheet so far; whoever reads it counts its rows */
} cg_rejects;

/* How many columns a file of rejects put before its own: 0 or 3. */
size_t cg_rejects_mended(const cg_text *names, size_t count);

/* Answer a row that was refused with `status` and `reason`: that fails, or the row goes to
 * the rejects. Returns the status with `*reason` in `*err`, or what the write did. A row
 * that is not well formed has no fields and goes as one. */
cg_status cg_rejects_take(cg_rejects *rejects, const cg_row *row, cg_status status,
                          const cg_error *reason, cg_error *err);

/* The row as it was, behind what an earlier file of rejects put before it. */
cg_text cg_rejects_own(const cg_rejects *rejects, const cg_row *row);

void cg_rejects_release(cg_rejects *rejects);

#endif
