/* Dates in a form of their own. */
#ifndef CG_INGEST_MAPPING_MAPPING_DATE_H
#define CG_INGEST_MAPPING_MAPPING_DATE_H

#include "schema/date.h"

/* The parts of a date; 0 is unknown. */
typedef struct {
    int year;
    int quarter;
    int month;
    int day;
} date_parts;

/* The date of these parts, as precise as they are. False if there is none. */
bool mapping_date_make(const date_parts *parts, cg_date *date);

/* Read a date by a form: `YYYY`, `MM` or `M`, `DD` or `D` are numbers of its parts, `MMM`
 * the English name of a month or its first three letters, `Q` the number of a quarter, `*`
 * at the end what does not matter; anything else stands for itself. False if the text has
 * another form or there is no such day. */
bool mapping_date_parse(cg_text text, cg_text format, cg_date *date);

#endif
