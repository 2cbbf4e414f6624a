/* Entities and facts as JSON: lines of our own, and node-link files (docs/formats.md). */
#ifndef CG_INGEST_MAPPING_JSON_SHEET_H
#define CG_INGEST_MAPPING_JSON_SHEET_H

#include "ingest/mapping/mapping.h"
#include "ingest/mapping/statements.h"

/* Read `given` and push that part of it; ids are of the scope `prefix`. As
 * mapping_sheet_push, without columns to be used. */
cg_status json_sheet_push(const cg_vocabulary *vocabulary, cg_text prefix,
                          const cg_mapped_sheet *given, sheet_part part,
                          cg_sink sink, cg_sheet_report *report, cg_error *err);

#endif
