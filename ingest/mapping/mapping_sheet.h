/* One sheet on its way to the sink. */
#ifndef CG_INGEST_MAPPING_MAPPING_SHEET_H
#define CG_INGEST_MAPPING_MAPPING_SHEET_H

#include "ingest/mapping/mapping_parts.h"

/* What of a sheet is pushed. */
typedef enum {
    SHEET_ALL,      /* its text, its entities and its facts */
    SHEET_ENTITIES, /* its entities alone, so that ids are known before facts are read;
                       rows that cannot be read are passed over */
    SHEET_REST      /* its text and its facts: the entities are known */
} sheet_part;

/* Read `given` by `sheet` and push that part of it; `report` may be NULL. What comes
 * before and behind it (source, end) is the caller's. */
cg_status mapping_sheet_push(const cg_mapping *mapping, const mapping_sheet *sheet,
                             const cg_mapped_sheet *given, sheet_part part,
                             cg_sink sink, cg_mapping_ears ears,
                             cg_sheet_report *report, cg_error *err);

#endif
