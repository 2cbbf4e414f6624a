/* What the readers of temporal values share. */
#ifndef CG_SCHEMA_TEMPORAL_PARSE_H
#define CG_SCHEMA_TEMPORAL_PARSE_H

#include "schema/value.h"

typedef struct {
    cg_text text;
    size_t at;
    const char
        *why; /* what is wrong with a text of the right form; NULL: the form */
} temporal_reader;

bool temporal_at_end(const temporal_reader *r);

/* The next byte; '\0' at the end. */
char temporal_peek(const temporal_reader *r);

/* Step over `byte` if it is the next one. */
bool temporal_take(temporal_reader *r, char byte);

/* How many digits follow. */
size_t temporal_digits(const temporal_reader *r);

/* Read just so many digits, up to 18. False if there are fewer. */
bool temporal_number(temporal_reader *r, size_t count, int64_t *number);

/* .142, of 1 to 9 digits, if it follows. */
bool temporal_fraction(temporal_reader *r, int32_t *nanoseconds);

/* 21:40:32.142 and its shorter forms: seconds and nanoseconds. */
bool temporal_take_time(temporal_reader *r, cg_temporal *time);

/* P1Y2M10DT2H30M, P2012-02-02T14:37:21.545. */
bool temporal_take_span(temporal_reader *r, cg_temporal *span);

#endif
