/* What one row says, by a mapping. */
#ifndef CG_INGEST_MAPPING_MAPPING_ROW_H
#define CG_INGEST_MAPPING_MAPPING_ROW_H

#include "ingest/mapping/mapping_parts.h"
#include "ingest/mapping/statements.h"

/* Read a row. Returns CG_OK, CG_NOMEM, or CG_REFUSED with the place of the cell. */
cg_status mapping_row_read(const mapping_reading *in, row_statements *said,
                           cg_error *err);

#endif
