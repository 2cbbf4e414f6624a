/* What the reading of a sheet tells of its rows. */
#ifndef CG_INGEST_CSV_REPORT_H
#define CG_INGEST_CSV_REPORT_H

#include <stddef.h>
#include <stdint.h>

enum { CG_REJECT_REASON_MAX = 16 }; /* reasons that a report tells apart */

typedef struct {
    char text[200]; /* what was wrong, without the place; cut if too long */
    uint64_t count;
} cg_reject_reason;

typedef struct {
    uint64_t rows;     /* read, without header and empty lines */
    uint64_t rejected; /* among them */
    uint64_t silent;   /* those that a mapping's filters left nothing of */
    cg_reject_reason
        reasons[CG_REJECT_REASON_MAX]; /* of the rejected, in the order in
                             which they came; "other reasons" is the last */
    size_t reason_count;
} cg_sheet_report;

#endif
