/* Dates as sources give them: a year, a quarter, a month or a day. */
#ifndef CG_SCHEMA_DATE_H
#define CG_SCHEMA_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/text.h"

typedef enum { CG_NO_DATE, CG_YEAR, CG_QUARTER, CG_MONTH, CG_DAY } cg_precision;

/* Proleptic Gregorian calendar, years 0001 to 9999. A zeroed date is none.
 * Fields finer than the precision are 0. */
typedef struct {
    int16_t year;
    int8_t quarter;   /* 1 to 4 at CG_QUARTER */
    int8_t month;     /* 1 to 12 at CG_MONTH and CG_DAY */
    int8_t day;       /* 1 to 31 at CG_DAY */
    int8_t precision; /* a cg_precision */
} cg_date;

enum { CG_DATE_ROOM = 11 }; /* "2025-07-31" and its NUL */

/* Read `2025`, `2025-Q3`, `2025-07` or `2025-07-31`. False if it is none of
 * these or no such day exists; `*date` is then none. */
CG_API bool cg_date_parse(cg_text text, cg_date *date);

/* Write it the same way; "" for none. Returns the length. */
CG_API size_t cg_date_format(cg_date date, char out[CG_DATE_ROOM]);

/* Days since 1970-01-01 of the first and the last day that the date covers. */
CG_API int32_t cg_date_first_day(cg_date date);
CG_API int32_t cg_date_last_day(cg_date date);

static inline bool cg_date_known(cg_date date)
{
    return date.precision != CG_NO_DATE;
}

#endif
