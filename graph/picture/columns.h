/* The columns of the two sheets that a picture is written as (docs/sheets.md). */
#ifndef CG_GRAPH_PICTURE_COLUMNS_H
#define CG_GRAPH_PICTURE_COLUMNS_H

#include "schema/value.h"

/* A column of property values: those of a key that a plain cell gives back, or
 * those of one type that it does not. */
typedef struct {
    cg_text key;
    cg_type type; /* CG_NULL: plain cells */
} csv_column;

/* By key, then by type. Starts zeroed; the texts are in the arena. */
typedef struct {
    cg_arena arena;
    csv_column *items;
    size_t count;
    size_t room;
} csv_columns;

/* See to it that there is a column for each of the properties. */
cg_status csv_columns_add(csv_columns *columns, cg_properties properties,
                          cg_error *err);

void csv_columns_release(csv_columns *columns);

/* Append the columns' names, each with a comma before it. */
void csv_columns_head(const csv_columns *columns, cg_buffer *out);

/* Append a cell for each column, each with a comma before it. */
void csv_columns_row(const csv_columns *columns, cg_properties properties,
                     cg_buffer *out);

/* Append a field, in quotes where it needs them; an empty one if there is no text. */
void csv_field(cg_text text, cg_buffer *out);

#endif
