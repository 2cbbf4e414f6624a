/* What one row says, by a mapping. */
#ifndef CG_INGEST_MAPPING_MAPPING_ROW_H
#define CG_INGEST_MAPPING_MAPPING_ROW_H

#include "ingest/mapping/mapping_parts.h"

/* An entity that a row speaks of. It is stated if the row tells more than its key. */
typedef struct {
    cg_entity_statement statement;
    const mapping_entity *from;
    bool stated;
} row_entity;

typedef struct {
    cg_fact_statement statement; /* its ends are filled in from the entities */
    cg_source cited;
    const mapping_fact *from;
    size_t subject; /* of the row's entities */
    size_t object;
} row_fact;

/* Everything that it refers to is in the arena that it was read into. */
typedef struct {
    row_entity *entities;
    size_t entity_count;
    row_fact *facts;
    size_t fact_count;
} row_statements;

/* Read a row. Returns CG_OK, CG_NOMEM, or CG_REFUSED with the place of the cell. */
cg_status mapping_row_read(const mapping_reading *in, row_statements *said,
                           cg_error *err);

/* May the fact run between entities of these kinds? CG_OK, CG_NOMEM or CG_REFUSED. */
cg_status mapping_check_ends(const mapping_reading *in, const row_fact *fact,
                             cg_kinds subject, cg_kinds object, cg_error *err);

#endif
