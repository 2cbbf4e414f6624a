/* Fact sheets: CSV files of facts or of entities (docs/sheets.md). */
#ifndef CG_INGEST_CSV_SHEET_H
#define CG_INGEST_CSV_SHEET_H

#include "ingest/csv/input.h"
#include "ingest/csv/report.h"
#include "ingest/fact.h"
#include "schema/output.h"

typedef struct {
    const char *name; /* of the file, for messages and as the source's name */
    cg_read read;
    void *handle;
    cg_source source; /* what the caller knows of it; file and form are set here */
    const cg_output *rejects; /* bad rows go here with line, column and reason, and
                                 the rest is loaded; NULL: the first bad row refuses
                                 the sheet */
} cg_sheet;

/* Read a sheet and push it as one source to `sink`. Streams: memory follows the
 * longest row. Returns CG_OK; CG_SYNTAX or CG_REFUSED with file, line and column;
 * CG_LIMIT for a row of more than CG_SHEET_ROW_MAX bytes or a header of more than
 * CG_SHEET_COLUMN_MAX columns; CG_NOMEM; or what the sink returned. */
CG_API cg_status cg_sheet_read(const cg_sheet *sheet,
                               const cg_vocabulary *vocabulary, cg_sink sink,
                               cg_sheet_report *report, cg_error *err);

enum { CG_SHEET_ROW_MAX = 1 << 24, CG_SHEET_COLUMN_MAX = 4096 };

#endif
