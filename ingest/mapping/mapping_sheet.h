/* One sheet on its way to the sink. */
#ifndef CG_INGEST_MAPPING_MAPPING_SHEET_H
#define CG_INGEST_MAPPING_MAPPING_SHEET_H

#include "ingest/mapping/mapping_parts.h"
#include "ingest/mapping/statements.h"

/* Read `given` by `sheet` and push that part of it; `report` may be NULL. What comes
 * before and behind it (source, end) is the caller's. */
cg_status mapping_sheet_push(const cg_mapping *mapping, const mapping_sheet *sheet,
                             const cg_mapped_sheet *given, sheet_part part,
                             cg_sink sink, cg_mapping_ears ears,
                             cg_sheet_report *report, cg_error *err);

#endif
